"""Theorem 3 with explicit constants: exp(Omega(k)) iterations from a near-identity start."""

import math
from fractions import Fraction
from typing import Any

from lemmas.shamir2019._assumption_1 import LOWEST, increasing, lipschitz_constant
from lemmas.shamir2019._descent import at_time, eta, f, gradient_descent, k, product, t, w
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_3 import ROOT_OF_E, L, z
from lemmas.shamir2019.assumption_1_slope import LEMMA as ASSUMPTION_1_SLOPE
from lemmas.shamir2019.assumption_1_slope import z as end
from lemmas.shamir2019.theorem_3_rate import COUNT as RATE_COUNT
from lemmas.shamir2019.theorem_3_rate import LARGE, RADIUS, STEPS, c1, c3, slope
from lemmas.shamir2019.theorem_3_rate import LEMMA as RATE
from lemmas.shamir2019.theorem_3_rate import POWER as RATE_POWER
from verifier import (
    Lemma,
    Proposition,
    RunBound,
    RunCase,
    Step,
    Symbol,
    TermLike,
    Variable,
    at,
    both,
    by,
    eq,
    first_iterations,
    forall,
    implies,
    indices,
    log,
    maximum,
    over,
    part,
    rational,
    reals,
    sqrt,
    statement,
    times,
)

END = c3 + 1
ZERO = rational("0")
FOUR, SIXTEEN = rational("4"), rational("16")
POWER = FOUR ** (k - 2)
COUNT = POWER / STEPS
PLAIN = 2 * POWER / (ROOT_OF_E * sqrt(k))


def conclusion(t: TermLike) -> Proposition:
    """That a time at which the loss is less than f(-1/2) is late."""
    return implies(f(product(at_time(t))) < f(LOWEST), both(t > COUNT + 2, t > PLAIN + 2))


# f' on [0, c3], which is all that is needed of it.
SLOPE = (
    Step("the slope", None, by.lemma(ASSUMPTION_1_SLOPE, {end: END})),
    Step(
        "f' lies in [0, L] on [0, c3]",
        forall(reals(), slope),
        by.fix(
            z,
            Step(
                "at z",
                slope(z),
                by.suppose(
                    "z lies in [0, c3]",
                    Step("z is above -1/2", LOWEST <= z, by.decide("z lies in [0, c3]")),
                    Step("z is below c3 + 1", z < END, by.decide("z lies in [0, c3]")),
                    Step(
                        "the slope at z",
                        both(0 <= f.prime(z), f.prime(z) <= L),
                        by.hypothesis(
                            at("the slope", z, using=["z is above -1/2", "z is below c3 + 1"])
                        ),
                    ),
                ),
            ),
        ),
    ),
)

STATEMENT = statement(
    [k, eta, L, c1, c3, over(w, k), f],
    {
        "there are two factors": k >= 2,
        "L is a Lipschitz constant of f from -1/2 up to c3 + 1": lipschitz_constant(f, L, END),
        "f is strictly increasing from -1/2 on": increasing(f),
        "c1 is positive": c1 > 0,
        "the start is near 1": forall(indices(k), lambda j: abs(w[j, 1] - 1) <= RADIUS),
        "P(1) is at most c3": product(at_time(1)) <= c3,
        "the depth is at least 64**(1/c1)": c1 * log(k) >= log(64),
        "L is positive": L > 0,
        "the step size is positive": eta > 0,
        "the step size is small": 4 * eta * L * maximum(1, c3) <= 1,
        "gradient descent": gradient_descent(),
    },
    forall(times(1), conclusion),
)


def values(case: RunCase) -> dict[Variable | Symbol, Any]:
    """What the statement speaks of, at a measured run on (p + 1)**2/2.

    c1 is the least for which the depth is large enough, rounded up to 40 bits: for it the start
    may be 1/64 away from 1, but for a factor of nearly 1.
    """
    least = math.log(64) / math.log(case.depth)
    return {
        k: case.depth,
        eta: case.step,
        L: case.ceiling + 2,
        c1: Fraction(math.ceil(least * 2**40), 2**40),
        c3: case.ceiling,
        w: case.weights,
        f: case.loss,
    }


# F is less than f(-1/2) only where P is less than -1/2: f increases from there on.
ITERATIONS = RunBound(
    statement=STATEMENT,
    bounds={"count": COUNT + 2, "plain count": PLAIN + 2},
    direction="at least",
    quantity="product",
    level=LOWEST,
    starts="near identity",
    step="the step size is small",
    values=values,
    # f' = p + 1 is positive above -1 and at most L below c3 + 1.
    by_construction=(
        "L is a Lipschitz constant of f from -1/2 up to c3 + 1",
        "f is strictly increasing from -1/2 on",
    ),
)

LEMMA = Lemma(
    id="shamir2019/theorem-3",
    title="Near-identity start: exponentially many iterations",
    source=shamir("3.2", "Theorem 3"),
    variant="effective",
    changes=(
        "Assumption 1 is stated with its constant: L is a Lipschitz constant of f on [-1/2, c3 + "
        "1); that the infimum of f is less than f(-1/2) is not needed for the count, it makes c' "
        "positive",
        "k >= 2 and k >= 64**(1/c1), which is written c1*log(k) >= log(64), in place of a large k",
        "the step size is at most c = 1/(4 L max(1, c3))",
        "an explicit count in place of exp(Omega(k))",
        "the lower bound c2 on P(1), in Assumption 3, is dropped",
    ),
    note="c' = f(-1/2) - inf f is the gap that Assumption 1 speaks of: a suboptimality of less "
    "than c' is a loss of less than f(-1/2).",
    statement=STATEMENT,
    measurements=(
        first_iterations(
            ITERATIONS,
            depths=(2, 3, 5, 7, 10, 20, 50, 100),
            name="first iteration with P <= -1/2",
        ),
    ),
    proof=(
        *SLOPE,
        Step(
            "the rate",
            None,
            by.lemma(RATE, None, "f' lies in [0, L] on [0, c3]"),
        ),
        *LARGE,
        Step("the base is at least 16", k**c1 / 4 >= SIXTEEN, by.decide("k**c1 is at least 64")),
        Step(
            "the power is at least one of 16",
            SIXTEEN ** ((k - 2) / 2) <= RATE_POWER,
            by.elementary(
                "power is monotone",
                SIXTEEN,
                k**c1 / 4,
                (k - 2) / 2,
                using=["the base is at least 16"],
            ),
        ),
        Step("16 is a square", eq(FOUR**2, SIXTEEN), by.decide()),
        Step(
            "powers of the square",
            eq((FOUR**2) ** ((k - 2) / 2), SIXTEEN ** ((k - 2) / 2)),
            by.congruence("pow", "16 is a square"),
        ),
        Step(
            "a power of 4",
            eq((FOUR**2) ** ((k - 2) / 2), FOUR ** (2 * ((k - 2) / 2))),
            by.elementary("power of power", FOUR, 2, (k - 2) / 2),
        ),
        Step(
            "the powers",
            POWER <= RATE_POWER,
            by.decide("the power is at least one of 16", "powers of the square", "a power of 4"),
        ),
        Step("the power is positive", POWER > 0, by.elementary("power is positive", FOUR, k - 2)),
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
            by.decide(
                "the root of k is positive", "the root of e is positive", "eta L is positive"
            ),
        ),
        Step(
            "the counts",
            COUNT <= RATE_COUNT,
            by.decide("the powers", "the denominator is positive"),
        ),
        Step("1 or c3", None, by.elementary("max bounds", 1, c3)),
        Step(
            "eta L is at most 1/4",
            eta * L <= rational("1/4"),
            by.decide(part("1 or c3", 0), "eta L is positive"),
        ),
        Step(
            "the count without eta and L",
            PLAIN <= COUNT,
            by.decide(
                "eta L is at most 1/4",
                "the power is positive",
                "the root of k is positive",
                "the root of e is positive",
                "eta L is positive",
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
                        "the loss is less than f(-1/2)",
                        Step(
                            "f(-1/2) is less than f(0)",
                            f(LOWEST) < f(ZERO),
                            by.hypothesis(
                                at("f is strictly increasing from -1/2 on", LOWEST, ZERO)
                            ),
                        ),
                        Step(
                            "less than f(0)",
                            f(product(at_time(t))) < f(ZERO),
                            by.decide("the loss is less than f(-1/2)", "f(-1/2) is less than f(0)"),
                        ),
                        Step(
                            "late",
                            t > RATE_COUNT + 2,
                            by.hypothesis(at("the rate", t, using=["less than f(0)"])),
                        ),
                        Step(
                            "both counts",
                            both(t > COUNT + 2, t > PLAIN + 2),
                            by.decide("late", "the counts", "the count without eta and L"),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
