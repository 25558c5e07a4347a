"""Runs near a stationary product that contract to it, swinging over it or not: where they stay."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from operator import mul

from flint import arb

from verifier.descent.approach import FEW, Root, root_near, supremum
from verifier.descent.backend import Problem
from verifier.descent.ball_backend import BallBackend
from verifier.descent.certified.balls import Ball, ball, hull
from verifier.descent.certified.oriented import Oriented
from verifier.descent.fall import shown
from verifier.descent.position import Weight
from verifier.descent.region import End, Region
from verifier.descent.stationary import tightened

ATTEMPTS = 4


def settling(problem: Problem, weights: Sequence[Weight]) -> Region | None:
    """The run with |P(t) - p*| <= theta**t |P(0) - p*|, theta < 1, and weights that hardly move.

    With e = P - p*, f'(P) = q e, T = sum 1/w_i**2 and a_i = eta q e P/w_i**2, w_i' = w_i (1 - a_i),
        e' = e (1 - eta q P**2 T) + P E,   |E| <= A**2 exp(A)/2,   A = sum |a_i|,
    E being the product of the 1 - a_i less 1 - sum a_i.  While the weights stay within a share
    beta of where they are, theta follows from bounds of q, P and T; then |a_i(t)| <= alpha_i
    theta**t, so that the weights stay within the share sup alpha_i/(1 - theta), up to exp.

    None if this does not follow.  To be used inside of `BallBackend.working()`.
    """
    balls = [ball(w) if isinstance(w, Fraction) else w for w in weights]
    product = reduce(mul, balls, arb(1))
    if not (product > 0 or product < 0):
        return None
    loss = Oriented(tightened(problem.objective.on(BallBackend())), 1)
    root = root_near(problem.objective, loss, product)
    if root is None:
        return None
    away = (product - root.ball).abs_upper()
    low, high = (root.ball - away).lower(), (root.ball + away).upper()
    around = hull(low, high)
    q_low = -supremum(lambda p: -root.quotient(p), low, high, FEW)
    q_high = supremum(root.quotient, low, high, FEW)
    if not ((around > 0 or around < 0) and q_low > 0):
        return None
    step, share = ball(problem.step), arb(0)
    for _ in range(ATTEMPTS):
        if not share < 1:
            return None
        theta, alphas = _rates(balls, step, (q_low, q_high), around, away, share)
        if not theta < 1:
            return None
        drifts = [(alpha / (1 - theta)).upper() for alpha in alphas]
        widest = reduce(arb.max, ((drift.exp() - 1).upper() for drift in drifts))
        if all(alpha < 1 for alpha in alphas) and widest <= share:
            return _settled(balls, product, root, away, drifts, theta)
        share = (2 * widest).upper()
    return None


def _rates(
    weights: Sequence[Ball],
    step: Ball,
    q: tuple[Ball, Ball],
    around: Ball,
    away: Ball,
    share: Ball,
) -> tuple[Ball, list[Ball]]:
    """theta and the alpha_i, if all |w_i| stay within the share of their present values."""
    inverses = [1 / (w * w) for w in weights]
    total = sum(inverses, arb(0))
    p_low, p_high = around.abs_lower(), around.abs_upper()
    most = total / (1 - share) ** 2
    strong = step * q[1] * p_high**2 * most
    weak = step * q[0] * p_low**2 * total / (1 + share) ** 2
    first = abs(1 - weak).max(abs(1 - strong)).upper()
    size = step * q[1] * away * p_high * most
    theta = (first + strong * size * size.exp() / 2).upper()
    force = step * q[1] * away * p_high / (1 - share) ** 2
    return theta, [(force * inverse).upper() for inverse in inverses]


def _settled(
    weights: Sequence[Ball],
    product: Ball,
    root: Root,
    away: Ball,
    drifts: Sequence[Ball],
    theta: Ball,
) -> Region:
    ranges = []
    for weight, drift in zip(weights, drifts, strict=True):
        ends = End((weight * (1 - drift)).lower()), End((weight * drift.exp()).lower())
        highs = End((weight * (1 - drift)).upper()), End((weight * drift.exp()).upper())
        ranges.append((ends[0], highs[1]) if weight > 0 else (ends[1], highs[0]))
    # later P is within theta * away of p*; now it is on the one side or the other of it
    if product > root.ball:
        lowest = (root.ball - theta * away).lower()
    else:
        lowest = (root.ball - away).lower()
    reason = (
        f"P settles at {shown(root.value)}: its distance shrinks by a factor <= {shown(theta)} "
        "each iteration, and the weights move too little to reach the bound"
    )
    return Region(reason, tuple(ranges), End(lowest), End(root.loss))
