"""Theorem 3, part: the count N1, for which a is 2 sqrt(kappa)."""

from lemmas.shamir2019._descent import at_time, eta, f, k, t, w
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_3 import INDEX, N1, SETTING, B, L, kappa, kept, least, m
from lemmas.shamir2019.theorem_3_crossing import LEMMA as CROSSING
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

ROOT = sqrt(kappa)
X = 8 * kappa
POWER, OPPOSITE = X ** ((k - 1) / 2), X ** (-(k - 2) / 2)
START = 2 * ROOT
STEP = eta * L * POWER


def conclusion(t: TermLike) -> Proposition:
    """That the coordinates are nonnegative up to the count."""
    return implies(t <= N1 + 2, kept(t))


LEMMA = Lemma(
    id="shamir2019/theorem-3-first-count",
    title="No coordinate is negative for (8 kappa)**(-(k-2)/2)/(sqrt(8) eta L) steps",
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
        Step("the root squared", eq(ROOT**2, kappa), by.elementary("sqrt squared", kappa)),
        Step("the root is positive", ROOT > 0, by.elementary("sqrt is positive", kappa)),
        Step("a is positive", START > 0, by.decide("the root is positive")),
        Step("a squared", eq(START**2, 4 * kappa), by.decide("the root squared")),
        Step("a is at most 2 sqrt(kappa)", START**2 <= 4 * kappa, by.decide("a squared")),
        Step("1 or B", None, by.elementary("max bounds", 1, B)),
        Step("eta L is positive", eta * L > 0, by.decide()),
        Step("eta L is at most 1/4", eta * L <= rational("1/4"), by.decide(part("1 or B", 0))),
        Step(
            "the power is positive", POWER > 0, by.elementary("power is positive", X, (k - 1) / 2)
        ),
        Step("8 kappa is at most 1", X <= 1, by.decide()),
        Step(
            "one factor of the power",
            POWER <= X ** rational("1/2"),
            by.elementary(
                "power in exponent below one",
                X,
                rational("1/2"),
                (k - 1) / 2,
                using=["8 kappa is at most 1"],
            ),
        ),
        Step(
            "which is a root",
            eq(X ** rational("1/2"), sqrt(X)),
            by.elementary("sqrt as power", X, rational("1/2")),
        ),
        Step("root of 8 kappa, squared", eq(sqrt(X) ** 2, X), by.elementary("sqrt squared", X)),
        Step("root of 8", eq(sqrt(8) ** 2, 8), by.elementary("sqrt squared", 8)),
        Step("root of 8 is positive", sqrt(8) > 0, by.elementary("sqrt is positive", 8)),
        Step(
            "root of 8 kappa",
            sqrt(X) <= sqrt(8) * ROOT,
            by.decide(
                "root of 8 kappa, squared",
                "root of 8",
                "the root squared",
                "root of 8 is positive",
                "the root is positive",
            ),
        ),
        Step(
            "root of 8 is at most 4", sqrt(8) <= 4, by.decide("root of 8", "root of 8 is positive")
        ),
        Step(
            "the power is at most 4 sqrt(kappa)",
            POWER <= 4 * ROOT,
            by.decide(
                "one factor of the power",
                "which is a root",
                "root of 8 kappa",
                "root of 8 is at most 4",
                "the root is positive",
            ),
        ),
        Step(
            "steps below 2 sqrt(kappa) are short",
            STEP <= START / 2,
            by.decide(
                "the power is at most 4 sqrt(kappa)",
                "eta L is at most 1/4",
                "the power is positive",
            ),
        ),
        Step(
            "the same power",
            eq((START**2 + 4 * kappa) ** ((k - 1) / 2), POWER),
            by.congruence("pow", "a squared"),
        ),
        Step(
            "steps below a",
            eta * L * (START**2 + 4 * kappa) ** ((k - 1) / 2) <= STEP,
            by.decide("the same power"),
        ),
        Step(
            "s is at most 1/2",
            STEP <= rational("1/2"),
            by.decide("steps below 2 sqrt(kappa) are short", "a squared", "a is positive"),
        ),
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
        Step(
            "powers of opposite exponents",
            eq(X ** (-(k - 2) / 2 + (k - 1) / 2), OPPOSITE * POWER),
            by.elementary("power of sum", X, -(k - 2) / 2, (k - 1) / 2),
        ),
        Step(
            "their product is a root",
            None,
            by.elementary("sqrt as power", X, -(k - 2) / 2 + (k - 1) / 2),
        ),
        Step(
            "N1 steps",
            eq(N1 * STEP, OPPOSITE * POWER / sqrt(8)),
            by.decide("eta L is positive", "root of 8 is positive"),
        ),
        Step(
            "N1 steps of size s are at most a/2",
            N1 * STEP <= START / 2,
            by.decide(
                "N1 steps",
                "powers of opposite exponents",
                "their product is a root",
                "root of 8 kappa",
                "root of 8 is positive",
            ),
        ),
        Step("s is positive", STEP > 0, by.decide("eta L is positive", "the power is positive")),
        Step(
            "conclusion",
            forall(times(1), conclusion),
            by.fix(
                t,
                Step(
                    "at t",
                    conclusion(t),
                    by.suppose(
                        "t is at most N1 + 2",
                        Step(
                            "t - 2 steps",
                            (t - 2) * STEP <= N1 * STEP,
                            by.decide("t is at most N1 + 2", "s is positive"),
                        ),
                        Step(
                            "in time",
                            (t - rational("2")) * STEP <= START / 2,
                            by.decide("t - 2 steps", "N1 steps of size s are at most a/2"),
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
