"""Lemma 13', the repaired Lemma 13: convergence also from a coordinate that is 0 or tiny."""

from lemmas.shamir2019._descent import at_time, eta, k, product, t
from lemmas.shamir2019._descent import w as run
from lemmas.shamir2019._lemma_13_prime import (
    DESCENT,
    INDEX,
    LARGEST,
    START,
    Y,
    gamma,
    grown,
    m,
    others_at_least,
    q,
)
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_13_prime_run import LEMMA as RUN
from verifier import (
    Lemma,
    Proposition,
    Step,
    Term,
    TermLike,
    at,
    both,
    by,
    eq,
    forall,
    over,
    part,
    prod,
    rational,
    statement,
    times,
)

ONE = rational("1")
LEAST = gamma ** (k - 1)
RATE = 1 - eta * gamma ** (2 * (k - 1))
P, P_NEXT, Q = product(at_time(t)), product(at_time(t + 1)), product(at_time(t), m)


def gap(t: TermLike) -> Term:
    """How far the product is from the target at a time."""
    return Y - product(at_time(t))


def loss(t: TermLike) -> Term:
    """F(w(t))."""
    return (product(at_time(t)) - Y) ** 2 / 2


def no_overshoot(t: TermLike) -> Proposition:
    """That the product grows in the step from w(t), and not beyond the target."""
    now, later = product(at_time(t)), product(at_time(t + 1))
    return both(now >= 0, now <= later, later <= Y)


def contraction(t: TermLike) -> Proposition:
    """By what factor the step from w(t) shrinks the gap."""
    return both(
        gap(t + 1) <= (1 - eta * product(at_time(t), m) ** 2) * gap(t),
        gap(t + 1) <= RATE * gap(t),
    )


def near(t: TermLike) -> Proposition:
    """What follows for the gap at a time."""
    return gap(t) <= RATE ** (t - 1) * Y


def claim(t: TermLike) -> Proposition:
    """What the lemma says of a time."""
    x = at_time(t)
    return both(
        grown(x, at_time(t + 1)),
        no_overshoot(t),
        product(x, m) <= LARGEST,
        contraction(t),
        loss(t) <= Y**2 / 2 * RATE ** (2 * (t - 1)),
        both(x(m) >= 0, others_at_least(gamma, x)),
    )


LEMMA = Lemma(
    id="shamir2019/lemma-13-prime",
    title="Convergence without a lower bound on one coordinate (Lemma 13')",
    source=shamir("A.2.1", "Lemma 13"),
    variant="repaired",
    changes=(
        "one coordinate w_m (in the paper the smallest; here any one) need not be at least delta: "
        "it is nonnegative, and may be 0",
        "the step size is at most 1/(2 k (Y/gamma)**2 + 4 q**2), in place of delta**2/(2 k Y**2), "
        "for a bound q > 0 on the product of the other coordinates at the start",
        "P(1) = Y is allowed; P(1) >= 0, which follows, and delta, with gamma >= delta, are gone",
        "k = 1 is allowed",
        "the conclusion is that each step shrinks Y - P by a factor and never passes the target, "
        "in place of the time of convergence, which is in theorem-4-convergence-product",
    ),
    statement=statement(
        [k, m, Y, gamma, q, eta, over(run, k)],
        {**INDEX, **START, **DESCENT},
        forall(times(1), claim),
    ),
    proof=(
        Step("the run", RUN.statement.conclusion, by.lemma(RUN)),
        Step("the power is positive", LEAST > 0, by.elementary("power is positive", gamma, k - 1)),
        Step(
            "the power squared",
            eq(LEAST**2, gamma ** (2 * (k - 1))),
            by.elementary("power of power", gamma, k - 1, 2),
        ),
        Step(
            "k - 1 equal factors",
            eq(prod(k, lambda i: gamma, omit=[m]), LEAST),
            by.constant(prod(k, lambda i: gamma, omit=[m])),
        ),
        Step(
            "Q_m is at least the power",
            forall(times(1), lambda t: product(at_time(t), m) >= LEAST),
            by.fix(
                t,
                Step(
                    "the others are at least gamma",
                    others_at_least(gamma, at_time(t)),
                    by.hypothesis(part(at("the run", t), 1)),
                ),
                Step(
                    "factor by factor",
                    prod(k, lambda i: gamma, omit=[m]) <= Q,
                    by.termwise("the others are at least gamma"),
                ),
                Step("Q_m", Q >= LEAST, by.decide("factor by factor", "k - 1 equal factors")),
            ),
        ),
        Step(
            "one step",
            forall(times(1), lambda t: both(no_overshoot(t), contraction(t))),
            by.fix(
                t,
                Step("the run at t", None, by.hypothesis(at("the run", t))),
                Step("w_m is nonnegative", run[m, t] >= 0, by.hypothesis(part("the run at t", 0))),
                Step("P is at most Y", P <= Y, by.hypothesis(part("the run at t", 2))),
                Step("the approach", None, by.hypothesis(part("the run at t", 5))),
                Step(
                    "P at t + 1 is at most Y", P_NEXT <= Y, by.hypothesis(part("the approach", 0))
                ),
                Step(
                    "the gap shrinks",
                    gap(t + 1) <= (1 - eta * Q**2) * gap(t),
                    by.hypothesis(part("the approach", 1)),
                ),
                Step("Q_m", Q >= LEAST, by.hypothesis(at("Q_m is at least the power", t))),
                Step("P = w_m Q_m", eq(P, run[m, t] * Q), by.split_off(P, m)),
                Step(
                    "P is nonnegative",
                    P >= 0,
                    by.decide("P = w_m Q_m", "w_m is nonnegative", "Q_m", "the power is positive"),
                ),
                Step(
                    "Q_m squared",
                    Q**2 >= gamma ** (2 * (k - 1)),
                    by.decide("Q_m", "the power is positive", "the power squared"),
                ),
                Step("eta times the gap", eta * gap(t) >= 0, by.decide("P is at most Y")),
                Step(
                    "what the gap loses", eta * gap(t) * Q**2 >= 0, by.decide("eta times the gap")
                ),
                Step(
                    "P grows",
                    P <= P_NEXT,
                    by.decide("the gap shrinks", "what the gap loses"),
                ),
                Step(
                    "with the power",
                    eta * gap(t) * gamma ** (2 * (k - 1)) <= eta * gap(t) * Q**2,
                    by.decide("eta times the gap", "Q_m squared"),
                ),
                Step(
                    "the gap shrinks at least so much",
                    gap(t + 1) <= RATE * gap(t),
                    by.decide("the gap shrinks", "with the power"),
                ),
                Step(
                    "both",
                    both(no_overshoot(t), contraction(t)),
                    by.decide(
                        "P is nonnegative",
                        "P grows",
                        "P at t + 1 is at most Y",
                        "the gap shrinks",
                        "the gap shrinks at least so much",
                    ),
                ),
            ),
        ),
        Step("k (Y/gamma)**2 is nonnegative", k * (Y / gamma) ** 2 >= 0, by.decide()),
        Step("q**2 is positive", q**2 > 0, by.decide()),
        Step(
            "the step size, multiplied out",
            eta * (2 * (k * (Y / gamma) ** 2) + 4 * q**2) <= 1,
            by.decide("k (Y/gamma)**2 is nonnegative", "q**2 is positive"),
        ),
        Step(
            "a part of it",
            eta * (k * (Y / gamma) ** 2) >= 0,
            by.decide("k (Y/gamma)**2 is nonnegative"),
        ),
        Step(
            "eta q**2",
            4 * (eta * q**2) <= 1,
            by.decide("the step size, multiplied out", "a part of it"),
        ),
        Step("Q_m at the start", None, by.hypothesis(at("Q_m is at least the power", 1))),
        Step("the power is at most q", LEAST <= q, by.decide("Q_m at the start")),
        Step(
            "the squares",
            gamma ** (2 * (k - 1)) <= q**2,
            by.decide("the power squared", "the power is at most q", "the power is positive"),
        ),
        Step(
            "eta times the power squared",
            eta * gamma ** (2 * (k - 1)) <= eta * q**2,
            by.decide("the squares"),
        ),
        Step(
            "the factor is positive", RATE > 0, by.decide("eta times the power squared", "eta q**2")
        ),
        Step(
            "the gap at all times",
            forall(times(1), near),
            by.induction(
                t,
                base=[
                    Step(
                        "no factor yet",
                        eq(RATE ** (ONE - 1), 1),
                        by.elementary(
                            "power to zero", RATE, ONE - 1, using=["the factor is positive"]
                        ),
                    ),
                    Step(
                        "P is nonnegative at the start",
                        None,
                        by.hypothesis(part(at("one step", 1), 0)),
                    ),
                    Step(
                        "at the start",
                        near(ONE),
                        by.decide("no factor yet", "P is nonnegative at the start"),
                    ),
                ],
                step=[
                    Step(
                        "one more factor",
                        eq(RATE ** (t + 1 - 1), RATE ** (t - 1) * RATE),
                        by.elementary(
                            "power of sum", RATE, t - 1, 1, using=["the factor is positive"]
                        ),
                    ),
                    Step("the step", None, by.hypothesis(part(at("one step", t), 1))),
                    Step(
                        "the gap before, times the factor",
                        RATE * gap(t) <= RATE * (RATE ** (t - 1) * Y),
                        by.decide("induction", "the factor is positive"),
                    ),
                    Step(
                        "at t + 1",
                        near(t + 1),
                        by.decide(
                            part("the step", 1),
                            "the gap before, times the factor",
                            "one more factor",
                        ),
                    ),
                ],
            ),
        ),
        Step(
            "conclusion",
            forall(times(1), claim),
            by.fix(
                t,
                Step("the run at t", None, by.hypothesis(at("the run", t))),
                Step("the step", None, by.hypothesis(at("one step", t))),
                Step("the gap", near(t), by.hypothesis(at("the gap at all times", t))),
                Step(
                    "the factors squared",
                    eq((RATE ** (t - 1)) ** 2, RATE ** (2 * (t - 1))),
                    by.elementary(
                        "power of power", RATE, t - 1, 2, using=["the factor is positive"]
                    ),
                ),
                Step("the gap is nonnegative", gap(t) >= 0, by.decide(part("the run at t", 2))),
                Step(
                    "the gap squared",
                    gap(t) ** 2 <= (RATE ** (t - 1) * Y) ** 2,
                    by.decide("the gap", "the gap is nonnegative"),
                ),
                Step(
                    "the loss",
                    loss(t) <= Y**2 / 2 * RATE ** (2 * (t - 1)),
                    by.decide("the gap squared", "the factors squared"),
                ),
                Step(
                    "all of it",
                    claim(t),
                    by.decide("the run at t", "the step", "the loss"),
                ),
            ),
        ),
    ),
)
