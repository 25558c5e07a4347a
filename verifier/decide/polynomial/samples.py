"""Points at which the facts hold, in floating point: a guide for search, never evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from verifier.decide.polynomial.context import ZERO_KIND, Aim, Context, degrees_of
from verifier.kernel.certificates.canonical import Polynomial

Array: TypeAlias = "npt.NDArray[np.float64]"
COUNT, SCALES = 600, (1.0, 0.1, 10.0, 1000.0)
CLEARLY, UNEQUAL = 1e-9, 1e-6  # relative to the size of a polynomial's terms
EXACT = 2.0**50  # sums of integers below are exact in floating point


@dataclass(frozen=True, eq=False)
class Compiled:
    """A polynomial as arrays."""

    exponents: Array
    coefficients: Array

    @classmethod
    def of(cls, polynomial: Polynomial, count: int) -> Compiled:
        """The arrays of a polynomial in so many atoms."""
        terms = polynomial.to_dict()
        exponents = np.array([[int(e) for e in m] for m in terms], dtype=float)
        exponents = exponents.reshape(len(terms), count)
        coefficients = [as_float(c) for c in terms.values()]
        return cls(exponents, np.array(coefficients, dtype=float))

    def __call__(self, points: Array) -> tuple[Array, Array]:
        """The values at points, one a row, and the sizes of the largest terms there."""
        total, size = np.zeros(len(points)), np.full(len(points), 1e-300)
        powers: dict[tuple[int, float], Array] = {}
        with np.errstate(all="ignore"):
            for exponents, coefficient in zip(self.exponents, self.coefficients, strict=True):
                term = np.full(len(points), coefficient)
                for i in np.flatnonzero(exponents):
                    key = (int(i), float(exponents[i]))
                    if key not in powers:
                        powers[key] = points[:, key[0]] ** key[1]
                    term = term * powers[key]
                total += term
                size += np.abs(term)
        return total, size


def as_float(value: Any) -> float:
    """The nearest float; infinite beyond the range of floats."""
    try:
        return int(value.p) / int(value.q)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def feasible(context: Context) -> Array:
    """Points at which all that is known is true up to rounding; none if they are hard to find."""
    count = len(context.ring.generators)
    points = _start(context, count)
    points = _on_equations(context, points)
    for position in context.inequalities:
        known = context.known[position]
        value, size = Compiled.of(known.polynomial, count)(points)
        good = value > CLEARLY * size if known.strict else value >= 0
        points = points[good & np.isfinite(size)]
    return points


def is_falsified(context: Context, aim: Aim, points: Array) -> bool:
    """Whether the aim is clearly false at one of the points."""
    if not len(points):
        return False
    value, size = Compiled.of(aim.polynomial, len(context.ring.generators))(points)
    finite = np.isfinite(size)
    if aim.kind == ZERO_KIND:
        return bool(np.any(finite & (np.abs(value) > UNEQUAL * size)))
    if bool(np.any(finite & (value < -CLEARLY * size))):
        return True
    if not aim.strict or context.equations:
        return False
    whole = np.all(points == np.round(points), axis=1) & (size < EXACT)
    return bool(np.any(whole & (value <= 0)))


def sign_on(context: Context, polynomial: Polynomial, points: Array) -> int:
    """1 or -1 if a polynomial has this sign at all of the points, else 0."""
    if not len(points):
        return 0
    value, size = Compiled.of(polynomial, len(context.ring.generators))(points)
    finite = np.isfinite(size)
    if not bool(np.any(finite & (value < -CLEARLY * size))):
        return 1
    return 0 if bool(np.any(finite & (value > CLEARLY * size))) else -1


def bounds(context: Context) -> list[tuple[float, float]]:
    """For each atom the interval that single facts about it give."""
    found = [(-np.inf, np.inf) for _ in context.ring.generators]
    for position in context.inequalities:
        polynomial = context.known[position].polynomial
        degrees = degrees_of(polynomial)
        if sum(degrees) != 1:
            continue
        index = degrees.index(1)
        slope = as_float(polynomial.derivative(index).leading_coefficient())
        constant = dict(polynomial.to_dict()).get(tuple([0] * len(degrees)))
        end = -(as_float(constant) if constant is not None else 0.0) / slope
        low, high = found[index]
        found[index] = (max(low, end), high) if slope > 0 else (low, min(high, end))
    return found


def _start(context: Context, count: int) -> Array:
    generator = np.random.default_rng(1)
    parts = []
    for scale in SCALES:
        parts.append(generator.normal(size=(COUNT, count)) * scale)
    parts.append(generator.integers(-3, 4, size=(COUNT, count)).astype(float))
    points = np.vstack(parts)
    for i, (low, high) in enumerate(bounds(context)):
        points[:, i] = _within(points[:, i], low, high, generator)
    return points


def _within(values: Array, low: float, high: float, generator: Any) -> Array:
    if np.isfinite(low) and np.isfinite(high):
        inside = low + (high - low) * generator.random(len(values))
        near_ends = np.where(generator.random(len(values)) < 0.5, low, high)
        values = np.where((values >= low) & (values <= high), values, inside)
        return np.asarray(np.where(generator.random(len(values)) < 0.1, near_ends, values))
    if np.isfinite(low):
        return np.asarray(low + np.abs(values - low if abs(low) < 4 else values))
    if np.isfinite(high):
        return np.asarray(high - np.abs(high - values if abs(high) < 4 else values))
    return values


def _on_equations(context: Context, points: Array) -> Array:
    """The points moved onto the equations, by solving each for one atom of degree 1 or 2."""
    solved: set[int] = set()
    for position in _solvable_order(context):
        polynomial = context.known[position].polynomial
        degrees = degrees_of(polynomial)
        choices = [i for i, d in enumerate(degrees) if 0 < d <= 2 and i not in solved]
        if not choices:
            value, size = Compiled.of(polynomial, len(degrees))(points)
            points = points[np.abs(value) <= CLEARLY * size]
            continue
        index = min(choices, key=lambda i: degrees[i])
        points = _solve(polynomial, index, points)
        solved |= {i for i, d in enumerate(degrees) if d}
    return points


def _solvable_order(context: Context) -> list[int]:
    return sorted(context.equations, key=lambda p: sum(degrees_of(context.known[p].polynomial)))


def _solve(polynomial: Polynomial, index: int, points: Array) -> Array:
    parts: dict[int, dict[tuple[int, ...], Any]] = {}
    for exponents, coefficient in polynomial.to_dict().items():
        rest = tuple(0 if i == index else int(e) for i, e in enumerate(exponents))
        parts.setdefault(int(exponents[index]), {})[rest] = coefficient
    values = [_evaluated(parts.get(power, {}), points) for power in range(3)]
    with np.errstate(all="ignore"):
        if 2 in parts:
            root = np.sqrt(values[1] ** 2 - 4 * values[2] * values[0])
            sign = np.where(np.arange(len(points)) % 3 == 0, -1.0, 1.0)
            solution = (-values[1] + sign * root) / (2 * values[2])
        else:
            solution = -values[0] / values[1]
    points = points.copy()
    points[:, index] = solution
    solved: Array = points[np.isfinite(solution)]
    return solved


def _evaluated(terms: dict[tuple[int, ...], Any], points: Array) -> Array:
    exponents = np.array(list(terms), dtype=float).reshape(len(terms), points.shape[1])
    coefficients = np.array([as_float(c) for c in terms.values()], dtype=float)
    values, _ = Compiled(exponents, coefficients)(points)
    return values
