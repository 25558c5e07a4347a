"""Lemma 7: the geometric mean is superadditive."""

from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Step,
    by,
    eq,
    family,
    forall,
    indices,
    natural,
    over,
    prod,
    real,
    statement,
    sum_,
)

k, i = natural("k"), natural("i")
alpha, w = real("alpha"), family("w")

P = prod(k, lambda i: w[i])
SHIFTED = prod(k, lambda i: w[i] - alpha)
SHARE = prod(k, lambda i: (w[i] - alpha) / w[i])
REST = prod(k, lambda i: alpha / w[i])

LEMMA = Lemma(
    id="shamir2019/lemma-7",
    title="Superadditivity of the geometric mean",
    source=shamir("A.1", "Lemma 7"),
    variant="as-printed",
    statement=statement(
        [k, alpha, over(w, k)],
        {
            "there is a factor": k >= 1,
            "alpha is positive": alpha > 0,
            "the factors exceed alpha": forall(indices(k), lambda i: w[i] > alpha),
        },
        SHIFTED <= (P ** (1 / k) - alpha) ** k,
    ),
    proof=(
        Step("P is positive", P > 0, by.sign()),
        Step("the shifted product is positive", SHIFTED > 0, by.sign()),
        Step("its share of P is positive", SHARE > 0, by.sign()),
        Step("the rest is positive", REST > 0, by.sign()),
        Step(
            "the share is the quotient of the products",
            eq(SHIFTED, SHARE * P),
            by.products(k, lambda i: (w[i] - alpha) / w[i], lambda i: w[i]),
        ),
        Step(
            "the rest times P is a constant product",
            eq(prod(k, lambda i: alpha), REST * P),
            by.products(k, lambda i: alpha / w[i], lambda i: w[i]),
        ),
        Step(
            "the constant product",
            eq(prod(k, lambda i: alpha), alpha**k),
            by.constant(prod(k, lambda i: alpha)),
        ),
        Step(
            "AM-GM for the shares",
            SHARE ** (1 / k) <= sum_(k, lambda i: (w[i] - alpha) / w[i]) / k,
            by.am_gm(k, lambda i: (w[i] - alpha) / w[i]),
        ),
        Step(
            "AM-GM for the rests",
            REST ** (1 / k) <= sum_(k, lambda i: alpha / w[i]) / k,
            by.am_gm(k, lambda i: alpha / w[i]),
        ),
        Step(
            "shares and rests add up",
            eq(
                sum_(k, lambda i: 1 * ((w[i] - alpha) / w[i]) + 1 * (alpha / w[i])),
                sum_(k, lambda i: (w[i] - alpha) / w[i]) + sum_(k, lambda i: alpha / w[i]),
            ),
            by.linear(
                k, [(1, lambda i: (w[i] - alpha) / w[i]), (1, lambda i: alpha / w[i])]
            ),
        ),
        Step(
            "to k",
            eq(sum_(k, lambda i: (w[i] - alpha) / w[i]) + sum_(k, lambda i: alpha / w[i]), k),
            by.decide("shares and rests add up", "k ones"),
        ),
    ),
)
