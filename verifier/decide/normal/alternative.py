"""Procedures that are tried when the direct ones have failed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import wraps

from verifier.decide.normal.rewriting import names_in
from verifier.decide.search import Procedure, Search
from verifier.kernel.theorem import Theorem
from verifier.language.terms import Op, Proposition, Relation

# What goes away before: alternatives are tried on what is left then.
REDUCIBLE = frozenset(("abs", "max", "min", "tan", "sinh", "cosh", "tanh", "acos"))
LEVELS = 2  # of subgoals that an alternative takes, so that there are never many in a row


def alternative(procedure: Procedure) -> Procedure:
    """The procedure, for goals without functions that are reduced to others before."""

    @wraps(procedure)
    def restrained(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
        if search.depth < LEVELS or (names_in((), goal) & REDUCIBLE and not _is_of_squares(goal)):
            return None
        return procedure(facts, goal, search.costing(LEVELS))

    return restrained


def _is_of_squares(goal: Proposition) -> bool:
    """Whether both sides of a comparison are absolute values."""
    return isinstance(goal, Relation) and all(
        isinstance(side, Op) and side.name == "abs" for side in (goal.left, goal.right)
    )
