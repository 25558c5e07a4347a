"""Escape times from near-identity starts for a target y < 0: how they grow with the depth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from verifier.descent.backend import Problem, backend
from verifier.descent.event import Event
from verifier.descent.initialisation import near_identity
from verifier.descent.objective import squared
from verifier.descent.run import run
from verifier.result import MeasurementResult

COLUMNS = ("k", "seed", "min<=1/2", "product<=0", "loss<=1/10", "log of the last")
EVENTS = (
    Event("min", Fraction(1, 2)),
    Event("product", Fraction(0)),
    Event("loss", Fraction(1, 10)),
)
RADIUS, STEP = Fraction(1, 64), Fraction(1, 10)
STARTS = 256
MOST_STEPS = 200_000  # the slowest run, at k = 8, takes 116,674


def measure(name: str, quick: bool) -> MeasurementResult:
    """The table of `escape_times`.  Raises `ValueError` if a run does not escape."""
    rows = []
    for k in range(2, 7) if quick else range(2, 9):
        seed, weights = soonest_start(k)
        times = escape(weights)
        rows.append((k, seed, *times, math.log(times[-1])))
    depths = [row[0] for row in rows]
    slopes = [slope(depths, [math.log(row[2 + i]) for row in rows]) for i in range(len(EVENTS))]
    fitted = ", ".join(f"{event} {s:.3f}" for event, s in zip(EVENTS, slopes, strict=True))
    return MeasurementResult(
        name,
        None,
        COLUMNS,
        tuple(rows),
        None,
        note=(
            f"the bound on such runs is an entry of its own; slope of log T against k: {fitted}; "
            f"loss (p + 1)**2/2, step {STEP}, near-identity radius {RADIUS}, for each k the start "
            f"of widest gaps among the seeds 0..{STARTS - 1}, where escape is soonest; mpmath"
        ),
    )


def soonest_start(depth: int) -> tuple[int, tuple[Fraction, ...]]:
    """The seed and start, of `STARTS`, whose squares lie furthest above the smallest of them.

    The escape time is about inverse to the root of the product of these gaps, so this is the start
    that escapes soonest: what grows with the depth even here grows for all of them, and stepping
    through it is feasible.
    """
    starts = {seed: near_identity(depth, RADIUS, seed) for seed in range(STARTS)}
    best = max(starts, key=lambda seed: _gaps(starts[seed]))
    return best, starts[best]


def _gaps(weights: tuple[Fraction, ...]) -> Fraction:
    least, *others = sorted(w * w for w in weights)
    return math.prod((other - least for other in others), start=Fraction(1))


def escape(weights: tuple[Fraction, ...]) -> tuple[int, ...]:
    """The first iterations of the three events.

    Raises `ValueError` if the step is beyond 1/(4 L max(1, B)), B = P(1) and L = B + 1, where the
    theory of these starts ends, or if an event does not happen.
    """
    product = math.prod(weights, start=Fraction(1))
    if STEP * 4 * (product + 1) * max(Fraction(1), product) > 1:
        raise ValueError(f"the step {STEP} is too large for a start with product {product}")
    problem = Problem(squared(Fraction(-1)), STEP, weights)
    result = run(problem, backend("mpmath"), EVENTS, max_steps=MOST_STEPS)
    times = tuple(time for time in result.iterations if time is not None)
    if len(times) < len(EVENTS):
        raise ValueError(f"no escape within {MOST_STEPS} steps: raise MOST_STEPS")
    return times


def slope(x: Sequence[float], y: Sequence[float]) -> float:
    """The least-squares slope of y against x.  Raises `ValueError` for fewer than two points x."""
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    spread = sum((a - mean_x) ** 2 for a in x)
    if not spread:
        raise ValueError("a slope needs two different points: give more depths")
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / spread
