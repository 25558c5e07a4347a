"""Losses: their values and derivatives on every kind of number."""

from __future__ import annotations

from fractions import Fraction
from math import exp, log1p

import pytest
from flint import arb

from verifier.descent.backend import backend
from verifier.descent.exact_backend import ExactBackend
from verifier.descent.objective import Objective, logistic, objective, squared, squared_full

POINTS = [Fraction(n, 7) for n in range(-40, 41, 5)]


@pytest.mark.parametrize("target", [Fraction(-1), Fraction(0), Fraction(3, 2)])
def test_squared_losses_are_exact(target: Fraction) -> None:
    half, full = squared(target).on(ExactBackend()), squared_full(target).on(ExactBackend())
    for p in POINTS:
        assert half.value(p) == (p - target) ** 2 / 2
        assert (half.derivative(p), half.second(p), half.third(p)) == (p - target, 1, 0)
        assert full.value(p) == (p - target) ** 2
        assert (full.derivative(p), full.second(p), full.third(p)) == (2 * (p - target), 2, 0)


@pytest.mark.parametrize("name", ["mpmath", "mpfr", "ball", "float64"])
def test_logistic_agrees_with_floats(name: str) -> None:
    numbers = backend(name)
    with numbers.working():
        on = logistic().on(numbers)
        for p in POINTS:
            x = float(p)
            s = 1 / (1 + exp(-x))
            assert float(on.value(numbers.number(p))) == pytest.approx(log1p(exp(x)), rel=1e-14)
            assert float(on.derivative(numbers.number(p))) == pytest.approx(s, rel=1e-14)
            bend = s * (1 - s)
            assert float(on.second(numbers.number(p))) == pytest.approx(bend, rel=1e-14)
            third = float(on.third(numbers.number(p)))
            assert third == pytest.approx(bend * (1 - 2 * s), rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("name", ["mpmath", "mpfr", "float64"])
@pytest.mark.parametrize("distance", [39, 41, 300, 700])
def test_logistic_keeps_its_digits_far_out(name: str, distance: int) -> None:
    numbers = backend(name)
    with numbers.working():
        on = logistic().on(numbers)
        far = numbers.number(Fraction(-distance))
        for function in (on.value, on.derivative, on.second, on.third):
            assert float(function(far) / numbers.exp(far)) == pytest.approx(1)
        assert float(on.second(-far) / numbers.exp(far)) == pytest.approx(1)
        assert float(on.third(-far) / numbers.exp(far)) == pytest.approx(-1)
        assert float(on.derivative(-far)) == 1
        assert float(on.value(-far)) == distance


def test_logistic_does_not_overflow() -> None:
    for name in ("mpmath", "mpfr", "float64"):
        numbers = backend(name)
        with numbers.working():
            on, far = logistic().on(numbers), numbers.number(Fraction(10**5))
            assert (on.value(far), on.derivative(far)) == (far, 1)
            assert 0 <= on.value(-far) < 1e-300
            assert 0 <= on.derivative(-far) < 1e-300


def test_logistic_is_enclosed_tightly_by_balls() -> None:
    on = logistic().on(backend("ball"))
    for middle in (-300, -30, 30, 300):
        thick = arb(middle, 0.001)
        for function in (on.value, on.derivative, on.second, on.third):
            assert function(thick).rel_accuracy_bits() >= 7
    assert on.derivative(arb(0).union(arb(1))) > arb("0.4")
    assert on.second(arb(-1).union(arb(1))) < arb("0.6")


@pytest.mark.parametrize("loss", [squared(), squared_full(Fraction(2)), logistic()])
def test_derivatives_are_those_of_the_value(loss: Objective) -> None:
    numbers = backend("mpmath", 400)
    on, h = loss.on(numbers), numbers.number(Fraction(1, 10**30))
    for p in (numbers.number(point) for point in POINTS):
        assert abs((on.value(p + h) - on.value(p - h)) / (2 * h) - on.derivative(p)) < 1e-50
        slope = (on.derivative(p + h) - on.derivative(p - h)) / (2 * h)
        assert abs(slope - on.second(p)) < 1e-50
        bend = (on.second(p + h) - on.second(p - h)) / (2 * h)
        assert abs(bend - on.third(p)) < 1e-50


def test_by_name() -> None:
    assert objective("squared") == squared(Fraction(-1))
    assert objective("squared-full", Fraction(1, 2)) == squared_full(Fraction(1, 2))
    assert objective("squared").text == "(p + 1)**2/2"
    assert objective("squared-full", Fraction(1, 2)).text == "(p - (1/2))**2"
    assert not objective("logistic").rational


@pytest.mark.parametrize(("name", "target"), [("cubic", None), ("logistic", Fraction(1))])
def test_bad_names_and_targets_are_refused(name: str, target: Fraction | None) -> None:
    with pytest.raises(ValueError, match="loss"):
        objective(name, target)


def test_exact_numbers_refuse_logistic() -> None:
    with pytest.raises(ValueError, match="not rational"):
        logistic().on(ExactBackend()).value(Fraction(1))
