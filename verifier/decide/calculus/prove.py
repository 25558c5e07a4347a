"""The procedure: inequalities in one variable, by derivatives."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from flint import ctx

from verifier.decide.calculus.certificates import Part, derived
from verifier.decide.calculus.constants import PRECISION, Constants
from verifier.decide.calculus.inner import by_inner_function
from verifier.decide.calculus.pieces import Piece
from verifier.decide.calculus.sequent import Interval, interval
from verifier.decide.calculus.signs import Signs
from verifier.decide.calculus.tower import Tower
from verifier.decide.calculus.unwrapped import by_exponentials
from verifier.decide.deduce import attempt, by_cases, discharged, law, replaced_in
from verifier.decide.normal.exponentials import with_few_exponentials
from verifier.decide.normal.rewriting import Sequent
from verifier.decide.search import Search
from verifier.kernel.rules import logic, numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import free_variables, fresh
from verifier.language.terms import (
    NATURAL,
    REAL,
    LanguageError,
    Op,
    Proposition,
    Relation,
    Variable,
    subnodes,
)

MAX_DEPTH, MAX_RESTATED = 2, 20
_BY_OTHERS = {
    "tan": "tan by sin and cos",
    "sinh": "sinh by exp",
    "cosh": "cosh by exp",
    "tanh": "tanh by exp",
}


def prove_by_calculus(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """A relation between elementary functions of one real variable, whose bounds are among the
    facts; None if it is not shown."""
    if not isinstance(goal, Relation):
        return None
    if len(free_variables(goal)) > 1:
        return None
    with ctx.workprec(PRECISION):
        try:
            sequent = with_few_exponentials(_plain(Sequent(tuple(facts), goal)), search)
            found = _shown(sequent.facts, sequent.goal, search)
        except LanguageError:
            return None
    return None if found is None else sequent.first_goal(found)


def _plain(sequent: Sequent) -> Sequent:
    """The sequent without tangents and hyperbolic functions."""
    for _ in range(MAX_RESTATED):
        for node in subnodes(sequent.goal):
            if isinstance(node, Op) and node.name in _BY_OTHERS:
                equality = law(_BY_OTHERS[node.name], *node.args, facts=sequent.facts)
                if equality is not None:
                    sequent = sequent.restated(equality)
                    break
        else:
            break
    return sequent


def _shown(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
    assert isinstance(goal, Relation)
    variables = free_variables(goal)
    if not variables:
        shown = Constants().relation(goal)
        return None if shown is None else _as_goal(shown, goal)
    (variable,) = variables
    if variable.sort == NATURAL:
        return _of_natural(facts, goal, variable, search)
    return _of_real(facts, goal, variable, search)


def _of_natural(
    facts: Sequence[Theorem], goal: Relation, variable: Variable, search: Search
) -> Theorem | None:
    """The goal for all reals in the interval."""
    known = [*facts, infer(numbers.natural_bound, term=variable)]
    real = fresh("x", REAL, goal, *(f.conclusion for f in facts))
    found = interval(known, variable, Constants())
    if found is None:
        return None
    piece = Piece(real, found.piece.lower, found.piece.upper)
    moved = replaced_in(goal, variable, real)
    assert isinstance(moved, Relation)
    shown = _on_piece(moved, piece, search)
    if shown is None:
        return None
    return found.discharged(infer(logic.instantiate, shown, variables=[real], values=[variable]))


def _of_real(
    facts: Sequence[Theorem], goal: Relation, variable: Variable, search: Search
) -> Theorem | None:
    found = interval(facts, variable, Constants())
    if found is None:
        return None
    shown = _with_gaps(goal, found.piece, found, 0, search)
    return None if shown is None else found.discharged(shown)


def _with_gaps(
    goal: Relation, piece: Piece, found: Interval, number: int, search: Search
) -> Theorem | None:
    """The goal on a piece without those of the gaps from a number on."""
    if number == len(found.gaps):
        return _on_piece(goal, piece, search)
    place, apart = found.gaps[number]
    before = _on_piece(goal, piece.until(place, closed=False), search)
    if before is None:
        return None
    after = _with_gaps(goal, piece.beyond(place), found, number + 1, search)
    if after is None:
        return None
    x = piece.variable

    def above(case: Theorem) -> Theorem:
        beyond = Relation("<", place, x)
        return discharged(after, infer(numbers.follows, *_sharp(case, apart, beyond), goal=beyond))

    defining = Constants().defining(place)
    if defining is None:
        return None
    return by_cases(goal, x < place, lambda case: before, above, defining)


def _sharp(case: Theorem, apart: Theorem, goal: Relation) -> list[Theorem]:
    """place < x from place <= x and x != place."""
    one = Fraction(1)
    parts = [Part(one, (apart,)), Part(one, (case,), denied=1)]
    made = derived(goal, parts)
    assert made is not None
    return [made]


def _on_piece(
    goal: Relation, piece: Piece, search: Search, depth: int = MAX_DEPTH
) -> Theorem | None:
    """The goal under the bounds of a piece."""
    ends = [end.term for end in (piece.lower, piece.upper) if end is not None]
    tower = Tower(piece.variable, [goal.left, goal.right, *ends])
    signs = Signs(tower, Constants(), search)
    found = signs.relation(goal, piece)
    for restate in (by_inner_function, by_exponentials):
        if found is None and depth:
            found = restate(signs, goal, piece, lambda g, p: _on_piece(g, p, search, depth - 1))
    return None if found is None else _as_goal(found, goal)


def _as_goal(found: Theorem, goal: Relation) -> Theorem | None:
    if found.conclusion == goal:
        return found
    return attempt(lambda: infer(numbers.follows, found, goal=goal))
