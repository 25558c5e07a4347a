"""Linear bounds c*t <= f and f <= C*t of functions that are not among the known ones, each shown as
an inequality in one variable: in t itself, or in what stands for t = x*y and the like."""

from __future__ import annotations

import time
from collections.abc import Iterator
from fractions import Fraction
from math import ceil

import numpy as np

from verifier.decide.compound import compounds, prove_by_compound
from verifier.decide.focus import Prove, focused
from verifier.decide.forms import scaled
from verifier.decide.ordering.board import Board
from verifier.decide.search import Search
from verifier.kernel.theorem import Theorem
from verifier.language.binding import free_variables
from verifier.language.terms import ZERO, Node, Op, Relation, Term, Variable, subnodes

FUNCTIONS = frozenset({"sin", "tan", "atan", "asin", "sinh", "tanh"})
MAX_ATOMS = 4
STEPS = 20  # the coefficients are multiples of 1/STEPS
LARGEST = 50
SHARE = 0.2  # of the time that is left, for one bound


def envelopes(board: Board, *nodes: Node) -> list[Theorem]:
    """Linear bounds of the functions in the nodes whose sign is that of one positive variable, or
    one positive compound of two."""
    atoms = dict.fromkeys(n for node in nodes for n in subnodes(node) if isinstance(n, Op))
    named = [a for a in atoms if a.name in FUNCTIONS and not isinstance(a.args[0], Variable)]
    found = []
    for atom in named[:MAX_ATOMS]:
        core = _core(atom)
        if core is None or board.less(ZERO, core, strict=True) is None:
            continue
        for claim in _claims(board, atom, core):
            shown = _shown(board, claim, core)
            found += [] if shown is None else [shown]
    return found


def _shown(board: Board, claim: Relation, core: Term) -> Theorem | None:
    search, started = board.search.within(SHARE * board.search.remaining()), time.monotonic()
    prove = focused(search) if isinstance(core, Variable) else _by_compound(search)
    found = prove(board.facts, claim)
    board.until += time.monotonic() - started
    return found


def _by_compound(search: Search) -> Prove:
    return lambda facts, goal: prove_by_compound(facts, goal, search)


def _core(atom: Op) -> Term | None:
    """The variable, or the compound of two, that a function depends on."""
    spoken = free_variables(atom)
    if len(spoken) == 1:
        return next(iter(spoken))
    if len(spoken) != 2:
        return None
    claim = Relation("<=", atom, atom)
    return next((c.term for c in compounds(claim) if c.rewritten(claim) is not None), None)


def _claims(board: Board, atom: Op, core: Term) -> Iterator[Relation]:
    """c*t <= f and f <= C*t, with simple coefficients that the points admit."""
    values, sizes = board.values(atom), board.values(core)
    if values is None or sizes is None:
        return
    with np.errstate(all="ignore"):
        ratio = values / sizes
    ratio = ratio[np.isfinite(ratio)]
    if not ratio.size or np.max(np.abs(ratio)) > LARGEST:
        return
    least, most = _rounded(float(np.min(ratio)), -1), _rounded(float(np.max(ratio)), 1)
    if least > 0:
        yield Relation("<=", scaled(least, core), atom)
    if most > 0:
        yield Relation("<=", atom, scaled(most, core))


def _rounded(end: float, side: int) -> Fraction:
    """A simple rational beyond an end: with some room, unless it is whole."""
    found = Fraction(ceil(side * end * STEPS - 1e-6), STEPS)
    near = float(found) - side * end < 0.5 / STEPS and found.denominator != 1
    return side * (found + Fraction(2, STEPS) if near else found)
