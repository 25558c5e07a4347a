"""Light simplification: coefficients, like terms and powers of one base are collected.

A term is a sum of monomials, coefficient times powers of bases; a base is a variable, a constant,
a function, or a sum that is a factor.  The result equals the term wherever that is defined, and may
be defined elsewhere too (p/p is 1): whoever simplifies keeps the conditions beside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import mul
from typing import TypeAlias

from verifier.language.terms import ZERO, Number, Op, Term, as_term

MAX_BITS = 6_000  # of a coefficient that is multiplied out
HALF, ONCE = Fraction(1, 2), Fraction(1)


@dataclass(frozen=True, eq=False)
class Monomial:
    """Bases with their exponents, none of them 0, in the order of writing, which does not count."""

    factors: tuple[tuple[Term, Fraction], ...]

    def __hash__(self) -> int:
        return hash(frozenset(self.factors))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Monomial) and frozenset(self.factors) == frozenset(other.factors)


UNIT = Monomial(())
Form: TypeAlias = dict[Monomial, Fraction]  # coefficients, not 0


def simplified(term: Term) -> Term:
    """An equal term, wherever `term` is defined."""
    return _term(_Simplifier().form(term))


class _Simplifier:
    """Forms of terms, equal parts worked out once."""

    def __init__(self) -> None:
        self._known: dict[Term, Form] = {}

    def form(self, term: Term) -> Form:
        """The term as a sum of monomials."""
        if term not in self._known:
            self._known[term] = self._form(term)
        return self._known[term]

    def _form(self, term: Term) -> Form:
        match term:
            case Number(value):
                return _number(value)
            case Op("neg", (a,)):
                return _scaled(self.form(a), Fraction(-1))
            case Op("add", (a, b)):
                return _sum(self.form(a), self.form(b))
            case Op("sub", (a, b)):
                return _sum(self.form(a), _scaled(self.form(b), Fraction(-1)))
            case Op("mul", (a, b)):
                return _product(self.form(a), self.form(b))
            case Op("div", (a, b)) if self.form(b):
                return _product(self.form(a), _power(self.form(b), Fraction(-1)))
            case Op("sqrt", (a,)):
                return _power(self.form(a), HALF)
            case Op("pow", (a, b)):
                exponent = _term(self.form(b))
                if isinstance(exponent, Number):
                    return _power(self.form(a), exponent.value)
                return _base(Op("pow", (_term(self.form(a)), exponent)))
            case Op(name, args):
                return _base(Op(name, tuple(_term(self.form(arg)) for arg in args)))
        return _base(term)


def _number(value: Fraction) -> Form:
    return {UNIT: value} if value else {}


def _base(term: Term) -> Form:
    return {_single(term): Fraction(1)}


def _single(base: Term, exponent: Fraction = ONCE) -> Monomial:
    return Monomial(((base, exponent),))


def _scaled(form: Form, by: Fraction) -> Form:
    return {monomial: by * coefficient for monomial, coefficient in form.items()} if by else {}


def _sum(a: Form, b: Form) -> Form:
    if not a or not b:
        return a or b
    total: Form = {}
    for form in (_opened(a), _opened(b)):
        for monomial, coefficient in form.items():
            total[monomial] = total.get(monomial, Fraction(0)) + coefficient
    return {monomial: coefficient for monomial, coefficient in total.items() if coefficient}


def _opened(form: Form) -> Form:
    """The form without a coefficient before a sum: 2*(p + 1) as 2*p + 2."""
    match [*form]:
        case [Monomial(((Op("add" | "sub") as total, exponent),))] if exponent == 1:
            return _scaled(_Simplifier().form(total), *form.values())
    return form


def _product(a: Form, b: Form) -> Form:
    (first, c), (second, d) = _as_factor(a), _as_factor(b)
    exponents = dict(first.factors)
    for base, exponent in second.factors:
        exponents[base] = exponents.get(base, Fraction(0)) + exponent
    return _collected(exponents, c * d)


def _as_factor(form: Form) -> tuple[Monomial, Fraction]:
    """A form as one monomial, a sum being a base of its own; its coefficient."""
    if len(form) == 1:
        return next(iter(form.items()))
    return (_single(_term(form)), Fraction(1)) if form else (UNIT, Fraction(0))


def _collected(exponents: Mapping[Term, Fraction], coefficient: Fraction) -> Form:
    factors = tuple((base, e) for base, e in exponents.items() if e)
    return {Monomial(factors): coefficient} if coefficient else {}


def _power(form: Form, exponent: Fraction) -> Form:
    monomial, coefficient = _as_factor(form)
    if exponent == 0:
        return _number(Fraction(1))
    if exponent == 1 or (not coefficient and exponent > 0):
        return form
    whole = exponent.denominator == 1
    if whole and coefficient and _bits(coefficient) * abs(exponent) <= MAX_BITS:
        raised = {base: e * exponent for base, e in monomial.factors}
        return _collected(raised, coefficient ** int(exponent))
    if len(monomial.factors) == 1 and coefficient == 1:
        ((base, e),) = monomial.factors
        if whole or e == 1:
            return {_single(base, e * exponent): Fraction(1)}
    return {_single(_term(form), exponent): Fraction(1)}


def _bits(value: Fraction) -> int:
    return max(abs(value.numerator), value.denominator).bit_length()


# Forms as terms


def _term(form: Form) -> Term:
    if not form:
        return ZERO
    (first, coefficient), *rest = form.items()
    total = _monomial(first, coefficient)
    for monomial, coefficient in rest:
        part = _monomial(monomial, abs(coefficient))
        total = total + part if coefficient > 0 else total - part
    return total


def _monomial(monomial: Monomial, coefficient: Fraction) -> Term:
    above = [part for base, e in monomial.factors if e > 0 for part in _powers(base, e)]
    below = [part for base, e in monomial.factors if e < 0 for part in _powers(base, -e)]
    negative = coefficient == -1 and bool(above)
    if not above or (coefficient != 1 and not negative):
        above.insert(0, Number(coefficient))
    quotient = reduce(mul, above)
    for divisor in below:  # one by one: over wide balls a product of divisors may reach 0
        quotient = quotient / divisor
    return -quotient if negative else quotient


def _powers(base: Term, exponent: Fraction) -> list[Term]:
    """Factors of base**exponent for a positive exponent; halves as square roots, which cost less
    than exp and log."""
    if exponent.denominator != 2:
        return [base if exponent == 1 else base ** as_term(exponent)]
    root = Op("sqrt", (base,))
    return [root] if exponent == HALF else [*_powers(base, exponent - HALF), root]
