"""Lemma 8, strengthened: what one step of gradient descent does to two coordinates, exactly."""

from lemmas.shamir2019._lemma_08 import different_pairs, h, j, k, next_point, product, q, v, w
from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Proposition,
    Step,
    TermLike,
    at,
    both,
    by,
    eq,
    forall,
    indices,
    over,
    statement,
)


def difference(j: TermLike, q: TermLike) -> Proposition:
    """I1: the difference of two coordinates is multiplied by 1 + h R."""
    return eq(v[j] - v[q], (1 + h * product(j, q)) * (w[j] - w[q]))


def total(j: TermLike, q: TermLike) -> Proposition:
    """I2: the sum of two coordinates is multiplied by 1 - h R."""
    return eq(v[j] + v[q], (1 - h * product(j, q)) * (w[j] + w[q]))


def squares(j: TermLike, q: TermLike) -> Proposition:
    """I3: the difference of their squares is multiplied by 1 - (h R)**2."""
    return eq(v[j] ** 2 - v[q] ** 2, (1 - h**2 * product(j, q) ** 2) * (w[j] ** 2 - w[q] ** 2))


def moves(j: TermLike, q: TermLike) -> Proposition:
    """I4: the moves of two coordinates are inversely proportional to them."""
    return eq(w[j] * (v[j] - w[j]), w[q] * (v[q] - w[q]))


def identities(j: TermLike, q: TermLike) -> Proposition:
    """All four identities."""
    return both(difference(j, q), total(j, q), squares(j, q), moves(j, q))


CONCLUSION = different_pairs(identities)

LEMMA = Lemma(
    id="shamir2019/lemma-8-identity",
    title="One step of gradient descent in two coordinates, exactly",
    source=shamir("A.1", "Lemma 8"),
    variant="strengthened",
    statement=statement(
        [k, h, over(w, k), over(v, k)],
        {"v is the next point": next_point()},
        CONCLUSION,
    ),
    changes=(
        "the coordinates may have any sign and any size: min w_i(t) >= C and P(t) <= C' go",
        "h is eta*f'(P): the step size and the slope may be any reals",
        "the bounds on the differences of squares are replaced by equalities (the third identity)",
        "the three other identities are added",
    ),
    note="R is the product of the other coordinates, P without the factors j and q.  The first "
    "identity is Lemma 14, the third Lemma 8.",
    proof=(
        Step(
            "all pairs",
            CONCLUSION,
            by.fix(
                j,
                Step(
                    "with any other",
                    forall(indices(k, omit=[j]), lambda q: identities(j, q)),
                    by.fix(
                        q,
                        Step(
                            "Q_j = w_q R",
                            eq(product(j), w[q] * product(j, q)),
                            by.split_off(product(j), q),
                        ),
                        Step(
                            "Q_q = w_j R",
                            eq(product(q), w[j] * product(j, q)),
                            by.split_off(product(q), j),
                        ),
                        Step(
                            "v_j",
                            eq(v[j], w[j] - h * (w[q] * product(j, q))),
                            by.decide(at("v is the next point", j), "Q_j = w_q R"),
                        ),
                        Step(
                            "v_q",
                            eq(v[q], w[q] - h * (w[j] * product(j, q))),
                            by.decide(at("v is the next point", q), "Q_q = w_j R"),
                        ),
                        Step("the difference", difference(j, q), by.decide("v_j", "v_q")),
                        Step("the sum", total(j, q), by.decide("v_j", "v_q")),
                        Step("the squares", squares(j, q), by.decide("the difference", "the sum")),
                        Step("the moves", moves(j, q), by.decide("v_j", "v_q")),
                        Step(
                            "all four",
                            identities(j, q),
                            by.decide("the difference", "the sum", "the squares", "the moves"),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
