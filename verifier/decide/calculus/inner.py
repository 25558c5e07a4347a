"""Goals that depend on the variable through one function of it: a goal about its values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from verifier.decide.calculus.pieces import End, Piece
from verifier.decide.deduce import discharged, replaced_in
from verifier.decide.support import conditions_of
from verifier.kernel.rules import logic
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import free_variables, fresh, substitute
from verifier.language.terms import ONE, ZERO, Op, Relation, Variable, subnodes

if TYPE_CHECKING:
    from verifier.decide.calculus.signs import Signs

_FUNCTIONS = frozenset({"sin", "cos", "exp", "log", "sqrt", "atan", "tan", "asin", "acos", "div"})
_ARITHMETIC = frozenset({"add", "sub", "mul", "div", "neg"})
OnPiece = Callable[[Relation, Piece], "Theorem | None"]


def by_inner_function(signs: Signs, goal: Relation, piece: Piece, prove: OnPiece) -> Theorem | None:
    """The goal from the goal about t, where t lies between the bounds of the inner function."""
    for function in _inner_functions(goal, piece.variable):
        t = fresh("t", "real", goal)
        about_t = replaced_in(goal, function, t)
        assert isinstance(about_t, Relation)
        found = _between_bounds(signs, function, t, about_t, piece, prove)
        if found is not None:
            return found
    return None


def _inner_functions(goal: Relation, x: Variable) -> Iterator[Op]:
    """Functions of the variable outside of which it does not occur."""
    candidates = [
        node
        for node in subnodes(goal)
        if isinstance(node, Op) and node.name in _FUNCTIONS and x in free_variables(node)
    ]
    for function in candidates:
        rest = replaced_in(goal, function, ONE)
        other = [n for n in subnodes(rest) if isinstance(n, Op) and n.name not in _ARITHMETIC]
        # Without another function around it nothing is gained.
        if x not in free_variables(rest) and other:
            yield function


def _between_bounds(
    signs: Signs, function: Op, t: Variable, goal: Relation, piece: Piece, prove: OnPiece
) -> Theorem | None:
    bounds = [_bound(signs, function, piece, is_lower) for is_lower in (True, False)]
    ends = [None if b is None else b[0] for b in bounds]
    shown = prove(goal, Piece(t, ends[0], ends[1]))
    sides = signs.defining(piece, conditions_of(function))
    if shown is None or sides is None:
        return None
    theorem = infer(logic.instantiate, shown, *sides, variables=[t], values=[function])
    given = [b[1] for b in bounds if b is not None]
    return discharged(theorem, *given)


def _bound(signs: Signs, function: Op, piece: Piece, is_lower: bool) -> tuple[End, Theorem] | None:
    """A bound of the function on the piece, and the theorem that says so."""
    for end in _candidates(signs, function, piece, is_lower):
        op = "<=" if end.closed else "<"
        sides = (end.term, function) if is_lower else (function, end.term)
        shown = signs.relation(Relation(op, *sides), piece)
        if shown is not None:
            return end, shown
    return None


def _candidates(signs: Signs, function: Op, piece: Piece, is_lower: bool) -> Iterator[End]:
    """Values at the ends of the piece, and what bounds the function everywhere."""
    for end in (piece.lower, piece.upper):
        if end is None:
            continue
        value = substitute(function, {piece.variable: end.term})
        if not signs.constants.ball(value).is_finite():
            continue
        exact = signs.constants.exact(value)
        yield End(exact, end.closed)
    if function.name in ("sin", "cos"):
        yield End(-ONE if is_lower else ONE, True)
    elif is_lower and function.name in ("exp", "sqrt", "div"):
        yield End(ZERO, function.name == "sqrt")
