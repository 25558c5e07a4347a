"""What the measurements share: instances of statements, values of bounds, cells of tables."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from typing import Any

from flint import arb, fmpq

from verifier.language.evaluate import Session, Truth, evaluate
from verifier.language.instance import Instance, instance, polynomial_function
from verifier.language.render import text
from verifier.language.statement import Statement
from verifier.language.terms import REAL, Symbol, Term, Variable
from verifier.language.values import Missing

PRECISION = 200  # bits: bounds are compared with measured values, never equal to them by rounding


def instance_for(statement: Statement, values: Mapping[Variable | Symbol, Any]) -> Instance:
    """The instance of a statement with these values.

    Ints count as rationals, and a tuple for a function of one real as the coefficients
    c0, c1, ... of a polynomial.  Values for what the statement does not declare (a variable of
    the bound alone) are kept.
    Raises `LanguageError` for a missing value or one of the wrong kind.
    """
    exact = {item: exact_value(item, value) for item, value in values.items()}
    found = instance(statement, exact)
    return found.replace({item: v for item, v in exact.items() if item not in found.values})


def exact_value(item: Variable | Symbol, value: Any) -> Any:
    """A value as instances have it: see `instance_for`."""
    if isinstance(item, Symbol) and item.sorts == (REAL,) and isinstance(value, tuple):
        return polynomial_function(value)
    return Fraction(value) if isinstance(value, int) else value


def failing_hypothesis(
    statement: Statement, found: Instance, by_construction: Collection[str]
) -> str | None:
    """The first hypothesis that is not certainly true, as words for a cell; None if all are.

    Raises `ValueError` if `by_construction` names a hypothesis that the statement does not have.
    """
    names = [hypothesis.name for hypothesis in statement.hypotheses]
    for unknown in sorted(set(by_construction) - set(names)):
        raise ValueError(f"no hypothesis is called {unknown!r}: use one of {', '.join(names)}")
    session = Session(found)
    for hypothesis in statement.hypotheses:
        if hypothesis.name not in by_construction:
            answer = session.truth(hypothesis.proposition)
            if answer is not Truth.TRUE:
                return f"hypothesis {hypothesis.name}: {answer.value}"
    return None


def ball_of(term: Term, found: Instance) -> Any:
    """A ball around the value of a bound.  Raises `ValueError` where it has none that is finite."""
    value = evaluate(term, found, PRECISION)
    if isinstance(value, Fraction):
        return exact_ball(value)
    if isinstance(value, Missing) or not value.is_finite():
        raise ValueError(f"the bound {text(term)} has no value at {found.to_json()}")
    return value


def exact_ball(value: Fraction) -> Any:
    """A ball around a rational."""
    return arb(fmpq(value.numerator, value.denominator))


def cell(value: Any) -> float | str:
    """An approximate number for a table: a float, or text where a float would overflow."""
    number = float(value)
    return number if math.isfinite(number) else str(value)


def at_most(measured: Any, bound: Any) -> bool | None:
    """Whether a measured ball is at most that of the bound; None if they do not decide it."""
    if measured <= bound:
        return True
    return False if measured > bound else None


def together(answers: Iterable[bool | None]) -> bool | None:
    """False if one comparison failed, None if one is undecided or there is none, otherwise True."""
    listed = list(answers)
    if False in listed:
        return False
    return True if listed and None not in listed else None
