"""Signs of polynomials in the variable, with constants in the coefficients, on an interval.

The polynomial is written with nonnegative coefficients in powers of the distances from the ends; an
interval on which that fails is halved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb

from flint import arb, fmpq

from verifier.decide.calculus.certificates import Part, derived
from verifier.decide.calculus.constants import Constants
from verifier.decide.calculus.pieces import Piece, by_cut, weakened
from verifier.decide.calculus.sampling import ball, simplest_between
from verifier.decide.calculus.tower import Tower, fraction
from verifier.decide.search import Search
from verifier.kernel.certificates.canonical import Polynomial
from verifier.kernel.theorem import Theorem
from verifier.language.binding import substitute
from verifier.language.terms import ONE, ZERO, Number, Relation, Term

MAX_HALVINGS = 14
MAX_DOUBLINGS = 12


@dataclass(frozen=True)
class Bernstein:
    """Proofs of signs of polynomials by nonnegative coefficients."""

    tower: Tower
    constants: Constants
    search: Search

    def positive(self, polynomial: Polynomial, piece: Piece, strict: bool) -> Theorem | None:
        """0 < p (or 0 <= p) on the piece, for a polynomial in the variable alone."""
        at_end = self._at_an_end(polynomial, piece, strict)
        if at_end is not None:
            return at_end
        rounded = self._rounded(polynomial, piece)
        found = self._halved(polynomial, rounded, strict, MAX_HALVINGS)
        return None if found is None else weakened(found, piece, self.constants)

    def _rounded(self, polynomial: Polynomial, piece: Piece) -> Piece:
        """A slightly larger interval with rational ends."""
        low, high = piece.ends(self.constants)
        room = (arb(1) if low is None or high is None else high - low) / 2**20
        if low is not None and _rational_ends(piece)[0] is None:
            piece = piece.beyond(Number(simplest_between(low - room, low)))
        if high is not None and _rational_ends(piece)[1] is None:
            piece = piece.until(Number(simplest_between(high, high + room)), closed=False)
        return piece

    def _halved(
        self, polynomial: Polynomial, piece: Piece, strict: bool, depth: int
    ) -> Theorem | None:
        found = self._directly(polynomial, piece, strict)
        if found is not None or not depth or not self.search.remaining():
            return found
        cut = self._cut(polynomial, piece)
        if cut is None:
            return None
        before = self._halved(polynomial, piece.until(cut), strict, depth - 1)
        if before is None:
            return None
        after = self._halved(polynomial, piece.beyond(cut), strict, depth - 1)
        if after is None:
            return None
        goal = self._goal(polynomial, strict)
        return by_cut(piece.variable, cut, before, after, goal, [])

    def _cut(self, polynomial: Polynomial, piece: Piece) -> Number | None:
        """Where an interval is halved: beyond the last root on a half-line, if that is near."""
        low, high = _rational_ends(piece)
        if low is not None and high is not None:
            return Number((low + high) / 2)
        if low is None and high is None:
            return Number(Fraction(0))
        step = Fraction(1)
        for _ in range(MAX_DOUBLINGS):
            cut = low + step if low is not None else high - step  # type: ignore[operator]
            rest = piece.beyond(Number(cut)) if low is not None else piece.until(Number(cut))
            value = self.tower.ball(polynomial, self._values_at(cut))
            if value > 0 and self._signs_agree(self._coefficients(polynomial, rest)):
                return Number(cut)
            step *= 2
        return None

    def _values_at(self, point: Fraction) -> list[object]:
        ball = self.constants.ball(Number(point))
        return self.tower.values_at(ball)

    def _goal(self, polynomial: Polynomial, strict: bool) -> Relation:
        return Relation("<" if strict else "<=", ZERO, self.tower.term(polynomial))

    def _directly(self, polynomial: Polynomial, piece: Piece, strict: bool) -> Theorem | None:
        """By the coefficients on this interval as a whole."""
        if piece.lower is None and piece.upper is None:
            return None
        coefficients = self._coefficients(polynomial, piece)
        if not self._signs_agree(coefficients):
            return None
        goal = self._goal(polynomial, strict)
        ends = [end for end in (piece.lower, piece.upper) if end is not None]
        closed = strict and len(ends) == 2 and all(end.closed for end in ends)
        # No product of bounds is positive on all of a closed interval: a constant is taken out.
        least = self._least(coefficients, piece) if closed else Fraction(0)
        parts = [Part(Fraction(1), denied=1)]
        if closed:
            if not least:
                return None
            parts.append(Part(least))
        for i, coefficient in enumerate(coefficients):
            share = _share(i, len(coefficients) - 1, piece)
            rest = coefficient - self.tower.context.constant(_fmpq(least * share))
            part = self._part(rest, _powers(i, len(coefficients) - 1, piece))
            if part is None:
                return None
            parts += part
        return derived(goal, parts)

    def _part(self, coefficient: Polynomial, powers: list[Theorem]) -> list[Part] | None:
        """A nonnegative coefficient times powers of bounds; none for zero."""
        if coefficient == 0:
            return []
        if coefficient.is_constant():
            return [Part(fraction(coefficient.leading_coefficient()), tuple(powers))]
        sign = self.constants.sign(self.tower.term(coefficient), "<")
        return None if sign is None else [Part(Fraction(1), (sign, *powers))]

    def _least(self, coefficients: Sequence[Polynomial], piece: Piece) -> Fraction:
        """A positive constant that may be taken out, 0 if there is none."""
        degree, values = len(coefficients) - 1, self._values_at(Fraction(0))
        least = min(
            self.tower.ball(c, values).lower() / ball(_share(i, degree, piece))
            for i, c in enumerate(coefficients)
        )
        return simplest_between(least / 4, least / 2) if least > 0 else Fraction(0)

    def _coefficients(self, polynomial: Polynomial, piece: Piece) -> list[Polynomial]:
        """Those of (x-a)**i * (b-x)**(n-i), or of powers of the distance from the one end."""
        at = self.tower.at
        gens = self.tower.context.gens()
        x = gens[at]
        low, high = _rational_ends(piece)
        by_power = self.tower.coefficients(polynomial, at)
        degree = max(by_power)
        if low is not None and high is not None:
            a, b = _fmpq(low), _fmpq(high)
            total = self.tower.one * 0
            for power, c in by_power.items():
                total += c * (a + b * x) ** power * (1 + x) ** (degree - power)
            total = total / _fmpq((high - low) ** degree)
        else:
            end = low if low is not None else high
            shifted = x + _fmpq(end) if low is not None else _fmpq(end) - x  # type: ignore[arg-type]
            total = sum((c * shifted**power for power, c in by_power.items()), self.tower.one * 0)
        zero = self.tower.one * 0
        found = {} if total == zero else self.tower.coefficients(total, at)
        return [found.get(i, zero) for i in range(degree + 1)]

    def _signs_agree(self, coefficients: Sequence[Polynomial]) -> bool:
        """Whether none is negative."""
        for c in coefficients:
            if c.is_constant():
                if c != 0 and c.leading_coefficient() < 0:
                    return False
            elif not self.tower.ball(c, self._values_at(Fraction(0))) > 0:
                return False
        return True

    def _at_an_end(self, polynomial: Polynomial, piece: Piece, strict: bool) -> Theorem | None:
        """By the derivatives at one end that is no rational number."""
        for is_lower, end in ((True, piece.lower), (False, piece.upper)):
            if end is None or isinstance(end.term, Number):
                continue
            found = self._about(polynomial, piece, end.term, is_lower, strict)
            if found is not None:
                return found
        return None

    def _about(
        self, polynomial: Polynomial, piece: Piece, end: Term, is_lower: bool, strict: bool
    ) -> Theorem | None:
        """By the derivatives at an end, if all of them speak for it."""
        bound = piece.bounds()[0 if is_lower else -1]
        distance = piece.variable - end if is_lower else end - piece.variable
        parts, equations = [Part(Fraction(1), denied=1)], []
        current, factorial = polynomial, 1
        for i in range(_degree(polynomial, self.tower.at) + 1):
            factorial *= max(i, 1)
            value = substitute(self.tower.term(current), {piece.variable: end})
            if not is_lower and i % 2:
                value = -value
            sign = self.constants.sign(value, "<")
            if sign is not None:
                parts.append(Part(Fraction(1, factorial), (sign, *[bound] * i)))
            else:
                zero = self.constants.zero(value)
                if zero is None:
                    return None
                power = distance**i if i else ONE
                equations.append((zero, Number(Fraction(1, factorial)) * power))
            current = current.derivative(self.tower.at)
        return derived(self._goal(polynomial, strict), parts, equations)


def _degree(polynomial: Polynomial, index: int) -> int:
    return int(polynomial.degrees()[index])


def _share(i: int, degree: int, piece: Piece) -> Fraction:
    """The coefficient number i of the constant 1."""
    low, high = _rational_ends(piece)
    if low is None or high is None:
        return Fraction(int(i == 0))
    return comb(degree, i) / (high - low) ** degree


def _powers(i: int, degree: int, piece: Piece) -> list[Theorem]:
    """The bounds whose product the coefficient number i belongs to."""
    bounds = piece.bounds()
    if len(bounds) == 2:
        return [bounds[0]] * i + [bounds[1]] * (degree - i)
    return [bounds[0]] * i


def _fmpq(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def _rational_ends(piece: Piece) -> tuple[Fraction | None, Fraction | None]:
    low = piece.lower.term if piece.lower is not None else None
    high = piece.upper.term if piece.upper is not None else None
    return (
        low.value if isinstance(low, Number) else None,
        high.value if isinstance(high, Number) else None,
    )
