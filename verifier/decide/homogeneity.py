"""One variable fewer where a statement does not change when all its variables grow alike.

If facts and goal hold at c*x, c*y, ... as they do at x, y, ... (c > 0), the last variable may be
taken to be 1; if they do at x + c, y + c, ..., it may be taken to be 0.  The theorem for the
others is instantiated with x/y (or x - y) and brought back by the laws of the functions in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

import numpy as np

from verifier.decide.combination import find_combination_of
from verifier.decide.deduce import assumed, attempt, discharged, law, parts_of
from verifier.decide.focus import defined
from verifier.decide.known.schemas import A, B, applied, by_arithmetic
from verifier.decide.numeric import compile_terms, samples
from verifier.decide.numeric.tape import Array
from verifier.decide.ordering.bridges import exp_of_multiple
from verifier.decide.scalar import find_scalar_proof
from verifier.decide.search import Search
from verifier.decide.support import Support
from verifier.kernel.certificates.canonical import canonical
from verifier.kernel.certificates.combination import Product
from verifier.kernel.rules import logic, numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import free_variables, fresh, substitute
from verifier.language.build import exp, sqrt
from verifier.language.terms import (
    ONE,
    REAL,
    ZERO,
    LanguageError,
    Op,
    Proposition,
    Relation,
    Term,
    Variable,
    as_term,
    size,
    subnodes,
)

POINTS = 24
MAX_VARIABLES, MAX_SIZE, MAX_DEGREE = 4, 250, 8
FACTOR = 1.7  # by which points are stretched or moved, to see what changes
NEAR = 1e-7
FUNCTIONS = frozenset({"exp", "log", "sqrt", "sin", "cos", "atan", "asin", "acos", "tan", "abs"})


def prove_by_homogeneity(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """An inequality that does not change when all variables are multiplied by something positive,
    or when something is added to all of them."""
    if not isinstance(goal, Relation) or goal.op in ("==", "!=") or size(goal) > MAX_SIZE:
        return None
    variables = sorted(free_variables(goal), key=lambda v: v.name)
    if not 2 <= len(variables) <= MAX_VARIABLES or any(v.sort != REAL for v in variables):
        return None
    if not any(isinstance(n, Op) and n.name in FUNCTIONS for n in subnodes(goal)):
        return None
    listed = [part for fact in facts for part in parts_of(fact)]
    for stretched in (True, False):
        try:
            change = Change.of(listed, goal, variables, stretched)
            shown = None if change is None else _reduced(change, listed, goal, search)
        except LanguageError:
            continue
        if shown is not None:
            return shown
    return None


@dataclass
class Change:
    """How terms change when all variables are stretched or moved alike, seen at points."""

    variables: Sequence[Variable]
    stretched: bool
    points: Array
    put: Mapping[Variable, Term] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        facts: Sequence[Theorem],
        goal: Relation,
        variables: Sequence[Variable],
        stretched: bool,
    ) -> Change | None:
        """What is looked at if the goal does not change; None if it does."""
        unit = variables[-1]
        signs = [f.conclusion for f in facts if free_variables(f.conclusion) <= set(variables)]
        points = samples(signs, variables, POINTS)
        near = np.all(np.abs(points) < 12, axis=0)
        put: dict[Variable, Term] = {v: v / unit if stretched else v - unit for v in variables}
        put[unit] = ONE if stretched else ZERO
        change = cls(variables, stretched, points[:, near], put)
        if stretched and not np.all(points > 0):
            return None
        return change if change.degree(goal.right - goal.left, goal) is not None else None

    @property
    def unit(self) -> Variable:
        """The variable that is taken to be 1 or 0."""
        return self.variables[-1]

    @property
    def weight(self) -> Term:
        """What a term of degree 1 is a multiple of: y or exp(y)."""
        return self.unit if self.stretched else exp(self.unit)

    def degree(self, term: Term, scale: Relation | None = None) -> Fraction | None:
        """The power of the weight by which a term grows, a multiple of 1/2; None if it is none."""
        before, after = self._values(term)
        sides = (term,) if scale is None else (scale.left, scale.right)
        room = sum(np.abs(self._values(side)[1]) for side in sides)
        with np.errstate(all="ignore"):
            size_ = sum(np.abs(self._values(side)[0]) for side in sides)
            good = np.isfinite(before) & np.isfinite(after) & (np.abs(before) > 1e-3 * size_)
            if not np.any(good):
                return None
            step = np.log(FACTOR) if self.stretched else FACTOR
            twice = np.round(2 * np.log(np.abs(after[good] / before[good])) / step)
            found = Fraction(int(np.median(twice)), 2)
            wanted = before * np.exp(float(found) * step)
            fits = np.abs(after - wanted) <= NEAR * (np.abs(after) + np.abs(wanted) + room)
        return found if np.all(fits | ~np.isfinite(after - wanted)) else None

    def drift(self, term: Term) -> Fraction | None:
        """The multiple of what is added to the variables that a term gains."""
        before, after = self._values(term)
        with np.errstate(all="ignore"):
            gain = (after - before) / FACTOR
        gain = gain[np.isfinite(gain)]
        if not gain.size:
            return None
        found = Fraction(int(np.round(2 * gain[0])), 2)
        return found if np.all(np.abs(gain - float(found)) < NEAR * (1 + np.abs(gain))) else None

    def _values(self, term: Term) -> tuple[Array, Array]:
        tape = compile_terms((term,), self.variables)
        moved = self.points * FACTOR if self.stretched else self.points + FACTOR
        return tape(self.points)[0], tape(moved)[0]


def _reduced(
    change: Change, listed: Sequence[Theorem], goal: Relation, search: Search
) -> Theorem | None:
    """The goal from the same without the last variable."""
    known = defined(search, listed, goal.left, goal.right)
    if known is None:
        return None
    kept = [fact for fact in known if _unchanged(change, fact.conclusion)]
    fresh_ones: dict[Variable, Term] = {
        v: fresh("t", REAL, goal, *(f.conclusion for f in known)) if v == change.variables[0]
        else fresh(f"t_{v.name}", REAL, goal, *(f.conclusion for f in known))
        for v in change.variables[:-1]
    }  # fmt: skip
    fresh_ones[change.unit] = ONE if change.stretched else ZERO
    claims = [substitute(fact.conclusion, fresh_ones) for fact in kept]
    premises = [c for c in dict.fromkeys(claims) if free_variables(c)]
    shown = search.prove(assumed(*premises), substitute(goal, fresh_ones))
    if shown is None:
        return None
    if change.stretched:
        positive = find_scalar_proof(ZERO < change.unit, known, degree=1)
    else:
        positive = law("exp is positive", change.unit)
        if positive is not None:
            positive = find_scalar_proof(ZERO < change.weight, [positive], degree=1)
    if positive is None:
        return None
    facts = [*known, positive]
    instance = _instance(change, shown, fresh_ones, facts)
    return None if instance is None else _brought_back(change, instance, facts, goal)


def _unchanged(change: Change, claim: Proposition) -> bool:
    if not isinstance(claim, Relation) or not free_variables(claim) <= set(change.variables):
        return False
    try:
        return change.degree(claim.right - claim.left, claim) is not None
    except LanguageError:
        return False


def _instance(
    change: Change, shown: Theorem, names: Mapping[Variable, Term], facts: Sequence[Theorem]
) -> Theorem | None:
    """The theorem with x/y or x - y put for its variables."""
    values = {name: change.put[v] for v, name in names.items() if isinstance(name, Variable)}
    given = []
    for hypothesis in shown.hypotheses:
        wanted = substitute(hypothesis, values)
        assert isinstance(wanted, Relation)
        found = find_scalar_proof(wanted, facts, degree=2)
        if found is None:
            return None
        given.append(found)
    return applied(shown, values, *given, facts=facts)


def _brought_back(
    change: Change, instance: Theorem, facts: Sequence[Theorem], goal: Relation
) -> Theorem | None:
    """The goal from its instance at x/y, 1 (or x - y, 0)."""
    degree = change.degree(goal.right - goal.left, goal)
    if degree is None or abs(degree) > MAX_DEGREE:
        return None
    equations = _equations(change, goal, facts)
    if equations is None:
        return None
    weights = [f for f in facts if f.conclusion == (ZERO < change.weight)][:1]
    power = abs(int(degree))
    if degree.denominator == 2:
        root = law("sqrt is positive", change.weight, facts=facts)
        square = law("sqrt squared", change.weight, facts=facts)
        if root is None or square is None:
            return None
        weights, power = [root], abs(degree.numerator)
        equations = [*equations, square]
    sources = [instance, *weights, *equations]
    claims = [t.conclusion for t in sources if isinstance(t.conclusion, Relation)]
    times = (1,) * power
    last = len(sources)
    products = [(0, *times), (last,)] if degree >= 0 else [(0,), (last, *times)]
    found = find_combination_of(claims, goal, [Product(Fraction(1), p) for p in products])
    if found is None:
        return None
    sides = Support(facts).defining(goal.left, goal.right) or []
    others = [f for f in sides if f not in sources]
    # Relations among the others count as sources: the denied goal comes after them.
    relations = [f for f in others if isinstance(f.conclusion, Relation)]
    moved = find_combination_of(
        [*claims, *(f.conclusion for f in relations if isinstance(f.conclusion, Relation))],
        goal,
        [
            Product(Fraction(1), tuple(i + len(relations) if i == last else i for i in p))
            for p in products
        ],
    )
    if moved is None:
        return None
    return attempt(lambda: infer(numbers.decide, *sources, *others, goal=goal, certificate=moved))


def _equations(change: Change, goal: Relation, facts: Sequence[Theorem]) -> list[Theorem] | None:
    """What the functions in the goal are at x/y, 1 by what they are at x, y."""
    atoms = {n for n in subnodes(goal) if isinstance(n, Op) and n.name in FUNCTIONS}
    found: list[Theorem] = []
    for atom in sorted(atoms, key=size):
        equation = _equation(change, atom, [*facts, *found])
        if equation is None:
            return None
        found += equation
    return found


def _equation(change: Change, atom: Op, facts: Sequence[Theorem]) -> list[Theorem] | None:
    """f(u') as it follows from u' == u/w**m, or u' == u - m*y."""
    (argument,) = atom.args
    moved = substitute(argument, change.put)
    if canonical(moved) == canonical(argument):
        return []
    if atom.name == "exp" and not change.stretched:
        drift = change.drift(argument)
        return None if drift is None else _of_exp(change, atom, moved, drift, facts)
    degree = change.degree(argument)
    if degree is None:
        return None
    if degree == 0:
        same = _argument_as(atom, moved, argument, facts)
        return None if same is None else [same]
    if atom.name == "log" and degree.denominator == 1:
        return _of_log(change, atom, moved, int(degree), facts)
    if atom.name == "sqrt" and degree.denominator == 1:
        return _of_root(change, atom, moved, int(degree), facts)
    return None


def _argument_as(atom: Op, moved: Term, argument: Term, facts: Sequence[Theorem]) -> Theorem | None:
    """f(u') == f(v) from u' == v, which the facts give."""
    equal = find_scalar_proof(Relation("==", moved, argument), facts, degree=1)
    if equal is None:
        return None
    before, after = Op(atom.name, (moved,)), Op(atom.name, (argument,))
    sides = Support([*facts, equal]).defining(before)
    if sides is None:
        return _turned(before, after, [*facts, equal])
    same = infer(logic.reflexivity, *sides, term=before)
    return _rewritten(same, equal, lambda value: Relation("==", before, Op(atom.name, (value,))))


def _turned(before: Op, after: Op, facts: Sequence[Theorem]) -> Theorem | None:
    """f(u') == f(v), where f(v) is known to be defined."""
    back = find_scalar_proof(Relation("==", after.args[0], before.args[0]), facts, degree=1)
    sides = Support(facts).defining(after)
    if back is None or sides is None:
        return None
    same = infer(logic.reflexivity, *sides, term=after)
    return _rewritten(same, back, lambda value: Relation("==", Op(after.name, (value,)), after))


def _rewritten(same: Theorem, equal: Theorem, context: Callable[[Term], Proposition]) -> Theorem:
    hole = fresh("hole", REAL, same.conclusion, equal.conclusion)
    return infer(logic.rewrite, equal, same, context=context(hole), hole=hole)


def _of_exp(
    change: Change, atom: Op, moved: Term, drift: Fraction, facts: Sequence[Theorem]
) -> list[Theorem] | None:
    """exp(u - m*y) == exp(u)*exp(y)**-m."""
    if drift.denominator != 1:
        return None
    (argument,) = atom.args
    back = as_term(-int(drift)) * change.unit
    same = _argument_as(atom, moved, argument + back, facts)
    split = law("exp of sum", argument, back, facts=facts)
    power = applied(exp_of_multiple(-int(drift)), {A: change.unit}, facts=facts)
    return None if same is None or split is None or power is None else [same, split, power]


def _of_log(
    change: Change, atom: Op, moved: Term, degree: int, facts: Sequence[Theorem]
) -> list[Theorem] | None:
    """log(u/w**m) == log(u) - m*log(w)."""
    (argument,) = atom.args
    power = change.weight ** as_term(degree)
    positive = law("power is positive", change.weight, as_term(degree), facts=facts)
    if positive is None:
        return None
    quotient = find_scalar_proof(ZERO < argument / power, [positive, *facts], degree=2)
    given = [positive, *facts, *([] if quotient is None else [quotient])]
    same = _argument_as(atom, moved, argument / power, given)
    split = law("log of quotient", argument, power, facts=given)
    single = law("log of power", change.weight, as_term(degree), facts=given)
    if same is None or split is None or single is None:
        return None
    if change.stretched:
        return [same, split, single]
    inverse = law("log of exp", change.unit, facts=given)
    return None if inverse is None else [same, split, single, inverse]


def _of_root(
    change: Change, atom: Op, moved: Term, degree: int, facts: Sequence[Theorem]
) -> list[Theorem] | None:
    """sqrt(u/c**2) == sqrt(u)/c, with c**2 == w**m."""
    (argument,) = atom.args
    more: list[Theorem | None] = []
    if degree % 2:
        root = sqrt(change.weight)
        more = [law(n, change.weight, facts=facts) for n in ("sqrt squared", "sqrt is positive")]
        base, exponent = root, degree
    else:
        base, exponent = change.weight, degree // 2
    given = [*facts, *(t for t in more if t is not None)]
    value = base ** as_term(exponent)
    positive = law("power is positive", base, as_term(exponent), facts=given)
    nonnegative = find_scalar_proof(ZERO <= argument, given, degree=2)
    if positive is None or nonnegative is None:
        return None
    square = find_scalar_proof(ZERO < value**2, [positive], degree=2)
    if square is None:
        return None
    quotient = find_scalar_proof(ZERO <= argument / value**2, [square, nonnegative], degree=2)
    given += [positive, nonnegative, square, *([] if quotient is None else [quotient])]
    same = _argument_as(atom, moved, argument / value**2, given)
    split = applied(root_of_scaled(), {A: argument, B: value}, nonnegative, positive, facts=given)
    if same is None or split is None:
        return None
    return [same, split, *(t for t in more if t is not None)]


@cache
def root_of_scaled() -> Theorem:
    """0 <= a, 0 < b |- sqrt(a/b**2) == sqrt(a)/b."""
    facts = assumed(ZERO <= A, ZERO < B)
    square = by_arithmetic(ZERO < B**2, ZERO < B)
    quotient = find_scalar_proof(ZERO <= A / B**2, [*facts, square], degree=2)
    assert quotient is not None
    known = [*facts, square, quotient]
    for value in (A, A / B**2):
        for name in ("sqrt squared", "sqrt is nonnegative"):
            made = law(name, value, facts=known)
            assert made is not None
            known.append(made)
    root = by_arithmetic(ZERO <= A / B, ZERO <= A, ZERO < B)
    (sign,) = assumed(ZERO <= sqrt(A))
    at_root = applied(root, {A: sqrt(A)}, sign, facts[1])
    assert at_root is not None
    weak = find_scalar_proof(ZERO <= sqrt(A), known, degree=1)
    assert weak is not None
    known.append(discharged(at_root, weak))
    left, right = sqrt(A / B**2), sqrt(A) / B
    both = []
    for goal in (left <= right, left >= right):
        found = find_scalar_proof(goal, known, degree=2)
        assert found is not None, "roots of scaled terms"
        both.append(found)
    result = find_scalar_proof(Relation("==", left, right), [*known, *both], degree=2)
    assert result is not None
    return result
