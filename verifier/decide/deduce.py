"""Derived rules: what several kernel rules do together.  Nothing here searches or is trusted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from verifier.decide.search import Search
from verifier.decide.support import Support, conditions_of
from verifier.kernel.facts import Facts
from verifier.kernel.rules import calculus, elementary, logic, numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import fresh, substitute, transform
from verifier.language.terms import (
    TRUE,
    And,
    LanguageError,
    Node,
    Not,
    Proposition,
    Relation,
    Term,
    Variable,
    subnodes,
)

Branch = Callable[[Theorem], "Theorem | None"]


def assumed(*propositions: Proposition) -> list[Theorem]:
    """P |- P for each proposition."""
    return [infer(logic.assume, proposition=p) for p in propositions]


def parts_of(theorem: Theorem) -> list[Theorem]:
    """The parts of a conjunction, nested ones too; the theorem itself if it is none."""
    if not isinstance(theorem.conclusion, And):
        return [theorem]
    count = len(theorem.conclusion.args)
    whole = [infer(logic.and_elim, theorem, position=n) for n in range(count)]
    return [part for theorem in whole for part in parts_of(theorem)]


def followed(facts: Iterable[Theorem], goal: Proposition) -> Theorem | None:
    """The goal if it is one of the facts at a glance."""
    known = list(facts)
    if goal == TRUE:
        return infer(logic.and_intro)
    for fact in known:
        if fact.conclusion == goal:
            return fact
    support = Support(known).support([goal])
    if support is None:
        return None
    return attempt(lambda: infer(numbers.follows, *support, goal=goal))


def attempt(make: Callable[[], Theorem]) -> Theorem | None:
    """What `make` returns; None where a rule does not apply."""
    try:
        return make()
    except LanguageError:
        return None


def law(name: str, *values: Term, facts: Sequence[Theorem] = ()) -> Theorem | None:
    """A law of the elementary functions at values, its conditions being given by the facts at a
    glance; None if one is not given."""
    entry = elementary.LAWS[name]
    put = dict(zip(entry.variables, values, strict=True))
    support = Support(facts)
    conditions = [substitute(c, put) for c in entry.conditions]
    defining, giving = support.defining(*values), support.support(conditions)
    if defining is None or giving is None:
        return None
    sides = {id(t): t for t in (*defining, *giving)}.values()
    return attempt(lambda: infer(elementary.elementary, *sides, law=name, values=values))


def discharged(theorem: Theorem, *by: Theorem) -> Theorem:
    """The theorem with hypotheses replaced by those of theorems that state them."""
    for given in by:
        if given.conclusion in theorem.hypotheses and given.hypotheses != {given.conclusion}:
            implication = infer(logic.implies_intro, theorem, premise=given.conclusion)
            theorem = infer(logic.modus_ponens, implication, given)
    return theorem


def by_cases(
    goal: Proposition, on: Relation, if_true: Branch, if_false: Branch, facts: Sequence[Theorem]
) -> Theorem | None:
    """The goal, shown once from the relation and once from its opposite, whose sides the facts
    show to be defined."""
    defining = Support(facts).defining(on.left, on.right)
    if defining is None:
        return None
    first = if_true(infer(logic.assume, proposition=on))
    if first is None:
        return None
    denied = infer(logic.assume, proposition=Not(on))
    second = if_false(infer(logic.negate_relation, denied, *defining))
    if second is None:
        return None
    either = infer(logic.excluded_middle, proposition=on)
    return infer(logic.cases, either, first, second, conclusion=goal)


def flipped(equality: Theorem) -> Theorem:
    """b = a from a = b."""
    relation = equality.conclusion
    assert isinstance(relation, Relation)
    return infer(numbers.follows, equality, goal=Relation("==", relation.right, relation.left))


def replaced_in(node: Proposition, old: Term, new: Term) -> Proposition:
    """The proposition with a term put for another, wherever that occurs outside of binders."""
    return transform(node, lambda n, depth: new if n == old and not depth else None)


def rewritten(theorem: Theorem, equality: Theorem) -> Theorem:
    """The theorem with the right side of an equality put for its left side everywhere."""
    relation = equality.conclusion
    assert isinstance(relation, Relation)
    hole = fresh("hole", "real", theorem.conclusion, relation)
    context = replaced_in(theorem.conclusion, relation.left, hole)
    return infer(logic.rewrite, equality, theorem, context=context, hole=hole)


def by_rewriting(
    goal: Proposition, equality: Theorem, prove: Callable[[Proposition], Theorem | None]
) -> Theorem | None:
    """The goal from the goal with the right side of an equality put for its left side."""
    relation = equality.conclusion
    assert isinstance(relation, Relation)
    hole = fresh("hole", "real", goal, relation)
    context = replaced_in(goal, relation.left, hole)
    changed = replaced_in(context, hole, relation.right)
    shown = prove(changed)
    if shown is None:
        return None
    return infer(logic.rewrite, flipped(equality), shown, context=context, hole=hole)


def increase(
    function: Term,
    variable: Variable,
    ends: tuple[Term, Term],
    order: Theorem,
    between: Sequence[Theorem],
) -> Theorem | None:
    """g(a) < g(b) (or <=, as `order` says a < b or a <= b) from theorems about the points between
    a and b, that assume nothing else about them: on a <= x <= b the function is defined, on
    a < x < b it is smooth with a positive (nonnegative) derivative."""
    relation = order.conclusion
    assert isinstance(relation, Relation)
    lower, upper = ends
    return attempt(
        lambda: infer(
            calculus.increasing, order, *between,
            function=function, variable=variable, lower=lower, upper=upper, op=relation.op,
        )
    )  # fmt: skip


def defining(search: Search, facts: Sequence[Theorem], *terms: Term) -> list[Theorem] | None:
    """The facts with those added that show the terms to be defined; None where that fails."""
    known = list(facts)
    for condition in conditions_of(*terms):
        if condition == TRUE or Facts(known).holds(condition):
            continue
        shown = search.prove(known, condition)
        if shown is None:
            return None
        known.append(shown)
    return known


def occurs(term: Node, inside: Node) -> bool:
    """Whether a term is a part of another node."""
    return any(node == term for node in subnodes(inside))
