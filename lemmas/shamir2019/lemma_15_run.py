"""Lemma 15, part: up to any time, the smallest coordinate has passed 0 or has gone down at least so
far."""

from lemmas.shamir2019._descent import at_time, eta, k, product, step, w
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_4 import (
    FALL,
    SETTING,
    STEP_SIZE,
    W,
    Y,
    g,
    gaps,
    m,
    passes,
    q,
    slope_below,
    v,
    x,
)
from lemmas.shamir2019.lemma_15_step import LEMMA as ONE_STEP
from verifier import (
    Lemma,
    Proposition,
    Step,
    TermLike,
    at,
    both,
    by,
    either,
    eq,
    exists,
    forall,
    indices,
    natural,
    over,
    part,
    rational,
    statement,
    times,
)

j, n, r = natural("j"), natural("n"), natural("r")


def positive(n: TermLike) -> Proposition:
    """That w_m is positive up to time n."""
    return forall(indices(n), lambda t: w[m, t] > 0)


def other(j: TermLike, n: TermLike) -> Proposition:
    """That another coordinate keeps its gap and has not grown."""
    return both(w[j, n] - w[m, n] >= g, w[j, n] <= w[j, 1])


def goes_on(n: TermLike) -> Proposition:
    """What holds at time n if w_m has been positive so far."""
    return both(
        positive(n),
        w[m, n] <= w[m, 1] - (n - 1) * FALL,
        forall(indices(k, omit=[m]), lambda j: other(j, n)),
    )


HAS_PASSED = exists(times(1), passes)


def claim(n: TermLike) -> Proposition:
    """That w_m has passed 0 or goes on."""
    return either(HAS_PASSED, goes_on(n))


P, Q = product(at_time(n + 1)), product(at_time(n + 1), m)
ONE = rational("1")

STEP_ON = (
    Step("w_m so far", positive(n), by.hypothesis(part("w_m goes on", 0))),
    Step("w_m is positive", w[m, n] > 0, by.hypothesis(at("w_m so far", n))),
    Step("w_m is low", w[m, n] <= w[m, 1] - (n - 1) * FALL, by.hypothesis(part("w_m goes on", 1))),
    Step("the others", None, by.hypothesis(part("w_m goes on", 2))),
    Step("the gaps", gaps(at_time(n)), by.each(j, by.hypothesis(part(at("the others", j), 0)))),
    Step(
        "no other has grown",
        forall(indices(k, omit=[m]), lambda j: w[j, n] <= w[j, 1]),
        by.each(j, by.hypothesis(part(at("the others", j), 1))),
    ),
    Step(
        "the others are positive",
        forall(indices(k, omit=[m]), lambda j: w[j, n] > 0),
        by.each(j, by.decide(at("the gaps", j), "w_m is positive")),
    ),
    Step(
        "Q_m has not grown",
        product(at_time(n), m) <= product(at_time(1), m),
        by.termwise("the others are positive", "no other has grown"),
    ),
    Step("Q_m is at most q", product(at_time(n), m) <= q, by.decide("Q_m has not grown")),
    Step(
        "the step",
        step(at_time(n), at_time(n + 1), slope_below),
        by.hypothesis(at("gradient descent", n)),
    ),
    Step(
        "one step",
        None,
        by.lemma(
            ONE_STEP,
            {x: at_time(n), v: at_time(n + 1)},
            "w_m is positive",
            "the gaps",
            "Q_m is at most q",
            "the step size suffices",
            "the step",
        ),
    ),
    Step("w_m is lower", w[m, n + 1] <= w[m, n] - FALL, by.hypothesis(part("one step", 0))),
    Step("not far below zero", w[m, n + 1] >= -(eta * Y * q), by.hypothesis(part("one step", 1))),
    Step("the others then", None, by.hypothesis(part("one step", 2))),
    Step(
        "no other has grown then",
        forall(indices(k, omit=[m]), lambda j: w[j, n + 1] <= w[j, 1]),
        by.each(j, by.decide(part(at("the others then", j), 0), at("no other has grown", j))),
    ),
    Step(
        "the gaps then",
        gaps(at_time(n + 1)),
        by.each(j, by.hypothesis(part(at("the others then", j), 1))),
    ),
)

PASSING = (
    Step(
        "the time",
        n <= 1 + W / FALL,
        by.decide("w_m is positive", "w_m is low", "w_m(1) is at most W", "the fall is positive"),
    ),
    Step(
        "the others are at least 5g/6",
        forall(indices(k, omit=[m]), lambda j: 5 * g / 6 <= w[j, n + 1]),
        by.each(
            j, by.decide(at("the gaps then", j), "not far below zero", "eta Y q", "g is positive")
        ),
    ),
    Step(
        "the others are positive then",
        forall(indices(k, omit=[m]), lambda j: w[j, n + 1] > 0),
        by.each(j, by.decide(at("the others are at least 5g/6", j), "g is positive")),
    ),
    Step(
        "Q_m has not grown then",
        Q <= product(at_time(1), m),
        by.termwise("the others are positive then", "no other has grown then"),
    ),
    Step("Q_m is at most q then", Q <= q, by.decide("Q_m has not grown then")),
    Step("Q_m is positive then", Q > 0, by.sign("the others are positive then")),
    Step("P = w_m Q_m", eq(P, w[m, n + 1] * Q), by.split_off(P, m)),
    Step(
        "P is not positive",
        P <= 0,
        by.decide("P = w_m Q_m", "w_m passes 0", "Q_m is positive then"),
    ),
    Step(
        "P is at least",
        P >= -(eta * Y * q) * Q,
        by.decide("P = w_m Q_m", "not far below zero", "Q_m is positive then"),
    ),
    Step(
        "with q",
        eta * Y * q * Q <= Y * (eta * q**2),
        by.decide("Q_m is at most q then", "Q_m is positive then", "eta Y is positive"),
    ),
    Step(
        "P is small",
        P >= -Y / 4,
        by.decide("P is at least", "with q", "eta q**2", "the target is negative"),
    ),
    Step(
        "the size of P",
        eq(abs(P), -P),
        by.elementary("abs of nonpositive", P, using=["P is not positive"]),
    ),
    Step("abs P", abs(P) <= Y / 4, by.decide("the size of P", "P is small")),
    Step(
        "both bounds",
        forall(
            indices(k, omit=[m]), lambda j: both(5 * g / 6 <= w[j, n + 1], w[j, n + 1] <= w[j, 1])
        ),
        by.decide("the others are at least 5g/6", "no other has grown then"),
    ),
    Step(
        "n is the last time before",
        passes(n),
        by.decide(
            "the time",
            "w_m so far",
            "not far below zero",
            "w_m passes 0",
            "both bounds",
            "Q_m is at most q then",
            "abs P",
        ),
    ),
    Step("there is such a time", HAS_PASSED, by.witness(n, "n is the last time before")),
    Step("passed", claim(n + 1), by.decide("there is such a time")),
)

GOING_ON = (
    Step(
        "positive up to n + 1",
        positive(n + 1),
        by.fix(
            r,
            Step(
                "at r",
                w[m, r] > 0,
                by.cases(
                    either(r <= n, r > n),
                    {
                        "r is before": [
                            Step("so far", w[m, r] > 0, by.hypothesis(at("w_m so far", r)))
                        ],
                        "r is after n": [
                            Step("r is n + 1", eq(n + 1, r), by.decide("r is after n")),
                            Step(
                                "now", w[m, r] > 0, by.rewrite("r is n + 1", "w_m stays positive")
                            ),
                        ],
                    },
                ),
            ),
        ),
    ),
    Step(
        "low",
        w[m, n + 1] <= w[m, 1] - (n + 1 - 1) * FALL,
        by.decide("w_m is low", "w_m is lower"),
    ),
    Step(
        "the others at n + 1",
        forall(indices(k, omit=[m]), lambda j: other(j, n + 1)),
        by.decide("the gaps then", "no other has grown then"),
    ),
    Step("still", goes_on(n + 1), by.decide("positive up to n + 1", "low", "the others at n + 1")),
    Step("goes on", claim(n + 1), by.decide("still")),
)

LEMMA = Lemma(
    id="shamir2019/lemma-15-run",
    title="The smallest coordinate passes 0 or keeps going down",
    source=shamir("A.2.2", "Lemma 15"),
    variant="effective",
    statement=statement(
        [k, m, Y, W, g, q, eta, over(w, k)],
        SETTING,
        forall(times(1), claim),
    ),
    changes=("explicit constants in place of Assumption 4 and the O()",),
    note="The target is -Y.",
    proof=(
        *STEP_SIZE,
        Step("the step size suffices", eta * q**2 <= 1, by.decide("eta q**2")),
        Step("eta Y is positive", eta * Y > 0, by.decide()),
        Step(
            "the power is positive", g ** (k - 1) > 0, by.elementary("power is positive", g, k - 1)
        ),
        Step(
            "the fall is positive",
            FALL > 0,
            by.decide("eta Y is positive", "the power is positive"),
        ),
        Step(
            "at every time",
            forall(times(1), claim),
            by.induction(
                n,
                base=[
                    Step(
                        "w_m at the start",
                        positive(ONE),
                        by.fix(
                            r,
                            Step("r is 1", eq(1, r), by.decide()),
                            Step("at r", w[m, r] > 0, by.rewrite("r is 1", "w_m(1) is positive")),
                        ),
                    ),
                    Step("how low", w[m, ONE] <= w[m, 1] - (ONE - 1) * FALL, by.decide()),
                    Step(
                        "the others at the start",
                        forall(indices(k, omit=[m]), lambda j: other(j, ONE)),
                        by.decide("the others exceed it by g"),
                    ),
                    Step(
                        "all at the start",
                        goes_on(ONE),
                        by.decide("w_m at the start", "how low", "the others at the start"),
                    ),
                    Step("start", claim(ONE), by.decide("all at the start")),
                ],
                step=[
                    Step(
                        "at n + 1",
                        claim(n + 1),
                        by.cases(
                            "induction",
                            {
                                "w_m has passed": [
                                    Step("already", claim(n + 1), by.decide("w_m has passed"))
                                ],
                                "w_m goes on": [
                                    *STEP_ON,
                                    Step(
                                        "passes now or not",
                                        claim(n + 1),
                                        by.cases(
                                            either(w[m, n + 1] <= 0, w[m, n + 1] > 0),
                                            {
                                                "w_m passes 0": PASSING,
                                                "w_m stays positive": GOING_ON,
                                            },
                                        ),
                                    ),
                                ],
                            },
                        ),
                    ),
                ],
            ),
        ),
    ),
)
