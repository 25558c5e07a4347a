"""Functions by simpler ones: tan, hyperbolic functions, acos, powers, plain absolute values."""

from __future__ import annotations

from fractions import Fraction

from verifier.decide.deduce import rewritten
from verifier.decide.normal import lemmas
from verifier.decide.normal.known import Known
from verifier.decide.normal.lemmas import A, B
from verifier.decide.normal.polynomials import number_of
from verifier.kernel.theorem import Theorem
from verifier.language.binding import free_variables
from verifier.language.build import E, eq
from verifier.language.terms import NATURAL, ZERO, Number, Op, Term, as_term

MAX_ROOT, MAX_EXPONENT = 12, 60
MAX_BITS = 4_000


def tangent(term: Op, known: Known) -> Theorem | None:
    """tan(u) = sin(u)/cos(u); tan(atan(u)) = u."""
    (inside,) = term.args
    if isinstance(inside, Op) and inside.name == "atan":
        return known.law("tan of atan", *inside.args)
    return known.law("tan by sin and cos", inside)


def hyperbolic(term: Op, known: Known) -> Theorem | None:
    """sinh, cosh and tanh by exp."""
    return known.law(f"{term.name} by exp", *term.args)


def arccosine(term: Op, known: Known) -> Theorem | None:
    """acos(u) = pi/2 - asin(u)."""
    return known.law("acos by asin", *term.args)


def absolute_value(term: Op, known: Known) -> Theorem | None:
    """|u| = u or |u| = -u where the sign of u is plain."""
    (inside,) = term.args
    number = number_of(inside)
    if number is not None:
        found = known.law(f"abs of non{'negative' if number >= 0 else 'positive'}", inside)
        return None if found is None else known.restated(found, eq(term, as_term(abs(number))))
    if known.quickly(ZERO <= inside) is not None:
        return known.law("abs of nonnegative", inside)
    if known.quickly(inside <= ZERO) is not None:
        return known.law("abs of nonpositive", inside)
    return None


def extreme(term: Op, known: Known) -> Theorem | None:
    """max and min of two terms whose order is plain."""
    first, second = term.args
    for low, high, at_first in ((second, first, True), (first, second, False)):
        if known.quickly(low <= high) is not None:
            is_first = at_first == (term.name == "max")
            lemma = lemmas.extreme_is_first if is_first else lemmas.extreme_is_second
            return known.lemma(lemma(term.name), {A: first, B: second})
    return None


def power(term: Op, known: Known) -> Theorem | None:
    """Even powers of absolute values, rational exponents by roots, other exponents by exp."""
    base, exponent = term.args
    if isinstance(exponent, Number):
        return _number_power(term, base, exponent.value, known)
    if base == E:
        return known.lemma(lemmas.power_of_e(), {A: exponent})
    if any(variable.sort == NATURAL for variable in free_variables(exponent)):
        return None
    return known.law("power by exp", base, exponent)


def _number_power(term: Op, base: Term, exponent: Fraction, known: Known) -> Theorem | None:
    if exponent.denominator == 1:
        is_abs = isinstance(base, Op) and base.name == "abs"
        if not is_abs or exponent % 2 or not 0 < exponent <= MAX_EXPONENT:
            return None
        assert isinstance(base, Op)
        return known.lemma(lemmas.power_of_abs(int(exponent)), {A: base.args[0]})
    numerator, index = exponent.numerator, exponent.denominator
    if base == E:
        return known.lemma(lemmas.power_of_e(), {A: as_term(exponent)})
    if index > MAX_ROOT or abs(numerator) > MAX_EXPONENT:
        return known.law("power by exp", base, as_term(exponent))
    if isinstance(base, Number):
        root = exact_root(base.value, index)
        if root is not None and root > 0:
            return _exact(term, root, exponent, known)
    if numerator == 1:
        if index != 2 or known.shown(ZERO <= base) is None:
            return None
        return known.lemma(lemmas.half_power(), {A: base})
    if known.shown(ZERO < base) is not None:
        return known.lemma(lemmas.power_by_root(numerator, index), {A: base})
    if numerator < 0:
        return None
    return known.lemma(lemmas.power_by_root_from_zero(numerator, index), {A: base})


def _exact(term: Op, root: Fraction, exponent: Fraction, known: Known) -> Theorem | None:
    """b**(m/n) = r**m for b = r**n."""
    index = as_term(exponent.denominator)
    found = known.law("power of power", as_term(root), index, as_term(exponent))
    if found is None:
        return None
    whole = as_term(exponent.numerator)
    found = rewritten(found, lemmas.follows(eq(index * as_term(exponent), whole)))
    return lemmas.follows(eq(term, as_term(root**exponent.numerator)), found)


def exact_root(value: Fraction, index: int) -> Fraction | None:
    """The rational r >= 0 with r**n = value, if there is one."""
    if value < 0 or max(value.numerator, value.denominator).bit_length() > MAX_BITS:
        return None
    above, below = _integer_root(value.numerator, index), _integer_root(value.denominator, index)
    return None if above is None or below is None else Fraction(above, below)


def _integer_root(value: int, index: int) -> int | None:
    root = floor_root(value, index)
    return root if root**index == value else None


def floor_root(value: int, index: int) -> int:
    """The largest integer r with r**n <= value."""
    low, high = 0, 1 << (value.bit_length() // index + 1)
    while low < high:
        middle = (low + high + 1) // 2
        if middle**index <= value:
            low = middle
        else:
            high = middle - 1
    return low
