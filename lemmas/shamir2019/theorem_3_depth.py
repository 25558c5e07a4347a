"""Theorem 3, part: k u**(k-2) is at most 2 for u up to 1/8."""

from lemmas.shamir2019._descent import k
from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Proposition,
    Step,
    Term,
    TermLike,
    at,
    by,
    eq,
    forall,
    natural,
    rational,
    real,
    statement,
    times,
)

n = natural("n")
u = real("u")
TWO = rational("2")


def power(n: TermLike) -> Term:
    """u**(n-2)."""
    return u ** (n - TWO)


def claim(n: TermLike) -> Proposition:
    """That the power makes up for the depth."""
    return n * power(n) <= 2


LEMMA = Lemma(
    id="shamir2019/theorem-3-depth",
    title="A power of at most 1/8 makes up for the depth",
    source=shamir("A.1", "Theorem 3"),
    variant="effective",
    statement=statement(
        [k, u],
        {
            "there are two factors": k >= 2,
            "u is positive": u > 0,
            "u is at most 1/8": u <= rational("1/8"),
        },
        claim(k),
    ),
    proof=(
        Step(
            "for all depths",
            forall(times(2), claim),
            by.induction(
                n,
                base=[
                    Step("the power at 2", None, by.elementary("power to zero", u, TWO - 2)),
                    Step("two factors", claim(TWO), by.decide("the power at 2")),
                ],
                step=[
                    Step("the power", power(n) > 0, by.elementary("power is positive", u, n - 2)),
                    Step("once", None, by.elementary("power to one", u, rational("1"))),
                    Step(
                        "one factor more",
                        None,
                        by.elementary("power of sum", u, n - 2, rational("1")),
                    ),
                    Step(
                        "the next power",
                        eq(power(n + 1), power(n) * u),
                        by.decide("one factor more", "once"),
                    ),
                    Step(
                        "at most an eighth",
                        power(n) * u <= power(n) / 8,
                        by.decide("the power"),
                    ),
                    Step(
                        "n + 1 eighths",
                        (n + 1) * (power(n) * u) <= (n + 1) * (power(n) / 8),
                        by.decide("at most an eighth"),
                    ),
                    Step(
                        "at most n of them",
                        (n + 1) * (power(n) / 8) <= n * power(n),
                        by.decide("the power"),
                    ),
                    Step(
                        "at n + 1",
                        claim(n + 1),
                        by.decide(
                            "the next power", "n + 1 eighths", "at most n of them", "induction"
                        ),
                    ),
                ],
            ),
        ),
        Step("at k", claim(k), by.hypothesis(at("for all depths", k))),
    ),
)
