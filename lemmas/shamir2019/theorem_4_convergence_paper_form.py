"""Theorem 4 with the bound in the paper's form, an exponential times max(1, log(1/eps))."""

from lemmas.shamir2019._descent import k, t
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_4 import eps
from lemmas.shamir2019.theorem_4_convergence import LEMMA as THEOREM_4
from lemmas.shamir2019.theorem_4_convergence import LOGARITHM, STATEMENT, TIME, loss
from lemmas.shamir2019.theorem_4_convergence_constants import (
    DOUBLINGS,
    LARGE,
    LOG,
    LOG_2,
    SIZE,
    c,
    c_1,
    c_2,
    c_4,
)
from verifier import (
    Lemma,
    Proposition,
    Step,
    Term,
    at,
    by,
    eq,
    forall,
    implies,
    log,
    maximum,
    part,
    rational,
    statement,
    times,
)

EXPONENT = (1 + c + c_4) * k
EXPONENTIAL = k**EXPONENT
SHARE, INVERSE = c_1**2 / 8, 1 / eps
OF_C1 = maximum(0, log(SHARE))
MORE = maximum(1, log(INVERSE))
BY_C1, BY_INVERSE = maximum(1, c_1), maximum(1, 1 / c_1**2)
FACTOR = 3 + c_2 / c_1 + 2 * BY_C1 / c_1 + 2 * BY_INVERSE * (1 + OF_C1)
BOUND = FACTOR * EXPONENTIAL * MORE
RATIO = c_1**2 / (8 * eps)
SIX_FIFTHS = rational("6/5") ** (k - 1)


def reached(t: Term) -> Proposition:
    """The claim about a time."""
    return implies(t >= BOUND, loss(t) <= eps)


CONCLUSION = forall(times(1), reached)

LOGARITHMS = (
    Step("the share is positive", SHARE > 0, by.decide()),
    Step("1/eps is positive", INVERSE > 0, by.decide()),
    Step("the ratio is positive", RATIO > 0, by.decide()),
    Step(
        "the ratio as a product",
        eq(log(RATIO), log(SHARE * INVERSE)),
        by.congruence("log", "the ratio is positive"),
    ),
    Step(
        "its log",
        eq(log(SHARE * INVERSE), log(SHARE) + log(INVERSE)),
        by.elementary(
            "log of product", SHARE, INVERSE, using=["the share is positive", "1/eps is positive"]
        ),
    ),
    Step(
        "0 and log(c1**2/8)",
        None,
        by.elementary("max bounds", 0, log(SHARE), using=["the share is positive"]),
    ),
    Step(
        "1 and log(1/eps)",
        None,
        by.elementary("max bounds", 1, log(INVERSE), using=["1/eps is positive"]),
    ),
    Step(
        "0 or the log",
        None,
        by.elementary("max attained", 0, log(RATIO), using=["the ratio is positive"]),
    ),
    Step(
        "the product of both",
        OF_C1 * MORE >= OF_C1,
        by.decide(part("0 and log(c1**2/8)", 0), part("1 and log(1/eps)", 0)),
    ),
    Step(
        "the logarithm",
        LOGARITHM <= (1 + OF_C1) * MORE,
        by.cases(
            "0 or the log",
            {
                "it is 0": [
                    Step(
                        "of 0",
                        LOGARITHM <= (1 + OF_C1) * MORE,
                        by.decide(
                            "it is 0",
                            "the product of both",
                            part("0 and log(c1**2/8)", 0),
                            part("1 and log(1/eps)", 0),
                        ),
                    )
                ],
                "it is the log": [
                    Step(
                        "of the log",
                        LOGARITHM <= (1 + OF_C1) * MORE,
                        by.decide(
                            "it is the log",
                            "the ratio as a product",
                            "its log",
                            "the product of both",
                            part("0 and log(c1**2/8)", 1),
                            part("1 and log(1/eps)", 1),
                        ),
                    )
                ],
            },
        ),
    ),
)

POWERS = (
    Step("the size is positive", SIZE > 0, by.decide()),
    Step("log(1) = 0", eq(log(1), 0), by.elementary("log of one")),
    Step("log(2) is larger", log(1) < LOG_2, by.elementary("log is strictly monotone", 1, 2)),
    Step("log(2) is positive", LOG_2 > 0, by.decide("log(1) = 0", "log(2) is larger")),
    Step(
        "0 and the doublings",
        None,
        by.elementary(
            "max bounds",
            0,
            LOG / LOG_2,
            using=["the size is positive", "log(2) is positive"],
        ),
    ),
    Step("the doublings", DOUBLINGS >= 0, by.hypothesis(part("0 and the doublings", 0))),
    Step("c is positive", c >= 1, by.decide("the doublings", "c is large", "c4 is positive")),
    Step("k is at least 1", k >= 1, by.decide()),
    Step("k - 1", k - 1 >= 0, by.decide()),
    Step("c k", c * k >= c, by.decide("c is positive", "k is at least 1")),
    Step("c4 k", c_4 * k >= 0, by.decide("c4 is positive", "k is at least 1")),
    Step(
        "the exponent is nonnegative",
        0 <= EXPONENT,
        by.decide("c k", "c4 k", "c is positive", "k is at least 1"),
    ),
    Step("k**0", eq(k**0, 1), by.decide()),
    Step(
        "k**0 is smaller",
        k**0 <= EXPONENTIAL,
        by.elementary(
            "power in exponent",
            k,
            0,
            EXPONENT,
            using=["k is at least 1", "the exponent is nonnegative"],
        ),
    ),
    Step("the exponential is at least 1", EXPONENTIAL >= 1, by.decide("k**0", "k**0 is smaller")),
    Step("c is smaller", c <= EXPONENT, by.decide("c k", "c4 k", "k is at least 1")),
    Step(
        "k**c",
        k**c <= EXPONENTIAL,
        by.elementary(
            "power in exponent", k, c, EXPONENT, using=["k is at least 1", "c is smaller"]
        ),
    ),
    Step(
        "the exponent is smaller",
        c + c_4 * (k - 1) <= EXPONENT,
        by.decide("c k", "c4 k", "c4 is positive", "k is at least 1"),
    ),
    Step(
        "the large power",
        LARGE <= EXPONENTIAL,
        by.elementary(
            "power in exponent",
            k,
            c + c_4 * (k - 1),
            EXPONENT,
            using=["k is at least 1", "the exponent is smaller"],
        ),
    ),
    Step(
        "the large power is positive",
        LARGE > 0,
        by.elementary("power is positive", k, c + c_4 * (k - 1)),
    ),
    Step(
        "6/5 is at most k",
        SIX_FIFTHS <= k ** (k - 1),
        by.elementary("power is monotone", rational("6/5"), k, k - 1, using=["k - 1"]),
    ),
    Step(
        "both powers",
        eq(k ** (k - 1 + (c + c_4 * (k - 1))), k ** (k - 1) * LARGE),
        by.elementary("power of sum", k, k - 1, c + c_4 * (k - 1)),
    ),
    Step(
        "their exponents",
        k - 1 + (c + c_4 * (k - 1)) <= EXPONENT,
        by.decide("c k", "c4 is positive"),
    ),
    Step(
        "both are at most",
        k ** (k - 1 + (c + c_4 * (k - 1))) <= EXPONENTIAL,
        by.elementary(
            "power in exponent",
            k,
            k - 1 + (c + c_4 * (k - 1)),
            EXPONENT,
            using=["k is at least 1", "their exponents"],
        ),
    ),
    Step(
        "the power of 6/5",
        SIX_FIFTHS * LARGE <= EXPONENTIAL,
        by.decide(
            "6/5 is at most k", "both powers", "both are at most", "the large power is positive"
        ),
    ),
)

TIMES_MORE = (
    Step("more is at least 1", MORE >= 1, by.hypothesis(part("1 and log(1/eps)", 0))),
    Step(
        "the exponential times more",
        EXPONENTIAL * MORE >= EXPONENTIAL,
        by.decide("more is at least 1", "the exponential is at least 1"),
    ),
    Step("1 and c1", None, by.elementary("max bounds", 1, c_1)),
    Step("1 and 1/c1**2", None, by.elementary("max bounds", 1, 1 / c_1**2)),
    Step("c2/c1 is positive", c_2 / c_1 > 0, by.decide()),
    Step("max(1, c1)/c1 is positive", BY_C1 / c_1 > 0, by.decide(part("1 and c1", 0))),
    Step(
        "the first part",
        c_2 / c_1 * LARGE <= c_2 / c_1 * (EXPONENTIAL * MORE),
        by.decide("the large power", "the exponential times more", "c2/c1 is positive"),
    ),
    Step(
        "the second part",
        2 * BY_C1 / c_1 * (SIX_FIFTHS * LARGE) <= 2 * BY_C1 / c_1 * (EXPONENTIAL * MORE),
        by.decide("the power of 6/5", "the exponential times more", "max(1, c1)/c1 is positive"),
    ),
    Step("k**c is positive", k**c > 0, by.elementary("power is positive", k, c)),
    Step(
        "the right side is nonnegative",
        (1 + OF_C1) * MORE >= 0,
        by.decide(part("0 and log(c1**2/8)", 0), "more is at least 1"),
    ),
    Step(
        "k**c times the logarithm",
        k**c * LOGARITHM <= EXPONENTIAL * ((1 + OF_C1) * MORE),
        by.decide("k**c", "k**c is positive", "the logarithm", "the right side is nonnegative"),
    ),
    Step(
        "the third part",
        2 * BY_INVERSE * (k**c * LOGARITHM)
        <= 2 * BY_INVERSE * (EXPONENTIAL * ((1 + OF_C1) * MORE)),
        by.decide("k**c times the logarithm", part("1 and 1/c1**2", 0)),
    ),
    Step(
        "the whole time",
        TIME <= BOUND,
        by.decide(
            "the first part",
            "the second part",
            "the third part",
            "the exponential times more",
            "the exponential is at least 1",
        ),
    ),
)

LEMMA = Lemma(
    id="shamir2019/theorem-4-paper-form",
    title="The number of iterations in the paper's form",
    source=shamir("3.3", "Theorem 4"),
    variant="effective",
    statement=statement(
        STATEMENT.variables,
        {hypothesis.name: hypothesis.proposition for hypothesis in STATEMENT.hypotheses},
        CONCLUSION,
    ),
    changes=(
        *THEOREM_4.changes[:4],
        "exp(O(k log k)) is (3 + (c2 + 2 max(1, c1))/c1 + 2 max(1, 1/c1**2) "
        "(1 + log(c1**2/8)_+)) k**((1 + c + c4) k)",
        "the loss is at most eps at all later times, too",
    ),
    note="This bound is larger than the sum of Theorem 4, from which it follows.",
    proof=(
        Step("Theorem 4", THEOREM_4.statement.conclusion, by.lemma(THEOREM_4)),
        *LOGARITHMS,
        *POWERS,
        *TIMES_MORE,
        Step(
            "convergence",
            CONCLUSION,
            by.fix(
                t,
                Step(
                    "at t",
                    reached(t),
                    by.suppose(
                        "t is large",
                        Step(
                            "t is large enough",
                            t >= TIME,
                            by.decide("t is large", "the whole time"),
                        ),
                        Step(
                            "the loss at t",
                            loss(t) <= eps,
                            by.hypothesis(at("Theorem 4", t, using=["t is large enough"])),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
