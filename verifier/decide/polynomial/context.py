"""What the polynomial procedures work on: facts as polynomials in opaque atoms, and an aim.

A procedure finds a `Certificate`, in polynomials; `Context.conclude` writes it as a certificate
of the kernel's rule `decide` and makes the theorem.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Protocol, TypeAlias

from flint import fmpq

from verifier.decide.deduce import by_cases
from verifier.decide.search import Search
from verifier.decide.support import Support, conditions_of
from verifier.kernel.certificates.canonical import (
    Field,
    Polynomial,
    atom_key,
    direct_atoms,
)
from verifier.kernel.certificates.combination import (
    Combination,
    Product,
    source,
)
from verifier.kernel.rules import numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.terms import (
    FALSE,
    ONE,
    TRUE,
    ZERO,
    LanguageError,
    Number,
    Op,
    Proposition,
    Relation,
    Term,
    as_term,
)

Rational: TypeAlias = Any  # flint's fmpq has no type stubs
GOAL = -1  # the position of the denied goal among the sources
ZERO_KIND, NONNEGATIVE, POSITIVE = "zero", "nonnegative", "positive"


@dataclass(frozen=True, eq=False)
class Known:
    """A theorem that says of a polynomial that it is zero, nonnegative or positive."""

    theorem: Theorem
    kind: str
    polynomial: Polynomial

    @property
    def strict(self) -> bool:
        """Whether the polynomial is positive."""
        return self.kind == POSITIVE


@dataclass(frozen=True, eq=False)
class Aim:
    """A relation to be shown: that a polynomial is zero, nonnegative or positive.

    The denial of the goal says that -polynomial is positive or nonnegative; for an equation, that
    polynomial**2 is positive.  A contradiction (`FALSE`) is the aim that -1 is nonnegative.
    """

    goal: Proposition
    kind: str
    polynomial: Polynomial

    @property
    def strict(self) -> bool:
        """Whether the polynomial is to be positive."""
        return self.kind == POSITIVE


@dataclass(frozen=True, eq=False)
class Part:
    """coefficient * product of the knowns at some positions * product of squares.

    The position `GOAL` stands for the denied goal.
    """

    coefficient: Rational
    sources: tuple[int, ...] = ()
    squares: tuple[Polynomial, ...] = ()


DENIED = Part(fmpq(1), (GOAL,))


@dataclass(frozen=True, eq=False)
class Certificate:
    """Parts and multiples of equations, by products of polynomials, that add up to zero."""

    parts: tuple[Part, ...]
    multiples: tuple[tuple[int, tuple[Polynomial, ...]], ...] = ()


class Coordinates(Protocol):
    """Coordinates in which a context may be seen."""

    def into(self, polynomial: Polynomial) -> Polynomial:
        """The polynomial in the new coordinates."""

    def back(self, polynomial: Polynomial) -> Polynomial:
        """The polynomial in the old coordinates."""


@dataclass(frozen=True, eq=False)
class Composed:
    """One change of coordinates after another."""

    first: Coordinates
    second: Coordinates

    def into(self, polynomial: Polynomial) -> Polynomial:
        """The polynomial in the new coordinates."""
        return self.second.into(self.first.into(polynomial))

    def back(self, polynomial: Polynomial) -> Polynomial:
        """The polynomial in the old coordinates."""
        return self.first.back(self.second.back(polynomial))


@dataclass(frozen=True, eq=False)
class Chart:
    """An affine change of coordinates: `new` are the new ones in terms of the old, `old` the old
    ones in terms of the new."""

    new: tuple[Polynomial, ...]
    old: tuple[Polynomial, ...]

    def into(self, polynomial: Polynomial) -> Polynomial:
        """The polynomial in the new coordinates."""
        return polynomial.compose(*self.old)

    def back(self, polynomial: Polynomial) -> Polynomial:
        """The polynomial in the old coordinates."""
        return polynomial.compose(*self.new)


class Ring:
    """The polynomials over Q in the atoms of some terms."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.field = Field(terms)
        self._places = {key: i for i, key in enumerate(self.field.keys)}
        self.context = self.field.context
        self.atoms = tuple(self.field.atoms[key] for key in self.field.keys)
        self.generators = tuple(self.context.gens())
        self.one = self.context.constant(1)
        self.zero = self.context.constant(0)

    def constant(self, value: Rational | int) -> Polynomial:
        """A rational number as a polynomial."""
        return self.context.constant(value)

    def polynomial(self, term: Term) -> Polynomial | None:
        """The polynomial of a term; None if it is none or is too large."""
        try:
            value = self.field.value(term).reduced()
        except LanguageError:
            return None
        if not value.denominator.is_constant():
            return None
        return value.numerator * (1 / value.denominator.leading_coefficient())

    def term(self, polynomial: Polynomial) -> Term:
        """A term with the value of the polynomial."""
        parts = list[Term]()
        for exponents, coefficient in polynomial.to_dict().items():
            value = Fraction(int(coefficient.p), int(coefficient.q))
            part = self._monomial(exponents)
            if part is None:
                parts.append(Number(value))
            else:
                parts.append(part if value == 1 else Number(value) * part)
        return _balanced_sum(parts) if parts else ZERO

    def occurring(self, relation: Proposition) -> set[int]:
        """The positions of the atoms that a relation names, even where they cancel."""
        if not isinstance(relation, Relation):
            return set()
        atoms = [*direct_atoms(relation.left), *direct_atoms(relation.right)]
        return {self._places[key] for key in map(atom_key, atoms) if key in self._places}

    def _monomial(self, exponents: Sequence[Any]) -> Term | None:
        product: Term | None = None
        for atom, exponent in zip(self.atoms, exponents, strict=True):
            if not exponent:
                continue
            factor = atom if exponent == 1 else Op("pow", (atom, as_term(int(exponent))))
            product = factor if product is None else product * factor
        return product


@dataclass(frozen=True, eq=False)
class Context:
    """What is known, as polynomials and as theorems that show terms to be defined.

    Polynomials are in the coordinates of the chart, if there is one.
    """

    ring: Ring
    known: tuple[Known, ...]
    facts: tuple[Theorem, ...]
    search: Search
    splits: int = 6  # how many more case distinctions may be nested
    chart: Coordinates | None = None
    _support: list[Support] = field(default_factory=list, repr=False)

    @property
    def equations(self) -> list[int]:
        """The positions of the equations."""
        return [i for i, k in enumerate(self.known) if k.kind == ZERO_KIND]

    @property
    def inequalities(self) -> list[int]:
        """The positions of what is nonnegative or positive."""
        return [i for i, k in enumerate(self.known) if k.kind != ZERO_KIND]

    def extended(self, *more: Known) -> Context:
        """The context with more knowns at the end."""
        return replace(self, known=(*self.known, *more))

    def restricted(self, kept: Iterable[Known]) -> Context:
        """The context with these knowns only."""
        return replace(self, known=tuple(kept))

    def within(self, seconds: float) -> Context:
        """The context with a nearer deadline."""
        deadline = min(self.search.deadline, time.monotonic() + seconds)
        return replace(self, search=replace(self.search, deadline=deadline))

    def seen_through(self, chart: Coordinates, aim: Aim) -> tuple[Context, Aim]:
        """The context and the aim in other coordinates."""
        known = tuple(replace(k, polynomial=chart.into(k.polynomial)) for k in self.known)
        whole = chart if self.chart is None else Composed(self.chart, chart)
        moved = replace(self, known=known, chart=whole)
        return moved, replace(aim, polynomial=chart.into(aim.polynomial))

    def term(self, polynomial: Polynomial) -> Term:
        """A term with the value of the polynomial."""
        return self.ring.term(polynomial if self.chart is None else self.chart.back(polynomial))

    def relation(self, kind: str, polynomial: Polynomial) -> Relation:
        """The relation p == 0, 0 <= p or 0 < p."""
        if kind == ZERO_KIND:
            return Relation("==", self.term(polynomial), ZERO)
        return Relation("<=" if kind == NONNEGATIVE else "<", ZERO, self.term(polynomial))

    def aim(self, kind: str, polynomial: Polynomial) -> Aim:
        """An aim of one's own."""
        return Aim(self.relation(kind, polynomial), kind, polynomial)

    def known_by(self, theorem: Theorem) -> Known | None:
        """A theorem as a known; None if it is not about a polynomial."""
        relation = theorem.conclusion
        if not isinstance(relation, Relation):
            return None
        said = source(relation)
        polynomial = self.ring.polynomial(said.term)
        if polynomial is None:
            return None
        seen = polynomial if self.chart is None else self.chart.into(polynomial)
        return Known(theorem, said.kind, seen)

    def support(self) -> Support:
        """The theorems as givers of side conditions."""
        if not self._support:
            self._support.append(Support(self.facts))
        return self._support[0]

    def conclude(self, goal: Proposition, certificate: Certificate) -> Theorem | None:
        """The goal by a certificate; None if the kernel refuses it."""
        try:
            return self._conclude(goal, certificate)
        except LanguageError:
            return None

    def shown(self, kind: str, polynomial: Polynomial, certificate: Certificate) -> Known | None:
        """What a certificate shows of a polynomial."""
        theorem = self.conclude(self.relation(kind, polynomial), certificate)
        return None if theorem is None else Known(theorem, kind, polynomial)

    def split(
        self, aim: Aim, on: Relation, prove: Callable[[Context, Aim], Theorem | None]
    ) -> Theorem | None:
        """The aim in both cases of a relation."""
        below = replace(self, splits=self.splits - 1)

        def branch(case: Theorem) -> Theorem | None:
            known = below.known_by(case)
            return None if known is None else prove(below.extended(known), aim)

        if self.splits <= 0 or not self.search.remaining():
            return None
        return by_cases(aim.goal, on, branch, branch, self.facts)

    def _conclude(self, goal: Proposition, certificate: Certificate) -> Theorem | None:
        used = {i for part in certificate.parts for i in part.sources if i != GOAL}
        used |= {i for i, _ in certificate.multiples if i != GOAL}
        order = sorted(used)
        premises = [self.known[i].theorem for i in order]
        sides = self._defining(goal, premises, certificate)
        if sides is None:
            return None
        end = len(premises) + sum(isinstance(s.conclusion, Relation) for s in sides)
        place = {i: n for n, i in enumerate(order)} | {GOAL: end}
        written = Combination(
            tuple(self._product(part, place, goal) for part in certificate.parts),
            tuple((place[i], self._multiplied(m)) for i, m in certificate.multiples),
        )
        return infer(numbers.decide, *premises, *sides, goal=goal, certificate=written)

    def _product(self, part: Part, place: dict[int, int], goal: Proposition) -> Product:
        value = fmpq(part.coefficient)
        coefficient = Fraction(int(value.p), int(value.q))
        # The denial of falsehood says no more than that 1 is positive.
        named = (i for i in part.sources if i != GOAL or goal != FALSE)
        sources = tuple(sorted(place[i] for i in named))
        return Product(coefficient, sources, tuple(self.term(s) for s in part.squares))

    def _multiplied(self, factors: Sequence[Polynomial]) -> Term:
        product: Term | None = None
        for factor in factors:
            part = self.term(factor)
            product = part if product is None else product * part
        return ONE if product is None else product

    def _defining(
        self, goal: Proposition, premises: Sequence[Theorem], certificate: Certificate
    ) -> list[Theorem] | None:
        """Theorems that show the goal to be defined, and those without which the kernel would see
        an atom of a multiplier in no premise."""
        sides: list[Theorem] = []
        if isinstance(goal, Relation):
            conditions = [c for c in conditions_of(goal.left, goal.right) if c != TRUE]
            giving = self.support().defining(goal.left, goal.right) if conditions else []
            if giving is None:
                return None
            sides += [theorem for theorem in giving if theorem not in premises]
        multipliers = [s for p in certificate.parts for s in p.squares]
        multipliers += [factor for _, m in certificate.multiples for factor in m]
        if self.chart is not None:
            multipliers = [self.chart.back(m) for m in multipliers]
        wanted = set(atoms_of(*multipliers))
        if wanted:
            sides += self._mentioning(wanted, goal, [*premises, *sides])
        return sides

    def _mentioning(
        self, wanted: set[int], goal: Proposition, premises: Sequence[Theorem]
    ) -> list[Theorem]:
        for relation in [t.conclusion for t in premises] + [goal]:
            wanted = wanted - self.ring.occurring(relation)
        found = []
        for theorem in (*(k.theorem for k in self.known), *self.facts):
            if not wanted:
                break
            here = self.ring.occurring(theorem.conclusion)
            if here & wanted:
                found.append(theorem)
                wanted = wanted - here
        return found


def _balanced_sum(parts: Sequence[Term]) -> Term:
    """The sum, nested no deeper than it must be: what reads terms is recursive."""
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    return _balanced_sum(parts[:half]) + _balanced_sum(parts[half:])


def degrees_of(polynomial: Polynomial) -> list[int]:
    """The degree in each atom; 0 for those that do not occur and for zero."""
    return [max(0, int(d)) for d in polynomial.degrees()]


def atoms_of(*polynomials: Polynomial) -> list[int]:
    """The indices of the atoms that occur in some polynomials, in order."""
    found = {i for p in polynomials for i, degree in enumerate(degrees_of(p)) if degree}
    return sorted(found)
