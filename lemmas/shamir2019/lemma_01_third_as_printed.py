"""Lemma 1, third part, as printed: false, since a fair sign has mean size 1."""

from lemmas.shamir2019._lemma_01 import MEAN, MEAN_SIZE, MEAN_SQUARE, w
from lemmas.shamir2019._paper import shamir
from verifier import Lemma, both, eq, exists, over, probability, reals, statement

LEMMA = Lemma(
    id="shamir2019/lemma-1-third-as-printed",
    title="The mean size of a variable of unit variance lies below 1, as printed",
    source=shamir("3.1", "Lemma 1, third part"),
    variant="as-printed",
    statement=statement(
        [over(w, 1)],
        {
            "the mean is 0": eq(MEAN, 0),
            "the variance is 1": eq(MEAN_SQUARE, 1),
            # Stated by a real that its values fall on both sides of.
            "w is not supported on a single value": exists(
                reals(), lambda c: both(probability(w[1] <= c) > 0, probability(w[1] > c) > 0)
            ),
        },
        MEAN_SIZE < 1,
    ),
    expected="refuted",
    note="Not to be supported on a single value follows from the unit variance.  What is needed is "
    "that the size of w is not almost surely 1: see shamir2019/lemma-1-third.",
)
