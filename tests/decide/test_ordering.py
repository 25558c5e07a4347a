"""Comparisons by the form of terms: what is proved, and that no slightly false variant of it is."""

from __future__ import annotations

import time

import pytest
from sequents import proved

from verifier.decide.deduce import assumed
from verifier.decide.ordering import prove_by_ordering
from verifier.decide.ordering.board import Board
from verifier.decide.ordering.bridges import bridges
from verifier.decide.search import Search
from verifier.language.parse import parse_proposition, parse_term
from verifier.language.render import text
from verifier.language.terms import ZERO

# What holds, what does not, and the hypotheses of both.
PAIRS: list[tuple[str, str, tuple[str, ...]]] = [
    # Monotone functions, and back.
    ("exp(x + 1) < exp(2*y)", "exp(2*x + 1) < exp(2*y)", ("x < y", "1 < y")),
    ("log(x + 1) <= log(x + y)", "log(x + 1) < log(x + y)", ("x > 0", "y >= 1")),
    ("sqrt(x) < sqrt(x + y)", "sqrt(x + y) < sqrt(x)", ("x > 0", "y > 0")),
    ("x > z", "x > z + 1", ("exp(x) > exp(y)", "log(y) > log(z)")),
    ("atan(x) < atan(y + 1)", "atan(x) < atan(y)", ("x <= y",)),
    ("x > 1", "x > 2", ("log(x) > y", "y > 0")),
    ("exp(3*y - x) > exp(4)", "exp(3*y - x) > exp(5)", ("y > Max(x, 2)",)),
    ("log(1 + x**2 + Abs(y)) > 0", "log(x**2 + Abs(y) + 1/2) > 0", ("y > 0",)),
    # Products and quotients, factor by factor.
    ("x*exp(x) < y*exp(y)", "x*exp(-x) < y*exp(-y)", ("0 < x", "x < y")),
    ("(1 + x)/(3 + y) < (2 + y)/(2 + x)", "(1 + x)/(2 + x) < (1 + y)/(3 + y)",
     ("0 < x", "x < y")),
    ("9*x**2*y < z**2*w", "9*x**2*y < z**2*w/2", ("0 < x", "3*x < z", "0 < y", "y < w")),
    ("x**80*y**80 <= x**80 + y**80", "x**80 <= y**80*x**80", ("0 < x", "0 < y", "y < 1")),
    ("(x + y**4)**3 < (x + y**4 + z)**5", "(x + y**4)**5 < (x + y**4 + z)**3",
     ("x > 1", "z > 0")),
    ("x*z < y*w", "x*z < y*w - 1", ("x < y", "y < 0", "w < z - 1", "0 < w")),
    # Sums, addend by addend.
    ("x**3 + exp(x) + 1 < y**3 + exp(y) + 2", "x**3 + exp(x) + 2 < y**3 + exp(y) + 2",
     ("0 < x", "x <= y")),
    ("x + y - x*y < 1", "x + y - x*y < 9/10", ("0 < x", "x < 1", "0 < y", "y < 1")),
    # Symbolic exponents.
    ("x**y <= x**z", "x**z <= x**y", ("1 <= x", "0 <= y", "y <= z")),
    ("x**y <= x", "x <= x**y", ("0 < x", "x <= 1", "1 <= y")),
    # Products of exponentials, sums of logarithms, absolute values.
    ("exp(x)*exp(y) < E", "exp(x)*exp(y) < 1", ("x + y < 1",)),
    ("log(x) + log(y) > 0", "log(x) + log(y) > 1", ("x > 0", "y > 0", "x*y > 1")),
    ("log(x*y**2) > 5", "log(x*y**2) > 6", ("log(x) > 1", "log(y) > 2")),
    ("Abs(x*y) <= 2*Abs(x)", "Abs(x*y) < 2*Abs(x)", ("Abs(y) <= 2",)),
    ("x*(1 + sin(y)) <= 2*x", "x*(1 + sin(y)) < 2*x", ("x >= 0",)),
]  # fmt: skip


@pytest.mark.parametrize(("goal", "variant", "hypotheses"), PAIRS)
def test_what_compares_by_form_is_proved_and_what_is_false_is_not(
    goal: str, variant: str, hypotheses: tuple[str, ...]
) -> None:
    assert proved([prove_by_ordering], goal, *hypotheses)
    assert not proved([prove_by_ordering], variant, *hypotheses, seconds=0.7)


def test_the_domain_of_a_function_is_not_taken_for_granted() -> None:
    assert not proved([prove_by_ordering], "log(x) < log(y)", "x < y", seconds=1)
    assert not proved([prove_by_ordering], "1/x < 1/y", "y < x", seconds=1)


def test_functions_of_sums_and_products_are_expanded() -> None:
    facts = assumed(parse_proposition("x > 0"), parse_proposition("y > 0"))
    term = parse_term("exp(2*x - y) + log(4*x/y**2) + sqrt(x*y) + exp(x/2)")
    board = Board.of(Search(time.monotonic() + 10), facts, term)
    found = {text(theorem.conclusion) for theorem in bridges(board, term)}
    assert "exp(2*x - y) = exp(1/2*x)**4*exp(-y)" in found
    assert "log(4*x/y**2) = log(x) + (-2*log(y)) + 2*log(2)" in found
    assert "sqrt(x*y) = sqrt(x)*sqrt(y)" in found


def test_what_fails_at_a_point_is_not_tried() -> None:
    x, y = parse_term("x"), parse_term("y")
    facts = assumed(parse_proposition("x > y"), parse_proposition("y > 1"))
    board = Board.of(Search(time.monotonic() + 10), facts, x + y)
    assert board.less(ZERO, x, strict=True) is not None
    steps = board.steps
    assert board.less(x, y) is None and board.steps == steps
