"""What is known of the order of terms, and what follows by the form of terms, each tried once.

A comparison is tried as a linear combination of facts, then by form (`verifier.decide.ordering
.ways`).  Points at which the facts hold rule out at once most of what is false.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from verifier.decide.deduce import law, parts_of
from verifier.decide.forms import sides
from verifier.decide.numeric import compile_terms, inputs_of, samples
from verifier.decide.numeric.affine import relations_among
from verifier.decide.numeric.sampling import Tests
from verifier.decide.numeric.tape import Array
from verifier.decide.ordering.images import inverted_facts, laws_of
from verifier.decide.ordering.ways import WAYS
from verifier.decide.scalar import find_scalar_proof
from verifier.decide.search import Search
from verifier.decide.support import Support, conditions_of
from verifier.kernel.certificates.canonical import canonical
from verifier.kernel.facts import Facts
from verifier.kernel.rules import numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.terms import (
    ONE,
    TRUE,
    ZERO,
    LanguageError,
    Number,
    Op,
    Proposition,
    Relation,
    Term,
    subnodes,
)

POINTS = 40
SPECIAL = 3  # points of which coordinates are made special
SIMPLE = (0.0, 1.0, -1.0, 2.0)
MAX_STEPS = 300
SECONDS = 1.5  # for all comparisons of a board, without subgoals given away
SIGNS = {
    "sqrt": ((True, "sqrt is positive"), (False, "sqrt is nonnegative")),
    "pow": ((True, "power is positive"),),
}
TINY = 1e-250


def _points(claims: Sequence[Proposition], inputs: Sequence[Term]) -> Array:
    """Points at which the claims hold, special ones among them: coordinates equal, 0 or 1."""
    found = samples(claims, inputs, POINTS)
    special = [np.full(len(inputs), value) for value in SIMPLE]
    for column in found.T[:SPECIAL]:
        for place in range(len(inputs)):
            for value in (*SIMPLE[:2], *column):
                special.append(np.where(np.arange(len(inputs)) == place, value, column))
    if not inputs or not special:
        return found
    candidates = np.array(special).T
    try:
        good = Tests(relations_among(claims), inputs).hold(candidates)
    except LanguageError:
        return found
    return np.hstack([found, candidates[:, good][:, :POINTS]])


def _is_product(claim: Relation) -> bool:
    sides = (claim.left, claim.right)
    return ZERO in sides and any(isinstance(s, Op) and s.name in ("mul", "div") for s in sides)


def _said_of_definedness(fact: Theorem) -> list[Theorem]:
    """What a relation says of its terms just by being true: that arguments of logarithms are
    positive, divisors not zero."""
    claim = fact.conclusion
    if not isinstance(claim, Relation):
        return []
    conditions = [c for c in conditions_of(claim.left, claim.right) if isinstance(c, Relation)]
    return [infer(numbers.follows, fact, goal=condition) for condition in conditions]


@dataclass
class Board:
    """The order of terms as far as facts give it.

    `less(a, b, strict)` is the question that is asked; answers are kept.
    """

    search: Search
    facts: list[Theorem]
    inputs: tuple[Term, ...]
    points: Array
    atoms: frozenset[Term]  # what occurs in facts and goal
    asked: frozenset[Proposition] = frozenset()  # what the board was made for
    until: float = field(default_factory=lambda: time.monotonic() + SECONDS)
    steps: int = 0
    searches: int = 0
    _settled: set[Proposition] = field(default_factory=set)  # conditions that the facts give
    _known: dict[tuple[Term, Term, bool], Theorem | None] = field(default_factory=dict)
    _rows: dict[Term, Array | None] = field(default_factory=dict)

    @classmethod
    def of(cls, search: Search, facts: Sequence[Theorem], *about: Proposition | Term) -> Board:
        """A board with what the facts and the functions in them say at once."""
        given = [part for fact in facts for part in parts_of(fact)]
        claims = [fact.conclusion for fact in given]
        nodes = dict.fromkeys(n for claim in (*about, *claims) for n in subnodes(claim))
        atoms = [n for n in nodes if isinstance(n, Op)]
        inputs = inputs_of(*about, *claims)
        asked = frozenset(claim for claim in about if isinstance(claim, Proposition))
        board = cls(search, given, inputs, _points(claims, inputs), frozenset(atoms), asked)
        for fact in given:
            board.facts += _said_of_definedness(fact)
        for atom in atoms:
            board.facts += laws_of(atom, board.facts)
        for atom in atoms:
            board.facts += board.signs_of(atom)
        for fact in given:
            board.facts += inverted_facts(fact, board.facts)
        return board

    def speaks_of_products(self) -> bool:
        """Whether a fact compares a product with zero, or says that terms differ."""
        claims = [f.conclusion for f in self.facts if isinstance(f.conclusion, Relation)]
        return any(
            claim.op == "!=" or (claim.op in ("<", ">") and _is_product(claim)) for claim in claims
        )

    def signs_of(self, atom: Op) -> list[Theorem]:
        """That a root or a power is positive or nonnegative, as its argument is; how an exponential
        compares with 1 and a logarithm with 0."""
        if atom.name in ("exp", "log"):
            one = ONE if atom.name == "exp" else ZERO
            found = self.order(one, atom, strict=True) or self.order(atom, one, strict=True)
            return [] if found is None else [found]
        if atom.name not in ("sqrt", "pow") or isinstance(atom.args[-1], Number):
            return []
        (argument, *_), laws = atom.args, SIGNS[atom.name]
        for strict, name in laws:
            shown = self.less(ZERO, argument, strict)
            made = None if shown is None else law(name, *atom.args, facts=[shown, *self.facts])
            if made is not None:
                return [made]
        return []

    def learn(self, theorems: Iterable[Theorem]) -> None:
        """Adds facts, so that what was not found before is tried again."""
        self.facts += theorems
        self._known = {key: found for key, found in self._known.items() if found is not None}

    def exhausted(self) -> bool:
        """Whether no more comparisons are to be tried."""
        over = time.monotonic() > self.until or not self.search.remaining()
        return over or self.steps > MAX_STEPS

    def less(self, a: Term, b: Term, strict: bool = False) -> Theorem | None:
        """a < b if `strict`, otherwise a <= b; None if it is not found."""
        key = (a, b, strict)
        if key not in self._known:
            self._known[key] = None  # while it is being tried
            if not self.exhausted() and self.admits(a, b, strict):
                self._known[key] = self._compared(a, b, strict)
        return self._known[key]

    def order(self, a: Term, b: Term, strict: bool) -> Theorem | None:
        """a < b if that is found and `strict` asks for it, otherwise a <= b."""
        return (self.less(a, b, True) if strict else None) or self.less(a, b)

    def sign(self, term: Term) -> Theorem | None:
        """0 < t, 0 <= t, t < 0 or t <= 0, whichever is found first."""
        for strict in (True, False):
            found = self.less(ZERO, term, strict) or self.less(term, ZERO, strict)
            if found is not None:
                return found
        return None

    def show(self, goal: Relation) -> Theorem | None:
        """A relation by <, <=, > or >=."""
        small, large = sides(goal)
        found = self.less(small, large, goal.op in ("<", ">"))
        if found is None or found.conclusion == goal:
            return found
        return self.concluded([found], goal)

    def values(self, term: Term) -> Array | None:
        """The values of a term at the points; None if they cannot be had."""
        if term not in self._rows:
            try:
                self._rows[term] = compile_terms((term,), self.inputs)(self.points)[0]
            except LanguageError:
                self._rows[term] = None
        return self._rows[term]

    def admits(self, a: Term, b: Term, strict: bool) -> bool:
        """Whether no point speaks against a < b or a <= b."""
        first, second = self.values(a), self.values(b)
        if first is None or second is None:
            return True
        with np.errstate(all="ignore"):
            size = np.abs(first) + np.abs(second)
            if np.any(first > second + 1e-9 * size + TINY):
                return False
            # What is zero in floating point may be a power beyond its range.
            far = np.abs(self.points)
            moderate = np.all((far == 0) | ((far > 0.1) & (far < 5)), axis=0)
            equal = (first == second) & np.isfinite(first) & ((size > TINY) | moderate)
            return not (strict and np.any(equal))

    def concluded(
        self, facts: Iterable[Theorem], goal: Relation, degree: int = 1
    ) -> Theorem | None:
        """The goal as one of the facts, or a combination of them and those of the board."""
        given = list(facts)
        try:
            key = canonical(goal)
            for fact in given:
                if canonical(fact.conclusion) == key:
                    support = Support([*given, *self.facts]).support([goal])
                    if support is not None:
                        return infer(numbers.follows, *support, goal=goal)
            return find_scalar_proof(goal, [*given, *self.facts], degree=degree, with_laws=False)
        except LanguageError:
            return None

    def same(self, a: Term, b: Term) -> bool:
        """Whether two terms have one normal form."""
        return canonical(a) == canonical(b)

    def defined(self, *terms: Term) -> bool:
        """Whether the terms are found to be defined; what shows it is added to the facts."""
        conditions = [c for c in conditions_of(*terms) if c not in self._settled and c != TRUE]
        given = Facts(self.facts) if conditions else Facts([])
        for condition in conditions:
            if given.holds(condition):
                self._settled.add(condition)
                continue
            self._settled.add(condition)  # while it is being tried
            shown = self._condition(condition)
            if shown is None:
                self._settled.discard(condition)
                return False
            self.facts.append(shown)
            given = Facts(self.facts)
        return True

    def _condition(self, condition: Proposition) -> Theorem | None:
        match condition:
            case Relation("<" | "<=" as op, zero, term) if zero == ZERO:
                return self.less(zero, term, op == "<")
            case Relation("!=", term, zero) if zero == ZERO:
                return self.less(ZERO, term, True) or self.less(term, ZERO, True)
        return None

    def _compared(self, a: Term, b: Term, strict: bool) -> Theorem | None:
        self.steps += 1
        if not self.defined(a, b):
            return None
        goal = Relation("<" if strict else "<=", a, b)
        found = self.concluded([], goal)
        for way in WAYS:
            if found is None and not self.exhausted():
                found = way(self, goal)
        return found
