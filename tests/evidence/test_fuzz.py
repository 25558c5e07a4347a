"""True lemmas withstand fuzzing on hundreds of deep, non-vacuous examples; false ones do not."""

from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction

import pytest
import shamir_statements as shamir

from verifier.evidence.fuzz import fuzz
from verifier.language.build import (
    both,
    eq,
    expectation,
    finite_law,
    forall,
    function,
    implies,
    independent,
    indices,
    natural,
    prod,
    random_family,
    real,
    reals,
    standard_normal,
)
from verifier.language.evaluate import Kind, check_instance
from verifier.language.statement import Statement, over, statement

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


def test_an_interval_on_which_a_function_is_bounded_may_be_any() -> None:
    f, end, slope = function("f", smooth=1), real("B"), real("c")
    steep = forall(reals(), lambda p: implies(both(end / 2 <= p, p <= end), f.prime(p) >= slope))
    facts = {"B is positive": end > 0, "c is positive": slope > 0, "f' is at least c": steep}
    found = fuzz(statement([end, slope, f], facts, f.prime(end) >= slope), examples=60, seed=1)
    assert (found.examples >= 60, found.failure) == (True, None)


def test_the_end_of_a_range_is_not_drawn_from_what_holds_in_the_range() -> None:
    n = natural("n")
    ends = {"the ends": forall(indices(n), lambda i: i < n + 1)}
    found = fuzz(statement([n], ends, n < 20), examples=5, seed=1)
    assert (found.examples >= 5, found.failure) == (True, None)


def test_a_finite_law_that_a_hypothesis_gives_is_drawn() -> None:
    k, w = natural("k"), random_family("w")
    half = Fraction(1, 2)
    signs = {
        "independent": independent(w, k),
        "fair signs": finite_law(w, k, [(half, -1), (half, 1)]),
    }
    square = expectation(prod(k, lambda i: w[i] ** 2))
    found = fuzz(statement([k, over(w, k)], signs, eq(square, 1)), examples=30, seed=1)
    assert (found.examples >= 30, found.failure) == (True, None)


def test_no_draw_has_a_continuous_law_and_none_takes_long() -> None:
    k, w = natural("k"), random_family("w")
    deep = {"deep": k >= 20, "normal": standard_normal(w, k), "independent": independent(w, k)}
    stated = statement([k, over(w, k)], deep, expectation(w[1]) > 1)
    started = time.monotonic()
    assert fuzz(stated, examples=20, seconds=3).examples == 0
    assert fuzz(stated.without("normal"), examples=20, seconds=3).failure is not None
    assert time.monotonic() - started < 12
