"""The step g(x; d) = eta fhat'(x Q) Q of the reduced run, and what bounds it, in real balls.

Everything here holds for all x of a ball and all gaps of balls at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flint import arb

from verifier.descent.certified.balls import Ball, square
from verifier.descent.certified.oriented import Oriented


@dataclass(frozen=True)
class Gaps:
    """Gaps d_i >= 0 with multiplicities; `side` as in `Reduced`."""

    sizes: tuple[Ball, ...]
    counts: tuple[int, ...]
    side: int

    def root_product(self, x: Ball) -> Ball:
        """Q = prod sqrt(v_i)."""
        squared, even, odd = square(x), arb(1), arb(1)
        for d, count in zip(self.sizes, self.counts, strict=True):
            if self.side and d == 0:
                even = even * (self.side * x) ** count
            elif count == 1:
                odd = odd * (squared + d)
            else:
                odd = odd * (squared + d) ** count
        return even * odd.sqrt()

    def slopes(self, x: Ball) -> tuple[Ball, Ball]:
        """(log Q)' and (log Q)'' as functions of x."""
        squared, first, second = square(x), arb(0), arb(0)
        for d, count in zip(self.sizes, self.counts, strict=True):
            inverse = count / (squared + d)
            first = first + inverse
            second = second + inverse * inverse * (d - squared) / count
        return x * first, second


@dataclass(frozen=True)
class Local:
    """Enclosures over a ball of x: P = x Q, fhat'(P), and (log g)', (log g)'' in x."""

    product: Ball
    force: Ball
    slope: Ball
    bend: Ball


def local(loss: Oriented, gaps: Gaps, x: Ball, root_product: Ball) -> Local:
    """The enclosures, given one of Q over x."""
    q1, q2 = gaps.slopes(x)
    product = x * root_product
    f1, f2, f3 = loss.first(product), loss.second(product), loss.third(product)
    bent = f2 / f1
    first = root_product * (1 + x * q1)
    second = root_product * q1 * (1 + x * q1) + root_product * (q1 + x * q2)
    slope = bent * first + q1
    bend = (f3 / f1 - bent * bent) * first * first + bent * second + q2
    return Local(product, f1, slope, bend)


def chi(loss: Oriented, product: Ball) -> Ball:
    """A bound of |1 + P fhat''(P)/fhat'(P)| = |d log g/d log Q|; not finite if fhat' may vanish."""
    return abs(1 + product * loss.second(product) / loss.first(product)).upper()


def spread(low: Sequence[Ball], radii: Sequence[Ball], counts: Sequence[int]) -> Ball:
    """A bound of |log Q - log Q0| when gaps differ by at most `radii` and all v_i are >= `low`."""
    total = arb(0)
    for v, radius, count in zip(low, radii, counts, strict=True):
        total = total + count * radius / v
    return total / 2
