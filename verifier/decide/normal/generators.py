"""Roots as variables: a sequent with roots becomes one about polynomials."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from verifier.decide.deduce import assumed, discharged, flipped
from verifier.decide.normal import lemmas
from verifier.decide.normal.functions import MAX_ROOT
from verifier.decide.normal.known import Known
from verifier.decide.normal.lemmas import A, B
from verifier.decide.normal.polynomials import normal_form, number_of, rational
from verifier.decide.normal.rewriting import (
    Sequent,
    definedness_of,
    equation_of,
    proved,
    terms_of,
)
from verifier.decide.normal.substitution import is_algebraic
from verifier.decide.scalar import find_scalar_proof
from verifier.decide.search import Search
from verifier.kernel.certificates.canonical import Field, canonical
from verifier.kernel.rules import logic
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import free_variables, fresh, is_closed, transform
from verifier.language.build import eq, sqrt
from verifier.language.terms import (
    REAL,
    ZERO,
    LanguageError,
    Number,
    Op,
    Proposition,
    Relation,
    Term,
    Variable,
    as_term,
    subnodes,
)

MAX_PRODUCTS = 12
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


@dataclass(frozen=True)
class Root:
    """A root atom: root**index = inside, root >= 0."""

    term: Op
    index: int
    inside: Term


def root_of(term: Op) -> Root | None:
    """What a term is the root of, if it is one."""
    match term:
        case Op("sqrt", (inside,)):
            return Root(term, 2, inside)
        case Op("pow", (inside, Number(exponent))) if (
            exponent.numerator == 1 and 1 < exponent.denominator <= MAX_ROOT
        ):
            return Root(term, exponent.denominator, inside)
    return None


def defining_facts(root: Root, known: Known) -> list[Theorem] | None:
    """root**index = inside, root >= 0 (or root > 0), for an inside that is shown nonnegative."""
    positive = known.quickly(ZERO < root.inside)
    if positive is None and known.shown(ZERO <= root.inside) is None:
        return None
    put = {A: root.inside}
    if root.term.name == "sqrt":
        name = "sqrt is nonnegative" if positive is None else "sqrt is positive"
        found = [known.lemma(lemmas.square_of_root(), put), known.law(name, root.inside)]
    elif positive is not None:
        found = [
            known.lemma(lemmas.power_of_root(root.index), put),
            known.law("power is positive", *root.term.args),
        ]
    else:
        found = [
            known.lemma(lemmas.power_of_root_from_zero(root.index), put),
            known.lemma(lemmas.root_is_nonnegative(root.index), put),
        ]
    return [f for f in found if f is not None] if None not in found else None


def prove_root_sign(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
    """A root is not zero, or positive, since what is below it is."""
    if not isinstance(goal, Relation) or ZERO not in (goal.left, goal.right):
        return None
    term, op = (goal.left, goal.op) if goal.right == ZERO else (goal.right, _TURNED[goal.op])
    root = root_of(term) if isinstance(term, Op) else None
    if root is None or op not in ("!=", ">"):
        return None
    search.settle(facts, goal)
    positive = proved(facts, ZERO < root.inside, search)
    if positive is None:
        return None
    inside = Known([*facts, positive], search)
    name = "sqrt is positive" if root.term.name == "sqrt" else "power is positive"
    found = inside.law(name, *(root.term.args if root.term.name == "pow" else (root.inside,)))
    return None if found is None else lemmas.follows(goal, found)


def prove_with_roots_defined(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """The goal with what defines each root among the facts, where only polynomials and roots
    occur."""
    roots = _roots(facts, goal)
    if not roots or not is_algebraic(facts, goal):
        return None
    first = Sequent(tuple(facts), goal)
    sequent = with_roots_defined(first, search)
    if sequent == first:
        return None
    search.settle(facts, goal)
    return sequent.prove(search)


def prove_with_products_of_roots(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """The goal with r*s for sqrt(a*b), where r and s are roots of a and b."""
    first = Sequent(tuple(facts), goal)
    sequent = with_products_of_roots(first, search)
    if sequent == first:
        return None
    search.settle(facts, goal)
    return sequent.prove(search)


def with_roots_defined(sequent: Sequent, search: Search) -> Sequent:
    """The sequent with what defines each root among the facts."""
    known = Known(sequent.facts, search)
    stated = {fact.conclusion for fact in sequent.facts}
    for root in _roots(sequent.facts, sequent.goal):
        if eq(root.term**root.index, root.inside) not in stated:
            sequent = sequent.with_facts(*(defining_facts(root, known) or []))
    return sequent


def with_products_of_roots(sequent: Sequent, search: Search) -> Sequent:
    """The sequent with r*s for sqrt(a*b), or for a t >= 0 with t**2 = a*b, where r**2 = a and
    s**2 = b by the facts or since r and s are roots."""
    for _ in range(MAX_PRODUCTS):
        known = Known(sequent.facts, search)
        squares = _squares(sequent, known)
        free = [term for term in squares if free_variables(term)] if len(squares) > 1 else []
        equalities = (_as_product(term, squares, known) for term in free)
        equality = next((found for found in equalities if found is not None), None)
        if equality is None:
            break
        sequent = sequent.restated(equality)
    return sequent


def _squares(sequent: Sequent, known: Known) -> dict[Term, Theorem]:
    """r**2 = a for the variables and roots r >= 0 of which that is known."""
    result: dict[Term, Theorem] = {}
    for root in _roots(sequent.facts, sequent.goal):
        defining = defining_facts(root, known) if root.index == 2 else None
        if defining is not None:
            result[root.term] = defining[0]
    for fact in sequent.facts:
        match fact.conclusion:
            case Relation("==", Op("pow", (Variable() as base, Number(exponent))), _) if (
                exponent == 2 and known.quickly(ZERO <= base) is not None
            ):
                result[base] = fact
    return result


def _as_product(term: Term, squares: Mapping[Term, Theorem], known: Known) -> Theorem | None:
    """t = r*s for a t >= 0 with t**2 = a*b; s may be the root of a number."""
    square = equation_of(squares[term]).right
    pairs = list(itertools.combinations(squares.items(), 2))
    for other, equality in squares.items():
        factor = _ratio(square, equation_of(equality).right) if other != term else None
        if factor is not None:
            root = sqrt(factor)
            pairs.append(
                ((root, lemmas.lawful("sqrt squared", as_term(factor))), (other, equality))
            )
    for (first, a), (second, b) in pairs:
        both = equation_of(a).right * equation_of(b).right
        if term in (first, second) or not _are_equal(both, square):
            continue
        product = first * second
        squared = known.restated(lemmas.times(a, b), eq(product**2, square))
        if squared is None:
            continue
        inside = Known([*known.facts, squared, squares[term]], known.search)
        as_root = [
            inside.lemma(lemmas.root_is_unique(), {A: value, B: square})
            for value in (term, product)
        ]
        if as_root[0] is not None and as_root[1] is not None:
            return lemmas.transitive(as_root[0], flipped(as_root[1]))
    return None


def _ratio(first: Term, second: Term) -> Fraction | None:
    """The positive rational by which two terms differ."""
    try:
        ratio = number_of(first / second)
    except LanguageError:
        return None
    return ratio if ratio is not None and ratio > 0 else None


def _are_equal(first: Term, second: Term) -> bool:
    try:
        return canonical(first) == canonical(second)
    except LanguageError:
        return False


def _roots(facts: Sequence[Theorem], goal: Proposition) -> list[Root]:
    found = [root_of(term) for term in terms_of(facts, goal) if is_closed(term)]
    return [root for root in found if root is not None]


# A root for a variable


def prove_with_roots_as_variables(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """The goal with a new variable s for a root of a*x + b, where only polynomials and roots
    occur."""
    if not is_algebraic(facts, goal):
        return None
    return _with_root_as_variable(facts, goal, search, settling=True)


def prove_with_any_roots_as_variables(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """The goal with a new variable s for a root of a*x + b."""
    return _with_root_as_variable(facts, goal, search, settling=False)


def _with_root_as_variable(
    facts: Sequence[Theorem], goal: Proposition, search: Search, *, settling: bool
) -> Theorem | None:
    known = Known(facts, search)
    for root in _roots(facts, goal):
        if next(slopes(root.inside, known), None) is None:
            continue
        defining = defining_facts(root, known)
        if defining is None:
            continue
        if settling:
            search.settle(facts, goal)
        return _exchanged(root, [*facts, *defining], goal, search)
    return None


def slopes(inside: Term, known: Known) -> Iterator[tuple[Variable, Fraction]]:
    """The variables x for which a term is a*x + b with a rational a, and these.

    None of a term in several variables that are all in intervals: it is best left as it is.
    """
    try:
        field = Field([inside])
        value = field.value(inside).reduced()
    except LanguageError:
        return
    if not value.denominator.is_constant():
        return
    lead = value.denominator.leading_coefficient()
    free = free_variables(inside)
    if len(free) > 1 and all(_is_in_interval(variable, known) for variable in free):
        return
    for place, key in enumerate(field.keys):
        variable = field.atoms[key]
        if not isinstance(variable, Variable) or variable.sort != REAL:
            continue
        if any(variable in free_variables(a) for k, a in field.atoms.items() if k != key):
            continue
        with_it = [(m, c) for m, c in value.numerator.to_dict().items() if m[place]]
        if len(with_it) == 1 and sum(with_it[0][0]) == 1:
            yield variable, rational(with_it[0][1] / lead)


def _is_in_interval(variable: Variable, known: Known) -> bool:
    return None not in [known.signs.stated.bound_of(variable, direction) for direction in (1, -1)]


def _exchanged(
    root: Root, facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """The goal from the sequent with a new variable for the root."""
    new = fresh("s", REAL, goal, root.term, *(fact.conclusion for fact in facts))

    def renamed(node: Proposition) -> Proposition:
        return transform(node, lambda part, _: new if part == root.term else None)

    claims = dict.fromkeys(renamed(fact.conclusion) for fact in facts)
    found = proved(assumed(*claims), renamed(goal), search)
    if found is None:
        return None
    made = infer(logic.instantiate, found, *facts, variables=(new,), values=(root.term,))
    return discharged(made, *facts)


# A variable by the squares of others


def prove_with_roots_eliminated(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """The goal with r**n - b for x where r**n = x + b, or with the difference of two squares, where
    only polynomials and roots occur."""
    if not is_algebraic(facts, goal):
        return None
    known = Known(facts, search)
    for variable, equations in _by_variable(facts, known).items():
        value, used = _solution(equations)
        if any(variable == part for part in subnodes(value)):
            continue
        solved = find_scalar_proof(eq(variable, value), [e.fact for e in used], degree=1)
        if solved is None:
            continue
        search.settle(facts, goal)
        others = tuple(fact for fact in facts if fact is not used[-1].fact)
        sequent = Sequent(others, goal).with_facts(*definedness_of(used[-1].fact))
        return sequent.restated(solved).prove(search)
    return None


@dataclass(frozen=True)
class PowerEquation:
    """A fact r**n = slope*x + offset."""

    fact: Theorem
    power: Op
    slope: Fraction
    offset: Term


def _by_variable(facts: Sequence[Theorem], known: Known) -> dict[Variable, list[PowerEquation]]:
    """For each variable x, the equations r**n = a*x + b."""
    found: dict[Variable, list[PowerEquation]] = {}
    for fact in facts:
        match fact.conclusion:
            case Relation("==", Op("pow", (Variable() as base, Number())) as power, inside) if (
                is_closed(inside)
            ):
                for variable, slope in slopes(inside, known):
                    if variable != base:
                        offset = normal_form(inside - as_term(slope) * variable)
                        equation = PowerEquation(fact, power, slope, offset)
                        found.setdefault(variable, []).append(equation)
    return found


def _solution(equations: Sequence[PowerEquation]) -> tuple[Term, Sequence[PowerEquation]]:
    """x from one equation, or from two of them such that nothing constant remains."""
    first = equations[0]
    for second in equations[1:]:
        ratio = number_of(first.offset / second.offset) if second.offset != ZERO else None
        if ratio and first.slope != ratio * second.slope:
            scale = 1 / (first.slope - ratio * second.slope)
            difference = first.power - as_term(ratio) * second.power
            return normal_form(as_term(scale) * difference), (first, second)
    return normal_form((first.power - first.offset) / first.slope), (first,)
