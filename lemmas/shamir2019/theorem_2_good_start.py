"""Theorem 2, the random part along the paper's route: a random start is rarely a bad one."""

from lemmas.shamir2019._assumption_2 import near_zero
from lemmas.shamir2019._descent import k
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_2 import (
    ASSUMPTION_2,
    BIG,
    CHANGED_IN_ASSUMPTION_2,
    FAILURE,
    GOOD_START,
    MEAN_SIZES,
    PRODUCT_BOUND,
    RARELY_SMALL,
    SMALL,
    C,
    c1,
    c2,
    v,
)
from lemmas.shamir2019.lemma_05_markov_bound import LEMMA as LEMMA_5
from lemmas.shamir2019.lemma_05_markov_bound import a
from lemmas.shamir2019.lemma_05_markov_bound import w as drawn
from verifier import (
    Lemma,
    Step,
    at,
    both,
    by,
    either,
    eq,
    exists,
    exp,
    expectation,
    false,
    forall,
    implies,
    indices,
    log,
    max_over,
    natural,
    no,
    over,
    probability,
    prod,
    statement,
    sum_,
)

i = natural("i")
A = 1 - c2
RATE = A ** ((k - 1) / 2)
LEVEL = k * RATE
LARGEST = max_over(k, lambda j: abs(prod(k, lambda i: v[i], omit=[j])))
LARGE_PRODUCT = LARGEST >= LEVEL
SOME_SMALL = exists(indices(k), lambda i: abs(v[i]) <= SMALL)
SOME_BIG = exists(indices(k), lambda i: abs(v[i]) >= BIG)
BAD = either(LARGE_PRODUCT, SOME_SMALL, SOME_BIG)

# The laws of exp that turn powers of 1 - c2 into exponentials with the rate C.
EXPONENTIALS = (
    Step("log(1 - c2)", log(A) <= -(8 * C), by.decide("C is at most log(1/(1 - c2))/8")),
    Step(
        "a power by exp",
        eq(RATE, exp((k - 1) / 2 * log(A))),
        by.elementary("power by exp", A, (k - 1) / 2),
    ),
    Step("half of k - 1 is nonnegative", (k - 1) / 2 >= 0, by.decide()),
    Step(
        "the exponent",
        (k - 1) / 2 * log(A) <= -(4 * C * (k - 1)),
        by.decide("log(1 - c2)", "half of k - 1 is nonnegative"),
    ),
    Step(
        "exp of it",
        exp((k - 1) / 2 * log(A)) <= exp(-(4 * C * (k - 1))),
        by.elementary(
            "exp is monotone",
            (k - 1) / 2 * log(A),
            -(4 * C * (k - 1)),
            using=["the exponent"],
        ),
    ),
    Step(
        "(1 - c2)**((k - 1)/2) by exp",
        RATE <= exp(-(4 * C * (k - 1))),
        by.decide("a power by exp", "exp of it"),
    ),
    Step(
        "exponents add up",
        eq(
            exp(2 * C * (k - 2) + -(4 * C * (k - 1))),
            exp(2 * C * (k - 2)) * exp(-(4 * C * (k - 1))),
        ),
        by.elementary("exp of sum", 2 * C * (k - 2), -(4 * C * (k - 1))),
    ),
    Step(
        "to -2Ck",
        eq(exp(2 * C * (k - 2) + -(4 * C * (k - 1))), PRODUCT_BOUND),
        by.congruence("exp"),
    ),
    Step(
        "exp(-4C(k - 1)) is positive",
        exp(-(4 * C * (k - 1))) > 0,
        by.elementary("exp is positive", -(4 * C * (k - 1))),
    ),
    Step(
        "the level of Lemma 5",
        LEVEL <= PRODUCT_BOUND,
        by.decide(
            "(1 - c2)**((k - 1)/2) by exp",
            "exponents add up",
            "to -2Ck",
            "exp(-4C(k - 1)) is positive",
        ),
    ),
    Step("exp(-Ck) is positive", SMALL > 0, by.elementary("exp is positive", -(C * k))),
    Step("exp(Ck) is positive", BIG > 0, by.elementary("exp is positive", C * k)),
    Step(
        "opposite exponents",
        eq(exp(C * k + -(C * k)), BIG * SMALL),
        by.elementary("exp of sum", C * k, -(C * k)),
    ),
    Step("cancel", eq(exp(C * k + -(C * k)), exp(0)), by.congruence("exp")),
    Step("exp(0) = 1", eq(exp(0), 1), by.elementary("exp of zero")),
    Step(
        "exp(Ck) exp(-Ck) = 1",
        eq(BIG * SMALL, 1),
        by.decide("opposite exponents", "cancel", "exp(0) = 1"),
    ),
)

LEMMA = Lemma(
    id="shamir2019/theorem-2-good-start",
    title="A random start has small products and no tiny or huge coordinate",
    source=shamir("5", "Theorem 2"),
    variant="effective",
    changes=(*CHANGED_IN_ASSUMPTION_2, "`k large enough` is k <= exp(2*C*(k - 2))"),
    statement=statement(
        [k, over(v, k), c1, c2, C],
        {
            "there are at least two coordinates": k >= 2,
            **ASSUMPTION_2,
            "k is large": k <= exp(2 * C * (k - 2)),
        },
        probability(GOOD_START) >= 1 - FAILURE,
    ),
    proof=(
        *EXPONENTIALS,
        Step(
            "Lemma 5",
            probability(LARGE_PRODUCT) <= RATE,
            by.lemma(LEMMA_5, {a: A, drawn: v}, at(MEAN_SIZES, 1)),
        ),
        Step(
            "small-ball condition",
            forall(indices(k), lambda i: probability(abs(v[i]) <= SMALL) <= c1 * SMALL),
            by.fix(
                i,
                Step(
                    "the ball around 0",
                    near_zero(v, i, SMALL) <= c1 * abs(SMALL),
                    by.hypothesis(at(RARELY_SMALL, i, SMALL)),
                ),
                Step(
                    "its radius",
                    eq(abs(SMALL), SMALL),
                    by.elementary("abs of nonnegative", SMALL, using=["exp(-Ck) is positive"]),
                ),
                Step("bounds of coordinate i", None, by.elementary("abs bounds", v[i])),
                Step(
                    "a small coordinate is in it",
                    implies(abs(v[i]) <= SMALL, both(-abs(SMALL) <= v[i], v[i] <= abs(SMALL))),
                    by.suppose(
                        "small",
                        Step(
                            "in the ball",
                            both(-abs(SMALL) <= v[i], v[i] <= abs(SMALL)),
                            by.decide("its radius", "bounds of coordinate i", "small"),
                        ),
                    ),
                ),
                Step(
                    "inclusion in the ball",
                    probability(abs(v[i]) <= SMALL) <= near_zero(v, i, SMALL),
                    by.event_inclusion("a small coordinate is in it"),
                ),
                Step(
                    "coordinate i",
                    probability(abs(v[i]) <= SMALL) <= c1 * SMALL,
                    by.decide("inclusion in the ball", "the ball around 0", "its radius"),
                ),
            ),
        ),
        Step(
            "union bound for small coordinates",
            probability(SOME_SMALL) <= sum_(k, lambda i: probability(abs(v[i]) <= SMALL)),
            by.union_bound(SOME_SMALL),
        ),
        Step(
            "small coordinate by coordinate",
            sum_(k, lambda i: probability(abs(v[i]) <= SMALL)) <= sum_(k, lambda i: c1 * SMALL),
            by.termwise("small-ball condition"),
        ),
        Step(
            "k times c1 exp(-Ck)",
            eq(sum_(k, lambda i: c1 * SMALL), k * (c1 * SMALL)),
            by.constant(sum_(k, lambda i: c1 * SMALL)),
        ),
        Step(
            "Markov's inequality",
            forall(indices(k), lambda i: probability(abs(v[i]) >= BIG) <= SMALL),
            by.fix(
                i,
                Step(
                    "Markov",
                    probability(abs(v[i]) >= BIG) <= expectation(abs(v[i])) / BIG,
                    by.markov(abs(v[i]), BIG, at(MEAN_SIZES, i), "exp(Ck) is positive"),
                ),
                Step("mean at most 1", expectation(abs(v[i])) <= 1, by.decide(at(MEAN_SIZES, i))),
                Step(
                    "1/exp(Ck)",
                    eq(1 / BIG, SMALL),
                    by.decide("exp(Ck) exp(-Ck) = 1", "exp(Ck) is positive"),
                ),
                Step(
                    "divided by exp(Ck)",
                    expectation(abs(v[i])) / BIG <= 1 / BIG,
                    by.decide("mean at most 1", "exp(Ck) is positive"),
                ),
                Step(
                    "coordinate i",
                    probability(abs(v[i]) >= BIG) <= SMALL,
                    by.decide("Markov", "divided by exp(Ck)", "1/exp(Ck)"),
                ),
            ),
        ),
        Step(
            "union bound for big coordinates",
            probability(SOME_BIG) <= sum_(k, lambda i: probability(abs(v[i]) >= BIG)),
            by.union_bound(SOME_BIG),
        ),
        Step(
            "big coordinate by coordinate",
            sum_(k, lambda i: probability(abs(v[i]) >= BIG)) <= sum_(k, lambda i: SMALL),
            by.termwise("Markov's inequality"),
        ),
        Step(
            "k times exp(-Ck)",
            eq(sum_(k, lambda i: SMALL), k * SMALL),
            by.constant(sum_(k, lambda i: SMALL)),
        ),
        Step(
            "a start that is not good is bad",
            implies(no(GOOD_START), BAD),
            by.suppose(
                "not good",
                Step(
                    "product, small or big coordinate",
                    BAD,
                    by.contrary(
                        "not bad",
                        Step(
                            "products are small",
                            LARGEST < LEVEL,
                            by.contrary(
                                "large product",
                                Step("bad by its product", BAD, by.decide("large product")),
                                Step(
                                    "impossible", false, by.absurd("bad by its product", "not bad")
                                ),
                            ),
                        ),
                        Step(
                            "products are below exp(-2Ck)",
                            LARGEST <= PRODUCT_BOUND,
                            by.decide("products are small", "the level of Lemma 5"),
                        ),
                        Step(
                            "no small coordinate",
                            forall(indices(k), lambda i: abs(v[i]) >= SMALL),
                            by.fix(
                                i,
                                Step(
                                    "coordinate i is not small",
                                    abs(v[i]) >= SMALL,
                                    by.contrary(
                                        "smaller",
                                        Step("some small", SOME_SMALL, by.witness(i, "smaller")),
                                        Step("bad by it", BAD, by.decide("some small")),
                                        Step(
                                            "impossible", false, by.absurd("bad by it", "not bad")
                                        ),
                                    ),
                                ),
                            ),
                        ),
                        Step(
                            "no big coordinate",
                            forall(indices(k), lambda i: abs(v[i]) <= BIG),
                            by.fix(
                                i,
                                Step(
                                    "coordinate i is not big",
                                    abs(v[i]) <= BIG,
                                    by.contrary(
                                        "bigger",
                                        Step("some big", SOME_BIG, by.witness(i, "bigger")),
                                        Step("bad by it", BAD, by.decide("some big")),
                                        Step(
                                            "impossible", false, by.absurd("bad by it", "not bad")
                                        ),
                                    ),
                                ),
                            ),
                        ),
                        Step(
                            "good",
                            GOOD_START,
                            by.decide(
                                "products are below exp(-2Ck)",
                                "no small coordinate",
                                "no big coordinate",
                            ),
                        ),
                        Step("impossible", false, by.absurd("good", "not good")),
                    ),
                ),
            ),
        ),
        Step(
            "inclusion",
            probability(no(GOOD_START)) <= probability(BAD),
            by.event_inclusion("a start that is not good is bad"),
        ),
        Step("union bound", None, by.union_bound(BAD)),
        Step("good or not", None, by.complement(GOOD_START)),
        Step(
            "conclusion",
            probability(GOOD_START) >= 1 - FAILURE,
            by.decide(
                "inclusion",
                "union bound",
                "good or not",
                "Lemma 5",
                "(1 - c2)**((k - 1)/2) by exp",
                "union bound for small coordinates",
                "small coordinate by coordinate",
                "k times c1 exp(-Ck)",
                "union bound for big coordinates",
                "big coordinate by coordinate",
                "k times exp(-Ck)",
            ),
        ),
    ),
)
