"""Assumption 2, item 1, holds for every law with a bounded density: c1 is twice the bound."""

from lemmas.shamir2019._assumption_2 import a
from lemmas.shamir2019._lemma_01 import w
from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Step,
    at,
    both,
    by,
    forall,
    implies,
    over,
    probability,
    real,
    reals,
    statement,
)

h = real("h")

LEMMA = Lemma(
    id="shamir2019/assumption-2-example-bounded-density",
    title="A variable with a bounded density is rarely near 0",
    source=shamir("3.1", "the text below Assumption 2"),
    variant="effective",
    statement=statement(
        [h, a, over(w, 1)],
        {
            "w has a density of at most h": forall(
                reals(),
                lambda c: forall(
                    reals(),
                    lambda d: implies(
                        c <= d, probability(both(c <= w[1], w[1] <= d)) <= h * (d - c)
                    ),
                ),
            ),
            "a is not negative": a >= 0,
        },
        probability(both(-a <= w[1], w[1] <= a)) <= 2 * h * a,
    ),
    changes=(
        "'bounded density' is stated by what it says of every interval, which is equivalent: "
        "Pr(c <= w <= d) <= h*(d - c)",
    ),
    proof=(
        Step("the interval", -a <= a, by.decide()),
        Step(
            "its probability",
            probability(both(-a <= w[1], w[1] <= a)) <= 2 * h * a,
            by.decide(at("w has a density of at most h", -a, a, using=["the interval"])),
        ),
    ),
)
