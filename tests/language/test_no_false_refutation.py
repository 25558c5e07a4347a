"""True statements that evaluation once took for false or undefined, and false ones like them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

from verifier.language.binding import Lambda
from verifier.language.build import (
    eq,
    exp,
    family,
    forall,
    function,
    log,
    max_over,
    ne,
    no,
    partial,
    pi,
    rational,
    real,
    scalar_sequence,
    sin,
    sqrt,
    times,
)
from verifier.language.evaluate import Kind, check_instance
from verifier.language.instance import instance
from verifier.language.statement import Statement, statement
from verifier.language.terms import LanguageError, Proposition, Term

p, f = real("p"), function("f")
x, y, z = scalar_sequence("x"), scalar_sequence("y"), real("z")
w = family("w")


def kind(stated: Statement, values: Mapping[Any, Any]) -> Kind:
    return check_instance(stated, instance(stated, values)).kind


def of_all_times(left: Any, right: Any) -> Proposition:
    return forall(times(1), lambda t: eq(left[t + 1], right(t)))


def runs(first: Proposition, second: Proposition) -> Kind:
    """How x[1] >= 5 fares from x[1] = y[1] = 0 under two recursions."""
    stated = statement([x, y], {"first": first, "second": second}, x[1] >= 5)
    return kind(stated, {x: Fraction(0), y: Fraction(0)})


def test_recursions_that_ask_for_each_others_next_row_may_have_no_solution() -> None:
    next_of_x = of_all_times(x, lambda t: y[t + 1] + 1)
    assert runs(next_of_x, of_all_times(y, lambda t: x[t + 1])) is not Kind.VIOLATED
    assert runs(next_of_x, of_all_times(y, lambda t: x[t])) is Kind.VIOLATED
    assert runs(of_all_times(x, lambda t: y[t] + 1), of_all_times(y, lambda t: x[t + 1])) is (
        Kind.VIOLATED
    )
    for later in (lambda t: y[3] + 1, lambda t: y[t + 2]):
        assert runs(of_all_times(x, later), of_all_times(y, lambda t: x[t])) is not Kind.VIOLATED


def nearly_zero() -> tuple[Term, Term]:
    """A - B*sqrt(2) > 0 with numbers of 54 digits, and z that is to be 2."""
    a, b = 1, 0
    for _ in range(70):
        a, b = 3 * a + 4 * b, 2 * a + 3 * b
    return a - b * sqrt(z), z


def test_the_sign_of_a_ball_around_zero_is_not_taken_for_known() -> None:
    tiny, _ = nearly_zero()
    two = {"z": eq(z, 2)}
    assert kind(statement([z], two, no(eq(abs(tiny), -tiny))), {z: Fraction(2)}) is Kind.HOLDS
    assert kind(statement([z], two, ne(abs(tiny), tiny)), {z: Fraction(2)}) is Kind.VIOLATED


def test_the_logarithm_of_a_logarithm_may_be_negative() -> None:
    below, large = log(log(z)), 10**60
    stated = statement([z], {"z": eq(z, 2)}, ne(large + sqrt(below**2), large + below))
    assert kind(stated, {z: Fraction(2)}) is not Kind.VIOLATED
    above = log(z)
    stated = statement([z], {"z": eq(z, 2)}, ne(large + sqrt(above**2), large + above))
    assert kind(stated, {z: Fraction(2)}) is Kind.VIOLATED


def test_a_power_of_zero_may_have_a_derivative_in_its_exponent() -> None:
    stated = statement([w, z], {"w": eq(w[1], 1), "z": eq(z, 0)}, eq(partial(z ** w[1], w[1]), 0))
    at = {w: (Fraction(1),), z: Fraction(0)}
    assert kind(stated, at) in (Kind.HOLDS, Kind.UNDECIDED)


@pytest.mark.parametrize("power", [2, 30_000])
def test_a_maximum_has_no_derivative_at_a_tie(power: int) -> None:
    two = Fraction(2) ** power if power < 100 else None
    factor: Any = two if two is not None else (z + 1) ** power
    largest = max_over(2, lambda i: factor * w[1] ** i)
    stated = statement([w, z], {"w": eq(w[1], 1), "z": eq(z, 1)}, partial(largest, w[1]) >= 0)
    assert kind(stated, {w: (Fraction(1),), z: Fraction(1)}) is not Kind.VIOLATED
    assert kind(stated, {w: (Fraction(1),), z: Fraction(1)}) is not Kind.HOLDS


def test_what_the_formula_for_a_slope_does_not_show_is_not_undefined() -> None:
    slope = statement([w, z], {}, eq(partial(z ** ((w[1] - 1) * sin(pi) + 2), w[1]), 0))
    assert kind(slope, {w: (Fraction(1),), z: Fraction(-1)}) is not Kind.ILL_POSED


@pytest.mark.parametrize("body", [1 / p, log(p), f(p), p ** rational("1/2")])
def test_a_function_is_one_for_all_reals(body: Term) -> None:
    stated = statement([f, z], {}, eq(f(z), f(z)))
    with pytest.raises(LanguageError, match="not defined and smooth by its form"):
        instance(stated, {f: Lambda((p,), body), z: Fraction(0)})
    for total in (p**3, exp(p), log(1 + exp(p)), sin(2 * p)):
        assert kind(stated, {f: Lambda((p,), total), z: Fraction(0)}) is Kind.HOLDS
