"""Lemma 13, part: a lower bound on the products that leave out one factor."""

from lemmas.shamir2019._lemma_13 import SETTING, at_least, delta, gamma, k, m, product, w
from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Step,
    Term,
    Variable,
    by,
    either,
    eq,
    forall,
    indices,
    natural,
    ne,
    over,
    prod,
    statement,
)

j = natural("j")

POWER = gamma ** (k - 2)


def gammas(*omit: Variable) -> Term:
    """A product of gammas without some indices."""
    return prod(k, lambda i: gamma, omit=omit)


LEMMA = Lemma(
    id="shamir2019/lemma-13-partial-products",
    title="Lower bound on the partial products",
    source=shamir("A.2.1", "Lemma 13"),
    variant="as-printed",
    statement=statement(
        [k, m, delta, gamma, over(w, k)],
        {
            "there are two factors": k >= 2,
            **SETTING,
            "w_m is at least delta": w[m] >= delta,
            "the other w_j are at least gamma": at_least(gamma, w, m),
        },
        forall(indices(k), lambda j: product(w, j) >= delta * POWER),
    ),
    proof=(
        Step("gamma is positive", gamma > 0, by.decide()),
        Step("the power is positive", POWER > 0, by.elementary("power is positive", gamma, k - 2)),
        Step(
            "gamma to k - 1",
            eq(gamma ** (k - 2 + 1), POWER * gamma**1),
            by.elementary("power of sum", gamma, k - 2, 1, using=["gamma is positive"]),
        ),
        Step(
            "Q_m",
            product(w, m) >= gammas(m),
            by.termwise("gamma is positive"),
        ),
        Step(
            "gammas without m",
            eq(gammas(m), gamma ** (k - 1)),
            by.constant(gammas(m), "gamma is positive"),
        ),
        Step(
            "Q_m is large enough",
            product(w, m) >= delta * POWER,
            by.decide("Q_m", "gammas without m", "gamma to k - 1", "the power is positive"),
        ),
        Step(
            "each Q_j",
            forall(indices(k), lambda j: product(w, j) >= delta * POWER),
            by.fix(
                j,
                Step(
                    "j or m",
                    product(w, j) >= delta * POWER,
                    by.cases(
                        either(eq(m, j), ne(m, j)),
                        {
                            "j is m": [
                                Step(
                                    "the smallest left out",
                                    product(w, j) >= delta * POWER,
                                    by.rewrite("j is m", "Q_m is large enough"),
                                )
                            ],
                            "j is not m": [
                                Step(
                                    "taking out w_m",
                                    eq(product(w, j), w[m] * product(w, j, m)),
                                    by.split_off(product(w, j), m),
                                ),
                                Step(
                                    "the rest",
                                    product(w, j, m) >= gammas(j, m),
                                    by.termwise("gamma is positive"),
                                ),
                                Step(
                                    "gammas without j and m",
                                    eq(gammas(j, m), POWER),
                                    by.constant(gammas(j, m), "gamma is positive"),
                                ),
                                Step(
                                    "Q_j",
                                    product(w, j) >= delta * POWER,
                                    by.decide(
                                        "taking out w_m",
                                        "the rest",
                                        "gammas without j and m",
                                        "the power is positive",
                                    ),
                                ),
                            ],
                        },
                    ),
                ),
            ),
        ),
    ),
)
