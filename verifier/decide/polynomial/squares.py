"""Sums of squares as certificates: the bases, weights and multipliers that are tried."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from verifier.decide.polynomial.context import (
    DENIED,
    Aim,
    Certificate,
    Context,
    Part,
    atoms_of,
    degrees_of,
)
from verifier.decide.polynomial.factors import signs_of_atoms
from verifier.decide.polynomial.gram import find_squares
from verifier.decide.polynomial.ideal import Ideal
from verifier.decide.polynomial.products import is_strict, length_of, value_of
from verifier.decide.polynomial.programme import Block
from verifier.decide.polynomial.zeros import zeros
from verifier.kernel.certificates.canonical import Polynomial
from verifier.kernel.theorem import Theorem

Exponents = tuple[int, ...]
MAX_BASIS, MAX_POLYTOPE_ATOMS, MAX_TERMS = 140, 8, 40_000


@dataclass(frozen=True, eq=False)
class Plan:
    """What a search for squares may use.

    `weights` are products of sources, each to be multiplied by squares of polynomials so that the
    degree stays at most `degree`; `scalars` are multiplied by numbers; `multiplier` is what the
    denied goal is multiplied by: parts that have `GOAL` among their sources.
    """

    weights: tuple[Part, ...]
    degree: int
    scalars: tuple[Part, ...] = ()
    multiplier: tuple[Part, ...] = (DENIED,)


def by_squares(context: Context, aim: Aim, plan: Plan, ideal: Ideal) -> Theorem | None:
    """The aim by a combination of weighted squares."""
    parts = (*plan.multiplier, *plan.weights, *plan.scalars)
    if sum(length_of(context, aim, part) for part in parts) > MAX_TERMS:
        return None
    target = context.ring.zero
    for part in plan.multiplier:
        target -= value_of(context, aim, part)
    usable, blocks = _blocks(context, aim, plan, ideal, target)
    if not any(is_strict(context, aim, p) for p in (*plan.multiplier, *usable)):
        return None
    search = context.search
    cone = orthant(context).keys()
    vanishing = None if context.equations else partial(zeros, aim.polynomial, cone)
    squares = find_squares(target, blocks, ideal.reduce, search.remaining, vanishing)
    if squares is None:
        return None
    found = [*plan.multiplier]
    for square in squares:
        part, root = usable[square.block], square.root
        if root.is_constant():
            constant = root.leading_coefficient()
            found.append(Part(square.coefficient * constant**2, part.sources, part.squares))
        else:
            found.append(Part(square.coefficient, part.sources, (*part.squares, root)))
    if not any(is_strict(context, aim, part) for part in found):
        return None
    total = context.ring.zero
    for part in found:
        total += value_of(context, aim, part)
    cancelled = ideal.multiples(-total)
    if cancelled is None:
        return None
    wider, multiples = cancelled
    return wider.conclude(aim.goal, Certificate(tuple(found), multiples))


def _blocks(
    context: Context, aim: Aim, plan: Plan, ideal: Ideal, target: Polynomial
) -> tuple[list[Part], list[Block]]:
    parts, blocks = list[Part](), list[Block]()
    weights = [(part, value_of(context, aim, part)) for part in plan.weights]
    scalars = [(part, value_of(context, aim, part)) for part in plan.scalars]
    everything = [target, *(w for _, w in weights), *(w for _, w in scalars)]
    equations = [context.known[i].polynomial for i in context.equations]
    everything += equations
    parity = Parity(everything)
    bounds = _degrees(target, [*(w for _, w in weights), *equations], plan.degree)
    leads = [member.lead for member in ideal.members]
    graded = target != 0 and all(_is_homogeneous(p) for p in everything)
    polytope = Polytope.of(target) if all(len(p) == 1 for p in everything[1:]) else None
    for part, weight in weights:
        basis = _basis(target, weight, bounds, plan.degree, leads, graded)
        if polytope is not None:
            basis = polytope.halves(weight, basis)
        for exponents in parity.classes(basis):
            parts.append(part)
            elements = (context.ring.context.from_dict({e: 1}) for e in exponents)
            blocks.append(Block(weight, tuple(elements)))
    for part, weight in scalars:
        parts.append(part)
        blocks.append(Block(weight, (context.ring.one,)))
    return parts, blocks


def _degrees(target: Polynomial, weights: Iterable[Polynomial], degree: int) -> Exponents:
    """The largest degree of each atom that a certificate may have."""
    bounds = degrees_of(target)
    for weight in weights:
        bounds = [max(b, d) for b, d in zip(bounds, degrees_of(weight), strict=True)]
    # Where products of facts raise the total degree they may raise each atom's.
    extra = max(0, degree - int(target.total_degree())) if target != 0 else degree
    return tuple(b + b % 2 + (extra if b else 0) for b in bounds)


def _basis(
    target: Polynomial,
    weight: Polynomial,
    bounds: Exponents,
    degree: int,
    leads: Sequence[Exponents],
    graded: bool,
) -> list[Exponents]:
    """The monomials whose squares times the weight stay in the bounds and that the equations do
    not reduce; where all is homogeneous, those of the right degree."""
    left = degree - int(weight.total_degree())
    own = degrees_of(weight)
    if left < 0 or any(o > b for o, b in zip(own, bounds, strict=True)):
        return []
    tops = [(b - o) // 2 for b, o in zip(bounds, own, strict=True)]
    low = 0
    if graded:
        difference = int(target.total_degree()) - int(weight.total_degree())
        if difference < 0 or difference % 2:
            return []
        low, left = difference // 2, difference
    found = []
    for exponents in _monomials(tops, low, left // 2):
        if not any(all(x <= y for x, y in zip(a, exponents, strict=True)) for a in leads):
            found.append(exponents)
            if len(found) > MAX_BASIS:
                return []
    return found


def _monomials(tops: Sequence[int], low: int, high: int) -> Iterator[Exponents]:
    """All exponents below the tops with a sum from low to high."""
    if not tops:
        if low <= 0:
            yield ()
        return
    for first in range(min(tops[0], high) + 1):
        for rest in _monomials(tops[1:], low - first, high - first):
            yield (first, *rest)


def _is_homogeneous(polynomial: Polynomial) -> bool:
    return len({sum(e) for e in polynomial.to_dict()}) <= 1


@dataclass(frozen=True, eq=False)
class Polytope:
    """Bounds for sums of exponents, over all sets of atoms, that hold on a Newton polytope.

    Where all weights are monomials, weight * square**2 must lie in it.
    """

    sets: npt.NDArray[np.int64]
    least: npt.NDArray[np.int64]
    most: npt.NDArray[np.int64]

    @classmethod
    def of(cls, target: Polynomial) -> Polytope | None:
        """The bounds of a polynomial's exponents; None for too many atoms."""
        used = atoms_of(target)
        if target == 0 or not used or len(used) > MAX_POLYTOPE_ATOMS:
            return None
        sets = np.zeros((2 ** len(used) - 1, len(target.degrees())), dtype=np.int64)
        for number in range(1, 2 ** len(used)):
            for bit, index in enumerate(used):
                sets[number - 1, index] = number >> bit & 1
        sums = sets @ np.array([[int(e) for e in m] for m in target.to_dict()]).T
        return cls(sets, sums.min(axis=1), sums.max(axis=1))

    def halves(self, weight: Polynomial, basis: Sequence[Exponents]) -> list[Exponents]:
        """The monomials whose squares times the weight keep the bounds."""
        if not basis:
            return []
        own = np.array([int(e) for e in next(iter(weight.to_dict()))])
        sums = (2 * np.array(basis) + own) @ self.sets.T
        good = np.all((sums >= self.least) & (sums <= self.most), axis=1)
        return [b for b, g in zip(basis, good, strict=True) if g]


class Parity:
    """Changes of sign of the atoms that leave some polynomials as they are."""

    def __init__(self, polynomials: Iterable[Polynomial]) -> None:
        self.rows: list[int] = []  # independent, the largest first
        for polynomial in polynomials:
            for exponents in polynomial.to_dict():
                vector = self._reduced(_mask(exponents))
                if vector:
                    self.rows = sorted([*self.rows, vector], reverse=True)

    def classes(self, monomials: Iterable[Exponents]) -> list[list[Exponents]]:
        """The monomials in groups that can be multiplied with each other."""
        found: dict[int, list[Exponents]] = {}
        for exponents in monomials:
            found.setdefault(self._reduced(_mask(exponents)), []).append(exponents)
        return list(found.values())

    def _reduced(self, vector: int) -> int:
        for row in self.rows:
            vector = min(vector, vector ^ row)
        return vector


def _mask(exponents: Sequence[int]) -> int:
    return sum(1 << i for i, e in enumerate(exponents) if e % 2)


def orthant(context: Context) -> dict[int, int]:
    """The atoms that are known to be nonnegative by themselves: index to position."""
    return {i: place for i, (sign, place) in signs_of_atoms(context).items() if sign > 0}


def products_of(positions: Sequence[int], largest: int) -> list[tuple[int, ...]]:
    """All products without repetition of at most so many sources."""
    return [
        chosen for size in range(largest + 1) for chosen in itertools.combinations(positions, size)
    ]
