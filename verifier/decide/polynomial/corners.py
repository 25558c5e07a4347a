"""Coordinates in which as many linear facts as there are atoms say that these are nonnegative."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence

from flint import fmpq, fmpq_mat

from verifier.decide.polynomial.context import Aim, Chart, Context, Rational, atoms_of
from verifier.kernel.certificates.canonical import Polynomial
from verifier.kernel.theorem import Theorem

Prove = Callable[[Context, Aim], "Theorem | None"]
MAX_ATOMS, MAX_CHARTS, MAX_TERMS = 6, 24, 3_000


def by_corners(context: Context, aim: Aim, prove: Prove) -> Theorem | None:
    """The aim in one of the coordinates by `prove`."""
    if context.chart is not None:
        return None
    for chart in itertools.islice(charts(context, aim.polynomial), MAX_CHARTS):
        if context.search.remaining() <= 0:
            return None
        found = prove(*context.seen_through(chart, aim))
        if found is not None:
            return found
    return None


def charts(context: Context, polynomial: Polynomial) -> Iterator[Chart]:
    """The coordinates that sets of linear facts give, other than the atoms themselves."""
    atoms = atoms_of(polynomial)
    if not 1 <= len(atoms) <= MAX_ATOMS:
        return
    linear = _linear(context, atoms)
    for chosen in itertools.combinations(linear, len(atoms)):
        chart = _chart(context, atoms, chosen)
        if chart is not None:
            yield chart


def _linear(context: Context, atoms: Sequence[int]) -> list[tuple[list[Rational], Rational]]:
    """The linear facts about some atoms only: coefficients and constant."""
    found = []
    for position in context.inequalities:
        polynomial = context.known[position].polynomial
        used = atoms_of(polynomial)
        if polynomial.total_degree() != 1 or not set(used) <= set(atoms):
            continue
        row, constant = [fmpq(0)] * len(atoms), fmpq(0)
        for exponents, coefficient in polynomial.to_dict().items():
            if any(exponents):
                row[atoms.index(next(i for i, e in enumerate(exponents) if e))] = coefficient
            else:
                constant = coefficient
        found.append((row, constant))
    return found


def _chart(
    context: Context, atoms: Sequence[int], chosen: Sequence[tuple[list[Rational], Rational]]
) -> Chart | None:
    matrix = fmpq_mat([row for row, _ in chosen])
    if matrix.det() == 0:
        return None
    if all(not c and sum(1 for v in row if v) == 1 for row, c in chosen):
        return None  # the atoms themselves
    inverse = matrix.inv()
    new, old = list(context.ring.generators), list(context.ring.generators)
    for k, index in enumerate(atoms):
        row, constant = chosen[k]
        new[index] = context.ring.constant(constant)
        old[index] = context.ring.zero
        for j, other in enumerate(atoms):
            new[index] += context.ring.generators[other] * row[j]
            moved = context.ring.generators[other] - chosen[j][1]
            old[index] += moved * inverse[k, j]
    return Chart(tuple(new), tuple(old))
