"""Assumption 4 allows a coordinate that is 0."""

from lemmas.shamir2019._assumption_4 import assumption_4, c1, c2, c3, c4, w, y
from lemmas.shamir2019._descent import k, product
from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Step,
    at,
    both,
    by,
    either,
    eq,
    forall,
    indices,
    natural,
    over,
    prod,
    statement,
)

i, j = natural("i"), natural("j")
ASSUMPTION_4 = assumption_4()
INSIDE = "the |w_i| are at most c2"
APART = "the |w_i| are k**(-c4) apart"
PRODUCTS = "the products without two factors are at most c4"
WITHOUT_TWO = product(lambda i: w[i], i, j)

LEMMA = Lemma(
    id="shamir2019/assumption-4-minimum-zero",
    title="A start that meets Assumption 4 and has a coordinate 0, for every depth",
    source=shamir("A.2.3", "Theorem 4, proof"),
    variant="effective",
    note="The smallest coordinate is not bounded below, although any two differ in size by "
    "k**(-c4): w_i = (i - 1)/k with y = -1 meets Assumption 4 with all constants 1.  That the "
    "others are positive does not help: see assumption-4-minimum-small.",
    statement=statement(
        [k, c1, c2, c3, c4, y, over(w, k)],
        {
            "there are two factors": k >= 2,
            "all constants are 1": both(eq(c1, 1), eq(c2, 1), eq(c3, 1), eq(c4, 1)),
            "y is -1": eq(y, -1),
            "w_i is (i - 1)/k": forall(indices(k), lambda i: eq(w[i], (i - 1) / k)),
        },
        both(*ASSUMPTION_4.values(), eq(w[1], 0)),
    ),
    proof=(
        Step("k is positive", k > 0, by.decide()),
        Step("1/k is positive", 1 / k > 0, by.decide("k is positive")),
        Step("k**c4 is k", eq(k**c4, k), by.elementary("power to one", k, c4)),
        Step(
            "exponents of sum 0",
            None,
            by.elementary("power of sum", k, -c4, c4, using=["k is positive"]),
        ),
        Step(
            "k**0",
            eq(k ** (-c4 + c4), 1),
            by.elementary("power to zero", k, -c4 + c4, using=["k is positive"]),
        ),
        Step(
            "k**(-c4) is 1/k",
            eq(k ** (-c4), 1 / k),
            by.decide("k**c4 is k", "exponents of sum 0", "k**0", "k is positive"),
        ),
        Step(
            "each coordinate",
            forall(indices(k), lambda i: both(w[i] >= 0, w[i] <= 1)),
            by.fix(
                i,
                Step("its value", eq(w[i], (i - 1) / k), by.hypothesis(at("w_i is (i - 1)/k", i))),
                Step("from 0", (i - 1) * (1 / k) >= 0, by.decide("1/k is positive")),
                Step("to 1", (k - (i - 1)) * (1 / k) >= 0, by.decide("1/k is positive")),
                Step(
                    "in [0, 1]",
                    both(w[i] >= 0, w[i] <= 1),
                    by.decide("its value", "from 0", "to 1", "k is positive"),
                ),
            ),
        ),
        Step(
            "each is its own size",
            forall(indices(k), lambda i: eq(abs(w[i]), w[i])),
            by.fix(
                i,
                Step(
                    "of w_i",
                    eq(abs(w[i]), w[i]),
                    by.elementary("abs of nonnegative", w[i], using=[at("each coordinate", i)]),
                ),
            ),
        ),
        Step(INSIDE, ASSUMPTION_4[INSIDE], by.decide("each coordinate", "each is its own size")),
        Step("P is nonnegative", product(lambda i: w[i]) >= 0, by.sign("each coordinate")),
        Step(
            APART,
            ASSUMPTION_4[APART],
            by.fix(
                i,
                Step(
                    "from w_i",
                    forall(
                        indices(k, omit=[i]), lambda j: abs(abs(w[i]) - abs(w[j])) >= k ** (-c4)
                    ),
                    by.fix(
                        j,
                        Step(
                            "their values",
                            both(eq(w[i], (i - 1) * (1 / k)), eq(w[j], (j - 1) * (1 / k))),
                            by.decide(
                                at("w_i is (i - 1)/k", i),
                                at("w_i is (i - 1)/k", j),
                                "k is positive",
                            ),
                        ),
                        Step(
                            "their sizes",
                            both(eq(abs(w[i]), w[i]), eq(abs(w[j]), w[j])),
                            by.decide("each is its own size"),
                        ),
                        Step(
                            "the bounds of a distance",
                            None,
                            by.elementary("abs bounds", abs(w[i]) - abs(w[j])),
                        ),
                        Step(
                            "one of them is larger",
                            abs(abs(w[i]) - abs(w[j])) >= 1 / k,
                            by.cases(
                                either(i < j, i >= j),
                                {
                                    "i is smaller": [
                                        Step(
                                            "the next index", i + 1 <= j, by.decide("i is smaller")
                                        ),
                                        Step(
                                            "the distance",
                                            (j - i - 1) * (1 / k) >= 0,
                                            by.decide("the next index", "1/k is positive"),
                                        ),
                                        Step(
                                            "below",
                                            abs(abs(w[i]) - abs(w[j])) >= 1 / k,
                                            by.decide(
                                                "the distance",
                                                "the bounds of a distance",
                                                "their values",
                                                "their sizes",
                                            ),
                                        ),
                                    ],
                                    "i is not smaller": [
                                        Step("strictly", j < i, by.decide("i is not smaller")),
                                        Step(
                                            "the next index after j",
                                            j + 1 <= i,
                                            by.decide("strictly"),
                                        ),
                                        Step(
                                            "the distance above",
                                            (i - j - 1) * (1 / k) >= 0,
                                            by.decide("the next index after j", "1/k is positive"),
                                        ),
                                        Step(
                                            "above",
                                            abs(abs(w[i]) - abs(w[j])) >= 1 / k,
                                            by.decide(
                                                "the distance above",
                                                "the bounds of a distance",
                                                "their values",
                                                "their sizes",
                                            ),
                                        ),
                                    ],
                                },
                            ),
                        ),
                        Step(
                            "with k**(-c4)",
                            abs(abs(w[i]) - abs(w[j])) >= k ** (-c4),
                            by.decide("one of them is larger", "k**(-c4) is 1/k"),
                        ),
                    ),
                ),
            ),
        ),
        Step(
            PRODUCTS,
            ASSUMPTION_4[PRODUCTS],
            by.fix(
                i,
                Step(
                    "without w_i",
                    forall(
                        indices(k, omit=[i]), lambda j: abs(product(lambda i: w[i], i, j)) <= c4
                    ),
                    by.fix(
                        j,
                        Step("it is nonnegative", WITHOUT_TWO >= 0, by.sign("each coordinate")),
                        Step(
                            "factor by factor",
                            WITHOUT_TWO <= prod(k, lambda i: 1, omit=[i, j]),
                            by.termwise("each coordinate"),
                        ),
                        Step(
                            "factors 1",
                            eq(prod(k, lambda i: 1, omit=[i, j]), 1),
                            by.constant(prod(k, lambda i: 1, omit=[i, j])),
                        ),
                        Step(
                            "its own size",
                            None,
                            by.elementary(
                                "abs of nonnegative", WITHOUT_TWO, using=["it is nonnegative"]
                            ),
                        ),
                        Step(
                            "without w_j",
                            abs(WITHOUT_TWO) <= c4,
                            by.decide("factor by factor", "factors 1", "its own size"),
                        ),
                    ),
                ),
            ),
        ),
        Step(
            "the first coordinate",
            eq(w[1], 0),
            by.decide(at("w_i is (i - 1)/k", 1), "k is positive"),
        ),
        Step(
            "all of it",
            both(*ASSUMPTION_4.values(), eq(w[1], 0)),
            by.decide(INSIDE, "P is nonnegative", APART, PRODUCTS, "the first coordinate"),
        ),
    ),
)
