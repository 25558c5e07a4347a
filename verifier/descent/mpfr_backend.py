"""Fast and correctly rounded: MPFR's floats by gmpy2, at any precision."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, cast

import gmpy2

from verifier.descent.backend import DEFAULT_BITS, check_bits, decode_dyadic, encode_dyadic
from verifier.descent.elementary import RoundedFunctions
from verifier.descent.objective import Number


@dataclass(frozen=True)
class MpfrBackend(RoundedFunctions):
    """MPFR at `bits` binary digits: every operation rounded to the nearest, ties to even.

    Its context is its own and set by `working()` only.  Raises `ValueError` for a precision
    outside of 53..10000 bits.
    """

    bits: int = DEFAULT_BITS
    name: str = field(default="mpfr", init=False)
    rigorous: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        check_bits(self.bits)

    @property
    def library(self) -> Any:
        """The module, whose functions round to the precision of the context."""
        return gmpy2

    @property
    def largest_exponent(self) -> int:
        """exp is finite up to here: MPFR's exponents go to 2**30."""
        return 2**29

    def working(self) -> AbstractContextManager[object]:
        """Sets gmpy2's context of this thread, and restores it."""
        return cast(AbstractContextManager[object], gmpy2.context(precision=self.bits))

    def number(self, value: Fraction) -> Number:
        """The nearest float."""
        return gmpy2.mpfr(gmpy2.mpq(value.numerator, value.denominator))

    def threshold(self, bound: Fraction) -> Number:
        """The bound rounded down: a float is at most the one iff it is at most the other."""
        nearest = self.number(bound)
        return nearest if self.enclosure(nearest)[0] <= bound else gmpy2.next_below(nearest)

    def at_most(self, value: Number, threshold: Number) -> bool:
        """Whether value <= bound."""
        return bool(value <= threshold)

    def enclosure(self, value: Number) -> tuple[Fraction, Fraction]:
        """The value itself, twice.  Raises `ValueError` if it is not finite."""
        if not self.is_finite(value):
            raise ValueError(f"{value} is not finite: the run has overflowed")
        exact = Fraction(*map(int, value.as_integer_ratio()))
        return exact, exact

    def is_finite(self, value: Number) -> bool:
        """Whether it is neither NaN nor infinite."""
        return bool(gmpy2.is_finite(value))

    def encode(self, value: Number) -> str:
        """Mantissa and exponent."""
        mantissa, exponent = value.as_mantissa_exp()
        return encode_dyadic(int(mantissa), int(exponent))

    def decode(self, text: str) -> Number:
        """The value that `encode` wrote.  Raises `ValueError` for another text."""
        return self.dyadic(*decode_dyadic(text))

    def dyadic(self, mantissa: int, exponent: int) -> Number:
        """mantissa * 2**exponent: exact if the mantissa has no more than `bits` bits."""
        return gmpy2.mpfr(mantissa) * gmpy2.mpfr(2) ** exponent
