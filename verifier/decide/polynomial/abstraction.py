"""Goals about powers of compound terms: these are taken for variables, with what is known of them.

From u < v and z + 1 < w follows (u + z)**33 < (v + w)**55 once u + z and v + w are variables.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

from verifier.decide.deduce import assumed, discharged, replaced_in
from verifier.decide.search import Search
from verifier.decide.support import Support
from verifier.kernel.certificates.canonical import direct_atoms
from verifier.kernel.rules import logic
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import fresh
from verifier.language.terms import (
    ONE,
    ZERO,
    Number,
    Op,
    Proposition,
    Relation,
    Term,
    Variable,
    as_term,
    children,
)

Prove = Callable[[Sequence[Theorem], Proposition, Search], "Theorem | None"]
MIN_POWER, MAX_BASES, GAPS = 3, 3, (2, 1, 0)


def by_abstraction(
    facts: Sequence[Theorem], goal: Relation, search: Search, sign: Prove, prove: Prove
) -> Theorem | None:
    """The goal from the goal about variables that stand for the bases of its powers."""
    bases = compound_bases(goal)
    if not 1 <= len(bases) <= MAX_BASES:
        return None
    variables = _fresh(bases, goal)
    general: Proposition = goal
    for base, variable in zip(bases, variables, strict=True):
        general = replaced_in(general, base, variable)
    known = _known_of(bases, facts, search, sign)
    if not known:
        return None
    stated = []
    for theorem in known:
        relation = theorem.conclusion
        for base, variable in zip(bases, variables, strict=True):
            relation = replaced_in(relation, base, variable)
        stated.append(relation)
    shown = prove(assumed(*stated), general, search)
    defining = Support(facts).defining(*bases)
    if shown is None or defining is None:
        return None
    result = infer(logic.instantiate, shown, *defining, variables=variables, values=bases)
    return discharged(result, *known)


def compound_bases(goal: Relation) -> list[Term]:
    """The outermost bases of high powers that are not single atoms."""
    found: dict[Term, None] = {}

    def look(term: Term) -> None:
        match term:
            case Op("pow", (base, Number(exponent))) if exponent >= MIN_POWER:
                if len(direct_atoms(base)) > 1:
                    found[base] = None
                    return
        for child, _ in children(term):
            if isinstance(child, Term):
                look(child)

    look(goal.left)
    look(goal.right)
    return list(found)


def _fresh(bases: Sequence[Term], goal: Relation) -> tuple[Variable, ...]:
    taken: list[Term | Proposition] = [goal, *bases]
    for _ in bases:
        taken.append(fresh("t", "real", *taken))
    return tuple(v for v in taken[1 + len(bases) :] if isinstance(v, Variable))


def _known_of(
    bases: Sequence[Term], facts: Sequence[Theorem], search: Search, sign: Prove
) -> list[Theorem]:
    """How the bases compare with 0, with 1 and with each other."""
    found = []

    def note(relation: Relation) -> bool:
        theorem = sign(facts, relation, search)
        if theorem is not None:
            found.append(theorem)
        return theorem is not None

    for base in bases:
        if not note(ONE < base) and not note(ZERO < base):
            note(ZERO <= base)
    for a, b in itertools.permutations(bases, 2):
        for gap in GAPS:
            if note(a + as_term(gap) < b if gap else a < b):
                break
    return found
