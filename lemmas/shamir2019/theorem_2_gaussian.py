"""Theorem 2 for Gaussian Xavier initialization, with numbers for all constants."""

from fractions import Fraction

from lemmas.shamir2019._descent import k
from lemmas.shamir2019._theorem_2 import v
from lemmas.shamir2019._theorem_2_laws import for_law, i
from verifier import Lemma, Step, by, eq, expectation, pi, rational, sqrt, standard_normal

MEAN_SIZE = expectation(abs(v[i]))

LEMMA = Lemma(
    **for_law(
        "Gaussian",
        "the coordinates are standard normal",
        standard_normal(v, k),
        c2=Fraction(1, 5),
        depth=14,
        mean_size=(
            Step("the mean size", eq(MEAN_SIZE, sqrt(2 / pi)), by.mean_by_law(v, i, abs)),
            Step("pi > 3", pi > 3, by.elementary("pi bounds")),
            Step("2/pi is positive", 2 / pi > 0, by.decide("pi > 3")),
            Step("2/pi < 0.8**2", 2 / pi < rational("0.8") ** 2, by.decide()),
            Step(
                "the root squared",
                eq(sqrt(2 / pi) ** 2, 2 / pi),
                by.elementary("sqrt squared", 2 / pi, using=["pi > 3", "2/pi is positive"]),
            ),
            Step(
                "the root is below 0.8",
                sqrt(2 / pi) < rational("0.8"),
                by.decide("2/pi < 0.8**2", "the root squared", "pi > 3"),
            ),
            Step(
                "mean size of coordinate i",
                MEAN_SIZE <= rational("4/5"),
                by.decide("the mean size", "the root is below 0.8"),
            ),
        ),
    )
)
