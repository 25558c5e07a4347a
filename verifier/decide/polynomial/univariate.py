"""Polynomials in one atom, on an interval, a half-line or everywhere, by Bernstein coefficients
on pieces."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import comb

from flint import fmpq, fmpq_poly

from verifier.decide.polynomial.context import (
    DENIED,
    Aim,
    Certificate,
    Context,
    Part,
    Rational,
    atoms_of,
)
from verifier.kernel.certificates.canonical import Polynomial
from verifier.kernel.theorem import Theorem
from verifier.language.terms import Number, Relation

MAX_PIECES, MAX_DEGREE = 120, 130


@dataclass(frozen=True)
class End:
    """An end of an interval and the position of the fact that gives it."""

    value: Rational
    position: int


@dataclass(frozen=True)
class Interval:
    """The ends that facts give; None for an infinite one."""

    low: End | None
    high: End | None


def only_atom(polynomial: Polynomial) -> int | None:
    """The index of the single atom of a polynomial."""
    used = atoms_of(polynomial)
    return used[0] if len(used) == 1 else None


def interval(context: Context, index: int) -> Interval:
    """The interval that the facts about one atom alone give."""
    low: End | None = None
    high: End | None = None
    for position in context.inequalities:
        known = context.known[position]
        if only_atom(known.polynomial) != index or known.polynomial.total_degree() != 1:
            continue
        slope = known.polynomial.derivative(index).leading_coefficient()
        constant = known.polynomial - context.ring.generators[index] * slope
        value = fmpq(0) if constant == 0 else -constant.leading_coefficient() / slope
        if slope > 0 and (low is None or value > low.value):
            low = End(value, position)
        if slope < 0 and (high is None or value < high.value):
            high = End(value, position)
    return Interval(low, high)


def by_pieces(context: Context, aim: Aim) -> Theorem | None:
    """An aim in one atom that is positive on the closed interval of the facts."""
    index = only_atom(aim.polynomial)
    if index is None or aim.polynomial.total_degree() > MAX_DEGREE:
        return None
    dense = _dense(aim.polynomial, index)
    where = interval(context, index)
    low = None if where.low is None else where.low.value
    high = None if where.high is None else where.high.value
    cuts = _cuts(dense, low, high, context.search.remaining)
    if cuts is None:
        return None
    wide = Context(
        context.ring, context.known, context.facts, context.search, MAX_PIECES, context.chart
    )
    return _prove(wide, aim, index, cuts)


def _dense(polynomial: Polynomial, index: int) -> fmpq_poly:
    coefficients = [fmpq(0)] * (int(polynomial.total_degree()) + 1)
    for exponents, coefficient in polynomial.to_dict().items():
        coefficients[int(exponents[index])] = coefficient
    return fmpq_poly(coefficients)


def _cuts(
    dense: fmpq_poly, low: Rational | None, high: Rational | None, remaining: Callable[[], float]
) -> list[Rational] | None:
    """Points between which the Bernstein coefficients are positive."""
    if low is None and high is None:
        low_part = _cuts(dense, None, fmpq(0), remaining)
        high_part = _cuts(dense, fmpq(0), None, remaining)
        if low_part is None or high_part is None:
            return None
        return [*low_part, fmpq(0), *high_part]
    if low is None:
        assert high is not None
        mirrored = dense(fmpq_poly([0, -1]))
        back = _cuts(mirrored, -high, None, remaining)
        return None if back is None else [-c for c in reversed(back)]
    if high is None:
        tail = _tail(dense, low)
        if tail is None:
            return None
        if tail == low:
            return []
        inner = _cuts(dense, low, tail, remaining)
        return None if inner is None else [*inner, tail]
    found, todo = list[Rational](), [(low, high)]
    while todo:
        if len(found) + len(todo) > MAX_PIECES or remaining() <= 0:
            return None
        a, b = todo.pop()
        if a == b or min(_bernstein(dense, a, b)) > 0:
            continue
        middle = _simple_between(a, b)
        if min(dense(a), dense(b), dense(middle)) <= 0:
            return None
        found.append(middle)
        todo += [(a, middle), (middle, b)]
    return sorted(found)


def _tail(dense: fmpq_poly, low: Rational) -> Rational | None:
    """A point from which on the Taylor coefficients are nonnegative, the first positive."""
    step, point = fmpq(1), low
    if dense.coeffs()[-1] <= 0:
        return None
    for _ in range(60):
        shifted = dense(fmpq_poly([point, 1]))
        coefficients = shifted.coeffs()
        if all(c >= 0 for c in coefficients) and coefficients[0] > 0:
            return point
        point = fmpq(round(Fraction(int(low.p), int(low.q)))) + step
        step *= 2
        if point <= low:
            point = low + step
    return None


def _bernstein(dense: fmpq_poly, a: Rational, b: Rational) -> list[Rational]:
    """The coefficients of (x-a)^k (b-x)^(n-k) C(n,k)/(b-a)^n."""
    coefficients = dense(fmpq_poly([a, b - a])).coeffs()
    degree = len(coefficients) - 1
    # b_k = sum_i C(k,i)/C(n,i) c_i, so that c_i/C(n,i) are the differences at the start.
    return _from_differences([c / comb(degree, i) for i, c in enumerate(coefficients)])


def _from_differences(differences: list[Rational]) -> list[Rational]:
    """The values whose forward differences at the start are given."""
    row = list(differences)
    values = []
    while row:
        values.append(row[0])
        row = [a + b for a, b in itertools.pairwise(row)]
    return values


def _simple_between(a: Rational, b: Rational) -> Rational:
    """A rational of small height in the middle half of an interval."""
    low, high = Fraction(int(a.p), int(a.q)), Fraction(int(b.p), int(b.q))
    middle, spread = (low + high) / 2, (high - low) / 4
    denominator = 1
    while True:
        value = middle.limit_denominator(denominator)
        if abs(value - middle) <= spread:
            return fmpq(value.numerator, value.denominator)
        denominator *= 2


def _prove(context: Context, aim: Aim, index: int, cuts: list[Rational]) -> Theorem | None:
    """The aim on each piece between cuts, by cases."""
    if not cuts:
        return _piece(context, aim, index)
    middle = cuts[len(cuts) // 2]
    atom = context.term(context.ring.generators[index])
    on = Relation("<=", atom, Number(Fraction(int(middle.p), int(middle.q))))

    def branch(case: Context, goal: Aim) -> Theorem | None:
        below = case.known[-1].polynomial.derivative(index).leading_coefficient() < 0
        rest = [c for c in cuts if (c < middle if below else c > middle)]
        return _prove(case, goal, index, rest)

    return context.split(aim, on, branch)


def _piece(context: Context, aim: Aim, index: int) -> Theorem | None:
    where, dense = interval(context, index), _dense(aim.polynomial, index)
    atom = context.ring.generators[index]
    if where.low is not None and where.high is not None:
        parts = _bounded(context, dense, atom, where.low, where.high)
    elif where.low is not None:
        parts = _unbounded(context, dense, atom, where.low)
    elif where.high is not None:
        mirrored = dense(fmpq_poly([0, -1]))
        parts = _unbounded(context, mirrored, -atom, End(-where.high.value, where.high.position))
    else:
        return None
    return context.conclude(aim.goal, Certificate((DENIED, *parts)))


def _bounded(
    context: Context, dense: fmpq_poly, atom: Polynomial, low: End, high: End
) -> list[Part]:
    """dense = least + sum of nonnegative multiples of (x-a)^k (b-x)^(n-k)."""
    width = high.value - low.value
    if width == 0:
        return [Part(dense(low.value))]
    values = _bernstein(dense, low.value, high.value)
    degree, least = len(values) - 1, min(values)
    if least < 0:
        return []
    parts = [Part(least)] if least > 0 else []
    for k, value in enumerate(values):
        if value > least:
            scale = (value - least) * comb(degree, k) / width**degree
            powers = [(low, atom - low.value, k), (high, high.value - atom, degree - k)]
            parts.append(_power_part(context, scale, powers))
    return parts


def _unbounded(context: Context, dense: fmpq_poly, atom: Polynomial, low: End) -> list[Part]:
    """dense = sum of nonnegative multiples of (x-a)^k."""
    shifted = dense(fmpq_poly([low.value, 1])).coeffs()
    parts = []
    for k, value in enumerate(shifted):
        if value > 0:
            parts.append(_power_part(context, value, [(low, atom - low.value, k)]))
        elif value < 0:
            return []
    return parts


def _power_part(
    context: Context, scale: Rational, powers: list[tuple[End, Polynomial, int]]
) -> Part:
    """scale * product of powers of polynomials that facts say to be nonnegative."""
    sources, squares = list[int](), list[Polynomial]()
    for end, polynomial, power in powers:
        if power % 2:
            known = context.known[end.position].polynomial
            scale = scale * polynomial.leading_coefficient() / known.leading_coefficient()
            sources.append(end.position)
        squares += [polynomial] * (power // 2)
    return Part(scale, tuple(sources), tuple(squares))
