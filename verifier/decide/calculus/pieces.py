"""Intervals between constants, and theorems whose hypotheses are their bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from verifier.decide.calculus.certificates import Part, derived, summed
from verifier.decide.calculus.constants import Constants
from verifier.decide.calculus.tower import Ball
from verifier.decide.deduce import assumed, attempt, by_cases, discharged
from verifier.kernel.rules import logic, numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.terms import Proposition, Relation, Term, Variable


@dataclass(frozen=True)
class End:
    """An end of an interval, and whether it belongs to it."""

    term: Term
    closed: bool


@dataclass(frozen=True)
class Piece:
    """The values of a variable between two ends, either of which may be missing."""

    variable: Variable
    lower: End | None
    upper: End | None

    def hypotheses(self) -> list[Relation]:
        """The bounds, written in one way: the variable between `<` and `<=`."""
        found = []
        if self.lower is not None:
            op = "<=" if self.lower.closed else "<"
            found.append(Relation(op, self.lower.term, self.variable))
        if self.upper is not None:
            op = "<=" if self.upper.closed else "<"
            found.append(Relation(op, self.variable, self.upper.term))
        return found

    def bounds(self) -> list[Theorem]:
        """The bounds, assumed."""
        return assumed(*self.hypotheses())

    def interior(self) -> Piece:
        """The same without its ends."""
        return self.closed_at(False, False)

    def closed_at(self, lower: bool, upper: bool) -> Piece:
        """The same with ends that belong to it, or do not."""
        low = None if self.lower is None else replace(self.lower, closed=lower)
        high = None if self.upper is None else replace(self.upper, closed=upper)
        return Piece(self.variable, low, high)

    def until(self, cut: Term, closed: bool = True) -> Piece:
        """The part up to a point."""
        return Piece(self.variable, self.lower, End(cut, closed))

    def beyond(self, cut: Term, closed: bool = False) -> Piece:
        """The part after a point."""
        return Piece(self.variable, End(cut, closed), self.upper)

    def is_bounded(self) -> bool:
        """Whether it has both ends."""
        return self.lower is not None and self.upper is not None

    def ends(self, constants: Constants) -> tuple[Ball | None, Ball | None]:
        """The values of the ends."""
        low = None if self.lower is None else constants.ball(self.lower.term)
        high = None if self.upper is None else constants.ball(self.upper.term)
        return low, high


def weakened(theorem: Theorem, piece: Piece, constants: Constants) -> Theorem | None:
    """The theorem, whose hypotheses are bounds of a larger interval, under those of the piece."""
    own = piece.hypotheses()
    for hypothesis in theorem.hypotheses:
        if hypothesis in own:
            continue
        assert isinstance(hypothesis, Relation)
        given = _bound_from(hypothesis, piece, constants)
        if given is None:
            return None
        theorem = discharged(theorem, given)
    return theorem


def _bound_from(hypothesis: Relation, piece: Piece, constants: Constants) -> Theorem | None:
    is_lower = hypothesis.right == piece.variable
    end = piece.lower if is_lower else piece.upper
    if end is None:
        return None
    wanted = hypothesis.left if is_lower else hypothesis.right
    op = "<=" if end.closed else "<"
    pair = (end.term, piece.variable) if is_lower else (piece.variable, end.term)
    (own,) = assumed(Relation(op, *pair))
    if wanted == end.term:
        return attempt(lambda: infer(numbers.follows, own, goal=hypothesis))
    least = "<" if hypothesis.op == "<" and end.closed else "<="
    order = (
        constants.compared(wanted, least, end.term)
        if is_lower
        else constants.compared(end.term, least, wanted)
    )
    return None if order is None else summed(hypothesis, order, own)


def joined(
    piece: Piece,
    cuts: Sequence[Term],
    parts: Sequence[Theorem],
    goal: Proposition,
    constants: Constants,
) -> Theorem | None:
    """The goal on a piece from its parts between the cuts, which belong to the parts before them.

    The hypotheses of part n are bounds of `piece.beyond(cuts[n-1]).until(cuts[n])`.
    """
    if not cuts:
        return parts[0]
    cut, rest = cuts[0], piece.beyond(cuts[0])
    after = joined(rest, cuts[1:], parts[1:], goal, constants)
    defining = constants.defining(cut)
    if after is None or defining is None:
        return None
    return by_cut(piece.variable, cut, parts[0], after, goal, defining)


def by_cut(
    variable: Variable,
    cut: Term,
    before: Theorem,
    after: Theorem,
    goal: Proposition,
    defining: Sequence[Theorem],
) -> Theorem | None:
    """The goal from x <= cut |- goal and cut < x |- goal."""
    split = Relation("<=", variable, cut)

    def turned(case: Theorem) -> Theorem:
        below = infer(numbers.follows, case, goal=Relation("<", cut, variable))
        return discharged(after, below)

    return by_cases(goal, split, lambda case: before, turned, list(defining))


def with_end(
    inside: Theorem,
    at_end: Theorem,
    goal: Relation,
    piece: Piece,
    lower: bool,
    defining: Sequence[Theorem],
) -> Theorem | None:
    """The goal on a piece from the goal without one of its ends and at that end."""
    end, x = piece.lower if lower else piece.upper, piece.variable
    assert end is not None
    sides = (end.term, x) if lower else (x, end.term)
    (bound,) = assumed(Relation("<=", *sides))
    strict, weak = Relation("<", *sides), Relation("<=", sides[1], sides[0])

    def on_end(case: Theorem) -> Theorem | None:
        turned = infer(numbers.follows, case, goal=weak)
        same = _squeezed(end.term, x, [bound, turned])
        if same is None:
            return None
        return infer(logic.rewrite, same, at_end, context=goal, hole=x)

    return by_cases(goal, strict, lambda case: inside, on_end, list(defining))


def _squeezed(left: Term, right: Term, orders: Sequence[Theorem]) -> Theorem | None:
    """left == right from left <= right and right <= left."""
    one = Fraction(1)
    product = Part(one, tuple(orders))
    return derived(Relation("==", left, right), [Part(one, denied=1), product])
