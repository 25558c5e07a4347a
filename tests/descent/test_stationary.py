"""Tight enclosures over wide balls, and zeros of f'."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from flint import arb, ctx, fmpq
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from verifier.descent.ball_backend import BallBackend
from verifier.descent.objective import Objective, logistic, squared, squared_full
from verifier.descent.stationary import root, tightened
from verifier.loss.expression import loss

LOSSES = [
    squared(),
    logistic(),
    *map(
        loss,
        [
            "(p+1)**2*(p+3)**2",
            "sqrt(1+p**2) - p/2",
            "exp(p) - 2*p",
            "log(1+exp(2*p))",
            "-log(9-p)",
            "sin(p)*p",
        ],
    ),
]


def ball(value: Fraction) -> Any:
    return arb(fmpq(value.numerator, value.denominator))


@settings(deadline=None, max_examples=200)
@given(
    objective=st.sampled_from(LOSSES),
    ends=st.tuples(*[st.fractions(-5, 5, max_denominator=30)] * 2),
    share=st.fractions(0, 1, max_denominator=9),
)
def test_tightened_functions_hold_all_values_and_are_no_wider(
    objective: Objective, ends: tuple[Fraction, Fraction], share: Fraction
) -> None:
    plain = objective.on(BallBackend())
    tight = tightened(plain)
    low, high = min(ends), max(ends)
    high = min(high, low + 4)  # wider, 30 bits of radius are too few for these formulas
    point = low + share * (high - low)
    whole = ball(low).union(ball(high))
    for name in ("value", "derivative", "second", "third"):
        narrow, wide = getattr(tight, name)(whole), getattr(plain, name)(whole)
        assert narrow.is_finite()
        assert narrow.overlaps(getattr(plain, name)(ball(point)))
        assert not wide.is_finite() or narrow.rad() <= wide.rad() * arb("1.01") + arb("1e-9")


def test_functions_of_one_direction_are_as_tight_as_balls_can_be() -> None:
    tight = tightened(logistic().on(BallBackend()))
    for middle in (0, -30, 30, -300):
        whole = arb(middle, 1)
        for function in (tight.value, tight.derivative):
            low, high = function(whole.lower()), function(whole.upper())
            value = function(whole)
            assert value.rad() < (high - low) / 2 * (1 + arb("1e-6")) + arb("1e-15") * high
            assert value > 0


@settings(deadline=None, max_examples=60)
@given(
    target=st.fractions(-3, 3, max_denominator=40),
    margins=st.tuples(*[st.fractions(Fraction(1, 50), 4, max_denominator=50)] * 2),
    bits=st.sampled_from([53, 128, 500]),
)
def test_the_target_is_the_zero_of_the_squared_losses(
    target: Fraction, margins: tuple[Fraction, Fraction], bits: int
) -> None:
    with ctx.workprec(bits):
        for objective in (squared(target), squared_full(target)):
            zero = root(objective, target - margins[0], target + margins[1])
            assert zero is not None
            assert zero.overlaps(ball(target))
            assert zero.rad() < arb(2) ** (6 - bits)


@pytest.mark.parametrize("bits", [53, 200, 1000])
@pytest.mark.parametrize(
    ("text", "low", "high", "zero"),
    [
        ("exp(p) - 2*p", -1, 3, lambda: arb(2).log()),
        ("(p**2 - 2)**2", 1, 5, lambda: arb(2).sqrt()),
        ("(3*p+1)**4", -1, 1, lambda: arb(-1) / 3),  # a zero of order three
        ("cos(p)", 2, 4, arb.pi),
        ("p**4", -1, 2, lambda: arb(0)),
        ("2*p*log(p) - p", Fraction(1, 100), 90, lambda: arb(-1).exp() * arb("0.5").exp()),
    ],
)
def test_known_zeros(bits: int, text: str, low: Fraction, high: Fraction, zero: Any) -> None:
    with ctx.workprec(bits):
        found = root(loss(text), Fraction(low), Fraction(high))
        assert found is not None
        assert found.overlaps(zero())
        assert found.rad() < arb(2) ** (-bits / 4)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("exp(p)", -5, 5),
        ("p**3", -1, 1),  # touches 0
        ("(p**2-1)**2", -2, Fraction(1, 2)),  # two zeros, the same signs at the ends
        ("log(p**2)", -1, 2),  # f' = 2/p changes its sign at a pole
        ("log(p)", -1, 1),
        ("p**2/2", 0, 1),  # the zero is an end
        ("p**2/2", 1, 1),
        ("p**2/2", 1, -1),
    ],
)
def test_no_zero_without_a_change_of_sign(text: str, low: Fraction, high: Fraction) -> None:
    assert root(loss(text), Fraction(low), Fraction(high)) is None


@settings(deadline=None, max_examples=60)
@given(
    zeros=st.lists(st.fractions(-4, 4, max_denominator=12), min_size=1, max_size=4),
    ends=st.tuples(*[st.fractions(-5, 5, max_denominator=13)] * 2),
)
def test_some_zero_of_a_polynomial_is_found(
    zeros: list[Fraction], ends: tuple[Fraction, Fraction]
) -> None:
    low, high = min(ends), max(ends)
    between = [z for z in zeros if low < z < high]
    assume(len(between) % 2 == 1 and not {low, high} & set(zeros))
    coefficients = [Fraction(1)]
    for z in zeros:
        shifted = [*coefficients, Fraction(0)]
        coefficients = [
            a - z * b for a, b in zip(shifted, [Fraction(0), *coefficients], strict=True)
        ]
    degree = len(coefficients)
    text = "+".join(f"({c / (degree - n)})*p**{degree - n}" for n, c in enumerate(coefficients))
    with ctx.workprec(150):
        found = root(loss(text), low, high)
        assert found is not None
        assert any(found.overlaps(ball(z)) for z in between)
        assert found.rad() < arb("1e-6")
