"""Theorem 4, part: how long exponential convergence takes to reach the accuracy eps."""

from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Step,
    by,
    eq,
    exp,
    log,
    maximum,
    part,
    real,
    statement,
)

gap, size, rate, time, eps = real("gap"), real("size"), real("rate"), real("time"), real("eps")

RATIO = size**2 / (2 * eps)
LOG = maximum(0, log(RATIO))
X = rate * time

LEMMA = Lemma(
    id="shamir2019/theorem-4-time",
    title="How long exponential convergence takes",
    source=shamir("A.2.3", "Theorem 4"),
    variant="effective",
    statement=statement(
        [gap, size, rate, time, eps],
        {
            "the size is positive": size > 0,
            "the rate is positive": rate > 0,
            "eps is positive": eps > 0,
            "the gap is nonnegative": gap >= 0,
            "the gap shrinks": gap <= size * exp(-(rate * time)),
            "there is enough time": time >= LOG / (2 * rate),
        },
        gap**2 / 2 <= eps,
    ),
    proof=(
        Step("the ratio is positive", RATIO > 0, by.decide()),
        Step(
            "the larger of both",
            None,
            by.elementary("max bounds", 0, log(RATIO), using=["the ratio is positive"]),
        ),
        Step(
            "the time times the rate",
            log(RATIO) <= 2 * X,
            by.decide(
                "the rate is positive", "there is enough time", part("the larger of both", 1)
            ),
        ),
        Step(
            "exp of it",
            exp(log(RATIO)) <= exp(2 * X),
            by.elementary(
                "exp is monotone",
                log(RATIO),
                2 * X,
                using=["the time times the rate", "the ratio is positive"],
            ),
        ),
        Step(
            "exp of log",
            eq(exp(log(RATIO)), RATIO),
            by.elementary("exp of log", RATIO, using=["the ratio is positive"]),
        ),
        Step("twice", eq(exp(X + X), exp(X) * exp(X)), by.elementary("exp of sum", X, X)),
        Step("2 X", eq(exp(2 * X), exp(X + X)), by.congruence("exp")),
        Step(
            "exp(X) squared",
            RATIO <= exp(X) ** 2,
            by.decide("exp of it", "exp of log", "2 X", "twice"),
        ),
        Step(
            "opposite exponents",
            eq(exp(X + -X), exp(X) * exp(-X)),
            by.elementary("exp of sum", X, -X),
        ),
        Step("exp(0) = 1", eq(exp(0), 1), by.elementary("exp of zero")),
        Step("they cancel", eq(exp(X + -X), exp(0)), by.congruence("exp")),
        Step(
            "inverse",
            eq(exp(X) * exp(-X), 1),
            by.decide("opposite exponents", "exp(0) = 1", "they cancel"),
        ),
        Step("exp(-X) is positive", exp(-X) > 0, by.elementary("exp is positive", -X)),
        Step("exp(X) is positive", exp(X) > 0, by.elementary("exp is positive", X)),
        Step(
            "the gap times exp(X)",
            gap * exp(X) <= size,
            by.decide("the gap shrinks", "exp(X) is positive", "inverse"),
        ),
        Step(
            "its square",
            gap**2 * exp(X) ** 2 <= size**2,
            by.decide(
                "the gap times exp(X)",
                "the gap is nonnegative",
                "exp(X) is positive",
                "the size is positive",
            ),
        ),
        Step(
            "the ratio times eps",
            size**2 <= 2 * eps * exp(X) ** 2,
            by.decide("exp(X) squared", "eps is positive"),
        ),
        Step("exp(X) squared is positive", exp(X) ** 2 > 0, by.decide("exp(X) is positive")),
        Step(
            "together",
            gap**2 * exp(X) ** 2 <= 2 * eps * exp(X) ** 2,
            by.decide("its square", "the ratio times eps"),
        ),
        Step(
            "conclusion",
            gap**2 / 2 <= eps,
            by.decide("together", "exp(X) squared is positive"),
        ),
    ),
)
