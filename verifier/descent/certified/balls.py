"""Small helpers on python-flint balls (arb): exact ends, hulls, conversions."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from functools import reduce
from typing import Any, TypeAlias

from flint import arb, fmpq

Ball: TypeAlias = Any  # flint ships no types


LARGEST, TINIEST = arb(2) ** 2**20, arb(2) ** -(2**20)


class Refusal(Exception):
    """The certified method cannot go on from here; the text says why, in one line."""


def ball(value: Fraction | int) -> Ball:
    """A ball around the rational."""
    value = Fraction(value)
    return arb(fmpq(value.numerator, value.denominator))


def fraction(exact: Ball) -> Fraction:
    """The exact rational of a ball of radius 0.

    Raises `ValueError` for any other, and `Refusal` for a number too large or too small to write.
    """
    if not (exact.is_finite() and exact.is_exact()):
        raise ValueError(f"{exact} is not an exact number: take an end of it")
    if not (exact == 0 or TINIEST < abs(exact) < LARGEST):
        raise Refusal("a number has more than a million binary digits")
    value = exact.fmpq()
    return Fraction(int(value.p), int(value.q))


def hull(low: Ball, high: Ball) -> Ball:
    """A ball that contains both."""
    return low.union(high)


def square(x: Ball) -> Ball:
    """x**2, without negative numbers where x contains 0."""
    if x > 0 or x < 0:
        return x * x
    top = x.abs_upper()
    return hull(arb(0), top * top)


def nonnegative_end(x: Ball) -> Ball:
    """The lower end of a ball that encloses a number >= 0."""
    low = x.lower()
    return low if low > 0 else arb(0)


def most(values: Iterable[Ball]) -> Ball:
    """An upper bound of all of them; exact, and no number if one of them is none.

    At least one value is needed.
    """
    return reduce(arb.max, (value.upper() for value in values))


def least(values: Iterable[Ball]) -> Ball:
    """A lower bound of all of them; exact.  At least one value is needed."""
    return -most(-value for value in values)


def within(radius: Ball) -> Ball:
    """The ball of that radius around 0."""
    return arb(0, radius.upper())


def ceil_low(value: Ball) -> int:
    """The least integer that is at least the lower end."""
    return math.ceil(fraction(value.lower()))


def ceil_high(value: Ball) -> int:
    """The least integer that is at least the upper end."""
    return math.ceil(fraction(value.upper()))
