"""Losses on complex balls, for the enclosures of integrals: python-flint's acb.

Guaranteed that the value over a ball encloses the values at all its points, wide balls included;
with `analytic`, that a finite value over a ball means a function that is analytic on it, as
`acb.integral` asks of its integrands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import acb, arb, fmpq

from verifier.descent.elementary import WIDE, BallFunctions, whole_power
from verifier.descent.objective import Number

_REAL = BallFunctions()


@dataclass(frozen=True)
class ComplexArithmetic:
    """Numbers are acb, at python-flint's working precision.

    Functions are the principal branches.  Without `analytic` a ball across a branch cut has the
    hull of the values on both sides; with it, a value that is not finite.
    """

    analytic: bool = False

    def number(self, value: Fraction) -> Number:
        """A ball around the rational."""
        return acb(fmpq(value.numerator, value.denominator))

    def pi(self) -> Number:
        """The circle's half turn."""
        return acb(arb.pi())

    def real(self, x: Number) -> Number:
        """The real part."""
        return x.real

    def positive(self, x: Number) -> bool:
        """Whether the ball leaves out all reals <= 0."""
        return bool(x.is_finite()) and (bool(x.real > 0) or _REAL.nonzero(x.imag))

    def nonzero(self, x: Number) -> bool:
        """Whether the ball leaves out 0."""
        return bool(x.is_finite()) and (_REAL.nonzero(x.real) or _REAL.nonzero(x.imag))

    def undefined(self, reason: str) -> Number:
        """A ball that is no number."""
        return acb(arb.nan(), arb.nan())

    def exp(self, x: Number) -> Number:
        """e to the x."""
        if x.real.rel_accuracy_bits() >= WIDE:
            return x.exp()
        modulus = _REAL.exp(x.real)
        return acb(_product(modulus, x.imag.cos()), _product(modulus, x.imag.sin()))

    def log(self, x: Number) -> Number:
        """The natural logarithm, cut along the reals <= 0."""
        return x.log(analytic=self.analytic)

    def log1p(self, x: Number) -> Number:
        """log(1 + x)."""
        return self._cut(self.positive(1 + x), acb.log1p, x)

    def sqrt(self, x: Number) -> Number:
        """The square root, cut along the reals <= 0."""
        return x.sqrt(analytic=self.analytic)

    def power(self, x: Number, exponent: Fraction) -> Number:
        """exp(exponent * log(x)), cut along the reals <= 0 unless the exponent is an integer."""
        if exponent.denominator == 1:
            return whole_power(x, int(exponent), self.number)
        return self.exp(self.number(exponent) * self.log(x))

    def sin(self, x: Number) -> Number:
        """The sine."""
        return x.sin()

    def cos(self, x: Number) -> Number:
        """The cosine."""
        return x.cos()

    def tan(self, x: Number) -> Number:
        """The tangent."""
        return x.tan()

    def asin(self, x: Number) -> Number:
        """The arcsine, cut along the reals beyond -1 and 1."""
        return self._cut(self._inside(x), acb.asin, x)

    def acos(self, x: Number) -> Number:
        """The arccosine, cut along the reals beyond -1 and 1."""
        return self._cut(self._inside(x), acb.acos, x)

    def atan(self, x: Number) -> Number:
        """The arctangent, cut along the imaginary axis beyond -i and i."""
        turned = acb(-x.imag, x.real)
        return self._cut(self._inside(turned), acb.atan, x)

    def sinh(self, x: Number) -> Number:
        """The hyperbolic sine."""
        return x.sinh()

    def cosh(self, x: Number) -> Number:
        """The hyperbolic cosine."""
        return x.cosh()

    def tanh(self, x: Number) -> Number:
        """The hyperbolic tangent."""
        return x.tanh()

    def _inside(self, x: Number) -> bool:
        return self.positive(1 - x) and self.positive(1 + x)

    def _cut(self, regular: bool, function: Callable[[Any], Any], x: Number) -> Number:
        return self.undefined("") if self.analytic and not regular else function(x)


def _product(positive: Any, x: Any) -> Any:
    """The product of two real balls, from their ends: that of wide balls is loose."""
    if not (positive.is_finite() and x.is_finite()):
        return arb.nan()
    low, high, down, up = positive.lower(), positive.upper(), x.lower(), x.upper()
    return ((low if down > 0 else high) * down).union((low if up < 0 else high) * up)
