"""An aim in floating point: which points may reach it, and how far others are from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from verifier.decide.numeric.affine import Box, box_of, single_bound
from verifier.decide.numeric.sampling import Flags, Tests, draw, project
from verifier.decide.numeric.tape import Array, Compiled, compile_terms
from verifier.decide.refutation.points import Points
from verifier.decide.refutation.problem import Aim
from verifier.language.terms import Relation

Numbers: TypeAlias = "npt.NDArray[np.intp]"


@dataclass(frozen=True, eq=False)
class Screened:
    """The numbers of points that reach an aim beyond rounding, and of those that may."""

    clear: list[int]
    unclear: list[int]


class Landscape:
    """The relations of an aim as one tape."""

    def __init__(self, aim: Aim) -> None:
        self.aim = aim
        self.relations = aim.relations
        self.given = len(aim.constraints)
        sides = [side for r in self.relations for side in (r.left, r.right)]
        self.sides: Compiled = compile_terms(sides, aim.variables)
        self.box: Box = box_of(aim.constraints, aim.variables, aim.integers)
        # Bounds of single variables are kept by clipping.
        others = [r for r in aim.constraints if single_bound(r) is None or r.op == "!="]
        self.tests = Tests(others, aim.variables)

    def screen(self, points: Points) -> Screened:
        """Sorts out the points that clearly do not reach the aim."""
        floats = points.floats
        clear = np.ones(floats.shape[1], dtype=bool)
        possible = clear.copy()
        distance = np.zeros(floats.shape[1])
        if self.relations:
            values, errors = self.sides.errors(floats, points.spread)
            for number, relation in enumerate(self.relations):
                left, right = values[2 * number], values[2 * number + 1]
                room = errors[2 * number] + errors[2 * number + 1]
                yes, no = _certain(relation.op, left, right, room)
                clear &= yes
                possible &= ~no
                distance += _relative(left, right)
        unclear = np.flatnonzero(possible & ~clear)
        near = unclear[np.argsort(distance[unclear], kind="stable")]
        return Screened(np.flatnonzero(clear).tolist(), _alternating(unclear, near))

    def feasible(self, count: int, generator: np.random.Generator) -> Array:
        """Points at which the constraints hold, at most `count` of them, by drawing and moving."""
        points = draw(self.box, count, generator)
        inside = self.tests.hold(points)
        if not inside.all() and self.tests.relations:
            moved = project(self.tests, self.box, points[:, ~inside])
            points = np.hstack([points[:, inside], moved[:, self.tests.hold(moved)]])
        return points

    def margins(self, points: Array) -> Array:
        """How far each goal is reached, negative where it is not; one row for each goal."""
        values = self.sides(points)[2 * self.given :]
        return _margins(self.aim.goals, values[0::2], values[1::2])

    def least(self, points: Array) -> Array:
        """The least margin at each point."""
        return np.asarray(np.min(self.margins(points), axis=0))

    def slopes(self, points: Array, relative: bool = False) -> tuple[Array, Array]:
        """The least margin of the goals at each point and its gradient; with `relative`, of
        the margins divided by the size of the sides."""
        values, slopes = self.sides.gradients(points)
        start = 2 * self.given
        left, right = values[start::2], values[start + 1 :: 2]
        up, down = slopes[start::2], slopes[start + 1 :: 2]
        margins = _margins(self.aim.goals, left, right)
        pairs = zip(self.aim.goals, right - left, strict=True)
        sign = np.array([_direction(relation, gap) for relation, gap in pairs])
        rows = sign[:, None, :] * (down - up)
        if relative:
            with np.errstate(all="ignore"):
                size = np.abs(left) + np.abs(right) + 1e-300
                signs = np.sign(left)[:, None, :] * up + np.sign(right)[:, None, :] * down
                rows = (rows - (margins / size)[:, None, :] * signs) / size[:, None, :]
                margins = margins / size
        least = np.argmin(np.where(np.isnan(margins), np.inf, margins), axis=0)
        columns = np.arange(points.shape[1])
        return margins[least, columns], rows[least, :, columns].T


def _certain(op: str, left: Array, right: Array, room: Array) -> tuple[Flags, Flags]:
    """Where a relation certainly holds, and where it certainly does not."""
    with np.errstate(all="ignore"):
        known = np.isfinite(left) & np.isfinite(right) & np.isfinite(room)
        gap = right - left
        if op in (">", ">="):
            gap = -gap
        exact = room == 0
        match op:
            case "<" | ">":
                yes, no = gap > room, (gap < -room) | (exact & (gap == 0))
            case "<=" | ">=":
                yes, no = (gap > room) | (exact & (gap == 0)), gap < -room
            case "==":
                yes, no = exact & (gap == 0), np.abs(gap) > room
            case _:
                yes, no = np.abs(gap) > room, exact & (gap == 0)
    return yes & known, no & known


def _relative(left: Array, right: Array) -> Array:
    with np.errstate(all="ignore"):
        found = np.abs(left - right) / (np.abs(left) + np.abs(right) + 1e-300)
    return np.asarray(np.nan_to_num(found, nan=2.0, posinf=2.0))


def _alternating(first: Numbers, second: Numbers) -> list[int]:
    """The numbers in both orders by turns, each once."""
    pairs = np.stack([first, second], axis=1).ravel().tolist()
    return list(dict.fromkeys(pairs))


def _margins(goals: tuple[Relation, ...], left: Array, right: Array) -> Array:
    with np.errstate(all="ignore"):
        gaps = right - left
    rows = [_margin(relation, gap) for relation, gap in zip(goals, gaps, strict=True)]
    return np.array(rows).reshape(len(goals), left.shape[1])


def _margin(relation: Relation, gap: Array) -> Array:
    match relation.op:
        case "<" | "<=":
            return gap
        case ">" | ">=":
            return -gap
        case "==":
            return -np.abs(gap)
    return np.abs(gap)


def _direction(relation: Relation, gap: Array) -> Array:
    """The sign with which a margin grows with the gap between right and left."""
    match relation.op:
        case "<" | "<=":
            return np.ones_like(gap)
        case ">" | ">=":
            return -np.ones_like(gap)
        case "==":
            return -np.sign(gap)
    return np.sign(gap)
