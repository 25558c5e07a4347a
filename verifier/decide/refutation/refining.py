"""Local maxima of a violation looked at beyond floats: sharper, simpler, and in closed form."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, product

import numpy as np

from verifier.decide.numeric.rationals import simplest
from verifier.decide.numeric.tape import Array
from verifier.decide.refutation.checking import FINAL, Exact
from verifier.decide.refutation.climbing import climb, polish
from verifier.decide.refutation.irrational import recognised
from verifier.decide.refutation.looking import Looker, View, scales, views
from verifier.decide.refutation.points import Listed, Point
from verifier.decide.refutation.precise import Precise, Summit
from verifier.language.terms import Number

ROUNDINGS = (1, 2, 3, 5, 7)  # how many digits of a point are kept
FINENESS = (60, 120, 240, 480)  # bits
CLOSED_FORMS = 12  # how many combinations of closed forms are checked
PINS = 60  # how often a coordinate is given a simple value
TIGHT = 2.0**-100  # what a margin known to hundreds of bits is below if it is 0


class Refiner:
    """Refines peaks, pairs of a view and a point in floats, for one search."""

    def __init__(self, looker: Looker) -> None:
        self.looker = looker
        self.pins = PINS

    def refine(self, view: View, point: Array, depth: int = 2) -> None:
        """Looks near a local maximum for points that violate the statement, if barely."""
        start = view.drawn(point[:, None]).exact(0)
        touching = all(goal.op not in ("<", ">", "!=") for goal in view.land.aim.goals)
        if touching:
            self._rounded(view, start)
        if self.looker.over():
            return
        held = _held(view, start)
        margins = view.land.margins(point[:, None])[:, 0]
        goal = view.land.aim.goals[int(np.argmin(margins))]
        precise = Precise(goal, view.land.aim.variables)
        lengths = scales(view, point)
        summit = precise.summit(start, lengths, held)
        isolated = summit is not None
        if summit is None and len(start) == 1 and not held:
            room = lengths[0] / 10**5
            summit = precise.section(start[0] - room, start[0] + room)
        if summit is not None:
            if not summit.margin < 0:
                self._top(view, summit, held)
            if touching and abs(summit.margin.mid()) < TIGHT and not self.looker.over():
                self._closed_form(view, summit)
        if touching and depth and not isolated and len(start) > 1 and _is_tight(view, point):
            self._pinned(view, start, depth)

    def _rounded(self, view: View, point: Point) -> None:
        """Simple rationals near a point, where the sides of a goal may be equal."""
        for digits in ROUNDINGS:
            width = Fraction(1, 10**digits)
            near = tuple(simplest(x - width, x + width) for x in point)
            if self.looker.over():
                return
            self.looker.look(view, Listed.rows([near]))

    def _top(self, view: View, summit: Summit, held: dict[int, Fraction]) -> None:
        """Rationals near a summit whose margin is not negative."""
        for bits in FINENESS:
            unit = 2**bits
            point = [Fraction(round(x * unit), unit) for x in summit.point]
            for n, known in enumerate(view.ranges):
                if n in held:
                    point[n] = known.inside(held[n], known.width / unit)
            if self.looker.over() or self.looker.check_at(view, point):
                return

    def _closed_form(self, view: View, summit: Summit) -> None:
        """The summit in closed form, if its coordinates can be recognised."""
        options: list[list[Exact]] = [list(recognised(x)) for x in summit.point]
        if all(options):
            for choice in islice(product(*options), CLOSED_FORMS):
                if self.looker.over() or self.looker.check_at(view, choice, FINAL):
                    return

    def _pinned(self, view: View, point: Point, depth: int) -> None:
        """The same where one coordinate has a simple value: for summits that are no points."""
        aim = view.land.aim
        for variable, known, value in zip(aim.variables, view.ranges, point, strict=True):
            for simple in _simple_values(value):
                if not known.holds(simple):
                    continue
                for inner in views(aim, [(variable, Number(simple))]):
                    self.pins -= 1
                    if self.looker.over() or self.pins < 0:
                        return
                    self._pinned_view(view, inner, point, depth)

    def _pinned_view(self, outer: View, inner: View, point: Point, depth: int) -> None:
        if not inner.ranges:
            return
        places = [outer.land.aim.variables.index(v) for v in inner.land.aim.variables]
        start = np.array([[float(point[place])] for place in places])
        found = polish(inner.land, climb(inner.land, start)[:, 0])
        if _is_tight(inner, found):
            self.refine(outer.joined(inner), found, depth - 1)


def _is_tight(view: View, point: Array) -> bool:
    """Whether the margin at a point is 0 as far as floats can tell."""
    usual = float(np.max(np.abs(view.land.sides(point[:, None])), initial=1.0))
    return float(view.land.least(point[:, None])[0]) > -1e-9 * usual


def _simple_values(value: Fraction) -> Iterator[Fraction]:
    yield Fraction(0)
    if value:
        yield simplest(value * Fraction(9, 10), value * Fraction(11, 10))


def _held(view: View, point: Point) -> dict[int, Fraction]:
    """The coordinates that are at an end of their range, at its value, and whole ones."""
    found = {}
    for n, (known, value) in enumerate(zip(view.ranges, point, strict=True)):
        if known.whole:
            found[n] = Fraction(round(value))
        for end in known.ends():
            if abs(value - end.value) <= known.width / 10**14:
                found[n] = end.value
    return found
