"""Exact rationals: the yardstick for short runs, and for events at the start.

Not in the table of backends: numerators grow by a factor of 2k - 1 an update.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from fractions import Fraction

from verifier.descent.elementary import ExactFunctions


@dataclass(frozen=True)
class ExactBackend(ExactFunctions):
    """Fractions; only for losses with `rational`."""

    name: str = "exact"
    rigorous: bool = True
    bits: int | None = None

    def working(self) -> AbstractContextManager[object]:
        """Nothing to set."""
        return nullcontext()

    def number(self, value: Fraction) -> Fraction:
        """The rational itself."""
        return value

    def threshold(self, bound: Fraction) -> Fraction:
        """The bound itself."""
        return bound

    def at_most(self, value: Fraction, threshold: Fraction) -> bool:
        """Whether value <= threshold."""
        return value <= threshold

    def enclosure(self, value: Fraction) -> tuple[Fraction, Fraction]:
        """The value twice."""
        return value, value

    def is_finite(self, value: Fraction) -> bool:
        """Always."""
        return True

    def encode(self, value: Fraction) -> str:
        """Numerator and denominator."""
        return f"{value.numerator:x}/{value.denominator:x}"

    def decode(self, text: str) -> Fraction:
        """The value that `encode` wrote.  Raises `ValueError` for another text."""
        numerator, _, denominator = text.partition("/")
        return Fraction(int(numerator, 16), int(denominator, 16))
