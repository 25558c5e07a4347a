"""Statements about integers: what is proved, and that no slightly false variant of it is."""

from __future__ import annotations

import time

import pytest
from sequents import arithmetic

from verifier.decide.calculus import prove_by_calculus
from verifier.decide.deduce import assumed
from verifier.decide.integers import prove_by_integers
from verifier.decide.polynomial import prove_polynomial
from verifier.decide.problem import from_texts
from verifier.decide.search import Search

Given = tuple[str, ...]
# What holds, what does not, domains and hypotheses of both.
PAIRS: list[tuple[str, str, Given, Given]] = [
    # Bounds made whole, ranges looked through, gaps left out.
    ("k >= 3", "k >= 4", ("k in N",), ("2*k > 5",)),
    ("m + 1 <= n", "m + 2 <= n", ("m in N", "n in N"), ("m < n",)),
    ("k <= -1", "k <= -2", ("k in Z",), ("k < 0",)),
    ("n <= 3", "n <= 2", ("n in N",), ("n**2 < 15",)),
    ("n**2 - 7*n + 12 >= 0", "n**2 - 7*n + 12 > 0", ("n in N",), ()),
    ("k**2 >= k", "k**2 > k", ("k in Z",), ()),
    ("n**2 != 3", "n**2 != 4", ("n in N",), ()),
    ("2**n < 600", "2**n < 500", ("n in N",), ("n < 10",)),
    # Reals instead.
    ("1 + 1/n <= 2", "1 + 1/n < 2", ("n in N",), ("n > 0",)),
    ("log(n) <= n - 1", "log(n) < n - 1", ("n in N",), ("n >= 1",)),
    # Induction.
    ("2**n >= n + 1", "2**n > n + 1", ("n in N",), ()),
    ("3**n >= 2*n + 1", "3**n >= 2*n + 2", ("n in N",), ()),
    ("(1 + x)**n >= 1 + n*x", "(1 + x)**n > 1 + n*x", ("n in N",), ("x > -1",)),
    ("(1 + x)**n >= 1 + n*x", "(1 + x)**n > 1 + n*x", ("n in N",), ("x >= -1", "n >= 1")),
    ("2**n > n**2", "2**n > n**2 + 7", ("n in N",), ("n > 4",)),
]


def shown(goal: str, domains: Given, given: Given, seconds: float) -> bool:
    stated = from_texts(goal, given, domains)
    portfolio = (arithmetic, prove_by_integers, prove_polynomial, prove_by_calculus)
    search = Search(time.monotonic() + seconds, portfolio)
    found = search.prove(assumed(*stated.assumptions), stated.conclusion)
    if found is None:
        return False
    assert found.conclusion == stated.conclusion
    assert found.hypotheses <= set(stated.assumptions)
    return True


@pytest.mark.parametrize(("goal", "variant", "domains", "given"), PAIRS)
def test_what_holds_for_integers_is_proved_and_what_is_false_is_not(
    goal: str, variant: str, domains: Given, given: Given
) -> None:
    assert shown(goal, domains, given, 20)
    assert not shown(variant, domains, given, 0.7)


def test_what_holds_for_integers_alone_is_not_proved_for_reals() -> None:
    assert not shown("k**2 >= k", ("k >= 0",), (), 1.5)
    assert not shown("2**n >= n + 1", ("n >= 0",), (), 1.5)
