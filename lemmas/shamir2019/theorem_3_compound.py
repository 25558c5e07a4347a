"""Theorem 3, part: (1 + 1/x)**(x-1) is at most e, for the roots of both."""

from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_3 import ROOT_OF_E
from lemmas.shamir2019.lemma_13_exponential import LEMMA as EXPONENTIAL
from lemmas.shamir2019.lemma_13_exponential import x as exponent
from verifier import Lemma, Step, by, eq, exp, log, rational, real, statement

x = real("x")
HALF = rational("1/2")
GROWTH = exp(1 / x)

LEMMA = Lemma(
    id="shamir2019/theorem-3-compound",
    title="(1 + 1/x)**((x-1)/2) is at most the root of e",
    source=shamir("A.1", "Theorem 3"),
    variant="effective",
    statement=statement(
        [x], {"x is at least 1": x >= 1}, (1 + 1 / x) ** ((x - 1) / 2) <= ROOT_OF_E
    ),
    proof=(
        Step("1/x is positive", 1 / x > 0, by.decide()),
        Step("1 - x <= exp(-x)", 1 + 1 / x <= GROWTH, by.lemma(EXPONENTIAL, {exponent: -(1 / x)})),
        Step("exp(1/x) is positive", GROWTH > 0, by.elementary("exp is positive", 1 / x)),
        Step(
            "to the power (x - 1)/2",
            (1 + 1 / x) ** ((x - 1) / 2) <= GROWTH ** ((x - 1) / 2),
            by.elementary(
                "power is monotone",
                1 + 1 / x,
                GROWTH,
                (x - 1) / 2,
                using=["1 - x <= exp(-x)", "1/x is positive"],
            ),
        ),
        Step(
            "a power of exp",
            eq(GROWTH ** ((x - 1) / 2), exp((x - 1) / 2 * log(GROWTH))),
            by.elementary("power by exp", GROWTH, (x - 1) / 2, using=["exp(1/x) is positive"]),
        ),
        Step("log of exp", eq(log(GROWTH), 1 / x), by.elementary("log of exp", 1 / x)),
        Step(
            "the exponent",
            (x - 1) / 2 * log(GROWTH) <= HALF,
            by.decide("log of exp", "1/x is positive"),
        ),
        Step(
            "exp of it",
            exp((x - 1) / 2 * log(GROWTH)) <= ROOT_OF_E,
            by.elementary(
                "exp is monotone",
                (x - 1) / 2 * log(GROWTH),
                HALF,
                using=["the exponent", "exp(1/x) is positive"],
            ),
        ),
        Step(
            "conclusion",
            (1 + 1 / x) ** ((x - 1) / 2) <= ROOT_OF_E,
            by.decide("to the power (x - 1)/2", "a power of exp", "exp of it"),
        ),
    ),
)
