"""Values and equations worth a look because of how a statement is written: ends of ranges, zeros of
its parts, where absolute values have their kinks, simple and extreme numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from flint import ctx, fmpq

from verifier.decide.numeric import inputs_of
from verifier.decide.numeric.affine import FLIPPED, affine
from verifier.decide.numeric.tape import as_float
from verifier.decide.refutation.middles import middle_of
from verifier.decide.refutation.problem import Aim
from verifier.decide.refutation.solving import Equation, solutions_for
from verifier.language.evaluation import Evaluation
from verifier.language.instance import Instance
from verifier.language.terms import (
    ONE,
    ZERO,
    Node,
    Number,
    Op,
    Relation,
    Term,
    Variable,
    subnodes,
)
from verifier.language.values import Missing

Q = Fraction
END_BITS = 400
SIMPLE = tuple(
    Q(*pair)
    for pair in (
        (0, 1), (1, 1), (-1, 1), (2, 1), (1, 2), (-2, 1), (-1, 2), (3, 1), (-3, 1), (1, 3), (3, 2),
        (4, 1), (-1, 3), (-3, 2), (2, 3), (1, 4), (3, 4), (5, 1), (-4, 1), (-5, 1), (6, 1),
        (10, 1), (-10, 1), (1, 10), (-2, 3), (-1, 4), (-3, 4), (4, 3), (5, 4), (7, 1), (8, 1),
        (9, 1), (12, 1), (16, 1), (1, 8), (100, 1), (-100, 1), (1, 100),
    )
)  # fmt: skip
INSIDE = tuple(
    Q(*pair)
    for pair in (
        (1, 2), (1, 4), (3, 4), (1, 3), (2, 3), (1, 8), (7, 8), (1, 5), (2, 5), (3, 5), (4, 5),
        (1, 16), (15, 16),
    )
)  # fmt: skip
WHOLE = 40  # how many whole numbers next to an end are looked at
NEAR = (1, 2, 3, 4, 6, 8, 10, 12, 15, 20, 30, 40)
MAGNITUDES = (1, 2, 3, 4, 6, 8, 9, 10, 12, 15, 16, 20, 25, 30, 40, 60, 80, 100, 150, 200, 300)
BEYOND_FLOATS = (400, 1000, 3000, 10_000, 30_000)


@dataclass(frozen=True)
class End:
    """A bound of a variable: exactly, or nearly if it is irrational."""

    value: Fraction
    exact: bool
    closed: bool
    term: Term


@dataclass(frozen=True, eq=False)
class Range:
    """Where a variable lies according to the relations that bound it by a constant."""

    variable: Variable
    low: End | None
    high: End | None
    whole: bool = False

    def holds(self, value: Fraction) -> bool:
        """Whether a value lies strictly inside, or on an end that counts."""
        low, high = self.low, self.high
        if low is not None and (value < low.value or (value == low.value and not low.closed)):
            return False
        if high is not None and (value > high.value or (value == high.value and not high.closed)):
            return False
        return not self.whole or value.denominator == 1

    @property
    def width(self) -> Fraction:
        """The length of the range, or a length to measure with if it is unbounded."""
        if self.low is not None and self.high is not None:
            return self.high.value - self.low.value
        end = self.low or self.high
        return max(Q(1), abs(end.value)) if end is not None else Q(1)

    def ends(self) -> list[End]:
        """The ends that there are."""
        return [end for end in (self.low, self.high) if end is not None]

    def inside(self, value: Fraction, step: Fraction) -> Fraction:
        """The value, or if it is an end that does not count or is inexact, one `step` inside."""
        for end, inward in ((self.low, step), (self.high, -step)):
            if end is not None and value == end.value and not (end.exact and end.closed):
                return value + inward
        return value

    def nearest_floats(self) -> dict[float, Fraction]:
        """The floats nearest to the ends, and values in the range for them."""
        found = {}
        for end in self.ends():
            found[as_float(end.value)] = self.inside(end.value, self.width / 10**15)
        return found

    def kept(self, values: Iterable[Fraction]) -> list[Fraction]:
        """The values that lie in the range, each once, rounded if they have to be whole."""
        if self.whole:
            values = (Q(round(value)) for value in values)
        return [value for value in dict.fromkeys(values) if self.holds(value)]


def ranges(aim: Aim) -> list[Range]:
    """The range of each variable."""
    found = {v: Range(v, None, None, v in aim.integers) for v in aim.variables}
    for relation in aim.constraints:
        used = inputs_of(relation)
        variable = used[0] if len(used) == 1 else None
        if isinstance(variable, Variable):
            for op, term in _bounds(relation, variable):
                found[variable] = _narrowed(found[variable], op, term)
    return list(found.values())


def _bounds(relation: Relation, variable: Variable) -> Iterator[tuple[str, Term]]:
    """`variable op term` as the relation says, if it is affine in the variable."""
    left, right = affine(relation.left), affine(relation.right)
    if left is None or right is None:
        return
    slope = left.get(variable, 0) - right.get(variable, 0)
    solutions = solutions_for(relation.left, relation.right, variable) if slope else []
    if len(solutions) == 1:
        yield (relation.op if slope > 0 else FLIPPED[relation.op]), solutions[0]


def _narrowed(known: Range, op: str, term: Term) -> Range:
    value, exact = constant(term)
    if value is None:
        return known
    end = End(value, exact, op in ("<=", ">=", "=="), term)
    low, high = known.low, known.high
    if op in (">", ">=", "==") and (low is None or _is_tighter(end, low, value > low.value)):
        low = end
    if op in ("<", "<=", "==") and (high is None or _is_tighter(end, high, value < high.value)):
        high = end
    return replace(known, low=low, high=high)


def _is_tighter(new: End, old: End, beyond: bool) -> bool:
    return beyond or (new.value == old.value and old.closed and not new.closed)


def constant(term: Term) -> tuple[Fraction | None, bool]:
    """The value of a closed term, and whether it is exact rather than nearly right."""
    with ctx.workprec(END_BITS):
        value: Any = Evaluation(Instance({})).term(term)
    if isinstance(value, Missing):
        return None, False
    if isinstance(value, fmpq):
        return _fraction(value), True
    return middle_of(value), False


def _fraction(value: Any) -> Fraction:
    return Q(int(value.p), int(value.q))


def listed(known: Range, zeros: Sequence[Fraction]) -> list[Fraction]:
    """Special values of a variable in its range, the most promising first."""
    found: list[Fraction] = [end.value for end in known.ends() if end.exact and end.closed]
    found += zeros
    ordered = sorted(zeros)
    found += [(low + high) / 2 for low, high in pairwise(ordered)]
    if known.whole:
        start = known.low.value if known.low is not None else Q(0)
        found += [start + sign * n for n in range(WHOLE) for sign in (1, -1)]
    found += SIMPLE[:12]
    if known.low is not None and known.high is not None:
        found += [known.low.value + known.width * part for part in INSIDE]
    found += SIMPLE[12:]
    found += near_ends(known)
    return known.kept(found)


def near_ends(known: Range, exponents: Sequence[int] = NEAR) -> list[Fraction]:
    """Values close to the ends."""
    found = []
    for exponent in exponents:
        step = known.width / 10**exponent
        if known.low is not None:
            found.append(known.low.value + step)
        if known.high is not None:
            found.append(known.high.value - step)
    return found


def magnitudes(known: Range, beyond: bool = False) -> list[Fraction]:
    """Values of all magnitudes on the unbounded sides of a range, and close to its ends."""
    exponents = (*MAGNITUDES, *BEYOND_FLOATS) if beyond else MAGNITUDES
    found: list[Fraction] = []
    for exponent in exponents:
        large = Q(10**exponent)
        for end, sign in ((known.low, 1), (known.high, -1)):
            if end is not None:
                found.append(end.value + sign * known.width / large)
            other = known.high if sign == 1 else known.low
            if other is None:
                found.append((end.value if end is not None else 0) + sign * large)
        if known.low is None and known.high is None:
            found += [1 / large, -1 / large]
    return known.kept(found)


def zeros_of_parts(nodes: Iterable[Node]) -> dict[Variable, list[Fraction]]:
    """For each variable, where the affine parts that contain no other variable vanish."""
    found: dict[Variable, dict[Fraction, None]] = {}
    for part in dict.fromkeys(p for node in nodes for p in subnodes(node) if isinstance(p, Op)):
        form = affine(part) if part.name in ("add", "sub") else None
        if form is None:
            continue
        used = [v for v in form if v is not None]
        if len(used) == 1 and isinstance(used[0], Variable):
            slope, start = form[used[0]], form.get(None, Q(0))
            if isinstance(slope, Fraction) and isinstance(start, Fraction):
                found.setdefault(used[0], {})[-start / slope] = None
    return {variable: list(values) for variable, values in found.items()}


def critical_equations(aim: Aim) -> list[tuple[Equation, ...]]:
    """Systems of equations at whose solutions something special happens: sides of a goal that are
    equal, a kink, a peak, a denominator that vanishes, an exponential or a logarithm whose value
    is plain."""
    touching = [goal for goal in aim.goals if goal.op in ("<=", ">=")]
    found: dict[tuple[Equation, ...], None] = {((g.left, g.right),): None for g in touching}
    for relation in aim.relations:
        squares = _squares(relation.left - relation.right)
        if squares:
            found[tuple((base, ZERO) for base in squares)] = None
        for part in subnodes(relation):
            for system in _critical(part):
                kept = tuple(e for e in system if inputs_of(*e))
                if kept:
                    found[kept] = None
    # Where a sum of squares has no zero, it is small where all of them but one have.
    for system in list(found):
        if 2 < len(system) <= 6:
            for left_out in range(len(system)):
                found[system[:left_out] + system[left_out + 1 :]] = None
    return list(found)


def _critical(part: Node) -> Iterator[tuple[Equation, ...]]:
    match part:
        case Op("abs", (a,)):
            yield ((a, ZERO),)
        case Op("max" | "min", (a, b)):
            yield ((a, b),)
        case Op("exp", (a,)):
            yield from _peak(a)
        case Op("div", (_, b)):
            yield from _peak(b)
        case Op("log", (a,)):
            yield ((a, ONE),)
        case Op("sqrt", (a,)):
            yield ((a, ZERO),)
        case Op("pow", (a, Number(n))) if n.denominator == 1 and n % 2 == 0:
            yield ((a, ZERO),)
        case Op("pow", (a, Number(n))) if n.denominator != 1 or n < 0:
            yield from _peak(a)


def _peak(argument: Term) -> Iterator[tuple[Equation, ...]]:
    yield ((argument, ZERO),)
    squares = _squares(argument)
    if squares:
        yield tuple((base, ZERO) for base in squares)


def _squares(term: Term) -> list[Term]:
    """What is squared, or stands in an absolute value, in a sum."""
    match term:
        case Op("add" | "sub" | "mul" | "div", (a, b)):
            return [*_squares(a), *_squares(b)]
        case Op("neg", (a,)):
            return _squares(a)
        case Op("pow", (a, Number(n))) if n.denominator == 1 and n > 0 and n % 2 == 0:
            return [a]
        case Op("abs", (a,)):
            return [a]
    return []
