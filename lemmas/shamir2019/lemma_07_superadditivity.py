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
            "shares and rests add up index by index",
            eq(
                sum_(k, lambda i: 1 * ((w[i] - alpha) / w[i]) + 1 * (alpha / w[i])),
                SHARES + RESTS,
            ),
            by.linear(k, [(1, lambda i: (w[i] - alpha) / w[i]), (1, lambda i: alpha / w[i])]),
        ),
        Step(
            "each pair adds up to one",
            eq(
                sum_(k, lambda i: 1 * ((w[i] - alpha) / w[i]) + 1 * (alpha / w[i])),
                sum_(k, lambda i: 1),
            ),
            by.termwise(),
        ),
        Step("a sum of k ones", eq(sum_(k, lambda i: 1), k), by.constant(sum_(k, lambda i: 1))),
        Step(
            "shares and rests add up to k",
            eq(SHARES + RESTS, k),
            by.decide(
                "shares and rests add up index by index",
                "each pair adds up to one",
                "a sum of k ones",
            ),
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
            by.decide("AM-GM for the shares", "AM-GM for the rests", "shares and rests add up to k"),
        ),
        # Multiplied by the geometric mean of the w_i, they are those of w_i - alpha and of alpha.
        Step("P is positive", P > 0, by.sign()),
        Step("the shares are positive", SHARE > 0, by.sign()),
        Step("the rests are positive", REST > 0, by.sign()),
        Step("the shifted product is positive", SHIFTED > 0, by.sign()),
        Step(
            "shares times P",
            eq(SHARE * P, SHIFTED),
            by.products(k, lambda i: (w[i] - alpha) / w[i], lambda i: w[i]),
        ),
        Step(
            "rests times P",
            eq(REST * P, prod(k, lambda i: alpha)),
            by.products(k, lambda i: alpha / w[i], lambda i: w[i]),
        ),
        Step(
            "a product of k alphas",
            eq(prod(k, lambda i: alpha), alpha**k),
            by.constant(prod(k, lambda i: alpha)),
        ),
        Step("rests times P is a power", eq(REST * P, alpha**k), by.decide(
            "rests times P", "a product of k alphas"
        )),
        Step(
            "the mean of the shares times P",
            eq((SHARE * P) ** (1 / k), SHARE ** (1 / k) * MEAN),
            by.elementary(
                "power of product", SHARE, P, 1 / k,
                using=["the shares are positive", "P is positive"],
            ),  # fmt: skip
        ),
        Step(
            "the mean of w - alpha",
            eq(SHIFTED ** (1 / k), SHARE ** (1 / k) * MEAN),
            by.rewrite("shares times P", "the mean of the shares times P"),
        ),
        Step(
            "the mean of the rests times P",
            eq((REST * P) ** (1 / k), REST ** (1 / k) * MEAN),
            by.elementary(
                "power of product", REST, P, 1 / k,
                using=["the rests are positive", "P is positive"],
            ),  # fmt: skip
        ),
        Step(
            "the mean of k alphas",
            eq((alpha**k) ** (1 / k), REST ** (1 / k) * MEAN),
            by.rewrite("rests times P is a power", "the mean of the rests times P"),
        ),
        Step(
            "the root of the power",
            eq((alpha**k) ** (1 / k), alpha ** (k * (1 / k))),
            by.elementary("power of power", alpha, k, 1 / k),
        ),
        Step("is alpha", eq(alpha ** (k * (1 / k)), alpha), by.elementary(
            "power to one", alpha, k * (1 / k)
        )),
        # That is the superadditivity of the geometric mean; it remains to take k-th powers.
        Step("the mean of w is positive", MEAN > 0, by.elementary(
            "power is positive", P, 1 / k, using=["P is positive"]
        )),
        Step(
            "superadditivity",
            SHIFTED ** (1 / k) <= MEAN - alpha,
            by.decide(
                "geometric means of shares and rests",
                "the mean of w - alpha",
                "the mean of k alphas",
                "the root of the power",
                "is alpha",
                "the mean of w is positive",
            ),
        ),
        Step(
            "the mean of w - alpha is positive",
            SHIFTED ** (1 / k) > 0,
            by.elementary(
                "power is positive", SHIFTED, 1 / k, using=["the shifted product is positive"]
            ),
        ),
        Step(
            "k-th powers",
            (SHIFTED ** (1 / k)) ** k <= (MEAN - alpha) ** k,
            by.elementary(
                "power is monotone",
                SHIFTED ** (1 / k),
                MEAN - alpha,
                k,
                using=["the mean of w - alpha is positive", "superadditivity"],
            ),
        ),
        Step(
            "the power of the root",
            eq((SHIFTED ** (1 / k)) ** k, SHIFTED ** ((1 / k) * k)),
            by.elementary(
                "power of power", SHIFTED, 1 / k, k, using=["the shifted product is positive"]
            ),
        ),
        Step(
            "is the shifted product",
            eq(SHIFTED ** ((1 / k) * k), SHIFTED),
            by.elementary(
                "power to one", SHIFTED, (1 / k) * k, using=["the shifted product is positive"]
            ),
        ),
        Step(
            "conclusion",
            SHIFTED <= (MEAN - alpha) ** k,
            by.decide("k-th powers", "the power of the root", "is the shifted product"),
        ),
    ),
)
