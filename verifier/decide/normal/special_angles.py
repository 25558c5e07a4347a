"""Sine and cosine of multiples of pi/12, pi/8 and pi/10."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache

from verifier.decide.deduce import discharged, parts_of, rewritten
from verifier.decide.normal import lemmas
from verifier.decide.normal.lemmas import A, B, by_arithmetic, lawful
from verifier.decide.normal.polynomials import normal_form, polynomial_of, term_of, vectors
from verifier.decide.normal.rewriting import equation_of
from verifier.kernel.rules import logic
from verifier.kernel.theorem import Theorem, infer
from verifier.language.build import cos, eq, pi, sin, sqrt
from verifier.language.terms import ONE, ZERO, Op, Term, as_term

MAX_TURNS = 50
HALF = Fraction(1, 2)


def turned(angle: Term) -> tuple[Term, Fraction]:
    """An angle as u + r*pi with a rational r and no such summand in u."""
    field, common, (vector,) = vectors([angle])
    if not common.is_constant():
        return angle, Fraction(0)
    half_turn = next(
        (m for m in vector if sum(m) == 1 and field.atoms[field.keys[m.index(1)]] == pi), None
    )
    if half_turn is None:
        return (angle if vector else ZERO), Fraction(0)
    turns = vector.pop(half_turn)
    return (term_of(field, polynomial_of(field, vector)) if vector else ZERO), turns


@cache
def value_at(name: str, turns: Fraction) -> Theorem | None:
    """sin(r*pi) or cos(r*pi) for a multiple r of 1/12, 1/8 or 1/10; None for others."""
    if turns.denominator not in (1, 2, 3, 4, 5, 6, 8, 10, 12) or abs(turns) > MAX_TURNS:
        return None
    function, angle = sin if name == "sin" else cos, as_term(turns) * pi
    if turns < 0:
        base = value_at(name, -turns)
        parity = lawful("cos is even" if name == "cos" else "sin is odd", as_term(-turns) * pi)
        if base is None:
            return None
        found = rewritten(parity, base)
    elif turns > HALF:
        rest = turns - 1 if turns >= 1 else turns - HALF
        return _from_sum(name, turns, rest, turns - rest)
    elif turns in _SUMS:
        return _from_sum(name, turns, *_SUMS[turns])
    else:
        found = _FIRST[name][turns]()
    return lemmas.follows(eq(function(angle), normal_form(equation_of(found).right)), found)


def _from_sum(name: str, turns: Fraction, first: Fraction, second: Fraction) -> Theorem | None:
    one, other = as_term(first) * pi, as_term(second) * pi
    found = lawful(f"{name} of sum", one, other)
    for part in (first, second):
        for each in ("sin", "cos"):
            value = _quarter(each, part) if part in (HALF, 1) else value_at(each, part)
            if value is None:
                return None
            found = rewritten(found, value)
    right = normal_form(equation_of(found).right)
    term = Op(name, (as_term(turns) * pi,))
    return lemmas.follows(eq(term, right), found)


@cache
def _quarter(name: str, turns: Fraction) -> Theorem:
    """sin and cos of r*pi for r = 1/2 and r = 1."""
    angle = as_term(turns) * pi
    if turns == 1:
        value = lemmas.sin_of_pi() if name == "sin" else lemmas.cos_of_pi()
    else:
        value = lawful(f"{name} of half pi")
    return lemmas.follows(eq(Op(name, (angle,)), equation_of(value).right), value)


def _circle(angle: Term) -> Theorem:
    return lawful("sine and cosine", angle)


@cache
def _cos_of_sixth() -> Theorem:
    """cos(pi/6) = sqrt(3)/2."""
    positive = _positive_cos(pi / 6)
    facts = [_circle(pi / 6), lawful("sin of sixth pi")]
    squared = by_arithmetic(eq((2 * cos(pi / 6)) ** 2, as_term(3)), facts)
    return _from_root(cos(pi / 6), 2, as_term(3), squared, positive)


def _from_root(
    value: Term, scale: int, square: Term, squared: Theorem, positive: Theorem
) -> Theorem:
    """v = sqrt(c)/n from (n*v)**2 = c and 0 < v."""
    above = by_arithmetic(ZERO < scale * value, [positive], 1)
    found = _unique_root(scale * value, square, squared, above)
    return by_arithmetic(eq(value, sqrt(square) / scale), [found], 1)


def _unique_root(value: Term, square: Term, squared: Theorem, above: Theorem) -> Theorem:
    """v = sqrt(c) from v**2 = c and 0 < v."""
    nonnegative = lemmas.follows(ZERO <= value, above)
    two = lawful("sqrt is positive", as_term(2))
    schema = infer(
        logic.instantiate,
        lemmas.root_is_unique(),
        nonnegative,
        squared,
        two,
        variables=(A, B),
        values=(value, square),
    )
    return discharged(schema, nonnegative, squared)


def _positive_cos(angle: Term) -> Theorem:
    bounds = parts_of(lawful("pi bounds"))
    facts = [by_arithmetic(goal, bounds, 1) for goal in (-pi / 2 < angle, angle < pi / 2)]
    schema = infer(logic.instantiate, lemmas.cos_is_positive(), variables=(A,), values=(angle,))
    return discharged(schema, *facts)


@cache
def _quarter_of_pi(name: str) -> Theorem:
    """sin(pi/4) = cos(pi/4) = sqrt(2)/2."""
    angle = pi / 4
    positive = _positive_cos(angle)
    double = lawful("cos of sum", angle, angle)
    facts = [double, lawful("cos of half pi"), _circle(angle)]
    squared = by_arithmetic(eq((2 * cos(angle)) ** 2, as_term(2)), facts)
    cosine = _from_root(cos(angle), 2, as_term(2), squared, positive)
    if name == "cos":
        return cosine
    sine = lawful("sin of sum", angle, angle)
    ratio = by_arithmetic(eq(sin(angle) * cos(angle) * 2, ONE), [sine, lawful("sin of half pi")])
    root = lawful("sqrt squared", as_term(2))
    return by_arithmetic(eq(sin(angle), sqrt(2) / 2), [ratio, cosine, root])


@cache
def _third_of_pi(name: str) -> Theorem:
    """sin(pi/3) = sqrt(3)/2, cos(pi/3) = 1/2."""
    found = lawful(f"{name} of sum", pi / 6, pi / 6)
    right = sqrt(3) / 2 if name == "sin" else as_term(HALF)
    facts = [found, _cos_of_sixth(), lawful("sin of sixth pi"), lawful("sqrt squared", as_term(3))]
    return by_arithmetic(eq(Op(name, (pi / 3,)), right), facts)


@cache
def _eighth_of_pi(name: str) -> Theorem:
    """cos(pi/8) = sqrt(2 + sqrt(2))/2, sin(pi/8) = sqrt(2 - sqrt(2))/2."""
    angle = pi / 8
    facts = [lawful("cos of sum", angle, angle), _quarter_of_pi("cos"), _circle(angle)]
    root = lawful("sqrt squared", as_term(2))
    value, square = (cos(angle), 2 + sqrt(2)) if name == "cos" else (sin(angle), 2 - sqrt(2))
    positive = _positive_cos(angle) if name == "cos" else _positive_sin(angle)
    squared = by_arithmetic(eq((2 * value) ** 2, square), [*facts, root])
    return _from_root(value, 2, square, squared, positive)


@cache
def _fifth_of_pi(name: str) -> Theorem:
    """cos(pi/5) = (1 + sqrt(5))/4, sin(pi/5) = sqrt(10 - 2*sqrt(5))/4."""
    angle = pi / 5
    value, positive = cos(angle), _positive_cos(angle)
    if name == "sin":
        facts = [_circle(angle), _fifth_of_pi("cos"), lawful("sqrt squared", as_term(5))]
        square = 10 - 2 * sqrt(5)
        squared = by_arithmetic(eq((4 * sin(angle)) ** 2, square), facts)
        return _from_root(sin(angle), 4, square, squared, _positive_sin(angle))
    # cos(3*t) = -cos(2*t) where 5*t = pi.
    twice, thrice, circle = 2 * angle, 2 * angle + angle, _circle(angle)
    double = by_arithmetic(
        eq(cos(twice), 2 * value**2 - 1), [lawful("cos of sum", angle, angle), circle], 1
    )
    sine = by_arithmetic(
        eq(sin(twice), 2 * sin(angle) * value), [lawful("sin of sum", angle, angle)], 1
    )
    triple = rewritten(rewritten(lawful("cos of sum", twice, angle), double), sine)
    cube = by_arithmetic(eq(cos(thrice), 4 * value**3 - 3 * value), [triple, circle], 1)
    parts = [lemmas.sin_of_pi(), lemmas.cos_of_pi(), lawful("cos is even", twice), double]
    mirrored = by_arithmetic(
        eq(cos(thrice), 1 - 2 * value**2), [lawful("cos of sum", pi, -twice), *parts], 1
    )
    cubic = by_arithmetic(eq(4 * value**3 + 2 * value**2, 3 * value + 1), [cube, mirrored], 1)
    quadratic = by_arithmetic(eq(4 * value**2, 2 * value + 1), [cubic, positive], 2)
    large = by_arithmetic(value > Fraction(1, 2), [quadratic, positive], 2)
    shifted = 4 * value - 1
    squared = by_arithmetic(eq(shifted**2, as_term(5)), [quadratic])
    above = by_arithmetic(ZERO < shifted, [large], 1)
    root = _unique_root(shifted, as_term(5), squared, above)
    return by_arithmetic(eq(value, (1 + sqrt(5)) / 4), [root], 1)


@cache
def _two_fifths_of_pi(name: str) -> Theorem:
    """cos(2*pi/5) = (sqrt(5) - 1)/4, sin(2*pi/5) = sqrt(10 + 2*sqrt(5))/4."""
    angle, half = 2 * pi / 5, pi / 5
    five = lawful("sqrt squared", as_term(5))
    if name == "cos":
        facts = [lawful("cos of sum", half, half), _circle(half), _fifth_of_pi("cos"), five]
        return by_arithmetic(eq(cos(angle), (sqrt(5) - 1) / 4), facts)
    square = 10 + 2 * sqrt(5)
    facts = [_circle(angle), _two_fifths_of_pi("cos"), five]
    squared = by_arithmetic(eq((4 * sin(angle)) ** 2, square), facts)
    return _from_root(sin(angle), 4, square, squared, _positive_sin(angle))


def _positive_sin(angle: Term) -> Theorem:
    bounds = parts_of(lawful("pi bounds"))
    facts = [by_arithmetic(goal, bounds, 1) for goal in (ZERO < angle, angle < pi)]
    schema = infer(logic.instantiate, lemmas.sin_is_positive(), variables=(A,), values=(angle,))
    return discharged(schema, *facts)


_SUMS: Mapping[Fraction, tuple[Fraction, Fraction]] = {
    Fraction(1, 12): (Fraction(1, 3), Fraction(-1, 4)),
    Fraction(5, 12): (Fraction(1, 6), Fraction(1, 4)),
    Fraction(3, 8): (HALF, Fraction(-1, 8)),
    Fraction(1, 10): (HALF, Fraction(-2, 5)),
    Fraction(3, 10): (HALF, Fraction(-1, 5)),
}


_FIRST: Mapping[str, Mapping[Fraction, Callable[[], Theorem]]] = {
    "sin": {
        Fraction(0): lambda: lawful("sin of zero"),
        Fraction(1, 6): lambda: lawful("sin of sixth pi"),
        Fraction(1, 8): lambda: _eighth_of_pi("sin"),
        Fraction(1, 5): lambda: _fifth_of_pi("sin"),
        Fraction(2, 5): lambda: _two_fifths_of_pi("sin"),
        Fraction(1, 4): lambda: _quarter_of_pi("sin"),
        Fraction(1, 3): lambda: _third_of_pi("sin"),
        HALF: lambda: lawful("sin of half pi"),
    },
    "cos": {
        Fraction(0): lambda: lawful("cos of zero"),
        Fraction(1, 6): _cos_of_sixth,
        Fraction(1, 8): lambda: _eighth_of_pi("cos"),
        Fraction(1, 5): lambda: _fifth_of_pi("cos"),
        Fraction(2, 5): lambda: _two_fifths_of_pi("cos"),
        Fraction(1, 4): lambda: _quarter_of_pi("cos"),
        Fraction(1, 3): lambda: _third_of_pi("cos"),
        HALF: lambda: lawful("cos of half pi"),
    },
}
