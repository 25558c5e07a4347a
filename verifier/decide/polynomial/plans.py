"""Which weights, degrees and multipliers a search for squares tries, the cheapest first."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from flint import fmpq

from verifier.decide.polynomial.context import (
    DENIED,
    GOAL,
    ZERO_KIND,
    Aim,
    Context,
    Known,
    Part,
)
from verifier.decide.polynomial.products import denial, is_strict
from verifier.decide.polynomial.squares import Plan, orthant, products_of
from verifier.language.terms import FALSE

ONE = fmpq(1)
UNIT = Part(ONE)
MAX_SCALARS, MAX_POOL = 80, 24


def plans(context: Context, aim: Aim) -> Iterator[Plan]:
    """Plans for an aim, the cheapest first."""
    if aim.goal == FALSE:
        yield from _refutations(context, aim)
        return
    degree = int(denial(aim).total_degree())
    even = degree + degree % 2
    pool = _pool(context)
    top = _even(max([degree, *(_degree(context, i) for i in (*pool, *context.equations))]))
    yield _plan(context, aim, [()], even)
    cone = sorted(orthant(context).values())
    if cone:
        yield _plan(context, aim, products_of(cone, 5), degree)
    if pool or top > even:
        yield _plan(context, aim, products_of(pool, 1), top)
    if pool:
        yield _plan(context, aim, products_of(pool, 2), top)
    yield _plan(context, aim, [(), (GOAL,)], even + 2)
    wide = [*pool, GOAL]
    if pool:
        yield _plan(context, aim, products_of(wide, 1), top + 2)
        yield _plan(context, aim, products_of(wide, 2), top + 2)
        yield _plan(context, aim, products_of(wide, 3), top)
    if top > degree > 0:
        lead: tuple[Part, ...] = (Part(ONE, (GOAL,) * (top // degree)),)
        yield _plan(context, aim, products_of(wide, 2), top, lead)
    double = 2 * degree
    yield _plan(context, aim, products_of(wide, 3), double, (Part(ONE, (GOAL, GOAL)),))
    if cone:
        lead = tuple(Part(ONE, (GOAL, i)) for i in cone)
        yield _plan(context, aim, products_of(cone, 5), degree + 1, lead)
        yield _plan(context, aim, products_of(cone, 5), degree + 2)


def _refutations(context: Context, aim: Aim) -> Iterator[Plan]:
    """Plans to contradict the facts: some positive product of them is negative as well."""
    pool = _pool(context)
    degrees = [_degree(context, i) for i in (*pool, *context.equations)]
    top = _even(max([*degrees, 2]))
    leads = [DENIED, *(Part(ONE, (i,)) for i in pool if context.known[i].strict)]
    for size, extra in ((1, 0), (2, 0), (2, 2)):
        for lead in leads:
            yield _plan(context, aim, products_of(pool, size), top + extra, (lead,))


def _plan(
    context: Context,
    aim: Aim,
    products: Sequence[tuple[int, ...]],
    degree: int,
    multiplier: tuple[Part, ...] = (DENIED,),
) -> Plan:
    weights = tuple(Part(ONE, sources) for sources in products)
    positive = any(is_strict(context, aim, part) for part in multiplier)
    scalars = () if positive else _strict_products(context, aim, degree)
    return Plan(weights, degree, scalars, multiplier)


def _strict_products(context: Context, aim: Aim, degree: int) -> tuple[Part, ...]:
    """Products of positive facts, with repetition, of at most a degree."""
    strict = [i for i in context.inequalities if context.known[i].strict]
    if not aim.strict and aim.kind != ZERO_KIND:
        strict.append(GOAL)
    found = [UNIT]
    for size in range(1, degree + 1):
        for chosen in itertools.combinations_with_replacement(strict, size):
            total = sum(
                int(denial(aim).total_degree()) if i == GOAL else _degree(context, i)
                for i in chosen
            )
            if total <= degree:
                found.append(Part(ONE, chosen))
            if len(found) >= MAX_SCALARS:
                return tuple(found)
    return tuple(found)


def _pool(context: Context) -> list[int]:
    """The inequalities that are worth to be multiplied, those of low degree first: not those that
    hold by the signs of their monomials."""
    positive = set(orthant(context))
    worth = [i for i in context.inequalities if not _is_plain(context.known[i], positive)]
    return sorted(worth, key=lambda i: _degree(context, i))[:MAX_POOL]


def _is_plain(known: Known, positive: set[int]) -> bool:
    terms = known.polynomial.to_dict()
    return len(terms) > 1 and all(
        c > 0 and all(not e % 2 or i in positive for i, e in enumerate(exponents))
        for exponents, c in terms.items()
    )


def _degree(context: Context, position: int) -> int:
    return int(context.known[position].polynomial.total_degree())


def _even(degree: int) -> int:
    return degree + degree % 2
