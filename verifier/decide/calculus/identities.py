"""Identities: two functions with the same derivative that agree at one point."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from verifier.decide.calculus.certificates import Part, derived
from verifier.decide.calculus.equalities import equal
from verifier.decide.calculus.pieces import Piece, joined
from verifier.decide.calculus.step import Multiplier, Step
from verifier.decide.support import conditions_of
from verifier.kernel.theorem import Theorem
from verifier.language.binding import substitute
from verifier.language.build import E, pi
from verifier.language.terms import ONE, ZERO, LanguageError, Number, Relation, Term

if TYPE_CHECKING:
    from verifier.decide.calculus.signs import Signs

POINTS: tuple[Term, ...] = (
    ZERO,
    ONE,
    -ONE,
    Number(Fraction(1, 2)),
    Number(Fraction(-1, 2)),
    Number(Fraction(2)),
    Number(Fraction(-2)),
    Number(Fraction(1, 2)) * pi,
    E,
)


def identity(signs: Signs, goal: Relation, piece: Piece, level: int) -> Theorem | None:
    """left == right on the piece."""
    tower = signs.tower
    difference = goal.left - goal.right
    value = tower.value(difference).reduced()
    slope = tower.derivative(value)
    if tower.reduced(slope.numerator).remainder != 0:
        return None
    for cut in _points(signs, piece):
        zero = signs.constants.zero(substitute(difference, {piece.variable: cut}))
        if zero is None:
            continue
        found = _from_point(signs, difference, cut, zero, piece, level)
        if found is None:
            return None
        sides = signs.defining(piece, conditions_of(goal.left, goal.right))
        return None if sides is None else equal(goal.left, goal.right, found, sides)
    return None


def _points(signs: Signs, piece: Piece) -> list[Term]:
    """Points of the piece, its ends first."""
    low, high = piece.ends(signs.constants)
    found = [end.term for end in (piece.lower, piece.upper) if end is not None]
    for term in POINTS:
        value = signs.constants.ball(term)
        if (low is None or low < value) and (high is None or value < high):
            found.append(term)
    return found


def _from_point(
    signs: Signs, difference: Term, cut: Term, zero: Theorem, piece: Piece, level: int
) -> Theorem | None:
    """difference == 0 on both sides of a point at which it is."""
    goal = Relation("==", difference, ZERO)
    lower = piece.lower is not None and piece.lower.term == cut
    upper = piece.upper is not None and piece.upper.term == cut
    if lower or upper:
        return _constant(signs, difference, zero, piece, lower, level)
    before = _constant(signs, difference, zero, piece.until(cut), False, level)
    after = _constant(signs, difference, zero, piece.beyond(cut), True, level)
    if before is None or after is None:
        return None
    return joined(piece, [cut], [before, after], goal, signs.constants)


def _constant(
    signs: Signs, difference: Term, zero: Theorem, piece: Piece, from_lower: bool, level: int
) -> Theorem | None:
    """difference == 0, since neither it nor its opposite falls from an end at which it is zero."""
    end = piece.lower if from_lower else piece.upper
    assert end is not None
    step = Step(signs, signs.tower.one, piece, Multiplier(()), from_lower, False, level)
    try:
        up = step.rise(difference, end.term, "<=")
        down = step.rise(-difference, end.term, "<=")
    except LanguageError:
        return None
    if up is None or down is None:
        return None
    start = substitute(difference, {piece.variable: end.term})
    goal, one = Relation("==", difference, ZERO), Fraction(1)
    parts = [Part(one, denied=1), Part(one, (up, down))]
    return derived(goal, parts, [(zero, -(2 * difference - start))])
