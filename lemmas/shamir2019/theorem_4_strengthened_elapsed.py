"""Theorem 4, part: from one time to a later one, a natural number of steps is made."""

from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Proposition,
    Step,
    TermLike,
    at,
    by,
    either,
    eq,
    exists,
    forall,
    implies,
    natural,
    rational,
    statement,
    times,
)

n, t, r, c = natural("n"), natural("t"), natural("r"), natural("c")
NONE = rational("0")


def elapsed(r: TermLike) -> Proposition:
    """That r is n plus some natural number."""
    return exists(times(0), lambda c: eq(r, n + c))


def claim(r: TermLike) -> Proposition:
    """That this is so of a time that is not before n."""
    return implies(n <= r, elapsed(r))


LEMMA = Lemma(
    id="shamir2019/theorem-4-elapsed",
    title="The steps between two times",
    source=shamir("A.2.3", "Theorem 4"),
    variant="effective",
    statement=statement([n, t], {"t is not before n": n <= t}, elapsed(t)),
    note="The proof of Theorem 4 starts the count of iterations anew, which needs this.",
    proof=(
        Step(
            "all times",
            forall(times(0), claim),
            by.induction(
                r,
                base=[
                    Step(
                        "at 0",
                        claim(NONE),
                        by.suppose(
                            "n is at most 0",
                            Step("n is 0", eq(NONE, n + NONE), by.decide("n is at most 0")),
                            Step("none", elapsed(NONE), by.witness(0, "n is 0")),
                        ),
                    )
                ],
                step=[
                    Step(
                        "at r + 1",
                        claim(r + 1),
                        by.suppose(
                            "n is at most r + 1",
                            Step(
                                "r + 1 or less",
                                elapsed(r + 1),
                                by.cases(
                                    either(n <= r, n > r),
                                    {
                                        "n is at most r": [
                                            Step(
                                                "up to r",
                                                elapsed(r),
                                                by.hypothesis(
                                                    at("induction", using=["n is at most r"])
                                                ),
                                            ),
                                            Step(
                                                "one more",
                                                elapsed(r + 1),
                                                by.obtain(
                                                    c,
                                                    "up to r",
                                                    "r is n + c",
                                                    Step(
                                                        "r + 1 is n + c + 1",
                                                        eq(r + 1, n + (c + 1)),
                                                        by.decide("r is n + c"),
                                                    ),
                                                    Step(
                                                        "c + 1 steps",
                                                        elapsed(r + 1),
                                                        by.witness(c + 1, "r + 1 is n + c + 1"),
                                                    ),
                                                ),
                                            ),
                                        ],
                                        "n is above r": [
                                            Step(
                                                "n is at least r + 1",
                                                r + 1 <= n,
                                                by.decide("n is above r"),
                                            ),
                                            Step(
                                                "n is r + 1",
                                                eq(r + 1, n + NONE),
                                                by.decide(
                                                    "n is at least r + 1", "n is at most r + 1"
                                                ),
                                            ),
                                            Step(
                                                "no step",
                                                elapsed(r + 1),
                                                by.witness(0, "n is r + 1"),
                                            ),
                                        ],
                                    },
                                ),
                            ),
                        ),
                    )
                ],
            ),
        ),
        Step("at t", elapsed(t), by.hypothesis(at("all times", t, using=["t is not before n"]))),
    ),
)
