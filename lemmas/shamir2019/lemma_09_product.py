"""Lemma 9, part: what becomes of a product whose factors all fall by the same amount."""

from lemmas.shamir2019._lemma_08 import k, v, w
from lemmas.shamir2019._lemma_09 import beta, i
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_13_exponential import LEMMA as EXPONENTIAL
from lemmas.shamir2019.lemma_13_exponential import x as exponent
from verifier import (
    Lemma,
    Step,
    Term,
    TermLike,
    at,
    by,
    eq,
    exp,
    forall,
    indices,
    over,
    prod,
    rational,
    real,
    statement,
    sum_,
)

alpha = real("alpha")

P, Q = prod(k, lambda i: w[i]), prod(k, lambda i: v[i])
MEAN = P ** (1 / k)
INVERSES = prod(k, lambda i: 1 / w[i])
SUM = sum_(k, lambda i: 1 / w[i])
MEAN_INVERSE = INVERSES ** (1 / k)

# The mean of the 1/w_i is at least 1/P**(1/k), and so at least beta**(-1/k).
MEANS = (
    Step("P is positive", P > 0, by.sign("the coordinates are positive")),
    Step(
        "product of the inverses, by factors",
        eq(INVERSES * P, prod(k, lambda i: 1)),
        by.products(k, lambda i: 1 / w[i], lambda i: w[i], "the coordinates are positive"),
    ),
    Step("k ones", eq(prod(k, lambda i: 1), 1), by.constant(prod(k, lambda i: 1))),
    Step(
        "product of the inverses",
        eq(INVERSES * P, 1),
        by.decide("product of the inverses, by factors", "k ones"),
    ),
    Step(
        "the inverses are positive",
        forall(indices(k), lambda i: 1 / w[i] > 0),
        by.fix(i, Step("1/w_i", 1 / w[i] > 0, by.decide(at("the coordinates are positive", i)))),
    ),
    Step("and their product", INVERSES > 0, by.sign("the inverses are positive")),
    Step(
        "means of both",
        eq((INVERSES * P) ** (1 / k), MEAN_INVERSE * MEAN),
        by.elementary(
            "power of product", INVERSES, P, 1 / k, using=["P is positive", "and their product"]
        ),
    ),
    Step(
        "their product",
        eq(rational("1") ** (1 / k), MEAN_INVERSE * MEAN),
        by.rewrite("product of the inverses", "means of both"),
    ),
    Step("1/k", 1 / k >= 0, by.decide()),
    Step("1 to the 0", eq(rational("1") ** rational("0"), 1), by.elementary("power to zero", 1, 0)),
    Step(
        "1 to the 1/k",
        rational("1") ** rational("0") <= rational("1") ** (1 / k),
        by.elementary("power in exponent", 1, 0, 1 / k),
    ),
    Step(
        "their product is 1",
        1 <= MEAN_INVERSE * MEAN,
        by.decide("their product", "1 to the 0", "1 to the 1/k"),
    ),
    Step(
        "mean of the inverses",
        MEAN_INVERSE > 0,
        by.elementary("power is positive", INVERSES, 1 / k, using=["and their product"]),
    ),
    Step(
        "bound on the mean",
        MEAN <= beta ** (1 / k),
        by.elementary("power is monotone", P, beta, 1 / k, using=["P is positive", "1/k"]),
    ),
    Step(
        "with the bound",
        1 <= MEAN_INVERSE * beta ** (1 / k),
        by.decide("their product is 1", "mean of the inverses", "bound on the mean"),
    ),
    Step(
        "with the fall",
        1 <= k * alpha * MEAN_INVERSE,
        by.decide("with the bound", "alpha is large", "mean of the inverses"),
    ),
    Step(
        "AM-GM",
        MEAN_INVERSE <= SUM / k,
        by.am_gm(k, lambda i: 1 / w[i], "the inverses are positive"),
    ),
    Step("k times the mean", k * MEAN_INVERSE <= SUM, by.decide("AM-GM")),
    Step(
        "all falls",
        1 <= alpha * SUM,
        by.decide("with the fall", "k times the mean", "alpha is nonnegative"),
    ),
)


def left(i: TermLike) -> Term:
    """At least what is left of the i-th coordinate after its fall, as a part of it."""
    return exp(-alpha * (1 / w[i]))


FALLEN = (
    Step(
        "what is left of each",
        forall(indices(k), lambda i: v[i] <= w[i] * left(i)),
        by.fix(
            i,
            Step(
                "exponential",
                None,
                by.lemma(
                    EXPONENTIAL,
                    {exponent: alpha * (1 / w[i])},
                    at("the coordinates are positive", i),
                ),
            ),
            Step(
                "w_i",
                v[i] <= w[i] * left(i),
                by.decide(
                    "exponential",
                    at("v has fallen by alpha", i),
                    at("the coordinates are positive", i),
                ),
            ),
        ),
    ),
    Step(
        "factor by factor",
        Q <= prod(k, lambda i: w[i] * left(i)),
        by.termwise("v is nonnegative", "what is left of each"),
    ),
    Step(
        "factors apart",
        eq(prod(k, lambda i: w[i] * left(i)), P * prod(k, left)),
        by.products(k, lambda i: w[i], left, "the coordinates are positive"),
    ),
    Step(
        "the parts together",
        eq(exp(sum_(k, lambda i: -alpha * (1 / w[i]))), prod(k, left)),
        by.image("exp", sum_(k, lambda i: -alpha * (1 / w[i])), "the coordinates are positive"),
    ),
    Step(
        "the fall taken out",
        eq(sum_(k, lambda i: -alpha * (1 / w[i])), -alpha * SUM),
        by.linear(k, [(-alpha, lambda i: 1 / w[i])], "the coordinates are positive"),
    ),
    Step(
        "the exponent",
        sum_(k, lambda i: -alpha * (1 / w[i])) <= -1,
        by.decide("the fall taken out", "all falls", "the coordinates are positive"),
    ),
    Step(
        "what is left of P",
        exp(sum_(k, lambda i: -alpha * (1 / w[i]))) <= exp(-1),
        by.elementary(
            "exp is monotone",
            sum_(k, lambda i: -alpha * (1 / w[i])),
            -1,
            using=["the exponent", "the coordinates are positive"],
        ),
    ),
    Step(
        "P times it",
        P * prod(k, left) <= P * exp(-1),
        by.decide("what is left of P", "the parts together", "P is positive"),
    ),
    Step("exp(-1)", exp(-1) > 0, by.elementary("exp is positive", -1)),
    Step("beta times it", P * exp(-1) <= beta * exp(-1), by.decide("exp(-1)")),
    Step(
        "the product of v",
        Q <= beta * exp(-1),
        by.decide("factor by factor", "factors apart", "P times it", "beta times it"),
    ),
)

LEMMA = Lemma(
    id="shamir2019/lemma-9-product",
    title="A product whose factors all fall by a k-th of its k-th root falls by the factor e",
    source=shamir("A.1", "Lemma 9"),
    variant="effective",
    statement=statement(
        [k, alpha, beta, over(w, k), over(v, k)],
        {
            "there is a factor": k >= 1,
            "alpha is nonnegative": alpha >= 0,
            "beta is positive": beta > 0,
            "the coordinates are positive": forall(indices(k), lambda i: w[i] > 0),
            "P is at most beta": P <= beta,
            "alpha is large": beta ** (1 / k) <= k * alpha,
            "v is nonnegative": forall(indices(k), lambda i: v[i] >= 0),
            "v has fallen by alpha": forall(indices(k), lambda i: v[i] <= w[i] - alpha),
        },
        Q <= beta * exp(-1),
    ),
    note="The paper takes it from Lemma 7 and (1 - 1/k)**k <= 1/e.  Here w_i - alpha is bounded by "
    "w_i*exp(-alpha/w_i), and the sum of the 1/w_i by AM-GM.",
    proof=(*MEANS, *FALLEN),
)
