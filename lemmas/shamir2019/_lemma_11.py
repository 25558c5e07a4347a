"""What the parts of Lemma 11 speak of: signs s_1..s_k with product sigma, and two points w and v
with v_i = s_i*w_i."""

from collections.abc import Callable

from verifier import (
    Proposition,
    Term,
    TermLike,
    both,
    either,
    eq,
    family,
    forall,
    indices,
    natural,
    prod,
    real,
    sequence,
)

k, t = natural("k"), natural("t")
sigma, eta, y = real("sigma"), real("eta"), real("y")
s, w, v = family("s"), family("w"), family("v")
W, V = sequence("w"), sequence("v")

Point = Callable[[TermLike], Term]


def product(x: Point, *omit: TermLike) -> Term:
    """The product of the coordinates of a point, without those at the indices in `omit`."""
    return prod(k, lambda i: x(i), omit=omit)  # noqa: PLW0108 - names the index


def along(run: Callable[..., Term], time: TermLike) -> Point:
    """The point of a run at a time."""
    return lambda i: run(i, time)


def flipped(x: Point, new: Point) -> Proposition:
    """That `new` is the point `x` with the signs s."""
    return forall(indices(k), lambda j: eq(new(j), s[j] * x(j)))


def products_of_flipped(x: Point, new: Point) -> Proposition:
    """What the products of `new`, which is `x` with the signs s, are in terms of those of `x`."""
    return both(
        eq(product(new), sigma * product(x)),
        eq(sigma * product(new), product(x)),
        forall(indices(k), lambda j: eq(sigma * product(new, j), s[j] * product(x, j))),
    )


SIGNS = {
    "the s_i are signs": forall(indices(k), lambda i: either(eq(s[i], 1), eq(s[i], -1))),
    "sigma is their product": eq(sigma, product(s)),
}
