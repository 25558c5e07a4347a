"""Integrals over x of 1/g, g u**n and the like for frozen gaps, by `acb.integral`.

Q(z) = prod sqrt(z**2 + d_i) is the product of a few near factors, taken as they are, and of the
others, whose logarithm is a short power series in u = z**2 - c**2 with a bounded tail: the cost of
an evaluation does not grow with the depth.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from flint import acb, acb_poly, arb, ctx

from verifier.descent.certified.balls import Ball, Refusal, least, within
from verifier.descent.certified.field import Gaps
from verifier.descent.objective import Functions

NEAR = 12  # factors taken as they are; the others are at least RATIO times the radius away
RATIO = 8
TINIEST = 1e-200  # of squares: panels are planned in floats


@dataclass(frozen=True)
class Frozen:
    """The field of frozen gaps around the centre, valid for |z**2 - centre**2| <= radius."""

    step: Ball
    tau: int
    near: Gaps
    far: Ball  # acb_poly in u
    tail: Ball
    centre: Ball
    radius: Ball
    analytic: Callable[[bool], Functions]

    def root_product(self, z: Ball, analytic: bool) -> Ball:
        """Q(z); not finite where it is not known to be analytic."""
        square = z * z
        u = square - self.centre * self.centre
        if not u.abs_upper() <= self.radius:
            return acb(arb.nan())
        result = (self.far(u) + self.tail).exp()
        for d, count in zip(self.near.sizes, self.near.counts, strict=True):
            if self.near.side and d == 0:
                result = result * (self.near.side * z) ** count
                continue
            half, odd = divmod(count, 2)
            factor = square + d
            if half:
                result = result * factor**half
            if odd:
                result = result * factor.sqrt(analytic=analytic)
        return result

    def field(self, z: Ball, analytic: bool) -> Ball:
        """g(z)."""
        root = self.root_product(z, analytic)
        force = self.analytic(analytic).derivative(self.tau * z * root)
        return self.step * self.tau * force * root


def reach(gaps: Gaps, start: float) -> float:
    """How far below `start` a panel may end so that at most NEAR factors are near; in floats."""
    squares = sorted(start * start + float(d.mid()) for d in gaps.sizes)
    if len(squares) <= NEAR:
        return float("inf")
    limit = squares[NEAR]
    if not TINIEST < limit < 1 / TINIEST:
        raise Refusal("the weights are too small or too large for panels")
    h = abs(start) / 4 + math.sqrt(limit) / 4
    # 2 h (2 |c| + 2 h) <= v/RATIO for the panel [c - h, c + h], with v at the far end's least
    while True:
        c = start - h
        low = 0.0 if c - h < 0 < start else min(abs(start), abs(c - h))
        distance = 2 * h * (2 * abs(c) + 2 * h)
        floor = low * low + limit - start * start
        if 0 < distance * RATIO <= floor:
            return 2 * h
        h *= 0.8


def frozen(
    step: Ball, tau: int, gaps: Gaps, low: Ball, high: Ball, analytic: Callable[[bool], Functions]
) -> Frozen:
    """The frozen field on [low, high], for exact gaps.  Raises `Refusal` if the panel is too long
    for its power series."""
    centre = ((low + high) / 2).mid()
    half = ((high - low) / 2).upper()
    radius = (2 * half * (2 * abs(centre) + 2 * half)).upper()
    square = centre * centre
    near, far = [], []
    for d, count in zip(gaps.sizes, gaps.counts, strict=True):
        v = square + d
        if v >= RATIO * radius:
            far.append((v, count))
        else:
            near.append((d, count))
    if len(near) > 4 * NEAR:
        raise Refusal("the panel is too long for its power series")
    sizes, counts = [d for d, _ in near], [c for _, c in near]
    poly, tail = _series(far, radius)
    return Frozen(
        step,
        tau,
        Gaps(tuple(sizes), tuple(counts), gaps.side),
        acb_poly(poly),
        tail,
        centre,
        radius,
        analytic,
    )


def _series(far: list[tuple[Ball, int]], radius: Ball) -> tuple[list[Ball], Ball]:
    # log prod sqrt(v + u)**count = sum count/2 (log v + sum (-1)**(n-1) (u/v)**n / n)
    if not far:
        return [arb(0)], acb(0)
    constant = arb(0)
    product = arb(1)
    for v, count in far:
        product = product * (v if count == 1 else v**count)
    constant = product.log() / 2
    ratio = (radius / least(v for v, _ in far)).upper()
    total = sum(count for _, count in far)
    order, bound = 1, ratio * ratio
    goal = arb(2) ** (-ctx.prec)
    while not total * bound <= goal and order < 4 * ctx.prec:
        order += 1
        bound = bound * ratio
    inverses = [1 / v for v, _ in far]
    powers = [count * inverse for inverse, (_, count) in zip(inverses, far, strict=True)]
    coefficients = [constant]
    for n in range(1, order + 1):
        part = sum(powers, arb(0)) / (2 * n)
        coefficients.append(part if n % 2 else -part)
        powers = [power * inverse for power, inverse in zip(powers, inverses, strict=True)]
    last = sum(powers, arb(0)) / (2 * (order + 1))
    tail = (last * radius ** (order + 1) / (1 - ratio)).upper()
    return coefficients, acb(within(tail), within(tail))


def integral(
    function: Callable[[Ball, bool], Ball],
    low: Ball,
    high: Ball,
    bits: int,
    tolerance: Ball | None = None,
) -> Ball:
    """The integral of a real function over [low, high], exact ends, to about `bits` bits or, where
    that is less, to the tolerance.

    Raises `Refusal` if `acb.integral` finds no finite enclosure.
    """
    raised: list[BaseException] = []

    def guarded(z: Ball, analytic: bool) -> Ball:
        # python-flint does not pass on every exception, an interrupt least of all
        try:
            return function(z, analytic)
        except BaseException as error:
            raised.append(error)
            return acb(arb.nan())

    relative = arb(2) ** (-bits)
    value = acb.integral(guarded, acb(low), acb(high), rel_tol=relative, abs_tol=tolerance).real
    if raised:
        raise raised[0]
    if not value.is_finite():
        raise Refusal("an integral has no finite enclosure")
    return value
