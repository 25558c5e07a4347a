"""Sines and cosines of one angle: of inverse functions, special ones, shifted by quarter turns."""

from __future__ import annotations

from fractions import Fraction

from verifier.decide.deduce import parts_of, rewritten
from verifier.decide.normal import lemmas
from verifier.decide.normal.known import Known
from verifier.decide.normal.lemmas import A, by_arithmetic, lawful
from verifier.decide.normal.polynomials import normal_form, polynomial_of, term_of, vectors
from verifier.decide.normal.rewriting import equation_of
from verifier.decide.normal.special_angles import HALF, turned, value_at
from verifier.kernel.theorem import Theorem
from verifier.language.build import asin, eq, pi
from verifier.language.terms import ONE, ZERO, Number, Op, Relation, Term, as_term


def simple(term: Op, known: Known) -> Theorem | None:
    """sin and cos of inverse functions, of special angles, of u + n*pi/2."""
    (inside,) = term.args
    of_inverse = _of_inverse(term, inside, known)
    if of_inverse is not None:
        return of_inverse
    positive = _opposite(inside)
    if positive is not None:
        found = known.law("sin is odd" if term.name == "sin" else "cos is even", positive)
        return None if found is None else known.restated(found, eq(term, equation_of(found).right))
    angle, turns = turned(inside)
    if angle == ZERO:
        value = value_at(term.name, turns)
        return None if value is None else lemmas.follows(eq(term, equation_of(value).right), value)
    if not turns or turns.denominator > 2:
        return None
    return _shifted(term, angle, turns, known)


def _of_inverse(term: Op, inside: Term, known: Known) -> Theorem | None:
    match term.name, inside:
        case "sin", Op("asin", (value,)):
            return known.law("sin of asin", value)
        case "cos", Op("asin", (value,)):
            return known.lemma(lemmas.cos_of_asin(), {A: value})
        case "sin", Op("atan", (value,)):
            return known.lemma(lemmas.sin_of_atan(), {A: value})
        case "cos", Op("atan", (value,)):
            return known.lemma(lemmas.cos_of_atan(), {A: value})
    return None


def _opposite(angle: Term) -> Term | None:
    """-u for an angle u with negative coefficients only."""
    field, common, (vector,) = vectors([angle])
    if not vector or any(c > 0 for c in vector.values()):
        return None
    if not common.is_constant():
        return angle.args[0] if isinstance(angle, Op) and angle.name == "neg" else None
    return term_of(field, polynomial_of(field, {m: -c for m, c in vector.items()}))


def _shifted(term: Op, angle: Term, turns: Fraction, known: Known) -> Theorem | None:
    """sin or cos of u + n*pi/2 as one of +-sin(u), +-cos(u)."""
    found = known.law(f"{term.name} of sum", angle, as_term(turns) * pi)
    if found is None:
        return None
    for name in ("sin", "cos"):
        value = value_at(name, turns)
        if value is None:
            return None
        found = rewritten(found, value)
    return lemmas.follows(eq(term, normal_form(equation_of(found).right)), found)


def inverse(term: Op, known: Known) -> Theorem | None:
    """atan and asin of special values and of tan and sin; asin(u) for atan(u/sqrt(1 - u**2))."""
    (inside,) = term.args
    match term.name, inside:
        case "asin", Op("sin", (angle,)):
            return _in_range("asin of sin", angle, known)
        case "atan", Op("tan", (angle,)):
            return _in_range("atan of tan", angle, known)
        case "asin", _:
            return _special_arcsine(term, inside)
    if inside == ZERO:
        return lemmas.atan_of_zero()
    if inside == ONE:
        return lawful("atan of one")
    if isinstance(inside, Number) and inside.value < 0:
        odd = lawful("atan is odd", as_term(-inside.value))
        return lemmas.follows(eq(term, equation_of(odd).right), odd)
    return _as_arcsine(term, inside, known)


def _in_range(name: str, angle: Term, known: Known) -> Theorem | None:
    op = "<" if name == "atan of tan" else "<="
    bounds = (Relation(op, -(pi / 2), angle), Relation(op, angle, pi / 2))
    if any(known.quickly(bound) is None for bound in bounds):
        return None
    return known.law(name, angle)


_ARCSINES = {
    Fraction(0): Fraction(0),
    HALF: Fraction(1, 6),
    Fraction(1): HALF,
    -HALF: Fraction(-1, 6),
    Fraction(-1): -HALF,
}


def _special_arcsine(term: Op, inside: Term) -> Theorem | None:
    if not isinstance(inside, Number) or inside.value not in _ARCSINES:
        return None
    turns = _ARCSINES[inside.value]
    angle = as_term(turns) * pi
    bounds = parts_of(lawful("pi bounds"))
    facts = [by_arithmetic(goal, bounds, 1) for goal in (-pi / 2 <= angle, angle <= pi / 2)]
    found, value = lawful("asin of sin", angle, facts=facts), value_at("sin", turns)
    assert value is not None
    return lemmas.follows(eq(term, angle), rewritten(found, value))


def _as_arcsine(term: Op, inside: Term, known: Known) -> Theorem | None:
    match inside:
        case Op("div", (value, Op("sqrt", _))):
            if not known.is_plausible(eq(term, asin(value))):
                return None
            if any(known.quickly(bound) is None for bound in (-ONE < value, value < ONE)):
                return None
            found = known.law("asin by atan", value)
            if found is None:
                return None
            return lemmas.follows(eq(term, asin(value)), found, *(known.defining(term) or []))
    return None
