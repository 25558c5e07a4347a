"""Branch and bound: what it proves, what it leaves, and that it gives up soon."""

from __future__ import annotations

import time
from collections.abc import Sequence
from fractions import Fraction

import pytest
from kernel_tools import given

from verifier.decide.boxes import failing_point, prove_by_boxes
from verifier.decide.deduce import followed
from verifier.decide.scalar import find_scalar_proof
from verifier.decide.search import Search
from verifier.kernel.certificates.cover import Cover
from verifier.kernel.theorem import Theorem
from verifier.language.build import E, eq, exp, family, log, maximum, natural, ne, pi, real, sqrt
from verifier.language.evaluate import Truth, truth
from verifier.language.instance import Instance
from verifier.language.terms import And, LanguageError, Not, Op, Proposition, Relation, Term

x, y, z, n = real("x"), real("y"), real("z"), natural("n")


def sin(t: Term) -> Term:
    return Op("sin", (t,))


def cos(t: Term) -> Term:
    return Op("cos", (t,))


def atan(t: Term) -> Term:
    return Op("atan", (t,))


def glance(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
    return followed(facts, goal)


def combined(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
    try:
        return find_scalar_proof(goal, facts, degree=1)
    except LanguageError:
        return None


def attempt(facts: Sequence[Relation], goal: Relation, seconds: float = 20) -> Theorem | None:
    search = Search(time.monotonic() + seconds, (glance, combined, prove_by_boxes))
    return prove_by_boxes(given(*facts), goal, search)


def cover_of(theorem: Theorem) -> Cover:
    while theorem.derivation.rule != "enclosed":
        (theorem,) = theorem.derivation.premises
    found = dict(theorem.derivation.arguments)["certificate"]
    assert isinstance(found, Cover)
    return found


TRUE: list[tuple[list[Relation], Relation, int]] = [
    # Constants, at the precision that they take.
    ([], E < Fraction(2718282, 10**6), 1),
    ([], abs(pi - Fraction(31415926535897932384626433832795, 10**31)) <= Fraction(1, 10**31), 1),
    ([], ne(exp(pi) - pi, 20), 1),
    # One variable, bounded.
    ([x >= 0, x <= 3], sin(x) + cos(x) <= Fraction(15, 10), 30),
    ([x >= 0, x <= 1], exp(x) >= 1 + x, 3),
    ([x >= 0, x <= 2], x**4 - 2 * x**3 + 2 >= Fraction(31, 100), 60),
    ([x > 0, x <= 1], x - log(x) >= 1, 5),
    ([-x <= 2, 3 * x <= 4], abs(x**3 - x) <= 7, 20),
    ([x >= -1, x <= 1], abs(exp(x) - 1 - x - x**2 / 2) <= Fraction(1, 4), 40),
    ([x >= -1, x <= 1], maximum(sin(x), cos(x)) >= Fraction(1, 2), 40),
    ([x > 0, x <= pi / 2], ne(x * cos(x / 2), -1), 20),
    # Unbounded ones.
    ([x >= 0], exp(-x) + 2 * atan(x) <= Fraction(16, 5), 40),
    ([], atan(x) < Fraction(8, 5), 3),
    ([x > 0], log(x) <= x / E + Fraction(1, 1000), 60),
    ([n >= 2], log(n) < n, 20),
    # Several, with constraints.
    ([x**2 + y**2 <= 4, x >= -9, x <= 9, y >= -9, y <= 9], x + y <= 3, 800),
    ([x**2 + y**2 + z**2 <= 1], x * y * z <= Fraction(1, 2), 200),
    ([x > 0, y > 0, x + y < 1], x * y < Fraction(3, 10), 200),
    ([x >= 0, x <= 1, eq(y**2, 1 + x), y >= 0], y - x / 2 <= Fraction(11, 10), 200),
    ([x >= 0, x <= 1, y >= -1, y <= 1], sqrt(exp(x) + y) + x >= 0, 3),
    ([x >= 0, x <= 1, y >= -1, y <= 1], sqrt(cos(x) + 2 + y) > 0, 3),
]


@pytest.mark.parametrize(("facts", "goal", "tokens"), TRUE)
def test_true_statements_are_proved(facts: list[Relation], goal: Relation, tokens: int) -> None:
    theorem = attempt(facts, goal)
    assert theorem is not None
    assert theorem.conclusion == goal and theorem.hypotheses <= set(facts)
    assert len(cover_of(theorem).tokens) <= tokens


FALSE: list[tuple[list[Relation], Relation]] = [
    ([], E <= Fraction(2718281, 10**6)),
    ([], eq(pi, Fraction(22, 7))),
    ([x >= 0, x <= 3], sin(x) + cos(x) <= Fraction(14142, 10000)),
    ([x >= 0, x <= 2], x**4 - 2 * x**3 + 2 >= Fraction(5, 16) + Fraction(1, 10**9)),
    ([x >= 0, x <= 1], exp(x) > 1 + x),
    ([x >= 0], log(1 + x) < x),
    ([x > 0], log(x) <= x / E - Fraction(1, 10**6)),
    ([x >= -1, x <= 1], ne(x, 0)),
    ([x >= -1, x <= 1], 1 / x <= 5),
    ([x**2 + y**2 <= 4], x + y <= Fraction(28, 10)),
    ([x > 0, y > 0, x + y < 1], x * y < Fraction(249, 1000)),
    ([x >= 0, x <= 1, x >= y], y >= 0),
]


@pytest.mark.parametrize(("facts", "goal"), FALSE)
def test_false_and_unprovable_statements_are_left_soon(
    facts: list[Relation], goal: Relation
) -> None:
    started = time.process_time()
    assert attempt(facts, goal, 10) is None
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    ("facts", "goal"),
    [
        ([x >= 0, x <= 3], sin(x) + cos(x) <= Fraction(141421356, 10**8)),
        ([x >= 0, x <= 1, y >= 0, y <= 1], (x - y) ** 2 + (x + y - 1) ** 2 >= Fraction(1, 10**14)),
        ([x >= 0, x <= 10], abs(sin(x**2) - x / 11) > 0),
        ([x > 1], x - 10**6 <= exp(-x)),
    ],
)
def test_points_at_which_a_goal_fails_are_met(facts: list[Relation], goal: Relation) -> None:
    found = failing_point(facts, goal, time.monotonic() + 10)
    if goal.op == ">":  # fails at irrational points only
        assert found is None
        return
    assert found is not None
    instance = Instance(dict(found))
    assert truth(goal, instance) is Truth.FALSE
    assert all(truth(fact, instance) is Truth.TRUE for fact in facts)


def test_time_is_kept() -> None:
    hard = sum((sin(x * y * (k + 1)) ** 2 for k in range(12)), start=x * 0)
    started = time.monotonic()
    assert attempt([x >= 0, x <= 9, y >= 0, y <= 9], hard + x * y >= Fraction(1, 10**7), 1) is None
    assert time.monotonic() - started < 2


def test_what_is_no_inequality_between_elementary_terms_is_left() -> None:
    search = Search(time.monotonic() + 1, ())
    for goal in (eq(x, x), And((x**2 >= 0,)), Not(x**2 < 0), family("w")[n] ** 2 >= 0):
        assert prove_by_boxes([], goal, search) is None


def test_facts_that_were_not_used_are_no_hypotheses() -> None:
    facts = [x >= 0, x <= 1, x**2 + x >= -7, y >= 0, y + x <= 9]
    theorem = attempt(facts, exp(x) <= 3)
    assert theorem is not None
    assert theorem.hypotheses <= {x >= 0, x <= 1, y >= 0}
