"""Gradient descent from above the root of f' never reaches it if its step is short at the start."""

from lemmas.escape._dynamics import Point, eta, f, i, k, product, v
from lemmas.escape._dynamics import w as one_point
from lemmas.escape._note import note
from lemmas.escape.no_overshoot_step import LEMMA as ONE_STEP
from lemmas.escape.no_overshoot_step import L, y
from lemmas.escape.no_overshoot_step import slope as slope_at_point
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


def squares(t: TermLike) -> Term:
    """The sum of the Q_i**2 at a time."""
    return sum_(k, lambda i: product(point(t), i) ** 2)


P, P_START = product(point(t)), product(point(1))
WAY = P_START - y
Q, Q_START = product(point(t), i), product(point(1), i)


def slope(z: Term) -> Proposition:
    """The bounds on f' at a part z of the way from the root to the product at the start."""
    above = z * WAY
    return implies(both(0 <= z, z <= 1), both(f.prime(above) >= 0, f.prime(above) <= L * above))


def claim(t: TermLike) -> Proposition:
    """That the product is above the root at a time, and that all coordinates are positive and no
    larger than at the start."""
    return both(
        product(point(t)) > y,
        forall(indices(k), lambda i: both(w[i, t] > 0, w[i, t] <= w[i, 1])),
    )


def descends(t: TermLike) -> Proposition:
    """The step of gradient descent on f(P - y) at a time."""
    x = point(t)
    return forall(
        indices(k),
        lambda j: eq(w[j, t + 1], w[j, t] - eta * f.prime(product(x) - y) * product(x, j)),
    )


ONE_MORE = (
    Step("P is above the root", P > y, by.hypothesis(part("induction", 0))),
    Step(
        "coordinates are positive",
        forall(indices(k), lambda i: w[i, t] > 0),
        by.fix(i, Step("w_i", w[i, t] > 0, by.hypothesis(part(at(part("induction", 1), i), 0)))),
    ),
    Step(
        "coordinates are not larger",
        forall(indices(k), lambda i: w[i, t] <= w[i, 1]),
        by.fix(
            i, Step("w_i", w[i, t] <= w[i, 1], by.hypothesis(part(at(part("induction", 1), i), 1)))
        ),
    ),
    Step(
        "P is not larger",
        P <= P_START,
        by.termwise("coordinates are positive", "coordinates are not larger"),
    ),
    Step(
        "Q_i is not larger",
        forall(indices(k), lambda i: product(point(t), i) ** 2 <= product(point(1), i) ** 2),
        by.fix(
            i,
            Step(
                "Q_i",
                Q <= Q_START,
                by.termwise("coordinates are positive", "coordinates are not larger"),
            ),
            Step("Q_i is positive", Q > 0, by.sign("coordinates are positive")),
            Step("Q_i squared", Q**2 <= Q_START**2, by.decide("Q_i", "Q_i is positive")),
        ),
    ),
    Step("the squares", squares(t) <= squares(1), by.termwise("Q_i is not larger")),
    Step(
        "eta L times them",
        eta * L * squares(t) <= eta * L * squares(1),
        by.decide("the squares", "eta L is nonnegative"),
    ),
    Step("still short", eta * L * squares(t) < 1, by.decide("eta L times them")),
    Step("the part of the way", (P - y) / WAY >= 0, by.decide("P is above the root")),
    Step("at most all of it", (P - y) / WAY <= 1, by.decide("P is not larger")),
    Step(
        "the slope there",
        None,
        by.hypothesis(
            at(
                "f' is nonnegative and small",
                (P - y) / WAY,
                using=["the part of the way", "at most all of it"],
            )
        ),
    ),
    Step("at P", eq(f.prime((P - y) / WAY * WAY), f.prime(P - y)), by.congruence(f)),
    Step(
        "the slope",
        both(f.prime(P - y) >= 0, f.prime(P - y) <= L * (P - y)),
        by.decide("the slope there", "at P"),
    ),
    Step(
        "one step",
        None,
        by.lemma(
            ONE_STEP,
            {one_point: point(t), v: point(t + 1), slope_at_point: f.prime(P - y)},
            "P is above the root",
            "coordinates are positive",
            "still short",
            "the slope",
            at("gradient descent", t),
        ),
    ),
    Step(
        "the next coordinates",
        forall(indices(k), lambda i: both(w[i, t + 1] > 0, w[i, t + 1] <= w[i, 1])),
        by.fix(
            i,
            Step("w_i in the step", None, by.hypothesis(at(part("one step", 1), i))),
            Step(
                "w_i",
                both(w[i, t + 1] > 0, w[i, t + 1] <= w[i, 1]),
                by.decide("w_i in the step", at("coordinates are not larger", i)),
            ),
        ),
    ),
    Step("at t + 1", claim(t + 1), by.decide(part("one step", 0), "the next coordinates")),
)

LEMMA = Lemma(
    id="escape/no-overshoot",
    title="Gradient descent that starts above the root of f' stays above it",
    source=note("2", "no overshoot"),
    variant="effective",
    statement=statement(
        [k, eta, y, L, over(w, k), f],
        {
            "the coordinates are positive": forall(indices(k), lambda i: w[i, 1] > 0),
            "the step size is nonnegative": eta >= 0,
            "the root is nonnegative": y >= 0,
            "P is above it": P_START > y,
            "f' is nonnegative and small": forall(reals(), slope),
            "the step is short": eta * L * squares(1) < 1,
            "gradient descent": forall(times(1), descends),
        },
        forall(times(1), claim),
    ),
    proof=(
        Step(
            "slope at the start",
            None,
            by.hypothesis(at("f' is nonnegative and small", 1)),
        ),
        Step("L is nonnegative", L >= 0, by.decide("slope at the start")),
        Step("eta L is nonnegative", eta * L >= 0, by.decide("L is nonnegative")),
        Step(
            "at all times",
            forall(times(1), claim),
            by.induction(
                t,
                base=[Step("at the start", claim(ONE), by.decide())],
                step=ONE_MORE,
            ),
        ),
    ),
)
