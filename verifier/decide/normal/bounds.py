"""Bounds of variables from those of their powers; variables that are numbers by their bounds."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from verifier.decide.normal.functions import exact_root, floor_root
from verifier.decide.normal.known import Known
from verifier.decide.normal.polynomials import rational
from verifier.decide.normal.rewriting import Sequent
from verifier.decide.scalar import find_scalar_proof
from verifier.decide.search import Search
from verifier.kernel.certificates.canonical import Field
from verifier.kernel.theorem import Theorem
from verifier.language.binding import free_variables
from verifier.language.build import eq
from verifier.language.terms import (
    REAL,
    ZERO,
    LanguageError,
    Proposition,
    Relation,
    Term,
    Variable,
    as_term,
)

MAX_INDEX, GRAIN = 4, 1_000


def prove_with_bounds_of_powers(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """The goal with rational bounds of variables x >= 0 that follow from those of a power of x."""
    known = Known(facts, search)
    found = [bound for fact in facts for bound in _bounds(fact, known)]
    stated = {fact.conclusion for fact in facts}
    new = {bound.conclusion: bound for bound in found if bound.conclusion not in stated}
    if not new:
        return None
    search.settle(facts, goal)
    return search.prove([*facts, *new.values()], goal)


def prove_with_fixed_variables(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """The goal without the variables of which the bounds from both sides are one number."""
    known, sequent = Known(facts, search), Sequent(tuple(facts), goal)
    for variable in free_variables(goal, *(fact.conclusion for fact in facts)):
        low, high = (known.signs.stated.bound_of(variable, side) for side in (1, -1))
        if low is None or low != high or variable.sort != REAL:
            continue
        value = as_term(low)
        ends = [known.quickly(value <= variable), known.quickly(variable <= value)]
        if ends[0] is None or ends[1] is None:
            continue
        equality = find_scalar_proof(eq(variable, value), [ends[0], ends[1]], degree=2)
        if equality is not None:
            sequent = sequent.restated(equality)
    if sequent == Sequent(tuple(facts), goal):
        return None
    search.settle(facts, goal)
    return sequent.prove(search)


def _bounds(fact: Theorem, known: Known) -> list[Theorem]:
    relation = fact.conclusion
    if not isinstance(relation, Relation) or relation.op in ("==", "!="):
        return []
    read = _power_bound(relation)
    if read is None:
        return []
    variable, index, value, is_lower = read
    sign = known.quickly(ZERO <= variable) if value >= 0 else None
    if sign is None:
        return []
    near = _near_root(value, index, is_lower)
    known_value = known.signs.stated.bound_of(variable, 1 if is_lower else -1)
    if known_value is not None and (known_value >= near if is_lower else known_value <= near):
        return []
    exact = near**index == value
    op = "<" if relation.op in ("<", ">") or not exact else "<="
    ends = (as_term(near), variable) if is_lower else (variable, as_term(near))
    goal = Relation(op, *ends)
    made = find_scalar_proof(goal, [fact, sign], degree=index + 1)
    return [] if made is None else [made]


def _power_bound(relation: Relation) -> tuple[Variable, int, Fraction, bool] | None:
    """The variable x, n, c and whether x**n is bounded from below by c, or else from above."""
    difference: Term = relation.left - relation.right
    try:
        field = Field([difference])
        value = field.value(difference).reduced()
    except LanguageError:
        return None
    variable = field.atoms[field.keys[0]] if len(field.keys) == 1 else None
    if not isinstance(variable, Variable) or not value.denominator.is_constant():
        return None
    parts = {int(m[0]): rational(c) for m, c in value.numerator.to_dict().items()}
    index = max(parts, default=0)
    if not 1 < index <= MAX_INDEX or not set(parts) <= {0, index}:
        return None
    slope = parts[index] / rational(value.denominator.leading_coefficient())
    is_lower = (relation.op in (">", ">=")) == (slope > 0)
    return variable, index, -parts.get(0, Fraction(0)) / parts[index], is_lower


def _near_root(value: Fraction, index: int, is_lower: bool) -> Fraction:
    """The root, or a rational just below it (for an upper bound: above it)."""
    exact = exact_root(value, index)
    if exact is not None:
        return exact
    whole = floor_root(int(value * GRAIN**index), index)
    return Fraction(whole if is_lower else whole + 1, GRAIN)
