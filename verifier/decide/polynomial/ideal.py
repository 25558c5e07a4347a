"""Polynomials up to the equations that are known: Groebner bases whose members are theorems."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from flint import Ordering, fmpq, fmpq_mpoly_ctx

from verifier.decide.polynomial.context import (
    DENIED,
    ZERO_KIND,
    Aim,
    Certificate,
    Context,
    Part,
)
from verifier.kernel.certificates.canonical import Polynomial
from verifier.kernel.theorem import Theorem

Exponents = tuple[int, ...]
MAX_MEMBERS, MAX_PAIRS, MAX_LENGTH, MAX_STEPS = 40, 300, 400, 3_000


@dataclass(frozen=True, eq=False)
class Member:
    """A polynomial of the ideal: a known equation, or a combination of earlier members."""

    polynomial: Polynomial  # in the order of the basis, with leading coefficient 1
    lead: Exponents
    position: int | None  # of the equation among the knowns
    recipe: dict[int, Polynomial]  # members and their multipliers


@dataclass(frozen=True, eq=False)
class Ideal:
    """A basis of the ideal of the known equations, complete up to limits of size."""

    context: Context
    order: fmpq_mpoly_ctx
    members: list[Member] = field(default_factory=list)
    _reduced: dict[Exponents, Polynomial] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, context: Context) -> Ideal:
        """The ideal of the equations of a context."""
        names = context.ring.context.names()
        ideal = cls(context, fmpq_mpoly_ctx.get(names, Ordering.degrevlex))
        for position in context.equations:
            ideal._start(position)
        ideal._complete()
        return ideal

    def reduce(self, polynomial: Polynomial) -> Polynomial:
        """The normal form, as far as the limits of size and time allow."""
        if not self.members:
            return polynomial
        total = self.context.ring.zero
        for exponents, coefficient in polynomial.to_dict().items():
            total += self._monomial(tuple(exponents)) * coefficient
        return total

    def _monomial(self, exponents: Exponents) -> Polynomial:
        if exponents not in self._reduced:
            monomial = self.order.from_dict({exponents: 1})
            self._reduced[exponents] = self._outside(self._divided(monomial)[0])
        return self._reduced[exponents]

    def multiples(
        self, polynomial: Polynomial
    ) -> tuple[Context, tuple[tuple[int, tuple[Polynomial, ...]], ...]] | None:
        """A context that has the members needed as theorems, and multiples of these that add up
        to the polynomial; None if it is not seen to lie in the ideal."""
        if polynomial == 0:
            return self.context, ()
        rest, quotients = self._divided(self._inside(polynomial))
        if rest != 0:
            return None
        writer = _Writer(self)
        positions = {index: writer.position(index) for index in quotients}
        if any(position is None for position in positions.values()):
            return None
        return writer.context, tuple(
            (positions[index] or 0, (self._outside(q),)) for index, q in quotients.items()
        )

    def _inside(self, polynomial: Polynomial) -> Polynomial:
        return polynomial.project_to_context(self.order)

    def _outside(self, polynomial: Polynomial) -> Polynomial:
        return polynomial.project_to_context(self.context.ring.context)

    def _divided(self, polynomial: Polynomial) -> tuple[Polynomial, dict[int, Polynomial]]:
        """The remainder on division by the members, and the quotients."""
        zero = self.order.constant(0)
        rest, quotients, todo = zero, dict[int, Polynomial](), polynomial
        for step in range(MAX_STEPS):
            if todo == 0 or (step % 50 == 49 and self._is_late()):
                break
            lead, coefficient = todo.monomial(0), todo.coefficient(0)
            index = next((n for n, m in enumerate(self.members) if _divides(m.lead, lead)), None)
            if index is None:
                term = self.order.from_dict({lead: coefficient})
                rest, todo = rest + term, todo - term
                continue
            member = self.members[index]
            shift = tuple(a - b for a, b in zip(lead, member.lead, strict=True))
            factor = self.order.from_dict({shift: coefficient})
            quotients[index] = quotients.get(index, zero) + factor
            todo = todo - factor * member.polynomial
        return rest + todo, quotients

    def _is_late(self) -> bool:
        return self.context.search.remaining() <= 0

    def _start(self, position: int) -> None:
        given = self._inside(self.context.known[position].polynomial)
        if given == 0:
            return
        lead = given.coefficient(0)
        monic = given / lead
        self.members.append(Member(monic, _exponents(monic), position, {}))

    def _complete(self) -> None:
        pairs = list(itertools.combinations(range(len(self.members)), 2))
        for _ in range(MAX_PAIRS):
            if not pairs or len(self.members) > MAX_MEMBERS or self._is_late():
                return
            pairs.sort(key=lambda p: sum(_lcm(self.members[p[0]].lead, self.members[p[1]].lead)))
            i, j = pairs.pop(0)
            if self._add_pair(i, j):
                new = len(self.members) - 1
                pairs += [(k, new) for k in range(new)]

    def _add_pair(self, i: int, j: int) -> bool:
        a, b = self.members[i], self.members[j]
        lcm = _lcm(a.lead, b.lead)
        if sum(lcm) == sum(a.lead) + sum(b.lead):
            return False  # Buchberger's criterion: coprime leading monomials
        first = self.order.from_dict({_minus(lcm, a.lead): 1})
        second = self.order.from_dict({_minus(lcm, b.lead): 1})
        rest, quotients = self._divided(first * a.polynomial - second * b.polynomial)
        if rest == 0 or len(rest) > MAX_LENGTH:
            return False
        recipe = {index: -q for index, q in quotients.items()}
        recipe[i] = recipe.get(i, self.order.constant(0)) + first
        recipe[j] = recipe.get(j, self.order.constant(0)) - second
        scale = rest.coefficient(0)
        monic = rest / scale
        recipe = {index: q / scale for index, q in recipe.items()}
        self.members.append(Member(monic, _exponents(monic), None, recipe))
        return True


class _Writer:
    """Makes theorems of the members that are used."""

    def __init__(self, ideal: Ideal) -> None:
        self.ideal, self.context = ideal, ideal.context
        self._places: dict[int, int] = {}

    def position(self, index: int) -> int | None:
        """The position at which the context knows a member to be zero."""
        if index not in self._places:
            place = self._made(index)
            if place is None:
                return None
            self._places[index] = place
        return self._places[index]

    def _made(self, index: int) -> int | None:
        member = self.ideal.members[index]
        polynomial = self.ideal._outside(member.polynomial)
        multiples = []
        if member.position is not None:
            given = self.context.known[member.position].polynomial
            if given == polynomial:
                return member.position
            scale = polynomial.leading_coefficient() / given.leading_coefficient()
            multiples.append((member.position, self.context.ring.constant(scale)))
        for below, factor in member.recipe.items():
            place = self.position(below)
            if place is None:
                return None
            multiples.append((place, self.ideal._outside(factor)))
        # The denial says that polynomial**2 is positive, and it is a multiple of what is zero.
        moved = tuple((place, (-polynomial, factor)) for place, factor in multiples)
        known = self.context.shown(ZERO_KIND, polynomial, Certificate((DENIED,), moved))
        if known is None:
            return None
        self.context = self.context.extended(known)
        return len(self.context.known) - 1


def _exponents(polynomial: Polynomial) -> Exponents:
    return tuple(int(e) for e in polynomial.monomial(0))


def _divides(a: Sequence[int], b: Sequence[int]) -> bool:
    return all(x <= y for x, y in zip(a, b, strict=True))


def _lcm(a: Exponents, b: Exponents) -> Exponents:
    return tuple(max(x, y) for x, y in zip(a, b, strict=True))


def _minus(a: Exponents, b: Exponents) -> Exponents:
    return tuple(x - y for x, y in zip(a, b, strict=True))


def by_ideal(ideal: Ideal, aim: Aim) -> Theorem | None:
    """An aim whose polynomial is zero by the equations, or any if the equations contradict each
    other."""
    impossible = ideal.multiples(-ideal.context.ring.one)
    if impossible is not None:
        context, multiples = impossible
        return context.conclude(aim.goal, Certificate((Part(fmpq(1)),), multiples))
    found = None if aim.strict else ideal.multiples(aim.polynomial)
    if found is None:
        return None
    context, multiples = found
    if aim.kind == ZERO_KIND:
        # The denial says that polynomial**2 is positive.
        multiples = tuple((position, (-aim.polynomial, *m)) for position, m in multiples)
    return context.conclude(aim.goal, Certificate((DENIED,), multiples))
