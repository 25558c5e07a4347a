"""Assumption 1 on the loss, as a list of named hypotheses on f."""

from collections.abc import Callable, Mapping

from verifier import (
    Proposition,
    Term,
    TermLike,
    both,
    exists,
    forall,
    implies,
    rational,
    reals,
)

Function = Callable[[TermLike], Term]

LOWEST = rational("-1/2")


def lipschitz_constant(f: Function, L: Term, z: Term) -> Proposition:
    """That L is a Lipschitz constant of f on [-1/2, z)."""
    return forall(
        reals(),
        lambda a: forall(
            reals(),
            lambda b: implies(
                both(LOWEST <= a, a < z, LOWEST <= b, b < z),
                abs(f(a) - f(b)) <= L * abs(a - b),
            ),
        ),
    )


def lipschitz(f: Function) -> Proposition:
    """That for every z > 0 there is a Lipschitz constant of f on [-1/2, z)."""
    return forall(
        reals(),
        lambda z: implies(z > 0, exists(reals(), lambda L: lipschitz_constant(f, L, z))),
    )


def increasing(f: Function) -> Proposition:
    """That f is strictly increasing on [-1/2, oo), that is on every [-1/2, z)."""
    return forall(
        reals(),
        lambda a: forall(reals(), lambda b: implies(both(LOWEST <= a, a < b), f(a) < f(b))),
    )


def gap(f: Function) -> Proposition:
    """That the infimum of f on [-1/2, oo) exceeds that on all reals (which may be -oo): some value
    of f is less than all those on [-1/2, oo) by at least some c > 0."""
    return exists(
        reals(),
        lambda c: exists(
            reals(),
            lambda q: both(
                c > 0, forall(reals(), lambda p: implies(LOWEST <= p, f(q) + c <= f(p)))
            ),
        ),
    )


def assumption_1(f: Function) -> Mapping[str, Proposition]:
    """Assumption 1 on a function, which must be differentiable besides: `function(..., smooth=1)`
    or a formula."""
    return {
        "f is Lipschitz from -1/2 up to every z": lipschitz(f),
        "f is strictly increasing from -1/2 on": increasing(f),
        "f is smaller somewhere below -1/2": gap(f),
    }
