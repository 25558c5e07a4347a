"""What the parts of Lemma 13' speak of: gradient descent on (P - Y)**2/2 from nonnegative
coordinates whose product P is at most Y.

m is the index of one coordinate, which may be 0 at the start and need not be the smallest; the
others are at least gamma.
"""

from lemmas.shamir2019._descent import Point, at_time, eta, gradient_descent, k, product, step
from lemmas.shamir2019._descent import w as run
from verifier import (
    Proposition,
    Term,
    TermLike,
    both,
    family,
    forall,
    indices,
    maximum,
    natural,
    real,
    sqrt,
)

m = natural("m")
Y, gamma, q, bound = real("Y"), real("gamma"), real("q"), real("B")
w, v = family("w"), family("v")

INDEX = {"m is at least 1": 1 <= m, "m is at most k": m <= k}

# The largest Q_m can become.
LARGEST = maximum(2 * q, sqrt(k) * Y / gamma)


def slope(p: Term) -> Term:
    """The derivative of the loss (p - Y)**2/2."""
    return p - Y


def others_at_least(bound: TermLike, x: Point) -> Proposition:
    """That every coordinate except that at m is at least `bound`."""
    return forall(indices(k, omit=[m]), lambda j: x(j) >= bound)


def grown(x: Point, new: Point) -> Proposition:
    """That no coordinate of `new` is below that of `x`."""
    return forall(indices(k), lambda i: x(i) <= new(i))


def reduced(x: Point, j: TermLike) -> Term:
    """w_j - w_m**2/(2 gamma), which gradient descent does not increase."""
    return x(j) - x(m) ** 2 / (2 * gamma)


def reduced_fall(x: Point, new: Point) -> Proposition:
    """That no w_j - w_m**2/(2 gamma), j != m, is larger at `new` than at `x`."""
    return forall(indices(k, omit=[m]), lambda j: reduced(new, j) <= reduced(x, j))


def approach(x: Point, new: Point) -> Proposition:
    """That the product at `new` is at most Y, and nearer to it by the factor 1 - eta*Q_m**2."""
    return both(
        product(new) <= Y,
        Y - product(new) <= (1 - eta * product(x, m) ** 2) * (Y - product(x)),
    )


NEXT_POINT = {"v is the next point": step(lambda i: w[i], lambda i: v[i], slope)}

POSITIVE = {
    "the target is positive": Y > 0,
    "gamma is positive": gamma > 0,
    "q is positive": q > 0,
}
START = {
    **POSITIVE,
    "w_m is nonnegative at the start": run[m, 1] >= 0,
    "the other w_j are at least gamma at the start": others_at_least(gamma, at_time(1)),
    "Q_m is at most q at the start": product(at_time(1), m) <= q,
    "P is at most the target at the start": product(at_time(1)) <= Y,
}
SMALL_STEP = {
    "the step size is positive": eta > 0,
    "the step size is small": eta <= 1 / (2 * k * (Y / gamma) ** 2 + 4 * q**2),
}
DESCENT = {
    **SMALL_STEP,
    "gradient descent": gradient_descent(slope),
}
