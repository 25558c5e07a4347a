"""The repaired claim about Assumption 4: a target below -1/2 meets Assumption 1."""

from lemmas.shamir2019._assumption_1 import LOWEST, assumption_1, gap, increasing, lipschitz
from lemmas.shamir2019._assumption_4 import squared_loss, y
from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Proposition,
    Step,
    Term,
    both,
    by,
    eq,
    exists,
    forall,
    implies,
    real,
    reals,
    statement,
)

z, a, b, p = real("z"), real("a"), real("b"), real("p")

# Half of the sum of the two slopes; the difference of the losses is this times a - b.
MEAN = (a + b) / 2 - y
DEPTH = (LOWEST - y) ** 2 / 2


def close(a: Term, b: Term, constant: Term) -> Proposition:
    """That the losses at two points of [-1/2, z) differ by no more than the constant allows."""
    return implies(
        both(LOWEST <= a, a < z, LOWEST <= b, b < z),
        abs(squared_loss(a) - squared_loss(b)) <= constant * abs(a - b),
    )


def all_close(constant: Term) -> Proposition:
    """That the constant is a Lipschitz constant on [-1/2, z)."""
    return forall(reals(), lambda a: forall(reals(), lambda b: close(a, b, constant)))


def rises(a: Term, b: Term) -> Proposition:
    """That the loss is larger at b, if b is the larger of two points from -1/2 on."""
    return implies(both(LOWEST <= a, a < b), squared_loss(a) < squared_loss(b))


def below(p: Term) -> Proposition:
    """That the loss at y is smaller than at a point from -1/2 on, by DEPTH."""
    return implies(LOWEST <= p, squared_loss(y) + DEPTH <= squared_loss(p))


LEMMA = Lemma(
    id="shamir2019/assumption-4-y-below-half",
    title="The squared loss with a target below -1/2 meets Assumption 1",
    source=shamir("3.3", "Assumption 4, the paragraph after it"),
    variant="repaired",
    changes=("y < -1/2, in place of y < 0", "nothing is asked of the start"),
    note="z - y is a Lipschitz constant on [-1/2, z).",
    statement=statement(
        [y],
        {"the target is below -1/2": y < LOWEST},
        both(*assumption_1(squared_loss).values()),
    ),
    proof=(
        Step(
            "Lipschitz",
            lipschitz(squared_loss),
            by.fix(
                z,
                Step(
                    "on [-1/2, z)",
                    implies(z > 0, exists(reals(), all_close)),
                    by.suppose(
                        "z is positive",
                        Step(
                            "with the constant z - y",
                            all_close(z - y),
                            by.fix(
                                a,
                                Step(
                                    "from a",
                                    forall(reals(), lambda b: close(a, b, z - y)),
                                    by.fix(
                                        b,
                                        Step(
                                            "from a to b",
                                            close(a, b, z - y),
                                            by.suppose(
                                                "a and b are in [-1/2, z)",
                                                Step(
                                                    "the difference",
                                                    eq(
                                                        squared_loss(a) - squared_loss(b),
                                                        MEAN * (a - b),
                                                    ),
                                                    by.decide(),
                                                ),
                                                Step(
                                                    "its size",
                                                    eq(
                                                        abs(squared_loss(a) - squared_loss(b)),
                                                        abs(MEAN * (a - b)),
                                                    ),
                                                    by.congruence("abs", "the difference"),
                                                ),
                                                Step(
                                                    "of a product",
                                                    None,
                                                    by.elementary("abs of product", MEAN, a - b),
                                                ),
                                                Step(
                                                    "the slope",
                                                    both(MEAN > 0, MEAN <= z - y),
                                                    by.decide(),
                                                ),
                                                Step(
                                                    "its absolute value",
                                                    None,
                                                    by.elementary(
                                                        "abs of nonnegative",
                                                        MEAN,
                                                        using=["the slope"],
                                                    ),
                                                ),
                                                Step(
                                                    "the distance",
                                                    abs(a - b) >= 0,
                                                    by.elementary("abs is nonnegative", a - b),
                                                ),
                                                Step(
                                                    "all in all",
                                                    abs(squared_loss(a) - squared_loss(b))
                                                    <= (z - y) * abs(a - b),
                                                    by.decide(
                                                        "its size",
                                                        "of a product",
                                                        "the slope",
                                                        "its absolute value",
                                                        "the distance",
                                                    ),
                                                ),
                                            ),
                                        ),
                                    ),
                                ),
                            ),
                        ),
                        Step(
                            "there is a constant",
                            exists(reals(), all_close),
                            by.witness(z - y, "with the constant z - y"),
                        ),
                    ),
                ),
            ),
        ),
        Step(
            "increasing",
            increasing(squared_loss),
            by.fix(
                a,
                Step(
                    "from a",
                    forall(reals(), lambda b: rises(a, b)),
                    by.fix(
                        b,
                        Step(
                            "from a to b",
                            rises(a, b),
                            by.suppose(
                                "b is larger",
                                Step(
                                    "the product of the slope and the distance",
                                    MEAN * (b - a) > 0,
                                    by.decide(),
                                ),
                                Step(
                                    "the losses",
                                    squared_loss(a) < squared_loss(b),
                                    by.decide("the product of the slope and the distance"),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        ),
        Step(
            "the loss from -1/2 on",
            forall(reals(), below),
            by.fix(
                p,
                Step(
                    "at p",
                    below(p),
                    by.suppose(
                        "p is at least -1/2",
                        Step(
                            "the square",
                            squared_loss(y) + DEPTH <= squared_loss(p),
                            by.decide(),
                        ),
                    ),
                ),
            ),
        ),
        Step("how far", DEPTH > 0, by.decide()),
        Step(
            "smaller at y",
            exists(
                reals(),
                lambda q: both(
                    DEPTH > 0,
                    forall(
                        reals(),
                        lambda p: implies(LOWEST <= p, squared_loss(q) + DEPTH <= squared_loss(p)),
                    ),
                ),
            ),
            by.witness(y, "how far", "the loss from -1/2 on"),
        ),
        Step("smaller by DEPTH", gap(squared_loss), by.witness(DEPTH, "smaller at y")),
        Step(
            "Assumption 1",
            both(*assumption_1(squared_loss).values()),
            by.decide("Lipschitz", "increasing", "smaller by DEPTH"),
        ),
    ),
)
