"""Lemma 1, third part, repaired: the mean size is below 1 unless the size is almost surely 1."""

from lemmas.shamir2019._lemma_01 import MEAN_SIZE, MEAN_SQUARE, SIZE, w
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_01_third import IDENTITY, MEAN_SPREAD, SPREAD, s
from lemmas.shamir2019.lemma_01_third import LEMMA as IDENTITY_OF_MEANS
from verifier import (
    Lemma,
    Step,
    by,
    either,
    eq,
    implies,
    over,
    part,
    probability,
    rational,
    statement,
)

SURELY_ONE = probability(eq(SIZE, 1))

LEMMA = Lemma(
    id="shamir2019/lemma-1-third-strict",
    title="The mean size of a variable of second moment 1 is below 1",
    source=shamir("3.1", "Lemma 1, third part"),
    variant="repaired",
    statement=statement(
        [over(w, 1)],
        {
            "the second moment is 1": eq(MEAN_SQUARE, 1),
            "the size is not almost surely 1": SURELY_ONE < 1,
        },
        MEAN_SIZE < 1,
    ),
    changes=(
        "'zero mean' is dropped: only E w**2 = 1 is used",
        "'not supported on a single value', which says no more than the unit variance, is replaced "
        "by 'the size is not almost surely 1'",
    ),
    note="As printed it is false: see shamir2019/lemma-1-third-as-printed.",
    proof=(
        Step("with s = 1", None, by.lemma(IDENTITY_OF_MEANS, {s: rational("1")})),
        Step("the identity", IDENTITY, by.hypothesis(part("with s = 1", 0))),
        Step("E|w| <= 1", MEAN_SIZE <= 1, by.hypothesis(part("with s = 1", 1))),
        Step(
            "E|w| < 1",
            MEAN_SIZE < 1,
            by.cases(
                either(MEAN_SIZE < 1, MEAN_SIZE >= 1),
                {
                    "below 1": (Step("so it is", MEAN_SIZE < 1, by.hypothesis("below 1")),),
                    "not below 1": (
                        Step(
                            "the mean square of the deviation is 0",
                            eq(MEAN_SPREAD, 0),
                            by.decide("the identity", "E|w| <= 1", "not below 1"),
                        ),
                        Step(
                            "so the deviation is almost surely 0",
                            eq(probability(eq(SPREAD, 0)), 1),
                            by.zero_mean(SPREAD, "the mean square of the deviation is 0"),
                        ),
                        Step(
                            "then the size is 1",
                            implies(eq(SPREAD, 0), eq(SIZE, 1)),
                            by.suppose("no deviation", Step("it is 1", eq(SIZE, 1), by.decide())),
                        ),
                        Step(
                            "almost surely",
                            probability(eq(SPREAD, 0)) <= SURELY_ONE,
                            by.event_inclusion("then the size is 1"),
                        ),
                        Step(
                            "which is excluded",
                            MEAN_SIZE < 1,
                            by.decide("so the deviation is almost surely 0", "almost surely"),
                        ),
                    ),
                },
                "E|w| <= 1",
            ),
        ),
    ),
)
