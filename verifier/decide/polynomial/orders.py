"""Inequalities that become sums of nonnegative monomials once the atoms are put in order.

In the order x <= y <= z the coordinates are x - (its lower end), y - x and z - y, all nonnegative.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

from verifier.decide.polynomial.context import Aim, Chart, Context, atoms_of
from verifier.decide.polynomial.factors import signs_of_atoms
from verifier.kernel.theorem import Theorem
from verifier.language.terms import Relation

Prove = Callable[[Context, Aim], "Theorem | None"]
MAX_ATOMS = 4


def by_orders(context: Context, aim: Aim, prove: Prove) -> Theorem | None:
    """The aim in every order of its atoms, each by `prove` in coordinates that suit it, if its
    coefficients are nonnegative in all of them."""
    atoms = atoms_of(aim.polynomial)
    if not 2 <= len(atoms) <= MAX_ATOMS or context.chart is not None:
        return None
    signs = signs_of_atoms(context)
    if any(signs.get(i, (0, 0))[0] != 1 for i in atoms):
        return None
    for order in itertools.permutations(atoms):
        moved = chart_of(context, order).into(aim.polynomial)
        if any(c < 0 for c in moved.to_dict().values()):
            return None
    return _sorted(context, aim, atoms, [], prove)


def chart_of(context: Context, order: Sequence[int]) -> Chart:
    """The coordinates for atoms in increasing order."""
    generators = context.ring.generators
    new, old = list(generators), list(generators)
    total = context.ring.zero
    for n, index in enumerate(order):
        new[index] = generators[index] - (generators[order[n - 1]] if n else context.ring.zero)
        total = total + generators[index]
        old[index] = total
    return Chart(tuple(new), tuple(old))


def _sorted(
    context: Context, aim: Aim, rest: Sequence[int], order: Sequence[int], prove: Prove
) -> Theorem | None:
    """The aim where `order` is in increasing order, the other atoms being put in one by one."""
    if not rest:
        return prove(*context.seen_through(chart_of(context, order), aim))
    return _inserted(context, aim, rest, order, 0, prove)


def _inserted(
    context: Context,
    aim: Aim,
    rest: Sequence[int],
    order: Sequence[int],
    place: int,
    prove: Prove,
) -> Theorem | None:
    """The aim where the first of the rest lies above all in the order before `place`."""
    index = rest[0]
    if place == len(order):
        return _sorted(context, aim, rest[1:], [*order, index], prove)
    smaller, larger = (context.term(context.ring.generators[i]) for i in (index, order[place]))

    def branch(case: Context, goal: Aim) -> Theorem | None:
        below = case.known[-1].polynomial.derivative(index).leading_coefficient() < 0
        if below:
            inside = [*order[:place], index, *order[place:]]
            return _sorted(case, goal, rest[1:], inside, prove)
        return _inserted(case, goal, rest, order, place + 1, prove)

    return context.split(aim, Relation("<=", smaller, larger), branch)
