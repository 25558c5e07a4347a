"""Counterexamples at irrational points: a ball in which a system of equations has a solution.

Some coordinates are rational; the others are the solution of as many equations in a ball, which
exists by Krawczyk's test.  What the statement says is then evaluated on the whole ball, the
equations taken as known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeVar

import numpy as np
from flint import arb, arb_mat, ctx, fmpq

from verifier.decide.numeric.affine import integer_term
from verifier.decide.numeric.rationals import simplest
from verifier.decide.numeric.tape import Array, compile_terms
from verifier.decide.refutation.checking import (
    Printed,
    Refutation,
    ball_json,
    instance_at,
    rational_text,
)
from verifier.decide.refutation.solving import Equation
from verifier.language.binding import transform
from verifier.language.evaluation import Evaluation
from verifier.language.outcomes import F, T
from verifier.language.statement import Statement
from verifier.language.terms import (
    FALSE,
    NATURAL,
    TRUE,
    ZERO,
    Bound,
    LanguageError,
    Node,
    Op,
    Relation,
    Term,
    Variable,
)
from verifier.language.values import Dual, Missing, plain, split

BITS = 320
ROUNDS = 12
RADII = (200, 120, 60, 30)  # the ball's radius is 2**-n of the scale
ROUNDINGS = (Fraction(1, 20), Fraction(1, 10**3), Fraction(1, 10**6))
N = TypeVar("N", bound=Node)
Q = Fraction


def enclosed(
    statement: Statement,
    variables: Sequence[Variable],
    equations: Sequence[Equation],
    near: Sequence[float],
    known: Sequence[Equation] = (),
) -> Refutation | None:
    """A refutation at a solution of the equations near a point, if rigour can be had.

    `known` are equations that follow from the others for all values of the variables.
    """
    whole = _whole(statement)
    try:
        unknowns = _unknowns(equations, variables, near, whole)
    except LanguageError:
        return None
    if unknowns is None:
        return None
    for fixed in _fixed(variables, unknowns, near, whole):
        start = [near[variables.index(v)] for v in unknowns]
        system = _System(equations, unknowns, fixed)
        with ctx.workprec(BITS):
            ball = system.solution(start)
            if ball is None:
                continue
            facts = [*equations, *known]
            if _fails(statement, facts, fixed, dict(zip(unknowns, ball, strict=True))):
                return _refutation(variables, fixed, dict(zip(unknowns, ball, strict=True)))
    return None


def _whole(statement: Statement) -> set[str]:
    """The names of the variables with whole values."""
    found = {d.name for d in statement.variables if isinstance(d, Variable) and d.sort == NATURAL}
    terms = [integer_term(p) for p in statement.assumptions]
    return found | {term.name for term in terms if isinstance(term, Variable)}


def _unknowns(
    equations: Sequence[Equation],
    variables: Sequence[Variable],
    near: Sequence[float],
    whole: set[str],
) -> list[Variable] | None:
    """As many variables as equations for which these are regular, by elimination with pivots."""
    tape = compile_terms([left - right for left, right in equations], variables)
    _, slopes = tape.gradients(np.array(near, dtype=float)[:, None])
    table: Array = slopes[:, :, 0].copy()
    if not np.isfinite(table).all():
        return None
    table[:, [v.name in whole for v in variables]] = 0.0
    chosen: list[int] = []
    for row in range(len(table)):
        size = np.abs(table[row])
        column = int(np.argmax(size))
        if size[column] <= 1e-9:
            return None
        chosen.append(column)
        for other in range(row + 1, len(table)):
            table[other] -= table[row] * (table[other, column] / table[row, column])
        table[:, column] = np.where(np.arange(len(table)) <= row, table[:, column], 0.0)
    return [variables[n] for n in chosen]


def _fixed(
    variables: Sequence[Variable],
    unknowns: Sequence[Variable],
    near: Sequence[float],
    whole: set[str],
) -> Iterator[dict[Variable, Fraction]]:
    """Rational values for the other variables, the simplest first."""
    others = {v: Q(x) for v, x in zip(variables, near, strict=True) if v not in unknowns}
    for width in (*ROUNDINGS, None):
        found = {}
        for variable, value in others.items():
            if variable.name in whole:
                found[variable] = Q(round(value))
            elif width is None:
                found[variable] = value
            else:
                room = width * max(abs(value), Q(1, 100))
                found[variable] = simplest(value - room, value + room)
        yield found
        if not others:
            return


@dataclass(frozen=True)
class _System:
    """Equations for unknowns, all other variables being rational."""

    equations: Sequence[Equation]
    unknowns: Sequence[Variable]
    fixed: Mapping[Variable, Fraction]

    def solution(self, start: Sequence[float]) -> list[Any] | None:
        """Balls for the unknowns that contain a solution, close to the start if it can be."""
        point = self._newton([arb(x) for x in start])
        if point is None:
            return None
        at_point = self._evaluated(point)
        if at_point is None:
            return None
        values, slopes = at_point
        try:
            inverse = slopes.mid().inv().mid()
        except ZeroDivisionError:
            return None
        for bits in RADII:
            found = self._krawczyk(point, values, inverse, bits)
            if found is not None:
                return found
        return None

    def _newton(self, point: list[Any]) -> list[Any] | None:
        for _ in range(ROUNDS):
            found = self._evaluated(point)
            if found is None:
                return None
            values, slopes = found
            try:
                step = slopes.mid().solve(values.mid()).mid()
            except ZeroDivisionError:
                return None
            moves = [step[i, 0] for i in range(len(point))]
            if not all(move.is_finite() for move in moves):
                return None
            point = [(x - move).mid() for x, move in zip(point, moves, strict=True)]
            if all(
                abs(m) < arb(2) ** (40 - BITS) * _scale(x)
                for m, x in zip(moves, point, strict=True)
            ):
                break
        return point

    def _krawczyk(self, point: list[Any], values: Any, inverse: Any, bits: int) -> list[Any] | None:
        count = len(point)
        radius = [arb(0, arb(2) ** -bits * _scale(x)) for x in point]
        around = self._evaluated([x + r for x, r in zip(point, radius, strict=True)])
        if around is None:
            return None
        identity = arb_mat([[int(i == j) for j in range(count)] for i in range(count)])
        spread = (identity - inverse * around[1]) * arb_mat([[r] for r in radius])
        shift = inverse * values
        for i in range(count):
            move = spread[i, 0] - shift[i, 0]
            if not (move.is_finite() and abs(move) < radius[i].rad()):
                return None
        return [x + r for x, r in zip(point, radius, strict=True)]

    def _evaluated(self, values: Sequence[Any]) -> tuple[Any, Any] | None:
        """The left sides minus the right ones, and their derivatives, on balls."""
        count = len(values)
        residuals, slopes = arb_mat(len(self.equations), 1), arb_mat(len(self.equations), count)
        for column in range(count):
            given = [
                Dual(1, value, fmpq(1)) if n == column else value for n, value in enumerate(values)
            ]
            evaluation = _evaluation(self.fixed, given)
            for row, (left, right) in enumerate(self.equations):
                found = evaluation.term(_opened(left - right, self.unknowns))
                if isinstance(found, Missing):
                    return None
                value, slope = split(1, found)
                residuals[row, 0], slopes[row, column] = arb(plain(value)), arb(plain(slope))
        return residuals, slopes


def _scale(value: Any) -> Any:
    size = abs(value.mid())
    return size if size > 0 else arb(1)


def _evaluation(fixed: Mapping[Variable, Fraction], values: Sequence[Any]) -> Evaluation:
    evaluation = Evaluation(instance_at(fixed))
    for value in reversed(values):
        evaluation.push(value)
    return evaluation


def _opened(node: N, unknowns: Sequence[Variable]) -> N:
    """The node with the unknowns turned into open indices, whose values are pushed."""
    places = {v.name: n for n, v in enumerate(unknowns)}

    def change(part: Node, depth: int) -> Node | None:
        if isinstance(part, Variable) and part.name in places:
            return Bound(depth + places[part.name], part.sort)
        return None

    return transform(node, change)


def _fails(
    statement: Statement,
    equations: Sequence[Equation],
    fixed: Mapping[Variable, Fraction],
    balls: Mapping[Variable, Any],
) -> bool:
    """Whether all hypotheses are true and the conclusion is false wherever the equations hold in
    the balls."""
    declared = {d.name: d for d in statement.variables if isinstance(d, Variable)}
    whole = _whole(statement)
    if any(v.name in whole for v in balls):
        return False
    given = {declared[v.name]: value for v, value in fixed.items()}
    evaluation = _evaluation(given, list(balls.values()))
    unknowns = list(balls)
    for left, right in equations:
        for side in (left, right):
            if isinstance(evaluation.term(_opened(_renamed(side, declared), unknowns)), Missing):
                return False
    facts = [(_renamed(a, declared), _renamed(b, declared)) for a, b in equations]
    for hypothesis in statement.hypotheses:
        term = integer_term(hypothesis.proposition)
        if isinstance(term, Variable):
            if fixed[next(v for v in fixed if v.name == term.name)].denominator != 1:
                return False
            continue
        if (
            evaluation.proposition(_opened(_rewritten(hypothesis.proposition, facts), unknowns))
            != T
        ):
            return False
    return evaluation.proposition(_opened(_rewritten(statement.conclusion, facts), unknowns)) == F


def _renamed(term: Term, declared: Mapping[str, Variable]) -> Term:
    """The term over the variables that the statement declares."""
    return transform(term, lambda n, _: declared[n.name] if isinstance(n, Variable) else None)


def _rewritten(node: N, facts: Sequence[Equation]) -> N:
    """The node with what the equations decide put in; their sides have to be defined."""
    pairs = {pair for a, b in facts for pair in ((a, b), (b, a))}
    zeros = {a for a, b in facts if b == ZERO} | {b for a, b in facts if a == ZERO}

    def change(part: Node, _depth: int) -> Node | None:
        if isinstance(part, Relation) and (part.left, part.right) in pairs:
            return TRUE if part.op in ("==", "<=", ">=") else FALSE
        if isinstance(part, Op) and part.name == "sub" and part.args in pairs:
            return ZERO
        return ZERO if part in zeros else None

    return transform(node, change)


def _refutation(
    variables: Sequence[Variable],
    fixed: Mapping[Variable, Fraction],
    balls: Mapping[Variable, Any],
) -> Refutation:
    values: dict[str, Printed] = {}
    for variable in variables:
        if variable in fixed:
            values[variable.name] = rational_text(fixed[variable])
        else:
            values[variable.name] = ball_json(balls[variable])
    return Refutation("refuted", values)
