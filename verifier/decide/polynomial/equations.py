"""Equations: products that are zero, equalities from two inequalities, homogeneous forms."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from flint import fmpq

from verifier.decide.polynomial.context import (
    DENIED,
    GOAL,
    NONNEGATIVE,
    POSITIVE,
    ZERO_KIND,
    Aim,
    Certificate,
    Context,
    Known,
    Part,
)
from verifier.kernel.certificates.canonical import Polynomial
from verifier.kernel.theorem import Theorem

Prove = Callable[[Context, Aim], "Theorem | None"]
ONE = fmpq(1)
MAX_EQUATIONS, MAX_LENGTH = 6, 12


def by_factored_equation(context: Context, aim: Aim, sign: Prove, prove: Prove) -> Theorem | None:
    """The aim from the factors of a known equation: those that cannot be zero are left out, and
    of the others each may be."""
    wider = _with_differences(context)
    if len(wider.known) > len(context.known):
        return prove(wider, aim)
    for position in context.equations:
        polynomial = context.known[position].polynomial
        if polynomial == 0 or polynomial.is_constant():
            continue
        factors = polynomial.factor()[1]
        if len(factors) == 1 and factors[0][1] == 1:
            continue
        for factor, _ in factors:
            if _strictly_signed(context, factor, sign) is not None:
                smaller = _without(context, position, factor, sign)
                return None if smaller is None else prove(smaller, aim)
        return _split(context, aim, position, factors[0][0], prove)
    return None


def _with_differences(context: Context) -> Context:
    """The context with combinations of two equations divided by what is known not to be zero, as
    a + b == c from a**2 - c*a == b**2 - c*b and a != b."""
    nonzero = [i for i in context.inequalities if context.known[i].strict]
    if len(context.equations) > MAX_EQUATIONS:
        return context
    for i, j in itertools.combinations(context.equations, 2):
        p, q = (context.known[n].polynomial for n in (i, j))
        if p == 0 or q == 0:
            continue
        ratio = p.leading_coefficient() / q.leading_coefficient()
        for scale in (ratio, -ratio):
            combined = p - q * scale
            if not 1 < len(combined) <= MAX_LENGTH:
                continue
            multiples = ((i, (-combined,)), (j, (combined * scale,)))
            context = _with_quotient(context, combined, Certificate((DENIED,), multiples), nonzero)
    return context


def _with_quotient(
    context: Context, combined: Polynomial, certificate: Certificate, nonzero: list[int]
) -> Context:
    """The context with an equation, that a certificate shows, divided by what is not zero."""
    for factor, _ in combined.factor()[1]:
        place = next((n for n in nonzero if _is_square(context, n, factor)), None)
        rest = divmod(combined, factor)[0]
        if place is None or rest.is_constant():
            continue
        if any(divmod(rest, context.known[n].polynomial)[1] == 0 for n in context.equations):
            continue
        known = context.shown(ZERO_KIND, combined, certificate)
        if known is None:
            continue
        wider = _divided(context.extended(known), len(context.known), factor, place)
        if wider is not None:
            return context.extended(wider.known[-1])
    return context


def _is_square(context: Context, position: int, factor: Polynomial) -> bool:
    polynomial, square = context.known[position].polynomial, factor**2
    return len(polynomial) == len(square) and bool(
        polynomial * square.leading_coefficient() == square * polynomial.leading_coefficient()
    )


def _strictly_signed(context: Context, factor: Polynomial, sign: Prove) -> Known | None:
    for known in context.known:
        if known.strict and known.polynomial in (factor, -factor, factor**2):
            return known
    for signed in (factor, -factor):
        theorem = sign(context, context.aim(POSITIVE, signed))
        if theorem is not None:
            return Known(theorem, POSITIVE, signed)
    return None


def _without(context: Context, position: int, factor: Polynomial, sign: Prove) -> Context | None:
    """The context with an equation divided by a factor that is not zero."""
    nonzero = _strictly_signed(context, factor, sign)
    if nonzero is None:
        return None
    return _divided(context.extended(nonzero), position, factor, len(context.known))


def _divided(context: Context, position: int, factor: Polynomial, nonzero: int) -> Context | None:
    """The context with an equation divided by a factor of strict sign or nonzero square."""
    given = context.known[position].polynomial
    rest, power = given, 0
    while divmod(rest, factor)[1] == 0:
        rest, power = divmod(rest, factor)[0], power + 1
    # rest**2 > 0 times factor**(2*power) > 0 is a multiple of the equation.
    known = context.known[nonzero].polynomial
    count = power if known.total_degree() == 2 * factor.total_degree() else 2 * power
    scale = divmod(known**count, factor ** (2 * power))[0]
    part = Part(ONE, (GOAL, *([nonzero] * count)))
    multiples = ((position, (-given * scale,)),)
    found = context.shown(ZERO_KIND, rest, Certificate((part,), multiples))
    if found is None:
        return None
    kept = [k for n, k in enumerate(context.known) if n != position]
    return context.restricted([*kept, found])


def _split(
    context: Context, aim: Aim, position: int, factor: Polynomial, prove: Prove
) -> Theorem | None:
    """The aim where a factor of an equation is zero, and where the rest is."""

    def branch(case: Context, goal: Aim) -> Theorem | None:
        here = len(case.known) - 1
        if case.known[here].kind == ZERO_KIND:
            kept = [k for n, k in enumerate(case.known) if n != position]
            return prove(case.restricted(kept), goal)
        smaller = _divided(case, position, factor, here)
        return None if smaller is None else prove(smaller, goal)

    return context.split(aim, context.relation(ZERO_KIND, factor), branch)


def by_two_inequalities(context: Context, aim: Aim, prove: Prove) -> Theorem | None:
    """p == 0 since p >= 0 and p <= 0."""
    if aim.kind != ZERO_KIND:
        return None
    places = []
    for polynomial in (aim.polynomial, -aim.polynomial):
        theorem = prove(context, context.aim(NONNEGATIVE, polynomial))
        if theorem is None:
            return None
        places.append(len(context.known))
        context = context.extended(Known(theorem, NONNEGATIVE, polynomial))
    return context.conclude(aim.goal, Certificate((DENIED, Part(ONE, tuple(places)))))


def by_homogeneous_form(context: Context, aim: Aim, prove: Prove) -> Theorem | None:
    """The aim made homogeneous by an equation h == c: parts of low degree are multiplied by
    powers of h/c, and the equation is not needed any more."""
    for position in context.equations:
        unit = _unit(context, context.known[position].polynomial)
        if unit is None:
            continue
        form = _homogeneous(aim.polynomial, unit)
        if form is None or form == aim.polynomial:
            continue
        equation = context.known[position].polynomial
        cofactor, rest = divmod(form - aim.polynomial, equation)
        if rest != 0:
            continue
        kept = [k for k in context.known if k.kind != ZERO_KIND]
        theorem = prove(context.restricted(kept), context.aim(aim.kind, form))
        if theorem is None:
            continue
        wider = context.extended(Known(theorem, aim.kind, form))
        if aim.kind == ZERO_KIND:
            # aim**2 is aim * (form - multiple of the equation)
            multiples = (
                (len(context.known), (-aim.polynomial,)),
                (position, (aim.polynomial, cofactor)),
            )
            return wider.conclude(aim.goal, Certificate((DENIED,), multiples))
        parts = (DENIED, Part(ONE, (len(context.known),)))
        return wider.conclude(aim.goal, Certificate(parts, ((position, (-cofactor,)),)))
    return None


def _unit(context: Context, equation: Polynomial) -> Polynomial | None:
    """h/c for an equation h - c with a homogeneous h that is not constant."""
    degrees = {sum(e) for e in equation.to_dict()}
    if len(degrees) != 2 or 0 not in degrees:
        return None
    constant = dict(equation.to_dict())[tuple([0] * len(context.ring.generators))]
    return (equation - constant) * (-1 / constant)


def _homogeneous(polynomial: Polynomial, unit: Polynomial) -> Polynomial | None:
    """The homogeneous polynomial that agrees with the given one where the unit is 1."""
    step = int(unit.total_degree())
    context = polynomial.context()
    parts: dict[int, dict[tuple[int, ...], object]] = {}
    for exponents, coefficient in polynomial.to_dict().items():
        parts.setdefault(sum(exponents), {})[exponents] = coefficient
    if not parts:
        return None
    top = max(parts)
    if any((top - degree) % step for degree in parts):
        return None
    total = polynomial * 0
    for degree, part in parts.items():
        total += context.from_dict(part) * unit ** ((top - degree) // step)
    return total
