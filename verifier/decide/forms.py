"""Terms as sums of addends, products of factors, and quotients in factors over Q."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, TypeAlias

from verifier.kernel.certificates.canonical import Field, canonical, direct_atoms
from verifier.language.binding import transform
from verifier.language.terms import (
    ONE,
    Constant,
    LanguageError,
    Number,
    Op,
    Relation,
    Term,
    Variable,
    as_term,
    children,
)

Addend: TypeAlias = "tuple[Fraction, Term]"  # coefficient and what it multiplies
Factor: TypeAlias = "tuple[Term, int]"  # base and exponent, not 0
MAX_FACTORED = 400  # monomials of a polynomial that is factored
MAX_DEGREE = 40


def sides(relation: Relation) -> tuple[Term, Term]:
    """The smaller side of an inequality, then the larger one."""
    if relation.op in ("<", "<="):
        return relation.left, relation.right
    return relation.right, relation.left


def addends(term: Term, split: bool = True) -> list[Addend]:
    """The addends as they are written, those of one normal form joined, none of them zero.

    With `split`, a quotient of a sum is the sum of the quotients.
    """
    found: dict[str, Addend] = {}
    for coefficient, part in _addends(term, Fraction(1), split):
        key = canonical(part)
        before = found.get(key, (Fraction(0), part))
        found[key] = (before[0] + coefficient, before[1])
    return [(coefficient, part) for coefficient, part in found.values() if coefficient]


def _addends(term: Term, by: Fraction, split: bool) -> list[Addend]:
    match term:
        case Op("add", (a, b)):
            return _addends(a, by, split) + _addends(b, by, split)
        case Op("sub", (a, b)):
            return _addends(a, by, split) + _addends(b, -by, split)
        case Op("neg", (a,)):
            return _addends(a, -by, split)
        case Op("mul", (Number(value), a)) | Op("mul", (a, Number(value))):
            return _addends(a, by * value, split)
        case Op("div", (a, Number(value))) if value:
            return _addends(a, by / value, split)
        case Op("div", (Op("add" | "sub" | "neg") as a, b)) if split:
            parts = _addends(a, by, split)
            return [(c, part / b) for c, part in parts] if len(parts) <= 4 else [(by, term)]
    coefficient, found = factors(term)
    return [(by * coefficient, product_term(found))]


def factors(term: Term) -> tuple[Fraction, list[Factor]]:
    """The factors as they are written, with integer exponents, those of one normal form joined."""
    coefficient, listed = _factors(term, 1)
    found: dict[str, Factor] = {}
    for base, exponent in listed:
        key = canonical(base)
        found[key] = (found.get(key, (base, 0))[0], found.get(key, (base, 0))[1] + exponent)
    return coefficient, [factor for factor in found.values() if factor[1]]


def _factors(term: Term, power: int) -> tuple[Fraction, list[Factor]]:
    match term:
        case Number(value) if value or power > 0:
            return value**power, []
        case Op("neg", (a,)):
            coefficient, found = _factors(a, power)
            return coefficient * (-1) ** power, found
        case Op("mul" | "div" as name, (a, b)):
            first = _factors(a, power)
            second = _factors(b, power if name == "mul" else -power)
            return first[0] * second[0], first[1] + second[1]
        case Op("pow", (a, Number(value))) if value.denominator == 1 and abs(value) < 1000:
            return _factors(a, power * int(value))
    return Fraction(1), [(term, power)]


def product_term(parts: Iterable[Factor], coefficient: Fraction = Fraction(1)) -> Term:
    """coefficient * product of base**exponent, negative exponents as divisors."""
    above: Term | None = None if coefficient == 1 else Number(coefficient)
    below: Term | None = None
    for base, exponent in parts:
        if exponent > 0:
            value = powered(base, exponent)
            above = value if above is None else above * value
        else:
            value = powered(base, -exponent)
            below = value if below is None else below * value
    above = ONE if above is None else above
    return above if below is None else above / below


def powered(base: Term, exponent: int) -> Term:
    """base**exponent for a positive exponent."""
    return base if exponent == 1 else base ** as_term(exponent)


def scaled(coefficient: Fraction, part: Term) -> Term:
    """coefficient * part."""
    if part == ONE:
        return Number(coefficient)
    return part if coefficient == 1 else Number(coefficient) * part


def negative(term: Term) -> Term:
    """-term, without a double negation."""
    return term.args[0] if isinstance(term, Op) and term.name == "neg" else -term


def factored(term: Term) -> tuple[Fraction, list[Factor]] | None:
    """The term as a quotient in lowest terms, in factors that are irreducible over Q.

    None if it is too large, zero, or divides by what is identically zero.
    """
    try:
        field = Field([term])
        value = field.value(term).reduced()
    except LanguageError:
        return None
    if value.is_zero():
        return None
    coefficient, found = Fraction(1), []
    for polynomial, sign in ((value.numerator, 1), (value.denominator, -1)):
        degrees = polynomial.degrees()
        if len(polynomial) > MAX_FACTORED or (degrees and max(degrees) > MAX_DEGREE):
            return None
        constant, parts = polynomial.factor()
        coefficient *= Fraction(str(constant)) ** sign
        for part, exponent in parts:
            found.append((polynomial_term(field, part), sign * int(exponent)))
    return coefficient, found


def normalised(term: Term) -> Term | None:
    """The term with each of its arithmetic parts as a quotient in lowest terms; None if one is
    too large or divides by zero."""
    inside: dict[Term, Term] = {}
    for atom in direct_atoms(term):
        below = [normalised(part) for part, _ in children(atom) if isinstance(part, Term)]
        if any(part is None for part in below) or not isinstance(atom, Op | Variable | Constant):
            return None
        inside[atom] = atom if not below else Op(atom.name, tuple(p for p in below if p))
    plain = transform(term, lambda node, _: inside.get(node) if isinstance(node, Term) else None)
    try:
        field = Field([plain])
        value = field.value(plain).reduced()
    except LanguageError:
        return None
    if len(value.numerator) + len(value.denominator) > MAX_FACTORED:
        return None
    above = polynomial_term(field, value.numerator)
    if value.denominator.is_constant():
        scale = Fraction(str(value.denominator.leading_coefficient()))
        return above if scale == 1 else above / Number(scale)
    return above / polynomial_term(field, value.denominator)


def polynomial_term(field: Field, polynomial: Any) -> Term:
    """A term over the field's atoms that has the value of the polynomial."""
    total: Term | None = None
    for exponents, coefficient in polynomial.to_dict().items():
        value = Fraction(str(coefficient))
        parts = [
            (field.atoms[key], int(e)) for key, e in zip(field.keys, exponents, strict=True) if e
        ]
        part = product_term(parts, abs(value))
        if total is None:
            total = part if value > 0 else -part
        else:
            total = total + part if value > 0 else total - part
    return Number(Fraction(0)) if total is None else total
