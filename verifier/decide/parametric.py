"""Inequalities in several variables by the derivative in one of them, from a base point that may
depend on the others: a bound, another variable, or where the derivative vanishes.

The value at the base point is an inequality in fewer variables; on either side of it the sign of
the derivative is a subgoal about a point between.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from verifier.decide.calculus.monotone import nonnegative
from verifier.decide.deduce import parts_of
from verifier.decide.focus import defined, focused, linear_bound
from verifier.decide.forms import addends, factors, product_term, scaled, sides
from verifier.decide.numeric import compile_terms, inputs_of, samples
from verifier.decide.numeric.tape import Array
from verifier.decide.scalar import find_scalar_proof
from verifier.decide.search import Search
from verifier.kernel.theorem import Theorem
from verifier.language.binding import free_variables, substitute
from verifier.language.calculus import derivative
from verifier.language.terms import (
    ONE,
    REAL,
    ZERO,
    LanguageError,
    Op,
    Proposition,
    Relation,
    Term,
    Variable,
    size,
    subnodes,
)

POINTS, STEPS = 120, 4
MAX_SIZE, MAX_VARIABLES = 400, 5
MAX_PLANS = 6
FUNCTIONS = frozenset({"exp", "log", "sin", "cos", "atan", "sqrt", "asin", "acos", "tan", "pow"})


@dataclass(frozen=True)
class Plan:
    """f(variable) is compared with f(base); `cost` orders plans."""

    function: Term
    variable: Variable
    base: Term
    cost: int


def prove_by_parameter(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """An inequality between functions of several variables, by the derivative in one."""
    if not isinstance(goal, Relation) or goal.op in ("==", "!=") or not _applies(goal):
        return None
    small, large = sides(goal)
    known = defined(search, [p for fact in facts for p in parts_of(fact)], small, large)
    if known is None:
        return None
    try:
        view = View.of(known, goal)
        plans = sorted(_plans(view, known, large - small), key=lambda plan: plan.cost)
    except LanguageError:
        return None
    for plan in plans[:MAX_PLANS]:
        if not search.remaining():
            return None
        shown = _carried_out(plan, known, goal, search)
        if shown is not None:
            return shown
    return None


def _applies(goal: Relation) -> bool:
    """Whether there are two real variables or more, and functions of them."""
    variables = free_variables(goal)
    if not 2 <= len(variables) <= MAX_VARIABLES or size(goal) > MAX_SIZE:
        return False
    return any(isinstance(n, Op) and n.name in FUNCTIONS for n in subnodes(goal))


class View:
    """Points at which the facts hold, and what terms are there and at points between."""

    def __init__(self, inputs: tuple[Term, ...], points: Array) -> None:
        self.inputs, self.points = inputs, points
        self.generator = np.random.default_rng(1)

    @classmethod
    def of(cls, facts: Sequence[Theorem], goal: Relation) -> View:
        """Points at which the facts hold."""
        claims = [fact.conclusion for fact in facts]
        inputs = inputs_of(goal, *claims)
        return cls(inputs, samples(claims, inputs, POINTS))

    def values(self, term: Term) -> Array:
        """The values of a term at the points."""
        return np.asarray(compile_terms((term,), self.inputs)(self.points)[0])

    def falls_nowhere(self, plan: Plan) -> bool:
        """Whether at no point f(base) < 0, nor the slope of f leads down away from the base."""
        base = self.values(plan.base)
        row = self.inputs.index(plan.variable)
        slope = compile_terms((derivative(plan.function, plan.variable),), self.inputs)
        value = compile_terms((plan.function,), self.inputs)
        start, seen = self.points.copy(), 0
        start[row] = base
        with np.errstate(all="ignore"):
            at_base, at_point = value(start)[0], value(self.points)[0]
            room = 1e-9 * (1 + np.abs(at_point))
            if np.any(at_base < -room) or not np.any(np.isfinite(at_base)):
                return False
            distance = self.points[row] - base
            for _ in range(STEPS):
                between = self.points.copy()
                between[row] = base + self.generator.random(base.shape) * distance
                rise = slope(between)[0] * np.sign(distance)
                seen += int(np.sum(np.isfinite(rise)))
                if np.any(rise < -1e-8 * (1 + np.abs(at_point))):
                    return False
        return seen > 0


def _plans(view: View, facts: Sequence[Theorem], difference: Term) -> Iterator[Plan]:
    """Plans that no point speaks against."""
    variables = [v for v in view.inputs if isinstance(v, Variable) and v.sort == REAL]
    variables = [v for v in variables if v in free_variables(difference)]
    for function, price in _forms(difference):
        for variable in variables:
            try:
                slope = derivative(function, variable)
            except LanguageError:
                continue
            for base, more in _bases(facts, variable, variables):
                cost = size(slope) + 5 * _functions(slope) + price + more
                plan = Plan(function, variable, base, cost)
                if size(slope) <= MAX_SIZE and view.falls_nowhere(plan):
                    yield plan


def _forms(difference: Term) -> Iterator[tuple[Term, int]]:
    """The difference, and the same divided by what multiplies a function in it."""
    yield difference, 0
    listed = addends(difference)
    divisors: dict[Term, None] = {}
    for _, part in listed:
        parts = factors(part)[1]
        named = [base for base, _ in parts if isinstance(base, Op) and base.name in FUNCTIONS]
        others = [factor for factor in parts if factor[0] not in named]
        if named and others:
            divisors[product_term(others)] = None
    for divisor in list(divisors)[:3]:
        yield _divided(difference, divisor), 10


def _divided(term: Term, divisor: Term) -> Term:
    """The term divided by another one, addend by addend."""
    total: Term = ZERO
    for coefficient, part in addends(term):
        _, parts = factors(part / divisor)
        piece = scaled(abs(coefficient), product_term(parts))
        total = total + piece if coefficient > 0 else total - piece
    return total


def _functions(term: Term) -> int:
    return sum(1 for n in subnodes(term) if isinstance(n, Op) and n.name in FUNCTIONS)


def _bases(
    facts: Sequence[Theorem], variable: Variable, variables: Sequence[Variable]
) -> Iterator[tuple[Term, int]]:
    """Terms to start from: bounds of the variable, the other variables, 0 and 1."""
    found: dict[Term, int] = {}
    for fact in facts:
        bound = linear_bound(fact.conclusion, variable)
        if bound is not None:
            found.setdefault(bound, 0)
    for other in variables:
        if other != variable:
            found.setdefault(other, 1)
    found.setdefault(ZERO, 2)
    found.setdefault(ONE, 2)
    yield from found.items()


def _carried_out(
    plan: Plan, facts: Sequence[Theorem], goal: Relation, search: Search
) -> Theorem | None:
    """The goal by a plan."""
    op = "<" if goal.op in ("<", ">") else "<="
    start = substitute(plan.function, {plan.variable: plan.base})
    known = defined(search, facts, start, plan.function)
    if known is None:
        return None
    at_base = _at_base(known, start, op, search)
    if at_base is None:
        return None
    try:
        shown = nonnegative(
            plan.function, plan.variable, plan.base, at_base, op, known, focused(search)
        )
    except LanguageError:
        return None
    if shown is None:
        return None
    return _undivided(shown, known, goal, search)


def _at_base(facts: Sequence[Theorem], start: Term, op: str, search: Search) -> Theorem | None:
    """f(base) == 0, 0 < f(base) or 0 <= f(base)."""
    for relation in (Relation("==", start, ZERO), Relation(op, ZERO, start), ZERO <= start):
        if relation.op == "==":
            shown = find_scalar_proof(relation, facts, degree=1)
        else:
            shown = search.prove(facts, relation)
        if shown is not None:
            return shown
    return None


def _undivided(
    shown: Theorem, facts: Sequence[Theorem], goal: Relation, search: Search
) -> Theorem | None:
    """The goal from the sign of its difference, maybe divided by something positive."""
    for degree in (1, 2, 3):
        try:
            found = find_scalar_proof(goal, [shown, *facts], degree=degree)
        except LanguageError:
            return None
        if found is not None:
            return found
    return None
