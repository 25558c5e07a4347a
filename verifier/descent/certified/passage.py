"""What passing through a panel takes: the clock's advance, and the gaps afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flint import arb

from verifier.descent.certified.balls import Ball, Refusal, hull, least, nonnegative_end, square
from verifier.descent.certified.field import Gaps, chi, local
from verifier.descent.certified.panel import QUARTER, Panel, Run, spread_or_zero
from verifier.descent.certified.quadrature import Frozen, frozen, integral
from verifier.descent.objective import Functions

DRIFT_BITS = 48
TOLERANCE = arb(2) ** -30  # of the clock, in updates
NEGLIGIBLE = -70  # log2 of a relative change of the gaps that is not worth an integral


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


def drifted(run: Run, panel: Panel, gaps: tuple[Ball, ...], field: Frozen) -> tuple[Ball, ...]:
    """The gaps when x has passed the panel, given those before.

    Source: lemma `escape/drift` with phi = g/v, I = int phi dx over the panel up to a step at
    either end, B = sup |phi'|.
    """
    if all(_negligible(d, box) for d, box in zip(gaps, panel.boxes, strict=True)):
        return panel.boxes
    moments = _moments(panel, field)
    result = []
    centre = square(field.centre)
    x = hull(panel.low - panel.overshoot, panel.high)
    u_range = square(x) - centre
    lowest = nonnegative_end(square(x))
    length = panel.high - panel.low + panel.most_step
    for i, (d, box) in enumerate(zip(gaps, panel.boxes, strict=True)):
        if _negligible(d, box):
            result.append(box)
            continue
        size = panel.frozen.sizes[i]
        v = centre + size
        whole = square(x) + size
        if u_range.abs_upper() * 8 <= v:
            total = moments[0] / v - moments[1] / v**2 + moments[2] / v**2 / whole
        else:
            total = integral(
                lambda z, a, size=size: field.field(z, a) / (z * z + size),  # type: ignore[misc]
                panel.low,
                panel.high,
                DRIFT_BITS,
            )
        phi = panel.most_step / whole
        ends = (2 * phi * panel.most_step).abs_upper()
        bend = abs(phi * (panel.local.slope - 2 * x / whole)).upper()
        trapezoid = (bend * panel.most_step * length / 2).upper()
        total = total + arb(0, (ends + trapezoid).upper())
        moved = abs(box - size).upper() / least([panel.squares[i], lowest + size])
        factor = ((1 + panel.theta) * moved.exp()).upper()
        fewest = nonnegative_end(total * (2 - factor))
        low = _at_least(d, factor * total, box)
        result.append(hull(low, (d.upper() * (-fewest).exp()).upper()))
    return tuple(result)


def _at_least(gap: Ball, moved: Ball, box: Ball) -> Ball:
    low = (nonnegative_end(gap) * (1 - moved.upper())).lower()
    bound = nonnegative_end(box)
    return low if low > bound else bound


def _negligible(gap: Ball, box: Ball) -> bool:
    return bool(box.upper() - nonnegative_end(box) <= gap.upper() * arb(2) ** NEGLIGIBLE) or (
        gap == 0
    )


def _moments(panel: Panel, field: Frozen) -> tuple[Ball, Ball, Ball]:
    centre = field.centre * field.centre

    def moment(n: int) -> Ball:
        return integral(
            lambda z, a: field.field(z, a) * (z * z - centre) ** n,
            panel.low,
            panel.high,
            DRIFT_BITS,
        )

    return moment(0), moment(1), moment(2)


def seam(run: Run, before: Panel, after: Panel) -> Ball:
    """A bound of |integral of psi_after - psi_before| over one step below the common end p.

    psi = (1 - g'/2)/g = 1/g - (log g)'/2 for the frozen gaps of either panel.  As |g'| <= 1/4 and
    |theta| <= 1/4, a step across p is at most g(p) (5/4)/(1 - 5/16) <= 2 g(p), and g >= g(p)/2 on
    it.  Raises `Refusal` where the panels differ too much.
    """
    end = before.low
    step = (2 * run.field(before.frozen, end)).upper()
    if not end - step >= after.low - after.overshoot:
        raise Refusal("the steps vary too much between two panels")
    overlap = hull(end - step, end)
    pairs = list(zip(before.frozen.sizes, after.frozen.sizes, strict=True))
    lowest = nonnegative_end(square(overlap))
    moved = spread_or_zero(
        [lowest + nonnegative_end(hull(a, b)) for a, b in pairs],
        [abs(b - a).upper() for a, b in pairs],
        run.counts,
    )
    if moved == 0:
        return arb(0)
    roots = [one.frozen.root_product(overlap) for one in (before, after)]
    here, there = (
        local(run.loss, one.frozen, overlap, root)
        for one, root in zip((before, after), roots, strict=True)
    )
    ratio = (chi(run.loss, hull(here.product, there.product)) * moved).expm1().upper()
    if not ratio <= QUARTER:
        raise Refusal("the gaps differ too much between two panels")
    return (4 * ratio + step * abs(here.slope - there.slope) / 2).upper()
