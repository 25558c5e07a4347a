"""The rule for derivatives of equal terms: right uses hold, slightly false ones are refused."""

from __future__ import annotations

import pytest

from verifier.kernel.certificates.canonical import CertificateError
from verifier.kernel.rules import calculus, logic, numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.build import (
    eq,
    expectation,
    family,
    natural,
    partial,
    prod,
    random_family,
    real,
)
from verifier.language.terms import ONE, Partial, Proposition, Relation, Term

k, r, s, i = (natural(name) for name in "krsi")
y = real("y")
w, x = family("w"), random_family("x")

IN_RANGE = (ONE <= r, r <= k, ONE <= s, s <= k, Relation("!=", r, s), Relation("!=", s, r))


def assumed(*propositions: Proposition) -> list[Theorem]:
    return [infer(logic.assume, proposition=p) for p in propositions]


def value(term: Term, *sides: Theorem) -> Theorem:
    return infer(calculus.partial, *sides, term=term)


def right_of(theorem: Theorem) -> Term:
    assert isinstance(theorem.conclusion, Relation)
    return theorem.conclusion.right


def first() -> Theorem:
    """The derivative of the product by w_s, for an index s of the range."""
    product = prod(k, lambda i: w[i])
    return value(partial(product, w[s]), *assumed(*IN_RANGE))


def test_a_second_derivative_is_that_of_the_first() -> None:
    inner = first()
    outer = value(Partial(right_of(inner), w[r]), *assumed(*IN_RANGE))
    theorem = infer(calculus.partial_of_equal, inner, outer, by=w[r])
    twice = Partial(partial(prod(k, lambda i: w[i]), w[s]), w[r])
    assert theorem.conclusion == eq(twice, Partial(right_of(inner), w[r]))
    assert theorem.hypotheses == inner.hypotheses | outer.hypotheses


def test_an_equality_that_holds_at_one_point_only_has_no_derivative() -> None:
    # From w_1 = 1 |- w_1 = 1 it must not follow that d w_1/d w_1 = d 1/d w_1.
    at_one_point = assumed(eq(w[1], 1))[0]
    constant = value(partial(ONE, w[1]))
    with pytest.raises(CertificateError, match="still assumed about"):
        infer(calculus.partial_of_equal, at_one_point, constant, by=w[1])


def test_what_is_assumed_of_other_variables_stays_assumed() -> None:
    constant = assumed(eq(y, 1))[0]
    theorem = infer(calculus.partial_of_equal, constant, value(partial(ONE, w[1])), by=w[1])
    assert theorem.hypotheses == {eq(y, 1)}


def test_the_second_derivative_must_exist() -> None:
    # |w_1| = |w_1| at all points, but neither side has a derivative at 0.
    term = abs(w[1])
    same = infer(logic.reflexivity, term=term)
    with pytest.raises(CertificateError):
        infer(calculus.partial_of_equal, same, by=w[1])


def test_an_inequality_or_a_random_family_is_refused() -> None:
    nonnegative = infer(numbers.natural_bound, term=k)
    zero = value(partial(k, w[1]))
    with pytest.raises(CertificateError, match="not an equality"):
        infer(calculus.partial_of_equal, nonnegative, zero, by=w[1])
    mean = assumed(eq(expectation(x[1]), 1))[0]
    with pytest.raises(CertificateError, match="random"):
        infer(calculus.partial_of_equal, mean, zero, by=x[1])
