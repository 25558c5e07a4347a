"""Products of positive terms: their signs, and comparisons factor by factor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from verifier.decide.deduce import discharged
from verifier.decide.forms import powered
from verifier.decide.known.schemas import (
    A,
    B,
    C,
    D,
    applied,
    by_arithmetic,
    power_of_ordered,
    power_of_positive,
    product_of_ordered,
    product_of_signs,
    quotient_of_ordered,
)
from verifier.decide.scalar import find_scalar_proof
from verifier.kernel.rules import logic, numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.terms import ONE, ZERO, Number, Relation, Term, as_term

if TYPE_CHECKING:
    from verifier.decide.ordering.board import Board

MAX_TRIES = 60


@dataclass(frozen=True)
class Positive:
    """base**exponent with 0 < base or 0 <= base (a negative exponent needs the former)."""

    base: Term
    exponent: int
    theorem: Theorem

    @property
    def strict(self) -> bool:
        """Whether the base is positive."""
        claim = self.theorem.conclusion
        return isinstance(claim, Relation) and claim.op == "<"

    @classmethod
    def even(cls, board: Board, base: Term, exponent: int) -> Positive | None:
        """An even power of a base of unknown sign, as a power of its square."""
        if exponent % 2:
            return None
        square = base**2
        apart = board.concluded([], Relation("!=", base, ZERO))
        if apart is not None:
            shown = applied(square_is_positive(), {A: base}, apart, facts=board.facts)
        else:
            shown = applied(square_is_nonnegative(), {A: base}, facts=board.facts)
        if shown is None or (exponent < 0 and apart is None):
            return None
        return cls(square, exponent // 2, shown)

    def sign(self) -> Theorem | None:
        """0 < base**exponent, or 0 <= where the base may be zero."""
        if self.exponent == 1:
            return self.theorem
        if self.strict:
            return applied(power_of_positive(self.exponent), {A: self.base}, self.theorem)
        if self.exponent < 0:
            return None
        return applied(power_of_nonnegative(self.exponent), {A: self.base}, self.theorem)


@cache
def square_is_positive() -> Theorem:
    """a != 0 |- 0 < a**2."""
    return by_arithmetic(ZERO < A**2, Relation("!=", A, ZERO))


@cache
def square_is_nonnegative() -> Theorem:
    """|- 0 <= a**2."""
    return by_arithmetic(ZERO <= A**2, squares=[A])


@cache
def power_of_nonnegative(exponent: int) -> Theorem:
    """0 <= a |- 0 <= a**n for n > 0."""
    made = infer(
        logic.instantiate, power_of_ordered(exponent, "<="), variables=(A, B), values=(ZERO, A)
    )
    zero = by_arithmetic(Relation("<=", ZERO, ZERO))
    return infer(numbers.follows, discharged(made, zero), goal=ZERO <= A ** as_term(exponent))


def product_sign(parts: Sequence[Positive]) -> Theorem | None:
    """0 < product of the powers, or 0 <= where one may be zero."""
    total: Theorem | None = None
    for part in parts:
        shown = part.sign()
        if shown is None:
            return None
        total = shown if total is None else _product(total, shown)
        if total is None:
            return None
    return total


def _product(first: Theorem, second: Theorem) -> Theorem | None:
    one, other = first.conclusion, second.conclusion
    assert isinstance(one, Relation) and isinstance(other, Relation)
    schema = product_of_signs(one.op, other.op)
    return applied(schema, {A: one.right, B: other.right}, first, second)


@dataclass(frozen=True)
class Pair:
    """small <= large (`order`, maybe strict), both powers of positive terms."""

    small: Term
    large: Term
    order: Theorem
    lower: Theorem  # 0 <= small or 0 < small
    upper: Theorem  # 0 < large or 0 <= large

    @property
    def strict(self) -> bool:
        """Whether small < large."""
        claim = self.order.conclusion
        return isinstance(claim, Relation) and claim.op == "<"


def matched(
    board: Board,
    left: tuple[Fraction, Sequence[Positive]],
    right: tuple[Fraction, Sequence[Positive]],
    strict: bool,
) -> list[Theorem] | None:
    """Theorems that say coefficient*product of the left <= (<) the same of the right, cleared of
    divisors, with positive coefficients; the last one is the comparison."""
    if any(not p.strict for p in (*left[1], *right[1]) if p.exponent < 0):
        return None
    small = [p for p in left[1] if p.exponent > 0]
    small += [_inverse(p) for p in right[1] if p.exponent < 0]
    large = [p for p in right[1] if p.exponent > 0]
    large += [_inverse(p) for p in left[1] if p.exponent < 0]
    tries = _Matching(board, strict)
    pairs = tries.pairs(small, large, right[0] / left[0])
    if pairs is None:
        return None
    shown = _folded(pairs, strict)
    if shown is None:
        return None
    divisors = [p for p in (*left[1], *right[1]) if p.exponent < 0]
    return _divided(shown, divisors)


def _divided(shown: Theorem, divisors: Sequence[Positive]) -> list[Theorem] | None:
    """The comparison divided by positive terms."""
    if not divisors:
        return [shown]
    divisor = product_sign([_inverse(p) for p in divisors])
    if divisor is None:
        return None
    claim, positive = shown.conclusion, divisor.conclusion
    assert isinstance(claim, Relation) and isinstance(positive, Relation)
    values = {A: claim.left, B: claim.right, C: positive.right}
    quotient = applied(quotient_of_ordered(claim.op), values, shown, divisor)
    return None if quotient is None else [divisor, quotient]


def _inverse(part: Positive) -> Positive:
    return Positive(part.base, -part.exponent, part.theorem)


@dataclass
class _Matching:
    """The search for a matching of factors."""

    board: Board
    strict: bool
    tries: int = 0

    def pairs(
        self, small: Sequence[Positive], large: Sequence[Positive], ratio: Fraction
    ) -> list[Pair] | None:
        """Pairs whose product is the comparison, `ratio` being a factor of the right side."""
        self.tries += 1
        if self.tries > MAX_TRIES or self.board.exhausted():
            return None
        if not small:
            rest = self._rest(large, ratio)
            return rest
        first, others = small[0], small[1:]
        for i, partner in enumerate(large):
            kept = [p for j, p in enumerate(large) if j != i]
            power = min(first.exponent, partner.exponent)
            over = [Positive(first.base, first.exponent - power, first.theorem)]
            left = [p for p in over if p.exponent] + list(others)
            over = [Positive(partner.base, partner.exponent - power, partner.theorem)]
            right = [p for p in over if p.exponent] + kept
            for scale in self._scales(ratio, power):
                pair = self._pair(first, partner, power, scale)
                if pair is None:
                    continue
                rest = self.pairs(left, right, ratio / scale**power)
                if rest is not None:
                    return [pair, *rest]
        for bound in self._bounds(first, below=True):
            alone = self._against(first, bound, below=True)
            if alone is not None:
                rest = self.pairs(others, large, ratio / bound**first.exponent)
                if rest is not None:
                    return [alone, *rest]
        return None

    def _rest(self, large: Sequence[Positive], ratio: Fraction) -> list[Pair] | None:
        found = []
        for part in large:
            for bound in self._bounds(part, below=False):
                pair = self._against(part, bound, below=False)
                if pair is not None:
                    found.append(pair)
                    ratio *= bound**part.exponent
                    break
            else:
                return None
        if ratio < 1:
            return None
        return found if ratio == 1 else [*found, _numbers(ratio)]

    def _bounds(self, part: Positive, below: bool) -> list[Fraction]:
        """Positive constants that facts bound the base by, from above if it is to be below them;
        and 1."""
        found = [Fraction(1)]
        for fact in self.board.facts:
            claim = fact.conclusion
            if not isinstance(claim, Relation) or claim.op in ("==", "!="):
                continue
            ends = (claim.left, claim.right)
            small, large = ends if claim.op in ("<", "<=") else ends[::-1]
            base, end = (small, large) if below else (large, small)
            if base == part.base and isinstance(end, Number) and end.value > 0:
                found.append(end.value)
        return sorted(set(found), reverse=not below)

    def _scales(self, ratio: Fraction, power: int) -> Iterator[Fraction]:
        yield Fraction(1)
        root = _root(ratio, power)
        if root is not None and root != 1:
            yield root

    def _pair(self, small: Positive, large: Positive, power: int, scale: Fraction) -> Pair | None:
        """small**power <= (scale*large)**power."""
        upper = large.base
        positive = large.theorem
        if scale != 1:
            upper = Number(scale) * large.base
            claim = positive.conclusion
            assert isinstance(claim, Relation)
            scaled = find_scalar_proof(Relation(claim.op, ZERO, upper), [positive], degree=1)
            if scaled is None:
                return None
            positive = scaled
        order = self.board.order(small.base, upper, self.strict)
        if order is None:
            return None
        return self._powered(small.base, upper, power, order, (small.theorem, positive))

    def _powered(
        self, small: Term, large: Term, power: int, order: Theorem, signs: tuple[Theorem, Theorem]
    ) -> Pair | None:
        lower, upper = (
            Positive(t, power, s).sign() for t, s in zip((small, large), signs, strict=True)
        )
        if lower is None or upper is None:
            return None
        if power == 1:
            return Pair(small, large, order, lower, upper)
        claim = order.conclusion
        assert isinstance(claim, Relation)
        weak = weakened(signs[0])
        raised = applied(power_of_ordered(power, claim.op), {A: small, B: large}, order, weak)
        if raised is None:
            return None
        return Pair(powered(small, power), powered(large, power), raised, lower, upper)

    def _against(self, part: Positive, bound: Fraction, below: bool) -> Pair | None:
        """base**exponent <= bound**exponent or the reverse."""
        end = Number(bound)
        positive = by_arithmetic(ZERO < end)
        small, large = (part.base, end) if below else (end, part.base)
        order = self.board.order(small, large, self.strict)
        if order is None:
            return None
        signs = (part.theorem, positive) if below else (positive, part.theorem)
        return self._powered(small, large, part.exponent, order, signs)


def _numbers(ratio: Fraction) -> Pair:
    large = Number(ratio)
    positive, one = by_arithmetic(ZERO < large), by_arithmetic(ZERO < ONE)
    return Pair(ONE, large, by_arithmetic(ONE < large), one, positive)


def _root(value: Fraction, power: int) -> Fraction | None:
    """The rational root of a positive rational, if it has one."""
    found = []
    for part in (value.numerator, value.denominator):
        root = round(part ** (1 / power)) if part < 10**15 else 0
        if root**power != part:
            return None
        found.append(root)
    return Fraction(found[0], found[1])


def weakened(theorem: Theorem) -> Theorem:
    """a <= b from a < b."""
    claim = theorem.conclusion
    assert isinstance(claim, Relation)
    goal = Relation("<=", claim.left, claim.right)
    return infer(numbers.follows, theorem, goal=goal)


def _folded(pairs: Sequence[Pair], strict: bool) -> Theorem | None:
    """The product of the comparisons."""
    if strict and not any(pair.strict for pair in pairs):
        return None
    ordered = sorted(pairs, key=lambda pair: not pair.strict) if strict else list(pairs)
    if not ordered:
        return by_arithmetic(Relation("<=", ONE, ONE))
    total = ordered[0]
    for pair in ordered[1:]:
        joined = _joined(total, pair, strict)
        if joined is None:
            return None
        total = joined
    return total.order if strict else weakened(total.order)


def _joined(first: Pair, second: Pair, strict: bool) -> Pair | None:
    """The product of two comparisons, the first of which is strict if `strict`."""
    values = {A: first.small, B: first.large, C: second.small, D: second.large}
    if strict:
        signs = [weakened(first.lower), second.upper]
        orders = [first.order, weakened(second.order)]
    else:
        signs = [weakened(first.lower), weakened(second.lower)]
        orders = [weakened(first.order), weakened(second.order)]
    order = applied(product_of_ordered(strict), values, *signs, *orders)
    lower, upper = _product(first.lower, second.lower), _product(first.upper, second.upper)
    if order is None or lower is None or upper is None:
        return None
    return Pair(first.small * second.small, first.large * second.large, order, lower, upper)
