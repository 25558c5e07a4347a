"""Theorem 4, part: the constants of the theorem as powers of k, and why k**(-c) is small enough."""

from lemmas.shamir2019._descent import k
from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Step,
    Term,
    both,
    by,
    eq,
    exp,
    log,
    maximum,
    part,
    rational,
    real,
    statement,
)

c, c_1, c_2, c_4 = real("c"), real("c1"), real("c2"), real("c4")

ETA, GAP, Q = k ** (-c), k ** (-c_4), c_2 * c_4
RATIO = rational("6/5")
SIZE = 3 * c_1**2 + 4 * Q**2
DOUBLINGS = maximum(0, log(SIZE) / log(2))
ENOUGH = 1 + 2 * c_4 + DOUBLINGS
BOUND = 3 * k * (c_1 / GAP) ** 2 + 4 * Q**2
LARGE = k ** (c + c_4 * (k - 1))
LOG_2, LOG = log(2), log(SIZE)

CONCLUSION = both(
    ETA > 0,
    GAP > 0,
    ETA <= 1 / BOUND,
    eq(k**c * ETA, 1),
    eq(LARGE * (ETA * GAP ** (k - 1)), 1),
    eq(RATIO ** (k - 1) * (5 * GAP / 6) ** (k - 1), GAP ** (k - 1)),
)


def power_is_positive(name: str, base: Term, exponent: Term) -> Step:
    """The step that a power of a positive number is positive."""
    return Step(name, base**exponent > 0, by.elementary("power is positive", base, exponent))


def inverse(name: str, exponent: Term) -> Step:
    """The step that k**x k**(-x) = 1."""
    return Step(
        name,
        eq(k**exponent * k ** (-exponent), 1),
        by.decide(),
    )


LEMMA = Lemma(
    id="shamir2019/theorem-4-constants",
    title="The constants of Theorem 4 as powers of k",
    source=shamir("A.2.3", "Theorem 4"),
    variant="effective",
    statement=statement(
        [k, c, c_1, c_2, c_4],
        {
            "there are two factors": k >= 2,
            "c1 is positive": c_1 > 0,
            "c2 is positive": c_2 > 0,
            "c4 is positive": c_4 > 0,
            "c is large": c >= ENOUGH,
        },
        CONCLUSION,
    ),
    proof=(
        Step("k is positive", k > 0, by.decide()),
        power_is_positive("the step size is positive", k, -c),
        power_is_positive("the gap is positive", k, -c_4),
        Step(
            "the power of k to zero",
            eq(k ** (c + -c), 1),
            by.elementary("power to zero", k, c + -c),
        ),
        Step("c and -c", eq(k ** (c + -c), k**c * ETA), by.elementary("power of sum", k, c, -c)),
        Step("k**c", eq(k**c * ETA, 1), by.decide("the power of k to zero", "c and -c")),
        Step("twice c4", eq(GAP**2, k ** (-c_4 * 2)), by.elementary("power of power", k, -c_4, 2)),
        Step(
            "to zero again",
            eq(k ** (2 * c_4 + -c_4 * 2), 1),
            by.elementary("power to zero", k, 2 * c_4 + -c_4 * 2),
        ),
        Step(
            "2 c4 and -2 c4",
            eq(k ** (2 * c_4 + -c_4 * 2), k ** (2 * c_4) * k ** (-c_4 * 2)),
            by.elementary("power of sum", k, 2 * c_4, -c_4 * 2),
        ),
        Step(
            "the gap squared",
            eq(k ** (2 * c_4) * GAP**2, 1),
            by.decide("to zero again", "2 c4 and -2 c4", "twice c4"),
        ),
        Step(
            "1/gap**2",
            eq((c_1 / GAP) ** 2, c_1**2 * k ** (2 * c_4)),
            by.decide("the gap squared", "the gap is positive"),
        ),
        Step(
            "k times a power",
            eq(k ** (1 + 2 * c_4), k**1 * k ** (2 * c_4)),
            by.elementary("power of sum", k, 1, 2 * c_4),
        ),
        Step(
            "the first part",
            eq(3 * k * (c_1 / GAP) ** 2, 3 * c_1**2 * k ** (1 + 2 * c_4)),
            by.decide("1/gap**2", "k times a power"),
        ),
        Step(
            "k**0",
            eq(k**0, 1),
            by.decide(),
        ),
        Step(
            "a large power",
            k**0 <= k ** (1 + 2 * c_4),
            by.elementary("power in exponent", k, 0, 1 + 2 * c_4),
        ),
        Step(
            "the bound",
            BOUND <= k ** (1 + 2 * c_4) * SIZE,
            by.decide("the first part", "k**0", "a large power"),
        ),
        Step("the size is positive", SIZE > 0, by.decide()),
        Step("log(1) = 0", eq(log(1), 0), by.elementary("log of one")),
        Step("log(2) is larger", log(1) < LOG_2, by.elementary("log is strictly monotone", 1, 2)),
        Step("log(2) is positive", LOG_2 > 0, by.decide("log(1) = 0", "log(2) is larger")),
        Step(
            "the doublings",
            None,
            by.elementary(
                "max bounds", 0, LOG / LOG_2, using=["the size is positive", "log(2) is positive"]
            ),
        ),
        Step("doublings are nonnegative", DOUBLINGS >= 0, by.hypothesis(part("the doublings", 0))),
        Step(
            "enough doublings",
            LOG <= DOUBLINGS * LOG_2,
            by.decide(part("the doublings", 1), "log(2) is positive"),
        ),
        Step(
            "2 to them",
            eq(2**DOUBLINGS, exp(DOUBLINGS * LOG_2)),
            by.elementary("power by exp", 2, DOUBLINGS, using=["doublings are nonnegative"]),
        ),
        Step(
            "exp of both",
            exp(LOG) <= exp(DOUBLINGS * LOG_2),
            by.elementary("exp is monotone", LOG, DOUBLINGS * LOG_2, using=["enough doublings"]),
        ),
        Step(
            "exp of log",
            eq(exp(LOG), SIZE),
            by.elementary("exp of log", SIZE, using=["the size is positive"]),
        ),
        Step(
            "the size in doublings",
            SIZE <= 2**DOUBLINGS,
            by.decide("2 to them", "exp of both", "exp of log"),
        ),
        Step(
            "k is at least 2",
            2**DOUBLINGS <= k**DOUBLINGS,
            by.elementary(
                "power is monotone", 2, k, DOUBLINGS, using=["doublings are nonnegative"]
            ),
        ),
        Step(
            "the size in powers of k",
            SIZE <= k**DOUBLINGS,
            by.decide("the size in doublings", "k is at least 2"),
        ),
        Step(
            "both powers",
            eq(k**ENOUGH, k ** (1 + 2 * c_4) * k**DOUBLINGS),
            by.elementary(
                "power of sum", k, 1 + 2 * c_4, DOUBLINGS, using=["doublings are nonnegative"]
            ),
        ),
        power_is_positive("the power is positive", k, 1 + 2 * c_4),
        Step(
            "the bound in powers of k",
            BOUND <= k**ENOUGH,
            by.decide(
                "the bound", "the size in powers of k", "both powers", "the power is positive"
            ),
        ),
        Step(
            "c is larger",
            k**ENOUGH <= k**c,
            by.elementary(
                "power in exponent", k, ENOUGH, c, using=["c is large", "doublings are nonnegative"]
            ),
        ),
        Step(
            "the bound and k**c",
            BOUND <= k**c,
            by.decide("the bound in powers of k", "c is larger"),
        ),
        Step(
            "1/gap**2 is positive",
            (c_1 / GAP) ** 2 > 0,
            by.decide("the gap is positive"),
        ),
        Step(
            "the bound is positive", BOUND > 0, by.decide("1/gap**2 is positive", "k is positive")
        ),
        Step(
            "the step size times the bound",
            ETA * BOUND <= 1,
            by.decide("the bound and k**c", "k**c", "the step size is positive"),
        ),
        Step(
            "the step size is small",
            ETA <= 1 / BOUND,
            by.decide("the step size times the bound", "the bound is positive"),
        ),
        Step(
            "the power of the gap",
            eq(GAP ** (k - 1), k ** (-c_4 * (k - 1))),
            by.elementary("power of power", k, -c_4, k - 1),
        ),
        Step(
            "to zero once more",
            eq(k ** (c_4 * (k - 1) + -c_4 * (k - 1)), 1),
            by.elementary("power to zero", k, c_4 * (k - 1) + -c_4 * (k - 1)),
        ),
        Step(
            "c4 (k - 1) and its opposite",
            eq(
                k ** (c_4 * (k - 1) + -c_4 * (k - 1)),
                k ** (c_4 * (k - 1)) * k ** (-c_4 * (k - 1)),
            ),
            by.elementary("power of sum", k, c_4 * (k - 1), -c_4 * (k - 1)),
        ),
        Step(
            "the large power",
            eq(LARGE, k**c * k ** (c_4 * (k - 1))),
            by.elementary("power of sum", k, c, c_4 * (k - 1)),
        ),
        Step(
            "the exponential",
            eq(LARGE * (ETA * GAP ** (k - 1)), 1),
            by.decide(
                "the large power",
                "k**c",
                "the power of the gap",
                "to zero once more",
                "c4 (k - 1) and its opposite",
            ),
        ),
        Step(
            "a part of the gap",
            eq((RATIO * (5 * GAP / 6)) ** (k - 1), RATIO ** (k - 1) * (5 * GAP / 6) ** (k - 1)),
            by.elementary(
                "power of product", RATIO, 5 * GAP / 6, k - 1, using=["the gap is positive"]
            ),
        ),
        Step(
            "6/5 of 5/6 of the gap",
            eq(RATIO ** (k - 1) * (5 * GAP / 6) ** (k - 1), GAP ** (k - 1)),
            by.decide("a part of the gap"),
        ),
        Step(
            "conclusion",
            CONCLUSION,
            by.decide(
                "the step size is positive",
                "the gap is positive",
                "the step size is small",
                "k**c",
                "the exponential",
                "6/5 of 5/6 of the gap",
            ),
        ),
    ),
)
