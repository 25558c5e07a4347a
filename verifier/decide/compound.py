"""Statements that speak of two variables only through their sum, difference, product or quotient:
the same about a variable for that term, within its bounds, and then the term put for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from math import ceil, floor

import numpy as np

from verifier.decide.deduce import assumed, parts_of
from verifier.decide.focus import defined
from verifier.decide.forms import normalised
from verifier.decide.known.schemas import applied
from verifier.decide.ordering.board import Board
from verifier.decide.ordering.ways import MAX_SEARCHES
from verifier.decide.search import Search
from verifier.kernel.theorem import Theorem
from verifier.language.binding import free_variables, fresh, substitute
from verifier.language.terms import (
    REAL,
    LanguageError,
    Number,
    Proposition,
    Relation,
    Term,
    Variable,
    size,
)

MAX_SIZE, MAX_VARIABLES = 250, 4
MAX_BOUND = 1e3


@dataclass(frozen=True)
class Compound:
    """`term`, of `first` and `second`, for which `variable` stands: then `first` is `value`."""

    first: Variable
    second: Variable
    term: Term
    variable: Variable
    value: Term

    def rewritten(self, claim: Proposition) -> Relation | None:
        """A relation in the variable instead of the two; None if they do not go away."""
        if not isinstance(claim, Relation):
            return None
        sides = [
            normalised(substitute(side, {self.first: self.value}))
            for side in (claim.left, claim.right)
        ]
        if sides[0] is None or sides[1] is None:
            return None
        made = Relation(claim.op, sides[0], sides[1])
        return None if free_variables(made) & {self.first, self.second} else made


def prove_by_compound(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """An inequality about the sum, difference, product or quotient of two variables."""
    if not isinstance(goal, Relation) or goal.op in ("==", "!=") or size(goal) > MAX_SIZE:
        return None
    try:
        found = next(_fitting(goal), None)
        if found is None:
            return None
        listed = [part for fact in facts for part in parts_of(fact)]
        known = defined(search, listed, goal.left, goal.right)
        if known is None:
            return None
        board = Board.of(search, known, goal)
        board.searches = MAX_SEARCHES  # bounds that are not found at once are not worth more
        return _about(board, *found, goal, search)
    except LanguageError:
        return None


def _fitting(goal: Relation) -> Iterator[tuple[Compound, Relation]]:
    """The compounds in terms of which the goal can be written, and how."""
    for compound in compounds(goal):
        new = compound.rewritten(goal)
        if new is not None:
            yield compound, new


def compounds(goal: Relation) -> Iterator[Compound]:
    """The sums, differences, products and quotients of two of the goal's variables."""
    variables = sorted(free_variables(goal), key=lambda v: v.name)
    if len(variables) > MAX_VARIABLES or any(v.sort != REAL for v in variables):
        return
    t = fresh("t", REAL, goal)
    for x, y in permutations(variables, 2):
        yield Compound(x, y, x - y, t, t + y)
        yield Compound(x, y, x / y, t, t * y)
        if x.name < y.name:
            yield Compound(x, y, x + y, t, t - y)
            yield Compound(x, y, x * y, t, t / y)


def _about(
    board: Board, compound: Compound, claim: Relation, goal: Relation, search: Search
) -> Theorem | None:
    """The goal from the same about the compound."""
    if not board.defined(compound.term):
        return None
    bounds = _bounds(board, compound.term)
    premises = [
        substitute_term(bound.conclusion, compound.term, compound.variable) for bound in bounds
    ]
    given = list(zip(premises, bounds, strict=True))
    for fact in board.facts:
        new = compound.rewritten(fact.conclusion)
        if new is not None:
            given.append((new, fact))
    shown = search.prove(assumed(*dict.fromkeys(new for new, _ in given)), claim)
    if shown is None:
        return None
    values = {compound.variable: compound.term}
    made = applied(shown, values, *(fact for _, fact in given), facts=board.facts)
    return None if made is None else board.concluded([made], goal)


def substitute_term(claim: Proposition, term: Term, variable: Variable) -> Proposition:
    """A bound of a term as one of a variable."""
    assert isinstance(claim, Relation)
    return Relation(claim.op, *(variable if s == term else s for s in (claim.left, claim.right)))


def _bounds(board: Board, term: Term) -> list[Theorem]:
    """Constant bounds of the term that are found."""
    values = board.values(term)
    if values is None or not values.size or not np.all(np.isfinite(values)):
        return []
    found = []
    for is_lower, end in ((True, float(np.min(values))), (False, float(np.max(values)))):
        for bound in _near(end, is_lower):
            ends = (Number(bound), term) if is_lower else (term, Number(bound))
            shown = board.order(ends[0], ends[1], strict=True)
            if shown is not None:
                found.append(shown)
                break
    return found


def _near(end: float, is_lower: bool) -> list[Fraction]:
    """Simple rationals on one side of a value, nearest first."""
    zero = [Fraction(0)] if (end >= 0) == is_lower else []
    if abs(end) > MAX_BOUND:
        return zero
    steps = [Fraction(1, 100), Fraction(1, 4), Fraction(1)]
    rounded = [step * (floor(end / step) if is_lower else ceil(end / step)) for step in steps]
    return list(dict.fromkeys([*rounded, *zero]))
