"""Lemma 13, part: one step of gradient descent on W reduces the loss by a constant factor."""

from lemmas.shamir2019._lemma_13 import (
    ALL_COORDINATES,
    RATE,
    SETTING,
    delta,
    eta,
    gamma,
    gradient,
    in_w,
    k,
    loss,
    m,
    product,
    stays,
    step,
    v,
    w,
    y,
)
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_13_descent import LEMMA as DESCENT
from lemmas.shamir2019.lemma_13_exponential import LEMMA as EXPONENTIAL
from lemmas.shamir2019.lemma_13_exponential import x
from lemmas.shamir2019.lemma_13_invariant_set import LEMMA as INVARIANT_SET
from lemmas.shamir2019.lemma_13_pl_inequality import LEMMA as PL_INEQUALITY
from verifier import Lemma, Step, both, by, eq, exp, over, part, rational, statement, sum_

NORM = sum_(k, lambda j: gradient(w, j) ** 2)
FIRST = sum_(k, lambda j: gradient(w, j) * (v[j] - w[j]))
SECOND = sum_(k, lambda j: (v[j] - w[j]) ** 2)
SMOOTHNESS = k * y**2 / delta**2

FACTOR = loss(v) <= (1 - RATE * eta) * loss(w)
EXPONENTIAL_FACTOR = loss(v) <= exp(-(RATE * eta)) * loss(w)

# Gradient descent stays in W, so that the descent inequality holds along the step.
DESCENT_STEPS = (
    Step(
        "the next point is in W",
        stays(w, v),
        by.lemma(INVARIANT_SET, None, "the step size suffices to stay in W"),
    ),
    Step("coordinates grow", None, by.hypothesis(part("the next point is in W", 0))),
    Step("v lies in W", None, by.hypothesis(part("the next point is in W", 1))),
    Step(
        "descent",
        loss(v) <= loss(w) + FIRST + SMOOTHNESS * SECOND,
        by.lemma(DESCENT, None, "all w_j are at least delta", "coordinates grow", "v lies in W"),
    ),
)

LEMMA = Lemma(
    id="shamir2019/lemma-13-linear-rate",
    title="Linear rate of one step",
    source=shamir("A.2.1", "Lemma 13"),
    variant="as-printed",
    statement=statement(
        [k, m, y, delta, gamma, eta, over(w, k), over(v, k)],
        {
            "there are two factors": k >= 2,
            **SETTING,
            **in_w(w),
            "the step size is positive": eta > 0,
            "the step size is small": eta <= delta**2 / (2 * k * y**2),
            "v is the next point": step(w, v),
        },
        both(FACTOR, EXPONENTIAL_FACTOR),
    ),
    proof=(
        ALL_COORDINATES,
        Step("y is positive", y > 0, by.decide()),
        Step("delta**2 is positive", delta**2 > 0, by.decide()),
        Step("k y**2 is positive", k * y**2 > 0, by.decide("y is positive")),
        Step(
            "k y**2/delta**2 eta <= 1/2",
            SMOOTHNESS * eta <= rational("1/2"),
            by.decide("k y**2 is positive", "delta**2 is positive"),
        ),
        Step(
            "the step size suffices to stay in W",
            eta <= delta**2 / (k * y**2),
            by.decide("k y**2 is positive", "k y**2/delta**2 eta <= 1/2", "delta**2 is positive"),
        ),
        *DESCENT_STEPS,
        Step(
            "first-order terms",
            eq(FIRST, sum_(k, lambda j: -eta * gradient(w, j) ** 2)),
            by.termwise(),
        ),
        Step(
            "first order",
            eq(sum_(k, lambda j: -eta * gradient(w, j) ** 2), -eta * NORM),
            by.linear(k, [(-eta, lambda j: gradient(w, j) ** 2)]),
        ),
        Step(
            "second-order terms",
            eq(SECOND, sum_(k, lambda j: eta**2 * gradient(w, j) ** 2)),
            by.termwise(),
        ),
        Step(
            "second order",
            eq(sum_(k, lambda j: eta**2 * gradient(w, j) ** 2), eta**2 * NORM),
            by.linear(k, [(eta**2, lambda j: gradient(w, j) ** 2)]),
        ),
        Step(
            "collected",
            loss(v) <= loss(w) - eta * (1 - SMOOTHNESS * eta) * NORM,
            by.decide(
                "descent", "first-order terms", "first order", "second-order terms", "second order"
            ),
        ),
        Step("the squared norm", NORM >= 0, by.sign()),
        Step("eta |grad F|**2 >= 0", eta * NORM >= 0, by.decide("the squared norm")),
        Step(
            "half of the first order remains",
            loss(v) <= loss(w) - eta / 2 * NORM,
            by.decide("collected", "k y**2/delta**2 eta <= 1/2", "eta |grad F|**2 >= 0"),
        ),
        Step(
            "Polyak-Lojasiewicz",
            NORM >= 2 * RATE * loss(w),
            by.lemma(PL_INEQUALITY),
        ),
        Step(
            "factor",
            FACTOR,
            by.decide("half of the first order remains", "Polyak-Lojasiewicz"),
        ),
        Step(
            "1 - x <= exp(-x)",
            1 - RATE * eta <= exp(-(RATE * eta)),
            by.lemma(EXPONENTIAL, {x: RATE * eta}),
        ),
        Step(
            "exponential factor",
            EXPONENTIAL_FACTOR,
            by.decide("factor", "1 - x <= exp(-x)", squares=[product(w) - y]),
        ),
        Step("both", both(FACTOR, EXPONENTIAL_FACTOR), by.decide("factor", "exponential factor")),
    ),
)
