"""Obligations of proof steps: the portfolio, where all that is not elementary is a variable."""

from __future__ import annotations

import time
from collections.abc import Sequence

from verifier.decide.deduce import assumed, attempt, discharged
from verifier.decide.numeric import plausible
from verifier.decide.portfolio import PROCEDURES, prove_sequent
from verifier.decide.search import Search
from verifier.decide.support import Support
from verifier.kernel.rules import logic
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import fresh, is_closed, transform
from verifier.language.terms import (
    Constant,
    Node,
    Number,
    Op,
    Relation,
    Term,
    Variable,
)


def prove_obligation(facts: Sequence[Theorem], goal: Relation, seconds: float) -> Theorem | None:
    """The goal from the relations among the facts; None if no procedure finds it in time."""
    known = [fact for fact in facts if isinstance(fact.conclusion, Relation)]
    given = [fact.conclusion for fact in known if isinstance(fact.conclusion, Relation)]
    relations = [goal, *given]
    names: dict[Term, Variable] = {}
    for term in dict.fromkeys(part for r in relations for part in _opaque(r)):
        names[term] = fresh("u", "real", *relations, *names.values())
    put = {variable: term for term, variable in names.items()}
    elementary = [_named(relation, names) for relation in relations]
    if any(_opaque(relation) or not is_closed(relation) for relation in elementary):
        return None
    if not plausible(elementary[1:], elementary[0]):
        return None
    search = Search(time.monotonic() + seconds, PROCEDURES)
    shown = prove_sequent(assumed(*elementary[1:]), elementary[0], search)
    if shown is None or not put:
        return shown if shown is None else discharged(shown, *known)
    sides = Support(facts).defining(*put.values())
    if sides is None:
        return None
    values = tuple(put.values())
    made = attempt(
        lambda: infer(logic.instantiate, shown, *sides, variables=tuple(put), values=values)
    )
    return None if made is None else discharged(made, *known)


def _opaque(node: Node) -> list[Term]:
    """The outermost parts that are not made of numbers, variables and elementary functions."""
    if isinstance(node, Term) and not isinstance(node, Op | Number | Constant | Variable):
        return [node]
    if isinstance(node, Op | Relation):
        return [part for child in _below(node) for part in _opaque(child)]
    return []


def _below(node: Op | Relation) -> Sequence[Term]:
    return node.args if isinstance(node, Op) else (node.left, node.right)


def _named(relation: Relation, names: dict[Term, Variable]) -> Relation:
    return transform(relation, lambda n, _: names.get(n) if isinstance(n, Term) else None)
