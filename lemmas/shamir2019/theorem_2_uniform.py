"""Theorem 2 for uniform Xavier initialization, with numbers for all constants."""

from fractions import Fraction

from lemmas.shamir2019._descent import k
from lemmas.shamir2019._theorem_2 import v
from lemmas.shamir2019._theorem_2_laws import for_law, i
from verifier import Lemma, Step, by, eq, expectation, rational, sqrt, uniform

MEAN_SIZE = expectation(abs(v[i]))
ROOT = sqrt(rational("3"))

LEMMA = Lemma(
    **for_law(
        "uniform",
        "the coordinates are uniform on [-sqrt(3), sqrt(3)]",
        uniform(v, k, -ROOT, ROOT),
        c2=Fraction(13, 100),
        depth=22,
        mean_size=(
            Step("the root squared", eq(ROOT**2, 3), by.elementary("sqrt squared", 3)),
            Step("the root is positive", ROOT > 0, by.elementary("sqrt is positive", 3)),
            Step(
                "the mean size",
                None,
                by.mean_by_law(
                    v,
                    i,
                    abs,
                    "the root is positive",
                    points=[-ROOT, 0, ROOT],
                    primitives=[lambda x: -(x**2) / 2, lambda x: x**2 / 2],
                ),
            ),
            Step(
                "it is half of the root",
                eq(MEAN_SIZE, ROOT / 2),
                by.decide("the mean size", "the root squared", "the root is positive"),
            ),
            Step(
                "mean size of coordinate i",
                MEAN_SIZE <= rational("87/100"),
                by.decide("it is half of the root", "the root squared", "the root is positive"),
            ),
        ),
    )
)
