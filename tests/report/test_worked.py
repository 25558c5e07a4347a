"""Counterexamples worked through: what a reader can check by hand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from _findings import card
from hypothesis import given
from hypothesis import strategies as st

from verifier.language.build import (
    both,
    eq,
    expectation,
    family,
    forall,
    function,
    implies,
    indices,
    log,
    natural,
    prod,
    random_family,
    real,
    sequence,
    times,
)
from verifier.language.denial import Choice, denial
from verifier.language.instance import Instance, Run, instance, polynomial_function
from verifier.language.law import Law
from verifier.language.statement import Statement, over, statement
from verifier.language.terms import Number
from verifier.lemma import LemmaResult, PrintedStep
from verifier.report.cards import Card, Denial
from verifier.report.choice import shown_choice
from verifier.report.verdicts import Finding
from verifier.report.worked import read_witness, worked, worked_step
from verifier.result import StepResult

X, Y, K, C = real("x"), real("y"), natural("k"), real("C")
W, V, U, F = family("w"), sequence("v"), random_family("u"), function("f")
INSIDE = st.fractions("1/99", "98/99", max_denominator=99)


def refuted(stated: Statement, witness: dict[str, Any], *, verdict: str = "refuted") -> Any:
    of = card("mine/lemma-1", Path("a.py"), statement=stated)
    found = {"counterexample" if verdict == "refuted" else "undefined_at": witness}
    return worked(Finding(of, LemmaResult(of.lemma, verdict, None, **found)))  # type: ignore[arg-type]


@given(INSIDE)
def test_each_hypothesis_and_the_conclusion_has_its_two_sides_in_numbers(x: Fraction) -> None:
    stated = statement([X], {"positive": X > 0, "small": X < 1}, X**2 >= X)
    found = refuted(stated, {"x": str(x)})
    assert found["kind"] == "instance"
    rows = [(r["what"], r["left"], r["relation"], r["right"], r["value"]) for r in found["rows"]]
    assert rows == [
        ("positive", str(x), ">", "0", "true"),
        ("small", str(x), "<", "1", "true"),
        ("conclusion", str(x * x), ">=", str(x), "false"),
    ]


def test_no_working_is_shown_of_a_point_that_refutes_nothing() -> None:
    stated = statement([X], {"positive": X > 0}, X**2 >= X)
    assert refuted(stated, {"x": "2"}) is None
    assert refuted(stated, {"x": "-1/2"}) is None
    assert refuted(stated, {"y": "1/2"}) is None
    assert refuted(stated, {"x": "a half"}) is None


def test_of_a_claim_about_all_indices_the_first_that_fails_is_shown() -> None:
    stated = statement([K, over(W, K)], {}, forall(indices(K), lambda i: both(W[i] > 0, W[i] < 3)))
    (row,) = refuted(stated, {"k": "3", "w": ["1", "4", "5"]})["rows"]
    assert (row["at"], row["left"], row["relation"]) == ("i = 2", "4", "<")


def test_of_a_claim_about_all_times_the_first_that_fails_is_shown() -> None:
    doubling = forall(times(), lambda t: forall(indices(1), lambda j: eq(V[j, t + 1], 2 * V[j, t])))
    claim = forall(times(), lambda t: implies(t >= 2, V[1, t] < 7))
    rows = refuted(
        statement([over(V, Number(Fraction(1)))], {"doubling": doubling}, claim),
        {"v": {"start": ["1"], "note": "at time 1; then by the recursion assumed"}},
    )["rows"]
    assert [(r["what"], r["at"], r["left"], r["value"]) for r in rows[-2:]] == [
        ("conclusion: if", "t = 4", "4", "true"),
        ("conclusion: then", "t = 4", "8", "false"),
    ]


def test_what_is_no_rational_is_said_to_be_approximate() -> None:
    (row,) = refuted(statement([X], {}, log(X) >= 1), {"x": "2"})["rows"]
    assert row["left"] == "≈ 0.6931471806"


def test_an_undefined_term_is_named() -> None:
    rows = refuted(
        statement([X], {"at most 0": X <= 0}, log(X) <= X), {"x": "0"}, verdict="ill-posed"
    )["rows"]
    assert [row["value"] for row in rows] == ["true", "undefined"]
    assert rows[-1]["left"] == "undefined"


def _instances() -> list[tuple[Statement, Instance]]:
    third, half = Fraction(1, 3), Fraction(1, 2)
    halving = forall(times(), lambda t: forall(indices(K), lambda j: eq(V[j, t + 1], V[j, t] / 2)))
    law = Law(((third, (half,)), (1 - third, (Fraction(-2),))))
    return [
        (statement([X, K, over(W, K)], {}, X > 0), {X: third, K: Fraction(2), W: (half, third)}),
        (statement([F], {}, F(1) > 0), {F: polynomial_function([1, half, 0, -3])}),
        (statement([F], {}, F(1) > 0), {F: polynomial_function([2])}),
        (statement([over(U, 1)], {}, expectation(U[1]) > 0), {U: law}),
        (statement([K, over(V, K)], {"": halving}, K > 2), {K: Fraction(2), V: (half, third)}),
        (
            statement([K, over(V, K)], {}, K > 2),
            {K: Fraction(1), V: Run(((half,), (third,), (Fraction(5),)))},
        ),
    ]


@pytest.mark.parametrize(("stated", "values"), _instances())
def test_a_witness_is_read_as_the_instance_that_it_was_written_from(
    stated: Statement, values: Any
) -> None:
    point = instance(stated, values)
    assert read_witness(stated, point.to_json()).to_json() == point.to_json()


def _denied(stated: Statement, values: dict[str, Any]) -> tuple[Denial, dict[str, Any]]:
    choice = Choice({name: Number(Fraction(value)) for name, value in values.items()})
    shown = shown_choice(choice)
    return Denial(denial(stated, choice), shown), shown


CLAIM = statement(
    [C, X, Y],
    {"C is positive": C > 0, "x is positive": X > 0, "y is above x": Y > X},
    X * Y <= 1,
    constants=[C],
)


def test_of_a_proved_negation_each_hypothesis_is_shown_with_the_values_put_in() -> None:
    denied, shown = _denied(CLAIM, {"x": 2, "y": 3})
    of = card("mine/lemma-1", Path("a.py"), statement=CLAIM)
    of = Card(**{**vars(of), "denials": {"": denied}})
    found = worked(Finding(of, LemmaResult(of.lemma, "refuted", "all", counterexample=shown)))
    assert found is not None
    assert found["kind"] == "negation"
    assert [(row["what"], row["text"], row["value"]) for row in found["rows"]] == [
        ("C is positive", "C > 0", "assumed"),
        ("x is positive", "2 > 0", "proved"),
        ("y is above x", "3 > 2", "proved"),
        ("the conclusion is false", "not (2*3 <= 1)", "proved"),
    ]


def test_a_printed_step_is_worked_through_by_its_own_statement() -> None:
    stated = statement([X], {"positive": X > 0}, X**2 >= X)
    of = card(
        "mine/lemma-1",
        Path("a.py"),
        variant="printed-proof",
        printed_steps=(PrintedStep("squaring", stated),),
    )
    step = StepResult(
        "squaring", "printed step", "", "", "refuted", "search", False, 0.0, witness={"x": "1/2"}
    )
    finding = Finding(of, LemmaResult(of.lemma, "refuted", None, steps=(step,)))
    found = worked_step(finding, step)
    assert found is not None
    assert found["rows"][-1]["left"] == "1/4"
    assert worked(finding) is None


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_product_is_worked_out(depth: int) -> None:
    stated = statement([K, over(W, K)], {}, prod(K, lambda i: W[i]) > 100)
    (row,) = refuted(stated, {"k": str(depth), "w": ["3"] * depth})["rows"]
    assert row["left"] == str(3**depth)
