"""Inequalities in one variable by derivatives: what is proved, and that no slightly false variant
of it is."""

from __future__ import annotations

import time

import pytest
from kernel_tools import given

from verifier.decide.calculus import prove_by_calculus
from verifier.decide.search import Search
from verifier.kernel.theorem import Theorem
from verifier.language.build import natural
from verifier.language.parse import parse_proposition
from verifier.language.terms import Proposition


def attempt(goal: str, hypotheses: tuple[str, ...], seconds: float) -> Theorem | None:
    facts = given(*(parse_proposition(hypothesis) for hypothesis in hypotheses))
    return prove_by_calculus(facts, parse_proposition(goal), Search(time.monotonic() + seconds))


def check(found: Theorem | None, goal: Proposition, hypotheses: tuple[str, ...]) -> None:
    assert found is not None
    assert found.conclusion == goal
    assert found.hypotheses <= {parse_proposition(hypothesis) for hypothesis in hypotheses}


# What holds, what does not, and the hypotheses of both.
PAIRS: list[tuple[str, str, tuple[str, ...]]] = [
    # Equality inside, at a rational point, at one that is none.
    ("exp(x) >= 1 + x", "exp(x) > 1 + x", ()),
    ("exp(x) >= E*x", "exp(x) >= 272/100*x", ()),
    ("x*exp(-x) <= 1/E", "x*exp(-x) <= 36/100", ()),
    ("exp(x) <= 1 + x*exp(x)", "exp(x) <= 1 + 99/100*x*exp(x)", ()),
    ("log(x)/x <= 1/E", "log(x)/x < 1/E", ("0 < x",)),
    ("sqrt(x)*log(x) >= -2/E", "sqrt(x)*log(x) >= -7/10", ("0 < x",)),
    ("log(x)**2 <= (x - 1)**2/x", "log(x)**2 <= (x - 1)**2/(x + 1/100)", ("0 < x",)),
    ("(x - 1)*log(x) >= 0", "(x - 101/100)*log(x) >= 0", ("0 < x",)),
    # Equality at an end.
    ("log(1 + x) >= 2*x/(2 + x)", "log(1 + x) >= 2*x/(2 + 9/10*x)", ("0 <= x",)),
    ("log(1 + x) < x - x**2/2 + x**3/3", "log(1 + x) < x - x**2/2 + 3*x**3/10", ("0 < x",)),
    ("atan(x) > 3*x/(3 + x**2)", "atan(x) > 3*x/(3 + 9/10*x**2)", ("x > 0",)),
    ("asin(x) >= x + x**3/6", "asin(x) >= x + x**3/5", ("0 <= x", "x <= 1")),
    ("sin(x) > x - x**3/6", "sin(x) > x - x**3/7", ("0 < x",)),
    ("cos(x) <= 1 - x**2/2 + x**4/24", "cos(x) <= 1 - x**2/2 + x**4/25", ("x >= 0",)),
    ("2*sin(x)*cos(x) > 3*x*cos(x) - sin(x)", "sin(x) < 9/10*x", ("0 < x", "x < pi/2")),
    ("sin(x)**3 > x**3*cos(x)", "sin(x)**3 > x**3*cos(x/2)", ("0 < x", "2*x < pi")),
    ("sqrt(1 + x) >= 1 + x/2 - x**2/8", "sqrt(1 + x) >= 1 + x/2 - x**2/9", ("x >= 0",)),
    # Equality at both ends.
    ("sin(pi*x) >= pi*x*(1 - x)", "sin(pi*x) >= 32/10*x*(1 - x)", ("0 <= x", "x <= 1")),
    ("atan(x) >= pi/4*x", "atan(x) >= 79/100*x", ("0 <= x", "x <= 1")),
    ("log(2)*x <= log(1 + x)", "7/10*x <= log(1 + x)", ("0 <= x", "x <= 1")),
    # At infinity.
    ("log(1 + 1/x) < 1/sqrt(x**2 + x)", "log(1 + 1/x) < 1/(x + 2/3)", ("0 < x",)),
    ("pi/2 - atan(x) < 1/x", "pi/2 - atan(x) < 1/x - 1/(3*x**3)", ("1 < x",)),
    ("sqrt(x**2 + x) - x < 1/2", "sqrt(x**2 + x) - x < 49/100", ("0 < x",)),
    ("log(x + 2) - log(x + 1) <= 1/(x + 1)", "log(x + 2) - log(x + 1) < 1/(x + 2)", ("-1 < x",)),
    ("exp(x) > x**3/6", "exp(x) > 3/4*x**3", ("0 < x",)),
    # On all reals, far out by |sin| <= 1.
    ("cos(x) >= 1 - x**2/2", "cos(x) > 1 - x**2/2", ()),
    ("x + 1/2*sin(x) >= 0", "x + 11/10*sin(-x) >= 0", ("0 <= x",)),
    ("1/10*x + exp(-x)*cos(x) > 0", "1/100*x + exp(-x)*cos(x) > 0", ("0 < x",)),
    # Roots, nested functions, one function inside of all others.
    ("sqrt(1 - x) + sqrt(1 + x) <= 2", "sqrt(1 - x) + sqrt(1 + x) < 2", ("-1 <= x", "x <= 1")),
    ("log(x + sqrt(x**2 + 1)) <= x", "log(x + sqrt(x**2 + 1)) <= 9/10*x", ("0 <= x",)),
    ("sin(cos(x)) <= cos(x)", "sin(cos(x)) < cos(x)", ("0 <= x", "x <= pi/2")),
    ("exp(sin(x)) <= 1 + 2*sin(x)", "exp(sin(x)) <= 1 + sin(x)", ("0 <= x", "x <= pi")),
    # Far from equality.
    ("exp(-x/3)*sin(2*x) < 9/10", "exp(-x/3)*sin(2*x) < 7/10", ("0 <= x", "x <= 40")),
    ("3*x != 1 + 4*exp(x)", "3*x != 1 - 4*exp(x)", ("-7 < x", "x < 7")),
    # Identities.
    ("atan(x) + atan(1/x) == pi/2", "atan(x) + atan(1/x) == 157/100", ("0 < x",)),
    ("asin(x) + acos(x) == pi/2", "asin(x) + acos(x) == pi/3", ("-1 <= x", "x <= 1")),
    # A point that is left out.
    ("log(x)/(x - 1) > 0", "log(x)/(x - 1) > 1/100", ("0 < x", "x != 1")),
    ("x*(exp(x) - 1) > 0", "x*(exp(x) - 1 - x/100) > 1/100", ("x != 0",)),
]


@pytest.mark.parametrize(("goal", "wrong", "hypotheses"), PAIRS)
def test_what_holds_is_proved(goal: str, wrong: str, hypotheses: tuple[str, ...]) -> None:
    check(attempt(goal, hypotheses, 10), parse_proposition(goal), hypotheses)


@pytest.mark.parametrize(("goal", "wrong", "hypotheses"), PAIRS)
def test_what_does_not_hold_is_not(goal: str, wrong: str, hypotheses: tuple[str, ...]) -> None:
    assert attempt(wrong, hypotheses, 1) is None


def test_terms_that_are_undefined_somewhere_prove_nothing() -> None:
    assert attempt("log(x) <= x - 1", (), 1) is None
    assert attempt("1/x**2 > 0", (), 1) is None
    assert attempt("sqrt(x) <= 1 + x", ("-1 <= x",), 1) is None
    assert attempt("tan(x) >= 0", ("0 <= x", "x <= 2"), 1) is None


def test_hypotheses_are_used_only_as_far_as_they_go() -> None:
    assert attempt("exp(x) <= 1 + x + x**2", ("x <= 2",), 1) is None
    check(
        attempt("exp(x) <= 1 + x + x**2", ("2*x <= 3",), 10),
        parse_proposition("exp(x) <= 1 + x + x**2"),
        ("2*x <= 3",),
    )


def test_a_natural_number_is_a_real_one() -> None:
    n = natural("n")
    goal = parse_proposition("log(1 + n) <= n", {"n": n})
    found = prove_by_calculus([], goal, Search(time.monotonic() + 10))
    assert found is not None
    assert found.conclusion == goal
    assert not found.hypotheses


def test_constants() -> None:
    for goal, wrong in (
        ("exp(1) == E", "exp(1) == 2718/1000"),
        ("sin(pi/3)**2 == 3/4", "sin(pi/3)**2 == 2/3"),
        ("log(8) == 3*log(2)", "log(8) == 2*log(3)"),
        ("atan(sqrt(3)) == pi/3", "atan(sqrt(2)) == pi/3"),
        ("sqrt(2) + sqrt(3) > pi", "sqrt(2) + sqrt(3) < pi"),
        ("exp(pi) != 23", "exp(0) != 1"),
    ):
        check(attempt(goal, (), 10), parse_proposition(goal), ())
        assert attempt(wrong, (), 1) is None


def test_what_is_not_about_one_variable_is_left_to_others() -> None:
    assert attempt("exp(x + y) >= 1 + x + y", (), 1) is None
    assert attempt("x <= y", ("x <= y",), 1) is None


def test_it_stops_in_time() -> None:
    started = time.monotonic()
    attempt("sin(x**2)*exp(cos(x)) <= 3*x + sin(1/x) + 40", ("0 < x",), 0.5)
    assert time.monotonic() - started < 3
