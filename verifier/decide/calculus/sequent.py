"""What the facts say of one variable: an interval, and points that are left out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from verifier.decide.calculus.certificates import Part, derived
from verifier.decide.calculus.constants import Constants
from verifier.decide.calculus.pieces import End, Piece
from verifier.decide.calculus.tower import Tower, fraction
from verifier.decide.deduce import discharged
from verifier.kernel.theorem import Theorem
from verifier.language.binding import free_variables
from verifier.language.terms import LanguageError, Number, Relation, Term, Variable

_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "!=": "!=", "==": "=="}


@dataclass(frozen=True)
class Interval:
    """The interval that some facts allow, the facts that bound it, and those that leave out a
    point in it, in the order of these points."""

    piece: Piece
    bounds: tuple[Theorem, ...]
    gaps: tuple[tuple[Term, Theorem], ...]

    def discharged(self, theorem: Theorem) -> Theorem:
        """A theorem on the piece with its bounds replaced by the hypotheses of the facts."""
        return discharged(theorem, *self.bounds)


def interval(facts: Sequence[Theorem], variable: Variable, constants: Constants) -> Interval | None:
    """What the facts that are affine in the variable alone allow; None if that is nothing."""
    lower: list[tuple[End, Theorem]] = []
    upper: list[tuple[End, Theorem]] = []
    gaps: list[tuple[Term, Theorem]] = []
    for fact in facts:
        if not isinstance(fact.conclusion, Relation):
            continue
        if free_variables(fact.conclusion) != {variable}:
            continue
        for bound in _bounds(fact, variable):
            relation = bound.conclusion
            assert isinstance(relation, Relation)
            is_lower = relation.right == variable
            end = End(relation.left if is_lower else relation.right, relation.op == "<=")
            if not constants.ball(end.term).is_finite():
                continue
            if relation.op == "!=":
                gaps.append((relation.right, bound))
            else:
                (lower if is_lower else upper).append((end, bound))
    low = max(lower, key=lambda p: _position(p[0], constants, 1), default=None)
    high = min(upper, key=lambda p: _position(p[0], constants, -1), default=None)
    piece = Piece(variable, None if low is None else low[0], None if high is None else high[0])
    low_ball, high_ball = piece.ends(constants)
    if low_ball is not None and high_ball is not None and not low_ball < high_ball:
        return None
    inside = [
        gap
        for gap in gaps
        if (low_ball is None or low_ball < constants.ball(gap[0]))
        and (high_ball is None or constants.ball(gap[0]) < high_ball)
    ]
    inside.sort(key=lambda gap: float(constants.ball(gap[0])))
    bounds = tuple(pair[1] for pair in (low, high) if pair is not None)
    return Interval(piece, bounds, tuple(inside))


def _position(end: End, constants: Constants, sign: int) -> tuple[float, int]:
    """For comparing ends: of two at one place the open one is the narrower."""
    return float(constants.ball(end.term).mid()), -sign * end.closed


def _bounds(fact: Theorem, variable: Variable) -> list[Theorem]:
    """A fact about the variable with that alone on one side: c < x, x <= c, x != c."""
    relation = fact.conclusion
    assert isinstance(relation, Relation)
    if relation.op == "==":
        return []
    found = _read(relation, variable)
    if found is None:
        return []
    goal, scale = found
    if goal == relation:
        return [fact]
    if goal.op == "!=":
        parts = [Part(Fraction(1), (fact,))]
        made = derived(goal, parts, [])
        return [] if made is None else [made]
    parts = [Part(1 / scale, (fact,)), Part(Fraction(1), denied=1)]
    made = derived(goal, parts)
    return [] if made is None else [made]


def _read(relation: Relation, variable: Variable) -> tuple[Relation, Fraction] | None:
    """The bound that a relation gives, and by what it is multiplied in the relation."""
    for a, b, op in (
        (relation.left, relation.right, relation.op),
        (relation.right, relation.left, _TURNED[relation.op]),
    ):
        if a == variable and variable not in free_variables(b):
            return _ordered(variable, op, b), Fraction(1)
    try:
        tower = Tower(variable, [relation.left, relation.right])
        value = tower.value(relation.left - relation.right).reduced()
    except LanguageError:
        return None
    parts = tower.coefficients(value.numerator, tower.at)
    if max(parts) != 1 or not value.denominator.is_constant() or not parts[1].is_constant():
        return None
    zero = tower.one * 0
    slope = fraction(parts[1].leading_coefficient() / value.denominator.leading_coefficient())
    end = -parts.get(0, zero) / parts[1].leading_coefficient()
    if not tower.is_constant(end):
        return None
    op = relation.op if slope > 0 else _TURNED[relation.op]
    bound = tower.term(end)
    if isinstance(bound, Number) or not end.is_constant():
        return _ordered(variable, op, bound), abs(slope)
    return _ordered(variable, op, Number(fraction(end.leading_coefficient()))), abs(slope)


def _ordered(variable: Variable, op: str, end: Term) -> Relation:
    if op in (">", ">="):
        return Relation(_TURNED[op], end, variable)
    return Relation(op, variable, end)
