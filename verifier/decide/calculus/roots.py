"""Signs of A + B*sqrt(u): by squaring, on parts where that is possible."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from verifier.decide.calculus.certificates import Part, derived
from verifier.decide.calculus.pieces import Piece, joined
from verifier.decide.calculus.sampling import simplest_between
from verifier.decide.calculus.tower import Algebraic
from verifier.decide.deduce import attempt
from verifier.decide.support import conditions_of
from verifier.kernel.certificates.canonical import Polynomial
from verifier.kernel.rules import elementary
from verifier.kernel.theorem import Theorem, infer
from verifier.language.terms import ZERO, Number, Term

if TYPE_CHECKING:
    from verifier.decide.calculus.signs import Signs

MAX_PARTS = 6


@dataclass(frozen=True)
class _Split:
    """A + B*s for the root s of u, and scale*(B**2*u - A**2) with its opposite."""

    relation_number: int
    relation: Algebraic
    first: Polynomial
    second: Polynomial
    by_second: Polynomial
    by_first: Polynomial


def positive(
    signs: Signs, polynomial: Polynomial, piece: Piece, strict: bool, level: int
) -> Theorem | None:
    """0 < f or 0 <= f for a polynomial in the variable and square roots."""
    split = _split(signs, polynomial)
    if split is None:
        return None
    ways = (_both, _second_wins, _first_wins)
    claims = (
        (split.first, split.second),
        (split.second, split.by_second),
        (split.first, split.by_first),
    )
    samples = signs.samples(piece)
    allowed = []
    for i in range(len(samples.samples)):
        values = [[samples.signs(p)[i] for p in pair] for pair in claims]
        allowed.append({n for n, (a, b) in enumerate(values) if a in (0, 1) and b == 1})
    runs = _runs(allowed)
    if runs is None:
        return None
    points = [sample.point for sample in samples.samples]
    cuts: list[Term] = []
    for overlap, _ in runs[1:]:
        low, high = points[overlap[0]], points[overlap[-1]]
        if len(overlap) == 1:
            room = min(points[overlap[0] + 1] - low, low - points[overlap[0] - 1]) / 64
            low, high = low - room, low + room
        cuts.append(Number(simplest_between(low, high)))
    parts, rest = [], piece
    for n, (_, way) in enumerate(runs):
        here = rest if n == len(cuts) else rest.until(cuts[n])
        shown = ways[way](signs, split, polynomial, here, strict, level)
        if shown is None:
            return None
        parts.append(shown)
        if n < len(cuts):
            rest = rest.beyond(cuts[n])
    return joined(piece, cuts, parts, signs.goal(polynomial, strict), signs.constants)


def _runs(allowed: list[set[int]]) -> list[tuple[list[int], int]] | None:
    """The fewest runs of points that one way can deal with: the points that a run has in common
    with the one before it, and its way."""
    runs: list[tuple[list[int], int]] = []
    reached = 0
    while len(runs) < MAX_PARTS:
        ways = [(_reach(allowed, reached, way), way) for way in allowed[reached]]
        if not ways:
            return None
        end, way = max(ways)
        first = reached
        while first > 0 and way in allowed[first - 1] and runs:
            first -= 1
        runs.append((list(range(first, reached + 1)), way))
        if end == len(allowed) - 1:
            return runs
        if end == reached:
            return None
        reached = end
    return None


def _reach(allowed: list[set[int]], start: int, way: int) -> int:
    end = start
    while end + 1 < len(allowed) and way in allowed[end + 1]:
        end += 1
    return end


def _split(signs: Signs, polynomial: Polynomial) -> _Split | None:
    tower = signs.tower
    index = tower.functions_in(polynomial)[0]
    parts = tower.coefficients(polynomial, index)
    if max(parts) != 1:
        return None
    zero = tower.one * 0
    number, relation = next((n, r) for n, r in enumerate(tower.relations) if r.index == index)
    a, b = parts.get(0, zero), parts[1]
    # relation.polynomial is scale*s**2 - top.
    this = tower.context.gens()[index]
    top = relation.scale * this**2 - relation.polynomial
    difference = b * b * top - a * a * relation.scale
    return _Split(number, relation, a, b, difference, -difference)


Way = Callable[["Signs", _Split, Polynomial, Piece, bool, int], "Theorem | None"]


def _both(
    signs: Signs, split: _Split, polynomial: Polynomial, piece: Piece, strict: bool, level: int
) -> Theorem | None:
    """From A >= 0 and B >= 0, one of them positive."""
    for sharp in ((True, False), (False, True)) if strict else ((False, False),):
        first = signs.positive(split.first, piece, sharp[0], level + 1)
        second = signs.positive(split.second, piece, sharp[1], level + 1)
        root = _root(signs, split, piece, level, sharp[1])
        if first is not None and second is not None and root is not None:
            one = Fraction(1)
            parts = [Part(one, (first,)), Part(one, (second, root)), Part(one, denied=1)]
            found = derived(signs.goal(polynomial, strict), parts)
            if found is not None:
                return found
    return None


def _second_wins(
    signs: Signs, split: _Split, polynomial: Polynomial, piece: Piece, strict: bool, level: int
) -> Theorem | None:
    """From B >= 0 and B**2*u > A**2."""
    second = signs.positive(split.second, piece, False, level + 1)
    root = _root(signs, split, piece, level, False)
    if second is None or root is None:
        return None
    return _by_squares(signs, split, polynomial, (second, root), piece, strict, level)


def _first_wins(
    signs: Signs, split: _Split, polynomial: Polynomial, piece: Piece, strict: bool, level: int
) -> Theorem | None:
    """From A >= 0 and A**2 > B**2*u."""
    first = signs.positive(split.first, piece, False, level + 1)
    if first is None:
        return None
    return _by_squares(signs, split, polynomial, (first,), piece, strict, level)


def _by_squares(
    signs: Signs,
    split: _Split,
    polynomial: Polynomial,
    winner: tuple[Theorem, ...],
    piece: Piece,
    strict: bool,
    level: int,
) -> Theorem | None:
    """With n = -(A + B*s) >= 0 and the winner p of A and B*s: n**2 + 2*n*p is the difference of
    the squares of the other and the winner."""
    tower, one = signs.tower, Fraction(1)
    relation = split.relation
    sign = signs.samples(piece).sign(relation.scale)
    difference = (split.by_second if len(winner) == 2 else split.by_first) * sign
    scale = signs.positive(relation.scale * sign, piece, True, level + 1)
    larger = signs.positive(difference, piece, strict, level + 1)
    law = signs.law(split.relation_number, piece, level)
    if scale is None or larger is None or law is None:
        return None
    parts = [
        Part(one, (scale,), denied=2),
        Part(Fraction(2), (scale, *winner), denied=1),
        Part(one, (larger,)),
    ]
    factor = split.second**2 * relation.scale * (sign if len(winner) == 2 else -sign)
    equations = [(law, tower.term(factor))]
    goal = signs.goal(polynomial, strict)
    found = derived(goal, parts, equations)
    if found is None:
        defining = signs.defining(piece, conditions_of(goal.right), level)
        found = None if defining is None else derived(goal, parts, equations, defining)
    return found


def _root(signs: Signs, split: _Split, piece: Piece, level: int, strict: bool) -> Theorem | None:
    """0 <= s, or 0 < s."""
    (radicand,) = split.relation.values
    conditions = [*conditions_of(radicand), ZERO < radicand if strict else ZERO <= radicand]
    sides = signs.defining(piece, conditions, level)
    if sides is None:
        return None
    name = "sqrt is positive" if strict else "sqrt is nonnegative"
    return attempt(lambda: infer(elementary.elementary, *sides, law=name, values=(radicand,)))
