"""What is known of a named law: the means of functions of it, and how large its density is."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import cast

from verifier.kernel.certificates.canonical import CertificateError
from verifier.language.binding import close, free_variables, substitute, symbols
from verifier.language.calculus import derivative, smooth
from verifier.language.definedness import defined
from verifier.language.terms import (
    ONE,
    ZERO,
    And,
    Constant,
    ForAll,
    HasLaw,
    Implies,
    Number,
    Op,
    Proposition,
    Reals,
    Relation,
    Term,
    Variable,
)


def mean_of(
    law: HasLaw, body: Term, variable: Variable, points: Sequence[Term], primitives: Sequence[Term]
) -> tuple[Term, list[Proposition]]:
    """E[g(X)] for X of the law, where `body` is g at `variable`, and the conditions under which it
    is that.

    For a uniform law, `points` cut its interval into pieces, each with a primitive of g.  Of a
    standard normal variable the mean, the second moment and that of the absolute value are known.
    """
    match law.law:
        case "finite":
            pairs = zip(law.parameters[::2], law.parameters[1::2], strict=True)
            values = [(weight, substitute(body, {variable: value})) for weight, value in pairs]
            total = sum((weight * at for weight, at in values), start=cast(Term, ZERO))
            return total, [defined(at) for _, at in values]
        case "uniform":
            return _mean_of_uniform(law, body, variable, points, primitives)
    two = Number(Fraction(2))
    known = {
        variable: ZERO,
        Op("pow", (variable, two)): ONE,
        Op("abs", (variable,)): Op("sqrt", (two / Constant("pi"),)),
    }
    if body not in known:
        raise CertificateError("of a standard normal w the means of w, w**2 and abs(w) are known")
    return known[body], []


def _mean_of_uniform(
    law: HasLaw, body: Term, variable: Variable, points: Sequence[Term], primitives: Sequence[Term]
) -> tuple[Term, list[Proposition]]:
    low, high = law.parameters
    if len(points) != len(primitives) + 1 or (points[0], points[-1]) != (low, high):
        raise CertificateError("the points do not cut the interval, one primitive to each piece")
    if variable in free_variables(*points):
        raise CertificateError(f"{variable.name} occurs in the points that cut the interval")
    if symbols(*primitives):  # an unknown derivative need not be integrable
        raise CertificateError("a primitive is no elementary function")
    total: Term = ZERO
    conditions: list[Proposition] = []
    for (left, right), primitive in zip(pairwise(points), primitives, strict=True):
        slope = Relation("==", derivative(primitive, variable), body)
        claim = And((smooth(primitive, variable), slope))
        inside = And((left <= variable, variable <= right))
        conditions += [left <= right, ForAll(Reals(), close(Implies(inside, claim), variable), "x")]
        ends = [substitute(primitive, {variable: end}) for end in (right, left)]
        total = total + (ends[0] - ends[1])
    return total / (high - low), conditions


def largest_density(law: HasLaw) -> Term:
    """The largest value of the density of a law that has one."""
    match law.law, law.parameters:
        case "uniform", (low, high):
            return ONE / (high - low)
        case "standard normal", _:
            return ONE / Op("sqrt", (Number(Fraction(2)) * Constant("pi"),))
    raise CertificateError(f"a {law.law} law has no density")
