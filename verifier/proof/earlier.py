"""Using an earlier lemma: its hypotheses become obligations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from verifier.kernel.rules import logic
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import Lambda, fresh, symbols
from verifier.language.calculus import totality
from verifier.language.render import text
from verifier.language.statement import Over
from verifier.language.terms import (
    Implies,
    Proposition,
    Symbol,
    Term,
    TermLike,
    Variable,
    as_term,
)
from verifier.proof.justification import Justification, adapt
from verifier.proof.prover import ProofError, Prover, Reference

if TYPE_CHECKING:
    from verifier.lemma import Lemma
    from verifier.proof.store import ProofStore

Value: TypeAlias = "TermLike | Symbol | Callable[..., Term]"


def lemma(
    earlier: Lemma, values: Mapping[Variable | Symbol, Value] | None = None, *using: Reference
) -> Justification:
    """An earlier lemma at given values; what is not given stands for itself.

    A variable takes a term; a family or function takes a symbol of its kind or a Python function
    of its arguments.  Each hypothesis of the lemma is shown from the named facts and hypotheses.
    """

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        facts = scope.facts(using)
        theorem = instantiated(scope, earlier, dict(values or {}), facts)
        for hypothesis in earlier.statement.hypotheses:
            implication = theorem.conclusion
            assert isinstance(implication, Implies)
            try:
                premise = scope.obtain(implication.premise, facts)
            except ProofError as error:
                where = f"hypothesis '{hypothesis.name}' of {earlier.id}"
                advice = (
                    f"show '{text(implication.premise)}' in a step before and name it: "
                    "by.lemma(..., {...}, 'that step')"
                )
                raise error.saying(f"{where}: {error}", advice) from error
            theorem = infer(logic.modus_ponens, theorem, premise)
        return adapt(scope, theorem, claim)

    return Justification(f"lemma {earlier.id}", using, run, uses=(earlier,))


@cache
def closed_theorem(earlier: Lemma, store: ProofStore | None) -> Theorem:
    """|- H1 implies (H2 implies (... implies conclusion)), from a proof in the store or the
    lemma's own.

    Raises `ProofError` if that proof fails.
    """
    from verifier.proof.run import lemma_theorem

    theorem = store.theorem(earlier.statement) if store is not None else None
    if theorem is None:
        theorem = lemma_theorem(earlier, store)
    for hypothesis in reversed(earlier.statement.hypotheses):
        theorem = infer(logic.implies_intro, theorem, premise=hypothesis.proposition)
    return theorem


def instantiated(
    scope: Prover,
    earlier: Lemma,
    values: dict[Variable | Symbol, Value],
    using: list[Theorem],
) -> Theorem:
    """The closed theorem of a lemma with values for its variables and symbols.

    Everything is first renamed apart, so that values may mention names that the lemma uses too.
    """
    theorem = closed_theorem(earlier, scope.store)
    declared = [d.symbol if isinstance(d, Over) else d for d in earlier.statement.variables]
    for unknown in values.keys() - set(declared):
        raise ProofError(f"{earlier.id} has no variable {unknown.name}")
    variables = [d for d in declared if isinstance(d, Variable)]
    families = [d for d in declared if isinstance(d, Symbol)]
    terms = [as_term(values.get(v, v)) for v in variables]  # type: ignore[arg-type]
    theorem, apart = _renamed_apart(scope, theorem, variables, terms)
    for symbol in families:
        marker = _marker(symbol)
        theorem = infer(logic.rename, theorem, symbol=symbol, new=marker)
    for symbol in families:
        theorem = _put(scope, theorem, _marker(symbol), values.get(symbol, symbol), using)
    sides = scope.definedness(*terms, using=using)
    return infer(logic.instantiate, theorem, *sides, variables=tuple(apart), values=tuple(terms))


def _marker(symbol: Symbol) -> Symbol:
    return Symbol(f"{symbol.name}__of_lemma", symbol.sorts, symbol.smooth, symbol.random)


def _renamed_apart(
    scope: Prover, theorem: Theorem, variables: list[Variable], values: list[Term]
) -> tuple[Theorem, list[Variable]]:
    apart: list[Variable] = []
    for variable in variables:
        apart.append(
            scope.fresh(f"{variable.name}__of_lemma", variable.sort, theorem.conclusion, *values)
        )
    renamed = infer(logic.instantiate, theorem, variables=tuple(variables), values=tuple(apart))
    return renamed, apart


def _put(
    scope: Prover, theorem: Theorem, symbol: Symbol, value: object, using: list[Theorem]
) -> Theorem:
    if symbol not in symbols(theorem.conclusion):
        return theorem
    if isinstance(value, Symbol):
        kind = (value.sorts, value.random) == (symbol.sorts, symbol.random)
        if not kind:
            raise ProofError(f"{value.name} is not of the kind of {symbol.name}")
        if value not in symbols(theorem.conclusion) and value.smooth >= symbol.smooth:
            return infer(logic.rename, theorem, symbol=symbol, new=value)
        value = value.__call__
    if not callable(value):
        raise ProofError(f"the value for {symbol.name} must be a symbol or a function")
    parameters = tuple(
        fresh(f"argument{i}", sort, theorem.conclusion) for i, sort in enumerate(symbol.sorts)
    )
    function = Lambda(parameters, as_term(value(*parameters)))
    conditions = totality(symbol, function)
    sides = [scope.obtain(condition, using) for condition in conditions]
    return infer(logic.instantiate_symbol, theorem, *sides, symbol=symbol, value=function)
