"""Stepping the reduced run in balls, in mean-value form: a contraction makes the balls smaller.

x' = m - g(m; d) + (1 - g'(X; d)) (x - m) for x in the ball X around m, for all gaps d of balls.
"""

from __future__ import annotations

from dataclasses import dataclass

from flint import arb

from verifier.descent.certified.balls import Ball, Refusal, hull, least, nonnegative_end, square
from verifier.descent.certified.field import Gaps, local
from verifier.descent.certified.panel import Run
from verifier.descent.certified.reduced import Condition
from verifier.descent.certified.threshold import test


@dataclass(frozen=True)
class Envelope:
    """Balls around x and the gaps."""

    x: Ball
    gaps: tuple[Ball, ...]


@dataclass(frozen=True)
class Remaining:
    """The event holds after `soonest`..`latest` updates, at the latest with the oriented P in
    `product`."""

    soonest: int
    latest: int
    product: Ball


def remaining(run: Run, condition: Condition, start: Envelope, max_steps: int) -> Remaining | None:
    """How many updates there are until the event holds, from a state in `start`.

    None if it may take more than `max_steps`.  Raises `Refusal` where a side condition of the
    reduction is not certain.
    """
    state, soonest = start, None
    for count in range(max_steps + 1):
        gaps = run.gaps(state.gaps)
        holds = test(condition, run.loss, gaps)(state.x)
        if soonest is None and holds is not False:
            soonest = count
        if holds:
            product = state.x * gaps.root_product(state.x)
            return Remaining(count if soonest is None else soonest, count, product)
        state = _step(run, gaps, state)
    return None


def _step(run: Run, gaps: Gaps, state: Envelope) -> Envelope:
    x, middle = state.x, state.x.mid()
    root = gaps.root_product(x)
    here = local(run.loss, gaps, x, root)
    if not here.force > 0:
        raise Refusal("the sign of f' is not certain: the run is at its limit or overshoots it")
    field = run.step * here.force * root
    step, squared = field.upper(), square(x)
    lowest = nonnegative_end(squared)
    squares = [lowest + nonnegative_end(d) for d in gaps.sizes]
    if squares:
        smallest = least(squares)
        top = x.upper() if x.upper() > 0 else arb(0)
        if not (step * top < smallest and step * step <= smallest):
            raise Refusal("a step is too large for the reduction")
    following = middle - run.field(gaps, middle) + (1 - field * here.slope) * (x - middle)
    moved = nonnegative_end(field) ** 2
    shrunk = []
    for d, v in zip(gaps.sizes, squares, strict=True):
        if d == 0:
            shrunk.append(d)
            continue
        most = d.upper() * (1 - moved / (squared.upper() + d.upper()))
        shrunk.append(hull((nonnegative_end(d) * (1 - step * step / v)).lower(), most.upper()))
    return Envelope(following, tuple(shrunk))
