"""Assumption 2 on the start, as a list of named properties of random variables w_1, ..., w_k.

That they are independent and have one law is listed apart: no law of one variable can give it, and
not all entries need it.
"""

from collections.abc import Mapping

from verifier import (
    Proposition,
    Symbol,
    Term,
    TermLike,
    both,
    eq,
    expectation,
    forall,
    independent,
    indices,
    natural,
    over,
    probability,
    random_family,
    rational,
    real,
    reals,
    same_law,
)

k, i, a = natural("k"), natural("i"), real("a")
w = random_family("w")
DECLARED = (k, over(w, k))

# What Assumption 2 says of the variables together.
IID = {"the w_i are independent": independent(w, k), "the w_i have one law": same_law(w, k)}

# A law of mean 0 and variance 1, as (probability, value) pairs: size 1/2 with probability 4/5 and
# size 2 with probability 1/5, and a fair sign.  The mean size is 4/5.
HALVES_AND_TWOS = tuple(
    (rational(p), rational(x))
    for p, x in (("2/5", "1/2"), ("2/5", "-1/2"), ("1/10", "2"), ("1/10", "-2"))
)


def near_zero(w: Symbol, i: TermLike, a: Term) -> Term:
    """The probability that w_i lies in [-|a|, |a|]."""
    return probability(both(-abs(a) <= w[i], w[i] <= abs(a)))


def small_ball(w: Symbol, i: TermLike, c1: Term) -> Proposition:
    """Item 1: w_i lies in [-a, a] with probability c1*a at most, for all a >= 0, which are the
    sizes of all reals."""
    return forall(reals(), lambda a: near_zero(w, i, a) <= c1 * abs(a))


def assumption_2(w: Symbol, k: TermLike, c1: Term, c2: Term) -> Mapping[str, Proposition]:
    """What Assumption 2 says of each variable, for the constants c1 and c2."""
    return {
        "the means are 0": forall(indices(k), lambda i: eq(expectation(w[i]), 0)),
        "the variances are 1": forall(indices(k), lambda i: eq(expectation(w[i] ** 2), 1)),
        "they are rarely near 0": forall(indices(k), lambda i: small_ball(w, i, c1)),
        "their mean sizes are at most 1 - c2": forall(
            indices(k), lambda i: expectation(abs(w[i])) <= 1 - c2
        ),
    }
