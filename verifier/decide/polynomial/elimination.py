"""Atoms that an equation gives as polynomials in the others, put out of everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flint import fmpq

from verifier.decide.polynomial.context import (
    DENIED,
    GOAL,
    POSITIVE,
    ZERO_KIND,
    Aim,
    Certificate,
    Context,
    Known,
    Part,
    degrees_of,
)
from verifier.kernel.certificates.canonical import Polynomial
from verifier.kernel.theorem import Theorem
from verifier.language.terms import FALSE

Prove = Callable[[Context, Aim], "Theorem | None"]
MAX_TERMS, MAX_DEGREE = 300, 24
ONE = fmpq(1)


@dataclass(frozen=True, eq=False)
class Substitution:
    """An atom, the equation that gives it, and its value."""

    index: int
    equation: int
    value: Polynomial

    def __call__(self, polynomial: Polynomial) -> Polynomial:
        """The polynomial without the atom."""
        generators = list(polynomial.context().gens())
        generators[self.index] = self.value
        return polynomial.compose(*generators)


def by_elimination(context: Context, aim: Aim, sign: Prove, prove: Prove) -> Theorem | None:
    """The aim without an atom that an equation gives, from facts without it."""
    for put in _substitutions(context):
        polynomial = put(aim.polynomial)
        if len(polynomial) > MAX_TERMS or polynomial.total_degree() > MAX_DEGREE:
            continue
        fewer = _without(context, put, sign)
        if fewer is None:
            continue
        if aim.goal == FALSE:
            return prove(fewer, aim)
        theorem = prove(fewer, fewer.aim(aim.kind, polynomial))
        if theorem is None:
            return None
        place = len(context.known)
        wider = context.extended(Known(theorem, aim.kind, polynomial))
        cofactor = _cofactor(context, put, aim.polynomial - polynomial)
        if aim.kind == ZERO_KIND:
            minus = -aim.polynomial
            multiples = ((place, (minus,)), (put.equation, (minus, cofactor)))
            return wider.conclude(aim.goal, Certificate((DENIED,), multiples))
        parts = (DENIED, Part(ONE, (place,)))
        return wider.conclude(aim.goal, Certificate(parts, ((put.equation, (cofactor,)),)))
    return None


def _substitutions(context: Context) -> Iterator[Substitution]:
    """The equations that are linear in an atom with a number for coefficient."""
    for position in context.equations:
        equation = context.known[position].polynomial
        for index, degree in enumerate(degrees_of(equation)):
            if degree != 1:
                continue
            slope = equation.derivative(index)
            if slope.is_constant():
                atom = context.ring.generators[index]
                yield Substitution(
                    index, position, atom - equation * (1 / slope.leading_coefficient())
                )


def _cofactor(context: Context, put: Substitution, difference: Polynomial) -> Polynomial:
    """The multiplier of the equation that gives a difference which vanishes by it."""
    return divmod(difference, context.known[put.equation].polynomial)[0]


def _without(context: Context, put: Substitution, sign: Prove) -> Context | None:
    """The context without an atom; None if a fact becomes too large."""
    kept = list[Known]()
    for position, known in enumerate(context.known):
        if position == put.equation:
            continue
        if not degrees_of(known.polynomial)[put.index]:
            kept.append(known)
            continue
        polynomial = put(known.polynomial)
        if len(polynomial) > MAX_TERMS or polynomial.total_degree() > MAX_DEGREE:
            return None
        if polynomial == 0 or polynomial.is_constant():
            continue
        shown = _moved(context, put, position, polynomial)
        if shown is None:
            return None
        kept.append(shown)
    fewer = context.restricted(kept)
    return fewer.restricted(_divided(fewer, known, sign) for known in kept)


def _moved(
    context: Context, put: Substitution, position: int, polynomial: Polynomial
) -> Known | None:
    """A fact without the atom."""
    known = context.known[position]
    cofactor = _cofactor(context, put, polynomial - known.polynomial)
    if known.kind == ZERO_KIND:
        multiples = ((position, (-polynomial,)), (put.equation, (-polynomial, cofactor)))
        return context.shown(ZERO_KIND, polynomial, Certificate((DENIED,), multiples))
    certificate = Certificate((DENIED, Part(ONE, (position,))), ((put.equation, (cofactor,)),))
    return context.shown(known.kind, polynomial, certificate)


def _divided(context: Context, known: Known, sign: Prove) -> Known:
    """A fact divided by a factor that is positive, where it has one."""
    if known.kind == ZERO_KIND or known.polynomial.total_degree() < 2:
        return known
    factors = known.polynomial.factor()[1]
    if len(factors) < 2 or any(exponent > 1 for _, exponent in factors):
        return known
    for factor, _ in factors:
        for signed in (factor, -factor):
            theorem = sign(context, context.aim(POSITIVE, signed))
            if theorem is None:
                continue
            rest, place = divmod(known.polynomial, signed)[0], len(context.known)
            wider = context.extended(Known(theorem, POSITIVE, signed), known)
            parts = (Part(ONE, (GOAL, place)), Part(ONE, (place + 1,)))
            shown = wider.shown(known.kind, rest, Certificate(parts))
            return known if shown is None else _divided(context, shown, sign)
    return known
