"""Comparisons of one function at two points: p(x)*q(y) <= r(x)*s(y) as g(x) <= g(y) with g = p/r.

What is to be shown then is a difference of functions of one variable each, which vanishes where
the two are equal: the derivative in either of them has one sign between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from verifier.decide.deduce import by_cases, parts_of
from verifier.decide.focus import defined, focused
from verifier.decide.forms import Factor, addends, factors, product_term, scaled, sides
from verifier.decide.ordering.board import Board
from verifier.decide.parametric import prove_by_parameter
from verifier.decide.scalar import find_scalar_proof
from verifier.decide.search import Search
from verifier.kernel.theorem import Theorem
from verifier.language.binding import free_variables, substitute
from verifier.language.terms import (
    ONE,
    ZERO,
    LanguageError,
    Op,
    Proposition,
    Relation,
    Term,
    Variable,
    subnodes,
)


def prove_by_comparison(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """An inequality between two products of functions of two variables that says of a function
    that it is larger at one of them."""
    if not isinstance(goal, Relation) or goal.op in ("==", "!="):
        return None
    variables = sorted(free_variables(goal), key=lambda v: v.name)
    if len(variables) != 2 or not any(
        isinstance(n, Op) and n.name == "div" for n in subnodes(goal)
    ):
        return None
    small, large = sides(goal)
    known = defined(search, [p for fact in facts for p in parts_of(fact)], small, large)
    if known is None:
        return None
    try:
        board = Board.of(search, known, goal)
        split = _split(small, large, variables[0])
        return None if split is None else _compared(board, goal, split, variables, search)
    except LanguageError:
        return None


def prove_in_either_order(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """A relation between functions of variables that are said to differ, once for each order."""
    if not isinstance(goal, Relation):
        return None
    known = [p for fact in facts for p in parts_of(fact)]
    spoken = free_variables(goal)
    for apart in known:
        claim = apart.conclusion
        if not isinstance(claim, Relation) or claim.op != "!=":
            continue
        x, y = claim.left, claim.right
        if isinstance(x, Variable) and isinstance(y, Variable) and {x, y} <= spoken:
            return _in_either_order(apart, [f for f in known if f is not apart], goal, search)
    return None


def _in_either_order(
    apart: Theorem, others: Sequence[Theorem], goal: Relation, search: Search
) -> Theorem | None:
    claim = apart.conclusion
    assert isinstance(claim, Relation)
    x, y = claim.left, claim.right

    def above(case: Theorem) -> Theorem | None:
        order = find_scalar_proof(y < x, [case, apart], degree=2)
        return None if order is None else search.prove([order, *others], goal)

    def below(case: Theorem) -> Theorem | None:
        return search.prove([case, *others], goal)

    return by_cases(goal, x < y, below, above, others)


def _split(
    small: Term, large: Term, first: Variable
) -> tuple[list[Factor], list[Factor], Fraction, Term] | None:
    """The quotient of the larger by the smaller side, without a positive constant in it: its
    factors with the first variable and those with the second, their coefficient, and the smaller
    side."""
    listed = [(c, t) for c, t in addends(large - small, split=False) if t != ONE or c < 0]
    if len(listed) != 2 or listed[0][0] * listed[1][0] > 0:
        return None
    (c, gain), (d, loss) = sorted(listed, key=lambda item: -item[0])
    coefficient, parts = factors(gain / loss)
    mine = [f for f in parts if first in free_variables(f[0])]
    others = [f for f in parts if f not in mine]
    second = {v for f in others for v in free_variables(f[0])}
    if any(len(free_variables(f[0])) > 1 for f in parts) or len(second) != 1:
        return None
    return mine, others, coefficient * c / -d, scaled(-d, loss)


def _compared(
    board: Board,
    goal: Relation,
    split: tuple[list[Factor], list[Factor], Fraction, Term],
    variables: Sequence[Variable],
    search: Search,
) -> Theorem | None:
    mine, others, coefficient, smaller = split
    (first, second), op = variables, "<" if goal.op in ("<", ">") else "<="
    function = product_term(mine, coefficient)
    inverse = inverted(others)
    if not _same(board, substitute(function, {first: second}), inverse):
        return None
    others_ = product_term(others)
    ways = (
        (inverse, function, smaller * others_),
        (inverted(mine, coefficient), others_, smaller * function),
    )
    for left, right, multiplier in ways:
        for strict in dict.fromkeys((op, "<=")):
            claim = Relation(strict, left, right)
            if not board.admits(left, right, strict == "<"):
                continue
            known = defined(search, board.facts, left, right)
            shown = None if known is None else prove_by_parameter(known, claim, search)
            if shown is not None and known is not None:
                return _brought_back(shown, multiplier, known, goal, search)
    return None


def inverted(parts: Sequence[Factor], coefficient: Fraction = Fraction(1)) -> Term:
    """1/(coefficient * product of the factors)."""
    return product_term([(base, -exponent) for base, exponent in parts], 1 / coefficient)


def _same(board: Board, a: Term, b: Term) -> bool:
    """Whether two terms agree at the points."""
    first, second = board.values(a), board.values(b)
    if first is None or second is None:
        return False
    with np.errstate(all="ignore"):
        near = np.abs(first - second) <= 1e-9 * (np.abs(first) + np.abs(second))
    return bool(np.all(near | ~np.isfinite(first - second)))


def _brought_back(
    shown: Theorem, multiplier: Term, known: Sequence[Theorem], goal: Relation, search: Search
) -> Theorem | None:
    """The goal, from the comparison times something positive."""
    parts = factors(multiplier)[1]
    board = Board.of(search, [*known, shown], goal)
    for base, _ in parts:
        if board.sign(base) is None:
            found = _searched(board, base, search)
            board.learn([] if found is None else [found])
    positive = board.less(ZERO, product_term(parts), strict=True)
    if positive is None:
        return None
    return find_scalar_proof(goal, [shown, positive, *board.facts], degree=2)


def _searched(board: Board, term: Term, search: Search) -> Theorem | None:
    """The sign of a term, by whatever finds it."""
    for claim in (ZERO < term, term < ZERO):
        if board.admits(claim.left, claim.right, strict=True):
            found = focused(search)(board.facts, claim)
            if found is not None:
                return found
    return None
