"""Cases by sign: absolute values, maxima and minima, inequations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from verifier.decide.deduce import attempt, by_cases, parts_of, replaced_in
from verifier.decide.normal import lemmas
from verifier.decide.normal.known import Known
from verifier.decide.normal.lemmas import A, B
from verifier.decide.normal.polynomials import factored, without_constant
from verifier.decide.normal.rewriting import Sequent, proved, terms_of
from verifier.decide.numeric import plausible
from verifier.decide.scalar import find_scalar_proof
from verifier.decide.search import Search
from verifier.kernel.certificates.canonical import Field, atom_key
from verifier.kernel.rules import numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import free_variables, is_closed
from verifier.language.terms import (
    NATURAL,
    ONE,
    ZERO,
    LanguageError,
    Op,
    Proposition,
    Relation,
    Term,
    Variable,
)

SPLIT = ("abs", "max", "min")
TRANSCENDENTAL = frozenset(
    ("exp", "log", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh")
)

# Absolute values, maxima, minima


@dataclass(frozen=True)
class Cases:
    """A term that is `if_true` where a relation holds and `if_false` where it does not."""

    term: Op
    on: Relation
    if_true: Term
    if_false: Term

    def equality(self, case: Theorem, known: Known) -> Theorem | None:
        """The term's equation in one of the cases."""
        inside = Known([*known.facts, case], known.search)
        if self.term.name == "abs":
            sign = "nonnegative" if case.conclusion == self.on else "nonpositive"
            return inside.law(f"abs of {sign}", *self.term.args)
        a, b = self.term.args
        is_first = (case.conclusion == self.on) == (self.if_true == a)
        lemma = lemmas.extreme_is_first if is_first else lemmas.extreme_is_second
        return inside.lemma(lemma(self.term.name), {A: a, B: b})


def cases_of(term: Op) -> Cases:
    """The cases of an absolute value, maximum or minimum."""
    if term.name == "abs":
        (inside,) = term.args
        return Cases(term, ZERO <= inside, inside, -inside)
    a, b = term.args
    return Cases(term, a <= b, *((b, a) if term.name == "max" else (a, b)))


def prove_by_cases(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
    """The goal with an absolute value, maximum or minimum replaced in each of its cases."""
    unfolded = _unfolded(facts)
    if unfolded is not None:
        search.settle(facts, goal)
        return search.prove(unfolded, goal)
    terms = [t for t in terms_of(facts, goal) if t.name in SPLIT and is_closed(t)]
    if not terms:
        return None
    known = Known(facts, search)
    for term in terms:
        found = _always(term, known)
        if found is not None:
            search.settle(facts, goal)
            return search.prove([*facts, found], goal)
    simple = [term for term in terms if _is_simple(cases_of(term).on)]
    if isinstance(goal, Relation) and not simple:
        for term in terms:
            if _is_bounded_by(goal, term):
                return _both(cases_of(term), known, goal)
    on = _splitting(cases_of((simple or terms)[0]).on, known)

    def branch(case: Theorem) -> Theorem | None:
        return search.prove([*facts, case], goal)

    if known.defining(on.left, on.right) is None:
        return None
    return by_cases(goal, on, branch, branch, [*facts, *(known.defining(on.left, on.right) or [])])


def _always(term: Op, known: Known) -> Theorem | None:
    """Which case always holds, if a short search shows it."""
    on = cases_of(term).on
    other = Relation("<=", on.right, on.left)
    for claim in (on, other):
        if known.is_plausible(claim):
            found = known.shown(claim)
            if found is not None:
                return found
    return None


def _both(cases: Cases, known: Known, goal: Relation) -> Theorem | None:
    """The goal from what it is in each case, shown without assuming the case."""
    search = known.search
    sequents = []
    for value in (cases.if_true, cases.if_false):
        sequents.append(replaced_in(goal, cases.term, value))
    if not all(known.is_plausible(each) for each in sequents):
        return None
    shown = []
    for each in sequents:
        found = proved(known.facts, each, search)
        if found is None:
            return None
        shown.append(found)
    defining = known.defining(cases.on.left, cases.on.right)
    if defining is None:
        return None

    def branch(theorem: Theorem) -> Callable[[Theorem], Theorem | None]:
        def restated(case: Theorem) -> Theorem | None:
            equality = cases.equality(case, known)
            if equality is None:
                return None
            return Sequent(tuple(known.facts), goal).restated(equality).first_goal(theorem)

        return restated

    return by_cases(goal, cases.on, branch(shown[0]), branch(shown[1]), [*known.facts, *defining])


def _is_bounded_by(goal: Relation, term: Op) -> bool:
    """Whether the goal says that a multiple of |u| or max(u, v) is at most something, or of
    min(u, v) at least, and has the term nowhere else."""
    if goal.op not in ("<", "<=", ">", ">="):
        return False
    small, large = (goal.left, goal.right) if goal.op[0] == "<" else (goal.right, goal.left)
    try:
        field = Field([large - small])
        value = field.value(large - small).reduced()
    except LanguageError:
        return False
    key = atom_key(term)
    if key not in field.generators or not value.denominator.is_constant():
        return False
    place = field.keys.index(key)
    coefficients = [
        (monomial, c) for monomial, c in value.numerator.to_dict().items() if monomial[place]
    ]
    if len(coefficients) != 1 or sum(coefficients[0][0]) != 1:
        return False
    others = [a for k, a in field.atoms.items() if k != key]
    if any(term in terms_of([], Relation("==", other, ZERO)) for other in others):
        return False
    is_positive = coefficients[0][1] > 0
    return bool(is_positive == (term.name == "min"))


def _is_simple(on: Relation) -> bool:
    """Whether a case is a bound of a variable."""
    try:
        split = without_constant(on.right - on.left)
    except LanguageError:
        return False
    return split is not None and _sole_variable(on.right - on.left) is not None


def _sole_variable(term: Term) -> Variable | None:
    """The variable in which the term is affine, with constant coefficients."""
    field = Field([term])
    value = field.value(term).reduced()
    variables = [a for a in field.atoms.values() if free_variables(a)]
    if len(variables) != 1 or not isinstance(variables[0], Variable):
        return None
    place = field.keys.index(atom_key(variables[0]))
    if int(value.numerator.degrees()[place]) != 1 or value.denominator.degrees()[place]:
        return None
    return variables[0]


def _splitting(on: Relation, known: Known) -> Relation:
    """A relation to split by: the sign of a factor that is not known, if there are several; of what
    is below a function that has the sign of its argument."""
    difference = on.right - on.left if on.left != ZERO else on.right
    match difference:
        case Op("atan" | "asin", (inside,)):
            return _splitting(ZERO <= inside, known)
        case Op("log", (inside,)):
            return _splitting(ONE <= inside, known)
    parts = factored(difference)
    if parts is None:
        return on
    for factor, exponent in parts.factors:
        if exponent % 2 and known.signs.of(factor) is None and free_variables(factor):
            return on if factor == difference else _splitting(ZERO <= factor, known)
    return on


def _unfolded(facts: Sequence[Theorem]) -> list[Theorem] | None:
    """The facts with -v <= u and u <= v for |u| <= v; None if there is none of that form."""
    for fact in facts:
        relation = fact.conclusion
        if not isinstance(relation, Relation):
            continue
        op, left, right = relation.op, relation.left, relation.right
        if op in (">", ">="):
            op, left, right = {">": "<", ">=": "<="}[op], right, left
        if op not in ("<", "<=") or not isinstance(left, Op) or left.name != "abs":
            continue
        if left in terms_of([], Relation("==", right, ZERO)):
            continue
        (inside,) = left.args
        goals = (Relation(op, -right, inside), Relation(op, inside, right))
        bounds = Known([fact], Search(0.0)).law("abs bounds", inside)
        if bounds is None:
            continue
        parts = [find_scalar_proof(g, [fact, *parts_of(bounds)], degree=1) for g in goals]
        if None in parts:
            continue
        return [f for f in facts if f is not fact] + [p for p in parts if p is not None]
    return None


# Inequations


def prove_by_sides(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
    """The goal on both sides of a point that a fact x != a leaves out, if anything else than
    polynomials occurs."""
    if not any(term.name in TRANSCENDENTAL for term in terms_of(facts, goal)):
        return None
    return _by_sides(facts, goal, search, only_simple=True)


def prove_by_all_sides(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """The goal with a fact u != v replaced by u < v and by u > v."""
    return _by_sides(facts, goal, search, only_simple=False)


def _by_sides(
    facts: Sequence[Theorem], goal: Proposition, search: Search, *, only_simple: bool
) -> Theorem | None:
    known = Known(facts, search)
    for fact in facts:
        relation = fact.conclusion
        if not isinstance(relation, Relation) or relation.op != "!=" or goal == relation:
            continue
        if not _is_real(relation):
            continue
        if only_simple and not _is_simple(Relation("<=", relation.left, relation.right)):
            continue
        if only_simple:
            search.settle(facts, goal)
        others = [other for other in facts if other is not fact]
        below = Relation("<", relation.left, relation.right)
        above = Relation("<", relation.right, relation.left)
        for side in (below, above):
            settled = known.quickly(side)
            if settled is not None:
                return search.prove(_with(others, settled), goal)
        return _on_both_sides(fact, below, above, others, goal, search)
    return None


def _is_real(relation: Relation) -> bool:
    return all(variable.sort != NATURAL for variable in free_variables(relation))


def _with(facts: list[Theorem], fact: Theorem) -> list[Theorem]:
    return facts if any(f.conclusion == fact.conclusion for f in facts) else [*facts, fact]


def _on_both_sides(
    fact: Theorem,
    below: Relation,
    above: Relation,
    others: list[Theorem],
    goal: Proposition,
    search: Search,
) -> Theorem | None:
    def low(case: Theorem) -> Theorem | None:
        return search.prove([*others, case], goal)

    def high(case: Theorem) -> Theorem | None:
        strict = find_scalar_proof(above, [fact, case], degree=2)
        return None if strict is None else search.prove([*others, strict], goal)

    return by_cases(goal, below, low, high, [*others, fact])


def prove_inequation(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
    """u != v from u < v or u > v, whichever is plausible."""
    if not isinstance(goal, Relation) or goal.op != "!=":
        return None
    known = [fact.conclusion for fact in facts]
    for op in ("<", ">"):
        claim = Relation(op, goal.left, goal.right)
        found = search.prove(facts, claim) if plausible(known, claim) else None
        if found is not None:
            return attempt(lambda t=found: infer(numbers.follows, t, goal=goal))  # type: ignore[misc]
    return None


def prove_by_both_orders(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """u == v from u <= v and v <= u."""
    if not isinstance(goal, Relation) or goal.op != "==":
        return None
    if not plausible([fact.conclusion for fact in facts], goal):
        return None
    below = search.prove(facts, Relation("<=", goal.left, goal.right))
    if below is None:
        return None
    above = search.prove(facts, Relation(">=", goal.left, goal.right))
    return None if above is None else find_scalar_proof(goal, [below, above], degree=2)


def prove_by_squares(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
    """|u| < |v| from u**2 < v**2; likewise for the other comparisons."""
    if not isinstance(goal, Relation) or goal.op not in ("<", "<=", ">", ">="):
        return None
    sides = (goal.left, goal.right)
    if not all(isinstance(side, Op) and side.name == "abs" for side in sides):
        return None
    inside = [side.args[0] for side in sides if isinstance(side, Op)]
    found = search.prove(facts, Relation(goal.op, inside[0] ** 2, inside[1] ** 2))
    if found is None:
        return None
    known = Known([found], search)
    laws = [known.law(name, u) for u in inside for name in ("abs squared", "abs is nonnegative")]
    return find_scalar_proof(goal, [found, *(x for x in laws if x is not None)], degree=2)
