"""Lemma 1, third part, repaired: how far the mean size lies below 1, as an exact identity."""

from lemmas.shamir2019._lemma_01 import MEAN_SIZE, MEAN_SQUARE, SIZE, w
from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Step,
    both,
    by,
    eq,
    expectation,
    implies,
    over,
    probability,
    rational,
    real,
    statement,
)

s = real("s")
ONE = rational("1")
DEVIATION = abs(SIZE - 1)
SPREAD = (SIZE - 1) ** 2
MEAN_SPREAD = expectation(SPREAD)
FAR = probability(DEVIATION >= s)
WITHOUT_ONE = w[1] ** 2 + (-2) * SIZE
EXPANDED = WITHOUT_ONE + 1 * ONE

IDENTITY = eq(1 - MEAN_SIZE, MEAN_SPREAD / 2)
CONCLUSION = both(IDENTITY, MEAN_SIZE <= 1, MEAN_SIZE <= 1 - s**2 / 2 * FAR)

LEMMA = Lemma(
    id="shamir2019/lemma-1-third",
    title="How far the mean size of a variable of second moment 1 lies below 1",
    source=shamir("3.1", "Lemma 1, third part"),
    variant="repaired",
    statement=statement(
        [over(w, 1), s],
        {
            "the second moment is 1": eq(MEAN_SQUARE, 1),
            "s is positive": s > 0,
        },
        CONCLUSION,
    ),
    changes=(
        "'zero mean' is dropped: only E w**2 = 1 is used",
        "'not supported on a single value' is replaced by what the bound says: E|w| < 1 unless "
        "|w| is almost surely 1, with the size of the gap",
    ),
    note="As printed it is false: see shamir2019/lemma-1-third-as-printed.",
    proof=(
        Step("E[1] = 1", None, by.expectation_constant(1)),
        Step("E[1 + w**2] exists", None, by.expectation_linear(ONE, 1, w[1] ** 2, "E[1] = 1")),
        Step("|w|**2 = w**2", eq(SIZE**2, w[1] ** 2), by.elementary("abs squared", w[1])),
        Step("||w|| = |w|", eq(abs(SIZE), SIZE), by.elementary("abs of nonnegative", SIZE)),
        Step(
            "|w| <= 1 + w**2",
            abs(SIZE) <= ONE + 1 * w[1] ** 2,
            by.decide("|w|**2 = w**2", "||w|| = |w|", squares=[SIZE - 1]),
        ),
        Step(
            "E|w| exists",
            None,
            by.dominated(SIZE, ONE + 1 * w[1] ** 2, "|w| <= 1 + w**2", "E[1 + w**2] exists"),
        ),
        Step("linearity", None, by.expectation_linear(w[1] ** 2, -2, SIZE, "E|w| exists")),
        Step(
            "linearity again",
            None,
            by.expectation_linear(WITHOUT_ONE, 1, ONE, "linearity", "E[1] = 1"),
        ),
        Step("the square expanded", eq(EXPANDED, SPREAD), by.decide()),
        Step(
            "its mean",
            eq(expectation(EXPANDED), MEAN_SPREAD),
            by.expectation_compare("linearity again", "the square expanded"),
        ),
        Step(
            "the identity",
            IDENTITY,
            by.decide("E[1] = 1", "linearity", "linearity again", "its mean"),
        ),
        Step(
            "a mean square is not negative",
            MEAN_SPREAD >= 0,
            by.expectation_nonnegative("the identity"),
        ),
        Step("Markov", None, by.markov(SPREAD, s**2, "the identity")),
        Step(
            "a large deviation has a large square",
            implies(DEVIATION >= s, SPREAD >= s**2),
            by.suppose(
                "it is large",
                Step(
                    "the square of its size",
                    eq(DEVIATION**2, SPREAD),
                    by.elementary("abs squared", SIZE - 1),
                ),
                Step(
                    "is large",
                    SPREAD >= s**2,
                    by.decide("the square of its size", "it is large"),
                ),
            ),
        ),
        Step(
            "so it is as rare",
            FAR <= probability(SPREAD >= s**2),
            by.event_inclusion("a large deviation has a large square"),
        ),
        Step(
            "what a deviation costs",
            MEAN_SIZE <= 1 - s**2 / 2 * FAR,
            by.decide("Markov", "so it is as rare", "the identity"),
        ),
        Step(
            "conclusion",
            CONCLUSION,
            by.decide("the identity", "a mean square is not negative", "what a deviation costs"),
        ),
    ),
)
