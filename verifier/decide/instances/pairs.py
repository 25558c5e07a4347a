"""Instances about two arguments of one function: sums of arc tangents."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from verifier.decide.deduce import assumed, law
from verifier.decide.known.schemas import A, B, applied, by_arithmetic, image_of_ordered
from verifier.decide.ordering.board import Board
from verifier.decide.scalar import find_scalar_proof
from verifier.kernel.theorem import Theorem
from verifier.language.build import pi
from verifier.language.terms import ONE, ZERO, Node, Op, Relation, Term, subnodes

MAX_ARGUMENTS = 4


def pairs(board: Board, *nodes: Node) -> list[Theorem]:
    """How sums of two arc tangents compare with pi/2, for the positive arguments in the nodes."""
    atoms = dict.fromkeys(n for node in nodes for n in subnodes(node) if isinstance(n, Op))
    arguments = [atom.args[0] for atom in atoms if atom.name == "atan"][:MAX_ARGUMENTS]
    signs = [board.less(ZERO, argument, True) for argument in arguments]
    positive = [(a, s) for a, s in zip(arguments, signs, strict=True) if s is not None]
    found = []
    for i, (a, first) in enumerate(positive):
        for b, second in positive[i + 1 :]:
            found += _sum(board, a, b, [first, second])
    return found


def _sum(board: Board, a: Term, b: Term, signs: Sequence[Theorem]) -> list[Theorem]:
    """atan(a) + atan(b) < pi/2 where a*b < 1, > where a*b > 1; likewise weakly."""
    for below in (True, False):
        for op in ("<", "<="):
            ends = (a * b, ONE) if below else (ONE, a * b)
            order = board.less(ends[0], ends[1], op == "<")
            if order is not None:
                made = applied(sum_of_arcs(below, op), {A: a, B: b}, *signs, order)
                return [] if made is None else [made]
    return []


def _atan(term: Term) -> Term:
    return Op("atan", (term,))


@cache
def sum_of_arcs(below: bool, op: str) -> Theorem:
    """0 < a, 0 < b, a*b < 1 |- atan(a) + atan(b) < pi/2; with a*b > 1 the reverse; so weakly."""
    order = Relation(op, A * B, ONE) if below else Relation(op, ONE, A * B)
    facts = assumed(ZERO < A, ZERO < B, order)
    inverse = ONE / B
    goal = Relation(op, A, inverse) if below else Relation(op, inverse, A)
    turned = find_scalar_proof(goal, facts)
    image = image_of_ordered("atan", op)
    complement = law("atan of inverse", B, facts=facts)
    assert turned is not None and image is not None and complement is not None
    ends = (A, inverse) if below else (inverse, A)
    nonzero = by_arithmetic(Relation("!=", B, ZERO), ZERO < B)
    known = applied(image, dict(zip((A, B), ends, strict=True)), turned, facts=[*facts, nonzero])
    assert known is not None
    total = _atan(A) + _atan(B)
    claim = Relation(op, total, pi / 2) if below else Relation(op, pi / 2, total)
    found = find_scalar_proof(claim, [known, complement, *facts])
    assert found is not None
    return found
