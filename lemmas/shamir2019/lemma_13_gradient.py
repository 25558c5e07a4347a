"""Lemma 13, part: the gradient of the loss."""

from lemmas.shamir2019._lemma_13 import gradient, k, loss, w, y
from lemmas.shamir2019._paper import shamir
from verifier import Lemma, Step, by, eq, forall, indices, natural, over, partial, statement

j = natural("j")

LEMMA = Lemma(
    id="shamir2019/lemma-13-gradient",
    title="Gradient of the loss",
    source=shamir("A.2.1", "Lemma 13"),
    variant="as-printed",
    statement=statement(
        [k, y, over(w, k)],
        {},
        forall(indices(k), lambda j: eq(partial(loss(w), w[j]), gradient(w, j))),
    ),
    proof=(
        Step(
            "entries",
            forall(indices(k), lambda j: eq(partial(loss(w), w[j]), gradient(w, j))),
            by.fix(
                j,
                Step(
                    "the chain rule",
                    eq(partial(loss(w), w[j]), gradient(w, j)),
                    by.differentiate(),
                ),
            ),
        ),
    ),
)
