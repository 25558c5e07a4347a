"""Elementary functions of every backend: agreement, domains, and enclosures over wide balls."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.descent.backend import backend
from verifier.descent.ball_backend import BallBackend
from verifier.descent.exact_backend import ExactBackend

DOMAINS: dict[str, tuple[Fraction | None, Fraction | None]] = {
    "exp": (None, None), "log": (Fraction(0), None), "log1p": (Fraction(-1), None),
    "sqrt": (Fraction(0), None), "sin": (None, None), "cos": (None, None), "tan": (None, None),
    "asin": (Fraction(-1), Fraction(1)), "acos": (Fraction(-1), Fraction(1)),
    "atan": (None, None), "sinh": (None, None), "cosh": (None, None), "tanh": (None, None),
}  # fmt: skip
MONOTONE = [name for name in DOMAINS if name not in ("sin", "cos", "tan", "cosh")]
NAMES = st.sampled_from(sorted(DOMAINS))
POINTS = st.fractions(-4, 4, max_denominator=60)


def ball(value: Fraction) -> Any:
    return arb(fmpq(value.numerator, value.denominator))


def inside(name: str, low: Fraction, high: Fraction) -> bool:
    start, end = DOMAINS[name]
    return (start is None or start < low) and (end is None or high < end)


@settings(deadline=None)
@given(name=NAMES, point=POINTS, bits=st.sampled_from([53, 120, 1000]))
def test_rounded_functions_agree_with_balls(name: str, point: Fraction, bits: int) -> None:
    if not inside(name, point, point):
        return
    exact = BallBackend(bits + 40)
    with exact.working():
        enclosure = getattr(exact, name)(ball(point))
        allowed = 16 * arb(2) ** (-bits) * (1 + abs(enclosure) + abs(enclosure) ** 3)
    for kind in ("mpmath", "mpfr", "float64") if bits == 53 else ("mpmath", "mpfr"):
        numbers = backend(kind, bits)
        with numbers.working():
            value = numbers.enclosure(getattr(numbers, name)(numbers.number(point)))[0]
        with exact.working():
            assert abs(ball(value) - enclosure) < allowed


@settings(deadline=None, max_examples=200)
@given(
    name=NAMES,
    middle=POINTS,
    radius=st.sampled_from(["1e-40", "1e-9", "0.01", "0.3", "1", "20"]),
    at=st.fractions(-1, 1, max_denominator=8),
)
def test_wide_balls_hold_the_values_at_their_points(
    name: str, middle: Fraction, radius: str, at: Fraction
) -> None:
    function = getattr(BallBackend(), name)
    wide = function(ball(middle) + arb(0, arb(radius)))
    point = function(ball(middle) + ball(at) * arb(radius))
    if wide.is_finite():
        assert wide.overlaps(point)
        assert point.is_finite()


@settings(deadline=None)
@given(name=st.sampled_from(MONOTONE), ends=st.tuples(POINTS, POINTS))
def test_monotone_functions_are_tight_over_wide_balls(
    name: str, ends: tuple[Fraction, Fraction]
) -> None:
    low, high = min(ends), max(ends)
    if not inside(name, low, high) or high - low < Fraction(1, 10):
        return
    function = getattr(BallBackend(), name)
    whole = function(ball(low).union(ball(high)))
    values = function(ball(low)), function(ball(high))
    assert whole.rad() < abs(values[0] - values[1]) / 2 * (1 + arb("1e-6")) + arb("1e-6")


@pytest.mark.parametrize("name", [n for n, (low, _) in DOMAINS.items() if low is not None])
def test_beyond_its_domain_a_function_has_no_value(name: str) -> None:
    start, end = DOMAINS[name]
    assert start is not None
    beyond = [start - Fraction(1, 10**6)] + ([] if end is None else [end + Fraction(1, 10**6)])
    balls = BallBackend()
    for point in beyond:
        assert not getattr(balls, name)(ball(point)).is_finite()
        assert not getattr(balls, name)(ball(point) + arb(0, "0.01")).is_finite()
        for kind in ("mpmath", "mpfr", "float64"):
            numbers = backend(kind)
            with numbers.working(), pytest.raises(ValueError, match="undefined"):
                getattr(numbers, name)(numbers.number(point))
    with pytest.raises(ValueError, match="not rational"):
        getattr(ExactBackend(), name)(Fraction(1, 2))


@pytest.mark.parametrize("kind", ["mpmath", "mpfr", "float64"])
@pytest.mark.parametrize("name", ["exp", "sinh", "cosh"])
def test_what_would_overflow_is_refused(kind: str, name: str) -> None:
    numbers = backend(kind)
    with numbers.working():
        huge = numbers.number(Fraction(10**25))
        with pytest.raises(ValueError, match="too large"):
            getattr(numbers, name)(huge)
        if name == "exp":
            assert numbers.exp(numbers.number(Fraction(-800))) < numbers.number(Fraction(1, 10**9))


@settings(deadline=None, max_examples=60)
@given(
    base=st.fractions(Fraction(1, 50), 9, max_denominator=50),
    exponent=st.fractions(-3, 3, max_denominator=6),
)
def test_powers(base: Fraction, exponent: Fraction) -> None:
    balls = BallBackend(200)
    whole = exponent.denominator == 1
    with balls.working():
        power = balls.power(ball(base), exponent)
        back = balls.power(power, Fraction(exponent.denominator))
        assert back.overlaps(ball(base**exponent.numerator))
        assert power.rel_accuracy_bits() > 150
        assert balls.power(ball(-base), exponent).is_finite() == whole
        assert balls.power(arb(0, 1), exponent).is_finite() == (whole and exponent >= 0)
        if whole:
            assert balls.power(ball(-base), exponent).overlaps(ball((-base) ** int(exponent)))
            assert ExactBackend().power(-base, exponent) == (-base) ** int(exponent)
    for kind in ("mpmath", "mpfr", "float64"):
        numbers = backend(kind)
        with numbers.working():
            value = numbers.enclosure(numbers.power(numbers.number(base), exponent))[0]
            if not whole:
                with pytest.raises(ValueError, match="undefined"):
                    numbers.power(numbers.number(-base), exponent)
        with balls.working():
            assert abs(ball(value) / power - 1) < arb("1e-13")


@pytest.mark.parametrize("exponent", range(1, 9))
def test_powers_of_wide_balls_are_tight(exponent: int) -> None:
    power = BallBackend().power(arb(-1).union(arb(3)), Fraction(exponent))
    low = 0 if exponent % 2 == 0 else -1
    assert power.overlaps(arb(low)) and power.overlaps(arb(3**exponent))
    assert power.rad() < (3**exponent - low) / 2 * (1 + arb("1e-6"))


@pytest.mark.parametrize("kind", ["mpmath", "mpfr", "float64"])
def test_no_number_divides_by_zero(kind: str) -> None:
    numbers = backend(kind)
    with numbers.working(), pytest.raises(ValueError, match="undefined"):
        numbers.power(numbers.number(Fraction(0)), Fraction(-2))


def test_pi_and_signs() -> None:
    for kind in ("mpmath", "mpfr", "float64", "ball"):
        numbers = backend(kind)
        with numbers.working():
            low, high = numbers.enclosure(numbers.pi())
            assert Fraction(3141592653589, 10**12) < low <= high < Fraction(3141592653591, 10**12)
            one, zero = (numbers.number(Fraction(v)) for v in (1, 0))
            assert (numbers.positive(one), numbers.positive(zero), numbers.positive(-one)) == (
                True, False, False,
            )  # fmt: skip
            assert (numbers.nonzero(one), numbers.nonzero(zero), numbers.nonzero(-one)) == (
                True, False, True,
            )  # fmt: skip
    balls = BallBackend()
    assert not balls.positive(arb(1, 1))
    assert not balls.nonzero(arb(0, 1))
    assert not balls.positive(arb.nan())
    assert not balls.nonzero(arb.nan())
