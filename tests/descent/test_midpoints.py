"""Stretches of rigorous runs in floats: the balls hold the exact run, whatever is rounded."""

from __future__ import annotations

from fractions import Fraction

import gmpy2
import pytest
from flint import arb
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from verifier.descent.backend import Moduli, Problem, Values, backend, stepper
from verifier.descent.elementary import whole_power
from verifier.descent.event import Event
from verifier.descent.midpoints import FEWEST, Box, Midpoints, Stretch, _Rounded, _Roundings
from verifier.descent.mpfr_backend import MpfrBackend
from verifier.descent.objective import Number, Objective, logistic, squared, squared_full
from verifier.descent.run import run
from verifier.descent.walk import Lookout, Walk

NEVER = Event("loss", Fraction(-1))
WEIGHTS = st.lists(st.integers(-30, 30).map(lambda n: Fraction(n, 17)), min_size=1, max_size=8)
LOSSES = st.sampled_from([squared(), squared(Fraction(1, 3)), squared_full(Fraction(2, 7))])
BITS = st.sampled_from([53, 64, 169, 400])


def _start(problem: Problem, bits: int, updates: int) -> tuple[Values, Stretch | None]:
    balls, moduli = backend("ball", bits), Moduli.of(problem.weights)
    with balls.working():
        values = [balls.number(value) for value in moduli.values]
        box = Lookout(problem, moduli, (), bits).quiet(values, updates, ())
    if box is None:
        return values, None
    return values, Midpoints(problem, moduli, bits).stretch(values, box, updates)


@given(LOSSES, WEIGHTS, BITS)
@settings(max_examples=80, deadline=None)
def test_stretches_hold_the_exact_run(loss: Objective, weights: list[Fraction], bits: int) -> None:
    problem = Problem(loss, Fraction(1, 3 * 10**5), tuple(weights))
    _, stretch = _start(problem, bits, FEWEST)
    assume(stretch is not None)
    assert stretch is not None
    # The reference errs by less than 1e-400.
    precise = backend("ball", 1400)
    with precise.working():
        moduli = Moduli.of(weights)
        update = stepper(problem, precise, moduli)
        values = [precise.number(value) for value in moduli.values]
        for updates in (0, 1, 100, FEWEST - 101):
            found = stretch.advance(updates)
            values = update(values, updates)
            assert found is not None
            assert all(ball.contains(value) for ball, value in zip(found, values, strict=True))
            # As narrow as rounding at every update allows.
            assert all(ball.rad() < arb(2) ** (20 - bits) for ball in found)


def test_stretches_are_used_where_they_can_be() -> None:
    start = (Fraction(4, 5), Fraction(-6, 5), Fraction(4, 5), Fraction(1, 9))
    problem = Problem(squared(), Fraction(1, 10**6), start)
    assert _start(problem, 170, 1000)[1] is not None
    assert _start(problem, 170, FEWEST - 1)[1] is None
    # An exact zero stays one, which a radius would spoil.
    zeros = Problem(squared(), Fraction(1, 10**6), (Fraction(0), Fraction(0), Fraction(1)))
    assert _start(zeros, 170, 1000)[1] is None
    balls = backend("ball")
    result = run(zeros, balls, [NEVER], max_steps=5000, record=(5001,))
    assert [*map(balls.encode, result.trajectory[0].weights[:2])] == ["0p0 0p0"] * 2


@pytest.mark.parametrize("loss", [squared(), squared_full(Fraction(-2, 3)), logistic()])
def test_runs_hold_the_exact_run(loss: Objective) -> None:
    # Long enough for several stretches, and stopped in the middle of some of them.
    problem = Problem(
        loss, Fraction(1, 7000), tuple(Fraction(n, 10) for n in (11, -9, 11, 8, -12, 3))
    )
    times = (100, 1000, 1001, 5000, 20_000)
    coarse, fine = backend("ball", 120), backend("ball", 500)
    runs = [run(problem, b, [NEVER], max_steps=20_000, record=times) for b in (coarse, fine)]
    assert [state.iteration for state in runs[0].trajectory] == list(times)
    for wide, thin in zip(*(result.trajectory for result in runs), strict=True):
        for ball, point in zip(wide.weights, thin.weights, strict=True):
            (low, high), ends = coarse.enclosure(ball), fine.enclosure(point)
            assert low <= ends[0] <= ends[1] <= high
            assert 0 < high - low < Fraction(1, 10**15)


def test_where_a_walk_is_stopped_does_not_matter() -> None:
    problem = Problem(squared(), Fraction(1, 10**5), tuple(Fraction(n, 10) for n in (11, 9, -12)))
    balls, written = backend("ball", 90), []
    with balls.working():
        for pieces in ((9000,), (1, 2, 500, 1, 3000, 5496)):
            walk = Walk(problem, balls, [NEVER])
            for piece in pieces:
                last = walk.iteration + piece
                while walk.iteration < last:
                    walk.advance(last - walk.iteration, [NEVER])
            written.append([*map(balls.encode, walk.values)])
    assert written[0] == written[1]


def test_floats_out_of_their_range_give_up() -> None:
    class Narrow(MpfrBackend):
        def working(self) -> gmpy2.context:
            return gmpy2.context(precision=self.bits, emin=-100)

    def halve(values: Values, updates: int) -> list[Number]:
        return [value / 2**updates for value in values]

    stretch = Stretch([arb(1)], Narrow(53), halve, lambda done: arb(0))
    found = stretch.advance(90)
    assert found is not None and found[0] == arb(2) ** -90
    assert stretch.advance(30) is None


def test_a_stretch_that_gives_up_is_repeated_in_balls(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = Problem(squared(), Fraction(1, 10**5), tuple(Fraction(n, 10) for n in (11, 9, -12)))
    balls, written = backend("ball", 90), []
    advance = Stretch.advance
    for last, change in (
        (700, lambda self, updates: advance(self, updates) if updates == 200 else None),
        (700, lambda self, updates: None),
    ):
        monkeypatch.setattr(Stretch, "advance", change)
        result = run(problem, balls, [NEVER], max_steps=last, record=(201, last + 1))
        written.append([*map(balls.encode, result.trajectory[-1].weights)])
    with balls.working():
        moduli = Moduli.of(problem.weights)
        values = stepper(problem, balls, moduli)([*map(balls.number, moduli.values)], 700)
        written.append([*map(balls.encode, moduli.state(values).weights)])
    assert written[0] == written[1] == written[2]


COEFFICIENTS = st.lists(st.integers(-99, 99).map(lambda n: Fraction(n, 13)), min_size=1, max_size=5)


@given(COEFFICIENTS, st.integers(-300, 300), st.integers(0, 64), st.integers(1, 4))
@settings(max_examples=150, deadline=None)
def test_the_error_of_a_polynomial_is_bounded(
    coefficients: list[Fraction], point: int, ulps: int, power: int
) -> None:
    # Horner, with a power, a quotient and a negative: once exactly at x, once in floats at x~.
    def value(x: Number, constants: list[Number]) -> Number:
        total = constants[0]
        for constant in constants[1:]:
            total = total * x - constant
        return -whole_power(total, power, Fraction) / constants[0] + x

    assume(coefficients[0] != 0)
    exact = Fraction(point, 77)
    numbers = MpfrBackend(53)
    with numbers.working():
        x = numbers.number(exact) * (1 + gmpy2.mpfr(ulps) * gmpy2.mpfr(2) ** -52)
        rounded = value(x, [numbers.number(c) for c in coefficients])
        distance = abs(numbers.enclosure(x)[0] - exact)
        true = abs(numbers.enclosure(rounded)[0] - value(exact, list(coefficients)))
    balls = backend("ball", 64)
    with balls.working():
        unit = balls.number(Fraction(1, 2**53))
        roundings = _Roundings(unit)
        start = _Rounded(balls.number(exact), balls.number(distance), unit)
        bound = value(start, [roundings.number(c) for c in coefficients])
        assert balls.number(true) <= bound.error or true == 0


def test_a_quotient_by_what_may_vanish_has_no_bound() -> None:
    unit = arb(2) ** -53
    one, small = _Rounded(arb(1), arb(0), unit), _Rounded(arb(0, 1), arb(0), unit)
    assert not (one / small).error.is_finite()


def test_a_box_that_is_too_wide_gives_no_stretch() -> None:
    problem = Problem(squared(), Fraction(1, 1000), (Fraction(1), Fraction(2)))
    moduli, values = Moduli.of(problem.weights), [arb(1), arb(2)]
    made = Midpoints(problem, moduli, 100)
    wide = Box([arb(1, 9), arb(2, 9)], [arb(9), arb(9)])
    assert made.stretch(values, wide, 100_000) is None
    unbounded = Box([arb("inf"), arb(2, 9)], [arb("inf"), arb(9)])
    assert made.stretch(values, unbounded, 1000) is None
