"""Gradient descent on F(w) = f(w_1 ... w_k), as the paper's results speak of it.

P is the product of the coordinates, Q_j leaves out the factor j, R_jl the factors j and l.
"""

from collections.abc import Callable

from verifier import (
    Proposition,
    Term,
    TermLike,
    eq,
    forall,
    function,
    indices,
    natural,
    prod,
    real,
    sequence,
    times,
)

k, t = natural("k"), natural("t")
eta = real("eta")
w = sequence("w")
f = function("f", smooth=1)

Point = Callable[[TermLike], Term]
Slope = Callable[[Term], Term]


def at_time(t: TermLike) -> Point:
    """The point w(t) of the run."""
    return lambda i: w[i, t]


def product(x: Point, *omit: TermLike) -> Term:
    """The product of the coordinates of a point, without those at the indices in `omit`."""
    # A lambda, since the name of its argument is how the index is shown.
    return prod(k, lambda i: x(i), omit=omit)  # noqa: PLW0108


def slope_of_f(p: Term) -> Term:
    """f'(p) of an unknown loss."""
    return f.prime(p)


def step(x: Point, new: Point, slope: Slope = slope_of_f) -> Proposition:
    """That `new` is the point after one step of gradient descent from `x`."""
    return forall(indices(k), lambda j: eq(new(j), x(j) - eta * slope(product(x)) * product(x, j)))


def gradient_descent(slope: Slope = slope_of_f) -> Proposition:
    """That w(1), w(2), ... is a run of gradient descent."""
    return forall(times(1), lambda t: step(at_time(t), at_time(t + 1), slope))
