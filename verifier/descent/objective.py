"""The losses f of F(w) = f(prod w_i): values and derivatives for every backend alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Protocol, TypeAlias

# A number of some backend: mpf, arb, Fraction, float.  They share the operators + - * / and the
# comparisons, but the libraries ship no types to say so.
Number: TypeAlias = Any


class Arithmetic(Protocol):
    """What a loss needs besides operators."""

    def number(self, value: Fraction) -> Number:
        """The rational, rounded or enclosed as the backend does it."""

    def exp(self, x: Number) -> Number:
        """e to the x."""

    def log1p(self, x: Number) -> Number:
        """log(1 + x), accurate for small x."""


@dataclass(frozen=True)
class Functions:
    """f, f' and f'' on the numbers of one backend."""

    value: Callable[[Number], Number]
    derivative: Callable[[Number], Number]
    second: Callable[[Number], Number]


@dataclass(frozen=True)
class Objective:
    """A loss f of the product p, one object for all backends.

    `text` is f in p; `rational` says that f and its derivatives are polynomials over Q, so that
    exact rationals stay exact; `on` gives the functions on the numbers of a backend.
    """

    name: str
    text: str
    rational: bool
    on: Callable[[Arithmetic], Functions] = field(compare=False, repr=False)


DEFAULT_TARGET = Fraction(-1)


def squared(target: Fraction = DEFAULT_TARGET) -> Objective:
    """f(p) = (p - target)^2/2, so f'(p) = p - target."""

    def on(arithmetic: Arithmetic) -> Functions:
        y, one, two = (arithmetic.number(Fraction(v)) for v in (target, 1, 2))
        return Functions(lambda p: (p - y) * (p - y) / two, lambda p: p - y, lambda p: one)

    return Objective("squared", f"({_difference(target)})**2/2", True, on)


def squared_full(target: Fraction = DEFAULT_TARGET) -> Objective:
    """f(p) = (p - target)^2, so f'(p) = 2(p - target)."""

    def on(arithmetic: Arithmetic) -> Functions:
        y, two = (arithmetic.number(Fraction(v)) for v in (target, 2))
        return Functions(lambda p: (p - y) * (p - y), lambda p: two * (p - y), lambda p: two)

    return Objective("squared-full", f"({_difference(target)})**2", True, on)


def logistic() -> Objective:
    """f(p) = log(1 + exp(p)), so f'(p) = 1/(1 + exp(-p))."""

    def on(arithmetic: Arithmetic) -> Functions:
        one = arithmetic.number(Fraction(1))

        # Both branches hold for every p; choosing by sign keeps exp from overflowing in floats
        # and 1 + exp(p) from swallowing its first term.
        def value(p: Number) -> Number:
            if p > 0:
                return p + arithmetic.log1p(arithmetic.exp(-p))
            return arithmetic.log1p(arithmetic.exp(p))

        def derivative(p: Number) -> Number:
            if p > 0:
                return one / (one + arithmetic.exp(-p))
            e = arithmetic.exp(p)
            return e / (one + e)

        def second(p: Number) -> Number:
            e = arithmetic.exp(-p if p > 0 else p)
            return e / ((one + e) * (one + e))

        return Functions(value, derivative, second)

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
