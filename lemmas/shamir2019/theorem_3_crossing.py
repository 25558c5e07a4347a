"""Theorem 3, part: how many steps the least coordinate needs from a/2 to 0."""

from lemmas.shamir2019._descent import at_time, eta, f, k, product, t, w
from lemmas.shamir2019._lemma_08 import h, v
from lemmas.shamir2019._lemma_08 import w as one_point
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_3 import INDEX, SETTING, B, L, j, kappa, kept, least, m
from lemmas.shamir2019.lemma_10_spread_step import LEMMA as SPREAD_STEP
from lemmas.shamir2019.theorem_3_no_jump import LEMMA as NO_JUMP
from lemmas.shamir2019.theorem_3_no_jump import a, r, s
from lemmas.shamir2019.theorem_3_no_jump import w as point
from verifier import (
    Lemma,
    Proposition,
    Step,
    TermLike,
    at,
    both,
    by,
    eq,
    forall,
    implies,
    indices,
    over,
    part,
    rational,
    statement,
    times,
)

ONE = rational("1")
SLOPE = f.prime(product(at_time(t)))
P, P_START = product(at_time(t)), product(at_time(1))
Q, Q_START = product(at_time(t), m), product(at_time(1), m)


def in_time(t: TermLike) -> Proposition:
    """That t - 2 steps of size s do not lead from a/2 to below 0."""
    return (t - rational("2")) * s <= a / 2


def above(t: TermLike) -> Proposition:
    """That w_m is at least where t - 2 steps of size s lead from a/2."""
    return w[m, t] >= a / 2 - (t - rational("2")) * s


def coordinate(t: TermLike, j: TermLike) -> Proposition:
    """What is shown of the coordinate j at a time."""
    return both(
        w[m, t] <= w[j, t],
        w[j, t] <= w[j, 1],
        w[j, t] ** 2 <= w[m, t] ** 2 + 4 * kappa,
    )


def state(t: TermLike) -> Proposition:
    """What is shown of a time by induction, as long as it is in time."""
    return both(above(t), forall(indices(k), lambda j: coordinate(t, j)))


def claim(t: TermLike) -> Proposition:
    """The claim of the induction."""
    return implies(in_time(t), state(t))


def conclusion(t: TermLike) -> Proposition:
    """The claim of the lemma about a time."""
    return implies(in_time(t), kept(t))


def nonnegative(t: TermLike, *using: str) -> tuple[Step, ...]:
    """The steps from the state at a time to coordinates that are not negative."""
    return (
        Step("w_m is not negative", w[m, t] >= 0, by.decide(part("the state", 0), *using)),
        Step(
            "no coordinate is negative",
            forall(indices(k), lambda j: w[j, t] >= 0),
            by.fix(
                j,
                Step("w_j in the state", None, by.hypothesis(at(part("the state", 1), j))),
                Step("w_j", w[j, t] >= 0, by.decide("w_m is not negative", "w_j in the state")),
            ),
        ),
    )


ONE_MORE = (
    Step("in time at t", in_time(t), by.decide("in time at t + 1", "s is nonnegative")),
    Step("the state", state(t), by.hypothesis(at("induction", using=["in time at t"]))),
    *nonnegative(t, "in time at t"),
    Step(
        "no coordinate has grown",
        forall(indices(k), lambda j: w[j, t] <= w[j, 1]),
        by.fix(
            j, Step("w_j", w[j, t] <= w[j, 1], by.hypothesis(part(at(part("the state", 1), j), 1)))
        ),
    ),
    Step(
        "m is still least",
        least(at_time(t), m),
        by.fix(
            j, Step("w_j", w[m, t] <= w[j, t], by.hypothesis(part(at(part("the state", 1), j), 0)))
        ),
    ),
    Step(
        "the squares are close",
        forall(indices(k), lambda j: w[j, t] ** 2 <= w[m, t] ** 2 + 4 * kappa),
        by.fix(
            j,
            Step(
                "w_j",
                w[j, t] ** 2 <= w[m, t] ** 2 + 4 * kappa,
                by.hypothesis(part(at(part("the state", 1), j), 2)),
            ),
        ),
    ),
    Step("P is nonnegative", P >= 0, by.sign("no coordinate is negative")),
    Step(
        "P has not grown",
        P <= P_START,
        by.termwise("no coordinate is negative", "no coordinate has grown"),
    ),
    Step("P is at most B", P <= B, by.decide("P has not grown")),
    Step(
        "the slope",
        both(0 <= SLOPE, SLOPE <= L),
        by.hypothesis(
            at("f' lies in [0, L] on [0, B]", P, using=["P is nonnegative", "P is at most B"])
        ),
    ),
    Step("eta f' is nonnegative", eta * SLOPE >= 0, by.decide("the slope")),
    Step(
        "Q_m has not grown",
        Q <= Q_START,
        by.termwise("no coordinate is negative", "no coordinate has grown"),
    ),
    Step(
        "steps far from 0 are short",
        eta * L * Q <= rational("16/63"),
        by.decide("Q_m has not grown", "steps at the start are short", "eta L is nonnegative"),
    ),
    Step(
        "the step of w_m",
        eq(w[m, t + 1], w[m, t] - eta * SLOPE * Q),
        by.hypothesis(at("gradient descent", t, m)),
    ),
    Step(
        "no jump",
        None,
        by.lemma(
            NO_JUMP,
            {point: at_time(t), r: SLOPE},
            "the slope",
            "eta L is at most 1/4",
            "steps far from 0 are short",
            "no coordinate is negative",
            "the squares are close",
        ),
    ),
    Step(
        "w_m at t + 1",
        above(t + 1),
        by.cases(
            "no jump",
            {
                "a/2 remains": [
                    Step(
                        "not below a/2",
                        above(t + 1),
                        by.decide("the step of w_m", "a/2 remains", "s is nonnegative"),
                    )
                ],
                "a short step": [
                    Step(
                        "lower by s",
                        above(t + 1),
                        by.decide("the step of w_m", "a short step", part("the state", 0)),
                    )
                ],
            },
        ),
    ),
    Step(
        "pairs of coordinates",
        None,
        by.lemma(
            SPREAD_STEP,
            {one_point: at_time(t), v: at_time(t + 1), h: eta * SLOPE},
            "eta f' is nonnegative",
            "no coordinate is negative",
            at("gradient descent", t),
        ),
    ),
    Step(
        "all coordinates at t + 1",
        forall(indices(k), lambda j: coordinate(t + 1, j)),
        by.fix(
            j,
            Step(
                "w_j and w_m",
                None,
                by.hypothesis(at("pairs of coordinates", m, j, using=[at("m is still least", j)])),
            ),
            Step(
                "Q_j is nonnegative",
                product(at_time(t), j) >= 0,
                by.sign("no coordinate is negative"),
            ),
            Step(
                "it goes down",
                w[j, t + 1] <= w[j, 1],
                by.decide(
                    at("gradient descent", t, j),
                    "eta f' is nonnegative",
                    "Q_j is nonnegative",
                    at("no coordinate has grown", j),
                ),
            ),
            Step(
                "its square",
                w[j, t + 1] ** 2 <= w[m, t + 1] ** 2 + 4 * kappa,
                by.decide(part("w_j and w_m", 1), at("the squares are close", j)),
            ),
            Step(
                "w_j",
                coordinate(t + 1, j),
                by.decide(part("w_j and w_m", 0), "it goes down", "its square"),
            ),
        ),
    ),
    Step("the state at t + 1", state(t + 1), by.decide("w_m at t + 1", "all coordinates at t + 1")),
)

FIRST = (
    Step("a is at most 1/4", a <= rational("1/4"), by.decide()),
    Step("w_m", above(ONE), by.decide(part(at("the start", m), 0), "a is at most 1/4")),
    Step(
        "all coordinates",
        forall(indices(k), lambda j: coordinate(ONE, j)),
        by.fix(
            j,
            Step(
                "the squares",
                w[j, 1] ** 2 <= w[m, 1] ** 2 + 4 * kappa,
                by.decide(at("the start", j), at("the start", m)),
            ),
            Step(
                "w_j",
                coordinate(ONE, j),
                by.decide(at("m is a least coordinate", j), "the squares"),
            ),
        ),
    ),
    Step("the state at the start", state(ONE), by.decide("w_m", "all coordinates")),
)
START = (Step("in time", claim(ONE), by.suppose("in time at the start", *FIRST)),)

LEMMA = Lemma(
    id="shamir2019/theorem-3-crossing",
    title="The number of steps in which the least coordinate passes from a/2 to 0",
    source=shamir("A.1", "Theorem 3"),
    variant="effective",
    changes=(
        "Assumption 1 is weakened to 0 <= f' <= L on [0, B]; Assumption 3 to |w_j(1) - 1| <= "
        "kappa <= 1/64 and P(1) <= B",
        "thresholds a and a/2 near 0 take the place of 2/3 and 1/2, so that coordinates are "
        "followed until one is negative",
    ),
    statement=statement(
        [k, m, eta, L, B, kappa, a, s, over(w, k), f],
        {
            **SETTING,
            **INDEX,
            "m is a least coordinate": least(at_time(1), m),
            "a is positive": a > 0,
            "a is at most 2 sqrt(kappa)": a**2 <= 4 * kappa,
            "steps below 2 sqrt(kappa) are short": eta * L * (8 * kappa) ** ((k - 1) / 2) <= a / 2,
            "steps below a are shorter": eta * L * (a**2 + 4 * kappa) ** ((k - 1) / 2) <= s,
            "s is at most 1/2": s <= rational("1/2"),
        },
        forall(times(1), conclusion),
    ),
    proof=(
        Step("1 or B", None, by.elementary("max bounds", 1, B)),
        Step("eta L is nonnegative", eta * L >= 0, by.decide()),
        Step("eta L is at most 1/4", eta * L <= rational("1/4"), by.decide(part("1 or B", 0))),
        Step(
            "eta L B is at most 1/4",
            eta * L * B <= rational("1/4"),
            by.decide(part("1 or B", 1), "eta L is nonnegative"),
        ),
        Step(
            "the power is positive",
            None,
            by.elementary("power is positive", a**2 + 4 * kappa, (k - 1) / 2),
        ),
        Step(
            "s is nonnegative",
            s >= 0,
            by.decide("the power is positive", "eta L is nonnegative"),
        ),
        Step(
            "the start",
            forall(indices(k), lambda j: both(1 - kappa <= w[j, 1], w[j, 1] <= 1 + kappa)),
            by.fix(
                j,
                Step("bounds", None, by.elementary("abs bounds", w[j, 1] - 1)),
                Step(
                    "w_j",
                    both(1 - kappa <= w[j, 1], w[j, 1] <= 1 + kappa),
                    by.decide("bounds", at("the coordinates start near 1", j)),
                ),
            ),
        ),
        Step(
            "no coordinate starts negative",
            forall(indices(k), lambda j: w[j, 1] >= 0),
            by.fix(j, Step("w_j", w[j, 1] >= 0, by.decide(at("the start", j)))),
        ),
        Step("P(1) = w_m Q_m", eq(P_START, w[m, 1] * Q_START), by.split_off(P_START, m)),
        Step("Q_m starts nonnegative", Q_START >= 0, by.sign("no coordinate starts negative")),
        Step(
            "Q_m at the start",
            rational("63/64") * Q_START <= B,
            by.decide("P(1) = w_m Q_m", "Q_m starts nonnegative", part(at("the start", m), 0)),
        ),
        Step(
            "steps at the start are short",
            eta * L * Q_START <= rational("16/63"),
            by.decide("Q_m at the start", "eta L is nonnegative", "eta L B is at most 1/4"),
        ),
        Step(
            "at all times",
            forall(times(1), claim),
            by.induction(
                t,
                base=[*START],
                step=[
                    Step(
                        "at t + 1",
                        claim(t + 1),
                        by.suppose("in time at t + 1", *ONE_MORE),
                    )
                ],
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
                        "in time",
                        Step("the state", state(t), by.hypothesis(at("at all times", t))),
                        *nonnegative(t, "in time"),
                        Step(
                            "all coordinates",
                            kept(t),
                            by.fix(
                                j,
                                Step(
                                    "w_j in the state",
                                    None,
                                    by.hypothesis(at(part("the state", 1), j)),
                                ),
                                Step(
                                    "w_j",
                                    both(w[j, t] >= 0, w[j, t] <= w[j, 1]),
                                    by.decide(
                                        at("no coordinate is negative", j), "w_j in the state"
                                    ),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
