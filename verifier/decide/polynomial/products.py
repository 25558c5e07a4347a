"""Products of facts, combined linearly: linear arithmetic and Handelman certificates."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from math import prod

from flint import fmpq

from verifier.decide.polynomial.context import (
    GOAL,
    POSITIVE,
    ZERO_KIND,
    Aim,
    Certificate,
    Context,
    Part,
    atoms_of,
)
from verifier.decide.polynomial.lp import nonnegative_relation
from verifier.kernel.certificates.canonical import Polynomial
from verifier.kernel.theorem import Theorem

MAX_PARTS = {1: 400, 2: 1_200, 3: 1_500, 4: 1_500}
MAX_TERMS = 60_000  # of all columns together


def value_of(context: Context, aim: Aim, part: Part) -> Polynomial:
    """The polynomial that a part stands for."""
    value = context.ring.constant(part.coefficient)
    for position in part.sources:
        value = value * (denial(aim) if position == GOAL else context.known[position].polynomial)
    for root in part.squares:
        value = value * root * root
    return value


def length_of(context: Context, aim: Aim, part: Part) -> int:
    """How many terms a part may have before like ones are collected."""
    denied = len(aim.polynomial) ** (2 if aim.kind == ZERO_KIND else 1)
    lengths = (denied if i == GOAL else len(context.known[i].polynomial) for i in part.sources)
    return prod(lengths) * prod(len(root) ** 2 for root in part.squares)


def denial(aim: Aim) -> Polynomial:
    """What is nonnegative or positive if the goal is false."""
    return aim.polynomial**2 if aim.kind == ZERO_KIND else -aim.polynomial


def is_strict(context: Context, aim: Aim, part: Part) -> bool:
    """Whether a part is positive, not merely nonnegative."""
    return not part.squares and all(
        not aim.strict if i == GOAL else context.known[i].strict for i in part.sources
    )


def by_linear_combination(
    context: Context, aim: Aim, parts: Sequence[Part], multiples: Sequence[tuple[int, Polynomial]]
) -> Theorem | None:
    """The aim by a nonnegative combination of the parts and any one of the multiples."""
    if sum(length_of(context, aim, part) for part in parts) > 10 * MAX_TERMS:
        return None
    columns = [value_of(context, aim, part) for part in parts]
    free = [context.known[i].polynomial * factor for i, factor in multiples]
    if sum(len(column) for column in (*columns, *free)) > MAX_TERMS:
        return None
    strict = [is_strict(context, aim, part) for part in parts]
    weights = nonnegative_relation(columns, strict, free, context.search.remaining())
    if weights is None:
        return None
    chosen = [
        Part(c * part.coefficient, part.sources, part.squares)
        for c, part in zip(weights.columns, parts, strict=True)
        if c
    ]
    factors: dict[int, Polynomial] = {}
    for c, (position, factor) in zip(weights.free, multiples, strict=True):
        if c:
            factors[position] = factors.get(position, context.ring.zero) + factor * c
    multiplied = tuple((position, (factor,)) for position, factor in factors.items())
    return context.conclude(aim.goal, Certificate(tuple(chosen), multiplied))


def by_products(context: Context, aim: Aim, degree: int) -> Theorem | None:
    """The aim by products of at most `degree` facts and the denied goal, and squares of small
    terms times one of them."""
    parts = list(itertools.islice(_parts(context, aim, degree), MAX_PARTS[degree] + 1))
    if len(parts) > MAX_PARTS[degree]:
        return None
    return by_linear_combination(context, aim, parts, list(_multiples(context, aim, degree)))


def _parts(context: Context, aim: Aim, degree: int) -> Iterator[Part]:
    one = fmpq(1)
    usable = [*context.inequalities, GOAL]
    for size in range(degree + 1):
        for chosen in itertools.combinations_with_replacement(usable, size):
            yield Part(one, chosen)
    if degree > 1:
        for root in _roots(context, aim):
            for size in range(degree):
                for chosen in itertools.combinations_with_replacement(usable, size):
                    yield Part(one, chosen, (root,))


def _roots(context: Context, aim: Aim) -> list[Polynomial]:
    """Atoms, and differences of two of them, that the aim uses."""
    used = [context.ring.generators[i] for i in atoms_of(aim.polynomial)]
    if len(used) > 5:
        return []
    return [*used, *(a - b for a, b in itertools.combinations(used, 2))]


def _multiples(context: Context, aim: Aim, degree: int) -> Iterator[tuple[int, Polynomial]]:
    one = context.ring.one
    factors = [one]
    if degree > 1:
        factors += context.ring.generators
    if aim.kind == ZERO_KIND:
        factors += [aim.polynomial * factor for factor in factors]
    for position in context.equations:
        for factor in factors:
            yield position, factor


def by_sign(context: Context, aim: Aim) -> Theorem | None:
    """The aim where it is a number, or the facts give it up to a positive factor."""
    for part in (None, *context.inequalities):
        value = context.ring.one if part is None else context.known[part].polynomial
        ratio = _ratio(aim.polynomial, value)
        strict = part is None or context.known[part].strict
        if ratio is None or ratio < 0 or (ratio == 0 and aim.kind == POSITIVE):
            continue
        if aim.strict and not strict:
            continue
        if ratio == 0:
            return context.conclude(aim.goal, Certificate((Part(fmpq(1), (GOAL,)),)))
        sources = () if part is None else (part,)
        parts = (Part(fmpq(1), (GOAL,)), Part(ratio, sources))
        return context.conclude(aim.goal, Certificate(parts))
    return None


def _ratio(a: Polynomial, b: Polynomial) -> fmpq | None:
    """a/b if that is a number."""
    if a == 0:
        return fmpq(0)
    if b == 0 or len(a) != len(b):
        return None
    ratio = a.leading_coefficient() / b.leading_coefficient()
    return ratio if a == b * ratio else None
