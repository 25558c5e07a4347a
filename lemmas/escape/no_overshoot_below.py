"""Gradient descent from below the root of f' never reaches it if its step is short at the start."""

from lemmas.escape._dynamics import Point, eta, f, i, k, product, v
from lemmas.escape._dynamics import w as one_point
from lemmas.escape._note import note
from lemmas.escape.no_overshoot_below_step import LEMMA as ONE_STEP
from lemmas.escape.no_overshoot_below_step import L, y
from lemmas.escape.no_overshoot_below_step import slope as slope_at_point
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
    implies,
    indices,
    natural,
    over,
    part,
    rational,
    real,
    reals,
    sequence,
    statement,
    sum_,
    times,
)

t, z = natural("t"), real("z")
w = sequence("w")
ONE = rational("1")


def point(t: TermLike) -> Point:
    """The point of the run at a time."""
    return lambda i: w[i, t]


def inverses(t: TermLike) -> Term:
    """The sum of the 1/w_i**2 at a time."""
    return sum_(k, lambda i: 1 / w[i, t] ** 2)


P, P_START = product(point(t)), product(point(1))


def slope(z: Term) -> Proposition:
    """The bounds on f' at a distance z below the root, up to the product at the start."""
    return implies(both(0 <= z, z <= y - P_START), both(f.prime(-z) <= 0, -f.prime(-z) <= L * z))


def claim(t: TermLike) -> Proposition:
    """That the product is below the root at a time, and no coordinate less than at the start."""
    return both(product(point(t)) < y, forall(indices(k), lambda i: w[i, t] >= w[i, 1]))


def descends(t: TermLike) -> Proposition:
    """The step of gradient descent on f(P - y) at a time."""
    x = point(t)
    return forall(
        indices(k),
        lambda j: eq(w[j, t + 1], w[j, t] - eta * f.prime(product(x) - y) * product(x, j)),
    )


ONE_MORE = (
    Step("P is below the root", P < y, by.hypothesis(part("induction", 0))),
    Step(
        "coordinates are not less",
        forall(indices(k), lambda i: w[i, t] >= w[i, 1]),
        by.hypothesis(part("induction", 1)),
    ),
    Step(
        "coordinates stay positive",
        forall(indices(k), lambda i: w[i, t] > 0),
        by.fix(
            i,
            Step(
                "w_i",
                w[i, t] > 0,
                by.decide(at("coordinates are not less", i), at("the coordinates are positive", i)),
            ),
        ),
    ),
    Step(
        "P is not less",
        P_START <= P,
        by.termwise("the coordinates are positive", "coordinates are not less"),
    ),
    Step(
        "each inverse is not larger",
        forall(indices(k), lambda i: 1 / w[i, t] ** 2 <= 1 / w[i, 1] ** 2),
        by.fix(
            i,
            Step(
                "w_i at the start",
                w[i, 1] > 0,
                by.hypothesis(at("the coordinates are positive", i)),
            ),
            Step("w_i", w[i, t] >= w[i, 1], by.hypothesis(at("coordinates are not less", i))),
            Step("its square at the start", w[i, 1] ** 2 > 0, by.decide("w_i at the start")),
            Step("its square", w[i, t] ** 2 >= w[i, 1] ** 2, by.decide("w_i at the start", "w_i")),
            Step(
                "its inverse",
                1 / w[i, t] ** 2 <= 1 / w[i, 1] ** 2,
                by.decide("its square", "its square at the start"),
            ),
        ),
    ),
    Step(
        "the inverses",
        inverses(t) <= inverses(1),
        by.termwise("each inverse is not larger", "coordinates stay positive"),
    ),
    Step(
        "eta L y**2 times them",
        eta * L * y**2 * inverses(t) <= eta * L * y**2 * inverses(1),
        by.decide("the inverses", "eta L y**2 is nonnegative"),
    ),
    Step("still short", eta * L * y**2 * inverses(t) <= 1, by.decide("eta L y**2 times them")),
    Step(
        "below the root",
        None,
        by.hypothesis(
            at(
                "f' is negative and small",
                y - P,
                using=["P is below the root", "P is not less"],
            )
        ),
    ),
    Step("at P", eq(f.prime(-(y - P)), f.prime(P - y)), by.congruence(f)),
    Step(
        "the slope",
        both(f.prime(P - y) <= 0, -f.prime(P - y) <= L * (y - P)),
        by.decide("below the root", "at P"),
    ),
    Step(
        "one step",
        None,
        by.lemma(
            ONE_STEP,
            {one_point: point(t), v: point(t + 1), slope_at_point: f.prime(P - y)},
            "P is below the root",
            "coordinates stay positive",
            "still short",
            "the slope",
            at("gradient descent", t),
        ),
    ),
    Step(
        "the next coordinates",
        forall(indices(k), lambda i: w[i, t + 1] >= w[i, 1]),
        by.fix(
            i,
            Step("w_i in the step", None, by.hypothesis(at(part("one step", 1), i))),
            Step(
                "w_i",
                w[i, t + 1] >= w[i, 1],
                by.decide("w_i in the step", at("coordinates are not less", i)),
            ),
        ),
    ),
    Step("at t + 1", claim(t + 1), by.decide(part("one step", 0), "the next coordinates")),
)

LEMMA = Lemma(
    id="escape/no-overshoot-below",
    title="Gradient descent that starts below the root of f' stays below it",
    source=note("2", "no overshoot from below"),
    variant="effective",
    statement=statement(
        [k, eta, y, L, over(w, k), f],
        {
            "the coordinates are positive": forall(indices(k), lambda i: w[i, 1] > 0),
            "the step size is nonnegative": eta >= 0,
            "P is below the root": P_START < y,
            "f' is negative and small": forall(reals(), slope),
            "the step is short": eta * L * y**2 * inverses(1) <= 1,
            "gradient descent": forall(times(1), descends),
        },
        forall(times(1), claim),
    ),
    proof=(
        Step(
            "slope at the start", None, by.hypothesis(at("f' is negative and small", y - P_START))
        ),
        Step("L is nonnegative", L >= 0, by.decide("slope at the start")),
        Step("eta L is nonnegative", eta * L >= 0, by.decide("L is nonnegative")),
        Step("eta L y**2 is nonnegative", eta * L * y**2 >= 0, by.decide("eta L is nonnegative")),
        Step(
            "at all times",
            forall(times(1), claim),
            by.induction(t, base=[Step("at the start", claim(ONE), by.decide())], step=ONE_MORE),
        ),
    ),
)
