"""The procedure that compares the sides of a goal by their form."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.decide.focus import defined
from verifier.decide.forms import sides
from verifier.decide.ordering.board import Board
from verifier.decide.ordering.bridges import bridges
from verifier.decide.ordering.ways import MAX_SEARCHES
from verifier.decide.search import Search
from verifier.kernel.theorem import Theorem
from verifier.language.binding import free_variables
from verifier.language.terms import (
    ELEMENTARY,
    LanguageError,
    Op,
    Proposition,
    Relation,
    size,
    subnodes,
)

MAX_SIZE, MAX_PLAIN_SIZE = 80, 45  # the latter without functions, in more than two variables


def prove_by_ordering(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """An inequality whose sides compare part by part."""
    if not isinstance(goal, Relation) or goal.op in ("==", "!="):
        return None
    if size(goal) > (MAX_PLAIN_SIZE if _is_plain(goal) else MAX_SIZE):
        return None
    try:
        board = board_for(facts, goal, search)
        if board is None:
            return None
        if len(free_variables(goal)) < 2:
            board.searches = MAX_SEARCHES  # subgoals would be as hard as the goal
        shown = board.show(goal)
        if shown is None:
            expansions = bridges(board, goal, *(fact.conclusion for fact in facts))
            if expansions:
                board.learn(expansions)
                board.learn(_signs(board, expansions))
                shown = board.show(goal)
        return shown
    except LanguageError:
        return None


def _is_plain(goal: Relation) -> bool:
    """Whether it is a polynomial goal in many variables, for which there are better methods."""
    plain = not any(isinstance(n, Op) and n.name in ELEMENTARY for n in subnodes(goal))
    return plain and len(free_variables(goal)) > 2


def _signs(board: Board, expansions: Sequence[Theorem]) -> list[Theorem]:
    """The signs of the functions that occur in expansions alone."""
    nodes = dict.fromkeys(n for fact in expansions for n in subnodes(fact.conclusion))
    atoms = [n for n in nodes if isinstance(n, Op) and n.name in ("log", "exp", "sqrt")]
    found = [board.sign(atom) for atom in atoms if atom not in board.atoms]
    return [theorem for theorem in found if theorem is not None]


def board_for(facts: Sequence[Theorem], goal: Relation, search: Search) -> Board | None:
    """A board with the facts, on which the goal's sides are defined; None where they may not be
    or a point speaks against the goal."""
    board = Board.of(search, facts, goal)
    ends = sides(goal)
    if not board.admits(*ends, goal.op in ("<", ">")):
        return None
    if not board.defined(*ends):
        known = defined(search, board.facts, *ends)
        if known is None:
            return None
        board.learn(known[len(board.facts) :])
    return board
