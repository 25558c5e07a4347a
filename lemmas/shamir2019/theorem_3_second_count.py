"""Theorem 3, part: the count N2, for which a is 2 sqrt(kappa/k)."""

from lemmas.shamir2019._descent import at_time, eta, f, k, t, w
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_3 import INDEX, N2, ROOT_OF_E, SETTING, B, L, kappa, kept, least, m
from lemmas.shamir2019.theorem_3_compound import LEMMA as COMPOUND
from lemmas.shamir2019.theorem_3_compound import x
from lemmas.shamir2019.theorem_3_crossing import LEMMA as CROSSING
from lemmas.shamir2019.theorem_3_depth import LEMMA as DEPTH
from lemmas.shamir2019.theorem_3_depth import u
from lemmas.shamir2019.theorem_3_no_jump import a, s
from verifier import (
    Lemma,
    Proposition,
    Step,
    TermLike,
    at,
    by,
    eq,
    forall,
    implies,
    over,
    part,
    rational,
    sqrt,
    statement,
    times,
)

ROOT = sqrt(kappa / k)
START = 2 * ROOT
X, Y = 4 * kappa, 8 * kappa
POWER, OPPOSITE = X ** ((k - 1) / 2), X ** (-(k - 2) / 2)
GROWTH = (1 + 1 / k) ** ((k - 1) / 2)
STEP = eta * L * (ROOT_OF_E * POWER)
# The powers at 8 kappa that bound the steps below 2 sqrt(kappa).
WHOLE, REST = Y ** ((k - 1) / 2), Y ** ((k - 2) / 2)


def conclusion(t: TermLike) -> Proposition:
    """That the coordinates are nonnegative up to the count."""
    return implies(t <= N2 + 2, kept(t))


# Steps from between a and 2 sqrt(kappa).
BETWEEN = (
    Step(
        "one root and the rest",
        eq(Y ** (rational("1/2") + (k - 2) / 2), Y ** rational("1/2") * REST),
        by.elementary("power of sum", Y, rational("1/2"), (k - 2) / 2),
    ),
    Step(
        "the root as a power",
        eq(Y ** rational("1/2"), sqrt(Y)),
        by.elementary("sqrt as power", Y, rational("1/2")),
    ),
    Step("the root of 8 kappa squared", eq(sqrt(Y) ** 2, Y), by.elementary("sqrt squared", Y)),
    Step("the root of 8 kappa is positive", sqrt(Y) > 0, by.elementary("sqrt is positive", Y)),
    Step("the rest is positive", REST > 0, by.elementary("power is positive", Y, (k - 2) / 2)),
    Step(
        "the rest squared",
        eq(REST**2, Y ** ((k - 2) / 2 * 2)),
        by.elementary("power of power", Y, (k - 2) / 2, 2),
    ),
    Step("it makes up for the depth", k * Y ** (k - 2) <= 2, by.lemma(DEPTH, {u: Y})),
    Step(
        "k times its square",
        k * REST**2 <= 2,
        by.decide("the rest squared", "it makes up for the depth"),
    ),
    Step(
        "the step",
        eta * L * WHOLE <= REST * sqrt(Y) / 4,
        by.decide(
            "one root and the rest",
            "the root as a power",
            "the rest is positive",
            "the root of 8 kappa is positive",
            "eta L is at most 1/4",
            "eta L is positive",
        ),
    ),
    Step(
        "its square",
        (REST * sqrt(Y) / 4) ** 2 <= kappa / k,
        by.decide("k times its square", "the root of 8 kappa squared"),
    ),
    Step(
        "the root of it",
        REST * sqrt(Y) / 4 <= ROOT,
        by.decide("its square", "the root squared", "the root is positive"),
    ),
    Step(
        "steps below 2 sqrt(kappa) are short",
        eta * L * WHOLE <= START / 2,
        by.decide("the step", "the root of it"),
    ),
)
# Steps from below a.
BELOW = (
    Step(
        "4 kappa apart",
        eq(START**2 + X, X * (1 + 1 / k)),
        by.decide("the root squared"),
    ),
    Step(
        "the same power",
        eq((START**2 + X) ** ((k - 1) / 2), (X * (1 + 1 / k)) ** ((k - 1) / 2)),
        by.congruence("pow", "4 kappa apart"),
    ),
    Step("1/k is positive", 1 / k > 0, by.decide()),
    Step(
        "its powers apart",
        eq((X * (1 + 1 / k)) ** ((k - 1) / 2), POWER * GROWTH),
        by.elementary("power of product", X, 1 + 1 / k, (k - 1) / 2, using=["1/k is positive"]),
    ),
    Step("the half power", GROWTH <= ROOT_OF_E, by.lemma(COMPOUND, {x: k})),
    Step(
        "the power, with the root of e",
        POWER * GROWTH <= ROOT_OF_E * POWER,
        by.decide("the half power", "the power is positive"),
    ),
    Step(
        "steps below a",
        eta * L * (START**2 + X) ** ((k - 1) / 2) <= STEP,
        by.decide(
            "the same power",
            "its powers apart",
            "the power, with the root of e",
            "eta L is positive",
        ),
    ),
)
AT_MOST_HALF = (
    Step(
        "the power is at most 1",
        POWER <= X ** rational("0"),
        by.elementary("power in exponent below one", X, rational("0"), (k - 1) / 2),
    ),
    Step("power to 0", eq(X ** rational("0"), 1), by.elementary("power to zero", X, 0)),
    Step("the root of e is at most 2", ROOT_OF_E <= 2, by.decide()),
    Step(
        "at most 2",
        ROOT_OF_E * POWER <= 2,
        by.decide(
            "the power is at most 1",
            "power to 0",
            "the root of e is at most 2",
            "the power is positive",
            "the root of e is positive",
        ),
    ),
    Step(
        "s is at most 1/2",
        STEP <= rational("1/2"),
        by.decide("at most 2", "eta L is at most 1/4", "the power with the root is positive"),
    ),
)
COUNT = (
    Step(
        "powers of opposite exponents",
        eq(X ** (-(k - 2) / 2 + (k - 1) / 2), OPPOSITE * POWER),
        by.elementary("power of sum", X, -(k - 2) / 2, (k - 1) / 2),
    ),
    Step(
        "their product is a root",
        eq(X ** (-(k - 2) / 2 + (k - 1) / 2), sqrt(X)),
        by.elementary("sqrt as power", X, -(k - 2) / 2 + (k - 1) / 2),
    ),
    Step("the root of 4 kappa squared", eq(sqrt(X) ** 2, X), by.elementary("sqrt squared", X)),
    Step("the root of 4 kappa is positive", sqrt(X) > 0, by.elementary("sqrt is positive", X)),
    Step("the root of k squared", eq(sqrt(k) ** 2, k), by.elementary("sqrt squared", k)),
    Step("the root of k is positive", sqrt(k) > 0, by.elementary("sqrt is positive", k)),
    Step(
        "the roots squared",
        eq(sqrt(X) ** 2, (START * sqrt(k)) ** 2),
        by.decide("the root of 4 kappa squared", "the root squared", "the root of k squared"),
    ),
    Step(
        "the roots",
        sqrt(X) <= START * sqrt(k),
        by.decide(
            "the roots squared",
            "the root of k is positive",
            "the root is positive",
            "the root of 4 kappa is positive",
        ),
    ),
    Step(
        "N2 steps",
        eq(N2 * STEP, OPPOSITE * POWER / (2 * sqrt(k))),
        by.decide("eta L is positive", "the root of k is positive", "the root of e is positive"),
    ),
    Step(
        "N2 steps as roots",
        eq(N2 * STEP, sqrt(X) / (2 * sqrt(k))),
        by.decide(
            "N2 steps",
            "powers of opposite exponents",
            "their product is a root",
            "the root of k is positive",
        ),
    ),
    Step(
        "N2 steps of size s are at most a/2",
        N2 * STEP <= START / 2,
        by.decide("N2 steps as roots", "the roots", "the root of k is positive"),
    ),
)

LEMMA = Lemma(
    id="shamir2019/theorem-3-second-count",
    title="No coordinate is negative for (4 kappa)**(-(k-2)/2)/(2 exp(1/2) sqrt(k) eta L) steps",
    source=shamir("A.1", "Theorem 3"),
    variant="strengthened",
    changes=(
        "Assumption 1 is weakened to 0 <= f' <= L on [0, B]; Assumption 3 to |w_j(1) - 1| <= "
        "kappa <= 1/64 and P(1) <= B",
        "an explicit count in place of exp(Omega(k))",
    ),
    statement=statement(
        [k, m, eta, L, B, kappa, over(w, k), f],
        {**SETTING, **INDEX, "m is a least coordinate": least(at_time(1), m)},
        forall(times(1), conclusion),
    ),
    proof=(
        Step("kappa/k is positive", kappa / k > 0, by.decide()),
        Step(
            "the root squared",
            eq(ROOT**2, kappa / k),
            by.elementary("sqrt squared", kappa / k, using=["kappa/k is positive"]),
        ),
        Step(
            "the root is positive",
            ROOT > 0,
            by.elementary("sqrt is positive", kappa / k, using=["kappa/k is positive"]),
        ),
        Step("a is positive", START > 0, by.decide("the root is positive")),
        Step(
            "a is at most 2 sqrt(kappa)",
            START**2 <= 4 * kappa,
            by.decide("the root squared"),
        ),
        Step("1 or B", None, by.elementary("max bounds", 1, B)),
        Step("eta L is positive", eta * L > 0, by.decide()),
        Step("eta L is at most 1/4", eta * L <= rational("1/4"), by.decide(part("1 or B", 0))),
        Step(
            "the power is positive", POWER > 0, by.elementary("power is positive", X, (k - 1) / 2)
        ),
        Step(
            "the root of e is positive",
            ROOT_OF_E > 0,
            by.elementary("exp is positive", rational("1/2")),
        ),
        Step(
            "the power with the root is positive",
            ROOT_OF_E * POWER > 0,
            by.decide("the power is positive", "the root of e is positive"),
        ),
        *BETWEEN,
        *BELOW,
        *AT_MOST_HALF,
        Step(
            "the crossing",
            None,
            by.lemma(
                CROSSING,
                {a: START, s: STEP},
                "a is positive",
                "a is at most 2 sqrt(kappa)",
                "steps below 2 sqrt(kappa) are short",
                "steps below a",
                "s is at most 1/2",
            ),
        ),
        *COUNT,
        Step(
            "s is positive",
            STEP > 0,
            by.decide("eta L is positive", "the power with the root is positive"),
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
                        "t is at most N2 + 2",
                        Step(
                            "t - 2 steps",
                            (t - 2) * STEP <= N2 * STEP,
                            by.decide("t is at most N2 + 2", "s is positive"),
                        ),
                        Step(
                            "in time",
                            (t - rational("2")) * STEP <= START / 2,
                            by.decide("t - 2 steps", "N2 steps of size s are at most a/2"),
                        ),
                        Step(
                            "kept",
                            kept(t),
                            by.hypothesis(at("the crossing", t, using=["in time"])),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
