"""What Lemma 9 speaks of: a run of gradient descent from a time s to a time T."""

from lemmas.shamir2019._descent import at_time, f, k, product, w
from verifier import (
    Proposition,
    Term,
    TermLike,
    both,
    forall,
    implies,
    indices,
    natural,
    real,
    reals,
)

i, j, r, s, T = natural("i"), natural("j"), natural("r"), natural("s"), natural("T")
beta = real("beta")


def P(r: TermLike) -> Term:
    """The product at a time."""
    return product(at_time(r))


def slope_at(r: TermLike) -> Term:
    """f' at the product at a time."""
    return f.prime(P(r))


def between(r: TermLike) -> Proposition:
    """That a time lies between s and T."""
    return both(s <= r, r <= T)


def meanwhile(claim: Proposition, r: TermLike) -> Proposition:
    """A claim about a time under the condition that it lies between s and T."""
    return implies(between(r), claim)


def all_least(r: TermLike, least: TermLike) -> Proposition:
    """That no coordinate is less than a number at a time."""
    return forall(indices(k), lambda i: w[i, r] >= least)


def slope_nonnegative(p: Term) -> Proposition:
    """f' >= 0 at a point of [0, beta]."""
    return implies(both(0 <= p, p <= beta), f.prime(p) >= 0)


NONNEGATIVE_SLOPE = forall(reals(), slope_nonnegative)
