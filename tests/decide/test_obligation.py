"""Obligations of proof steps: the portfolio, with what is not elementary taken for a variable."""

from __future__ import annotations

import pytest
from kernel_tools import given

from verifier import Lemma, Source, Step, by, statement
from verifier.decide.obligation import prove_obligation
from verifier.language.build import (
    exp,
    expectation,
    family,
    function,
    log,
    natural,
    prod,
    random_family,
    real,
)
from verifier.language.terms import Proposition, Relation
from verifier.proof.run import prove

x, y = real("x"), real("y")
w, f, k, j = family("w"), function("f"), natural("k"), natural("j")
P = prod(k, lambda i: w[i])

PAIRS = [
    ((), exp(x) >= 1 + x, exp(x) > 1 + x),
    ((w[j] > 0,), log(w[j]) <= w[j] - 1, log(w[j]) <= w[j] - 2),
    ((P > 0, P <= 1), P * log(P) >= P - 1, P * log(P) >= P),
    ((f(x) > y, y > 0), log(f(x)) > log(y), log(f(x)) > y),
]


@pytest.mark.parametrize(("facts", "true", "false"), PAIRS, ids=str)
def test_terms_that_are_not_elementary_stand_for_any_real(
    facts: tuple[Proposition, ...], true: Relation, false: Relation
) -> None:
    shown = prove_obligation(given(*facts), true, 10)
    assert shown is not None and shown.conclusion == true and shown.hypotheses <= set(facts)
    assert prove_obligation(given(*facts), false, 3) is None


def test_what_may_not_exist_is_left_alone() -> None:
    mean = expectation(log(random_family("r")[1]))
    assert prove_obligation([], mean**2 >= 0 * mean, 3) is None


def test_a_step_of_a_lemma() -> None:
    claim = log(w[j]) <= w[j] - 1
    lemma = Lemma(
        id="mine/log",
        title="The logarithm is below its tangent",
        source=Source("mine", "1", "Lemma 1"),
        variant="as-printed",
        statement=statement([w, j], {"w_j is positive": w[j] > 0}, claim),
        proof=(Step("tangent", claim, by.decide()),),
    )
    run = prove(lemma, None)
    assert run.proof is not None, run
