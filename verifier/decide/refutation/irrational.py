"""Irrational numbers recognised: closed terms for points known to many digits, and the factors of
a polynomial at whose roots two sides are equal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from flint import arb, ctx, fmpq, fmpq_poly, fmpz_mat

from verifier.decide.numeric import inputs_of
from verifier.decide.numeric.rationals import simplest
from verifier.decide.refutation.middles import middle_of
from verifier.decide.refutation.solving import Equation
from verifier.language.terms import ZERO, Constant, Number, Op, Relation, Term, Variable

Q = Fraction
BITS = 150  # how many bits of a value are taken to be right
SMALL = 10**9  # the largest numerator or denominator that is no accident
QUADRATIC = 10**6  # the same for the coefficients of a quadratic equation
MAX_DEGREE = 60
Pair: TypeAlias = "tuple[Any, Any]"  # numerator and denominator


def recognised(value: Fraction) -> Iterator[Fraction | Term]:
    """Rationals and closed terms that agree with a value to about `BITS` bits."""
    with ctx.workprec(2 * BITS):
        ball = arb(fmpq(value.numerator, value.denominator))
        rational = _rational(ball)
        if rational is not None:
            yield rational
            return
        for name, constant in (("pi", arb.pi()), ("E", arb.const_e())):
            factor = _rational(ball / constant)
            if factor is not None:
                yield Number(factor) * Constant(name)  # type: ignore[arg-type]
        square = _rational(ball * ball)
        if square is not None:
            root = Op("sqrt", (Number(square),))
            yield root if value > 0 else -root
            return
        yield from _quadratic(value)
        for power in (3, 4, 6):
            inner = _rational(abs(ball) ** power)
            if inner is not None:
                root = Op("pow", (Number(inner), Number(Q(1, power))))
                yield root if value > 0 else -root
        if abs(value) < 200:
            inner = _rational(ball.exp())
            if inner is not None:
                yield Op("log", (Number(inner),))
        inner = _rational(abs(ball).log())
        if inner is not None:
            root = Op("exp", (Number(inner),))
            yield root if value > 0 else -root


def _rational(ball: Any) -> Fraction | None:
    """A simple rational that agrees with a ball's middle."""
    middle = middle_of(ball)
    if middle is None or abs(middle) > SMALL:
        return None
    room = max(abs(middle), Q(1, 2**20)) / 2**BITS
    found = simplest(middle - room, middle + room)
    return found if max(abs(found.numerator), found.denominator) < SMALL else None


def _quadratic(value: Fraction) -> Iterator[Term]:
    """The root of a quadratic equation with small coefficients, by lattice reduction."""
    unit = 2**BITS
    rows = [[int(i == j) for j in range(3)] + [round(value**i * unit)] for i in range(3)]
    reduced = fmpz_mat(rows).lll()
    c, b, a = (int(reduced[0, j]) for j in range(3))
    if not a or max(abs(a), abs(b), abs(c)) > QUADRATIC or b * b - 4 * a * c <= 0:
        return
    root = Op("sqrt", (Number(Q(b * b - 4 * a * c)),))
    sign = 1 if (2 * a * value + b) > 0 else -1
    half = Number(Q(sign, 2 * a)) * root
    yield Number(Q(-b, 2 * a)) + half if b else half


def equal_at_roots(
    relations: Sequence[Relation],
) -> Iterator[tuple[Term, float, list[Equation]]]:
    """Irrational points at which sides of relations in one variable are equal: a polynomial in it
    that vanishes there, about where, and the equations that hold at all its roots."""
    differences: list[tuple[Relation, Variable, Any]] = []
    for relation in relations:
        used = inputs_of(relation)
        variable = used[0] if len(used) == 1 else None
        if isinstance(variable, Variable):
            quotient = _quotient(relation.left - relation.right, variable)
            if quotient is not None and 0 < quotient[0].degree() <= MAX_DEGREE:
                differences.append((relation, variable, quotient[0]))
    for relation, variable, polynomial in differences:
        for factor, power in polynomial.factor()[1]:
            if factor.degree() < 2 or (power % 2 and relation.op not in ("==", "!=")):
                continue
            known = [
                (r.left, r.right)
                for r, v, other in differences
                if v == variable and not other % factor
            ]
            for root, _ in factor.complex_roots():
                if root.imag.contains(0):
                    yield _written(factor, variable), float(root.real.mid()), known


def _quotient(term: Term, variable: Variable) -> Pair | None:
    """The term as a quotient of polynomials in one variable, where it is defined."""
    one = fmpq_poly([1])
    match term:
        case Number(value):
            return fmpq_poly([fmpq(value.numerator, value.denominator)]), one
        case Op("neg", (a,)):
            below = _quotient(a, variable)
            return None if below is None else (-below[0], below[1])
        case Op("add" | "sub" | "mul" | "div" as name, (a, b)):
            first, second = _quotient(a, variable), _quotient(b, variable)
            return None if first is None or second is None else _joined(name, first, second)
        case Op("pow", (a, Number(n))) if n.denominator == 1 and 0 < n <= MAX_DEGREE:
            below = _quotient(a, variable)
            if below is None or below[0].degree() * n > MAX_DEGREE:
                return None
            return below[0] ** int(n), below[1] ** int(n)
    return (fmpq_poly([0, 1]), one) if term == variable else None


def _joined(name: str, a: Pair, b: Pair) -> Pair | None:
    match name:
        case "add":
            found = a[0] * b[1] + b[0] * a[1], a[1] * b[1]
        case "sub":
            found = a[0] * b[1] - b[0] * a[1], a[1] * b[1]
        case "mul":
            found = a[0] * b[0], a[1] * b[1]
        case _:
            if not b[0]:
                return None
            found = a[0] * b[1], a[1] * b[0]
    return found if found[0].degree() + found[1].degree() <= 2 * MAX_DEGREE else None


def _written(polynomial: Any, variable: Variable) -> Term:
    total: Term = ZERO
    for coefficient in reversed(polynomial.coeffs()):
        number = Number(Q(int(coefficient.p), int(coefficient.q)))
        total = total * variable + number
    return total
