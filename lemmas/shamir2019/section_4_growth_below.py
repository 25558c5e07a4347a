"""Section 4, 'the largest variance': a larger one makes the second moment grow with the depth."""

from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Proposition,
    Step,
    TermLike,
    at,
    by,
    forall,
    natural,
    rational,
    real,
    statement,
    times,
)

k, n, x = natural("k"), natural("n"), real("x")
ZERO = rational("0")


def grows(n: TermLike) -> Proposition:
    """Bernoulli's inequality for n factors."""
    return (1 + x) ** n >= 1 + n * x


LEMMA = Lemma(
    id="shamir2019/section-4-growth-below",
    title="(1 + x)**k, the second moment of k near-identity layers, is at least 1 + k x",
    source=shamir("4", "near-identity initialisation: 'the largest variance'"),
    variant="effective",
    statement=statement([k, x], {"x is not negative": x >= 0}, (1 + x) ** k >= 1 + k * x),
    changes=("'the largest variance, up to constants' is made a bound from below",),
    note="x is d times the variance of the entries of M.  With variance c/(dk) the bound is 1 + c; "
    "the second moment stays bounded independent of d and k only if d k times the variance does.",
    proof=(
        Step("1 + x is positive", 1 + x > 0, by.decide()),
        Step(
            "factor by factor",
            forall(times(0), grows),
            by.induction(
                n,
                base=[
                    Step("no factor", None, by.elementary("power to zero", 1 + x, ZERO)),
                    Step("no layer", grows(ZERO), by.decide("no factor")),
                ],
                step=[
                    Step("one more", None, by.elementary("power of sum", 1 + x, n, 1)),
                    Step("to the 1", None, by.elementary("power to one", 1 + x, 1)),
                    Step(
                        "both",
                        (1 + x) * (1 + x) ** n >= (1 + x) * (1 + n * x),
                        by.decide("induction", "1 + x is positive"),
                    ),
                    Step("n times a square", n * x**2 >= 0, by.decide()),
                    Step(
                        "n + 1 layers",
                        grows(n + 1),
                        by.decide("one more", "to the 1", "both", "n times a square"),
                    ),
                ],
            ),
        ),
        Step("k layers", grows(k), by.hypothesis(at("factor by factor", k))),
    ),
)
