"""Assumption 3 can be satisfied at every depth, for every c1 > 0: by w = (1, ..., 1)."""

from lemmas.shamir2019._assumption_3 import assumption_3, c1, c2, c3, start, w
from lemmas.shamir2019._descent import k, product
from lemmas.shamir2019._paper import shamir
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
)

i = natural("i")
ITEMS = assumption_3()
CONCLUSION = both(*ITEMS.values())
FARTHEST = max_over(k, lambda j: abs(w[j] - 1))
ONES = prod(k, lambda i: rational("1"))

LEMMA = Lemma(
    id="shamir2019/assumption-3-satisfiable",
    title="(1, ..., 1) satisfies Assumption 3 at every depth",
    source=shamir("3.2", "Assumption 3"),
    variant="effective",
    statement=statement(
        [k, c1, c2, c3, over(w, k)],
        {
            "there is a factor": k >= 1,
            "c1 is positive": c1 > 0,
            "c2 is positive": c2 > 0,
            "c2 is at most 1": c2 <= 1,
            "c3 is at least 1": c3 >= 1,
            "w is (1, ..., 1)": forall(indices(k), lambda i: eq(w[i], 1)),
        },
        CONCLUSION,
    ),
    proof=(
        Step(
            "all are at 1",
            forall(indices(k), lambda i: abs(w[i] - 1) <= 0),
            by.fix(
                i,
                Step("no distance", eq(w[i] - 1, 0), by.decide(at("w is (1, ..., 1)", i))),
                Step(
                    "no size",
                    abs(w[i] - 1) <= 0,
                    by.elementary("abs at most", w[i] - 1, 0, using=["no distance"]),
                ),
            ),
        ),
        Step("so is the farthest", FARTHEST <= 0, by.extreme_least("all are at 1")),
        Step("k**(-c1) > 0", k ** (-c1) > 0, by.elementary("power is positive", k, -c1)),
        Step("P factor by factor", eq(product(start), ONES), by.termwise("w is (1, ..., 1)")),
        Step("factors 1", eq(ONES, 1), by.constant(ONES)),
        Step("P = 1", eq(product(start), 1), by.decide("P factor by factor", "factors 1")),
        Step(
            "conclusion",
            CONCLUSION,
            by.decide("so is the farthest", "k**(-c1) > 0", "P = 1"),
        ),
    ),
)
