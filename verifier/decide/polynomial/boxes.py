"""Polynomials on a box: Bernstein coefficients, on pieces where that is needed."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import comb, prod

import numpy as np
from flint import fmpq, fmpq_mat

from verifier.decide.polynomial.context import (
    DENIED,
    Aim,
    Certificate,
    Context,
    Part,
    Rational,
    degrees_of,
)
from verifier.decide.polynomial.samples import Array
from verifier.decide.polynomial.univariate import End, interval
from verifier.kernel.certificates.canonical import Polynomial
from verifier.kernel.theorem import Theorem
from verifier.language.terms import Number, Relation

MAX_COEFFICIENTS, MAX_PIECES, MAX_DEPTH = 700, 64, 16
BELOW = -1e-11  # a Bernstein coefficient, relative to the largest, that is no rounding of zero


@dataclass(frozen=True)
class Side:
    """The interval of one atom, and the degree in it."""

    index: int
    low: End
    high: End
    degree: int


def by_bernstein(context: Context, aim: Aim) -> Theorem | None:
    """An aim on the box that the facts give, from its Bernstein coefficients on pieces of it."""
    sides = _sides(context, aim.polynomial)
    if sides is None or prod(side.degree + 1 for side in sides) > MAX_COEFFICIENTS:
        return None
    ends = [(side.low.value, side.high.value) for side in sides]
    try:
        cuts = _cuts(context, aim, sides, ends)
    except _StuckError:
        return None
    return _prove(replace(context, splits=MAX_DEPTH + 2), aim, cuts)


def _sides(context: Context, polynomial: Polynomial) -> list[Side] | None:
    sides = []
    for index, degree in enumerate(degrees_of(polynomial)):
        if not degree:
            continue
        where = interval(context, index)
        if where.low is None or where.high is None or where.low.value >= where.high.value:
            return None
        sides.append(Side(index, where.low, where.high, int(degree)))
    return sides or None


class _StuckError(Exception):
    """Cutting a box further does not help."""


@dataclass(frozen=True)
class _Cut:
    """A piece that is cut at a value of one atom."""

    index: int
    value: Rational
    below: _Cut | None
    above: _Cut | None


def _cuts(
    context: Context,
    aim: Aim,
    sides: Sequence[Side],
    ends: Sequence[tuple[Rational, Rational]],
) -> _Cut | None:
    """Where the box is to be cut so that the coefficients have the right sign; None for nowhere.

    Raises `_StuckError` where cutting does not help.
    """
    pieces = [MAX_PIECES]

    def cut(box: list[tuple[Rational, Rational]], depth: int) -> _Cut | None:
        values = _float_coefficients(aim.polynomial, sides, box)
        top = float(np.max(np.abs(values))) or 1.0
        if float(np.min(values)) > (0.0 if aim.strict else BELOW * top):
            return None
        corners = values[np.ix_(*([0, side.degree] for side in sides))]
        pieces[0] -= 1
        if float(np.min(corners)) < BELOW * top or depth <= 0 or pieces[0] <= 0:
            raise _StuckError
        if context.search.remaining() <= 0:
            raise _StuckError
        axis, middle = _best_cut(aim.polynomial, sides, box)
        halves = []
        for half in ((box[axis][0], middle), (middle, box[axis][1])):
            halves.append(cut([*box[:axis], half, *box[axis + 1 :]], depth - 1))
        return _Cut(sides[axis].index, middle, *halves)

    return cut(list(ends), MAX_DEPTH)


def _best_cut(
    polynomial: Polynomial, sides: Sequence[Side], box: list[tuple[Rational, Rational]]
) -> tuple[int, Rational]:
    """The axis along which halving raises the least coefficient most, and the middle."""
    best: tuple[float, int, Rational] | None = None
    for axis, (low, high) in enumerate(box):
        middle = _simple_middle(low, high)
        least = 0.0
        for half in ((low, middle), (middle, high)):
            values = _float_coefficients(polynomial, sides, [*box[:axis], half, *box[axis + 1 :]])
            least += min(0.0, float(np.min(values)))
        if best is None or least > best[0]:
            best = (least, axis, middle)
    assert best is not None
    return best[1], best[2]


def _simple_middle(low: Rational, high: Rational) -> Rational:
    a, b = Fraction(int(low.p), int(low.q)), Fraction(int(high.p), int(high.q))
    middle, denominator = (a + b) / 2, 1
    while True:
        value = middle.limit_denominator(denominator)
        if abs(value - middle) <= (b - a) / 8:
            return fmpq(value.numerator, value.denominator)
        denominator *= 2


def _moved(
    polynomial: Polynomial, sides: Sequence[Side], box: Sequence[tuple[Rational, Rational]]
) -> Polynomial:
    """The polynomial in coordinates that run from 0 to 1."""
    generators = list(polynomial.context().gens())
    for side, (low, high) in zip(sides, box, strict=True):
        generators[side.index] = low + (high - low) * generators[side.index]
    return polynomial.compose(*generators)


def _float_coefficients(
    polynomial: Polynomial, sides: Sequence[Side], box: Sequence[tuple[Rational, Rational]]
) -> Array:
    values = np.zeros([side.degree + 1 for side in sides])
    for exponents, c in _moved(polynomial, sides, box).to_dict().items():
        values[tuple(int(exponents[side.index]) for side in sides)] = int(c.p) / int(c.q)
    for axis, side in enumerate(sides):
        n = side.degree
        matrix = np.array([[comb(k, i) / comb(n, i) for i in range(n + 1)] for k in range(n + 1)])
        values = np.moveaxis(np.tensordot(matrix, values, axes=(1, axis)), 0, axis)
    return values


def _exact_coefficients(
    polynomial: Polynomial, sides: Sequence[Side], box: Sequence[tuple[Rational, Rational]]
) -> dict[tuple[int, ...], Rational]:
    shape = [side.degree + 1 for side in sides]
    values = {
        tuple(int(exponents[side.index]) for side in sides): c
        for exponents, c in _moved(polynomial, sides, box).to_dict().items()
    }
    for axis, side in enumerate(sides):
        n = side.degree
        matrix = fmpq_mat(
            [[fmpq(comb(k, i), comb(n, i)) for i in range(n + 1)] for k in range(n + 1)]
        )
        others = list(itertools.product(*(range(s) for j, s in enumerate(shape) if j != axis)))
        places = [[(*o[:axis], i, *o[axis:]) for o in others] for i in range(n + 1)]
        table = fmpq_mat([[values.get(place, fmpq(0)) for place in row] for row in places])
        product = matrix * table
        values = {
            place: product[i, j] for i, row in enumerate(places) for j, place in enumerate(row)
        }
    return values


def _prove(context: Context, aim: Aim, cut: _Cut | None) -> Theorem | None:
    """The aim on the pieces."""
    if cut is None:
        return _piece(context, aim)
    atom = context.term(context.ring.generators[cut.index])
    value = Number(Fraction(int(cut.value.p), int(cut.value.q)))
    below, above = cut.below, cut.above

    def branch(case: Context, goal: Aim) -> Theorem | None:
        smaller = case.known[-1].polynomial.derivative(cut.index).leading_coefficient() < 0
        return _prove(case, goal, below if smaller else above)

    return context.split(aim, Relation("<=", atom, value), branch)


def _piece(context: Context, aim: Aim) -> Theorem | None:
    """sum of coefficients times products of powers of x - a and b - x."""
    sides = _sides(context, aim.polynomial)
    if sides is None:
        return None
    box = [(side.low.value, side.high.value) for side in sides]
    values = _exact_coefficients(aim.polynomial, sides, box)
    least = min(values.values())
    if least < 0 or (aim.strict and least == 0):
        return None
    parts = [DENIED, *([Part(least)] if least > 0 else [])]
    for place, value in values.items():
        if value > least:
            parts.append(_part(context, value - least, sides, place))
    return context.conclude(aim.goal, Certificate(tuple(parts)))


def _part(context: Context, value: Rational, sides: Sequence[Side], place: tuple[int, ...]) -> Part:
    sources, squares, scale = list[int](), list[Polynomial](), value
    for side, k in zip(sides, place, strict=True):
        atom, n = context.ring.generators[side.index], side.degree
        scale *= comb(n, k) / (side.high.value - side.low.value) ** n
        powers = ((side.low, atom - side.low.value, k), (side.high, side.high.value - atom, n - k))
        for end, polynomial, power in powers:
            if power % 2:
                known = context.known[end.position].polynomial
                scale *= polynomial.leading_coefficient() / known.leading_coefficient()
                sources.append(end.position)
            squares += [polynomial] * (power // 2)
    return Part(scale, tuple(sources), tuple(squares))
