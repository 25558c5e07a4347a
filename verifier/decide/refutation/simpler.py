"""Counterexamples in smaller numbers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import TypeAlias

from verifier.decide.numeric.rationals import simplest
from verifier.language.terms import Variable

Values: TypeAlias = "Mapping[Variable, Fraction]"
Q = Fraction
SMALL = (
    Q(0),
    Q(1),
    Q(-1),
    Q(2),
    Q(1, 2),
    Q(-2),
    Q(3),
    Q(-1, 2),
    Q(-3),
    Q(1, 3),
    Q(3, 2),
    Q(4),
    Q(5),
)


def size(value: Fraction) -> int:
    """How long a rational is in print, about: negative ones and denominators count more."""
    whole = value.numerator.bit_length() + 2 * (value.denominator.bit_length() - 1)
    return 2 * whole + (value < 0)


def simplify(point: Values, fails: Callable[[Values], bool], deadline: float) -> Values:
    """The point in the smallest numbers found, one coordinate after the other, such that it
    still `fails`; the point itself if there is no time."""
    best = dict(point)
    for _ in range(2):
        before = dict(best)
        for joint in _joint(best):
            if time.monotonic() >= deadline:
                return best
            if _size(joint) < _size(best) and fails(joint):
                best = joint
                break
        for variable in sorted(best, key=lambda v: -size(best[v])):
            for value in nearby(best[variable]):
                if time.monotonic() >= deadline:
                    return best
                if size(value) < size(best[variable]) and fails({**best, variable: value}):
                    best[variable] = value
                    break
        if best == before:
            break
    return best


def _size(point: Values) -> int:
    return sum(map(size, point.values()))


def _joint(point: Values) -> Iterator[dict[Variable, Fraction]]:
    """All coordinates rounded alike, the coarsest first."""
    for digits in range(7):
        width = Q(1, 2 * 10**digits)
        yield {v: simplest(x - width * _scale(x), x + width * _scale(x)) for v, x in point.items()}


def nearby(value: Fraction) -> Iterator[Fraction]:
    """Simpler rationals, those that are simplest or furthest away first."""
    yield from SMALL
    scale = _scale(value)
    for k in range(0, 2 * max(8, value.denominator.bit_length()), 2):
        width = scale / 2**k
        yield simplest(value - width, value + width)


def _scale(value: Fraction) -> Fraction:
    return abs(value) if value else Q(1)
