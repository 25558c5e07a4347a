"""Runs that come down to their limit, or cross 0 in good order: where they stay.

All of it is for the exact run, in the coordinates of `position`: x, the gaps d_i, p = x Q(x; d).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from flint import arb, ctx

from verifier.descent.approach import FEW, Root, supremum
from verifier.descent.certified.balls import Ball, ball
from verifier.descent.position import Position, Weight
from verifier.descent.region import End, Region, any_region

SLICES = 48  # slices of the range of x at first
MOST_SLICES = 400
ATTEMPTS = 5
FALLING = ("escape/reduction", "escape/gap-box", "escape/comparison")
ABOVE_ZERO = End(Fraction(0), attained=False)

Range = tuple[End | None, End | None]


def turned(
    at: Position,
    reason: str,
    x: Range,
    moduli: Sequence[Range],
    p: Range,
    loss: End | None,
    lemmas: tuple[str, ...] = (),
) -> Region:
    """The region in raw coordinates: from ranges of x, of |w_i| for i != m, and of p."""
    weights: list[Range] = [_signed(x, at.turn * at.signs[at.least])]
    weights += [_signed(r, at.signs[i]) for r, i in zip(moduli, at.others, strict=True)]
    order = (at.least, *at.others)
    raw = tuple(pair for _, pair in sorted(zip(order, weights, strict=True), key=lambda t: t[0]))
    return Region(reason, raw, _signed(p, at.loss.tau)[0], loss, lemmas)


def _signed(bounds: Range, sign: int) -> Range:
    low, high = bounds
    if sign > 0:
        return low, high
    return None if high is None else -high, None if low is None else -low


def now_x(at: Position) -> End:
    """x, as exact as the weights are given."""
    return End(at.turn * at.signs[at.least] * at.raw[at.least])


def now_p(at: Position) -> End:
    """p, as exact as the weights are given."""
    return End(at.loss.tau * at.raw_product)


def now_moduli(at: Position) -> list[Weight]:
    """|w_i| for i != m, as exact as the weights are given."""
    return [abs(at.raw[i]) for i in at.others]


def height(value: Fraction | Ball, gaps: Sequence[Ball]) -> tuple[End, End] | None:
    """A lower and an upper end of the y > 0 with y prod sqrt(y**2 + d_i) = value > 0.

    Equal, and exact, where all gaps are 0 and y is rational; None if the balls are too wide.
    """
    target = ball(value) if isinstance(value, Fraction) else value
    if not target > 0:
        return None
    middle, k = target.mid(), len(gaps) + 1
    y = (middle.log() / k).exp().mid()
    for _ in range(ctx.prec):
        excess = (_height(y, gaps) / middle).log().mid()
        slope = 1 + sum((y * y / (y * y + d) for d in gaps), arb(0))
        y = (y * (-excess / slope).exp()).mid()
        if abs(excess) <= arb(2) ** (20 - ctx.prec):
            break
    if isinstance(value, Fraction) and all(d.is_zero() for d in gaps):
        simple = Fraction(str(y.fmpq())).limit_denominator(2**32)
        if simple**k == value:
            return End(simple), End(simple)
    for bits in (ctx.prec - 30, ctx.prec // 2, ctx.prec // 4):
        slack = arb(2) ** -bits
        low, high = (y * (1 - slack)).lower(), (y * (1 + slack)).upper()
        if _height(low, gaps) < target < _height(high, gaps):
            return End(low), End(high)
    return None


def _height(y: Ball, gaps: Sequence[Ball]) -> Ball:
    squared, product = y * y, arb(1)
    for d in gaps:
        product = product * (squared + d)
    return y * product.sqrt()


def shrinking(at: Position, root: Root) -> Region | None:
    """The run whose moduli all shrink while p comes down to p* >= 0 without passing it.

    With fhat'(p) <= L (p - p*) and 0 < c = eta p fhat'(p): every |w_i| is multiplied by
    1 - c/v_i, c/v_i <= eta L Q_i**2 (p - p*)/p.  If eta L sum Q_i**2 < 1 then (Weierstrass)
    p' >= p (1 - c sum 1/v_i) > p*, and for p* = 0 it is enough that eta L Q_i**2 < 1 for all i.
    Both go on for ever, since moduli, and with them the Q_i, do not grow.
    """
    if not at.x > 0:
        return None
    steep = supremum(root.quotient, root.ball.lower(), at.product.upper())
    squares = [(at.product / m) ** 2 for m in at.moduli]
    if root.value == 0:
        factor = at.step * steep * squares[at.least]
        low, what = ABOVE_ZERO, "max Q_i^2"
    elif root.ball > 0:
        factor = at.step * steep * sum(squares, arb(0))
        ends = height(root.value, [high for _, high in at.gaps])
        if ends is None:
            return None
        low, what = End(ends[0].value, attained=False), "sum Q_i^2"
    else:
        return None
    if not factor < 1:
        return None
    reason = (
        f"P comes down to its limit {shown(at.loss.tau * root.value)} without passing it, all "
        f"moduli shrinking: eta sup f'' {what} <= {shown(factor.upper())} < 1"
    )
    moduli: list[Range] = [(low, End(m)) for m in now_moduli(at)]
    p = (_open(root.value), now_p(at))
    lemmas = ("escape/no-overshoot",) if root.value != 0 else ()
    return turned(at, reason, (low, now_x(at)), moduli, p, _open(root.loss), lemmas)


def falling(
    at: Position, root: Root | None, useful: Callable[[Region], bool] = any_region
) -> Region | None:
    """The run whose x goes down, for ever or to its limit x_inf < 0, where p = p*, not passing it.

    For i != m the sign of w_i stays and the gaps shrink but stay >= 0 if g < sqrt(v_i).  For fixed
    gaps x - g(x) increases where dg/dx < 1, and is x_inf at x_inf; so x' > x_inf(d) >= x_inf(d'),
    since smaller gaps put the limit farther down.  From above that range of x a step that is
    shorter than the way to x_inf does not pass it either.  Gaps lose at most the share
    sum g**2/v_i <= sup (g/v_i) sum g, and sum g is the way that x has gone.

    Without a root it needs fhat' > 0 on (-infinity, p], which is left to the caller; then nothing
    else is needed once x <= 0, where all moduli grow.  `useful` tells in advance whether a region
    that is no smaller than the one it is given is of any use.
    """
    if at.x > 0 and at.tied:
        return None
    if root is not None and not root.ball < 0:
        return None
    shares = [arb(0)] * len(at.gaps)
    hoped = _fallen(at, root, _kept(at, shares))
    if hoped is None or not useful(hoped):
        return None
    for _ in range(ATTEMPTS):
        lost = _survey(at, root, shares)
        if lost is None:
            return None
        if all(share >= 1 or loss <= share for loss, share in zip(lost, shares, strict=True)):
            return _fallen(at, root, _kept(at, lost))
        shares = [_doubled(loss) for loss in lost]
    return None


def _doubled(loss: Ball) -> Ball:
    share = (2 * loss + arb(2) ** -40).upper()
    return share if share < arb(1) / 2 else arb(1)


def _kept(at: Position, shares: Sequence[Ball]) -> list[Ball]:
    """Lower bounds of the gaps that have lost these shares."""
    pairs = zip(at.gaps, shares, strict=True)
    return [
        (low * (1 - share)).lower().max(arb(0)) if share < 1 else arb(0)
        for (low, _), share in pairs
    ]


def _fallen(at: Position, root: Root | None, gaps: Sequence[Ball]) -> Region | None:
    """The region, with the lower bounds of the gaps that hold for ever."""
    start, positive = now_moduli(at), bool(at.x > 0)
    valley = [_root_end(low) for low in gaps] if positive else [End(m) for m in start]
    if root is None:
        return turned(
            at,
            "the product goes down for ever: the signs of all weights but the least stay "
            "(steps below their moduli), and f' keeps its sign",
            (None, now_x(at)),
            [(low, None) for low in valley],
            (None, now_p(at)),
            None,
            ("escape/reduction",) if positive else ("escape/growing",),
        )
    ends = height(-root.value, gaps)
    if ends is None:
        return None
    bottom = -End(ends[1].value, attained=False)
    deepest = _ball(-bottom)
    moduli: list[Range] = []
    for low, modulus, (_, gap) in zip(valley, start, at.gaps, strict=True):
        if positive and deepest <= at.x:
            high = End(modulus)
        elif positive:
            high = End((deepest.max(at.x) ** 2 + gap).sqrt().upper())
        elif gap.is_zero():
            high = -bottom
        else:
            high = _open((deepest**2 + gap).sqrt().upper())
        moduli.append((low, high))
    reason = (
        f"P comes down to its limit {shown(at.loss.tau * root.value)} without passing it: "
        f"x = {shown(at.x)} goes down to x_inf >= {shown(bottom.value)}, steps g with dg/dx < 1 "
        "or shorter than the way to x_inf"
    )
    p = (_open(root.value), now_p(at))
    return turned(at, reason, (bottom, now_x(at)), moduli, p, _open(root.loss), FALLING)


def _root_end(low: Ball) -> End:
    return End(low.sqrt().lower()) if low > 0 else ABOVE_ZERO


def _open(value: Fraction | Ball) -> End:
    return End(value, attained=False)


@dataclass(frozen=True)
class _Bounds:
    """Over a slice of x: sup g, sup dg/dx, whether g < sqrt(v_i) where needed, sup g/v_i."""

    step: Ball
    bend: Ball
    orderly: bool
    rates: list[Ball]


def _survey(at: Position, root: Root | None, shares: Sequence[Ball]) -> list[Ball] | None:
    """Upper bounds of the shares that the gaps lose, if they lose at most `shares` before.

    None if the run may pass x_inf, or a modulus the least one, for all that the bounds tell.
    """
    low_gaps, high_gaps = _kept(at, shares), [high for _, high in at.gaps]
    top = at.x.upper()
    if root is None:
        if not top > 0:
            return [arb(0)] * len(high_gaps)
        bottom, limit = arb(0), None
    else:
        deep, shallow = height(-root.value, low_gaps), height(-root.value, high_gaps)
        if deep is None or shallow is None:
            return None
        bottom, limit = (-_ball(deep[1])).lower(), (-_ball(shallow[0])).upper()
        # the lowest slice cannot be passed otherwise, so this need not wait for the others
        if not _bounds(at, root, bottom, bottom, low_gaps, high_gaps).bend < 1:
            return None
    width = top - bottom
    cuts = [bottom, *((bottom + width * i / SLICES).mid() for i in range(1, SLICES)), top]
    waiting = list(pairwise(cuts))[::-1]
    lost = [arb(0)] * len(high_gaps)
    contracting, spare = True, MOST_SLICES
    while waiting:
        low, high = waiting.pop()
        bounds = _bounds(at, root, low, high, low_gaps, high_gaps)
        stays = contracting and bool(bounds.bend < 1)
        short = limit is None or bool(bounds.step < low - limit)
        if not (bounds.orderly and (stays or short)):
            middle = ((low + high) / 2).mid()
            if not (spare and low < middle < high):
                return None
            spare -= 1
            waiting += [(middle, high), (low, middle)]
            continue
        contracting = stays
        way = high - low + bounds.step
        lost = [loss + rate * way for loss, rate in zip(lost, bounds.rates, strict=True)]
    return [_share(loss) for loss in lost]


def _ball(end: End) -> Ball:
    return ball(end.value) if isinstance(end.value, Fraction) else end.value


def _share(loss: Ball) -> Ball:
    return loss.upper() if loss < 1 else arb(1)


def _bounds(
    at: Position,
    root: Root | None,
    low: Ball,
    high: Ball,
    low_gaps: Sequence[Ball],
    high_gaps: Sequence[Ball],
) -> _Bounds:
    far = abs(low).max(abs(high))
    near = low if low > 0 else -high if high < 0 else arb(0)
    tall = [(far * far + d).sqrt().upper() for d in high_gaps]
    flat = [(near * near + d).sqrt().lower() for d in low_gaps]
    most, least = arb(1), arb(1)
    for t, f in zip(tall, flat, strict=True):
        most, least = most * t, least * f
    p_low = (low * (most if low < 0 else least)).lower()
    p_high = (high * (most if high > 0 else least)).upper().min(at.product.upper())
    if root is not None:
        p_low = p_low.max(root.ball.lower())
    p_high = p_high.max(p_low)
    slope = supremum(at.loss.first, p_low, p_high, FEW)
    curve = supremum(at.loss.second, p_low, p_high, FEW).max(arb(0))
    step = (at.step * slope * most).upper()
    ratios = [most / t for t in tall]
    # sum Q_i**2, then the term of Q's own growth, which is negative where x is
    squares = most**2 + far**2 * sum((r * r for r in ratios), arb(0))
    bend = curve * squares
    if high > 0:
        pairs = zip(ratios, low_gaps, strict=True)
        bend = bend + slope * sum((r * high / (high * high + d).sqrt() for r, d in pairs), arb(0))
    needed = [t for t, d in zip(tall, high_gaps, strict=True) if at.x > 0 or not d.is_zero()]
    rates = [
        arb(0) if d.is_zero() else at.step * slope * r / f if f > 0 else arb.pos_inf()
        for r, f, d in zip(ratios, flat, high_gaps, strict=True)
    ]
    orderly = all(step < t for t in needed)
    return _Bounds(step, (at.step * bend).upper(), orderly, rates)


def shown(value: Fraction | Ball) -> str:
    """A number for a reason: short, rounded if need be."""
    text = str(value) if isinstance(value, Fraction) else value.str(6, radius=False)
    return text if len(text) <= 24 else f"{float(value):.6g}"
