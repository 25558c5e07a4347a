"""Local maxima of a violation far beyond the precision of floats.

Near its maximum a violation of relative size 1e-20 is seen only within 1e-10 of it: Newton's method
on differences, taken at several hundred bits, gets there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Any

from flint import arb, arb_mat, ctx

from verifier.decide.refutation.checking import instance_at
from verifier.decide.refutation.middles import middle_of
from verifier.decide.refutation.points import Point
from verifier.language.evaluation import Evaluation
from verifier.language.terms import Relation, Variable
from verifier.language.values import Missing

BITS = 480
STEP = 110  # differences are taken over 2**-STEP of the scale of a coordinate
ROUNDS = 10
MAX_FREE = 12  # second differences of more coordinates take too long
SECTIONS = 260
Q = Fraction
# As exact as that: what its error does grows with every section.
GOLDEN = Q(isqrt(5 * 4**1000) - 2**1000, 2**1001)


@dataclass(frozen=True)
class Summit:
    """A point where a margin is locally largest, and the margin there."""

    point: Point
    margin: Any  # a ball


class Precise:
    """The margin of one goal at exact points."""

    def __init__(self, goal: Relation, variables: Sequence[Variable]) -> None:
        self.goal = goal
        self.variables = tuple(variables)

    def margin(self, point: Sequence[Fraction]) -> Any | None:
        """By how much the goal is reached at a point, as a ball; None where that is unknown."""
        values = dict(zip(self.variables, point, strict=True))
        evaluation = Evaluation(instance_at(values))
        left, right = evaluation.term(self.goal.left), evaluation.term(self.goal.right)
        if isinstance(left, Missing) or isinstance(right, Missing):
            return None
        gap = arb(right) - arb(left)
        if not gap.is_finite():
            return None
        if self.goal.op in ("==", "!="):
            return abs(gap) if self.goal.op == "!=" else -abs(gap)
        return gap if self.goal.op in ("<", "<=") else -gap

    def summit(
        self, start: Point, scales: Sequence[Fraction], held: Mapping[int, Fraction]
    ) -> Summit | None:
        """A stationary point near the start, coordinates in `held` fixed at the given values;
        None if none is approached."""
        with ctx.workprec(BITS):
            point = [held.get(n, _rounded(x)) for n, x in enumerate(start)]
            free = [n for n in range(len(point)) if n not in held]
            if len(free) > MAX_FREE:
                return None
            for _ in range(ROUNDS if free else 0):
                step = self._newton(point, free, scales)
                if step is None:
                    return None
                for n, change in zip(free, step, strict=True):
                    point[n] = _rounded(point[n] + change)
                length = max(abs(c) / scales[n] for n, c in zip(free, step, strict=True))
                if length > Q(1, 10):
                    return None
                if length < Q(1, 2 ** (STEP - 4)):
                    break
            margin = self.margin(point)
            return None if margin is None else Summit(tuple(point), margin)

    def _newton(
        self, point: list[Fraction], free: list[int], scales: Sequence[Fraction]
    ) -> list[Fraction] | None:
        widths = [scales[n] / 2**STEP for n in free]
        count = len(free)
        known: dict[tuple[tuple[int, int], ...], Any] = {}

        def at(*moves: tuple[int, int]) -> Any:
            key = tuple(sorted(moves))
            if key not in known:
                moved = list(point)
                for place, sign in moves:
                    moved[free[place]] += sign * widths[place]
                known[key] = self.margin(moved)
            return known[key]

        centre = at()
        gradient, hessian = arb_mat(count, 1), arb_mat(count, count)
        for i in range(count):
            up, down = at((i, 1)), at((i, -1))
            if centre is None or up is None or down is None:
                return None
            gradient[i, 0] = ((up - down) / 2).mid()
            hessian[i, i] = (up + down - 2 * centre).mid()
            for j in range(i):
                both, other = at((i, 1), (j, 1)), at((j, 1))
                if both is None or other is None:
                    return None
                mixed = (both - up - other + centre).mid()
                hessian[i, j] = hessian[j, i] = mixed
        try:
            solved = hessian.solve(-gradient)
        except ZeroDivisionError:
            return None
        steps = [middle_of(solved[i, 0]) for i in range(count)]
        known_steps = [step for step in steps if step is not None]
        if len(known_steps) < count:
            return None
        return [step * width for step, width in zip(known_steps, widths, strict=True)]

    def section(self, low: Fraction, high: Fraction) -> Summit | None:
        """A local maximum between two numbers by golden sections: for kinks."""
        with ctx.workprec(BITS):
            inner = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)]
            values = [self.margin((x,)) for x in inner]
            for _ in range(SECTIONS):
                if values[0] is None or values[1] is None:
                    return None
                if values[0].mid() > values[1].mid():
                    high, inner[1], values[1] = inner[1], inner[0], values[0]
                    inner[0] = _rounded(high - GOLDEN * (high - low))
                    values[0] = self.margin((inner[0],))
                else:
                    low, inner[0], values[0] = inner[0], inner[1], values[1]
                    inner[1] = _rounded(low + GOLDEN * (high - low))
                    values[1] = self.margin((inner[1],))
            return None if values[0] is None else Summit((inner[0],), values[0])


def _rounded(value: Fraction) -> Fraction:
    """The value to about `BITS` bits."""
    excess = value.denominator.bit_length() - BITS
    if excess <= 0:
        return value
    size = max(0, value.denominator.bit_length() - value.numerator.bit_length())
    return Q(round(value * 2 ** (BITS + size)), 2 ** (BITS + size))
