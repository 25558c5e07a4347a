"""Bounds over a panel low < x <= high of the reduced run, with the gaps frozen.

While x_t is in the panel the gaps lie in `boxes`, and the step is g(x_t)(1 + theta), |theta| <=
`theta`, where g is the step for the frozen gaps.  One step then moves the clock
Psi, Psi' = (1 - g'/2)/g, by 1 up to `epsilon` (lemma `escape/clock`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import arb

from verifier.descent.certified.balls import (
    Ball,
    Refusal,
    ball,
    hull,
    least,
    most,
    nonnegative_end,
    square,
)
from verifier.descent.certified.field import Gaps, Local, chi, local, spread
from verifier.descent.certified.oriented import Oriented

QUARTER = ball(Fraction(1, 4))


@dataclass(frozen=True)
class Run:
    """What stays the same from panel to panel: loss, step size, multiplicities, side."""

    loss: Oriented
    step: Ball
    counts: tuple[int, ...]
    side: int

    def gaps(self, sizes: Sequence[Ball]) -> Gaps:
        """Gaps of these sizes."""
        return Gaps(tuple(sizes), self.counts, self.side)

    def field(self, gaps: Gaps, x: Ball) -> Ball:
        """g(x) for these gaps."""
        root = gaps.root_product(x)
        return self.step * self.loss.first(x * root) * root


@dataclass(frozen=True)
class Panel:
    """Bounds over [low - overshoot, high]; see the module's docstring.

    `most_step` bounds the steps that start in the panel, and `overshoot` exceeds it.
    """

    low: Ball
    high: Ball
    overshoot: Ball
    frozen: Gaps
    boxes: tuple[Ball, ...]
    squares: tuple[Ball, ...]
    local: Local
    most_step: Ball
    rho: Ball
    sigma: Ball
    theta: Ball
    epsilon: Ball


def panel(run: Run, gaps: Sequence[Ball], low: Ball, high: Ball) -> Panel:
    """The panel [low, high], exact ends, entered with gaps in `gaps`.

    Raises `Refusal` if it is too long for these bounds to be useful, or a side condition of the
    lemmas fails on it.
    """
    ends = [run.field(run.gaps([d.mid() for d in gaps]), x) for x in (low, high)]
    if not all(end > 0 for end in ends):
        raise Refusal("f' is not of one sign")
    guess = (most(ends) * 3).upper()
    shrunk = _shrinking(gaps, _squares(gaps, hull(low - guess, high)), guess, high - low)
    frozen = run.gaps([((nonnegative_end(d) * (1 - s) + d.upper()) / 2).mid() for d, s in shrunk])
    for _ in range(3):
        found = _bounded(run, gaps, frozen, low, high, guess)
        if found is not None:
            return found
        guess = guess * 4
    raise Refusal("the steps vary too much on a panel")


def _squares(gaps: Sequence[Ball], x: Ball) -> list[Ball]:
    lowest = nonnegative_end(square(x))
    return [(lowest + nonnegative_end(d) / 2).lower() for d in gaps]


def _shrinking(
    gaps: Sequence[Ball], squares: Sequence[Ball], step: Ball, length: Ball
) -> list[tuple[Ball, Ball]]:
    # d (1 - s) <= d(t) <= d with s = sum g**2/v, by Weierstrass
    total = step * (length + step)
    return [
        (d, arb(0) if d == 0 else (total / v).upper()) for d, v in zip(gaps, squares, strict=True)
    ]


def _bounded(
    run: Run, gaps: Sequence[Ball], frozen: Gaps, low: Ball, high: Ball, overshoot: Ball
) -> Panel | None:
    centre = ((low + high) / 2).mid()
    x = hull(low - overshoot, high)
    offset = x - centre
    root = frozen.root_product(centre)
    roots = root * (frozen.slopes(x)[0] * offset).exp()
    here = local(run.loss, frozen, x, roots)
    if not here.force > 0:
        raise Refusal("f' is not certainly of one sign on a panel")
    field = run.field(frozen, centre) * (here.slope * offset).exp()
    step = (field * (1 + QUARTER)).upper()
    if not field.is_finite():
        raise Refusal("no bounds on a panel")
    if not step <= overshoot:
        return None
    shrinking = _shrinking(gaps, _squares(gaps, x), step, high - low)
    boxes = []
    for d, s in shrinking:
        if not s <= QUARTER * 2:
            raise Refusal("the gaps move too much on a panel")
        boxes.append(hull((nonnegative_end(d) * (1 - s)).lower(), d.upper()) if s > 0 else d)
    lowest = nonnegative_end(square(x))
    squares = tuple((lowest + nonnegative_end(box)).lower() for box in boxes)
    if squares:
        smallest = least(squares)
        if not (step * most([high, arb(0)]) < smallest and step * step <= smallest):
            raise Refusal("a step is too large for the reduction")
    theta = _theta(run, frozen, boxes, squares, here, x)
    rho = abs(field * here.slope).upper()
    sigma = abs(field * field * (here.slope * here.slope + here.bend)).upper()
    if not (rho <= QUARTER and theta <= QUARTER):
        raise Refusal("the steps are too large for the clock")
    tilt = theta * (1 + rho / 2) / (1 - rho * (1 + theta))
    epsilon = ((3 * rho * rho + sigma) / (12 * (1 - rho) ** 2) + tilt).upper()
    if not epsilon <= 2 * QUARTER:
        raise Refusal("the steps vary too much for the clock")
    return Panel(
        low, high, overshoot, frozen, tuple(boxes), squares, here, step, rho, sigma, theta, epsilon
    )


def _theta(
    run: Run,
    frozen: Gaps,
    boxes: Sequence[Ball],
    squares: Sequence[Ball],
    here: Local,
    x: Ball,
) -> Ball:
    # |log g(x; d) - log g(x; frozen)| <= chi |log Q - log Q0|, by the mean value theorem
    radii = [abs(box - d).upper() for box, d in zip(boxes, frozen.sizes, strict=True)]
    lowest = nonnegative_end(square(x))
    lows = [least([v, lowest + d]) for v, d in zip(squares, frozen.sizes, strict=True)]
    moved = spread_or_zero(lows, radii, run.counts)
    if moved == 0:
        return arb(0)
    if not moved.is_finite():
        raise Refusal("the gaps move too much on a panel")
    product = here.product * hull((-moved).exp(), moved.exp())
    if not run.loss.first(product) > 0:
        raise Refusal("f' is not certainly of one sign on a panel")
    return (chi(run.loss, product) * moved).expm1().upper()


def spread_or_zero(squares: Sequence[Ball], radii: Sequence[Ball], counts: Sequence[int]) -> Ball:
    """`spread`, in which a gap that does not move at all counts nothing, even at v = 0."""
    moving = [i for i, radius in enumerate(radii) if not radius.is_zero()]
    if not moving:
        return arb(0)
    return spread(
        [squares[i] for i in moving], [radii[i] for i in moving], [counts[i] for i in moving]
    ).upper()
