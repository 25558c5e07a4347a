"""Lemmas about roots, absolute values, maxima and minima."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from verifier.decide.deduce import assumed, discharged, flipped, parts_of
from verifier.decide.normal.lemmas.deriving import (
    A,
    B,
    by_arithmetic,
    follows,
    lawful,
    split,
    transitive,
)
from verifier.kernel.rules import logic
from verifier.kernel.theorem import Theorem, infer
from verifier.language.build import eq, maximum, minimum, sqrt
from verifier.language.terms import ZERO, Op, Relation, as_term


@cache
def root_is_unique() -> Theorem:
    """0 <= a, a**2 = b |- a = sqrt(b)."""
    facts = assumed(ZERO <= A, eq(A**2, B))
    facts.append(by_arithmetic(ZERO <= B, facts, 2, A))
    for name in ("sqrt squared", "sqrt is nonnegative"):
        facts.append(lawful(name, B, facts=facts))
    below, above = by_arithmetic(A <= sqrt(B), facts, 2), by_arithmetic(A >= sqrt(B), facts, 2)
    return by_arithmetic(eq(A, sqrt(B)), [below, above], 2)


@cache
def root_of_square() -> Theorem:
    """|- sqrt(a**2) = |a|."""
    schema = infer(logic.instantiate, root_is_unique(), variables=(A, B), values=(abs(A), A**2))
    shown = discharged(
        schema,
        follows(ZERO <= abs(A), lawful("abs is nonnegative", A)),
        lawful("abs squared", A),
    )
    return flipped(shown)


@cache
def root_of_product() -> Theorem:
    """0 <= a, 0 <= b |- sqrt(a*b) = sqrt(a)*sqrt(b)."""
    facts = assumed(ZERO <= A, ZERO <= B)
    for value in (A, B):
        facts += [
            lawful(name, value, facts=facts) for name in ("sqrt squared", "sqrt is nonnegative")
        ]
    product = sqrt(A) * sqrt(B)
    nonnegative = by_arithmetic(ZERO <= product, facts, 2)
    squared = by_arithmetic(eq(product**2, A * B), facts)
    schema = infer(
        logic.instantiate, root_is_unique(), nonnegative, variables=(A, B), values=(product, A * B)
    )
    return flipped(discharged(schema, nonnegative, squared))


@cache
def square_of_root() -> Theorem:
    """0 <= a |- sqrt(a)**2 = a."""
    return lawful("sqrt squared", A, facts=assumed(ZERO <= A))


@cache
def half_power() -> Theorem:
    """0 <= a |- a**(1/2) = sqrt(a)."""
    half = as_term(Fraction(1, 2))

    def positive(case: Theorem) -> Theorem:
        return lawful("sqrt as power", A, half, facts=[case])

    def zero(case: Theorem) -> Theorem:
        vanishes = by_arithmetic(eq(A, ZERO), [case, *assumed(ZERO <= A)])
        facts = [vanishes, *assumed(ZERO <= A)]
        power = lawful("power of zero", A, half, facts=facts)
        facts.append(lawful("sqrt squared", A, facts=facts))
        facts.append(lawful("sqrt is nonnegative", A, facts=facts))
        at_most = by_arithmetic(sqrt(A) <= ZERO, facts, 2)
        root = by_arithmetic(eq(sqrt(A), ZERO), [at_most, *facts], 2)
        return by_arithmetic(eq(A**half, sqrt(A)), [power, root])

    return split(eq(A**half, sqrt(A)), ZERO < A, positive, zero)


@cache
def power_of_root(index: int) -> Theorem:
    """0 < a |- (a**(1/n))**n = a."""
    facts = assumed(ZERO < A)
    exponent = as_term(Fraction(1, index))
    first = lawful("power of power", A, exponent, as_term(index), facts=facts)
    second = lawful("power to one", A, exponent * index, facts=facts)
    return transitive(first, second)


@cache
def power_of_root_from_zero(index: int) -> Theorem:
    """0 <= a |- (a**(1/n))**n = a."""
    exponent = as_term(Fraction(1, index))

    def zero(case: Theorem) -> Theorem:
        vanishes = by_arithmetic(eq(A, ZERO), [case, *assumed(ZERO <= A)])
        power = lawful("power of zero", A, exponent, facts=[vanishes])
        return by_arithmetic(eq((A**exponent) ** index, A), [power, vanishes])

    goal = eq((A**exponent) ** index, A)
    return split(goal, ZERO < A, lambda case: power_of_root(index), zero)


@cache
def root_is_nonnegative(index: int) -> Theorem:
    """0 <= a |- 0 <= a**(1/n)."""
    exponent = as_term(Fraction(1, index))
    goal = ZERO <= A**exponent

    def positive(case: Theorem) -> Theorem:
        return follows(goal, lawful("power is positive", A, exponent, facts=[case]))

    def zero(case: Theorem) -> Theorem:
        vanishes = by_arithmetic(eq(A, ZERO), [case, *assumed(ZERO <= A)])
        return follows(goal, lawful("power of zero", A, exponent, facts=[vanishes]))

    return split(goal, ZERO < A, positive, zero)


@cache
def power_by_root(numerator: int, index: int) -> Theorem:
    """0 < a |- a**(m/n) = (a**(1/n))**m."""
    exponent = as_term(Fraction(1, index))
    found = lawful("power of power", A, exponent, as_term(numerator), facts=assumed(ZERO < A))
    whole = A ** as_term(Fraction(numerator, index))
    return flipped(follows(eq((A**exponent) ** numerator, whole), found))


@cache
def power_by_root_from_zero(numerator: int, index: int) -> Theorem:
    """0 <= a |- a**(m/n) = (a**(1/n))**m for m > 0."""
    exponent, whole = as_term(Fraction(1, index)), as_term(Fraction(numerator, index))
    goal = eq(A**whole, (A**exponent) ** numerator)

    def zero(case: Theorem) -> Theorem:
        vanishes = by_arithmetic(eq(A, ZERO), [case, *assumed(ZERO <= A)])
        powers = [lawful("power of zero", A, e, facts=[vanishes]) for e in (exponent, whole)]
        return by_arithmetic(goal, powers)

    return split(goal, ZERO < A, lambda case: power_by_root(numerator, index), zero)


@cache
def power_of_abs(exponent: int) -> Theorem:
    """|- |a|**n = a**n for an even n."""
    return by_arithmetic(eq(abs(A) ** exponent, A**exponent), [lawful("abs squared", A)])


@cache
def extreme_is_first(name: str) -> Theorem:
    """b <= a |- max(a, b) = a; a <= b |- min(a, b) = a."""
    term, order = (maximum(A, B), B <= A) if name == "max" else (minimum(A, B), A <= B)
    facts = [*assumed(order), *parts_of(lawful(f"{name} bounds", A, B))]
    attained = lawful(f"{name} attained", A, B)
    goal = eq(term, A)
    cases = assumed(eq(term, A), eq(term, B))
    branches = [cases[0], by_arithmetic(goal, [cases[1], *facts], 2)]
    return infer(logic.cases, attained, *branches, conclusion=goal)


@cache
def extreme_is_second(name: str) -> Theorem:
    """a <= b |- max(a, b) = b; b <= a |- min(a, b) = b."""
    swapped = infer(logic.instantiate, extreme_is_first(name), variables=(A, B), values=(B, A))
    equation = swapped.conclusion
    assert isinstance(equation, Relation)
    return follows(eq(Op(name, (A, B)), B), swapped)
