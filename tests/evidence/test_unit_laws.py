"""Random variables of second moment 1 are drawn often enough to test statements about them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from verifier import eq, expectation, forall, indices, natural, over, random_family, statement
from verifier.evidence.fuzz import fuzz
from verifier.evidence.simple import UNIT, unit_law
from verifier.evidence.source import RandomSource
from verifier.language.terms import Proposition

w, k = random_family("w"), natural("k")
OF_ONE = eq(expectation(w[1] ** 2), 1)
OF_ALL = forall(indices(k), lambda i: eq(expectation(w[i] ** 2), 1))


@pytest.mark.parametrize("law", UNIT)
def test_the_listed_laws_have_second_moment_1(law: tuple[tuple[Fraction, Fraction], ...]) -> None:
    assert sum(p for p, _ in law) == 1 == sum(p * x**2 for p, x in law)


@pytest.mark.parametrize("count", [1, 2, 3, 5, 12])
@pytest.mark.parametrize("independent", [True, False])
@pytest.mark.parametrize("same", [True, False])
def test_the_laws_drawn_are_as_asked_for(count: int, independent: bool, same: bool) -> None:
    source, members = RandomSource(1), range(1, count + 1)
    for _ in range(20):
        law = unit_law(source, count, independent, same)
        assert law.independent(list(members)) or not independent
        assert law.same_law(list(members)) or not (same and independent)
        for member in members:
            assert sum(p * x**2 for x, p in law.marginal(member).items()) == 1


@pytest.mark.parametrize("hypothesis", [OF_ONE, OF_ALL])
def test_statements_about_them_are_not_vacuous(hypothesis: Proposition) -> None:
    upper = 1 if hypothesis is OF_ONE else k
    stated = statement(
        [k, over(w, upper)], {"second moment 1": hypothesis}, expectation(w[1] ** 2) >= 0
    )
    found = fuzz(stated, 30, seed=1)
    assert found.failure is None and found.examples >= 30
