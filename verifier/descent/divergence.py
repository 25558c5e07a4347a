"""Proofs that a run diverges: |P| grows geometrically for ever, and the event never happens."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from operator import mul

from flint import arb, fmpq_poly

from verifier.descent.approach import polynomial
from verifier.descent.backend import Problem, state_of
from verifier.descent.ball_backend import BallBackend
from verifier.descent.certified.balls import Ball, ball
from verifier.descent.event import Event, watch
from verifier.descent.fall import shown


def diverges(
    problem: Problem, weights: Sequence[Fraction | Ball], event: Event, bits: int
) -> str | None:
    """One line that proves |P| -> infinity and the event false from here on; None if not so.

    The run of `problem` is now at `weights`, raw coordinates, exact or enclosed by balls.  For
    polynomial losses.  With p f'(p) >= mu p**2 for |p| >= |P|, every c_j = eta f'(P) P/w_j**2 is
    at least eta mu Q_j**2.  If that is more than 2, every w_j is multiplied by 1 - c_j < -1; then
    no Q_j**2 shrinks, and the same holds with a larger |P| ever after.  Raises `ValueError` for a
    precision outside of 53..10000 bits.
    """
    numbers = BallBackend(bits)
    with numbers.working():
        balls = [ball(w) if isinstance(w, Fraction) else w for w in weights]
        if watch(event, problem, numbers)(state_of(balls, arb(1))) is not False:
            return None
        loss = polynomial(problem.objective)
        return None if loss is None else _diverges(problem, loss, balls, event)


def _diverges(
    problem: Problem, loss: fmpq_poly, weights: Sequence[Ball], event: Event
) -> str | None:
    product = reduce(mul, weights, arb(1))
    size = abs(product).lower()
    if not size > 0:
        return None
    mu = _steepness(loss.derivative(), size)
    factors = [ball(problem.step) * mu * (product / w) ** 2 - 1 for w in weights]
    if not all(factor > 1 for factor in factors):
        return None
    following = reduce(mul, factors, size).lower()
    if not _stays_false(problem, event, product, following):
        return None
    least = reduce(lambda a, b: a.min(b), (factor.lower() for factor in factors))
    return (
        f"every |w_j| is multiplied by more than {shown(least)} in each iteration for ever: "
        f"f'(p)/p >= {shown(mu.lower())} for |p| >= {shown(size)}"
    )


def _steepness(slope: fmpq_poly, size: Ball) -> Ball:
    """A mu with p f'(p) >= mu p**2 for all |p| >= size, if it is positive.

    For odd degree n and a_n > 0 it is |p|**(n-1) (a_n - sum_{i<n} |a_i| |p|**(i-n)), which grows
    with |p| where it is positive.
    """
    degree = slope.degree()
    coefficients = [arb(c) for c in slope.coeffs()]
    if degree % 2 == 0 or not coefficients[-1] > 0:
        return arb(-1)
    rest = (abs(c) * size ** (i - degree) for i, c in enumerate(coefficients[:-1]))
    return (coefficients[-1] - sum(rest, arb(0))) * size ** (degree - 1)


def _stays_false(problem: Problem, event: Event, product: Ball, following: Ball) -> bool:
    """Whether the event, false now, stays so while |P| >= `following` from the next state on.

    Every w_j changes its sign in each iteration, and P with them if their number is odd; so
    coordinates go below any bound.  As p f'(p) > 0 there, f grows with |p| on either side.
    """
    if event.quantity == "product":
        return len(problem.weights) % 2 == 0 and bool(product > 0)
    if event.quantity != "loss":
        return False
    value, bound = problem.objective.on(BallBackend()).value, ball(event.bound)
    return bool(value(following) > bound) and bool(value(-following) > bound)
