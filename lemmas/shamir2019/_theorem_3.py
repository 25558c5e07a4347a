"""What the parts of Theorem 3 speak of: a run of gradient descent from a start near (1, ..., 1).

m is the index of a least coordinate at the start; kappa bounds how far the start is from 1, B its
product, and L the slope of f on [0, B].
"""

from lemmas.shamir2019._descent import (
    Point,
    at_time,
    eta,
    f,
    gradient_descent,
    k,
    product,
    w,
)
from verifier import (
    Proposition,
    Term,
    TermLike,
    both,
    exp,
    forall,
    implies,
    indices,
    maximum,
    natural,
    rational,
    real,
    reals,
    sqrt,
)

i, j, m = natural("i"), natural("j"), natural("m")
kappa, L, B, z = real("kappa"), real("L"), real("B"), real("z")

INDEX = {"m is at least 1": 1 <= m, "m is at most k": m <= k}
NEAR_ONE = {
    "kappa is positive": kappa > 0,
    "kappa is at most 1/64": kappa <= rational("1/64"),
}
STEP_SIZE = {
    "the step size is positive": eta > 0,
    "L is positive": L > 0,
    "the step size is small": 4 * eta * L * maximum(1, B) <= 1,
}


def slope(z: Term) -> Proposition:
    """The bounds on f' at a product in [0, B]."""
    return implies(both(0 <= z, z <= B), both(0 <= f.prime(z), f.prime(z) <= L))


SETTING = {
    "there are two factors": k >= 2,
    **NEAR_ONE,
    "the coordinates start near 1": forall(indices(k), lambda j: abs(w[j, 1] - 1) <= kappa),
    "P starts at B or below": product(at_time(1)) <= B,
    "f' lies in [0, L] on [0, B]": forall(reals(), slope),
    **STEP_SIZE,
    "gradient descent": gradient_descent(),
}


def least(x: Point, m: TermLike) -> Proposition:
    """That no coordinate is less than that at m."""
    return forall(indices(k), lambda j: x(m) <= x(j))


def kept(t: TermLike) -> Proposition:
    """That no coordinate is negative at a time, nor larger than at the start."""
    return forall(indices(k), lambda j: both(w[j, t] >= 0, w[j, t] <= w[j, 1]))


# How long the coordinates stay nonnegative: the least one cannot pass from sqrt(kappa) to 0, or
# from sqrt(kappa/k) to 0, in fewer steps.
N1 = (8 * kappa) ** (-(k - 2) / 2) / (sqrt(8) * eta * L)
ROOT_OF_E = exp(rational("1/2"))
N2 = (4 * kappa) ** (-(k - 2) / 2) / (2 * ROOT_OF_E * sqrt(k) * eta * L)
