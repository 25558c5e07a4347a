"""Interval arithmetic with the operations of terms, on ends that are exact balls.

An interval is a pair of such ends, either of which may be infinite, and stands for the reals
between them.  Results are rounded outward at the working precision of python-flint; the ends that
go in must not be of a higher one, since even a change of sign would round them.

The value of an operation is enclosed at all those arguments for which it is defined: the argument
of a logarithm, say, is clipped to the positive reals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any, TypeAlias

from flint import arb, fmpq

from verifier.language.terms import LanguageError

Interval: TypeAlias = "tuple[Any, Any]"  # flint ships no types

MAX_EXPONENT = 10**9
ZERO, ONE, INFINITY, MINUS_INFINITY = arb(0), arb(1), arb.pos_inf(), arb.neg_inf()
NOTHING, UNIT, ALL = (ZERO, ZERO), (ONE, ONE), (MINUS_INFINITY, INFINITY)
_OPPOSITE, _PART = (-ONE, -ONE), (ZERO, ONE)
_REACH = arb(3) / 2
_POSITIVE, _CENTRED, _SMALL = (ZERO, INFINITY), (-ONE, ONE), (arb(-2), arb(2))


def _low(ball: Any) -> Any:
    bound = ball.lower()
    return MINUS_INFINITY if bound.is_nan() else bound


def _high(ball: Any) -> Any:
    bound = ball.upper()
    return INFINITY if bound.is_nan() else bound


def around(ball: Any) -> Interval:
    """What a ball covers; all reals for one that is no number."""
    return _low(ball), _high(ball)


def rounded(interval: Interval) -> Interval:
    """The least interval around one whose ends are of the working precision."""
    return _low(interval[0]), _high(interval[1])


def exactly(value: Fraction) -> Interval:
    """The least interval around a rational."""
    return around(arb(fmpq(value.numerator, value.denominator)))


def middle(interval: Interval) -> Any:
    """A finite number inside of an interval, about its midpoint where there is one."""
    low, high = interval
    if low > MINUS_INFINITY and high < INFINITY:
        return min(max(((low + high) / 2).mid(), low), high)
    if low > MINUS_INFINITY:
        return (2 * abs(low) + 1).mid()
    return -(2 * abs(high) + 1).mid() if high < INFINITY else ZERO


def _times(x: Any, y: Any) -> Any:
    # An infinite end stands for numbers that are finite: zero times them is zero.
    product = x * y
    return ZERO if product.is_nan() else product


def _over(x: Any, y: Any) -> Any:
    """x/y for ends x and y >= 0; for y = 0 the limit from above."""
    if y > ZERO:
        return ZERO if y == INFINITY else x / y
    return ZERO if x == ZERO else INFINITY if x > ZERO else MINUS_INFINITY


def _neg(a: Interval) -> Interval:
    return -a[1], -a[0]


def add(a: Interval, b: Interval) -> Interval:
    """The sums."""
    return _low(a[0] + b[0]), _high(a[1] + b[1])


def sub(a: Interval, b: Interval) -> Interval:
    """The differences."""
    return _low(a[0] - b[1]), _high(a[1] - b[0])


def mul(a: Interval, b: Interval) -> Interval:
    """The products."""
    if a is UNIT or a is _OPPOSITE:  # as slopes often are
        return b if a is UNIT else _neg(b)
    (al, ah), (bl, bh) = a, b
    if al >= ZERO:
        low, high = _times(al if bl >= ZERO else ah, bl), _times(ah if bh >= ZERO else al, bh)
        return _low(low), _high(high)
    if ah <= ZERO:
        return _neg(mul(_neg(a), b))
    if bl >= ZERO or bh <= ZERO:
        return mul(b, a)
    return min(_low(al * bh), _low(ah * bl)), max(_high(al * bl), _high(ah * bh))


def _div(a: Interval, b: Interval) -> Interval:
    if b[1] <= ZERO:
        a, b = _neg(a), _neg(b)
    (al, ah), (bl, bh) = a, b
    if bl < ZERO or bh == ZERO:
        return ALL
    return _low(_over(al, bh if al >= ZERO else bl)), _high(_over(ah, bl if ah >= ZERO else bh))


def _inverse(a: Interval) -> Interval:
    return _div(UNIT, a)


def _abs(a: Interval) -> Interval:
    low, high = a
    if low >= ZERO:
        return a
    return _neg(a) if high <= ZERO else (ZERO, max(-low, high))


def _max(a: Interval, b: Interval) -> Interval:
    return max(a[0], b[0]), max(a[1], b[1])


def _min(a: Interval, b: Interval) -> Interval:
    return min(a[0], b[0]), min(a[1], b[1])


def _increasing(
    function: Callable[[Any], Any], domain: Interval, values: Interval, a: Interval
) -> Interval:
    """An increasing function with this domain, all of whose values lie within `values`."""
    if a[1] < domain[0] or a[0] > domain[1]:
        return values
    low, high = function(max(a[0], domain[0])), function(min(a[1], domain[1]))
    return max(_low(low), values[0]), min(_high(high), values[1])


_exp = partial(_increasing, arb.exp, ALL, _POSITIVE)
_log = partial(_increasing, arb.log, _POSITIVE, ALL)
_sqrt = partial(_increasing, arb.sqrt, _POSITIVE, _POSITIVE)
_asin = partial(_increasing, arb.asin, _CENTRED, _SMALL)
_atan = partial(_increasing, arb.atan, ALL, _SMALL)
_sinh = partial(_increasing, arb.sinh, ALL, ALL)
_tanh = partial(_increasing, arb.tanh, ALL, _CENTRED)


def _acos(a: Interval) -> Interval:
    return _neg(_increasing(lambda x: -x.acos(), _CENTRED, (arb(-4), ZERO), a))


def _cosh(a: Interval) -> Interval:
    return _increasing(arb.cosh, _POSITIVE, (ONE, INFINITY), _abs(a))


def _wave(function: Callable[[Any], Any], slope: Any, a: Interval) -> Interval:
    """Sine or cosine, with a ball for its slope on the interval."""
    first, second = around(function(a[0])), around(function(a[1]))
    if slope > ZERO:
        return first[0], second[1]
    if slope < ZERO:
        return second[0], first[1]
    # As rounding may put it anywhere, the middle need not be the midpoint.
    centre = middle(a)
    if centre - a[0] <= _REACH and a[1] - centre <= _REACH:
        # Within 3/2 of a minimum the value is negative: so if it is not at the middle, then the
        # least value is at an end.
        value = function(centre)
        if value >= ZERO:
            return min(first[0], second[0]), ONE
        if value <= ZERO:
            return -ONE, max(first[1], second[1])
    return _CENTRED


def _sin(a: Interval) -> Interval:
    return _wave(arb.sin, a[0].union(a[1]).cos(), a)


def _cos(a: Interval) -> Interval:
    return _wave(arb.cos, -a[0].union(a[1]).sin(), a)


def _tan(a: Interval) -> Interval:
    return (_low(a[0].tan()), _high(a[1].tan())) if _no_pole(a) else ALL


def _raised(a: Interval, n: int) -> Interval:
    """The n-th power."""
    if n < 0:
        return _inverse(_raised(a, -n))
    low, high = a if n % 2 else _abs(a)
    return (_low(low**n), _high(high**n)) if n else UNIT


def _root(exponent: Any, a: Interval) -> Interval:
    """The power to an exponent that is positive and no integer."""
    return _increasing(lambda x: x**exponent if x > ZERO else ZERO, _POSITIVE, _POSITIVE, a)


def _pow(a: Interval, b: Interval) -> Interval:
    # A negative base has powers too, to integers.  That 0**b is 0 for b > 0 is covered: b times
    # the enclosure of log then goes down to minus infinity.
    return ALL if a[0] < ZERO else _exp(mul(b, _log(a)))


def _arc_slope(a: Interval) -> Interval:
    return _inverse(_sqrt(sub(UNIT, _raised(a, 2))))


def _always(*_: Interval) -> bool:
    return True


def _positive(a: Interval, *_: Interval) -> bool:
    return bool(a[0] > ZERO)


def _not_negative(a: Interval) -> bool:
    return bool(a[0] >= ZERO)


def _not_zero(a: Interval) -> bool:
    return bool(a[0] > ZERO or a[1] < ZERO)


def _no_pole(a: Interval) -> bool:
    return _not_zero(around(a[0].union(a[1]).cos()))


def _centred(a: Interval) -> bool:
    return bool(a[0] >= -ONE and a[1] <= ONE)


def _well_centred(a: Interval) -> bool:
    return bool(a[0] > -ONE and a[1] < ONE)


def _share(a: Interval, b: Interval) -> tuple[Interval, Interval]:
    """How much each argument counts for the maximum of two."""
    if a[0] >= b[1]:
        return UNIT, NOTHING
    return (NOTHING, UNIT) if a[1] <= b[0] else (_PART, _PART)


def _sign(a: Interval) -> Interval:
    """The slope of an absolute value."""
    if a[0] >= ZERO:
        return UNIT
    return _OPPOSITE if a[1] <= ZERO else _CENTRED


@dataclass(frozen=True)
class Operation:
    """How an operation is enclosed, from enclosures of its arguments.

    `slopes` takes the enclosure of the value before them and yields the partial derivatives.
    `defined` and `smooth` tell whether it certainly has a value, or a value and derivatives, for
    all arguments in the enclosures.  Absolute values, maxima and minima count as smooth: their
    slopes at a corner are all those between the slopes on its sides.
    """

    value: Callable[..., Interval]
    slopes: Callable[..., tuple[Interval, ...]]
    defined: Callable[..., bool] = _always
    smooth: Callable[..., bool] = _always


OPERATIONS: Mapping[str, Operation] = {
    "add": Operation(add, lambda v, a, b: (UNIT, UNIT)),
    "sub": Operation(sub, lambda v, a, b: (UNIT, _OPPOSITE)),
    "neg": Operation(_neg, lambda v, a: (_OPPOSITE,)),
    "mul": Operation(mul, lambda v, a, b: (b, a)),
    "div": Operation(
        _div,
        lambda v, a, b: (_inverse(b), _neg(_div(v, b))),
        lambda a, b: _not_zero(b),
        lambda a, b: _not_zero(b),
    ),
    "pow": Operation(
        _pow, lambda v, a, b: (_div(mul(v, b), a), mul(v, _log(a))), _positive, _positive
    ),
    "abs": Operation(_abs, lambda v, a: (_sign(a),)),
    "max": Operation(_max, lambda v, a, b: _share(a, b)),
    "min": Operation(_min, lambda v, a, b: _share(b, a)),  # a counts where b is larger
    "exp": Operation(_exp, lambda v, a: (v,)),
    "log": Operation(_log, lambda v, a: (_inverse(a),), _positive, _positive),
    "sqrt": Operation(_sqrt, lambda v, a: (_inverse(add(v, v)),), _not_negative, _positive),
    "sin": Operation(_sin, lambda v, a: (_cos(a),)),
    "cos": Operation(_cos, lambda v, a: (_neg(_sin(a)),)),
    "tan": Operation(_tan, lambda v, a: (add(UNIT, _raised(v, 2)),), _no_pole, _no_pole),
    "asin": Operation(_asin, lambda v, a: (_arc_slope(a),), _centred, _well_centred),
    "acos": Operation(_acos, lambda v, a: (_neg(_arc_slope(a)),), _centred, _well_centred),
    "atan": Operation(_atan, lambda v, a: (_inverse(add(UNIT, _raised(a, 2))),)),
    "sinh": Operation(_sinh, lambda v, a: (_cosh(a),)),
    "cosh": Operation(_cosh, lambda v, a: (_sinh(a),)),
    "tanh": Operation(_tanh, lambda v, a: (_inverse(_raised(_cosh(a), 2)),)),
}


def power(exponent: Fraction) -> Operation:
    """The power to a literal exponent."""
    if max(abs(exponent.numerator), exponent.denominator) > MAX_EXPONENT:
        raise LanguageError(f"an exponent beyond {MAX_EXPONENT} is not enclosed")
    n, factor = exponent.numerator, exactly(exponent)
    if exponent.denominator == 1:
        exists = _always if n > 0 else _not_zero
        return Operation(
            partial(_raised, n=n), lambda v, a: (mul(factor, _raised(a, n - 1)),), exists, exists
        )
    root = partial(_root, arb(fmpq(abs(n), exponent.denominator)))
    return Operation(
        root if n > 0 else lambda a: _inverse(root(a)),
        lambda v, a: (_div(mul(factor, v), a),),
        _not_negative if n > 0 else _positive,
        _positive,
    )
