"""Instances made from a statement's own declarations and hypotheses.

Each item is drawn within the bounds that the hypotheses give it, once the items before it have
their values: often at a bound, and made of small rationals.  What bounds cannot ensure is
checked as soon as all items of a hypothesis have values.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from types import MappingProxyType
from typing import Any

from flint import ctx, fmpq
from hypothesis import assume
from hypothesis import strategies as st

from verifier.decide.numeric.rationals import simplest
from verifier.evidence.isolating import Atom, Limit, enclosure, limits
from verifier.evidence.plan import EXACT_HORIZON, Item, Plan, plans
from verifier.evidence.simple import (
    FRACTIONS,
    MOST_RANDOM,
    POSITIVE,
    REALS,
    member_values,
    random_function,
    random_law,
    related_values,
    unit_law,
)
from verifier.evidence.source import HypothesisSource, RandomSource, Source
from verifier.language.evaluation import Evaluation
from verifier.language.instance import Instance, InstanceValue, Process, Run
from verifier.language.law import Law, product_law
from verifier.language.outcomes import F, U
from verifier.language.statement import Statement
from verifier.language.terms import (
    NATURAL,
    REAL,
    HasLaw,
    IndexRange,
    LanguageError,
    Naturals,
    Reals,
    Symbol,
    Term,
    Variable,
)

Q = Fraction
DEPTHS = tuple(map(Q, (2, 3, 1, 4, 3, 5, 3, 4, 6, 0)))  # six of ten are at least 3
DEEPER = (*DEPTHS, *map(Q, (7, 8)))  # where no law has to be enumerated
TRIALS = 15
KINDS = ("simple", "edge", "inside", "simple", "edge", "soft")
TIGHT = ("edge", "edge", "soft")
PLANS = 4  # how many plans are kept at most
PRECISION = 64
SIMPLE = 40  # bits of a denominator up to which an equality is worth its cost


class _Rejected(Exception):
    """The values drawn so far satisfy no hypothesis any more."""


@dataclass
class _Range:
    """Where a value has to lie, as rationals; `tight` bounds may be attained."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_tight: bool = False
    high_tight: bool = False
    equal: Fraction | None = None

    def add(self, limit: Limit) -> None:
        """Takes one more limit into account."""
        ends = enclosure(limit.value)
        if ends is None:
            return
        low, high, exact = _fraction(ends[0]), _fraction(ends[1]), ends[2]
        if limit.op == "==":
            self.equal = low if exact else (low + high) / 2
        if limit.op in (">", ">=") and (self.low is None or high >= self.low):
            self.low_tight = exact and limit.op == ">=" and (self.low != high or self.low_tight)
            self.low = high
        if limit.op in ("<", "<=") and (self.high is None or low <= self.high):
            self.high_tight = exact and limit.op == "<=" and (self.high != low or self.high_tight)
            self.high = low

    def admits(self, value: Fraction) -> bool:
        """Whether a value lies in the range."""
        if self.low is not None and (
            value < self.low or (value == self.low and not self.low_tight)
        ):
            return False
        return self.high is None or value < self.high or (value == self.high and self.high_tight)

    @property
    def is_empty(self) -> bool:
        """Whether nothing lies in the range."""
        return self.low is not None and self.high is not None and self.low > self.high

    def edges(self) -> list[Fraction]:
        """The attained bounds."""
        low = [self.low] if self.low is not None and self.low_tight else []
        return low + ([self.high] if self.high is not None and self.high_tight else [])


def _fraction(value: Any) -> Fraction:
    return Fraction(int(value.p), int(value.q))


class Draw:
    """Draws one instance of a plan from a source of choices; items in `keep` have their values."""

    def __init__(
        self,
        plan: Plan,
        source: Source,
        keep: Mapping[Variable | Symbol, InstanceValue] = MappingProxyType({}),
    ) -> None:
        self.plan = plan
        self.source = source
        self.keep = keep
        self.values: dict[Variable | Symbol, InstanceValue] = {}
        self.tight = False

    def instance(self) -> Instance | None:
        """An instance, or None if the choices lead to one that fails a hypothesis."""
        # What is nearly false often takes several bounds to be attained at once.
        self.tight = self.source.pick((False, False, True))
        try:
            with ctx.workprec(PRECISION):
                for item in self.plan.order:
                    kept = self.keep.get(item)
                    self.values[item] = self._value(item) if kept is None else kept
                    self._test(item)
        except _Rejected:
            return None
        return Instance(dict(self.values), self.plan.horizon)

    def _evaluation(self) -> Evaluation:
        return Evaluation(Instance(self.values, self.plan.horizon))

    def _test(self, item: Item) -> None:
        tests = self.plan.tests.get(item)
        if tests:
            evaluation = self._evaluation()
            if any(evaluation.proposition(test) in (F, F | U) for test in tests):
                raise _Rejected

    def _value(self, item: Item) -> InstanceValue:
        if isinstance(item, Variable):
            return self._natural(item) if item.sort == NATURAL else self._real(item)
        if item.sorts == (REAL,):
            named, slow = self.plan.horizon > EXACT_HORIZON, item in self.plan.bounded
            return random_function(self.source, named, slow)
        if item.random and item.sorts == (NATURAL, NATURAL):
            return self.plan.processes.get(item, Process())
        count = self._count(item)
        if item.random:
            independent, same = item in self.plan.independent, item in self.plan.same_law
            if item in self.plan.laws and count:
                return self._with_law(self.plan.laws[item], count, independent)
            draw = unit_law if item in self.plan.unit else random_law
            return draw(self.source, count, independent, same)
        members = self._members(item, count)
        if item in self.plan.recursions or item.sorts == (NATURAL, NATURAL):
            return Run((members,), self.plan.recursions.get(item))
        return members

    def _with_law(self, stated: HasLaw, count: int, independent: bool) -> Law:
        """Members of a law that a hypothesis gives: independent, or all the same."""
        if stated.law != "finite":
            raise _Rejected  # no draw has infinitely many values
        evaluation = self._evaluation()
        try:
            numbers = [_exact(evaluation, parameter) for parameter in stated.parameters]
        except LanguageError:
            raise _Rejected from None  # a parameter is drawn later
        pairs = [(p, x) for p, x in zip(numbers[::2], numbers[1::2], strict=True) if p]
        if any(p < 0 for p, _ in pairs) or sum(p for p, _ in pairs) != 1:
            raise _Rejected
        if not independent:
            return Law(tuple((p, (x,) * count) for p, x in pairs))
        if len(pairs) ** count > 2**MOST_RANDOM:
            raise _Rejected
        return product_law([pairs] * count)

    def _count(self, symbol: Symbol) -> int:
        upper = self.plan.uppers.get(symbol)
        if upper is None:
            return 1 if symbol in self.plan.recursions else 3
        value = self._evaluation().term(upper)
        return int(value.p)

    # Naturals

    def _natural(self, item: Variable) -> Fraction:
        depths = [v for k, v in self.values.items() if k in self.plan.depths]
        largest = max((v for v in depths if isinstance(v, Fraction)), default=Q(5))
        laws = any(symbol.random for symbol in self.plan.uppers)
        choices = DEPTHS if laws else DEEPER
        pool = choices if item in self.plan.depths else [Q(n) for n in range(int(largest) + 2)]
        bounds = self._bounds(item)
        options = [v for v in pool if bounds.admits(v) and bounds.equal in (None, v)]
        if item not in self.plan.depths:
            options = [v for v in options if self._passes(item, v)]
        elif bounds.equal is None and not options and bounds.low is not None:
            first = bounds.low.numerator // bounds.low.denominator
            options = [Q(v) for v in range(first, first + 4) if v >= 0 and bounds.admits(Q(v))]
        if not options:
            raise _Rejected
        return self.source.pick(options)

    def _passes(self, item: Variable, value: Fraction) -> bool:
        tests = self.plan.tests.get(item, ())
        here = Evaluation(Instance({**self.values, item: value}, self.plan.horizon))
        return all(here.proposition(test) not in (F, U) for test in tests)

    # Reals

    def _real(self, item: Variable) -> Fraction:
        bounds = self._bounds(item)
        if bounds.equal is not None:
            return bounds.equal
        kind = self.source.pick(TIGHT if self.tight else KINDS)
        if kind == "soft":
            wanted = self._soft(item)
            if wanted is not None and bounds.admits(wanted):
                return wanted
            kind = "edge"
        return self._within(bounds, kind)

    def _within(self, bounds: _Range, kind: str) -> Fraction:
        if kind == "edge" and bounds.edges():
            return self.source.pick(bounds.edges())
        if kind == "edge" and (bounds.low is not None or bounds.high is not None):
            return self._close(bounds)
        if kind == "simple":
            pool = POSITIVE if bounds.low is not None and bounds.low >= 0 else REALS
            options = [value for value in pool if bounds.admits(value)]
            if options:
                return self.source.pick(options)
        return self._inside(bounds)

    def _close(self, bounds: _Range) -> Fraction:
        """Close to a bound that cannot be attained."""
        sides = [s for s in (bounds.low, bounds.high) if s is not None]
        side = self.source.pick(sides)
        width = max(abs(side), Q(1, 8)) / self.source.pick((8, 64, 1000))
        if bounds.low is not None and bounds.high is not None:
            width = min(width, (bounds.high - bounds.low) / 2)
        inward = width if side == bounds.low else -width
        return self._checked(bounds, simplest(side + inward / 2, side + inward))

    def _inside(self, bounds: _Range) -> Fraction:
        fraction = self.source.pick(FRACTIONS)
        if bounds.low is not None and bounds.high is not None:
            at = bounds.low + (bounds.high - bounds.low) * fraction
            margin = abs(bounds.high - bounds.low) / 64
            return self._checked(bounds, simplest(at - margin, at + margin))
        if bounds.low is not None:
            return bounds.low + self.source.pick(
                (fraction, Q(1), abs(bounds.low) * fraction + Q(1, 8))
            )
        if bounds.high is not None:
            return bounds.high - self.source.pick((fraction, Q(1)))
        return self.source.pick(REALS)

    def _checked(self, bounds: _Range, value: Fraction) -> Fraction:
        if bounds.admits(value):
            return value
        raise _Rejected

    def _bounds(self, item: Variable) -> _Range:
        atoms = self.plan.hard.get(item, ())
        found = self._collected(item, atoms)
        if found.is_empty:
            # What is said of all reals that meet a premise was taken at some that do not.
            found = self._collected(item, [a for a in atoms if not _of_reals(a)])
        if found.is_empty:
            raise _Rejected
        return found

    def _collected(self, item: Variable, atoms: Sequence[Atom]) -> _Range:
        found = _Range()
        evaluation = self._evaluation() if atoms else None
        for atom in atoms:
            assert evaluation is not None
            for limit in self._limits(evaluation, atom, item):
                found.add(limit)
        return found

    def _limits(self, evaluation: Evaluation, atom: Atom, item: Item) -> Iterator[Limit]:
        for indices in self._indices(evaluation, atom.domains):
            for index in indices:
                evaluation.push(_exact_value(index))
            yield from limits(atom.relation, item, len(atom.domains), evaluation.term)
            for _ in indices:
                evaluation.pop()

    def _indices(
        self, evaluation: Evaluation, domains: Sequence[Any]
    ) -> Iterator[tuple[int | Fraction, ...]]:
        if not domains:
            yield ()
            return
        domain = domains[0]
        if isinstance(domain, IndexRange):
            options: Sequence[int | Fraction] = evaluation.indices(domain.upper, domain.omit)
        elif isinstance(domain, Naturals):
            options = [domain.start + self.source.pick((0, 1, 2, 5, self.plan.horizon - 1))]
        else:  # all reals: a few of those that the instance is made of
            given = [v for v in self.values.values() if isinstance(v, Fraction)]
            options = [Q(0), Q(1), Q(-1), *given[-3:], *(-v for v in given[-3:])]
        for index in options:
            evaluation.push(_exact_value(index))
            below = list(self._indices(evaluation, domains[1:]))
            evaluation.pop()
            yield from ((index, *rest) for rest in below)

    def _soft(self, item: Variable) -> Fraction | None:
        """A value at which a relation of the conclusion is an equality, or close to one."""
        atoms = self.plan.soft.get(item, ())
        if not atoms:
            return None
        evaluation = self._evaluation()
        found = list(self._limits(evaluation, self.source.pick(atoms), item))
        if not found:
            return None
        ends = enclosure(self.source.pick(found).value)
        if ends is None:
            return None
        low, high, exact = _fraction(ends[0]), _fraction(ends[1]), ends[2]
        if exact and low.denominator.bit_length() <= SIMPLE:
            return low
        size = (abs(low) + Q(1, 10**6)) / 1000
        return simplest(low - size, high + size)

    # Families

    def _members(self, item: Symbol, count: int) -> tuple[Fraction, ...]:
        choices = self.plan.choices.get(item)
        if choices is not None:
            evaluation = self._evaluation()
            options = [_exact(evaluation, value) for value in choices.values]
            return tuple(self.source.pick(options) for _ in range(count))
        others = map(_start, self.values.values())
        like = [other for other in others if other is not None and len(other) == count]
        related = bool(like) and self.source.pick((True, False))
        if related:
            values = related_values(self.source, self.source.pick(like))
        else:
            values = member_values(self.source, count)
        return self._bounded_members(item, values)

    def _bounded_members(self, item: Symbol, values: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
        ranges = [_Range() for _ in values]
        atoms = self.plan.hard.get(item, ())
        evaluation = self._evaluation() if atoms else None
        for atom in atoms:
            assert evaluation is not None
            for indices in self._indices(evaluation, atom.domains):
                for index in indices:
                    evaluation.push(_exact_value(index))
                for limit in limits(atom.relation, item, len(atom.domains), evaluation.term):
                    if 1 <= indices[-1] <= len(values):
                        ranges[int(indices[-1]) - 1].add(limit)
                for _ in indices:
                    evaluation.pop()
        return tuple(map(self._member, ranges, values))

    def _member(self, bounds: _Range, value: Fraction) -> Fraction:
        if bounds.equal is not None:
            return bounds.equal
        if bounds.admits(value):
            return value
        return self._within(bounds, self.source.pick(("simple", "edge", "inside")))


def _of_reals(atom: Atom) -> bool:
    return any(isinstance(domain, Reals) for domain in atom.domains)


def _exact_value(index: int | Fraction) -> Any:
    return fmpq(index.numerator, index.denominator)


def _exact(evaluation: Evaluation, term: Term) -> Fraction:
    value = evaluation.term(term)
    if not isinstance(value, fmpq):
        raise _Rejected
    return _fraction(value)


def _start(value: InstanceValue) -> tuple[Fraction, ...] | None:
    if isinstance(value, Run):
        return value.rows[0]
    return value if isinstance(value, tuple) else None


def ranked_plans(statement: Statement, seed: int = 0, seconds: float = inf) -> tuple[Plan, ...]:
    """The plans of a statement by how often a trial draw passes, those that hardly do left out.

    Trials end when the seconds are over, each plan having had as many as the others.
    """
    found = plans(statement)
    if len(found) == 1:
        return found
    end = time.monotonic() + seconds
    sources = [RandomSource(seed) for _ in found]
    scores = [0] * len(found)
    for _ in range(TRIALS):
        passed = []
        for plan, source in zip(found, sources, strict=True):
            if time.monotonic() > end:
                break
            passed.append(Draw(plan, source).instance() is not None)
        if len(passed) < len(found):
            break
        scores = [score + one for score, one in zip(scores, passed, strict=True)]
    best = max(scores)
    ranked = sorted(zip(scores, range(len(found)), strict=True), key=lambda s: (-s[0], s[1]))
    return tuple(found[n] for score, n in ranked if 2 * score >= best)[:PLANS]


class OutOfTime(BaseException):
    """The time is over; not an `Exception`, which Hypothesis would take for a failure."""


def instances(
    statement: Statement, plan_seconds: float = inf, seconds: float = inf
) -> st.SearchStrategy[Instance]:
    """A Hypothesis strategy for instances that satisfy most hypotheses by construction.

    Those known to fail one are rejected; the rest have to be checked by `check_instance`.  A draw
    raises `OutOfTime` when the seconds are over, of which the plans are chosen in the first.
    """
    end = time.monotonic() + seconds
    choices = ranked_plans(statement, seconds=plan_seconds)

    @st.composite
    def build(draw: Any) -> Instance:
        source = HypothesisSource(draw)
        found = Draw(source.pick(choices), source).instance()
        if time.monotonic() > end:
            raise OutOfTime
        assume(found is not None)
        assert found is not None
        return found

    return build()
