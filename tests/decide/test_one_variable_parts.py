"""What the derivative method is made of: exact values, polynomials, one step, pieces of a line."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from flint import arb, ctx
from kernel_tools import given

from verifier.decide.calculus.bernstein import Bernstein
from verifier.decide.calculus.certificates import Part, derived, summed
from verifier.decide.calculus.constants import PRECISION, Constants
from verifier.decide.calculus.monotone import combined, nonnegative
from verifier.decide.calculus.pieces import End, Piece, joined, with_end
from verifier.decide.calculus.recognise import recognised
from verifier.decide.calculus.sampling import simplest_between
from verifier.decide.calculus.sequent import interval
from verifier.decide.calculus.tower import Tower, UnsupportedError
from verifier.decide.scalar import find_scalar_proof
from verifier.decide.search import Search
from verifier.language.build import E, eq, exp, log, ne, pi, real, sqrt
from verifier.language.calculus import derivative
from verifier.language.parse import parse_term
from verifier.language.terms import ONE, ZERO, Number, Op, Relation, Term, as_term

x, y = real("x"), real("y")


def end(value: Term | int | None, closed: bool) -> End | None:
    return None if value is None else End(as_term(value), closed)


def piece(low: Term | int | None, high: Term | int | None, closed: bool = False) -> Piece:
    return Piece(x, end(low, closed), end(high, closed))


VALUES = [
    ("exp(3)", "E**3"),
    ("exp(-2)", "1/E**2"),
    ("exp(1/2)", "sqrt(E)"),
    ("exp(2*log(3) - 1)", "9/E"),
    ("log(1)", "0"),
    ("log(E**2)", "2"),
    ("log(sqrt(E))", "1/2"),
    ("log(12/5)", "2*log(2) + log(3) - log(5)"),
    ("log(exp(0) + 1)", "log(2)"),
    ("sqrt(8/9)", "2/3*sqrt(2)"),
    ("sqrt(E**2)", "E"),
    ("sin(7*pi/6)", "-1/2"),
    ("cos(3*pi/4)", "-sqrt(2)/2"),
    ("sin(pi/3)", "sqrt(3)/2"),
    ("tan(-pi/6)", "-1/sqrt(3)"),
    ("atan(sqrt(3))", "pi/3"),
    ("atan(-1)", "-pi/4"),
    ("asin(-1/2)", "-pi/6"),
    ("acos(0)", "pi/2"),
    ("sin(cos(pi/2))", "0"),
]


@pytest.mark.parametrize(("term", "value"), VALUES)
def test_exact_values(term: str, value: str) -> None:
    difference = parse_term(term) - parse_term(value)
    found = Constants().zero(difference)
    assert found is not None
    assert found.conclusion == eq(difference, 0)
    assert not found.hypotheses
    assert Constants().zero(difference + Fraction(1, 10**9)) is None


def test_signs_of_constants() -> None:
    constants = Constants()
    assert constants.sign(pi - 3, "<") is not None
    assert constants.sign(3 - pi, "<=") is None
    assert constants.sign(log(as_term(1)), "<") is None
    assert constants.sign(log(as_term(1)), "<=") is not None
    assert constants.sign(log(as_term(0)), "<=") is None
    assert constants.defining(ONE / (E - E)) is None


POLYNOMIALS = [
    (x**2 - x + 1, piece(None, None), True),
    (x**2 - x + 1, piece(0, 1, closed=True), True),
    (x**4 - x + 1, piece(-3, None), True),
    (x - x**2, piece(0, 1, closed=True), False),
    (pi * x**2 - 3 * x + 1, piece(0, pi, closed=True), True),
    (x**2 - 2, piece(sqrt(2), None), True),
    (pi - 2 * x, piece(0, pi / 2), True),
]


@pytest.mark.parametrize(("term", "where", "strict"), POLYNOMIALS)
def test_signs_of_polynomials(term: Term, where: Piece, strict: bool) -> None:
    with ctx.workprec(PRECISION):
        ends = [e.term for e in (where.lower, where.upper) if e is not None]
        tower = Tower(x, [term, *ends])
        method = Bernstein(tower, Constants(), Search(time.monotonic() + 10))
        found = method.positive(tower.value(term).numerator, where, strict)
        assert found is not None
        assert found.hypotheses <= set(where.hypotheses())
        lower = tower.value(term).numerator - tower.context.constant(4)
        assert method.positive(lower, where, strict) is None


def test_the_tower_differentiates_as_the_kernel_does() -> None:
    sine = Op("sin", (x * x,))
    term = sine / x + sqrt(1 + x) * log(1 + ONE / x) - exp(x / 2) * Op("atan", (x,)) / E
    tower = Tower(x, [term])
    own = tower.derivative(tower.value(term).reduced())
    assert (own - tower.value(derivative(term, x))).is_zero()
    with pytest.raises(UnsupportedError):
        Tower(x, [abs(x)])


def test_certificates_that_are_wrong_give_nothing() -> None:
    below, above = given(x < y, y < 3)
    assert summed(x < 3, below, above) is not None
    assert summed(x < 2, below, above) is None
    assert derived(x < 4, [Part(Fraction(1), (below,))]) is None


def test_parts_are_joined() -> None:
    with ctx.workprec(PRECISION):
        constants = Constants()
        goal = ZERO <= (x - 1) ** 2
        whole = piece(0, 3, closed=True)
        parts = [
            find_scalar_proof(goal, given(*part.hypotheses()), [x - 1])
            for part in (whole.until(ONE), whole.beyond(ONE))
        ]
        assert parts[0] is not None
        assert parts[1] is not None
        found = joined(whole, [ONE], [parts[0], parts[1]], goal, constants)
        assert found is not None
        assert found.conclusion == goal
        assert found.hypotheses <= set(whole.hypotheses())


def test_an_end_is_added() -> None:
    goal = ZERO <= x
    inside, at_end = given(ZERO < x)[0], find_scalar_proof(Relation("<=", ZERO, ZERO), [])
    shown = find_scalar_proof(goal, [inside])
    assert shown is not None
    assert at_end is not None
    found = with_end(shown, at_end, goal, piece(0, None, closed=True), True, [])
    assert found is not None
    assert found.hypotheses == {ZERO <= x}


def test_what_facts_say_of_a_variable() -> None:
    with ctx.workprec(PRECISION):
        facts = given(2 * x - 1 > 3, x <= 7, x < 9, ne(x, 5), ne(x, 8), y < x, x**2 < 70)
        found = interval(facts, x, Constants())
    assert found is not None
    assert found.piece == Piece(x, End(as_term(2), False), End(as_term(7), True))
    assert [place for place, _ in found.gaps] == [as_term(5)]


def test_numbers_are_recognised() -> None:
    with ctx.workprec(PRECISION):
        for term in (as_term(Fraction(7, 3)), Number(Fraction(3, 4)) * pi, sqrt(as_term(2))):
            assert recognised(Constants().ball(term).mid()) == term
        assert recognised(arb("0.8414709848078965066525")) is None
        assert simplest_between(arb("3.125"), arb("3.1875")) == Fraction(19, 6)
        assert simplest_between(arb("-0.3"), arb("0.1")) == 0


def test_one_step_with_a_parameter() -> None:
    search = Search(time.monotonic() + 10)

    def prove(facts, goal):  # type: ignore[no-untyped-def]
        assert search.remaining()
        return find_scalar_proof(goal, facts, degree=2)

    # x - y - y*log(x) + y*log(y) is not negative, its derivative by x being 1 - y/x.
    function = x - y - y * log(x) + y * log(y)
    facts = given(ZERO < x, ZERO < y)
    at_base = combined(facts, eq(y - y - y * log(y) + y * log(y), 0))
    assert at_base is not None
    found = nonnegative(function, x, y, at_base, "<=", facts, prove)
    assert found is not None
    assert found.conclusion == Relation("<=", ZERO, function)
    assert found.hypotheses <= {ZERO < x, ZERO < y}
    assert nonnegative(function, x, y, at_base, "<", facts, prove) is None
