"""Quantifiers over all reals whose body is polynomial in the bound variable: decided exactly.

The signs of finitely many polynomials determine the truth of the body, and are constant between
two neighbouring roots of theirs: one point of each such interval and each root are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from flint import arb, ctx, fmpq, fmpq_poly

from verifier.language.binding import Lambda, transform
from verifier.language.instance import polynomial_of
from verifier.language.outcomes import ANY, F, T, U
from verifier.language.terms import (
    REAL,
    And,
    Application,
    Big,
    Bound,
    Exists,
    ForAll,
    Implies,
    IndexRange,
    Node,
    Not,
    Number,
    Op,
    Or,
    Proposition,
    Reals,
    Relation,
    Term,
    children,
    subnodes,
)
from verifier.language.values import UNDEFINED, Missing

if TYPE_CHECKING:
    from verifier.language.evaluation import Evaluation

ROUNDS = 8  # how often new polynomials may come up before the search gives up
OPEN_POINTS = 2  # at how many points a nest of quantifiers may stay undecided
SAMPLES = tuple(fmpq(n, 8) for n in range(-32, 33)) + tuple(
    fmpq(sign * 2**e) for e in (3, 4, 6, 10) for sign in (-1, 1)
)


class _Unsupported(Exception):
    """The body is not polynomial in the bound variable with exact coefficients."""


@dataclass
class _Point:
    """A rational, or a root of an irreducible polynomial given by an enclosing ball."""

    rational: Any | None
    ball: Any | None = None
    minimal: Any | None = None
    asked: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def sign(self, polynomial: Any) -> int:
        """The sign of a polynomial here; remembered among those asked for."""
        if polynomial.degree() > 0:
            self.asked[tuple(polynomial.coeffs())] = polynomial
        if self.rational is not None:
            value = polynomial(self.rational)
            return int(value > 0) - int(value < 0)
        if (polynomial % self.minimal).is_zero():
            return 0
        value = _at(polynomial, self.ball)
        if value > 0 or value < 0:
            return 1 if value > 0 else -1
        raise _Unsupported


class _Nowhere(_Point):
    """No point: what depends on a sign is not polynomial."""

    def sign(self, polynomial: Any) -> int:
        """There is none."""
        raise _Unsupported


def decide_reals(proposition: ForAll | Exists, evaluation: Evaluation) -> int:
    """The possible outcomes of a quantifier over the reals."""
    try:
        if (claimed := _lipschitz(proposition)) is not None:
            return _has_slope(*claimed, evaluation)
        found = _decide(proposition.body, evaluation)
    except _Unsupported:
        return _sampled(proposition, evaluation)
    order = (U, F, T) if isinstance(proposition, ForAll) else (U, T, F)
    return next((outcome for outcome in order if found & outcome), order[-1])


def _lipschitz(proposition: ForAll | Exists) -> tuple[Term, Term] | None:
    """g, open in `Bound(1)`, and L, where the claim is: for all real a and b,
    |g(a) - g(b)| <= L*|a - b|."""
    match proposition:
        case ForAll(
            Reals(),
            ForAll(
                Reals(),
                Relation(
                    "<=",
                    Op("abs", (Op("sub", (first, second)),)),
                    Op("mul", (bound, Op("abs", (Op("sub", (left, right)),)))),
                ),
            ),
        ) if {left, right} == {_A, _B}:
            if _uses(bound, _A) or _uses(bound, _B):
                return None
            for at_a, at_b in ((first, second), (second, first)):
                if not _uses(at_a, _B) and _with_b(at_a) == at_b:
                    return at_a, bound
    return None


_A, _B = Bound(1, REAL), Bound(0, REAL)  # the outer of two quantified reals, and the inner


def _uses(term: Term, index: Bound) -> bool:
    return any(
        isinstance(node, Bound) and node.level == index.level + depth
        for node, depth in _with_depths(term, 0)
    )


def _with_depths(node: Node, depth: int) -> Iterator[tuple[Node, int]]:
    yield node, depth
    for child, extra in children(node):
        yield from _with_depths(child, depth + extra)


def _with_b(at_a: Term) -> Term:
    def look(node: Node, depth: int) -> Node | None:
        is_a = isinstance(node, Bound) and node.level == _A.level + depth
        return Bound(_B.level + depth, REAL) if is_a else None

    return transform(at_a, look)


def _has_slope(term: Term, bound: Term, evaluation: Evaluation) -> int:
    """Whether the slope of a polynomial is at most a number everywhere: by the mean value theorem
    that is what the Lipschitz condition says, and only a constant slope can be bounded."""
    body = _Body(evaluation, _Nowhere(None))
    body.depth = 1
    evaluation.push(fmpq_poly([0, 1]))
    evaluation.push(fmpq(0))
    try:
        polynomial, limit = body.term(term), evaluation.term(bound)
    finally:
        evaluation.pop()
        evaluation.pop()
    if polynomial is UNDEFINED or not isinstance(limit, fmpq | arb):
        raise _Unsupported
    slope = abs(polynomial[1])
    if polynomial.degree() > 1 or slope > limit:
        return F
    if slope <= limit:
        return T
    raise _Unsupported


def _decide(body: Proposition, evaluation: Evaluation) -> int:
    """All outcomes that occur at some real."""
    known: dict[tuple[Any, ...], Any] = {}
    for _ in range(ROUNDS):
        outcomes, asked = 0, {}
        for point in _points(known.values()):
            outcomes |= _Body(evaluation, point).proposition_at(body)
            asked.update(point.asked)
        if asked.keys() <= known.keys():
            return outcomes
        known.update(asked)
    raise _Unsupported


def _points(polynomials: Any) -> Iterator[_Point]:
    """All real roots of the polynomials, and a rational between each two neighbours and beyond."""
    roots: list[_Point] = []
    factors: dict[tuple[Any, ...], Any] = {}
    for polynomial in polynomials:
        for factor, _ in polynomial.factor()[1]:
            factors[tuple(factor.coeffs())] = factor
    for factor in factors.values():
        if factor.degree() == 1:
            roots.append(_Point(fmpq(-factor[0]) / fmpq(factor[1])))
        elif factor.degree() > 1:
            for root, _ in factor.numer().complex_roots():
                if root.imag.is_zero():
                    roots.append(_Point(None, root.real, factor))
    yield from roots
    yield from (_Point(value) for value in _between([_enclosure(root) for root in roots]))


def _enclosure(root: _Point) -> Any:
    return arb(root.rational) if root.ball is None else root.ball


def _between(balls: list[Any]) -> list[Any]:
    if not balls:
        return [fmpq(0)]
    ordered = sorted(balls, key=lambda b: b.mid().fmpq())
    points = [ordered[0].lower().fmpq() - 1, ordered[-1].upper().fmpq() + 1]
    for left, right in pairwise(ordered):
        low, high = left.upper().fmpq(), right.lower().fmpq()
        if not low < high:
            raise _Unsupported  # roots not separated at this precision
        points.append((low + high) / 2)
    return points


def _at(polynomial: Any, point: Any) -> Any:
    total = arb(0)
    for degree in reversed(range(polynomial.length())):
        total = total * point + polynomial[degree]
    return total


class _Body:
    """The body of a quantifier at one point, its terms as polynomials in the bound variable."""

    def __init__(self, evaluation: Evaluation, point: _Point) -> None:
        self.evaluation = evaluation
        self.point = point
        self.depth = 0  # the number of the bound variable, seen from where we are

    def proposition_at(self, body: Proposition) -> int:
        """The one outcome of the body here."""
        self.evaluation.push(fmpq_poly([0, 1]))
        try:
            return self._proposition(body)
        finally:
            self.evaluation.pop()

    def _uses(self, node: Node, depth: int) -> bool:
        if isinstance(node, Bound):
            return node.level == depth
        return any(self._uses(child, depth + extra) for child, extra in children(node))

    def _proposition(self, proposition: Proposition) -> int:
        match proposition:
            case Relation(op, left, right):
                return self._relation(op, self.term(left), self.term(right))
            case Not(arg):
                return {T: F, F: T, U: U}[self._proposition(arg)]
            case And(args):
                return self._first_of(args, F, T)
            case Or(args):
                return self._first_of(args, T, F)
            case Implies(premise, conclusion):
                found = self._proposition(premise)
                return self._proposition(conclusion) if found == T else {F: T, U: U}[found]
            case ForAll(IndexRange(upper, omit), body):
                return self._range(upper, omit, body, (U, F, T))
            case Exists(IndexRange(upper, omit), body):
                return self._range(upper, omit, body, (U, T, F))
        raise _Unsupported

    def _first_of(self, args: tuple[Proposition, ...], stop: int, other: int) -> int:
        for part in args:
            found = self._proposition(part)
            if found in (stop, U):
                return found
        return other

    def _range(
        self, upper: Term, omit: tuple[Term, ...], body: Proposition, order: tuple[int, ...]
    ) -> int:
        outcomes = order[-1]
        for index in self.evaluation.indices(upper, omit):
            outcomes |= self._under(index, lambda: self._proposition(body))
        return next(outcome for outcome in order if outcomes & outcome)

    def _under(self, index: int, evaluate: Any) -> Any:
        self.evaluation.push(fmpq(index))
        self.depth += 1
        try:
            return evaluate()
        finally:
            self.depth -= 1
            self.evaluation.pop()

    def _relation(self, op: str, left: Any, right: Any) -> int:
        if left is UNDEFINED or right is UNDEFINED:
            found = U
        else:
            sign = self.point.sign(left - right)
            holds = {
                "<": sign < 0, "<=": sign <= 0, "==": sign == 0,
                "!=": sign != 0, ">": sign > 0, ">=": sign >= 0,
            }[op]  # fmt: skip
            found = T if holds else F
        return F if found == U and self.evaluation.classical else found

    def term(self, term: Term) -> Any:
        """A term as a polynomial in the bound variable; raises `_Unsupported` if it is none."""
        if not self._uses(term, self.depth):
            return self._constant(term)
        match term:
            case Bound():
                return fmpq_poly([0, 1])
            case Op(name, args):
                return self._op(name, args)
            case Application(symbol, (argument,), order):
                function = self.evaluation.instance.values.get(symbol)
                polynomial = polynomial_of(function) if isinstance(function, Lambda) else None
                inside = self.term(argument)
                if polynomial is None or inside is UNDEFINED:
                    raise _Unsupported
                for _ in range(order):
                    polynomial = polynomial.derivative()
                return polynomial(inside)
            case Big("sum" | "prod" as operation, upper, omit, body):
                total = fmpq_poly([0 if operation == "sum" else 1])
                for index in self.evaluation.indices(upper, omit):
                    value = self._under(index, lambda: self.term(body))
                    if value is UNDEFINED:
                        return UNDEFINED
                    total = total + value if operation == "sum" else total * value
                return total
        raise _Unsupported

    def _constant(self, term: Term) -> Any:
        value = self.evaluation.term(term)
        if type(value) is fmpq:
            return fmpq_poly([value])
        if value is UNDEFINED:
            return value
        raise _Unsupported

    def _op(self, name: str, args: tuple[Term, ...]) -> Any:
        if name == "pow":
            base, exponent = args
            if not isinstance(exponent, Number) or exponent.value.denominator != 1:
                raise _Unsupported
            if not 1 <= exponent.value <= 50:
                raise _Unsupported
            below = self.term(base)
            return below if below is UNDEFINED else below ** int(exponent.value)
        parts = [self.term(arg) for arg in args]
        if any(isinstance(part, Missing) for part in parts):
            return UNDEFINED
        match name, parts:
            case "neg", [a]:
                return -a
            case "abs", [a]:
                return -a if self.point.sign(a) < 0 else a
            case "add", [a, b]:
                return a + b
            case "sub", [a, b]:
                return a - b
            case "mul", [a, b]:
                return a * b
            case "max", [a, b]:
                return a if self.point.sign(a - b) >= 0 else b
            case "min", [a, b]:
                return a if self.point.sign(a - b) <= 0 else b
            case "div", [a, b] if b.degree() <= 0:
                return UNDEFINED if b.is_zero() else a * fmpq_poly([1 / b[0]])
        raise _Unsupported


def _sampled(proposition: ForAll | Exists, evaluation: Evaluation) -> int:
    """What some points show: a universal statement to be false, an existential one to be true."""
    settling = F if isinstance(proposition, ForAll) else T
    nested = any(
        isinstance(node, ForAll | Exists) and isinstance(node.domain, Reals)
        for node in subnodes(proposition.body)
    )
    open_points = 0
    for value in (*SAMPLES, *_given(evaluation)):
        evaluation.push(value)
        found = evaluation.proposition(proposition.body)
        evaluation.pop()
        if found in (settling, U):
            return found
        open_points += nested and found == ANY
        if open_points == OPEN_POINTS:
            break  # what cannot be told at these points will hardly be at others
    evaluation.rounded = evaluation.rounded or ctx.prec < 100
    return ANY


def _given(evaluation: Evaluation) -> Iterator[Any]:
    """The values of the instance's own variables: extremes often lie there."""
    for value in evaluation.instance.values.values():
        if isinstance(value, Fraction):
            exact = fmpq(value.numerator, value.denominator)
            yield from (exact, -exact)
