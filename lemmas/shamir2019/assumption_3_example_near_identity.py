"""Starts within 1/(2k) of (1, ..., 1) satisfy Assumption 3, with c1 = 1, c2 = 1/2 and c3 = 2."""

from lemmas.escape.weierstrass import LEMMA as FROM_BELOW
from lemmas.escape.weierstrass import u
from lemmas.shamir2019._assumption_3 import assumption_3, c1, c2, c3, start, w
from lemmas.shamir2019._descent import k, product
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.weierstrass import LEMMA as FROM_ABOVE
from lemmas.shamir2019.weierstrass import x
from verifier import (
    Lemma,
    Step,
    at,
    both,
    by,
    eq,
    forall,
    indices,
    max_over,
    natural,
    over,
    prod,
    rational,
    statement,
    sum_,
)

i = natural("i")
ONE = rational("1")
RADIUS = 1 / (2 * k)
ITEMS = assumption_3()
CONCLUSION = both(*ITEMS.values())
FARTHEST = max_over(k, lambda j: abs(w[j] - 1))
HIGH, LOW = prod(k, lambda i: 1 + RADIUS), prod(k, lambda i: 1 - RADIUS)
TOTAL = sum_(k, lambda i: RADIUS)

LEMMA = Lemma(
    id="shamir2019/assumption-3-example-near-identity",
    title="Starts within 1/(2k) of (1, ..., 1) satisfy Assumption 3",
    source=shamir("3.2", "Assumption 3"),
    variant="effective",
    statement=statement(
        [k, c1, c2, c3, over(w, k)],
        {
            "there is a factor": k >= 1,
            "c1 is 1": eq(c1, 1),
            "c2 is 1/2": eq(c2, rational("1/2")),
            "c3 is 2": eq(c3, 2),
            "the |w_i - 1| are at most 1/(2k)": forall(
                indices(k), lambda i: abs(w[i] - 1) <= 1 / (2 * k)
            ),
        },
        CONCLUSION,
    ),
    proof=(
        Step("1/(2k) > 0", RADIUS > 0, by.decide()),
        Step("1/(2k) <= 1/2", RADIUS <= rational("1/2"), by.decide()),
        Step(
            "each coordinate",
            forall(indices(k), lambda i: both(1 - RADIUS <= w[i], w[i] <= 1 + RADIUS)),
            by.fix(
                i,
                Step("a distance", None, by.elementary("abs bounds", w[i] - 1)),
                Step(
                    "w_i",
                    both(1 - RADIUS <= w[i], w[i] <= 1 + RADIUS),
                    by.decide("a distance", at("the |w_i - 1| are at most 1/(2k)", i)),
                ),
            ),
        ),
        Step(
            "all are positive",
            forall(indices(k), lambda i: w[i] >= 0),
            by.each(i, by.decide(at("each coordinate", i), "1/(2k) <= 1/2")),
        ),
        Step("not below", 1 - RADIUS >= 0, by.decide("1/(2k) <= 1/2")),
        Step("k radii", eq(TOTAL, k * RADIUS), by.constant(TOTAL)),
        Step("add up to 1/2", eq(TOTAL, rational("1/2")), by.decide("k radii")),
        Step(
            "P from above",
            product(start) <= HIGH,
            by.termwise("each coordinate", "all are positive"),
        ),
        Step(
            "Weierstrass",
            None,
            by.lemma(FROM_ABOVE, {x: lambda i: RADIUS}, "1/(2k) > 0", "add up to 1/2"),
        ),
        Step(
            "P from below",
            LOW <= product(start),
            by.termwise("each coordinate", "not below"),
        ),
        Step(
            "Weierstrass from below",
            None,
            by.lemma(FROM_BELOW, {u: lambda i: RADIUS}, "1/(2k) > 0", "1/(2k) <= 1/2"),
        ),
        Step(
            "P is between 1/2 and 2",
            both(rational("1/2") <= product(start), product(start) <= 2),
            by.decide(
                "P from above",
                "Weierstrass",
                "P from below",
                "Weierstrass from below",
                "add up to 1/2",
            ),
        ),
        Step(
            "the farthest",
            FARTHEST <= RADIUS,
            by.extreme_least("the |w_i - 1| are at most 1/(2k)"),
        ),
        Step("k**1 = k", eq(k**ONE, k), by.elementary("power to one", k, 1)),
        Step(
            "k**(-c1) k**1 = k**(1 - c1)",
            eq(k ** (-c1 + ONE), k ** (-c1) * k**ONE),
            by.elementary("power of sum", k, -c1, 1),
        ),
        Step("k**0 = 1", eq(k ** (-c1 + ONE), 1), by.elementary("power to zero", k, -c1 + ONE)),
        Step(
            "k**(-c1) = 1/k",
            eq(k ** (-c1), 1 / k),
            by.decide("k**1 = k", "k**(-c1) k**1 = k**(1 - c1)", "k**0 = 1"),
        ),
        Step("half of it", eq(RADIUS, 1 / k / 2), by.decide()),
        Step(
            "conclusion",
            CONCLUSION,
            by.decide(
                "P is between 1/2 and 2",
                "the farthest",
                "k**(-c1) = 1/k",
                "half of it",
                "1/(2k) > 0",
            ),
        ),
    ),
)
