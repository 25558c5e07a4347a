"""True lemmas withstand fuzzing on hundreds of deep, non-vacuous examples; false ones do not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import shamir_statements as shamir

from verifier.evidence.fuzz import fuzz
from verifier.language.build import real
from verifier.language.evaluate import Kind, check_instance
from verifier.language.statement import Statement, statement

TRUE = [
    shamir.lemma_5,
    shamir.lemma_6,
    shamir.lemma_6_shift,
    shamir.lemma_7,
    shamir.lemma_11,
    shamir.lemma_13,
]
FALSE = [
    lambda: shamir.lemma_6(as_printed=True),
    lambda: shamir.lemma_11(printed=True),
    shamir.lemma_12_false,
    lambda: shamir.lemma_13(printed_step=True),
]


@pytest.mark.parametrize("make", TRUE)
def test_true_lemmas_hold_on_enough_deep_examples(make: Callable[[], Statement]) -> None:
    found = fuzz(make(), examples=120, seed=7)
    assert found.failure is None
    assert found.examples >= 120
    assert 2 * found.deep >= found.examples
    assert found.undecided <= found.examples / 20


def test_a_lemma_without_depth() -> None:
    found = fuzz(shamir.lemma_12(), examples=500, seed=1)
    assert (found.examples >= 500, found.failure, found.deep) == (True, None, 0)


@pytest.mark.parametrize("make", FALSE)
def test_false_lemmas_fail_on_a_checked_instance(make: Callable[[], Statement]) -> None:
    lemma = make()
    found = fuzz(lemma, examples=300, seed=3)
    assert found.failure is not None
    assert check_instance(lemma, found.failure).kind in (Kind.VIOLATED, Kind.ILL_POSED)
    assert found.evidence().failures == 1


def test_the_same_seed_gives_the_same_result() -> None:
    first, second = (fuzz(shamir.lemma_12_false(), examples=100, seed=5) for _ in range(2))
    assert first.failure is not None and second.failure is not None
    assert first.failure.to_json() == second.failure.to_json()


def test_hypotheses_that_nothing_satisfies_give_no_examples() -> None:
    x = real("x")
    nothing = statement([x], {"positive": x > 0, "negative": x < 0}, x > 5)
    found = fuzz(nothing, examples=50)
    assert (found.examples, found.failure) == (0, None)
