"""Aims that are linear in a square root: A + s*B with s**2 == r and s >= 0."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from math import isqrt

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
    Rational,
    degrees_of,
)
from verifier.decide.polynomial.factors import signs_of_atoms
from verifier.decide.polynomial.ideal import Ideal
from verifier.decide.polynomial.samples import Array, sign_on
from verifier.kernel.certificates.canonical import Polynomial
from verifier.kernel.theorem import Theorem

Prove = Callable[[Context, Aim], "Theorem | None"]


@dataclass(frozen=True, eq=False)
class Radical:
    """An atom s, the equation by which s**2 is the radicand, and the fact that s >= 0."""

    index: int
    equation: int
    radicand: Polynomial
    sign: int


def radicals(context: Context) -> list[Radical]:
    """The atoms that are square roots of polynomials in the other atoms."""
    found = []
    for index, (sign, position) in signs_of_atoms(context).items():
        for equation in context.equations:
            radicand = _radicand(context, equation, index)
            if sign > 0 and radicand is not None:
                found.append(Radical(index, equation, radicand, position))
                break
    return found


def _radicand(context: Context, equation: int, index: int) -> Polynomial | None:
    polynomial = context.known[equation].polynomial
    square = context.ring.generators[index] ** 2
    with_atom = [e for e in polynomial.to_dict() if e[index]]
    if len(with_atom) != 1 or sum(with_atom[0]) != 2 or with_atom[0][index] != 2:
        return None
    coefficient = polynomial.to_dict()[with_atom[0]]
    return square - polynomial / coefficient


def with_root_products(context: Context, sign: Prove) -> Context:
    """The context with sqrt(a)*sqrt(b) == c*sqrt(a*b) or, for a*b a square, == its root, wherever
    these roots occur."""
    if not context.equations:
        return context
    for radical in radicals(context):
        context = _with_strict_root(context, radical, sign)
    roots = radicals(context)
    for first, second in itertools.combinations(roots, 2):
        product = first.radicand * second.radicand
        for third in roots:
            ratio = _ratio(product, third.radicand)
            if third not in (first, second) and ratio is not None:
                context = _with_root(context, (first, second), third, ratio)
        context = _with_square(context, (first, second), product, sign)
    return context


def _with_strict_root(context: Context, radical: Radical, sign: Prove) -> Context:
    """The context with s > 0 if r > 0: the denial g = -s >= 0 satisfies g*s + r = 0."""
    if context.known[radical.sign].strict or radical.radicand.is_constant():
        return context
    theorem = sign(context, context.aim(POSITIVE, radical.radicand))
    if theorem is None:
        return context
    wider = context.extended(Known(theorem, POSITIVE, radical.radicand))
    atom, equation = context.ring.generators[radical.index], context.known[radical.equation]
    scale = 1 / context.known[radical.sign].polynomial.leading_coefficient()
    parts = (Part(scale, (GOAL, radical.sign)), Part(fmpq(1), (len(context.known),)))
    cofactor = divmod(atom**2 - radical.radicand, equation.polynomial)[0]
    known = wider.shown(POSITIVE, atom, Certificate(parts, ((radical.equation, (cofactor,)),)))
    return wider if known is None else wider.extended(known)


def _ratio(a: Polynomial, b: Polynomial) -> fmpq | None:
    """The rational r > 0 with a == r**2 * b, if there is one."""
    if a == 0 or b == 0:
        return None
    value = a.leading_coefficient() / b.leading_coefficient()
    return _root(value) if a == b * value else None


def _root(value: fmpq) -> fmpq | None:
    p, q = int(value.p), int(value.q)
    if p <= 0:
        return None
    root = fmpq(isqrt(p), isqrt(q))
    return root if root * root == value else None


def _with_root(
    context: Context, pair: tuple[Radical, Radical], third: Radical, ratio: fmpq
) -> Context:
    """The context with s*t - r*u == 0, from s*t, u >= 0 and (s*t)**2 == (r*u)**2."""
    value = context.ring.generators[third.index] * ratio
    return _equal(context, pair, value, third.sign)


def _with_square(
    context: Context, pair: tuple[Radical, Radical], product: Polynomial, sign: Prove
) -> Context:
    """The context with s*t == g for a radicand of s*t that is the square of some g >= 0."""
    scale, factors = product.factor_squarefree()
    root = _root(scale)
    if root is None or any(int(e) % 2 for _, e in factors):
        return context
    value = context.ring.constant(root)
    for factor, exponent in factors:
        value *= factor ** (int(exponent) // 2)
    for signed in (value, -value):
        theorem = sign(context, context.aim(NONNEGATIVE, signed))
        if theorem is not None:
            wider = context.extended(Known(theorem, NONNEGATIVE, signed))
            return _equal(wider, pair, signed, len(context.known))
    return context


def _equal(
    context: Context, pair: tuple[Radical, Radical], value: Polynomial, position: int
) -> Context:
    """The context with v == value for v = s*t and a value that is a multiple of what is known to
    be nonnegative, if the squares agree: the denial d = (v - value)**2 > 0 satisfies
    d*d + 4*v*value*d = (v**2 - value**2)**2."""
    sources, scale = (*(r.sign for r in pair), position), fmpq(4)
    product = context.ring.one
    for radical in pair:
        product *= context.ring.generators[radical.index]
    difference, whole = product - value, context.ring.one
    for source in sources:
        whole *= context.known[source].polynomial
    scale *= (product * value).leading_coefficient() / whole.leading_coefficient()
    parts = (Part(fmpq(1), (GOAL, GOAL)), Part(scale, (GOAL, *sources)))
    ideal = Ideal.of(context)
    found = ideal.multiples(-((product**2 - value**2) ** 2))
    if found is None:
        return context
    wider, multiples = found
    known = wider.shown(ZERO_KIND, difference, Certificate(parts, multiples))
    return context if known is None else context.extended(known)


def separated(polynomial: Polynomial, radical: Radical) -> tuple[Polynomial, Polynomial]:
    """A and B with A + s*B the polynomial, by s**2 = r."""
    context = polynomial.context()
    plain, times = polynomial * 0, polynomial * 0
    powers: dict[int, dict[tuple[int, ...], object]] = {}
    for exponents, coefficient in polynomial.to_dict().items():
        power = int(exponents[radical.index])
        rest = tuple(0 if i == radical.index else e for i, e in enumerate(exponents))
        powers.setdefault(power, {})[rest] = coefficient
    for power, part in powers.items():
        value = context.from_dict(part) * radical.radicand ** (power // 2)
        if power % 2:
            times += value
        else:
            plain += value
    return plain, times


def by_radicals(context: Context, aim: Aim, points: Array, prove: Prove) -> Theorem | None:
    """The aim A + s*B by the signs of A, B and A**2 - r*B**2, in which s does not occur."""
    if aim.kind == ZERO_KIND:
        return None
    for radical in radicals(context):
        plain, times = separated(aim.polynomial, radical)
        if times == 0:
            continue
        found = _Elimination(context, aim, radical, plain, times, prove).proof(points)
        if found is not None:
            return found
    return None


@dataclass(frozen=True, eq=False)
class _Elimination:
    context: Context
    aim: Aim
    radical: Radical
    plain: Polynomial
    times: Polynomial
    prove: Prove

    def proof(self, points: Array) -> Theorem | None:
        """The aim, by the signs that the sample points suggest."""
        norm = self.plain**2 - self.radical.radicand * self.times**2
        sign_of_plain = sign_on(self.context, self.plain, points)
        sign_of_times = sign_on(self.context, self.times, points)
        if sign_of_plain > 0 and sign_on(self.context, norm, points) > 0:
            return self._plain_outweighs(self.context)
        if sign_of_times > 0 and sign_on(self.context, -norm, points) > 0:
            return self._times_outweighs(self.context)
        if sign_of_plain > 0:
            return self._split(self.times, self._plain_outweighs)
        if sign_of_times > 0:
            return self._split(self.plain, self._times_outweighs)
        return None

    def _split(
        self, changing: Polynomial, otherwise: Callable[[Context], Theorem | None]
    ) -> Theorem | None:
        """Where both A and B are nonnegative there is nothing to show."""

        def branch(case: Context, aim: Aim) -> Theorem | None:
            if case.known[-1].polynomial == changing:
                return self._both_nonnegative(case)
            return otherwise(case)

        relation = self.context.relation(NONNEGATIVE, changing)
        return self.context.split(self.aim, relation, branch)

    def _both_nonnegative(self, context: Context) -> Theorem | None:
        shown = self._with_sign(context, NONNEGATIVE, self.times)
        if shown is None:
            return None
        context, times = shown
        kind = POSITIVE if self.aim.strict else NONNEGATIVE
        shown = self._with_sign(context, kind, self.plain)
        if shown is None:
            return None
        context, plain = shown
        parts = (DENIED, Part(fmpq(1), (plain,)), Part(fmpq(1), (times, self.radical.sign)))
        return self._conclude(context, parts)

    def _plain_outweighs(self, context: Context) -> Theorem | None:
        """A >= 0 and A**2 >= r*B**2: the denial g > 0 satisfies g*g + 2*A*g + A**2 - r*B**2 = 0."""
        shown = self._with_sign(context, NONNEGATIVE, self.plain)
        if shown is None:
            return None
        context, plain = shown
        norm = self.plain**2 - self.radical.radicand * self.times**2
        shown = self._with_sign(context, self.aim.kind, norm)
        if shown is None:
            return None
        context, position = shown
        parts = (
            Part(fmpq(1), (GOAL, GOAL)),
            Part(fmpq(2), (GOAL, plain)),
            Part(fmpq(1), (position,)),
        )
        return self._conclude(context, parts)

    def _times_outweighs(self, context: Context) -> Theorem | None:
        """B >= 0 and r*B**2 >= A**2: g*g + 2*s*B*g + r*B**2 - A**2 = 0."""
        shown = self._with_sign(context, NONNEGATIVE, self.times)
        if shown is None:
            return None
        context, times = shown
        norm = self.radical.radicand * self.times**2 - self.plain**2
        shown = self._with_sign(context, self.aim.kind, norm)
        if shown is None:
            return None
        context, position = shown
        parts = (
            Part(fmpq(1), (GOAL, GOAL)),
            Part(fmpq(2), (GOAL, times, self.radical.sign)),
            Part(fmpq(1), (position,)),
        )
        return self._conclude(context, parts)

    def _with_sign(
        self, context: Context, kind: str, polynomial: Polynomial
    ) -> tuple[Context, int] | None:
        for position in context.inequalities:
            known = context.known[position]
            if known.polynomial == polynomial and (known.strict or kind == NONNEGATIVE):
                return context, position
        theorem = self.prove(self._without_atom(context), context.aim(kind, polynomial))
        if theorem is None:
            return None
        return context.extended(Known(theorem, kind, polynomial)), len(context.known)

    def _without_atom(self, context: Context) -> Context:
        """What is known without the root, and that the radicand is nonnegative."""
        radicand, place = self.radical.radicand, self.radical.equation
        kept = [k for k in context.known if not degrees_of(k.polynomial)[self.radical.index]]
        atom = context.ring.generators[self.radical.index]
        scale = self._scale(context)
        parts = (DENIED, Part(fmpq(1), (), (atom,)))
        multiples = ((place, (context.ring.constant(-1 / scale),)),)
        known = context.shown(NONNEGATIVE, radicand, Certificate(parts, multiples))
        if known is not None and not radicand.is_constant():
            kept.append(known)
        return context.restricted(kept)

    def _scale(self, context: Context) -> Rational:
        """The coefficient of s**2 in the equation."""
        equation = context.known[self.radical.equation].polynomial
        atom = context.ring.generators[self.radical.index]
        ratio = divmod(equation, atom**2 - self.radical.radicand)[0]
        return ratio.leading_coefficient()

    def _conclude(self, context: Context, parts: tuple[Part, ...]) -> Theorem | None:
        total = context.ring.zero
        for part in parts:
            value = context.ring.constant(part.coefficient)
            for i in part.sources:
                value = value * (-self.aim.polynomial if i == GOAL else context.known[i].polynomial)
            total += value
        equation = context.known[self.radical.equation].polynomial
        cofactor, rest = divmod(total, equation)
        if rest != 0:
            return None
        multiples = ((self.radical.equation, (-cofactor,)),)
        return context.conclude(self.aim.goal, Certificate(parts, multiples))
