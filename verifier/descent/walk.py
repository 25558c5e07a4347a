"""A run in progress, which looks at events only where they may happen.

Between the states that are tested lie quiet stretches: before one is entered, an evaluation of the
moves over a box in ball arithmetic shows that the run stays in the box for so many updates and
that no event holds anywhere in it. So the first iteration of an event is found exactly, while an
update costs its multiplications and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from flint import arb

from verifier.descent.backend import Backend, Moduli, Problem, State, mover, state_of, stepper
from verifier.descent.ball_backend import BallBackend
from verifier.descent.event import Event, Test, watch
from verifier.descent.exact_backend import ExactBackend
from verifier.descent.midpoints import Box, Midpoints, Stretch
from verifier.descent.objective import Number

# Beyond this a run is given up: within a few more updates the exponents alone fill the memory.
LARGEST = Fraction(2) ** 1000
BOX_BITS = 64
SHORTEST, LONGEST = 32, 2**13  # updates a stretch
WEIGHTS = 2**18  # updated in a stretch, so that a deep run reports and stops in time


class Lookout:
    """Foresees for how long the events of a run cannot hold.

    `bits` is the precision of the numbers that are stepped: roundings are allowed for.
    """

    def __init__(self, problem: Problem, moduli: Moduli, events: Sequence[Event], bits: int):
        self._balls = BallBackend(BOX_BITS)
        self._moduli = moduli
        with self._balls.working():
            self._moves = mover(problem, self._balls, moduli)
            self._tests: dict[Event, Test] = {e: watch(e, problem, self._balls) for e in events}
            self._largest = self._balls.number(LARGEST)
            self._ulp = arb(2) ** (2 - bits)

    def quiet(self, values: Sequence[Number], updates: int, events: Sequence[Event]) -> Box | None:
        """A box in which the values stay for so many updates and no event holds, or None.

        For balls, this is true of the exact runs from everywhere in them. abs(P) is less than
        `LARGEST` in the box. The box is values +- radii; a run is in it after m updates if m times
        the largest moves in the box, with their roundings, are less than the radii: by induction,
        since the moves up to there are made inside. An eighth of the radii, many ulps, is left
        for the roundings inside of f' and of the products.
        """
        with self._balls.working():
            try:
                centre = [_ball(value) for value in values]
            except OverflowError:
                return None
            ulp, slack = self._ulp, 2**22 * self._ulp * (2 + len(self._moduli.places))
            radii = [
                (abs(move) * (1.5 * updates) + abs(value) * slack).upper()
                for move, value in zip(self._moves(centre), centre, strict=True)
            ]
            box = [value + arb(0, radius) for value, radius in zip(centre, radii, strict=True)]
            for move, value, radius in zip(self._moves(box), box, radii, strict=True):
                # Written so that what is not finite fails.
                if not updates * (abs(move) + abs(value) * ulp) <= 0.875 * radius:
                    return None
            state = self._moduli.state(box)
            if not abs(state.product) < self._largest:
                return None
            quiet = all(self._tests[event](state) is False for event in events)
            return Box(box, radii) if quiet else None


def _ball(value: Number) -> Number:
    if isinstance(value, arb):
        return value
    nearest = arb(float(value))
    return nearest + arb(0, (abs(nearest) * 2.0**-50 + 2.0**-1000).upper())


class Mark(NamedTuple):
    """Where a walk can be taken up again: the start of a stretch, or a state that was tested."""

    iteration: int
    values: Sequence[Number]
    stretch: int
    to_test: int


class Walk:
    """The values of a run at an iteration, to be moved on.

    Guaranteed to take the same way, to the last bit, however it is cut into pieces. To be made and
    used inside of the backend's `working()`; `mark` takes up an earlier walk.
    """

    def __init__(
        self,
        problem: Problem,
        backend: Backend,
        events: Sequence[Event],
        mark: Mark | None = None,
    ):
        self.moduli = Moduli.of(problem.weights)
        self._update = stepper(problem, backend, self.moduli)
        # Exact fractions are for runs of a few updates.
        bits = backend.bits
        self._lookout = None if bits is None else Lookout(problem, self.moduli, events, bits)
        self.longest = min(LONGEST, max(SHORTEST, WEIGHTS // len(self.moduli.values)))
        if mark is None:
            start = [backend.number(value) for value in self.moduli.values]
            mark = Mark(1, start, self.longest // 8, 0)
        self._mark = mark
        self.iteration, self.values, self._stretch, self._to_test = mark
        self._left = 0  # quiet updates ahead
        self._midpoints = (
            Midpoints(problem, self.moduli, backend.bits)
            if isinstance(backend, BallBackend) and problem.objective.rational
            else None
        )
        self._floats: Stretch | None = None

    @property
    def mark(self) -> Mark:
        """Where this walk can be taken up again: here, or at the start of the stretch it is in."""
        if self._left:
            return self._mark
        return Mark(self.iteration, self.values, self._stretch, self._to_test)

    def state(self) -> State:
        """The weights and their product, as numbers of the backend."""
        return self.moduli.state(self.values)

    def advance(self, most: int, events: Sequence[Event]) -> bool:
        """Goes on by 1..most updates; whether an event may hold now.

        None has held in between; `False` says that none holds at the new iteration either.
        """
        if not self._left:
            self._mark = self.mark
            self._left = self._plan(events)
        quiet = self._left > 0
        updates = min(most, self._left) if quiet else 1
        self.values = self._moved(updates)
        self.iteration += updates
        self._left -= updates if quiet else 0
        return not quiet

    def _moved(self, updates: int) -> Sequence[Number]:
        if self._floats is not None:
            balls = self._floats.advance(updates)
            if balls is not None:
                return balls
            # From the start of the stretch, so that it does not matter where one stopped in it.
            self._floats = None
            updates += self.iteration - self._mark.iteration
            return self._update(self._mark.values, updates)
        return self._update(self.values, updates)

    def _plan(self, events: Sequence[Event]) -> int:
        self._floats = None
        if self._lookout is None:
            return 0
        if self._to_test:
            self._to_test -= 1
            return 0
        while self._stretch >= SHORTEST:
            updates = self._stretch
            box = self._lookout.quiet(self.values, updates, events)
            if box is not None:
                if self._midpoints is not None:
                    self._floats = self._midpoints.stretch(self.values, box, updates)
                self._stretch = min(2 * updates, self.longest)
                return updates
            self._stretch = updates // 4
        self._stretch = SHORTEST
        self._to_test = SHORTEST - 1
        return 0


def holds_at_start(event: Event, problem: Problem, backend: Backend) -> bool | None:
    """Whether an event holds at the start: exact for rational losses, whatever the backend.

    So rounding the given weights decides no event. To be called inside of the backend's
    `working()`; None if balls do not decide it.
    """
    numbers: Backend = ExactBackend()
    if event.quantity == "loss" and not problem.objective.rational:
        numbers = backend
    weights = [numbers.number(weight) for weight in problem.weights]
    return watch(event, problem, numbers)(state_of(weights, numbers.number(Fraction(1))))
