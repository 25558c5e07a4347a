"""Walks: quiet stretches pass over no event; explicit runs for the certified count."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.descent.backend import BACKENDS, Backend, Moduli, Problem, backend, stepper
from verifier.descent.event import QUANTITIES, Event, parse_event, watch
from verifier.descent.exact_backend import ExactBackend
from verifier.descent.explicit import ExplicitRun
from verifier.descent.initialisation import near_identity
from verifier.descent.objective import Objective, logistic, squared, squared_full
from verifier.descent.run import run
from verifier.descent.walk import LONGEST, SHORTEST, Lookout, Walk

ONE = Fraction(1)
START = near_identity(5, ONE / 5, 2)


def _one_by_one(
    problem: Problem, numbers: Backend, events: list[Event], max_steps: int
) -> list[int | None]:
    # Every state tested, as the definition has it; nothing of a walk.
    moduli = Moduli.of(problem.weights)
    found: list[int | None] = [None] * len(events)
    with numbers.working():
        update = stepper(problem, numbers, moduli)
        tests = [watch(event, problem, numbers) for event in events]
        values = [numbers.number(value) for value in moduli.values]
        for iteration in range(1, max_steps + 2):
            state = moduli.state(values)
            for number, test in enumerate(tests):
                if found[number] is None and test(state):
                    found[number] = iteration
            values = update(values, 1)
    return found


WEIGHTS = st.lists(st.integers(-30, 30).map(lambda n: Fraction(n, 20)), min_size=1, max_size=7)
EVENTS = st.lists(
    st.builds(
        Event, st.sampled_from(QUANTITIES), st.integers(-40, 40).map(lambda n: Fraction(n, 37))
    ),
    min_size=1,
    max_size=3,
)
LOSSES = st.sampled_from([squared(), squared(Fraction(1, 2)), squared_full(), logistic()])
STEPS = st.sampled_from([1, 3, 10, 100, 1000, 5000]).map(lambda n: Fraction(1, 3 * n))


@given(st.sampled_from(sorted(BACKENDS)), LOSSES, STEPS, WEIGHTS, EVENTS)
@settings(max_examples=150, deadline=None)
def test_quiet_stretches_pass_over_no_event(
    name: str, loss: Objective, step: Fraction, weights: list[Fraction], events: list[Event]
) -> None:
    problem, numbers = Problem(loss, step, tuple(weights)), backend(name)
    result = run(problem, numbers, events, max_steps=400)
    # Where a ball does not decide, or numbers are too large, the run stops and says so.
    assert result.iterations == tuple(_one_by_one(problem, numbers, events, result.last - 1))


def test_a_plateau_is_passed_in_long_stretches() -> None:
    problem, event = Problem(squared(), Fraction(1, 10**6), START), parse_event("product<=0")
    for name in BACKENDS:
        numbers = backend(name)
        with numbers.working():
            walk = Walk(problem, numbers, [event])
            quiet = [not walk.advance(10**6, [event]) for _ in range(6)]
        assert all(quiet)
        assert walk.iteration > LONGEST


def test_a_lookout_sees_what_happens_next() -> None:
    # One layer, target 0: w(t) = 2^(1 - t), so w <= 1/4 from the third iteration on.
    problem = Problem(squared(Fraction(0)), ONE / 2, (ONE,))
    low, high = Event("min", Fraction(1, 10**6)), Event("min", Fraction(1, 4))
    lookout = Lookout(problem, Moduli.of(problem.weights), (low, high), 128)
    slow = Problem(squared(Fraction(0)), Fraction(1, 1000), (ONE,))
    assert lookout.quiet([arb(1)], 1, ()) is None  # a box of 1 +- 3/4 moves by 7/8
    lookout = Lookout(slow, Moduli.of(slow.weights), (low, high), 128)
    assert lookout.quiet([arb(1)], SHORTEST, (low, high)) is not None
    assert lookout.quiet([arb("0.26")], SHORTEST, (low,)) is not None
    assert lookout.quiet([arb("0.26")], SHORTEST * 2, (low, high)) is None
    assert lookout.quiet([arb(1, 0.8)], SHORTEST, (high,)) is None
    assert lookout.quiet([arb("nan")], SHORTEST, ()) is None


@pytest.mark.parametrize("name", BACKENDS)
def test_a_box_holds_the_run(name: str) -> None:
    problem, numbers = Problem(squared(), Fraction(1, 5000), (*START, ONE / 9)), backend(name, 53)
    moduli = Moduli.of(problem.weights)
    lookout = Lookout(problem, moduli, (), 53)
    with numbers.working():
        update = stepper(problem, numbers, moduli)
        values = [numbers.number(value) for value in moduli.values]
        box = lookout.quiet(values, 40, ())
        assert box is not None
        for _ in range(40):
            values = update(values, 1)
            for value, side in zip(values, box.sides, strict=True):
                low, high = numbers.enclosure(value)
                ends = backend("ball", 64).enclosure(side)
                assert ends[0] <= low and high <= ends[1]


@pytest.mark.parametrize("pieces", [1, 7, 1000])
def test_explicit_runs_are_runs(pieces: int) -> None:
    problem = Problem(squared(), Fraction(1, 100), START)
    for event in map(parse_event, ("flipped-min<=1/2", "product<=0", "loss<=1/10")):
        expected = run(problem, backend("ball", 170), [event], max_steps=10_000).iterations[0]
        assert expected is not None and expected > 20
        explicit = ExplicitRun(problem, event, 170)
        assert explicit.found is False
        explicit.advance(expected - 2)
        assert (explicit.found, explicit.iteration) == (False, expected - 1)
        while not explicit.advance(pieces):
            pass
        assert (explicit.found, explicit.iteration) == (True, expected)
        explicit.advance(5)
        assert explicit.iteration == expected


def test_explicit_weights_enclose_the_exact_ones() -> None:
    problem = Problem(squared(), Fraction(1, 3), (ONE / 2, -ONE / 3, ONE / 2))
    explicit = ExplicitRun(problem, parse_event("loss<=-1"), 53)
    explicit.advance(3)
    exact = run(
        problem, ExactBackend(), [parse_event("loss<=-1")], max_steps=3, record=(4,)
    ).trajectory[0]
    balls = backend("ball", 53)
    for ball, true in zip(explicit.weights, exact.weights, strict=True):
        lower, upper = balls.enclosure(ball)
        assert lower <= true <= upper < lower + Fraction(1, 10**13)


def test_an_explicit_run_that_cannot_go_on_says_so() -> None:
    tie = ExplicitRun(
        Problem(squared(Fraction(0)), ONE / 2, (ONE / 3,)), parse_event("product<=1/6"), 170
    )
    assert (tie.advance(10), tie.iteration) == (None, 2)
    start = ExplicitRun(Problem(squared(), ONE, (ONE / 3,)), parse_event("product<=1/3"), 170)
    assert (start.found, start.iteration) == (True, 1)
    grows = ExplicitRun(Problem(squared(), ONE, (Fraction(3),) * 3), parse_event("loss<=0"), 170)
    assert grows.advance(10_000) is None
    assert grows.iteration < 30
