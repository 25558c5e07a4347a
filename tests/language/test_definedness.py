"""The condition of definedness is exact for terms, and sufficient for propositions."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from random_terms import J, K, W, X, Y, propositions, terms, worlds
from tiny import NotDifferentiableError, UndefinedError, UnsupportedError, World, strictly, value

from verifier.language.binding import substitute
from verifier.language.build import (
    both,
    either,
    eq,
    exists,
    exp,
    expectation,
    forall,
    implies,
    indices,
    log,
    max_over,
    maximum,
    min_over,
    natural,
    ne,
    no,
    partial,
    probability,
    prod,
    random_family,
    sqrt,
    sum_,
    times,
)
from verifier.language.definedness import conjunction, defined, for_all, membership
from verifier.language.render import text
from verifier.language.terms import (
    FALSE,
    TRUE,
    LanguageError,
    Naturals,
    Node,
    Op,
    Proposition,
    Reals,
    Term,
    as_term,
)

N = natural("n")
R = random_family("r")


def is_defined(term: Term, world: World) -> bool:
    try:
        value(term, world)
    except UndefinedError:
        return False
    except (UnsupportedError, NotDifferentiableError):
        assume(False)
    return True


@given(terms(depth=3), worlds())
@settings(max_examples=30, deadline=None)
def test_exact_for_terms(term: Term, world: World) -> None:
    assert value(defined(term), world) == is_defined(term, world)


@given(propositions(depth=3, rational=True), worlds())
@settings(max_examples=30, deadline=None)
def test_no_undefined_term_is_reached(node: Proposition, world: World) -> None:
    try:
        if value(defined(node), world):
            assert strictly(node, world) == value(node, world)
    except UnsupportedError:
        assume(False)


@given(propositions(depth=2, rational=True), worlds())
@settings(max_examples=25, deadline=None)
def test_the_condition_is_itself_defined(node: Proposition, world: World) -> None:
    try:
        condition = defined(node)
        if value(condition, world):
            assert strictly(condition, world)
    except UnsupportedError:
        assume(False)


@given(terms(depth=3), st.integers(0, 3), st.integers(-2, 2), worlds())
@settings(max_examples=30, deadline=None)
def test_putting_numbers_in_changes_nothing(term: Term, k: int, x: int, world: World) -> None:
    put = {K: as_term(k), X: as_term(x)}
    there = World({**world.variables, "k": k, "x": x}, world.families, world.polynomials)
    assert value(defined(substitute(term, put)), there) == value(defined(term), there)


POWERS = [
    # base, exponent, whether it is defined
    (0, 0, False), (0, -1, False), (0, 2, True), (-1, 2, True), (-1, 0, True), (-1, -3, True),
    (0, Fraction(1, 2), True), (0, Fraction(-1, 2), False), (-1, Fraction(1, 2), False),
    (1, Fraction(1, 2), True), (1, Fraction(-1, 2), True), (-1, Fraction(-1, 3), False),
]  # fmt: skip


@pytest.mark.parametrize(("base", "exponent", "expected"), POWERS)
def test_powers(base: int, exponent: Fraction, expected: bool) -> None:
    """By the value of the exponent: x**y at y = 2 is no other thing than x**2.

    Once a literal exponent meant something else than a variable with its value: from
    (x**n = x**n implies x > 0 or n > 0 = x) at n = 2, x = -1 followed 0 < -1.
    """
    world = World({"x": base, "y": exponent})
    for term in (X ** as_term(Fraction(exponent)), X**Y, as_term(base) ** Y, X ** (Y + 0)):
        assert value(defined(term), world) is expected
    if exponent in (0, 2):
        world = World({"x": base, "n": exponent, "y": 0})
        for term in (X**N, X ** (N + 0), X ** (N + Y)):
            assert value(defined(term), world) is expected


def test_power_below_binders() -> None:
    # The exponent is itself an index; the integer that is looked for is bound inside of it.
    term = sum_(K, lambda i: X ** (i / 2))
    for k, expected in ((0, True), (1, False), (2, False)):
        assert value(defined(term), World({"k": k, "x": -1})) is expected
    whole = sum_(K, lambda i: X ** (i * 4 / 2 - 2))
    for k, x, expected in ((2, -1, True), (2, 0, False), (0, 0, True)):
        assert value(defined(whole), World({"k": k, "x": x})) is expected


CONDITIONS: list[tuple[Node, str]] = [
    (X + Y, "true"),
    (1 / X, "x != 0"),
    (as_term(1) / 2, "true"),
    (as_term(1) / 0, "false"),
    (log(X / Y), "y != 0 and 0 < x/y"),
    (sqrt(X), "0 <= x"),
    (exp(1 / X), "x != 0"),
    (Op("tan", (X,)), "cos(x) != 0"),
    (Op("acos", (X,)), "-1 <= x <= 1"),
    (maximum(1 / X, Y), "x != 0"),
    (X**2, "true"),
    (X ** as_term(0), "x != 0"),
    (as_term(2) ** X, "true"),
    (X**N, "0 < n or x != 0"),
    (prod(K, lambda i: 1 / W[i], omit=[J]), "for all i in 1..k, i != j: w_i != 0"),
    (sum_(K, lambda i: W[i]), "true"),
    (max_over(K, lambda i: W[i]), "for some i in 1..k: 0 <= 0"),
    (
        min_over(K, lambda i: log(W[i])),
        "(for some i in 1..k: 0 <= 0) and (for all i in 1..k: 0 < w_i)",
    ),
    (expectation(R[1]), "E[r_1] = E[r_1]"),
    (partial(X * W[1], W[1]), "d/dw_1[x*w_1] = d/dw_1[x*w_1]"),
    (probability(R[1] >= X), "true"),
    (probability(R[1] >= 1 / X), "x != 0"),
    (X < 1 / Y, "y != 0"),
    (both(X > 0, log(X) > 0), "if x > 0 then 0 < x"),
    (either(eq(X, 0), 1 / X > 1), "if not (x = 0) then x != 0"),
    (implies(ne(X, 0), 1 / X > 1), "if x != 0 then x != 0"),
    (no(1 / X > 1), "x != 0"),
    (forall(indices(K), lambda i: W[i] / X > 0), "for all i in 1..k: x != 0"),
    (exists(times(1), lambda t: 1 / t > X), "for all natural t >= 1: t != 0"),
]


@pytest.mark.parametrize(("node", "expected"), CONDITIONS)
def test_conditions(node: Node, expected: str) -> None:
    assert text(defined(node)) == expected


def test_events_must_not_depend_on_the_outcome_for_their_definedness() -> None:
    with pytest.raises(LanguageError, match="must not depend on the outcome"):
        defined(probability(1 / R[1] > 0))
    with pytest.raises(LanguageError, match="must not depend on the outcome"):
        defined(probability(log(max_over(K, lambda i: R[i])) > 0))


def test_conjunction_and_membership() -> None:
    a, b = X > 0, Y > 0
    assert conjunction() == TRUE
    assert conjunction(a, TRUE, a) == a
    assert conjunction(both(a, b), b) == both(a, b)
    assert conjunction(FALSE, a) == both(FALSE, a)
    assert for_all(indices(K), TRUE) == TRUE
    assert for_all(indices(K), FALSE) != FALSE  # true of an empty range
    assert [text(p) for p in membership(indices(K, [J, N]), N + 1)] == [
        "1 <= n + 1", "n + 1 <= k", "n + 1 != j", "n + 1 != n",
    ]  # fmt: skip
    assert [text(p) for p in membership(Naturals(2), N)] == ["2 <= n"]
    assert membership(Reals(), X) == ()
