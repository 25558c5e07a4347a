"""Assumption 4 on the target y of the squared loss and on the start w_1..w_k, with constants."""

from collections.abc import Mapping

from lemmas.shamir2019._descent import Point, k, product
from verifier import Proposition, Term, TermLike, both, eq, family, forall, indices, real

y = real("y")
c1, c2, c3, c4 = real("c1"), real("c2"), real("c3"), real("c4")
w = family("w")


def start(i: TermLike) -> Term:
    """The i-th coordinate at the start."""
    return w[i]


def squared_loss(p: TermLike) -> Term:
    """The loss of Theorem 4."""
    return (p - y) ** 2 / 2


def assumption_4(x: Point = start) -> Mapping[str, Proposition]:
    """Assumption 4 on y and a start, as named hypotheses.  The paper uses c4 twice and c3 never."""
    return {
        "the constants are positive": both(c1 > 0, c2 > 0, c3 > 0, c4 > 0),
        "y is -c1": eq(y, -c1),
        "the |w_i| are at most c2": forall(indices(k), lambda i: abs(x(i)) <= c2),
        "P is above y": product(x) > y,
        "the |w_i| are k**(-c4) apart": forall(
            indices(k),
            lambda i: forall(
                indices(k, omit=[i]), lambda j: abs(abs(x(i)) - abs(x(j))) >= k ** (-c4)
            ),
        ),
        "the products without two factors are at most c4": forall(
            indices(k),
            lambda i: forall(indices(k, omit=[i]), lambda j: abs(product(x, i, j)) <= c4),
        ),
    }
