"""What Theorem 1 of the slides is refuted with: an objective, a law of the weights, the run."""

from collections.abc import Callable

from lemmas.shamir2019._assumption_2 import HALVES_AND_TWOS
from lemmas.shamir2019._descent import Point, f
from verifier import (
    Proposition,
    Term,
    TermLike,
    both,
    eq,
    exp,
    forall,
    implies,
    indices,
    prod,
    random_family,
    random_sequence,
    rational,
    times,
)

v, u = random_family("v"), random_sequence("u")
ONE = rational("1")

# Size 1/2 with probability 4/5 and size 2 with probability 1/5, and a fair sign.
LAW = HALVES_AND_TWOS
MEAN_SIZE = rational("4/5")


def loss(p: TermLike) -> Term:
    """A Lipschitz function with least value 0 at 0."""
    return 1 - exp(-(p**2))


def slope(p: Term) -> Term:
    """Its derivative."""
    return -(exp(-(p**2)) * (-ONE * (2 * p)))


def at_start(i: TermLike) -> Term:
    """The i-th weight at the start."""
    return v[i]


def run_at(t: TermLike) -> Point:
    """The point u(t) of the random run."""
    return lambda i: u[i, t]


def product(count: TermLike, x: Point, *omit: TermLike) -> Term:
    """The product of the first coordinates of a point, without those at the indices in `omit`."""
    return prod(count, lambda i: x(i), omit=omit)  # noqa: PLW0108 (shows its name)


def starts(count: TermLike) -> Proposition:
    """That the run starts at the random weights."""
    return forall(indices(count), lambda i: eq(u[i, 1], v[i]))


def run(count: TermLike, gamma: Term, slope: Callable[[Term], Term] = f.prime) -> Proposition:
    """That u(1), u(2), ... is a run of gradient descent from the random weights."""
    return both(
        starts(count),
        forall(
            times(1),
            lambda t: forall(
                indices(count),
                lambda j: eq(
                    u[j, t + 1],
                    u[j, t]
                    - gamma * slope(product(count, run_at(t))) * product(count, run_at(t), j),
                ),
            ),
        ),
    )


def slow(
    count: TermLike, lowest: Term, eps: Term, last: Term, loss: Callable[[Term], Term] = f.__call__
) -> Proposition:
    """That no iterate before the time `last` is eps-optimal."""
    return forall(
        times(1),
        lambda t: implies(t < last, loss(product(count, run_at(t))) - lowest > eps),
    )
