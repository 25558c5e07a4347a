"""Steps of derivations that are known to succeed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from verifier.decide.deduce import by_cases, law
from verifier.decide.scalar import find_scalar_proof
from verifier.kernel.rules import logic, numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import fresh
from verifier.language.build import eq, real
from verifier.language.terms import REAL, Proposition, Relation, Term

A, B, S = real("a"), real("b"), real("s")


def lawful(name: str, *values: Term, facts: Sequence[Theorem] = ()) -> Theorem:
    """A law whose conditions the facts are known to give."""
    found = law(name, *values, facts=facts)
    assert found is not None, name
    return found


def by_arithmetic(
    goal: Proposition, facts: Sequence[Theorem], degree: int | None = None, *squares: Term
) -> Theorem:
    """The goal by a Positivstellensatz certificate that is known to exist."""
    found = find_scalar_proof(goal, facts, squares, degree)
    assert found is not None, goal
    return found


def follows(goal: Proposition, *facts: Theorem) -> Theorem:
    """The goal, which is one of the facts up to normal form."""
    return infer(numbers.follows, *facts, goal=goal)


def reflexive(term: Term, *facts: Theorem) -> Theorem:
    """t = t for a term that the facts show to be defined."""
    return infer(logic.reflexivity, *facts, term=term)


def transitive(first: Theorem, second: Theorem) -> Theorem:
    """a = c from a = b and b = c."""
    known = first.conclusion
    assert isinstance(known, Relation)
    hole = fresh("hole", REAL, known, second.conclusion)
    context = Relation("==", known.left, hole)
    return infer(logic.rewrite, second, first, context=context, hole=hole)


def times(first: Theorem, second: Theorem) -> Theorem:
    """a*c = b*d from a = b and c = d."""
    one, other = first.conclusion, second.conclusion
    assert isinstance(one, Relation)
    assert isinstance(other, Relation)
    hole = fresh("hole", REAL, one, other)
    start = reflexive(one.left * other.left, first, second)
    context = eq(one.left * other.left, hole * other.left)
    middle = infer(logic.rewrite, first, start, context=context, hole=hole)
    context = eq(one.left * other.left, one.right * hole)
    return infer(logic.rewrite, second, middle, context=context, hole=hole)


def split(
    goal: Proposition,
    on: Relation,
    if_true: Callable[[Theorem], Theorem],
    if_false: Callable[[Theorem], Theorem],
    facts: Sequence[Theorem] = (),
) -> Theorem:
    """The goal by cases that are known to succeed."""
    found = by_cases(goal, on, if_true, if_false, facts)
    assert found is not None
    return found


def at_value(schema: Theorem, value: Term) -> Theorem:
    """A theorem about a at a value that is defined everywhere."""
    return infer(logic.instantiate, schema, variables=(A,), values=(value,))
