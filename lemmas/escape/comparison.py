"""Comparison of two recursions of a map that does not decrease: the lower start stays lower."""

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
    family,
    forall,
    function,
    implies,
    indices,
    natural,
    over,
    rational,
    real,
    reals,
    scalar_sequence,
    statement,
    times,
)

n, t = natural("n"), natural("t")
lo, hi, z = real("lo"), real("hi"), real("z")
x, y = scalar_sequence("x"), scalar_sequence("y")
a, b = family("a"), family("b")
g = function("g", smooth=1)

ONE = rational("1")


def inside(z: Term) -> Proposition:
    """That a point lies between lo and hi."""
    return both(lo <= z, z <= hi)


def slow(z: Term) -> Proposition:
    """That g' is at most 1 at a point between lo and hi."""
    return implies(inside(z), g.prime(z) <= 1)


def claim(t: TermLike) -> Proposition:
    """What is shown by induction of a time."""
    return implies(t <= n + 1, x[t] <= y[t])


def on_the_way(z: Term) -> Proposition:
    """That z - g(z) does not decrease at a point between x(t) and y(t)."""
    return implies(both(x[t] <= z, z <= y[t]), 0 <= 1 - g.prime(z))


ONE_STEP = (
    Step("so far", x[t] <= y[t], by.hypothesis(at("induction"))),
    Step("where x is", inside(x[t]), by.hypothesis(at("x stays between lo and hi", t))),
    Step("where y is", inside(y[t]), by.hypothesis(at("y stays between lo and hi", t))),
    Step(
        "the map does not decrease",
        forall(reals(), on_the_way),
        by.fix(
            z,
            Step(
                "at z",
                on_the_way(z),
                by.suppose(
                    "z lies between them",
                    Step("z is above lo", lo <= z, by.decide("where x is")),
                    Step("z is below hi", z <= hi, by.decide("where y is")),
                    Step(
                        "slope of g",
                        g.prime(z) <= 1,
                        by.hypothesis(
                            at("g' is at most 1", z, using=["z is above lo", "z is below hi"])
                        ),
                    ),
                    Step("slope of the map", 0 <= 1 - g.prime(z), by.decide("slope of g")),
                ),
            ),
        ),
    ),
    Step(
        "the map at both",
        x[t] - g(x[t]) <= y[t] - g(y[t]),
        by.mean_value(z - g(z), z, x[t], y[t], 0, "so far", "the map does not decrease"),
    ),
    Step(
        "the next points",
        x[t + 1] <= y[t + 1],
        by.decide(
            "the map at both",
            at("x goes down by g and more", t),
            at("y goes down by g and less", t),
            at("what x goes down more", t),
            at("what y goes down less", t),
        ),
    ),
)

LEMMA = Lemma(
    id="escape/comparison",
    title="Comparison of two scalar recursions",
    source=note("2", "comparison"),
    variant="effective",
    statement=statement(
        [n, g, over(a, n), over(b, n), x, y, lo, hi],
        {
            "g' is at most 1": forall(reals(), slow),
            "x goes down by g and more": forall(
                times(1), lambda t: eq(x[t + 1], x[t] - g(x[t]) - a[t])
            ),
            "y goes down by g and less": forall(
                times(1), lambda t: eq(y[t + 1], y[t] - g(y[t]) + b[t])
            ),
            "what x goes down more": forall(indices(n), lambda t: a[t] >= 0),
            "what y goes down less": forall(indices(n), lambda t: b[t] >= 0),
            "x stays between lo and hi": forall(indices(n), lambda t: inside(x[t])),
            "y stays between lo and hi": forall(indices(n), lambda t: inside(y[t])),
            "x starts lower": x[1] <= y[1],
        },
        forall(indices(n + 1), lambda t: x[t] <= y[t]),
    ),
    proof=(
        Step(
            "one after the other",
            forall(times(1), claim),
            by.induction(
                t,
                base=[Step("at the start", claim(ONE), by.decide("x starts lower"))],
                step=[
                    Step(
                        "one more",
                        claim(t + 1),
                        by.suppose("t + 1 is at most n + 1", *ONE_STEP),
                    )
                ],
            ),
        ),
        Step(
            "conclusion",
            forall(indices(n + 1), lambda t: x[t] <= y[t]),
            by.fix(t, Step("at t", x[t] <= y[t], by.hypothesis(at("one after the other", t)))),
        ),
    ),
)
