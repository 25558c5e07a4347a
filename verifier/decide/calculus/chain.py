"""Signs by derivatives: f is positive if f*m, with a positive multiplier m that makes the
derivative simple, rises from a value that is not negative.

Where the derivative changes its sign the interval is cut, and what is left over around such a point
is shown by enclosures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from verifier.decide.calculus.pieces import End, Piece, joined
from verifier.decide.calculus.recognise import recognised
from verifier.decide.calculus.sampling import HALVINGS, Samples, sign_of, simplest_between
from verifier.decide.calculus.step import Multiplier, stepped
from verifier.decide.calculus.tower import Ball
from verifier.kernel.certificates.canonical import Polynomial, Quotient
from verifier.kernel.theorem import Theorem
from verifier.language.terms import Number, Term

if TYPE_CHECKING:
    from verifier.decide.calculus.signs import Signs

MAX_TRIED = 6
MAX_RUNS = 7
MAX_TERMS = 500
FEW_BOXES = 100.0
SIMPLE = 1.0  # the weight of a slope without functions
WINDOW_COST, WIDE_WINDOW_COST = 25.0, 80.0
TOO_COSTLY = 60.0


@dataclass(frozen=True)
class _Slope:
    """What comes of a multiplier: the product with f, its derivative, the factors of that."""

    multiplier: Multiplier
    product: Quotient
    slope: Quotient
    weight: float


@dataclass(frozen=True)
class _Run:
    """A part of the piece on which the product rises from its lower end or falls to its upper."""

    from_lower: bool


@dataclass(frozen=True)
class _Window:
    """A part of the piece that is left to enclosures."""


@dataclass(frozen=True)
class _Plan:
    """Cuts, and what is done between them."""

    cuts: tuple[Term, ...]
    parts: tuple[_Run | _Window, ...]


def positive(
    signs: Signs, polynomial: Polynomial, piece: Piece, strict: bool, level: int
) -> Theorem | None:
    """0 < f or 0 <= f on the piece."""
    search = _Chain(signs, polynomial, piece, strict, level)
    slopes = sorted(search.slopes(), key=lambda s: s.weight)
    tried = 0
    for planner in (search.plan, search.plan_near_ends):
        for slope in slopes:
            if tried >= MAX_TRIED or not signs.search.remaining():
                break
            plan = planner(slope)
            if plan is None:
                if search.rests_on_infinity(slope):
                    found = signs.by_inversion(polynomial, piece, strict, level)
                    if found is not None:
                        return found
                continue
            tried += 1
            found = search.carried_out(plan, slope)
            if found is not None:
                return found
        tried = 0
    return None


@dataclass(frozen=True)
class _Chain:
    """One function on one piece."""

    signs: Signs
    polynomial: Polynomial
    piece: Piece
    strict: bool
    level: int

    @property
    def samples(self) -> Samples:
        """Points of the piece."""
        return self.signs.samples(self.piece)

    # Multipliers

    def slopes(self) -> Iterator[_Slope]:
        """The derivatives after multiplication with what may make them simple."""
        tower, seen = self.signs.tower, set[str]()
        for factors in self._multipliers():
            multiplier = self._signed(factors)
            if not self.signs.search.remaining():
                return
            if multiplier is None:
                continue
            product = tower.quotient(self.polynomial)
            for factor, exponent in multiplier.factors:
                power = tower.quotient(factor ** abs(exponent))
                product = product * (power if exponent > 0 else power.inverse())
            product = product.reduced()
            slope = tower.derivative(product)
            top = tower.reduced(slope.numerator).remainder
            key = str(top)
            if top == 0 or key in seen or len(top) > MAX_TERMS:
                continue
            seen.add(key)
            weight = sum(self._weight(f) for f, _ in tower.factored(top).factors)
            yield _Slope(multiplier, product, slope, weight + 0.01 * len(multiplier.factors))

    def _multipliers(self) -> Iterator[list[tuple[Polynomial, int]]]:
        tower, gens = self.signs.tower, self.signs.tower.context.gens()
        yield []
        for index in (*tower.functions_in(self.polynomial), tower.at):
            for power, coefficient in tower.coefficients(self.polynomial, index).items():
                yield [(coefficient, -1)]
                if power:
                    yield [(gens[index], -power)]
                    yield [(coefficient, -1), (gens[index], -power)]
        for part in self._halves():
            yield [(part, -1)]

    def _halves(self) -> Iterator[Polynomial]:
        """The terms that are positive, and those that are negative, if each is of one sign."""
        sides: dict[int, dict[tuple[int, ...], Any]] = {1: {}, -1: {}}
        tower = self.signs.tower
        for exponents, coefficient in self.polynomial.to_dict().items():
            term = tower.context.from_dict({exponents: coefficient})
            sign = self.samples.sign(term)
            if not sign:
                return
            sides[sign][exponents] = coefficient
        for side in sides.values():
            if len(side) > 1:
                yield tower.context.from_dict(side)

    def _signed(self, factors: list[tuple[Polynomial, int]]) -> Multiplier | None:
        """The multiplier as a product of factors that are positive on the piece."""
        powers: dict[str, tuple[Polynomial, int]] = {}
        for polynomial, exponent in factors:
            for factor, times in self.signs.tower.factored(polynomial).factors:
                sign = self.samples.sign(factor)
                if not sign:
                    return None
                signed = factor * sign
                before = powers.get(str(signed), (signed, 0))[1]
                powers[str(signed)] = (signed, before + times * exponent)
        return Multiplier(tuple((f, e) for f, e in powers.values() if e))

    def _weight(self, factor: Polynomial) -> float:
        """How hard a factor looks."""
        tower = self.signs.tower
        degrees = [int(d) for d in factor.degrees()]
        functions = tower.functions_in(factor)
        size = 0.05 * len(factor) + 0.02 * degrees[tower.at]
        if not functions:
            return float(size)
        if len(factor) == 1:
            return 0.3
        hard = sum(1.0 + 0.3 * degrees[i] for i in functions)
        if all(self.signs.is_root(i) for i in functions):
            return float(0.4 * hard + size)
        cost = self.signs.box_cost(factor * (self.samples.sign(factor) or 1), self.piece)
        return float(0.2 + cost / 100 if cost <= FEW_BOXES else hard + size)

    # Plans

    def plan(self, slope: _Slope) -> _Plan | None:
        """How the signs of the slope show that f is positive; None if they do not."""
        marks = self._marks(slope)
        runs = _runs(marks)
        if not runs or len(runs) > MAX_RUNS:
            return None
        if len(runs) == 1:
            run = _Run(from_lower=runs[0][2] > 0)
            return _Plan((), (run,)) if self._is_base_valid(slope, run.from_lower) else None
        return self._plan_with_cuts(slope, runs)

    def rests_on_infinity(self, slope: _Slope) -> bool:
        """Whether the slope is simple, but would show f to be positive from infinity only."""
        if slope.weight > SIMPLE or self.piece.is_bounded():
            return False
        runs = _runs(self._marks(slope))
        return bool(runs) and (
            (self.piece.upper is None and runs[-1][2] < 0)
            or (self.piece.lower is None and runs[0][2] > 0)
        )

    def _marks(self, slope: _Slope) -> list[int]:
        """The signs of the slope at the points, 0 where they are not known."""
        above = self.samples.signs(slope.slope.numerator)
        below = self.samples.signs(slope.slope.denominator)
        return [(a or 0) * (b or 0) for a, b in zip(above, below, strict=True)]

    def _is_base_valid(self, slope: _Slope, from_lower: bool) -> bool:
        end = self.piece.lower if from_lower else self.piece.upper
        if end is None:
            return False
        value = self._value(slope, self.signs.constants.ball(end.term))
        return bool(value.is_finite() and (value > 0 or value.contains(0)))

    def _value(self, slope: _Slope, point: Ball) -> Ball:
        tower = self.signs.tower
        values = tower.values_at(point)
        below = tower.ball(slope.product.denominator, values)
        if below.contains(0):
            return below / 0
        return tower.ball(slope.product.numerator, values) / below

    def _plan_with_cuts(self, slope: _Slope, runs: list[tuple[int, int, int]]) -> _Plan | None:
        """Runs, and windows around the points between them; at a minimum that is known exactly
        there is no window."""
        cuts: list[Term] = []
        parts: list[_Run | _Window] = []
        start, covered = runs[0][0], False  # covered: a window reaches to the next run's end
        for n, (_, end, sign) in enumerate(runs):
            is_last = n == len(runs) - 1
            window = None
            exact: Term | None = None
            if not is_last:
                left, right = end, runs[n + 1][0]
                if sign < 0:
                    exact = self._minimum(slope, left, right)
                if exact is None:
                    window = self._window(slope, left, right, start, runs[n + 1][1])
                    if window is None:
                        return None
            if not covered:
                parts.append(_Run(from_lower=sign > 0))
            covered = False
            if exact is not None:
                cuts.append(exact)
                start = runs[n + 1][0]
            elif window is not None:
                low, high, start = window
                if low is None:
                    parts.pop()
                else:
                    cuts.append(low)
                parts.append(_Window())
                if high is None:
                    if n + 2 < len(runs):
                        return None
                    break
                cuts.append(high)
        first, last = parts[0], parts[-1]
        for part, is_first in ((first, True), (last, False)):
            rests_on_end = isinstance(part, _Run) and part.from_lower == is_first
            if rests_on_end and not self._is_base_valid(slope, is_first):
                return None
        return _Plan(tuple(cuts), tuple(parts))

    def plan_near_ends(self, slope: _Slope) -> _Plan | None:
        """Runs only as far as enclosures do not reach, towards the ends at which f vanishes."""
        marks, costs = self._marks(slope), self._costs
        window = self._widest(costs)
        if window is None:
            return None
        low, high = window
        cuts: list[Term] = []
        parts: list[_Run | _Window] = [_Window()]
        points = [sample.point for sample in self.samples.samples]
        if low > 0 or not self._is_positive_at(self.piece.lower):
            low = max(low, len(HALVINGS))
            if not (all(m > 0 for m in marks[:low]) and self._is_base_valid(slope, True)):
                return None
            cuts.append(Number(simplest_between(points[low - 1], points[low])))
            parts.insert(0, _Run(from_lower=True))
        last = len(points) - 1
        if high < last or not self._is_positive_at(self.piece.upper):
            high = min(high, last - len(HALVINGS))
            if not (all(m < 0 for m in marks[high + 1 :]) and self._is_base_valid(slope, False)):
                return None
            cuts.append(Number(simplest_between(points[high], points[high + 1])))
            parts.append(_Run(from_lower=False))
        return _Plan(tuple(cuts), tuple(parts)) if low < high else None

    def _widest(self, costs: Sequence[float]) -> tuple[int, int] | None:
        """The widest window that is cheap, grown from where enclosures are cheapest."""
        if not self.piece.is_bounded():
            return None
        low = min(range(len(costs)), key=lambda i: costs[i])
        high, total = low + 1, costs[low]
        while True:
            options = []
            if low > 0:
                options.append((costs[low - 1], -1))
            if high < len(costs):
                options.append((costs[high], 1))
            more, way = min(options, default=(float("inf"), 0))
            if not total + more <= WIDE_WINDOW_COST:
                return low, high
            total += more
            low, high = (low - 1, high) if way < 0 else (low, high + 1)

    def _is_positive_at(self, end: End | None) -> bool:
        if end is None:
            return False
        tower = self.signs.tower
        value = tower.ball(self.polynomial, tower.values_at(self.signs.constants.ball(end.term)))
        return sign_of(value) == 1

    def _minimum(self, slope: _Slope, left: int, right: int) -> Term | None:
        """The exact place of a minimum, if it is recognised and f is not negative there."""
        root = self._turning_point(slope, left, right)
        term = None if root is None else recognised(root)
        if term is None:
            return None
        value = self._value(slope, self.signs.constants.ball(term))
        return term if value.is_finite() and (value > 0 or value.contains(0)) else None

    def _turning_point(self, slope: _Slope, left: int, right: int) -> Ball | None:
        tower = self.signs.tower
        if right - left == 2 and self._marks(slope)[left + 1] == 0:
            point = self.samples.samples[left + 1].point
            if sign_of(tower.ball(slope.slope.numerator, tower.values_at(point))) == 0:
                return point
        for factor, _ in tower.factored(slope.slope.numerator).factors:
            found = self.samples.signs(factor)
            if found[left] and found[right] and found[left] != found[right]:
                return self.samples.root(factor, left, right)
        return None

    @cached_property
    def _costs(self) -> list[float]:
        return self.signs.gap_costs(self.polynomial, self.piece)

    def _window(
        self, slope: _Slope, left: int, right: int, first: int, last: int
    ) -> tuple[Term | None, Term | None, int] | None:
        """Cuts around a point between two sample points, and where the next run starts."""
        low, high = left, right
        cost = sum(self._costs[low:high])
        if cost > TOO_COSTLY:
            return self._narrow_window(slope, left, right, cost)
        while True:
            options = []
            if low > first:
                options.append((self._costs[low - 1], -1))
            if high < last:
                options.append((self._costs[high], 1))
            if not options:
                break
            more, way = min(options)
            if cost + more > WINDOW_COST:
                break
            cost += more
            low, high = (low - 1, high) if way < 0 else (low, high + 1)
        points = [sample.point for sample in self.samples.samples]
        if low == 0 and self._is_positive_at(self.piece.lower):
            first_cut = None
        else:
            low = max(low, 1)
            first_cut = Number(simplest_between(points[low - 1], points[low]))
        if high == len(points) - 1 and self._is_positive_at(self.piece.upper):
            return first_cut, None, high
        high = min(high, len(points) - 2)
        return first_cut, Number(simplest_between(points[high], points[high + 1])), high

    def _narrow_window(
        self, slope: _Slope, left: int, right: int, cost: float
    ) -> tuple[Term | None, Term | None, int] | None:
        """Cuts close to the turning point, for a function that is small there."""
        root = None if cost == float("inf") else self._turning_point(slope, left, right)
        if root is None:
            return None
        points = [sample.point for sample in self.samples.samples]
        room = (points[right] - points[left]) / int(cost / 8)
        return (
            Number(simplest_between(root - room, root - room / 2)),
            Number(simplest_between(root + room / 2, root + room)),
            right,
        )

    # Carrying out

    def carried_out(self, plan: _Plan, slope: _Slope) -> Theorem | None:
        """The proof that a plan describes."""
        shown, rest = [], self.piece
        for n, part in enumerate(plan.parts):
            here = rest if n == len(plan.cuts) else rest.until(plan.cuts[n])
            found = self._part(part, slope, here)
            if found is None:
                return None
            shown.append(found)
            if n < len(plan.cuts):
                rest = rest.beyond(plan.cuts[n])
        goal = self.signs.goal(self.polynomial, self.strict)
        return joined(self.piece, plan.cuts, shown, goal, self.signs.constants)

    def _part(self, part: _Run | _Window, slope: _Slope, piece: Piece) -> Theorem | None:
        if isinstance(part, _Window):
            return self.signs.boxed(self.polynomial, piece, self.strict)
        return stepped(
            self.signs,
            self.polynomial,
            piece,
            slope.multiplier,
            part.from_lower,
            self.strict,
            self.level + 1,
        )


def _runs(marks: Sequence[int]) -> list[tuple[int, int, int]]:
    """Runs of one sign: first point, last point, sign."""
    runs: list[tuple[int, int, int]] = []
    for i, mark in enumerate(marks):
        if not mark:
            continue
        if runs and runs[-1][2] == mark:
            runs[-1] = (runs[-1][0], i, mark)
        else:
            runs.append((i, i, mark))
    return runs
