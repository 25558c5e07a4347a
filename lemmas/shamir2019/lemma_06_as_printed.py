"""Lemma 6 as printed: false, since the root should be of k alone."""

from lemmas.shamir2019._paper import shamir
from lemmas.shamir2019.lemma_06_gradient_ball import L, beta, k, lemma_6
from verifier import Lemma, sqrt

LEMMA = Lemma(
    id="shamir2019/lemma-6-as-printed",
    title="Value and gradient near a point with small products, as printed",
    source=shamir("5", "Lemma 6"),
    variant="as-printed",
    statement=lemma_6(L * sqrt(k * beta)),
    expected="refuted",
    changes=("k >= 2 added: the printed radius is undefined for k = 1",),
    note="The proof in the paper gives sqrt(k)*beta: see shamir2019/lemma-6.",
)
