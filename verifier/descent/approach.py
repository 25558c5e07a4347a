"""The loss below a run's product: where fhat' > 0, and the stationary product that P comes down to.

With tau the sign of f'(P), everything is in the oriented product p = tau P and fhat(p) = f(tau p);
a run goes down in p while fhat' > 0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import pairwise

from flint import arb, ctx, fmpq, fmpq_poly

from verifier.descent.certified.balls import Ball, ball, fraction, hull
from verifier.descent.certified.oriented import Oriented
from verifier.descent.elementary import ExactFunctions
from verifier.descent.exact_backend import ExactBackend
from verifier.descent.objective import Number, Objective

FEW, MANY = 4, 32  # parts into which a range is cut for a bound over it
MOST_PARTS = 600  # give up the proof that a function is positive beyond
FARTHEST = 80  # a stationary product is looked for at distances (1 + |p|)/64 * 2**n, n below this
Function = Callable[[Ball], Ball]


class _Polynomials(ExactFunctions):
    def number(self, value: Fraction) -> Number:
        return fmpq(value.numerator, value.denominator)


def polynomial(objective: Objective) -> fmpq_poly | None:
    """f as a polynomial over Q, None if the loss is not `rational`."""
    if not objective.rational:
        return None
    loss: fmpq_poly = fmpq_poly([0]) + objective.on(_Polynomials()).value(fmpq_poly([0, 1]))
    return loss


def slope_polynomial(objective: Objective) -> fmpq_poly | None:
    """f' as a polynomial over Q, None if the loss is not `rational`."""
    loss = polynomial(objective)
    return None if loss is None else loss.derivative()


def supremum(function: Function, low: Ball, high: Ball, parts: int = MANY) -> Ball:
    """An upper bound of the function on [low, high], exact; not finite where it has no value."""
    width = high - low
    cuts = [low, *((low + width * i / parts).mid() for i in range(1, parts)), high]
    # unlike a comparison, arb.max keeps a NaN
    return reduce(arb.max, (function(hull(*ends)).upper() for ends in pairwise(cuts)))


def positive(function: Function, low: Ball, high: Ball) -> bool:
    """Whether balls show that the function is > 0 on all of [low, high]."""
    waiting = [(low, high)]
    for _ in range(MOST_PARTS):
        left, right = waiting.pop()
        if not function(hull(left, right)) > 0:
            middle = ((left + right) / 2).mid()
            if not left < middle < right:
                return False
            waiting += [(middle, right), (left, middle)]
        if not waiting:
            return True
    return False


@dataclass(frozen=True)
class Root:
    """A stationary product p*.

    `value` is p*, exact or a ball; `quotient` encloses fhat'(q)/(q - p*), `loss` is fhat(p*).
    """

    value: Fraction | Ball
    quotient: Function
    loss: Fraction | Ball

    @property
    def ball(self) -> Ball:
        """p* as a ball."""
        return ball(self.value) if isinstance(self.value, Fraction) else self.value


def nearest_root(objective: Objective, loss: Oriented, top: Ball) -> Root | None:
    """The largest zero of fhat' below `top`, with the proof that fhat' > 0 in between.

    None if none is found, or the proof fails; `top` is a ball around p with fhat'(p) > 0.
    """
    slope = slope_polynomial(objective)
    if slope is not None:
        root = _rational_root(objective, slope, loss.tau, top)
        if root is not None:
            return root
    bracket = _bracket(loss, top)
    if bracket is None:
        return None
    root = _simple_root(loss, _refined(loss, *bracket))
    return root if positive(root.quotient, root.ball.lower(), top.upper()) else None


def root_near(objective: Objective, loss: Oriented, product: Ball) -> Root | None:
    """A zero of fhat' near the product, on either side, found from there by Newton's method.

    Nothing is claimed of the sign of fhat' around it; `Root.quotient` tells.
    """
    middle = product.mid()
    for _ in range(ctx.prec):
        following = (middle - loss.first(middle) / loss.second(middle)).mid()
        if not following.is_finite():
            return None
        moved, middle = abs(following - middle), following
        if moved <= (1 + abs(middle)) * arb(2) ** (8 - ctx.prec):
            break
    slope = slope_polynomial(objective)
    if slope is not None:
        simple = _simplest(middle, 2**32)
        if simple is not None and slope(fmpq(simple.numerator, simple.denominator)) == 0:
            at_root = objective.on(ExactBackend()).value(loss.tau * simple)
            return Root(simple, _mean_slope(loss, ball(simple)), at_root)
    slack = (1 + abs(middle)) * arb(2) ** -(ctx.prec // 2)
    low, high = (middle - slack).mid(), (middle + slack).mid()
    if not (loss.first(low) < 0 and loss.first(high) > 0):
        return None
    return _simple_root(loss, _refined(loss, low, high))


def _rational_root(objective: Objective, slope: fmpq_poly, tau: int, top: Ball) -> Root | None:
    turned = tau * slope(fmpq_poly([0, tau]))  # fhat'
    below = [(root, order) for root, order in turned.roots() if arb(root) < top]
    if not below:
        return None
    root, order = max(below)
    factor = fmpq_poly([-root, 1])
    quotient, core = turned / factor, turned / factor**order
    if not positive(_evaluation(core), arb(root).lower(), top.upper()):
        return None
    value = Fraction(int(root.p), int(root.q))
    at_root = objective.on(ExactBackend()).value(tau * value)
    return Root(value, _evaluation(quotient), at_root)


def _simple_root(loss: Oriented, value: Fraction | Ball) -> Root:
    at = ball(value) if isinstance(value, Fraction) else value
    return Root(value, _mean_slope(loss, at), loss.value(at))


def _evaluation(polynomial: fmpq_poly) -> Function:
    coefficients = [arb(c) for c in reversed(polynomial.coeffs())]

    def value(p: Ball) -> Ball:
        total = arb(0)
        for c in coefficients:
            total = total * p + c
        return total

    return value


def _mean_slope(loss: Oriented, root: Ball) -> Function:
    """fhat'(q)/(q - p*) is a value of fhat'' between p* and q, and a quotient where q is apart."""

    def quotient(q: Ball) -> Ball:
        mean = loss.second(hull(root, q))
        apart = loss.first(q) / (q - root)
        if not apart.is_finite():
            return mean
        return apart.intersection(mean) if mean.is_finite() else apart

    return quotient


def _bracket(loss: Oriented, top: Ball) -> tuple[Ball, Ball] | None:
    """Exact (low, high) below `top` with fhat'(low) <= 0 < fhat'(high)."""
    high, unit = top.lower(), (1 + abs(top)).upper() / 64
    start = high
    if not loss.first(high) > 0:
        return None
    for n in range(FARTHEST):
        low = (start - unit * 2**n).mid()
        slope = loss.first(low)
        if slope <= 0:
            return low, high
        if not slope > 0:
            return None
        high = low
    return None


def _refined(loss: Oriented, low: Ball, high: Ball) -> Fraction | Ball:
    """A zero of fhat' in [low, high], exact if it is a dyadic at which the balls are exact."""
    for _ in range(2 * ctx.prec):
        middle = ((low + high) / 2).mid()
        if not low < middle < high:
            break
        slope = loss.first(middle)
        if slope > 0:
            high = middle
        elif slope <= 0:
            low = middle
        else:
            break
    simple = _simplest(((low + high) / 2).mid(), 2**16)
    if simple is not None and low <= ball(simple) <= high and loss.first(ball(simple)).is_zero():
        return simple
    return hull(low, high)


def _simplest(value: Ball, denominator: int) -> Fraction | None:
    """A rational near an exact number, with at most that denominator; None for a huge number."""
    if not abs(value) < arb(2) ** 1000:
        return None
    tiny = abs(value) < arb(2) ** -1000
    return Fraction(0) if tiny else fraction(value).limit_denominator(denominator)
