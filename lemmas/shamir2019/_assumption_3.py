"""Assumption 3 on the start w_1..w_k, with constants."""

from collections.abc import Mapping

from lemmas.shamir2019._descent import Point, k, product
from verifier import Proposition, Term, TermLike, both, family, max_over, real

c1, c2, c3 = real("c1"), real("c2"), real("c3")
w = family("w")


def start(i: TermLike) -> Term:
    """The i-th coordinate at the start."""
    return w[i]


def assumption_3(x: Point = start) -> Mapping[str, Proposition]:
    """Assumption 3 on a start, as named hypotheses."""
    return {
        "the constants are positive": both(c1 > 0, c2 > 0, c3 > 0),
        "the |w_i - 1| are at most k**(-c1)": max_over(k, lambda j: abs(x(j) - 1)) <= k ** (-c1),
        "P is between c2 and c3": both(c2 <= product(x), product(x) <= c3),
    }
