"""What Lemma 8 and its kin speak of: one step of gradient descent from w to v, in two coordinates.

Of the loss the step sees only h, which is eta*f'(P) with P the product of the w_i.
"""

from collections.abc import Callable

from verifier import (
    Proposition,
    Term,
    TermLike,
    eq,
    family,
    forall,
    indices,
    natural,
    prod,
    real,
)

k, j, q = natural("k"), natural("j"), natural("q")
h = real("h")
w, v = family("w"), family("v")

Pair = Callable[[TermLike, TermLike], Proposition]


def product(*omit: TermLike) -> Term:
    """The product of the w_i without those at the indices in `omit`: P, Q_j, R_jq."""
    return prod(k, lambda i: w[i], omit=omit)


def next_point() -> Proposition:
    """That v is the point after w."""
    return forall(indices(k), lambda j: eq(v[j], w[j] - h * product(j)))


def pairs(claim: Pair) -> Proposition:
    """A claim for all pairs of coordinates j, q."""
    return forall(indices(k), lambda j: forall(indices(k), lambda q: claim(j, q)))


def different_pairs(claim: Pair) -> Proposition:
    """A claim for all pairs of different coordinates j, q."""
    return forall(indices(k), lambda j: forall(indices(k, omit=[j]), lambda q: claim(j, q)))
