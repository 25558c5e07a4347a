"""Gradient descent on the numbers of a backend, and what a backend has to supply.

A new backend is one file with a class like `MpmathBackend` and one entry in `BACKENDS`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from itertools import accumulate
from typing import NamedTuple, Protocol, cast

from verifier.descent.objective import Arithmetic, Functions, Number, Objective

DEFAULT_BITS = 169  # 50 decimal digits, as mpmath counts them
BITS = range(53, 10_001)


class Backend(Arithmetic, Protocol):
    """Numbers to step with.

    `rigorous` says that every number encloses the exact one; then a comparison may be undecided.
    Numbers are made and compared inside `working()` only.
    """

    @property
    def name(self) -> str:
        """The name in `BACKENDS`."""

    @property
    def rigorous(self) -> bool:
        """Whether numbers are enclosures."""

    def working(self) -> AbstractContextManager[object]:
        """Sets the working precision of the underlying library, and restores it."""

    def threshold(self, bound: Fraction) -> Number:
        """The bound in the form that `at_most` compares with."""

    def at_most(self, value: Number, threshold: Number) -> bool | None:
        """Whether value <= bound, compared exactly; None if a rigorous value does not decide it."""

    def enclosure(self, value: Number) -> tuple[Fraction, Fraction]:
        """Exact ends of the value: equal unless the backend is rigorous.

        Raises `ValueError` for a value that is not finite.
        """


class State(NamedTuple):
    """The weights w_1..w_k at one iteration, and tails[j] = prod of the weights after the first j.

    So tails[0] is the product P and tails[k] the empty product 1.
    """

    weights: Sequence[Number]
    tails: Sequence[Number]

    @property
    def product(self) -> Number:
        """P = prod w_i."""
        return self.tails[0]


@dataclass(frozen=True)
class Problem:
    """Gradient descent on f(prod w_i) from `weights`, at a fixed step size.

    Raises `ValueError` for no weights and for a step size that is not positive.
    """

    objective: Objective
    step: Fraction
    weights: tuple[Fraction, ...]

    def __post_init__(self) -> None:
        if not self.weights:
            raise ValueError("no weights: give at least one")
        if self.step <= 0:
            raise ValueError(f"the step size {self.step} is not positive: give a rational > 0")


def state_of(weights: Sequence[Number], one: Number) -> State:
    """The state with these weights; `one` is the backend's 1."""
    tails = list(accumulate(reversed(weights), operator.mul, initial=one))
    tails.reverse()
    return State(weights, tails)


def leave_one_out(weights: Sequence[Number], one: Number) -> list[Number]:
    """Q_j = prod of w_i over i != j, for each j, without a division: zeros come out exactly."""
    tails = state_of(weights, one).tails
    heads = accumulate(weights, operator.mul, initial=one)
    return [head * tail for head, tail in zip(heads, tails[1:], strict=False)]


def stepper(functions: Functions, step: Number, one: Number) -> Callable[[State], State]:
    """One update w_j' = w_j - step * f'(P) * Q_j, without a division.

    The factor step * f'(P) goes into the running product of the weights before j, so that an
    update takes three multiplications a weight.
    """
    derivative = functions.derivative

    def update(state: State) -> State:
        weights, tails = state
        head = step * derivative(tails[0])
        new = []
        for w, tail in zip(weights, tails[1:], strict=True):
            new.append(w - head * tail)
            head = head * w
        return state_of(new, one)

    return update


# Each entry: module and class, imported only when asked for.
BACKENDS = {
    "mpmath": ("verifier.descent.mpmath_backend", "MpmathBackend"),
    "ball": ("verifier.descent.ball_backend", "BallBackend"),
}


def backend(name: str, bits: int = DEFAULT_BITS) -> Backend:
    """The backend of that name at a precision of `bits` binary digits.

    Raises `ValueError` for an unknown name or a precision outside of 53..10000 bits.
    """
    if name not in BACKENDS:
        raise ValueError(f"no backend {name!r}: use one of {', '.join(BACKENDS)}")
    module, kind = BACKENDS[name]
    return cast(Backend, getattr(import_module(module), kind)(bits))


def check_bits(bits: int) -> None:
    """Raises `ValueError` for a precision outside of 53..10000 bits."""
    if bits not in BITS:
        raise ValueError(f"a precision of {bits} bits is not in {BITS.start}..{BITS.stop - 1}")
