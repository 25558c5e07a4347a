"""What the parts of Lemma 13 speak of: the loss F = (P - y)**2/2, its gradient, and the set W.

P is the product of w_1..w_k, Q_j leaves out the factor j, and m is the index of the smallest
coordinate (j* in the paper).
"""

from collections.abc import Callable

from verifier import (
    Proposition,
    Step,
    Term,
    TermLike,
    at,
    both,
    by,
    either,
    eq,
    family,
    forall,
    indices,
    natural,
    ne,
    prod,
    real,
)

k, m = natural("k"), natural("m")
y, delta, gamma, eta = real("y"), real("delta"), real("gamma"), real("eta")
w, v = family("w"), family("v")

Point = Callable[[TermLike], Term]


def product(x: Point, *omit: TermLike) -> Term:
    """The product of the coordinates of a point, without those at the indices in `omit`."""
    # A lambda, since the name of its argument is how the index is shown.
    return prod(k, lambda i: x(i), omit=omit)  # noqa: PLW0108


def loss(x: Point) -> Term:
    """F at a point."""
    return (product(x) - y) ** 2 / 2


def gradient(x: Point, j: TermLike) -> Term:
    """The j-th entry of the gradient of F at a point."""
    return (product(x) - y) * product(x, j)


def off_diagonal(x: Point, r: TermLike, s: TermLike) -> Term:
    """The entry (r, s), r != s, of the Hessian of F at a point: (P - y) R_rs + Q_r Q_s."""
    return (product(x) - y) * product(x, r, s) + product(x, r) * product(x, s)


def at_least(bound: Term, x: Point, *omit: TermLike) -> Proposition:
    """That every coordinate, except those at the indices in `omit`, is at least `bound`."""
    return forall(indices(k, omit=omit), lambda i: x(i) >= bound)


def step(x: Point, new: Point) -> Proposition:
    """That `new` is the point after one step of gradient descent from `x`."""
    return forall(indices(k), lambda j: eq(new(j), x(j) - eta * gradient(x, j)))


def inside(x: Point) -> Proposition:
    """That a point lies in the set W."""
    return both(*in_w(x).values())


def stays(x: Point, new: Point) -> Proposition:
    """That no coordinate of `new` is below that of `x`, and that it lies in W."""
    return both(forall(indices(k), lambda j: new(j) >= x(j)), inside(new))


def in_w(x: Point, name: str = "w", product_name: str = "P") -> dict[str, Proposition]:
    """The conditions of the set W, as hypotheses or facts."""
    return {
        f"{name}_m is at least delta": x(m) >= delta,
        f"the other {name}_j are at least gamma": at_least(gamma, x, m),
        f"{product_name} is nonnegative": product(x) >= 0,
        f"{product_name} is below y": product(x) < y,
    }


# The rate of convergence is RATE * eta.
RATE = k * delta**2 * gamma ** (2 * (k - 2))

SETTING = {
    "m is at least 1": 1 <= m,
    "m is at most k": m <= k,
    "delta is positive": delta > 0,
    "gamma is at least delta": gamma >= delta,
}

j = natural("j")

# Every coordinate is at least delta: w_m is, and the others are at least gamma >= delta.
ALL_COORDINATES = Step(
    "all w_j are at least delta",
    at_least(delta, w),
    by.fix(
        j,
        Step(
            "w_j",
            w[j] >= delta,
            by.cases(
                either(eq(m, j), ne(m, j)),
                {
                    "j is m": [
                        Step(
                            "the smallest",
                            w[j] >= delta,
                            by.rewrite("j is m", "w_m is at least delta"),
                        )
                    ],
                    "j is not m": [
                        Step(
                            "another",
                            w[j] >= delta,
                            by.decide(at("the other w_j are at least gamma", j)),
                        )
                    ],
                },
            ),
        ),
    ),
)
