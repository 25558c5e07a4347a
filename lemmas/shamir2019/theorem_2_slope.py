"""Theorem 2, part: the Lipschitz constant of Assumption 1 bounds the derivative near zero."""

from collections.abc import Callable

from lemmas.shamir2019._descent import f
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019._theorem_2 import HALF, LIPSCHITZ, NEAR_ZERO, L
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
    rational,
    real,
    reals,
    statement,
)

p, x = real("p"), real("x")
THREE_QUARTERS = rational("3/4")


def rises(name: str, g: Callable[[TermLike], Term]) -> Step:
    """That g, which is f or -f, rises by at most L times the distance, from p to the right."""

    def bounded(x: Term) -> Proposition:
        return g(x) - g(p) <= L * (x - p)

    return Step(
        name,
        forall(reals(), lambda x: implies(both(p <= x, x <= THREE_QUARTERS), bounded(x))),
        by.fix(
            x,
            Step(
                "to x",
                implies(both(p <= x, x <= THREE_QUARTERS), bounded(x)),
                by.suppose(
                    "x is right of p",
                    Step("x is in range", both(-HALF <= x, x < 1), by.decide("bounds of p")),
                    Step(
                        "Lipschitz",
                        abs(f(x) - f(p)) <= L * abs(x - p),
                        by.hypothesis(
                            at(
                                "f is Lipschitz from -1/2 to below 1",
                                x,
                                p,
                                using=["x is in range", "p is in range"],
                            )
                        ),
                    ),
                    Step(
                        "the distance",
                        eq(abs(x - p), x - p),
                        by.elementary("abs of nonnegative", x - p),
                    ),
                    Step(
                        "bounds of the difference", None, by.elementary("abs bounds", f(x) - f(p))
                    ),
                    Step(
                        "rise",
                        bounded(x),
                        by.decide("Lipschitz", "the distance", "bounds of the difference"),
                    ),
                ),
            ),
        ),
    )


LEMMA = Lemma(
    id="shamir2019/theorem-2-slope",
    title="A Lipschitz constant bounds the derivative",
    source=shamir("3", "Assumption 1"),
    variant="effective",
    changes=("of the intervals [-1/2, z), only z = 1 is needed; f need not increase",),
    statement=statement([f, L], {"f is Lipschitz from -1/2 to below 1": LIPSCHITZ}, NEAR_ZERO),
    proof=(
        Step(
            "conclusion",
            NEAR_ZERO,
            by.fix(
                p,
                Step(
                    "at p",
                    implies(abs(p) <= HALF, abs(f.prime(p)) <= L),
                    by.suppose(
                        "p is near zero",
                        Step("size of p", None, by.elementary("abs bounds", p)),
                        Step(
                            "bounds of p",
                            both(-HALF <= p, p <= HALF),
                            by.decide("size of p", "p is near zero"),
                        ),
                        Step("p is in range", both(-HALF <= p, p < 1), by.decide("bounds of p")),
                        rises("rise of f", f),
                        rises("rise of -f", lambda x: -f(x)),
                        Step(
                            "upper bound",
                            f.prime(p) <= L,
                            by.slope_at_most(
                                f(x), x, p, THREE_QUARTERS, "rise of f", "bounds of p"
                            ),
                        ),
                        Step(
                            "lower bound",
                            -f.prime(p) <= L,
                            by.slope_at_most(
                                -f(x), x, p, THREE_QUARTERS, "rise of -f", "bounds of p"
                            ),
                        ),
                        Step(
                            "both bounds",
                            abs(f.prime(p)) <= L,
                            by.elementary(
                                "abs at most",
                                f.prime(p),
                                L,
                                using=["upper bound", "lower bound"],
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
