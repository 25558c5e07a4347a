"""The runs that the clock counts: x(t+1) = x(t) - (1 + theta(t))*g(x(t)), from time 1 on.

The perturbations theta stand for whatever else moves a little in a step, such as the gaps of the
reduction, on which g depends.
"""

from lemmas.escape._clock import Psi, a, b, delta, growth, inside
from verifier import (
    Proposition,
    Symbol,
    Term,
    TermLike,
    both,
    eq,
    forall,
    implies,
    indices,
    natural,
    reals,
    scalar_sequence,
    times,
)

n = natural("n")
X, Theta = scalar_sequence("x"), scalar_sequence("theta")


def run(g: Symbol) -> dict[str, Proposition]:
    """A run whose first n steps go down in [a, b]."""
    return {
        "perturbed steps": forall(
            times(1), lambda t: eq(X[t + 1], X[t] - (1 + Theta[t]) * g(X[t]))
        ),
        "the perturbations are small": forall(indices(n), lambda t: abs(Theta[t]) <= delta),
        "the start is at least a": a <= X[1],
        "the start is at most b": X[1] <= b,
        "the run goes down": g(X[1]) > 0,
        "the points are at least a": forall(indices(n), lambda t: a <= X[t + 1]),
        "the unperturbed steps end above a": forall(indices(n), lambda t: a <= X[t] - g(X[t])),
    }


def error(m: TermLike) -> Term:
    """By how much the clock exceeds the number of steps after m of them."""
    return Psi(X[1]) - Psi(X[m + 1]) - m


def steady_at(g: Symbol, bound: Term, z: Term) -> Proposition:
    """That the clock grows by almost 1 in an unperturbed step from a point, if it stays in
    [a, b]."""
    return implies(both(inside(z), g(z) > 0, a <= z - g(z)), abs(growth(g)(z)) <= bound)


def steady(g: Symbol, bound: Term) -> Proposition:
    """That it does so everywhere."""
    return forall(reals(), lambda z: steady_at(g, bound, z))
