"""Covers: what they show is true, whatever tokens are tried; altered ones show nothing false."""

from __future__ import annotations

import contextlib
import json
import random
import time
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import pytest
from elementary_terms import (
    FINITE_BOXES,
    NEAR,
    PLACES,
    TERMS,
    Ends,
    Unclear,
    Undefined,
    X,
    Y,
    at,
    intervals,
    value,
)
from flint import ctx
from hypothesis import HealthCheck, assume, settings
from hypothesis import given as drawn
from hypothesis import strategies as st
from kernel_tools import given, refused

from verifier.kernel.certificates.combination import negated
from verifier.kernel.certificates.cover import MAX_TOKENS, Cover, check_cover
from verifier.kernel.proof_file import ProofFileError, check_proof
from verifier.kernel.rules import numbers
from verifier.kernel.theorem import infer
from verifier.language.build import E, eq, exp, log, ne, pi, real, sqrt
from verifier.language.enclosure import Box, Claim, bounds, halves, ordered_variables
from verifier.language.statement import statement
from verifier.language.terms import LanguageError, Number, Op, Relation, Term
from verifier.proof_writer import proof_to_json

HALVE, ENCLOSE, ABOUT_A_POINT, FACE = range(4)
VARIABLES = (X, Y)
many = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def shows(facts: Sequence[Relation], goal: Relation, *tokens: int, precision: int = 53) -> bool:
    """Whether the rule accepts these tokens."""
    try:
        infer(numbers.enclosed, *given(*facts), goal=goal, certificate=Cover(precision, tokens))
    except LanguageError:
        return False
    return True


ZERO_TO_ONE = [X >= 0, X <= 1]
CONTRADICTORY = ([*ZERO_TO_ONE, eq(X * 2, 5)], X > 7, (4 * 3 + 1,))
TRUE: list[tuple[list[Relation], Relation, tuple[int, ...]]] = [
    ([], E <= Fraction(2719, 1000), (1,)),
    ([], sqrt(Number(Fraction(2))) + sqrt(Number(Fraction(3))) - pi >= Fraction(1, 500), (1,)),
    ([], ne(pi, 3), (1,)),
    ([X >= 0], exp(X) >= 1 + X, (3, 1)),
    (ZERO_TO_ONE, X * (1 - X) <= Fraction(1, 3), (0, 0, 1, 3, 1, 0, 3, 1, 1)),
    ([X > 0, X <= 1], log(X) <= 0, (1,)),
    ([X > 0, X <= 1], 1 / X >= 1, (1,)),
    (ZERO_TO_ONE, X**2 - X >= Fraction(-9, 10), (2,)),
    ([X**2 < 6], X < 3, (0, 1, 0, 1, 0, 0, 1, 0, 1, 4 + 1, 4 + 1)),
    CONTRADICTORY,
    ([X >= 0, Y >= 0, X + Y < 1], X < 2, (0, 1, 4 * 3 + 1)),
    ([eq(X, 2)], X**3 > 7, (1,)),
]


@pytest.mark.parametrize(("facts", "goal", "tokens"), TRUE)
def test_what_covers_show(facts: list[Relation], goal: Relation, tokens: tuple[int, ...]) -> None:
    theorem = infer(numbers.enclosed, *given(*facts), goal=goal, certificate=Cover(53, tokens))
    assert theorem.conclusion == goal and theorem.hypotheses == set(facts)


FALSE: list[tuple[list[Relation], Relation]] = [
    ([], E <= Fraction(2718, 1000)),
    ([X >= 0], exp(X) > 1 + X),
    (ZERO_TO_ONE, X * (1 - X) < Fraction(1, 4)),
    (ZERO_TO_ONE, X * (1 - X) <= Fraction(24999999, 100000000)),
    ([X >= 0, X <= 1], log(X) <= 0),
    ([X >= -1, X <= 1], sqrt(X) >= 0),
    ([X >= 0, X <= 1], 1 / X >= 1),
    ([X >= 0, X <= 1], X**0 >= 1),
    ([X >= 0, X <= 1], ne(X, 0)),
    ([X >= -1, X <= 1], abs(X) > 0),
    ([X >= 0, X <= 4], Op("tan", (X,)) >= 0),
    ([X**2 < 6], X < 2),
    ([X < 3], X**2 < 9),
    ([X <= 3], X < 3),
    ([Y >= 0, Y <= 1], X * Y <= 5),
    ([X >= 0, Y >= 0, X + Y <= 1], X < 1),
    ([*ZERO_TO_ONE, ne(X, Fraction(1, 2))], abs(X - Fraction(1, 2)) > 0),
    ([*ZERO_TO_ONE, X >= Y], Y >= 0),
    ([X >= -1, X <= 1], Op("pow", (X, Number(Fraction(1, 3)))) >= -1),
]


@pytest.mark.parametrize(("facts", "goal"), FALSE)
def test_false_statements_have_no_cover(facts: list[Relation], goal: Relation) -> None:
    draw = random.Random(1)
    for tokens in trees(facts, goal, draw, 60):
        assert not shows(facts, goal, *tokens)
    for _ in range(300):
        tokens = [draw.choice((0, 1, 2, 3, 4, 5, 6, 7, 9)) for _ in range(draw.randrange(1, 9))]
        assert not shows(facts, goal, *tokens)


def trees(
    facts: Sequence[Relation], goal: Relation, draw: random.Random, count: int
) -> Iterator[tuple[int, ...]]:
    """Tokens of trees, random but for taking a leaf wherever one is accepted."""
    with ctx.workprec(53):
        variables = ordered_variables(goal, *facts)
        claims = [Claim(r, variables) for r in (goal, *map(negated, facts))]
        root = tuple(bounds(facts, v) for v in variables)
        for _ in range(count):
            tokens: list[int] = []
            if grown(root, list(range(len(claims))), claims, draw, 6, tokens):
                yield tuple(tokens)


def grown(
    box: Box, allowed: list[int], claims: list[Claim], draw: random.Random, depth: int,
    tokens: list[int],
) -> bool:  # fmt: skip
    """Adds the tokens of a tree for a box; false if some leaf was not found."""
    for n in allowed:
        for kind in (ENCLOSE, ABOUT_A_POINT):
            try:
                claims[n].check(box, about_a_point=kind == ABOUT_A_POINT)
            except LanguageError:
                continue
            tokens.append(4 * n + kind)
            return True
    if not depth or len(tokens) > 300:
        return False
    if draw.random() < 0.4:
        n = draw.choice(allowed)
        try:
            face = claims[n].lowest_face(box)
        except LanguageError:
            pass
        else:
            tokens.append(4 * n + FACE)
            return grown(face, [n], claims, draw, depth - 1, tokens)
    wide = [i for i, (low, high) in enumerate(box) if low < high]
    if not wide:
        return False
    position = draw.choice(wide)
    tokens.append(4 * position + HALVE)
    try:
        high, low = halves(box, position)
    except LanguageError:
        return False
    return all(grown(half, allowed, claims, draw, depth - 1, tokens) for half in (low, high))


def bounding(ends: tuple[Ends, Ends]) -> list[Relation]:
    """The box as relations."""
    found: list[Relation] = []
    for variable, (low, high) in zip(VARIABLES, ends, strict=True):
        found += [] if low is None else [Number(low) <= variable]
        found += [] if high is None else [Number(high) >= variable]
    return found


def fraction_near(number: Any, shift: Fraction) -> Fraction:
    return Fraction(int(number * 10**12), 10**12) + shift


@many
@drawn(
    TERMS,
    TERMS,
    st.tuples(intervals(), intervals()),
    st.tuples(PLACES, PLACES),
    st.sampled_from([Fraction(0), Fraction(1, 10**6), Fraction(1, 4)]),
    st.integers(0, 2**30),
)
def test_nothing_false_at_a_point_is_shown(
    term: Term, other: Term, ends: tuple[Ends, Ends], place: tuple[Fraction, Fraction],
    slack: Fraction, seed: int,
) -> None:  # fmt: skip
    """A point at which the facts hold is chosen first, then a goal that is false there."""
    point = dict(zip(VARIABLES, map(at, ends, place), strict=True))
    facts = bounding(ends)
    with contextlib.suppress(Undefined, Unclear):
        facts.append(other <= fraction_near(value(other, point), slack + Fraction(2, 10**12)))
    try:
        goal = term <= fraction_near(value(term, point), Fraction(-2, 10**12))
    except Undefined:
        goal = term <= 100
    except Unclear:
        assume(False)
    for tokens in trees(facts, goal, random.Random(seed), 5):
        assert not shows(facts, goal, *tokens), tokens


@many
@drawn(TERMS, FINITE_BOXES, st.lists(st.tuples(PLACES, PLACES), min_size=6, max_size=6))
def test_what_a_tree_shows_holds_at_all_points(
    term: Term, ends: tuple[Ends, Ends], places: list[tuple[Fraction, Fraction]]
) -> None:
    facts = bounding(ends)
    for bound in (Fraction(-1), Fraction(0), Fraction(1)):
        goal = term >= bound
        for tokens in trees(facts, goal, random.Random(3), 2):
            # A tree may clip: then the terms must be known to be defined.
            accepted = shows(facts, goal, *tokens)
            for place in places:
                point = dict(zip(VARIABLES, map(at, ends, place), strict=True))
                try:
                    assert value(term, point) >= int(bound) - NEAR
                except Undefined:
                    assert not accepted
                except Unclear:
                    pass


@pytest.mark.parametrize("index", [n for n, t in enumerate(TRUE) if t is not CONTRADICTORY])
def test_altered_covers_show_nothing_else(index: int) -> None:
    """The opposite of what holds follows by none of them."""
    facts, goal, tokens = TRUE[index]
    draw = random.Random(index)
    opposite = negated(goal)
    for _ in range(100):
        changed = list(tokens)
        for _ in range(draw.randrange(1, 3)):
            kind = draw.randrange(3)
            place = draw.randrange(len(changed) + 1)
            if kind == 0 and changed:
                changed.pop(min(place, len(changed) - 1))
            elif kind == 1:
                changed.insert(place, draw.randrange(13))
            elif changed:
                changed[min(place, len(changed) - 1)] = draw.randrange(13)
        assert not shows(facts, opposite, *changed)


@pytest.mark.parametrize(("facts", "goal", "tokens"), TRUE)
def test_a_missing_premise_is_missed(
    facts: list[Relation], goal: Relation, tokens: tuple[int, ...]
) -> None:
    for position in range(len(facts)):
        assert not shows([*facts[:position], *facts[position + 1 :]], goal, *tokens)


def test_clipped_terms_must_be_known_to_be_defined() -> None:
    assert shows([X > 0, X <= 1], log(X) <= 0, 1)
    refused("may be undefined", numbers.enclosed, *given(X >= 0, X <= 1),
            goal=log(X) <= 0, certificate=Cover(53, (1,)))  # fmt: skip
    # Strictly inside, the enclosures show it themselves.
    assert shows([X >= Fraction(1, 9), X <= 1], log(X) <= 0, 1)
    assert shows([X >= 0, X <= 1], sqrt(X) <= 1, 1)
    # On one part it is clipped and known by no premise, on the other it is not.
    assert not shows([X >= 0, X <= 1], log(X) <= 0, 0, 1, 1)


def test_a_false_fact_needs_no_definedness() -> None:
    assert shows([X >= 0, X <= 1, log(X) > 1], X > 7, 4 * 3 + 1)


def test_facts_do_not_count_on_a_face() -> None:
    # On the face x = 0 the fact x >= 1/2 is false, which says nothing of the box.
    facts = [X >= 0, X <= 1, X * 1 >= Fraction(1, 2)]
    goal = X >= Fraction(3, 4)
    assert not shows(facts, goal, 3, 4 * 3 + 1)
    assert not shows(facts, goal, 3, 4 * 3 + 2)
    assert not shows(facts, goal, 3, 4 * 3 + 3, 1)
    with pytest.raises(LookupError):
        check_cover(facts, goal, Cover(53, (3, 4 * 3 + 1)))


@pytest.mark.parametrize(
    ("tokens", "message"),
    [
        ((), "beyond the limits"),
        ((1,) * (MAX_TOKENS + 1), "beyond the limits"),
        ((-3,), "beyond the limits"),
        ((1, 1), "after its end"),
        ((0, 1), "ends too soon"),
        ((0,) * 3, "ends too soon"),
        ((3,), "ends too soon"),
        ((4 * 9 + 1,), "does not apply"),
        ((4 * 5,), "does not apply"),
        ((4 * 2 + 1,), "does not show"),
    ],
)
def test_other_covers_are_refused(tokens: tuple[int, ...], message: str) -> None:
    premises = given(X >= 0, X <= 1)
    refused(message, numbers.enclosed, *premises, goal=X**2 <= 1, certificate=Cover(53, tokens))


def test_a_box_is_not_halved_beyond_the_precision() -> None:
    refused("cannot be halved", numbers.enclosed, *given(X >= 1, X <= 2), goal=X**2 <= 3,
            certificate=Cover(53, (0,) * 60))  # fmt: skip


@pytest.mark.parametrize("precision", [-1, 0, 1, 10_001, 10**9])
def test_the_precision_is_limited(precision: int) -> None:
    refused("limits", numbers.enclosed, goal=E < 3, certificate=Cover(precision, (1,)))


def test_the_work_is_limited() -> None:
    term: Term = X
    for _ in range(60):
        term = exp(Op("sin", (term,))) + X
    refused("too much work", numbers.enclosed, *given(X >= 0, X <= 1), goal=term < 9,
            certificate=Cover(5_000, (0,) * 9_000))  # fmt: skip


def test_no_cover_takes_long() -> None:
    tower: Term = X
    for _ in range(6):
        tower = exp(tower)
    huge = real("x") ** Fraction(10**9)
    started = time.monotonic()
    for goal in (tower > 0, huge**Fraction(10**9) >= 0, Op("sin", (tower,)) <= 1,
                 Op("tan", (huge,)) < 1, Op("pow", (tower, tower)) > 1):  # fmt: skip
        for precision in (2, 53, 10_000):
            shows([X >= 3, X <= 4], goal, 0, 0, 2, 2, 2, precision=precision)
    assert time.monotonic() - started < 5


def test_contradictory_bounds_are_refused_not_used() -> None:
    refused("contradict", numbers.enclosed, *given(X >= 1, X <= 0), goal=X > 7,
            certificate=Cover(53, (1,)))  # fmt: skip


def test_equations_are_no_goal_and_orders_alone_have_faces() -> None:
    assert not shows([eq(X, 1)], eq(X, 1), 1)
    assert not shows([X >= 1, X <= 2], ne(X, 0), 3, 1)
    assert shows([X >= 1, X <= 2], ne(X, 0), 1)


def test_a_proof_with_a_cover_is_written_and_replayed() -> None:
    facts, goal = [X >= 0, X <= 1], exp(X) <= 1 + 2 * X
    theorem = infer(
        numbers.enclosed, *given(*facts), goal=goal, certificate=Cover(53, (0, 0, 3, 1, 2, 2))
    )
    names = {"low": facts[0], "high": facts[1]}
    said = statement([X], names, goal)
    written = json.loads(json.dumps(proof_to_json("test", said, theorem, [None] * 3)))
    assert check_proof(written).theorem.conclusion == goal
    (step,) = [step for step in written["steps"] if step[0] == "enclosed"]
    cover = step[2]["certificate"]
    for changed in (
        {"precision": 53},
        {"precision": 53, "tokens": 7},
        {"precision": 53, "tokens": [1.5]},
        {"precision": 53, "tokens": [True]},
        {"precision": "53", "tokens": cover["tokens"]},
        {"precision": 53, "tokens": [[1]]},
        {"precision": 10**40, "tokens": [1]},
        {"precision": 53, "tokens": [10**40]},
        [53, [1]],
    ):
        step[2]["certificate"] = changed
        with pytest.raises(ProofFileError):
            check_proof(written)
