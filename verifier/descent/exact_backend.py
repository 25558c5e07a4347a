"""Exact rationals: the yardstick for short runs, and for events at the start.

Not in the table of backends: numerators grow by a factor of 2k - 1 an update.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class ExactBackend:
    """Fractions; only for losses with `rational`."""

    name: str = "exact"
    rigorous: bool = True

    def working(self) -> AbstractContextManager[object]:
        """Nothing to set."""
        return nullcontext()

    def number(self, value: Fraction) -> Fraction:
        """The rational itself."""
        return value

    def exp(self, x: Fraction) -> Fraction:
        """Raises `ValueError`: not rational."""
        raise ValueError(f"exp({x}) is not rational: step this loss with another backend")

    def log1p(self, x: Fraction) -> Fraction:
        """Raises `ValueError`: not rational."""
        raise ValueError(f"log(1 + {x}) is not rational: step this loss with another backend")

    def threshold(self, bound: Fraction) -> Fraction:
        """The bound itself."""
        return bound

    def at_most(self, value: Fraction, threshold: Fraction) -> bool:
        """Whether value <= threshold."""
        return value <= threshold

    def enclosure(self, value: Fraction) -> tuple[Fraction, Fraction]:
        """The value twice."""
        return value, value
