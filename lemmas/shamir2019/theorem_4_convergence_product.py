"""Theorem 4, part: the time in which gradient descent converges under the conditions of Lemma 13'.

The time is a product of an exponential in k and log(1/eps).
"""

from lemmas.shamir2019._descent import at_time, eta, k, product, t
from lemmas.shamir2019._descent import w as run
from lemmas.shamir2019._lemma_13_prime import DESCENT, INDEX, START, Y, gamma, m, q
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_13_exponential import LEMMA as EXPONENTIAL
from lemmas.shamir2019.lemma_13_exponential import x as exponent
from lemmas.shamir2019.lemma_13_prime import LEMMA as LEMMA_13_PRIME
from lemmas.shamir2019.theorem_4_convergence_time import LEMMA as TIME
from lemmas.shamir2019.theorem_4_convergence_time import eps, rate, size, time
from lemmas.shamir2019.theorem_4_convergence_time import gap as reached_gap
from verifier import (
    Lemma,
    Proposition,
    Step,
    Term,
    TermLike,
    at,
    by,
    eq,
    exp,
    forall,
    implies,
    log,
    maximum,
    over,
    part,
    rational,
    statement,
    times,
)

RATE = eta * gamma ** (2 * (k - 1))
RATIO = Y**2 / (2 * eps)
LONG = maximum(0, log(RATIO)) / (2 * RATE)
ONE = rational("1")


def gap(t: TermLike) -> Term:
    """How far the product is below the target."""
    return Y - product(at_time(t))


def elapsed(t: TermLike) -> Term:
    """The rate times the steps so far, negative."""
    return -(RATE * (t - ONE))


def near(t: TermLike) -> Proposition:
    """That the gap has shrunk by the factor exp(-RATE) in each step."""
    return gap(t) <= Y * exp(elapsed(t))


def reached(t: Term) -> Proposition:
    """That the loss is at most eps after enough steps."""
    return implies(t >= 1 + LONG, (product(at_time(t)) - Y) ** 2 / 2 <= eps)


LEMMA = Lemma(
    id="shamir2019/theorem-4-convergence-product",
    title="Time of convergence when the product starts below the target",
    source=shamir("A.2.3", "Theorem 4"),
    variant="effective",
    statement=statement(
        [k, m, Y, gamma, q, eta, eps, over(run, k)],
        {**INDEX, **START, **DESCENT, "eps is positive": eps > 0},
        forall(times(1), reached),
    ),
    note="Lemma 13 in the form of Lemma 13'.",
    proof=(
        Step("Lemma 13'", LEMMA_13_PRIME.statement.conclusion, by.lemma(LEMMA_13_PRIME)),
        Step(
            "the power is positive",
            gamma ** (2 * (k - 1)) > 0,
            by.elementary("power is positive", gamma, 2 * (k - 1)),
        ),
        Step("the rate is positive", RATE > 0, by.decide("the power is positive")),
        Step("1 - x <= exp(-x)", 1 - RATE <= exp(-RATE), by.lemma(EXPONENTIAL, {exponent: RATE})),
        Step(
            "the product is at most the target",
            forall(times(1), lambda t: gap(t) >= 0),
            by.fix(
                t,
                Step("at t", None, by.hypothesis(part(at("Lemma 13'", t), 1))),
                Step("the gap at t", gap(t) >= 0, by.decide(part("at t", 1), part("at t", 2))),
            ),
        ),
        Step("exp(0) = 1", eq(exp(0), 1), by.elementary("exp of zero")),
        Step(
            "the gap shrinks",
            forall(times(1), near),
            by.induction(
                t,
                base=[
                    Step("no step yet", eq(exp(elapsed(ONE)), exp(0)), by.congruence("exp")),
                    Step(
                        "P(1) is nonnegative",
                        product(at_time(ONE)) >= 0,
                        by.hypothesis(part(part(at("Lemma 13'", ONE), 1), 0)),
                    ),
                    Step(
                        "at the start",
                        near(ONE),
                        by.decide("no step yet", "exp(0) = 1", "P(1) is nonnegative"),
                    ),
                ],
                step=[
                    Step(
                        "the gap at t",
                        gap(t) >= 0,
                        by.hypothesis(at("the product is at most the target", t)),
                    ),
                    Step(
                        "one step",
                        gap(t + 1) <= (1 - RATE) * gap(t),
                        by.hypothesis(part(part(at("Lemma 13'", t), 3), 1)),
                    ),
                    Step(
                        "one factor",
                        gap(t + 1) <= exp(-RATE) * gap(t),
                        by.decide("one step", "1 - x <= exp(-x)", "the gap at t"),
                    ),
                    Step(
                        "exp(-x) is positive",
                        exp(-RATE) > 0,
                        by.elementary("exp is positive", -RATE),
                    ),
                    Step(
                        "the exponents",
                        eq(exp(elapsed(t + 1)), exp(elapsed(t) + -RATE)),
                        by.congruence("exp"),
                    ),
                    Step(
                        "t steps and one more",
                        eq(exp(elapsed(t) + -RATE), exp(elapsed(t)) * exp(-RATE)),
                        by.elementary("exp of sum", elapsed(t), -RATE),
                    ),
                    Step(
                        "at t + 1",
                        near(t + 1),
                        by.decide(
                            "one factor",
                            "induction",
                            "exp(-x) is positive",
                            "the exponents",
                            "t steps and one more",
                        ),
                    ),
                ],
            ),
        ),
        Step("the ratio", RATIO > 0, by.decide()),
        Step(
            "convergence",
            forall(times(1), reached),
            by.fix(
                t,
                Step(
                    "at t",
                    reached(t),
                    by.suppose(
                        "t is large",
                        Step(
                            "the gap at t",
                            gap(t) >= 0,
                            by.hypothesis(at("the product is at most the target", t)),
                        ),
                        Step("the gap is small", near(t), by.hypothesis(at("the gap shrinks", t))),
                        Step(
                            "the steps",
                            t - ONE >= LONG,
                            by.decide("t is large", "the rate is positive", "the ratio"),
                        ),
                        Step(
                            "eps is reached",
                            gap(t) ** 2 / 2 <= eps,
                            by.lemma(
                                TIME,
                                {reached_gap: gap(t), size: Y, rate: RATE, time: t - ONE},
                                "the rate is positive",
                                "the gap at t",
                                "the gap is small",
                                "the steps",
                            ),
                        ),
                        Step(
                            "the loss",
                            (product(at_time(t)) - Y) ** 2 / 2 <= eps,
                            by.decide("eps is reached"),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
