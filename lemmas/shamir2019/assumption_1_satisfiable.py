"""Assumption 1 can be satisfied: by a squared loss with any target below -1/2."""

from lemmas.shamir2019._assumption_1 import LOWEST
from lemmas.shamir2019._assumption_1_examples import DECLARED, conclusion, squared_loss_proof
from lemmas.shamir2019._paper import shamir
from verifier import Lemma, Term, TermLike, real, statement

s, y = real("s"), real("y")


def loss(p: TermLike) -> Term:
    """The squared loss with the target y, scaled by s."""
    return s * (p - y) ** 2


def slope(p: TermLike) -> Term:
    """Its derivative."""
    return 2 * s * (p - y)


LEMMA = Lemma(
    id="shamir2019/assumption-1-satisfiable",
    title="Every squared loss with a target below -1/2 satisfies Assumption 1",
    source=shamir("3", "Assumption 1"),
    variant="effective",
    statement=statement(
        [s, y, DECLARED],
        {"the scale is positive": s > 0, "the target is below -1/2": y < LOWEST},
        conclusion(loss, slope),
    ),
    proof=squared_loss_proof(loss, slope, s, y),
)
