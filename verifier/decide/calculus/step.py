"""One step: the sign of f from that of the derivative of f*m, from one end of a piece."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from verifier.decide.calculus.certificates import Part, derived, summed
from verifier.decide.calculus.pieces import Piece
from verifier.decide.deduce import assumed, discharged, increase
from verifier.decide.support import conditions_of
from verifier.kernel.certificates.canonical import Polynomial
from verifier.kernel.rules import logic, numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import fresh, substitute
from verifier.language.calculus import derivative, smooth
from verifier.language.terms import (
    TRUE,
    ZERO,
    And,
    LanguageError,
    Proposition,
    Relation,
    Term,
    Variable,
    as_term,
)

if TYPE_CHECKING:
    from verifier.decide.calculus.signs import Signs


@dataclass(frozen=True)
class Multiplier:
    """A product of powers of polynomials that are positive."""

    factors: tuple[tuple[Polynomial, int], ...]


def stepped(
    signs: Signs,
    polynomial: Polynomial,
    piece: Piece,
    multiplier: Multiplier,
    from_lower: bool,
    strict: bool,
    level: int,
) -> Theorem | None:
    """0 < f or 0 <= f on the piece, since f*m does not fall from the lower end on (or rise to the
    upper one) and is not negative there."""
    step = Step(signs, polynomial, piece, multiplier, from_lower, strict, level)
    try:
        return step.run()
    except LanguageError:
        return None


@dataclass(frozen=True)
class Step:
    signs: Signs
    polynomial: Polynomial
    piece: Piece
    multiplier: Multiplier
    from_lower: bool
    strict: bool
    level: int

    def run(self) -> Theorem | None:
        end = self.piece.lower if self.from_lower else self.piece.upper
        if end is None:
            return None
        x = self.piece.variable
        product = self._product()
        start = self._start(substitute(product, {x: end.term}))
        if start is None:
            return None
        sharp = _relation(start).op != "<" and self.strict
        if sharp and end.closed:
            return None
        op = "<" if sharp else "<="
        factors = self._factors()
        if factors is None:
            return None
        rise = self.rise(product, end.term, op)
        if rise is None:
            return None
        over, under = factors
        one = Fraction(1)
        parts = [
            Part(one, tuple(over), denied=1),
            Part(one, (rise, *under)),
            Part(one, (start, *under)),
        ]
        return derived(self.signs.goal(self.polynomial, self.strict), parts)

    def _product(self) -> Term:
        """f*m as a term."""
        tower = self.signs.tower
        top, bottom = tower.term(self.polynomial), None
        for factor, exponent in self.multiplier.factors:
            term = tower.term(factor)
            power = term if abs(exponent) == 1 else term ** as_term(abs(exponent))
            if exponent > 0:
                top = top * power
            else:
                bottom = power if bottom is None else bottom * power
        return top if bottom is None else top / bottom

    def _start(self, value: Term) -> Theorem | None:
        """0 < value, or else 0 <= value."""
        constants = self.signs.constants
        return constants.sign(value, "<") or constants.sign(value, "<=")

    def _factors(self) -> tuple[list[Theorem], list[Theorem]] | None:
        """That the factors above and below are positive, each as often as it occurs."""
        over: list[Theorem] = []
        under: list[Theorem] = []
        for factor, exponent in self.multiplier.factors:
            shown = self.signs.positive(factor, self.piece, True, self.level)
            if shown is None:
                return None
            (over if exponent > 0 else under).extend([shown] * abs(exponent))
        return over, under

    def rise(self, product: Term, end: Term, op: str) -> Theorem | None:
        """g(end) < g(x) or g(end) <= g(x) for g = f*m."""
        x = self.piece.variable
        climbing = product if self.from_lower else -product
        y = fresh("y", "real", x, climbing)
        ends = (end, y) if self.from_lower else (y, end)
        order = self._order(ends, y, op)
        between = self._between(climbing, y, op)
        if order is None or between is None:
            return None
        found = increase(climbing, x, ends, order, between)
        if found is None:
            return None
        return infer(logic.instantiate, found, variables=[y], values=[x])

    def _order(self, ends: tuple[Term, Term], y: Variable, op: str) -> Theorem | None:
        bound = self._own_bound(self.from_lower, y)
        assert bound is not None
        goal = Relation(op, *ends)
        return bound if bound.conclusion == goal else infer(numbers.follows, bound, goal=goal)

    def _own_bound(self, lower: bool, y: Variable) -> Theorem | None:
        """A bound of the piece, assumed of y."""
        end = self.piece.lower if lower else self.piece.upper
        if end is None:
            return None
        sides = (end.term, y) if lower else (y, end.term)
        return assumed(Relation("<=" if end.closed else "<", *sides))[0]

    def _between(self, climbing: Term, y: Variable, op: str) -> list[Theorem] | None:
        """What the rule asks for between the end and y: defined, smooth, of positive slope."""
        signs, x = self.signs, self.piece.variable
        closed = self.piece.closed_at(
            self.from_lower or _is_closed(self.piece, True),
            not self.from_lower or _is_closed(self.piece, False),
        )
        inside = self.piece.interior()
        defined = signs.defining(closed, conditions_of(climbing), self.level)
        if defined is None:
            return None
        smoothness = smooth(climbing, x)
        parts = smoothness.args if isinstance(smoothness, And) else (smoothness,)
        known = set(conditions_of(climbing))
        rest = [part for part in parts if part not in known and part != TRUE]
        smoothing = signs.defining(inside, rest, self.level)
        if smoothing is None:
            return None
        change = signs.tower.value(climbing).reduced()
        slope = signs.glued(
            Relation(op, ZERO, derivative(climbing, x)),
            signs.tower.derivative(change),
            inside,
            self.level,
        )
        if slope is None:
            return None
        found = [self._moved(t, y, closed=True) for t in defined]
        found += [self._moved(t, y, closed=False) for t in (*smoothing, slope)]
        return found

    def _moved(self, theorem: Theorem, y: Variable, closed: bool) -> Theorem:
        """The theorem with the far bound of x replaced by y and the same bound of y."""
        x, far = self.piece.variable, self._own_bound(not self.from_lower, y)
        if far is None:
            return theorem
        sides = (x, y) if self.from_lower else (y, x)
        (near,) = assumed(Relation("<=" if closed else "<", *sides))
        for hypothesis in theorem.hypotheses:
            if not _is_far(hypothesis, x, self.from_lower):
                continue
            assert isinstance(hypothesis, Relation)
            given = summed(hypothesis, near, far)
            assert given is not None
            theorem = discharged(theorem, given)
        return theorem


def _is_far(hypothesis: Proposition, x: Variable, from_lower: bool) -> bool:
    """Whether it bounds x at the end that is not the base."""
    assert isinstance(hypothesis, Relation)
    return (hypothesis.left if from_lower else hypothesis.right) == x


def _is_closed(piece: Piece, lower: bool) -> bool:
    end = piece.lower if lower else piece.upper
    return end is not None and end.closed


def _relation(theorem: Theorem) -> Relation:
    assert isinstance(theorem.conclusion, Relation)
    return theorem.conclusion
