"""Signs that can be read off term by term: every term of a sum is nonnegative."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from verifier.decide.calculus.certificates import Part, derived
from verifier.decide.calculus.pieces import Piece
from verifier.kernel.certificates.canonical import Polynomial
from verifier.kernel.theorem import Theorem
from verifier.language.terms import Term

if TYPE_CHECKING:
    from verifier.decide.calculus.signs import Signs

MAX_TERMS = 12


def positive(
    signs: Signs, polynomial: Polynomial, piece: Piece, strict: bool, level: int
) -> Theorem | None:
    """0 < f or 0 <= f from the signs of the functions in it and of their coefficients."""
    grouped = _grouped(signs, polynomial)
    if not 2 <= len(grouped) <= MAX_TERMS:
        return None
    samples = signs.samples(piece)
    plans = []
    for powers, coefficient in grouped:
        sign = samples.sign(coefficient)
        for index, exponent in powers:
            own = samples.sign(signs.tower.context.gens()[index])
            if exponent % 2 and not own:
                return None
            sign *= own if exponent % 2 else 1
        if sign <= 0:
            return None
        plans.append((powers, coefficient))
    parts = [Part(Fraction(1), denied=1)]
    for powers, coefficient in plans:
        part = _part(signs, powers, coefficient, piece, strict, level)
        if part is None:
            return None
        parts.append(part)
    return derived(signs.goal(polynomial, strict), parts)


def _grouped(
    signs: Signs, polynomial: Polynomial
) -> list[tuple[tuple[tuple[int, int], ...], Polynomial]]:
    """The polynomial as a sum of products of functions, with what else there is as coefficients."""
    tower = signs.tower
    parts: dict[tuple[tuple[int, int], ...], dict[tuple[int, ...], Any]] = {}
    for exponents, coefficient in polynomial.to_dict().items():
        powers = tuple((i, int(e)) for i, e in enumerate(exponents[: tower.at]) if e)
        rest = tuple(0 if i < tower.at else int(e) for i, e in enumerate(exponents))
        parts.setdefault(powers, {})[rest] = coefficient
    return [(powers, tower.context.from_dict(part)) for powers, part in parts.items()]


def _part(
    signs: Signs,
    powers: tuple[tuple[int, int], ...],
    coefficient: Polynomial,
    piece: Piece,
    strict: bool,
    level: int,
) -> Part | None:
    """One product as a part of a certificate."""
    samples, theorems, squares = signs.samples(piece), list[Theorem](), list[Term]()
    for index, exponent in powers:
        generator = signs.tower.context.gens()[index]
        own = samples.sign(generator)
        if own:
            shown = signs.prime(generator * own, piece, strict, level + 1)
            if shown is None:
                return None
            theorems += [shown] * exponent
        else:
            squares.append(signs.tower.term(generator ** (exponent // 2)))
    sign = samples.sign(coefficient)
    if coefficient.is_constant():
        size = coefficient.leading_coefficient() * sign
        return Part(Fraction(int(size.p), int(size.q)), tuple(theorems), tuple(squares))
    shown = signs.positive(coefficient * sign, piece, strict, level + 1)
    if shown is None:
        return None
    return Part(Fraction(1), (shown, *theorems), tuple(squares))
