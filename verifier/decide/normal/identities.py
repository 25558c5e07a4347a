"""Equal normal forms, and reciprocal arctangents."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.decide.normal import lemmas
from verifier.decide.normal.known import Known
from verifier.decide.normal.rewriting import Sequent, proved, terms_of
from verifier.decide.scalar import find_scalar_proof
from verifier.decide.search import Search
from verifier.kernel.certificates.canonical import canonical
from verifier.kernel.rules import numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import is_closed
from verifier.language.build import atan, eq, pi, sin
from verifier.language.terms import ONE, ZERO, LanguageError, Proposition, Relation, Term


def prove_identity(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
    """A relation that holds because its sides have one normal form."""
    if not isinstance(goal, Relation) or goal.op not in ("==", "<=", ">="):
        return None
    try:
        if canonical(goal.left) != canonical(goal.right):
            return None
    except LanguageError:
        return None
    defining = Known(facts, search).defining(goal.left, goal.right)
    if defining is None:
        return None
    return infer(numbers.follows, *defining, goal=goal)


def prove_equal_angles(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """u = v, where arctangents or arcsines occur, from sin(u - v) = 0 and that u - v is between
    -pi/2 and pi/2."""
    if not isinstance(goal, Relation) or goal.op != "==":
        return None
    inverse = [t for t in terms_of((), goal) if t.name in ("atan", "asin")]
    known, difference = Known(facts, search), goal.left - goal.right
    vanishes = eq(sin(difference), ZERO)
    bounds = (-pi / 2 <= difference, difference <= pi / 2)
    if not inverse or not all(known.is_plausible(claim) for claim in (vanishes, *bounds)):
        return None
    shown = []
    for claim in (*bounds, vanishes):
        found = proved(facts, claim, search)
        if found is None:
            return None
        shown.append(found)
    zero = Known([*facts, *shown], search).lemma(lemmas.angle_is_zero(), {lemmas.A: difference})
    return None if zero is None else find_scalar_proof(goal, [zero], degree=1)


def with_few_arctangents(sequent: Sequent, search: Search) -> Sequent:
    """The sequent with pi/2 - atan(u) for atan(v), or -pi/2 - atan(u), where u*v = 1."""
    terms = terms_of(sequent.facts, sequent.goal)
    angles = [term for term in terms if term.name == "atan" and is_closed(term)]
    for number, term in enumerate(angles):
        for other in angles[:number]:
            equality = _reciprocal(other.args[0], term.args[0], sequent.facts, search)
            if equality is not None:
                return sequent.restated(equality)
    return sequent


def _reciprocal(
    first: Term, second: Term, facts: Sequence[Theorem], search: Search
) -> Theorem | None:
    """atan(v) = pi/2 - atan(u), or -pi/2 - atan(u), for u*v = 1."""
    try:
        if canonical(first * second) != canonical(ONE):
            return None
    except LanguageError:
        return None
    known = Known(facts, search)
    for inside, sign in ((first, 1), (-first, -1)):
        if known.shown(ZERO < inside) is None:
            continue
        found = known.law("atan of inverse", inside)
        if found is None:
            return None
        if sign < 0:
            goal = eq(atan(-first) + atan(-(ONE / first)), pi / 2)
            turned = known.restated(found, goal)
            odd, other = (known.law("atan is odd", value) for value in (first, ONE / first))
            if turned is None or odd is None or other is None:
                return None
            return _combined(known, eq(atan(second), -pi / 2 - atan(first)), turned, odd, other)
        return _combined(known, eq(atan(second), pi / 2 - atan(first)), found)
    return None


def _combined(known: Known, goal: Relation, *facts: Theorem) -> Theorem | None:
    defining = known.defining(goal.left, goal.right)
    return None if defining is None else find_scalar_proof(goal, [*facts, *defining], degree=1)
