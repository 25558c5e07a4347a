"""A Lipschitz condition on all of the reals is decided on polynomials, exactly."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.language.build import forall, function, real, reals, sqrt
from verifier.language.evaluate import Session, Truth
from verifier.language.instance import Instance, polynomial_function
from verifier.language.terms import Proposition, Term

f, L = function("f", smooth=2), real("L")
numbers = st.fractions(-4, 4, max_denominator=6)
Function = Callable[[Term], Term]


def lipschitz(g: Function, bound: Callable[[Term], Term] = lambda d: L * abs(d)) -> Proposition:
    return forall(reals(), lambda a: forall(reals(), lambda b: abs(g(a) - g(b)) <= bound(a - b)))


def truth(claim: Proposition, coefficients: list[Fraction], limit: Fraction) -> Truth:
    values = {f: polynomial_function(coefficients), L: limit}
    return Session(Instance(values)).truth(claim)


@settings(max_examples=60, deadline=None)
@given(st.lists(numbers, max_size=4), numbers)
def test_it_holds_where_the_slope_is_bounded_and_nowhere_else(
    coefficients: list[Fraction], limit: Fraction
) -> None:
    slope = [n * c for n, c in enumerate(coefficients)][1:]
    constant = not any(slope[1:])
    holds = constant and abs(slope[0] if slope else 0) <= limit
    expected = Truth.TRUE if holds else Truth.FALSE
    assert truth(lipschitz(f), coefficients, limit) is expected
    swapped = lipschitz(f, lambda d: abs(-1 * d) * L)  # of another form: never decided wrongly
    assert truth(swapped, coefficients, limit) in (expected, Truth.UNDECIDED)


@settings(max_examples=60, deadline=None)
@given(st.lists(numbers, min_size=3, max_size=4), numbers)
def test_of_a_derivative(coefficients: list[Fraction], limit: Fraction) -> None:
    second = [n * (n - 1) * c for n, c in enumerate(coefficients)][2:]
    holds = not any(second[1:]) and abs(second[0]) <= limit
    expected = Truth.TRUE if holds else Truth.FALSE
    assert truth(lipschitz(f.prime), coefficients, limit) is expected


BENT: list[tuple[Function, int | None]] = [
    (lambda a: abs(f(a)), 1),
    (lambda a: abs(f(a)) + f(a), 2),
    (lambda a: f(a) * abs(a), None),
]


@pytest.mark.parametrize(("g", "least"), BENT)
def test_what_has_no_one_slope_is_not_taken_for_a_polynomial(
    g: Function, least: int | None
) -> None:
    line = [Fraction(0), Fraction(1)]
    below = Fraction(least or 8) - Fraction(1, 2)
    assert truth(lipschitz(g), line, below) in (Truth.FALSE, Truth.UNDECIDED)
    if least is not None:
        assert truth(lipschitz(g), line, Fraction(least)) in (Truth.TRUE, Truth.UNDECIDED)


def test_the_constant_may_be_irrational_and_must_be_one() -> None:
    line = [Fraction(1), Fraction(7, 5)]
    assert truth(lipschitz(f, lambda d: sqrt(L) * abs(d)), line, Fraction(2)) is Truth.TRUE
    line = [Fraction(1), Fraction(3, 2)]
    assert truth(lipschitz(f, lambda d: sqrt(L) * abs(d)), line, Fraction(2)) is Truth.FALSE
    varying = lipschitz(f, lambda d: (1 + d**2) * abs(d))
    assert truth(varying, line, Fraction(2)) is not Truth.TRUE


def test_two_functions_are_not_one() -> None:
    claim = forall(
        reals(), lambda a: forall(reals(), lambda b: abs(f(a) - f.prime(b)) <= L * abs(a - b))
    )
    assert truth(claim, [Fraction(0), Fraction(1)], Fraction(1)) is not Truth.TRUE
