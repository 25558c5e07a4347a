"""Equations among the facts that say what the value of a function is: solved for its argument."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.decide.deduce import rewritten
from verifier.decide.normal.generators import defining_facts, root_of
from verifier.decide.normal.known import Known
from verifier.decide.normal.polynomials import quotient_term
from verifier.decide.normal.rewriting import proved, terms_of
from verifier.decide.scalar import find_scalar_proof
from verifier.decide.search import Search
from verifier.kernel.certificates.canonical import Field, Quotient
from verifier.kernel.theorem import Theorem
from verifier.language.binding import free_variables, is_closed
from verifier.language.build import eq
from verifier.language.terms import (
    ZERO,
    LanguageError,
    Op,
    Proposition,
    Relation,
    Term,
)

INVERTIBLE = ("exp", "log", "sqrt", "pow", "atan", "asin")
INVERSE_LAW = {
    "exp": "log of exp",
    "log": "exp of log",
    "atan": "tan of atan",
    "asin": "sin of asin",
}


def prove_with_solved_equations(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """The goal with u = g(v) for a fact f(u) = v, where g is the inverse function and v is without
    variables, or where f is a root and v without roots."""
    known = Known(facts, search)
    restated = [_restated(fact, known) for fact in facts]
    if all(new is None for new in restated):
        return None
    search.settle(facts, goal)
    found = [
        part
        for fact, new in zip(facts, restated, strict=True)
        for part in ([fact] if new is None else new)
    ]
    return proved(found, goal, search)


def _restated(fact: Theorem, known: Known) -> list[Theorem] | None:
    """What a fact becomes; None if it stays as it is."""
    relation = fact.conclusion
    if not isinstance(relation, Relation) or relation.op != "==" or not is_closed(relation):
        return None
    solved = (_solved(fact, *isolation, known) for isolation in _isolations(relation))
    return next((new for new in solved if new is not None), None)


def _isolations(relation: Relation) -> Iterator[tuple[Op, Term]]:
    """The values of functions that an equation gives, with what it gives for them."""
    try:
        field = Field([relation.left, relation.right])
        whole = (field.value(relation.left) - field.value(relation.right)).reduced().numerator
    except LanguageError:
        return
    for place, key in enumerate(field.keys):
        atom = field.atoms[key]
        if not isinstance(atom, Op) or atom.name not in INVERTIBLE or not free_variables(atom):
            continue
        if whole.degrees()[place] != 1 or (atom.name == "pow" and root_of(atom) is None):
            continue
        slope = whole.derivative(place)
        if not slope.is_constant():
            continue
        rest = slope * field.context.gens()[place] - whole
        value = quotient_term(field, Quotient(rest, slope).reduced())
        if atom not in terms_of([], value < ZERO) and _is_simpler(atom, value):
            yield atom, value


def _is_simpler(function: Op, value: Term) -> bool:
    if root_of(function) is None:
        return not free_variables(value)
    roots = [term for term in terms_of([], value < ZERO) if root_of(term) is not None]
    return not any(free_variables(root) for root in roots) or value == roots[-1]


def _solved(fact: Theorem, function: Op, value: Term, known: Known) -> list[Theorem] | None:
    """g(v) = u, and for a root that v is not negative, from f(u) = v."""
    valued = find_scalar_proof(eq(function, value), [fact], degree=1)
    if valued is None:
        return None
    root = root_of(function)
    if root is None:
        inside = known.law(INVERSE_LAW[function.name], *function.args)
        return None if inside is None else [rewritten(inside, valued)]
    defining = defining_facts(root, known)
    if defining is None:
        return None
    return [rewritten(each, valued) for each in defining]
