"""Random elementary terms and boxes; values of terms by mpmath, independently of the package."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import mpmath
from flint import arb, fmpq
from hypothesis import strategies as st

from verifier.language.build import real
from verifier.language.enclosure import Box
from verifier.language.intervals import INFINITY, MINUS_INFINITY, Interval
from verifier.language.terms import Constant, Number, Op, Term, Variable

X, Y = real("x"), real("y")
DIGITS = 80
NEAR = mpmath.mpf(10) ** -50
BINARY = ("add", "sub", "mul", "div", "max", "min")
UNARY = (
    "neg", "abs", "exp", "log", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan",
    "sinh", "cosh", "tanh",
)  # fmt: skip
ENDS = [Fraction(n, 4) for n in (-16, -9, -8, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 8, 12, 25)]
WIDTHS = [Fraction(1, d) for d in (2**45, 2**20, 64, 8, 4, 2, 1)] + [Fraction(n) for n in (0, 2, 5)]


class Undefined(Exception):
    """The term has no value at the point."""


class Unclear(Exception):
    """Rounding does not allow to tell whether the term has a value, or it is too large."""


# Terms and boxes


def _leaves() -> st.SearchStrategy[Term]:
    numbers = st.sampled_from([Fraction(n, d) for n in range(-3, 4) for d in (1, 2, 3)])
    constants: list[Term] = [Constant("pi"), Constant("E")]
    return st.one_of(
        st.sampled_from([X, Y]), st.sampled_from([X, Y]), numbers.map(Number),
        st.sampled_from(constants),
    )  # fmt: skip


def _grow(below: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    pairs = st.tuples(below, below)
    exponents = [Fraction(n) for n in (-3, -2, -1, 0, 1, 2, 3, 4, 5)]
    exponents += [Fraction(*n) for n in ((1, 2), (1, 3), (3, 2), (-1, 2), (-2, 3))]
    literal = st.sampled_from(exponents).map(Number)
    return st.one_of(
        st.builds(Op, st.sampled_from(BINARY), pairs),
        st.builds(Op, st.sampled_from(UNARY), st.tuples(below)),
        st.builds(lambda a: Op("mul", (a, a)), below),
        st.builds(Op, st.just("pow"), st.tuples(below, literal)),
        st.builds(Op, st.just("pow"), pairs),
    )


TERMS: st.SearchStrategy[Term] = st.recursive(_leaves(), _grow, max_leaves=7)


@st.composite
def intervals(draw: st.DrawFn, infinite: bool = True) -> tuple[Fraction | None, Fraction | None]:
    """Ends of an interval, None for infinite ones."""
    low = draw(st.sampled_from(ENDS))
    high = low + draw(st.sampled_from(WIDTHS))
    kind = draw(st.integers(0, 9)) if infinite else 9
    return (None if kind in (0, 1) else low), (None if kind in (0, 2) else high)


Ends = tuple[Fraction | None, Fraction | None]
BOXES = st.tuples(intervals(), intervals())
FINITE_BOXES = st.tuples(intervals(infinite=False), intervals(infinite=False))


def box_of(ends: tuple[Ends, ...]) -> Box:
    """The box with these ends, which are dyadic."""
    return tuple(
        (MINUS_INFINITY if low is None else exact(low), INFINITY if high is None else exact(high))
        for low, high in ends
    )


def exact(value: Fraction) -> Any:
    """A dyadic rational as an exact ball."""
    assert not value.denominator & (value.denominator - 1)
    ball = arb(value.numerator) / arb(value.denominator)
    assert ball.is_exact()
    return ball


PLACES = st.sampled_from([Fraction(n, 16) for n in (0, 0, 16, 16, 8, 1, 5, 11, 15)])


def at(ends: Ends, place: Fraction) -> Fraction:
    """The point of an interval at a place between 0 and 1."""
    low, high = ends
    if low is not None and high is not None:
        return low + place * (high - low)
    far = place * place * 1000
    if low is not None:
        return low + far
    return high - far if high is not None else far - 400


# Values


def value(term: Term, point: Mapping[Variable, Fraction]) -> Any:
    """The value to about 70 digits; raises `Undefined` or `Unclear`."""
    with mpmath.workdps(DIGITS):
        return _value(term, point)


def _value(term: Term, point: Mapping[Variable, Fraction]) -> Any:
    match term:
        case Number(v):
            return _limited(mpmath.mpf(v.numerator) / v.denominator)
        case Constant(name):
            return +mpmath.pi if name == "pi" else +mpmath.e
        case Variable():
            return mpmath.mpf(point[term].numerator) / point[term].denominator
        case Op("pow", (a, Number(n))) if n.denominator == 1:
            return _limited(_power(_value(a, point), n.numerator))
        case Op("pow", (a, Number(n))):
            return _limited(_root(_value(a, point), n))
        case Op("pow", (a, b)):
            return _limited(_general_power(_value(a, point), _value(b, point)))
        case Op(name, args):
            return _limited(_operate(name, [_value(a, point) for a in args]))
    raise AssertionError


def _limited(v: Any) -> Any:
    if abs(v) > 1e6:
        raise Unclear
    return v


def _sign(v: Any) -> int:
    if v != 0 and abs(v) < NEAR:
        raise Unclear
    return int(mpmath.sign(v))


def _power(a: Any, n: int) -> Any:
    if n <= 0 and _sign(a) == 0:
        raise Undefined
    return a**n


def _root(a: Any, n: Fraction) -> Any:
    sign = _sign(a)
    if sign < 0 or (sign == 0 and n < 0):
        raise Undefined
    return mpmath.mpf(0) if sign == 0 else mpmath.exp(mpmath.log(a) * n.numerator / n.denominator)


def _general_power(a: Any, b: Any) -> Any:
    sign = _sign(a)
    if sign > 0:
        return _limited_exp(b * mpmath.log(a))
    if sign == 0:
        if _sign(b) <= 0:
            raise Undefined
        return mpmath.mpf(0)
    nearest = mpmath.nint(b)
    if b == nearest:
        return a ** int(nearest)
    if abs(b - nearest) < NEAR:
        raise Unclear
    raise Undefined


def _limited_exp(a: Any) -> Any:
    if a > 20:
        raise Unclear
    return mpmath.mpf(0) if a < -100_000 else mpmath.exp(a)


def _operate(name: str, args: list[Any]) -> Any:
    a, b = args[0], args[-1]
    match name:
        case "add":
            return a + b
        case "sub":
            return a - b
        case "mul":
            return a * b
        case "div":
            if _sign(b) == 0:
                raise Undefined
            return a / b
        case "neg":
            return -a
        case "max":
            return max(a, b)
        case "min":
            return min(a, b)
        case "abs":
            return abs(a)
        case "exp":
            return _limited_exp(a)
        case "sinh" | "cosh":
            _limited_exp(abs(a))
        case "log":
            if _sign(a) <= 0:
                raise Undefined
        case "sqrt":
            if _sign(a) < 0:
                raise Undefined
        case "asin" | "acos":
            if _sign(1 - abs(a)) < 0:
                raise Undefined
        case "tan":
            _sign(mpmath.cos(a))
    return getattr(mpmath, name)(a)


def within(v: Any, interval: Interval) -> bool:
    """Whether a value lies in an interval, but for the rounding of the value."""
    with mpmath.workdps(DIGITS):
        slack = mpmath.mpf(10) ** -45 * (1 + abs(v))
        low, high = interval
        below = low == MINUS_INFINITY or _exact_end(low) <= v + slack
        return below and (high == INFINITY or v - slack <= _exact_end(high))


def _exact_end(end: Any) -> Any:
    mantissa, exponent = end.man_exp()
    return mpmath.ldexp(int(mantissa), int(exponent))


def rational_ball(value: Fraction) -> Any:
    """A ball around a rational."""
    return arb(fmpq(value.numerator, value.denominator))
