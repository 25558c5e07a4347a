"""Lemmas about inverse functions, and which functions increase."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from verifier.decide.deduce import assumed, discharged, flipped, increase, parts_of, rewritten
from verifier.decide.normal.lemmas.circle import cos_is_positive, nonnegative_cos
from verifier.decide.normal.lemmas.deriving import A, B, S, by_arithmetic, follows, lawful
from verifier.decide.normal.lemmas.roots import root_is_unique
from verifier.decide.support import Support
from verifier.kernel.rules import logic
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import substitute
from verifier.language.build import asin, atan, cos, eq, pi, sin, sqrt
from verifier.language.calculus import derivative
from verifier.language.terms import ONE, ZERO, Relation, Term


@cache
def angle_is_zero() -> Theorem:
    """sin(a) = 0, -pi/2 <= a, a <= pi/2 |- a = 0."""
    facts = assumed(-pi / 2 <= A, A <= pi / 2)
    (vanishes,) = assumed(eq(sin(A), ZERO))
    back = rewritten(lawful("asin of sin", A, facts=facts), vanishes)
    bounds = parts_of(lawful("pi bounds"))
    around = [by_arithmetic(g, bounds, 1) for g in (-pi / 2 <= ZERO, ZERO <= pi / 2)]
    zero = lawful("asin of sin", ZERO, facts=around)
    return by_arithmetic(eq(A, ZERO), [back, rewritten(zero, lawful("sin of zero"))], 1)


@cache
def cos_of_asin() -> Theorem:
    """-1 <= a, a <= 1 |- cos(asin(a)) = sqrt(1 - a**2)."""
    facts = assumed(-ONE <= A, A <= ONE)
    value = cos(asin(A))
    lower, upper = parts_of(lawful("asin bounds", A, facts=facts))
    facts += [lower, upper, lawful("sin of asin", A, facts=facts)]
    facts.append(lawful("sine and cosine", asin(A), facts=facts))
    nonnegative = nonnegative_cos(asin(A), [lower, upper])
    squared = by_arithmetic(eq(value**2, 1 - A**2), facts)
    schema = infer(
        logic.instantiate, root_is_unique(), nonnegative,
        variables=(A, B), values=(value, 1 - A**2),
    )  # fmt: skip
    return discharged(schema, nonnegative, squared)


@cache
def cos_of_atan() -> Theorem:
    """|- cos(atan(a)) = 1/sqrt(1 + a**2)."""
    value = cos(atan(A))
    bounds = parts_of(lawful("atan bounds", A))
    schema = infer(logic.instantiate, cos_is_positive(), variables=(A,), values=(atan(A),))
    positive = discharged(schema, *bounds)
    ratio = lawful("tan by sin and cos", atan(A), facts=[positive])
    facts = [
        ratio, lawful("tan of atan", A), positive, lawful("sine and cosine", atan(A)),
    ]  # fmt: skip
    sine = by_arithmetic(eq(sin(atan(A)), A * value), facts)
    squared = by_arithmetic(eq(value**2 * (1 + A**2), ONE), [sine, facts[3]])
    above = by_arithmetic(ZERO < 1 + A**2, [], 1)
    root = lawful("sqrt is positive", 1 + A**2, facts=[above])
    product = value * sqrt(1 + A**2)
    power = lawful("sqrt squared", 1 + A**2, facts=[above])
    one = follows(eq(product**2, ONE), rewritten(squared, flipped(power)))
    is_positive = by_arithmetic(ZERO < product, [positive, root], 2)
    unit = by_arithmetic(eq(product, ONE), [
        by_arithmetic(product <= ONE, [one, is_positive], 2),
        by_arithmetic(product >= ONE, [one, is_positive], 2),
    ], 2)  # fmt: skip
    return by_arithmetic(eq(value, ONE / sqrt(1 + A**2)), [unit, root])


@cache
def sin_of_atan() -> Theorem:
    """|- sin(atan(a)) = a/sqrt(1 + a**2)."""
    schema = infer(logic.instantiate, cos_is_positive(), variables=(A,), values=(atan(A),))
    positive = discharged(schema, *parts_of(lawful("atan bounds", A)))
    ratio = lawful("tan by sin and cos", atan(A), facts=[positive])
    facts = [ratio, lawful("tan of atan", A), positive, cos_of_atan()]
    above = by_arithmetic(ZERO < 1 + A**2, [], 1)
    root = lawful("sqrt is positive", 1 + A**2, facts=[above])
    sine = by_arithmetic(eq(sin(atan(A)), A * cos(atan(A))), facts[:3])
    return by_arithmetic(eq(sin(atan(A)), A / sqrt(1 + A**2)), [sine, cos_of_atan(), root])


@cache
def atan_of_zero() -> Theorem:
    """|- atan(0) = 0."""
    odd = follows(eq(atan(ZERO), -atan(ZERO)), lawful("atan is odd", ZERO))
    return by_arithmetic(eq(atan(ZERO), ZERO), [odd])


@cache
def increasing(name: str, op: str) -> Theorem:
    """Conditions, a < b |- f(a) < f(b) for exp, log, sqrt, atan and asin; likewise with <=."""
    (order,) = assumed(Relation(op, A, B))
    if name in ("exp", "log"):
        strictly = "strictly " if op == "<" else ""
        facts = [order, *assumed(ZERO < A)]
        return lawful(f"{name} is {strictly}monotone", A, B, facts=facts)
    if name == "atan":
        return _monotone_atan(order)
    if name == "asin":
        return _monotone_asin(order)
    facts = [order, *assumed(ZERO <= A)]
    facts.append(by_arithmetic(ZERO <= B, facts, 1))
    for value in (A, B):
        facts.append(lawful("sqrt squared", value, facts=facts))
        facts.append(lawful("sqrt is nonnegative", value, facts=facts))
    return by_arithmetic(Relation(op, sqrt(A), sqrt(B)), facts)


def _monotone_atan(order: Theorem) -> Theorem:
    relation = order.conclusion
    assert isinstance(relation, Relation)
    positive = by_arithmetic(ZERO < ONE + S**2, [], 1)
    slope = by_arithmetic(Relation(relation.op, ZERO, derivative(atan(S), S)), [positive])
    found = increase(atan(S), S, (A, B), order, [slope])
    assert found is not None
    return found


def _monotone_asin(order: Theorem) -> Theorem:
    """-1 <= a, b <= 1, a < b |- asin(a) < asin(b); likewise with <=."""
    relation = order.conclusion
    assert isinstance(relation, Relation)
    ends = assumed(-ONE <= A, B <= ONE)
    closed = assumed(A <= S, S <= B)
    on_closed = [by_arithmetic(g, [*ends, *closed], 1) for g in (-ONE <= S, S <= ONE)]
    inside = assumed(A < S, S < B)
    on_inside = [by_arithmetic(g, [*ends, *inside], 1) for g in (-ONE < S, S < ONE)]
    below = by_arithmetic(ZERO < ONE - S**2, on_inside, 2)
    root = lawful("sqrt is positive", ONE - S**2, facts=[below])
    slope = by_arithmetic(Relation(relation.op, ZERO, derivative(asin(S), S)), [root], 2)
    found = increase(asin(S), S, (A, B), order, [*on_closed, *on_inside, below, root, slope])
    assert found is not None
    return found


def between(name: str, op: str, low: Term, high: Term, facts: Sequence[Theorem]) -> Theorem | None:
    """f(low) < f(high) or f(low) <= f(high) for an increasing function, the facts giving at a
    glance what `increasing` assumes."""
    lemma = increasing(name, op)
    support = Support(facts)
    defining = support.defining(low, high)
    if defining is None:
        return None
    made = infer(logic.instantiate, lemma, *defining, variables=(A, B), values=(low, high))
    for hypothesis in lemma.hypotheses:
        condition = substitute(hypothesis, {A: low, B: high})
        giving = support.support([condition])
        if giving is None:
            return None
        made = discharged(made, follows(condition, *giving))
    return made
