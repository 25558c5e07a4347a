"""Elementary functions for the numbers of each kind of backend, to be inherited by backends.

A function with a singular point or an edge of its domain is never continued beyond it: rounded
numbers raise `ValueError` there, balls that reach it give a ball that is not finite.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from flint import arb, fmpq

from verifier.descent.objective import Number

WIDE = 30  # balls of fewer accurate bits are evaluated at both ends where a function is monotone


def whole_power(x: Number, exponent: int, number: Callable[[Fraction], Number]) -> Number:
    """x**exponent for an integer, by multiplication; 1 for the exponent 0."""
    if exponent == 0:
        return number(Fraction(1))
    if exponent < 0:
        return number(Fraction(1)) / whole_power(x, -exponent, number)
    result, digits = x, bin(exponent)[3:]
    for digit in digits:
        result = result * result
        if digit == "1":
            result = result * x
    return result


class RoundedFunctions(ABC):
    """For correctly or nearly rounded numbers, by a library whose functions have the usual names.

    A backend says which `library`, and the largest argument of exp, sinh and cosh.
    """

    @property
    @abstractmethod
    def library(self) -> Any:
        """The context or module with exp, log, ..."""

    @property
    def largest_exponent(self) -> int:
        """exp is finite up to here."""
        return 2**60

    @abstractmethod
    def number(self, value: Fraction) -> Number:
        """The nearest number."""

    def real(self, x: Number) -> Number:
        """The number itself."""
        return x

    def positive(self, x: Number) -> bool:
        """Whether x > 0."""
        return bool(x > 0)

    def nonzero(self, x: Number) -> bool:
        """Whether x != 0."""
        return bool(x != 0)

    def undefined(self, reason: str) -> Number:
        """Raises `ValueError` with the reason."""
        raise ValueError(reason)

    def _checked(self, holds: bool, name: str, x: Number) -> None:
        if not holds:
            raise ValueError(f"{name}({x}) is undefined or too large")

    def exp(self, x: Number) -> Number:
        """e to the x."""
        self._checked(x <= self.largest_exponent, "exp", x)
        return self.library.exp(x)

    def log(self, x: Number) -> Number:
        """The natural logarithm."""
        self._checked(x > 0, "log", x)
        return self.library.log(x)

    def log1p(self, x: Number) -> Number:
        """log(1 + x)."""
        self._checked(x > -1, "log1p", x)
        return self.library.log1p(x)

    def sqrt(self, x: Number) -> Number:
        """The square root."""
        self._checked(x >= 0, "sqrt", x)
        return self.library.sqrt(x)

    def power(self, x: Number, exponent: Fraction) -> Number:
        """x**exponent, for every x if it is a natural number, for x != 0 if it is an integer."""
        if exponent.denominator == 1:
            self._checked(exponent >= 0 or x != 0, f"the power {exponent} of ", x)
            return whole_power(x, int(exponent), self.number)
        self._checked(x > 0, f"the power {exponent} of ", x)
        return self.library.exp(self.number(exponent) * self.library.log(x))

    def sin(self, x: Number) -> Number:
        """The sine."""
        return self.library.sin(x)

    def cos(self, x: Number) -> Number:
        """The cosine."""
        return self.library.cos(x)

    def tan(self, x: Number) -> Number:
        """The tangent."""
        return self.library.tan(x)

    def asin(self, x: Number) -> Number:
        """The arcsine."""
        self._checked(-1 <= x <= 1, "asin", x)
        return self.library.asin(x)

    def acos(self, x: Number) -> Number:
        """The arccosine."""
        self._checked(-1 <= x <= 1, "acos", x)
        return self.library.acos(x)

    def atan(self, x: Number) -> Number:
        """The arctangent."""
        return self.library.atan(x)

    def sinh(self, x: Number) -> Number:
        """The hyperbolic sine."""
        self._checked(abs(x) <= self.largest_exponent, "sinh", x)
        return self.library.sinh(x)

    def cosh(self, x: Number) -> Number:
        """The hyperbolic cosine."""
        self._checked(abs(x) <= self.largest_exponent, "cosh", x)
        return self.library.cosh(x)

    def tanh(self, x: Number) -> Number:
        """The hyperbolic tangent."""
        return self.library.tanh(x)

    def pi(self) -> Number:
        """The circle's half turn."""
        return 4 * self.library.atan(self.number(Fraction(1)))


class BallFunctions:
    """For python-flint's real balls; wide ones are enclosed tightly."""

    def number(self, value: Fraction) -> Number:
        """A ball around the rational."""
        return arb(fmpq(value.numerator, value.denominator))

    def real(self, x: Number) -> Number:
        """The ball itself."""
        return x

    def positive(self, x: Number) -> bool:
        """Whether the whole ball is positive."""
        return bool(x > 0)

    def nonzero(self, x: Number) -> bool:
        """Whether the ball leaves out 0."""
        return bool(x > 0) or bool(x < 0)

    def undefined(self, reason: str) -> Number:
        """A ball that is no number and compares with nothing."""
        return arb.nan()

    def exp(self, x: Number) -> Number:
        """e to the x."""
        return _between_ends(arb.exp, x)

    def log(self, x: Number) -> Number:
        """The natural logarithm."""
        return _between_ends(arb.log, x)

    def log1p(self, x: Number) -> Number:
        """log(1 + x)."""
        return _between_ends(arb.log1p, x)

    def sqrt(self, x: Number) -> Number:
        """The square root."""
        return _between_ends(arb.sqrt, x)

    def power(self, x: Number, exponent: Fraction) -> Number:
        """x**exponent, for every x if it is a natural number, for x != 0 if it is an integer."""
        if exponent.denominator == 1:
            return self._whole_power(x, int(exponent))
        number = self.number(exponent)
        return _between_ends(lambda y: y**number, x) if x > 0 else arb.nan()

    def _whole_power(self, x: Number, exponent: int) -> Number:
        # Not by python-flint's **, which has no value at a ball around 0.
        if x.rel_accuracy_bits() >= WIDE or (exponent < 0 and not self.nonzero(x)):
            return whole_power(x, exponent, self.number)
        ends = _between_ends(lambda y: whole_power(y, exponent, self.number), x)
        return ends if exponent % 2 or self.nonzero(x) else ends.union(arb(0))

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
        """The arcsine."""
        return _between_ends(arb.asin, x)

    def acos(self, x: Number) -> Number:
        """The arccosine."""
        return _between_ends(arb.acos, x)

    def atan(self, x: Number) -> Number:
        """The arctangent."""
        return _between_ends(arb.atan, x)

    def sinh(self, x: Number) -> Number:
        """The hyperbolic sine."""
        return _between_ends(arb.sinh, x)

    def cosh(self, x: Number) -> Number:
        """The hyperbolic cosine."""
        if x.rel_accuracy_bits() >= WIDE or not x.is_finite():
            return x.cosh()
        ends = x.lower().cosh().union(x.upper().cosh())
        return ends if self.nonzero(x) else ends.union(arb(1))

    def tanh(self, x: Number) -> Number:
        """The hyperbolic tangent."""
        return _between_ends(arb.tanh, x)

    def pi(self) -> Number:
        """The circle's half turn."""
        return arb.pi()


class ExactFunctions:
    """For fractions: only what stays rational."""

    def real(self, x: Fraction) -> Fraction:
        """The number itself."""
        return x

    def positive(self, x: Fraction) -> bool:
        """Whether x > 0."""
        return x > 0

    def nonzero(self, x: Fraction) -> bool:
        """Whether x != 0."""
        return x != 0

    def undefined(self, reason: str) -> Fraction:
        """Raises `ValueError` with the reason."""
        raise ValueError(reason)

    def _refuse(self, x: Fraction) -> Fraction:
        raise ValueError(f"the value at {x} is not rational: step this loss with another backend")

    exp = log = log1p = sqrt = sin = cos = tan = asin = acos = atan = sinh = cosh = tanh = _refuse

    def power(self, x: Fraction, exponent: Fraction) -> Fraction:
        """x**exponent for an integer.  Raises `ValueError` for another: not rational in general."""
        return x ** int(exponent) if exponent.denominator == 1 else self._refuse(x)

    def pi(self) -> Fraction:
        """Raises `ValueError`: not rational."""
        raise ValueError("pi is not rational: step this loss with another backend")


def _between_ends(function: Callable[[Any], Any], x: Any) -> Any:
    """The values of a function that is monotone wherever it is defined.

    Python-flint's own enclosures over wide balls are valid but loose; at a ball that is not
    inside of the domain one of the ends has no value, and neither has the result.
    """
    if x.rel_accuracy_bits() >= WIDE or not x.is_finite():
        return function(x)
    return function(x.lower()).union(function(x.upper()))
