"""Naturals, induction, and decisions between finitely many scalars by certificate."""

from __future__ import annotations

from verifier.kernel.certificates.combination import Combination, check_combination
from verifier.kernel.certificates.cover import Cover, check_cover
from verifier.kernel.facts import Facts
from verifier.kernel.rules.logic import Premises
from verifier.kernel.theorem import Conclusion, conclude, expect, require, rule
from verifier.language.binding import close, free_variables, fresh, open_body, substitute
from verifier.language.terms import (
    FALSE,
    NATURAL,
    ONE,
    ZERO,
    And,
    Exists,
    ForAll,
    Implies,
    Naturals,
    Not,
    Number,
    Proposition,
    Relation,
    Term,
    Variable,
    as_term,
    is_natural,
)


@rule
def decide(premises: Premises, goal: Proposition, certificate: Combination) -> Conclusion:
    """A relation that the relations among the premises imply, by a Positivstellensatz certificate.

    `FALSE` as the goal says that the premises contradict each other.  The other premises may give
    that the terms of the goal are defined.
    """
    facts = [p.conclusion for p in premises if isinstance(p.conclusion, Relation)]
    relation = None if goal == FALSE else expect(goal, Relation, "the goal")
    if relation is not None:
        Facts(premises).defined(relation.left, relation.right)
    check_combination(facts, relation, certificate)
    return conclude(premises, goal)


@rule
def enclosed(premises: Premises, goal: Proposition, certificate: Cover) -> Conclusion:
    """A relation by enclosures over the box in which the premises put its variables.

    The other premises may exclude parts of the box, or give that the goal's terms are defined.
    """
    relation = expect(goal, Relation, "the goal")
    facts = [p.conclusion for p in premises if isinstance(p.conclusion, Relation)]
    if not check_cover(facts, relation, certificate):
        Facts(premises).defined(relation.left, relation.right)
    differentiates = any(token % 4 in (2, 3) for token in certificate.tokens)
    return conclude(premises, goal, cited="mean-value" if differentiates else None)


@rule
def follows(premises: Premises, goal: Proposition) -> Conclusion:
    """A proposition that is one of the premises up to rational normal form of its terms."""
    Facts(premises).know(goal, "the goal does not follow at a glance")
    return conclude(premises, goal)


@rule
def natural_bound(premises: Premises, term: Term) -> Conclusion:
    """0 <= n for a natural n."""
    require(not premises and is_natural(term), "the term is not a natural number by its form")
    return conclude(premises, Relation("<=", ZERO, term))


@rule
def natural_step(premises: Premises, left: Term, right: Term) -> Conclusion:
    """From m < n for naturals: m + 1 <= n."""
    (premise,) = premises
    require(is_natural(left) and is_natural(right), "the terms are not natural by their form")
    require(premise.conclusion == Relation("<", left, right), "the premise is not m < n")
    return conclude(premises, Relation("<=", left + ONE, right))


@rule
def predecessor(premises: Premises, term: Term) -> Conclusion:
    """From s <= n for naturals n and a literal s: n = m + s for some natural m."""
    (premise,) = premises
    relation = expect(premise.conclusion, Relation, "the premise")
    require(relation.op == "<=" and relation.right == term, "the premise is not s <= n")
    start = relation.left
    require(isinstance(start, Number) and is_natural(start), "the lower bound is not a literal")
    require(is_natural(term), "the term is not a natural number by its form")
    previous = fresh("m", NATURAL, term)
    body = close(Relation("==", term, previous + start), previous)
    return conclude(premises, Exists(Naturals(0), body, "m"))


@rule
def induction(
    premises: Premises, claim: Proposition, variable: Variable, start: int, hint: str
) -> Conclusion:
    """From P(start), and G, n >= start, P(n) |- P(n+1) with n not in G: P(n) for all n >= start."""
    base, step = premises
    require(variable.sort == NATURAL and start >= 0, "induction is over a natural variable")
    require(
        base.conclusion == substitute(claim, {variable: as_term(start)}),
        "the base case is not the claim at the start",
    )
    require(
        step.conclusion == substitute(claim, {variable: variable + ONE}),
        "the step does not end in the claim at n + 1",
    )
    hypotheses = step.hypotheses - {Relation("<=", as_term(start), variable), claim}
    free = free_variables(*hypotheses, *base.hypotheses)
    require(variable not in free, f"{variable.name} is still assumed about")
    quantified = ForAll(Naturals(start), close(claim, variable), hint)
    return Conclusion(base.hypotheses | hypotheses, quantified)


@rule
def least(premises: Premises, hint: str) -> Conclusion:
    """From some natural n >= s with P(n): there is one such that no m >= s below n has P(m)."""
    (premise,) = premises
    some = expect(premise.conclusion, Exists, "the premise")
    require(isinstance(some.domain, Naturals), "the premise is not about some natural number")
    first = fresh(some.hint, NATURAL, some)
    earlier = fresh(hint, NATURAL, some, first)
    before = Implies(earlier < first, Not(open_body(some.body, NATURAL, earlier)))
    none_before = ForAll(some.domain, close(before, earlier), hint)
    body = And((open_body(some.body, NATURAL, first), none_before))
    return conclude(premises, Exists(some.domain, close(body, first), some.hint))


@rule
def archimedes(premises: Premises, term: Term) -> Conclusion:
    """x <= n for some natural n, for a defined term x."""
    Facts(premises).defined(term)
    bound = fresh("n", NATURAL, term)
    return conclude(premises, Exists(Naturals(0), close(term <= bound, bound), "n"))
