"""A claim about Assumption 4: that the coordinates at the start are bounded away from 0.  False."""

from lemmas.shamir2019._assumption_4 import assumption_4, c1, c2, c3, c4, w, y
from lemmas.shamir2019._descent import k
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.assumption_4_minimum_zero import LEMMA as MINIMUM_ZERO
from verifier import (
    Lemma,
    Refutation,
    Step,
    Term,
    TermLike,
    by,
    eq,
    false,
    min_over,
    natural,
    no,
    over,
    real,
    statement,
)

i, n = natural("i"), natural("n")
C, K = real("C"), real("K")


def value(i: TermLike) -> Term:
    """The i-th coordinate of the start that refutes the claim."""
    return (i - 1) / n


LEAST = min_over(n, lambda i: abs(value(i)))

LEMMA = Lemma(
    id="shamir2019/assumption-4-claim-min",
    title="The smallest coordinate at the start is at least k**(-O(1)), as printed",
    source=shamir("A.2.3", "Theorem 4, proof"),
    variant="as-printed",
    expected="refuted",
    note="'In fact, min_i w_i(1) >= k**(-O(1)) by our assumptions': C is the hidden constant, and "
    "k is at least K; both may depend on the constants of Assumption 4.  The start w_i = (i - 1)/k "
    "with y = -1 refutes it for every choice of the two.",
    statement=statement(
        [c1, c2, c3, c4, C, K, k, y, over(w, k)],
        {"there are two factors": k >= 2, "k is large": k >= K, **assumption_4()},
        min_over(k, lambda i: abs(w[i])) >= k ** (-C),
        constants=[C, K],
    ),
    refutation=Refutation(
        {c1: 1, c2: 1, c3: 1, c4: 1, k: n, y: -1, w: value},
        large={n: (2, K)},
        proof=(
            Step("n is positive", n > 0, by.decide()),
            Step(
                "the start meets Assumption 4",
                None,
                by.lemma(MINIMUM_ZERO, {c1: 1, c2: 1, c3: 1, c4: 1, k: n, y: -1, w: value}),
            ),
            Step("the power is positive", n ** (-C) > 0, by.elementary("power is positive", n, -C)),
            Step("the first coordinate", eq(value(1), 0), by.decide("n is positive")),
            Step("its size", eq(abs(value(1)), 0), by.decide("the first coordinate")),
            Step("the minimum", None, by.extreme_bounds(LEAST, 1, "n is positive")),
            Step(
                "the minimum is too small",
                no(LEAST >= n ** (-C)),
                by.contrary(
                    "it is not",
                    Step(
                        "impossible",
                        false,
                        by.decide("it is not", "the minimum", "its size", "the power is positive"),
                    ),
                ),
            ),
        ),
    ),
)
