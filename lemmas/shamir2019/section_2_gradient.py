"""Section 2: the gradient of F(w) = f(w_1 ... w_k), for any differentiable f."""

from lemmas.shamir2019._lemma_13 import product
from lemmas.shamir2019._paper import shamir
from verifier import (
    Lemma,
    Proposition,
    Step,
    TermLike,
    by,
    eq,
    family,
    forall,
    function,
    indices,
    natural,
    over,
    partial,
    statement,
)

k, j = natural("k"), natural("j")
f = function("f", smooth=1)
w = family("w")
P = product(w)


def entry(j: TermLike) -> Proposition:
    """The j-th entry of the gradient: f'(P) times the product of the other coordinates."""
    return eq(partial(f(P), w[j]), f.prime(P) * product(w, j))


LEMMA = Lemma(
    id="shamir2019/section-2-gradient",
    title="The gradient of f(w_1 ... w_k) has the entries f'(P) Q_j",
    source=shamir("2", "gradient descent"),
    variant="as-printed",
    statement=statement([k, f, over(w, k)], {}, forall(indices(k), entry)),
    note="P is the product of the coordinates; Q_j leaves out the factor j.",
    proof=(
        Step(
            "all entries",
            forall(indices(k), entry),
            by.fix(j, Step("the chain rule", entry(j), by.differentiate())),
        ),
    ),
)
