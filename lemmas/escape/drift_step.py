"""The drift of one step: a step times the slope at its start is a difference of values, almost."""

from collections.abc import Callable

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
    forall,
    function,
    implies,
    real,
    reals,
    statement,
)

x, g, B, r, z = real("x"), real("g"), real("B"), real("r"), real("z")
F = function("F", smooth=2)


def part_of_step(r: Term) -> Proposition:
    """That r lies in [0, 1]."""
    return both(0 <= r, r <= 1)


def point(r: TermLike) -> Term:
    """The point after a part r of the step."""
    return x - r * g


def up(r: Term) -> Term:
    """The second derivative by r of F along the step."""
    return F.prime(point(r), 2) * g**2


def down(r: Term) -> Term:
    """The second derivative by r of -F along the step."""
    return -F.prime(point(r), 2) * g**2


def bounded(second: Callable[[Term], Term]) -> Callable[[Term], Proposition]:
    """The bound on a second derivative by r, for a point of the step."""
    return lambda r: implies(part_of_step(r), second(r) <= B * g**2)


def bound(name: str, second: Callable[[Term], Term]) -> Step:
    """The step that shows the bound on a second derivative by r."""
    return Step(
        name,
        forall(reals(), bounded(second)),
        by.fix(
            r,
            Step(
                "at r",
                bounded(second)(r),
                by.suppose(
                    "r lies in [0, 1]",
                    Step("r g is nonnegative", r * g >= 0, by.decide()),
                    Step("r g is at most g", r * g <= g, by.decide()),
                    Step(
                        "bound",
                        abs(F.prime(point(r), 2)) <= B,
                        by.hypothesis(
                            at(
                                "F'' is bounded along the step",
                                point(r),
                                using=["r g is nonnegative", "r g is at most g"],
                            )
                        ),
                    ),
                    Step("size", None, by.elementary("abs bounds", F.prime(point(r), 2))),
                    Step("times g**2", second(r) <= B * g**2, by.decide("bound", "size")),
                ),
            ),
        ),
    )


LEMMA = Lemma(
    id="escape/drift-step",
    title="A step times the slope at its start",
    source=note("2", "drift of one step"),
    variant="effective",
    statement=statement(
        [x, g, B, F],
        {
            "the step goes down": g >= 0,
            "F'' is bounded along the step": forall(
                reals(), lambda z: implies(both(x - g <= z, z <= x), abs(F.prime(z, 2)) <= B)
            ),
        },
        abs(F(x) - F(x - g) - F.prime(x) * g) <= B * g**2 / 2,
    ),
    proof=(
        bound("the bound on F", up),
        bound("the bound on -F", down),
        Step(
            "F from above",
            F(x - g) <= F(x) - F.prime(x) * g + B * g**2 / 2,
            by.taylor(F(point(r)), r, B * g**2, "the bound on F"),
        ),
        Step(
            "F from below",
            -F(x - g) <= -F(x) + F.prime(x) * g + B * g**2 / 2,
            by.taylor(-F(point(r)), r, B * g**2, "the bound on -F"),
        ),
        Step(
            "together",
            abs(F(x) - F(x - g) - F.prime(x) * g) <= B * g**2 / 2,
            by.elementary(
                "abs at most",
                F(x) - F(x - g) - F.prime(x) * g,
                B * g**2 / 2,
                using=["F from above", "F from below"],
            ),
        ),
    ),
)
