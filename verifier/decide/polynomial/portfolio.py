"""The polynomial procedures in order of cost."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from verifier.decide.deduce import by_cases, followed
from verifier.decide.polynomial.abstraction import by_abstraction
from verifier.decide.polynomial.boxes import by_bernstein
from verifier.decide.polynomial.context import ZERO_KIND, Aim, Context
from verifier.decide.polynomial.corners import by_corners
from verifier.decide.polynomial.elimination import by_elimination
from verifier.decide.polynomial.equations import (
    by_factored_equation,
    by_homogeneous_form,
    by_two_inequalities,
)
from verifier.decide.polynomial.factors import by_factors, by_monomials
from verifier.decide.polynomial.ideal import Ideal, by_ideal
from verifier.decide.polynomial.multipliers import by_definite_multiplier
from verifier.decide.polynomial.orders import by_orders
from verifier.decide.polynomial.plans import plans
from verifier.decide.polynomial.powers import by_powers
from verifier.decide.polynomial.products import by_products, by_sign
from verifier.decide.polynomial.radicals import by_radicals, with_root_products
from verifier.decide.polynomial.reading import Prove, linked, prove_cleared, read
from verifier.decide.polynomial.samples import feasible, is_falsified
from verifier.decide.polynomial.squares import Plan, by_squares
from verifier.decide.polynomial.univariate import by_pieces
from verifier.decide.search import Search
from verifier.kernel.rules import logic
from verifier.kernel.theorem import Theorem, infer
from verifier.language.terms import FALSE, LanguageError, Proposition, Relation

SHARE = 0.4  # of the time that remains, for one procedure
CHEAP_PLANS = 6  # sums of squares that are tried before roots are eliminated
ENOUGH = 0.3  # seconds that each procedure may take in any case


def prove_polynomial(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
    """The goal, a relation between polynomials or quotients of such in opaque atoms, from the
    relations among the facts; None if no certificate was found."""
    try:
        return _prove(facts, goal, search)
    except LanguageError:  # a term is beyond a limit of size or has no value anywhere
        return None


def _prove(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
    if isinstance(goal, Relation) and goal.op == "!=":
        return _different(facts, goal, search)
    if isinstance(goal, Relation) and goal.op != "==":
        found = by_abstraction(facts, goal, search, prove_small, partial(_read_and, prove_aim))
        if found is not None:
            return found
    return _read_and(prove_aim, facts, goal, search) or _from_others(facts, goal, search)


def _from_others(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
    """The goal, if facts about something else contradict each other."""
    near = linked(facts, goal)
    others = [fact for fact in linked(facts, FALSE) if fact not in near]
    if goal == FALSE or not others:
        return None
    none = _read_and(prove_aim, others, FALSE, search.within(SHARE * search.remaining()))
    return None if none is None else infer(logic.cases, none, conclusion=goal)


def prove_small(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
    """The goal by the cheapest means, as for the sign of a denominator."""
    return _read_and(prove_sign, facts, goal, search)


def _read_and(
    prove: Prove, facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """What `prove` makes of the facts and the goal as polynomials."""
    reading = read(facts, goal, search)
    if reading is None:
        return None
    context = with_root_products(reading.context, prove_sign)
    return prove_cleared(replace(reading, context=context), prove_sign, prove)


def _different(facts: Sequence[Theorem], goal: Relation, search: Search) -> Theorem | None:
    """a != b, since a < b, or b < a, or a == b contradicts the facts."""
    for op in ("<", ">"):
        shown = prove_small(facts, Relation(op, goal.left, goal.right), search)
        if shown is not None:
            return followed([shown], goal)
    equal = Relation("==", goal.left, goal.right)

    def contradict(case: Theorem) -> Theorem | None:
        none = _read_and(prove_aim, [*facts, case], FALSE, search)
        return None if none is None else infer(logic.cases, none, conclusion=goal)

    return by_cases(goal, equal, contradict, lambda case: case, facts)


def prove_sign(context: Context, aim: Aim) -> Theorem | None:
    """The aim by the cheapest means, as for a denominator."""
    found = by_sign(context, aim) or by_monomials(context, aim) or by_products(context, aim, 1)
    if found is not None:
        return found
    context = context.within(max(ENOUGH, SHARE * context.search.remaining()))
    points = feasible(context)
    if is_falsified(context, aim, points):
        return None
    found = (
        by_factors(context, aim, points, prove_sign)
        or by_pieces(context, aim)
        or by_products(context, aim, 2)
    )
    if found is not None or context.search.remaining() <= 0:
        return found
    return by_squares(context, aim, next(plans(context, aim)), Ideal.of(context))


def prove_aim(context: Context, aim: Aim) -> Theorem | None:
    """The aim by the first procedure that finds a proof."""
    for attempt in _attempts(context, aim):
        left = context.search.remaining()
        if left <= 0:
            return None
        found = attempt(context.within(max(ENOUGH, SHARE * left)), aim)
        if found is not None:
            return found
    return None


def _attempts(context: Context, aim: Aim) -> Iterator[Prove]:
    """The procedures that may apply to an aim."""
    yield by_sign
    yield _products(1)
    ideal = Ideal.of(context)
    yield lambda c, a: by_ideal(ideal, a)
    points = feasible(context)
    if is_falsified(context, aim, points):
        return
    yield lambda c, a: by_factored_equation(c, a, prove_sign, prove_aim)
    if aim.kind != ZERO_KIND:
        yield by_monomials
        yield lambda c, a: by_factors(c, a, points, prove_aim)
        yield by_pieces
        yield by_bernstein
        yield lambda c, a: by_corners(c, a, _in_cone)
        yield lambda c, a: by_powers(c, a, prove_aim)
        yield lambda c, a: by_orders(c, a, by_monomials)
        yield lambda c, a: by_homogeneous_form(c, a, prove_aim)
    yield _products(2)
    few, many = itertools.tee(plans(context, aim))
    for plan in itertools.islice(few, CHEAP_PLANS):
        yield _squares(plan, ideal)
    if aim.kind != ZERO_KIND:
        yield lambda c, a: by_elimination(c, a, prove_sign, prove_aim)
        yield lambda c, a: by_radicals(c, a, points, prove_aim)
    yield _products(3)
    for plan in itertools.islice(many, CHEAP_PLANS, None):
        yield _squares(plan, ideal)
    for power in (1, 2):
        yield partial(by_definite_multiplier, power=power)
    yield lambda c, a: by_two_inequalities(c, a, prove_aim)


def _products(degree: int) -> Callable[[Context, Aim], Theorem | None]:
    return lambda context, aim: by_products(context, aim, degree)


def _squares(plan: Plan, ideal: Ideal) -> Callable[[Context, Aim], Theorem | None]:
    return lambda context, aim: by_squares(context, aim, plan, ideal)


def _in_cone(context: Context, aim: Aim) -> Theorem | None:
    """The aim where atoms are nonnegative, by its coefficients or by powers of the atoms."""
    return by_monomials(context, aim) or by_powers(context, aim, _by_few_products)


def _by_few_products(context: Context, aim: Aim) -> Theorem | None:
    found = (by_products(context, aim, degree) for degree in (1, 2, 3))
    return next((theorem for theorem in found if theorem is not None), None)
