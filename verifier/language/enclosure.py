"""Enclosures of a term and of its partial derivatives over a box: one interval a variable.

Two guarantees are kept apart.  A value is enclosed at all those points of the box at which the
term is defined, and nothing is said about the others.  That it is defined, or smooth, everywhere
in the box is asked of all its operations; the enclosures of their arguments hold all values of
these just when the answer is yes for every operation.

Smooth means here: made of differentiable operations, absolute values, maxima and minima.  Such a
term is Lipschitz on a segment, hence the integral of its derivative, which exists almost everywhere
and obeys the chain rule with slopes between those on the two sides of a corner.  So the mean value
theorem holds with enclosures of the slopes.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from flint import arb

from verifier.language.binding import free_variables
from verifier.language.intervals import (
    INFINITY,
    MINUS_INFINITY,
    NOTHING,
    OPERATIONS,
    UNIT,
    ZERO,
    Interval,
    Operation,
    add,
    around,
    exactly,
    middle,
    mul,
    power,
    rounded,
    sub,
)
from verifier.language.terms import (
    NATURAL,
    Constant,
    LanguageError,
    Number,
    Op,
    Relation,
    Term,
    Variable,
)

Box: TypeAlias = "tuple[Interval, ...]"

_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


def lowest_face(box: Box, slopes: Box) -> Box:
    """A part of the box on which a term with these partial derivatives takes no greater values than
    elsewhere: where one of them has a sign, its variable is put at an end."""
    return tuple(map(_lowest_end, box, slopes))


def _lowest_end(interval: Interval, slope: Interval) -> Interval:
    low, high = interval
    if slope[0] >= ZERO and low > MINUS_INFINITY:
        return low, low
    return (high, high) if slope[1] <= ZERO and high < INFINITY else interval


class Program:
    """A term over some variables, compiled at the working precision, equal parts computed once.

    Raises `LanguageError` for terms of other kinds and for other variables.
    """

    def __init__(self, term: Term, variables: Sequence[Variable]) -> None:
        self._places: dict[Term, int] = {v: i for i, v in enumerate(variables)}
        self._arity = len(variables)
        self._known: list[Any] = [None] * self._arity  # the values of constant parts
        self._certain = True  # that the constant parts are defined
        self._steps: list[tuple[int, Operation, tuple[int, ...]]] = []
        self._root = self._place(term)

    def __len__(self) -> int:
        return len(self._known)

    def _place(self, term: Term) -> int:
        if term not in self._places:
            self._places[term] = self._compiled(term)
        return self._places[term]

    def _compiled(self, term: Term) -> int:
        match term:
            case Number(value):
                return self._keep(exactly(value))
            case Constant(name):
                return self._keep(around(arb.pi() if name == "pi" else arb.const_e()))
            case Op("mul", (a, b)) if a == b:
                return self._operate(power(Fraction(2)), a)
            case Op("pow", (a, Number(exponent))):
                return self._operate(power(exponent), a)
            case Op(name, args):
                return self._operate(OPERATIONS[name], *args)
        raise LanguageError(f"a {type(term).__name__} is not enclosed")

    def _keep(self, value: Interval | None) -> int:
        self._known.append(value)
        return len(self._known) - 1

    def _operate(self, operation: Operation, *terms: Term) -> int:
        places = tuple(self._place(term) for term in terms)
        values = [self._known[place] for place in places]
        if None not in values:
            self._certain = self._certain and operation.defined(*values)
            return self._keep(operation.value(*values))
        self._steps.append((self._keep(None), operation, places))
        return len(self._known) - 1

    def _run(self, box: Box) -> list[Any]:
        values = [*map(rounded, box), *self._known[self._arity :]]
        for place, operation, places in self._steps:
            values[place] = operation.value(*[values[p] for p in places])
        return values

    def enclose(self, box: Box) -> Interval:
        """An enclosure of the value at every point of the box at which the term is defined."""
        value: Interval = self._run(box)[self._root]
        return value

    def is_defined(self, box: Box) -> bool:
        """Whether the term is certainly defined at every point of the box."""
        values = self._run(box)
        steps = self._steps
        return self._certain and all(
            o.defined(*[values[p] for p in places]) for _, o, places in steps
        )

    def expand(self, box: Box) -> tuple[Interval, Box]:
        """Enclosures over the box of the value and of the partial derivatives, by the mean value
        theorem about the middle for each part of the term; zeros for variables that do not vary.

        Raises `LanguageError` unless the term is certainly defined and smooth at every point.
        """
        if not self._certain:
            raise LanguageError("a constant part of a term is not known to be defined")
        box = tuple(map(rounded, box))
        centre = _points(box)
        values, central = [*box, *self._known[self._arity :]], self._run(centre)
        steps = {i: sub(x, c) for i, (x, c) in enumerate(zip(box, centre, strict=True)) if x != c}
        slopes: list[dict[int, Interval]] = [{} for _ in values]  # by the variables, of each part
        slopes[: self._arity] = [{i: UNIT} if i in steps else {} for i in range(self._arity)]
        parts: list[tuple[Interval, ...]] = []
        for place, operation, places in self._steps:
            arguments = [values[p] for p in places]
            if not operation.smooth(*arguments):
                raise LanguageError("a term is not known to be smooth on a box")
            value, moved, own = operation.value(*arguments), central[place], slopes[place]
            parts.append(operation.slopes(value, *arguments))
            for p, part in zip(places, parts[-1], strict=True):
                for i, slope in slopes[p].items():
                    own[i] = add(own[i], mul(part, slope)) if i in own else mul(part, slope)
            for i, slope in own.items():
                moved = add(moved, mul(slope, steps[i]))
            values[place] = _both(value, moved)
        weights = [NOTHING] * len(values)  # the slopes of the whole by its parts
        weights[self._root] = UNIT
        for (place, _, places), own_parts in zip(self._steps[::-1], parts[::-1], strict=True):
            for p, part in zip(places, own_parts, strict=True):
                if slopes[p]:
                    weights[p] = add(weights[p], mul(part, weights[place]))
        found = slopes[self._root]
        return values[self._root], tuple(
            _both(found.get(i, NOTHING), weights[i]) if i in steps else NOTHING
            for i in range(self._arity)
        )

    def enclose_about_lowest(self, box: Box, slopes: Box) -> Interval:
        """An enclosure of the value on the box by the mean value theorem, about the middle of its
        lowest face, the slopes being those of `expand`."""
        centre = _points(lowest_face(box, slopes))
        value = self.enclose(centre)
        for x, c, slope in zip(box, centre, slopes, strict=True):
            value = add(value, mul(slope, sub(x, c)))
        return value


def _both(a: Interval, b: Interval) -> Interval:
    return max(a[0], b[0]), min(a[1], b[1])


def _points(box: Box) -> Box:
    return tuple((point, point) for point in map(middle, box))


class Claim:
    """A relation over a box, by the difference of its sides."""

    def __init__(self, relation: Relation, variables: Sequence[Variable]) -> None:
        a, b, less = relation.left, relation.right, relation.op in ("<", "<=")
        self.op = _MIRRORED[relation.op] if less else relation.op
        self.difference = Program(b - a if less else a - b, variables)

    def check(self, box: Box, about_a_point: bool) -> None:
        """Raises `LanguageError` unless the relation is shown to hold at all points of the box at
        which its terms are defined; about a point, also that they are defined at all of them."""
        difference = self.difference
        values = [difference.enclose(box)]
        if about_a_point:
            value, slopes = difference.expand(box)
            values = [value, difference.enclose_about_lowest(box, slopes)]
        if not any(map(self.follows_from, values)):
            raise LanguageError("an enclosure does not show a relation on a box")

    def follows_from(self, difference: Interval) -> bool:
        """Whether the relation holds wherever the difference lies in the interval."""
        low, high = difference
        if self.op == "!=":
            return bool(low > ZERO or high < ZERO)
        return bool(low > ZERO if self.op == ">" else self.op == ">=" and low >= ZERO)

    def lowest_face(self, box: Box) -> Box:
        """A part of the box such that the relation, an inequality, holds on all of the box if it
        does there.  Raises `LanguageError` unless the difference is certainly smooth."""
        if self.op not in (">", ">="):
            raise LanguageError(f"a relation {self.op} is not one of order")
        return lowest_face(box, self.difference.expand(box)[1])


def ordered_variables(*relations: Relation) -> list[Variable]:
    """The free variables, by name."""
    return sorted(free_variables(*relations), key=lambda v: (v.name, v.sort))


def bounds(facts: Sequence[Relation], variable: Variable) -> Interval:
    """The interval in which those facts put a variable that bound it by a constant."""
    low, high = ZERO if variable.sort == NATURAL else MINUS_INFINITY, INFINITY
    for fact in facts:
        mirrored = Relation(_MIRRORED.get(fact.op, fact.op), fact.right, fact.left)
        for bound in (fact, mirrored):
            if bound.left == variable and not free_variables(bound.right):
                least, greatest = Program(bound.right, ()).enclose(())
                low = max(low, least) if bound.op in (">", ">=", "==") else low
                high = min(high, greatest) if bound.op in ("<", "<=", "==") else high
    if low > high:
        raise LanguageError(f"the bounds of {variable.name} contradict each other")
    return low, high


def halves(box: Box, position: int) -> tuple[Box, Box]:
    """The upper and the lower half of a box along one variable."""
    low, high = box[position]
    cut = middle(box[position])
    if not low < cut < high:
        raise LanguageError("a box cannot be halved further")
    before, after = box[:position], box[position + 1 :]
    return (*before, (cut, high), *after), (*before, (low, cut), *after)
