"""Double precision, for pictures only: 53 bits, and rounding that decides where runs go.

A run in doubles leaves plateaus and saddles by its rounding noise that gradient descent never
leaves, and freezes where numbers underflow. It draws curves; it counts nothing.
"""

from __future__ import annotations

import math
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from verifier.descent.elementary import RoundedFunctions

BITS = 53


@dataclass(frozen=True)
class Float64ForPictures(RoundedFunctions):
    """Python's floats.  Raises `ValueError` for another precision than 53 bits."""

    bits: int = BITS
    name: str = field(default="float64", init=False)
    rigorous: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        if self.bits != BITS:
            raise ValueError(f"float64 has {BITS} bits, not {self.bits}: use mpfr for others")

    @property
    def library(self) -> Any:
        """Python's math."""
        return math

    @property
    def largest_exponent(self) -> int:
        """exp is finite up to here."""
        return 709

    def working(self) -> AbstractContextManager[object]:
        """Nothing to set."""
        return nullcontext()

    def number(self, value: Fraction) -> float:
        """The nearest double.  Raises `ValueError` beyond the largest."""
        try:
            return value.numerator / value.denominator
        except OverflowError:
            raise ValueError(f"{len(str(value))} digits exceed float64: use mpfr") from None

    def threshold(self, bound: Fraction) -> float:
        """The bound rounded down: a double is at most the one iff it is at most the other."""
        nearest = self.number(bound)
        return nearest if Fraction(nearest) <= bound else math.nextafter(nearest, -math.inf)

    def at_most(self, value: float, threshold: float) -> bool:
        """Whether value <= bound."""
        return value <= threshold

    def enclosure(self, value: float) -> tuple[Fraction, Fraction]:
        """The value itself, twice.  Raises `ValueError` if it is not finite."""
        if not self.is_finite(value):
            raise ValueError(f"{value} is not finite: the run has overflowed")
        return Fraction(value), Fraction(value)

    def is_finite(self, value: float) -> bool:
        """Whether it is neither NaN nor infinite."""
        return math.isfinite(value)

    def encode(self, value: float) -> str:
        """Hexadecimal, as C writes it."""
        return value.hex()

    def decode(self, text: str) -> float:
        """The value that `encode` wrote.  Raises `ValueError` for another text."""
        return float.fromhex(text)
