"""The largest product and gradient in the ball of Lemma 6, found by search, against its bounds."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
from numpy.random import default_rng

from verifier.descent.backend import leave_one_out
from verifier.descent.exact_backend import ExactBackend
from verifier.descent.objective import squared
from verifier.evidence.measurement import BallCase
from verifier.evidence.measures.common import (
    at_most,
    ball_of,
    cell,
    exact_ball,
    failing_hypothesis,
    instance_for,
    together,
)
from verifier.language.render import text
from verifier.language.statement import Statement
from verifier.language.terms import Term
from verifier.result import MeasurementResult

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from verifier.evidence.measurement import Values

    Array: TypeAlias = NDArray[np.float64]

Quantity: TypeAlias = Literal["product", "gradient"]

LOSS = squared(Fraction(-1))
COEFFICIENTS = (Fraction(1, 2), Fraction(1), Fraction(1, 2))  # of (p + 1)**2/2
ROUNDS = 150
SEED = 6
# Points are pulled in by this much, so that rounding the search does not leave the ball.
INSIDE = 1 - Fraction(1, 10**12)


@dataclass(frozen=True)
class Start:
    """A centre w with its alpha = max abs(Q_j), delta = min abs(w_i), and a beta > alpha."""

    label: str
    weights: tuple[Fraction, ...]
    beta: Fraction

    @property
    def alpha(self) -> Fraction:
        """max_j abs(Q_j(w))."""
        largest: Fraction = max(abs(q) for q in leave_one_out(self.weights, Fraction(1)))
        return largest

    @property
    def delta(self) -> Fraction:
        """min_i abs(w_i)."""
        return min(abs(w) for w in self.weights)

    @property
    def radius(self) -> float:
        """delta/sqrt(k - 1) * log(beta/alpha), the radius of the ball of Lemma 6."""
        growth = math.log(self.beta / self.alpha)
        return float(self.delta) * growth / math.sqrt(len(self.weights) - 1)


def measure(
    name: str,
    quantity: Quantity,
    statement: Statement,
    bound: Term,
    values: Callable[[BallCase], Values],
    by_construction: Collection[str],
    quick: bool,
) -> MeasurementResult:
    """The table of `largest_product` or `largest_gradient`; raises as `common` does."""
    rows: list[tuple[Any, ...]] = []
    answers: list[bool | None] = []
    for start in starts(range(2, 6) if quick else range(2, 9)):
        case = case_at(start, worst_point(start, quantity))
        found = instance_for(statement, values(case))
        head = (len(start.weights), start.label, cell(start.beta / start.alpha))
        failing = failing_hypothesis(statement, found, by_construction)
        if failing is not None:
            rows.append((*head, failing, None, None))
            continue
        measured, limit = measured_at(case, quantity), ball_of(bound, found)
        rows.append((*head, cell(measured), cell(limit), cell(measured / limit)))
        answers.append(at_most(measured, limit))
    label = "abs(P(v))" if quantity == "product" else "norm of grad F(v)"
    return MeasurementResult(
        name,
        text(bound),
        ("k", "w", "beta/alpha", label, "bound", "measured/bound"),
        tuple(rows),
        together(answers),
        note=(
            f"F(v) = {LOSS.text.replace('p', 'P(v)')}; at the point of the ball where the search "
            "found the largest quotient, evaluated in balls"
        ),
    )


def starts(depths: range) -> Iterator[Start]:
    """Three centres a depth: equal weights with a small and a large ball, mixed signs."""
    rng = default_rng(SEED)
    for k in depths:
        equal = (Fraction(1, 2),) * k
        alpha = Fraction(1, 2) ** (k - 1)
        yield Start("all 1/2", equal, 2 * alpha)
        yield Start("all 1/2", equal, 16 * alpha)
        signs, sizes = rng.choice([-1, 1], k), rng.integers(16, 80, k)
        mixed = tuple(Fraction(int(s) * int(n), 64) for s, n in zip(signs, sizes, strict=True))
        largest = max(abs(q) for q in leave_one_out(mixed, Fraction(1)))
        yield Start("random signs, sizes in [1/4, 5/4]", mixed, 2 * largest)


def case_at(start: Start, point: tuple[Fraction, ...]) -> BallCase:
    """The quantities of Lemma 6 at a point of the ball around a start."""
    reach = start.beta * max(abs(v) for v in point)
    slope = reach + 1  # sup of abs(p + 1) on abs(p) <= reach
    return BallCase(
        start.label,
        len(start.weights),
        start.weights,
        point,
        start.alpha,
        start.beta,
        start.delta,
        slope,
        COEFFICIENTS,
    )


def measured_at(case: BallCase, quantity: Quantity) -> Any:
    """abs(P(v)) or the norm of grad F(v), as a ball around the exact value."""
    product = math.prod(case.point, start=Fraction(1))
    if quantity == "product":
        return exact_ball(abs(product))
    derivative = LOSS.on(ExactBackend()).derivative(product)
    squares = sum(q * q for q in leave_one_out(case.point, Fraction(1)))
    return exact_ball(derivative**2 * squares).sqrt()


def worst_point(start: Start, quantity: Quantity) -> tuple[Fraction, ...]:
    """The point of the ball where the search finds the largest quotient of quantity and bound.

    Projected gradient ascent on the logarithm of the quotient, from the centre, from random
    points, and from the maximisers of the products of all coordinates but one.  Signs are those
    of the centre: moduli can only be larger there.
    """
    w = np.array([abs(float(weight)) for weight in start.weights])
    sign = math.prod(1.0 if weight > 0 else -1.0 for weight in start.weights)
    radius, k = start.radius, len(w)
    rng = default_rng(SEED)
    directions = rng.standard_normal((4, k))
    directions /= np.linalg.norm(directions, axis=1)[:, None]
    points = np.vstack(
        [w, w + radius * directions, *(_filled(w, radius, left_out) for left_out in range(k))]
    )
    points = _projected(points, w, radius)
    best, best_value = points[0], -math.inf
    for size in np.geomspace(radius, radius * 1e-6, ROUNDS):
        heights, uphill = _quotient(points, sign, float(start.beta), quantity)
        top = int(np.argmax(heights))
        if heights[top] > best_value:
            best, best_value = points[top].copy(), float(heights[top])
        lengths = np.linalg.norm(uphill, axis=1)[:, None]
        points = _projected(points + size * uphill / np.maximum(lengths, 1e-300), w, radius)
    moved = [Fraction(float(v)) - abs(c) for v, c in zip(best, start.weights, strict=True)]
    return tuple(
        (1 if c > 0 else -1) * (abs(c) + INSIDE * shift)
        for c, shift in zip(start.weights, moved, strict=True)
    )


def _projected(points: Array, centre: Array, radius: float) -> Array:
    shifts = points - centre
    lengths = np.linalg.norm(shifts, axis=1)[:, None]
    inside = centre + shifts * np.minimum(1.0, radius / np.maximum(lengths, 1e-300))
    result: Array = np.maximum(inside, 1e-9)
    return result


def _filled(w: Array, radius: float, left_out: int) -> Array:
    """The maximiser of the product of all moduli but one in the ball.

    By Lagrange, v_i (v_i - w_i) is one number m for the indices that move; m by bisection.
    """
    others = np.arange(len(w)) != left_out

    def at(m: float) -> Array:
        moved: Array = np.where(others, (w + np.sqrt(w * w + 4 * m)) / 2, w)
        return moved

    low, high = 0.0, radius * (radius + float(w.max()))
    for _ in range(60):
        middle = (low + high) / 2
        if np.linalg.norm(at(middle) - w) > radius:
            high = middle
        else:
            low = middle
    return at(low)


def _quotient(points: Array, sign: float, beta: float, quantity: Quantity) -> tuple[Array, Array]:
    """log of quantity over bound, up to a constant, and its gradient, for rows of moduli."""
    largest = points.max(axis=1)
    at_largest = points == largest[:, None]
    product = points.prod(axis=1)
    if quantity == "product":
        heights = np.log(product) - np.log(largest)
        return heights, 1 / points - at_largest / largest[:, None]
    inverse_squares = (points**-2.0).sum(axis=1)
    gap = sign * product + 1
    slope = beta * largest + 1
    heights = (
        np.log(np.maximum(np.abs(gap), 1e-300))
        + np.log(product)
        + np.log(inverse_squares) / 2
        - np.log(slope)
    )
    uphill = (
        (1 + sign * product / np.where(gap == 0, 1e-300, gap))[:, None] / points
        - points**-3.0 / inverse_squares[:, None]
        - beta * at_largest / slope[:, None]
    )
    return heights, uphill
