"""Losses: their values and derivatives on every kind of number."""

from __future__ import annotations

from fractions import Fraction
from math import exp, log1p

import pytest

from verifier.descent.backend import backend
from verifier.descent.exact_backend import ExactBackend
from verifier.descent.objective import Objective, logistic, objective, squared, squared_full

POINTS = [Fraction(n, 7) for n in range(-40, 41, 5)]


@pytest.mark.parametrize("target", [Fraction(-1), Fraction(0), Fraction(3, 2)])
def test_squared_losses_are_exact(target: Fraction) -> None:
    half, full = squared(target).on(ExactBackend()), squared_full(target).on(ExactBackend())
    for p in POINTS:
        assert half.value(p) == (p - target) ** 2 / 2
        assert (half.derivative(p), half.second(p)) == (p - target, 1)
        assert full.value(p) == (p - target) ** 2
        assert (full.derivative(p), full.second(p)) == (2 * (p - target), 2)


@pytest.mark.parametrize("name", ["mpmath", "ball"])
def test_logistic_agrees_with_floats(name: str) -> None:
    numbers = backend(name)
    with numbers.working():
        on = logistic().on(numbers)
        for p in POINTS:
            x = float(p)
            s = 1 / (1 + exp(-x))
            assert float(on.value(numbers.number(p))) == pytest.approx(log1p(exp(x)), rel=1e-14)
            assert float(on.derivative(numbers.number(p))) == pytest.approx(s, rel=1e-14)
            assert float(on.second(numbers.number(p))) == pytest.approx(s * (1 - s), rel=1e-14)


def test_logistic_keeps_its_digits_far_out() -> None:
    numbers = backend("mpmath")
    on = logistic().on(numbers)
    far = numbers.number(Fraction(-1000))
    assert on.value(far) > 0
    assert on.derivative(far) / numbers.exp(far) == pytest.approx(1)
    assert on.derivative(-far) == 1
    assert on.value(-far) == 1000


@pytest.mark.parametrize("loss", [squared(), squared_full(Fraction(2)), logistic()])
def test_derivatives_are_those_of_the_value(loss: Objective) -> None:
    numbers = backend("mpmath", 400)
    on, h = loss.on(numbers), numbers.number(Fraction(1, 10**30))
    for p in (numbers.number(point) for point in POINTS):
        assert abs((on.value(p + h) - on.value(p - h)) / (2 * h) - on.derivative(p)) < 1e-50
        slope = (on.derivative(p + h) - on.derivative(p - h)) / (2 * h)
        assert abs(slope - on.second(p)) < 1e-50


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
