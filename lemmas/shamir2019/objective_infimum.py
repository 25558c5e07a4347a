"""The objective takes every value that f takes, so that inf F = inf f."""

from lemmas.shamir2019._descent import k
from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Step,
    by,
    eq,
    family,
    forall,
    indices,
    over,
    prod,
    real,
    statement,
)

p, x = real("p"), family("x")

P = prod(k, lambda i: x[i])
OTHERS = prod(k, lambda i: x[i], omit=[1])
ONES = prod(k, lambda i: 1, omit=[1])

LEMMA = Lemma(
    id="shamir2019/objective-infimum",
    title="Every number is the product of some k coordinates",
    source=shamir("1", "Equation (2)"),
    variant="effective",
    statement=statement(
        [k, p, over(x, k)],
        {
            "there is a factor": k >= 1,
            "x_1 is p": eq(x[1], p),
            "the others are 1": forall(indices(k, omit=[1]), lambda i: eq(x[i], 1)),
        },
        eq(P, p),
    ),
    note="For k >= 1 the values of F(w) = f(w_1 ... w_k) are thus those of f, and inf F = inf f.  "
    "For k = 0 the product is 1, and F is f(1).",
    proof=(
        Step("x_1 apart", eq(P, x[1] * OTHERS), by.split_off(P, 1, "there is a factor")),
        Step("factor by factor", eq(OTHERS, ONES), by.termwise("the others are 1")),
        Step("ones", eq(ONES, 1), by.constant(ONES)),
        Step(
            "the product", eq(P, p), by.decide("x_1 apart", "factor by factor", "ones", "x_1 is p")
        ),
    ),
)
