"""Runs of gradient descent: the first iteration at which events hold, and states on the way.

Iterations are counted as in the papers: w(1) is the start, so an event that holds there has
iteration 1, and `max_steps` updates lead up to iteration `max_steps + 1`.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from verifier.descent.backend import BITS, DEFAULT_BITS, Backend, Problem, Snapshot, State
from verifier.descent.ball_backend import BallBackend
from verifier.descent.checkpoint import Progress, identity, load, save
from verifier.descent.event import Event, watch
from verifier.descent.walk import LARGEST, Walk, holds_at_start

Stop: TypeAlias = Literal["events", "max-steps", "undecided", "too-large", "undefined"]

SAVE_SECONDS = 60.0  # between checkpoints


@dataclass(frozen=True)
class RunResult:
    """What came of a run.

    `iterations[i]` is the first iteration at which event i holds, None if it did not by iteration
    `last`.  `stop` says why the run ended:

    * events: all of them have held;
    * max-steps: the steps were used up;
    * undecided: the balls have become too wide to decide an event or to go on (more bits help);
    * too-large: abs(P) passed 2**1000, or the numbers of the backend;
    * undefined: the loss or its derivative has no value at the next product.

    Every number of the trajectory is finite.
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
    progress: Callable[[int], None] | None = None,
    checkpoint: Path | None = None,
) -> RunResult:
    """Steps until every event has held once, for at most `max_steps` updates.

    With a rigorous backend the iterations are those of the exact run; otherwise those of the
    rounded one, but for the start, which is compared exactly.

    Args:
        problem: loss, step size and start.
        backend: the numbers to step with.
        events: what is waited for.
        max_steps: the largest number of updates, 0 or more.
        record: iterations whose states are kept, such as `logarithmic_times` gives.
        progress: called with the iteration now and then, after some thousand updates at most.
        checkpoint: a file. If it exists the run goes on from it, and ends as if it had never been
            interrupted. It is written every minute, at the end, and when the run is interrupted by
            an exception such as KeyboardInterrupt, which is passed on.

    Raises:
        ValueError: `max_steps` is negative, or the checkpoint is of another run or unusable.
    """
    if max_steps < 0:
        raise ValueError(f"max_steps is {max_steps}: give a natural number")
    with backend.working():
        course = _Course(problem, backend, tuple(events), frozenset(record), checkpoint)
        try:
            return course.run(max_steps, progress)
        finally:
            course.save()


def rigorous_run(
    problem: Problem,
    events: Sequence[Event],
    *,
    max_steps: int,
    bits: int = DEFAULT_BITS,
    record: Collection[int] = (),
    progress: Callable[[int], None] | None = None,
) -> RunResult:
    """A run in balls, again and again with twice the bits while precision is what it lacks.

    Guaranteed to give the iterations of the exact run. `stop` is "undecided" only if 10,000 bits
    do not suffice either, as where an event holds with equality at a number that is not dyadic.
    Arguments and errors are those of `run`; `bits` is the precision of the first attempt.
    """
    while True:
        result = run(
            problem,
            BallBackend(bits),
            events,
            max_steps=max_steps,
            record=record,
            progress=progress,
        )
        if result.stop != "undecided" or bits == BITS[-1]:
            return result
        bits = min(2 * bits, BITS[-1])


class _Course:
    # A run in the making: its walk, what it has found, and its file.

    def __init__(
        self,
        problem: Problem,
        backend: Backend,
        events: tuple[Event, ...],
        record: frozenset[int],
        checkpoint: Path | None,
    ):
        self._problem, self._backend, self._events = problem, backend, events
        self._record, self._file = sorted(record), checkpoint
        self._value = problem.objective.on(backend).value
        self._tests = {event: watch(event, problem, backend) for event in events}
        self._limits = backend.threshold(-LARGEST), backend.threshold(LARGEST)
        self._identity = identity(problem, backend, events, self._record)
        earlier = None if checkpoint is None else load(checkpoint, self._identity, backend)
        self._walk = Walk(problem, backend, events, None if earlier is None else earlier.mark)
        self._found = {} if earlier is None else dict(earlier.found)
        self._kept = [] if earlier is None else list(earlier.trajectory)
        self._unseen = earlier is None
        self._next = bisect_right(self._record, 0 if self._unseen else self._walk.iteration)
        self._safe = self._walk.mark, self._found

    def run(self, max_steps: int, progress: Callable[[int], None] | None) -> RunResult:
        walk = self._walk
        if walk.iteration > max_steps + 1:
            raise ValueError(
                f"{self._file} is at iteration {walk.iteration}: give max_steps > {max_steps}"
            )
        report_at, saved = walk.iteration, time.monotonic()
        stop = self._guarded(lambda: self._look(at_start=True)) if self._unseen else self._done()
        while stop is None:
            # What is saved is what was known when the walk was last at its mark.
            self._safe = walk.mark, self._found
            if progress is not None and walk.iteration >= report_at:
                report_at = walk.iteration + walk.longest
                progress(walk.iteration)
            if self._file is not None and time.monotonic() - saved > SAVE_SECONDS:
                self.save()
                saved = time.monotonic()
            stop = self._guarded(lambda: self._step(max_steps))
        iterations = tuple(self._found.get(number) for number in range(len(self._events)))
        return RunResult(iterations, walk.iteration, stop, tuple(self._kept))

    def save(self) -> None:
        if self._file is not None:
            mark, found = self._safe
            trajectory = tuple(s for s in self._kept if s.iteration <= mark.iteration)
            progress = Progress(mark, found, trajectory)
            save(self._file, self._identity, progress, self._backend)

    def _guarded(self, step: Callable[[], Stop | None]) -> Stop | None:
        try:
            return step()
        except OverflowError:
            return "too-large"
        except (ValueError, ZeroDivisionError):
            return "undefined"

    def _step(self, max_steps: int) -> Stop | None:
        if self._walk.iteration > max_steps:
            return "max-steps"
        last = max_steps + 1
        if self._next < len(self._record):
            last = min(last, self._record[self._next])
        waiting = [e for number, e in enumerate(self._events) if number not in self._found]
        if self._walk.advance(last - self._walk.iteration, waiting):
            return self._look()
        return self._keep(self._walk.state()) if self._due() else None

    def _due(self) -> bool:
        return self._next < len(self._record) and self._record[self._next] == self._walk.iteration

    def _done(self) -> Stop | None:
        return "events" if len(self._found) == len(self._events) else None

    def _look(self, at_start: bool = False) -> Stop | None:
        state, at_most = self._walk.state(), self._backend.at_most
        if not self._backend.is_finite(state.product):
            return self._lost()
        stop = self._keep(state) if self._due() else None
        undecided = False
        for number, event in enumerate(self._events):
            if number in self._found or stop is not None:
                continue
            if at_start:
                answer = holds_at_start(event, self._problem, self._backend)
            else:
                answer = self._tests[event](state)
            if answer:
                self._found = {**self._found, number: self._walk.iteration}
            undecided = undecided or answer is None
        stop = stop or self._done() or ("undecided" if undecided else None)
        lower, upper = self._limits
        if stop is None and (
            at_most(state.product, upper) is False or at_most(state.product, lower)
        ):
            return "too-large"
        return stop

    def _keep(self, state: State) -> Stop | None:
        numbers = (*state.weights, state.product, self._value(state.product))
        if not all(map(self._backend.is_finite, numbers)):
            return self._lost()
        *weights, product, loss = numbers
        self._kept.append(Snapshot(self._walk.iteration, tuple(weights), product, loss))
        self._next += 1
        return None

    def _lost(self) -> Stop:
        return "undecided" if self._backend.rigorous else "too-large"


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
