"""A claim about Assumption 4: that the coordinates at the start are bounded away from 0.  False."""

from lemmas.shamir2019._assumption_4 import assumption_4, c1, c2, c3, c4, w, y
from lemmas.shamir2019._descent import k
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.assumption_4_minimum_small import LEMMA as MINIMUM_SMALL
from lemmas.shamir2019.assumption_4_minimum_small import e
from verifier import (
    Lemma,
    Refutation,
    Step,
    Term,
    TermLike,
    by,
    eq,
    false,
    forall,
    indices,
    maximum,
    min_over,
    natural,
    no,
    over,
    real,
    statement,
)

i, n = natural("i"), natural("n")
C, K = real("C"), real("K")

SMALL = n ** (-n)


def value(i: TermLike) -> Term:
    """The i-th coordinate of the start that refutes the claim."""
    return maximum((i - 1) / n, SMALL)


LEAST = min_over(n, value)

LEMMA = Lemma(
    id="shamir2019/assumption-4-claim-min",
    title="The smallest coordinate at the start is at least k**(-O(1)), as printed",
    source=shamir("A.2.3", "Theorem 4, proof"),
    variant="as-printed",
    expected="refuted",
    note="'We can assume w.l.o.g. that w_1(1), ..., w_k(1) are all positive (and in fact, "
    "min_i w_i(1) >= k**(-O(1)) by our assumptions)': C is the hidden constant, and k is at least "
    "K; both may depend on the constants of Assumption 4.  The start w_i = max((i - 1)/k, k**(-k)) "
    "with y = -1 refutes it for every choice of the two.  With the sign of one coordinate changed "
    "it meets Assumption 4 too, and is the case y > P(1) > 0 in which the paper uses the claim.",
    statement=statement(
        [c1, c2, c3, c4, C, K, k, y, over(w, k)],
        {
            "there are two factors": k >= 2,
            "k is large": k >= K,
            **assumption_4(),
            "the coordinates are positive": forall(indices(k), lambda i: w[i] > 0),
        },
        min_over(k, lambda i: w[i]) >= k ** (-C),
        constants=[C, K],
    ),
    refutation=Refutation(
        {c1: 1, c2: 1, c3: 1, c4: 2, k: n, y: -1, w: value},
        large={n: (2, K, C + 1)},
        proof=(
            Step("n is positive", n > 0, by.decide()),
            Step("n is at least 2", n >= 2, by.decide()),
            Step("n is large enough", n - C >= 1, by.decide()),
            Step("w_1 is positive", SMALL > 0, by.elementary("power is positive", n, -n)),
            Step("by the exponents", SMALL <= n**-2, by.elementary("power in exponent", n, -n, -2)),
            Step("1/n**2", SMALL <= 1 / n**2, by.decide("by the exponents", "n is positive")),
            Step(
                "the start meets Assumption 4",
                None,
                by.lemma(
                    MINIMUM_SMALL,
                    {c1: 1, c2: 1, c3: 1, c4: 2, k: n, y: -1, e: SMALL, w: value},
                    "w_1 is positive",
                    "1/n**2",
                ),
            ),
            Step("exponents", None, by.elementary("power of sum", n, -n, n - C)),
            Step(
                "n to the rest",
                n**1 <= n ** (n - C),
                by.elementary("power in exponent", n, 1, n - C),
            ),
            Step("their sum", eq(n ** (-n + (n - C)), n ** (-C)), by.decide()),
            Step(
                "twice",
                2 * SMALL <= n ** (-C),
                by.decide(
                    "exponents", "their sum", "n to the rest", "w_1 is positive", "n is at least 2"
                ),
            ),
            Step("the minimum", None, by.extreme_bounds(LEAST, 1, "n is positive")),
            Step(
                "the minimum is too small",
                no(LEAST >= n ** (-C)),
                by.contrary(
                    "it is not",
                    Step(
                        "impossible",
                        false,
                        by.decide(
                            "it is not",
                            "the minimum",
                            "the start meets Assumption 4",
                            "twice",
                            "w_1 is positive",
                        ),
                    ),
                ),
            ),
        ),
    ),
)
