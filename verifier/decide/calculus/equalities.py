"""Equalities between terms: rewriting one side, and from a difference that is zero."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from verifier.decide.calculus.certificates import Part, derived
from verifier.kernel.rules import logic
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import fresh, transform
from verifier.language.terms import Relation, Term


def rewritten_right(equality: Theorem, value: Theorem) -> Theorem:
    """a == b with the right side of `value` put for its left side in b."""
    known, change = equality.conclusion, value.conclusion
    assert isinstance(known, Relation)
    assert isinstance(change, Relation)
    hole = fresh("hole", "real", known, change)
    opened = transform(known.right, lambda n, depth: hole if n == change.left else None)
    context = Relation(known.op, known.left, opened)
    return infer(logic.rewrite, value, equality, context=context, hole=hole)


def equal(left: Term, right: Term, zero: Theorem, defining: Sequence[Theorem]) -> Theorem | None:
    """left == right from left - right == 0."""
    goal, denied = Relation("==", left, right), Part(Fraction(1), denied=1)
    return derived(goal, [denied], [(zero, -(left - right))], defining)
