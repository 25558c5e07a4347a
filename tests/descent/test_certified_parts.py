"""The parts of the certified count, against runs that are stepped."""

from fractions import Fraction

import pytest
from flint import acb, arb, ctx
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from verifier.descent.backend import Problem, leave_one_out, state_of
from verifier.descent.ball_backend import BallBackend
from verifier.descent.certified.balls import Refusal, ball, hull
from verifier.descent.certified.field import Gaps
from verifier.descent.certified.flipped import flipped
from verifier.descent.certified.panel import Run, panel
from verifier.descent.certified.passage import NO_SEAM, at_end, clock, drifted
from verifier.descent.certified.quadrature import frozen, integral
from verifier.descent.certified.reduced import Reduced, reduce
from verifier.descent.certified.threshold import crossing
from verifier.descent.certified.threshold import test as condition_at
from verifier.descent.complex_arithmetic import ComplexArithmetic
from verifier.descent.event import Event, watch
from verifier.descent.explicit import ExplicitRun
from verifier.descent.initialisation import near_identity
from verifier.descent.objective import logistic, squared

BITS = 160
FAR = Event("product", Fraction(-(10**6)))  # an event that does not happen


def small(low: int = -20, high: int = 20) -> st.SearchStrategy[Fraction]:
    return st.builds(Fraction, st.integers(low, high), st.integers(5, 15))


weights = st.lists(small(), min_size=1, max_size=5)


def at(problem: Problem, updates: int, event: Event = FAR) -> Reduced:
    run = ExplicitRun(problem, event, BITS)
    run.advance(updates)
    return reduce(problem.objective, problem.step, flipped(problem.weights, run.weights), event)


def constants(reduced: Reduced) -> Run:
    return Run(reduced.loss, reduced.step, reduced.counts, reduced.side)


@given(weights, st.sampled_from([squared(), squared(Fraction(2)), logistic()]))
@settings(max_examples=60, deadline=None)
def test_one_step_moves_x_and_the_gaps_as_the_reduction_says(
    start: list[Fraction], objective: object
) -> None:
    problem = Problem(objective, Fraction(1, 1000), tuple(start))  # type: ignore[arg-type]
    with ctx.workprec(BITS):
        try:
            first, second = at(problem, 0), at(problem, 1)
        except Refusal:
            assume(False)
        run = constants(first)
        step = run.field(run.gaps(first.gaps), first.x)
        assume(first.loss.tau == second.loss.tau)
        squares = [first.x**2 + d for d in first.gaps]
        assume(all(step * first.x < v and step**2 <= v for v in squares))
        assert (first.x - step - second.x).contains(0)
        for d, after, v in zip(first.gaps, second.gaps, squares, strict=True):
            assert (d * (1 - step**2 / v) - after).contains(0)


@given(
    weights,
    st.sampled_from(["min", "flipped-min", "product", "loss"]),
    small(),
    st.sampled_from([squared(), squared(Fraction(1, 2)), logistic()]),
)
@settings(max_examples=150, deadline=None)
def test_the_condition_on_x_and_the_gaps_is_the_event(
    start: list[Fraction], quantity: str, bound: Fraction, objective: object
) -> None:
    problem = Problem(objective, Fraction(1, 200), tuple(start))  # type: ignore[arg-type]
    event = Event(quantity, bound)
    balls = BallBackend(BITS)
    with ctx.workprec(BITS):
        run = ExplicitRun(problem, event, BITS)
        assume(run.found is False)
        happens = watch(event, problem, balls)
        try:
            first = reduce(
                problem.objective, problem.step, flipped(problem.weights, run.weights), event
            )
            for updates in (1, 5, 25):
                later = at(problem, updates, FAR)
                assume(later.loss.tau == first.loss.tau)
                here = ExplicitRun(problem, FAR, BITS)
                here.advance(updates)
                direct = happens(state_of(here.weights, arb(1)))
                gaps = constants(later).gaps(later.gaps)
                order = [list(later.gaps).index(d) for d in later.gaps]
                assert order == list(range(len(order))) or len(set(start)) < len(start)
                told = condition_at(first.condition, later.loss, gaps)(later.x)
                assert direct is None or told is None or direct == told
                if direct:
                    break
        except Refusal:
            assume(False)


def near(depth: int, updates: int) -> Reduced:
    problem = Problem(squared(), Fraction(1, 100), near_identity(depth, Fraction(1, 2), 3))
    return at(problem, updates)


@given(st.integers(3, 6), st.integers(100, 400), st.integers(2, 40))
@settings(max_examples=25, deadline=None)
def test_a_stepped_run_obeys_the_bounds_of_a_panel(depth: int, updates: int, parts: int) -> None:
    with ctx.workprec(BITS):
        state = near(depth, updates)
        run = constants(state)
        high = state.x.upper()
        low = (high - ball(Fraction(1, 4 * parts))).mid()
        try:
            here = panel(run, state.gaps, low, high)
        except Refusal:
            assume(False)
        functions = {flag: squared().on(ComplexArithmetic(flag)) for flag in (False, True)}
        hand = clock(run, here, functions.__getitem__, 100)
        after = at_end(run, here, drifted(run, here, state.gaps, hand.field, NO_SEAM))
        x, gaps = state.x, state.gaps
        steps = 0
        while x > low:
            for d, box in zip(gaps, here.boxes, strict=True):
                assert box.overlaps(d)
            step = run.field(run.gaps(gaps), x)
            assert step <= here.most_step
            theta = abs(step / run.field(here.frozen, x) - 1)
            assert not theta > here.theta
            following = x - step
            if following > low:
                advance = hand.between(following.mid(), x.mid())
                assert not abs(advance - 1) > here.epsilon + arb(2) ** -80
            gaps = tuple(d * (1 - step**2 / (x**2 + d)) for d in gaps)
            x, steps = following, steps + 1
        for d, enclosed in zip(gaps, after, strict=True):
            assert enclosed.overlaps(d)
        passed = hand.between(low, high)
        error = here.epsilon * (steps + 1) + 1
        assert not abs(passed - steps) > error


def test_ignoring_the_drift_of_the_gaps_is_noticed() -> None:
    # the same comparison as above must fail for gaps that are taken not to move
    with ctx.workprec(BITS):
        state = near(4, 100)
        run = constants(state)
        high = state.x.upper()
        low = (high - ball(Fraction(1, 8))).mid()
        here = panel(run, state.gaps, low, high)
        x, gaps = state.x, state.gaps
        while x > low:
            step = run.field(run.gaps(gaps), x)
            gaps = tuple(d * (1 - step**2 / (x**2 + d)) for d in gaps)
            x = x - step
        assert not any(a.overlaps(b) for a, b in zip(gaps, state.gaps, strict=True))
        assert all(a.overlaps(b) for a, b in zip(gaps, here.boxes, strict=True))


@given(st.integers(20, 60), st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_the_series_of_far_factors_encloses_their_product(count: int, random: object) -> None:
    draw = random.random  # type: ignore[attr-defined]
    with ctx.workprec(BITS):
        sizes = tuple(ball(Fraction(draw())).mid() for _ in range(count))
        counts = tuple(1 + (i % 3) for i in range(count))
        gaps = Gaps(sizes, counts, 0)
        low, high = arb(0.5), arb(0.5) + arb(2) ** -6
        functions = {flag: squared().on(ComplexArithmetic(flag)) for flag in (False, True)}
        field = frozen(arb(1), 1, gaps, low, high, functions.__getitem__)
        assert len(field.near.sizes) < count
        for part in range(5):
            x = low + (high - low) * part / 4
            direct, series = gaps.root_product(x), field.root_product(acb(x), True)
            assert series.real.overlaps(direct)
            assert series.real.rel_accuracy_bits() > BITS - 40
        assert not field.root_product(acb(5), True).is_finite()
        wide = field.root_product(acb(hull(low, high), arb(0, 0.001)), True)
        assert wide.is_finite()
        assert wide.real.contains(gaps.root_product((low + high) / 2))


def test_an_integral_over_a_branch_point_is_refused() -> None:
    with ctx.workprec(BITS), pytest.raises(Refusal):
        integral(lambda z, a: 1 / z.sqrt(analytic=a) / z, arb(-1), arb(1), 64)


def test_a_crossing_is_enclosed_as_tightly_as_the_gaps_allow() -> None:
    with ctx.workprec(BITS):
        state = at(
            Problem(squared(), Fraction(1, 100), (Fraction(1), Fraction(2), Fraction(3))),
            0,
            Event("product", Fraction(1)),
        )
        gaps = constants(state).gaps(state.gaps)
        holds = condition_at(state.condition, state.loss, gaps)
        found = crossing(holds, arb(0), arb(1))
        assert found is not None
        low, high = found
        assert holds(low) and holds(high) is False
        assert high - low < arb(2) ** -140
        wide = tuple(d + arb(0, arb(2) ** -20) for d in state.gaps)
        found = crossing(
            condition_at(state.condition, state.loss, constants(state).gaps(wide)), arb(0), arb(1)
        )
        assert found is not None and found[0] < low < high < found[1]


@given(weights)
def test_leaving_one_out_is_what_the_signs_are_flipped_in(start: list[Fraction]) -> None:
    state = flipped(start, [ball(w) for w in start])
    product = Fraction(1)
    for w in start:
        product *= w
    assert state.product.contains(ball(product).mid()) or state.product.overlaps(ball(product))
    rest = leave_one_out(start, Fraction(1))
    assert len(rest) == sum(group.count for group in state.groups)
