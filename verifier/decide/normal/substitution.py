"""Equations among the facts solved for a variable, which is then replaced everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.decide.normal import lemmas
from verifier.decide.normal.known import Known
from verifier.decide.normal.lemmas import A, B
from verifier.decide.normal.polynomials import term_of
from verifier.decide.normal.rewriting import Sequent, definedness_of, terms_of
from verifier.decide.scalar import find_scalar_proof
from verifier.decide.search import Search
from verifier.kernel.certificates.canonical import Field, Polynomial
from verifier.kernel.theorem import Theorem
from verifier.language.binding import free_variables, is_closed
from verifier.language.build import eq, sqrt
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
    size,
)

ALGEBRAIC = frozenset(("add", "sub", "mul", "div", "neg", "pow", "sqrt", "abs", "max", "min"))
MAX_SOLUTION = 120


@dataclass(frozen=True)
class Solution:
    """By the equation `fact`, `coefficient` * variable**power is `rest`."""

    fact: Theorem
    variable: Variable
    power: int
    coefficient: Term
    rest: Term

    @property
    def is_plain(self) -> bool:
        """Whether one may divide by the coefficient at once."""
        return not free_variables(self.coefficient) and self.coefficient != ZERO

    @property
    def value(self) -> Term:
        """The power of the variable."""
        return self.rest / self.coefficient


def prove_by_substitution(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """The goal without a variable for which an equation can be solved, where anything else than
    polynomials and roots occurs."""
    if is_algebraic(facts, goal):
        return None
    sequent = _substituted(facts, goal, search)
    if sequent is None:
        return None
    search.settle(facts, goal)
    return sequent.prove(search)


def prove_by_elimination(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """The goal without a variable for which an equation can be solved."""
    sequent = _substituted(facts, goal, search)
    return None if sequent is None else sequent.prove(search)


def is_algebraic(facts: Sequence[Theorem], goal: Proposition) -> bool:
    """Whether the sequent has no other functions of variables than polynomials and roots."""
    return all(
        term.name in ALGEBRAIC and (term.name != "pow" or not free_variables(term.args[1]))
        for term in terms_of(facts, goal)
        if free_variables(term)
    )


def _substituted(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Sequent | None:
    equations = [f for f in facts if isinstance(f.conclusion, Relation) and f.conclusion.op == "=="]
    if not equations:
        return None
    known = Known(facts, search)
    found = [solution for fact in equations for solution in solutions(fact)]
    for solution in sorted(found, key=lambda solution: _preference(solution, known)):
        equality = equation(solution, known)
        if equality is None:
            continue
        others = tuple(f for f in facts if f is not solution.fact)
        sequent = Sequent(others, goal).with_facts(*definedness_of(solution.fact))
        return sequent.restated(equality)
    return None


def _preference(solution: Solution, known: Known) -> tuple[bool, int, bool, int]:
    """Variables in an interval are kept, roots avoided, simple values preferred."""
    bounds = [known.signs.stated.bound_of(solution.variable, direction) for direction in (1, -1)]
    length = size(solution.rest) + size(solution.coefficient)
    return None not in bounds, solution.power, not solution.is_plain, length


def solutions(fact: Theorem) -> Iterator[Solution]:
    """For which variables, that occur in no function, the equation can be solved."""
    relation = fact.conclusion
    assert isinstance(relation, Relation)
    if not is_closed(relation):
        return
    try:
        field = Field([relation.left, relation.right])
        numerator = (field.value(relation.left) - field.value(relation.right)).reduced().numerator
    except LanguageError:
        return
    inner = {v for a in field.atoms.values() if isinstance(a, Op) for v in free_variables(a)}
    for place, key in enumerate(field.keys):
        variable = field.atoms[key]
        if not isinstance(variable, Variable) or variable.sort != REAL or variable in inner:
            continue
        solved = _solved(field, numerator, place)
        if solved is None or size(solved[2]) > MAX_SOLUTION:
            continue
        yield Solution(fact, variable, *solved)


def _solved(field: Field, numerator: Polynomial, place: int) -> tuple[int, Term, Term] | None:
    """The power of an atom that occurs with a single power, its coefficient, and what remains."""
    with_it = {m: c for m, c in numerator.to_dict().items() if m[place]}
    powers = {int(m[place]) for m in with_it}
    if len(powers) != 1 or not powers <= {1, 2}:
        return None
    (power,) = powers
    rest = {m: -c for m, c in numerator.to_dict().items() if not m[place]}
    slope = {(*m[:place], 0, *m[place + 1 :]): c for m, c in with_it.items()}
    coefficient = field.context.from_dict(slope)
    remainder = field.context.from_dict(rest)
    if coefficient.is_constant():
        remainder = remainder * (1 / coefficient.leading_coefficient())
        coefficient = field.context.constant(1)
    return power, term_of(field, coefficient), term_of(field, remainder)


def equation(solution: Solution, known: Known) -> Theorem | None:
    """variable = a term, from the equation and what shows that it may be solved."""
    premises = [solution.fact]
    value = solution.rest
    if solution.coefficient != ONE:
        value = solution.value
        nonzero = known.quickly(Relation("!=", solution.coefficient, ZERO))
        if nonzero is None:
            return None
        premises.append(nonzero)
    if solution.power == 1:
        return find_scalar_proof(eq(solution.variable, value), premises, degree=1)
    squared = find_scalar_proof(eq(solution.variable**2, value), premises, degree=1)
    if squared is None:
        return None
    inside = Known([*known.facts, squared], known.search)
    if known.quickly(ZERO <= solution.variable) is not None:
        found = inside.lemma(lemmas.root_is_unique(), {A: solution.variable, B: value})
    elif known.quickly(solution.variable <= ZERO) is not None:
        found = inside.lemma(lemmas.root_is_unique(), {A: -solution.variable, B: value})
    else:
        return None
    if found is None:
        return None
    sign = 1 if found.conclusion == eq(solution.variable, sqrt(value)) else -1
    root = sqrt(value) if sign > 0 else -sqrt(value)
    return find_scalar_proof(eq(solution.variable, root), [found], degree=1)
