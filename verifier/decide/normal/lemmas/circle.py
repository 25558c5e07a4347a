"""Lemmas about sine and cosine: their signs and bounds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from verifier.decide.deduce import (
    assumed,
    attempt,
    discharged,
    flipped,
    increase,
    parts_of,
    rewritten,
)
from verifier.decide.normal.lemmas.deriving import (
    A,
    S,
    at_value,
    by_arithmetic,
    follows,
    lawful,
    split,
)
from verifier.kernel.rules import logic
from verifier.kernel.theorem import Theorem, infer
from verifier.language.build import cos, eq, pi, sin
from verifier.language.calculus import derivative
from verifier.language.terms import ONE, ZERO, Op, Relation, Term, as_term


@cache
def circle() -> Theorem:
    """|- sin(a)**2 + cos(a)**2 = 1."""
    return lawful("sine and cosine", A)


@cache
def circle_bounds(name: str) -> Theorem:
    """|- -1 <= sin(a) and sin(a) <= 1; likewise for cos."""
    value, other = (sin(A), cos(A)) if name == "sin" else (cos(A), sin(A))
    bounds = [
        by_arithmetic(goal, [circle()], 2, other, value - 1, value + 1)
        for goal in (-ONE <= value, value <= ONE)
    ]
    return infer(logic.and_intro, *bounds)


def bounds_of(term: Term) -> tuple[Theorem, Theorem] | None:
    """What bounds a value of sin or cos, or pi, from below and above wherever it is defined."""
    if term == pi:
        lower, upper = parts_of(lawful("pi bounds"))
        return lower, upper
    match term:
        case Op("sin" | "cos" as name, (angle,)):
            made = attempt(
                lambda: infer(
                    logic.instantiate, circle_bounds(name), variables=(A,), values=(angle,)
                )
            )
            if made is not None:
                lower, upper = parts_of(made)
                return lower, upper
    return None


@cache
def sin_below() -> Theorem:
    """0 <= a |- sin(a) <= a."""
    return _rising(S - sin(S), sin(A) <= A, parts_of(at_value(circle_bounds("cos"), S)))


@cache
def cos_above() -> Theorem:
    """0 <= a |- 1 - a**2/2 <= cos(a)."""
    slope = at_value(sin_below(), S)
    return _rising(cos(S) - 1 + S**2 / 2, 1 - A**2 / 2 <= cos(A), [slope])


@cache
def sin_above() -> Theorem:
    """0 <= a |- a - a**3/6 <= sin(a)."""
    slope = at_value(cos_above(), S)
    return _rising(sin(S) - S + S**3 / 6, A - A**3 / 6 <= sin(A), [slope])


def _rising(function: Term, goal: Relation, slopes: Sequence[Theorem]) -> Theorem:
    """The goal from the value at 0 and the sign of the derivative between 0 and a."""
    (order,) = assumed(ZERO <= A)
    inside = follows(ZERO <= S, *assumed(ZERO < S))
    slope = by_arithmetic(
        Relation("<=", ZERO, derivative(function, S)), [discharged(s, inside) for s in slopes]
    )
    rise = increase(function, S, (ZERO, A), order, [slope])
    assert rise is not None
    return by_arithmetic(goal, [rise, lawful("sin of zero"), lawful("cos of zero")])


@cache
def sin_is_positive() -> Theorem:
    """0 < a, a < pi |- 0 < sin(a)."""
    goal = ZERO < sin(A)
    low, high = assumed(ZERO < A, A < pi)
    bounds = parts_of(lawful("pi bounds"))

    def near_zero(case: Theorem) -> Theorem:
        above = discharged(sin_above(), follows(ZERO <= A, low))
        return by_arithmetic(goal, [above, low, case], 3)

    def near_pi(case: Theorem) -> Theorem:
        rest = pi - A
        positive = by_arithmetic(ZERO < rest, [high])
        above = discharged(at_value(sin_above(), rest), follows(ZERO <= rest, positive))
        small = by_arithmetic(rest < as_term(2), [case, *bounds])
        mirrored = by_arithmetic(ZERO < sin(rest), [above, positive, small], 3)
        return rewritten(mirrored, sin_of_supplement())

    return split(goal, A < as_term(2), near_zero, near_pi)


@cache
def sin_is_nonnegative() -> Theorem:
    """0 <= a, a <= pi |- 0 <= sin(a)."""
    facts = assumed(ZERO <= A, A <= pi)
    shifted = A - pi / 2
    bounds = [by_arithmetic(g, facts, 1) for g in (-pi / 2 <= shifted, shifted <= pi / 2)]
    nonnegative = nonnegative_cos(shifted, bounds)
    turned = follows(
        eq(cos(shifted), cos(A) * cos(-pi / 2) - sin(A) * sin(-pi / 2)),
        lawful("cos of sum", A, -pi / 2),
    )
    values = [
        follows(eq(sin(-pi / 2), -sin(pi / 2)), lawful("sin is odd", pi / 2)),
        follows(eq(cos(-pi / 2), cos(pi / 2)), lawful("cos is even", pi / 2)),
        lawful("sin of half pi"),
        lawful("cos of half pi"),
    ]
    return by_arithmetic(ZERO <= sin(A), [nonnegative, turned, *values], 1)


@cache
def sin_is_nonpositive() -> Theorem:
    """-pi <= a, a <= 0 |- sin(a) <= 0."""
    facts = assumed(-pi <= A, A <= ZERO)
    inside = [by_arithmetic(goal, facts, 1) for goal in (ZERO <= -A, -A <= pi)]
    found = discharged(at_value(sin_is_nonnegative(), -A), *inside)
    return by_arithmetic(sin(A) <= ZERO, [found, lawful("sin is odd", A)], 1)


@cache
def cos_is_nonnegative() -> Theorem:
    """-pi/2 <= a, a <= pi/2 |- 0 <= cos(a)."""
    return nonnegative_cos(A, assumed(-pi / 2 <= A, A <= pi / 2))


def nonnegative_cos(angle: Term, bounds: Sequence[Theorem]) -> Theorem:
    """0 <= cos(t) from -pi/2 <= t <= pi/2."""
    goal = ZERO <= cos(angle)

    def end(case: Theorem) -> Theorem:
        """At an end, which equals +-pi/2, the cosine is zero."""
        equation = case.conclusion
        assert isinstance(equation, Relation)
        zero = lawful("cos of half pi")
        if equation.right == -pi / 2:
            even = lawful("cos is even", pi / 2)
            zero = follows(
                eq(cos(-pi / 2), ZERO), by_arithmetic(eq(cos(-(pi / 2)), ZERO), [even, zero])
            )
        back = infer(logic.rewrite, flipped(case), zero, context=eq(cos(S), ZERO), hole=S)
        return follows(goal, back)

    def inside(case: Theorem) -> Theorem:
        def below_end(other: Theorem) -> Theorem:
            schema = infer(
                logic.instantiate, cos_is_positive(), case, variables=(A,), values=(angle,)
            )
            return follows(goal, discharged(schema, case, other))

        def at_end(other: Theorem) -> Theorem:
            return end(by_arithmetic(eq(angle, pi / 2), [other, *bounds], 2))

        return split(goal, angle < pi / 2, below_end, at_end, bounds)

    def at_lower_end(other: Theorem) -> Theorem:
        return end(by_arithmetic(eq(angle, -pi / 2), [other, *bounds], 2))

    return split(goal, -pi / 2 < angle, inside, at_lower_end, bounds)


@cache
def sin_of_supplement() -> Theorem:
    """|- sin(pi - a) = sin(a)."""
    found = follows(
        eq(sin(pi - A), sin(pi) * cos(-A) + cos(pi) * sin(-A)), lawful("sin of sum", pi, -A)
    )
    return by_arithmetic(
        eq(sin(pi - A), sin(A)),
        [found, sin_of_pi(), cos_of_pi(), lawful("sin is odd", A), lawful("cos is even", A)],
    )


@cache
def sin_of_pi() -> Theorem:
    """|- sin(pi) = 0."""
    return _at_pi("sin")


@cache
def cos_of_pi() -> Theorem:
    """|- cos(pi) = -1."""
    return _at_pi("cos")


def _at_pi(name: str) -> Theorem:
    twice = lawful(f"{name} of sum", pi / 2, pi / 2)
    value = ZERO if name == "sin" else -ONE
    facts = [lawful("sin of half pi"), lawful("cos of half pi"), twice]
    return by_arithmetic(eq(Op(name, (pi,)), value), facts)


@cache
def cos_is_positive() -> Theorem:
    """-pi/2 < a, a < pi/2 |- 0 < cos(a)."""
    low, high = assumed(-pi / 2 < A, A < pi / 2)
    shifted = A + pi / 2
    inside = [by_arithmetic(ZERO < shifted, [low]), by_arithmetic(shifted < pi, [high])]
    positive = discharged(at_value(sin_is_positive(), shifted), *inside)
    turned = lawful("sin of sum", A, pi / 2)
    facts = [positive, turned, lawful("sin of half pi"), lawful("cos of half pi")]
    return by_arithmetic(ZERO < cos(A), facts)


@cache
def sin_is_negative() -> Theorem:
    """-pi < a, a < 0 |- sin(a) < 0."""
    facts = assumed(-pi < A, A < ZERO)
    inside = [by_arithmetic(goal, facts, 1) for goal in (ZERO < -A, -A < pi)]
    positive = discharged(at_value(sin_is_positive(), -A), *inside)
    return by_arithmetic(sin(A) < ZERO, [positive, lawful("sin is odd", A)], 1)
