"""Affine forms of terms, and the box that the simplest relations put the variables in."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from verifier.decide.numeric.tape import Array, as_float, compile_terms, inputs_of
from verifier.language.binding import is_closed
from verifier.language.terms import (
    NATURAL,
    And,
    Bound,
    Exists,
    LanguageError,
    Naturals,
    Number,
    Op,
    Or,
    Proposition,
    Relation,
    Term,
    Variable,
)

# Exact where only rationals occur; a float as soon as a constant such as pi does.
Coefficient: TypeAlias = "Fraction | float"
Affine: TypeAlias = "dict[Term | None, Coefficient]"
FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def conjuncts(proposition: Proposition) -> Iterator[Proposition]:
    """The parts of nested conjunctions."""
    if isinstance(proposition, And):
        for part in proposition.args:
            yield from conjuncts(part)
    else:
        yield proposition


def relations_among(propositions: Iterable[Proposition]) -> list[Relation]:
    """The relations that the propositions state outright."""
    return [p for each in propositions for p in conjuncts(each) if isinstance(p, Relation)]


def affine(term: Term) -> Affine | None:
    """The coefficients of a term that is affine in its inputs by form; under None the constant."""
    match term:
        case Number(value):
            return {None: value}
        case Op("neg", (a,)):
            return _scaled(affine(a), -1)
        case Op("add", (a, b)):
            return _sum(affine(a), affine(b))
        case Op("sub", (a, b)):
            return _sum(affine(a), _scaled(affine(b), -1))
        case Op("mul", (a, b)):
            first, second = affine(a), affine(b)
            if first is not None and set(first) <= {None}:
                return _scaled(second, first.get(None, 0))
            if second is not None and set(second) <= {None}:
                return _scaled(first, second.get(None, 0))
            return None
        case Op("div", (a, b)):
            divisor = affine(b)
            if divisor is None or not set(divisor) <= {None} or not divisor.get(None):
                return None
            return _scaled(affine(a), 1 / divisor[None])
        case Op("pow", (a, Number(n))) if n == 1:
            return affine(a)
    inputs = inputs_of(term)
    if not inputs:
        constant = constant_value(term)
        return None if math.isnan(constant) else {None: constant}
    return {term: Fraction(1)} if inputs == (term,) else None


def constant_value(term: Term) -> float:
    """The float value of a term without inputs; NaN if it has none."""
    try:
        return float(compile_terms((term,), ())(np.zeros((0, 1)))[0, 0])
    except LanguageError:
        return math.nan


def _scaled(form: Affine | None, factor: Coefficient) -> Affine | None:
    if form is None:
        return None
    return {key: value * factor for key, value in form.items() if value * factor}


def _sum(a: Affine | None, b: Affine | None) -> Affine | None:
    if a is None or b is None:
        return None
    total = dict(a)
    for key, value in b.items():
        total[key] = total.get(key, Fraction(0)) + value
        if not total[key]:
            del total[key]
    return total


@dataclass(frozen=True)
class Box:
    """Lower and upper bounds of the inputs as floats, and which of them are whole numbers."""

    low: Array
    high: Array
    whole: tuple[bool, ...]

    @property
    def bounded(self) -> bool:
        """Whether all the bounds are finite."""
        return bool(np.all(np.isfinite(self.low)) and np.all(np.isfinite(self.high)))

    def clip(self, points: Array) -> Array:
        """The nearest points within the bounds."""
        return np.clip(points, self.low[:, None], self.high[:, None])


def integer_term(proposition: Proposition) -> Term | None:
    """The term of which a proposition says that it is n or -n for some natural n."""
    match proposition:
        case Exists(
            Naturals(0), Or((Relation("==", term, Bound(0)), Relation("==", other, below)))
        ):
            if term == other and below == -Bound(0) and is_closed(term):
                return term
    return None


def box_of(
    relations: Iterable[Relation], inputs: Sequence[Term], integers: Collection[Term] = ()
) -> Box:
    """What the relations that are affine in one input say of it; `integers` are further inputs
    whose values are whole."""
    place = {term: number for number, term in enumerate(inputs)}
    low, high = np.full(len(inputs), -np.inf), np.full(len(inputs), np.inf)
    natural = [isinstance(v, Variable) and v.sort == NATURAL for v in inputs]
    whole = tuple(n or v in integers for n, v in zip(natural, inputs, strict=True))
    low[natural] = 0.0
    for relation in relations:
        found = single_bound(relation)
        if found is None or found[0] not in place:
            continue
        term, op, value = found
        number = place[term]
        if op in ("<", "<=", "=="):
            high[number] = min(high[number], _as_float(value))
        if op in (">", ">=", "=="):
            low[number] = max(low[number], _as_float(value))
    return Box(low, high, whole)


def single_bound(relation: Relation) -> tuple[Term, str, Coefficient] | None:
    """`input op value` if the relation is affine in a single input."""
    if len(inputs_of(relation)) != 1:
        return None
    form = _sum(affine(relation.left), _scaled(affine(relation.right), -1))
    if form is None:
        return None
    terms = [term for term in form if term is not None]
    if len(terms) != 1:
        return None
    slope = form[terms[0]]
    op = relation.op if slope > 0 else FLIPPED[relation.op]
    return terms[0], op, -form.get(None, Fraction(0)) / slope


def _as_float(value: Coefficient) -> float:
    return as_float(value) if isinstance(value, Fraction) else value
