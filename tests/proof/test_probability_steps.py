"""Steps with expectations and probabilities: right ones give proofs that check again, slightly
false ones say what is missing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

import pytest

from verifier import (
    Step,
    by,
    either,
    eq,
    exists,
    expectation,
    forall,
    implies,
    independent,
    indices,
    max_over,
    natural,
    ne,
    no,
    over,
    probability,
    prod,
    random_family,
    real,
    same_law,
    statement,
    sum_,
)
from verifier.kernel.proof_file import check_proof
from verifier.language.statement import Declaration
from verifier.language.terms import LanguageError, Proposition, Term
from verifier.proof.justification import Justification
from verifier.proof.run import prove_statement
from verifier.proof_writer import proof_to_json

k, m, i, j = (natural(name) for name in "kmij")
a, b, c, s = (real(name) for name in "abcs")
w, v = random_family("w"), random_family("v")

Given: TypeAlias = dict[str, Proposition]
ONE: Given = {"independent": independent(w, k)}
TWO: Given = {"one law": same_law(w, k)}


def shown(
    hypotheses: Mapping[str, Proposition],
    conclusion: Proposition,
    justification: Justification,
    *steps: Step,
) -> dict[str, object]:
    """The proof of a statement whose last step is justified in this way."""
    declared: list[Declaration] = [k, m, i, j, a, b, c, s, over(w, k), over(v, k)]
    whole = statement(declared, hypotheses, conclusion)
    theorem, definedness = prove_statement(whole, (*steps, Step("last", conclusion, justification)))
    return proof_to_json("a/step", whole, theorem, definedness)


def proved(
    hypotheses: Mapping[str, Proposition],
    conclusion: Proposition,
    justification: Justification,
    *steps: Step,
) -> None:
    written = json.dumps(shown(hypotheses, conclusion, justification, *steps))
    assert check_proof(json.loads(written)).statement.conclusion == conclusion


def refused(
    hypotheses: Mapping[str, Proposition],
    conclusion: Proposition,
    justification: Justification,
    *steps: Step,
    why: str,
) -> None:
    with pytest.raises(LanguageError, match=re.escape(why)):
        shown(hypotheses, conclusion, justification, *steps)


# ------------------------------------------------------------------------------------------------
# Markov


SIZE = abs(w[1])
LEVEL: Given = {"the level is positive": s > 0}
MEAN: Given = {"mean": expectation(SIZE) <= a}
MARKOV = probability(SIZE >= s) <= expectation(SIZE) / s


def test_markov() -> None:
    proved(LEVEL | MEAN, MARKOV, by.markov(SIZE, s))
    proved(MEAN, probability(SIZE >= 2) <= expectation(SIZE) / 2, by.markov(SIZE, 2))
    # The variable may be nonnegative by a step.
    square = w[1] ** 2
    proved(
        LEVEL | {"mean": expectation(square) <= a},
        probability(square >= s) <= expectation(square) / s,
        by.markov(square, s, "squares"),
        Step("squares", square >= 0, by.decide(squares=[w[1]])),
    )


@pytest.mark.parametrize(
    ("hypotheses", "why"),
    [
        ({"level": s >= 0} | MEAN, "0 < s"),
        ({"level": ne(s, 0)} | MEAN, "0 < s"),
        (MEAN, "0 < s"),
        (LEVEL, "E[|w_1|]"),
        (LEVEL | {"mean": expectation(w[1]) <= a}, "E[|w_1|]"),
        (LEVEL | {"mean": expectation(abs(w[2])) <= a}, "E[|w_1|]"),
    ],
)
def test_markov_refused(hypotheses: Mapping[str, Proposition], why: str) -> None:
    refused(hypotheses, MARKOV, by.markov(SIZE, s), why=why)


def test_markov_needs_a_sign_at_every_outcome() -> None:
    claim = probability(w[1] >= s) <= expectation(w[1]) / s
    mean = {"mean": expectation(w[1]) <= a}
    refused(LEVEL | mean, claim, by.markov(w[1], s), why="'0 <= w_1'")
    refused(LEVEL | mean | {"sign": w[1] >= 0}, claim, by.markov(w[1], s), why="one outcome")


@pytest.mark.parametrize(
    "claim",
    [
        probability(SIZE >= s) <= expectation(SIZE) / s**2,
        probability(SIZE >= s) <= expectation(SIZE) / (2 * s),
        probability(SIZE >= s / 2) <= expectation(SIZE) / s,
        probability(SIZE <= s) <= expectation(SIZE) / s,
        probability(SIZE >= s) >= expectation(SIZE) / s,
        probability(abs(w[2]) >= s) <= expectation(SIZE) / s,
    ],
)
def test_markov_gives_no_other_bound(claim: Proposition) -> None:
    refused(LEVEL | MEAN, claim, by.markov(SIZE, s), why="the rule gives")


# ------------------------------------------------------------------------------------------------
# Events


SOME = exists(indices(k), lambda i: w[i] >= s)
TOTAL = sum_(k, lambda i: probability(w[i] >= s))


def test_union_bound() -> None:
    proved({}, probability(SOME) <= TOTAL, by.union_bound(SOME))
    others = exists(indices(k, omit=[j]), lambda i: w[i] >= s)
    total = sum_(k, lambda i: probability(w[i] >= s), omit=[j])
    proved({}, probability(others) <= total, by.union_bound(others))


@pytest.mark.parametrize(
    ("claim", "event", "why"),
    [
        (probability(SOME) <= TOTAL / k, SOME, "the rule gives"),
        (eq(probability(SOME), TOTAL), SOME, "the rule gives"),
        (probability(SOME) <= sum_(m, lambda i: probability(w[i] >= s)), SOME, "the rule gives"),
        (
            probability(SOME) <= sum_(k, lambda i: probability(w[i] >= s), omit=[j]),
            SOME,
            "the rule gives",
        ),
        (
            probability(forall(indices(k), lambda i: w[i] >= s)) <= TOTAL,
            forall(indices(k), lambda i: w[i] >= s),
            "Exists",
        ),
        (probability(w[1] >= s) <= TOTAL, w[1] >= s, "Exists"),
    ],
)
def test_union_bound_refused(claim: Proposition, event: Proposition, why: str) -> None:
    refused({"there is a member": k >= 1}, claim, by.union_bound(event), why=why)


def test_the_events_must_be_defined() -> None:
    some = exists(indices(k), lambda i: w[i] >= 1 / s)
    claim = probability(some) <= sum_(k, lambda i: probability(w[i] >= 1 / s))
    proved(LEVEL, claim, by.union_bound(some))
    refused({}, claim, by.union_bound(some), why="s != 0")


INCLUSION = Step(
    "the largest is one of them",
    implies(max_over(k, lambda i: w[i]) >= s, SOME),
    by.suppose(
        "the largest is large",
        Step(
            "attained",
            exists(indices(k), lambda i: eq(max_over(k, lambda i: w[i]), w[i])),
            by.extreme_attained(max_over(k, lambda i: w[i])),
        ),
        Step(
            "so",
            SOME,
            by.obtain(i, "attained", "here", Step("that one", SOME, by.witness(i))),
        ),
    ),
)


def test_event_inclusion() -> None:
    claim = probability(max_over(k, lambda i: w[i]) >= s) <= probability(SOME)
    step = by.event_inclusion("the largest is one of them")
    proved({"there is a member": k >= 1}, claim, step, INCLUSION)
    refused({}, claim, step, INCLUSION, why="attained")  # the maximum over nothing is undefined
    # What follows by arithmetic at every outcome needs no step of its own.
    proved({}, probability(w[1] >= s + 1) <= probability(w[1] >= s), by.event_inclusion())
    proved({}, probability(w[1] >= s) >= probability(w[1] > s), by.event_inclusion())


@pytest.mark.parametrize(
    ("hypotheses", "claim", "why"),
    [
        ({}, probability(w[1] >= s) <= probability(w[1] >= s + 1), "w_1 >= s + 1"),
        ({}, probability(w[1] >= s) <= probability(w[1] > s), "w_1 > s"),
        ({}, probability(w[1] >= s) <= probability(w[2] >= s), "w_2 >= s"),
        # An assumption about the outcome is none about the law.
        ({"here": w[2] >= s}, probability(w[1] >= s) <= probability(w[2] >= s), "one outcome"),
        ({}, probability(w[1] >= 1 / s) <= probability(w[1] >= 1 / s - 1), "s != 0"),
        ({}, probability(w[1] >= s + 1) < probability(w[1] >= s), "Pr(A) <= Pr(B)"),
        ({}, probability(w[1] >= s) <= 1, "Pr(A) <= Pr(B)"),
    ],
)
def test_event_inclusion_refused(
    hypotheses: Mapping[str, Proposition], claim: Proposition, why: str
) -> None:
    refused(hypotheses, claim, by.event_inclusion(), why=why)


def test_complement_and_sign() -> None:
    event = w[1] >= s
    both_ways = eq(probability(event) + probability(no(event)), 1)
    proved({}, both_ways, by.complement(event))
    proved({}, probability(event) >= 0, by.probability_bounds(event))
    proved(
        {},
        probability(event) <= 1,
        by.decide("both ways", "the rest"),
        Step("both ways", both_ways, by.complement(event)),
        Step("the rest", probability(no(event)) >= 0, by.probability_bounds(no(event))),
    )
    wrong = eq(probability(event) + probability(w[1] <= s), 1)
    refused({}, wrong, by.complement(event), why="the rule gives")
    refused({}, probability(event) > 0, by.probability_bounds(event), why="the rule gives")
    refused({}, probability(w[1] >= 1 / s) >= 0, by.probability_bounds(w[1] >= 1 / s), why="s != 0")


def test_sure_event() -> None:
    proved({}, eq(probability(abs(w[1]) >= 0), 1), by.sure_event(abs(w[1]) >= 0))
    proved({}, eq(probability(w[1] < w[1] + 1), 1), by.sure_event(w[1] < w[1] + 1))
    here = {"here": w[1] >= 0}
    claim = eq(probability(w[1] >= 0), 1)
    refused({}, claim, by.sure_event(w[1] >= 0), why="no certificate")
    refused(here, claim, by.sure_event(w[1] >= 0), why="one outcome")
    # A case distinction about the outcome does not make an event sure in either case.
    split = by.cases(
        either(w[1] >= 0, w[1] < 0),
        {
            "nonnegative": [Step("sure", claim, by.sure_event(w[1] >= 0))],
            "negative": [Step("sure as well", claim, by.sure_event(w[1] >= 0))],
        },
    )
    refused({}, claim, split, why="one outcome")


# ------------------------------------------------------------------------------------------------
# Expectations


BOTH_MEANS: Given = {"mean": expectation(w[1]) <= a, "mean size": expectation(SIZE) <= b}


def test_expectation_compare() -> None:
    claim = expectation(w[1]) <= expectation(SIZE)
    bounds = Step("bounds", None, by.elementary("abs bounds", w[1]))
    proved(BOTH_MEANS, claim, by.expectation_compare("bounds"), bounds)
    proved(
        BOTH_MEANS, expectation(SIZE) >= expectation(w[1]), by.expectation_compare("bounds"), bounds
    )
    for missing in BOTH_MEANS:
        given = {name: part for name, part in BOTH_MEANS.items() if name != missing}
        refused(given, claim, by.expectation_compare("bounds"), bounds, why="exists")


@pytest.mark.parametrize(
    ("hypotheses", "claim", "why"),
    [
        (BOTH_MEANS, expectation(SIZE) <= expectation(w[1]), "'|w_1| <= w_1'"),
        (BOTH_MEANS, expectation(w[1]) < expectation(SIZE), "E[X] <= E[Y]"),
        (BOTH_MEANS, expectation(w[1]) <= a, "E[X] <= E[Y]"),
        (BOTH_MEANS, eq(expectation(w[1]), expectation(SIZE)), "'w_1 = |w_1|'"),
        (
            BOTH_MEANS | {"here": w[1] >= 0},
            expectation(SIZE) <= expectation(w[1]),
            "'|w_1| <= w_1'",
        ),
        (
            BOTH_MEANS | {"here": SIZE <= w[1]},
            expectation(SIZE) <= expectation(w[1]),
            "one outcome",
        ),
    ],
)
def test_expectation_compare_refused(
    hypotheses: Mapping[str, Proposition], claim: Proposition, why: str
) -> None:
    refused(hypotheses, claim, by.expectation_compare(), why=why)


@pytest.mark.parametrize("known", [expectation(2 * w[1]) <= a, expectation(w[1] + w[1]) <= a])
def test_equal_variables_have_one_mean_where_one_exists(known: Proposition) -> None:
    claim = eq(expectation(2 * w[1]), expectation(w[1] + w[1]))
    proved({"mean": known}, claim, by.expectation_compare())
    refused({}, claim, by.expectation_compare(), why="exists")


def test_an_expectation_that_exists_in_another_form_only() -> None:
    # w*(w/w) is undefined where w = 0.
    claim = eq(expectation(w[1]), expectation(w[1] * (w[1] / w[1])))
    refused({"mean": expectation(w[1]) <= a}, claim, by.expectation_compare(), why="w_1 != 0")
    refused({"mean": expectation(w[1]) <= a}, claim, by.decide(), why="exists")


def test_expectation_nonnegative() -> None:
    proved(MEAN, expectation(SIZE) >= 0, by.expectation_nonnegative())
    proved(MEAN, 0 <= expectation(SIZE), by.expectation_nonnegative())
    refused({}, expectation(SIZE) >= 0, by.expectation_nonnegative(), why="exists")
    refused(MEAN, expectation(SIZE) > 0, by.expectation_nonnegative(), why="the rule gives")
    refused(MEAN, expectation(SIZE) <= 0, by.expectation_nonnegative(), why="the rule gives")
    refused(BOTH_MEANS, expectation(w[1]) >= 0, by.expectation_nonnegative(), why="'0 <= w_1'")
    refused(MEAN, a >= 0, by.expectation_nonnegative(), why="0 <= E[X]")


def test_expectation_of_a_constant() -> None:
    proved({}, eq(expectation(a * k), a * k), by.expectation_constant(a * k))
    proved(LEVEL, eq(expectation(1 / s), 1 / s), by.expectation_constant(1 / s))
    refused({}, eq(expectation(1 / s), 1 / s), by.expectation_constant(1 / s), why="s != 0")
    refused(MEAN, eq(expectation(SIZE), SIZE), by.expectation_constant(SIZE), why="random")


def test_linearity() -> None:
    means = {"first": expectation(w[1]) <= a, "second": expectation(w[2]) <= b}
    claim = eq(expectation(w[1] + c * w[2]), expectation(w[1]) + c * expectation(w[2]))
    step = by.expectation_linear(w[1], c, w[2])
    proved(means, claim, step)
    refused({"first": means["first"]}, claim, step, why="E[w_2]")
    refused({"second": means["second"]}, claim, step, why="E[w_1]")
    product = eq(expectation(w[1] + v[1] * w[2]), expectation(w[1]) + v[1] * expectation(w[2]))
    refused(means, product, by.expectation_linear(w[1], v[1], w[2]), why="random")


# ------------------------------------------------------------------------------------------------
# Laws and independence


RANGE: Given = {"from 1": i >= 1, "to k": i <= k}
FIRST_MEAN: Given = {"mean": expectation(SIZE) <= a}
SAME = eq(expectation(abs(w[i])), expectation(SIZE))


def test_same_law() -> None:
    proved(TWO | RANGE | FIRST_MEAN, SAME, by.same_law(i, 1))
    other = {"mean": expectation(abs(w[i])) <= a}
    proved(TWO | RANGE | other, SAME, by.same_law(i, 1))


@pytest.mark.parametrize(
    ("hypotheses", "why"),
    [
        (RANGE | FIRST_MEAN, "of one law"),
        (ONE | RANGE | FIRST_MEAN, "of one law"),
        ({"one law": same_law(v, k)} | RANGE | FIRST_MEAN, "of one law"),
        ({"one law": same_law(w, m)} | RANGE | FIRST_MEAN, "i <= m"),
        (TWO | {"to k": i <= k} | FIRST_MEAN, "1 <= i"),
        (TWO | {"from 1": i >= 1} | FIRST_MEAN, "i <= k"),
        (TWO | {"from 1": i >= 1, "to k": i <= k + 1} | FIRST_MEAN, "i <= k"),
        (TWO | RANGE, "exists"),
    ],
)
def test_same_law_refused(hypotheses: Mapping[str, Proposition], why: str) -> None:
    refused(hypotheses, SAME, by.same_law(i, 1), why=why)


@pytest.mark.parametrize(
    "g",
    [
        lambda x, y: x * w[2],
        lambda x, y: x * v[1],
        lambda x, y: x * y,
        lambda x, y: y,
    ],
)
def test_same_law_moves_one_member_of_one_family(g: Callable[[Term, Term], Term]) -> None:
    left, right = g(w[i], w[j]), g(w[1], w[j])
    known = TWO | RANGE | {"mean": expectation(right) <= a, "other": expectation(left) <= a}
    refused(known, eq(expectation(left), expectation(right)), by.same_law(i, 1), why="depend")


def test_same_law_says_nothing_of_another_function() -> None:
    claim = eq(expectation(w[i] ** 2), expectation(SIZE))
    refused(TWO | RANGE | FIRST_MEAN, claim, by.same_law(i, 1), why="the rule gives")


def means_over(upper: Term) -> Given:
    return {"means": forall(indices(upper), lambda i: expectation(abs(w[i])) <= a)}


ALL_MEANS = means_over(k)


def sizes(upper: Term, *omit: Term) -> Term:
    return prod(upper, lambda i: abs(w[i]), omit)


def means(upper: Term, *omit: Term) -> Term:
    return prod(upper, lambda i: expectation(abs(w[i])), omit)


@pytest.mark.parametrize("omit", [(), (j,), (i, j)])
def test_independent_product(omit: tuple[Term, ...]) -> None:
    claim = eq(expectation(sizes(k, *omit)), means(k, *omit))
    proved(ONE | ALL_MEANS, claim, by.independent_product(sizes(k, *omit)))


@pytest.mark.parametrize(
    ("hypotheses", "claim", "term", "why"),
    [
        (ALL_MEANS, eq(expectation(sizes(k)), means(k)), sizes(k), "independent"),
        (TWO | ALL_MEANS, eq(expectation(sizes(k)), means(k)), sizes(k), "independent"),
        (
            {"independent": independent(v, k)} | ALL_MEANS,
            eq(expectation(sizes(k)), means(k)),
            sizes(k),
            "independent",
        ),
        (ONE | means_over(m), eq(expectation(sizes(m)), means(m)), sizes(m), "1..k"),
        (
            ONE | means_over(k + 1),
            eq(expectation(sizes(k + 1)), means(k + 1)),
            sizes(k + 1),
            "1..k",
        ),
        (ONE, eq(expectation(sizes(k)), means(k)), sizes(k), "exists"),
        (ONE | ALL_MEANS, eq(expectation(sizes(k, j)), means(k)), sizes(k, j), "the rule gives"),
        (ONE | ALL_MEANS, eq(expectation(sizes(k)), means(k, j)), sizes(k), "the rule gives"),
        (ONE | ALL_MEANS, expectation(sizes(k)) < means(k), sizes(k), "the rule gives"),
        (ONE | ALL_MEANS, eq(expectation(SIZE), means(k)), SIZE, "not a product"),
    ],
)
def test_independent_product_refused(
    hypotheses: Mapping[str, Proposition], claim: Proposition, term: Term, why: str
) -> None:
    refused(hypotheses, claim, by.independent_product(term), why=why)


def test_factors_that_share_a_member() -> None:
    term = prod(k, lambda i: w[i] * w[1])
    claim = eq(expectation(term), prod(k, lambda i: expectation(w[i] * w[1])))
    known = {"means": forall(indices(k), lambda i: expectation(w[i] * w[1]) <= a)}
    refused(ONE | known, claim, by.independent_product(term), why="more than w")


def test_a_step_must_claim_what_it_compares() -> None:
    for step in (by.event_inclusion(), by.expectation_compare(), by.same_law(i, 1)):
        refused(TWO | RANGE | MEAN, a <= b, step, why="of the form")
