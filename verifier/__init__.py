"""A verifier for the proofs of convergence papers: the names that lemma files use.

They are looked up when first used: the process that re-checks proofs imports this package, and
must not load anything that searches.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from verifier.evidence.measurement import (
        BallCase,
        ConvergenceCase,
        Measurement,
        convergence_iterations,
        escape_times,
        largest_gradient,
        largest_product,
        product_frequency,
    )
    from verifier.language.build import (
        E,
        both,
        either,
        eq,
        exists,
        exp,
        expectation,
        family,
        forall,
        function,
        implies,
        independent,
        indices,
        log,
        max_over,
        maximum,
        min_over,
        minimum,
        natural,
        ne,
        no,
        norm2,
        partial,
        pi,
        probability,
        prod,
        random_family,
        rational,
        real,
        reals,
        same_law,
        scalar_sequence,
        sequence,
        sqrt,
        sum_,
        times,
    )
    from verifier.language.statement import Statement, over, statement
    from verifier.language.terms import Proposition, Symbol, Term, TermLike, Variable
    from verifier.lemma import Lemma, PrintedStep, Source, Step
    from verifier.proof import by
    from verifier.proof.prover import at, part

_HOMES = {
    "verifier.evidence.measurement": (
        "BallCase",
        "ConvergenceCase",
        "Measurement",
        "convergence_iterations",
        "escape_times",
        "largest_gradient",
        "largest_product",
        "product_frequency",
    ),
    "verifier.language.build": (
        "E",
        "both",
        "either",
        "eq",
        "exists",
        "exp",
        "expectation",
        "family",
        "forall",
        "function",
        "implies",
        "independent",
        "indices",
        "log",
        "max_over",
        "maximum",
        "min_over",
        "minimum",
        "natural",
        "ne",
        "no",
        "norm2",
        "partial",
        "pi",
        "probability",
        "prod",
        "random_family",
        "rational",
        "real",
        "reals",
        "same_law",
        "scalar_sequence",
        "sequence",
        "sqrt",
        "sum_",
        "times",
    ),
    "verifier.language.statement": (
        "Statement",
        "over",
        "statement",
    ),
    "verifier.language.terms": (
        "Proposition",
        "Symbol",
        "Term",
        "TermLike",
        "Variable",
    ),
    "verifier.lemma": (
        "Lemma",
        "PrintedStep",
        "Source",
        "Step",
    ),
    "verifier.proof": ("by",),
    "verifier.proof.prover": (
        "at",
        "part",
    ),
}

__all__ = [
    "BallCase",
    "ConvergenceCase",
    "E",
    "Lemma",
    "Measurement",
    "PrintedStep",
    "Proposition",
    "Source",
    "Statement",
    "Step",
    "Symbol",
    "Term",
    "TermLike",
    "Variable",
    "at",
    "both",
    "by",
    "convergence_iterations",
    "either",
    "eq",
    "escape_times",
    "exists",
    "exp",
    "expectation",
    "family",
    "forall",
    "function",
    "implies",
    "independent",
    "indices",
    "largest_gradient",
    "largest_product",
    "log",
    "max_over",
    "maximum",
    "min_over",
    "minimum",
    "natural",
    "ne",
    "no",
    "norm2",
    "over",
    "part",
    "partial",
    "pi",
    "probability",
    "prod",
    "product_frequency",
    "random_family",
    "rational",
    "real",
    "reals",
    "same_law",
    "scalar_sequence",
    "sequence",
    "sqrt",
    "statement",
    "sum_",
    "times",
]


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            module = import_module(home)
            value = import_module(f"{home}.by") if name == "by" else getattr(module, name)
            globals()[name] = value
            return value
    raise AttributeError(f"module 'verifier' has no name {name!r}")
