"""Runs of gradient descent: the first iteration at which events hold, and states on the way.

Iterations are counted as in the papers: w(1) is the start, so an event that holds there has
iteration 1, and `max_steps` updates lead up to iteration `max_steps + 1`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from verifier.descent.backend import Backend, Problem, State, state_of, stepper
from verifier.descent.event import Event, watch
from verifier.descent.exact_backend import ExactBackend
from verifier.descent.objective import Number

Stop: TypeAlias = Literal["events", "max-steps", "undecided", "too-large"]

# Beyond this a run is given up: within a few more updates the exponents alone fill the memory.
LARGEST = Fraction(2) ** 1000


@dataclass(frozen=True)
class Snapshot:
    """A recorded state: weights, product and loss as numbers of the backend."""

    iteration: int
    weights: tuple[Number, ...]
    product: Number
    loss: Number


@dataclass(frozen=True)
class RunResult:
    """What came of a run.

    `iterations[i]` is the first iteration at which event i holds, None if it did not by iteration
    `last`.  `stop` says why the run ended: all events held; the steps were used up; a rigorous
    backend could not decide an event (raise the precision); or |P| passed 2**1000.
    """

    iterations: tuple[int | None, ...]
    last: int
    stop: Stop
    trajectory: tuple[Snapshot, ...] = ()


def run(
    problem: Problem,
    backend: Backend,
    events: Sequence[Event],
    *,
    max_steps: int,
    record: Collection[int] = (),
) -> RunResult:
    """Steps until every event has held once, for at most `max_steps` updates.

    `record` lists iterations whose states are kept.  With a rigorous backend the iterations are
    those of the exact run; otherwise those of the rounded one, but for the start, which is
    compared exactly.  Raises `ValueError` if `max_steps` is negative.
    """
    if max_steps < 0:
        raise ValueError(f"max_steps is {max_steps}: give a natural number")
    with backend.working():
        return _run(problem, backend, tuple(events), max_steps, frozenset(record))


def _run(
    problem: Problem,
    backend: Backend,
    events: tuple[Event, ...],
    max_steps: int,
    record: frozenset[int],
) -> RunResult:
    one = backend.number(Fraction(1))
    functions = problem.objective.on(backend)
    update = stepper(functions, backend.number(problem.step), one)
    at_most, upper = backend.at_most, backend.threshold(LARGEST)
    lower = backend.threshold(-LARGEST)
    state = state_of([backend.number(weight) for weight in problem.weights], one)
    found: dict[int, int] = {}
    waiting = list(enumerate(watch(event, problem, backend) for event in events))
    answers = [_at_start(event, problem, backend, state) for event in events]
    kept: list[Snapshot] = []
    iteration = 1

    def result(stop: Stop) -> RunResult:
        iterations = tuple(found.get(number) for number in range(len(events)))
        return RunResult(iterations, iteration, stop, tuple(kept))

    while True:
        if iteration in record:
            loss = functions.value(state.product)
            kept.append(Snapshot(iteration, tuple(state.weights), state.product, loss))
        if any(answers):
            found |= {n: iteration for (n, _), yes in zip(waiting, answers, strict=True) if yes}
            waiting = [(n, test) for n, test in waiting if n not in found]
        if not waiting:
            return result("events")
        if None in answers:
            return result("undecided")
        if iteration > max_steps:
            return result("max-steps")
        if at_most(state.product, upper) is False or at_most(state.product, lower):
            return result("too-large")
        state = update(state)
        iteration += 1
        answers = [test(state) for _, test in waiting]


def _at_start(event: Event, problem: Problem, backend: Backend, state: State) -> bool | None:
    # Exact where it can be, so that rounding the given weights never decides an event.
    exact = ExactBackend()
    if event.quantity == "loss" and not problem.objective.rational:
        return watch(event, problem, backend)(state)
    return watch(event, problem, exact)(state_of(problem.weights, Fraction(1)))


def linear_times(last: int, count: int) -> tuple[int, ...]:
    """At most `count` iterations from 1 to `last`, evenly spaced, both ends among them.

    Raises `ValueError` unless last >= 1 and count >= 2.
    """
    _check_times(last, count)
    return tuple(sorted({1 + (last - 1) * i // (count - 1) for i in range(count)}))


def logarithmic_times(last: int, count: int) -> tuple[int, ...]:
    """At most `count` iterations from 1 to `last`, evenly spaced in their logarithm.

    Raises `ValueError` unless last >= 1 and count >= 2.
    """
    _check_times(last, count)
    inner = {min(last, round(float(last) ** (i / (count - 1)))) for i in range(count - 1)}
    return tuple(sorted({1, *inner, last}))


def _check_times(last: int, count: int) -> None:
    if last < 1 or count < 2:
        raise ValueError(f"{count} times up to {last}: give last >= 1 and count >= 2")
