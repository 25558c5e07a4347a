"""Fast floating-point evaluation of terms over many points: a guide for search, never evidence.

A term is compiled once to a tape of vectorised operations.  Values are NaN where a term is
undefined or leaves the range of floats.  `errors` bounds what rounding may have changed, to first
order with a factor of safety, so that a clear violation can be told from noise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from verifier.language.terms import (
    Application,
    Big,
    Bound,
    Constant,
    LanguageError,
    Node,
    Number,
    Op,
    Partial,
    Term,
    Variable,
    children,
)

Array: TypeAlias = "npt.NDArray[np.float64]"
Unary: TypeAlias = "Callable[[Array], Array]"
Slope: TypeAlias = "Callable[[Array, Array], Array]"
UNIT = 2.0**-52
TINY = 5e-324


def as_float(value: Fraction) -> float:
    """The nearest float; infinite or 0 beyond the range of floats."""
    try:
        return float(value)
    except OverflowError:
        if value.denominator.bit_length() > value.numerator.bit_length():
            return 0.0
        return float("inf") if value > 0 else float("-inf")


def inputs_of(*nodes: Node) -> tuple[Term, ...]:
    """The variables of some terms or propositions, and what else must be taken for one: members of
    families, values of unknown functions, sums over a range."""
    return tuple(dict.fromkeys(term for node in nodes for term in _inputs(node)))


@lru_cache(maxsize=50_000)
def _inputs(node: Node) -> tuple[Term, ...]:
    if isinstance(node, Variable | Application | Big | Partial):
        return (node,)
    return inputs_of(*(child for child, _ in children(node)))


@dataclass(frozen=True)
class _Function:
    """An elementary function: its values, slopes, and how far its argument may be off for twice
    the slope to bound the error (as a function of argument and value)."""

    value: Unary
    slope: Slope
    reach: Slope


def _anywhere(x: Array, y: Array) -> Array:
    return np.full_like(x, np.inf)


def _log(x: Array) -> Array:
    return np.where(x > 0, np.log(x), np.nan)


_FUNCTIONS: dict[str, _Function] = {
    "neg": _Function(np.negative, lambda x, y: np.full_like(x, -1.0), _anywhere),
    "abs": _Function(np.abs, lambda x, y: np.sign(x), _anywhere),
    "exp": _Function(np.exp, lambda x, y: y, lambda x, y: np.ones_like(x)),
    "log": _Function(_log, lambda x, y: 1 / x, lambda x, y: x / 2),
    "sqrt": _Function(np.sqrt, lambda x, y: 0.5 / y, lambda x, y: x / 2),
    "sin": _Function(np.sin, lambda x, y: np.cos(x), lambda x, y: np.abs(np.cos(x))),
    "cos": _Function(np.cos, lambda x, y: -np.sin(x), lambda x, y: np.abs(np.sin(x))),
    "tan": _Function(np.tan, lambda x, y: 1 + y * y, lambda x, y: np.abs(np.cos(x)) / 4),
    "asin": _Function(
        np.arcsin, lambda x, y: 1 / np.sqrt(1 - x * x), lambda x, y: (1 - np.abs(x)) / 2
    ),
    "acos": _Function(
        np.arccos, lambda x, y: -1 / np.sqrt(1 - x * x), lambda x, y: (1 - np.abs(x)) / 2
    ),
    "atan": _Function(np.arctan, lambda x, y: 1 / (1 + x * x), lambda x, y: np.ones_like(x) / 4),
    "sinh": _Function(np.sinh, lambda x, y: np.cosh(x), lambda x, y: np.ones_like(x) / 2),
    "cosh": _Function(np.cosh, lambda x, y: np.sinh(x), lambda x, y: np.minimum(np.abs(x), 1) / 4),
    "tanh": _Function(np.tanh, lambda x, y: 1 - y * y, lambda x, y: np.ones_like(x) / 4),
}
# Whose slope is at most 1: the error of the argument bounds that of the value.
_CONTRACTING = frozenset({"neg", "abs", "sin", "cos", "atan", "tanh"})


def _power(a: Array, b: Array) -> Array:
    unknown = np.isnan(a) | np.isnan(b) | ((a == 0) & (b <= 0))
    return np.where(unknown, np.nan, np.power(a, b))


def _binary_value(name: str, a: Array, b: Array) -> Array:
    match name:
        case "add":
            return a + b
        case "sub":
            return a - b
        case "mul":
            return a * b
        case "div":
            return np.where(b == 0, np.nan, a / b)
        case "pow":
            return _power(a, b)
        case "max":
            return np.maximum(a, b)
    return np.minimum(a, b)


def _binary_slopes(name: str, a: Array, b: Array, y: Array) -> tuple[Array, Array]:
    one = np.ones_like(y)
    match name:
        case "add":
            return one, one
        case "sub":
            return one, -one
        case "mul":
            return b, a
        case "div":
            return 1 / b, -y / b
        case "pow":
            by_base = np.where(a == 0, np.where(b == 1, 1.0, 0.0), b * y / a)
            by_exponent = np.where(a > 0, y * np.log(np.abs(a)), 0.0)
            return by_base, by_exponent
    first = (a >= b) if name == "max" else (a <= b)
    return np.where(first, 1.0, 0.0), np.where(first, 0.0, 1.0)


def _binary_error(name: str, a: Array, b: Array, y: Array, e: Array, f: Array) -> Array:
    """The error of a value whose arguments are off by at most e and f."""
    match name:
        case "add" | "sub":
            return e + f
        case "mul":
            return np.abs(a) * f + np.abs(b) * e + e * f
        case "div":
            room = np.abs(b) - f
            return np.where(room > 0, (e + np.abs(y) * f) / room, np.inf)
        case "pow":
            return _power_error(a, b, y, e, f)
    return np.maximum(e, f)


def _power_error(a: Array, b: Array, y: Array, e: Array, f: Array) -> Array:
    size = np.abs(a)
    relative = np.where(e > 0, np.abs(b) * e / size, 0.0)
    relative = relative + np.where(f > 0, np.abs(np.log(size)) * f, 0.0)
    near_zero = np.where((f == 0) & (b > 0), np.power(size + e, np.abs(b)), np.inf)
    # A negative base has a power only for exponents that are known to be integers.
    near_zero = np.where((b == np.round(b)) | (a >= e), near_zero, np.inf)
    return np.where((relative < 0.5) & ((a > 0) | (f == 0)), 2 * relative * np.abs(y), near_zero)


@dataclass(frozen=True)
class _Step:
    """One operation of a tape: its name and the places of its arguments."""

    name: str
    args: tuple[int, ...]


class Compiled:
    """Terms as one tape over the rows of an array of points, one row for each input."""

    def __init__(self, terms: Sequence[Term], inputs: Sequence[Term]) -> None:
        self.inputs = tuple(inputs)
        self._places: dict[Term, int] = {}
        self._steps: list[_Step | int | float] = []
        for number, variable in enumerate(inputs):
            self._places[variable] = number
            self._steps.append(number)
        self._outputs = [self._place(term) for term in terms]

    def _place(self, term: Term) -> int:
        known = self._places.get(term)
        if known is not None:
            return known
        step: _Step | float
        match term:
            case Number(value):
                step = as_float(value)
            case Constant(name):
                step = float(np.pi if name == "pi" else np.e)
            case Op(name, args):
                step = _Step(name, tuple(self._place(arg) for arg in args))
            case Bound():
                raise LanguageError("an open index has no floating-point value")
            case _:
                raise LanguageError(f"{type(term).__name__} is not among the inputs")
        self._steps.append(step)
        self._places[term] = len(self._steps) - 1
        return len(self._steps) - 1

    def __call__(self, points: Array) -> Array:
        """The values, one row for each term, one column for each point."""
        with np.errstate(all="ignore"):
            values = self._values(points)
            return self._gathered([values[place] for place in self._outputs], points)

    def gradients(self, points: Array) -> tuple[Array, Array]:
        """The values, and for each term the rows of its derivatives by the inputs."""
        with np.errstate(all="ignore"):
            values = self._values(points)
            slopes = self._forward(values, points)
            table = np.zeros((len(self._outputs), len(self.inputs), points.shape[1]))
            for number, place in enumerate(self._outputs):
                row = slopes[place]
                if row is not None:
                    table[number] = row
            return self._gathered([values[place] for place in self._outputs], points), table

    def errors(self, points: Array, spread: Array | None = None) -> tuple[Array, Array]:
        """The values and bounds for their errors by rounding, infinite where none is known.

        `spread` is how far the points themselves are off; nothing by default.
        """
        with np.errstate(all="ignore"):
            values = self._values(points)
            errors = self._error_bounds(values, spread)
            rows = [errors[place] for place in self._outputs]
            bounds = self._gathered(rows, points)
            found = self._gathered([values[place] for place in self._outputs], points)
            return found, np.where(
                np.isfinite(found), np.nan_to_num(bounds, nan=np.inf, posinf=np.inf), np.inf
            )

    def _gathered(self, rows: list[Any], points: Array) -> Array:
        table = np.empty((len(rows), points.shape[1]))
        for number, row in enumerate(rows):
            table[number] = row
        return table

    def _values(self, points: Array) -> list[Array]:
        values: list[Array] = []
        for step in self._steps:
            if isinstance(step, _Step):
                args = [values[place] for place in step.args]
                if len(args) == 1:
                    values.append(_FUNCTIONS[step.name].value(args[0]))
                else:
                    values.append(_binary_value(step.name, args[0], args[1]))
            elif isinstance(step, int):
                values.append(points[step])
            else:
                values.append(np.array([step]))
        return values

    def _forward(self, values: list[Array], points: Array) -> list[Array | None]:
        slopes: list[Array | None] = []
        for place, step in enumerate(self._steps):
            if isinstance(step, int):
                row = np.zeros((len(self.inputs), 1))
                row[step] = 1.0
                slopes.append(row)
            elif isinstance(step, _Step):
                slopes.append(self._chain(step, place, values, slopes))
            else:
                slopes.append(None)
        return slopes

    @staticmethod
    def _chain(
        step: _Step, place: int, values: list[Array], slopes: list[Array | None]
    ) -> Array | None:
        below = [slopes[arg] for arg in step.args]
        if all(row is None for row in below):
            return None
        args = [values[arg] for arg in step.args]
        if len(args) == 1:
            outer: tuple[Array, ...] = (_FUNCTIONS[step.name].slope(args[0], values[place]),)
        else:
            outer = _binary_slopes(step.name, args[0], args[1], values[place])
        total: Array | None = None
        for factor, row in zip(outer, below, strict=True):
            if row is not None:
                # A slope of 0 stays 0 below an infinite one: an input that does not occur.
                part = np.where(row == 0, 0.0, factor * row)
                total = part if total is None else total + part
        return total

    def _error_bounds(self, values: list[Array], spread: Array | None) -> list[Array]:
        errors: list[Array] = []
        for step, value in zip(self._steps, values, strict=True):
            if isinstance(step, int):
                errors.append(np.zeros_like(value) if spread is None else spread[step])
            elif isinstance(step, _Step):
                args = [values[arg] for arg in step.args]
                below = [errors[arg] for arg in step.args]
                own = np.zeros_like(value)
                if step.name not in ("neg", "abs", "max", "min"):
                    own = 4 * UNIT * np.abs(value) + TINY
                errors.append(own + _error_of(step.name, args, below, value))
            else:
                exact = float(step).is_integer() and abs(float(step)) < 2**53
                errors.append(np.zeros(1) if exact else UNIT * np.abs(value) + TINY)
        return errors


def _error_of(name: str, args: list[Array], errors: list[Array], value: Array) -> Array:
    """What the errors of the arguments do to a value."""
    if len(args) == 2:
        return _binary_error(name, args[0], args[1], value, errors[0], errors[1])
    (x,), (e,) = args, errors
    if name in _CONTRACTING:
        return e
    function = _FUNCTIONS[name]
    bound = 2 * e * np.abs(function.slope(x, value))
    return np.where(e == 0, 0.0, np.where(e <= function.reach(x, value), bound, np.inf))


def compile_terms(terms: Iterable[Term], inputs: Sequence[Term]) -> Compiled:
    """The terms as functions of the inputs: variables, or any terms to be taken for such.

    Raises `LanguageError` for a term made of anything else than arithmetic, elementary functions,
    numbers and the inputs.
    """
    return Compiled(tuple(terms), inputs)
