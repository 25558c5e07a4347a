"""Inequalities in several variables by derivatives, comparisons at two points and compounds: what
is proved, and that no slightly false variant of it is."""

from __future__ import annotations

import pytest
from sequents import proved

from verifier.decide.calculus import prove_by_calculus
from verifier.decide.comparison import prove_by_comparison, prove_in_either_order
from verifier.decide.compound import prove_by_compound
from verifier.decide.ordering import prove_by_ordering
from verifier.decide.parametric import prove_by_parameter

ONE_VARIABLE = (prove_by_ordering, prove_by_calculus)
INSIDE = ("0 < p", "p < 1", "0 < q", "q < 1")
Pair = tuple[str, str, tuple[str, ...]]

BY_PARAMETER: list[Pair] = [
    ("p*log(p/q) + (1 - p)*log((1 - p)/(1 - q)) >= 2*(p - q)**2",
     "p*log(p/q) + (1 - p)*log((1 - p)/(1 - q)) >= 21/10*(p - q)**2", INSIDE),
    ("atan(y) - atan(x) <= y - x", "atan(y) - atan(x) <= 99/100*(y - x)", ("x <= y",)),
    ("sin(x + y) <= sin(x) + y", "sin(x + y) < sin(x) + y", ("0 <= y",)),
    ("exp(y) - exp(x) > y - x", "exp(y) - exp(x) > y - x + 1/100", ("0 < x", "x < y")),
    ("x*log(x) - x >= x*log(y) - y", "x*log(x) - x > x*log(y) - y", ("0 < x", "0 < y")),
]  # fmt: skip
BY_COMPARISON: list[Pair] = [
    ("x/y <= sin(x)/sin(y)", "x/y <= 9/10*sin(x)/sin(y)", ("0 < x", "x < y", "y < pi/2")),
    ("log(1 + y)/log(1 + x) <= y/x", "log(1 + y)/log(1 + x) <= y/(2*x)", ("0 < x", "x < y")),
    ("exp(x)/x > 1/1000 + exp(y)/y - 1/500", "exp(x)/x > exp(y)/y + 1/1000",
     ("0 < x", "x < y", "y < 1")),
]  # fmt: skip
BY_COMPOUND: list[Pair] = [
    ("log(1 + x*y) <= x*y", "log(1 + x*y) < x*y", ("x >= 0", "y >= 0")),
    ("exp(x*y) <= 1 + 2*x*y", "exp(x*y) <= 1 + 3*x*y/2", ("0 <= x", "x <= 1", "0 <= y", "y <= 1")),
    ("(x + y)**2*exp(-x - y) <= 4*exp(-2)", "(x + y)**2*exp(-x - y) < 4*exp(-2)",
     ("x > 0", "y > 0")),
    ("exp(x - y) >= 1 + x - y", "exp(x - y) > 1 + x - y", ()),
]  # fmt: skip


@pytest.mark.parametrize(("goal", "variant", "hypotheses"), BY_PARAMETER)
def test_by_the_derivative_in_one_variable(
    goal: str, variant: str, hypotheses: tuple[str, ...]
) -> None:
    procedures = (*ONE_VARIABLE, prove_by_parameter)
    assert proved(procedures, goal, *hypotheses, seconds=20)
    assert not proved(procedures, variant, *hypotheses, seconds=0.7)


@pytest.mark.parametrize(("goal", "variant", "hypotheses"), BY_COMPARISON)
def test_by_one_function_at_two_points(
    goal: str, variant: str, hypotheses: tuple[str, ...]
) -> None:
    procedures = (prove_by_comparison, *ONE_VARIABLE)
    assert proved(procedures, goal, *hypotheses, seconds=20)
    assert not proved(procedures, variant, *hypotheses, seconds=0.7)


@pytest.mark.parametrize(("goal", "variant", "hypotheses"), BY_COMPOUND)
def test_by_a_variable_for_a_term_of_two(
    goal: str, variant: str, hypotheses: tuple[str, ...]
) -> None:
    procedures = (prove_by_compound, *ONE_VARIABLE)
    assert proved(procedures, goal, *hypotheses, seconds=20)
    assert not proved(procedures, variant, *hypotheses, seconds=0.7)


def test_variables_that_differ_are_put_in_either_order() -> None:
    procedures = (prove_in_either_order, *ONE_VARIABLE, prove_by_parameter)
    apart = ("x != y",)
    assert proved(procedures, "(exp(x) - exp(y))*(x - y) > 0", *apart, seconds=20)
    assert not proved(procedures, "(exp(x) - exp(y))*(x - y) > 1/100", *apart, seconds=0.7)
    assert not proved(procedures, "(exp(x) - exp(y))*(x - y) > 0", seconds=0.7)
