"""The reference backend: mpmath floats, rounded to nearest, at any precision.

Not rigorous, and made no more so by `mpmath.iv`, whose exp can miss the true value.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import mpmath
from mpmath.libmp import from_man_exp, from_rational, round_floor, round_nearest

from verifier.descent.backend import (
    DEFAULT_BITS,
    check_bits,
    decode_dyadic,
    encode_dyadic,
)
from verifier.descent.elementary import RoundedFunctions
from verifier.descent.objective import Number


@dataclass(frozen=True)
class MpmathBackend(RoundedFunctions):
    """mpmath at `bits` binary digits, in a context of its own: `mpmath.mp` is left alone.

    Raises `ValueError` for a precision outside of 53..10000 bits.
    """

    bits: int = DEFAULT_BITS
    name: str = field(default="mpmath", init=False)
    rigorous: bool = field(default=False, init=False)
    context: Any = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        check_bits(self.bits)
        context = mpmath.MPContext()
        context.prec = self.bits
        object.__setattr__(self, "context", context)

    def working(self) -> AbstractContextManager[object]:
        """Nothing to set: numbers carry their context."""
        return nullcontext()

    def number(self, value: Fraction) -> Number:
        """The nearest float."""
        return self._round(value, round_nearest)

    def _round(self, value: Fraction, rounding: str) -> Number:
        raw = from_rational(value.numerator, value.denominator, self.bits, rounding)
        return self.context.make_mpf(raw)

    @property
    def library(self) -> Any:
        """The context, whose functions round to its precision."""
        return self.context

    def threshold(self, bound: Fraction) -> Number:
        """The bound rounded down: a float is at most the one iff it is at most the other."""
        return self._round(bound, round_floor)

    def at_most(self, value: Number, threshold: Number) -> bool:
        """Whether value <= bound."""
        return bool(value <= threshold)

    def enclosure(self, value: Number) -> tuple[Fraction, Fraction]:
        """The value itself, twice.  Raises `ValueError` if it is not finite."""
        if not self.is_finite(value):
            raise ValueError(f"{value} is not finite: the run has overflowed")
        mantissa, exponent = _dyadic(value)
        exact = Fraction(mantissa) * Fraction(2) ** exponent
        return exact, exact

    def is_finite(self, value: Number) -> bool:
        """Whether it is neither NaN nor infinite."""
        return bool(self.context.isfinite(value))

    def encode(self, value: Number) -> str:
        """Mantissa and exponent."""
        return encode_dyadic(*_dyadic(value))

    def decode(self, text: str) -> Number:
        """The value that `encode` wrote.  Raises `ValueError` for another text."""
        return self.context.make_mpf(from_man_exp(*decode_dyadic(text)))


def _dyadic(value: Number) -> tuple[int, int]:
    sign, mantissa, exponent, _ = value._mpf_
    return (-1) ** sign * int(mantissa), int(exponent)
