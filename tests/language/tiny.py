"""A second, exact and very simple evaluator: rational terms at concrete rationals, with slopes.

It shares no code with the verifier's own, so that the two can be held against each other.  Sums
and products are expanded, derivatives are carried along as dual numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from verifier.language.terms import (
    And,
    Application,
    Big,
    Bound,
    Exists,
    ForAll,
    Implies,
    IndexRange,
    Naturals,
    Node,
    Not,
    Number,
    Op,
    Or,
    Partial,
    Relation,
    Variable,
)

SEARCHED = 12  # how far an existential over the naturals is searched; larger than any test value


class UndefinedError(Exception):
    """The term has no value."""


class NotDifferentiableError(Exception):
    """The term has a value, but no derivative here."""


class UnsupportedError(Exception):
    """The value is not rational."""


@dataclass(frozen=True)
class Dual:
    """A value and its derivative in one direction."""

    value: Fraction
    slope: Fraction


@dataclass(frozen=True)
class World:
    """Values of the free variables (by name), of symbols (by name, on index tuples or as the
    coefficients of a polynomial), and the one variable or member that slopes are taken by."""

    variables: Mapping[str, Any] = field(default_factory=dict)
    families: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    polynomials: Mapping[str, Sequence[Fraction]] = field(default_factory=dict)
    by: tuple[Any, ...] | None = None


def value(node: Node, world: World, bound: tuple[int, ...] = ()) -> Any:
    """The value of a term (a Fraction) or proposition (a bool)."""
    result = _value(node, world, bound)
    return result.value if isinstance(result, Dual) else result


def slope(node: Node, world: World, by: tuple[Any, ...]) -> Fraction:
    """The derivative of a term by the variable ("x",) or the family member ("w", 2)."""
    moved = World(world.variables, world.families, world.polynomials, by)
    return _dual(_value(node, moved, ())).slope


def strictly(node: Node, world: World, bound: tuple[int, ...] = ()) -> bool:
    """The truth of a proposition read from left to right; `UndefinedError` where a term that is
    reached is undefined, instead of taking its relation to be false."""
    match node:
        case Relation(op, left, right):
            return _compare(op, value(left, world, bound), value(right, world, bound))
        case And(args):
            return all(strictly(arg, world, bound) for arg in args)
        case Or(args):
            return any(strictly(arg, world, bound) for arg in args)
        case Not(arg):
            return not strictly(arg, world, bound)
        case Implies(premise, conclusion):
            return not strictly(premise, world, bound) or strictly(conclusion, world, bound)
        case ForAll(domain, body) | Exists(domain, body):
            results = [strictly(body, world, (*bound, i)) for i in _members(domain, world, bound)]
            return all(results) if isinstance(node, ForAll) else any(results)
    raise UnsupportedError(type(node).__name__)


def _dual(value_: Any) -> Dual:
    return value_ if isinstance(value_, Dual) else Dual(value_, Fraction(0))


def _value(node: Node, world: World, bound: tuple[int, ...]) -> Any:
    match node:
        case Number(number):
            return number
        case Variable(name):
            here = Fraction(world.variables[name])
            return Dual(here, Fraction(1)) if world.by == (name,) else here
        case Bound(level):
            return Fraction(bound[-1 - level])
        case Application(symbol, args, order):
            values = [_value(arg, world, bound) for arg in args]
            if symbol.name in world.polynomials:
                return _polynomial(world.polynomials[symbol.name], order, values[0])
            indices = tuple(int(v) for v in values)
            here = Fraction(world.families[symbol.name](*indices))
            return Dual(here, Fraction(1)) if world.by == (symbol.name, *indices) else here
        case Op(name, args):
            return _operation(name, [_value(arg, world, bound) for arg in args])
        case Big(operation, upper, omit, body):
            domain = IndexRange(upper, omit)
            values = [_value(body, world, (*bound, i)) for i in _members(domain, world, bound)]
            return _fold(operation, values)
        case Partial(body, by):
            indices = tuple(int(value(arg, world, bound)) for arg in by.args)
            moved = World(
                world.variables, world.families, world.polynomials, (by.symbol.name, *indices)
            )
            return _dual(_value(body, moved, bound)).slope
        case Relation(op, left, right):
            try:
                return _compare(op, value(left, world, bound), value(right, world, bound))
            except UndefinedError:
                return False
        case And(args):
            return all(_value(arg, world, bound) for arg in args)
        case Or(args):
            return any(_value(arg, world, bound) for arg in args)
        case Not(arg):
            return not _value(arg, world, bound)
        case Implies(premise, conclusion):
            return not _value(premise, world, bound) or _value(conclusion, world, bound)
        case ForAll(domain, body):
            return all(_value(body, world, (*bound, i)) for i in _members(domain, world, bound))
        case Exists(domain, body):
            return any(_value(body, world, (*bound, i)) for i in _members(domain, world, bound))
    raise UnsupportedError(type(node).__name__)


def _members(domain: Any, world: World, bound: tuple[int, ...]) -> Sequence[int]:
    match domain:
        case IndexRange(upper, omit):
            left_out = {value(o, world, bound) for o in omit}
            last = int(value(upper, world, bound))
            return [i for i in range(1, last + 1) if i not in left_out]
        case Naturals(start):
            return range(start, SEARCHED)
    raise UnsupportedError("a quantifier over the reals")


def _compare(op: str, a: Fraction, b: Fraction) -> bool:
    return {
        "<": a < b,
        "<=": a <= b,
        "==": a == b,
        "!=": a != b,
        ">": a > b,
        ">=": a >= b,
    }[op]


def _fold(operation: str, values: list[Any]) -> Any:
    if not values and operation in ("max", "min"):
        raise UndefinedError
    name = {"sum": "add", "prod": "mul"}.get(operation, operation)
    total = values[0] if values else Fraction(operation == "prod")
    for other in values[1:]:
        total = _operation(name, [total, other])
    return total


def _operation(name: str, args: list[Any]) -> Any:
    if not any(isinstance(arg, Dual) for arg in args):
        args = [Dual(arg, Fraction(0)) for arg in args]
        return _on_duals(name, args).value
    return _on_duals(name, [_dual(arg) for arg in args])


def _on_duals(name: str, args: list[Dual]) -> Dual:
    a, b = args[0], args[-1]
    match name:
        case "add":
            return Dual(a.value + b.value, a.slope + b.slope)
        case "sub":
            return Dual(a.value - b.value, a.slope - b.slope)
        case "neg":
            return Dual(-a.value, -a.slope)
        case "mul":
            return Dual(a.value * b.value, a.slope * b.value + a.value * b.slope)
        case "div":
            if not b.value:
                raise UndefinedError
            above = a.slope * b.value - a.value * b.slope
            return Dual(a.value / b.value, above / b.value**2)
        case "pow":
            return _power(a, b)
        case "abs":
            if not a.value and a.slope:
                raise NotDifferentiableError
            return a if a.value > 0 else Dual(-a.value, -a.slope)
        case "max" | "min":
            if a.value == b.value and a.slope != b.slope:
                raise NotDifferentiableError
            return (max if name == "max" else min)(a, b, key=lambda dual: dual.value)
    raise UnsupportedError(name)


def _power(a: Dual, b: Dual) -> Dual:
    if b.value.denominator != 1:
        if a.value < 0 or (a.value == 0 and b.value <= 0):
            raise UndefinedError
        if a.value not in (0, 1):
            raise UnsupportedError("a root")
        if a.slope or b.slope:
            raise UnsupportedError("the derivative of a root")
        return a
    if b.slope:
        raise UnsupportedError("a variable exponent")
    if not a.value and b.value <= 0:
        raise UndefinedError
    n = int(b.value)
    return Dual(a.value**n, (n * a.value ** (n - 1) if n else Fraction(0)) * a.slope)


def _polynomial(coefficients: Sequence[Fraction], order: int, at: Any) -> Any:
    for _ in range(order):
        coefficients = [i * c for i, c in enumerate(coefficients)][1:]
    total: Any = Fraction(0)
    for c in reversed(coefficients):
        total = _operation("add", [_operation("mul", [total, at]), Fraction(c)])
    return total
