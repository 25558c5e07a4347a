"""Equations among the facts that say that a product vanishes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from verifier.decide.deduce import attempt, by_cases
from verifier.decide.normal.known import Known
from verifier.decide.normal.polynomials import factored, normal_form
from verifier.decide.search import Search
from verifier.kernel.certificates.combination import Combination, Product, source
from verifier.kernel.rules import numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import is_closed
from verifier.language.terms import ONE, ZERO, LanguageError, Proposition, Relation, Term


def prove_with_factors_cancelled(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """The goal with a fact u = 0 for u*v = 0, where v is plainly not zero."""
    known = Known(facts, search)
    for fact in facts:
        split = _vanishing(fact)
        if split is None:
            continue
        kept = [f for f in split if known.signs.nonzero(f) is None]
        if len(kept) == len(split) or not kept:
            continue
        new = _product_is_zero(fact, kept, [f for f in split if f not in kept], known)
        if new is not None:
            search.settle(facts, goal)
            return search.prove([*(f for f in facts if f is not fact), new], goal)
    return None


def prove_by_factors(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
    """The goal with u = 0 and with v = 0 for a fact u*v = 0."""
    known = Known(facts, search)
    for fact in facts:
        split = _vanishing(fact)
        if split is None:
            continue
        others = [other for other in facts if other is not fact]
        first, *rest = split

        def at_zero(case: Theorem, others: list[Theorem] = others) -> Theorem | None:
            return search.prove([*others, case], goal)

        def elsewhere(
            case: Theorem,
            others: list[Theorem] = others,
            fact: Theorem = fact,
            first: Term = first,
            rest: list[Term] = rest,
        ) -> Theorem | None:
            inside = Known([*facts, case], search)
            new = _product_is_zero(fact, rest, [first], inside)
            return None if new is None else search.prove([*others, case, new], goal)

        defining = known.defining(first)
        if defining is None:
            continue
        return by_cases(goal, Relation("==", first, ZERO), at_zero, elsewhere, [*facts, *defining])
    return None


def _vanishing(fact: Theorem) -> list[Term] | None:
    """The different factors of the numerator of what an equation says is zero, if several."""
    relation = fact.conclusion
    if not isinstance(relation, Relation) or relation.op != "==" or not is_closed(relation):
        return None
    parts = factored(relation.left - relation.right)
    if parts is None:
        return None
    factors = [factor for factor, exponent in parts.factors if exponent > 0]
    return factors if len(factors) > 1 else None


def _product_is_zero(
    fact: Theorem, kept: Sequence[Term], nonzero: Sequence[Term], known: Known
) -> Theorem | None:
    """The product of factors is zero, the others not being so."""
    relation = fact.conclusion
    assert isinstance(relation, Relation)
    parts = factored(relation.left - relation.right)
    assert parts is not None
    exponents = dict(parts.factors)
    product = kept[0]
    for factor in kept[1:]:
        product = product * factor
    premises, used = [fact], list[int]()
    multiplier: Term = ONE
    for number, factor in enumerate(nonzero, 1):
        found = known.signs.nonzero(factor)
        if found is None:
            return None
        assert isinstance(found.conclusion, Relation)
        premises.append(found)
        used += [number] * exponents[factor]
        multiplier = multiplier * source(found.conclusion).term ** exponents[factor]
    # The denied goal is product**2 > 0; a power of it times what is not zero is a multiple of the
    # equation's difference.
    times = (max(exponents[factor] for factor in kept) + 1) // 2
    denials = [len(premises)] * times
    whole = product ** (2 * times) * multiplier
    try:
        ratio = normal_form(whole / (relation.left - relation.right))
    except LanguageError:
        return None
    goal = Relation("==", product, ZERO)
    certificate = Combination((Product(Fraction(1), (*used, *denials)),), ((0, -ratio),))
    return attempt(lambda: infer(numbers.decide, *premises, goal=goal, certificate=certificate))
