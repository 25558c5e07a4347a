"""Backends: zeros exact, consistent with each other, comparisons exact."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import mpmath
import pytest
from flint import arb

from verifier.descent.backend import (
    BACKENDS,
    Backend,
    Problem,
    backend,
    leave_one_out,
    state_of,
    stepper,
)
from verifier.descent.exact_backend import ExactBackend
from verifier.descent.objective import logistic, squared, squared_full

ONE = Fraction(1)


def _problems() -> list[Problem]:
    rng = random.Random(1)
    found = []
    for k in range(1, 7):
        for loss in (squared(), squared_full(Fraction(2, 3))):
            weights = tuple(Fraction(rng.randint(-30, 30), rng.randint(10, 30)) for _ in range(k))
            found.append(Problem(loss, Fraction(1, rng.randint(7, 30)), weights))
    return found


def _weights_after(steps: int, problem: Problem, numbers: Backend) -> list[Any]:
    one = numbers.number(ONE)
    update = stepper(problem.objective.on(numbers), numbers.number(problem.step), one)
    state = state_of([numbers.number(w) for w in problem.weights], one)
    for _ in range(steps):
        state = update(state)
    return list(state.weights)


def test_leave_one_out_products() -> None:
    assert leave_one_out([Fraction(3)], ONE) == [1]
    assert leave_one_out([Fraction(2), Fraction(3), Fraction(5)], ONE) == [15, 10, 6]
    assert leave_one_out([Fraction(2), Fraction(0), Fraction(5)], ONE) == [0, 10, 0]
    assert leave_one_out([Fraction(0), Fraction(0), Fraction(5)], ONE) == [0, 0, 0]


def test_exact_steps_are_the_definition() -> None:
    for problem in _problems():
        expected = list(problem.weights)
        functions = problem.objective.on(ExactBackend())
        for _ in range(2):
            product = Fraction(1)
            for w in expected:
                product *= w
            slope, others = functions.derivative(product), leave_one_out(expected, ONE)
            expected = [w - problem.step * slope * q for w, q in zip(expected, others, strict=True)]
        assert _weights_after(2, problem, ExactBackend()) == expected


@pytest.mark.parametrize("name", BACKENDS)
def test_backends_agree_with_exact_rationals(name: str) -> None:
    numbers = backend(name)
    with numbers.working():
        for problem in _problems():
            exact = _weights_after(3, problem, ExactBackend())
            for value, true in zip(_weights_after(3, problem, numbers), exact, strict=True):
                lower, upper = numbers.enclosure(value)
                assert upper - lower < Fraction(1, 10**40)
                assert abs(lower - true) < Fraction(1, 10**40) * max(1, abs(true))
                if numbers.rigorous:
                    assert lower <= true <= upper


@pytest.mark.parametrize("name", BACKENDS)
def test_zeros_are_exact(name: str) -> None:
    numbers = backend(name)
    two_zeros = Problem(squared(), Fraction(1, 3), (ONE / 3, Fraction(0), Fraction(0), ONE))
    one_zero = Problem(squared(), Fraction(1, 3), (Fraction(0), ONE / 3, ONE / 7))
    with numbers.working():
        stuck = [numbers.enclosure(w) for w in _weights_after(5, two_zeros, numbers)]
        assert stuck[1] == stuck[2] == (Fraction(0), Fraction(0))
        assert stuck[0] == numbers.enclosure(numbers.number(ONE / 3))
        moved = [numbers.enclosure(w) for w in _weights_after(1, one_zero, numbers)]
        assert moved[0][0] <= Fraction(-1, 63) <= moved[0][1] or not numbers.rigorous
        assert abs(moved[0][0] + Fraction(1, 63)) < Fraction(1, 10**45)
        assert moved[1] == numbers.enclosure(numbers.number(ONE / 3))


def test_one_layer_has_a_closed_form() -> None:
    # w' = w - eta (w - y), so w(t) - y = (1 - eta)^(t - 1) (w(1) - y).
    y, eta, start = Fraction(3, 2), Fraction(1, 10), Fraction(-2)
    numbers = backend("mpmath")
    (value,) = _weights_after(200, Problem(squared(y), eta, (start,)), numbers)
    true = y + (1 - eta) ** 200 * (start - y)
    assert abs(numbers.enclosure(value)[0] - true) < Fraction(1, 10**45)


def test_precision_is_a_parameter_and_private() -> None:
    before = mpmath.mp.prec
    errors = []
    for bits in (53, 200, 1000):
        numbers = backend("mpmath", bits)
        problem = Problem(squared(), Fraction(1, 10), (ONE / 3, ONE / 7))
        exact = _weights_after(3, problem, ExactBackend())[0]
        value = _weights_after(3, problem, numbers)[0]
        errors.append(abs(numbers.enclosure(value)[0] - exact))
        assert errors[-1] < Fraction(16, 2**bits)
    assert errors[0] > errors[1] > errors[2] > 0
    assert mpmath.mp.prec == before
    assert backend("mpmath").number(ONE).context.dps == 50


def test_logistic_runs_agree() -> None:
    problem = Problem(logistic(), Fraction(1, 10), (ONE, ONE / 2, Fraction(-3, 2)))
    reference, balls = backend("mpmath"), backend("ball")
    values = _weights_after(50, problem, reference)
    with balls.working():
        for value, ball in zip(values, _weights_after(50, problem, balls), strict=True):
            lower, upper = balls.enclosure(ball)
            assert abs(reference.enclosure(value)[0] - lower) < Fraction(1, 10**44)
            assert upper - lower < Fraction(1, 10**44)


def test_comparisons_are_exact_at_bounds_that_round() -> None:
    numbers = backend("mpmath", 53)
    third, tenth = Fraction(1, 3), Fraction(1, 10)
    for bound in (third, tenth, -third, -tenth):
        near = numbers.enclosure(numbers.number(bound))[0]
        for value in (near, near + abs(near) / 2**50, near - abs(near) / 2**50):
            answer = numbers.at_most(numbers.number(value), numbers.threshold(bound))
            assert answer is (value <= bound)
    balls = backend("ball", 53)
    with balls.working():
        assert balls.at_most(balls.number(third), balls.threshold(third)) is None
        assert balls.at_most(balls.number(ONE), balls.threshold(ONE)) is True


def test_numbers_that_are_not_finite_have_no_enclosure() -> None:
    for numbers, infinite in ((backend("mpmath"), mpmath.inf), (backend("ball"), arb("inf"))):
        with numbers.working(), pytest.raises(ValueError, match="not finite"):
            numbers.enclosure(infinite)


def test_bad_input_is_refused() -> None:
    with pytest.raises(ValueError, match="no backend 'abacus'"):
        backend("abacus")
    for bits in (52, 10_001):
        with pytest.raises(ValueError, match="bits"):
            backend("mpmath", bits)
    with pytest.raises(ValueError, match="no weights"):
        Problem(squared(), ONE, ())
    with pytest.raises(ValueError, match="step size 0"):
        Problem(squared(), Fraction(0), (ONE,))
