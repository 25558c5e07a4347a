"""Making an instance simpler: fewer members, smaller numbers, plainer functions and laws."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from fractions import Fraction

from verifier.evidence.plan import Item
from verifier.language.binding import Lambda
from verifier.language.instance import (
    Instance,
    InstanceValue,
    Run,
    polynomial_function,
    polynomial_of,
)
from verifier.language.law import Law
from verifier.language.statement import Over, Statement
from verifier.language.terms import NATURAL, LanguageError, Variable

Q = Fraction
SMALL = tuple(
    map(
        Q,
        (
            "0",
            "1",
            "2",
            "-1",
            "1/2",
            "3",
            "-2",
            "4",
            "3/2",
            "1/3",
            "-1/2",
            "2/3",
            "1/4",
            "3/4",
            "10",
            "1/10",
        ),
    )
)
_PLAIN = tuple(polynomial_function(c) for c in ((0,), (1,), (0, 1), (0, -1), (0, 0, 1)))
DENOMINATORS = (1, 2, 3, 4, 6, 10, 20, 100)


def size(value: Fraction) -> int:
    """How complicated a rational looks: digits in base 2, denominators and signs counting more."""
    whole = value.numerator.bit_length() + 3 * (value.denominator.bit_length() - 1)
    return whole + (1 if value < 0 else 0)


def complexity(instance: Instance) -> int:
    """How complicated an instance looks; a further member counts more than longer numbers."""
    total = 0
    for item, value in instance.values.items():
        if isinstance(item, Variable) and item.sort == NATURAL:
            total += 40 * int(value)  # type: ignore[arg-type]
        total += _complexity(value)
    return total


def _complexity(value: InstanceValue) -> int:
    match value:
        case Fraction():
            return size(value)
        case tuple():
            return sum(map(size, value)) + 2 * len(set(value))
        case Run(rows):
            return sum(_complexity(row) for row in rows)
        case Law(outcomes):
            return sum(size(p) + _complexity(row) + 5 for p, row in outcomes)
        case Lambda():
            polynomial = polynomial_of(value)
            if polynomial is None:
                return 60
            return sum(5 * n + size(Q(int(c.p), int(c.q))) + 3
                       for n, c in enumerate(polynomial.coeffs()) if c)  # fmt: skip
    return 0


def simplify(
    statement: Statement, instance: Instance, good: Callable[[Instance], bool], deadline: float
) -> Instance:
    """The simplest instance reached by single changes that keep it `good`, until the deadline."""
    best, score = _shorter(instance, good), complexity(instance)
    improved = True
    while improved and time.monotonic() < deadline:
        improved = False
        for candidate in candidates(statement, best):
            if time.monotonic() >= deadline:
                break
            if complexity(candidate) < score and good(candidate):
                best, score, improved = candidate, complexity(candidate), True
                break
    return best


def _shorter(instance: Instance, good: Callable[[Instance], bool]) -> Instance:
    """The same instance looked at for as few times as keep it good: all else is faster then."""
    if any(isinstance(value, Run) for value in instance.values.values()):
        for horizon in (1, 2, 3, 5, 10):
            short = Instance(instance.values, horizon, instance.outcome)
            if horizon < instance.horizon and good(short):
                return short
    return instance


def candidates(statement: Statement, instance: Instance) -> Iterator[Instance]:
    """Instances one change away."""
    yield from _fewer(statement, instance)
    yield from _everywhere(instance)
    for smaller in _fewer(statement, instance):
        yield from _everywhere(smaller)  # a bound such as alpha >= Q_j often has to follow
    yield from _with_functions(instance)
    depths = {d.upper for d in statement.variables if isinstance(d, Over)}
    for item, value in instance.values.items():
        for simpler in _simpler(item, value) if item not in depths else ():
            try:
                yield instance.replace({item: simpler})
            except LanguageError:
                continue  # not a value of that kind: no candidate


def _fewer(statement: Statement, instance: Instance) -> Iterator[Instance]:
    """One member less, in all families over the same range."""
    uppers = {d.upper for d in statement.variables if isinstance(d, Over)}
    for upper in uppers:
        count = instance.values.get(upper) if isinstance(upper, Variable) else None
        if not isinstance(count, Fraction) or count < 1:
            continue
        for place in range(int(count)):
            changes: dict[Item, InstanceValue] = {upper: count - 1}  # type: ignore[dict-item]
            for declaration in statement.variables:
                if isinstance(declaration, Over) and declaration.upper == upper:
                    symbol = declaration.symbol
                    changes[symbol] = _without(instance.values[symbol], place)
            yield instance.replace(changes)
            naturals = [
                item for item, value in instance.values.items()
                if isinstance(item, Variable) and item.sort == NATURAL
                and item not in changes and isinstance(value, Fraction) and value > place
            ]  # fmt: skip
            for item in naturals:
                yield instance.replace({**changes, item: instance.values[item] - 1})  # type: ignore[operator, dict-item]


def _without(value: InstanceValue, place: int) -> InstanceValue:
    def cut(row: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
        return row[:place] + row[place + 1 :]

    match value:
        case Run(rows, recursion):
            return Run(tuple(cut(row) for row in rows), recursion)
        case Law(outcomes):
            return merged([(p, cut(row)) for p, row in outcomes])
        case tuple():
            return cut(value)
    return value


def merged(outcomes: list[tuple[Fraction, tuple[Fraction, ...]]]) -> Law:
    """A law with equal outcomes put together."""
    found: dict[tuple[Fraction, ...], Fraction] = {}
    for probability, row in outcomes:
        found[row] = found.get(row, Q(0)) + probability
    return Law(tuple((p, row) for row, p in found.items()))


def simpler_numbers(value: Fraction) -> Iterator[Fraction]:
    """Simpler rationals, the simplest first, then those near the value."""
    yield from (small for small in SMALL if size(small) < size(value))
    for denominator in DENOMINATORS:
        near = value.limit_denominator(denominator)
        if size(near) < size(value):
            yield near
    if value.denominator == 1 and abs(value) > 4:
        yield Q(int(value / 2))


def _everywhere(instance: Instance) -> Iterator[Instance]:
    """One number replaced wherever it occurs, naturals apart."""
    numbers: set[Fraction] = set()
    real = {i: v for i, v in instance.values.items() if not _natural(i)}
    for value in real.values():
        numbers |= _numbers(value)
    for number in sorted(numbers, key=size, reverse=True):
        for simpler in simpler_numbers(number):
            yield instance.replace({i: _mapped(v, number, simpler) for i, v in real.items()})


def _with_functions(instance: Instance) -> Iterator[Instance]:
    """A simpler function together with a small number that may have to follow it."""
    reals = [i for i, v in instance.values.items() if isinstance(v, Fraction) and not _natural(i)]
    for item, value in instance.values.items():
        if isinstance(value, Lambda):
            for function in _PLAIN:
                for real in reals:
                    for number in (Q(1), Q(2)):
                        yield instance.replace({item: function, real: number})


def _natural(item: Item) -> bool:
    return isinstance(item, Variable) and item.sort == NATURAL


def _numbers(value: InstanceValue) -> set[Fraction]:
    match value:
        case Fraction():
            return {value}
        case tuple():
            return set(value)
        case Run(rows):
            return {number for row in rows for number in row}
        case Law(outcomes):
            return {number for _, row in outcomes for number in row}
        case Lambda():
            return set(_coefficients(value) or ())
    return set()


def _coefficients(function: Lambda) -> list[Fraction] | None:
    """Those of a polynomial, by rising powers; None for other functions."""
    polynomial = polynomial_of(function)
    if polynomial is None:
        return None
    return [Q(int(c.p), int(c.q)) for c in polynomial.coeffs()]


def _mapped(value: InstanceValue, old: Fraction, new: Fraction) -> InstanceValue:
    def row_of(row: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
        return tuple(new if number == old else number for number in row)

    match value:
        case Fraction():
            return new if value == old else value
        case tuple():
            return row_of(value)
        case Run(rows, recursion):
            return Run(tuple(map(row_of, rows)), recursion)
        case Law(outcomes):
            return merged([(p, row_of(row)) for p, row in outcomes])
        case Lambda():
            coefficients = _coefficients(value)
            if coefficients is not None and old in coefficients:
                return polynomial_function(row_of(tuple(coefficients)))
    return value


def _simpler(item: Item, value: InstanceValue) -> Iterator[InstanceValue]:
    match value:
        case Fraction():
            lower = (Q(n) for n in range(int(value))) if _natural(item) else simpler_numbers(value)
            yield from lower
        case tuple():
            yield from _simpler_row(value)
        case Run(rows, recursion) if len(rows) == 1:
            yield from (Run((row,), recursion) for row in _simpler_row(rows[0]))
        case Law(outcomes):
            yield from _simpler_law(outcomes)
        case Lambda():
            yield from _simpler_function(value)


def _simpler_row(row: tuple[Fraction, ...]) -> Iterator[tuple[Fraction, ...]]:
    for place, value in enumerate(row):
        for simpler in simpler_numbers(value):
            yield (*row[:place], simpler, *row[place + 1 :])


def _simpler_law(outcomes: tuple[tuple[Fraction, tuple[Fraction, ...]], ...]) -> Iterator[Law]:
    count = len(outcomes)
    for place in range(count if count > 1 else 0):
        rest = outcomes[:place] + outcomes[place + 1 :]
        mass = sum(p for p, _ in rest)
        yield Law(tuple((p / mass, row) for p, row in rest))
    if count > 1:
        yield Law(tuple((Q(1, count), row) for _, row in outcomes))
    if count == 2:
        rows = [row for _, row in outcomes]
        for masses in ((Q(1, 2), Q(1, 2)), (Q(1, 3), Q(2, 3)), (Q(1, 4), Q(3, 4))):
            yield Law(tuple(zip(masses, rows, strict=True)))
            yield Law(tuple(zip(reversed(masses), rows, strict=True)))


def _simpler_function(value: Lambda) -> Iterator[Lambda]:
    yield from _PLAIN
    coefficients = _coefficients(value)
    if coefficients is not None:
        for place, coefficient in enumerate(coefficients):
            for simpler in simpler_numbers(coefficient):
                yield polynomial_function(
                    [*coefficients[:place], simpler, *coefficients[place + 1 :]]
                )
