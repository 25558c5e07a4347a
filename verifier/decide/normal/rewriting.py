"""Sequents restated by equalities: goal and facts with one term put for another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from verifier.decide.deduce import attempt, flipped, replaced_in, rewritten
from verifier.decide.normal.signs import Signs
from verifier.decide.search import Search
from verifier.decide.support import Support, conditions_of
from verifier.kernel.facts import Facts
from verifier.kernel.rules import logic, numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import fresh
from verifier.language.terms import (
    TRUE,
    ZERO,
    Big,
    Expectation,
    Node,
    Op,
    Partial,
    Probability,
    Proposition,
    Relation,
    children,
)


@dataclass(frozen=True)
class Step:
    """A goal as it was before an equality was used in it."""

    equality: Theorem
    before: Proposition
    after: Proposition


def _without_weaker(facts: Mapping[Proposition, Theorem]) -> tuple[Theorem, ...]:
    """The facts without a <= b where a < b is stated as well."""
    return tuple(
        fact
        for claim, fact in facts.items()
        if not (isinstance(claim, Relation) and claim.op == "<=")
        or Relation("<", claim.left, claim.right) not in facts
    )


@dataclass(frozen=True)
class Sequent:
    """Facts and goal, with the steps that led to this goal from the first one."""

    facts: tuple[Theorem, ...]
    goal: Proposition
    steps: tuple[Step, ...] = ()

    def restated(self, equality: Theorem) -> Sequent:
        """With the right side of an equality for its left side; what a fact loses by that of the
        definedness of its terms is stated on its own."""
        relation = equation_of(equality)
        goal, steps = replaced_in(self.goal, relation.left, relation.right), self.steps
        if goal != self.goal:
            steps = (*steps, Step(equality, self.goal, goal))
        facts: dict[Proposition, Theorem] = {}
        for fact in self.facts:
            for new in _restated_fact(fact, equality):
                facts.setdefault(new.conclusion, new)
        return Sequent(_without_weaker(facts), goal, steps)

    def with_facts(self, *facts: Theorem) -> Sequent:
        """With more facts."""
        known = {fact.conclusion for fact in self.facts}
        new = [fact for fact in facts if fact.conclusion not in known]
        return Sequent((*self.facts, *new), self.goal, self.steps)

    def prove(self, search: Search) -> Theorem | None:
        """The first goal, from a proof of this one, with facts that plainly show its terms to be
        defined."""
        found = proved(self.facts, self.goal, search)
        return None if found is None else self.first_goal(found)

    def first_goal(self, theorem: Theorem) -> Theorem:
        """The first goal from a theorem that states this one."""
        for step in reversed(self.steps):
            theorem = _undone(step, theorem)
        return theorem


def equation_of(theorem: Theorem) -> Relation:
    """The equation that a theorem states."""
    relation = theorem.conclusion
    assert isinstance(relation, Relation)
    return relation


def _undone(step: Step, theorem: Theorem) -> Theorem:
    relation = equation_of(step.equality)
    hole = fresh("hole", "real", step.before, relation)
    context = replaced_in(step.before, relation.left, hole)
    return infer(logic.rewrite, flipped(step.equality), theorem, context=context, hole=hole)


def _restated_fact(fact: Theorem, equality: Theorem) -> list[Theorem]:
    relation = equation_of(equality)
    if replaced_in(fact.conclusion, relation.left, relation.right) == fact.conclusion:
        return [fact]
    new = rewritten(fact, equality)
    if not isinstance(fact.conclusion, Relation):
        return [new]
    kept = definedness_of(fact, new)
    return [part for part in (new, *kept) if not _is_trivial(part.conclusion)]


def _is_trivial(proposition: Proposition) -> bool:
    match proposition:
        case Relation("==" | "<=" | ">=", left, right):
            return left == right
    return proposition == TRUE


def definedness_of(fact: Theorem, beside: Theorem | None = None) -> list[Theorem]:
    """What a relation shows to be defined, as theorems, beyond what another theorem shows."""
    relation = fact.conclusion
    if not isinstance(relation, Relation):
        return []
    known = Support([] if beside is None else [beside])
    found = []
    for condition in conditions_of(relation.left, relation.right):
        if condition == TRUE or known.all.holds(condition):
            continue
        made = attempt(lambda c=condition: infer(numbers.follows, fact, goal=c))  # type: ignore[misc]
        if made is not None:
            found.append(made)
    return found


def proved(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
    """The goal by the whole portfolio, with facts that plainly show its terms to be defined."""
    return search.prove([*facts, *plainly_defining(facts, goal)], goal)


def plainly_defining(facts: Sequence[Theorem], goal: Proposition) -> list[Theorem]:
    """What shows by signs that the terms of a relation are defined, as far as facts do not."""
    if not isinstance(goal, Relation):
        return []
    known, signs, found = Facts(facts), Signs(facts), []
    for condition in conditions_of(goal.left, goal.right):
        if known.holds(condition) or not isinstance(condition, Relation):
            continue
        is_nonzero = condition.op == "!=" and condition.right == ZERO
        shown = signs.nonzero(condition.left) if is_nonzero else signs.shown(condition)
        if shown is not None:
            found.append(shown)
    return found


def _collect(node: Node, found: dict[Op, None]) -> dict[Op, None]:
    if isinstance(node, Big | Expectation | Probability | Partial) or node in found:
        return found
    for child, depth in children(node):
        if not depth:
            _collect(child, found)
    if isinstance(node, Op):
        found[node] = None
    return found


def terms_of(facts: Sequence[Theorem], goal: Proposition) -> dict[Op, None]:
    """The operations in a sequent that stand below no binder, inner ones first."""
    found: dict[Op, None] = {}
    _collect(goal, found)
    for fact in facts:
        _collect(fact.conclusion, found)
    return found


def names_in(facts: Sequence[Theorem], goal: Proposition) -> set[str]:
    """The names of the operations in a sequent."""
    return {term.name for term in terms_of(facts, goal)}
