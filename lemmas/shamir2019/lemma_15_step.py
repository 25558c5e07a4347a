"""Lemma 15, part: one step of gradient descent while all coordinates are positive."""

from lemmas.shamir2019._descent import eta, k, product, step
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_4 import INDEX, Y, g, gaps, m, q, slope_below, v, x
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
    indices,
    natural,
    over,
    prod,
    statement,
)

j = natural("j")


def w(i: TermLike) -> Term:
    """A coordinate of the point before the step."""
    return x[i]


def new(i: TermLike) -> Term:
    """A coordinate of the point after the step."""
    return v[i]


def others_fall(j: TermLike) -> Proposition:
    """What the step does to another coordinate."""
    return both(v[j] <= x[j], v[j] - v[m] >= g)


P, Q, POWER = product(w), product(w, m), g ** (k - 1)
GS = prod(k, lambda i: g, omit=[m])

CONCLUSION = both(
    v[m] <= x[m] - eta * Y * POWER,
    v[m] >= -(eta * Y * q),
    forall(indices(k, omit=[m]), others_fall),
)

LEMMA = Lemma(
    id="shamir2019/lemma-15-step",
    title="One step while all coordinates are positive and the target is negative",
    source=shamir("A.2.2", "Lemma 15"),
    variant="effective",
    statement=statement(
        [k, m, Y, g, q, eta, over(x, k), over(v, k)],
        {
            **INDEX,
            "the target is negative": Y > 0,
            "g is positive": g > 0,
            "x_m is positive": x[m] > 0,
            "the others exceed it by g": gaps(w),
            "Q_m is at most q": Q <= q,
            "the step size is positive": eta > 0,
            "the step size is small": eta * q**2 <= 1,
            "v is the next point": step(w, new, slope_below),
        },
        CONCLUSION,
    ),
    note="The target is -Y.",
    proof=(
        Step(
            "the others are at least g",
            forall(indices(k, omit=[m]), lambda j: x[j] >= g),
            by.fix(
                j,
                Step("x_j", x[j] >= g, by.decide(at("the others exceed it by g", j))),
            ),
        ),
        Step("the power is positive", POWER > 0, by.elementary("power is positive", g, k - 1)),
        Step("each factor of Q_m", Q >= GS, by.termwise("the others are at least g")),
        Step("gs without m", eq(GS, POWER), by.constant(GS, "g is positive")),
        Step(
            "Q_m is at least the power", Q >= POWER, by.decide("each factor of Q_m", "gs without m")
        ),
        Step("P = x_m Q_m", eq(P, x[m] * Q), by.split_off(P, m)),
        Step(
            "Q_m is positive",
            Q > 0,
            by.decide("Q_m is at least the power", "the power is positive"),
        ),
        Step(
            "P is positive", P > 0, by.decide("P = x_m Q_m", "Q_m is positive", "x_m is positive")
        ),
        Step("eta Y is positive", eta * Y > 0, by.decide("the step size is positive")),
        Step(
            "the slope",
            eta * slope_below(P) >= eta * Y,
            by.decide("P is positive", "the step size is positive"),
        ),
        Step(
            "v_m",
            eq(v[m], x[m] - eta * slope_below(P) * Q),
            by.hypothesis(at("v is the next point", m)),
        ),
        Step(
            "v_m is lower",
            v[m] <= x[m] - eta * Y * POWER,
            by.decide(
                "v_m",
                "the slope",
                "Q_m is at least the power",
                "eta Y is positive",
                "Q_m is positive",
            ),
        ),
        Step(
            "Q_m squared",
            Q**2 <= q**2,
            by.decide("Q_m is at most q", "Q_m is positive"),
        ),
        Step(
            "eta Q_m**2",
            eta * Q**2 <= 1,
            by.decide("Q_m squared", "the step size is small", "the step size is positive"),
        ),
        Step(
            "v_m is at least",
            v[m] >= -(eta * Y * Q),
            by.decide("v_m", "P = x_m Q_m", "eta Q_m**2", "x_m is positive"),
        ),
        Step(
            "v_m is not far below zero",
            v[m] >= -(eta * Y * q),
            by.decide("v_m is at least", "Q_m is at most q", "eta Y is positive"),
        ),
        Step(
            "each other coordinate",
            forall(indices(k, omit=[m]), others_fall),
            by.fix(
                j,
                Step("P = x_j Q_j", eq(P, x[j] * product(w, j)), by.split_off(P, j)),
                Step(
                    "v_j",
                    eq(v[j], x[j] - eta * slope_below(P) * product(w, j)),
                    by.hypothesis(at("v is the next point", j)),
                ),
                Step(
                    "the gap of x_j",
                    x[j] - x[m] >= g,
                    by.hypothesis(at("the others exceed it by g", j)),
                ),
                Step(
                    "x_j is at least g",
                    x[j] >= g,
                    by.hypothesis(at("the others are at least g", j)),
                ),
                Step("x_j is positive", x[j] > 0, by.decide("x_j is at least g")),
                Step(
                    "Q_j is positive",
                    product(w, j) > 0,
                    by.decide("P = x_j Q_j", "P is positive", "x_j is positive"),
                ),
                Step(
                    "Q_j is at most Q_m",
                    product(w, j) <= Q,
                    by.decide(
                        "P = x_j Q_j",
                        "P = x_m Q_m",
                        "the gap of x_j",
                        "x_j is positive",
                        "Q_m is positive",
                        "g is positive",
                    ),
                ),
                Step(
                    "v_j is lower",
                    v[j] <= x[j],
                    by.decide("v_j", "the slope", "eta Y is positive", "Q_j is positive"),
                ),
                Step(
                    "the gap of v_j",
                    v[j] - v[m] >= g,
                    by.decide(
                        "v_j",
                        "v_m",
                        "the slope",
                        "eta Y is positive",
                        "Q_j is at most Q_m",
                        "the gap of x_j",
                    ),
                ),
                Step("both", others_fall(j), by.decide("v_j is lower", "the gap of v_j")),
            ),
        ),
        Step(
            "conclusion",
            CONCLUSION,
            by.decide("v_m is lower", "v_m is not far below zero", "each other coordinate"),
        ),
    ),
)
