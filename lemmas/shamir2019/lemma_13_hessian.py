"""Lemma 13, part: the second derivatives of the loss."""

from lemmas.shamir2019._lemma_13 import k, loss, off_diagonal, product, w, y
from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Step,
    Term,
    TermLike,
    both,
    by,
    eq,
    forall,
    indices,
    natural,
    over,
    partial,
    statement,
)

r, s = natural("r"), natural("s")


def second(r: TermLike, s: TermLike) -> Term:
    """The derivative by w_r of the derivative by w_s."""
    return partial(partial(loss(w), w[s]), w[r])


DIAGONAL = forall(indices(k), lambda r: eq(second(r, r), product(w, r) ** 2))
OFF_DIAGONAL = forall(
    indices(k),
    lambda r: forall(indices(k, omit=[r]), lambda s: eq(second(r, s), off_diagonal(w, r, s))),
)

LEMMA = Lemma(
    id="shamir2019/lemma-13-hessian",
    title="Hessian of the loss",
    source=shamir("A.2.1", "Lemma 13"),
    variant="strengthened",
    statement=statement([k, y, over(w, k)], {}, both(DIAGONAL, OFF_DIAGONAL)),
    proof=(
        Step(
            "on the diagonal",
            DIAGONAL,
            by.fix(
                r, Step("twice by w_r", eq(second(r, r), product(w, r) ** 2), by.differentiate())
            ),
        ),
        Step(
            "off the diagonal",
            OFF_DIAGONAL,
            by.fix(
                r,
                Step(
                    "each other index",
                    forall(indices(k, omit=[r]), lambda s: eq(second(r, s), off_diagonal(w, r, s))),
                    by.fix(
                        s,
                        Step(
                            "by w_s, then by w_r",
                            eq(second(r, s), off_diagonal(w, r, s)),
                            by.differentiate(),
                        ),
                    ),
                ),
            ),
        ),
        Step(
            "both",
            both(DIAGONAL, OFF_DIAGONAL),
            by.decide("on the diagonal", "off the diagonal"),
        ),
    ),
    changes=(
        "stated for all w without dividing by w_r w_s; the printed form holds where no coordinate "
        "is zero",
    ),
)
