"""Goals about one logarithm, log(u) < w, by u < exp(w)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from verifier.decide.calculus.certificates import Part, derived
from verifier.decide.calculus.pieces import Piece
from verifier.decide.support import conditions_of
from verifier.kernel.rules import elementary
from verifier.kernel.theorem import Theorem, infer
from verifier.language.build import exp
from verifier.language.terms import ZERO, Number, Op, Relation, Term

if TYPE_CHECKING:
    from verifier.decide.calculus.signs import Signs

OnPiece = Callable[[Relation, Piece], "Theorem | None"]


def by_exponentials(signs: Signs, goal: Relation, piece: Piece, prove: OnPiece) -> Theorem | None:
    """The goal, an inequality that is linear in one logarithm with a constant factor, from one
    between its argument and an exponential."""
    if goal.op not in ("<", "<=", ">", ">="):
        return None
    found = _single_logarithm(signs, goal)
    if found is None:
        return None
    logarithm, factor = found
    is_less = goal.op in ("<", "<=")
    difference = goal.left - goal.right if is_less else goal.right - goal.left
    # difference = factor*log(u) - rest, to be shown negative.
    value = signs.tower.value(logarithm - difference / factor).reduced()
    other = signs.tower.term(value.numerator) / signs.tower.term(value.denominator)
    if value.denominator.is_one():
        other = signs.tower.term(value.numerator)
    (inside,) = logarithm.args
    sides = (inside, exp(other)) if factor > 0 else (exp(other), inside)
    op = "<" if goal.op in ("<", ">") else "<="
    shown = prove(Relation(op, *sides), piece)
    return None if shown is None else _logarithms(signs, goal, piece, shown, other, factor)


def _single_logarithm(signs: Signs, goal: Relation) -> tuple[Op, Fraction] | None:
    """The logarithm in the difference of the sides, and its factor there (left minus right for
    <, right minus left for >)."""
    tower = signs.tower
    is_less = goal.op in ("<", "<=")
    difference = goal.left - goal.right if is_less else goal.right - goal.left
    value = tower.value(difference).reduced()
    places = [
        i
        for i in tower.functions_in(value.numerator)
        if isinstance(atom := tower.atom_list[i], Op) and atom.name == "log"
    ]
    if len(places) != 1 or int(value.numerator.degrees()[places[0]]) != 1:
        return None
    ratio = value.numerator.derivative(places[0])
    quotient, rest = divmod(ratio, value.denominator)
    atom = tower.atom_list[places[0]]
    if rest != 0 or not quotient.is_constant() or not isinstance(atom, Op):
        return None
    size = quotient.leading_coefficient()
    return atom, Fraction(int(size.p), int(size.q))


def _logarithms(
    signs: Signs, goal: Relation, piece: Piece, shown: Theorem, other: Term, factor: Fraction
) -> Theorem | None:
    relation = shown.conclusion
    assert isinstance(relation, Relation)
    inside = relation.left if factor > 0 else relation.right
    positive = signs.condition(ZERO < inside, piece)
    defining = signs.defining(piece, conditions_of(goal.left, goal.right, inside, other))
    if positive is None or defining is None:
        return None
    above = infer(elementary.elementary, *defining, law="exp is positive", values=(other,))
    strict = "strictly " if relation.op == "<" else ""
    monotone = infer(
        elementary.elementary,
        shown,
        positive,
        above,
        *defining,
        law=f"log is {strict}monotone",
        values=(relation.left, relation.right),
    )
    back = infer(elementary.elementary, *defining, law="log of exp", values=(other,))
    size = abs(factor)
    parts = [Part(Fraction(1), denied=1), Part(size, (monotone,))]
    return derived(goal, parts, [(back, Number(-factor))], defining)
