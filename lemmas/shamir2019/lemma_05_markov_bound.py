"""Lemma 5: a random product that leaves one factor out is exponentially small."""

from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Step,
    Term,
    TermLike,
    by,
    eq,
    exists,
    expectation,
    forall,
    implies,
    independent,
    indices,
    max_over,
    natural,
    over,
    probability,
    prod,
    product_frequency,
    random_family,
    real,
    same_law,
    statement,
    sum_,
)

k, i, j = natural("k"), natural("i"), natural("j")
a, w = real("a"), random_family("w")


def others(j: TermLike) -> Term:
    """Q_j, the product of all factors but the j-th."""
    return prod(k, lambda i: w[i], omit=[j])


RATE = a ** ((k - 1) / 2)
LEVEL = k * RATE
LARGEST = max_over(k, lambda j: abs(others(j)))
SOME_LARGE = exists(indices(k), lambda j: abs(others(j)) >= LEVEL)
SIZES = prod(k, lambda i: abs(w[i]), omit=[j])

LEMMA = Lemma(
    id="shamir2019/lemma-5",
    title="Markov bound for the products that leave one factor out",
    source=shamir("5", "Lemma 5"),
    variant="as-printed",
    statement=statement(
        [k, a, over(w, k)],
        {
            "there is a factor": k >= 1,
            "a is positive": a > 0,
            "the factors are independent": independent(w, k),
            "the factors have one law": same_law(w, k),
            "the mean size is at most a": expectation(abs(w[1])) <= a,
        },
        probability(LARGEST >= LEVEL) <= RATE,
    ),
    measurements=(product_frequency(threshold=LEVEL, bound=RATE, depth=k, mean=a),),
    proof=(
        Step(
            "mean sizes agree",
            forall(indices(k), lambda i: eq(expectation(abs(w[i])), expectation(abs(w[1])))),
            by.fix(
                i,
                Step(
                    "one law", eq(expectation(abs(w[i])), expectation(abs(w[1]))), by.same_law(i, 1)
                ),
            ),
        ),
        Step(
            "mean sizes are nonnegative",
            forall(indices(k), lambda i: expectation(abs(w[i])) >= 0),
            by.fix(
                i,
                Step(
                    "as sizes are",
                    expectation(abs(w[i])) >= 0,
                    by.expectation_nonnegative("mean sizes agree"),
                ),
            ),
        ),
        Step(
            "rate squared",
            eq(a ** (k - 1), RATE * RATE),
            by.elementary("power of sum", a, (k - 1) / 2, (k - 1) / 2),
        ),
        # Markov's inequality for each product, whose mean size is at most a**(k - 1).
        Step(
            "each product is rarely large",
            forall(indices(k), lambda j: probability(abs(others(j)) >= LEVEL) <= RATE / k),
            by.fix(
                j,
                Step("size of Q_j", eq(abs(others(j)), SIZES), by.image("abs", others(j))),
                Step(
                    "independence",
                    eq(expectation(SIZES), prod(k, lambda i: expectation(abs(w[i])), omit=[j])),
                    by.independent_product(SIZES, "mean sizes agree"),
                ),
                Step(
                    "factor by factor",
                    prod(k, lambda i: expectation(abs(w[i])), omit=[j])
                    <= prod(k, lambda i: a, omit=[j]),
                    by.termwise("mean sizes agree", "mean sizes are nonnegative"),
                ),
                Step(
                    "k - 1 factors a",
                    eq(prod(k, lambda i: a, omit=[j]), a ** (k - 1)),
                    by.constant(prod(k, lambda i: a, omit=[j])),
                ),
                Step(
                    "same mean",
                    eq(expectation(abs(others(j))), expectation(SIZES)),
                    by.expectation_compare("size of Q_j", "independence"),
                ),
                Step(
                    "mean size at most a**(k - 1)",
                    expectation(abs(others(j))) <= a ** (k - 1),
                    by.decide(
                        "same mean",
                        "independence",
                        "factor by factor",
                        "k - 1 factors a",
                    ),
                ),
                Step(
                    "Markov",
                    probability(abs(others(j)) >= LEVEL) <= expectation(abs(others(j))) / LEVEL,
                    by.markov(abs(others(j)), LEVEL, "mean size at most a**(k - 1)"),
                ),
                Step(
                    "one product",
                    probability(abs(others(j)) >= LEVEL) <= RATE / k,
                    by.decide("Markov", "mean size at most a**(k - 1)", "rate squared"),
                ),
            ),
        ),
        # The largest product is one of the k products, so that the union bound applies.
        Step(
            "the largest is one of them",
            implies(LARGEST >= LEVEL, SOME_LARGE),
            by.suppose(
                "the largest is large",
                Step(
                    "it is attained",
                    exists(indices(k), lambda j: eq(LARGEST, abs(others(j)))),
                    by.extreme_attained(LARGEST),
                ),
                Step(
                    "some product is large",
                    SOME_LARGE,
                    by.obtain(
                        j,
                        "it is attained",
                        "by the j-th",
                        Step("the j-th product is large", SOME_LARGE, by.witness(j)),
                    ),
                ),
            ),
        ),
        Step(
            "inclusion",
            probability(LARGEST >= LEVEL) <= probability(SOME_LARGE),
            by.event_inclusion("the largest is one of them"),
        ),
        Step(
            "union bound",
            probability(SOME_LARGE) <= sum_(k, lambda j: probability(abs(others(j)) >= LEVEL)),
            by.union_bound(SOME_LARGE),
        ),
        Step(
            "product by product",
            sum_(k, lambda j: probability(abs(others(j)) >= LEVEL)) <= sum_(k, lambda j: RATE / k),
            by.termwise("each product is rarely large"),
        ),
        Step(
            "k equal terms",
            eq(sum_(k, lambda j: RATE / k), RATE),
            by.constant(sum_(k, lambda j: RATE / k)),
        ),
        Step(
            "conclusion",
            probability(LARGEST >= LEVEL) <= RATE,
            by.decide("inclusion", "union bound", "product by product", "k equal terms"),
        ),
    ),
)
