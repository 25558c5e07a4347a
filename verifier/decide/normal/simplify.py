"""Rewriting a sequent by simple equations until none applies any more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from verifier.decide.normal import angles, exponentials, functions, logarithms, roots
from verifier.decide.normal.known import Known
from verifier.decide.normal.rewriting import Sequent, equation_of, names_in, terms_of
from verifier.decide.search import Search
from verifier.kernel.theorem import Theorem
from verifier.language.binding import is_closed
from verifier.language.terms import LanguageError, Op, Proposition, Term

Rule: TypeAlias = "Callable[[Op, Known], Theorem | None]"
MAX_STEPS = 200
# Of these, ball arithmetic gets closer bounds than of what they are by others.
ENCLOSED_BETTER = frozenset(("tan", "sinh", "cosh", "tanh"))

RULES: Mapping[str, Rule] = {
    "tan": functions.tangent,
    "sinh": functions.hyperbolic,
    "cosh": functions.hyperbolic,
    "tanh": functions.hyperbolic,
    "acos": functions.arccosine,
    "abs": functions.absolute_value,
    "max": functions.extreme,
    "min": functions.extreme,
    "pow": functions.power,
    "sqrt": roots.square_root,
    "exp": exponentials.simple,
    "log": logarithms.simple,
    "sin": angles.simple,
    "cos": angles.simple,
    "asin": angles.inverse,
    "atan": angles.inverse,
}


def prove_simplified(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
    """The goal from what it becomes by the rules, and the facts with it."""
    sequent = simplified(Sequent(tuple(facts), goal), search)
    if sequent is None:
        return None
    if not names_in(facts, goal) & ENCLOSED_BETTER:
        search.settle(facts, goal)
    return sequent.prove(search)


def simplified(sequent: Sequent, search: Search) -> Sequent | None:
    """The sequent after all rules that apply; None if none does."""
    tried: set[Term] = set()
    changed = False
    for _ in range(MAX_STEPS):
        equality = _next(sequent, tried, search)
        if equality is None:
            break
        sequent, changed = sequent.restated(equality), True
    return sequent if changed else None


def _next(sequent: Sequent, tried: set[Term], search: Search) -> Theorem | None:
    known: Known | None = None
    for term in terms_of(sequent.facts, sequent.goal):
        rule = RULES.get(term.name)
        if rule is None or term in tried or not is_closed(term):
            continue
        tried.add(term)
        known = known or Known(sequent.facts, search)
        try:
            found = rule(term, known)
        except LanguageError:
            continue
        if found is not None and equation_of(found).left != equation_of(found).right:
            return found
    return None
