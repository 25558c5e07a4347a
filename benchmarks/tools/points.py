"""Whether a point that a tool offers is a counterexample, decided rigorously."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from verifier.language.evaluate import Kind, check_instance
from verifier.language.instance import Instance
from verifier.language.statement import Statement
from verifier.language.terms import LanguageError, Variable


def variables_of(statement: Statement) -> tuple[Variable, ...]:
    """The variables of a statement about scalars."""
    return tuple(v for v in statement.variables if isinstance(v, Variable))


def is_counterexample(statement: Statement, values: Mapping[str, Fraction]) -> bool:
    """Whether the hypotheses are true there and the conclusion is false or undefined.

    Variables without a value are 0.
    """
    try:
        point = Instance({v: values.get(v.name, Fraction(0)) for v in variables_of(statement)})
        outcome = check_instance(statement, point, max_precision=300)
    except LanguageError:  # a natural variable given another value
        return False
    undefined = outcome.kind is Kind.ILL_POSED and outcome.where == "conclusion"
    return outcome.kind is Kind.VIOLATED or undefined
