"""Theorem 4, part: signs of which exactly one is -1, as a formula in the index."""

from lemmas.shamir2019._lemma_11 import k, product, s
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_4 import INDEX, m
from verifier import (
    Lemma,
    Step,
    Term,
    TermLike,
    at,
    both,
    by,
    either,
    eq,
    forall,
    indices,
    maximum,
    natural,
    ne,
    over,
    part,
    prod,
    statement,
)

j = natural("j")


def one_at_m(i: TermLike) -> Term:
    """1 at the index m, 0 at all others."""
    return maximum(0, 1 - abs(i - m))


def only_m(i: TermLike) -> Term:
    """The sign -1 at the index m, 1 at all others."""
    return 1 - 2 * one_at_m(i)


CONCLUSION = both(
    eq(s[m], -1),
    forall(indices(k, omit=[m]), lambda i: eq(s[i], 1)),
    forall(indices(k), lambda i: either(eq(s[i], 1), eq(s[i], -1))),
    eq(-1, product(s)),
)

LEMMA = Lemma(
    id="shamir2019/theorem-4-one-sign",
    title="Signs of which one is -1",
    source=shamir("A.2.3", "Theorem 4"),
    variant="effective",
    statement=statement(
        [k, m, over(s, k)],
        {**INDEX, "the signs": forall(indices(k), lambda i: eq(s[i], only_m(i)))},
        CONCLUSION,
    ),
    note="The proof of Theorem 4 changes the sign of the one coordinate that has passed 0.",
    proof=(
        Step("m and m", eq(abs(m - m), m - m), by.elementary("abs of nonnegative", m - m)),
        Step("at m", None, by.elementary("max bounds", 0, 1 - abs(m - m))),
        Step("or", None, by.elementary("max attained", 0, 1 - abs(m - m))),
        Step(
            "1 at m",
            eq(one_at_m(m), 1),
            by.cases(
                "or",
                {
                    "it is 0": [
                        Step(
                            "not so",
                            eq(one_at_m(m), 1),
                            by.decide("m and m", part("at m", 1), "it is 0"),
                        )
                    ],
                    "it is the other": [
                        Step("so", eq(one_at_m(m), 1), by.decide("m and m", "it is the other"))
                    ],
                },
            ),
        ),
        Step("s_m", eq(s[m], -1), by.decide(at("the signs", m), "1 at m")),
        Step(
            "the others",
            forall(indices(k, omit=[m]), lambda i: eq(s[i], 1)),
            by.fix(
                j,
                Step(
                    "the distance",
                    abs(j - m) >= 1,
                    by.cases(
                        either(j < m, j >= m),
                        {
                            "j is before m": [
                                Step(
                                    "m - j",
                                    eq(abs(j - m), -(j - m)),
                                    by.elementary(
                                        "abs of nonpositive", j - m, using=["j is before m"]
                                    ),
                                ),
                                Step("m is later", j + 1 <= m, by.decide("j is before m")),
                                Step(
                                    "at least 1", abs(j - m) >= 1, by.decide("m - j", "m is later")
                                ),
                            ],
                            "j is not before m": [
                                Step(
                                    "j - m",
                                    eq(abs(j - m), j - m),
                                    by.elementary(
                                        "abs of nonnegative", j - m, using=["j is not before m"]
                                    ),
                                ),
                                Step("j is not m", ne(j, m), by.decide()),
                                Step(
                                    "j is after m",
                                    m < j,
                                    by.decide("j is not before m", "j is not m"),
                                ),
                                Step("j is later", m + 1 <= j, by.decide("j is after m")),
                                Step(
                                    "at least one",
                                    abs(j - m) >= 1,
                                    by.decide("j - m", "j is later"),
                                ),
                            ],
                        },
                    ),
                ),
                Step("0 or less", None, by.elementary("max attained", 0, 1 - abs(j - m))),
                Step("at least 0", None, by.elementary("max bounds", 0, 1 - abs(j - m))),
                Step(
                    "0 at j",
                    eq(one_at_m(j), 0),
                    by.cases(
                        "0 or less",
                        {
                            "it is 0": [Step("so", eq(one_at_m(j), 0), by.decide("it is 0"))],
                            "it is the other": [
                                Step(
                                    "also 0",
                                    eq(one_at_m(j), 0),
                                    by.decide(
                                        "it is the other", "the distance", part("at least 0", 0)
                                    ),
                                )
                            ],
                        },
                    ),
                ),
                Step("s_j", eq(s[j], 1), by.decide(at("the signs", j), "0 at j")),
            ),
        ),
        Step(
            "all are signs",
            forall(indices(k), lambda i: either(eq(s[i], 1), eq(s[i], -1))),
            by.fix(
                j,
                Step(
                    "m or not",
                    either(eq(s[j], 1), eq(s[j], -1)),
                    by.cases(
                        either(eq(m, j), ne(m, j)),
                        {
                            "j is m": [
                                Step("s_j = s_m", eq(s[j], -1), by.rewrite("j is m", "s_m")),
                                Step(
                                    "-1", either(eq(s[j], 1), eq(s[j], -1)), by.decide("s_j = s_m")
                                ),
                            ],
                            "j is not m": [
                                Step("s_j is 1", eq(s[j], 1), by.hypothesis(at("the others", j))),
                                Step("1", either(eq(s[j], 1), eq(s[j], -1)), by.decide("s_j is 1")),
                            ],
                        },
                    ),
                ),
            ),
        ),
        Step("s_m apart", eq(product(s), s[m] * product(s, m)), by.split_off(product(s), m)),
        Step(
            "the rest",
            eq(product(s, m), prod(k, lambda i: 1, omit=[m])),
            by.termwise("the others"),
        ),
        Step(
            "ones",
            eq(prod(k, lambda i: 1, omit=[m]), 1),
            by.constant(prod(k, lambda i: 1, omit=[m])),
        ),
        Step("the product", eq(-1, product(s)), by.decide("s_m apart", "s_m", "the rest", "ones")),
        Step(
            "conclusion", CONCLUSION, by.decide("s_m", "the others", "all are signs", "the product")
        ),
    ),
)
