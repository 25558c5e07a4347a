"""Derived rules: each returns just the theorem that it names."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from kernel_tools import given

from verifier.decide.deduce import (
    assumed,
    by_cases,
    by_rewriting,
    defining,
    discharged,
    flipped,
    followed,
    increase,
    law,
    occurs,
    parts_of,
    rewritten,
)
from verifier.decide.scalar import find_scalar_proof
from verifier.decide.search import Search
from verifier.kernel.theorem import Theorem
from verifier.language.build import both, eq, exp, log, ne, real, sqrt
from verifier.language.calculus import derivative
from verifier.language.terms import ZERO, Proposition, Relation

x, y, s = real("x"), real("y"), real("s")


def arithmetic(goal: Proposition, *facts: Theorem) -> Theorem:
    theorem = find_scalar_proof(goal, facts)
    assert theorem is not None
    return theorem


def test_the_parts_of_a_conjunction() -> None:
    (whole,) = assumed(both(x > 0, both(y > 0, x < y)))
    assert [p.conclusion for p in parts_of(whole)] == [x > 0, y > 0, x < y]
    assert parts_of(*assumed(x > 0))[0].conclusion == (x > 0)


def test_what_follows_at_a_glance() -> None:
    facts = assumed(x > 0, y >= 1)
    weaker = followed(facts, x >= 0)
    assert weaker is not None and weaker.hypotheses == {x > 0}
    assert followed(facts, x > 1) is None
    assert followed(facts, ne(x, y)) is None


def test_a_law_needs_its_conditions() -> None:
    assert law("log of product", x, y, facts=assumed(x > 0)) is None
    made = law("log of product", x, y, facts=assumed(x > 0, y > 0))
    assert made is not None and made.conclusion == eq(log(x * y), log(x) + log(y))


def test_a_hypothesis_gives_way_to_what_shows_it() -> None:
    weak, strong = arithmetic(x > -1, *given(x > 0)), arithmetic(x > 0, *given(x > 5))
    made = discharged(weak, strong)
    assert (made.hypotheses, made.conclusion) == ({x > 5}, x > -1)
    assert discharged(made, strong).hypotheses == {x > 5}


def test_both_cases_are_needed() -> None:
    goal = x**2 >= x - 1

    def shown(case: Theorem) -> Theorem | None:
        return find_scalar_proof(goal, [case], squares=(x - 1, x))

    made = by_cases(goal, x <= 1, shown, shown, [])
    assert made is not None and (made.hypotheses, made.conclusion) == (frozenset(), goal)
    assert by_cases(goal, x <= 1, shown, lambda case: None, []) is None
    assert by_cases(goal, sqrt(x) <= 1, shown, shown, []) is None, "the root may be undefined"


def test_rewriting_both_ways() -> None:
    equality, claim = assumed(eq(log(x), y), log(x) + log(x) * y < 0)
    assert rewritten(claim, equality).conclusion == (y + y * y < 0)
    assert flipped(equality).conclusion == eq(y, log(x))
    asked: list[Proposition] = []

    def prove(goal: Proposition) -> Theorem:
        asked.append(goal)
        return assumed(goal)[0]

    made = by_rewriting(exp(log(x)) > log(x), equality, prove)
    assert made is not None and asked == [exp(y) > y]
    assert made.conclusion == (exp(log(x)) > log(x))


@pytest.mark.parametrize(
    ("order", "holds"), [(ZERO < y, False), (ZERO < x, True), (ZERO <= x, True)]
)
def test_an_increase_between_two_ends(order: Proposition, holds: bool) -> None:
    # x**3 + x increases, strictly where the ends differ.
    body = s**3 + s
    slope = arithmetic(ZERO < derivative(body, s), *given(ZERO < s))
    made = increase(body, s, (ZERO, x), *given(order), [slope])
    assert (made is not None) == holds
    if made is not None:
        assert (made.hypotheses, made.cited) == ({order}, {"mean-value"})
        assert isinstance(order, Relation) and isinstance(made.conclusion, Relation)
        assert made.conclusion.op == order.op


def test_what_shows_terms_to_be_defined() -> None:
    def combine(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
        return find_scalar_proof(goal, facts)

    search = Search(time.monotonic() + 10, (combine,))
    found = defining(search, assumed(x > 2), sqrt(x - 1), 1 / x)
    assert found is not None and len(found) == 3
    assert defining(search, assumed(x > 0), sqrt(x - 1)) is None
    assert occurs(x, log(x + y)) and not occurs(s, log(x + y))
