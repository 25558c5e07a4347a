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

k = natural("k")
alpha, w = real("alpha"), family("w")

P = prod(k, lambda i: w[i])
SHIFTED = prod(k, lambda i: w[i] - alpha)
MEAN = P ** (1 / k)

# What w_i - alpha and alpha are of w_i: two families that add up to one, index by index.
SHARE = prod(k, lambda i: (w[i] - alpha) / w[i])
REST = prod(k, lambda i: alpha / w[i])
SHARES = sum_(k, lambda i: (w[i] - alpha) / w[i])
RESTS = sum_(k, lambda i: alpha / w[i])

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
        SHIFTED <= (MEAN - alpha) ** k,
    ),
    proof=(
        # The shares and the rests have arithmetic means that add up to one.
        Step(
            "shares and rests add up to k ones",
            eq(SHARES + RESTS, sum_(k, lambda i: 1)),
            by.linear(k, [(1, lambda i: (w[i] - alpha) / w[i]), (1, lambda i: alpha / w[i])]),
        ),
        Step("k ones", eq(sum_(k, lambda i: 1), k), by.constant(sum_(k, lambda i: 1))),
        Step(
            "shares and rests add up to k",
            eq(SHARES + RESTS, k),
            by.decide("shares and rests add up to k ones", "k ones"),
        ),
        # So their geometric means add up to at most one.
        Step(
            "AM-GM for the shares",
            SHARE ** (1 / k) <= SHARES / k,
            by.am_gm(k, lambda i: (w[i] - alpha) / w[i]),
        ),
        Step(
            "AM-GM for the rests",
            REST ** (1 / k) <= RESTS / k,
            by.am_gm(k, lambda i: alpha / w[i]),
        ),
        Step(
            "geometric means of shares and rests",
            SHARE ** (1 / k) + REST ** (1 / k) <= 1,
            by.decide(
                "AM-GM for the shares", "AM-GM for the rests", "shares and rests add up to k"
            ),
        ),
        # Multiplied by the geometric mean of the w_i, they are those of w_i - alpha and of alpha.
        Step(
            "shares times P",
            eq(SHARE * P, SHIFTED),
            by.products(k, lambda i: (w[i] - alpha) / w[i], lambda i: w[i]),
        ),
        Step(
            "mean of the shares times P",
            eq((SHARE * P) ** (1 / k), SHARE ** (1 / k) * MEAN),
            by.elementary("power of product", SHARE, P, 1 / k),
        ),
        Step(
            "mean of w - alpha",
            eq(SHIFTED ** (1 / k), SHARE ** (1 / k) * MEAN),
            by.rewrite("shares times P", "mean of the shares times P"),
        ),
        Step(
            "rests times P, by factors",
            eq(REST * P, prod(k, lambda i: alpha)),
            by.products(k, lambda i: alpha / w[i], lambda i: w[i]),
        ),
        Step(
            "k factors alpha",
            eq(prod(k, lambda i: alpha), alpha**k),
            by.constant(prod(k, lambda i: alpha)),
        ),
        Step(
            "rests times P",
            eq(REST * P, alpha**k),
            by.decide("rests times P, by factors", "k factors alpha"),
        ),
        Step(
            "mean of the rests times P",
            eq((REST * P) ** (1 / k), REST ** (1 / k) * MEAN),
            by.elementary("power of product", REST, P, 1 / k),
        ),
        Step(
            "mean of k alphas",
            eq((alpha**k) ** (1 / k), REST ** (1 / k) * MEAN),
            by.rewrite("rests times P", "mean of the rests times P"),
        ),
        Step(
            "root of the k-th power of alpha",
            eq((alpha**k) ** (1 / k), alpha ** (k * (1 / k))),
            by.elementary("power of power", alpha, k, 1 / k),
        ),
        Step(
            "which is alpha",
            eq(alpha ** (k * (1 / k)), alpha),
            by.elementary("power to one", alpha, k * (1 / k)),
        ),
        # That is the superadditivity of the geometric mean; it remains to take k-th powers.
        Step("mean of w is positive", MEAN > 0, by.elementary("power is positive", P, 1 / k)),
        Step(
            "superadditivity",
            SHIFTED ** (1 / k) + alpha <= MEAN,
            by.decide(
                "geometric means of shares and rests",
                "mean of w is positive",
                "mean of w - alpha",
                "mean of k alphas",
                "root of the k-th power of alpha",
                "which is alpha",
            ),
        ),
        Step(
            "mean of w - alpha is positive",
            SHIFTED ** (1 / k) > 0,
            by.elementary("power is positive", SHIFTED, 1 / k),
        ),
        Step(
            "k-th powers",
            (SHIFTED ** (1 / k)) ** k <= (MEAN - alpha) ** k,
            by.elementary(
                "power is monotone",
                SHIFTED ** (1 / k),
                MEAN - alpha,
                k,
                using=["mean of w - alpha is positive", "superadditivity"],
            ),
        ),
        Step(
            "k-th power of the root",
            eq((SHIFTED ** (1 / k)) ** k, SHIFTED ** ((1 / k) * k)),
            by.elementary("power of power", SHIFTED, 1 / k, k),
        ),
        Step(
            "which is the shifted product",
            eq(SHIFTED ** ((1 / k) * k), SHIFTED),
            by.elementary("power to one", SHIFTED, (1 / k) * k),
        ),
        Step(
            "conclusion",
            SHIFTED <= (MEAN - alpha) ** k,
            by.decide("k-th powers", "k-th power of the root", "which is the shifted product"),
        ),
    ),
)
