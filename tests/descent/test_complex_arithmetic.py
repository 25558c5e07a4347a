"""Losses and functions on complex balls: enclosures, cuts, and integrals by python-flint."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from flint import acb, arb, ctx, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.descent.ball_backend import BallBackend
from verifier.descent.complex_arithmetic import ComplexArithmetic
from verifier.descent.objective import Objective, logistic, squared, squared_full

FUNCTIONS = ["exp", "log", "log1p", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "sinh",
             "cosh", "tanh"]  # fmt: skip
RADII = st.sampled_from(["0", "1e-20", "0.01", "0.4", "1.5"])
PARTS = st.fractions(-4, 4, max_denominator=20)
SHARES = st.fractions(-1, 1, max_denominator=6)
LOSSES = [squared(), squared_full(Fraction(1, 3)), logistic()]


def ball(value: Fraction) -> Any:
    return arb(fmpq(value.numerator, value.denominator))


@st.composite
def balls_and_points(draw: st.DrawFn) -> tuple[Any, Any]:
    """A complex ball, and a point in it."""
    ends, points = [], []
    for _ in range(2):
        middle, radius, share = ball(draw(PARTS)), arb(draw(RADII)), ball(draw(SHARES))
        ends.append(middle + arb(0, radius))
        points.append(middle + share * radius)
    return acb(*ends), acb(*points)


@settings(deadline=None, max_examples=400)
@given(name=st.sampled_from([*FUNCTIONS, "power"]), pair=balls_and_points(), analytic=st.booleans())
def test_functions_enclose_their_values(name: str, pair: Any, analytic: bool) -> None:
    arithmetic = ComplexArithmetic(analytic)

    def function(z: Any) -> Any:
        if name == "power":
            return arithmetic.power(z, Fraction(-2, 3))
        return getattr(arithmetic, name)(z)

    whole, point = function(pair[0]), function(pair[1])
    if whole.is_finite():
        # A point on a cut has the values of one side only; the ball has those of both.
        assert whole.overlaps(point)


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.name)
@settings(deadline=None, max_examples=80)
@given(pair=balls_and_points(), shift=st.sampled_from([0, -30, 30, -41, 41, -500]))
def test_losses_enclose_their_values(loss: Objective, pair: Any, shift: int) -> None:
    functions = loss.on(ComplexArithmetic(analytic=True))
    for function in (functions.derivative, functions.second, functions.third):
        whole, point = function(pair[0] + shift), function(pair[1] + shift)
        if whole.is_finite():
            assert whole.overlaps(point)


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.name)
@settings(deadline=None, max_examples=40)
@given(p=st.fractions(-60, 60, max_denominator=20))
def test_on_the_real_axis_they_are_the_real_ones(loss: Objective, p: Fraction) -> None:
    with ctx.workprec(100):
        real = loss.on(BallBackend(100))
        for analytic in (False, True):
            turned = loss.on(ComplexArithmetic(analytic))
            for name in ("value", "derivative", "second", "third"):
                value = getattr(turned, name)(acb(ball(p)))
                expected = getattr(real, name)(ball(p))
                assert value.real.overlaps(expected)
                assert value.imag.contains(0)
                assert value.real.rel_accuracy_bits() >= expected.rel_accuracy_bits() - 8


# Points of the cut, or the singular point, of each function.
CUTS = [
    ("log", acb(0)), ("log", acb(-2)), ("log1p", acb(-1)), ("log1p", acb(-3)),
    ("sqrt", acb(0)), ("sqrt", acb(-1)), ("asin", acb(1)), ("asin", acb(-2)),
    ("acos", acb(-1)), ("acos", acb(2)), ("atan", acb(0, 1)), ("atan", acb(0, -3)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "at"), CUTS)
@settings(deadline=None, max_examples=25)
@given(
    size=st.sampled_from(["1e-25", "1e-5", "0.2", "3"]),
    share=st.tuples(SHARES, SHARES),
)
def test_nothing_finite_across_a_cut(name: str, at: Any, size: str, share: Any) -> None:
    radius = arb(size)
    middle = acb(at.real + ball(share[0]) * radius, at.imag + ball(share[1]) * radius)
    across = middle + acb(arb(0, radius), arb(0, radius))
    assert across.overlaps(at)
    assert not getattr(ComplexArithmetic(analytic=True), name)(across).is_finite()
    assert not getattr(ComplexArithmetic(analytic=True), name)(at).is_finite()


@pytest.mark.parametrize("name", sorted({name for name, _ in CUTS}))
def test_beside_the_cut_functions_are_finite(name: str) -> None:
    for z in (acb("0.5", "0.25"), acb("-0.5", "0.25"), acb("-0.5", "-0.25")):
        thick = z + acb(arb(0, "0.2"), arb(0, "0.2"))
        assert getattr(ComplexArithmetic(analytic=True), name)(thick).is_finite()


def test_the_logistic_loss_has_no_value_at_its_poles() -> None:
    functions = logistic().on(ComplexArithmetic(analytic=True))
    for radius in ("1e-12", "0.1", "4"):
        pole = acb(arb(0, radius), arb.pi() + arb(0, radius))
        for function in (functions.value, functions.derivative, functions.second):
            assert not function(pole).is_finite()


def test_integrals() -> None:
    # int dp/f'(p) = p - exp(-p) for the logistic loss, log(p + 1) for the squared one
    with ctx.workprec(120):
        cases = [
            (logistic(), lambda p: p - (-p).exp(), -40, 3),
            (squared(), lambda p: (p + 1).log(), arb("-0.999"), 5),
        ]
        for loss, primitive, low, high in cases:
            numbers = {flag: loss.on(ComplexArithmetic(flag)) for flag in (False, True)}
            found = acb.integral(
                lambda z, flag, numbers=numbers: 1 / numbers[bool(flag)].derivative(z), low, high
            )
            expected = primitive(arb(high)) - primitive(arb(low))
            assert found.real.overlaps(expected)
            assert found.rel_accuracy_bits() > 90
