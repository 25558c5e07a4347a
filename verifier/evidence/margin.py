"""How close an instance comes to violating a conclusion: a guide for search, never evidence."""

from __future__ import annotations

import math

from flint import arb, fmpq

from verifier.language.evaluation import Evaluation
from verifier.language.outcomes import S, T
from verifier.language.terms import (
    And,
    Exists,
    ForAll,
    Implies,
    IndexRange,
    Naturals,
    Or,
    Proposition,
    Relation,
)
from verifier.language.values import Missing, Value, plain

FAR = -2.0  # the margin of what holds by a wide margin or cannot be compared


def margin(proposition: Proposition, evaluation: Evaluation) -> float:
    """About 0 at equality, positive where violated, at least -1 where a relation holds."""
    match proposition:
        case Relation(op, left, right):
            return _difference(op, evaluation.term(left), evaluation.term(right))
        case And(args):
            return max((margin(arg, evaluation) for arg in args), default=FAR)
        case Or(args):
            return min((margin(arg, evaluation) for arg in args), default=1.0)
        case Implies(premise, conclusion):
            holds = evaluation.proposition(premise) & (T | S)
            return margin(conclusion, evaluation) if holds else FAR
        case ForAll(IndexRange() | Naturals() as domain, body):
            return max(_over(domain, body, evaluation), default=FAR)
        case Exists(IndexRange() | Naturals() as domain, body):
            return min(_over(domain, body, evaluation), default=1.0)
    return FAR


def _over(domain: IndexRange | Naturals, body: Proposition, evaluation: Evaluation) -> list[float]:
    if isinstance(domain, IndexRange):
        values = evaluation.indices(domain.upper, domain.omit)
    else:
        values = list(range(domain.start, domain.start + evaluation.instance.horizon))
    found = []
    for value in values:
        evaluation.push(fmpq(value))
        found.append(margin(body, evaluation))
        evaluation.pop()
    return found


def _difference(op: str, left: Value, right: Value) -> float:
    if isinstance(left, Missing) or isinstance(right, Missing):
        return FAR
    a, b = float(arb(plain(left)).mid()), float(arb(plain(right)).mid())
    if not (math.isfinite(a) and math.isfinite(b)):
        return FAR
    if op in (">", ">="):
        a, b = b, a
    size = abs(a) + abs(b)
    relative = (a - b) / size if size else 0.0
    if op == "==":
        return abs(relative)
    return -abs(relative) if op == "!=" else relative
