"""Points that satisfy relations, and whether a proposition is plausible at such points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from verifier.decide.numeric.affine import Box, box_of, conjuncts, integer_term, relations_among
from verifier.decide.numeric.tape import Array, Compiled, compile_terms, inputs_of
from verifier.language.terms import (
    And,
    Implies,
    LanguageError,
    Not,
    Or,
    Proposition,
    Relation,
    Term,
)

Flags: TypeAlias = "npt.NDArray[np.bool_]"

POINTS = 64  # how many points a goal is looked at
SWEEPS = 12  # how often points are moved towards the relations that they fail
CLOSE = 1e-9  # relative residual up to which an equation counts as satisfied
ROUNDED = 1e4  # how many times the bound of its rounding a residual may be
CLEAR = 1e-6  # relative size of a violation that such residuals do not explain
SIMPLE = (0.0, 1.0, -1.0, 2.0, 0.5, -2.0, 3.0, -0.5, 1.5, 10.0, 0.1)


def samples(
    propositions: Iterable[Proposition], inputs: Sequence[Term], count: int, seed: int = 0
) -> Array:
    """At most `count` points, as columns, at which the relations among the propositions hold.

    Equations hold up to rounding.  Relations with a part that cannot be evaluated are ignored.
    """
    given = list(propositions)
    integers = {term for p in given if (term := integer_term(p)) is not None}
    relations = [r for r in relations_among(given) if _is_evaluable(r, inputs)]
    generator = np.random.default_rng(seed)
    box = box_of(relations, inputs, integers)
    points = draw(box, 2 * count, generator)
    tests = Tests(relations, inputs)
    inside = tests.hold(points)
    found = points[:, inside]
    if found.shape[1] < count and relations and len(inputs):
        moved = project(tests, box, points[:, ~inside])
        found = np.hstack([found, moved[:, tests.hold(moved)]])
    return found[:, :count]


def _is_evaluable(relation: Relation, inputs: Sequence[Term]) -> bool:
    try:
        compile_terms((relation.left, relation.right), inputs)
    except LanguageError:
        return False
    return True


def draw(box: Box, count: int, generator: np.random.Generator) -> Array:
    """Points of a box: simple ones first, then ends, uniform ones, and ones of all magnitudes."""
    rows = []
    for low, high, whole in zip(box.low, box.high, box.whole, strict=True):
        row = _row(float(low), float(high), count, generator)
        rows.append(np.clip(np.round(row), np.ceil(low), np.floor(high)) if whole else row)
    return np.array(rows).reshape(len(rows), count)


def _row(low: float, high: float, count: int, generator: np.random.Generator) -> Array:
    simple = generator.permutation([v for v in SIMPLE if low < v < high] or [0.0])
    sign = generator.choice([-1.0, 1.0], count)
    wide = 10.0 ** generator.uniform(-3, 3, count)
    if np.isfinite(low) and np.isfinite(high):
        even = low + (high - low) * generator.uniform(0, 1, count)
        near = (high - low) * 10.0 ** generator.uniform(-6, 0, count) / 2
        other = np.where(sign > 0, low + near, high - near)
    elif np.isfinite(low):
        even, other = low + wide, low + 4 * generator.uniform(0, 1, count)
    elif np.isfinite(high):
        even, other = high - wide, high - 4 * generator.uniform(0, 1, count)
    else:
        even, other = sign * wide, 4 * generator.uniform(-1, 1, count)
    kind = generator.integers(0, 6, count)
    listed = simple[generator.integers(0, len(simple), count)]
    row = np.where(kind == 0, listed, np.where(kind <= 3, even, other))
    ends = [end for end in (low, high) if np.isfinite(end)]
    if ends:
        at_end = np.array(ends)[generator.integers(0, len(ends), count)]
        row = np.where(kind == 5, at_end, row)
    return np.clip(row, low, high)


class Tests:
    """Relations as one tape: which of them hold at points, and by how much they fail."""

    def __init__(self, relations: Sequence[Relation], inputs: Sequence[Term]) -> None:
        self.relations = tuple(relations)
        sides = [side for r in relations for side in (r.left, r.right)]
        self.sides: Compiled = compile_terms(sides, inputs)

    def hold(self, points: Array) -> Flags:
        """At which points all the relations hold, equations up to rounding."""
        good = np.ones(points.shape[1], dtype=bool)
        if not self.relations:
            return good
        if any(relation.op == "==" for relation in self.relations):
            values, errors = self.sides.errors(points)
        else:
            values = self.sides(points)
            errors = np.zeros_like(values)
        for number, relation in enumerate(self.relations):
            left, right = values[2 * number], values[2 * number + 1]
            good &= holds(relation.op, left, right, errors[2 * number] + errors[2 * number + 1])
        return good

    def steps(self, points: Array, over: float) -> Array:
        """The least moves that would satisfy all failing relations if they were linear; those of
        inequalities go beyond the boundary by the factor `over`."""
        values, slopes = self.sides.gradients(points)
        gaps, slope = values[0::2] - values[1::2], slopes[0::2] - slopes[1::2]
        for number, relation in enumerate(self.relations):
            if relation.op == "==":
                continue
            good = holds(relation.op, values[2 * number], values[2 * number + 1])
            least = 1e-6 if relation.op in ("<", "<=") else -1e-6
            gaps[number] = np.where(good, 0.0, (1 + over) * gaps[number] + over * least)
            slope[number] = np.where(good, 0.0, slope[number])
        known = np.isfinite(gaps) & np.isfinite(slope).all(axis=1)
        gaps = np.where(known, gaps, 0.0)
        slope = np.where(known[:, None, :], slope, 0.0)
        rows = slope.transpose(2, 0, 1)
        square = rows @ rows.transpose(0, 2, 1)
        size = np.trace(square, axis1=1, axis2=2)[:, None, None]
        square = square + (1e-12 * size + 1e-300) * np.eye(len(self.relations))
        solved = np.linalg.solve(square, gaps.T[:, :, None])
        moved = -(rows.transpose(0, 2, 1) @ solved)[:, :, 0].T
        return np.asarray(np.nan_to_num(moved, nan=0.0, posinf=0.0, neginf=0.0))


def holds(op: str, left: Array, right: Array, room: Array | float = 0.0) -> Flags:
    """Where `left op right`, equations up to rounding, of which `room` is a bound; nowhere where
    a side is not finite."""
    with np.errstate(all="ignore"):
        match op:
            case "<":
                good = left < right
            case "<=":
                good = left <= right
            case ">":
                good = left > right
            case ">=":
                good = left >= right
            case "==":
                close = CLOSE * (np.abs(left) + np.abs(right)) + ROUNDED * room
                good = np.abs(left - right) <= close
            case _:
                good = left != right
    return np.asarray(good & np.isfinite(left) & np.isfinite(right))


def project(tests: Tests, box: Box, points: Array, sweeps: int = SWEEPS) -> Array:
    """The points moved towards the relations that they fail."""
    with np.errstate(all="ignore"):
        for sweep in range(sweeps):
            if not points.shape[1]:
                break
            # Beyond the boundary, less and less, so that strict relations come to hold.
            points = box.clip(points + tests.steps(points, 0.5**sweep / 4))
    return points


@dataclass(frozen=True, eq=False)
class Cloud:
    """Points at which some propositions hold, to be asked about others over the same inputs."""

    inputs: tuple[Term, ...]
    points: Array
    exact: bool  # whether no equation holds up to rounding only

    @classmethod
    def of(
        cls, propositions: Sequence[Proposition], inputs: Sequence[Term], count: int, seed: int = 0
    ) -> Cloud:
        """A cloud of at most `count` points; of none if a proposition cannot be evaluated."""
        points = samples(propositions, inputs, count, seed)
        exact = all(r.op != "==" for r in relations_among(propositions))
        cloud = cls(tuple(inputs), points, exact)
        kept = cloud._any([np.ones(points.shape[1], dtype=bool)])
        for part in (p for each in propositions for p in conjuncts(each)):
            if isinstance(part, Relation):
                kept &= _is_evaluable(part, inputs)
            elif integer_term(part) not in inputs:
                kept &= cloud._holds(part)
        return cls(tuple(inputs), points[:, kept], exact)

    def admits(self, goal: Proposition) -> bool:
        """False if the goal fails clearly, beyond rounding, at one of the points."""
        if not self.points.shape[1]:
            return True
        try:
            return not bool(np.any(self._fails(goal)))
        except LanguageError:
            return True

    def _fails(self, goal: Proposition) -> Flags:
        match goal:
            case Relation():
                return self._relation_fails(goal)
            case And(args):
                return self._any([self._fails(arg) for arg in args])
            case Or(args):
                return ~self._any([~self._fails(arg) for arg in args])
            case Not(arg):
                return self._holds(arg)
            case Implies(premise, conclusion):
                return self._holds(premise) & self._fails(conclusion)
        return self._any([])

    def _holds(self, goal: Proposition) -> Flags:
        match goal:
            case Relation(op, left, right) if op != "==":
                return self._relation_fails(Relation(_OPPOSITE[op], left, right))
            case And(args):
                return ~self._any([~self._holds(arg) for arg in args])
            case Or(args):
                return self._any([self._holds(arg) for arg in args])
            case Not(arg):
                return self._fails(arg)
        return self._any([])

    def _any(self, parts: list[Flags]) -> Flags:
        total = np.zeros(self.points.shape[1], dtype=bool)
        for part in parts:
            total = total | part
        return total

    def _relation_fails(self, relation: Relation) -> Flags:
        tape = compile_terms((relation.left, relation.right), self.inputs)
        values, errors = tape.errors(self.points)
        room = errors[0] + errors[1]
        if not self.exact:
            room = room + CLEAR * (np.abs(values[0]) + np.abs(values[1]) + 1)
        with np.errstate(all="ignore"):
            gap = values[0] - values[1]
            match relation.op:
                case "<" | "<=":
                    return np.asarray(gap > room)
                case ">" | ">=":
                    return np.asarray(-gap > room)
                case "==":
                    return np.asarray(np.abs(gap) > room)
        return np.asarray((gap == 0) & (room == 0))


_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "!=": "=="}


@lru_cache(maxsize=32)
def _cloud(facts: tuple[Proposition, ...], inputs: tuple[Term, ...], seed: int) -> Cloud:
    return Cloud.of(facts, inputs, POINTS, seed)


def plausible(facts: Iterable[Proposition], goal: Proposition, seed: int = 0) -> bool:
    """False if the goal fails clearly, beyond rounding, at a point at which the facts hold.

    True proves nothing.  Facts that share no input with the goal, directly or through others, only
    have to hold somewhere: those that contradict each other prove anything.
    """
    given = tuple(facts)
    linked, inputs = _linked(given, goal)
    if _cloud(linked, inputs, seed).admits(goal):
        return True
    rest = tuple(fact for fact in given if fact not in linked)
    return not _cloud(rest, inputs_of(*rest), seed).points.shape[1]


def _linked(
    facts: tuple[Proposition, ...], goal: Proposition
) -> tuple[tuple[Proposition, ...], tuple[Term, ...]]:
    reached = dict.fromkeys(inputs_of(goal))
    rest = [(fact, inputs_of(fact)) for fact in facts]
    chosen: set[Proposition] = set()
    growing = True
    while growing:
        near = [(f, i) for f, i in rest if f not in chosen and any(t in reached for t in i)]
        growing = bool(near)
        for fact, found in near:
            chosen.add(fact)
            reached |= dict.fromkeys(found)
    return tuple(f for f in facts if f in chosen), tuple(reached)
