"""Signs that are plain are found, and no sign is found where it is not so."""

from __future__ import annotations

import time

import pytest

from verifier.decide.deduce import assumed
from verifier.decide.normal.signs import Signs, prove_sign
from verifier.decide.search import Search
from verifier.language.parse import parse_proposition
from verifier.language.terms import Relation

FACTS = (
    "0 < x",
    "x < 3/2",
    "-5 <= y",
    "y < 0",
    "z != 0",
    "w >= 1",
    "0 <= t",
    "t <= pi",
    "u < pi/2 - 1/1000",
    "u > 0",
    "v != 3",
)
PLAIN = [
    "x > 0",
    "1 + x > 0",
    "x**2 + y**2 + 1 > 0",
    "3 - 2*x > 0",
    "4 - 2*x > 0",
    "x*y < 0",
    "x/y < 0",
    "exp(y) - x*y > 0",
    "y**3 < 0",
    "z**2 > 0",
    "z**4 >= 0",
    "x - y > 0",
    "(y + 6)*x > 0",
    "y - 1 < x",
    "sqrt(1 + x) > 0",
    "log(1 + x) > 0",
    "log(w) >= 0",
    "atan(y) < 0",
    "x**2 - 2*x < 0",
    "1/(1 + x) > 0",
    "1 + x**2 != 0",
    "x**(1/3) > 0",
    "y**(-3) < 0",
    "x**101 > 0",
    "pi > 0",
    "7 - 2*pi > 0",
    "x + y + 5 >= 0",
    "sin(x) > 0",
    "sin(t) >= 0",
    "cos(x/2) > 0",
    "sin(y/2) < 0",
    "3 - x + sin(z) > 0",
    "pi - u > 0",
    "sin(u) > 0",
    "cos(u) > 0",
    "sin(u)*cos(u) > 0",
    "pi - x > 0",
    "2 - cos(z) > 0",
    "6 - 2*v != 0",
    "(v - 3)**2 > 0",
]
NOT_PLAIN = [
    "x > 1",
    "x < 1",
    "y > 0",
    "x + y > 0",
    "z > 0",
    "z**3 > 0",
    "w > 1",
    "log(w) > 0",
    "log(x) > 0",
    "sin(t) > 0",
    "cos(t) >= 0",
    "x**2 - x > 0",
    "cos(y) > 0",
    "sqrt(z) >= 0",
    "1/z > 0",
    "x - 3/2 >= 0",
    "sin(z) > 0",
]


@pytest.mark.parametrize("claim", PLAIN)
def test_plain_signs(claim: str) -> None:
    goal = parse_proposition(claim)
    assert isinstance(goal, Relation)
    facts = assumed(*(parse_proposition(fact) for fact in FACTS))
    found = Signs(facts).shown(goal)
    assert found is not None
    assert found.conclusion == goal
    assert found.hypotheses <= {fact.conclusion for fact in facts}


@pytest.mark.parametrize("claim", NOT_PLAIN)
def test_signs_that_are_not_so(claim: str) -> None:
    facts = assumed(*(parse_proposition(fact) for fact in FACTS))
    assert prove_sign(facts, parse_proposition(claim), Search(time.monotonic() + 5)) is None
