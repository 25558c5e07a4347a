"""Gradient descent on the numbers of a backend, and what a backend has to supply.

A new backend is one file with a class like `MpmathBackend` and one entry in `BACKENDS`.
"""

from __future__ import annotations

import operator
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from importlib import import_module
from itertools import accumulate, repeat
from math import prod
from typing import Any, NamedTuple, Protocol, TypeAlias, cast

from verifier.descent.elementary import whole_power
from verifier.descent.objective import Arithmetic, Number, Objective

DEFAULT_BITS = 169  # 50 decimal digits, as mpmath counts them
BITS = range(53, 10_001)
WRITTEN_OUT = 256  # values at most whose update is straight-line code


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

    @property
    def bits(self) -> int | None:
        """The precision of numbers in binary digits; None if they are exact."""

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

    def is_finite(self, value: Number) -> bool:
        """Whether it is a number, neither NaN nor infinite nor an unbounded ball."""

    def encode(self, value: Number) -> str:
        """A text for a finite value, from which `decode` makes it again, to the last bit."""

    def decode(self, text: str) -> Number:
        """The value that `encode` wrote.  Raises `ValueError` for another text."""


class State(NamedTuple):
    """The weights w_1..w_k at one iteration, and their product P."""

    weights: Sequence[Number]
    product: Number


@dataclass(frozen=True)
class Snapshot:
    """A recorded state: weights, product and loss as numbers of the backend."""

    iteration: int
    weights: tuple[Number, ...]
    product: Number
    loss: Number


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
    return State(weights, reduce(operator.mul, reversed(weights), one))


def leave_one_out(weights: Sequence[Number], one: Number) -> list[Number]:
    """Q_j = prod of w_i over i != j, for each j, without a division: zeros come out exactly."""
    tails = [*accumulate(weights[:0:-1], operator.mul, initial=one)]
    heads = accumulate(weights, operator.mul, initial=one)
    return [*map(operator.mul, reversed(tails), heads)]


@dataclass(frozen=True)
class Moduli:
    """The distinct moduli abs(w_j(1)) of a start: the values on which runs work.

    Coordinates of one modulus keep one for ever, and their signs relative to each other: with
    s_j = sign(w_j(1)), sign(0) = +1, w_j = s_j v for the value v of their class. Rounding each of
    them for itself would let a run leave a saddle that it never leaves. With s = prod s_j, the
    update is v' = v - step * s f'(s p) * (p without one factor v), p = prod v, one for each class.

    `values` are the v at the start, `counts` says how many coordinates have each; coordinate j is
    signs[j] times the value number places[j]; `sign` is s.
    """

    values: tuple[Fraction, ...]
    counts: tuple[int, ...]
    places: tuple[int, ...]
    signs: tuple[int, ...]
    sign: int

    @classmethod
    def of(cls, weights: Sequence[Fraction]) -> Moduli:
        """Those of a start, in the order in which they appear."""
        numbers: dict[Fraction, int] = {}
        places = tuple(numbers.setdefault(abs(weight), len(numbers)) for weight in weights)
        counted = Counter(places)
        counts = tuple(counted[number] for number in range(len(numbers)))
        signs = tuple(-1 if weight < 0 else 1 for weight in weights)
        return cls(tuple(numbers), counts, places, signs, prod(signs))

    def state(self, values: Sequence[Number]) -> State:
        """The weights and product that these values stand for."""
        pairs = zip(self.places, self.signs, strict=True)
        weights = [values[place] if sign > 0 else -values[place] for place, sign in pairs]
        factors = map(_power, values, self.counts)
        product = reduce(operator.mul, reversed([*factors]))
        return State(weights, product if self.sign > 0 else -product)


Values: TypeAlias = Sequence[Number]


def mover(
    problem: Problem, arithmetic: Arithmetic, moduli: Moduli
) -> Callable[[Values], Iterable[Number]]:
    """The function from values to the moves v - v' of one update, without a division.

    To be made and used inside of the backend's `working()`.
    """
    mul, one = operator.mul, arithmetic.number(Fraction(1))
    slope, step = _oriented(problem, arithmetic, moduli)

    def moves(values: Values) -> Iterable[Number]:
        tails = [*accumulate(reversed(values), mul)]
        head = step * slope(tails.pop())
        tails.reverse()
        tails.append(one)
        return map(mul, tails, accumulate(values, mul, initial=head))

    if max(moduli.counts) == 1:
        return moves
    powers = [count - 1 for count in moduli.counts]

    def moves_of_equals(values: Values) -> Iterable[Number]:
        rests = [_power(v, n) if n else one for v, n in zip(values, powers, strict=True)]
        return map(mul, rests, moves([*map(mul, values, rests)]))

    return moves_of_equals


def stepper(
    problem: Problem, arithmetic: Arithmetic, moduli: Moduli
) -> Callable[[Values, int], list[Number]]:
    """The function that updates values so many times, to be made and used as `mover` is.

    step * f'(P) goes into the running product of the values before v, so that a value takes three
    multiplications and a subtraction. At the depths of most runs these are written out, value by
    value: lists and iterators would cost as much as the arithmetic.
    """
    slope, step = _oriented(problem, arithmetic, moduli)
    if len(moduli.values) <= WRITTEN_OUT:
        names: dict[str, Any] = {"slope": slope, "step": step, "power": _power, "repeat": repeat}
        exec(_written_out(moduli.counts), names)
        return cast(Callable[[Values, int], list[Number]], names["update"])
    moves, sub = mover(problem, arithmetic, moduli), operator.sub

    def update(values: Values, times: int) -> list[Number]:
        new = list(values)
        for _ in repeat(None, times):
            new = [*map(sub, new, moves(new))]
        return new

    return update


def _oriented(
    problem: Problem, arithmetic: Arithmetic, moduli: Moduli
) -> tuple[Callable[[Number], Number], Number]:
    # The functions p -> f'(s p) and the number s * step of the update of `Moduli`.
    derivative = problem.objective.on(arithmetic).derivative
    step = arithmetic.number(moduli.sign * problem.step)
    return derivative if moduli.sign > 0 else lambda p: derivative(-p), step


def _power(value: Number, exponent: int) -> Number:
    # Not by **: python-flint's has no value at balls around 0.
    return whole_power(value, exponent, Fraction)


def _written_out(counts: Sequence[int]) -> str:
    # Names of value i: v its number; r its power but one and f its power, if it occurs repeatedly;
    # t the product of the factors after it; h is the head, g the move.
    last = len(counts) - 1
    factor = [f"v{i}" if n == 1 else f"f{i}" for i, n in enumerate(counts)]
    tail = [f"t{i}" if i < last - 1 else factor[-1] for i in range(last)]
    lines = []
    for i, n in enumerate(counts):
        if n > 1:
            lines += [f"r{i} = power(v{i}, {n - 1})", f"f{i} = v{i} * r{i}"]
    lines += [f"t{i} = {factor[i + 1]} * {tail[i + 1]}" for i in reversed(range(last - 1))]
    product = f"{factor[0]} * {tail[0]}" if last else factor[0]
    lines.append(f"h = step * slope({product})")
    for i, n in enumerate(counts):
        move = f"h * {tail[i]}" if i < last else "h"
        lines.append(f"g = {move}" if n == 1 else f"g = {move} * r{i}")
        if i < last:
            lines.append(f"h = h * {factor[i]}")
        lines.append(f"v{i} = v{i} - g")
    values = ", ".join(f"v{i}" for i in range(len(counts)))
    body = "".join(f"        {line}\n" for line in lines)
    return (
        f"def update(values, times):\n    [{values}] = values\n"
        f"    for _ in repeat(None, times):\n{body}    return [{values}]\n"
    )


# Each entry: module and class, imported only when asked for.
BACKENDS = {
    "mpmath": ("verifier.descent.mpmath_backend", "MpmathBackend"),
    "mpfr": ("verifier.descent.mpfr_backend", "MpfrBackend"),
    "ball": ("verifier.descent.ball_backend", "BallBackend"),
    "float64": ("verifier.descent.float_backend", "Float64ForPictures"),
}


def backend(name: str, bits: int | None = None) -> Backend:
    """The backend of that name at a precision of `bits` binary digits.

    Without `bits` it is `DEFAULT_BITS`, and 53 for float64, which has no other.  Raises
    `ValueError` for an unknown name or a precision that the backend does not have.
    """
    if name not in BACKENDS:
        raise ValueError(f"no backend {name!r}: use one of {', '.join(BACKENDS)}")
    module, kind = BACKENDS[name]
    made = getattr(import_module(module), kind)
    return cast(Backend, made() if bits is None else made(bits))


def check_bits(bits: int) -> None:
    """Raises `ValueError` for a precision outside of 53..10000 bits."""
    if bits not in BITS:
        raise ValueError(f"a precision of {bits} bits is not in {BITS.start}..{BITS.stop - 1}")


_DYADIC = re.compile(r"(-?[0-9a-f]+)p(-?[0-9]{1,18})", re.ASCII)


def encode_dyadic(mantissa: int, exponent: int) -> str:
    """mantissa * 2**exponent, with a hexadecimal mantissa."""
    return f"{mantissa:x}p{exponent}"


def decode_dyadic(text: str) -> tuple[int, int]:
    """Mantissa and exponent.  Raises `ValueError` for a text that is not of `encode_dyadic`."""
    match = _DYADIC.fullmatch(text)
    if match is None:
        shown = text if len(text) <= 40 else text[:37] + "..."
        raise ValueError(f"{shown!r} is not a dyadic number")
    return int(match[1], 16), int(match[2])
