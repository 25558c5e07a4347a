"""Assumption 4 allows positive coordinates of which the least is as small as one likes."""

from lemmas.shamir2019._assumption_4 import assumption_4, c1, c2, c3, c4, w, y
from lemmas.shamir2019._descent import k, product
from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Proposition,
    Step,
    Term,
    TermLike,
    at,
    both,
    by,
    either,
    eq,
    forall,
    implies,
    indices,
    maximum,
    natural,
    over,
    part,
    prod,
    real,
    statement,
)

i, j = natural("i"), natural("j")
e = real("e")
ASSUMPTION_4 = assumption_4()
ABOVE = "P is above y"
INSIDE = "the |w_i| are at most c2"
APART = "the |w_i| are k**(-c4) apart"
PRODUCTS = "the products without two factors are at most c4"
WITHOUT_TWO = product(lambda i: w[i], i, j)
ONES = prod(k, lambda i: 1, omit=[i, j])
DISTANCE = abs(abs(w[i]) - abs(w[j]))


def later(i: Term, j: Term) -> Proposition:
    """That a coordinate exceeds those before it by k**(-2)."""
    return implies(i < j, w[j] - w[i] >= 1 / k**2)


def is_value(i: TermLike) -> Proposition:
    """What a coordinate is."""
    return eq(w[i], maximum((i - 1) / k, e))


def in_range(i: TermLike) -> Proposition:
    """Where a coordinate lies."""
    return both(w[i] > 0, w[i] <= 1)


POSITIVE = forall(indices(k), lambda i: w[i] > 0)


def far(name: str, smaller: Term, larger: Term, known: str) -> Step:
    """That the distance is large enough where one of two indices is the smaller."""
    return Step(
        name,
        DISTANCE >= 1 / k**2,
        by.decide(
            at("they grow", smaller, larger),
            known,
            "the bounds of a distance",
            "their sizes",
        ),
    )


LEMMA = Lemma(
    id="shamir2019/assumption-4-minimum-small",
    title="A positive start that meets Assumption 4 and has a coordinate as small as one likes",
    source=shamir("A.2.3", "Theorem 4, proof"),
    variant="effective",
    note="w_i = max((i - 1)/k, e) for any 0 < e <= 1/k**2 with y = -1 meets Assumption 4 with the "
    "constants 1, 1, 1 and 2, and w_1 = e.",
    statement=statement(
        [k, c1, c2, c3, c4, y, e, over(w, k)],
        {
            "there are two factors": k >= 2,
            "the constants are 1, 1, 1 and 2": both(eq(c1, 1), eq(c2, 1), eq(c3, 1), eq(c4, 2)),
            "y is -1": eq(y, -1),
            "e is positive": e > 0,
            "e is at most 1/k**2": e <= 1 / k**2,
            "w_i is max((i - 1)/k, e)": forall(indices(k), is_value),
        },
        both(*ASSUMPTION_4.values(), POSITIVE, eq(w[1], e)),
    ),
    proof=(
        Step("k is positive", k > 0, by.decide()),
        Step("1/k is positive", 1 / k > 0, by.decide("k is positive")),
        Step("1/k is at most 1/2", 1 / k <= 1 - 1 / k, by.decide("k is positive")),
        Step(
            "twice 1/k**2",
            2 / k**2 <= 1 / k,
            by.decide("1/k is at most 1/2", "1/k is positive", "k is positive"),
        ),
        Step(
            "each value",
            forall(
                indices(k),
                lambda i: both(
                    (i - 1) / k <= w[i], e <= w[i], either(eq(w[i], (i - 1) / k), eq(w[i], e))
                ),
            ),
            by.fix(
                i,
                Step(
                    "it is a maximum", is_value(i), by.hypothesis(at("w_i is max((i - 1)/k, e)", i))
                ),
                Step("its bounds", None, by.elementary("max bounds", (i - 1) / k, e)),
                Step("attained", None, by.elementary("max attained", (i - 1) / k, e)),
                Step("from below", (i - 1) / k <= w[i], by.decide("it is a maximum", "its bounds")),
                Step("e is below", e <= w[i], by.decide("it is a maximum", "its bounds")),
                Step(
                    "one of both",
                    either(eq(w[i], (i - 1) / k), eq(w[i], e)),
                    by.cases(
                        "attained",
                        {
                            "the maximum is (i - 1)/k": [
                                Step(
                                    "so is w_i",
                                    eq(w[i], (i - 1) / k),
                                    by.decide("it is a maximum", "the maximum is (i - 1)/k"),
                                ),
                                Step(
                                    "the first",
                                    either(eq(w[i], (i - 1) / k), eq(w[i], e)),
                                    by.decide("so is w_i"),
                                ),
                            ],
                            "the maximum is e": [
                                Step(
                                    "w_i too",
                                    eq(w[i], e),
                                    by.decide("it is a maximum", "the maximum is e"),
                                ),
                                Step(
                                    "the second",
                                    either(eq(w[i], (i - 1) / k), eq(w[i], e)),
                                    by.decide("w_i too"),
                                ),
                            ],
                        },
                    ),
                ),
                Step(
                    "three facts",
                    both(
                        (i - 1) / k <= w[i], e <= w[i], either(eq(w[i], (i - 1) / k), eq(w[i], e))
                    ),
                    by.decide("from below", "e is below", "one of both"),
                ),
            ),
        ),
        Step(
            "each coordinate",
            forall(indices(k), in_range),
            by.fix(
                i,
                Step(
                    "positive", w[i] > 0, by.decide(part(at("each value", i), 1), "e is positive")
                ),
                Step("to 1", (k - (i - 1)) * (1 / k) >= 0, by.decide("1/k is positive")),
                Step(
                    "at most 1",
                    w[i] <= 1,
                    by.cases(
                        part(at("each value", i), 2),
                        {
                            "w_i is (i - 1)/k": [
                                Step(
                                    "by (i - 1)/k",
                                    w[i] <= 1,
                                    by.decide("w_i is (i - 1)/k", "to 1", "k is positive"),
                                )
                            ],
                            "w_i is e": [
                                Step(
                                    "by e",
                                    w[i] <= 1,
                                    by.decide(
                                        "w_i is e",
                                        "e is at most 1/k**2",
                                        "twice 1/k**2",
                                        "1/k is at most 1/2",
                                        "1/k is positive",
                                    ),
                                )
                            ],
                        },
                    ),
                ),
                Step("in (0, 1]", in_range(i), by.decide("positive", "at most 1")),
            ),
        ),
        Step("the coordinates are positive", POSITIVE, by.decide("each coordinate")),
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
        Step(
            "they grow",
            forall(indices(k), lambda i: forall(indices(k), lambda j: later(i, j))),
            by.fix(
                i,
                Step(
                    "after w_i",
                    forall(indices(k), lambda j: later(i, j)),
                    by.fix(
                        j,
                        Step(
                            "if i is before j",
                            later(i, j),
                            by.suppose(
                                "i is before j",
                                Step("the next index", i + 1 <= j, by.decide("i is before j")),
                                Step(
                                    "one step of 1/k at least",
                                    (j - i - 1) * (1 / k) >= 0,
                                    by.decide("the next index", "1/k is positive"),
                                ),
                                Step("not the first", j >= 2, by.decide("the next index")),
                                Step(
                                    "1/k at least",
                                    (j - 2) * (1 / k) >= 0,
                                    by.decide("not the first", "1/k is positive"),
                                ),
                                Step(
                                    "w_j from below",
                                    w[j] >= (j - 1) * (1 / k),
                                    by.decide(part(at("each value", j), 0), "k is positive"),
                                ),
                                Step(
                                    "the distance",
                                    w[j] - w[i] >= 1 / k**2,
                                    by.cases(
                                        part(at("each value", i), 2),
                                        {
                                            "it is (i - 1)/k": [
                                                Step(
                                                    "from (i - 1)/k",
                                                    w[j] - w[i] >= 1 / k**2,
                                                    by.decide(
                                                        "it is (i - 1)/k",
                                                        "w_j from below",
                                                        "one step of 1/k at least",
                                                        "twice 1/k**2",
                                                        "1/k is positive",
                                                    ),
                                                )
                                            ],
                                            "it is e": [
                                                Step(
                                                    "from e",
                                                    w[j] - w[i] >= 1 / k**2,
                                                    by.decide(
                                                        "it is e",
                                                        "w_j from below",
                                                        "1/k at least",
                                                        "e is at most 1/k**2",
                                                        "twice 1/k**2",
                                                    ),
                                                )
                                            ],
                                        },
                                    ),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        ),
        Step(INSIDE, ASSUMPTION_4[INSIDE], by.decide("each coordinate", "each is its own size")),
        Step("P is nonnegative", product(lambda i: w[i]) >= 0, by.sign("each coordinate")),
        Step(ABOVE, ASSUMPTION_4[ABOVE], by.decide("P is nonnegative", "y is -1")),
        Step("exponents of sum 0", None, by.elementary("power of sum", k, -c4, 2)),
        Step("k**0", eq(k ** (-c4 + 2), 1), by.elementary("power to zero", k, -c4 + 2)),
        Step(
            "k**(-c4) is 1/k**2",
            eq(k ** (-c4), 1 / k**2),
            by.decide("exponents of sum 0", "k**0", "k is positive"),
        ),
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
                            DISTANCE >= 1 / k**2,
                            by.cases(
                                either(i < j, i >= j),
                                {
                                    "i is smaller": [far("above w_i", i, j, "i is smaller")],
                                    "i is not smaller": [
                                        Step("strictly", j < i, by.decide("i is not smaller")),
                                        far("above w_j", j, i, "strictly"),
                                    ],
                                },
                            ),
                        ),
                        Step(
                            "with k**(-c4)",
                            DISTANCE >= k ** (-c4),
                            by.decide("one of them is larger", "k**(-c4) is 1/k**2"),
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
                            "factor by factor", WITHOUT_TWO <= ONES, by.termwise("each coordinate")
                        ),
                        Step("factors 1", eq(ONES, 1), by.constant(ONES)),
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
            eq(w[1], e),
            by.cases(
                part(at("each value", 1), 2),
                {
                    "w_1 is 0": [
                        Step(
                            "which is not positive",
                            eq(w[1], e),
                            by.decide("w_1 is 0", at("each coordinate", 1), "k is positive"),
                        )
                    ],
                    "w_1 is e": [Step("as claimed", eq(w[1], e), by.decide("w_1 is e"))],
                },
            ),
        ),
        Step(
            "all of it",
            both(*ASSUMPTION_4.values(), POSITIVE, eq(w[1], e)),
            by.decide(
                INSIDE,
                ABOVE,
                APART,
                PRODUCTS,
                "the coordinates are positive",
                "the first coordinate",
            ),
        ),
    ),
)
