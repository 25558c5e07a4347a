"""Lemma 13, part: the Polyak-Lojasiewicz inequality on W."""

from lemmas.shamir2019._lemma_13 import (
    SETTING,
    at_least,
    delta,
    gamma,
    gradient,
    k,
    loss,
    m,
    product,
    w,
    y,
)
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_13_partial_products import LEMMA as PARTIAL_PRODUCTS
from verifier import Lemma, Step, by, eq, forall, indices, natural, over, statement, sum_

j = natural("j")

P = product(w)
POWER, SQUARE = gamma ** (k - 2), gamma ** (2 * (k - 2))
LEAST = (P - y) ** 2 * (delta**2 * SQUARE)

LEMMA = Lemma(
    id="shamir2019/lemma-13-pl-inequality",
    title="Polyak-Lojasiewicz inequality",
    source=shamir("A.2.1", "Lemma 13"),
    variant="strengthened",
    statement=statement(
        [k, m, y, delta, gamma, over(w, k)],
        {
            "there are two factors": k >= 2,
            **SETTING,
            "w_m is at least delta": w[m] >= delta,
            "the other w_j are at least gamma": at_least(gamma, w, m),
        },
        sum_(k, lambda j: gradient(w, j) ** 2) >= 2 * k * delta**2 * SQUARE * loss(w),
    ),
    proof=(
        Step(
            "lower bound on Q_j",
            forall(indices(k), lambda j: product(w, j) >= delta * POWER),
            by.lemma(PARTIAL_PRODUCTS),
        ),
        Step("gamma is positive", gamma > 0, by.decide()),
        Step("the power is positive", POWER > 0, by.elementary("power is positive", gamma, k - 2)),
        Step(
            "the power squared",
            eq(POWER**2, SQUARE),
            by.elementary("power of power", gamma, k - 2, 2, using=["gamma is positive"]),
        ),
        Step(
            "its square",
            forall(indices(k), lambda j: product(w, j) ** 2 >= delta**2 * SQUARE),
            by.fix(
                j,
                Step("lower", delta * POWER > 0, by.decide("the power is positive")),
                Step(
                    "squares",
                    product(w, j) ** 2 >= (delta * POWER) ** 2,
                    by.decide("lower bound on Q_j", "lower"),
                ),
                Step(
                    "the power",
                    product(w, j) ** 2 >= delta**2 * SQUARE,
                    by.decide("squares", "the power squared"),
                ),
            ),
        ),
        Step(
            "each squared entry",
            forall(indices(k), lambda j: gradient(w, j) ** 2 >= LEAST),
            by.fix(
                j,
                Step(
                    "times (P - y)**2",
                    gradient(w, j) ** 2 >= LEAST,
                    by.decide("its square", squares=[P - y]),
                ),
            ),
        ),
        Step(
            "summed",
            sum_(k, lambda j: gradient(w, j) ** 2) >= sum_(k, lambda j: LEAST),
            by.termwise("each squared entry"),
        ),
        Step(
            "k equal terms",
            eq(sum_(k, lambda j: LEAST), k * LEAST),
            by.constant(sum_(k, lambda j: LEAST), "gamma is positive"),
        ),
        Step(
            "in terms of F",
            sum_(k, lambda j: gradient(w, j) ** 2) >= 2 * k * delta**2 * SQUARE * loss(w),
            by.decide("summed", "k equal terms"),
        ),
    ),
    changes=("P(w) in [0, y) is not needed here",),
)
