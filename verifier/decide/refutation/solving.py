"""Equations solved for a variable by form: what comes out is checked afterwards, always."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeAlias

from verifier.decide.numeric import inputs_of
from verifier.decide.refutation.problem import Setting, put
from verifier.language.terms import (
    ONE,
    ZERO,
    Constant,
    Node,
    Number,
    Op,
    Term,
    Variable,
    size,
    subnodes,
)

Equation: TypeAlias = "tuple[Term, Term]"

MAX_DEGREE = 2
MAX_SETTINGS = 8
LARGEST = 2000  # nodes of a solution
PI = Constant("pi")


def settings(variables: Sequence[Variable], equations: Sequence[Equation]) -> list[Setting]:
    """The ways to solve equations, one after the other, for some of the variables.

    An equation that cannot be solved is passed over.
    """
    return _settings(Setting(tuple(variables), {}), list(equations))[:MAX_SETTINGS]


def _settings(setting: Setting, equations: list[Equation]) -> list[Setting]:
    """The simplest equation solved first, and in each case what is then the simplest one."""
    inside = [
        (put(left, setting.dependent), put(right, setting.dependent)) for left, right in equations
    ]
    options = [
        (_cost(solutions), number, variable, solutions)
        for number, (left, right) in enumerate(inside)
        if left != right and size(left) + size(right) <= LARGEST
        for variable in reversed(setting.free)
        if (solutions := solutions_for(left, right, variable))
    ]
    if not options:
        complete = all(left == right for left, right in inside)
        return [replace(setting, complete=complete)]
    _, number, target, solutions = min(options, key=lambda option: option[0])
    free = tuple(v for v in setting.free if v != target)
    rest = equations[:number] + equations[number + 1 :]
    found: list[Setting] = []
    for value in solutions:
        dependent = {**_substituted(setting.dependent, target, value), target: value}
        found += _settings(Setting(free, dependent), rest)
        if len(found) >= MAX_SETTINGS:
            break
    return found


def _cost(solutions: Sequence[Term]) -> tuple[int, int, int]:
    """Several solutions are worse than one, and quotients worse than polynomials."""
    quotients = sum(_is_quotient(part) for solution in solutions for part in subnodes(solution))
    return len(solutions), quotients, sum(map(size, solutions))


def _is_quotient(part: Node) -> bool:
    return isinstance(part, Op) and part.name == "div" and not isinstance(part.args[1], Number)


def _substituted(
    dependent: Mapping[Variable, Term], target: Variable, value: Term
) -> dict[Variable, Term]:
    return {v: put(term, {target: value}) for v, term in dependent.items()}


def solutions_for(left: Term, right: Term, variable: Variable) -> list[Term]:
    """Terms without the variable of which one equals it where `left == right`, if it is one of
    those that can be found by form; empty if none is."""
    if variable not in inputs_of(left):
        left, right = right, left
    if variable in inputs_of(right):
        left, right = minus(left, right), ZERO
    if variable not in inputs_of(left):
        return []
    return [t for t in dict.fromkeys(_inverted(left, right, variable)) if size(t) <= LARGEST]


def _inverted(side: Term, value: Term, variable: Variable) -> Iterator[Term]:
    """Solutions of `side == value`, where only `side` contains the variable."""
    if side == variable:
        yield value
        return
    coefficients = polynomial_in(side, variable)
    if coefficients is not None:
        yield from _polynomial_roots(coefficients, value)
        return
    if not isinstance(side, Op):
        return
    holding = [n for n, arg in enumerate(side.args) if variable in inputs_of(arg)]
    if len(holding) == 1:
        for new in _undone(side, holding[0], value):
            yield from _inverted(side.args[holding[0]], new, variable)


def _undone(op: Op, place: int, value: Term) -> list[Term]:
    """What the argument at a place must be for the operation to give a value."""
    if len(op.args) == 1:
        return _INVERSE[op.name](value) if op.name in _INVERSE else []
    other = op.args[1 - place]
    match op.name, place:
        case "add", _:
            return [minus(value, other)]
        case "sub", 0:
            return [plus(value, other)]
        case "sub", 1:
            return [minus(other, value)]
        case "mul", _:
            return [over(value, other)]
        case "div", 0:
            return [times(value, other)]
        case "div", 1:
            return [over(other, value)]
        case "pow", 0 if isinstance(other, Number) and other.value:
            root = _root(value, other.value)
            return [root, minus(ZERO, root)] if _is_even(other.value) else [root]
        case "pow", 1:
            return [over(Op("log", (value,)), Op("log", (other,)))]
        case (("max" | "min"), _):
            return [value]
    return []


def _is_even(exponent: Fraction) -> bool:
    return exponent.denominator == 1 and exponent.numerator % 2 == 0


def _root(value: Term, exponent: Fraction) -> Term:
    if exponent == 2:
        return Op("sqrt", (value,))
    if exponent == Fraction(1, 2):
        return value**2
    return Op("pow", (value, Number(1 / exponent)))


def _call(name: str, value: Term) -> Term:
    return Op(name, (value,))


_INVERSE: dict[str, Callable[[Term], list[Term]]] = {
    "neg": lambda v: [minus(ZERO, v)],
    "abs": lambda v: [v, minus(ZERO, v)],
    "exp": lambda v: [_call("log", v)],
    "log": lambda v: [_call("exp", v)],
    "sqrt": lambda v: [v**2],
    "sin": lambda v: [_call("asin", v), PI - _call("asin", v)],
    "cos": lambda v: [_call("acos", v), -_call("acos", v)],
    "tan": lambda v: [_call("atan", v)],
    "asin": lambda v: [_call("sin", v)],
    "acos": lambda v: [_call("cos", v)],
    "atan": lambda v: [_call("tan", v)],
    "sinh": lambda v: [_call("log", v + _call("sqrt", v**2 + 1))],
    "tanh": lambda v: [_call("log", (1 + v) / (1 - v)) / 2],
}


def _polynomial_roots(coefficients: list[Term], value: Term) -> list[Term]:
    c, b = minus(coefficients[0], value), coefficients[1]
    if len(coefficients) == 2:
        return [over(minus(ZERO, c), b)]
    a = coefficients[2]
    if b == ZERO:
        root = Op("sqrt", (over(minus(ZERO, c), a),))
        return [root, minus(ZERO, root)]
    root = Op("sqrt", (minus(b**2, times(times(Number(Fraction(4)), a), c)),))
    low = minus(ZERO, b)
    twice = times(Number(Fraction(2)), a)
    return [over(plus(low, root), twice), over(minus(low, root), twice)]


def polynomial_in(term: Term, variable: Variable) -> list[Term] | None:
    """The coefficients, from the constant up, of a polynomial of degree 1 or 2 in a variable."""
    found = _coefficients(term, variable)
    return found if found is not None and len(found) > 1 else None


def _coefficients(term: Term, variable: Variable) -> list[Term] | None:
    if variable not in inputs_of(term):
        return [term]
    if term == variable:
        return [ZERO, ONE]
    match term:
        case Op("neg", (a,)):
            below = _coefficients(a, variable)
            return None if below is None else [minus(ZERO, c) for c in below]
        case Op("add" | "sub" | "mul" | "div" as name, (a, b)):
            first, second = _coefficients(a, variable), _coefficients(b, variable)
            if first is None or second is None:
                return None
            return _combined(name, first, second)
        case Op("pow", (a, Number(n))) if n == 2:
            below = _coefficients(a, variable)
            return None if below is None else _combined("mul", below, below)
    return None


def _combined(name: str, a: list[Term], b: list[Term]) -> list[Term] | None:
    if name in ("add", "sub"):
        width = max(len(a), len(b))
        a, b = a + [ZERO] * (width - len(a)), b + [ZERO] * (width - len(b))
        join = plus if name == "add" else minus
        return _trimmed([join(x, y) for x, y in zip(a, b, strict=True)])
    if name == "div":
        return [over(x, b[0]) for x in a] if len(b) == 1 else None
    if len(a) + len(b) - 2 > MAX_DEGREE:
        return None
    total: list[Term] = [ZERO] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            total[i + j] = plus(total[i + j], times(x, y))
    return _trimmed(total)


def _trimmed(coefficients: list[Term]) -> list[Term]:
    while len(coefficients) > 1 and coefficients[-1] == ZERO:
        coefficients = coefficients[:-1]
    return coefficients


# Arithmetic that puts numbers together, so that coefficients that vanish are seen to.


def plus(a: Term, b: Term) -> Term:
    """a + b."""
    if isinstance(a, Number) and isinstance(b, Number):
        return Number(a.value + b.value)
    if a == ZERO:
        return b
    return a if b == ZERO else a + b


def minus(a: Term, b: Term) -> Term:
    """a - b."""
    if isinstance(a, Number) and isinstance(b, Number):
        return Number(a.value - b.value)
    if b == ZERO:
        return a
    if a == ZERO and isinstance(b, Op) and b.name == "neg":
        return b.args[0]
    if a == ZERO and isinstance(b, Op) and b.name == "sub":
        return minus(b.args[1], b.args[0])
    if a == ZERO:
        return -b
    return ZERO if a == b else a - b


def times(a: Term, b: Term) -> Term:
    """a * b."""
    if isinstance(a, Number) and isinstance(b, Number):
        return Number(a.value * b.value)
    if ZERO in (a, b):
        return ZERO
    if a == ONE:
        return b
    return a if b == ONE else a * b


def over(a: Term, b: Term) -> Term:
    """a / b."""
    if isinstance(a, Number) and isinstance(b, Number) and b.value:
        return Number(a.value / b.value)
    if a == ZERO or b == ONE:
        return a
    return a / b
