"""Assumption 1: what it says of the derivative of the loss."""

from lemmas.shamir2019._assumption_1 import LOWEST, increasing, lipschitz_constant
from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Proposition,
    Step,
    Term,
    at,
    both,
    by,
    either,
    eq,
    forall,
    function,
    implies,
    real,
    reals,
    statement,
)

f = function("f", smooth=1)
p, x, z, L = real("p"), real("x"), real("z"), real("L")

# f' at p is bounded by the difference quotients of f between p and a point above it, below z.
ABOVE = (p + z) / 2


def slope_bounds(p: Term) -> Proposition:
    """0 <= f' <= L at a point of [-1/2, z)."""
    return implies(both(LOWEST <= p, p < z), both(0 <= f.prime(p), f.prime(p) <= L))


def rise(x: Term) -> Proposition:
    """That f rises by at most L times the distance from p to a point above it."""
    return implies(both(p <= x, x <= ABOVE), f(x) - f(p) <= L * (x - p))


def no_fall(x: Term) -> Proposition:
    """That -f does not rise from p to a point above it."""
    return implies(both(p <= x, x <= ABOVE), -f(x) - -f(p) <= 0 * (x - p))


RISE = (
    Step("x is below z", x < z, by.decide("x is above p", "p is in [-1/2, z)")),
    Step("x is at least -1/2", LOWEST <= x, by.decide("x is above p", "p is in [-1/2, z)")),
    Step(
        "the Lipschitz constant",
        abs(f(x) - f(p)) <= L * abs(x - p),
        by.hypothesis(
            at(
                "L is a Lipschitz constant of f from -1/2 up to z",
                x,
                p,
                using=["x is below z", "x is at least -1/2", "p is in [-1/2, z)"],
            )
        ),
    ),
    Step("the rise", None, by.elementary("abs bounds", f(x) - f(p))),
    Step(
        "the distance",
        eq(abs(x - p), x - p),
        by.elementary("abs of nonnegative", x - p, using=["x is above p"]),
    ),
    Step(
        "at most L times it",
        f(x) - f(p) <= L * (x - p),
        by.decide("the Lipschitz constant", "the rise", "the distance"),
    ),
)

NO_FALL = (
    Step(
        "f is not less",
        f(p) <= f(x),
        by.cases(
            either(p < x, p >= x),
            {
                "x is larger": [
                    Step(
                        "f is larger",
                        f(p) < f(x),
                        by.hypothesis(
                            at(
                                "f is strictly increasing from -1/2 on",
                                p,
                                x,
                                using=["x is larger", "p is in [-1/2, z)"],
                            )
                        ),
                    ),
                    Step("so not less", f(p) <= f(x), by.decide("f is larger")),
                ],
                "x is not larger": [
                    Step("x is p", eq(p, x), by.decide("x is not larger", "x is above p")),
                    Step("f is the same", eq(f(p), f(x)), by.congruence(f, "x is p")),
                    Step("nor is it less", f(p) <= f(x), by.decide("f is the same")),
                ],
            },
        ),
    ),
    Step("-f is not larger", -f(x) - -f(p) <= 0 * (x - p), by.decide("f is not less")),
)

LEMMA = Lemma(
    id="shamir2019/assumption-1-slope",
    title="Under Assumption 1 the derivative of the loss lies in [0, L]",
    source=shamir("3", "Assumption 1"),
    variant="effective",
    statement=statement(
        [f, L, z],
        {
            "L is a Lipschitz constant of f from -1/2 up to z": lipschitz_constant(f, L, z),
            "f is strictly increasing from -1/2 on": increasing(f),
        },
        forall(reals(), slope_bounds),
    ),
    note="Assumption 1 does not give f' > 0: f' may vanish, as in lemma-9-flat-loss.",
    proof=(
        Step(
            "all points",
            forall(reals(), slope_bounds),
            by.each(
                p,
                by.suppose(
                    "p is in [-1/2, z)",
                    Step("there is room above p", p < ABOVE, by.decide("p is in [-1/2, z)")),
                    Step(
                        "rises",
                        forall(reals(), rise),
                        by.each(x, by.suppose("x is above p", *RISE)),
                    ),
                    Step(
                        "f' is at most L",
                        f.prime(p) <= L,
                        by.slope_at_most(f(x), x, p, ABOVE, "rises", "there is room above p"),
                    ),
                    Step(
                        "no falls",
                        forall(reals(), no_fall),
                        by.each(x, by.suppose("x is above p", *NO_FALL)),
                    ),
                    Step(
                        "-f' is at most 0",
                        -f.prime(p) <= 0,
                        by.slope_at_most(-f(x), x, p, ABOVE, "no falls", "there is room above p"),
                    ),
                    Step("f' is nonnegative", 0 <= f.prime(p), by.decide("-f' is at most 0")),
                    Step(
                        "both bounds",
                        both(0 <= f.prime(p), f.prime(p) <= L),
                        by.decide("f' is nonnegative", "f' is at most L"),
                    ),
                ),
            ),
        ),
    ),
)
