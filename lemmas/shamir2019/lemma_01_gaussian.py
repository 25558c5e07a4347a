"""Lemma 1, first part: the mean size of a standard normal variable is below 0.8."""

from lemmas.shamir2019._lemma_01 import MEAN_SIZE, w
from lemmas.shamir2019._paper import shamir
from verifier import Lemma, Step, both, by, eq, over, pi, rational, sqrt, standard_normal, statement

CONCLUSION = both(eq(MEAN_SIZE, sqrt(2 / pi)), MEAN_SIZE < rational("0.8"))

LEMMA = Lemma(
    id="shamir2019/lemma-1-gaussian",
    title="The mean size of a standard normal variable",
    source=shamir("3.1", "Lemma 1, first part"),
    variant="as-printed",
    changes=("the exact value, sqrt(2/pi), is added to the conclusion",),
    statement=statement([over(w, 1)], {"w is standard normal": standard_normal(w, 1)}, CONCLUSION),
    proof=(
        Step("the mean size", eq(MEAN_SIZE, sqrt(2 / pi)), by.mean_by_law(w, 1, abs)),
        Step("pi > 3", pi > 3, by.elementary("pi bounds")),
        Step("2/pi is positive", 2 / pi > 0, by.decide("pi > 3")),
        Step("2/pi < 0.8**2", 2 / pi < rational("0.8") ** 2, by.decide()),
        Step(
            "the root squared",
            None,
            by.elementary("sqrt squared", 2 / pi, using=["pi > 3", "2/pi is positive"]),
        ),
        Step(
            "below 0.8",
            sqrt(2 / pi) < rational("0.8"),
            by.decide("2/pi < 0.8**2", "the root squared", "pi > 3"),
        ),
        Step("conclusion", CONCLUSION, by.decide("the mean size", "below 0.8")),
    ),
)
