"""Where f falls for ever, gradient descent from nonnegative coordinates never lowers one."""

from lemmas.escape._dynamics import Point, eta, f, i, k, product, step
from lemmas.escape._note import note
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
    rational,
    real,
    reals,
    sequence,
    statement,
    times,
)

t, z = natural("t"), real("z")
w = sequence("w")
ONE = rational("1")


def point(t: TermLike) -> Point:
    """The point of the run at a time."""
    return lambda i: w[i, t]


def slope(z: Term) -> Proposition:
    """That f does not grow at a distance z above the product at the start."""
    return implies(z >= 0, f.prime(product(point(1)) + z) <= 0)


def grows(t: TermLike) -> Proposition:
    """That no coordinate is lower at the next time."""
    return forall(indices(k), lambda i: w[i, t + 1] >= w[i, t])


def so_far(t: TermLike) -> Proposition:
    """That no coordinate is lower than at the start."""
    return forall(indices(k), lambda i: w[i, t] >= w[i, 1])


def claim(t: TermLike) -> Proposition:
    """What is concluded of a time."""
    return both(so_far(t), grows(t))


P, P_START = product(point(t)), product(point(1))


def one_step() -> tuple[Step, ...]:
    """The steps that show that a step of gradient descent lowers no coordinate."""
    return (
        Step(
            "coordinates are nonnegative",
            forall(indices(k), lambda i: w[i, t] >= 0),
            by.decide("so far", "no coordinate is negative"),
        ),
        Step("P is not less", P_START <= P, by.termwise("no coordinate is negative", "so far")),
        Step(
            "the slope above the start",
            None,
            by.hypothesis(at("f does not grow", P - P_START, using=["P is not less"])),
        ),
        Step("at P", eq(f.prime(P_START + (P - P_START)), f.prime(P)), by.congruence(f)),
        Step("the slope", f.prime(P) <= 0, by.decide("the slope above the start", "at P")),
        Step("eta times it", eta * f.prime(P) <= 0, by.decide("the slope")),
        Step(
            "no coordinate is lower",
            grows(t),
            by.fix(
                i,
                Step(
                    "Q_i is nonnegative",
                    product(point(t), i) >= 0,
                    by.sign("coordinates are nonnegative"),
                ),
                Step(
                    "w_i",
                    w[i, t + 1] >= w[i, t],
                    by.decide(at("gradient descent", t, i), "Q_i is nonnegative", "eta times it"),
                ),
            ),
        ),
    )


LEMMA = Lemma(
    id="escape/growing",
    title="Gradient descent where the loss falls for ever",
    source=note("2", "growing runs"),
    variant="effective",
    statement=statement(
        [k, eta, over(w, k), f],
        {
            "no coordinate is negative": forall(indices(k), lambda i: w[i, 1] >= 0),
            "the step size is nonnegative": eta >= 0,
            "f does not grow": forall(reals(), slope),
            "gradient descent": forall(times(1), lambda t: step(point(t), point(t + 1))),
        },
        forall(times(1), claim),
    ),
    proof=(
        Step(
            "since the start",
            forall(times(1), so_far),
            by.induction(
                t,
                base=[Step("at the start", so_far(ONE), by.decide())],
                step=[
                    Step("so far", so_far(t), by.hypothesis(at("induction"))),
                    *one_step(),
                    Step(
                        "at t + 1",
                        so_far(t + 1),
                        by.decide("so far", "no coordinate is lower"),
                    ),
                ],
            ),
        ),
        Step(
            "at all times",
            forall(times(1), claim),
            by.fix(
                t,
                Step("so far", so_far(t), by.hypothesis(at("since the start", t))),
                *one_step(),
                Step("both", claim(t), by.decide("so far", "no coordinate is lower")),
            ),
        ),
    ),
)
