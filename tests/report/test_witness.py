"""Counterexamples can be written down and made again."""

from __future__ import annotations

from fractions import Fraction

import pytest

from verifier import (
    eq,
    family,
    forall,
    function,
    indices,
    natural,
    over,
    random_family,
    real,
    sequence,
    statement,
    times,
)
from verifier.language.evaluate import Kind, check_instance
from verifier.language.instance import instance, polynomial_function
from verifier.language.law import Law
from verifier.report.engine import ENGINE
from verifier.report.witness import read_instance, write_instance

k, x, w, v = natural("k"), real("x"), family("w"), sequence("v")
f, xi = function("f", 1), random_family("xi")
HALVING = forall(times(), lambda t: forall(indices(k), lambda j: eq(v[j, t + 1], v[j, t] / 2)))
EVERYTHING = statement(
    [k, x, over(w, k), over(v, k), f, over(xi, k)],
    {"halving": HALVING},
    forall(indices(k), lambda j: f(w[j]) < v[j, k + 1] * 0 + x * xi[j] * 0),
)
VALUES = {
    k: Fraction(2),
    x: Fraction(-1, 3),
    w: (Fraction(1), Fraction(2)),
    v: (Fraction(1, 2), Fraction(3)),
    f: polynomial_function([0, 1]),
    xi: Law(((Fraction(1), (Fraction(1), Fraction(2))),)),
}


def test_instance_comes_back_as_it_was() -> None:
    made = instance(EVERYTHING, VALUES)
    again = read_instance(EVERYTHING, write_instance(made))
    assert again.values == made.values
    assert again.to_json() == made.to_json()
    assert check_instance(EVERYTHING, again).kind is Kind.VIOLATED


FALSE = statement([x], {}, x <= 1)


def test_recalled_counterexample_is_found_at_once() -> None:
    found = ENGINE.attack(FALSE, 0, 1.0)
    again = ENGINE.attack(FALSE, 0, 0.0, found.recall)
    assert (again.verdict, again.witness) == ("refuted", found.witness)


@pytest.mark.parametrize(
    "recall",
    [
        {"values": {"x": ["number", "1/2"]}, "horizon": 20, "outcome": 0},  # not a counterexample
        {"values": {"x": ["number", "1/0"]}, "horizon": 20, "outcome": 0},
        {"values": {"x": ["no such kind"]}, "horizon": 20, "outcome": 0},
        {"values": {}},
        {},
    ],
)
def test_wrong_recall_is_not_believed(recall: dict[str, object]) -> None:
    assert ENGINE.attack(statement([x], {}, x <= x + 1), 0, 0.1, recall).verdict == "unknown"
