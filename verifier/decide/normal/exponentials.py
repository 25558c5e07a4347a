"""Exponentials: of logarithms, and all by powers of a few of them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from verifier.decide.deduce import flipped, rewritten
from verifier.decide.normal import lemmas
from verifier.decide.normal.combinations import combined
from verifier.decide.normal.known import Known
from verifier.decide.normal.lemmas import A
from verifier.decide.normal.polynomials import (
    Monomial,
    number_of,
    polynomial_of,
    product_term,
    term_of,
    vectors,
)
from verifier.decide.normal.rewriting import Sequent, equation_of, terms_of
from verifier.decide.search import Search
from verifier.kernel.certificates.canonical import Field
from verifier.kernel.theorem import Theorem
from verifier.language.binding import is_closed
from verifier.language.build import E, eq, exp
from verifier.language.terms import ONE, LanguageError, Op, Term, as_term

MAX_EXPONENT, MAX_DIVISOR = 12, 6
MAX_ARGUMENTS = 40


def simple(term: Op, known: Known) -> Theorem | None:
    """exp(0) = 1, exp(1) = E, exp(u + n*log(v)) = exp(u)*v**n; n may be half an integer."""
    (inside,) = term.args
    number = number_of(inside)
    if number == 0:
        return lemmas.follows(eq(term, ONE), lemmas.lawful("exp of zero"))
    if number == 1:
        return lemmas.follows(eq(term, E), lemmas.lawful("exp of one"))
    field, common, (vector,) = vectors([inside])
    if not common.is_constant():
        return None
    found: Theorem | None = None
    rest = dict(vector)
    for monomial, coefficient in vector.items():
        base = _logarithm(field, monomial, coefficient)
        if base is None:
            continue
        del rest[monomial]
        power = known.law("power by exp", base, as_term(coefficient))
        if power is None:
            return None
        found = flipped(power) if found is None else product(known, found, flipped(power))
    if found is None:
        return None
    if rest:
        left = term_of(field, polynomial_of(field, rest))
        found = product(known, _unchanged(known, left), found)
    return None if found is None else known.restated(found, eq(term, equation_of(found).right))


def _logarithm(field: Field, monomial: Monomial, coefficient: Fraction) -> Term | None:
    """The u of a summand n*log(u) with an integer n or half of one."""
    if sum(monomial) != 1 or coefficient.denominator > 2 or abs(coefficient) > MAX_EXPONENT:
        return None
    match field.atoms[field.keys[monomial.index(1)]]:
        case Op("log", (inside,)):
            return inside
    return None


def _unchanged(known: Known, inside: Term) -> Theorem:
    return lemmas.reflexive(exp(inside), *(known.defining(inside) or []))


def product(known: Known, first: Theorem, second: Theorem) -> Theorem | None:
    """exp(a + b) = u*v from exp(a) = u and exp(b) = v."""
    values = [equation_of(theorem).left.args[0] for theorem in (first, second)]  # type: ignore[attr-defined]
    found = known.law("exp of sum", *values)
    return None if found is None else lemmas.transitive(found, lemmas.times(first, second))


def with_few_exponentials(sequent: Sequent, search: Search) -> Sequent:
    """The sequent with all exponentials as products of integer powers of as few of them as
    possible."""
    terms = [t for t in terms_of(sequent.facts, sequent.goal) if t.name == "exp" and is_closed(t)]
    if not 1 < len(terms) <= MAX_ARGUMENTS:
        return sequent
    arguments = [term.args[0] for term in terms]
    try:
        found = combined([*arguments, *_constant(arguments)], MAX_EXPONENT, MAX_DIVISOR)
    except LanguageError:
        return sequent
    if found is None:
        return sequent
    known = Known(sequent.facts, search)
    for term in terms:
        parts = found.parts.get(term.args[0])
        if parts is None or (len(parts) == 1 and parts[0][0] == 1):
            continue
        equality = by_powers(term, parts, known)
        if equality is not None and equation_of(equality).left != equation_of(equality).right:
            sequent = sequent.restated(equality)
    return sequent


def _constant(arguments: Sequence[Term]) -> list[Term]:
    """1 as one more argument, if one of them has a constant summand."""
    field, _, found = vectors(arguments)
    nothing = (0,) * len(field.keys)
    return [ONE] if any(nothing in vector for vector in found) else []


def by_powers(term: Op, parts: Sequence[tuple[int, Term]], known: Known) -> Theorem | None:
    """exp(n*u + ...) = exp(u)**n * ..., with what has a negative n below the line."""
    found: Theorem | None = None
    for factor, generator in parts:
        power = _power(factor, generator, known)
        if power is None:
            return None
        found = power if found is None else product(known, found, power)
    if found is None:
        return lemmas.follows(eq(term, ONE), lemmas.lawful("exp of zero"))
    right = product_term([(exp(generator), factor) for factor, generator in parts])
    return known.restated(found, eq(term, right))


def _power(factor: int, generator: Term, known: Known) -> Theorem | None:
    """exp(n*u) = exp(u)**n; for negative n, exp(n*u) = 1/exp(u)**-n."""
    times = abs(factor)
    whole = generator if times == 1 else times * generator
    if times == 1:
        found: Theorem | None = _unchanged(known, generator)
    else:
        found = known.lemma(lemmas.exp_of_multiple(times), {A: generator})
    if found is None or factor > 0:
        return found
    inverse = known.lemma(lemmas.exp_of_negative(), {A: whole})
    return None if inverse is None else rewritten(inverse, found)
