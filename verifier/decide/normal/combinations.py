"""Arguments of exp, sin and cos as small integer combinations of a few of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq, fmpq_mat

from verifier.decide.normal.polynomials import (
    Monomial,
    polynomial_of,
    rational,
    term_of,
    vectors,
)
from verifier.kernel.certificates.canonical import Field, Polynomial
from verifier.language.terms import Term

Vector = dict[Monomial, Fraction]


@dataclass(frozen=True)
class Combined:
    """What each argument is: a sum of integer multiples of generators."""

    generators: tuple[Term, ...]
    parts: dict[Term, tuple[tuple[int, Term], ...]]


class Generators:
    """Vectors of which others are small integer combinations."""

    def __init__(self, largest: int, divisor: int) -> None:
        self.largest, self.divisor = largest, divisor
        self.vectors: list[Vector] = []

    def add(self, vector: Vector) -> None:
        """Makes the vector one more generator unless it is a combination; generators may be
        divided by small integers for that."""
        coordinates = self._coordinates(vector)
        if coordinates is None:
            self.vectors.append(vector)
            return
        for number, coordinate in enumerate(coordinates):
            if coordinate.denominator > 1:
                scale = Fraction(1, coordinate.denominator)
                self.vectors[number] = {m: c * scale for m, c in self.vectors[number].items()}

    def coordinates(self, vector: Vector) -> list[int] | None:
        """The integers by which the generators combine to the vector, if these are small."""
        found = self._coordinates(vector)
        if found is None or any(c.denominator != 1 or abs(c) > self.largest for c in found):
            return None
        return [int(c) for c in found]

    def _coordinates(self, vector: Vector) -> list[Fraction] | None:
        if not self.vectors:
            return None
        monomials = sorted({m for v in (*self.vectors, vector) for m in v})
        rows = [[_flint(v.get(m, Fraction(0))) for v in (*self.vectors, vector)] for m in monomials]
        echelon, rank = fmpq_mat(rows).rref()
        count = len(self.vectors)
        result = [Fraction(0)] * count
        for row in range(rank):
            pivot = next(column for column in range(count + 1) if echelon[row, column] != 0)
            if pivot == count:
                return None
            result[pivot] = rational(echelon[row, count])
        small = all(
            c.denominator <= self.divisor and abs(c.numerator) <= self.largest for c in result
        )
        return result if small else None


def _flint(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def combined(arguments: Sequence[Term], largest: int, divisor: int) -> Combined | None:
    """The arguments by generators; None where there are as many of these as of arguments, each
    argument being one of them."""
    field, common, found = vectors(arguments)
    generators = Generators(largest, divisor)
    for vector in sorted(found, key=_simplicity):
        if vector:
            generators.add(vector)
    terms = tuple(_term(field, common, vector) for vector in generators.vectors)
    parts = {}
    for argument, vector in zip(arguments, found, strict=True):
        coordinates = generators.coordinates(vector) if vector else []
        if coordinates is None:
            continue
        parts[argument] = tuple((c, term) for c, term in zip(coordinates, terms, strict=False) if c)
    if all(len(listed) == 1 and listed[0][0] == 1 for listed in parts.values()):
        return None
    return Combined(terms, parts)


def _simplicity(vector: Vector) -> tuple[int, int, Fraction]:
    negative = sum(c < 0 for c in vector.values())
    return len(vector), negative, sum((abs(c) for c in vector.values()), Fraction(0))


def _term(field: Field, common: Polynomial, vector: Vector) -> Term:
    numerator = polynomial_of(field, vector)
    shared = numerator.gcd(common)
    above, below = divmod(numerator, shared)[0], divmod(common, shared)[0]
    if below.is_constant():
        return term_of(field, above * (1 / below.leading_coefficient()))
    return term_of(field, above) / term_of(field, below)
