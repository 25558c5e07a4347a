"""Lemma 1, second part: the mean size of a uniform variable of mean 0 and variance 1."""

from lemmas.shamir2019._lemma_01 import MEAN, MEAN_SIZE, MEAN_SQUARE, w
from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Step,
    both,
    by,
    eq,
    over,
    rational,
    real,
    sqrt,
    statement,
    uniform,
)

a, b = real("a"), real("b")
HALF_ROOT = sqrt(rational("3")) / 2
CONCLUSION = both(eq(MEAN_SIZE, HALF_ROOT), MEAN_SIZE < rational("0.9"))

LEMMA = Lemma(
    id="shamir2019/lemma-1-uniform",
    title="The mean size of a uniform variable of mean 0 and variance 1",
    source=shamir("3.1", "Lemma 1, second part"),
    variant="as-printed",
    changes=("the exact value, sqrt(3)/2, is added to the conclusion",),
    statement=statement(
        [a, b, over(w, 1)],
        {
            "the interval is not empty": a < b,
            "w is uniform on [a, b]": uniform(w, 1, a, b),
            "the mean is 0": eq(MEAN, 0),
            "the variance is 1": eq(MEAN_SQUARE, 1),
        },
        CONCLUSION,
    ),
    proof=(
        Step(
            "the mean by the law",
            None,
            by.mean_by_law(w, 1, lambda x: x, points=[a, b], primitives=[lambda x: x**2 / 2]),
        ),
        Step("the ends are opposite", eq(a, -b), by.decide("the mean by the law", "the mean is 0")),
        Step("b is positive", b > 0, by.decide("the ends are opposite")),
        Step(
            "the second moment by the law",
            None,
            by.mean_by_law(w, 1, lambda x: x**2, points=[a, b], primitives=[lambda x: x**3 / 3]),
        ),
        Step(
            "b**2 = 3",
            eq(b**2, 3),
            by.decide(
                "the second moment by the law",
                "the variance is 1",
                "the ends are opposite",
                "b is positive",
            ),
        ),
        Step(
            "the mean size by the law",
            None,
            by.mean_by_law(
                w,
                1,
                abs,
                "the ends are opposite",
                "b is positive",
                points=[a, 0, b],
                primitives=[lambda x: -(x**2) / 2, lambda x: x**2 / 2],
            ),
        ),
        Step(
            "it is b/2",
            eq(MEAN_SIZE, b / 2),
            by.decide("the mean size by the law", "the ends are opposite", "b is positive"),
        ),
        Step("the root squared", None, by.elementary("sqrt squared", 3)),
        Step("the root is positive", None, by.elementary("sqrt is positive", 3)),
        Step(
            "b is the root of 3",
            eq(b, sqrt(rational("3"))),
            by.decide("b**2 = 3", "b is positive", "the root squared", "the root is positive"),
        ),
        Step(
            "below 0.9",
            HALF_ROOT < rational("0.9"),
            by.decide("the root squared", "the root is positive"),
        ),
        Step("conclusion", CONCLUSION, by.decide("it is b/2", "b is the root of 3", "below 0.9")),
    ),
)
