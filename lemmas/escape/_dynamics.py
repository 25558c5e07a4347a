"""What the parts of the reduction speak of: w_1..w_k, of which w_m is the least in modulus, and the
loss f(P) of their product P.

Signs s_1..s_k with product tau are given to the coordinates: x = s_m*w_m, and s_i*w_i is positive
for the others; their squares exceed that of x by the gaps d_i.
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
    function,
    indices,
    natural,
    prod,
    real,
    sqrt,
)

k, m, i, j = natural("k"), natural("m"), natural("i"), natural("j")
eta, tau = real("eta"), real("tau")
s, w, v = family("s"), family("w"), family("v")
f = function("f", smooth=1)

Point = Callable[[TermLike], Term]

INDEX = {"m is at least 1": 1 <= m, "m is at most k": m <= k}

SIGNS = {
    "the s_i are signs": forall(indices(k), lambda i: either(eq(s[i], 1), eq(s[i], -1))),
    "tau is their product": eq(tau, prod(k, lambda i: s[i])),
}


def product(x: Point, *omit: TermLike) -> Term:
    """The product of the coordinates of a point, without those at the indices in `omit`."""
    return prod(k, lambda i: x(i), omit=omit)  # noqa: PLW0108 - names the index


def gradient(x: Point, j: TermLike) -> Term:
    """The derivative of f(P) by the j-th coordinate."""
    return f.prime(product(x)) * product(x, j)


def step(x: Point, new: Point) -> Proposition:
    """That `new` is the point after one step of gradient descent from `x`."""
    return forall(indices(k), lambda j: eq(new(j), x(j) - eta * gradient(x, j)))


def raw_step(x: Point) -> Term:
    """By how much gradient descent lowers the coordinate m."""
    return eta * gradient(x, m)


def least(x: Point) -> Term:
    """The coordinate m with its sign: the variable of the reduced recursion."""
    return s[m] * x(m)


def gap(x: Point, i: TermLike) -> Term:
    """The gap d_i: by how much the square of the i-th coordinate exceeds that of the m-th."""
    return x(i) ** 2 - x(m) ** 2


def square(x: Point, i: TermLike) -> Term:
    """x**2 + d_i, which is the square of the i-th coordinate; x**2 = w_m**2."""
    return x(m) ** 2 + gap(x, i)


def others(x: Point) -> Term:
    """Q(x): the product of sqrt(x**2 + d_i) over i != m."""
    return prod(k, lambda i: sqrt(square(x, i)), omit=[m])


def reduced_step(x: Point) -> Term:
    """By how much one step lowers x: eta*F'(x*Q)*Q for F(p) = f(tau*p)."""
    return eta * (tau * f.prime(tau * (least(x) * others(x)))) * others(x)


def with_signs(x: Point) -> Proposition:
    """That s_i is the sign of the i-th coordinate, for i != m."""
    return forall(indices(k, omit=[m]), lambda i: s[i] * x(i) > 0)


def ordered(x: Point) -> Proposition:
    """That no other coordinate is less in modulus than that at m."""
    return forall(indices(k, omit=[m]), lambda i: gap(x, i) >= 0)


def next_gap(x: Point, new: Point, i: TermLike) -> Proposition:
    """The reduced recursion of the i-th gap."""
    return eq(gap(new, i), gap(x, i) * (1 - reduced_step(x) ** 2 / square(x, i)))


def reduced(x: Point, new: Point) -> Proposition:
    """One step of the reduced recursion."""
    return both(
        eq(least(new), least(x) - reduced_step(x)),
        forall(indices(k, omit=[m]), lambda i: next_gap(x, new, i)),
    )


def coordinate(x: Point, new: Point, i: TermLike) -> Proposition:
    """What one step does to the i-th coordinate, in terms of x and the gaps."""
    return eq(new(i), x(i) * (1 - reduced_step(x) * least(x) / square(x, i)))


def short(x: Point) -> Proposition:
    """That the step is too short for another coordinate to pass 0 or the least one."""
    g = reduced_step(x)
    return forall(
        indices(k, omit=[m]),
        lambda i: both(g * least(x) < square(x, i), g**2 <= square(x, i)),
    )


def sign_squared(name: str, i: TermLike) -> Step:
    """The step that shows that the square of the i-th sign is 1."""
    claim = eq(s[i] ** 2, 1)
    return Step(
        name,
        claim,
        by.cases(
            at("the s_i are signs", i),
            {
                "it is 1": [Step("of 1", claim, by.decide())],
                "it is -1": [Step("of -1", claim, by.decide())],
            },
        ),
    )
