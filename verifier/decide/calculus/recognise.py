"""Exact values that a number close to them may stand for."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from flint import arb

from verifier.decide.calculus.tower import Ball
from verifier.language.build import E, exp, log, pi, sqrt
from verifier.language.terms import Number, Term, as_term

MAX_HEIGHT = 2000
TOLERANCE = arb(2) ** -70


def recognised(value: Ball) -> Term | None:
    """A simple constant term that the value cannot be told from; None if there is none."""
    return next(_candidates(value), None)


def _candidates(value: Ball) -> Iterator[Term]:
    number = near_rational(value)
    if number is not None:
        yield as_term(number)
        return
    for constant, name in ((arb.pi(), pi), (arb(1).exp(), E)):
        ratio = near_rational(value / constant)
        if ratio is not None:
            yield Number(ratio) * name
    inverse = near_rational(value * arb(1).exp())
    if inverse is not None:
        yield Number(inverse) / E
    square = near_rational(value * value)
    if square is not None:
        root = sqrt(as_term(square))
        yield root if value > 0 else -root
    power = near_rational(value.exp()) if abs(value) < 20 else None
    if power is not None and power > 0:
        yield log(as_term(power))
    if value > 0:
        exponent = near_rational(value.log())
        if exponent is not None:
            is_whole = exponent.denominator == 1
            yield E ** as_term(exponent) if is_whole else exp(as_term(exponent))


def near_rational(value: Ball) -> Fraction | None:
    """The rational of small height that is closest to a value, if they are very close."""
    rest, terms = value.mid(), []
    for _ in range(12):
        whole = rest.floor().unique_fmpz()
        if whole is None:
            return None
        terms.append(int(whole))
        found = _convergent(terms)
        if max(abs(found.numerator), found.denominator) > MAX_HEIGHT:
            return None
        size = max(abs(found), Fraction(1))
        if abs(value - _ball(found)) < TOLERANCE * _ball(size):
            return found
        rest = 1 / (rest - whole)
        if not rest.is_finite():
            return None
        rest = rest.mid()
    return None


def _ball(value: Fraction) -> Ball:
    return arb(value.numerator) / value.denominator


def _convergent(terms: list[int]) -> Fraction:
    found = Fraction(terms[-1])
    for term in reversed(terms[:-1]):
        found = term + 1 / found
    return found
