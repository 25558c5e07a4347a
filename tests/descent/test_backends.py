"""Backends: zeros exact, consistent with each other, comparisons exact."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import gmpy2
import mpmath
import pytest
from flint import arb, ctx
from hypothesis import given, settings
from hypothesis import strategies as st

import verifier.descent.backend as backend_module
from verifier.descent.backend import (
    BACKENDS,
    Backend,
    Moduli,
    Problem,
    backend,
    decode_dyadic,
    leave_one_out,
    stepper,
)
from verifier.descent.exact_backend import ExactBackend
from verifier.descent.objective import Objective, logistic, squared, squared_full

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
    moduli = Moduli.of(problem.weights)
    values = [numbers.number(value) for value in moduli.values]
    values = stepper(problem, numbers, moduli)(values, steps)
    return list(moduli.state(values).weights)


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


PRECISE = [name for name in BACKENDS if name != "float64"]


@pytest.mark.parametrize("name", PRECISE)
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
        tiny = Fraction(8, 2 ** (numbers.bits or 0))
        stuck = [numbers.enclosure(w) for w in _weights_after(5, two_zeros, numbers)]
        assert stuck[1] == stuck[2] == (Fraction(0), Fraction(0))
        assert stuck[0] == numbers.enclosure(numbers.number(ONE / 3))
        moved = [numbers.enclosure(w) for w in _weights_after(1, one_zero, numbers)]
        assert moved[0][0] <= Fraction(-1, 63) <= moved[0][1] or not numbers.rigorous
        assert abs(moved[0][0] + Fraction(1, 63)) < tiny
        assert moved[1] == numbers.enclosure(numbers.number(ONE / 3))


def test_one_layer_has_a_closed_form() -> None:
    # w' = w - eta (w - y), so w(t) - y = (1 - eta)^(t - 1) (w(1) - y).
    y, eta, start = Fraction(3, 2), Fraction(1, 10), Fraction(-2)
    numbers = backend("mpmath")
    (value,) = _weights_after(200, Problem(squared(y), eta, (start,)), numbers)
    true = y + (1 - eta) ** 200 * (start - y)
    assert abs(numbers.enclosure(value)[0] - true) < Fraction(1, 10**45)


@pytest.mark.parametrize("name", PRECISE)
def test_precision_is_a_parameter_and_private(name: str) -> None:
    before = mpmath.mp.prec, ctx.prec, gmpy2.get_context().precision
    errors = []
    for bits in (53, 200, 1000, 10_000):
        numbers = backend(name, bits)
        problem = Problem(squared(), Fraction(1, 10), (ONE / 3, ONE / 7))
        exact = _weights_after(3, problem, ExactBackend())[0]
        with numbers.working():
            value = _weights_after(3, problem, numbers)[0]
            errors.append(max(abs(end - exact) for end in numbers.enclosure(value)))
        assert errors[-1] < Fraction(32, 2**bits)
    assert errors == sorted(errors, reverse=True) and errors[-1] > 0
    assert (mpmath.mp.prec, ctx.prec, gmpy2.get_context().precision) == before


def test_logistic_runs_agree() -> None:
    problem = Problem(logistic(), Fraction(1, 10), (ONE, ONE / 2, Fraction(-3, 2)))
    reference, balls = backend("mpmath"), backend("ball")
    values = _weights_after(50, problem, reference)
    with balls.working():
        for value, ball in zip(values, _weights_after(50, problem, balls), strict=True):
            lower, upper = balls.enclosure(ball)
            assert abs(reference.enclosure(value)[0] - lower) < Fraction(1, 10**44)
            assert upper - lower < Fraction(1, 10**44)


@pytest.mark.parametrize("name", ["mpmath", "mpfr", "float64"])
def test_comparisons_are_exact_at_bounds_that_round(name: str) -> None:
    numbers = backend(name, 53)
    third, tenth = Fraction(1, 3), Fraction(1, 10)
    with numbers.working():
        for bound in (third, tenth, -third, -tenth):
            near = numbers.enclosure(numbers.number(bound))[0]
            for value in (near, near + abs(near) / 2**50, near - abs(near) / 2**50):
                answer = numbers.at_most(numbers.number(value), numbers.threshold(bound))
                assert answer is (value <= bound)


def test_balls_compare_where_they_are_apart() -> None:
    third = ONE / 3
    balls = backend("ball", 53)
    with balls.working():
        assert balls.at_most(balls.number(third), balls.threshold(third)) is None
        assert balls.at_most(balls.number(ONE), balls.threshold(ONE)) is True


INFINITE = {
    "mpmath": mpmath.inf,
    "mpfr": gmpy2.inf(),
    "ball": arb("inf"),
    "float64": float("inf"),
}


@pytest.mark.parametrize("name", BACKENDS)
def test_numbers_that_are_not_finite_have_no_enclosure(name: str) -> None:
    numbers = backend(name)
    with numbers.working():
        assert numbers.is_finite(numbers.number(ONE))
        for value in (INFINITE[name], INFINITE[name] - INFINITE[name]):
            assert not numbers.is_finite(value)
            with pytest.raises(ValueError, match="not finite"):
                numbers.enclosure(value)


RATIONALS = st.builds(Fraction, st.integers(-40, 40), st.integers(20, 40))
BITS = st.sampled_from([53, 64, 128, 169, 500, 10_000])
LOSSES = st.one_of(
    st.just(logistic()), st.builds(squared, RATIONALS), st.builds(squared_full, RATIONALS)
)


@given(BITS, LOSSES, st.lists(RATIONALS, min_size=1, max_size=12), st.integers(1, 6))
@settings(max_examples=120, deadline=None)
def test_rounded_runs_lie_in_the_balls(
    bits: int, loss: Objective, weights: list[Fraction], steps: int
) -> None:
    # Rounding to the nearest errs less than what a ball of the same precision allows for; where a
    # ball has no radius, by a few units in the last place. The ball's own width is granted twice.
    problem = Problem(loss, ONE / 16, tuple(weights))
    balls = backend("ball", bits)
    with balls.working():
        enclosures = [balls.enclosure(ball) for ball in _weights_after(steps, problem, balls)]
    for name in ("mpfr", "mpmath"):
        numbers = backend(name, bits)
        with numbers.working():
            for value, ends in zip(
                _weights_after(steps, problem, numbers), enclosures, strict=True
            ):
                lower, upper = ends
                slack = upper - lower + 4 * max(map(abs, ends)) / 2**bits
                assert lower - slack <= numbers.enclosure(value)[0] <= upper + slack
    # In doubles, the same run with 53 bits.
    if bits == 53:
        doubles = backend("float64")
        for value, ends in zip(_weights_after(steps, problem, doubles), enclosures, strict=True):
            lower, upper = ends
            slack = 2 * (upper - lower) + max(map(abs, ends)) / 2**48
            assert lower - slack <= doubles.enclosure(value)[0] <= upper + slack


@given(BITS, st.lists(RATIONALS, min_size=1, max_size=12, unique_by=abs), st.integers(1, 30))
@settings(max_examples=60, deadline=None)
def test_correctly_rounded_runs_are_the_same(
    bits: int, weights: list[Fraction], steps: int
) -> None:
    # Sums and products are rounded to the nearest by both libraries, so the runs agree bit by bit.
    problem, ends = Problem(squared(), ONE / 64, tuple(weights)), []
    for name in ("mpfr", "mpmath"):
        numbers = backend(name, bits)
        with numbers.working():
            values = _weights_after(steps, problem, numbers)
            ends.append([numbers.enclosure(value) for value in values])
    assert ends[0] == ends[1]


@pytest.mark.parametrize("name", BACKENDS)
def test_equal_coordinates_stay_equal(name: str) -> None:
    # Exactly, they do; rounded one by one, (a, -a, b, a) would drift apart in the last bits.
    a, b = Fraction(2, 7), Fraction(5, 3)
    numbers = backend(name)
    with numbers.working():
        weights = _weights_after(40, Problem(squared(), ONE / 10, (a, -a, b, a)), numbers)
        written = [numbers.encode(abs(weight)) for weight in weights]
    assert written[0] == written[1] == written[3] != written[2]


@pytest.mark.parametrize("name", ["exact", *BACKENDS])
@pytest.mark.parametrize("weights", [(3,), (3, 3), (3, -5, 3, 7, 7, 7, -2, 5, -1)])
def test_written_out_updates_are_those_of_the_loop(
    name: str, weights: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers: Backend = ExactBackend() if name == "exact" else backend(name)
    problem = Problem(squared(), Fraction(1, 10**6), tuple(Fraction(w, 3) for w in weights))
    with numbers.working():
        written_out = _weights_after(3, problem, numbers)
        monkeypatch.setattr(backend_module, "WRITTEN_OUT", 0)
        looped = _weights_after(3, problem, numbers)
        assert [*map(numbers.encode, written_out)] == [*map(numbers.encode, looped)]


@pytest.mark.parametrize("name", ["exact", *BACKENDS])
def test_numbers_are_encoded_exactly(name: str) -> None:
    rng = random.Random(7)
    numbers: Backend = ExactBackend() if name == "exact" else backend(name)
    with numbers.working():
        for _ in range(300):
            value = numbers.number(Fraction(rng.randint(-99, 99), rng.randint(1, 99)))
            for _ in range(rng.randint(0, 5)):
                value = value * numbers.number(Fraction(rng.randint(1, 50), 7)) - value
            again = numbers.decode(numbers.encode(value))
            assert numbers.encode(again) == numbers.encode(value)
            assert numbers.enclosure(again) == numbers.enclosure(value)


def test_radii_of_any_mantissa_are_encoded_exactly() -> None:
    rng = random.Random(8)
    balls = backend("ball")
    with balls.working():
        for bits in range(1, 31):
            for mantissa in (1 << (bits - 1), (1 << bits) - 1, rng.getrandbits(bits) | 1):
                ball = balls.decode("3p-7 0p0") + arb(0, (mantissa, rng.randint(-200, 50)))
                text = balls.encode(ball)
                assert balls.encode(balls.decode(text)) == text
        for text in ("1p0", "1p0 -1p0", "1p0 1ffffffffffp0", "1p0 2p0"):
            with pytest.raises(ValueError):
                balls.decode(text)
    with pytest.raises(ValueError, match="not a dyadic number"):
        decode_dyadic("1.5")


def test_bad_input_is_refused() -> None:
    with pytest.raises(ValueError, match="no backend 'abacus'"):
        backend("abacus")
    for bits in (52, 10_001):
        with pytest.raises(ValueError, match="bits"):
            backend("mpmath", bits)
    with pytest.raises(ValueError, match="float64 has 53 bits"):
        backend("float64", 64)
    with pytest.raises(ValueError, match="exceed float64"):
        backend("float64").number(Fraction(10) ** 400)
    with pytest.raises(ValueError, match="no weights"):
        Problem(squared(), ONE, ())
    with pytest.raises(ValueError, match="step size 0"):
        Problem(squared(), Fraction(0), (ONE,))
