"""Comparisons of quotients by comparisons of what is above the line."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from verifier.decide.deduce import attempt
from verifier.decide.normal.known import Known
from verifier.decide.normal.polynomials import Factored, factored
from verifier.decide.normal.rewriting import proved
from verifier.decide.search import Search
from verifier.kernel.certificates.combination import Combination, Product
from verifier.kernel.rules import numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.terms import ONE, ZERO, Proposition, Relation, Term


def prove_without_denominators(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """A comparison whose sides differ by u/v, for a v with a plain sign, from the sign of u."""
    if not isinstance(goal, Relation) or goal.op not in ("<", "<=", ">", ">="):
        return None
    small, large = (goal.left, goal.right) if goal.op[0] == "<" else (goal.right, goal.left)
    parts = factored(large - small)
    if parts is None or all(exponent > 0 for _, exponent in parts.factors):
        return None
    known = Known(facts, search)
    above = _product(parts.constant, [(f, e) for f, e in parts.factors if e > 0])
    below = _product(Fraction(1), [(f, -e) for f, e in parts.factors if e < 0])
    sign = known.signs.proved(below)
    if sign is None or not sign.strict:
        return None
    op = "<" if len(goal.op) == 1 else "<="
    claim = Relation(op, *((ZERO, above) if sign.direction > 0 else (above, ZERO)))
    defining = known.defining(goal.left, goal.right)
    shown = None if defining is None else proved(facts, claim, search)
    if shown is None or defining is None:
        return None
    one = Fraction(1)
    # The negated goal is -u/v >= 0: times v it cancels u.
    relations = [sign.theorem, shown, *(d for d in defining if isinstance(d.conclusion, Relation))]
    denied = len(relations)
    certificate = Combination((Product(one, (1,)), Product(one, (0, denied))))
    return attempt(lambda: infer(numbers.decide, *relations, goal=goal, certificate=certificate))


def _product(constant: Fraction, factors: Sequence[tuple[Term, int]]) -> Term:
    return Factored(constant, tuple(factors)).term() if factors or constant != 1 else ONE
