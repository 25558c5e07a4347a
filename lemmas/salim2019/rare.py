"""A product of weights of size 1/2 or 2 is exponentially small, but for rare outcomes."""

from lemmas.salim2019._slides import salim
from lemmas.salim2019._theorem_1 import LAW, MEAN_SIZE, at_start, product, v
from verifier import (
    Lemma,
    Step,
    by,
    eq,
    expectation,
    finite_law,
    forall,
    independent,
    indices,
    natural,
    over,
    probability,
    prod,
    real,
    statement,
)

k, i, s = natural("k"), natural("i"), real("s")
P = product(k, at_start)
SIZES = prod(k, lambda i: abs(v[i]))
MEANS = prod(k, lambda i: expectation(abs(v[i])))
EQUAL_MEANS = prod(k, lambda i: MEAN_SIZE)

LEMMA = Lemma(
    id="salim2019/rare-products",
    title="Products of weights of mean size 4/5 are exponentially small",
    source=salim("7", "'the product is, with high probability, exponentially small'"),
    variant="effective",
    statement=statement(
        [k, s, over(v, k)],
        {
            "the weights are independent": independent(v, k),
            "their sizes are 1/2 and 2": finite_law(v, k, LAW),
            "s is positive": s > 0,
        },
        probability(abs(P) >= s) <= MEAN_SIZE**k / s,
    ),
    proof=(
        Step(
            "the mean size",
            forall(indices(k), lambda i: eq(expectation(abs(v[i])), MEAN_SIZE)),
            by.fix(
                i,
                Step("by the law", None, by.mean_by_law(v, i, abs)),
                Step("E|v_i|", eq(expectation(abs(v[i])), MEAN_SIZE), by.decide("by the law")),
            ),
        ),
        Step("|P| factor by factor", eq(abs(P), SIZES), by.image("abs", P)),
        Step(
            "independence",
            eq(expectation(SIZES), MEANS),
            by.independent_product(SIZES, "the mean size"),
        ),
        Step("equal means", eq(MEANS, EQUAL_MEANS), by.termwise("the mean size")),
        Step("their product", eq(EQUAL_MEANS, MEAN_SIZE**k), by.constant(EQUAL_MEANS)),
        Step(
            "the same mean",
            eq(expectation(abs(P)), expectation(SIZES)),
            by.expectation_compare("|P| factor by factor", "independence"),
        ),
        Step(
            "E|P|",
            eq(expectation(abs(P)), MEAN_SIZE**k),
            by.decide("the same mean", "independence", "equal means", "their product"),
        ),
        Step("Markov", None, by.markov(abs(P), s, "E|P|")),
        Step(
            "conclusion",
            probability(abs(P) >= s) <= MEAN_SIZE**k / s,
            by.decide("Markov", "E|P|"),
        ),
    ),
)
