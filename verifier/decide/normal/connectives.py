"""Connectives: conjunctions, disjunctions, implications and denied relations by their parts."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.decide.deduce import assumed, by_cases, parts_of
from verifier.decide.normal.known import Known
from verifier.decide.numeric import plausible
from verifier.decide.scalar import find_scalar_proof
from verifier.decide.search import Search
from verifier.kernel.certificates.combination import negated
from verifier.kernel.rules import logic
from verifier.kernel.theorem import Theorem, infer
from verifier.language.terms import (
    FALSE,
    ZERO,
    And,
    Implies,
    Not,
    Or,
    Proposition,
    Relation,
)


def prove_connective(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
    """A conjunction, implication, disjunction or denied relation from its parts; anything from the
    cases of a disjunction among the facts."""
    apart = _facts_apart(facts)
    if apart is not None:
        search.settle(facts, goal)
        return search.prove(apart, goal)
    either = _open_disjunction(facts, goal, search)
    if either is not None:
        search.settle(facts, goal)
        return _by_disjunction(either, facts, goal, search)
    match goal:
        case And(parts):
            return _conjunction(facts, parts, search)
        case Implies(premise, conclusion):
            found = search.prove([*facts, *assumed(premise)], conclusion)
            return None if found is None else infer(logic.implies_intro, found, premise=premise)
        case Or(parts):
            power = _power_from_zero(goal, Known(facts, search))
            return power or _disjunction(facts, goal, parts, search)
        case Not(Relation() as relation):
            return _denied(facts, goal, relation, search)
    return None


def _facts_apart(facts: Sequence[Theorem]) -> list[Theorem] | None:
    """The facts with conjunctions taken apart; None if there are none."""
    if not any(isinstance(fact.conclusion, And) for fact in facts):
        return None
    return [part for fact in facts for part in parts_of(fact)]


def _open_disjunction(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """A disjunction of relations among the facts of which no part is plain."""
    known = Known(facts, search)
    for fact in facts:
        if not isinstance(fact.conclusion, Or) or fact.conclusion == goal:
            continue
        parts = fact.conclusion.args
        if all(isinstance(p, Relation) for p in parts) and not any(map(known.quickly, parts)):
            return fact
    return None


def _by_disjunction(
    either: Theorem, facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    disjunction = either.conclusion
    assert isinstance(disjunction, Or)
    others = [fact for fact in facts if fact is not either]
    branches = []
    for part in disjunction.args:
        found = search.prove([*others, *assumed(part)], goal)
        if found is None:
            return None
        branches.append(found)
    return infer(logic.cases, either, *branches, conclusion=goal)


def _conjunction(
    facts: Sequence[Theorem], parts: Sequence[Proposition], search: Search
) -> Theorem | None:
    known = [fact.conclusion for fact in facts]
    if not all(plausible(known, part) for part in parts):
        return None
    shown: list[Theorem] = []
    for part in parts:
        found = search.prove([*facts, *shown], part)
        if found is None:
            return None
        shown.append(found)
    return infer(logic.and_intro, *shown)


def _disjunction(
    facts: Sequence[Theorem], goal: Or, parts: Sequence[Proposition], search: Search
) -> Theorem | None:
    known = [fact.conclusion for fact in facts]
    for part in parts:
        found = search.prove(facts, part) if plausible(known, part) else None
        if found is not None:
            return infer(logic.or_intro, found, disjunction=goal)
    first = parts[0] if parts else None
    if not isinstance(first, Relation) or len(parts) < 2:
        return None

    def rest(case: Theorem) -> Theorem | None:
        other = Or(tuple(parts[1:]))
        found = search.prove([*facts, case], other.args[0] if len(other.args) == 1 else other)
        if found is None or found.conclusion != other:
            return None if found is None else infer(logic.or_intro, found, disjunction=goal)
        branches = [infer(logic.or_intro, part, disjunction=goal) for part in assumed(*other.args)]
        return infer(logic.cases, found, *branches, conclusion=goal)

    defining = Known(facts, search).defining(first.left, first.right)
    if defining is None:
        return None
    return by_cases(
        goal,
        first,
        lambda case: infer(logic.or_intro, case, disjunction=goal),
        rest,
        [*facts, *defining],
    )


def _power_from_zero(goal: Or, known: Known) -> Theorem | None:
    """0 < a, or a = 0 and 0 < b, or ... from 0 <= a and 0 < b, as a power asks for it."""
    match goal.args:
        case (Relation("<", zero, base), And((Relation("==") as vanishes, exponent)), *_) if (
            zero == ZERO and vanishes == Relation("==", base, ZERO)
        ):
            nonnegative, positive = known.quickly(ZERO <= base), known.quickly(exponent)
            if nonnegative is None or positive is None:
                return None
        case _:
            return None

    def at_zero(case: Theorem) -> Theorem | None:
        found = find_scalar_proof(vanishes, [case, nonnegative], degree=2)
        if found is None:
            return None
        both = infer(logic.and_intro, found, positive)
        return infer(logic.or_intro, both, disjunction=goal)

    def above(case: Theorem) -> Theorem:
        return infer(logic.or_intro, case, disjunction=goal)

    return by_cases(goal, ZERO < base, above, at_zero, [nonnegative])


def _denied(
    facts: Sequence[Theorem], goal: Proposition, relation: Relation, search: Search
) -> Theorem | None:
    opposite = search.prove(facts, negated(relation))
    if opposite is None:
        return None
    (assumption,) = assumed(relation)
    absurd = find_scalar_proof(FALSE, [opposite, assumption], degree=2)
    if absurd is None:
        return None
    either = infer(logic.excluded_middle, proposition=relation)
    anything = infer(logic.cases, absurd, conclusion=goal)
    return infer(logic.cases, either, anything, assumed(goal)[0], conclusion=goal)
