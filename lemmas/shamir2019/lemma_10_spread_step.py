"""Lemma 10, part: one downhill step keeps the order of the coordinates and brings them closer."""

from lemmas.shamir2019._lemma_08 import h, j, k, next_point, pairs, product, q, v, w
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_08_pair_identities import LEMMA as IDENTITIES
from verifier import (
    Lemma,
    Proposition,
    Step,
    TermLike,
    at,
    both,
    by,
    either,
    eq,
    forall,
    implies,
    indices,
    ne,
    over,
    part,
    statement,
)


def closer(j: TermLike, q: TermLike) -> Proposition:
    """That the step keeps j below q, and that their squares come no further apart."""
    return both(v[j] <= v[q], v[q] ** 2 - v[j] ** 2 <= w[q] ** 2 - w[j] ** 2)


def claim(j: TermLike, q: TermLike) -> Proposition:
    """The same for two coordinates, of which the first is at most the second."""
    return implies(w[j] <= w[q], closer(j, q))


R = product(j, q)
SIGNS = (at("the coordinates are nonnegative", j), at("the coordinates are nonnegative", q))
IDENTITY = at("the identities", j, q)

SAME = (
    Step(
        "w_j is w_q",
        eq(w[j], w[q]),
        by.congruence(w, "they are one"),
    ),
    Step(
        "v_j is v_q",
        eq(v[j], v[q]),
        by.congruence(v, "they are one"),
    ),
    Step(
        "the same coordinate",
        closer(j, q),
        by.decide("w_j is w_q", "v_j is v_q"),
    ),
)
DIFFERENT = (
    Step("R is nonnegative", R >= 0, by.sign()),
    Step(
        "h R is nonnegative",
        h * R >= 0,
        by.decide("R is nonnegative"),
    ),
    Step(
        "the order is kept",
        v[j] <= v[q],
        by.decide(
            part(IDENTITY, 0),
            "h R is nonnegative",
            "the order",
        ),
    ),
    Step(
        "the square of h R",
        (h * R) ** 2 >= 0,
        by.decide(),
    ),
    Step(
        "the squares at w",
        w[q] ** 2 - w[j] ** 2 >= 0,
        by.decide("the order", *SIGNS),
    ),
    Step(
        "what the step takes away",
        (h * R) ** 2 * (w[q] ** 2 - w[j] ** 2) >= 0,
        by.decide("the square of h R", "the squares at w"),
    ),
    Step(
        "the squares",
        v[q] ** 2 - v[j] ** 2 <= w[q] ** 2 - w[j] ** 2,
        by.decide(
            part(IDENTITY, 2),
            "what the step takes away",
        ),
    ),
    Step(
        "closer",
        closer(j, q),
        by.decide("the order is kept", "the squares"),
    ),
)

LEMMA = Lemma(
    id="shamir2019/lemma-10-spread-step",
    title="A downhill step keeps the order of the coordinates and does not spread their squares",
    source=shamir("A.1", "Lemma 10"),
    variant="strengthened",
    statement=statement(
        [k, h, over(w, k), over(v, k)],
        {
            "the slope times the step size is nonnegative": h >= 0,
            "the coordinates are nonnegative": forall(indices(k), lambda i: w[i] >= 0),
            "v is the next point": next_point(),
        },
        pairs(claim),
    ),
    changes=(
        "min w_i(t) >= 1/2 is weakened to min w_i(t) >= 0, at the one time of the step",
        "Assumptions 1 and 3 are replaced by eta*f'(P(t)) >= 0",
    ),
    note="h is eta*f'(P).  Nothing is said of the signs of the next point.  Where they are not "
    "negative, the difference of the squares is not negative either, so that its modulus does not "
    "grow: Lemma 8 with the constant 0.",
    proof=(
        Step("the identities", None, by.lemma(IDENTITIES)),
        Step(
            "all pairs",
            pairs(claim),
            by.fix(
                j,
                Step(
                    "with any other",
                    forall(indices(k), lambda q: claim(j, q)),
                    by.fix(
                        q,
                        Step(
                            "the pair",
                            claim(j, q),
                            by.suppose(
                                "the order",
                                Step(
                                    "one or two coordinates",
                                    closer(j, q),
                                    by.cases(
                                        either(eq(q, j), ne(q, j)),
                                        {"they are one": SAME, "they are two": DIFFERENT},
                                    ),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
