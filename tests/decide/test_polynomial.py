"""Polynomial inequalities and equations: what is proved, and that what is slightly false is not."""

from __future__ import annotations

import time

import pytest

from verifier.decide.deduce import assumed, defining
from verifier.decide.polynomial import prove_polynomial
from verifier.decide.problem import from_texts
from verifier.decide.search import Search
from verifier.kernel.proof_file import check_proof
from verifier.kernel.theorem import Theorem
from verifier.language.build import exp, family, natural, prod, real
from verifier.language.parse import parse_proposition
from verifier.language.terms import FALSE, Relation
from verifier.proof_writer import proof_to_json

SECONDS = 10.0
TRIANGLE = ("a < b + c", "b < c + a", "c < a + b")
POSITIVE = ("a > 0", "b > 0", "c > 0")
UNIT_BOX = ("0 <= x", "x <= 1", "0 <= y", "y <= 1")

# Hypotheses, what follows, and what does not quite.
PAIRS = {
    "identity": ((), "(x + y)**3 - x**3 - y**3 == 3*x*y*(x + y)", "(x + y)**3 == x**3 + y**3"),
    "linear": (("x + 2*y <= 3", "x - y < 1"), "3*x < 5", "3*x <= 4"),
    "linear system": (
        ("2*x + y + z == 7", "x + 2*y + z == 8", "x + y + 2*z == 9"), "x*y*z == 6", "x*y*z == 7",
    ),
    "square": ((), "6*x*y <= 9*x**2 + y**2", "6*x*y < 9*x**2 + y**2"),
    "tight on an interval": (("0 <= x", "x <= 3"), "x*(3 - x)**2 <= 4", "x*(3 - x)**2 < 4"),
    "close to a zero": ((), "(x**2 - 3)**2*(x - 1)**2 + 1/100000 > 0", "(x**2 - 3)**2 > 0"),
    "half-line": (("x >= 1",), "x**7 - 7*x + 6 >= 0", "x**7 - 7*x + 6 > 0"),
    "negative half-line": (("x < 0",), "x**51 < -x**3", "x**51 < -x**3 - 1"),
    "sparse square": ((), "x**90 + 1 >= 2*x**45", "x**90 + 1 > 2*x**45"),
    "even powers": ((), "(x - 2)**6 + (x - 4)**6 >= 2", "(x - 2)**6 + (x - 4)**6 > 2"),
    "irrational end": (("x**2 <= 3", "x > 0"), "x**3 <= 3*x", "x**3 < 3*x"),
    "vertex of a box": (UNIT_BOX, "x + y <= 1 + x*y", "x + y < 1 + x*y"),
    "edges of a box": (UNIT_BOX, "x**2*y + x*y**2 <= x + y", "x**2*y + x*y**2 < x + y"),
    "pieces of a box": (
        ("-1 <= x", "x <= 2", "-1 <= y", "y <= 1"),
        "x**4 - 2*x**2*y + y**2 + x**2 + 1/20 > 0", "x**4 - 2*x**2*y + y**2 + x**2 - 1/20 > 0",
    ),
    "interior of a box": (UNIT_BOX, "4*x*y*(1 - x) <= 1", "4*x*y*(1 - x) <= 99/100"),
    "cyclic quartic": (
        (), "(x**2 + y**2 + z**2)**2 >= 3*(x*y**3 + y*z**3 + z*x**3)",
        "(x**2 + y**2 + z**2)**2 >= 301/100*(x*y**3 + y*z**3 + z*x**3)",
    ),
    "no sum of squares": ((), "x**4*y**2 + x**2*y**4 + 1 >= 3*x**2*y**2",
        "x**4*y**2 + x**2*y**4 + 1 >= 301/100*x**2*y**2"),
    "homogeneous": ((), "x**4*y**2 + x**2*y**4 + z**6 >= 3*x**2*y**2*z**2",
        "x**4*y**2 + x**2*y**4 + z**6 >= 301/100*x**2*y**2*z**2"),
    "degree one of Schur": (
        ("a >= 0", "b >= 0", "c >= 0"),
        "a*b*(a + b) + b*c*(b + c) + c*a*(c + a) <= a**3 + b**3 + c**3 + 3*a*b*c",
        "a*b*(a + b) + b*c*(b + c) + c*a*(c + a) <= a**3 + b**3 + c**3 + 29/10*a*b*c",
    ),
    "triangle": ((*POSITIVE, *TRIANGLE), "a/(b + c) + b/(c + a) + c/(a + b) < 2",
        "a/(b + c) + b/(c + a) + c/(a + b) < 19/10"),
    "fractions": (POSITIVE, "a/(b + c) + b/(c + a) + c/(a + b) >= 3/2",
        "a/(b + c) + b/(c + a) + c/(a + b) > 3/2"),
    "sign of a denominator by cases": (("x != 0",), "x**2 + 1/x**2 >= 2", "x**2 + 1/x**2 >= 3"),
    "product one": ((*POSITIVE, "a*b*c == 1"), "a + b + c >= 3", "a + b + c > 3"),
    "sum one": (("a >= 0", "b >= 0", "c >= 0", "a + b + c == 1"),
        "a*b + b*c + c*a <= 1/4 + 9/4*a*b*c", "a*b + b*c + c*a <= 1/4 + 2*a*b*c"),
    "convexity": (("a >= 0", "b >= 0"), "(a + b)**5 <= 16*(a**5 + b**5)",
        "(a + b)**5 <= 15*(a**5 + b**5)"),
    "discriminant": (("a > 0", "a*t**2 + b*t + c < 0"), "b**2 > 4*a*c", "b**2 > 5*a*c"),
    "products of facts": (
        ("0 < x", "x < y", "0 < u", "u < v", "0 < w", "w < z"), "u + x*w < v + y*z**1",
        "u + y*w < v + x*z",
    ),
    "signs": (("x > 0", "x*y*z < 0", "x*w > 0"), "w > y*z", "w > 2 + y*z"),
    "high powers": (("x > 0", "0 < y", "y < 1"), "x**120*y**120 <= x**120 + y**120",
        "x**120*y**120 <= x**120/2"),
    "powers of sums": (("0 < u", "u < v", "0 < z", "z + 1 < w"), "(u + z)**21 < (v + w)**35",
        "(v + w)**21 < (u + z)**35"),
    "monotone": (("x < y",), "x**5 + x < y**5 + y", "x**4 + x < y**4 + y"),
    "root of a monotone": (("x**7 <= y**7",), "x <= y", "x < y"),
    "factor by factor": (("-3/4 <= x", "x < y", "y <= -3/5"), "x**3 - x < y**3 - y",
        "2*x**3 - 3*x < 2*y**3 - 3*y"),
    "square root of two": (
        ("s > 0", "s**2 == 2", "x**2 + y**2 <= 1"), "x + y <= s", "x + y <= s - 1/1000",
    ),
    "two roots": (
        ("x >= 0", "s >= 0", "s**2 == x + 1", "t >= 0", "t**2 == x"), "2*s*(s - t) > 1",
        "2*s*(s - t) > 11/10",
    ),
    "product of roots": (
        ("0 < x", "x < 1", "p >= 0", "p**2 == 1 + x", "m >= 0", "m**2 == 1 - x", "r >= 0",
         "r**2 == 1 - x**2"), "p*m == r", "p*m == r + x",
    ),
    "equation with one real root": (("x**3 == 8",), "x == 2", "x == 3"),
    "equation by factors": (("x**2 - 5*x + 6 == 0", "x < 5/2"), "x == 2", "x == 3"),
    "product zero": (("x*y == 0", "x != 0"), "y == 0", "x == 1"),
    "sum of squares zero": (("x**2 + y**2 == 0",), "x + y == 0", "x + y == 1"),
    "symmetric functions": (("a*b == 12", "a + b == 7"), "a**3 + b**3 == 91", "a**3 == 27"),
    "not equal": (("x*y == 1",), "x != 0", "x != 1"),
    "different roots": (
        ("a**2 == 3*a + 1", "b**2 == 3*b + 1", "a != b"), "a + b == 3", "a - b == 3",
    ),
}  # fmt: skip


def attempt(goal: str, *hypotheses: str) -> Theorem | None:
    """What is proved, all terms being shown to be defined first."""
    given = [parse_proposition(h) for h in hypotheses]
    claim = parse_proposition(goal)
    search = Search(time.monotonic() + SECONDS, (prove_polynomial,))
    facts = assumed(*given)
    for relation in (*given, claim):
        assert isinstance(relation, Relation)
        defined = defining(search, facts, relation.left, relation.right)
        assert defined is not None
        facts = defined
    found = prove_polynomial(facts, claim, search)
    if found is not None:
        assert found.conclusion == claim
        assert found.hypotheses <= set(given)
    return found


@pytest.mark.parametrize("name", PAIRS)
def test_what_follows_is_proved(name: str) -> None:
    hypotheses, goal, _ = PAIRS[name]
    assert attempt(goal, *hypotheses) is not None


@pytest.mark.parametrize("name", PAIRS)
def test_what_does_not_quite_follow_is_not_proved(name: str) -> None:
    hypotheses, _, false = PAIRS[name]
    assert attempt(false, *hypotheses) is None


def test_facts_that_contradict_each_other() -> None:
    search = Search(time.monotonic() + SECONDS)
    facts = assumed(*(parse_proposition(h) for h in ("x**2 + y**2 < 1", "x + y > 2")))
    found = prove_polynomial(facts, FALSE, search)
    assert found is not None
    assert found.conclusion == FALSE
    assert prove_polynomial(facts[:1], FALSE, search) is None


def test_what_is_no_arithmetic_is_opaque() -> None:
    w, k, x = family("w"), natural("k"), real("x")
    product, growth = prod(k, lambda i: w[i]), exp(x * x + 1)
    facts = assumed(0 < growth, product**2 <= growth)
    search = Search(time.monotonic() + SECONDS)
    assert prove_polynomial(facts, 2 * product <= growth + 1, search) is not None
    assert prove_polynomial(facts, 3 * product <= growth + 1, search) is None


def test_a_goal_that_may_be_undefined_is_not_proved() -> None:
    search = Search(time.monotonic() + SECONDS)
    goal = parse_proposition("x/x <= 1")
    assert prove_polynomial([], goal, search) is None
    assert prove_polynomial(assumed(parse_proposition("x != 0")), goal, search) is not None


def test_no_time_is_no_proof() -> None:
    goal = parse_proposition("(x**2 + y**2 + z**2)**2 >= 3*(x*y**3 + y*z**3 + z*x**3)")
    assert prove_polynomial([], goal, Search(time.monotonic() - 1)) is None


def test_a_proof_is_checked_again_fast() -> None:
    statement = from_texts(
        "a/(b + c) + b/(c + a) + c/(a + b) >= 3/2", [], ["a > 0", "b > 0", "c > 0"]
    )
    search = Search(time.monotonic() + SECONDS, (prove_polynomial,))
    facts = assumed(*statement.assumptions)
    goal = statement.conclusion
    assert isinstance(goal, Relation)
    defined = defining(search, facts, goal.left, goal.right)
    assert defined is not None
    theorem = prove_polynomial(defined, goal, search)
    assert theorem is not None
    written = proof_to_json("test", statement, theorem, [None] * 4)
    started = time.process_time()
    assert check_proof(written).theorem.conclusion == goal
    assert time.process_time() - started < 0.5
