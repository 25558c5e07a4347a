"""What passing through a panel takes: the clock's advance, and the gaps afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flint import arb

from verifier.descent.certified.balls import (
    Ball,
    Refusal,
    hull,
    least,
    most,
    nonnegative_end,
    square,
)
from verifier.descent.certified.field import Gaps, chi, local
from verifier.descent.certified.panel import QUARTER, Panel, Run, spread_or_zero
from verifier.descent.certified.quadrature import Frozen, frozen, integral
from verifier.descent.objective import Functions

DRIFT_BITS = 48
TOLERANCE = arb(2) ** -30  # of the clock, in updates
NEGLIGIBLE = arb(2) ** -70  # a relative change of the gaps that is not worth an integral


@dataclass(frozen=True)
class Clock:
    """The clock of a panel: differences of Psi between two points of it."""

    run: Run
    gaps: Gaps
    field: Frozen
    bits: int

    def between(self, low: Ball, high: Ball) -> Ball:
        """Psi(high) - Psi(low) = int dx/g - log(g(high)/g(low))/2, for exact low <= high."""
        if low == high:
            return arb(0)
        time = integral(lambda z, a: 1 / self.field.field(z, a), low, high, self.bits, TOLERANCE)
        ratio = self.run.field(self.gaps, high) / self.run.field(self.gaps, low)
        return time - ratio.log() / 2


def clock(run: Run, panel: Panel, analytic: Callable[[bool], Functions], bits: int) -> Clock:
    """The clock of the panel, integrals to about `bits` bits."""
    field = frozen(run.step, run.loss.tau, panel.frozen, panel.low, panel.high, analytic)
    return Clock(run, panel.frozen, field, bits)


@dataclass(frozen=True)
class Seam:
    """How two panels differ over one step below their common end p.

    `clock` bounds |integral of psi_after - psi_before|, psi = (1 - g'/2)/g = 1/g - (log g)'/2 for
    the frozen gaps of either panel; `ratio` bounds |g_after/g_before - 1|, and `gap` every
    |log v_after - log v_before|.
    """

    clock: Ball
    ratio: Ball
    gap: Ball


NO_SEAM = Seam(arb(0), arb(0), arb(0))


def drifted(
    run: Run, panel: Panel, gaps: tuple[Ball, ...], field: Frozen, before: Seam
) -> tuple[Ball, ...]:
    """What the gaps would be if the run were exactly at the panel's lower end, given that for the
    upper one.

    Source: lemma `escape/drift`: with phi = g/v a step takes log(1 - g phi (1 + theta)) from log d,
    and g phi is the integral of phi over the step up to sup |phi'| g**2/2.  The integrals add up
    over the panels but for what phi changes by at a seam.
    """
    length = panel.high - panel.low + 2 * panel.most_step
    shares = [(panel.most_step * length / v).upper() for v in panel.squares]
    if all(share <= NEGLIGIBLE for share in shares):
        return tuple(_lost(d, hull(-4 * s, 4 * s)) for d, s in zip(gaps, shares, strict=True))
    moments = _moments(panel, field)
    centre = square(field.centre)
    x = hull(panel.low - panel.overshoot, panel.high)
    squared = square(x)
    result = []
    for i, (d, size) in enumerate(zip(gaps, panel.frozen.sizes, strict=True)):
        if d == 0:
            result.append(d)
            continue
        v, whole, lowest = centre + size, squared + size, panel.squares[i]
        if (squared - centre).abs_upper() * 8 <= v:
            total = moments[0] / v - moments[1] / v**2 + moments[2] / v**2 / whole
        else:
            total = _moment(panel, lambda z, size=size: 1 / (z * z + size), field)  # type: ignore[misc]
        lowest = least([lowest, nonnegative_end(whole)])
        phi = panel.most_step / lowest
        bend = abs(phi * (abs(panel.local.slope) + 2 * abs(x) / lowest))
        moved = abs(panel.boxes[i] - size) / lowest
        share_of = (1 + panel.theta) * moved.exp() - 1
        step = 2 * panel.most_step * phi
        trapezoid = bend * panel.most_step * length / 2
        error = trapezoid + share_of * (total + 2 * step + trapezoid)
        error = (error + 2 * step * ((1 + before.ratio) * before.gap.exp() - 1)).upper()
        largest = panel.most_step**2 / lowest
        if not largest <= QUARTER:
            raise Refusal("a step moves a gap too much")
        most_lost = (total + error) / (1 - largest)
        result.append(_lost(d, hull((total - error).lower(), most_lost.upper())))
    return tuple(result)


def _lost(gap: Ball, logarithm: Ball) -> Ball:
    return gap * (-logarithm).exp()


def at_end(run: Run, panel: Panel, gaps: tuple[Ball, ...]) -> tuple[Ball, ...]:
    """The gaps at the first iteration with x at or below the panel's lower end p.

    x is then at most 2 g(p) below p (see `seam`), with g <= 2 g(p) there.
    """
    step = (2 * run.field(panel.frozen, panel.low)).upper()
    return tuple(
        d if d == 0 else hull(d * (1 - 2 * step * step / v), d)
        for d, v in zip(gaps, panel.squares, strict=True)
    )


def _moment(panel: Panel, weight: Callable[[Ball], Ball], field: Frozen) -> Ball:
    return integral(lambda z, a: field.field(z, a) * weight(z), panel.low, panel.high, DRIFT_BITS)


def _moments(panel: Panel, field: Frozen) -> list[Ball]:
    centre = field.centre * field.centre
    return [_moment(panel, lambda z, n=n: (z * z - centre) ** n, field) for n in range(3)]  # type: ignore[misc]


def seam(run: Run, before: Panel, after: Panel) -> Seam:
    """The seam of two panels.

    As |g'| <= 1/4 and |theta| <= 1/4, a step across p is at most g(p) (5/4)/(1 - 5/16) <= 2 g(p),
    and g >= g(p)/4 on it.  Raises `Refusal` where the panels differ too much.
    """
    end = before.low
    step = (2 * run.field(before.frozen, end)).upper()
    if not (step <= before.overshoot and step <= after.high - after.low + after.overshoot):
        raise Refusal("the steps vary too much between two panels")
    overlap = hull(end - step, end)
    pairs = list(zip(before.frozen.sizes, after.frozen.sizes, strict=True))
    lowest = nonnegative_end(square(overlap))
    squares = [lowest + nonnegative_end(hull(a, b)) for a, b in pairs]
    radii = [abs(b - a).upper() for a, b in pairs]
    moved = spread_or_zero(squares, radii, run.counts)
    if moved == 0:
        return NO_SEAM
    roots = [one.frozen.root_product(overlap) for one in (before, after)]
    here, there = (
        local(run.loss, one.frozen, overlap, root)
        for one, root in zip((before, after), roots, strict=True)
    )
    ratio = (chi(run.loss, hull(here.product, there.product)) * moved).expm1().upper()
    if not ratio <= QUARTER:
        raise Refusal("the gaps differ too much between two panels")
    clock_error = 8 * ratio + step * abs(here.slope - there.slope) / 2
    gap = most(arb(0) if r == 0 else r / v for r, v in zip(radii, squares, strict=True))
    return Seam(clock_error.upper(), ratio, gap)
