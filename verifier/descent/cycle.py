"""Runs in exact rationals that come back to an earlier state: cycles, and stationary points."""

from __future__ import annotations

from fractions import Fraction

from verifier.descent.backend import Problem, leave_one_out, state_of
from verifier.descent.event import Event, watch
from verifier.descent.exact_backend import ExactBackend

LARGEST_BITS = 1_000  # of all weights together; a run that cycles keeps them small


def cycle(problem: Problem, event: Event, steps: int) -> str | None:
    """One line that says why the event never holds, if the exact run closes within `steps`.

    None if the loss is not `rational`, the run does not come back to an earlier state, or the
    event holds on the way.
    """
    if not problem.objective.rational:
        return None
    exact, one = ExactBackend(), Fraction(1)
    holds = watch(event, problem, exact)
    derivative = problem.objective.on(exact).derivative
    weights = problem.weights
    seen: dict[tuple[Fraction, ...], int] = {}
    for iteration in range(1, steps + 2):
        state = state_of(weights, one)
        if holds(state) is not False or _large(weights):
            return None
        if weights in seen:
            length = iteration - seen[weights]
            return _reason(seen[weights], length)
        seen[weights] = iteration
        head = problem.step * derivative(state.product)
        rest = leave_one_out(weights, one)
        weights = tuple(w - head * q for w, q in zip(weights, rest, strict=True))
    return None


def _reason(first: int, length: int) -> str:
    if length == 1:
        return f"the run is stationary from iteration {first} on"
    return f"the run repeats itself every {length} iterations from iteration {first} on"


def _large(weights: tuple[Fraction, ...]) -> bool:
    return (
        sum(w.numerator.bit_length() + w.denominator.bit_length() for w in weights) > LARGEST_BITS
    )
