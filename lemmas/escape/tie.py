"""A product whose least factor is attained twice keeps its sign for ever, if the step is short."""

from lemmas.escape._dynamics import Point, eta, f, i, k, m, product, step, v
from lemmas.escape._dynamics import w as one_point
from lemmas.escape._note import note
from lemmas.escape.tie_step import LEMMA as ONE_STEP
from lemmas.escape.tie_step import PLACES, q
from lemmas.escape.tie_step import slope as slope_at_point
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
    times,
)

t, z, M = natural("t"), real("z"), real("M")
w = sequence("w")
ONE = rational("1")


def point(t: TermLike) -> Point:
    """The point of the run at a time."""
    return lambda i: w[i, t]


def rest(t: TermLike) -> Term:
    """The product of the other coordinates at a time."""
    return product(point(t), m, q)


P, P_START = product(point(t)), product(point(1))


def slope(z: Term) -> Proposition:
    """The bounds on f' up to the product at the start."""
    return implies(both(0 <= z, z <= P_START), both(f.prime(z) >= 0, f.prime(z) <= M))


def claim(t: TermLike) -> Proposition:
    """That the least coordinate is positive and attained twice at a time, and that no coordinate
    is larger than at the start."""
    return both(
        eq(w[q, t], w[m, t]),
        w[m, t] > 0,
        forall(indices(k), lambda i: both(w[m, t] <= w[i, t], w[i, t] <= w[i, 1])),
    )


ONE_MORE = (
    Step("least twice", eq(w[q, t], w[m, t]), by.hypothesis(part("induction", 0))),
    Step("it is positive at t", w[m, t] > 0, by.hypothesis(part("induction", 1))),
    Step(
        "no other is less",
        forall(indices(k), lambda i: w[m, t] <= w[i, t]),
        by.fix(
            i, Step("w_i", w[m, t] <= w[i, t], by.hypothesis(part(at(part("induction", 2), i), 0)))
        ),
    ),
    Step(
        "no other is larger",
        forall(indices(k), lambda i: w[i, t] <= w[i, 1]),
        by.fix(
            i, Step("w_i", w[i, t] <= w[i, 1], by.hypothesis(part(at(part("induction", 2), i), 1)))
        ),
    ),
    Step(
        "all are positive",
        forall(indices(k), lambda i: w[i, t] > 0),
        by.fix(
            i, Step("w_i", w[i, t] > 0, by.decide("it is positive at t", at("no other is less", i)))
        ),
    ),
    Step("P is positive", P > 0, by.sign("all are positive")),
    Step("P is not larger", P <= P_START, by.termwise("all are positive", "no other is larger")),
    Step("the rest is positive", rest(t) > 0, by.sign("all are positive")),
    Step(
        "the rest is not larger",
        rest(t) <= rest(1),
        by.termwise("all are positive", "no other is larger"),
    ),
    Step(
        "the slope",
        both(f.prime(P) >= 0, f.prime(P) <= M),
        by.hypothesis(at("f' lies in [0, M]", P, using=["P is positive", "P is not larger"])),
    ),
    Step("eta f'", eta * f.prime(P) <= eta * M, by.decide("the slope")),
    Step(
        "times the rest",
        eta * f.prime(P) * rest(t) <= eta * M * rest(t),
        by.decide("eta f'", "the rest is positive"),
    ),
    Step(
        "times the rest at the start",
        eta * M * rest(t) <= eta * M * rest(1),
        by.decide("the rest is not larger", "eta M is nonnegative"),
    ),
    Step(
        "still short",
        eta * f.prime(P) * rest(t) < 1,
        by.decide("times the rest", "times the rest at the start"),
    ),
    Step(
        "one step",
        None,
        by.lemma(
            ONE_STEP,
            {one_point: point(t), v: point(t + 1), slope_at_point: f.prime(P)},
            "least twice",
            "it is positive at t",
            "no other is less",
            "still short",
            "the slope",
            at("gradient descent", t),
        ),
    ),
    Step(
        "the next coordinates",
        forall(indices(k), lambda i: both(w[m, t + 1] <= w[i, t + 1], w[i, t + 1] <= w[i, 1])),
        by.fix(
            i,
            Step("w_i in the step", None, by.hypothesis(at(part("one step", 2), i))),
            Step(
                "w_i",
                both(w[m, t + 1] <= w[i, t + 1], w[i, t + 1] <= w[i, 1]),
                by.decide("w_i in the step", at("no other is larger", i)),
            ),
        ),
    ),
    Step("twice again", eq(w[q, t + 1], w[m, t + 1]), by.decide(part("one step", 0))),
    Step(
        "at t + 1",
        claim(t + 1),
        by.decide("twice again", part("one step", 1), "the next coordinates"),
    ),
)

LEMMA = Lemma(
    id="escape/tie",
    title="Gradient descent from a point whose least coordinate is attained twice",
    source=note("2", "tie"),
    variant="effective",
    statement=statement(
        [k, m, q, eta, M, over(w, k), f],
        {
            **PLACES,
            "the least coordinate is attained twice": eq(w[q, 1], w[m, 1]),
            "it is positive": w[m, 1] > 0,
            "no coordinate is less": forall(indices(k), lambda i: w[m, 1] <= w[i, 1]),
            "the step size is nonnegative": eta >= 0,
            "f' lies in [0, M]": forall(reals(), slope),
            "the step is short": eta * M * rest(1) < 1,
            "gradient descent": forall(times(1), lambda t: step(point(t), point(t + 1))),
        },
        forall(times(1), claim),
    ),
    proof=(
        Step(
            "all start positive",
            forall(indices(k), lambda i: w[i, 1] > 0),
            by.fix(i, Step("w_i", w[i, 1] > 0, by.decide(at("no coordinate is less", i)))),
        ),
        Step("P starts positive", P_START > 0, by.sign("all start positive")),
        Step(
            "slope at the start",
            None,
            by.hypothesis(at("f' lies in [0, M]", P_START, using=["P starts positive"])),
        ),
        Step("M is nonnegative", M >= 0, by.decide("slope at the start")),
        Step("eta M is nonnegative", eta * M >= 0, by.decide("M is nonnegative")),
        Step(
            "at all times",
            forall(times(1), claim),
            by.induction(t, base=[Step("at the start", claim(ONE), by.decide())], step=ONE_MORE),
        ),
    ),
)
