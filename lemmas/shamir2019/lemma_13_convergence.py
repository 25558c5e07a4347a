"""Lemma 13: convergence of gradient descent when 0 <= P(1) < y."""

from typing import Any

from lemmas.shamir2019._lemma_13 import (
    RATE,
    SETTING,
    Point,
    at_least,
    delta,
    eta,
    gamma,
    gradient,
    inside,
    k,
    loss,
    m,
    product,
    stays,
    step,
    v,
    y,
)
from lemmas.shamir2019._lemma_13 import w as one_point
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_13_exponential import LEMMA as EXPONENTIAL
from lemmas.shamir2019.lemma_13_exponential import x
from lemmas.shamir2019.lemma_13_invariant_set import LEMMA as INVARIANT_SET
from lemmas.shamir2019.lemma_13_linear_rate import LEMMA as LINEAR_RATE
from lemmas.shamir2019.lemma_13_partial_products import LEMMA as PARTIAL_PRODUCTS
from verifier import (
    ConvergenceCase,
    Lemma,
    Proposition,
    Step,
    Symbol,
    Term,
    TermLike,
    Variable,
    at,
    both,
    by,
    convergence_iterations,
    eq,
    escape_times,
    exp,
    forall,
    implies,
    indices,
    log,
    natural,
    over,
    part,
    partial,
    rational,
    real,
    sequence,
    statement,
    times,
)

w, eps = sequence("w"), real("eps")
j, t = natural("j"), natural("t")


def point(t: TermLike) -> Point:
    """The point of the run at a time."""
    return lambda i: w[i, t]


def derivative(j: TermLike, t: TermLike) -> Term:
    """The derivative of F by w_j at a time of the run."""
    return partial(loss(point(t)), w[j, t])


def descends(t: TermLike) -> Proposition:
    """The step of gradient descent at a time."""
    return forall(indices(k), lambda j: eq(w[j, t + 1], w[j, t] - eta * derivative(j, t)))


def so_far(t: Term) -> Proposition:
    """What is shown of all times by induction."""
    return both(inside(point(t)), loss(point(t)) <= exp(-(RATE * eta * t)) * (y**2 / 2))


ENOUGH = log(y**2 / (2 * eps)) / (k * delta**2 * gamma ** (2 * (k - 2)) * eta)


def reached(t: Term) -> Proposition:
    """The claim about a time."""
    return implies(t >= ENOUGH, loss(point(t)) <= eps)


POWER, SQUARE = gamma ** (k - 2), gamma ** (2 * (k - 2))
START = product(point(1))
RATIO = y**2 / (2 * eps)

STATEMENT = statement(
    [k, m, y, delta, gamma, eta, eps, over(w, k)],
    {
        "there are two factors": k >= 2,
        **SETTING,
        "y is positive": y > 0,
        "m is an argmin": forall(indices(k), lambda i: w[m, 1] <= w[i, 1]),
        "w_m is at least delta": w[m, 1] >= delta,
        "the other w_j are at least gamma": at_least(gamma, point(1), m),
        "P is nonnegative": START >= 0,
        "P is below y": START < y,
        "the step size is positive": eta > 0,
        "the step size is small": eta <= delta**2 / (2 * k * y**2),
        "eps is positive": eps > 0,
        "gradient descent": forall(times(1), descends),
    },
    forall(times(1), reached),
)


def values(case: ConvergenceCase) -> dict[Variable | Symbol, Any]:
    """What the statement speaks of, at a measured run."""
    return {
        k: case.depth,
        m: case.least,
        y: case.target,
        delta: case.delta,
        gamma: case.gamma,
        eta: case.step,
        eps: case.epsilon,
        w: case.weights,
    }


LEMMA = Lemma(
    id="shamir2019/lemma-13",
    title="Convergence when the product starts below the target",
    source=shamir("A.2.1", "Lemma 13"),
    variant="as-printed",
    changes=("k >= 2, 0 < eta and 0 < eps, which the paper takes for granted, are made explicit",),
    note="The statement is the paper's.  Its proof is off by one in the last step, where t steps "
    "lead to w(t+1), not to w(t): lemma-13-printed-proof.  Here the bound on the loss at the start "
    "makes up for it.",
    statement=STATEMENT,
    measurements=(
        convergence_iterations(statement=STATEMENT, bound=ENOUGH, values=values),
        escape_times("escape times from near-identity starts with y < 0 instead"),
    ),
    proof=(
        Step(
            "each step",
            forall(times(1), lambda t: step(point(t), point(t + 1))),
            by.fix(
                t,
                Step(
                    "all coordinates",
                    step(point(t), point(t + 1)),
                    by.fix(
                        j,
                        Step(
                            "the gradient",
                            eq(derivative(j, t), gradient(point(t), j)),
                            by.differentiate(),
                        ),
                        Step(
                            "the step",
                            eq(w[j, t + 1], w[j, t] - eta * gradient(point(t), j)),
                            by.decide("the gradient", at("gradient descent", t, j)),
                        ),
                    ),
                ),
            ),
        ),
        Step("gamma is positive", gamma > 0, by.decide()),
        Step("the power is positive", POWER > 0, by.elementary("power is positive", gamma, k - 2)),
        Step(
            "the power squared",
            eq(POWER**2, SQUARE),
            by.elementary("power of power", gamma, k - 2, 2),
        ),
        Step("k y**2 is positive", k * y**2 > 0, by.decide()),
        Step(
            "2 k y**2 eta <= delta**2",
            2 * k * y**2 * eta <= delta**2,
            by.decide("k y**2 is positive"),
        ),
        Step(
            "the rate",
            eq(RATE * eta, k * eta * (delta * POWER) ** 2),
            by.decide("the power squared"),
        ),
        Step("k eta is positive", k * eta > 0, by.decide()),
        Step(
            "delta times the power is positive",
            delta * POWER > 0,
            by.decide("the power is positive"),
        ),
        Step(
            "the rate is positive",
            RATE * eta > 0,
            by.decide("the rate", "k eta is positive", "delta times the power is positive"),
        ),
        Step(
            "1 - x <= exp(-x)",
            1 - RATE * eta <= exp(-(RATE * eta)),
            by.lemma(EXPONENTIAL, {x: RATE * eta}),
        ),
        Step(
            "the step size suffices to stay in W",
            eta <= delta**2 / (k * y**2),
            by.decide("k y**2 is positive", "2 k y**2 eta <= delta**2"),
        ),
        Step(
            "partial products at the start",
            forall(indices(k), lambda j: product(point(1), j) >= delta * POWER),
            by.lemma(PARTIAL_PRODUCTS, {one_point: point(1)}),
        ),
        Step(
            "P(1) = w_m Q_m",
            eq(START, w[m, 1] * product(point(1), m)),
            by.split_off(START, m),
        ),
        Step(
            "P(1) >= delta**2 times the power",
            START >= delta * (delta * POWER),
            by.decide(
                "P(1) = w_m Q_m",
                at("partial products at the start", m),
                "delta times the power is positive",
            ),
        ),
        Step(
            "P(1)**2 >= (delta**2 times the power)**2",
            START**2 >= delta**2 * (delta * POWER) ** 2,
            by.decide("P(1) >= delta**2 times the power", "delta times the power is positive"),
        ),
        Step(
            "2 y**2 times the rate is at most P(1)**2",
            2 * y**2 * (RATE * eta) <= START**2,
            by.decide(
                "the power squared",
                "2 k y**2 eta <= delta**2",
                "P(1)**2 >= (delta**2 times the power)**2",
                squares=[delta * POWER],
            ),
        ),
        Step(
            "y times the rate is at most P(1)",
            y * (RATE * eta) <= START,
            by.decide(
                "2 y**2 times the rate is at most P(1)**2",
                "the rate is positive",
            ),
        ),
        Step(
            "loss at the start",
            loss(point(1)) <= (1 - RATE * eta) * (y**2 / 2),
            by.decide("y times the rate is at most P(1)"),
        ),
        Step(
            "invariant",
            forall(times(1), so_far),
            by.induction(
                t,
                base=[
                    Step(
                        "in W at the start",
                        inside(point(1)),
                        by.decide(),
                    ),
                    Step("y**2/2 is nonnegative", y**2 / 2 >= 0, by.decide()),
                    Step(
                        "loss",
                        loss(point(1)) <= exp(-(RATE * eta * 1)) * (y**2 / 2),
                        by.decide("loss at the start", "1 - x <= exp(-x)", "y**2/2 is nonnegative"),
                    ),
                    Step("start", so_far(rational("1")), by.decide("in W at the start", "loss")),
                ],
                step=[
                    Step("in W at t", inside(point(t)), by.hypothesis(part("induction", 0))),
                    Step("loss at t", None, by.hypothesis(part("induction", 1))),
                    Step(
                        "stays in W",
                        stays(point(t), point(t + 1)),
                        by.lemma(
                            INVARIANT_SET,
                            {one_point: point(t), v: point(t + 1)},
                            "the step size suffices to stay in W",
                            "in W at t",
                            at("each step", t),
                        ),
                    ),
                    Step(
                        "linear rate",
                        loss(point(t + 1)) <= exp(-(RATE * eta)) * loss(point(t)),
                        by.lemma(
                            LINEAR_RATE,
                            {one_point: point(t), v: point(t + 1)},
                            "in W at t",
                            at("each step", t),
                        ),
                    ),
                    Step(
                        "t steps and one more",
                        eq(
                            exp(-(RATE * eta * (t + 1))),
                            exp(-(RATE * eta * t)) * exp(-(RATE * eta)),
                        ),
                        by.elementary("exp of sum", -(RATE * eta * t), -(RATE * eta)),
                    ),
                    Step(
                        "loss at t + 1",
                        loss(point(t + 1)) <= exp(-(RATE * eta * (t + 1))) * (y**2 / 2),
                        by.decide("loss at t", "linear rate", "t steps and one more"),
                    ),
                    Step(
                        "at t + 1",
                        so_far(t + 1),
                        by.decide("stays in W", "loss at t + 1"),
                    ),
                ],
            ),
        ),
        Step("y**2/(2 eps) is positive", RATIO > 0, by.decide()),
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
                            "in the exponent",
                            log(RATIO) <= RATE * eta * t,
                            by.decide("the rate is positive"),
                        ),
                        Step(
                            "exp of it",
                            exp(log(RATIO)) <= exp(RATE * eta * t),
                            by.elementary(
                                "exp is monotone",
                                log(RATIO),
                                RATE * eta * t,
                                using=["in the exponent", "y**2/(2 eps) is positive"],
                            ),
                        ),
                        Step(
                            "exp of log",
                            eq(exp(log(RATIO)), RATIO),
                            by.elementary("exp of log", RATIO, using=["y**2/(2 eps) is positive"]),
                        ),
                        Step(
                            "opposite exponents",
                            eq(
                                exp(RATE * eta * t + -(RATE * eta * t)),
                                exp(RATE * eta * t) * exp(-(RATE * eta * t)),
                            ),
                            by.elementary("exp of sum", RATE * eta * t, -(RATE * eta * t)),
                        ),
                        Step("exp(0) = 1", eq(exp(0), 1), by.elementary("exp of zero")),
                        Step(
                            "the factor at t",
                            RATIO * exp(-(RATE * eta * t)) <= 1,
                            by.decide(
                                "exp of it", "exp of log", "opposite exponents", "exp(0) = 1"
                            ),
                        ),
                        Step(
                            "in eps",
                            exp(-(RATE * eta * t)) * (y**2 / 2) <= eps,
                            by.decide("the factor at t"),
                        ),
                        Step(
                            "bound",
                            loss(point(t)) <= eps,
                            by.decide(part(at("invariant", t), 1), "in eps"),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
