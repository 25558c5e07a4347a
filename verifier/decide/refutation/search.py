"""The search for a counterexample, in stages from quick to thorough."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import ceil

import numpy as np

from verifier.decide.numeric import inputs_of
from verifier.decide.numeric.affine import relations_among
from verifier.decide.numeric.sampling import Tests, draw, project
from verifier.decide.numeric.tape import Array
from verifier.decide.refutation.checking import FINAL, Refutation
from verifier.decide.refutation.climbing import best_distinct, climb, polish, refine_grid, sweep
from verifier.decide.refutation.enclosing import enclosed
from verifier.decide.refutation.irrational import equal_at_roots
from verifier.decide.refutation.landscape import Landscape
from verifier.decide.refutation.looking import Looker, View, scales, views, without
from verifier.decide.refutation.points import Listed
from verifier.decide.refutation.problem import Aim, Problem
from verifier.decide.refutation.refining import Refiner
from verifier.decide.refutation.solving import Equation
from verifier.decide.refutation.special import (
    critical_equations,
    listed,
    magnitudes,
    zeros_of_parts,
)
from verifier.language.statement import Statement
from verifier.language.terms import ZERO, LanguageError, Relation

COMBINATIONS = 1500  # how many special points are looked at
SAMPLES = 96
COUNTED = 100_000  # how many whole numbers are counted through
SOLUTIONS = 4  # how many points that solve equations are enclosed
SYSTEMS = 24  # how many critical systems of equations
PEAKS = 6  # how many local maxima of a violation are refined
NEARLY = 1e-4  # relative size of a margin that may be positive at closer inspection
ROUNDS = 4  # how often climbing starts again from other points


class Search:
    """One search, with what it has found so far."""

    def __init__(self, statement: Statement, deadline: float, seed: int = 0) -> None:
        self.deadline = deadline
        self.generator = np.random.default_rng(seed)
        self.looker = Looker(statement, deadline)
        self.refiner = Refiner(self.looker)
        self.statement = statement
        self.problem = Problem(statement)
        self.aims: list[Aim] = []
        self.undefined: list[Aim] = []
        self.views: list[View] = []
        self.peaks: list[tuple[View, Array]] = []

    def stages(self) -> Iterator[Refutation | None]:
        """After each stage the refutation found, or None."""
        if len(self.problem.variables) < len(self.statement.variables):
            return  # families and functions are not for this search
        for stage, share in self._stages():
            remaining = max(0.0, self.deadline - time.monotonic())
            self.looker.deadline = time.monotonic() + share * remaining
            with np.errstate(all="ignore"):
                stage()
            self.looker.deadline = self.deadline
            yield self.looker.refuted
            if self.looker.over():
                return

    def _stages(self) -> Iterator[tuple[Callable[[], None], float]]:
        """The stages, each with its share of the time that is left."""
        yield self.glance, 0.2
        yield self.critical, 0.3
        yield self.climbing, 0.5
        yield self.irrational, 0.4
        yield self.again, 1.0

    def over(self) -> bool:
        """Whether to stop."""
        return self.looker.over()

    # Stage 0

    def glance(self) -> None:
        """Special points and a few dozen drawn ones."""
        if not self.problem.variables:
            self.looker.check({}, FINAL)
            return
        self.aims, self.undefined = self.problem.aims(), self.problem.undefined_aims()
        self.zeros = zeros_of_parts((*self.problem.assumptions, self.problem.conclusion))
        self.views = [view for aim in self.aims for view in views(aim)]
        for view in self.views:
            self._special(view, COMBINATIONS, 60)
            self._drawn(view)
        for view in [view for aim in self.undefined for view in views(aim)]:
            self._special(view, COMBINATIONS // 4, 20)
            self._drawn(view)

    def _special(self, view: View, count: int, unclear: int, far: bool = False) -> None:
        if self.over():
            return
        if not view.ranges:
            self.looker.check_at(view, ())
            return
        values = [listed(r, self.zeros.get(r.variable, [])) for r in view.ranges]
        if far and len(values) == 1:
            values[0] += magnitudes(view.ranges[0])
        if all(values):
            self.looker.look(view, Listed.combined(values, count, self.generator), unclear)

    def _drawn(self, view: View) -> None:
        if view.ranges and not self.over():
            self.looker.look(view, view.drawn(view.land.feasible(SAMPLES, self.generator)))

    # Stage 1

    def critical(self) -> None:
        """Points where parts of the statement do something special, and all magnitudes."""
        for view in self.views:
            self._magnitudes(view)
        for aim in (*self.aims, *self.undefined):
            for system in critical_equations(aim)[:SYSTEMS]:
                for view in views(aim, system):
                    self._special(view, 200, 8, far=True)
                    if not view.setting.complete:
                        self._near(view, system)
                    if self.over():
                        return

    def _magnitudes(self, view: View) -> None:
        """Coordinates of very different sizes."""
        if self.over() or not view.ranges:
            return
        single = len(view.ranges) == 1
        values = []
        for known in view.ranges:
            near = [] if single else listed(known, self.zeros.get(known.variable, []))[:6]
            values.append(near + magnitudes(known, beyond=single))
        if all(values):
            points = Listed.combined(values, 2 * COMBINATIONS, self.generator)
            self.looker.look(view, points, 240 if single else 60)

    def _near(self, view: View, system: Sequence[Equation]) -> None:
        """Points at which equations hold that could not be solved by form."""
        if not view.ranges:
            return
        relations = [Relation("==", left, right) for left, right in system]
        inner = view.setting.restrict(Aim(self.problem.variables, (), tuple(relations)))
        try:
            tests = Tests(inner.goals, inner.variables)
        except LanguageError:
            return
        start = view.land.feasible(SAMPLES // 2, self.generator)
        points = project(tests, view.land.box, start, 25)
        self.looker.look(view, view.drawn(points[:, tests.hold(points)]), 20)

    # Stage 2

    def climbing(self) -> None:
        """Local maxima of the violation, also on the boundary of what is allowed."""
        every = [*self.views, *self._boundaries()]
        every += [view for aim in self.undefined for view in views(aim)]
        for view in every:
            if self.over():
                return
            if len(view.ranges) == 1 and view.ranges[0].whole:
                self._count(view)
            elif len(view.ranges) == 1:
                self._scan(view)
            elif view.ranges:
                for relative in (False, True):
                    self._climb(view, SAMPLES, relative)
        self._refine()

    def again(self) -> None:
        """The same from other points."""
        for number in range(ROUNDS):
            for view in self.views:
                if self.over():
                    return
                if len(view.ranges) > 1:
                    self._climb(view, SAMPLES * 2 ** (number + 1), number % 2 == 1)
            self._refine()

    def _boundaries(self) -> Iterator[View]:
        """The aims where one of their constraints on several variables is an equation."""
        for aim in self.aims:
            for relation in aim.constraints:
                if relation.op not in ("==", "!=") and len(inputs_of(relation)) > 1:
                    for view in views(without(aim, relation), [(relation.left, relation.right)]):
                        if len(view.ranges) + 1 == len(aim.variables):
                            yield view

    def _climb(self, view: View, count: int, relative: bool) -> None:
        if self.over():
            return
        land = view.land
        points = land.feasible(count, self.generator)
        usual = _usual(land.least(points))
        if not relative:
            points = sweep(land, points)
            self.looker.look(view, view.drawn(points), 20)
        if self.over():
            return
        points = climb(land, points, relative)
        values = np.where(land.tests.hold(points), land.least(points), -np.inf)
        self.looker.look(view, view.drawn(points), 20)
        for number in best_distinct(points, values, PEAKS):
            if self.over():
                return
            point = polish(land, points[:, number])
            self.looker.look(view, view.drawn(point[:, None]))
            self._note(view, point, usual)

    def _note(self, view: View, point: Array, usual: float) -> None:
        """Keeps a local maximum to be refined if the violation is nearly reached there."""
        margin = float(view.land.least(point[:, None])[0])
        relative = float(view.land.slopes(point[:, None], relative=True)[0][0])
        if relative > -NEARLY or margin > -NEARLY * usual:
            self.peaks.append((view, point))

    def _count(self, view: View) -> None:
        """The first whole numbers."""
        (known,) = view.ranges
        start = 0 if known.low is None else ceil(known.low.value)
        if abs(start) > 2**52:  # beyond the whole numbers that floats tell apart
            return
        numbers = start + np.arange(COUNTED)
        if known.low is None:
            numbers = np.concatenate([numbers, -numbers])
        inside = (numbers >= view.land.box.low[0]) & (numbers <= view.land.box.high[0])
        self.looker.look(view, view.drawn(numbers[inside].astype(float)[None, :]), 20)

    def _scan(self, view: View) -> None:
        """All of the line, close to its ends and far out."""
        land = view.land
        grid = _grid(float(land.box.low[0]), float(land.box.high[0]))

        def value(xs: Array) -> Array:
            return np.asarray(np.nan_to_num(land.slopes(xs[None, :])[0], nan=-np.inf))

        points = grid[land.tests.hold(grid[None, :])]
        if not len(points):
            return
        self.looker.look(view, view.drawn(points[None, :]), 20)
        values = value(points)
        brackets = [] if self.over() else refine_grid(value, points, values, PEAKS)
        for bracket in brackets:
            if self.over():
                return
            self.looker.look(view, view.drawn(np.array([bracket])))
            self._note(view, np.array([bracket[1]]), _usual(values))

    # Stage 3

    def irrational(self) -> None:
        """Points that are solutions of equations which have no rational ones, or none by form."""
        relations = relations_among((*self.problem.assumptions, self.problem.conclusion))
        for vanishing, near, known in equal_at_roots(relations):
            if len(self.problem.variables) == 1:
                self._enclose([(vanishing, ZERO)], [near], known)
        for aim in self.aims:
            self._solve(aim, ())
            if all(goal.op in ("<=", ">=", "==") for goal in aim.goals):
                for system in critical_equations(aim)[:SYSTEMS]:
                    self._solve(aim, system)

    def _solve(self, aim: Aim, extra: Sequence[Equation]) -> None:
        """Points where the equations of an aim hold, and further ones."""
        equal = [r for r in aim.relations if r.op == "=="]
        system = [*((r.left, r.right) for r in equal), *extra]
        if self.over() or not 0 < len(system) <= len(aim.variables):
            return
        given = [Relation("==", left, right) for left, right in system]
        others = tuple(r for r in aim.relations if r.op != "==")
        try:
            land = Landscape(replace(aim, constraints=tuple(given), goals=others))
        except LanguageError:
            return
        box = Landscape(aim).box
        points = project(land.tests, box, draw(box, SAMPLES, self.generator), 25)
        points = points[:, land.tests.hold(points)]
        if not points.shape[1]:
            return
        margins = land.least(points) if others else np.zeros(points.shape[1])
        allowed = -1e-6 if extra else 0.0  # what touches may seem to miss
        margins = np.where(margins > allowed, margins, -np.inf)
        for number in best_distinct(points, margins, SOLUTIONS):
            self._enclose(system, points[:, number].tolist(), ())

    def _enclose(
        self, system: Sequence[Equation], near: Sequence[float], known: Sequence[Equation]
    ) -> None:
        if not self.over():
            self.looker.refuted = enclosed(
                self.statement, self.problem.variables, system, near, known
            )

    # Beyond floats

    def _refine(self) -> None:
        """The local maxima found that nearly violate the statement, far beyond floats."""
        peaks, self.peaks = self.peaks, []
        done: list[tuple[View, Array]] = []
        for view, point in peaks:
            if self.over():
                return
            room = 1e-6 * np.array([float(scale) for scale in scales(view, point)])
            if not any(v is view and np.all(np.abs(p - point) <= room) for v, p in done):
                done.append((view, point))
                self.refiner.refine(view, point)


def _usual(margins: Array) -> float:
    """The size that margins usually have."""
    finite = np.abs(margins[np.isfinite(margins)])
    return float(np.median(finite)) if len(finite) else 0.0


def _grid(low: float, high: float, count: int = 1500) -> Array:
    """Sorted floats of a range: even ones, and of all magnitudes from its ends on."""
    powers = 10.0 ** np.linspace(-18, 0, count // 4)
    if np.isfinite(low) and np.isfinite(high):
        width = high - low
        rows = [np.linspace(low, high, count), low + width * powers, high - width * powers]
    else:
        wide = 10.0 ** np.linspace(-18, 18, count // 2)
        start = low if np.isfinite(low) else high if np.isfinite(high) else 0.0
        signs = [1.0] if np.isfinite(low) else [-1.0] if np.isfinite(high) else [1.0, -1.0]
        rows = [start + sign * part for sign in signs for part in (wide, np.linspace(0, 50, count))]
    found = np.unique(np.concatenate(rows))
    return found[(found >= low) & (found <= high)]
