"""The losses f of F(w) = f(prod w_i): values and derivatives for every backend alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Protocol, TypeAlias

# A number of some backend: mpf, arb, acb, Fraction, float.  They share the operators + - * / and,
# but for complex ones, the comparisons; the libraries ship no types to say so.
Number: TypeAlias = Any


class Arithmetic(Protocol):
    """What a loss needs besides operators.

    Where a function has no value, or a ball reaches such a point, rounded numbers raise
    `ValueError` and balls give one that is not finite.
    """

    def number(self, value: Fraction) -> Number:
        """The rational, rounded or enclosed as the backend does it."""

    def pi(self) -> Number:
        """The circle's half turn."""

    def real(self, x: Number) -> Number:
        """The real part, to choose by comparison among formulas that agree."""

    def positive(self, x: Number) -> bool:
        """Whether x > 0 is certain; for complex balls, that none of it is real and <= 0."""

    def nonzero(self, x: Number) -> bool:
        """Whether x != 0 is certain."""

    def undefined(self, reason: str) -> Number:
        """What stands for a value that does not exist: no finite number, or `ValueError`."""

    def power(self, x: Number, exponent: Fraction) -> Number:
        """x**exponent, for every x if it is a natural number (1 if it is 0), for x != 0 if it is an
        integer, else for x > 0."""

    def exp(self, x: Number) -> Number:
        """e to the x."""

    def log(self, x: Number) -> Number:
        """The natural logarithm."""

    def log1p(self, x: Number) -> Number:
        """log(1 + x), accurate for small x."""

    def sqrt(self, x: Number) -> Number:
        """The square root."""

    def sin(self, x: Number) -> Number:
        """The sine."""

    def cos(self, x: Number) -> Number:
        """The cosine."""

    def tan(self, x: Number) -> Number:
        """The tangent."""

    def asin(self, x: Number) -> Number:
        """The arcsine."""

    def acos(self, x: Number) -> Number:
        """The arccosine."""

    def atan(self, x: Number) -> Number:
        """The arctangent."""

    def sinh(self, x: Number) -> Number:
        """The hyperbolic sine."""

    def cosh(self, x: Number) -> Number:
        """The hyperbolic cosine."""

    def tanh(self, x: Number) -> Number:
        """The hyperbolic tangent."""


@dataclass(frozen=True)
class Functions:
    """f, f', f'' and f''' on the numbers of one backend."""

    value: Callable[[Number], Number]
    derivative: Callable[[Number], Number]
    second: Callable[[Number], Number]
    third: Callable[[Number], Number]


@dataclass(frozen=True)
class Objective:
    """A loss f of the product p, one object for all backends.

    `text` is f in p; `rational` says that f and its derivatives are polynomials over Q, so that
    exact rationals stay exact; `on` gives the functions on the numbers of a backend, and is to be
    called inside of its `working()`.
    """

    name: str
    text: str
    rational: bool
    on: Callable[[Arithmetic], Functions] = field(compare=False, repr=False)


DEFAULT_TARGET = Fraction(-1)
FAR = 40  # from here on exp(-p) hardly counts beside 1


def squared(target: Fraction = DEFAULT_TARGET) -> Objective:
    """f(p) = (p - target)^2/2, so f'(p) = p - target."""

    def on(arithmetic: Arithmetic) -> Functions:
        y, zero, one, two = (arithmetic.number(Fraction(v)) for v in (target, 0, 1, 2))
        return Functions(
            lambda p: (p - y) * (p - y) / two, lambda p: p - y, lambda p: one, lambda p: zero
        )

    return Objective("squared", f"({_difference(target)})**2/2", True, on)


def squared_full(target: Fraction = DEFAULT_TARGET) -> Objective:
    """f(p) = (p - target)^2, so f'(p) = 2(p - target)."""

    def on(arithmetic: Arithmetic) -> Functions:
        y, zero, two = (arithmetic.number(Fraction(v)) for v in (target, 0, 2))
        return Functions(
            lambda p: (p - y) * (p - y), lambda p: two * (p - y), lambda p: two, lambda p: zero
        )

    return Objective("squared-full", f"({_difference(target)})**2", True, on)


def logistic() -> Objective:
    """f(p) = log(1 + exp(p)), so f'(p) = 1/(1 + exp(-p))."""

    def on(arithmetic: Arithmetic) -> Functions:
        one = arithmetic.number(Fraction(1))
        exp, log1p, real = arithmetic.exp, arithmetic.log1p, arithmetic.real

        # The formulas agree everywhere.  Those in which p occurs once are tight over balls; far
        # out the others keep exp from overflowing in floats.
        def value(p: Number) -> Number:
            return p + log1p(exp(-p)) if real(p) > FAR else log1p(exp(p))

        def derivative(p: Number) -> Number:
            if real(p) < -FAR:
                e = exp(p)
                return e / (one + e)
            return one / (one + exp(-p))

        def second(p: Number) -> Number:
            return derivative(p) * derivative(-p)

        def third(p: Number) -> Number:
            up, down = derivative(p), derivative(-p)
            return up * down * (down - up)

        return Functions(value, derivative, second, third)

    return Objective("logistic", "log(1 + exp(p))", False, on)


def objective(name: str, target: Fraction | None = None) -> Objective:
    """The loss of that name: squared, squared-full (target -1 unless given) or logistic.

    Raises `ValueError` for an unknown name, and for a target given to logistic.
    """
    match name:
        case "squared":
            return squared(DEFAULT_TARGET if target is None else target)
        case "squared-full":
            return squared_full(DEFAULT_TARGET if target is None else target)
        case "logistic" if target is None:
            return logistic()
        case "logistic":
            raise ValueError("the logistic loss has no target: leave the target out")
    raise ValueError(f"no loss {name!r}: use squared, squared-full or logistic")


def _difference(target: Fraction) -> str:
    if target == 0:
        return "p"
    size = abs(target) if target.denominator == 1 else f"({abs(target)})"
    return f"p - {size}" if target > 0 else f"p + {size}"
