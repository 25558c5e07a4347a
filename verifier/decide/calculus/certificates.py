"""Positivstellensatz certificates that are known in full: nothing is searched for here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from verifier.kernel.certificates.combination import Combination, Product
from verifier.kernel.rules import numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.terms import LanguageError, Proposition, Relation, Term


@dataclass(frozen=True)
class Part:
    """coefficient * product of what the theorems say to be nonnegative * product of squares;
    times `denied` factors that the opposite of the goal says to be nonnegative."""

    coefficient: Fraction
    theorems: tuple[Theorem, ...] = ()
    squares: tuple[Term, ...] = ()
    denied: int = 0


@dataclass
class _Premises:
    """Premises, each once, and the places that relations among them have as sources."""

    theorems: list[Theorem] = field(default_factory=list)
    places: dict[Proposition, int] = field(default_factory=dict)
    sources: int = 0

    def add(self, theorem: Theorem) -> int:
        place = self.places.get(theorem.conclusion)
        if place is None:
            place = self.places[theorem.conclusion] = self.sources
            self.theorems.append(theorem)
            self.sources += isinstance(theorem.conclusion, Relation)
        return place


def derived(
    goal: Relation,
    parts: Iterable[Part],
    equations: Sequence[tuple[Theorem, Term]] = (),
    defining: Sequence[Theorem] = (),
) -> Theorem | None:
    """The goal by the certificate "the parts and the multiples of the equations add up to zero".

    `defining` show the terms of the goal to be defined.  None if the certificate is wrong.
    """
    premises, products = _Premises(), []
    listed = list(parts)
    for part in listed:
        for theorem in part.theorems:
            premises.add(theorem)
    for theorem, _ in equations:
        premises.add(theorem)
    for theorem in defining:
        premises.add(theorem)
    denial = premises.sources
    for part in listed:
        sources = [premises.add(theorem) for theorem in part.theorems]
        sources += [denial] * part.denied
        products.append(Product(part.coefficient, tuple(sources), part.squares))
    cofactors: dict[int, Term] = {}
    for theorem, term in equations:
        place = premises.add(theorem)
        cofactors[place] = cofactors[place] + term if place in cofactors else term
    certificate = Combination(tuple(products), tuple(cofactors.items()))
    try:
        return infer(numbers.decide, *premises.theorems, goal=goal, certificate=certificate)
    except LanguageError:
        return None


def summed(goal: Relation, *theorems: Theorem) -> Theorem | None:
    """The goal as the plain sum of what the theorems say; for comparisons a < b < c."""
    one = Fraction(1)
    return derived(goal, [Part(one, (t,)) for t in theorems] + [Part(one, denied=1)])
