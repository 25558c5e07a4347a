"""Inequalities between elementary terms by branch and bound in ball arithmetic."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import arb, ctx

from verifier.decide.deduce import defining, followed, law
from verifier.decide.numeric.affine import single_bound
from verifier.decide.numeric.rationals import fraction_of
from verifier.decide.scalar import find_scalar_proof
from verifier.decide.search import Search
from verifier.decide.subdivision import Failure, Found, subdivide
from verifier.decide.support import Support
from verifier.kernel.certificates.combination import negated
from verifier.kernel.certificates.cover import Cover
from verifier.kernel.rules import numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import free_variables
from verifier.language.enclosure import Box, Claim, bounds, ordered_variables
from verifier.language.intervals import INFINITY, middle
from verifier.language.terms import (
    ZERO,
    Constant,
    LanguageError,
    Number,
    Op,
    Proposition,
    Relation,
    Term,
    Variable,
    subnodes,
)

PRECISIONS = (53, 120, 300)
PRECISIONS_OF_CONSTANTS = (*PRECISIONS, 1_000, 3_000, 10_000)
MAX_CONSTRAINTS = 12
SHARE = 0.7  # of the time that is left
# Bounds that are tried for a variable that has none.
ROUND = (0, 1, 2, 4, 16, 256, 65_536)


def prove_by_boxes(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
    """The goal, an inequality between elementary terms, by enclosures over the box in which the
    facts put its variables; None if they do not show it."""
    if not isinstance(goal, Relation) or goal.op == "==" or not _is_elementary(goal):
        return None
    radicand = _radicand(goal)
    if radicand is not None:
        return _root_is_positive(facts, goal, radicand, search)
    known = defining(search, facts, goal.left, goal.right) or facts
    deadline = time.monotonic() + SHARE * search.remaining()
    try:
        known = _with_bounds(known, goal, deadline)
        if goal.op == "!=":
            for op in ("<", ">"):
                shown = _proved(known, Relation(op, goal.left, goal.right), deadline)
                if shown is not None:
                    return infer(numbers.follows, shown, goal=goal)
        return _proved(known, goal, deadline)
    except LanguageError:
        return None


def failing_point(
    facts: Sequence[Relation], goal: Relation, deadline: float
) -> dict[Variable, Fraction] | None:
    """A point at which the goal fails and the facts hold as far as enclosures tell, but for facts
    a != b and the ends of strict bounds; None if branch and bound meets none."""
    linked = [fact for fact in facts if _is_elementary(fact)]
    variables = ordered_variables(goal, *linked)
    for precision in PRECISIONS[:2]:
        try:
            found = subdivide(linked, goal, precision, deadline, sure=True)
        except LanguageError:
            return None
        if isinstance(found, Found) or found[0] is Failure.LIMIT:
            return None
        if found[0] is Failure.FALSE:
            return dict(zip(variables, map(fraction_of, map(middle, found[1])), strict=True))
    return None


def _radicand(goal: Relation) -> Term | None:
    """What is below the root, for a goal 0 < sqrt(t) or 0 != sqrt(t)."""
    match goal:
        case Relation(">" | "!=", Op("sqrt", (t,)), Number(value)) if not value:
            return t
        case Relation("<" | "!=", Number(value), Op("sqrt", (t,))) if not value:
            return t
    return None


def _root_is_positive(
    facts: Sequence[Theorem], goal: Relation, radicand: Term, search: Search
) -> Theorem | None:
    shown = search.prove(facts, ZERO < radicand)
    positive = None if shown is None else law("sqrt is positive", radicand, facts=[shown])
    return None if positive is None else followed([positive], goal)


def _proved(facts: Sequence[Theorem], goal: Relation, deadline: float) -> Theorem | None:
    sequent = _Sequent.of(facts, goal)
    precisions = PRECISIONS if free_variables(goal) else PRECISIONS_OF_CONSTANTS
    for precision, higher in zip(precisions, (*precisions[1:], None), strict=True):
        found = subdivide(sequent.relations, goal, precision, deadline, sequent.sure)
        if isinstance(found, Found):
            return sequent.by(precision, found)
        failure, box = found
        if failure is not Failure.STUCK or higher is None:
            return None
        if free_variables(goal) and not sequent.lacks_precision(box, precision, higher):
            return None
    return None


def _with_bounds(facts: Sequence[Theorem], goal: Relation, deadline: float) -> list[Theorem]:
    """The facts, and bounds of variables of the goal that lack them, where one enclosure of some
    fact shows a round number to be one."""
    known = list(facts)
    sequent = _Sequent.of(known, goal)
    for variable in ordered_variables(goal):
        for op in ("<=", ">="):
            bound = sequent.round_bound(variable, op)
            shown = None if bound is None else _proved(known, bound, deadline)
            if shown is not None:
                known.append(shown)
                sequent = _Sequent.of(known, goal)
    return known


@dataclass(frozen=True)
class _Sequent:
    """A goal with the facts that bear on it.  `fixed` of them, the first ones, give the box and
    that the terms of the goal are defined, if that is `sure`; the others exclude parts of it."""

    goal: Relation
    facts: tuple[Theorem, ...]
    fixed: int
    sure: bool

    @classmethod
    def of(cls, facts: Sequence[Theorem], goal: Relation) -> _Sequent:
        """The sequent with what is relevant of some facts."""
        linked = _linked(facts, goal)
        bounding = [bound for fact in linked for bound in _bounding(fact)]
        giving = Support(facts).defining(goal.left, goal.right)
        if giving is not None and not all(map(_is_usable, giving)):
            giving = None
        sides = [t for t in giving or () if t not in bounding]
        rest = [t for t in linked if t not in sides and not _bounding(t)]
        constraints = [t for t in rest if _relation(t).op != "!="][:MAX_CONSTRAINTS]
        fixed = (*bounding, *sides)
        return cls(goal, (*fixed, *constraints), len(fixed), giving is not None)

    @property
    def relations(self) -> list[Relation]:
        """What the facts say."""
        return [_relation(fact) for fact in self.facts]

    def lacks_precision(self, box: Box, precision: int, higher: int) -> bool:
        """Whether the goal is seen to hold at the middle of a box at the higher precision only."""
        return not self._holds_at_centre(box, precision) and self._holds_at_centre(box, higher)

    def _holds_at_centre(self, box: Box, precision: int) -> bool:
        with ctx.workprec(precision):
            claim = Claim(self.goal, ordered_variables(self.goal, *self.relations))
            centre = tuple((point, point) for point in map(middle, box))
            return claim.follows_from(claim.difference.enclose(centre))

    def round_bound(self, variable: Variable, op: str) -> Relation | None:
        """A bound of a variable that lacks one, beyond which one enclosure shows that a fact is
        false; None if there is none or none is needed."""
        variables = ordered_variables(self.goal, *self.relations)
        box = [bounds(self.relations, v) for v in variables]
        place = variables.index(variable)
        low, high = box[place]
        if (high if op == "<=" else -low) < INFINITY:
            return None
        claims = [Claim(negated(r), variables) for r in self.relations[self.fixed :]]
        for size in ROUND:
            beyond = (arb(size), high) if op == "<=" else (low, arb(-size))
            part = (*box[:place], beyond, *box[place + 1 :])
            if any(c.follows_from(c.difference.enclose(part)) for c in claims):
                return Relation(op, variable, Number(Fraction(size if op == "<=" else -size)))
        return None

    def by(self, precision: int, found: Found) -> Theorem:
        """The goal by a cover, from the facts that it makes use of."""
        kept = [n for n in range(len(self.facts)) if n < self.fixed or n + 1 in found.used]
        facts = [self.facts[n] for n in kept]
        variables = ordered_variables(self.goal, *self.relations)
        tokens = found.tokens
        if ordered_variables(self.goal, *map(_relation, facts)) != variables:
            facts = list(self.facts)  # the variables are numbered with those of all facts
        else:
            claims = {0: 0} | {n + 1: place + 1 for place, n in enumerate(kept)}
            tokens = tuple(t if t % 4 == 0 else 4 * claims[t // 4] + t % 4 for t in tokens)
        return infer(numbers.enclosed, *facts, goal=self.goal, certificate=Cover(precision, tokens))


def _relation(theorem: Theorem) -> Relation:
    assert isinstance(theorem.conclusion, Relation)
    return theorem.conclusion


def _is_usable(theorem: Theorem) -> bool:
    return isinstance(theorem.conclusion, Relation) and _is_elementary(theorem.conclusion)


def _is_elementary(relation: Relation) -> bool:
    return all(
        isinstance(node, Relation | Op | Number | Constant | Variable)
        for node in subnodes(relation)
    )


def _linked(facts: Sequence[Theorem], goal: Relation) -> list[Theorem]:
    """The elementary relations that share variables with the goal, directly or through others."""
    rest = list({fact.conclusion: fact for fact in facts if _is_usable(fact)}.values())
    reached, chosen = set(free_variables(goal)), list[Theorem]()
    while True:
        near = [t for t in rest if reached & free_variables(t.conclusion)]
        if not near:
            return chosen
        chosen += near
        rest = [t for t in rest if t not in near]
        reached |= free_variables(*(t.conclusion for t in near))


def _bounding(fact: Theorem) -> list[Theorem]:
    """The fact as a bound of one variable, if it is affine in that and in no other."""
    relation = _relation(fact)
    sides = ((relation.left, relation.right), (relation.right, relation.left))
    if any(isinstance(a, Variable) and not free_variables(b) for a, b in sides):
        return [fact] if relation.op != "!=" else []
    found = single_bound(relation) if len(free_variables(relation)) == 1 else None
    if found is None or found[1] == "!=" or not isinstance(found[2], Fraction):
        return []
    bound = Relation(found[1], found[0], Number(found[2]))
    shown = find_scalar_proof(bound, [fact], degree=1)
    return [] if shown is None else [shown]
