"""Lemma 13', part: what the bound on the step size is for."""

from lemmas.shamir2019._descent import eta, k
from lemmas.shamir2019._lemma_13_prime import LARGEST, POSITIVE, SMALL_STEP, Y, gamma, q
from lemmas.shamir2019._paper import shamir
from verifier import Lemma, Step, by, eq, sqrt, statement

BY_QUOTIENT = sqrt(k) * Y / gamma
SIZE = k * (Y / gamma) ** 2

LEMMA = Lemma(
    id="shamir2019/lemma-13-prime-step-size",
    title="What the bound on the step size gives",
    source=shamir("A.2.1", "Lemma 13"),
    variant="effective",
    statement=statement(
        [k, Y, gamma, q, eta],
        {"there is a factor": k >= 1, **POSITIVE, **SMALL_STEP},
        eta * (SIZE + LARGEST**2) <= 1,
    ),
    proof=(
        Step("k is positive", k > 0, by.decide()),
        Step("(Y/gamma)**2 is positive", (Y / gamma) ** 2 > 0, by.decide()),
        Step(
            "k (Y/gamma)**2 is positive",
            SIZE > 0,
            by.decide("k is positive", "(Y/gamma)**2 is positive"),
        ),
        Step("q**2 is nonnegative", q**2 >= 0, by.decide()),
        Step(
            "the step size, multiplied out",
            eta * (2 * SIZE + 4 * q**2) <= 1,
            by.decide("k (Y/gamma)**2 is positive", "q**2 is nonnegative"),
        ),
        Step("the root of k", eq(sqrt(k) ** 2, k), by.elementary("sqrt squared", k)),
        Step("the bound", None, by.elementary("max attained", 2 * q, BY_QUOTIENT)),
        Step(
            "its square",
            LARGEST**2 <= SIZE + 4 * q**2,
            by.cases(
                "the bound",
                {
                    "it is 2 q": [
                        Step(
                            "4 q**2",
                            LARGEST**2 <= SIZE + 4 * q**2,
                            by.decide("k (Y/gamma)**2 is positive"),
                        )
                    ],
                    "it is the quotient": [
                        Step(
                            "the quotient squared",
                            eq(LARGEST**2, SIZE),
                            by.decide("the root of k"),
                        ),
                        Step(
                            "k (Y/gamma)**2",
                            LARGEST**2 <= SIZE + 4 * q**2,
                            by.decide("the quotient squared", "q**2 is nonnegative"),
                        ),
                    ],
                },
            ),
        ),
        Step(
            "eta times all of it",
            eta * (SIZE + LARGEST**2) <= eta * (2 * SIZE + 4 * q**2),
            by.decide("its square"),
        ),
        Step(
            "the step size is small enough",
            eta * (SIZE + LARGEST**2) <= 1,
            by.decide("eta times all of it", "the step size, multiplied out"),
        ),
    ),
)
