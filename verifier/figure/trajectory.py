"""Runs of gradient descent in ball arithmetic as rows: states with a bound on their error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from verifier.descent.backend import Problem, Snapshot

STATE = ("t", "radius", "loss", "product")
Interval = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Start:
    """A near-identity start and a step size, on the loss (P + 1)**2/2."""

    depth: int
    radius: Fraction
    seed: int
    step: Fraction

    @property
    def weights(self) -> tuple[Fraction, ...]:
        """w(1)."""
        from verifier.descent.initialisation import near_identity

        return near_identity(self.depth, self.radius, self.seed)

    @property
    def problem(self) -> Problem:
        """Gradient descent from there."""
        from verifier.descent.backend import Problem
        from verifier.descent.objective import squared

        return Problem(squared(Fraction(-1)), self.step, self.weights)


def weight_columns(depth: int) -> tuple[str, ...]:
    """The columns of w_1, w_2, ..."""
    return tuple(f"w_{j}" for j in range(1, depth + 1))


def states(start: Start, times: Sequence[int]) -> Iterator[dict[str, str]]:
    """The states at these times, rounded to 12 digits.

    `radius` bounds how far any number of a row is from that of the exact run.  Raises `ValueError`
    if balls do not reach the last time.
    """
    from verifier.descent.ball_backend import BallBackend
    from verifier.descent.event import Event
    from verifier.descent.run import rigorous_run

    never = Event("loss", Fraction(-1))
    found = rigorous_run(start.problem, (never,), max_steps=max(times) - 1, record=times)
    if len(found.trajectory) != len(times):
        raise ValueError(f"the run ended at iteration {found.last}: {found.stop}")
    balls = BallBackend()
    for state in found.trajectory:
        yield _row(state, balls)


def _row(state: Snapshot, balls: Any) -> dict[str, str]:
    numbers = (state.loss, state.product, *state.weights)
    with balls.working():
        enclosures = [balls.enclosure(number) for number in numbers]
    texts = [f"{float((low + high) / 2):.12g}" for low, high in enclosures]
    errors = [_error(text, ends) for text, ends in zip(texts, enclosures, strict=True)]
    names = ("loss", "product", *weight_columns(len(state.weights)))
    # Five per cent more than rounding to two digits can take away.
    radius = f"{float(max(errors)) * 1.05:.1e}"
    return {"t": str(state.iteration), "radius": radius, **dict(zip(names, texts, strict=True))}


def _error(text: str, ends: Interval) -> Fraction:
    value = Fraction(text)
    return max(ends[1] - value, value - ends[0])


def thinned(rows: Sequence[dict[str, str]], least: float) -> Iterator[dict[str, str]]:
    """The first row, the last, and those between that lie `least` from the one kept before, in
    some number, or before such a one: what a curve needs."""
    kept = rows[0]
    yield kept
    for before, row in pairwise(rows):
        if _distance(kept, row) >= least:
            if before is not kept:
                yield before
            yield row
            kept = row
    if kept is not rows[-1]:
        yield rows[-1]


def _distance(one: dict[str, str], other: dict[str, str]) -> float:
    return max(abs(float(one[n]) - float(other[n])) for n in one if n not in ("t", "radius"))
