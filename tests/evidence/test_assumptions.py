"""Dropping hypotheses: those known to be needed are found to be, with a checked witness."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import shamir_statements as shamir

from verifier.evidence.assumptions import drop_each, needed
from verifier.language.build import log, real
from verifier.language.statement import Statement, statement


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (shamir.lemma_5, "independent"),
        (shamir.lemma_5, "E abs(w_1) <= a"),
        (shamir.lemma_6, "v close to w"),
        (shamir.lemma_6, "abs(w_i) >= delta"),
        (shamir.lemma_6_shift, "v close to w"),
        (shamir.lemma_7, "w_i > alpha"),
        (shamir.lemma_11, "signs"),
        (shamir.lemma_11, "start"),
        (shamir.lemma_13, "step size"),
        (shamir.lemma_13, "P(1) < y"),
    ],
)
@pytest.mark.parametrize("seed", [0])
def test_needed(make: Callable[[], Statement], name: str, seed: int) -> None:
    lemma = make()
    hypothesis = next(h for h in lemma.hypotheses if h.name == name)
    found = needed(lemma, hypothesis, seed=seed, budget_seconds=20)
    assert found.needed is True
    assert found.witness is not None and found.witness.keys() == {
        d.name if hasattr(d, "name") else d.symbol.name for d in lemma.variables
    }


def test_a_superfluous_hypothesis_is_not_shown_to_be_needed() -> None:
    x = real("x")
    lemma = statement([x], {"x > 0": x > 0, "x < 100": x < 100, "x > -1": x > -1}, log(x) <= x - 1)
    found = {e.text: e.needed for e in drop_each(lemma, budget_seconds=0.4)}
    assert found == {"x > 0": True, "x < 100": None, "x > -1": None}
