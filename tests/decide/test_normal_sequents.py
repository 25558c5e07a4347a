"""What each normaliser makes of a sequent, and that it leaves alone what it need not change."""

from __future__ import annotations

import pytest
from sequents import handed_on

from verifier.decide.normal import ALTERNATIVES
from verifier.decide.normal import STEPS as SIMPLE_STEPS
from verifier.decide.normal.bounds import (
    prove_with_bounds_of_powers,
    prove_with_fixed_variables,
)
from verifier.decide.normal.cases import prove_by_cases, prove_by_sides
from verifier.decide.normal.connectives import prove_connective
from verifier.decide.normal.constants import prove_with_few_radicals
from verifier.decide.normal.equations import prove_with_solved_equations
from verifier.decide.normal.expand import prove_expanded
from verifier.decide.normal.generators import (
    prove_root_sign,
    prove_with_products_of_roots,
    prove_with_roots_as_variables,
    prove_with_roots_defined,
    prove_with_roots_eliminated,
)
from verifier.decide.normal.identities import prove_equal_angles
from verifier.decide.normal.products import prove_by_products, prove_with_products
from verifier.decide.normal.simplify import prove_simplified
from verifier.decide.normal.substitution import prove_by_elimination, prove_by_substitution
from verifier.decide.normal.unwrap import prove_unwrapped
from verifier.decide.normal.vanishing import prove_by_factors, prove_with_factors_cancelled
from verifier.decide.search import Procedure

# procedure, goal, hypotheses, the goal handed on, facts handed on
STEPS = [
    (prove_simplified, "tan(x) > x", ("0 < x", "x < 3/2"), "sin(x)/cos(x) > x", {"0 < cos(x)"}),
    (prove_simplified, "tanh(x) < 1", (), "(exp(x) - exp(-x))/(exp(x) + exp(-x)) < 1", set()),
    (prove_simplified, "Abs(x - 1) < x", ("2 < x",), "x - 1 < x", {"2 < x"}),
    (prove_simplified, "sqrt(1 - cos(x)**2) <= x", ("0 < x", "x < 3"), "sin(x) <= x", set()),
    (prove_simplified, "(1 + x)**(3/2) > 1", ("x > 0",), "sqrt(1 + x)**3 > 1", set()),
    (prove_simplified, "3**x > x", (), "exp(x*log(3)) > x", set()),
    (prove_simplified, "x > 0", ("log(x + 7) > Abs(-2)",), "x > 0", {"log(x + 7) > 2"}),
    (prove_simplified, "cos(x - pi) < x", (), "-cos(x) < x", set()),
    (prove_simplified, "exp(x - 2*log(y)) < 1", ("y > 0",), "exp(x)*y**(-2) < 1", set()),
    (prove_connective, "x < y", ("x < 1 < y",), "x < y", {"x < 1", "1 < y"}),
    (prove_by_cases, "Abs(sin(x) - x) <= 1", ("x**2 <= 1",), "sin(x) - x <= 1", set()),
    (prove_by_cases, "exp(Abs(x)) >= 1", (), "exp(|x|) >= 1", {"0 <= x"}),
    (prove_by_cases, "Abs(log(x)) <= 2*x", ("x > 1/2",), "log(x) <= 2*x", {"x > 1/2"}),
    (prove_by_cases, "x < 2", ("Abs(x) < 1",), "x < 2", {"-1 < x", "x < 1"}),
    (prove_by_cases, "Max(x, 2) >= 2", ("exp(x) < 9",), "max(x, 2) >= 2", {"0 <= x - 2"}),
    (prove_by_sides, "exp(x) > 1/x", ("x != 0",), "exp(x) > 1/x", {"x < 0"}),
    (prove_expanded, "exp(2*x) > exp(-x)", (), "exp(x)**2 > 1/exp(x)", set()),
    (prove_expanded, "log(6) < log(2) + 2", (), "log(2) + log(3) < log(2) + 2", set()),
    (prove_expanded, "sin(2*x) < sin(x)", (), "2*(cos(x)*sin(x)) < sin(x)",
     {"sin(x)**2 + cos(x)**2 = 1"}),
    (prove_unwrapped, "exp(x**2) < 5", ("x**2 < 1",), "x**2 < log(5)", set()),
    (prove_unwrapped, "log(x) > 3", ("x > 40",), "exp(3) < x", set()),
    (prove_unwrapped, "sqrt(x) < y", ("x > 0", "x < y", "y > 1"), "x < y**2", set()),
    (prove_by_substitution, "exp(x) < y", ("x + y == 2",), "exp(x) < 2 - x", set()),
    (prove_by_substitution, "exp(s) < x", ("s >= 0", "s**2 == x", "x < 4", "x > 1"),
     "exp(sqrt(x)) < x", {"x < 4", "x > 1"}),
    (prove_with_fixed_variables, "x < y", ("2 <= x", "x <= 2"), "2 < y", set()),
    (prove_by_products, "log(x) > 2*log(y)", ("y > 0", "x > 0", "x > y**2"), "y**2 < x", set()),
    (prove_with_products, "x < y", ("log(x) + log(y) < 0",), "x < y", {"x*y < 1"}),
    (prove_with_factors_cancelled, "x < y", ("x*y == y", "y > 0"), "x < y", {"x - 1 = 0"}),
    (prove_by_factors, "x < y", ("x*y == y",), "x < y", {"x - 1 = 0"}),
    (prove_equal_angles, "atan(x) == asin(y)", ("x == 0", "y == 0"),
     "-pi/2 <= atan(x) - asin(y)", set()),
    (prove_by_elimination, "x < y", ("x*y == 1", "x > 2"), "x < 1/x", set()),
    (prove_with_solved_equations, "x < y", ("log(x) == 2",), "x < y", {"exp(2) = x"}),
    (prove_with_solved_equations, "x < y", ("sqrt(x) == y",), "x < y", {"y**2 = x", "y >= 0"}),
    (prove_with_roots_as_variables, "sqrt(x) < x", ("x > 1",), "s < x", {"s**2 = x", "s > 0"}),
    (prove_with_roots_eliminated, "s < x", ("s**2 == x + 1",), "s < s**2 - 1", set()),
    (prove_with_roots_eliminated, "r < x + s", ("r**2 == 1 + x", "s**2 == 1 - x"),
     "r < 1/2*r**2 - 1/2*s**2 + s", set()),
    (prove_root_sign, "sqrt(x - y) != 0", ("x > y",), "0 < x - y", set()),
    (prove_with_roots_defined, "sqrt(x*y) < x", ("0 < x", "0 < y"), "sqrt(x*y) < x",
     {"sqrt(x*y)**2 = x*y", "sqrt(x*y) > 0"}),
    (prove_with_products_of_roots, "sqrt(1 - x**2) < r*s",
     ("x**2 <= 1", "r >= 0", "s >= 0", "r**2 == 1 + x", "s**2 == 1 - x"), "r*s < r*s", set()),
    (prove_with_bounds_of_powers, "x < 9", ("x**2 < 4", "x > 0"), "x < 9", {"x < 2"}),
    (prove_with_few_radicals, "x < sqrt(5 + 2*sqrt(6))", ("sqrt(2) + sqrt(3) < y",),
     "x < sqrt(2) + sqrt(3)", set()),
]  # fmt: skip


@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{step[0].__name__}: {step[1]}")
def test_what_a_sequent_becomes(
    step: tuple[Procedure, str, tuple[str, ...], str, set[str]],
) -> None:
    procedure, goal, hypotheses, new, facts = step
    found = handed_on(procedure, goal, *hypotheses)
    assert any(each == new and facts <= given for each, given in found), found


PLAIN = [
    ("x**2 + y**2 >= x*y", ()),
    ("x*y < z", ("0 < x", "x < 1", "y < z", "0 < y")),
    ("exp(x) >= 1 + x", ()),
    ("sin(x) <= x", ("0 <= x",)),
]


@pytest.mark.parametrize("plain", PLAIN, ids=lambda plain: plain[0])
def test_what_is_simple_stays_as_it_is(plain: tuple[str, tuple[str, ...]]) -> None:
    goal, hypotheses = plain
    changing = [
        p.__name__ for p in (*SIMPLE_STEPS, *ALTERNATIVES) if handed_on(p, goal, *hypotheses)
    ]
    assert set(changing) <= {"prove_expanded", "prove_unwrapped"}
