"""How many updates it takes from a state of the run until the event holds: an enclosure.

A leap over panels by the clock, as long as the steps are small; then, where they are not, steps of
an envelope.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from flint import arb, ctx

from verifier.descent.certified.balls import (
    Ball,
    Refusal,
    ball,
    ceil_high,
    ceil_low,
    hull,
    square,
)
from verifier.descent.certified.envelope import Envelope, remaining
from verifier.descent.certified.field import local
from verifier.descent.certified.panel import QUARTER, Panel, Run, panel
from verifier.descent.certified.passage import NO_SEAM, Clock, Seam, at_end, clock, drifted, seam
from verifier.descent.certified.product_envelope import remaining_by_product
from verifier.descent.certified.quadrature import reach
from verifier.descent.certified.reduced import Reduced
from verifier.descent.certified.threshold import crossing, test
from verifier.descent.objective import Functions

Analytic = Callable[[bool], Functions]

SMALL = 1e-6  # where rho is below, panels may be long: their bounds are smaller than any other
MANY_PANELS, MOST_PANELS = 300, 600  # after so many, panels are long; then it is given up
SHRINK = 0.4
# rho from which balls are stepped: later where the iteration is not known to one anyhow
LARGE, LARGE_IF_VAGUE = 1 / 64, 1 / 32
# theta from which what is not known of the gaps blurs the limit; and rho, if few steps are left
BLURRED, QUICK = ball(Fraction(1, 256)), 1e-4
PIECES = (8, 64)  # of the step in which a state of unknown iteration lies
TRIES = 60
SPARE_BITS = 32  # of the working precision, in integrals


@dataclass(frozen=True)
class Count:
    """The number of updates lies in lower..upper.

    `model` bounds what the method itself leaves open, in updates, however high the precision;
    `product` is a ball around all P on the way.
    """

    lower: int
    upper: int
    model: Ball
    product: Ball


@dataclass
class _Leap:
    """What has been passed: the clock's advance, its error, and the gaps now.

    `gaps` are those at the first iteration at or below x, `nominal` those if it were at x.
    """

    top: Ball
    first: tuple[Ball, ...]
    x: Ball
    gaps: tuple[Ball, ...]
    nominal: tuple[Ball, ...]
    advance: Ball = field(default_factory=lambda: arb(0))
    error: Ball = field(default_factory=lambda: arb(0))
    last: Panel | None = None
    panels: int = 0


def count(reduced: Reduced, analytic: Analytic, max_steps: int) -> Count:
    """Bounds of the number of updates until the event.

    Raises `Refusal` with the reason where the method does not reach.
    """
    run = Run(reduced.loss, reduced.step, reduced.counts, reduced.side)
    high = reduced.x.upper()
    leap = _Leap(high, reduced.gaps, high, reduced.gaps, reduced.gaps)
    width = high - reduced.x.lower()
    if width > 0:
        # the clock, and the drift of the gaps, from the upper end of x to x itself
        field = run.field(run.gaps(reduced.gaps), reduced.x)
        leap.error = (2 * width / field).upper()
        if not leap.error <= 2:
            raise Refusal("the state is not known to a step: more precision may help")
        leap.nominal = tuple(
            d if d == 0 else d * hull(arb(1), 1 + 4 * width * field / (square(reduced.x) + d))
            for d in reduced.gaps
        )
    while leap.panels < MOST_PANELS:
        done = _advance(run, reduced, leap, analytic, max_steps)
        if done is not None:
            return done
    raise Refusal("too many panels: the event may be at the limit of the run")


def slowness(reduced: Reduced) -> float:
    """An estimate of log2 |g'(x)| at the state; -inf if it vanishes.  Only a guide.

    Raises `Refusal` if the sign of f' is not certain.
    """
    run = Run(reduced.loss, reduced.step, reduced.counts, reduced.side)
    leap = _Leap(reduced.x, reduced.gaps, reduced.x, reduced.gaps, reduced.gaps)
    return _scales(run, leap).log_rho / math.log(2)


def _advance(
    run: Run, reduced: Reduced, leap: _Leap, analytic: Analytic, max_steps: int
) -> Count | None:
    scales = _scales(run, leap)
    limit = LARGE_IF_VAGUE if _vague(leap) else LARGE
    blurred = leap.last is not None and leap.last.theta >= BLURRED and scales.rho >= QUICK
    if scales.rho >= limit or blurred:
        return _finish(run, reduced, leap, analytic, max_steps)
    length, reason = _length(run, leap, scales), Refusal("no panel was tried")
    for _ in range(TRIES):
        try:
            return _pass(run, reduced, leap, length, analytic)
        except Refusal as refusal:
            reason = refusal
            length *= SHRINK
    if scales.rho < math.exp2(-40):
        raise reason
    return _finish(run, reduced, leap, analytic, max_steps)


@dataclass(frozen=True)
class _Scales:
    """Estimates at the top of a panel, in floats: |g'|, |(log g)'|, |(log g)''|; only a guide."""

    rho: float
    slope: float
    bend: float
    log_rho: float


def _scales(run: Run, leap: _Leap) -> _Scales:
    gaps = run.gaps([d.mid() for d in leap.gaps])
    root = gaps.root_product(leap.x)
    here = local(run.loss, gaps, leap.x, root)
    if not here.force > 0:
        raise Refusal("the sign of f' is not certain: the run is at its limit")
    rho = abs(run.step * here.force * root * here.slope).mid()
    log_rho = float(rho.log().mid()) if rho > 0 else -math.inf
    return _Scales(float(rho), abs(float(here.slope)), abs(float(here.bend)), log_rho)


def _length(run: Run, leap: _Leap, scales: _Scales) -> float:
    # log g may change by this much on a panel: less where panels are cheap, as they make the
    # enclosure narrower, and more where the steps are too small to matter
    short = max(1 / 16, len(leap.gaps) / 200)
    least = min(1.0, max(short, 8 * scales.rho)) if leap.panels < MANY_PANELS else 1.0
    change = min(60.0, max(least, math.log(SMALL) - scales.log_rho))
    lengths = [reach(run.gaps(leap.gaps), float(leap.x))]
    if scales.slope:
        lengths.append(change / scales.slope)
    if scales.bend:
        lengths.append(math.sqrt(2 * change / scales.bend))
    length = min(lengths)
    return length if math.isfinite(length) else max(1.0, abs(float(leap.x)))


def _pass(
    run: Run, reduced: Reduced, leap: _Leap, length: float, analytic: Analytic
) -> Count | None:
    high = leap.x
    for _ in range(8):
        low = (high - arb(length)).mid()
        here = panel(run, leap.gaps, low, high)
        holds = test(reduced.condition, run.loss, run.gaps(here.boxes))
        at_end = holds(low)
        if at_end is False:
            _move(run, leap, here, analytic)
            return None
        found = crossing(holds, low, high)
        if found is not None:
            return _arrive(run, leap, here, found, analytic)
        length *= 1.1
    raise Refusal("the event is not decided by the gaps' boxes")


def _clock(run: Run, here: Panel, analytic: Analytic) -> Clock:
    return clock(run, here, analytic, ctx.prec - SPARE_BITS)


def _error(here: Panel, advance: Ball) -> Ball:
    # the steps that start in the panel, each with its error
    return here.epsilon * (advance.upper() + 2) / (1 - here.epsilon)


def _seam(run: Run, leap: _Leap, here: Panel) -> Seam:
    return NO_SEAM if leap.last is None else seam(run, leap.last, here)


def _move(run: Run, leap: _Leap, here: Panel, analytic: Analytic) -> None:
    if not here.high - here.low >= here.most_step:
        raise Refusal("a panel is shorter than a step")
    hand = _clock(run, here, analytic)
    advance = hand.between(here.low, here.high)
    before = _seam(run, leap, here)
    leap.error = (leap.error + _error(here, advance) + before.clock).upper()
    leap.nominal = drifted(run, here, leap.nominal, hand.field, before)
    leap.gaps = at_end(run, here, leap.nominal)
    leap.advance = leap.advance + advance
    leap.x, leap.last, leap.panels = here.low, here, leap.panels + 1


def _arrive(
    run: Run, leap: _Leap, here: Panel, found: tuple[Ball, Ball], analytic: Analytic
) -> Count:
    hand = _clock(run, here, analytic)
    surely, possibly = found
    soonest = leap.advance + hand.between(possibly, here.high)
    latest = soonest + hand.between(surely, possibly)
    error = leap.error + _error(here, hand.between(surely, here.high))
    error = error + _seam(run, leap, here).clock
    lower = max(1, ceil_low(soonest - error))
    upper = max(lower, ceil_high(latest + 1 + error) - 1)
    return Count(lower, upper, error, _range(run, leap, surely, here.boxes))


def _vague(leap: _Leap) -> bool:
    """Whether it is open which iteration belongs to the present x."""
    return not leap.advance.rad() + leap.error < QUARTER


def _finish(run: Run, reduced: Reduced, leap: _Leap, analytic: Analytic, max_steps: int) -> Count:
    if leap.last is None:
        states, lower, upper = [Envelope(reduced.x, reduced.gaps)], 0, 0
        return _stepped(run, reduced, leap, states, (lower, upper), max_steps)
    here = panel(run, leap.gaps, _behind(run, leap, 3), leap.x)
    slack = (leap.error + _seam(run, leap, here).clock + 3 * here.epsilon).upper()
    if leap.advance.rad() + slack < QUARTER:
        number = ceil_high(leap.advance + slack)
        states = [_at(run, leap, here, number, slack, analytic)]
        return _stepped(run, reduced, leap, states, (number, number), max_steps)
    between = ceil_low(leap.advance - slack), ceil_high(leap.advance + 1 + slack) - 1
    reason = Refusal("no state was stepped")
    for pieces in PIECES:
        try:
            states = _pieces(run, leap, here, pieces)
            return _stepped(run, reduced, leap, states, between, max_steps)
        except Refusal as refusal:
            reason = refusal
    raise reason


def _behind(run: Run, leap: _Leap, steps: int) -> Ball:
    return (leap.x - steps * run.field(run.gaps(leap.gaps), leap.x).upper()).mid()


def _pieces(run: Run, leap: _Leap, here: Panel, pieces: int) -> list[Envelope]:
    """Balls that cover the states of the first iteration at or below the present x.

    The step that leads there is at most 2 g, as in `seam`, for the g of the panel before.
    """
    step = 5 * run.field(here.frozen, leap.x).upper() / 2
    ends = [(leap.x - n * step / pieces).mid() for n in range(pieces)] + [leap.x - step]
    return [Envelope(hull(low, high), here.boxes) for high, low in pairwise(ends)]


def _stepped(
    run: Run,
    reduced: Reduced,
    leap: _Leap,
    states: list[Envelope],
    between: tuple[int, int],
    max_steps: int,
) -> Count:
    left = []
    for state in states:
        try:
            steps = remaining_by_product(run, reduced.condition, state, max_steps)
        except Refusal:
            steps = remaining(run, reduced.condition, state, max_steps)
        if steps is None:
            raise Refusal(f"more than {max_steps} steps are left after the leap")
        left.append(steps)
    soonest, latest = min(s.soonest for s in left), max(s.latest for s in left)
    lower = between[0] + soonest
    if not soonest:
        # the event may have held at an iteration before the state that was stepped
        lower = min(lower, ceil_low(leap.advance - leap.error))
    product = run.loss.tau * leap.top * run.gaps(leap.first).root_product(leap.top)
    for steps in left:
        product = hull(product, run.loss.tau * steps.product)
    return Count(max(1, lower), between[1] + latest, leap.error, product)


def _range(run: Run, leap: _Leap, x: Ball, last: tuple[Ball, ...]) -> Ball:
    """A ball around P for all x from the top down to x, with gaps from the first to the last."""
    gaps = run.gaps([hull(first, end) for first, end in zip(leap.first, last, strict=True)])
    ends = [y * gaps.root_product(y) for y in (leap.top, x)]
    return run.loss.tau * hull(*ends)


def _at(
    run: Run, leap: _Leap, here: Panel, number: int, slack: Ball, analytic: Analytic
) -> Envelope:
    """The state after that number of updates, just below the present x, from the clock."""
    hand = _clock(run, here, analytic)
    middle, x = leap.advance.mid(), leap.x
    for _ in range(5):
        behind = number - middle - hand.between(x, leap.x)
        x = (x - behind * run.field(here.frozen, x)).mid()
        if not here.low <= x <= leap.x:
            raise Refusal("the state after the leap is not found")
    behind = number - leap.advance - hand.between(x, leap.x)
    away = ((abs(behind) + slack) * here.most_step * 2).upper()
    return Envelope(x + arb(0, away), here.boxes)
