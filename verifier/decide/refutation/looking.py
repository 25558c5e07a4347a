"""Looking at points: those that may reach an aim are checked, and what is found is simplified."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from verifier.decide.numeric.tape import Array
from verifier.decide.refutation.checking import (
    SCREENING,
    Candidate,
    Checker,
    Exact,
    Refutation,
    refutation,
    value_of,
)
from verifier.decide.refutation.landscape import Landscape
from verifier.decide.refutation.points import Drawn, Points
from verifier.decide.refutation.problem import Aim, Failure, Setting, put
from verifier.decide.refutation.simpler import simplify
from verifier.decide.refutation.solving import Equation, settings
from verifier.decide.refutation.special import Range, ranges
from verifier.language.statement import Statement
from verifier.language.terms import LanguageError, Relation, Term, Variable

CLEAR_LIMIT = 6  # how many points that seem to reach the aim are checked
UNCLEAR_LIMIT = 60  # how many that may reach it
UNDECIDED_LIMIT = 8  # how many may be equalities that are not seen to be
POLISHING = 0.15  # seconds spent at most on smaller numbers


@dataclass(frozen=True, eq=False)
class View:
    """An aim within a setting: the free variables are drawn, the others follow."""

    setting: Setting
    land: Landscape
    ranges: tuple[Range, ...]

    def drawn(self, floats: Array) -> Drawn:
        """Points of the free variables given by floats."""
        return Drawn(floats, tuple(known.nearest_floats() for known in self.ranges))

    def joined(self, inner: View) -> View:
        """A view of this one's aim, seen as a view of the same statement as this one."""
        known = inner.setting.dependent
        dependent = {v: put(t, known) for v, t in self.setting.dependent.items()}
        setting = Setting(inner.setting.free, {**dependent, **known})
        return View(setting, inner.land, inner.ranges)

    def values(self, point: Sequence[Exact]) -> dict[Variable, Exact] | None:
        """The values of all variables at a point of the free ones; None if some have none."""
        given = dict(zip(self.setting.free, point, strict=True))
        found = dict(given)
        for variable, term in self.setting.dependent.items():
            value = value_of(term, given)
            if value is None:
                return None
            found[variable] = value
        return found


def views(aim: Aim, equations: Sequence[Equation] = ()) -> Iterator[View]:
    """The aim where the given equations hold besides its own, as far as they can be solved."""
    own = [(r.left, r.right) for r in aim.relations if r.op == "=="]
    for setting in settings(aim.variables, [*own, *equations]):
        try:
            inner = setting.restrict(aim)
            yield View(setting, Landscape(inner), tuple(ranges(inner)))
        except LanguageError:
            continue


def without(aim: Aim, relation: Relation) -> Aim:
    """The aim without one of its constraints."""
    return replace(aim, constraints=tuple(r for r in aim.constraints if r != relation))


class Looker:
    """Checks candidates for one statement and keeps what it finds."""

    def __init__(self, statement: Statement, deadline: float) -> None:
        self.checker = Checker(statement)
        self.deadline = deadline
        self.refuted: Refutation | None = None
        self.ill_posed: Refutation | None = None

    def over(self) -> bool:
        """Whether to stop: something is found, or there is no time left."""
        return self.refuted is not None or time.monotonic() >= self.deadline

    def look(self, view: View, points: Points, unclear: int = UNCLEAR_LIMIT) -> None:
        """Checks those of the points that may reach the aim of a view."""
        screened = view.land.screen(points)
        limit = self.checker.undecided + UNDECIDED_LIMIT
        for number in (*screened.clear[:CLEAR_LIMIT], *screened.unclear[:unclear]):
            if self.over() or self.checker.undecided >= limit:
                return
            self.check_at(view, points.exact(number))

    def check_at(self, view: View, point: Sequence[Exact], precision: int = SCREENING) -> bool:
        """Whether a point of the free variables of a view refutes the statement."""
        candidate = view.values(point)
        kind = None if candidate is None else self.checker.failure(candidate, precision)
        if candidate is None or kind is None:
            return False
        rational = [x for x in point if isinstance(x, Fraction)]
        if len(rational) < len(point) or not any(isinstance(x, Term) for x in candidate.values()):
            return self._found(kind, candidate)

        def fails(values: Mapping[Variable, Fraction]) -> bool:
            other = view.values(tuple(values.values()))
            return other is not None and self.checker.failure(other, precision) == kind

        free = dict(zip(view.setting.free, rational, strict=True))
        simple = simplify(free, fails, min(self.deadline, time.monotonic() + POLISHING))
        return self._found(kind, view.values(tuple(simple.values())) or candidate)

    def check(self, candidate: Candidate | None, precision: int = SCREENING) -> bool:
        """Whether a candidate refutes the statement."""
        kind = None if candidate is None else self.checker.failure(candidate, precision)
        return candidate is not None and kind is not None and self._found(kind, candidate)

    def _found(self, kind: Failure, candidate: Candidate) -> bool:
        if kind == "refuted":
            self.refuted = refutation(kind, self._simpler(candidate, kind))
        elif self.ill_posed is None:
            self.ill_posed = refutation(kind, self._simpler(candidate, kind))
        return kind == "refuted"

    def _simpler(self, candidate: Candidate, kind: Failure) -> Candidate:
        point = {v: value for v, value in candidate.items() if isinstance(value, Fraction)}
        if len(point) < len(candidate):
            return candidate

        def fails(values: Mapping[Variable, Fraction]) -> bool:
            return self.checker.failure(values) == kind

        end = min(self.deadline, time.monotonic() + POLISHING)
        return simplify(point, fails, end)


def scales(view: View, point: Array) -> list[Fraction]:
    """For each coordinate of a point a length within which functions change."""
    widths = view.land.box.high - view.land.box.low
    sizes = np.where(np.isfinite(widths), widths, np.maximum(np.abs(point), 1e-3))
    return [Fraction(float(size)) for size in np.maximum(sizes, 1e-300)]
