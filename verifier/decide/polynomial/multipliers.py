"""Homogeneous inequalities times a power of a form that is positive but at the origin."""

from __future__ import annotations

from flint import fmpq

from verifier.decide.polynomial.context import (
    DENIED,
    GOAL,
    POSITIVE,
    ZERO_KIND,
    Aim,
    Certificate,
    Context,
    Part,
    atoms_of,
)
from verifier.decide.polynomial.ideal import Ideal, by_ideal
from verifier.decide.polynomial.squares import Plan, by_squares, orthant, products_of
from verifier.kernel.certificates.canonical import Polynomial
from verifier.kernel.theorem import Theorem

ONE = fmpq(1)


def by_definite_multiplier(context: Context, aim: Aim, power: int) -> Theorem | None:
    """The aim from it times (sum of x**2)**power, or of x if all atoms are nonnegative; at the
    origin it is plain."""
    f = aim.polynomial
    if aim.strict or aim.kind == ZERO_KIND or len({sum(e) for e in f.to_dict()}) != 1:
        return None
    atoms = atoms_of(f)
    cone = orthant(context)
    in_cone = all(i in cone for i in atoms)
    if len(atoms) < 2 or (not in_cone and f.total_degree() % 2):
        return None
    form, generators = context.ring.zero, context.ring.generators
    for i in atoms:
        form += context.known[cone[i]].polynomial if in_cone else generators[i] ** 2
    products = products_of([cone[i] for i in atoms], 5) if in_cone else [()]
    degree = int(f.total_degree()) + power * int(form.total_degree())

    def branch(case: Context, goal: Aim) -> Theorem | None:
        place = len(case.known) - 1
        if not case.known[place].strict:
            return _at_origin(case, goal, atoms, cone if in_cone else {})
        plan = Plan(
            tuple(Part(ONE, sources) for sources in products),
            degree,
            multiplier=(Part(ONE, (GOAL, *([place] * power))),),
        )
        return by_squares(case, goal, plan, Ideal.of(case))

    return context.split(aim, context.relation(POSITIVE, form), branch)


def _at_origin(
    context: Context, aim: Aim, atoms: list[int], cone: dict[int, int]
) -> Theorem | None:
    """The aim where the form, known last not to be positive, is zero and so are its atoms."""
    place = len(context.known) - 1
    for index in atoms:
        atom = context.ring.generators[index]
        certificate = _zero(context, index, atoms, cone, place)
        known = context.shown(ZERO_KIND, atom, certificate)
        if known is None:
            return None
        context = context.extended(known)
    return by_ideal(Ideal.of(context), aim)


def _zero(
    context: Context, index: int, atoms: list[int], cone: dict[int, int], place: int
) -> Certificate:
    """x == 0 from -(sum of squares) >= 0, or from -(sum) >= 0 for a sum of what is nonnegative."""
    generators: tuple[Polynomial, ...] = context.ring.generators
    if not cone:
        others = [Part(ONE, (), (generators[i],)) for i in atoms if i != index]
        return Certificate((DENIED, *others, Part(ONE, (place,))))
    own = cone[index]
    scale = 1 / context.known[own].polynomial.leading_coefficient() ** 2
    products = [Part(scale, (own, cone[i])) for i in atoms if i != index]
    return Certificate((DENIED, *products, Part(scale, (own, place))))
