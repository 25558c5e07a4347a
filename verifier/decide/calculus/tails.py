"""Half-lines, by u = 1/x: infinity becomes an end at which functions may have values."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from verifier.decide.calculus.certificates import Part, derived
from verifier.decide.calculus.pieces import End, Piece, joined
from verifier.decide.calculus.regular import regularised, simplified, singular
from verifier.decide.calculus.tower import Tower
from verifier.decide.deduce import attempt, by_rewriting, discharged
from verifier.decide.support import conditions_of
from verifier.kernel.certificates.canonical import Polynomial
from verifier.kernel.rules import logic, numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import fresh, substitute
from verifier.language.terms import (
    ZERO,
    LanguageError,
    Number,
    Proposition,
    Relation,
    Term,
    Variable,
)

if TYPE_CHECKING:
    from verifier.decide.calculus.signs import Signs

MAX_RESTATEMENTS = 8


def positive(
    signs: Signs, polynomial: Polynomial, piece: Piece, strict: bool, level: int
) -> Theorem | None:
    """0 < f or 0 <= f on a half-line."""
    if (piece.lower is None) == (piece.upper is None):
        return None
    is_upper = piece.upper is None
    cut = _cut(signs, piece, is_upper)
    if cut is None:
        return _inverted(signs, polynomial, piece, strict, level)
    before, after = piece.until(cut), piece.beyond(cut)
    far, near = (after, before) if is_upper else (before, after)
    beyond = _inverted(signs, polynomial, far, strict, level)
    rest = None if beyond is None else signs.prime(polynomial, near, strict, level + 1)
    if beyond is None or rest is None:
        return None
    parts = [rest, beyond] if is_upper else [beyond, rest]
    return joined(piece, [cut], parts, signs.goal(polynomial, strict), signs.constants)


def _cut(signs: Signs, piece: Piece, is_upper: bool) -> Number | None:
    """Where the half-line is cut because zero is not outside of it."""
    end = piece.lower if is_upper else piece.upper
    assert end is not None
    value = signs.constants.ball(end.term)
    if value > 0 if is_upper else value < 0:
        return None
    return Number(Fraction(1 if is_upper else -1))


def _inverted(
    signs: Signs, polynomial: Polynomial, piece: Piece, strict: bool, level: int
) -> Theorem | None:
    """On a half-line that does not reach to zero, from the theorem about u between 0 and the
    inverse of its end."""
    x = piece.variable
    goal = signs.goal(polynomial, strict)
    u = fresh("u", "real", x, goal)
    end = piece.lower or piece.upper
    assert end is not None
    sign = 1 if piece.upper is None else -1
    inverse = Number(Fraction(sign)) / u
    within = End(_inverse(sign, end.term), end.closed)
    about_u = Piece(u, End(ZERO, False), within)
    try:
        moved = Relation(goal.op, ZERO, simplified(substitute(goal.right, {x: inverse}), u))
        shown = _near_zero(signs, moved, about_u, level, MAX_RESTATEMENTS)
        return None if shown is None else _back(signs, shown, goal, piece, u, sign)
    except LanguageError:
        return None


def _near_zero(
    signs: Signs, goal: Relation, piece: Piece, level: int, remaining: int
) -> Theorem | None:
    """The goal about u > 0, with functions that have values at 0."""
    assert piece.upper is not None
    tower = Tower(piece.variable, [goal.right, piece.upper.term])
    there = type(signs)(tower, signs.constants, signs.search)
    found = singular(goal.right, piece.variable)
    if found is None or not remaining:
        return there.relation(goal, piece, level + 1)
    equality = regularised(*found, piece, there)
    if equality is None:
        return there.relation(goal, piece, level + 1)

    def prove(changed: Proposition) -> Theorem | None:
        assert isinstance(changed, Relation)
        right = simplified(changed.right, piece.variable)
        better = Relation(changed.op, ZERO, right)
        shown = _near_zero(signs, better, piece, level, remaining - 1)
        if shown is None:
            return None
        sides = there.defining(piece, conditions_of(goal.right))
        return attempt(lambda: infer(numbers.follows, shown, *(sides or ()), goal=changed))

    return by_rewriting(goal, equality, prove)


def _inverse(sign: int, term: Term) -> Term:
    if isinstance(term, Number):
        return Number(sign / term.value)
    return Number(Fraction(sign)) / term


def _back(
    signs: Signs,
    shown: Theorem,
    goal: Relation,
    piece: Piece,
    u: Variable,
    sign: int,
) -> Theorem | None:
    """The theorem about u at 1/x (at -1/x on the left)."""
    x, one = piece.variable, Fraction(1)
    away = signs.condition(ZERO < x if sign > 0 else x < ZERO, piece)
    end = piece.lower or piece.upper
    assert end is not None
    outside = signs.constants.sign(end.term if sign > 0 else -end.term, "<")
    if away is None or outside is None:
        return None
    inverse = Number(Fraction(sign)) / x
    theorem = infer(logic.instantiate, shown, away, variables=[u], values=[inverse])
    (bound,) = piece.bounds()
    for hypothesis in theorem.hypotheses - {bound.conclusion}:
        assert isinstance(hypothesis, Relation)
        if hypothesis.left == ZERO:
            parts = [Part(one, (away, away), denied=1), Part(one, (away,))]
        else:
            parts = [Part(one, (away, outside), denied=1), Part(one, (bound,))]
        given = derived(hypothesis, parts, defining=[away, outside])
        if given is None:
            return None
        theorem = discharged(theorem, given)
    parts = [Part(one, denied=1), Part(one, (theorem,))]
    defining = signs.defining(piece, conditions_of(goal.right))
    return None if defining is None else derived(goal, parts, defining=defining)
