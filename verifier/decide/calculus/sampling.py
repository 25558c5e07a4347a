"""Functions at many points of an interval, in ball arithmetic of high precision: a guide only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import arb, fmpq

from verifier.decide.calculus.constants import Constants
from verifier.decide.calculus.pieces import Piece
from verifier.decide.calculus.tower import Ball, Tower
from verifier.decide.numeric.rationals import fraction_of
from verifier.kernel.certificates.canonical import Polynomial

STEPS = 24  # of equal length within a bounded interval
HALVINGS = tuple(range(5, 30, 2))  # towards an end
REFINEMENTS = 100


@dataclass(frozen=True, eq=False)
class Sample:
    """A point and the values of the generators there."""

    point: Ball
    values: list[Ball]


class Samples:
    """Points of one piece, from left to right, and the values that polynomials take there."""

    def __init__(self, tower: Tower, piece: Piece, constants: Constants) -> None:
        self.tower, self.piece = tower, piece
        low, high = piece.ends(constants)
        points = {float(p): p for p in _points(low, high)}
        self.samples = [Sample(points[key], tower.values_at(points[key])) for key in sorted(points)]
        self._values: dict[str, list[Ball]] = {}

    def values(self, polynomial: Polynomial) -> list[Ball]:
        """The values at the points."""
        key = str(polynomial)
        known = self._values.get(key)
        if known is None:
            known = [self.tower.ball(polynomial, s.values) for s in self.samples]
            self._values[key] = known
        return known

    def signs(self, polynomial: Polynomial) -> list[int | None]:
        """The signs at the points: 0 where that cannot be told, None where it is undefined."""
        return [sign_of(value) for value in self.values(polynomial)]

    def sign(self, polynomial: Polynomial) -> int:
        """The sign that the polynomial has at all points, 0 if it has none."""
        found = {s for s in self.signs(polynomial) if s}
        return found.pop() if len(found) == 1 else 0

    def at(self, point: Ball) -> Sample:
        """Another point."""
        return Sample(point, self.tower.values_at(point))

    def root(self, polynomial: Polynomial, left: int, right: int) -> Ball:
        """Where the polynomial changes its sign between two of the points."""
        low, high = self.samples[left].point, self.samples[right].point
        before = sign_of(self.values(polynomial)[left])
        for _ in range(REFINEMENTS):
            middle = ((low + high) / 2).mid()
            found = sign_of(self.tower.ball(polynomial, self.tower.values_at(middle)))
            if not found:
                return middle
            if found == before:
                low = middle
            else:
                high = middle
        return ((low + high) / 2).mid()


def sign_of(value: Ball) -> int | None:
    """The sign of a ball: 0 if it holds zero, None if it is not finite."""
    if not value.is_finite():
        return None
    return 1 if value > 0 else -1 if value < 0 else 0


def ball(value: Fraction) -> Ball:
    """A rational as a ball."""
    return arb(fmpq(value.numerator, value.denominator))


def _points(low: Ball | None, high: Ball | None) -> Iterator[Ball]:
    """Points between the ends, dense near them and, where an end is missing, far out."""
    if low is not None and high is not None:
        width = high - low
        for n in range(1, STEPS):
            yield (low + width * n / STEPS).mid()
        for n in HALVINGS:
            step = width * arb(2) ** -n
            yield (low + step).mid()
            yield (high - step).mid()
        return
    if low is None and high is None:
        yield arb(0)
        for point in _points(arb(0), None):
            yield point
            yield -point
        return
    end, way = (low, 1) if low is not None else (high, -1)
    for step in _steps():
        yield (end + way * step).mid()


def _steps() -> Sequence[Ball]:
    """Distances from the end of a half-line."""
    near = [arb(2) ** -n for n in HALVINGS]
    middle = [arb(n) / 8 for n in range(1, 24)]
    far = [arb(2) ** n * half for n in range(2, 12) for half in (arb(1), arb(3) / 2)]
    return [*near, *middle, *far, *(arb(2) ** n for n in (14, 18, 24, 32))]


def simplest_between(low: Ball, high: Ball) -> Fraction:
    """The rational of smallest denominator strictly between two points."""
    return _simplest(fraction_of(low), fraction_of(high))


def _simplest(low: Fraction, high: Fraction) -> Fraction:
    """By the continued fraction."""
    if low < 0 < high:
        return Fraction(0)
    if high <= 0:
        return -_simplest(-high, -low)
    whole = low.numerator // low.denominator
    if whole + 1 < high:
        return Fraction(whole + 1)
    if low == whole:
        return whole + 1 / Fraction(_above(1 / (high - whole)))
    return whole + 1 / _simplest(1 / (high - whole), 1 / (low - whole))


def _above(value: Fraction) -> int:
    return value.numerator // value.denominator + 1
