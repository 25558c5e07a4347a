"""Sums below functions taken apart: all that exp, log, sin and cos have in common made explicit."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.decide.normal.exponentials import with_few_exponentials
from verifier.decide.normal.generators import with_roots_defined
from verifier.decide.normal.identities import with_few_arctangents
from verifier.decide.normal.logarithms import (
    with_expanded_logarithms,
    with_logarithms_of_relations,
    with_shared_logarithms,
)
from verifier.decide.normal.rewriting import Sequent, names_in
from verifier.decide.normal.sums_of_angles import with_few_angles
from verifier.decide.search import Search
from verifier.kernel.theorem import Theorem
from verifier.language.terms import Proposition

FUNCTIONS = frozenset(("exp", "log", "sin", "cos", "atan"))


def prove_expanded(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
    """The goal from what it becomes, and the facts with it, when exponentials, logarithms and
    angles are expressed by as few of them as possible."""
    if not names_in(facts, goal) & FUNCTIONS:
        return None
    first = Sequent(tuple(facts), goal)
    sequent = with_logarithms_of_relations(first, search)
    sequent = with_shared_logarithms(sequent, search)
    sequent = with_few_exponentials(sequent, search)
    sequent = with_few_arctangents(with_few_angles(sequent, search), search)
    sequent = with_roots_defined(sequent, search)
    return None if sequent == first else sequent.prove(search)


def prove_with_expanded_logarithms(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """The goal from what it becomes, and the facts with it, when all logarithms of products are
    sums."""
    first = Sequent(tuple(facts), goal)
    sequent = with_expanded_logarithms(first, search)
    return None if sequent == first else sequent.prove(search)
