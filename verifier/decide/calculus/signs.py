"""Signs of functions on intervals: one problem's functions, what was shown of them, and the ways to
show more.

A function is a polynomial in the generators of a tower.  Every theorem found has bounds of the
piece as its only hypotheses and says 0 < f or 0 <= f.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite

from verifier.decide.boxes import prove_by_boxes
from verifier.decide.calculus import angles, chain, roots, tails, termwise
from verifier.decide.calculus.bernstein import Bernstein
from verifier.decide.calculus.certificates import Part, derived
from verifier.decide.calculus.constants import Constants
from verifier.decide.calculus.identities import identity
from verifier.decide.calculus.pieces import Piece, joined, with_end
from verifier.decide.calculus.recognise import recognised
from verifier.decide.calculus.sampling import Samples, sign_of
from verifier.decide.calculus.tower import Tower
from verifier.decide.deduce import attempt
from verifier.decide.search import Search
from verifier.decide.support import conditions_of
from verifier.kernel.certificates.canonical import Polynomial, Quotient
from verifier.kernel.facts import Facts
from verifier.kernel.rules import elementary, numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import substitute
from verifier.language.terms import (
    TRUE,
    ZERO,
    LanguageError,
    Op,
    Proposition,
    Relation,
    Term,
)

MAX_LEVEL, MAX_LEVEL_OF_INVERSION = 9, 3
MANY_BOXES = 4000.0
BOX_SECONDS = 2.0
MAX_ROOTS = 4


@dataclass(frozen=True)
class _Key:
    """A question: whether a polynomial is positive (nonnegative) on a piece."""

    polynomial: str
    piece: Piece
    strict: bool


class Signs:
    """The signs of the functions of one tower."""

    def __init__(self, tower: Tower, constants: Constants, search: Search) -> None:
        self.tower, self.constants, self.search = tower, constants, search
        self.bernstein = Bernstein(tower, constants, search)
        self._samples: dict[Piece, Samples] = {}
        self._shown: dict[_Key, Theorem] = {}
        self._failed: dict[_Key, int] = {}
        self._asked: set[_Key] = set()
        self._inverted: set[_Key] = set()
        self._conditions: dict[tuple[Proposition, Piece], Theorem | None] = {}

    def samples(self, piece: Piece) -> Samples:
        """Points of a piece; whether its ends belong to it makes no difference."""
        open_piece = piece.interior()
        if open_piece not in self._samples:
            self._samples[open_piece] = Samples(self.tower, open_piece, self.constants)
        return self._samples[open_piece]

    # Relations

    def relation(self, goal: Relation, piece: Piece, level: int = 0) -> Theorem | None:
        """A relation on a piece; for a != b one of a < b and b < a."""
        if goal.op == "!=":
            below = Relation("<", goal.left, goal.right)
            above = Relation("<", goal.right, goal.left)
            return self.relation(below, piece, level) or self.relation(above, piece, level)
        if goal.op == "==":
            return identity(self, goal, piece, level)
        is_less = goal.op in ("<", "<=")
        difference = goal.right - goal.left if is_less else goal.left - goal.right
        try:
            value = self.tower.value(difference).reduced()
        except LanguageError:
            return None
        return self.glued(goal, value, piece, level) or self._between_roots(
            goal, value, piece, level
        )

    def _between_roots(
        self, goal: Relation, value: Quotient, piece: Piece, level: int
    ) -> Theorem | None:
        """The goal on the parts between the points at which factors change their signs."""
        cuts = self._roots(self.tower.reduced(value.numerator).remainder, piece)
        if not cuts:
            return None
        parts, rest = [], piece
        for cut in (*cuts, None):
            here = rest if cut is None else rest.until(cut)
            shown = self.glued(goal, value, here, level + 1)
            if shown is None:
                return None
            parts.append(shown)
            if cut is not None:
                rest = rest.beyond(cut)
        return joined(piece, cuts, parts, goal, self.constants)

    def _roots(self, polynomial: Polynomial, piece: Piece) -> list[Term]:
        """The exact places inside of a piece at which factors change their signs; none if one of
        them is not recognised or there are many."""
        samples, found = self.samples(piece), dict[Term, None]()
        for factor, _ in self.tower.factored(polynomial).factors:
            last = None
            for i, sign in enumerate(samples.signs(factor)):
                if sign and last is not None and sign != last[1]:
                    root = recognised(samples.root(factor, last[0], i))
                    if root is None:
                        return []
                    found[root] = None
                last = (i, sign) if sign else last
        if len(found) > MAX_ROOTS:
            return []
        return sorted(found, key=lambda term: float(self.constants.ball(term)))

    def condition(self, condition: Proposition, piece: Piece, level: int = 0) -> Theorem | None:
        """A condition for a term to be defined, or what gives it at a glance."""
        key = (condition, piece)
        if key not in self._conditions:
            found = None
            if isinstance(condition, Relation):
                found = attempt(lambda: infer(numbers.follows, goal=condition))
                found = found or self.relation(condition, piece, level)
            self._conditions[key] = found
        return self._conditions[key]

    def defining(
        self, piece: Piece, conditions: Sequence[Proposition], level: int = 0
    ) -> list[Theorem] | None:
        """Theorems that give the conditions on a piece."""
        found: list[Theorem] = []
        for condition in conditions:
            if condition == TRUE or Facts(found).holds(condition):
                continue
            shown = self.condition(condition, piece, level)
            if shown is None:
                return None
            found.append(shown)
        return found

    def glued(self, goal: Relation, value: Quotient, piece: Piece, level: int) -> Theorem | None:
        """The goal, an inequality whose sides differ by a quotient, from the signs of factors."""
        strict = goal.op in ("<", ">")
        division = self.tower.reduced(value.numerator)
        if division.remainder == 0 and strict:
            return None
        below = self._signed(value.denominator * division.factor, piece, True, level)
        if below is None:
            return None
        sign, under = below
        over = self._signed(division.remainder * sign, piece, strict, level)
        if over is None or over[0] < 0:
            return None
        parts = [Part(under.coefficient, under.theorems, under.squares, denied=1)]
        if division.remainder != 0:
            parts.append(over[1])
        equations = []
        for number, quotient in division.quotients:
            law = self.law(number, piece, level)
            if law is None:
                return None
            relation = self.tower.relations[number]
            factor = quotient * sign * relation.scale
            equations.append((law, self.tower.term(factor)))
        found = derived(goal, parts, equations)
        if found is None:
            conditions = conditions_of(goal.left, goal.right)
            defining = self.defining(piece, conditions, level)
            if defining is not None:
                found = derived(goal, parts, equations, defining)
        return found

    def _signed(
        self, polynomial: Polynomial, piece: Piece, strict: bool, level: int
    ) -> tuple[int, Part] | None:
        """The sign of a polynomial, and its absolute value as a product of positive
        (nonnegative) factors."""
        if polynomial == 0:
            return 1, Part(Fraction(0))
        factored = self.tower.factored(polynomial)
        sign = 1 if factored.constant > 0 else -1
        theorems: list[Theorem] = []
        squares: list[Term] = []
        signs = [self.samples(piece).sign(f) for f, _ in factored.factors]
        for (_, exponent), own in zip(factored.factors, signs, strict=True):
            if not own and (strict or exponent % 2):
                return None
            sign *= own if exponent % 2 else 1
        for (factor, exponent), own in zip(factored.factors, signs, strict=True):
            if not strict and exponent % 2 == 0:
                squares.append(self.tower.term(factor ** (exponent // 2)))
                continue
            shown = self.prime(factor * own, piece, strict, level)
            if shown is None:
                return None
            theorems += [shown] * exponent
        return sign, Part(abs(factored.constant), tuple(theorems), tuple(squares))

    def law(self, number: int, piece: Piece, level: int = 0) -> Theorem | None:
        """An algebraic relation of the tower, on a piece."""
        relation = self.tower.relations[number]
        conditions = [*conditions_of(*relation.values)]
        if relation.law == "sqrt squared":
            conditions.append(ZERO <= relation.values[0])
        sides = self.defining(piece, conditions, level)
        if sides is None:
            return None
        return attempt(
            lambda: infer(elementary.elementary, *sides, law=relation.law, values=relation.values)
        )

    # Functions

    def goal(self, polynomial: Polynomial, strict: bool) -> Relation:
        """0 < f or 0 <= f."""
        return Relation("<" if strict else "<=", ZERO, self.tower.term(polynomial))

    def positive(
        self, polynomial: Polynomial, piece: Piece, strict: bool, level: int = 0
    ) -> Theorem | None:
        """0 < f or 0 <= f for any polynomial."""
        goal = self.goal(polynomial, strict)
        if polynomial.is_constant():
            return attempt(lambda: infer(numbers.follows, goal=goal))
        return self.glued(goal, self.tower.quotient(polynomial), piece, level)

    def prime(
        self, polynomial: Polynomial, piece: Piece, strict: bool, level: int
    ) -> Theorem | None:
        """0 < f or 0 <= f for a polynomial that is not worth factoring."""
        key = _Key(str(polynomial), piece, strict)
        known = self._shown.get(key) or self._shown.get(_Key(key.polynomial, piece, True))
        if known is not None:
            return known
        if key in self._asked or self._failed.get(key, MAX_LEVEL + 1) <= level:
            return None
        if level > MAX_LEVEL or not self.search.remaining():
            return None
        if -1 in self.samples(piece).signs(polynomial):
            return None
        self._asked.add(key)
        try:
            found = self._prime(polynomial, piece, strict, level)
        finally:
            self._asked.discard(key)
        if found is None:
            self._failed[key] = level
        else:
            self._shown[key] = found
        return found

    def _prime(
        self, polynomial: Polynomial, piece: Piece, strict: bool, level: int
    ) -> Theorem | None:
        tower = self.tower
        if tower.is_constant(polynomial):
            return self.constants.sign(tower.term(polynomial), "<" if strict else "<=")
        functions = tower.functions_in(polynomial)
        if not functions:
            return self.bernstein.positive(polynomial, piece, strict)
        by_law = self._by_law(polynomial, piece, level)
        if by_law is not None:
            return by_law
        cost = self.box_cost(polynomial, piece)
        if cost <= chain.FEW_BOXES:
            found = self.boxed(polynomial, piece, strict)
            if found is not None:
                return found
        found = termwise.positive(self, polynomial, piece, strict, level)
        if found is None and all(self.is_root(i) for i in functions):
            found = roots.positive(self, polynomial, piece, strict, level)
        if found is None:
            found = angles.positive(self, polynomial, piece, strict, level)
        if found is None:
            found = chain.positive(self, polynomial, piece, strict, level)
        if found is None and chain.FEW_BOXES < cost <= MANY_BOXES:
            found = self.boxed(polynomial, piece, strict)
        if found is None:
            found = self.by_inversion(polynomial, piece, strict, level)
        if found is None and piece != piece.interior():
            found = self._apart_from_ends(polynomial, piece, strict, level)
        return found

    def by_inversion(
        self, polynomial: Polynomial, piece: Piece, strict: bool, level: int
    ) -> Theorem | None:
        """On a half-line, by u = 1/x; tried once."""
        key = _Key(str(polynomial), piece.interior(), strict)
        if key in self._inverted or level > MAX_LEVEL_OF_INVERSION:
            return None
        self._inverted.add(key)
        return tails.positive(self, polynomial, piece, strict, level)

    def _apart_from_ends(
        self, polynomial: Polynomial, piece: Piece, strict: bool, level: int
    ) -> Theorem | None:
        """Inside of the piece, and at each end that belongs to it."""
        found, goal = self.prime(polynomial, piece.interior(), strict, level), None
        if found is None:
            return None
        goal, here = self.goal(polynomial, strict), piece.interior()
        if found.conclusion != goal:
            found = infer(numbers.follows, found, goal=goal)
        for lower in (True, False):
            end = piece.lower if lower else piece.upper
            if end is None or not end.closed:
                continue
            value = substitute(goal.right, {piece.variable: end.term})
            at_end = self.constants.sign(value, goal.op)
            defining = self.constants.defining(end.term)
            if at_end is None or defining is None or found is None:
                return None
            here = here.closed_at(
                lower or (here.lower is not None and here.lower.closed), not lower
            )
            found = with_end(found, at_end, goal, here, lower, defining)
        return found

    def is_root(self, index: int) -> bool:
        atom = self.tower.atom_list[index]
        return isinstance(atom, Op) and atom.name == "sqrt"

    def _by_law(self, polynomial: Polynomial, piece: Piece, level: int) -> Theorem | None:
        """The exponential function is positive."""
        term = self.tower.term(polynomial)
        if not isinstance(term, Op) or term.name != "exp":
            return None
        sides = self.defining(piece, conditions_of(*term.args), level)
        if sides is None:
            return None
        return infer(elementary.elementary, *sides, law="exp is positive", values=term.args)

    # Boxes

    def boxed(self, polynomial: Polynomial, piece: Piece, strict: bool) -> Theorem | None:
        """By enclosures on parts of the piece."""
        seconds = min(BOX_SECONDS, self.search.remaining())
        search = self.search.within(seconds)
        alone, goal = Search(search.deadline), self.goal(polynomial, strict)
        bounds: Sequence[Theorem] | None = piece.bounds()
        if bounds and self._is_singular(piece):
            # Enclosures do not show that functions are defined up to an end where they are not.
            defining = self.defining(piece, conditions_of(goal.right))
            bounds = None if defining is None else [*bounds, *defining]
        return None if bounds is None else prove_by_boxes(bounds, goal, alone)

    def _is_singular(self, piece: Piece) -> bool:
        """Whether functions have no value at an end."""
        ends = [end for end in piece.ends(self.constants) if end is not None]
        return any(not v.is_finite() for end in ends for v in self.tower.values_at(end))

    def box_cost(self, polynomial: Polynomial, piece: Piece) -> float:
        """A guess of how many boxes it takes to show that a polynomial is positive."""
        if not piece.is_bounded():
            return float("inf")
        low, high = piece.ends(self.constants)
        for end in (low, high):
            sign = sign_of(self.tower.ball(polynomial, self.tower.values_at(end)))
            if sign is not None and sign <= 0:
                return float("inf")
        return sum(self.gap_costs(polynomial, piece))

    def gap_costs(self, polynomial: Polynomial, piece: Piece) -> list[float]:
        """The same between neighbouring sample points."""
        samples = self.samples(piece)
        values = samples.values(polynomial)
        monomials = [
            [float(c * _product(s.values, m)) for c, m in self.tower.compiled(polynomial)]
            for s in samples.samples
        ]
        costs = []
        for i in range(len(values) - 1):
            least = min(float(values[i].lower()), float(values[i + 1].lower()))
            change = sum(abs(a - b) for a, b in zip(monomials[i], monomials[i + 1], strict=True))
            costs.append(change / least if least > 0 and isfinite(change) else float("inf"))
        return costs


def _product(values: Sequence[object], monomial: tuple[tuple[int, int], ...]) -> object:
    total: object = 1
    for index, exponent in monomial:
        total = total * values[index] ** exponent  # type: ignore[operator]
    return total
