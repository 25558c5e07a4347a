"""Terms as rational functions of their atoms: constants split off, factors, common parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias

from flint import fmpq

from verifier.kernel.certificates.canonical import Field, Polynomial, Quotient, canonical
from verifier.language.terms import ONE, ZERO, LanguageError, Term, as_term, size

Monomial: TypeAlias = "tuple[int, ...]"


@dataclass(frozen=True)
class Split:
    """term = scale * (m + constant), where m has the leading coefficient 1 and, unless it has a
    denominator, no constant summand; `key` is the same for equal m."""

    key: str
    scale: Fraction
    constant: Fraction


def rational(value: Any) -> Fraction:
    """A flint rational as a Fraction."""
    return Fraction(int(value.p), int(value.q))


@lru_cache(maxsize=20_000)
def without_constant(term: Term) -> Split | None:
    """The term split; None for a rational number.  Raises `LanguageError` beyond limits."""
    field = Field([term])
    value = field.value(term).reduced()
    numerator, denominator = value.numerator, value.denominator
    if numerator.is_constant() and denominator.is_constant():
        return None
    lead = rational(numerator.leading_coefficient())
    constant = Fraction(0)
    if denominator.is_constant():
        constant = rational(numerator[(0,) * len(field.keys)]) / lead
    scale = lead / rational(denominator.leading_coefficient())
    return Split(canonical(term / scale - constant), scale, constant)


def number_of(term: Term) -> Fraction | None:
    """The value of a term that is a rational number by its normal form.

    Raises `LanguageError` beyond limits.
    """
    value = Field([term]).value(term).reduced()
    if not (value.numerator.is_constant() and value.denominator.is_constant()):
        return None
    if value.numerator == 0:
        return Fraction(0)
    lead = rational(value.numerator.leading_coefficient())
    return lead / rational(value.denominator.leading_coefficient())


@dataclass(frozen=True)
class Factored:
    """constant * the product of factor**exponent, the factors being irreducible over Q."""

    constant: Fraction
    factors: tuple[tuple[Term, int], ...]

    def term(self) -> Term:
        """The product as a term: what is below the line has negative exponents."""
        above, below = self._product(1), self._product(-1)
        if self.constant != 1 or above is None:
            scale = as_term(self.constant)
            above = scale if above is None else scale * above
        return above if below is None else above / below

    def _product(self, sign: int) -> Term | None:
        product: Term | None = None
        for factor, exponent in self.factors:
            if exponent * sign > 0:
                power = factor if exponent * sign == 1 else factor ** (exponent * sign)
                product = power if product is None else product * power
        return product


@lru_cache(maxsize=2_000)
def factored(term: Term, max_size: int = 400) -> Factored | None:
    """The factors of a term as a rational function of its atoms; None for 0 and where it is larger
    than `max_size` or beyond the limits of the kernel's arithmetic."""
    if size(term) > max_size:
        return None
    try:
        field = Field([term])
        value = field.value(term).reduced()
    except LanguageError:
        return None
    if value.numerator == 0:
        return None
    over, above = value.numerator.factor()
    under, below = value.denominator.factor()
    listed = [(f, int(e)) for f, e in above] + [(f, -int(e)) for f, e in below]
    factors = tuple((term_of(field, f), e) for f, e in listed)
    return Factored(rational(over) / rational(under), factors)


def term_of(field: Field, polynomial: Polynomial) -> Term:
    """A polynomial over the field's atoms as a term, what is positive first."""
    terms = [
        (_monomial(field, monomial), rational(coefficient))
        for monomial, coefficient in polynomial.to_dict().items()
    ]
    terms.sort(key=lambda item: item[1] < 0)
    total: Term | None = None
    for monomial, coefficient in terms:
        part = _scaled(monomial, abs(coefficient))
        if total is None:
            total = part if coefficient > 0 else _negated(monomial, coefficient)
        else:
            total = total + part if coefficient > 0 else total - part
    return ZERO if total is None else total


def monomial_term(field: Field, exponents: Monomial) -> Term:
    """A monomial over the field's atoms as a term."""
    return _monomial(field, exponents) or ONE


def _monomial(field: Field, exponents: Monomial) -> Term | None:
    product: Term | None = None
    for key, exponent in zip(field.keys, exponents, strict=True):
        if exponent:
            atom = field.atoms[key]
            power = atom if exponent == 1 else atom ** int(exponent)
            product = power if product is None else product * power
    return product


def _negated(monomial: Term | None, coefficient: Fraction) -> Term:
    if monomial is None:
        return as_term(coefficient)
    return -monomial if coefficient == -1 else as_term(coefficient) * monomial


def _scaled(monomial: Term | None, factor: Fraction) -> Term:
    if monomial is None:
        return as_term(factor)
    return monomial if factor == 1 else as_term(factor) * monomial


def quotient_term(field: Field, value: Quotient) -> Term:
    """A quotient over the field's atoms as a term."""
    lead = value.denominator.leading_coefficient()
    numerator = term_of(field, value.numerator * (1 / lead))
    if value.denominator.is_constant():
        return numerator
    return numerator / term_of(field, value.denominator * (1 / lead))


def normal_form(term: Term) -> Term:
    """The term as a quotient of polynomials in its atoms.  Raises `LanguageError` beyond limits."""
    field = Field([term])
    return quotient_term(field, field.value(term).reduced())


def polynomial_of(field: Field, vector: Mapping[Monomial, Fraction]) -> Polynomial:
    """The polynomial with these coefficients."""
    put = {m: fmpq(c.numerator, c.denominator) for m, c in vector.items()}
    return field.context.from_dict(put)


def vectors(terms: Sequence[Term]) -> tuple[Field, Polynomial, list[dict[Monomial, Fraction]]]:
    """The terms as linear combinations of monomials over one common denominator, which is 1 if it
    is constant.

    Raises `LanguageError` beyond limits.
    """
    field = Field(terms)
    values = [field.value(term).reduced() for term in terms]
    common = field.context.constant(1)
    for value in values:
        shared = common.gcd(value.denominator)
        common = common * divmod(value.denominator, shared)[0]
    common = common * (1 / common.leading_coefficient())
    found = []
    for value in values:
        polynomial = value.numerator * divmod(common, value.denominator)[0]
        found.append({m: rational(c) for m, c in polynomial.to_dict().items()})
    return field, common, found


def product_term(parts: Sequence[tuple[Term, int]]) -> Term:
    """The product of powers; what has a negative exponent is divided by."""
    return Factored(Fraction(1), tuple(parts)).term() if parts else ONE
