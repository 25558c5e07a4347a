"""Section 4, diagonal matrices: a diagonal layer has a diagonal gradient, of one-dimensional
entries."""

from lemmas.shamir2019._paper import shamir
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
    family,
    forall,
    indices,
    natural,
    over,
    partial,
    real,
    statement,
    sum_,
)

d, p, q = natural("d"), natural("p"), natural("q")
a = real("a")
b, w, y = family("b"), family("w"), family("y")


def residual(q: TermLike) -> Term:
    """An entry of the p-th row of A W B - Y."""
    return a * w[q] * b[q] - y[q]


LOSS = sum_(d, lambda q: residual(q) ** 2)


def by_entry(q: TermLike) -> Term:
    """The derivative of the loss by an entry of the p-th row of W."""
    return partial(LOSS, w[q])


def gradient(q: TermLike) -> Proposition:
    """The derivative, multiplied out."""
    return eq(by_entry(q), 2 * residual(q) * (a * b[q]))


CONCLUSION = both(
    eq(by_entry(p), 2 * (a * w[p] * b[p] - y[p]) * (a * b[p])),
    forall(indices(d, omit=[p]), lambda q: eq(by_entry(q), 0)),
)

LEMMA = Lemma(
    id="shamir2019/section-4-diagonal-step",
    title="Among diagonal matrices the gradient of a layer is diagonal, entry by entry that of F",
    source=shamir("4", "diagonal target and initialisation"),
    variant="as-printed",
    statement=statement(
        [d, p, a, over(b, d), over(w, d), over(y, d)],
        {
            "p is at least 1": 1 <= p,
            "p is at most d": p <= d,
            "the p-th row of W is diagonal": forall(indices(d, omit=[p]), lambda q: eq(w[q], 0)),
            "the p-th row of Y is diagonal": forall(indices(d, omit=[p]), lambda q: eq(y[q], 0)),
        },
        CONCLUSION,
    ),
    note="W is a layer, w and y are the p-th rows of W and of the target Y, a is the p-th entry of "
    "the diagonal of A, the product of the layers before W, and b is the diagonal of B, that of "
    "the layers after it (section-4-diagonal): row p of A W B - Y has the entries a w_q b_q - y_q, "
    "and W_pq stands in no other row.  So GD keeps the layers diagonal, and the p-th entries of "
    "their diagonals move by themselves.",
    proof=(
        Step(
            "the gradient",
            forall(indices(d), gradient),
            by.fix(q, Step("by w_q", gradient(q), by.differentiate())),
        ),
        Step("on the diagonal", None, by.hypothesis(at("the gradient", p))),
        Step(
            "beside the diagonal",
            forall(indices(d, omit=[p]), lambda q: eq(by_entry(q), 0)),
            by.each(
                q,
                by.decide(
                    at("the gradient", q),
                    at("the p-th row of W is diagonal", q),
                    at("the p-th row of Y is diagonal", q),
                ),
            ),
        ),
        Step("both", CONCLUSION, by.decide("on the diagonal", "beside the diagonal")),
    ),
)
