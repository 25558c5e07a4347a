"""Lemma 7, part: the geometric mean of a sum is at least the sum of the geometric means."""

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
    statement,
    sum_,
)

k = natural("k")
a, b = family("a"), family("b")

OF_A, OF_B = prod(k, lambda i: a[i]), prod(k, lambda i: b[i])
OF_BOTH = prod(k, lambda i: a[i] + b[i])
MEAN = OF_BOTH ** (1 / k)

# What a_i and b_i are of a_i + b_i: two families that add up to one, index by index.
SHARES_OF_A = prod(k, lambda i: a[i] / (a[i] + b[i]))
SHARES_OF_B = prod(k, lambda i: b[i] / (a[i] + b[i]))
SUM_OF_A = sum_(k, lambda i: a[i] / (a[i] + b[i]))
SUM_OF_B = sum_(k, lambda i: b[i] / (a[i] + b[i]))

LEMMA = Lemma(
    id="shamir2019/lemma-7-superadditivity",
    title="The geometric mean of a sum is at least the sum of the geometric means",
    source=shamir("A.1", "Lemma 7, proof"),
    variant="effective",
    statement=statement(
        [k, over(a, k), over(b, k)],
        {
            "there is a factor": k >= 1,
            "the a_i are positive": forall(indices(k), lambda i: a[i] > 0),
            "the b_i are positive": forall(indices(k), lambda i: b[i] > 0),
        },
        OF_A ** (1 / k) + OF_B ** (1 / k) <= MEAN,
    ),
    changes=("the a_i and b_i are positive, as Lemma 7 has them: 0 is left out",),
    note="Lemma 7 is the case a_i = w_i - alpha and b_i = alpha.",
    proof=(
        # The shares have arithmetic means that add up to one.
        Step(
            "the shares add up to k ones",
            eq(SUM_OF_A + SUM_OF_B, sum_(k, lambda i: 1)),
            by.linear(
                k, [(1, lambda i: a[i] / (a[i] + b[i])), (1, lambda i: b[i] / (a[i] + b[i]))]
            ),
        ),
        Step("k ones", eq(sum_(k, lambda i: 1), k), by.constant(sum_(k, lambda i: 1))),
        Step(
            "AM-GM for the shares of a",
            SHARES_OF_A ** (1 / k) <= SUM_OF_A / k,
            by.am_gm(k, lambda i: a[i] / (a[i] + b[i])),
        ),
        Step(
            "AM-GM for the shares of b",
            SHARES_OF_B ** (1 / k) <= SUM_OF_B / k,
            by.am_gm(k, lambda i: b[i] / (a[i] + b[i])),
        ),
        Step(
            "their geometric means",
            SHARES_OF_A ** (1 / k) + SHARES_OF_B ** (1 / k) <= 1,
            by.decide(
                "AM-GM for the shares of a",
                "AM-GM for the shares of b",
                "the shares add up to k ones",
                "k ones",
            ),
        ),
        # Multiplied by the geometric mean of the a_i + b_i, they are those of the a_i and b_i.
        Step(
            "the product of the a_i",
            eq(SHARES_OF_A * OF_BOTH, OF_A),
            by.products(k, lambda i: a[i] / (a[i] + b[i]), lambda i: a[i] + b[i]),
        ),
        Step(
            "mean of the shares of a times that of the sums",
            eq((SHARES_OF_A * OF_BOTH) ** (1 / k), SHARES_OF_A ** (1 / k) * MEAN),
            by.elementary("power of product", SHARES_OF_A, OF_BOTH, 1 / k),
        ),
        Step(
            "mean of the a_i",
            eq(OF_A ** (1 / k), SHARES_OF_A ** (1 / k) * MEAN),
            by.rewrite("the product of the a_i", "mean of the shares of a times that of the sums"),
        ),
        Step(
            "the product of the b_i",
            eq(SHARES_OF_B * OF_BOTH, OF_B),
            by.products(k, lambda i: b[i] / (a[i] + b[i]), lambda i: a[i] + b[i]),
        ),
        Step(
            "mean of the shares of b times that of the sums",
            eq((SHARES_OF_B * OF_BOTH) ** (1 / k), SHARES_OF_B ** (1 / k) * MEAN),
            by.elementary("power of product", SHARES_OF_B, OF_BOTH, 1 / k),
        ),
        Step(
            "mean of the b_i",
            eq(OF_B ** (1 / k), SHARES_OF_B ** (1 / k) * MEAN),
            by.rewrite("the product of the b_i", "mean of the shares of b times that of the sums"),
        ),
        Step(
            "mean of the sums is positive",
            MEAN > 0,
            by.elementary("power is positive", OF_BOTH, 1 / k),
        ),
        Step(
            "superadditivity",
            OF_A ** (1 / k) + OF_B ** (1 / k) <= MEAN,
            by.decide(
                "their geometric means",
                "mean of the sums is positive",
                "mean of the a_i",
                "mean of the b_i",
            ),
        ),
    ),
)
