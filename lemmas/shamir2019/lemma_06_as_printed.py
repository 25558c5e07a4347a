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
    changes=(
        "k >= 2 added: the printed radius is undefined for k = 1",
        "the supremum of |f'| is replaced by any upper bound L on it",
    ),
    note="The proof in the paper gives sqrt(k)*beta: see shamir2019/lemma-6.  Within the setting "
    "of the paper, too, it fails: for f(p) = (p + 1)**2/2, k = 2, w = v = (4, 4), alpha = beta = "
    "delta = 4 and L = 17 the norm of the gradient is 17*sqrt(32) and the bound 17*sqrt(8).  "
    "sqrt(k*beta) may be damage of the transcription.",
)
