"""Rigorous stepping until one event, in pieces: the explicit updates of a certified count."""

from __future__ import annotations

from verifier.descent.backend import Problem
from verifier.descent.ball_backend import BallBackend
from verifier.descent.event import Event, watch
from verifier.descent.objective import Number
from verifier.descent.walk import LARGEST, Walk, holds_at_start


class ExplicitRun:
    """Gradient descent on the raw weights in balls of `bits` bits, up to an event.

    `iteration` and `weights`, a list of arb, say where the run is; the exact w(iteration) lies in
    the weights. `found` is True once the event holds (at `iteration`, and at none before), None
    once the balls do not decide it or are too wide or too large to go on, False before.
    Raises `ValueError` for a precision outside of 53..10000 bits.
    """

    def __init__(self, problem: Problem, event: Event, bits: int):
        self._balls = BallBackend(bits)
        self._event = event
        with self._balls.working():
            self._test = watch(event, problem, self._balls)
            self._largest = self._balls.threshold(LARGEST)
            self._walk = Walk(problem, self._balls, (event,))
            self.found = holds_at_start(event, problem, self._balls)

    @property
    def iteration(self) -> int:
        """Where the run is; 1 is the start."""
        return self._walk.iteration

    @property
    def weights(self) -> list[Number]:
        """Balls around w_1..w_k at `iteration`."""
        return list(self._walk.state().weights)

    def advance(self, updates: int) -> bool | None:
        """Goes on by at most so many updates, unless `found` is no longer False; returns it."""
        last = self.iteration + updates
        with self._balls.working():
            while self.found is False and self.iteration < last:
                if self._walk.advance(last - self.iteration, (self._event,)):
                    self.found = self._look()
        return self.found

    def _look(self) -> bool | None:
        state = self._walk.state()
        found = self._test(state)
        if found is False and not abs(state.product) < self._largest:
            return None
        return found
