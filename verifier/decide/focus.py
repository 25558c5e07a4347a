"""Subgoals about few variables, with the facts that matter for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from verifier.decide.deduce import parts_of
from verifier.decide.forms import negative, scaled
from verifier.decide.numeric.affine import affine
from verifier.decide.scalar import find_scalar_proof
from verifier.decide.search import Search
from verifier.decide.support import conditions_of
from verifier.kernel.facts import Facts
from verifier.kernel.theorem import Theorem
from verifier.language.binding import free_variables, substitute
from verifier.language.terms import (
    ELEMENTARY,
    TRUE,
    ZERO,
    LanguageError,
    Number,
    Op,
    Proposition,
    Relation,
    Term,
    Variable,
    size,
    subnodes,
)

Prove: TypeAlias = "Callable[[Sequence[Theorem], Proposition], Theorem | None]"
ORDERS = ("<", "<=", ">", ">=")
MAX_MOVED = 12  # parts of a relation that is tried for another variable


def prove_focused(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
    """A goal in one variable, from what facts about other variables say about that one."""
    spoken = free_variables(goal)
    if len(spoken) != 1 or not isinstance(goal, Relation):
        return None
    known = [part for fact in facts for part in parts_of(fact)]
    if all(free_variables(fact.conclusion) <= spoken for fact in known):
        return None
    try:
        return search.prove(_near(known, goal), goal)
    except LanguageError:
        return None


def focused(search: Search) -> Prove:
    """Shows a goal from the facts about its own variables, if that fails from all of them."""

    def prove(facts: Sequence[Theorem], goal: Proposition) -> Theorem | None:
        spoken = free_variables(goal)
        shown = search.prove(_near(facts, goal), goal)
        return shown if shown is not None or len(spoken) == 1 else search.prove(facts, goal)

    return prove


def _near(facts: Sequence[Theorem], goal: Proposition) -> list[Theorem]:
    """The facts about the goal's variables, with bounds that follow for these."""
    spoken, plain = free_variables(goal), not _functions(goal)
    near = [
        fact
        for fact in facts
        if free_variables(fact.conclusion) <= spoken and not (plain and _functions(fact.conclusion))
    ]
    if len(near) < len(facts):
        for variable in sorted(spoken, key=lambda v: v.name):
            near += [*constant_bounds(facts, variable), *moved_relations(facts, variable)]
    return near


def _functions(claim: Proposition) -> bool:
    return any(isinstance(n, Op) and n.name in ELEMENTARY for n in subnodes(claim))


def defined(search: Search, facts: Sequence[Theorem], *terms: Term) -> list[Theorem] | None:
    """The facts with those added that show the terms to be defined; None where that fails."""
    known, prove = list(facts), focused(search)
    for condition in conditions_of(*terms):
        if condition == TRUE or Facts(known).holds(condition):
            continue
        shown = prove(known, condition)
        if shown is None:
            return None
        known.append(shown)
    return known


def constant_bounds(facts: Sequence[Theorem], variable: Variable) -> list[Theorem]:
    """Bounds of other variables that hold for this one too."""
    ends: dict[tuple[Term, bool], None] = {}
    for fact in facts:
        claim = fact.conclusion
        for other in free_variables(claim) - {variable}:
            bound = linear_bound(claim, other)
            if bound is not None and not free_variables(bound):
                ends[bound, True] = ends[bound, False] = None
    linear = [fact for fact in facts if _is_linear(fact.conclusion)]
    found = []
    for bound, is_lower in ends:
        for op in ("<", "<="):
            order = Relation(op, bound, variable) if is_lower else Relation(op, variable, bound)
            shown = find_scalar_proof(order, linear, degree=1)
            if shown is not None:
                found.append(shown)
                break
    return found


def moved_relations(facts: Sequence[Theorem], variable: Variable) -> list[Theorem]:
    """Other relations in one variable that hold for this variable too."""
    found = []
    for fact in facts:
        claim, spoken = fact.conclusion, free_variables(fact.conclusion)
        if _is_linear(claim) or len(spoken) != 1 or variable in spoken or size(claim) > MAX_MOVED:
            continue
        moved = substitute(claim, dict.fromkeys(spoken, variable))
        if not isinstance(moved, Relation) or moved.op not in ORDERS:
            continue
        shown = find_scalar_proof(moved, facts, degree=2)
        found += [] if shown is None else [shown]
    return found


def _is_linear(claim: Proposition) -> bool:
    return isinstance(claim, Relation) and affine(claim.left - claim.right) is not None


def linear_bound(claim: Proposition, variable: Variable) -> Term | None:
    """What an inequality that is linear in the variable bounds it by."""
    if not isinstance(claim, Relation) or claim.op in ("==", "!="):
        return None
    if claim.left == variable and variable not in free_variables(claim.right):
        return claim.right
    if claim.right == variable and variable not in free_variables(claim.left):
        return claim.left
    form = affine(claim.left - claim.right)
    if form is None or not form.get(variable):
        return None
    slope = form[variable]
    total: Term | None = None
    for term, coefficient in form.items():
        if isinstance(coefficient, float) or isinstance(slope, float):
            return None
        if term == variable or not coefficient:
            continue
        value = -coefficient / slope
        part = Number(value) if term is None else scaled(abs(value), term)
        if term is not None and value < 0:
            total = negative(part) if total is None else total - part
        else:
            total = part if total is None else total + part
    return ZERO if total is None else total
