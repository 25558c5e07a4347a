"""Divergence and cycles of runs with large steps."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.descent.backend import Problem
from verifier.descent.ball_backend import BallBackend
from verifier.descent.cycle import cycle
from verifier.descent.divergence import diverges
from verifier.descent.event import parse_event
from verifier.descent.objective import logistic, squared
from verifier.descent.run import run
from verifier.loss.expression import loss

BITS = 128
SQUARED = squared(Fraction(-1))
QUARTIC = loss("(p+1)**4/4")


def _weights(text: str) -> tuple[Fraction, ...]:
    return tuple(Fraction(w) for w in text.split(","))


def _says(objective: object, step: str, weights: str, event: str) -> str | None:
    problem = Problem(objective, Fraction(step), _weights(weights))  # type: ignore[arg-type]
    return diverges(problem, problem.weights, parse_event(event), BITS)


@pytest.mark.parametrize(
    ("objective", "step", "weights", "event"),
    [
        (SQUARED, "1", "10,10", "loss<=1/10"),
        (SQUARED, "1", "10,10", "product<=0"),  # two signs change in each iteration
        (SQUARED, "1/10", "-9,9,9", "loss<=1000"),
        (SQUARED, "3", "5", "loss<=1/10"),
        (QUARTIC, "1/10", "3,-2", "loss<=1"),
        (QUARTIC, "1/10", "3,2", "product<=-10"),
    ],
)
def test_divergence_is_proved(objective: object, step: str, weights: str, event: str) -> None:
    reason = _says(objective, step, weights, event)
    assert reason is not None and "\n" not in reason
    problem = Problem(objective, Fraction(step), _weights(weights))  # type: ignore[arg-type]
    result = run(problem, BallBackend(1000), [parse_event(event)], max_steps=3_000)
    assert result.iterations == (None,) and result.stop == "too-large"


@pytest.mark.parametrize(
    ("objective", "step", "weights", "event"),
    [
        (SQUARED, "1/10", "1,2", "loss<=1/10"),  # converges
        (SQUARED, "1/10", "4,5", "loss<=1/10"),  # diverges, but later than here
        (SQUARED, "1", "10,10,10", "product<=0"),  # at the next iteration
        (SQUARED, "1", "10,10", "min<=-100"),
        (SQUARED, "1", "10,10", "flipped-min<=-100"),
        (SQUARED, "1", "-10,10", "product<=-1000"),
        (SQUARED, "2", "5", "loss<=1/10"),  # a cycle of two
        (SQUARED, "1", "10,10", "loss<=10000"),  # already true
        (loss("p**3/3+p"), "1", "10,10", "loss<=-100000"),
        (loss("-p**2"), "1", "10,10", "loss<=-100000"),
        (logistic(), "3", "5,8", "loss<=1/100"),
    ],
)
def test_nothing_else_is_called_divergent(
    objective: object, step: str, weights: str, event: str
) -> None:
    assert _says(objective, step, weights, event) is None


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([SQUARED, squared(Fraction(1, 2)), squared(Fraction(3)), QUARTIC]),
    st.sampled_from([Fraction(1, 10), Fraction(1, 2), Fraction(1), Fraction(5, 2)]),
    st.lists(st.integers(-12, 12).filter(bool), min_size=1, max_size=4),
    st.sampled_from(["loss", "product"]),
    st.integers(-100, 10_000),
)
def test_an_event_of_a_divergent_run_never_happens(
    objective: object, step: Fraction, start: list[int], quantity: str, bound: int
) -> None:
    problem = Problem(objective, step, tuple(Fraction(w, 2) for w in start))  # type: ignore[arg-type]
    event = parse_event(f"{quantity}<={bound}")
    if diverges(problem, problem.weights, event, BITS):
        result = run(problem, BallBackend(400), [event], max_steps=1_000)
        # balls of a slow divergence may widen until they decide nothing
        assert result.iterations == (None,) and result.stop in {"too-large", "undecided"}


@pytest.mark.parametrize(
    ("step", "weights", "event", "piece"),
    [
        ("2", "3", "product<=-6", "every 2 iterations from iteration 1"),
        ("1", "1,1", "product<=0", "every 2 iterations from iteration 1"),
        ("1", "3", "product<=-2", "stationary from iteration 2"),
        ("1/2", "1,1", "product<=-1/10", "stationary from iteration 2"),  # the saddle, at once
    ],
)
def test_cycles_are_found(step: str, weights: str, event: str, piece: str) -> None:
    reason = cycle(Problem(SQUARED, Fraction(step), _weights(weights)), parse_event(event), 4)
    assert reason is not None and piece in reason


@pytest.mark.parametrize(
    ("step", "weights", "event"),
    [
        ("2", "3", "product<=-5"),  # on the cycle
        ("1", "3", "product<=-1"),  # on the way
        ("1/10", "3", "product<=-2"),  # no cycle
        ("1/10", "3,2,1,5/4", "product<=-2"),
    ],
)
def test_no_cycle_is_claimed(step: str, weights: str, event: str) -> None:
    assert cycle(Problem(SQUARED, Fraction(step), _weights(weights)), parse_event(event), 4) is None


def test_cycles_need_rational_losses() -> None:
    assert cycle(Problem(logistic(), Fraction(1), _weights("1")), parse_event("loss<=0"), 4) is None
