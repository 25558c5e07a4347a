"""Theorem 3, strengthened: exp(Omega(k log k)) iterations where the start is k**(-c1) from 1."""

from typing import Any

from lemmas.shamir2019._descent import at_time, eta, f, gradient_descent, k, product, t, w
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_3 import ROOT_OF_E, B, L, kappa
from lemmas.shamir2019.theorem_3_strengthened import LEMMA as STRENGTHENED
from verifier import (
    Lemma,
    Proposition,
    RunBound,
    RunCase,
    Step,
    Symbol,
    Term,
    TermLike,
    Variable,
    at,
    both,
    by,
    either,
    eq,
    exp,
    false,
    first_iterations,
    forall,
    implies,
    indices,
    log,
    maximum,
    over,
    part,
    rational,
    real,
    reals,
    sqrt,
    statement,
    times,
)

c1, c3 = real("c1"), real("c3")

P = product(at_time(t))
ZERO = rational("0")
RADIUS = k ** (-c1)
OPPOSITE = (4 * RADIUS) ** (-(k - 2) / 2)
POWER = (k**c1 / 4) ** ((k - 2) / 2)
STEPS = 2 * ROOT_OF_E * sqrt(k) * eta * L
COUNT = POWER / STEPS
# The counts of the strengthened theorem at kappa = k**(-c1).
N1 = (8 * RADIUS) ** (-(k - 2) / 2) / (sqrt(8) * eta * L)
N2 = OPPOSITE / STEPS


def slope(z: Term) -> Proposition:
    """The bounds on f' in [0, c3]."""
    return implies(both(0 <= z, z <= c3), both(0 <= f.prime(z), f.prime(z) <= L))


def conclusion(t: TermLike) -> Proposition:
    """That a time at which the loss is less than f(0) is late."""
    return implies(f(product(at_time(t))) < f(ZERO), t > COUNT + 2)


VARIABLES = (k, eta, L, c1, c3, over(w, k), f)
ASSUMPTIONS = {
    "there are two factors": k >= 2,
    "f' lies in [0, L] on [0, c3]": forall(reals(), slope),
    "c1 is positive": c1 > 0,
    "the start is near 1": forall(indices(k), lambda j: abs(w[j, 1] - 1) <= RADIUS),
    "P(1) is at most c3": product(at_time(1)) <= c3,
    "the depth is at least 64**(1/c1)": c1 * log(k) >= log(64),
    "L is positive": L > 0,
    "the step size is positive": eta > 0,
    "the step size is small": 4 * eta * L * maximum(1, c3) <= 1,
    "gradient descent": gradient_descent(),
}

# k**c1 is at least 64, so that the radius is at most 1/64.
LARGE = (
    Step("k is positive", k > 0, by.decide()),
    Step("k**c1", eq(k**c1, exp(c1 * log(k))), by.elementary("power by exp", k, c1)),
    Step(
        "exp of the depth",
        exp(log(64)) <= exp(c1 * log(k)),
        by.elementary("exp is monotone", log(64), c1 * log(k)),
    ),
    Step("exp of log", eq(exp(log(64)), 64), by.elementary("exp of log", 64)),
    Step(
        "k**c1 is at least 64",
        k**c1 >= 64,
        by.decide("k**c1", "exp of the depth", "exp of log"),
    ),
)
NEAR_ONE = (
    *LARGE,
    Step(
        "opposite powers",
        eq(k ** (c1 + -c1), k**c1 * RADIUS),
        by.elementary("power of sum", k, c1, -c1),
    ),
    Step("power to 0", eq(k ** (c1 + -c1), 1), by.elementary("power to zero", k, c1 + -c1)),
    Step("the radius is positive", RADIUS > 0, by.elementary("power is positive", k, -c1)),
    Step(
        "the radius is at most 1/64",
        RADIUS <= rational("1/64"),
        by.decide(
            "opposite powers", "power to 0", "the radius is positive", "k**c1 is at least 64"
        ),
    ),
)
# The second count in terms of k**c1.
COUNTED = (
    Step("the root of k is positive", sqrt(k) > 0, by.elementary("sqrt is positive", k)),
    Step(
        "the root of e is positive",
        ROOT_OF_E > 0,
        by.elementary("exp is positive", rational("1/2")),
    ),
    Step("eta L is positive", eta * L > 0, by.decide()),
    Step(
        "the denominator is positive",
        STEPS > 0,
        by.decide("the root of k is positive", "the root of e is positive", "eta L is positive"),
    ),
    Step(
        "the inverse",
        eq((4 * RADIUS) ** -1, k**c1 / 4),
        by.decide("opposite powers", "power to 0", "the radius is positive"),
    ),
    Step(
        "powers of the inverse",
        eq(((4 * RADIUS) ** -1) ** ((k - 2) / 2), POWER),
        by.congruence("pow", "the inverse"),
    ),
    Step(
        "a power of opposite exponent",
        eq(((4 * RADIUS) ** -1) ** ((k - 2) / 2), (4 * RADIUS) ** (-1 * ((k - 2) / 2))),
        by.elementary(
            "power of power", 4 * RADIUS, -1, (k - 2) / 2, using=["the radius is positive"]
        ),
    ),
    Step(
        "the count",
        eq(N2, COUNT),
        by.decide(
            "powers of the inverse", "a power of opposite exponent", "the denominator is positive"
        ),
    ),
)

STATEMENT = statement(VARIABLES, ASSUMPTIONS, forall(times(1), conclusion))


def values(case: RunCase) -> dict[Variable | Symbol, Any]:
    """What the statement speaks of, at a measured run on (p + 1)**2/2 with c1 = 1."""
    return {
        k: case.depth,
        eta: case.step,
        L: case.ceiling + 1,
        c1: 1,
        c3: case.ceiling,
        w: case.weights,
        f: case.loss,
    }


# F is less than f(0) only where P is less than 0.
ITERATIONS = RunBound(
    statement=STATEMENT,
    bounds={"count + 2": COUNT + 2},
    direction="at least",
    quantity="product",
    level=0,
    starts="near identity 1/k",
    step="the step size is small",
    values=values,
)

LEMMA = Lemma(
    id="shamir2019/theorem-3-rate",
    title="Near-identity start: exp(Omega(k log k)) iterations",
    source=shamir("3.2", "Theorem 3"),
    variant="strengthened",
    changes=(
        "Assumption 1 is weakened to 0 <= f' <= L on [0, c3]",
        "k >= 2 and k >= 64**(1/c1), which is written c1*log(k) >= log(64), in place of a large k",
        "the step size is at most c = 1/(4 L max(1, c3))",
        "an explicit count in place of exp(Omega(k)): it is exp(Omega(k log k))",
        "the lower bound c2 on P(1), in Assumption 3, is dropped",
    ),
    note="A suboptimality of less than c' = f(0) - inf f is a loss of less than f(0).",
    statement=STATEMENT,
    measurements=(
        first_iterations(
            ITERATIONS, depths=(10, 64, 70, 100, 150), name="first iteration with P <= 0"
        ),
    ),
    proof=(
        *NEAR_ONE,
        *COUNTED,
        Step(
            "the run",
            None,
            by.lemma(
                STRENGTHENED,
                {kappa: RADIUS, B: c3},
                "the radius is positive",
                "the radius is at most 1/64",
            ),
        ),
        Step(
            "conclusion",
            forall(times(1), conclusion),
            by.fix(
                t,
                Step(
                    "at t",
                    conclusion(t),
                    by.suppose(
                        "the loss is less than f(0)",
                        Step(
                            "not before",
                            t > COUNT + 2,
                            by.contrary(
                                "t is within the count",
                                Step(
                                    "within N2",
                                    t <= N2 + 2,
                                    by.decide("t is within the count", "the count"),
                                ),
                                Step(
                                    "in time",
                                    either(t <= N1 + 2, t <= N2 + 2),
                                    by.decide("within N2"),
                                ),
                                Step(
                                    "the loss",
                                    f(P) >= f(ZERO),
                                    by.hypothesis(part(at("the run", t, using=["in time"]), 2)),
                                ),
                                Step(
                                    "impossible",
                                    false,
                                    by.decide("the loss", "the loss is less than f(0)"),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
