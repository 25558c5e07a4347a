"""The paper's first example of Assumption 1: f(x) = (x + 1)**2."""

from lemmas.shamir2019._assumption_1_examples import DECLARED, conclusion, squared_loss_proof
from lemmas.shamir2019._paper import shamir
from verifier import Lemma, Term, TermLike, rational, statement


def loss(p: TermLike) -> Term:
    """The squared loss with the target -1."""
    return (p + rational("1")) ** 2


def slope(p: TermLike) -> Term:
    """Its derivative."""
    return 2 * (p + rational("1"))


LEMMA = Lemma(
    id="shamir2019/assumption-1-example-squared",
    title="(x + 1)**2 satisfies Assumption 1",
    source=shamir("3", "the text below Assumption 1"),
    variant="as-printed",
    statement=statement([DECLARED], {}, conclusion(loss, slope)),
    proof=squared_loss_proof(loss, slope, rational("1"), rational("-1")),
)
