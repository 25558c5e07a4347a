"""False statements are refuted at points that fail exactly; true ones never are."""

from __future__ import annotations

import time
from collections.abc import Sequence
from fractions import Fraction

import pytest
from flint import arb, ctx, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.decide.problem import from_texts
from verifier.decide.refutation import Refutation, refute, stages
from verifier.decide.refutation.checking import Checker
from verifier.language.build import family, real
from verifier.language.statement import Statement, over, statement
from verifier.language.terms import Number, Term, Variable

Q = Fraction
x, y = real("x"), real("y")
LIMIT = 10.0


def refuted(
    conclusion: str, given: Sequence[str] = (), domains: Sequence[str] = ()
) -> dict[str, Q]:
    """The counterexample found, which is rational; checked once more."""
    problem = from_texts(conclusion, given, domains)
    found = _refute(problem)
    assert found is not None and found.kind == "refuted"
    values = {name: Q(value) for name, value in found.values.items() if isinstance(value, str)}
    assert len(values) == len(found.values)
    point = {v: values[v.name] for v in problem.variables if isinstance(v, Variable)}
    assert Checker(problem).failure(point) == "refuted"
    return values


def _refute(problem: Statement, seconds: float = LIMIT) -> Refutation | None:
    return refute(problem, time.monotonic() + seconds)


# Where to look


@pytest.mark.parametrize(
    ("conclusion", "point"),
    [
        ("x**2 >= x", {"x": "1/2"}),
        ("(3*x - 1)**2 > 0", {"x": "1/3"}),
        ("x*(2 - x) < 1", {"x": "1"}),
        ("exp(x) > 1 + x", {"x": "0"}),
        ("Abs(x + y) < Abs(x) + Abs(y)", {"x": "0", "y": "0"}),
        ("x**2 + y**2 > 2*x + 4*y - 5", {"x": "1", "y": "2"}),
        ("x**80 - 2*x**40 + 1 > 0", {"x": "1"}),
    ],
)
def test_points_of_equality(conclusion: str, point: dict[str, str]) -> None:
    assert refuted(conclusion) == {name: Q(value) for name, value in point.items()}


@pytest.mark.parametrize("digits", [4, 8, 12, 20])
@pytest.mark.parametrize(
    ("left", "top", "domains"),
    [
        ("x*exp(-x**2/3)", "exp(-1/2)*sqrt(3/2)", ["x in R"]),
        ("sin(x)*sin(y)*sin(x + y)", "3*sqrt(3)/8", ["x>=0", "x<=2", "y>=0", "y<=2"]),
        ("x - x**3", "2/(3*sqrt(3))", ["x>=0"]),
        ("x*y*(1 - x - 2*y)", "1/54", ["x>=0", "y>=0", "x<=1", "y<=1"]),
    ],
)
def test_just_below_the_maximum(left: str, top: str, domains: list[str], digits: int) -> None:
    refuted(f"{left} <= {top} - 1/10**{digits}", domains=domains)


@pytest.mark.parametrize("digits", [6, 12])
def test_just_below_the_maximum_in_many_variables(digits: int) -> None:
    names = [f"x{n}" for n in range(1, 8)]
    domains = [bound for name in names for bound in (f"{name}>=-1", f"{name}<=2")]
    total = " + ".join(f"({name} - {n}/9)**2" for n, name in enumerate(names, 1))
    refuted(f"{total} + (x1*x2 - 2/81)**2 >= 1/10**{digits}", domains=domains)


@pytest.mark.parametrize(
    ("bump", "at"),
    [
        ("exp(-(10**12*(x - 271/97))**2)", {"x": "271/97"}),
        ("1/(1 + (10**13*(x - 22/7))**2)", {"x": "22/7"}),
        ("exp(-10**20*Abs(x - 5/13))", {"x": "5/13"}),
        ("exp(-(10**9*(x - 1/3))**2 - (10**9*(y + 2/7))**2)", {"x": "1/3", "y": "-2/7"}),
        ("1/(1 + 10**18*((x + y - 1)**2 + (x - y)**2))", {"x": "1/2", "y": "1/2"}),
    ],
)
def test_narrow_bumps(bump: str, at: dict[str, str]) -> None:
    assert refuted(f"x**2 + y**2 + 1 > 20*{bump}" if "y" in at else f"x**2 + 1 > 20*{bump}") == {
        name: Q(value) for name, value in at.items()
    }


def test_bumps_at_irrational_points() -> None:
    found = _refute(from_texts("1/(1 + (10**10*(sin(x) - 1/3))**2) < 1/2", domains=["x>=0"]))
    assert found is not None and found.kind == "refuted"
    found = _refute(from_texts("exp(-(10**8*(x*y - 1))**2 - (10**8*(x - y - 1))**2) < 1/2"))
    assert found is not None and found.kind == "refuted"


@pytest.mark.parametrize(
    "conclusion",
    [
        "sqrt(x + 1) - sqrt(x) > 1/10**15",
        "(1 + 1/x)**x < E - 1/10**20",
        "x*log(1 + 1/x) < 1 - 1/10**40",
        "log(1 + x) <= x - x**2/10**24",
        "atan(x) < pi/2 - 1/10**25",
        "log(log(x + 3)) < 6",
        "x**2 < 10**1000",
        "1/x <= 10**60",
        "x + 1/x**2 < 10**30",
    ],
)
def test_huge_and_tiny_arguments(conclusion: str) -> None:
    refuted(conclusion, domains=["x>0"])


def test_slivers_at_ends() -> None:
    assert refuted("sin(x) <= 0", domains=["x>=16/5", "x<=6283185307181/10**12"])["x"] > 6
    assert refuted("x*(1 - x) >= 0", domains=["x>=0", "x<1000000000001/10**12"])["x"] > 1
    assert refuted("cos(x) >= -1 + 1/10**20", domains=["x>=0", "x<pi"])["x"] > 3


@pytest.mark.parametrize(
    ("conclusion", "given"),
    [
        ("x*y < 25", ["x + y == 10"]),
        ("x*y <= 1/4 - 1/10**9", ["x + y <= 1", "x > 0", "y > 0"]),
        ("x + 2*y <= 5 - 1/10**8", ["x**2 + y**2 < 5"]),
        ("x + y + z <= 3 - 1/10**10", ["x*y*z == 1", "x > 0", "y > 0", "z > 0", "x + y + z < 4"]),
        ("y <= x + 3/2", ["y**2 == 4 + x**2", "y >= 0"]),
        ("x < 7*z", ["x > 0", "y > 0", "z > 0", "x < 2*y", "y < 3*z + 1"]),
        ("2*x <= 1", ["x*(x - 1) == 0"]),
    ],
)
def test_constraints(conclusion: str, given: list[str]) -> None:
    assert _refute(from_texts(conclusion, given)) is not None


@pytest.mark.parametrize(
    ("conclusion", "domains", "point"),
    [
        ("2**n >= n**3", ["n in N"], {"n": "2"}),
        ("n**2 - n + 41 != 1681", ["n in N"], {"n": "41"}),
        ("k*(60 - k) < 900", ["k in Z"], {"k": "30"}),
        ("(k + 30)**2 > 0", ["k in Z"], {"k": "-30"}),
        ("Abs(k) < 2000", ["k in Z"], None),
        ("n**2 != 2*m**2 + 1", ["n in N", "m in N", "n >= 4"], {"n": "17", "m": "12"}),
    ],
)
def test_integers(conclusion: str, domains: list[str], point: dict[str, str] | None) -> None:
    found = refuted(conclusion, domains=domains)
    assert point is None or found == {name: Q(value) for name, value in point.items()}


# Irrational points


@pytest.mark.parametrize(
    ("conclusion", "given", "value"),
    [
        ("(x**2 - 2)**2 > 0", ["x > 0"], "sqrt(2)"),
        ("x**4 - 6*x**2 + 9 > 0", ["x > 0"], "sqrt(3)"),
        ("x*exp(-x/2) < 2/E*sqrt(1)", [], "2"),
        ("sin(x) + cos(x) < sqrt(2)", ["x > 0", "x < 3"], "pi/4"),
        ("log(x)/x < 1/E", ["x > 0"], "E"),
        ("exp(x) - 2*x > 2 - 2*log(2)", [], "log(2)"),
        ("x + 3/x > 2*sqrt(3)", ["x > 0"], "sqrt(3)"),
        ("Max(sin(x), cos(x)) > sqrt(2)/2", ["x >= 0", "x <= 2"], "pi/4"),
        ("x < 693147/10**6", ["exp(x) == 2"], "log(2)"),
        ("tan(x)**2 >= 0", ["x > 1", "x < 2"], "pi/2"),
    ],
)
def test_irrational_points(conclusion: str, given: list[str], value: str) -> None:
    found = _refute(from_texts(conclusion, given))
    assert found is not None
    expected = from_texts(f"{value} == 0").conclusion.left  # type: ignore[attr-defined]
    _assert_holds(found.values["x"], expected)


@pytest.mark.parametrize(
    ("conclusion", "given", "low", "high"),
    [
        ("(cos(x) - x)**2 > 0", [], "0.73908", "0.73909"),
        ("x < 1.3247", ["x**3 == x + 1"], "1.32471", "1.32472"),
        ("(x**3 - 3*x - 1)**2*(x**2 + 1) > 0", ["x > 0"], "1.8793", "1.8794"),
        ("x == 1/2", ["x + log(x) == 0"], "0.56714", "0.56715"),
    ],
)
def test_points_without_closed_form(conclusion: str, given: list[str], low: str, high: str) -> None:
    found = _refute(from_texts(conclusion, given))
    assert found is not None and found.kind == "refuted"
    ball = found.values["x"]
    assert isinstance(ball, dict)
    assert Q(low) < Q(ball["mid"]) < Q(high) and 0 < Q(ball["rad"]) < Q(1, 10**20)


def _assert_holds(printed: object, term: Term) -> None:
    with ctx.workprec(400):
        from verifier.decide.refutation.special import constant

        value, _ = constant(term)
        assert value is not None
        if isinstance(printed, str):
            assert Q(printed) == value
            return
        assert isinstance(printed, dict)
        middle, radius = Q(printed["mid"]), Q(printed["rad"])
        assert radius < Q(1, 10**30)
        off = arb(fmpq(middle.numerator, middle.denominator)) - arb(
            fmpq(value.numerator, value.denominator)
        )
        assert abs(off) < arb(fmpq(radius.numerator, radius.denominator))


# What is undefined


@pytest.mark.parametrize(
    ("conclusion", "domains", "point"),
    [
        ("log(x**2 - 2*x + 1) <= 1", ["x>=0", "x<=2"], {"x": "1"}),
        ("(x**2 + y**2)/(x**2 + y**2) == 1", [], {"x": "0", "y": "0"}),
        ("x**x > 0", ["x>=0"], {"x": "0"}),
        ("sqrt((x - 3)**2 - 1/10**12) >= 0", [], {"x": "3"}),
        ("(x - 5)**0 == 1", [], {"x": "5"}),
    ],
)
def test_undefined_terms(conclusion: str, domains: list[str], point: dict[str, str]) -> None:
    found = _refute(from_texts(conclusion, domains=domains))
    assert found is not None and found.kind == "ill-posed"
    assert found.values == point


def test_a_counterexample_is_preferred() -> None:
    assert refuted("1/x < 5")["x"] > 0
    assert refuted("log(x) < 40", domains=["x>=0"])["x"] > 10**17


def test_where_a_hypothesis_is_undefined_nothing_is_claimed() -> None:
    assert _refute(from_texts("x > 1", ["log(x) > 0"]), 2.0) is None
    assert _refute(from_texts("x*y > 0", ["sqrt(x*y) == 3"]), 2.0) is None


# True statements


@pytest.mark.parametrize(
    ("conclusion", "given"),
    [
        ("exp(x) >= 1 + x", []),
        ("x*(log(x) - log(y)) >= x - y", ["x > 0", "y > 0"]),
        ("(x + y)**2 == x**2 + 2*x*y + y**2", []),
        ("sin(x)**2 + cos(x)**2 == 1", []),
        ("log(1 + x) < x", ["x > 0"]),
        ("1/(n + 1) < log(1 + 1/n)", ["n > 0"]),
        ("x**2 + y**2 + z**2 >= x*y + y*z + z*x", []),
        ("x + y > 2", ["x*y == 1", "x > 0", "x < 1"]),
        ("tanh(x) < 1", []),
        ("(x - 1/3)**2*(x**2 + 1) > 0", ["x != 1/3"]),
        ("x > 0", ["x**2 > 0", "x >= 0"]),
        ("x**2 != 2", ["x**4 == 16"]),
    ],
)
def test_true_statements_are_left_alone(conclusion: str, given: list[str]) -> None:
    assert _refute(from_texts(conclusion, given), 0.4) is None


def test_huge_powers_are_not_written_out() -> None:
    problem = from_texts("n**100 < 2**n + 10**300", domains=["n in N"])
    assert _refute(problem, 1.0) is None


rationals = st.fractions(-3, 3, max_denominator=6)
polynomials = st.lists(
    st.tuples(rationals, st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=5
)


def _polynomial(parts: list[tuple[Q, int, int]]) -> Term:
    total: Term = Number(Q(0))
    for coefficient, i, j in parts:
        part: Term = Number(coefficient)
        for variable, power in ((x, i), (y, j)):
            if power:
                part = part * variable**power
        total = total + part
    return total


@settings(max_examples=8, deadline=None)
@given(polynomials, polynomials)
def test_squares_are_never_refuted(
    first: list[tuple[Q, int, int]], second: list[tuple[Q, int, int]]
) -> None:
    p, q = _polynomial(first), _polynomial(second)
    assert _refute(statement([x, y], {}, p**2 + q**2 >= 2 * p * q), 0.1) is None
    assert _refute(statement([x, y], {"given": p > q}, p - q + (p - q) ** 3 > 0), 0.1) is None


@settings(max_examples=25, deadline=None)
@given(polynomials, st.tuples(rationals, rationals), st.sampled_from((2, 6, 12, 25)))
def test_a_bound_below_a_value_is_refuted(
    parts: list[tuple[Q, int, int]], point: tuple[Q, Q], digits: int
) -> None:
    p = _polynomial(parts)
    value = sum((c * point[0] ** i * point[1] ** j for c, i, j in parts), Q(0))
    box = {"a": -3 <= x, "b": x <= 3, "c": -3 <= y, "d": y <= 3}
    found = _refute(statement([x, y], box, p <= Number(value - Q(1, 10**digits))))
    assert found is not None and found.kind == "refuted"


@settings(max_examples=25, deadline=None)
@given(polynomials, st.tuples(rationals, rationals), st.integers(3, 12))
def test_a_needle_in_a_polynomial_is_found(
    parts: list[tuple[Q, int, int]], point: tuple[Q, Q], digits: int
) -> None:
    a, b = (Number(q) for q in point)
    square = (10**digits * (x - a)) ** 2 + (10**digits * (y - b)) ** 2
    p = _polynomial(parts)
    found = _refute(statement([x, y], {}, p**2 + 1 > (p**2 + 1) * 2 / (1 + square)))
    assert found is not None and found.kind == "refuted"


# How it behaves


def test_stages_end_with_what_was_found() -> None:
    end = time.monotonic() + LIMIT
    assert list(stages(from_texts("x**2 >= 0"), end))[-1] is None
    last = list(stages(from_texts("x**2 >= x"), end))[-1]
    assert last is not None and last.kind == "refuted"


def test_the_first_stage_is_quick() -> None:
    problem = from_texts("exp(x) >= 1 + x + x*y", ["y <= 0", "x >= 0"])
    refute(problem, time.monotonic() + 1, effort=0)
    start = time.process_time()
    for _ in range(5):
        refute(problem, time.monotonic() + 1, effort=0)
    assert time.process_time() - start < 0.5


def test_the_deadline_is_kept() -> None:
    problem = from_texts("(x*y*z - sin(x + y))**2 + Abs(x - z) >= 0", ["x*y > exp(z) - 1"])
    start = time.monotonic()
    assert refute(problem, start + 0.2) is None
    assert time.monotonic() - start < 2


def test_the_same_seed_finds_the_same_point() -> None:
    problem = from_texts("x**3*y - x*y**3 + x <= 5", domains=["x>=-1", "x<=2", "y>=-1", "y<=2"])
    found = [_refute(problem) for _ in range(2)]
    assert found[0] is not None and found[0] == found[1]


def test_families_are_not_for_this_search() -> None:
    w = family("w")
    assert _refute(statement([over(w, Number(Q(2)))], {}, w[Number(Q(1))] > 0)) is None
