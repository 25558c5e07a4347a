"""Holes that an attack on evaluation and on refuted constants found: each must stay closed."""

from __future__ import annotations

from fractions import Fraction

import pytest

from verifier.language.binding import Lambda
from verifier.language.build import (
    eq,
    exists,
    expectation,
    family,
    finite_law,
    natural,
    partial,
    probability,
    random_family,
    real,
    times,
    uniform,
)
from verifier.language.denial import Choice, denial
from verifier.language.evaluate import Kind, Truth, check_instance, truth
from verifier.language.instance import Instance, instance
from verifier.language.law import Law
from verifier.language.statement import over, statement
from verifier.language.terms import FALSE, LanguageError
from verifier.report.engine import StandardEngine

Q = Fraction
k, n, v, w = natural("k"), natural("n"), random_family("v"), family("w")
a, b, K = real("a"), real("b"), real("K")
SURE = Law(((Q(1), (Q(1),)),))


@pytest.mark.parametrize(
    "law",
    [
        uniform(v, k, 1, 0),
        uniform(v, k, 0, 0),
        finite_law(v, k, [(7, 0)]),
        finite_law(v, k, []),
    ],
)
def test_a_law_with_other_parameters_is_false_of_no_members_too(law: object) -> None:
    assert truth(law, Instance({k: Q(0), v: SURE})) is not Truth.TRUE  # type: ignore[arg-type]
    stated = statement([k, over(v, k)], {"law": law}, FALSE)  # type: ignore[dict-item]
    found = check_instance(stated, instance(stated, {k: Q(0), v: SURE}))
    assert found.kind is not Kind.VIOLATED


def test_no_probability_of_a_law_is_negative() -> None:
    stated = statement(
        [a, over(v, 1)], {"law": finite_law(v, 1, [(a, 0), (1, 1), (-a, 0)])}, a >= 0
    )
    found = check_instance(stated, instance(stated, {a: Q(-1), v: SURE}))
    assert found.kind is not Kind.VIOLATED


def test_a_law_with_free_parameters_does_not_break_the_search() -> None:
    stated = statement([k, a, over(v, k)], {"law": finite_law(v, k, [(a, 0)])}, eq(a, 1))
    assert StandardEngine().attack(stated, 0, 1.0).verdict in ("unknown", "refuted")


def test_a_bound_on_a_large_natural_asks_for_no_mean() -> None:
    """E[1/(K - K)] <= n holds for no n, and nothing asks that the mean exists."""
    stated = statement([K, k], {"K is not negative": K >= 0}, k <= K, constants=[K])
    with pytest.raises(LanguageError):
        denial(stated, Choice({"k": n}, {n: (expectation(1 / (K - K)),)}))


def test_a_family_is_no_constant() -> None:
    """The refuter would choose what the statement claims to exist."""
    with pytest.raises(LanguageError):
        statement([over(w, 2)], {}, eq(w[1], 1), constants=[over(w, 2)])  # type: ignore[list-item]
    assert Lambda((n,), w[n])


def test_a_bound_under_a_derivative_does_not_break_evaluation() -> None:
    event = exists(times(1), lambda m: m <= w[1])
    term = partial(probability(event) * w[1], w[1])
    assert truth(eq(term, 1), Instance({w: (Q(2),)})) in (Truth.TRUE, Truth.UNDECIDED)


def test_a_bound_with_a_slope_does_not_break_evaluation() -> None:
    event = exists(times(1), lambda m: m <= w[1])
    term = partial(probability(event) * w[1], w[1])
    assert truth(eq(term, 1), Instance({w: (Q(1, 2),)})) is not Truth.TRUE


def test_a_probability_has_no_derivative_where_it_jumps() -> None:
    slope = partial(probability(w[1] <= 0), w[1])
    assert truth(eq(slope, 0), Instance({w: (Q(0),)})) is not Truth.TRUE
