"""The rigorous backend: python-flint balls, each number carrying its own error."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from fractions import Fraction
from typing import cast

from flint import arb, ctx

from verifier.descent.backend import (
    DEFAULT_BITS,
    check_bits,
    decode_dyadic,
    encode_dyadic,
)
from verifier.descent.elementary import BallFunctions
from verifier.descent.objective import Number

RADIUS_BITS = 30  # of python-flint's radii


@dataclass(frozen=True)
class BallBackend(BallFunctions):
    """Guaranteed to enclose the exact run; `at_most` answers only where the balls decide.

    Raises `ValueError` for a precision outside of 53..10000 bits.
    """

    bits: int = DEFAULT_BITS
    name: str = field(default="ball", init=False)
    rigorous: bool = field(default=True, init=False)

    def __post_init__(self) -> None:
        check_bits(self.bits)

    def working(self) -> AbstractContextManager[object]:
        """Sets flint's precision, which is one for the whole process."""
        return cast(AbstractContextManager[object], ctx.workprec(self.bits))

    def threshold(self, bound: Fraction) -> Number:
        """A ball around the bound."""
        return self.number(bound)

    def at_most(self, value: Number, threshold: Number) -> bool | None:
        """Whether value <= bound; None if the balls overlap."""
        if value <= threshold:
            return True
        return False if value > threshold else None

    def enclosure(self, value: Number) -> tuple[Fraction, Fraction]:
        """The exact ends of the ball.  Raises `ValueError` if it is not finite."""
        if not self.is_finite(value):
            raise ValueError(f"{value} is not finite: raise the precision")
        lower, upper = value.lower().fmpq(), value.upper().fmpq()
        return Fraction(int(lower.p), int(lower.q)), Fraction(int(upper.p), int(upper.q))

    def is_finite(self, value: Number) -> bool:
        """Whether the ball is bounded."""
        return bool(value.is_finite())

    def encode(self, value: Number) -> str:
        """Mantissa and exponent of the midpoint, and of the radius."""
        return f"{_encode(value.mid())} {_encode(value.rad())}"

    def decode(self, text: str) -> Number:
        """The value that `encode` wrote.  Raises `ValueError` for another text."""
        middle, _, radius = text.partition(" ")
        value = arb(arb(decode_dyadic(middle)), arb(_below(*decode_dyadic(radius))))
        if self.encode(value) != text:
            raise ValueError(f"{text[:40]!r} is not a ball")
        return value


def _encode(value: Number) -> str:
    mantissa, exponent = value.man_exp()
    return encode_dyadic(int(mantissa), int(exponent))


def _below(mantissa: int, exponent: int) -> tuple[int, int]:
    # The next smaller radius: giving a ball a radius makes it larger by one unit of its mantissa.
    if mantissa <= 0:
        return 0, 0
    spare = RADIUS_BITS - (mantissa - 1).bit_length()
    return (mantissa << spare) - 1, exponent - spare
