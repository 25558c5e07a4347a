"""High powers: an atom that occurs only as x**k, k > 1, is taken for one of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import gcd

from flint import fmpq

from verifier.decide.polynomial.context import (
    DENIED,
    NONNEGATIVE,
    POSITIVE,
    Aim,
    Certificate,
    Context,
    Known,
    Part,
    Rational,
)
from verifier.decide.polynomial.univariate import End, interval
from verifier.kernel.certificates.canonical import Polynomial
from verifier.kernel.theorem import Theorem

Prove = Callable[[Context, Aim], "Theorem | None"]
MIN_DEGREE = 9
ONE = fmpq(1)


@dataclass(frozen=True, eq=False)
class Powers:
    """The coordinates X = x**k."""

    exponents: tuple[int, ...]

    def covers(self, polynomial: Polynomial) -> bool:
        """Whether a polynomial is one in the powers."""
        return all(
            not int(e) % k
            for exponents in polynomial.to_dict()
            for e, k in zip(exponents, self.exponents, strict=True)
        )

    def into(self, polynomial: Polynomial) -> Polynomial:
        """The polynomial in the new coordinates."""
        terms = {
            tuple(int(e) // k for e, k in zip(exponents, self.exponents, strict=True)): c
            for exponents, c in polynomial.to_dict().items()
        }
        return polynomial.context().from_dict(terms)

    def back(self, polynomial: Polynomial) -> Polynomial:
        """The polynomial in the old coordinates."""
        terms = {
            tuple(int(e) * k for e, k in zip(exponents, self.exponents, strict=True)): c
            for exponents, c in polynomial.to_dict().items()
        }
        return polynomial.context().from_dict(terms)


def by_powers(context: Context, aim: Aim, prove: Prove) -> Theorem | None:
    """The aim as one about powers of the atoms, with what is known of these."""
    if aim.polynomial.total_degree() < MIN_DEGREE:
        return None
    exponents = [0] * len(context.ring.generators)
    for monomial in aim.polynomial.to_dict():
        exponents = [gcd(k, int(e)) for k, e in zip(exponents, monomial, strict=True)]
    powers = Powers(tuple(k or 1 for k in exponents))
    if all(k == 1 for k in powers.exponents):
        return None
    wider = context
    for index, power in enumerate(powers.exponents):
        if power > 1:
            wider = wider.extended(*_bounds(wider, index, power))
    kept = wider.restricted(k for k in wider.known if powers.covers(k.polynomial))
    return prove(*kept.seen_through(powers, aim))


def _bounds(context: Context, index: int, power: int) -> list[Known]:
    """What follows for x**power from the interval of x."""
    where, atom = interval(context, index), context.ring.generators[index]
    low, high = where.low, where.high
    found: list[Known | None] = []
    if low is not None and low.value >= 0:
        found.append(_positive(context, atom, power, low))
    if power % 2 == 0:
        certificate = Certificate((DENIED, Part(ONE, (), (atom,) * (power // 2))))
        found.append(context.shown(NONNEGATIVE, atom**power, certificate))
    if low is not None and high is not None and (power % 2 == 0 or low.value == 0):
        step = 2 if power % 2 == 0 else 1
        size = max(abs(low.value), abs(high.value))
        first = _square_bound(context, atom, size, low, high) if step == 2 else None
        if step == 1 or first is not None:
            wider = context if first is None else context.extended(first)
            end = high.position if first is None else len(context.known)
            found.append(_bound(wider, atom, (size, power, step), end, low))
    return [known for known in found if known is not None]


def _positive(context: Context, atom: Polynomial, power: int, low: End) -> Known | None:
    """x**power > 0 from x > 0, by halves."""
    below = context.known[low.position]
    if power == 1 or not below.strict:
        return below if power == 1 and low.value == 0 else None
    first = _positive(context, atom, power // 2, low)
    second = _positive(context, atom, power - power // 2, low)
    if first is None or second is None:
        return None
    start = len(context.known)
    wider, value = context.extended(first, second), first.polynomial * second.polynomial
    part = Part(1 / value.leading_coefficient(), (start, start + 1))
    return wider.shown(POSITIVE, atom**power, Certificate((DENIED, part)))


def _square_bound(
    context: Context, atom: Polynomial, size: Rational, low: End, high: End
) -> Known | None:
    """c**2 - x**2 >= 0 for l <= x <= h, -c <= l, h <= c: the product of c - x = (h - x) + (c - h)
    and c + x = (x - l) + (c + l)."""
    above = 1 / abs(context.known[high.position].polynomial.leading_coefficient())
    below = 1 / abs(context.known[low.position].polynomial.leading_coefficient())
    parts = (
        Part(above * below, (high.position, low.position)),
        Part((size + low.value) * above, (high.position,)),
        Part((size - high.value) * below, (low.position,)),
        Part((size - high.value) * (size + low.value)),
    )
    used = tuple(part for part in parts if part.coefficient > 0)
    return context.shown(NONNEGATIVE, size**2 - atom**2, Certificate((DENIED, *used)))


def _bound(
    context: Context, atom: Polynomial, power: tuple[Rational, int, int], end: int, low: End
) -> Known | None:
    """c**n - x**n >= 0 from c**step - x**step >= 0, the sum over j of c**(n-step*(j+1)) times
    x**(step*j) times that, and x >= 0 if the step is 1."""
    size, total, step = power
    above = 1 / abs(context.known[end].polynomial.leading_coefficient())
    below = 1 / abs(context.known[low.position].polynomial.leading_coefficient())
    parts = [DENIED]
    for j in range(total // step):
        scale = size ** (total - step * (j + 1)) * above
        odd = step * j % 2
        sources = (end, low.position) if odd else (end,)
        parts.append(Part(scale * below if odd else scale, sources, (atom,) * (step * j // 2)))
    return context.shown(NONNEGATIVE, size**total - atom**total, Certificate(tuple(parts)))
