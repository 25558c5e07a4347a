"""Aims by the signs of their factors and of their monomials."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flint import fmpq

from verifier.decide.polynomial.context import (
    DENIED,
    NONNEGATIVE,
    POSITIVE,
    Aim,
    Certificate,
    Context,
    Known,
    Part,
    Rational,
    atoms_of,
)
from verifier.decide.polynomial.samples import Array, sign_on
from verifier.kernel.certificates.canonical import Polynomial
from verifier.kernel.theorem import Theorem

Prove = Callable[[Context, Aim], "Theorem | None"]
MAX_TERMS, MAX_DEGREE = 1_500, 400


def signs_of_atoms(context: Context) -> dict[int, tuple[int, int]]:
    """The atoms of known sign: index to the sign, 1 or -1, and the position that gives it."""
    found: dict[int, tuple[int, int]] = {}
    for position in context.inequalities:
        known = context.known[position]
        if len(known.polynomial) != 1 or known.polynomial.total_degree() != 1:
            continue
        index = atoms_of(known.polynomial)[0]
        sign = 1 if known.polynomial.leading_coefficient() > 0 else -1
        if index not in found or (known.strict and not context.known[found[index][1]].strict):
            found[index] = (sign, position)
    return found


def by_monomials(context: Context, aim: Aim) -> Theorem | None:
    """An aim all of whose monomials are nonnegative by the signs of the atoms."""
    signs = signs_of_atoms(context)
    parts = [DENIED]
    strict = not aim.strict
    for exponents, coefficient in aim.polynomial.to_dict().items():
        part = _monomial_part(context, signs, exponents, coefficient, aim.strict)
        if part is None:
            return None
        strict = strict or (not part.squares and all(context.known[i].strict for i in part.sources))
        parts.append(part)
    return context.conclude(aim.goal, Certificate(tuple(parts))) if strict else None


def _monomial_part(
    context: Context,
    signs: dict[int, tuple[int, int]],
    exponents: Sequence[int],
    coefficient: fmpq,
    strict: bool,
) -> Part | None:
    """A monomial as a nonnegative part; positive, where that is wanted and can be."""
    sources, squares, scale = list[int](), list[Polynomial](), coefficient
    for index, exponent in enumerate(exponents):
        count = int(exponent)
        if not count:
            continue
        known = signs.get(index)
        if strict and known is not None and context.known[known[1]].strict and count < 40:
            singles = count
        elif count % 2 and known is None:
            return None
        else:
            singles = count % 2
        squares += [context.ring.generators[index]] * ((count - singles) // 2)
        if singles and known is not None:
            slope = context.known[known[1]].polynomial.leading_coefficient()
            sources += [known[1]] * singles
            scale /= slope**singles
    return Part(scale, tuple(sources), tuple(squares)) if scale > 0 else None


def by_factors(context: Context, aim: Aim, points: Array, prove: Prove) -> Theorem | None:
    """An aim whose factors each have a sign that can be shown; squares are left out.

    Factors whose sign changes are kept together and shown as one.
    """
    if len(aim.polynomial) > MAX_TERMS or aim.polynomial.total_degree() > MAX_DEGREE:
        return None
    scale, listed = aim.polynomial.factor()
    factors = [(factor, int(exponent)) for factor, exponent in listed]
    if len(factors) < 2 and not (factors and factors[0][1] > 1):
        return None
    rest, odd, even = context.ring.one, list[Polynomial](), list[tuple[Polynomial, int]]()
    for factor, exponent in factors:
        if exponent > 1:
            even.append((factor, exponent // 2))
        if exponent % 2:
            sign = sign_on(context, factor, points)
            if sign == 0 and len(points):
                rest = rest * factor
            else:
                odd.append(factor * (sign or 1))
                scale = scale * (sign or 1)
    if rest.is_constant():
        if scale < 0:
            return None
    elif not odd and not even:
        return None
    else:
        odd.append(rest if scale > 0 else -rest)
        scale = abs(scale)
    if aim.strict:
        return _strict_product(context, aim, scale, odd, even, prove)
    return _product(context, aim, scale, odd, even, prove)


def _product(
    context: Context,
    aim: Aim,
    scale: fmpq,
    odd: Sequence[Polynomial],
    even: Sequence[tuple[Polynomial, int]],
    prove: Prove,
) -> Theorem | None:
    positions = []
    for factor in odd:
        found = _with_sign(context, NONNEGATIVE, factor, prove)
        if found is None:
            return None
        context, position = found
        positions.append(position)
    squares = tuple(factor for factor, half in even for _ in range(half))
    ratio = scale
    for factor, position in zip(odd, positions, strict=True):
        ratio /= _quotient(context.known[position].polynomial, factor)
    part = Part(ratio, tuple(positions), squares)
    return context.conclude(aim.goal, Certificate((DENIED, part)))


def _strict_product(
    context: Context,
    aim: Aim,
    scale: fmpq,
    odd: Sequence[Polynomial],
    even: Sequence[tuple[Polynomial, int]],
    prove: Prove,
) -> Theorem | None:
    sources, ratio = list[int](), scale
    for factor in odd:
        found = _with_sign(context, POSITIVE, factor, prove)
        if found is None:
            return None
        context, position = found
        sources.append(position)
        ratio /= _quotient(context.known[position].polynomial, factor)
    for factor, half in even:
        nonzero = _nonzero(context, factor, prove)
        if nonzero is None:
            return None
        context, position, power = nonzero
        sources += [position] * (2 * half // power)
        ratio /= _quotient(context.known[position].polynomial, factor**power) ** (2 * half // power)
    return context.conclude(aim.goal, Certificate((DENIED, Part(ratio, tuple(sources)))))


def _nonzero(context: Context, factor: Polynomial, prove: Prove) -> tuple[Context, int, int] | None:
    """Where the context knows a factor, or its square, to be of one strict sign, and the power."""
    for position in context.inequalities:
        known = context.known[position]
        if known.strict and _multiple(known.polynomial, factor**2):
            return context, position, 2
    for signed in (factor, -factor):
        found = _with_sign(context, POSITIVE, signed, prove)
        if found is not None:
            return found[0], found[1], 1
    return None


def _with_sign(
    context: Context, kind: str, polynomial: Polynomial, prove: Prove
) -> tuple[Context, int] | None:
    """Where the context knows a polynomial to be nonnegative or positive, if that can be shown."""
    for position in context.inequalities:
        known = context.known[position]
        if (known.strict or kind == NONNEGATIVE) and _multiple(known.polynomial, polynomial):
            return context, position
    theorem = prove(context, context.aim(kind, polynomial))
    if theorem is None:
        return None
    return context.extended(Known(theorem, kind, polynomial)), len(context.known)


def _multiple(a: Polynomial, b: Polynomial) -> bool:
    """Whether a is a positive number times b."""
    if len(a) != len(b) or b == 0:
        return False
    ratio = _quotient(a, b)
    return bool(ratio > 0 and a == b * ratio)


def _quotient(a: Polynomial, b: Polynomial) -> Rational:
    return a.leading_coefficient() / b.leading_coefficient()
