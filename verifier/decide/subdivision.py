"""Finding a subdivision of a box each part of which is settled by an enclosure.

Boxes are worked through depth first, of two halves the one first where the goal looks worse, so
that a point of equality or a false goal is met early.  Nothing here is trusted: what is found is
gone through again by `verifier.kernel.certificates.cover`.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from flint import ctx

from verifier.kernel.certificates.combination import negated
from verifier.kernel.certificates.cover import MAX_TOKENS, MAX_WORK, OVERHEAD
from verifier.language.enclosure import (
    Box,
    Claim,
    bounds,
    halves,
    lowest_face,
    ordered_variables,
)
from verifier.language.intervals import INFINITY, MINUS_INFINITY, ZERO, Interval, middle
from verifier.language.terms import LanguageError, Relation

HALVE, ENCLOSE, ABOUT_A_POINT, FACE = range(4)
MAX_LEAVES = 5_000
# How many leaves show how it goes, and which part of the box they should have settled.
TRIAL, LEAST_SHARE = 1_000, 1e-3


class Failure(Enum):
    """Why no subdivision was found."""

    FALSE = "the goal fails, or cannot be shown, at a point"
    STUCK = "a box got too small"
    LIMIT = "too many boxes, or too little time"


class _Given(Exception):
    def __init__(self, failure: Failure, box: Box) -> None:
        self.failure, self.box = failure, box


@dataclass(eq=False)
class _Node:
    """What is done with a box: tokens, the last of which may halve it."""

    tokens: list[int] = field(default_factory=list)
    halves: tuple[_Node, _Node] | None = None


@dataclass(frozen=True, eq=False)
class _Task:
    """A box to settle, with an enclosure of the goal's difference at its middle.

    `active` are the claims that facts are false which may hold on a part of it (none if the box
    is a face), `cuts` how often each variable was halved.
    """

    node: _Node
    box: Box
    central: Interval
    active: tuple[int, ...]
    cuts: tuple[int, ...]
    is_face: bool = False


@dataclass(frozen=True, eq=False)
class _Descent:
    """What the derivatives of a claim show on a box: the tokens that settle it, or else that lead
    to a face of it; that face; the partial derivatives on the box itself."""

    claim: int
    tokens: list[int]
    settled: bool
    box: Box
    slopes: Box | None


@dataclass(frozen=True)
class Found:
    """The tokens of a cover, and the positions of the claims that it makes use of."""

    tokens: tuple[int, ...]
    used: frozenset[int]


def subdivide(
    facts: Sequence[Relation], goal: Relation, precision: int, deadline: float, sure: bool
) -> Found | tuple[Failure, Box]:
    """The tokens of a cover at a precision, or why there are none and where.

    `sure` says that the goal's terms are known to be defined.  Raises `LanguageError` for terms
    that are not enclosed and bounds that contradict each other.
    """
    with ctx.workprec(precision):
        try:
            return _Subdivision(facts, goal, precision, deadline, sure).run()
        except _Given as given:
            return given.failure, given.box


class _Subdivision:
    def __init__(
        self, facts: Sequence[Relation], goal: Relation, precision: int, deadline: float, sure: bool
    ) -> None:
        variables = ordered_variables(goal, *facts)
        self.claims = [Claim(r, variables) for r in (goal, *map(negated, facts))]
        self.root = tuple(bounds(facts, v) for v in variables)
        self.deadline, self.sure = deadline, sure
        self.max_cuts = int(0.6 * precision)
        work = (1 + len(variables)) * sum(len(claim.difference) for claim in self.claims)
        self.max_tokens = min(MAX_TOKENS, MAX_WORK // (1 + work * (precision + OVERHEAD)))
        self.leaves, self.share, self.size = 0, 0.0, 0

    def run(self) -> Found:
        top = _Node()
        active = tuple(n for n, c in enumerate(self.claims) if n and c.op != "==")
        stack = [_Task(top, self.root, self._central(0, self.root), active, (0,) * len(self.root))]
        while stack:
            task = stack.pop()
            self._check_limits(task)
            stack += self._worked(task)
        tokens = _prefix_order(top)
        return Found(tokens, frozenset(t // 4 for t in tokens if t % 4 != HALVE))

    def _check_limits(self, task: _Task) -> None:
        many = len(self.root) > 2 and self.leaves > TRIAL
        hopeless = many and self.share < LEAST_SHARE * self.leaves / TRIAL
        if (
            hopeless
            or self.leaves > MAX_LEAVES
            or self.size > self.max_tokens
            or time.monotonic() > self.deadline
        ):
            raise _Given(Failure.LIMIT, task.box)

    def _worked(self, task: _Task) -> list[_Task]:
        """Settles a box, or halves it: what is left to do, the last one first."""
        tokens, active = self._by_enclosure(task)
        if tokens is not None:
            return self._settled(task, tokens)
        goal = self._descent(0, task.box)
        if goal.settled:
            return self._settled(task, goal.tokens)
        if task.is_face or (goal.tokens and not active):
            if _excludes(self.claims[0], self._central(0, goal.box)):
                raise _Given(Failure.FALSE, goal.box)
            task.node.tokens += goal.tokens
            return self._halved(replace(task, box=goal.box, active=(), is_face=True), goal)
        rest = replace(task, active=active)
        doubtful = self._false_fact(rest)
        if not doubtful:
            return self._halved(rest, goal)
        fact = self._descent(doubtful, task.box)
        return self._settled(task, fact.tokens) if fact.settled else self._halved(rest, fact)

    def _settled(self, task: _Task, tokens: Sequence[int]) -> list[_Task]:
        task.node.tokens += tokens
        self.leaves += 1
        self.size += len(task.node.tokens)
        self.share += 0.5 ** sum(task.cuts)
        return []

    # Leaves

    def _by_enclosure(self, task: _Task) -> tuple[list[int] | None, tuple[int, ...]]:
        """The tokens that settle a box, if any do, and the claims that remain active."""
        box, goal, active = task.box, self.claims[0], []
        if goal.follows_from(goal.difference.enclose(box)) and (
            self.sure or task.is_face or goal.difference.is_defined(box)
        ):
            return [ENCLOSE], ()
        for n in task.active:
            value = self.claims[n].difference.enclose(box)
            if self.claims[n].follows_from(value):
                return [4 * n + ENCLOSE], ()
            if not _excludes(self.claims[n], value):
                active.append(n)
        return None, tuple(active)

    def _descent(self, n: int, box: Box) -> _Descent:
        """Claim n on a box, by its derivatives."""
        claim, tokens = self.claims[n], list[int]()
        expanded = self._expanded(n, box)
        first = None if expanded is None else expanded[1]
        while expanded is not None:
            value, slopes = expanded
            if claim.follows_from(value) or claim.follows_from(
                claim.difference.enclose_about_lowest(box, slopes)
            ):
                return _Descent(n, [*tokens, 4 * n + ABOUT_A_POINT], True, box, first)
            face = lowest_face(box, slopes)
            if face == box or claim.op not in (">", ">="):
                break
            box = face
            tokens.append(4 * n + FACE)
            if claim.follows_from(claim.difference.enclose(box)):
                return _Descent(n, [*tokens, 4 * n + ENCLOSE], True, box, first)
            expanded = self._expanded(n, box)
        return _Descent(n, tokens, False, box, first)

    def _expanded(self, n: int, box: Box) -> tuple[Interval, Box] | None:
        try:
            return self.claims[n].difference.expand(box)
        except LanguageError:
            return None

    def _false_fact(self, task: _Task) -> int:
        """A fact, by its claim, that is false at the middle of a box if the goal is; 0 if the goal
        may be true there."""
        if not _excludes(self.claims[0], task.central):
            return 0
        values = {n: self._central(n, task.box) for n in task.active}
        for n, value in values.items():
            if self.claims[n].follows_from(value):
                return n
        if all(_excludes(self.claims[n], value) for n, value in values.items()):
            raise _Given(Failure.FALSE, task.box)
        return 0

    def _central(self, n: int, box: Box) -> Interval:
        return self.claims[n].difference.enclose(
            tuple((point, point) for point in map(middle, box))
        )

    # Halving

    def _halved(self, task: _Task, descent: _Descent) -> list[_Task]:
        position = self._cut(task, descent)
        if position is None:
            raise _Given(Failure.STUCK, task.box)
        try:
            high, low = halves(task.box, position)
        except LanguageError:
            raise _Given(Failure.STUCK, task.box) from None
        node = task.node
        node.tokens.append(4 * position + HALVE)
        node.halves = (_Node(), _Node())
        self.size += len(node.tokens)
        cuts = tuple(c + (i == position) for i, c in enumerate(task.cuts))
        tasks = [
            replace(task, node=child, box=part, central=self._central(0, part), cuts=cuts)
            for child, part in zip(node.halves, (low, high), strict=True)
        ]
        return sorted(tasks, key=lambda t: _float(t.central[0]), reverse=True)

    def _cut(self, task: _Task, descent: _Descent) -> int | None:
        """The variable along which to halve a box; None if that is too small."""
        box, cuts = task.box, task.cuts
        usable = [n for n, (low, high) in enumerate(box) if low < high and cuts[n] < self.max_cuts]
        if not usable:
            return None
        if descent.slopes is not None:
            smears = {n: _smear(box[n], descent.slopes[n]) for n in usable}
            if max(smears.values()) < math.inf:
                return max(usable, key=lambda n: smears[n])
            usable = [n for n in usable if smears[n] == math.inf]
        if len(usable) == 1:
            return usable[0]
        gains = {n: self._gain(box, n, descent.claim) for n in usable}
        if -math.inf < max(gains.values()) > min(gains.values()):
            return max(usable, key=lambda n: (gains[n], -cuts[n]))
        return min(usable, key=lambda n: cuts[n])

    def _gain(self, box: Box, position: int, target: int) -> float:
        """How well a claim does on the halves of a box along one variable."""
        program = self.claims[target].difference
        try:
            return sum(_float(program.enclose(half)[0]) for half in halves(box, position))
        except LanguageError:
            return -math.inf


def _prefix_order(top: _Node) -> tuple[int, ...]:
    tokens: list[int] = []
    stack = [top]
    while stack:
        node = stack.pop()
        tokens += node.tokens
        if node.halves is not None:
            low, high = node.halves
            stack += [high, low]
    return tuple(tokens)


def _excludes(claim: Claim, difference: Interval) -> bool:
    """Whether the claim is false wherever the difference lies in an interval."""
    low, high = difference
    if claim.op == "!=":
        return bool(low == ZERO == high)
    return bool(high < ZERO or (claim.op == ">" and high <= ZERO))


def _smear(interval: Interval, slope: Interval) -> float:
    """How much a variable contributes to the width of a value."""
    size = max(abs(_float(slope[0])), abs(_float(slope[1])))
    width = _float(interval[1]) - _float(interval[0])
    return 0.0 if size == 0 else size * width if width < math.inf else math.inf


def _float(end: Any) -> float:
    if end == INFINITY:
        return math.inf
    if end == MINUS_INFINITY:
        return -math.inf
    return float(end)
