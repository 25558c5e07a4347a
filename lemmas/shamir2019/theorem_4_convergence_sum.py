"""Theorem 4, part: the time in which gradient descent converges under the conditions of Lemma 13',
from a point whose coordinate m is the smallest.

The time is a sum of an exponential in k and a multiple of log(1/eps): w_m grows until the product
is half of the target, and from then on the product of the other coordinates is not small any more.
"""

from lemmas.shamir2019._descent import at_time, eta, k, product, t
from lemmas.shamir2019._descent import w as run
from lemmas.shamir2019._lemma_13_prime import DESCENT, INDEX, START, Y, gamma, m, q
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_13_exponential import LEMMA as EXPONENTIAL
from lemmas.shamir2019.lemma_13_exponential import x as exponent
from lemmas.shamir2019.lemma_13_prime import LEMMA as LEMMA_13_PRIME
from lemmas.shamir2019.lemma_13_prime_order import LEMMA as ORDER
from lemmas.shamir2019.lemma_13_prime_order import least
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
    both,
    by,
    either,
    eq,
    exp,
    false,
    forall,
    implies,
    indices,
    log,
    maximum,
    natural,
    over,
    part,
    prod,
    rational,
    statement,
    times,
)

j = natural("j")
ONE = rational("1")
TOP, INVERSE = maximum(1, Y), maximum(1, 1 / Y**2)
POWER = gamma ** (k - 1)
RISE = eta * Y * POWER / 2
HALFWAY = 2 * TOP / (eta * Y * POWER)
RATE = eta / (4 * INVERSE)
RATIO = Y**2 / (8 * eps)
LONG = 2 * INVERSE * maximum(0, log(RATIO)) / eta
P, Q, P_NEXT, Q_NEXT = (
    product(at_time(t)),
    product(at_time(t), m),
    product(at_time(t + 1)),
    product(at_time(t + 1), m),
)
GAMMAS = prod(k, lambda i: gamma, omit=[m])


def gap(t: TermLike) -> Term:
    """How far the product is below the target."""
    return Y - product(at_time(t))


def below_half(t: TermLike) -> Proposition:
    """That the product is not yet half of the target."""
    return product(at_time(t)) < Y / 2


def risen(t: TermLike) -> Proposition:
    """How far w_m has risen while the product is not yet half of the target."""
    return implies(below_half(t), run[m, t] >= (t - ONE) * RISE)


def soon(t: TermLike) -> Proposition:
    """That the product is half of the target after HALFWAY steps."""
    return implies(below_half(t), t - ONE <= HALFWAY)


def elapsed(t: TermLike) -> Term:
    """The rate times the steps beyond HALFWAY, negative."""
    return -(RATE * (t - 2 - HALFWAY))


def near(t: TermLike) -> Proposition:
    """That the gap shrinks by the factor exp(-RATE) in each step beyond HALFWAY."""
    return implies(product(at_time(t)) >= Y / 2, gap(t) <= Y / 2 * exp(elapsed(t)))


def reached(t: Term) -> Proposition:
    """That the loss is at most eps after enough steps."""
    return implies(t >= 2 + HALFWAY + LONG, (product(at_time(t)) - Y) ** 2 / 2 <= eps)


def run_at(t: TermLike) -> Proposition:
    """What Lemma 13' says of a time, in the form used here."""
    now, later = at_time(t), at_time(t + 1)
    return both(
        product(now) >= 0,
        product(now) <= product(later),
        product(now) <= Y,
        gap(t + 1) <= (1 - eta * product(now, m) ** 2) * gap(t),
        product(now, m) >= POWER,
        run[m, t] >= 0,
        run[m, t] <= TOP,
    )


def early(t: TermLike, name: str) -> Step:
    """The step that exp(elapsed) is at least 1 before HALFWAY + 2."""
    return Step(
        name,
        exp(0) <= exp(elapsed(t)),
        by.elementary("exp is monotone", 0, elapsed(t), using=["the exponent is nonnegative"]),
    )


TOP_SQUARED = Step(
    "max(1, Y)**2 is at most Y**2 max(1, 1/Y**2)",
    TOP**2 <= Y**2 * INVERSE,
    by.cases(
        "the larger",
        {
            "the larger is 1": [
                Step(
                    "of 1",
                    TOP**2 <= Y**2 * INVERSE,
                    by.decide("the larger is 1", part("1 and 1/Y**2", 1), "Y**2 is positive"),
                )
            ],
            "the larger is Y": [
                Step(
                    "of Y",
                    TOP**2 <= Y**2 * INVERSE,
                    by.decide("the larger is Y", part("1 and 1/Y**2", 0), "Y**2 is positive"),
                )
            ],
        },
    ),
)

SMALLEST = (
    Step("the order at t", None, by.hypothesis(at("the order", t))),
    Step(
        "w_m is bounded",
        run[m, t] <= TOP,
        by.cases(
            either(run[m, t] <= 1, run[m, t] >= 1),
            {
                "w_m is at most 1": [
                    Step(
                        "by 1",
                        run[m, t] <= TOP,
                        by.decide("w_m is at most 1", part("not smaller", 0)),
                    )
                ],
                "w_m is at least 1": [
                    Step(
                        "powers of w_m",
                        run[m, t] ** 1 <= run[m, t] ** k,
                        by.elementary(
                            "power in exponent", run[m, t], 1, k, using=["w_m is at least 1"]
                        ),
                    ),
                    Step(
                        "by Y",
                        run[m, t] <= TOP,
                        by.decide(
                            "powers of w_m",
                            part("the order at t", 1),
                            part("the order at t", 2),
                            part("not smaller", 1),
                        ),
                    ),
                ],
            },
        ),
    ),
)

LEMMA = Lemma(
    id="shamir2019/theorem-4-convergence-sum",
    title="Time of convergence when the product starts below the target, as a sum",
    source=shamir("A.2.3", "Theorem 4"),
    variant="strengthened",
    changes=(
        "the time to come half of the way and log(1/eps) are added, not multiplied as in Lemma 13",
        "the hypotheses are those of Lemma 13', under which w_m may be 0",
    ),
    statement=statement(
        [k, m, Y, gamma, q, eta, eps, over(run, k)],
        {
            **INDEX,
            "w_m is the least at the start": least(1),
            **START,
            **DESCENT,
            "eps is positive": eps > 0,
        },
        forall(times(1), reached),
    ),
    proof=(
        Step("Lemma 13'", LEMMA_13_PRIME.statement.conclusion, by.lemma(LEMMA_13_PRIME)),
        Step("the order", ORDER.statement.conclusion, by.lemma(ORDER)),
        Step("not smaller", None, by.elementary("max bounds", 1, Y)),
        Step("the larger", None, by.elementary("max attained", 1, Y)),
        Step("Y**2 is positive", Y**2 > 0, by.decide()),
        Step("1 and 1/Y**2", None, by.elementary("max bounds", 1, 1 / Y**2)),
        TOP_SQUARED,
        Step("max(1, Y) is positive", TOP > 0, by.decide("not smaller")),
        Step("max(1, 1/Y**2) is positive", INVERSE > 0, by.decide("1 and 1/Y**2")),
        Step("the power is positive", POWER > 0, by.elementary("power is positive", gamma, k - 1)),
        Step("eta Y is positive", eta * Y > 0, by.decide()),
        Step("half of Y is positive", Y / 2 > 0, by.decide()),
        Step(
            "the rise is positive",
            RISE > 0,
            by.decide("eta Y is positive", "the power is positive"),
        ),
        Step(
            "the rate is positive",
            RATE > 0,
            by.decide("max(1, 1/Y**2) is positive", "the step size is positive"),
        ),
        Step(
            "k - 1 equal factors",
            eq(GAMMAS, POWER),
            by.constant(GAMMAS),
        ),
        Step("k is at least 1", k >= 1, by.decide()),
        Step(
            "the run",
            forall(times(1), run_at),
            by.fix(
                t,
                Step("Lemma 13' at t", None, by.hypothesis(at("Lemma 13'", t))),
                Step(
                    "the others are at least gamma",
                    forall(indices(k, omit=[m]), lambda j: run[j, t] >= gamma),
                    by.hypothesis(part(part("Lemma 13' at t", 5), 1)),
                ),
                Step("factor by factor", Q >= GAMMAS, by.termwise("the others are at least gamma")),
                Step("Q_m", Q >= POWER, by.decide("factor by factor", "k - 1 equal factors")),
                *SMALLEST,
                Step(
                    "all of it",
                    run_at(t),
                    by.decide(
                        part("Lemma 13' at t", 1),
                        part(part("Lemma 13' at t", 3), 0),
                        part("the order at t", 2),
                        "Q_m",
                        part(part("Lemma 13' at t", 5), 0),
                        "w_m is bounded",
                    ),
                ),
            ),
        ),
        Step(
            "w_m rises",
            forall(times(1), risen),
            by.induction(
                t,
                base=[
                    Step(
                        "at the start",
                        risen(ONE),
                        by.suppose(
                            "P(1) is small",
                            Step("w_m(1)", run[m, 1] >= (ONE - ONE) * RISE, by.decide()),
                        ),
                    )
                ],
                step=[
                    Step(
                        "at t + 1",
                        risen(t + 1),
                        by.suppose(
                            "P(t + 1) is small",
                            Step("the run at t", None, by.hypothesis(at("the run", t))),
                            Step(
                                "P is small",
                                P < Y / 2,
                                by.decide("P(t + 1) is small", part("the run at t", 1)),
                            ),
                            Step(
                                "risen so far",
                                run[m, t] >= (t - ONE) * RISE,
                                by.hypothesis(at("induction", using=["P is small"])),
                            ),
                            Step(
                                "the step",
                                eq(run[m, t + 1], run[m, t] + eta * (Y - P) * Q),
                                by.decide(at("gradient descent", t, m)),
                            ),
                            Step(
                                "eta times the gap",
                                eta * (Y - P) >= eta * Y / 2,
                                by.decide("P is small", "the step size is positive"),
                            ),
                            Step(
                                "the rise",
                                run[m, t + 1] >= run[m, t] + RISE,
                                by.decide(
                                    "the step",
                                    "eta times the gap",
                                    "eta Y is positive",
                                    part("the run at t", 4),
                                    "the power is positive",
                                ),
                            ),
                            Step(
                                "risen",
                                run[m, t + 1] >= (t + 1 - ONE) * RISE,
                                by.decide("risen so far", "the rise"),
                            ),
                        ),
                    )
                ],
            ),
        ),
        Step(
            "half of the target is soon reached",
            forall(times(1), soon),
            by.fix(
                t,
                Step(
                    "at t",
                    soon(t),
                    by.suppose(
                        "P is small",
                        Step(
                            "w_m has risen",
                            run[m, t] >= (t - ONE) * RISE,
                            by.hypothesis(at("w_m rises", t, using=["P is small"])),
                        ),
                        Step(
                            "w_m is bounded",
                            run[m, t] <= TOP,
                            by.hypothesis(part(at("the run", t), 6)),
                        ),
                        Step(
                            "the rises so far",
                            (t - ONE) * RISE <= TOP,
                            by.decide("w_m has risen", "w_m is bounded"),
                        ),
                        Step(
                            "in steps",
                            t - ONE <= TOP / RISE,
                            by.decide("the rises so far", "the rise is positive"),
                        ),
                        Step(
                            "the time",
                            t - ONE <= HALFWAY,
                            by.decide(
                                "in steps",
                                "the rise is positive",
                                "eta Y is positive",
                                "the power is positive",
                            ),
                        ),
                    ),
                ),
            ),
        ),
        Step("exp(0) = 1", eq(exp(0), 1), by.elementary("exp of zero")),
        Step(
            "1 - x <= exp(-x)",
            1 - RATE <= exp(-RATE),
            by.lemma(EXPONENTIAL, {exponent: RATE}, "the rate is positive"),
        ),
        Step(
            "exp(-x) is positive",
            exp(-RATE) > 0,
            by.elementary("exp is positive", -RATE, using=["the rate is positive"]),
        ),
        Step(
            "halfway is positive",
            HALFWAY > 0,
            by.decide("max(1, Y) is positive", "eta Y is positive", "the power is positive"),
        ),
        Step(
            "the gap shrinks",
            forall(times(1), near),
            by.induction(
                t,
                base=[
                    Step(
                        "at the start",
                        near(ONE),
                        by.suppose(
                            "P(1) is large",
                            Step(
                                "the exponent is nonnegative",
                                elapsed(ONE) >= 0,
                                by.decide("the rate is positive", "halfway is positive"),
                            ),
                            early(ONE, "exp of it"),
                            Step(
                                "the gap at the start",
                                gap(ONE) <= Y / 2 * exp(elapsed(ONE)),
                                by.decide(
                                    "P(1) is large",
                                    "exp of it",
                                    "exp(0) = 1",
                                    "the target is positive",
                                ),
                            ),
                        ),
                    )
                ],
                step=[
                    Step("the run at t", None, by.hypothesis(at("the run", t))),
                    Step("the gap is nonnegative", gap(t) >= 0, by.decide(part("the run at t", 2))),
                    Step(
                        "at t + 1",
                        near(t + 1),
                        by.suppose(
                            "P(t + 1) is large",
                            Step(
                                "before or after halfway",
                                gap(t + 1) <= Y / 2 * exp(elapsed(t + 1)),
                                by.cases(
                                    either(P < Y / 2, P >= Y / 2),
                                    {
                                        "P is small": [
                                            Step(
                                                "soon",
                                                t - ONE <= HALFWAY,
                                                by.hypothesis(
                                                    at(
                                                        "half of the target is soon reached",
                                                        t,
                                                        using=["P is small"],
                                                    )
                                                ),
                                            ),
                                            Step(
                                                "the exponent is nonnegative",
                                                elapsed(t + 1) >= 0,
                                                by.decide("soon", "the rate is positive"),
                                            ),
                                            early(t + 1, "exp of it"),
                                            Step(
                                                "at most half",
                                                gap(t + 1) <= Y / 2 * exp(elapsed(t + 1)),
                                                by.decide(
                                                    "P(t + 1) is large",
                                                    "exp of it",
                                                    "exp(0) = 1",
                                                    "the target is positive",
                                                ),
                                            ),
                                        ],
                                        "P is large": [
                                            Step(
                                                "the gap so far",
                                                gap(t) <= Y / 2 * exp(elapsed(t)),
                                                by.hypothesis(
                                                    at("induction", using=["P is large"])
                                                ),
                                            ),
                                            Step(
                                                "P = w_m Q_m",
                                                eq(P, run[m, t] * Q),
                                                by.split_off(P, m),
                                            ),
                                            Step(
                                                "Q_m is positive",
                                                Q > 0,
                                                by.decide(
                                                    part("the run at t", 4), "the power is positive"
                                                ),
                                            ),
                                            Step(
                                                "max(1, Y) Q_m",
                                                TOP * Q >= Y / 2,
                                                by.decide(
                                                    "P = w_m Q_m",
                                                    "P is large",
                                                    part("the run at t", 6),
                                                    "Q_m is positive",
                                                ),
                                            ),
                                            Step(
                                                "its square",
                                                TOP**2 * Q**2 >= Y**2 / 4,
                                                by.decide("max(1, Y) Q_m", "half of Y is positive"),
                                            ),
                                            Step(
                                                "Q_m squared",
                                                INVERSE * Q**2 >= rational("1/4"),
                                                by.decide(
                                                    "its square",
                                                    "max(1, Y)**2 is at most Y**2 max(1, 1/Y**2)",
                                                    "Y**2 is positive",
                                                ),
                                            ),
                                            Step(
                                                "the rate",
                                                eta * Q**2 >= RATE,
                                                by.decide(
                                                    "Q_m squared",
                                                    "max(1, 1/Y**2) is positive",
                                                    "the step size is positive",
                                                ),
                                            ),
                                            Step(
                                                "the factor",
                                                1 - eta * Q**2 <= 1 - RATE,
                                                by.decide("the rate"),
                                            ),
                                            Step(
                                                "one step",
                                                gap(t + 1) <= (1 - RATE) * gap(t),
                                                by.decide(
                                                    part("the run at t", 3),
                                                    "the factor",
                                                    "the gap is nonnegative",
                                                ),
                                            ),
                                            Step(
                                                "one factor",
                                                gap(t + 1) <= exp(-RATE) * gap(t),
                                                by.decide(
                                                    "one step",
                                                    "1 - x <= exp(-x)",
                                                    "the gap is nonnegative",
                                                ),
                                            ),
                                            Step(
                                                "the exponents",
                                                eq(exp(elapsed(t + 1)), exp(elapsed(t) + -RATE)),
                                                by.congruence(
                                                    "exp",
                                                    "halfway is positive",
                                                    "the rate is positive",
                                                ),
                                            ),
                                            Step(
                                                "t steps and one more",
                                                eq(
                                                    exp(elapsed(t) + -RATE),
                                                    exp(elapsed(t)) * exp(-RATE),
                                                ),
                                                by.elementary(
                                                    "exp of sum",
                                                    elapsed(t),
                                                    -RATE,
                                                    using=[
                                                        "halfway is positive",
                                                        "the rate is positive",
                                                    ],
                                                ),
                                            ),
                                            Step(
                                                "one more",
                                                gap(t + 1) <= Y / 2 * exp(elapsed(t + 1)),
                                                by.decide(
                                                    "one factor",
                                                    "the gap so far",
                                                    "exp(-x) is positive",
                                                    "the exponents",
                                                    "t steps and one more",
                                                ),
                                            ),
                                        ],
                                    },
                                ),
                            ),
                        ),
                    ),
                ],
            ),
        ),
        Step("the ratio", RATIO > 0, by.decide()),
        Step(
            "the larger of 0 and the log",
            None,
            by.elementary("max bounds", 0, log(RATIO), using=["the ratio"]),
        ),
        Step(
            "the same log",
            eq(log((Y / 2) ** 2 / (2 * eps)), log(RATIO)),
            by.congruence("log", "the ratio"),
        ),
        Step(
            "the same maximum",
            eq(maximum(0, log((Y / 2) ** 2 / (2 * eps))), maximum(0, log(RATIO))),
            by.congruence("max", "the same log"),
        ),
        Step(
            "the same time",
            eq(maximum(0, log((Y / 2) ** 2 / (2 * eps))) / (2 * RATE), LONG),
            by.decide("the same maximum", "the rate is positive", "max(1, 1/Y**2) is positive"),
        ),
        Step(
            "that time is nonnegative",
            LONG >= 0,
            by.decide(
                part("the larger of 0 and the log", 0),
                "the step size is positive",
                "max(1, 1/Y**2) is positive",
            ),
        ),
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
                        Step("after halfway", t - 2 - HALFWAY >= LONG, by.decide("t is large")),
                        Step(
                            "P is large",
                            P >= Y / 2,
                            by.contrary(
                                "P is small",
                                Step(
                                    "soon",
                                    t - ONE <= HALFWAY,
                                    by.hypothesis(
                                        at(
                                            "half of the target is soon reached",
                                            t,
                                            using=["P is small"],
                                        )
                                    ),
                                ),
                                Step(
                                    "too soon",
                                    false,
                                    by.decide("soon", "after halfway", "that time is nonnegative"),
                                ),
                            ),
                        ),
                        Step(
                            "the gap is nonnegative",
                            gap(t) >= 0,
                            by.decide(part(at("the run", t), 2)),
                        ),
                        Step(
                            "the gap is small",
                            gap(t) <= Y / 2 * exp(elapsed(t)),
                            by.hypothesis(at("the gap shrinks", t, using=["P is large"])),
                        ),
                        Step(
                            "enough time",
                            t - 2 - HALFWAY
                            >= maximum(0, log((Y / 2) ** 2 / (2 * eps))) / (2 * RATE),
                            by.decide("after halfway", "the same time"),
                        ),
                        Step(
                            "eps is reached",
                            gap(t) ** 2 / 2 <= eps,
                            by.lemma(
                                TIME,
                                {
                                    reached_gap: gap(t),
                                    size: Y / 2,
                                    rate: RATE,
                                    time: t - 2 - HALFWAY,
                                },
                                "half of Y is positive",
                                "halfway is positive",
                                "the rate is positive",
                                "the gap is nonnegative",
                                "the gap is small",
                                "enough time",
                            ),
                        ),
                        Step("the loss", (P - Y) ** 2 / 2 <= eps, by.decide("eps is reached")),
                    ),
                ),
            ),
        ),
    ),
)
