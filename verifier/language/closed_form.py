"""Equality of irrational values by a normal form: what balls cannot show, since they never part.

A closed form is a polynomial with rational coefficients in powers of primes, pi, e and logarithms
of primes and of pi, all of which are positive.  Equal forms have equal values; nothing follows from
different ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from flint import fmpq

from verifier.language.terms import Big, Constant, Op, Relation, Term
from verifier.language.values import Dual

if TYPE_CHECKING:
    from verifier.language.evaluation import Evaluation

# A monomial: its factors with their exponents, sorted.  A number stands for itself (a prime).
Monomial: TypeAlias = "tuple[tuple[Any, Any], ...]"
Form: TypeAlias = "dict[Monomial, Any]"

TERMS_LIMIT = 60
PRIME_LIMIT = 10**12  # radicands beyond this are not factored
EXPONENT_LIMIT = 20_000  # higher powers of primes are not written out


class _NoForm(Exception):
    """The value has no closed form of this kind, or one that is too long."""


def same_value(relation: Relation, evaluation: Evaluation) -> bool:
    """Whether both sides of a relation, defined here, are shown to be equal."""
    if relation.left == relation.right:
        return True
    if evaluation.differentiating:
        return False
    try:
        forms = _Forms(evaluation)
        return forms.of(relation.left) == forms.of(relation.right)
    except _NoForm:
        return False


class _Forms:
    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation

    def of(self, term: Term) -> Form:
        """The closed form of a term that is defined here."""
        value = self.evaluation.term(term)
        if type(value) is fmpq:
            return {(): value} if value else {}
        if isinstance(value, Dual):
            raise _NoForm
        match term:
            case Constant(name):
                return {((name, fmpq(1)),): fmpq(1)}
            case Op("neg", (a,)):
                return _scaled(self.of(a), fmpq(-1))
            case Op("add", (a, b)):
                return _sum(self.of(a), self.of(b))
            case Op("sub", (a, b)):
                return _sum(self.of(a), _scaled(self.of(b), fmpq(-1)))
            case Op("mul", (a, b)):
                return _product(self.of(a), self.of(b))
            case Op("div", (a, b)):
                return _product(self.of(a), _power(self.of(b), fmpq(-1)))
            case Op("sqrt", (a,)):
                return _power(self.of(a), fmpq(1, 2))
            case Op("pow", (a, b)):
                return _power(self.of(a), _rational(self.of(b)))
            case Op("log", (a,)):
                return _logarithm(self.of(a))
            case Op("exp", (a,)):
                return {_collected([("E", _rational(self.of(a)))])[0]: fmpq(1)}
            case Op("abs", (a,)):
                inside, form = self.evaluation.term(a), self.of(a)
                if form and not (inside > 0 or inside < 0):  # a ball may be on both sides of 0
                    raise _NoForm
                return _scaled(form, fmpq(1 if inside > 0 else -1))
            case Big("sum" | "prod" as operation, upper, omit, body):
                total: Form = {} if operation == "sum" else {(): fmpq(1)}
                for index in self.evaluation.indices(upper, omit):
                    self.evaluation.push(fmpq(index))
                    try:
                        part = self.of(body)
                    finally:
                        self.evaluation.pop()
                    total = _sum(total, part) if operation == "sum" else _product(total, part)
                return total
        raise _NoForm


def _scaled(form: Form, factor: Any) -> Form:
    return {monomial: factor * c for monomial, c in form.items()} if factor else {}


def _sum(a: Form, b: Form) -> Form:
    total = dict(a)
    for monomial, coefficient in b.items():
        new = total.get(monomial, fmpq(0)) + coefficient
        if new:
            total[monomial] = new
        else:
            total.pop(monomial, None)
    return total


def _product(a: Form, b: Form) -> Form:
    if len(a) * len(b) > TERMS_LIMIT:
        raise _NoForm
    total: Form = {}
    for first, c in a.items():
        for second, d in b.items():
            monomial, factor = _collected([*first, *second])
            total = _sum(total, {monomial: c * d * factor})
    return total


def _collected(factors: list[tuple[Any, Any]]) -> tuple[Monomial, Any]:
    """The monomial of some factors, whole powers of primes taken out as a rational."""
    exponents: dict[Any, Any] = {}
    for base, exponent in factors:
        exponents[base] = exponents.get(base, fmpq(0)) + exponent
    rational, kept = fmpq(1), []
    for base, exponent in exponents.items():
        whole = exponent.floor() if isinstance(base, int) else 0
        if abs(whole) > EXPONENT_LIMIT:
            raise _NoForm
        if whole:
            rational *= fmpq(base) ** int(whole)
        if exponent - whole:
            kept.append((base, exponent - whole))
    return tuple(sorted(kept, key=lambda f: str(f[0]))), rational


def _power(form: Form, exponent: Any) -> Form:
    if len(form) == 1:
        ((monomial, coefficient),) = form.items()
        whole = exponent.q == 1
        if coefficient > 0 or whole:
            sign = -1 if coefficient < 0 and int(exponent.p) % 2 else 1
            factors = [(base, e * exponent) for base, e in monomial]
            factors += [(p, e * exponent) for p, e in _primes(abs(coefficient))]
            collected, rational = _collected(factors)
            return {collected: rational * sign}
    if exponent.q != 1 or not 0 < exponent.p <= 12:
        raise _NoForm
    power: Form = {(): fmpq(1)}
    for _ in range(int(exponent.p)):
        power = _product(power, form)
    return power


def _logarithm(form: Form) -> Form:
    if len(form) != 1:
        raise _NoForm
    ((monomial, coefficient),) = form.items()
    if coefficient < 0:
        raise _NoForm
    total: Form = {}
    for base, exponent in [*monomial, *_primes(coefficient)]:
        if base == "E":
            total = _sum(total, {(): exponent})
        elif isinstance(base, tuple):  # the logarithm of a logarithm may be negative
            raise _NoForm
        else:
            total = _sum(total, {((("log", base), fmpq(1)),): exponent})
    return total


def _rational(form: Form) -> Any:
    if not form:
        return fmpq(0)
    if len(form) > 1 or () not in form:
        raise _NoForm
    return form[()]


def _primes(value: Any) -> list[tuple[int, Any]]:
    if value.p > PRIME_LIMIT or value.q > PRIME_LIMIT:
        raise _NoForm
    up = [(int(p), fmpq(e)) for p, e in value.p.factor()]
    return up + [(int(p), fmpq(-e)) for p, e in value.q.factor()]
