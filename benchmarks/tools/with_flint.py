"""python-flint: bisection of boxes with natural ball enclosures, and nothing else.

A box is left out when a hypothesis is false all over it, and done when the conclusion is true all
over it; the middles of the others are tried as counterexamples.  Unbounded domains are only
searched for counterexamples.
"""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from flint import arb, fmpq

from tools.points import is_counterexample, variables_of
from tools.smtlib import integer_variable
from verifier.language.statement import Statement
from verifier.language.terms import (
    NATURAL,
    And,
    Constant,
    Number,
    Op,
    Proposition,
    Relation,
    Term,
    Variable,
)

Box = tuple[tuple[Fraction, Fraction], ...]
_GRAIN = 2**60  # ends that are irrational are put a little outside, at multiples of 1/_GRAIN
_OPERATIONS: dict[str, Callable[..., arb]] = {
    "add": arb.__add__, "sub": arb.__sub__, "mul": arb.__mul__, "div": arb.__truediv__,
    "neg": arb.__neg__, "max": arb.max, "min": arb.min, "abs": abs,
    **{name: getattr(arb, name) for name in (
        "exp", "log", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh",
    )},
}  # fmt: skip


def decide(statement: Statement, seconds: float) -> str:
    """The verdict by bisection until the time is over."""
    deadline = time.monotonic() + seconds
    variables = variables_of(statement)
    box = _start(statement, variables)
    if box is None:
        return _at_random(statement, variables, deadline)
    whole = _integers(statement)
    boxes = deque([box])
    while boxes:
        if time.monotonic() > deadline:
            return "unknown"
        box = boxes.popleft()
        places = dict(zip(variables, map(_ball, box), strict=True))
        if any(_false(h, places) for h in statement.assumptions):
            continue
        if _true(statement.conclusion, places):
            continue
        middle = {
            v.name: _whole((low + high) / 2) if v in whole else (low + high) / 2
            for v, (low, high) in zip(variables, box, strict=True)
        }
        if is_counterexample(statement, middle):
            return "refuted"
        if all(low == high for low, high in box):
            return "unknown"
        boxes.extend(_halves(box))
    return "proved"


def _integers(statement: Statement) -> set[Variable]:
    found = {v for h in statement.assumptions if (v := integer_variable(h)) is not None}
    return found | {v for v in variables_of(statement) if v.sort == NATURAL}


def _start(statement: Statement, variables: Sequence[Variable]) -> Box | None:
    """The box in which the bounds put the variables; None if it is unbounded."""
    sides = []
    for variable in variables:
        lower: list[Fraction] = [Fraction(0)] if variable.sort == NATURAL else []
        upper: list[Fraction] = []
        for relation in _relations(statement.assumptions):
            if relation.op not in ("<", "<="):
                continue
            if relation.right == variable and (value := _ball_of(relation.left)) is not None:
                lower.append(_rational(value.lower(), -1))
            if relation.left == variable and (value := _ball_of(relation.right)) is not None:
                upper.append(_rational(value.upper(), 1))
        if not lower or not upper:
            return None
        sides.append((max(lower), min(upper)))
    return tuple(sides)


def _relations(propositions: Sequence[Proposition]) -> Iterator[Relation]:
    for proposition in propositions:
        if isinstance(proposition, And):
            yield from _relations(proposition.args)
        elif isinstance(proposition, Relation):
            yield proposition


def _ball_of(term: Term) -> arb | None:
    """The value of a term without variables."""
    try:
        value = _value(term, {})
    except KeyError:
        return None
    return value if value.is_finite() else None


def _rational(value: arb, direction: int) -> Fraction:
    scaled = (value * _GRAIN).floor() if direction < 0 else (value * _GRAIN).ceil()
    whole = scaled.unique_fmpz()
    if whole is None:
        whole = (scaled + direction).mid().floor().unique_fmpz()
    return Fraction(int(whole), _GRAIN)


def _ball(side: tuple[Fraction, Fraction]) -> arb:
    low, high = side
    middle, radius = (low + high) / 2, (high - low) / 2
    return arb(_fmpq(middle)) + arb(0, arb(_fmpq(radius)).upper())


def _fmpq(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def _whole(value: Fraction) -> Fraction:
    return Fraction(round(value))


def _halves(box: Box) -> Iterator[Box]:
    """The box, halved across its longest side."""
    widest = max(range(len(box)), key=lambda i: box[i][1] - box[i][0])
    low, high = box[widest]
    middle = (low + high) / 2
    for side in ((low, middle), (middle, high)):
        yield (*box[:widest], side, *box[widest + 1 :])


def _at_random(statement: Statement, variables: Sequence[Variable], deadline: float) -> str:
    """A search for counterexamples at random points of all magnitudes."""
    generator, whole = random.Random(0), _integers(statement)
    while time.monotonic() < deadline:
        point = {}
        for variable in variables:
            size = Fraction(generator.uniform(-1, 1) * 10.0 ** generator.uniform(-3, 3))
            value = size.limit_denominator(10**6)
            point[variable.name] = _whole(value) if variable in whole else value
            if variable.sort == NATURAL:
                point[variable.name] = abs(point[variable.name])
        if is_counterexample(statement, point):
            return "refuted"
    return "unknown"


def _true(proposition: Proposition, places: Mapping[Variable, arb]) -> bool:
    """Whether a proposition is certainly defined and true all over a box."""
    match proposition:
        case And(args):
            return all(_true(arg, places) for arg in args)
        case Relation(op, left, right):
            a, b = _value(left, places), _value(right, places)
            return bool(a.is_finite() and b.is_finite() and _holds(op, a, b))
    return False


def _false(proposition: Proposition, places: Mapping[Variable, arb]) -> bool:
    """Whether a proposition is certainly false all over a box."""
    match proposition:
        case And(args):
            return any(_false(arg, places) for arg in args)
        case Relation(op, left, right):
            opposite = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}[op]
            a, b = _value(left, places), _value(right, places)
            return bool(a.is_finite() and b.is_finite() and _holds(opposite, a, b))
    return False


def _holds(op: str, a: arb, b: arb) -> bool:
    """Whether a relation is certain between all points of two balls."""
    match op:
        case "<":
            return bool(a < b)
        case "<=":
            return bool(a <= b)
        case ">":
            return bool(a > b)
        case ">=":
            return bool(a >= b)
        case "!=":
            return bool(a < b or a > b)
    return bool(a == b)


def _value(term: Term, places: Mapping[Variable, arb]) -> arb:
    """The natural enclosure of a term; not finite where the term may be undefined."""
    match term:
        case Number(value):
            return arb(_fmpq(value))
        case Constant(name):
            return arb.pi() if name == "pi" else arb(1).exp()
        case Variable():
            return places[term]
        case Op("pow", (base, exponent)):
            return _power(_value(base, places), exponent, places)
        case Op(name, args):
            return _OPERATIONS[name](*(_value(arg, places) for arg in args))
    return arb("nan")


def _power(base: arb, exponent: Term, places: Mapping[Variable, arb]) -> arb:
    if isinstance(exponent, Number) and exponent.value.denominator == 1:
        n = int(exponent.value)
        if n == 0:
            return arb(1) if not base.contains(0) else arb("nan")
        power = _even_power(base, abs(n)) if n % 2 == 0 else base ** abs(n)
        return power if n > 0 else 1 / power
    power = _value(exponent, places)
    if isinstance(exponent, Number) and exponent.value > 0 and base >= 0 and base.contains(0):
        return arb(0).union(base.upper() ** power)
    return base**power if base > 0 else arb("nan")


def _even_power(base: arb, n: int) -> arb:
    size = abs(base)
    low, high = size.lower() if not base.contains(0) else arb(0), size.upper()
    return (low**n).union(high**n)
