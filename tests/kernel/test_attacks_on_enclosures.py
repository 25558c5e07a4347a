"""Attacks on enclosures, covers and `increasing`: few bits, large arguments, facts of all kinds."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import mpmath
import pytest
from elementary_terms import (
    BOXES,
    NEAR,
    PLACES,
    TERMS,
    Ends,
    Unclear,
    Undefined,
    X,
    Y,
    at,
    box_of,
    exact,
    value,
    within,
)
from flint import arb, ctx
from hypothesis import HealthCheck, assume, settings
from hypothesis import given as drawn
from hypothesis import strategies as st
from kernel_tools import given, refused

from verifier.kernel.certificates.combination import negated
from verifier.kernel.certificates.cover import Cover
from verifier.kernel.rules import calculus, numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import free_variables, substitute
from verifier.language.build import E, cos, exp, log, natural, sin, sqrt, tan
from verifier.language.calculus import derivative, smooth
from verifier.language.definedness import conjunction, defined
from verifier.language.enclosure import (
    Box,
    Claim,
    Program,
    bounds,
    halves,
    lowest_face,
    ordered_variables,
)
from verifier.language.intervals import add, mul
from verifier.language.terms import (
    TRUE,
    ZERO,
    And,
    LanguageError,
    Number,
    Op,
    Proposition,
    Relation,
    Term,
    Variable,
    as_term,
)

HALVE, ENCLOSE, ABOUT_A_POINT, FACE = range(4)
FEW = st.sampled_from([2, 3, 4, 5, 8, 12, 20])
K = natural("k")
Points = tuple[Fraction, Fraction]
many = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow,
                                                            HealthCheck.filter_too_much]
)  # fmt: skip


def at_point(term: Term, point: Sequence[Fraction]) -> Any:
    return value(term, dict(zip((X, Y), point, strict=False)))


# Waves, whose extrema must be found where the middle of an interval is rounded


def extrema(low: Fraction, high: Fraction) -> list[Any]:
    """The ends, and the multiples of pi/2 between them."""
    with mpmath.workdps(80):
        a, b = (mpmath.mpf(end.numerator) / end.denominator for end in (low, high))
        first = int(mpmath.floor(a * 2 / mpmath.pi))
        inner = [n * mpmath.pi / 2 for n in range(first, first + 5)]
        return [a, b, *(p for p in inner if a <= p <= b)]


@settings(many, max_examples=300)
@drawn(
    st.sampled_from([2, 3, 4, 5, 6, 8, 10, 12, 20, 53]),
    st.sampled_from(["sin", "cos", "tan"]),
    st.integers(-7, 2),
    st.integers(2**30, 2**31 - 1),
    st.sampled_from([Fraction(n, 4) for n in (0, 1, 2, 3, 5, 7, 8, 9, 11, 12, 13)]),
    st.booleans(),
)
def test_extrema_of_waves_at_all_sizes(
    precision: int, name: str, size: int, digits: int, width: Fraction, mirrored: bool
) -> None:
    size_of_one, wide = exact(Fraction(2) ** (precision + size - 30)), exact(width)
    with ctx.workprec(precision):
        low = (arb(digits) * size_of_one).mid()
        high = (low + wide).mid()
        ends = (-high, -low) if mirrored else (low, high)
        interval = Program(Op(name, (X,)), [X]).enclose((ends,))
    check_wave(name, ends, interval)


def check_wave(name: str, ends: tuple[Any, Any], interval: tuple[Any, Any]) -> None:
    low, high = (rational(end) for end in ends)
    for point in extrema(low, high):
        with mpmath.workdps(80):
            if name == "tan" and abs(mpmath.cos(point)) < NEAR:
                continue
            assert within(getattr(mpmath, name)(point), interval)


def rational(end: Any) -> Fraction:
    mantissa, exponent = end.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


WAVES = [
    (8, cos, 278, 280), (8, cos, 322, 324), (8, sin, 490, 492), (6, sin, -49, -46),
    (53, sin, -15003799610931984, -15003799610931982),
]  # fmt: skip


@pytest.mark.parametrize(("precision", "wave", "low", "high"), WAVES)
def test_a_rounded_middle_hides_no_extremum(precision: int, wave: Any, low: int, high: int) -> None:
    """There is an extremum well inside, and the middle is rounded to an end."""
    between, cover = given(as_term(low) <= X, X <= high), Cover(precision, (ENCLOSE,))
    with mpmath.workdps(80):
        function = getattr(mpmath, wave(X).name)
        values = [function(p) for p in extrema(Fraction(low), Fraction(high))]
    for goal, is_false in (
        (wave(X) >= Fraction(-97, 100), min(values) < -0.98),
        (wave(X) <= Fraction(97, 100), max(values) > 0.98),
    ):
        if is_false:
            refused("does not show", numbers.enclosed, *between, goal=goal, certificate=cover)


# Random terms at few bits


@settings(many, max_examples=150)
@drawn(TERMS, BOXES, st.lists(st.tuples(PLACES, PLACES), min_size=4, max_size=4), FEW)
def test_enclosures_at_few_bits(
    term: Term, ends: tuple[Ends, Ends], places: list[Points], precision: int
) -> None:
    box = box_of(ends)
    with ctx.workprec(precision):
        program = Program(term, (X, Y))
        interval, is_defined = program.enclose(box), program.is_defined(box)
        try:
            expanded, slopes = program.expand(box)
        except LanguageError:
            intervals, is_smooth = [interval], False
        else:
            intervals, is_smooth = [interval, expanded], True
            intervals.append(program.enclose_about_lowest(box, slopes))
            face = lowest_face(box, slopes)
            assert all(o[0] <= n[0] and n[1] <= o[1] for o, n in zip(box, face, strict=True))
    found: list[tuple[Points, Any]] = []
    for p, q in places:
        point = (at(ends[0], p), at(ends[1], q))
        try:
            found.append((point, at_point(term, point)))
        except Undefined:
            assert not is_defined and not is_smooth
        except Unclear:
            pass
    assert all(within(v, each) for _, v in found for each in intervals)
    if is_smooth:
        check_slopes(found, slopes)


def check_slopes(found: Sequence[tuple[Points, Any]], slopes: Box) -> None:
    """Checks that two values differ by slopes times steps."""
    for first, v in found:
        for second, w in found:
            rise = (arb(0), arb(0))
            for p, q, slope in zip(first, second, slopes, strict=True):
                step = exact(p - q)
                rise = add(rise, mul(slope, (step, step)))
            with mpmath.workdps(80):
                assert within(v - w, rise)


# Covers of what is false


def searched(
    facts: Sequence[Relation], goal: Relation, precision: int, draw: random.Random, budget: int
) -> tuple[int, ...] | None:
    """The tokens of a random tree that takes leaves and faces as soon as they are accepted."""
    with ctx.workprec(precision):
        variables = ordered_variables(goal, *facts)
        claims = {n: Claim(r, variables) for n, r in enumerate((goal, *map(negated, facts)))}
        stack = [(tuple(bounds(facts, v) for v in variables), claims)]
        tokens: list[int] = []
        while stack:
            box, allowed = stack.pop()
            token, below = settled(box, allowed, draw)
            if token is None:
                if len(tokens) > budget or not variables:
                    return None
                position = draw.randrange(len(variables))
                token = 4 * position + HALVE
                below = [(half, allowed) for half in halves(box, position)]
            tokens.append(token)
            stack += below
        return tuple(tokens)


def settled(
    box: Box, allowed: dict[int, Claim], draw: random.Random
) -> tuple[int | None, list[tuple[Box, dict[int, Claim]]]]:
    """A token that settles the box, or passes to a face of it; None where there is none.

    Below a face it goes on, at times, as if the other claims still counted there.
    """
    options = [(n, kind) for n in allowed for kind in (ENCLOSE, ABOUT_A_POINT, FACE)]
    for n, kind in draw.sample(options, len(options)):
        try:
            if kind == FACE:
                face = allowed[n].lowest_face(box)
                if face == box or draw.random() < 0.5:
                    continue
                below = allowed if draw.random() < 0.5 else {n: allowed[n]}
                return 4 * n + kind, [(face, below)]
            allowed[n].check(box, about_a_point=kind == ABOUT_A_POINT)
        except LanguageError:
            continue
        return 4 * n + kind, []
    return None, []


def refuted_by_none(facts: Sequence[Relation], goal: Relation, precision: int, seed: int) -> None:
    """Checks that no tree found at random shows a goal that is false."""
    for budget in (0, 5, 25):
        draw = random.Random(seed + budget)
        try:
            tokens = searched(facts, goal, precision, draw, budget)
        except LanguageError:
            continue
        if tokens is not None:
            refused(".", numbers.enclosed, *given(*facts), goal=goal,
                    certificate=Cover(precision, tokens))  # fmt: skip


def floored(number: Any) -> Fraction:
    with mpmath.workdps(80):
        return Fraction(int(mpmath.floor(number * 10**12)), 10**12)


@many
@drawn(
    TERMS, TERMS, st.tuples(PLACES, PLACES), BOXES, st.sampled_from(["<", "<=", "==", "!="]),
    st.booleans(), FEW | st.just(53), st.integers(0, 2**30),
)  # fmt: skip
def test_nothing_false_is_shown_at_few_bits(
    term: Term, other: Term, places: Points, ends: tuple[Ends, Ends], op: str, mirrored: bool,
    precision: int, seed: int,
) -> None:  # fmt: skip
    """The facts hold at a point at which the goal is false or undefined."""
    point = (at(ends[0], places[0]), at(ends[1], places[1]))
    facts = []
    for variable, p, (low, high) in zip((X, Y), point, ends, strict=True):
        facts += [] if low is None else [Relation("<" if low < p else "<=", Number(low), variable)]
        facts += (
            [] if high is None else [Relation(">" if p < high else "==", Number(high), variable)]
        )
    try:
        near = Number(floored(at_point(other, point)))
    except (Undefined, Unclear):
        pass
    else:
        facts += {
            "<": [near - 1 < other, near + 1 > other],
            "<=": [near <= other] if mirrored else [other >= near],
            "==": [Relation("==", X, Number(point[0])), near <= other],
            "!=": [Relation("!=", Y, Number(point[1] + 1)), near <= other],
        }[op]
    try:
        above = floored(at_point(term, point)) + Fraction(2, 10**12)
    except Undefined:
        goal = term >= -1000
    except Unclear:
        assume(False)
    else:
        goal = above <= term if mirrored else term - above >= ZERO
    draw = random.Random(seed)
    draw.shuffle(facts)
    refuted_by_none([*facts, *facts[:1]], goal, precision, seed)


NATURAL_FALSE: list[tuple[list[Relation], Relation]] = [
    ([], K > 0),
    ([], K**2 > K),
    ([K <= 1], K < 1),
    ([], X + K >= X + 1),
    ([Relation("==", X, K)], X > 0),
    ([K > X], K > X + 1),
    ([], Variable("k") >= 0),
    ([K >= 1], Variable("k") >= 0),
    ([Variable("k") >= 1], K >= 1),
    ([K >= 0], 1 / K > 0),
]


@pytest.mark.parametrize(("facts", "goal"), NATURAL_FALSE)
def test_naturals_are_taken_for_no_more_than_they_are(
    facts: list[Relation], goal: Relation
) -> None:
    for seed in range(10):
        refuted_by_none(facts, goal, 24, seed)


def test_terms_without_a_value_have_no_cover() -> None:
    for nowhere in (log(as_term(-1)), 1 / (E - E), sqrt(as_term(-2)), as_term(0) ** 0):
        for goal in (X + 0 * nowhere >= 0, nowhere * X <= 1, X >= nowhere, nowhere**2 >= -1):
            for facts in ([X >= 0, X <= 1], [X >= 0, X <= 1, Y <= X]):
                refuted_by_none(facts, goal, 53, 2)


# Functions with a positive derivative


LOW, HIGH = as_term(0), as_term(1)
FROM, TO, AFTER, BEFORE = LOW <= X, X <= HIGH, LOW < X, X < HIGH


def parts(proposition: Proposition) -> tuple[Proposition, ...]:
    return proposition.args if isinstance(proposition, And) else (proposition,)


def shown(claims: Proposition, under: Sequence[Relation], draw: random.Random) -> list[Theorem]:
    """Those parts of a condition that covers show under some bounds."""
    found = []
    for claim in parts(claims):
        if not isinstance(claim, Relation) or not free_variables(claim):
            continue
        for budget in (0, 12):
            try:
                tokens = searched(under, claim, 53, draw, budget)
                if tokens is None:
                    continue
                cover = Cover(53, tokens)
                found.append(infer(numbers.enclosed, *given(*under), goal=claim, certificate=cover))
                break
            except LanguageError:
                continue
    return found


@settings(many, max_examples=150)
@drawn(TERMS, st.sampled_from(["<", "<="]), st.booleans(), st.integers(0, 2**30))
def test_what_increases_by_its_derivative_does(
    term: Term, op: str, strictly: bool, seed: int
) -> None:
    """Premises are all that covers show, on the closed or on the open segment."""
    body = substitute(term, {Y: Number(Fraction(1, 3))}) + 2 * X
    assume(X in free_variables(term))
    draw = random.Random(seed)
    try:
        conditions = conjunction(
            defined(body), smooth(body, X), Relation(op, ZERO, derivative(body, X))
        )
    except LanguageError:
        assume(False)
    inside = [AFTER, BEFORE]
    premises = shown(conditions, inside if strictly else [FROM, TO], draw) + given(*inside)
    (order,) = given(Relation(op, LOW, HIGH))
    try:
        made = infer(calculus.increasing, order, *premises, function=body, variable=X, lower=LOW,
                     upper=HIGH, op=op)  # fmt: skip
    except LanguageError:
        return
    assert made.hypotheses == {order.conclusion}
    # Undefined would be wrong as well.
    try:
        rise = at_point(body, (Fraction(1),)) - at_point(body, (Fraction(0),))
    except Unclear:
        return
    assert rise > -NEAR


@pytest.mark.parametrize(
    "body",
    [
        -1 / X, -(X**-3), log(X), tan(2 * X), X / abs(X), abs(2 * X - 1), X**0 + X, -sqrt(X),
        Op("max", (X, 1 - X)), exp(-X), (X - Fraction(1, 2)) ** -1, Op("asin", (2 * X,)),
        Op("pow", (X - 1, X)), Op("pow", (X, -X)), X * (X / X),
    ],
)  # fmt: skip
@pytest.mark.parametrize("op", ["<", "<="])
def test_what_has_a_gap_or_falls_is_refused(body: Term, op: str) -> None:
    """All that covers show is offered, and the assumptions that may be dropped."""
    draw = random.Random(5)
    (order,) = given(Relation(op, LOW, HIGH))
    try:
        slope = Relation(op, ZERO, derivative(body, X))
        conditions = conjunction(defined(body), smooth(body, X), slope)
    except LanguageError:
        conditions = TRUE
    premises = given(FROM, TO, AFTER, BEFORE)
    for bounded in ([FROM, TO], [AFTER, BEFORE], [AFTER, TO], [FROM, BEFORE]):
        premises += shown(conditions, bounded, draw)
    refused(".", calculus.increasing, order, *premises, function=body, variable=X, lower=LOW,
            upper=HIGH, op=op)  # fmt: skip
