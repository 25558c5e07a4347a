"""Runs: iterations counted as in the papers, trajectories, and why runs end."""

from __future__ import annotations

from fractions import Fraction

import pytest

from verifier.descent.backend import BACKENDS, Problem, backend
from verifier.descent.event import Event, parse_event
from verifier.descent.exact_backend import ExactBackend
from verifier.descent.initialisation import near_identity, xavier_gaussian
from verifier.descent.objective import Arithmetic, Functions, Objective, logistic, squared
from verifier.descent.run import (
    RunResult,
    linear_times,
    logarithmic_times,
    rigorous_run,
    run,
)

ONE = Fraction(1)


def _run(
    *events: str,
    weights: tuple[Fraction, ...] = (ONE, ONE),
    target: Fraction = Fraction(-1),
    step: Fraction = Fraction(1, 10),
    name: str = "mpmath",
    max_steps: int = 1000,
    record: tuple[int, ...] = (),
) -> RunResult:
    problem = Problem(squared(target), step, weights)
    numbers = ExactBackend() if name == "exact" else backend(name)
    parsed = [parse_event(event) for event in events]
    return run(problem, numbers, parsed, max_steps=max_steps, record=record)


@pytest.mark.parametrize("name", ["exact", *BACKENDS])
def test_an_event_at_the_start_has_iteration_one(name: str) -> None:
    third = Fraction(1, 3)
    result = _run("min<=1/3", "flipped-min<=1/3", "product<=1/9", weights=(third, third), name=name)
    assert result.iterations == (1, 1, 1)
    assert (result.last, result.stop) == (1, "events")


@pytest.mark.parametrize("name", ["exact", *BACKENDS])
def test_one_layer_counts(name: str) -> None:
    # w(t) = 2^(2-t) - 1 for w(1) = 1, target -1, step 1/2: w(2) = 0, w(3) = -1/2.
    result = _run(
        "product<=0", "product<=-1/2", "loss<=1/8", weights=(ONE,), step=ONE / 2, name=name
    )
    assert result.iterations == (2, 3, 3)


def test_signs_and_flips() -> None:
    # (1, -1): P = -1 is the target: nothing moves.
    still = _run("min<=-1", "flipped-min<=1/2", weights=(ONE, -ONE), max_steps=5)
    assert still.iterations == (1, None)
    assert (still.last, still.stop) == (6, "max-steps")


def test_flipped_runs_have_the_same_times() -> None:
    # Lemma 11: flipping an even number of signs changes neither P nor the flipped minimum.
    weights = tuple(abs(w) for w in xavier_gaussian(4, 3))
    flipped = (-weights[0], weights[1], -weights[2], weights[3])
    events = ("flipped-min<=0", "product<=0", "loss<=1/100")
    one, other = (_run(*events, weights=w, step=ONE / 100) for w in (weights, flipped))
    assert one.iterations == other.iterations
    assert None not in one.iterations


def test_zero_steps_look_at_the_start_only() -> None:
    result = _run("product<=0", max_steps=0)
    assert (result.iterations, result.last, result.stop) == ((None,), 1, "max-steps")


def test_no_events_need_no_steps() -> None:
    assert _run().stop == "events"


@pytest.mark.parametrize("weights", [near_identity(3, ONE / 64, 5), xavier_gaussian(4, 11)])
@pytest.mark.parametrize("loss", [squared(), logistic()])
def test_mpmath_and_balls_count_alike(weights: tuple[Fraction, ...], loss: object) -> None:
    problem = Problem(loss, ONE / 10, weights)  # type: ignore[arg-type]
    events = [parse_event(e) for e in ("flipped-min<=1/2", "product<=0", "loss<=1/2")]
    reference, rigorous = (
        run(problem, backend(name), events, max_steps=3000) for name in ("mpmath", "ball")
    )
    assert reference.iterations == rigorous.iterations


def test_the_trajectory_is_recorded_where_asked() -> None:
    exact = _run("product<=-2", max_steps=4, name="exact", record=(1, 3, 5, 99))
    assert [s.iteration for s in exact.trajectory] == [1, 3, 5]
    first = exact.trajectory[0]
    assert (first.weights, first.product, first.loss) == ((1, 1), 1, 2)
    second = exact.trajectory[1]
    assert second.product == second.weights[0] * second.weights[1]
    assert second.loss == (second.product + 1) ** 2 / 2


@pytest.mark.parametrize("name", BACKENDS)
def test_a_diverging_run_is_given_up(name: str) -> None:
    # Overshooting ever further: P alternates in sign and grows; the loss never gets small.
    result = _run("loss<=1/10", weights=(Fraction(3),) * 3, step=ONE, name=name)
    assert result.iterations == (None,)
    assert result.stop == "too-large"
    assert result.last < 20


@pytest.mark.parametrize("name", BACKENDS)
@pytest.mark.parametrize("loss", [squared(), logistic()])
@pytest.mark.parametrize("weights", [(3, 3, 3), (-5, 4, 7, 2), (2,) * 40, (30, 1)])
def test_nothing_infinite_comes_out(name: str, loss: Objective, weights: tuple[int, ...]) -> None:
    numbers, problem = backend(name), Problem(loss, Fraction(5), tuple(map(Fraction, weights)))
    never = [parse_event("loss<=-1")]
    result = run(problem, numbers, never, max_steps=600, record=range(1, 602))
    assert result.trajectory
    with numbers.working():
        for state in result.trajectory:
            assert all(map(numbers.is_finite, (*state.weights, state.product, state.loss)))
    if loss.name == "squared":
        assert result.stop == "too-large"


def _barrier() -> Objective:
    # f(p) = -log(1 - p): without a value from p = 1 on.
    def on(arithmetic: Arithmetic) -> Functions:
        one = arithmetic.number(ONE)

        def value(p: object) -> object:
            return -arithmetic.log(one - p)

        def derivative(p: object) -> object:
            gap = one - p
            return one / gap if arithmetic.positive(gap) else arithmetic.undefined("beyond 1")

        return Functions(value, derivative, derivative, derivative)

    return Objective("barrier", "-log(1 - p)", False, on)


@pytest.mark.parametrize("name", BACKENDS)
def test_a_loss_without_a_value_ends_the_run(name: str) -> None:
    # w(2) = -3 - 1/4 < 0 for two layers (1/2, 1/2); then P > 1.
    problem = Problem(_barrier(), Fraction(5), (ONE / 2, ONE / 2))
    result = run(
        problem, backend(name), [parse_event("product<=-1")], max_steps=50, record=range(60)
    )
    assert result.stop == ("undecided" if name == "ball" else "undefined")
    assert result.iterations == (None,)
    assert [state.iteration for state in result.trajectory] == [1]


def test_balls_do_not_guess() -> None:
    # w(2) = 1/6 exactly, which no ball with binary ends can tell from its neighbours.
    result = _run("product<=1/6", weights=(ONE / 3,), target=Fraction(0), step=ONE / 2, name="ball")
    assert (result.iterations, result.stop, result.last) == ((None,), "undecided", 2)


def test_rigorous_runs_take_the_bits_that_they_need() -> None:
    # w(2) = 1/6 is below the bound by 1e-300 and above the other.
    problem = Problem(squared(Fraction(0)), ONE / 2, (ONE / 3,))
    above, below, tie = (Event("product", ONE / 6 + Fraction(sign, 10**300)) for sign in (1, -1, 0))
    assert run(problem, backend("ball", 53), [above], max_steps=9).stop == "undecided"
    result = rigorous_run(problem, [above, below], max_steps=9, bits=53)
    assert (result.iterations, result.stop) == ((2, 3), "events")
    result = rigorous_run(problem, [tie], max_steps=9)
    assert (result.iterations, result.last, result.stop) == ((None,), 2, "undecided")


def test_rigorous_runs_follow_a_chaotic_course() -> None:
    # At this step size the run neither converges nor diverges, and doubles the distance of
    # neighbours again and again: 53 bits are soon lost.
    problem = Problem(squared(ONE), Fraction(19, 20), (Fraction(13, 10), ONE / 2))
    never = [parse_event("loss<=-1")]
    lost = run(problem, backend("ball", 53), never, max_steps=2000)
    assert lost.stop == "undecided" and lost.last < 1000
    result = rigorous_run(problem, never, max_steps=2000, bits=53, record=(2001,))
    assert (result.stop, result.last) == ("max-steps", 2001)
    assert len(result.trajectory) == 1


def test_a_saddle_is_not_left_by_rounding() -> None:
    # The least modulus occurs twice and P > target with P < 0: the two go to 0 together for ever.
    third = ONE / 3
    for name in BACKENDS:
        result = _run(
            "flipped-min<=0",
            weights=(third, -third, Fraction(7, 5)),
            target=Fraction(1, 10),
            step=ONE / 5,
            name=name,
            max_steps=3000,
        )
        # The balls hold 0 too in the end, and do not guess.
        stop = "undecided" if name == "ball" else "max-steps"
        assert (result.iterations, result.stop) == ((None,), stop), name


def test_progress_is_reported() -> None:
    seen: list[int] = []
    problem = Problem(squared(), Fraction(1, 10**5), near_identity(3, ONE / 3, 1))
    run(problem, backend("mpfr"), [Event("loss", -ONE)], max_steps=50_000, progress=seen.append)
    assert seen[0] == 1 and seen == sorted(set(seen))
    assert 3 < len(seen) < 50
    assert seen[-1] <= 50_001


def test_negative_steps_are_refused() -> None:
    with pytest.raises(ValueError, match="max_steps"):
        _run("product<=0", max_steps=-1)


def test_times() -> None:
    assert linear_times(11, 6) == (1, 3, 5, 7, 9, 11)
    assert linear_times(3, 10) == (1, 2, 3)
    assert logarithmic_times(10_000, 5) == (1, 10, 100, 1000, 10_000)
    assert logarithmic_times(1, 5) == (1,)
    for function in (linear_times, logarithmic_times):
        for last, count in ((0, 5), (10, 1)):
            with pytest.raises(ValueError, match="times up to"):
                function(last, count)
