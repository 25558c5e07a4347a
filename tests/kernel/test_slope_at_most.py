"""From difference quotients to the derivative: right uses hold, slightly false ones are refused."""

from __future__ import annotations

import pytest
from kernel_tools import given, refused

from verifier.kernel.rules import calculus
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import close
from verifier.language.build import function, real, sqrt
from verifier.language.terms import (
    And,
    ForAll,
    Implies,
    LanguageError,
    Proposition,
    Reals,
    Term,
    as_term,
)

a, b, m, x = real("a"), real("b"), real("m"), real("x")
f, g = function("f", smooth=1), function("g")


def on_segment(claim: Proposition, low: Term = a, high: Term = b) -> Theorem:
    inside = And((low <= x, x <= high))
    (theorem,) = given(ForAll(Reals(), close(Implies(inside, claim), x)))
    return theorem


BODY = f(x)


def slope_at_most(*premises: Theorem, body: Term = BODY, low: Term = a, slope: Term = m) -> Theorem:
    return infer(
        calculus.slope_at_most, *premises,
        function=body, variable=x, lower=low, upper=b, slope=slope,
    )  # fmt: skip


ORDER = given(a < b)
RISE = f(x) - f(a) <= m * (x - a)


def test_the_derivative_is_at_most_the_difference_quotients() -> None:
    made = slope_at_most(*ORDER, on_segment(RISE))
    assert made.conclusion == (f.prime(a) * 1 <= m) or made.conclusion == (f.prime(a) <= m)
    assert not made.cited


def test_the_segment_must_have_a_length() -> None:
    for order in (a <= b, b < a):
        with pytest.raises(LanguageError, match="not a < b"):
            slope_at_most(*given(order), on_segment(RISE))


@pytest.mark.parametrize(
    "claim",
    [
        f(x) - f(a) <= m * (x - b),
        f(x) - f(b) <= m * (x - a),
        f(x) - f(a) <= m,
        f(x) - f(a) >= m * (x - a),
        f(x) <= m * (x - a),
    ],
)
def test_another_bound_on_the_rise_is_refused(claim: Proposition) -> None:
    with pytest.raises(LanguageError, match="for all x between the ends"):
        slope_at_most(*ORDER, on_segment(claim))


def test_the_bound_must_hold_on_the_whole_segment() -> None:
    middle = (a + b) / 2
    for shorter in (on_segment(RISE, high=middle), on_segment(RISE, low=middle)):
        with pytest.raises(LanguageError, match="for all x between the ends"):
            slope_at_most(*ORDER, shorter)


def test_the_function_must_be_smooth_at_the_end() -> None:
    rise = sqrt(x - a) - sqrt(a - a) <= m * (x - a)
    with pytest.raises(LanguageError, match="may not be smooth"):
        slope_at_most(*ORDER, on_segment(rise), body=sqrt(x - a))
    with pytest.raises(LanguageError, match="declared with"):
        slope_at_most(*ORDER, on_segment(g(x) - g(a) <= m * (x - a)), body=g(x))


def test_the_ends_and_the_slope_do_not_move() -> None:
    moving = f(x) - f(a) <= x * (x - a)
    with pytest.raises(LanguageError, match="occurs in the ends or the bound"):
        slope_at_most(*ORDER, on_segment(moving), slope=x)
    refused(
        "occurs in the ends", calculus.slope_at_most, *given(x < b),
        function=f(x), variable=x, lower=x, upper=b, slope=as_term(0),
    )  # fmt: skip
