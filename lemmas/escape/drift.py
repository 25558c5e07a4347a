"""The drift of a gap along a stretch of gradient descent, by the values of F at its two ends."""

from lemmas.escape._note import note
from lemmas.escape.drift_step import LEMMA as DRIFT_STEP
from lemmas.escape.drift_step import g as one_step
from lemmas.escape.drift_step import x as start_of_step
from lemmas.shamir2019.lemma_13_exponential import LEMMA as EXPONENTIAL
from lemmas.shamir2019.lemma_13_exponential import x as exponent
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
    exp,
    family,
    forall,
    function,
    implies,
    indices,
    natural,
    over,
    part,
    rational,
    real,
    reals,
    scalar_sequence,
    statement,
    times,
)

n, N, t = natural("n"), natural("N"), natural("t")
m, B, c, z = real("m"), real("B"), real("c"), real("z")
x, d = scalar_sequence("x"), scalar_sequence("d")
g, theta = family("g"), family("theta")
F = function("F", smooth=2)


def along(t: TermLike) -> Term:
    """The step at time t times the slope of F there."""
    return F.prime(x[t]) * g[t]


def shrinks_by(t: TermLike) -> Term:
    """The part by which the gap shrinks at time t."""
    return (1 + theta[t]) * along(t)


def passed(s: TermLike) -> Term:
    """By how much F falls in the first s steps."""
    return F(x[1]) - F(x[s + 1])


def slack(s: TermLike) -> Term:
    """What the finite size of the first s steps adds to that."""
    return B * m * (x[1] - x[s + 1]) / 2


def least(s: TermLike) -> Term:
    """The lower bound on the gap after s steps."""
    return d[1] * (1 - (1 + c) * (passed(s) + slack(s)))


def most(s: TermLike) -> Term:
    """The upper bound on the gap after s steps."""
    return d[1] * exp(-((1 - c) * (passed(s) - slack(s))))


def flat(low: TermLike, high: TermLike) -> Proposition:
    """The bound on the second derivative of F between two points."""
    return forall(reals(), lambda z: implies(both(low <= z, z <= high), abs(F.prime(z, 2)) <= B))


def between(s: TermLike) -> Proposition:
    """The bounds on the gap after s steps."""
    return both(least(s) <= d[s + 1], d[s + 1] <= most(s))


def so_far(s: TermLike) -> Proposition:
    """What is shown after s steps."""
    return both(d[s + 1] >= 0, d[s + 1] <= d[1], least(s) <= d[s + 1], d[s + 1] <= most(s))


def claim(s: TermLike) -> Proposition:
    """What is shown by induction of the first s of the n steps."""
    return implies(s <= n, both(x[s + 1] <= x[1], implies(flat(x[s + 1], x[1]), so_far(s))))


NONE = rational("0")
LAST = N + 1  # the time of the step from N to N + 1 steps
RISE = F(x[LAST]) - F(x[LAST] - g[LAST])
ROOM = B * m * g[LAST] / 2

ONE_MORE = (
    Step("the first N", None, by.hypothesis(at("induction"))),
    Step("x so far", x[N + 1] <= x[1], by.hypothesis(part("the first N", 0))),
    Step("the step of x", None, by.hypothesis(at("x goes down by g", LAST))),
    Step("the step of d", None, by.hypothesis(at("d shrinks", LAST))),
    Step("the step is down", g[LAST] >= 0, by.hypothesis(part(at("the steps", LAST), 0))),
    Step("the step is small", g[LAST] <= m, by.hypothesis(part(at("the steps", LAST), 1))),
    Step(
        "x goes on",
        x[N + 1 + 1] <= x[1],
        by.decide("x so far", "the step of x", "the step is down"),
    ),
)

BOUNDS = (
    Step(
        "flat in the first N",
        flat(x[N + 1], x[1]),
        by.fix(
            z,
            Step(
                "at z",
                implies(both(x[N + 1] <= z, z <= x[1]), abs(F.prime(z, 2)) <= B),
                by.suppose(
                    "z was passed",
                    Step(
                        "z is above the next point",
                        x[N + 1 + 1] <= z,
                        by.decide("the step of x", "the step is down"),
                    ),
                    Step(
                        "flat there",
                        abs(F.prime(z, 2)) <= B,
                        by.hypothesis(at("flat", z, using=["z is above the next point"])),
                    ),
                ),
            ),
        ),
    ),
    Step(
        "flat along the step",
        flat(x[LAST] - g[LAST], x[LAST]),
        by.fix(
            z,
            Step(
                "at z",
                implies(both(x[LAST] - g[LAST] <= z, z <= x[LAST]), abs(F.prime(z, 2)) <= B),
                by.suppose(
                    "z is passed now",
                    Step(
                        "z is above the next point", x[N + 1 + 1] <= z, by.decide("the step of x")
                    ),
                    Step("z is below the start", z <= x[1], by.decide("x so far")),
                    Step(
                        "flat there",
                        abs(F.prime(z, 2)) <= B,
                        by.hypothesis(
                            at(
                                "flat",
                                z,
                                using=["z is above the next point", "z is below the start"],
                            )
                        ),
                    ),
                ),
            ),
        ),
    ),
    Step(
        "one step",
        None,
        by.lemma(
            DRIFT_STEP,
            {start_of_step: x[LAST], one_step: g[LAST]},
            "the step is down",
            "flat along the step",
        ),
    ),
    Step("its size", None, by.elementary("abs bounds", RISE - along(LAST))),
    Step(
        "F'' at the start",
        abs(F.prime(x[LAST], 2)) <= B,
        by.hypothesis(at("flat along the step", x[LAST], using=["the step is down"])),
    ),
    Step("its size is nonnegative", None, by.elementary("abs is nonnegative", F.prime(x[LAST], 2))),
    Step("B is nonnegative", B >= 0, by.decide("F'' at the start", "its size is nonnegative")),
    Step(
        "g**2 is at most m g",
        B * g[LAST] ** 2 / 2 <= ROOM,
        by.decide("the step is small", "the step is down", "B is nonnegative"),
    ),
    Step(
        "F at the next point",
        eq(F(x[LAST + 1]), F(x[LAST] - g[LAST])),
        by.congruence(F, "the step of x"),
    ),
    Step(
        "at most",
        along(LAST) <= RISE + ROOM,
        by.decide("one step", part("its size", 0), "g**2 is at most m g"),
    ),
    Step(
        "at least",
        along(LAST) >= RISE - ROOM,
        by.decide("one step", part("its size", 1), "g**2 is at most m g"),
    ),
    Step(
        "the slope is nonnegative",
        F.prime(x[LAST]) >= 0,
        by.hypothesis(at("F does not fall where x was", LAST)),
    ),
    Step(
        "along is nonnegative",
        along(LAST) >= 0,
        by.decide("the slope is nonnegative", "the step is down"),
    ),
    Step("relative error", abs(theta[LAST]) <= c, by.hypothesis(at("the slopes agree", LAST))),
    Step("its sign", None, by.elementary("abs bounds", theta[LAST])),
    Step(
        "shrinks by at most",
        shrinks_by(LAST) <= (1 + c) * along(LAST),
        by.decide("relative error", "its sign", "along is nonnegative"),
    ),
    Step(
        "shrinks by at least",
        shrinks_by(LAST) >= (1 - c) * along(LAST),
        by.decide("relative error", "its sign", "along is nonnegative"),
    ),
    Step("c is nonnegative", c >= 0, by.decide("relative error", "its sign")),
    Step(
        "it shrinks",
        shrinks_by(LAST) >= 0,
        by.decide("shrinks by at least", "along is nonnegative"),
    ),
    Step("it does not vanish", shrinks_by(LAST) <= 1, by.hypothesis(at("no gap is passed", LAST))),
    Step(
        "shrinks by at most, in F",
        shrinks_by(LAST) <= (1 + c) * (RISE + ROOM),
        by.decide("shrinks by at most", "at most", "c is nonnegative"),
    ),
    Step(
        "shrinks by at least, in F",
        shrinks_by(LAST) >= (1 - c) * (RISE - ROOM),
        by.decide("shrinks by at least", "at least"),
    ),
    Step(
        "before",
        so_far(N),
        by.hypothesis(at(part("the first N", 1), using=["flat in the first N"])),
    ),
    Step("d is nonnegative", d[LAST] >= 0, by.hypothesis(part("before", 0))),
    Step("d is at most d(1)", d[LAST] <= d[1], by.hypothesis(part("before", 1))),
    Step(
        "d stays nonnegative",
        d[LAST + 1] >= 0,
        by.decide("the step of d", "d is nonnegative", "it does not vanish"),
    ),
    Step(
        "d does not grow",
        d[LAST + 1] <= d[LAST],
        by.decide("the step of d", "d is nonnegative", "it shrinks"),
    ),
    Step(
        "at most d(1) of it",
        d[LAST] * shrinks_by(LAST) <= d[1] * shrinks_by(LAST),
        by.decide("d is at most d(1)", "it shrinks"),
    ),
    Step(
        "in F",
        d[1] * shrinks_by(LAST) <= d[1] * ((1 + c) * (RISE + ROOM)),
        by.decide("shrinks by at most, in F"),
    ),
    Step(
        "the sum so far",
        eq(least(LAST), least(N) - d[1] * ((1 + c) * (RISE + ROOM))),
        by.decide("F at the next point", "the step of x"),
    ),
    Step(
        "lower bound",
        least(LAST) <= d[LAST + 1],
        by.decide(
            "the sum so far", part("before", 2), "the step of d", "at most d(1) of it", "in F"
        ),
    ),
    Step(
        "1 - u <= exp(-u)",
        1 - shrinks_by(LAST) <= exp(-shrinks_by(LAST)),
        by.lemma(EXPONENTIAL, {exponent: shrinks_by(LAST)}),
    ),
    Step(
        "exp(-u) in F",
        exp(-shrinks_by(LAST)) <= exp(-((1 - c) * (RISE - ROOM))),
        by.elementary(
            "exp is monotone",
            -shrinks_by(LAST),
            -((1 - c) * (RISE - ROOM)),
            using=["shrinks by at least, in F"],
        ),
    ),
    Step("exp(-u) is positive", None, by.elementary("exp is positive", -((1 - c) * (RISE - ROOM)))),
    Step(
        "one factor",
        d[LAST + 1] <= d[LAST] * exp(-((1 - c) * (RISE - ROOM))),
        by.decide("the step of d", "d is nonnegative", "1 - u <= exp(-u)", "exp(-u) in F"),
    ),
    Step(
        "the factors so far",
        d[LAST] * exp(-((1 - c) * (RISE - ROOM))) <= most(N) * exp(-((1 - c) * (RISE - ROOM))),
        by.decide(part("before", 3), "exp(-u) is positive"),
    ),
    Step(
        "all exponents",
        eq(
            -((1 - c) * (passed(LAST) - slack(LAST))),
            -((1 - c) * (passed(N) - slack(N))) + -((1 - c) * (RISE - ROOM)),
        ),
        by.decide("F at the next point", "the step of x"),
    ),
    Step(
        "exp of all",
        eq(
            exp(-((1 - c) * (passed(LAST) - slack(LAST)))),
            exp(-((1 - c) * (passed(N) - slack(N))) + -((1 - c) * (RISE - ROOM))),
        ),
        by.congruence("exp", "all exponents"),
    ),
    Step(
        "exp of the sum",
        None,
        by.elementary(
            "exp of sum", -((1 - c) * (passed(N) - slack(N))), -((1 - c) * (RISE - ROOM))
        ),
    ),
    Step(
        "upper bound",
        d[LAST + 1] <= most(LAST),
        by.decide("one factor", "the factors so far", "exp of all", "exp of the sum"),
    ),
    Step(
        "d is at most d(1) still",
        d[LAST + 1] <= d[1],
        by.decide("d does not grow", "d is at most d(1)"),
    ),
    Step(
        "all of it",
        so_far(LAST),
        by.decide("d stays nonnegative", "d is at most d(1) still", "lower bound", "upper bound"),
    ),
)

LEMMA = Lemma(
    id="escape/drift",
    title="Drift of a gap over a stretch of steps",
    source=note("2", "drift"),
    variant="effective",
    statement=statement(
        [n, over(g, n), over(theta, n), F, x, d, m, B, c],
        {
            "x goes down by g": forall(times(1), lambda t: eq(x[t + 1], x[t] - g[t])),
            "d shrinks": forall(times(1), lambda t: eq(d[t + 1], d[t] * (1 - shrinks_by(t)))),
            "the gap is nonnegative": d[1] >= 0,
            "the steps": forall(indices(n), lambda t: both(g[t] >= 0, g[t] <= m)),
            "F does not fall where x was": forall(indices(n), lambda t: F.prime(x[t]) >= 0),
            "the slopes agree": forall(indices(n), lambda t: abs(theta[t]) <= c),
            "the error is at most one": c <= 1,
            "no gap is passed": forall(indices(n), lambda t: shrinks_by(t) <= 1),
            "F'' is bounded": flat(x[n + 1], x[1]),
        },
        between(n),
    ),
    proof=(
        Step(
            "the first steps",
            forall(times(0), claim),
            by.induction(
                N,
                base=[
                    Step(
                        "no step yet",
                        claim(NONE),
                        by.suppose(
                            "n is at least 0",
                            Step("start of x", x[NONE + 1] <= x[1], by.decide()),
                            Step(
                                "start",
                                implies(flat(x[NONE + 1], x[1]), so_far(NONE)),
                                by.suppose(
                                    "flat",
                                    Step(
                                        "exponent 0",
                                        eq(-((1 - c) * (passed(NONE) - slack(NONE))), 0),
                                        by.decide(),
                                    ),
                                    Step(
                                        "same exp",
                                        eq(exp(-((1 - c) * (passed(NONE) - slack(NONE)))), exp(0)),
                                        by.congruence("exp", "exponent 0"),
                                    ),
                                    Step("exp of 0", eq(exp(0), 1), by.elementary("exp of zero")),
                                    Step(
                                        "at the start",
                                        so_far(NONE),
                                        by.decide("same exp", "exp of 0"),
                                    ),
                                ),
                            ),
                            Step(
                                "both",
                                both(
                                    x[NONE + 1] <= x[1],
                                    implies(flat(x[NONE + 1], x[1]), so_far(NONE)),
                                ),
                                by.decide("start of x", "start"),
                            ),
                        ),
                    ),
                ],
                step=[
                    Step(
                        "one step more",
                        claim(N + 1),
                        by.suppose(
                            "N + 1 is at most n",
                            *ONE_MORE,
                            Step(
                                "the bounds",
                                implies(flat(x[LAST + 1], x[1]), so_far(LAST)),
                                by.suppose("flat", *BOUNDS),
                            ),
                            Step(
                                "x and the bounds",
                                both(
                                    x[LAST + 1] <= x[1],
                                    implies(flat(x[LAST + 1], x[1]), so_far(LAST)),
                                ),
                                by.decide("x goes on", "the bounds"),
                            ),
                        ),
                    ),
                ],
            ),
        ),
        Step("all n steps", None, by.hypothesis(at("the first steps", n))),
        Step(
            "at the end",
            so_far(n),
            by.hypothesis(at(part("all n steps", 1), using=["F'' is bounded"])),
        ),
        Step("conclusion", between(n), by.decide("at the end")),
    ),
)
