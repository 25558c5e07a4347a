"""`never` is never wrong: what it rules out does not happen, and what happens it leaves."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from operator import mul

import pytest
from flint import arb
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from verifier.descent.backend import Problem, leave_one_out
from verifier.descent.ball_backend import BallBackend
from verifier.descent.certified.balls import ball, fraction
from verifier.descent.event import QUANTITIES, Event, parse_event
from verifier.descent.never import NO_FACTS, Facts, Never, never, never_from, regions
from verifier.descent.objective import logistic, squared, squared_full
from verifier.descent.region import End
from verifier.descent.run import RunResult, run
from verifier.loss.expression import loss

BITS = 128
STEPS = 2_000


def _rising(low: Fraction | None, high: Fraction | None, sign: int) -> bool:
    return sign > 0


def _one_sided(target: Fraction) -> Facts:
    """What is true of a loss that falls up to the target and rises behind it, with minimum 0."""

    def one_sign(low: Fraction | None, high: Fraction | None, sign: int) -> bool:
        if sign > 0:
            return low is not None and low > target
        return high is not None and high < target

    return Facts(one_sign, lambda bound: bound < 0)


RISING = Facts(_rising, lambda bound: bound <= 0)
LOSSES = {
    "squared": (squared(Fraction(-1)), _one_sided(Fraction(-1))),
    "half": (squared(Fraction(1, 2)), _one_sided(Fraction(1, 2))),
    "zero": (squared(Fraction(0)), _one_sided(Fraction(0))),
    "full": (squared_full(Fraction(-1, 3)), _one_sided(Fraction(-1, 3))),
    "logistic": (logistic(), RISING),
    "quartic": (loss("(p+1)**4/4"), _one_sided(Fraction(-1))),
    "two wells": (loss("(p+1)**2*(p+3)**2"), NO_FACTS),
    "exponential": (loss("exp(p)"), RISING),
    "constant": (loss("7"), NO_FACTS),
    "pseudo-Huber": (loss("sqrt(1+(p+1)**2)"), NO_FACTS),
}


def _problem(name: str, step: str, weights: str) -> tuple[Problem, Facts]:
    objective, facts = LOSSES[name]
    numbers = tuple(Fraction(w) for w in weights.split(","))
    return Problem(objective, Fraction(step), numbers), facts


def _stepped(problem: Problem, event: Event, steps: int = STEPS, bits: int = BITS) -> RunResult:
    return run(problem, BallBackend(bits), [event], max_steps=steps)


def _states(problem: Problem, iterations: set[int]) -> dict[int, list[arb]]:
    """Balls around the weights at these iterations."""
    numbers, states = BallBackend(BITS), {}
    with numbers.working():
        derivative = problem.objective.on(numbers).derivative
        weights = [ball(w) for w in problem.weights]
        for iteration in range(1, max(iterations, default=0) + 1):
            if iteration in iterations:
                states[iteration] = weights
            rest = leave_one_out(weights, arb(1))
            head = ball(problem.step) * derivative(weights[0] * rest[0])
            weights = [w - head * q for w, q in zip(weights, rest, strict=True)]
    return states


# One example an argument at least, with a piece of its reason; and events that do happen, most of
# them just beyond a bound or a condition.
NEVER = [
    ("squared", "1/10", "1,0,0", "product<=-1", "two weights are 0"),
    ("squared", "1/10", "2,-1/2", "min<=-3", "stationary"),
    ("pseudo-Huber", "1/10", "2,-1/2", "min<=-3", "stationary"),
    ("squared", "1/10", "1,2", "loss<=-1/100", "for every p"),
    ("logistic", "1/10", "1,2", "loss<=0", "for every p"),
    ("two wells", "1/20", "1/2,1/2", "loss<=-1/1000000", "for every p"),
    ("quartic", "1", "3,2", "loss<=-1/1000000", "for every p"),
    ("constant", "1/10", "1,2", "loss<=6", "for every p"),
    ("constant", "1/10", "1,2", "min<=0", "stationary"),
    # ties
    ("squared", "1/100", "1,1", "product<=0", "attained twice"),
    ("squared", "1/100", "1,1,3", "flipped-min<=0", "attained twice"),
    ("squared", "1/100", "-1,1,-3", "min<=-7/2", "attained twice"),
    ("squared", "1/100", "1,1,3", "loss<=1/2", "attained twice"),
    ("logistic", "1/100", "1,1,3", "loss<=1/2", "attained twice"),
    ("exponential", "1/100", "1,1", "loss<=1", "attained twice"),
    ("two wells", "1/200", "1,1,1", "min<=0", "attained twice"),
    ("squared", "1", "3/4,3/4", "product<=-1/1000", "even number of times"),
    ("squared", "3", "2,-2,-2,2", "loss<=49/100", "even number of times"),
    # limits at positive products
    ("half", "1/100", "2,1", "product<=1/2", "all moduli shrinking"),
    ("half", "1/100", "2,1", "loss<=0", "all moduli shrinking"),
    ("half", "1/100", "2,1", "min<=1/4", "all moduli shrinking"),
    ("half", "1/100", "2,-1,-1/2", "min<=-2", "all moduli shrinking"),
    ("zero", "1/10", "2,1", "product<=0", "all moduli shrinking"),
    ("zero", "1/10", "2,-1", "product<=-3", "all moduli shrinking"),
    ("half", "1/3", "2", "product<=1/2", "quadratic loss"),
    # limits at negative products, through 0 and from there
    ("squared", "1/100", "1,2", "product<=-1", "without passing it"),
    ("squared", "1/100", "1,2", "loss<=0", "without passing it"),
    ("squared", "1/100", "1,2", "min<=-3/5", "without passing it"),
    ("squared", "1/100", "-1,2", "min<=-8/5", "without passing it"),
    ("squared", "1/10", "1/2,-1/2", "min<=-1", "without passing it"),
    ("squared", "1/10", "0,1,1", "product<=-1", "without passing it"),
    ("full", "1/500", "1,2,3", "product<=-1/3", "without passing it"),
    ("quartic", "1/50", "1,3/2", "loss<=0", "without passing it"),
    ("quartic", "1/50", "1,3/2", "product<=-1", "without passing it"),
    ("two wells", "1/200", "1,3/2", "product<=-1", "without passing it"),
    ("two wells", "1/200", "1,3/2", "loss<=0", "without passing it"),
    ("pseudo-Huber", "1/20", "1,3/2", "loss<=1", "without passing it"),
    ("half", "1/50", "-2,3/2", "product<=-4", "without passing it"),
    # no limit
    ("logistic", "10", "-2,1", "flipped-min<=1/2", "goes down for ever"),
    ("logistic", "1/10", "-2,1,1/2", "flipped-min<=1/3", "goes down for ever"),
    ("exponential", "1/10", "-2,1,1/2", "flipped-min<=1/3", "goes down for ever"),
    # cycles, and swings that die out
    ("squared", "2", "3", "product<=-6", "every 2 iterations"),
    ("squared", "1", "1,1", "min<=-2", "every 2 iterations"),
    ("squared", "3/2", "3", "product<=-4", "multiplied by -1/2"),
    ("squared", "3/2", "3", "loss<=0", "multiplied by -1/2"),
    ("squared", "1", "3", "min<=-2", "stationary from iteration 2"),
    ("squared", "3/5", "-4/5,1,1", "product<=-6/5", None),
]  # fmt: skip
HAPPENS = [
    ("squared", "1/100", "1,1", "flipped-min<=1/2"),
    ("squared", "1/100", "1,1", "loss<=51/100"),
    ("squared", "1/100", "1,2", "product<=-99/100"),
    ("squared", "1/100", "1,2", "min<=-11/20"),
    ("squared", "1/100", "1,1000001/1000000", "product<=0"),
    ("squared", "1/100", "1,2", "loss<=1/1000000"),
    ("squared", "1/10", "1/2,-1/2", "min<=-99/100"),
    ("squared", "1", "2,2", "min<=-1"),  # a tie, but the step is too large
    ("half", "1/100", "2,1", "product<=51/100"),
    ("half", "1/3", "2,2", "product<=1/2"),  # overshoot
    ("zero", "3/10", "2,1", "product<=0"),  # eta max Q**2 = 6/5: over the limit in one step
    ("zero", "1/10", "2,1", "product<=1/1000"),
    ("squared", "1/2", "-1/3,1,2", "product<=-1"),  # over the limit -1
    ("quartic", "1/4", "3/2", "product<=-1"),
    ("two wells", "1/20", "0", "product<=-1"),
    ("logistic", "1/10", "-1,2", "min<=-11/10"),
    ("logistic", "1", "2,1", "flipped-min<=-1"),
    ("exponential", "1/10", "1,2", "loss<=1/10"),
    ("squared", "2", "3", "product<=-5"),
    ("squared", "3/2", "3", "product<=-3"),
    ("squared", "3/5", "-4/5,1,1", "product<=-11/10"),
    ("half", "1/50", "-2,3/2", "loss<=1/1000"),
    ("half", "1/50", "-2,3/2", "product<=-2"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "step", "weights", "event", "reason"), NEVER)
def test_an_event_that_never_happens_is_found(
    name: str, step: str, weights: str, event: str, reason: str | None
) -> None:
    problem, facts = _problem(name, step, weights)
    found = never(problem, parse_event(event), BITS, facts)
    if reason is None:
        later = [
            never_from(problem, state, parse_event(event), BITS, facts)
            for state in _states(problem, {2, 4, 8, 16, 32, 64}).values()
        ]
        assert found or any(later)
    else:
        assert found is not None and reason in found.reason and "\n" not in found.reason
    assert _stepped(problem, parse_event(event)).iterations == (None,)


@pytest.mark.parametrize(("name", "step", "weights", "event"), HAPPENS)
def test_an_event_that_happens_is_left(name: str, step: str, weights: str, event: str) -> None:
    problem, facts = _problem(name, step, weights)
    (iteration,) = _stepped(problem, parse_event(event), 20_000).iterations
    assert iteration is not None
    assert never(problem, parse_event(event), BITS, facts) is None
    for state in _states(problem, set(range(1, min(iteration, 12)))).values():
        assert never_from(problem, state, parse_event(event), BITS, facts) is None


STARTS = st.lists(
    st.builds(Fraction, st.integers(-16, 16), st.sampled_from([4, 5, 8, 10])),
    min_size=1,
    max_size=4,
).flatmap(
    # some weights twice, up to the sign
    lambda numbers: st.just(numbers) | st.just([*numbers, -numbers[0]]) | st.just(numbers[:1] * 2)
)
STEP_SIZES = st.sampled_from(
    [Fraction(s) for s in ("1/1000", "1/100", "1/20", "1/10", "1/4", "1/2", "1", "3/2", "5/2")]
)


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(sorted(LOSSES)), STEP_SIZES, STARTS, st.integers(0, 5))
def test_runs_stay_in_their_regions(
    name: str, step: Fraction, start: list[Fraction], later: int
) -> None:
    objective, facts = LOSSES[name]
    problem = Problem(objective, step, tuple(start))
    numbers = BallBackend(BITS)
    states = _states(problem, {1 + later, *range(1 + later, 400)})
    with numbers.working():
        now = states[1 + later] if later else problem.weights
        found = list(regions(problem, now, facts))
        value = objective.on(numbers).value
        for weights in states.values():
            product = reduce(mul, weights, arb(1))
            for region in found:
                for weight, (low, high) in zip(weights, region.weights, strict=True):
                    assert not _passed(weight, low)
                    assert high is None or not _passed(-weight, -high)
                assert not _passed(product, region.product)
                assert not _passed(value(product), region.loss)


def _passed(number: arb, end: End | None) -> bool:
    """Whether the number is certainly beyond the lower end."""
    if end is None:
        return False
    bound = ball(end.value) if isinstance(end.value, Fraction) else end.value
    return bool(number < bound) or (not end.attained and bool(number <= bound))


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from(["squared", "half", "zero", "full", "logistic"]),
    STEP_SIZES,
    STARTS,
    st.sampled_from(QUANTITIES),
    st.integers(1, 300),
    st.integers(0, 1_000),
)
def test_what_happens_is_never_ruled_out(
    name: str, step: Fraction, start: list[Fraction], quantity: str, when: int, excess: int
) -> None:
    """The bound is that which the run has reached at some iteration, or a little more."""
    objective, facts = LOSSES[name]
    problem = Problem(objective, step, tuple(start))
    numbers = BallBackend(BITS)
    states = _states(problem, set(range(1, when + 1)))
    with numbers.working():
        reached = _quantity(quantity, problem, states[max(states)])
        assume(reached.is_finite() and reached.rad() < 1e-9)
        event = Event(quantity, fraction(reached.upper()) + Fraction(excess**3, 10**12))
    assert never(problem, event, BITS, facts) is None
    for iteration in range(1, when + 1, 9):
        assert never_from(problem, states[iteration], event, BITS, facts) is None


def _quantity(quantity: str, problem: Problem, weights: list[arb]) -> arb:
    product = reduce(mul, weights, arb(1))
    match quantity:
        case "product":
            return product
        case "loss":
            return problem.objective.on(BallBackend(BITS)).value(product)
        case "flipped-min":
            pairs = zip(weights, problem.weights, strict=True)
            weights = [-w if s < 0 else w for w, s in pairs]
    return reduce(arb.min, weights)


@given(st.floats(1e-6, 1e-2), st.floats(-1, 1))
@settings(max_examples=40, deadline=None)
def test_regions_of_wide_balls_hold_for_every_run_in_them(radius: float, place: float) -> None:
    problem, facts = _problem("squared", "1/50", "6/5,-4/5,3/2")
    numbers = BallBackend(BITS)
    with numbers.working():
        wide = [arb(ball(w).mid(), radius) for w in problem.weights]
        inside = tuple(w + Fraction(radius) * Fraction(place) for w in problem.weights)
        found = list(regions(problem, wide, facts))
        assert found
        for weights in _states(
            Problem(problem.objective, problem.step, inside), set(range(1, 400))
        ).values():
            for region in found:
                for weight, (low, high) in zip(weights, region.weights, strict=True):
                    assert not _passed(weight, low)
                    assert high is None or not _passed(-weight, -high)


def test_never_from_a_later_state_sees_more() -> None:
    """The start oversteps what the arguments allow, a few iterations later they apply."""
    problem, facts = _problem("squared", "3/20", "3,2")
    event = parse_event("product<=-11/10")
    assert never(problem, event, BITS, facts) is None
    states = _states(problem, {2, 4, 8, 16, 32})
    assert any(never_from(problem, state, event, BITS, facts) for state in states.values())


def test_a_run_that_has_settled_within_its_ball_is_recognised() -> None:
    """The ball around P holds the limit -1: on which side of it P is, is not known any more."""
    problem, facts = _problem("squared", "3/5", "-4/5,1,1")
    with BallBackend(BITS).working():
        state = [arb(center, 1e-9) for center in (-1, 1, 1)]
    for event in ("product<=-11/10", "min<=-2", "flipped-min<=1/2", "loss<=-1/1000"):
        assert never_from(problem, state, parse_event(event), BITS, facts), event
    assert never_from(problem, state, parse_event("product<=-1"), BITS, facts) is None


def test_nothing_is_said_where_balls_leave_a_sign_open() -> None:
    problem, facts = _problem("squared", "1/100", "1,2")
    with BallBackend(BITS).working():
        unsure = [arb(0, 1), arb(2)]
    assert never_from(problem, unsure, parse_event("product<=-3"), BITS, facts) is None


def test_the_precision_is_checked() -> None:
    problem, facts = _problem("squared", "1/100", "1,2")
    with pytest.raises(ValueError, match="bits"):
        never(problem, parse_event("min<=0"), 20, facts)


def test_facts_are_needed_where_the_range_is_unbounded() -> None:
    problem, facts = _problem("logistic", "1/10", "-2,1")
    event = parse_event("flipped-min<=1/2")
    assert never(problem, event, BITS) is None
    assert isinstance(never(problem, event, BITS, facts), Never)
