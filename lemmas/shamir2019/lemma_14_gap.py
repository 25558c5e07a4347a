"""Lemma 14: while the coordinates are nonnegative, the distance of two of them does not shrink."""

from lemmas.shamir2019._descent import eta, step
from lemmas.shamir2019._lemma_08 import h, j, k, pairs, product, q, v, w
from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_08_pair_identities import LEMMA as IDENTITIES
from verifier import (
    Lemma,
    Proposition,
    Step,
    Term,
    TermLike,
    at,
    by,
    either,
    eq,
    forall,
    implies,
    indices,
    ne,
    over,
    part,
    real,
    statement,
)

y = real("y")
P, R = product(), product(j, q)
H = eta * (P - y)


def slope(p: Term) -> Term:
    """The derivative of the squared loss (p - y)**2/2."""
    return p - y


def not_nearer(j: TermLike, q: TermLike) -> Proposition:
    """That the step does not bring q, which lies above j, nearer to it."""
    return w[q] - w[j] <= v[q] - v[j]


def claim(j: TermLike, q: TermLike) -> Proposition:
    """The claim for two coordinates."""
    return implies(w[j] <= w[q], not_nearer(j, q))


SAME = (
    Step("w_j is w_q", eq(w[j], w[q]), by.congruence(w, "they are one")),
    Step("v_j is v_q", eq(v[j], v[q]), by.congruence(v, "they are one")),
    Step("no distance", not_nearer(j, q), by.decide("w_j is w_q", "v_j is v_q")),
)

DIFFERENT = (
    Step(
        "the identity",
        eq(v[j] - v[q], (1 + H * R) * (w[j] - w[q])),
        by.hypothesis(part(at("the identities", j, q), 0)),
    ),
    Step("R is nonnegative", R >= 0, by.sign()),
    Step(
        "eta (P - y) R is nonnegative",
        H * R >= 0,
        by.decide("the slope is nonnegative", "R is nonnegative"),
    ),
    Step(
        "the distance",
        not_nearer(j, q),
        by.decide("the identity", "eta (P - y) R is nonnegative", "the order"),
    ),
)

LEMMA = Lemma(
    id="shamir2019/lemma-14",
    title="The distance of two coordinates does not shrink",
    source=shamir("A.2.2", "Lemma 14"),
    variant="as-printed",
    statement=statement(
        [k, eta, y, over(w, k), over(v, k)],
        {
            "the step size is positive": eta > 0,
            "y is negative": y < 0,
            "the coordinates are nonnegative": forall(indices(k), lambda i: w[i] >= 0),
            "v is the next point": step(w, v, slope),
        },
        pairs(claim),
    ),
    note="w is the point at time t and v that at time t + 1.",
    proof=(
        Step("the identities", None, by.lemma(IDENTITIES, {h: H})),
        Step("P is nonnegative", P >= 0, by.sign()),
        Step("the slope is nonnegative", H >= 0, by.decide("P is nonnegative")),
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
                                    not_nearer(j, q),
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
