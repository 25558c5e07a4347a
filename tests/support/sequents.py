"""Sequents from texts, for tests of procedures: whether they are proved, what they become."""

from __future__ import annotations

import time
from collections.abc import Sequence

from verifier.decide.deduce import assumed, followed
from verifier.decide.polynomial import prove_polynomial
from verifier.decide.scalar import find_scalar_proof
from verifier.decide.search import Procedure, Search
from verifier.kernel.theorem import Theorem
from verifier.language.parse import parse_proposition
from verifier.language.render import text
from verifier.language.terms import LanguageError, Proposition, Relation


def arithmetic(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
    """What is a fact or a combination of facts."""
    found = followed(facts, goal)
    if found is not None or not isinstance(goal, Relation):
        return found
    try:
        return find_scalar_proof(goal, facts, degree=2)
    except LanguageError:
        return None


def proved(
    procedures: Sequence[Procedure], goal: str, *hypotheses: str, seconds: float = 10.0
) -> bool:
    """Whether the procedures, after arithmetic and before polynomials, prove the goal under the
    hypotheses; checks that what they return is a proof of it."""
    given = [parse_proposition(hypothesis) for hypothesis in hypotheses]
    claim = parse_proposition(goal)
    portfolio = (arithmetic, *procedures, prove_polynomial)
    found = Search(time.monotonic() + seconds, portfolio).prove(assumed(*given), claim)
    if found is None:
        return False
    assert found.conclusion == claim
    assert found.hypotheses <= set(given)
    return True


def handed_on(procedure: Procedure, goal: str, *hypotheses: str) -> list[tuple[str, set[str]]]:
    """The goals, with their facts, that a procedure asks the portfolio for when nothing is proved.

    Raises `AssertionError` if the procedure proves the goal by itself.
    """
    seen: list[tuple[str, set[str]]] = []

    def look(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
        seen.append((text(goal), {text(fact.conclusion) for fact in facts}))
        return None

    facts = assumed(*(parse_proposition(hypothesis) for hypothesis in hypotheses))
    found = procedure(facts, parse_proposition(goal), Search(time.monotonic() + 10, (look,)))
    assert found is None
    return seen
