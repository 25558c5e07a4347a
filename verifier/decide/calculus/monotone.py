"""Signs of functions from the signs of their derivatives, one step each.

`prove` stands for whatever shows the subgoals (mostly `Search.prove`).  Other variables than the
one differentiated by are parameters: the facts may say anything about them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from verifier.decide.combination import find_combination
from verifier.decide.deduce import assumed, attempt, by_cases, discharged, increase
from verifier.decide.support import conditions_of
from verifier.kernel.facts import Facts
from verifier.kernel.rules import numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import free_variables, fresh, substitute
from verifier.language.calculus import derivative, smooth
from verifier.language.terms import (
    TRUE,
    ZERO,
    And,
    Proposition,
    Relation,
    Term,
    Variable,
)

Prove: TypeAlias = "Callable[[Sequence[Theorem], Proposition], Theorem | None]"


def rise(
    function: Term,
    variable: Variable,
    order: Theorem,
    facts: Sequence[Theorem],
    prove: Prove,
) -> Theorem | None:
    """g(a) < g(b) from a < b (g(a) <= g(b) from a <= b): between a and b, `prove` shows g to be
    defined and smooth, with a positive (nonnegative) derivative.

    The facts hold for every value of `variable` between a and b, under hypotheses about it that
    are among a <= x, x <= b, a < x, x < b.
    """
    relation = order.conclusion
    assert isinstance(relation, Relation)
    lower, upper = relation.left, relation.right
    closed = assumed(lower <= variable, variable <= upper)
    inside = assumed(lower < variable, variable < upper)
    strict = set(assertions(inside))
    outer = [fact for fact in facts if not fact.hypotheses & strict]
    known = all_shown([*outer, *closed], conditions_of(function), prove)
    if known is None:
        return None
    everything = [*facts, *known[len(outer) :], *inside]
    smoothness = smooth(function, variable)
    parts = smoothness.args if isinstance(smoothness, And) else (smoothness,)
    everything_smooth = all_shown(everything, parts, prove)
    if everything_smooth is None:
        return None
    slope = prove(everything_smooth, Relation(relation.op, ZERO, derivative(function, variable)))
    if slope is None:
        return None
    return increase(function, variable, (lower, upper), order, [*everything_smooth, slope])


def assertions(theorems: Sequence[Theorem]) -> list[Proposition]:
    """What the theorems say."""
    return [theorem.conclusion for theorem in theorems]


def all_shown(
    facts: Sequence[Theorem], conditions: Sequence[Proposition], prove: Prove
) -> list[Theorem] | None:
    """The facts with those added that give the conditions; None where one cannot be shown."""
    known = list(facts)
    for condition in conditions:
        if condition == TRUE or Facts(known).holds(condition):
            continue
        shown = prove(known, condition)
        if shown is None:
            return None
        known.append(shown)
    return known


def compared(
    function: Term,
    variable: Variable,
    base: Term,
    order: Theorem,
    facts: Sequence[Theorem],
    prove: Prove,
) -> Theorem | None:
    """f(base) < f(x) or f(base) <= f(x), for an x on one side of the base.

    `order` is base < x, base <= x, x < base or x <= base; which of f(base) < f(x) and
    f(base) <= f(x) is shown goes by it.  The facts are about x; those that hold for every point
    between the base and x too are used there.
    """
    relation = order.conclusion
    assert isinstance(relation, Relation)
    point = fresh("s", "real", function, base, *assertions(facts), relation)
    is_right = relation.left == base
    at_point = substitute(function, {variable: point})
    climbing = at_point if is_right else -at_point
    between = carried(facts, variable, point, base, order)
    found = rise(climbing, point, order, [*between, *facts], prove)
    if found is None or is_right:
        return found
    value, end = substitute(function, {variable: base}), function
    return attempt(
        lambda: infer(numbers.follows, found, goal=Relation(relation.op, value, end))
    ) or combined([found], Relation(relation.op, value, end))


def nonnegative(
    function: Term,
    variable: Variable,
    base: Term,
    at_base: Theorem,
    op: str,
    facts: Sequence[Theorem],
    prove: Prove,
) -> Theorem | None:
    """0 <= f(x) (for `op` "<": 0 < f(x)) from the theorem `at_base`, which is 0 <= f(base),
    0 < f(base) or f(base) == 0, where f does not fall from the base to x, on either side.

    For 0 < f(x) from f(base) <= 0 the facts must give x != base.  Both sides of the base are
    looked at, unless the facts exclude one.
    """
    goal = Relation(op, ZERO, function)
    known = Facts(facts)
    started = at_base.conclusion
    assert isinstance(started, Relation)
    strict = op == "<" and started.op != "<"

    def side(order: Theorem) -> Theorem | None:
        sharp = sharpened(order, facts) if strict else order
        if sharp is None:
            return None
        found = compared(function, variable, base, sharp, [*facts, order], prove)
        return None if found is None else combined([found, at_base], goal)

    for order in (base <= variable, variable <= base):
        if known.holds(order):
            shown = attempt(lambda order=order: infer(numbers.follows, *facts, goal=order))  # type: ignore[misc]
            return None if shown is None else side(shown)
    return by_cases(goal, base <= variable, side, _turned(side), facts)


def _turned(
    side: Callable[[Theorem], Theorem | None],
) -> Callable[[Theorem], Theorem | None]:
    """The same for a theorem base > x, turned into x <= base."""

    def turned(theorem: Theorem) -> Theorem | None:
        relation = theorem.conclusion
        assert isinstance(relation, Relation)
        below = infer(numbers.follows, theorem, goal=Relation("<=", relation.right, relation.left))
        found = side(below)
        return None if found is None else discharged(found, theorem)

    return turned


def sharpened(order: Theorem, facts: Sequence[Theorem]) -> Theorem | None:
    """a < b from a <= b and facts that give a != b at a glance."""
    relation = order.conclusion
    assert isinstance(relation, Relation)
    if relation.op == "<":
        return order
    goal = Relation("<", relation.left, relation.right)
    apart = attempt(
        lambda: infer(numbers.follows, *facts, goal=Relation("!=", relation.left, relation.right))
    )
    return None if apart is None else combined([order, apart], goal, degree=2)


def carried(
    facts: Sequence[Theorem],
    variable: Variable,
    point: Variable,
    base: Term,
    order: Theorem,
) -> list[Theorem]:
    """Those of the facts about x that follow for a point between the base and x, about the point:
    bounds that both ends keep."""
    relation = order.conclusion
    assert isinstance(relation, Relation)
    between = assumed(relation.left <= point, point <= relation.right)
    inside = assumed(relation.left < point, point < relation.right)
    found = []
    for fact in facts:
        claim = fact.conclusion
        if not isinstance(claim, Relation) or variable not in free_variables(claim):
            continue
        moved = substitute(claim, {variable: point})
        at_base = attempt(
            lambda claim=claim: infer(  # type: ignore[misc]
                numbers.follows, *facts, goal=substitute(claim, {variable: base})
            )
        )
        known = [fact] if at_base is None else [fact, at_base]
        shown = combined([*known, *between], moved) or combined([*known, *inside], moved)
        if shown is not None:
            found.append(shown)
    return found


def combined(facts: Sequence[Theorem], goal: Relation, degree: int = 1) -> Theorem | None:
    """The goal as a combination of the facts, which show its terms to be defined."""
    relations = [fact for fact in facts if isinstance(fact.conclusion, Relation)]
    claims = [fact.conclusion for fact in relations]
    certificate = find_combination(claims, goal, degree=degree)  # type: ignore[arg-type]
    if certificate is None:
        return None
    return attempt(lambda: infer(numbers.decide, *relations, goal=goal, certificate=certificate))
