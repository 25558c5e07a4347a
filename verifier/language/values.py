"""Arithmetic on the values of terms: exact rationals, balls that enclose a real, and derivatives.

A value is one of

* `fmpq`: the term is defined and is exactly this rational;
* `arb`: the term is defined and lies in this ball (rounding only ever widens it);
* `Dual`: a value together with its derivative in one direction;
* `UNDEFINED`: the term is certainly undefined;
* `UNSURE`: at this precision nothing is known, not even whether the term is defined.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias

from flint import arb, fmpq, fmpz

BITS_LIMIT = 20_000  # an exact rational with more bits than this is rounded to a ball


class Missing(Enum):
    """Why a term has no value."""

    UNDEFINED = "undefined"
    UNSURE = "unsure"


UNDEFINED, UNSURE = Missing.UNDEFINED, Missing.UNSURE


@dataclass(frozen=True)
class Dual:
    """`value` and its derivative `slope` in the direction numbered `level`."""

    level: int
    value: Any
    slope: Any


Value: TypeAlias = Any  # fmpq | arb | Dual | Missing: flint ships no types

ZERO, ONE = fmpq(0), fmpq(1)


def ball(value: Value) -> Any:
    """An enclosure of an exact or enclosed value at the working precision."""
    return value if type(value) is arb else arb(value)


def plain(value: Value) -> Value:
    """The value without its derivatives."""
    while type(value) is Dual:
        value = value.value
    return value


def height(value: Any) -> int:
    """The bits of the larger of numerator and denominator."""
    return int(value.height_bits())


def limited(value: Value) -> Value:
    """`value`, rounded to a ball if it is an exact rational beyond `BITS_LIMIT`."""
    return ball(value) if type(value) is fmpq and height(value) > BITS_LIMIT else value


def _missing(a: Value, b: Value) -> Missing | None:
    if a is UNDEFINED or b is UNDEFINED:
        return Missing.UNDEFINED
    return Missing.UNSURE if a is UNSURE or b is UNSURE else None


def split(level: int, value: Value) -> tuple[Value, Value]:
    """`value` as value and slope in the direction `level`."""
    if type(value) is Dual and value.level == level:
        return value.value, value.slope
    return value, ZERO


def _level(a: Value, b: Value) -> int:
    return max(x.level for x in (a, b) if type(x) is Dual)


def dual(level: int, value: Value, slope: Value) -> Value:
    """A value with its slope; missing if either is.

    That a formula for the slope is undefined does not show that there is no slope.
    """
    if (missing := _missing(value, value)) is not None:
        return missing
    return Dual(level, value, slope) if _missing(slope, slope) is None else UNSURE


def add(a: Value, b: Value) -> Value:
    """a + b."""
    if type(a) is fmpq and type(b) is fmpq:
        return a + b
    if (missing := _missing(a, b)) is not None:
        return missing
    if type(a) is Dual or type(b) is Dual:
        level = _level(a, b)
        (x, dx), (y, dy) = split(level, a), split(level, b)
        return dual(level, add(x, y), add(dx, dy))
    return ball(a) + ball(b)


def neg(a: Value) -> Value:
    """-a."""
    if isinstance(a, Missing):
        return a
    return Dual(a.level, neg(a.value), neg(a.slope)) if type(a) is Dual else -a


def sub(a: Value, b: Value) -> Value:
    """a - b."""
    if type(a) is fmpq and type(b) is fmpq:
        return a - b
    return add(a, neg(b))


def mul(a: Value, b: Value) -> Value:
    """a * b."""
    if type(a) is fmpq and type(b) is fmpq:
        return a * b
    if (missing := _missing(a, b)) is not None:
        return missing
    if type(a) is Dual or type(b) is Dual:
        level = _level(a, b)
        (x, dx), (y, dy) = split(level, a), split(level, b)
        return dual(level, mul(x, y), add(mul(dx, y), mul(x, dy)))
    # An exact zero stays one: 0 times a ball is 0, whatever the radius.
    if (type(a) is fmpq and not a) or (type(b) is fmpq and not b):
        return ZERO
    return ball(a) * ball(b)


def div(a: Value, b: Value) -> Value:
    """a / b, undefined for b = 0."""
    if (missing := _missing(a, b)) is not None:
        return missing
    sign = sign_of(b)
    if sign == 0:
        return UNDEFINED
    if sign is None:
        return UNSURE
    if type(a) is fmpq and type(b) is fmpq:
        return a / b
    if type(a) is Dual or type(b) is Dual:
        level = _level(a, b)
        (x, dx), (y, dy) = split(level, a), split(level, b)
        quotient = div(x, y)
        return dual(level, quotient, div(sub(dx, mul(quotient, dy)), y))
    if type(a) is fmpq and not a:
        return ZERO
    return ball(a) / ball(b)


def sign_of(a: Value) -> int | None:
    """-1, 0 or 1 if certain, otherwise None."""
    a = plain(a)
    if type(a) is fmpq:
        return (a > 0) - (a < 0)
    if a > 0:
        return 1
    if a < 0:
        return -1
    return 0 if a.is_zero() else None


def power(a: Value, b: Value) -> Value:
    """a**b: for an integer b, for a > 0, and for a = 0 < b.

    Undefined for a**0 and a**-n at a = 0, and for a < 0 unless b is an integer.
    """
    if (missing := _missing(a, b)) is not None:
        return missing
    sign, exponent = sign_of(a), plain(b)
    if type(exponent) is fmpq and exponent.q == 1:
        if exponent <= 0 and sign not in (1, -1):
            return UNDEFINED if sign == 0 else UNSURE
    elif sign != 1:
        return _power_not_positive(a, sign, b)
    if type(a) is Dual or type(b) is Dual:
        return _power_dual(a, b)
    if type(b) is fmpq:
        return _power_rational(a, b)
    return ball(a) ** b


def _power_not_positive(a: Value, sign: int | None, b: Value) -> Value:
    exponent = plain(b)
    if sign == -1 and type(exponent) is arb:
        return UNSURE if exponent.contains_integer() else UNDEFINED
    if sign == -1:
        return UNDEFINED
    if sign is None:
        return UNSURE
    if type(a) is Dual or type(b) is Dual:
        return UNSURE  # whether x**b is differentiable at 0 is not decided here
    sign_of_exponent = sign_of(b)
    if sign_of_exponent is None:
        return UNSURE
    return ZERO if sign_of_exponent > 0 else UNDEFINED


def _power_dual(a: Value, b: Value) -> Value:
    level = _level(a, b)
    (x, dx), (y, dy) = split(level, a), split(level, b)
    value = power(x, y)
    if type(dy) is fmpq and not dy:
        if type(y) is fmpq and y == 1:
            return dual(level, value, dx)
        if type(y) is fmpq and not y:
            return dual(level, value, ZERO)
        return dual(level, value, mul(mul(y, power(x, sub(y, ONE))), dx))
    if sign_of(x) == 0:
        return UNSURE  # whether 0**y is differentiable in y is not decided here
    growth = add(mul(dy, elementary("log", x)), div(mul(y, dx), x))
    return dual(level, value, mul(value, growth))


def _power_rational(a: Value, b: Any) -> Value:
    if b.q == 1:
        n = int(b.p)
        if type(a) is fmpq and abs(n) * height(a) <= BITS_LIMIT:
            return a**n
        return ball(a) ** fmpz(n)
    if type(a) is fmpq and b.q <= 1000 and abs(b.p) * height(a) <= BITS_LIMIT:
        base = a ** int(b.p)
        root = exact_root(base, int(b.q))
        if root is not None:
            return root
        if b.q == 2:
            return arb(base).sqrt()
    return ball(a) ** arb(b)


def exact_root(a: Any, n: int) -> Any | None:
    """The n-th root of a rational a >= 0 if it is rational."""
    numerator, denominator = a.p.root(n), a.q.root(n)
    if numerator**n == a.p and denominator**n == a.q:
        return fmpq(numerator, denominator)
    return None


_SPECIAL: dict[str, dict[Any, int]] = {
    "exp": {0: 1}, "log": {1: 0}, "sin": {0: 0}, "cos": {0: 1}, "tan": {0: 0}, "asin": {0: 0},
    "acos": {1: 0}, "atan": {0: 0}, "sinh": {0: 0}, "cosh": {0: 1}, "tanh": {0: 0},
}  # fmt: skip


def elementary(name: str, a: Value) -> Value:
    """The elementary function of that name; undefined outside of its domain."""
    if isinstance(a, Missing):
        return a
    if type(a) is Dual:
        value = elementary(name, a.value)
        return dual(a.level, value, mul(_slope(name, a.value, value), a.slope))
    if name == "abs":
        return abs(a)
    if type(a) is fmpq:
        special = _SPECIAL.get(name, {}).get(a)
        if special is not None:
            return fmpq(special)
    outside = _outside(name, a)
    if outside is not None:
        return outside
    if name == "sqrt" and type(a) is fmpq:
        root = exact_root(a, 2)
        return root if root is not None else arb(a).sqrt()
    return getattr(ball(a), name)()


def _outside(name: str, a: Value) -> Missing | None:
    """Whether `a` lies outside of the domain, certainly or perhaps."""
    match name:
        case "log":
            inside, out = a > 0, a <= 0
        case "sqrt":
            inside, out = a >= 0, a < 0
        case "asin" | "acos":
            inside, out = -1 <= a <= 1, a < -1 or a > 1
        case "tan":
            cosine = ball(a).cos()
            inside, out = cosine > 0 or cosine < 0, False
        case _:
            return None
    if inside:
        return None
    return UNDEFINED if out else UNSURE


def _slope(name: str, x: Value, value: Value) -> Value:
    """The derivative at x, where the function is `value`; unsure at a corner or an end."""
    match name:
        case "exp":
            return value
        case "log":
            return div(ONE, x)
        case "abs":
            sign = sign_of(x)
            return UNSURE if not sign else fmpq(sign)
        case "sqrt":
            return _unless_zero(add(value, value))
        case "sin":
            return elementary("cos", x)
        case "cos":
            return neg(elementary("sin", x))
        case "tan":
            return add(ONE, mul(value, value))
        case "asin" | "acos":
            inverse = _unless_zero(elementary("sqrt", sub(ONE, mul(x, x))))
            return inverse if name == "asin" else neg(inverse)
        case "atan":
            return div(ONE, add(ONE, mul(x, x)))
        case "sinh":
            return elementary("cosh", x)
        case "cosh":
            return elementary("sinh", x)
    return sub(ONE, mul(value, value))  # tanh


def _unless_zero(x: Value) -> Value:
    inverse = div(ONE, x)
    return UNSURE if isinstance(inverse, Missing) else inverse


def extreme(name: str, a: Value, b: Value) -> Value:
    """The larger ("max") or smaller ("min") of two values."""
    if (missing := _missing(a, b)) is not None:
        return missing
    if name == "min":
        return neg(extreme("max", neg(a), neg(b)))
    x, y = plain(a), plain(b)
    if type(x) is fmpq and type(y) is fmpq:
        if x != y:
            return a if x > y else b
        return a if a == b else UNSURE
    x, y = ball(x), ball(y)
    if x > y:
        return a
    if x < y:
        return b
    return UNSURE if type(a) is Dual or type(b) is Dual else x.max(y)
