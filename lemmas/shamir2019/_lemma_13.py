"""What the parts of Lemma 13 speak of: the loss F = (P - y)**2/2, its gradient, and the set W.

P is the product of w_1..w_k, Q_j leaves out the factor j and R_rs the factors r and s.
"""

from collections.abc import Callable

from verifier import family, forall, indices, natural, prod, real
from verifier.language.terms import Proposition, Term, TermLike

k, m = natural("k"), natural("m")
y, delta, gamma, eta = real("y"), real("delta"), real("gamma"), real("eta")
w, v = family("w"), family("v")

Point = Callable[[TermLike], Term]


def product(x: Point, *omit: TermLike) -> Term:
    """The product of the coordinates of a point, without those at the indices in `omit`."""
    return prod(k, lambda i: x(i), omit=omit)


def loss(x: Point) -> Term:
    """F at a point."""
    return (product(x) - y) ** 2 / 2


def gradient(x: Point, j: TermLike) -> Term:
    """The j-th entry of the gradient of F at a point."""
    return (product(x) - y) * product(x, j)


def at_least(bound: Term, x: Point, *omit: TermLike) -> Proposition:
    """That every coordinate, except those at the indices in `omit`, is at least `bound`."""
    return forall(indices(k, omit=omit), lambda i: x(i) >= bound)
