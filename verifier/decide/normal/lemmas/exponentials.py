"""Lemmas about exponentials and logarithms."""

from __future__ import annotations

from functools import cache

from verifier.decide.deduce import assumed, rewritten
from verifier.decide.normal.lemmas.deriving import A, by_arithmetic, follows, lawful, reflexive
from verifier.decide.normal.lemmas.roots import power_of_abs
from verifier.kernel.theorem import Theorem
from verifier.language.build import E, eq, exp, log, ne, sqrt
from verifier.language.terms import ONE, ZERO, as_term


@cache
def exp_of_negative() -> Theorem:
    """|- exp(-a) = 1/exp(a)."""
    total = follows(eq(exp(A - A), ONE), lawful("exp of zero"))
    summed = follows(eq(exp(A - A), exp(A) * exp(-A)), lawful("exp of sum", A, -A))
    facts = [total, summed, lawful("exp is positive", A), lawful("exp is positive", -A)]
    product = by_arithmetic(eq(exp(A) * exp(-A), ONE), facts)
    return by_arithmetic(eq(exp(-A), ONE / exp(A)), [product, facts[2]])


@cache
def exp_of_multiple(factor: int) -> Theorem:
    """|- exp(n*a) = exp(a)**n for n > 0."""
    if factor == 1:
        return follows(eq(exp(ONE * A), exp(A) ** 1), reflexive(exp(A)))
    half = factor // 2
    found = lawful("exp of sum", half * A, (factor - half) * A)
    for part in {half, factor - half}:
        found = rewritten(found, exp_of_multiple(part))
    return follows(eq(exp(factor * A), exp(A) ** factor), found)


@cache
def log_of_e() -> Theorem:
    """|- log(E) = 1."""
    return rewritten(lawful("log of exp", ONE), lawful("exp of one"))


@cache
def log_of_root() -> Theorem:
    """0 < a |- log(sqrt(a)) = log(a)/2."""
    facts = assumed(ZERO < A)
    facts.append(lawful("sqrt is positive", A, facts=facts))
    power = lawful("log of power", sqrt(A), as_term(2), facts=facts)
    power = rewritten(power, lawful("sqrt squared", A, facts=facts))
    return by_arithmetic(eq(log(sqrt(A)), log(A) / 2), [power])


@cache
def log_of_even_power(exponent: int) -> Theorem:
    """a != 0 |- log(a**n) = n*log(|a|) for an even n."""
    facts = assumed(ne(A, ZERO))
    facts.append(abs_is_positive())
    power = lawful("log of power", abs(A), as_term(exponent), facts=facts)
    return rewritten(power, power_of_abs(exponent))


@cache
def abs_is_positive() -> Theorem:
    """a != 0 |- |a| > 0."""
    facts = assumed(ne(A, ZERO))
    facts += [lawful("abs squared", A), lawful("abs is nonnegative", A)]
    return by_arithmetic(abs(A) > ZERO, facts, 2)


@cache
def power_of_e() -> Theorem:
    """|- E**a = exp(a)."""
    positive = follows(ZERO < E, *_e_is_positive())
    found = lawful("power by exp", E, A, facts=[positive])
    found = rewritten(found, log_of_e())
    return follows(eq(E**A, exp(A)), found)


def _e_is_positive() -> list[Theorem]:
    return [rewritten(lawful("exp is positive", ONE), lawful("exp of one"))]


@cache
def e_is_positive() -> Theorem:
    """|- E > 0."""
    return _e_is_positive()[0]
