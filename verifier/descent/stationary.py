"""Tight enclosures of losses over wide real balls, and stationary points: zeros of f'."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeAlias

from flint import ctx

from verifier.descent.ball_backend import BallBackend
from verifier.descent.elementary import WIDE
from verifier.descent.objective import Functions, Number, Objective

CUTS = (0.5, 0.375, 0.625)
MOST_BISECTIONS = 3
MOST_HALVINGS = 4  # a bit of the working precision: a zero near 0 is not pursued without end

Function: TypeAlias = Callable[[Number], Number]


def tightened(functions: Functions) -> Functions:
    """The same functions on real balls, tight over wide ones.

    Where the derivative of one has a sign over a ball, its values lie between those at the ends;
    elsewhere the mean value form is taken if that is better.  f''' is evaluated over parts where
    its formula has no value over the whole.
    """
    third = _in_parts(functions.third, MOST_BISECTIONS)
    second = _tightened(functions.second, third)
    derivative = _tightened(functions.derivative, second)
    return Functions(_tightened(functions.value, derivative), derivative, second, third)


def _in_parts(function: Function, bisections: int) -> Function:
    inner = _in_parts(function, bisections - 1) if bisections else function

    def enclosing(x: Number) -> Number:
        value = function(x)
        if value.is_finite() or bisections == 0 or not x.is_finite():
            return value
        left, right = x.lower().union(x.mid()), x.mid().union(x.upper())
        return inner(left).union(inner(right))

    return enclosing


def _tightened(function: Function, slope_of: Function) -> Function:
    def enclosing(x: Number) -> Number:
        if x.rel_accuracy_bits() >= WIDE or not x.is_finite():
            return function(x)
        x = x.lower().union(x.upper())  # where ends are rounded outward, the slope there counts too
        slope = slope_of(x)
        if slope >= 0 or slope <= 0:
            return function(x.lower()).union(function(x.upper()))
        plain = function(x)
        around = function(x.mid()) + slope * (x - x.mid())
        if plain.is_finite() and not around.rad() < plain.rad():
            return plain
        return around

    return enclosing


def root(objective: Objective, low: Fraction, high: Fraction) -> Any | None:
    """A ball that holds a zero of f' between two points, as thin as the working precision allows.

    None unless f' certainly has opposite signs at the two points, and f is seen to be smooth at
    the zero.  Of several zeros it is one.
    """
    backend = BallBackend()
    functions = tightened(objective.on(backend))
    below, above = backend.number(low).upper(), backend.number(high).lower()
    if not below < above:
        return None
    signs = _sign(functions.derivative(below)), _sign(functions.derivative(above))
    if signs[0] * signs[1] != -1:
        return None
    return _zero(functions, below, above, signs[0])


def _zero(functions: Functions, below: Any, above: Any, sign: int) -> Any | None:
    """The zero between two exact numbers, by Newton's method on balls, and by bisection where that
    does not apply; `sign` is that of f' at `below`, and the opposite one is that at `above`."""
    for _ in range(MOST_HALVINGS * ctx.prec):
        whole = below.union(above)
        middle = whole.mid()
        if not below < middle < above:
            break
        value, slope = functions.derivative(middle), functions.second(whole)
        if value.is_zero():
            return middle
        if _sign(slope):
            newton = middle - value / slope
            left, right = _most(below, newton.lower()), -_most(-above, -newton.upper())
            if 2 * (right - left) < above - below:
                below, above = left, right
                continue
        cut = _cut(functions.derivative, below, above)
        if cut is None:
            break
        if cut[1] == sign:
            below = cut[0]
        else:
            above = cut[0]
    whole = below.union(above)
    return whole if functions.derivative(whole).is_finite() else None


def _cut(function: Function, below: Any, above: Any) -> tuple[Any, int] | None:
    """A number about halfway at which the function has a sign, and that sign."""
    for share in CUTS:
        cut = (below + (above - below) * share).mid()
        sign = _sign(function(cut))
        if sign and below < cut < above:
            return cut, sign
    return None


def _most(a: Any, b: Any) -> Any:
    return b if b > a else a


def _sign(value: Any) -> int:
    """1 or -1; 0 if it is not certain."""
    return 1 if value > 0 else -1 if value < 0 else 0
