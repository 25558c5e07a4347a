"""The rigorous backend: python-flint balls, each number carrying its own error."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from fractions import Fraction
from typing import cast

from flint import arb, ctx, fmpq

from verifier.descent.backend import DEFAULT_BITS, check_bits
from verifier.descent.objective import Number


@dataclass(frozen=True)
class BallBackend:
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

    def number(self, value: Fraction) -> Number:
        """A ball around the rational."""
        return arb(fmpq(value.numerator, value.denominator))

    def exp(self, x: Number) -> Number:
        """e to the x."""
        return x.exp()

    def log1p(self, x: Number) -> Number:
        """log(1 + x)."""
        return x.log1p()

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
        if not value.is_finite():
            raise ValueError(f"{value} is not finite: raise the precision")
        lower, upper = value.lower().fmpq(), value.upper().fmpq()
        return Fraction(int(lower.p), int(lower.q)), Fraction(int(upper.p), int(upper.q))
