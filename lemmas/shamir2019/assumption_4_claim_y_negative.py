"""A claim about Assumption 4: that a negative target meets Assumption 1.  False from -1/2 on."""

from lemmas.shamir2019._assumption_1 import LOWEST, assumption_1
from lemmas.shamir2019._assumption_4 import squared_loss, start, w, y
from lemmas.shamir2019._descent import k, product
from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Refutation,
    Step,
    Term,
    TermLike,
    at,
    both,
    by,
    eq,
    false,
    no,
    over,
    part,
    prod,
    rational,
    statement,
)

TARGET = rational("-1/4")


def loss(p: TermLike) -> Term:
    """The loss with the target -1/4."""
    return (p - TARGET) ** 2 / 2


P = prod(1, lambda i: 0)
MEETS_ASSUMPTION_1 = both(*assumption_1(loss).values())

LEMMA = Lemma(
    id="shamir2019/assumption-4-claim-y-negative",
    title="The squared loss with a negative target meets Assumption 1, as printed",
    source=shamir("3.3", "Assumption 4, the paragraph after it"),
    variant="as-printed",
    expected="refuted",
    note="'The assumptions y < 0 and prod w_i(1) > y ensure that the objective satisfies the "
    "conditions of our negative results': for -1/2 < y < 0 the loss falls on [-1/2, y], and for "
    "-1/2 <= y < 0 its infimum is attained at y in [-1/2, oo).  True for y < -1/2: "
    "shamir2019/assumption-4-y-below-half.",
    statement=statement(
        [k, y, over(w, k)],
        {
            "the target is negative": y < 0,
            "the product at the start is above it": product(start) > y,
        },
        both(*assumption_1(squared_loss).values()),
    ),
    refutation=Refutation(
        {k: 1, y: TARGET, w: lambda i: 0},
        proof=(
            Step("P is 0", P >= 0, by.sign()),
            Step("P is above the target", P > TARGET, by.decide("P is 0")),
            Step(
                "the loss does not increase",
                no(MEETS_ASSUMPTION_1),
                by.contrary(
                    "it meets Assumption 1",
                    Step(
                        "from -1/2 to -1/4",
                        loss(LOWEST) < loss(TARGET),
                        by.hypothesis(at(part("it meets Assumption 1", 1), LOWEST, TARGET)),
                    ),
                    Step("at -1/2", eq(loss(LOWEST), rational("1/32")), by.decide()),
                    Step("at -1/4", eq(loss(TARGET), 0), by.decide()),
                    Step(
                        "impossible",
                        false,
                        by.decide("from -1/2 to -1/4", "at -1/2", "at -1/4"),
                    ),
                ),
            ),
            Step(
                "all of it",
                both(rational("-1/4") < 0, P > TARGET, no(MEETS_ASSUMPTION_1)),
                by.decide("P is above the target", "the loss does not increase"),
            ),
        ),
    ),
)
