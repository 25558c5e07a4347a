"""Middles of balls as fractions, if they are of a size that can be written out."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

EXTENT = 20_000  # bits before or behind the point up to which a number is written out


def is_moderate(middle: Any) -> bool:
    """Whether an exact ball has no more than about `EXTENT` bits before or behind the point."""
    if not middle.is_finite():
        return False
    mantissa, exponent = middle.man_exp()
    return bool(mantissa == 0 or abs(exponent) < EXTENT)


def middle_of(ball: Any) -> Fraction | None:
    """The middle of a ball, exactly; None if it is too long to be written out."""
    middle = ball.mid()
    if not is_moderate(middle):
        return None
    exact = middle.fmpq()
    return Fraction(int(exact.p), int(exact.q))
