"""Quiet stretches of rigorous runs in floats: MPFR for the midpoints, one radius for all of them.

Balls cost a radius for every operation. Over a stretch that stays in a box the error of the
midpoints can be bounded once, by the derivatives of the moves over the box and the roundings of an
update, and their run takes its bare multiplications.

With values v, counts n, p = prod v^n, q_i = p without one factor v_i and h(p) = step s f'(s p), an
update is v_i -> v_i - M_i, M_i = h q_i. With A_i = sup abs(v_i), T = prod A^n, Q_i = T/A_i,
H = sup abs(h), H' = sup abs(h') over the box,

    sum_l abs(dM_i/dv_l) <= Q_i (H' T S + H (S - 1/A_i)),   S = sum_l n_l/A_l,

whose maximum over i is the growth L. If every move and difference is computed with an error of at
most D, and exact and computed values differ by at most E at first, they do by at most
(1 + L)^t (E + t D) after t updates, by induction with the mean value theorem, as long as both are
in the box. A move is a product of less than 4 k + 16 factors, k = sum n; each rounding to the
nearest of what leads up to it adds a relative 2**-bits at most; the error of f' is carried along by
`_Rounded`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import gmpy2
from flint import arb, fmpq

from verifier.descent.backend import Moduli, Problem, Values, stepper
from verifier.descent.ball_backend import BallBackend
from verifier.descent.elementary import RoundedFunctions
from verifier.descent.mpfr_backend import MpfrBackend
from verifier.descent.objective import Number

FEWEST = 256  # updates of a stretch for which a bound and the conversions pay
MOST_GROWTH = 8  # of the logarithm of the error


@dataclass(frozen=True)
class Box:
    """Sides in which the values stay, and how far they reach beyond the values at the start."""

    sides: Sequence[Number]
    radii: Sequence[Number]


class Midpoints:
    """The stretches of one problem in balls of `bits` bits; for polynomial losses."""

    def __init__(self, problem: Problem, moduli: Moduli, bits: int):
        self._numbers = MpfrBackend(bits)
        self._moduli = moduli
        self._balls = BallBackend(64)
        self._unit = Fraction(1, 2**bits)
        with self._balls.working():
            self._step = self._balls.number(problem.step)
            functions = problem.objective.on(self._balls)
            self._derivative, self._second = functions.derivative, functions.second
            roundings = _Roundings(self._balls.number(self._unit))
            self._rounded = problem.objective.on(roundings).derivative
        with self._numbers.working():
            self._update = stepper(problem, self._numbers, moduli)

    def stretch(self, values: Values, box: Box, updates: int) -> Stretch | None:
        """The stretch of so many updates, in which exact and rounded runs stay in the box.

        None where no useful bound comes out.
        """
        if updates < FEWEST or any(v.mid().bits() > self._numbers.bits for v in values):
            return None
        with self._balls.working():
            bounds = self._bounds(box)
            if bounds is None:
                return None
            growth, errors = bounds
            # The moves take up at most 7/8 of the radii.
            inside = all(
                updates * error <= radius / 8
                for error, radius in zip(errors, box.radii, strict=True)
            )
            if not inside or not growth * updates < MOST_GROWTH:
                return None
            error = _largest(errors)
            first = _largest([value.rad() for value in values])

            def radius(done: int) -> Number:
                with self._balls.working():
                    return ((1 + growth) ** done * (first + done * error)).upper()

        return Stretch(values, self._numbers, self._update, radius)

    def _bounds(self, box: Box) -> tuple[Number, list[Number]] | None:
        # The growth L, and for each value what an update may err by.
        largest = [abs(side).upper() for side in box.sides]
        if not all(size > 0 for size in largest):
            return None
        counts = self._moduli.counts
        product = self._moduli.state(box.sides).product
        total = arb(1)
        for size, count in zip(largest, counts, strict=True):
            total = total * size**count
        spread = sum((n / size for size, n in zip(largest, counts, strict=True)), arb(0))
        unit = self._balls.number(self._unit)
        chain = 8 * (sum(counts) + 4) * unit  # twice 4 k + 16 roundings: (1 + u)^n <= 1 + 2 n u
        slope = self._rounded(_Rounded(product, total * chain, unit))
        head = self._step * abs(self._derivative(product))
        bend = self._step * abs(self._second(product))
        growth, errors = arb(0), []
        for size in largest:
            others = total / size
            row = others * (bend * total * spread + head * (spread - 1 / size))
            growth = growth.max(row.upper())
            move = others * (2 * self._step * slope.error + head * chain)
            errors.append((move + unit * (2 * size + 2 * others * head)).upper())
        finite = growth.is_finite() and all(error.is_finite() for error in errors)
        return (growth, errors) if finite else None


class Stretch:
    """Floats for midpoints on the way through a stretch, as balls wherever one stops."""

    def __init__(
        self,
        values: Values,
        numbers: MpfrBackend,
        update: Callable[[Values, int], list[Number]],
        radius: Callable[[int], Number],
    ):
        self._numbers, self._update, self._radius = numbers, update, radius
        with numbers.working():
            pairs = (value.mid().man_exp() for value in values)
            self._values = [numbers.dyadic(int(m), int(e)) for m, e in pairs]
        self._done = 0

    def advance(self, updates: int) -> list[Number] | None:
        """Balls after so many more updates; None if a float has left the range of exponents."""
        with self._numbers.working():
            self._values = self._update(self._values, updates)
            context = gmpy2.get_context()
            if context.underflow or context.overflow or context.invalid:
                return None
        self._done += updates
        radius, pairs = self._radius(self._done), (v.as_mantissa_exp() for v in self._values)
        return [arb((int(m), int(e)), radius) for m, e in pairs]


class _Roundings(RoundedFunctions):
    # The arithmetic of `_Rounded` numbers, for what a polynomial needs.

    def __init__(self, unit: Number):
        self._unit = unit

    @property
    def library(self) -> Any:
        raise ValueError("only polynomials have a bound for their roundings")

    def number(self, value: Fraction) -> _Rounded:
        ball = arb(fmpq(value.numerator, value.denominator))
        return _Rounded(ball, abs(ball) * self._unit, self._unit)


class _Rounded:
    # What is known of a number and of its rounded twin: `ball` holds the one, and they differ by
    # `error` at most. An operation on the twins is rounded to the nearest, by a relative `unit`.

    def __init__(self, ball: Number, error: Number, unit: Number):
        self.ball, self.error, self._unit = ball, error.upper(), unit

    def _result(self, ball: Number, error: Number) -> _Rounded:
        return _Rounded(ball, error + (abs(ball) + error) * self._unit, self._unit)

    def __neg__(self) -> _Rounded:
        return _Rounded(-self.ball, self.error, self._unit)

    def __add__(self, other: _Rounded) -> _Rounded:
        return self._result(self.ball + other.ball, self.error + other.error)

    def __sub__(self, other: _Rounded) -> _Rounded:
        return self._result(self.ball - other.ball, self.error + other.error)

    def __mul__(self, other: _Rounded) -> _Rounded:
        error = abs(self.ball) * other.error + (abs(other.ball) + other.error) * self.error
        return self._result(self.ball * other.ball, error)

    def __truediv__(self, other: _Rounded) -> _Rounded:
        quotient = self.ball / other.ball
        # a~/b~ - a/b = ((a~ - a) - (a/b)(b~ - b)) / b~; a divisor that may be 0 gives no bound.
        divisor = (abs(other.ball) - other.error).lower()
        error = (self.error + abs(quotient) * other.error) / divisor
        return self._result(quotient, error if divisor > 0 else arb("inf"))


def _largest(numbers: Sequence[Number]) -> Number:
    largest = arb(0)
    for number in numbers:
        largest = largest.max(number)
    return largest.upper()
