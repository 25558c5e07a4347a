"""Assumption 1: the derivative of the loss is bounded on every interval [0, B], and nonnegative."""

from lemmas.shamir2019._assumption_1 import increasing, lipschitz, lipschitz_constant
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.assumption_1_slope import LEMMA as SLOPE
from lemmas.shamir2019.assumption_1_slope import L, f, p
from lemmas.shamir2019.assumption_1_slope import z as end
from verifier import (
    Lemma,
    Proposition,
    Step,
    Term,
    at,
    both,
    by,
    exists,
    forall,
    implies,
    real,
    reals,
    statement,
)

B = real("B")
END = abs(B) + 1


def bounded(B: Term, L: Term) -> Proposition:
    """0 <= f' <= L on [0, B]."""
    return forall(
        reals(),
        lambda p: implies(both(0 <= p, p <= B), both(0 <= f.prime(p), f.prime(p) <= L)),
    )


def has_bound(B: Term) -> Proposition:
    """The same for some L."""
    return exists(reals(), lambda L: bounded(B, L))


LEMMA = Lemma(
    id="shamir2019/assumption-1-bound",
    title="Under Assumption 1 the derivative of the loss is bounded on every [0, B]",
    source=shamir("3", "Assumption 1"),
    variant="effective",
    statement=statement(
        [f],
        {
            "f is Lipschitz from -1/2 up to every z": lipschitz(f),
            "f is strictly increasing from -1/2 on": increasing(f),
        },
        forall(reals(), has_bound),
    ),
    note="This is all that Lemmas 8, 9 (its first two claims) and 10 need of Assumption 1: their "
    "entries assume it of one interval.",
    proof=(
        Step(
            "for every B",
            forall(reals(), has_bound),
            by.fix(
                B,
                Step("the modulus of B", abs(B) >= 0, by.elementary("abs is nonnegative", B)),
                Step("|B| + 1 is positive", END > 0, by.decide("the modulus of B")),
                Step(
                    "a Lipschitz constant",
                    exists(reals(), lambda L: lipschitz_constant(f, L, END)),
                    by.hypothesis(
                        at(
                            "f is Lipschitz from -1/2 up to every z",
                            END,
                            using=["|B| + 1 is positive"],
                        )
                    ),
                ),
                Step(
                    "for this B",
                    has_bound(B),
                    by.obtain(
                        L,
                        "a Lipschitz constant",
                        "L is a Lipschitz constant of f from -1/2 up to z",
                        Step("the slope", None, by.lemma(SLOPE, {end: END})),
                        Step(
                            "on [0, B]",
                            bounded(B, L),
                            by.each(
                                p,
                                by.suppose(
                                    "p is in [0, B]",
                                    Step("|B|", None, by.elementary("abs bounds", B)),
                                    Step(
                                        "p is below |B| + 1",
                                        p < END,
                                        by.decide("|B|", "p is in [0, B]"),
                                    ),
                                    Step(
                                        "at p",
                                        both(0 <= f.prime(p), f.prime(p) <= L),
                                        by.hypothesis(
                                            at(
                                                "the slope",
                                                p,
                                                using=["p is below |B| + 1", "p is in [0, B]"],
                                            )
                                        ),
                                    ),
                                ),
                            ),
                        ),
                        Step("some bound", has_bound(B), by.witness(L, "on [0, B]")),
                    ),
                ),
            ),
        ),
    ),
)
