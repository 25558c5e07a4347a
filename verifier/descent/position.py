"""Where a run is, turned so that the oriented product goes down.

With m an index of least modulus, sigma the product of the signs (sign(0) = +1) and tau the sign
of f'(P): x = tau sigma |w_m|, gaps d_i = w_i**2 - x**2 >= 0 for i != m, oriented product p = tau P.
One update is x' = x - g and d_i' = d_i (1 - g**2/v_i), where v_i = w_i**2 and g = eta fhat'(p) Q,
Q = prod sqrt(v_i) over i != m, as long as g x < v_i for these i.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import mul

from flint import arb

from verifier.descent.backend import Problem
from verifier.descent.ball_backend import BallBackend
from verifier.descent.certified.balls import Ball, ball
from verifier.descent.certified.oriented import Oriented
from verifier.descent.stationary import tightened

Weight = Fraction | Ball


@dataclass(frozen=True)
class Position:
    """A state with at most one weight 0, f'(P) not 0, and the signs of all of them certain.

    `raw` are the weights as given, exact or balls, `weights` the same as balls, `least` is m,
    `others` are the indices i != m, `gaps` lower and upper bounds of the d_i, `turn` is tau sigma,
    `raw_product` P as exact as the weights, `product` the oriented p.
    """

    loss: Oriented
    step: Ball
    raw: tuple[Weight, ...]
    weights: tuple[Ball, ...]
    signs: tuple[int, ...]
    least: int
    others: tuple[int, ...]
    gaps: tuple[tuple[Ball, Ball], ...]
    x: Ball
    turn: int
    raw_product: Weight
    product: Ball

    @property
    def tied(self) -> bool:
        """Whether the least modulus is certainly attained twice."""
        return any(high.is_zero() for _, high in self.gaps)

    @property
    def moduli(self) -> tuple[Ball, ...]:
        """|w_i|."""
        return tuple(s * w for s, w in zip(self.signs, self.weights, strict=True))


def position(problem: Problem, weights: Sequence[Weight]) -> Position | None:
    """The position of a run of `problem` at these weights, None where balls leave it open.

    To be called inside of `BallBackend.working()`.
    """
    balls = tuple(ball(w) if isinstance(w, Fraction) else w for w in weights)
    functions = tightened(problem.objective.on(BallBackend()))
    signs = [_sign(w) for w in balls]
    if None in signs or sum(w.is_zero() for w in balls) > 1:
        return None
    moduli = [abs(w) for w in weights]
    least = min(range(len(weights)), key=lambda i: _middle(moduli[i]))
    gaps = []
    others = tuple(i for i in range(len(weights)) if i != least)
    for i in others:
        if abs(problem.weights[i]) == abs(problem.weights[least]):
            gaps.append((arb(0), arb(0)))  # equal moduli stay equal
            continue
        if not moduli[least] < moduli[i]:
            return None
        gap = moduli[i] * moduli[i] - moduli[least] * moduli[least]
        gap = ball(gap) if isinstance(gap, Fraction) else gap
        gaps.append((gap.lower().max(arb(0)), gap.upper()))
    raw_product = _product(weights, balls)
    around = ball(raw_product) if isinstance(raw_product, Fraction) else raw_product
    slope = functions.derivative(around)
    if not around.is_finite() or not (slope > 0 or slope < 0):
        return None
    tau = 1 if slope > 0 else -1
    known = tuple(s or 1 for s in signs)
    turn = tau * math.prod(known)
    return Position(
        Oriented(functions, tau),
        ball(problem.step),
        tuple(weights),
        balls,
        known,
        least,
        others,
        tuple(gaps),
        turn * known[least] * balls[least],
        turn,
        raw_product,
        tau * around,
    )


def exact_product(weights: Sequence[Fraction]) -> Fraction:
    """The product of rationals, reduced once."""
    tops, bottoms = (w.numerator for w in weights), (w.denominator for w in weights)
    return Fraction(math.prod(tops), math.prod(bottoms))


def _product(weights: Sequence[Weight], balls: Sequence[Ball]) -> Weight:
    rationals = [w for w in weights if isinstance(w, Fraction)]
    if len(rationals) == len(weights):
        return exact_product(rationals)
    return reduce(mul, balls, arb(1))


def _sign(weight: Ball) -> int | None:
    """1, -1, 0 if exactly zero, None if the ball does not tell."""
    if weight > 0:
        return 1
    if weight < 0:
        return -1
    return 0 if weight.is_zero() else None


def _middle(modulus: Weight) -> Fraction | Ball:
    return modulus if isinstance(modulus, Fraction) else modulus.mid()
