"""Enclosures: what they promise of values, definedness and slopes is compared with mpmath."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import mpmath
import pytest
from elementary_terms import (
    BINARY,
    BOXES,
    PLACES,
    TERMS,
    UNARY,
    Ends,
    Unclear,
    Undefined,
    X,
    Y,
    at,
    box_of,
    value,
    within,
)
from flint import arb, ctx
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from verifier.language.binding import free_variables
from verifier.language.build import (
    E,
    eq,
    exp,
    family,
    log,
    maximum,
    minimum,
    natural,
    ne,
    pi,
    real,
    sqrt,
)
from verifier.language.enclosure import (
    Claim,
    Program,
    bounds,
    halves,
    lowest_face,
    ordered_variables,
)
from verifier.language.intervals import (
    ALL,
    INFINITY,
    MINUS_INFINITY,
    add,
    middle,
    mul,
    sub,
)
from verifier.language.render import text
from verifier.language.terms import LanguageError, Number, Op, Term

VARIABLES = (X, Y)
Points = tuple[Fraction, Fraction]
POINTS = st.lists(st.tuples(PLACES, PLACES), min_size=4, max_size=4)
PRECISIONS = st.sampled_from([2, 3, 8, 24, 53, 53, 200])
many = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow,
                                                            HealthCheck.filter_too_much]
)  # fmt: skip


def op(name: str, *args: Term) -> Term:
    return Op(name, args)


def at_point(term: Term, point: Points) -> Any:
    return value(term, dict(zip(VARIABLES, point, strict=True)))


def points_in(ends: tuple[Ends, Ends], places: list[Points]) -> list[Points]:
    return [(at(ends[0], p), at(ends[1], q)) for p, q in places]


@many
@given(TERMS, BOXES, POINTS, PRECISIONS)
@example(X**0, ((Fraction(0), Fraction(1)),) * 2, [(Fraction(0),) * 2] * 4, 53)
@example(op("pow", X, Y), ((Fraction(0), Fraction(1)),) * 2, [(Fraction(0), Fraction(1))] * 4, 53)
def test_values_lie_in_the_enclosure_wherever_they_exist(
    term: Term, ends: tuple[Ends, Ends], places: list[Points], precision: int
) -> None:
    box = box_of(ends)  # which may have more digits than the precision
    with ctx.workprec(precision):
        program = Program(term, VARIABLES)
        enclosed, defined = program.enclose(box), program.is_defined(box)
    for point in points_in(ends, places):
        try:
            assert within(at_point(term, point), enclosed)
        except Undefined:
            assert not defined
        except Unclear:
            pass


@many
@given(TERMS, BOXES, POINTS, PRECISIONS)
def test_slopes_hold_all_quotients_of_differences(
    term: Term, ends: tuple[Ends, Ends], places: list[Points], precision: int
) -> None:
    box = box_of(ends)  # which may have more digits than the precision
    with ctx.workprec(precision):
        program = Program(term, VARIABLES)
        try:
            enclosed, slopes = program.expand(box)
        except LanguageError:
            assume(False)
        around_lowest = program.enclose_about_lowest(box, slopes)
        found = []
        for point in points_in(ends, places):
            try:
                found.append((point, at_point(term, point)))
            except Unclear:
                continue
            assert within(found[-1][1], enclosed)
            assert within(found[-1][1], around_lowest)
        for p, v in found:
            for q, w in found:
                rise = (arb(0), arb(0))
                for a, b, slope in zip(p, q, slopes, strict=True):
                    # Multiplied by 2**60 as the differences are dyadic with few digits.
                    step = arb(int((a - b) * 2**60))
                    rise = add(rise, mul(slope, (step, step)))
                with mpmath.workdps(80):
                    assert within((v - w) * 2**60, rise)


@many
@given(TERMS, BOXES, POINTS)
def test_the_lowest_face_has_the_least_values(
    term: Term, ends: tuple[Ends, Ends], places: list[Points]
) -> None:
    program, box = Program(term, VARIABLES), box_of(ends)
    try:
        _, slopes = program.expand(box)
    except LanguageError:
        assume(False)
    face = lowest_face(box, slopes)
    assume(face != box)
    for point in points_in(ends, places):
        moved = tuple(
            p if new == old else low if new[0] == old[0] else high
            for p, new, old, (low, high) in zip(point, face, box, ends, strict=True)
        )
        try:
            above, below = at_point(term, point), at_point(term, moved)  # type: ignore[arg-type]
        except Unclear:
            continue
        with mpmath.workdps(80):
            assert below <= above + mpmath.mpf(10) ** -45 * (1 + abs(above))


EACH = [
    *(op(name, X) for name in UNARY),
    *(op(name, X, Y) for name in (*BINARY, "pow")),
    *(X**n for n in (-3, -2, -1, 0, 1, 2, 3, 4)),
    *(X ** Fraction(a, b) for a, b in ((1, 2), (1, 3), (5, 2), (-1, 2), (-5, 3))),
]
SIDES = [
    (Fraction(low), Fraction(high))
    for low, high in [
        (-4, -2), (-3, 0), (-2, 1), (-1, 1), (-1, 3), (0, 0), (0, 1), (0, 3), (1, 1), (1, 2),
        (2, 5), (3, 3), (1, Fraction(11, 2)), (4, 9), (Fraction(-1, 2), Fraction(1, 4)),
    ]
]  # fmt: skip
GRID = [Fraction(n, 8) for n in range(9)]


@pytest.mark.parametrize("term", EACH, ids=text)
def test_each_operation_on_a_grid(term: Term) -> None:
    two = Y in free_variables(term)
    for first in SIDES:
        for second in SIDES[1::2] if two else SIDES[5:6]:
            grid = [(p, q) for p in GRID[:: 4 if two else 1] for q in GRID[:: 4 if two else 9]]
            check_enclosures(term, (first, second), points_in((first, second), grid))


def check_enclosures(term: Term, ends: tuple[Ends, Ends], points: list[Points]) -> None:
    """Checks all that is promised of a term on a box, at some points of it."""
    program, box = Program(term, VARIABLES), box_of(ends)
    interval, defined = program.enclose(box), program.is_defined(box)
    values: list[tuple[Points, Any]] = []
    for point in points:
        try:
            values.append((point, at_point(term, point)))
        except Undefined:
            assert not defined
            with pytest.raises(LanguageError):
                program.expand(box)
        except Unclear:
            pass
    assert all(within(v, interval) for _, v in values)
    try:
        expanded, slopes = program.expand(box)
    except LanguageError:
        return
    assert all(within(v, expanded) for _, v in values)
    for p, v in values:
        for q, w in values:
            rise = (arb(0), arb(0))
            for a, b, slope in zip(p, q, slopes, strict=True):
                step = arb(int((a - b) * 2**10))
                rise = add(rise, mul(slope, (step, step)))
            with mpmath.workdps(80):
                assert within((v - w) * 2**10, rise)


def enclosed(term: Term, *ends: tuple[Any, Any]) -> tuple[float, float]:
    low, high = Program(term, VARIABLES[: len(ends)]).enclose(tuple(ends))
    return float(low), float(high)


def ends(low: float, high: float) -> tuple[Any, Any]:
    return arb(low), arb(high)


INF = float("inf")


@pytest.mark.parametrize(
    ("term", "box", "expected"),
    [
        (X**2, (-1.0, 2.0), (0.0, 4.0)),
        (X * X, (-1.0, 2.0), (0.0, 4.0)),
        (X**3, (-1.0, 2.0), (-1.0, 8.0)),
        (X**-2, (-1.0, 2.0), (0.25, INF)),
        (X**-1, (-1.0, 2.0), (-INF, INF)),
        (1 / X, (0.0, 2.0), (0.5, INF)),
        (-1 / X, (0.0, 2.0), (-INF, -0.5)),
        (X / X, (0.0, 0.0), (-INF, INF)),
        (sqrt(X), (-1.0, 4.0), (0.0, 2.0)),
        (log(X), (-1.0, 1.0), (-INF, 0.0)),
        (op("asin", X), (0.0, 7.0), (0.0, 1.5707963267948968)),
        (op("acos", X), (1.0, 2.0), (0.0, 0.0)),
        (exp(X) - 1, (0.0, 0.0), (0.0, 0.0)),
        (X ** Fraction(3, 2), (-1.0, 4.0), (0.0, 8.0)),
        (X ** Fraction(-1, 2), (-1.0, 4.0), (0.5, INF)),
        (abs(X), (-3.0, 2.0), (0.0, 3.0)),
        (op("cosh", X), (-1.0, 0.0), (1.0, 1.5430806348152439)),
        (op("tan", X), (1.5, 1.625), (-INF, INF)),
        (op("sin", X), (0.0, 2.0), (0.0, 1.0)),
        (op("cos", X), (-1.0, 0.5), (0.5403023058681397, 1.0)),
        (op("sin", X), (4.0, 5.0), (-1.0, -0.7568024953079282)),
        (op("sin", X), (0.0, 100.0), (-1.0, 1.0)),
        (exp(-X), (0.0, INF), (0.0, 1.0)),
        (op("atan", X), (0.0, INF), (0.0, 1.5707963267948968)),
        (X * (X - X), (0.0, INF), (-INF, INF)),
        (0 * X, (0.0, INF), (0.0, 0.0)),
        (op("sin", X), (-INF, INF), (-1.0, 1.0)),
        (maximum(X, 1 - X), (0.0, 1.0), (0.0, 1.0)),
        (minimum(X, -X), (-2.0, 1.0), (-2.0, 1.0)),
    ],
)
def test_enclosures_are_tight_and_know_the_ends(
    term: Term, box: tuple[float, float], expected: tuple[float, float]
) -> None:
    low, high = enclosed(term, ends(*box))
    assert low <= expected[0] and expected[1] <= high
    assert (low, high) == pytest.approx(expected, rel=1e-15, abs=0)


@pytest.mark.parametrize(
    ("term", "box"),
    [
        (sqrt(X), (-0.25, 1.0)),
        (sqrt(X), (0.0, 1.0)),
        (log(X), (0.0, 1.0)),
        (1 / X, (0.0, 1.0)),
        (X**0, (-1.0, 1.0)),
        (X**-2, (0.0, 1.0)),
        (X ** Fraction(1, 3), (0.0, 1.0)),
        (op("pow", X, X), (0.0, 1.0)),
        (op("pow", X, pi), (0.0, 1.0)),
        (op("asin", X), (0.0, 1.0)),
        (op("acos", X), (-1.0, 0.0)),
        (op("tan", X), (1.0, 2.0)),
        (X + sqrt(Number(Fraction(-1))), (0.0, 1.0)),
        (log(Number(Fraction(0))), (0.0, 1.0)),
        (X * 0 + 1 / Number(Fraction(0)), (0.0, 1.0)),
    ],
)
def test_what_is_not_smooth_is_not_expanded(term: Term, box: tuple[float, float]) -> None:
    with pytest.raises(LanguageError):
        Program(term, [X]).expand((ends(*box),))


def test_definedness_needs_no_smoothness() -> None:
    for term in (sqrt(X), X ** Fraction(1, 3), op("asin", X), abs(X)):
        assert Program(term, [X]).is_defined((ends(0.0, 1.0),))
    for term in (log(X), 1 / X, X**0, op("pow", X, X), sqrt(X - 1), op("asin", X + 1)):
        assert not Program(term, [X]).is_defined((ends(0.0, 1.0),))
    assert not Program(log(Number(Fraction(-1))), []).is_defined(())


def test_what_is_no_elementary_term_is_refused() -> None:
    w, n = family("w"), natural("n")
    for term in (w[n] + 1, op("exp", w[1]), X):
        with pytest.raises(LanguageError):
            Program(term, [n])
    with pytest.raises(LanguageError):
        Program(X ** Fraction(10**10), [X])


def test_bounds_are_read_in_any_orientation_and_rounded_outward() -> None:
    tenth = Fraction(3, 10)
    low, high = bounds([Number(tenth) <= X, X < pi, X < 4, Y < 0, X * X < 1], X)
    assert low <= arb("0.3") and low > arb("0.2999999999999999")
    assert not high < arb.pi() and high < arb("3.14159265358980")
    assert bounds([eq(X, 2)], X) == bounds([eq(Number(Fraction(2)), X)], X) == ends(2.0, 2.0)
    assert bounds([X > Y], X) == bounds([ne(X, 3)], X) == ALL
    assert bounds([X <= E, natural("n") <= 5], natural("n")) == ends(0.0, 5.0)
    assert bounds([X > log(Number(Fraction(-1)))], X) == ALL
    with pytest.raises(LanguageError, match="contradict"):
        bounds([X > 1, X < Fraction(1, 2)], X)


def test_halves_cover_a_box_and_end() -> None:
    box = (ends(0.0, 1.0), ends(2.0, INF))
    high, low = halves(box, 1)
    assert low[1] == ends(2.0, 5.0) and high[1] == ends(5.0, INF) and low[0] == high[0] == box[0]
    assert middle(ALL) == 0
    assert middle((MINUS_INFINITY, arb(3))) == -7
    assert middle((arb(3), INFINITY)) == 7
    with pytest.raises(LanguageError):
        halves((ends(1.0, 1.0),), 0)


@given(st.integers(-(10**20), 10**20), st.integers(0, 100))
def test_the_middle_lies_between(low: int, width: int) -> None:
    with ctx.workprec(4):
        interval = (arb(low).lower(), (arb(low).lower() + width).upper())
        assert interval[0] <= middle(interval) <= interval[1]


def test_a_claim_is_one_of_the_difference() -> None:
    z = real("z")
    for relation, holding, failing in [
        (z < 1, (-1.0, 0.5), (-1.0, 1.0)),
        (z <= 1, (-1.0, 1.0), (-1.0, 1.5)),
        (z > 1, (1.5, 2.0), (1.0, 2.0)),
        (z >= 1, (1.0, 2.0), (0.5, 2.0)),
        (Number(Fraction(1)) < z, (1.5, INF), (1.0, 2.0)),
    ]:
        claim = Claim(relation, ordered_variables(relation))
        claim.check((ends(*holding),), about_a_point=False)
        claim.check((ends(*holding),), about_a_point=True)
        for about_a_point in (False, True):
            with pytest.raises(LanguageError):
                claim.check((ends(*failing),), about_a_point=about_a_point)


def test_subtraction_and_products_of_infinite_ends() -> None:
    assert sub(ALL, ALL) == ALL
    assert mul((arb(0), arb(0)), ALL) == (0, 0)
    assert mul((arb(0), arb(1)), (arb(0), INFINITY)) == (0, INFINITY)
    assert mul((MINUS_INFINITY, arb(0)), (arb(-1), arb(2))) == ALL
