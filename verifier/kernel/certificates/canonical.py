"""Rational normal form: terms as quotients of polynomials over Q in opaque atoms.

Arithmetic with +, -, *, / and literal integer powers is interpreted; every other subterm is an
atom, compared by its own normal form.  Two terms with one normal form are equal wherever both are
defined.  python-flint does the arithmetic.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias

from flint import Ordering, fmpq, fmpq_mpoly_ctx

from verifier.language.terms import (
    Application,
    Big,
    Bound,
    Constant,
    LanguageError,
    Node,
    Number,
    Op,
    Relation,
    Term,
    Variable,
    children,
)

Polynomial: TypeAlias = Any  # flint's fmpq_mpoly has no type stubs
Key: TypeAlias = str

MAX_TERMS, MAX_EXPONENT, MAX_ATOMS = 20_000, 1_000, 500
MAX_BITS = 1_000_000  # of the coefficients of a power


class CertificateError(LanguageError):
    """A certificate or rule application that does not check; the message says which part."""


@dataclass(frozen=True)
class Quotient:
    """numerator/denominator, the denominator not the zero polynomial."""

    numerator: Polynomial
    denominator: Polynomial

    def __add__(self, other: Quotient) -> Quotient:
        if self.denominator == other.denominator:
            return Quotient(self.numerator + other.numerator, self.denominator)
        return Quotient(
            _product(self.numerator, other.denominator)
            + _product(other.numerator, self.denominator),
            _product(self.denominator, other.denominator),
        )

    def __neg__(self) -> Quotient:
        return Quotient(-self.numerator, self.denominator)

    def __sub__(self, other: Quotient) -> Quotient:
        return self + -other

    def __mul__(self, other: Quotient) -> Quotient:
        return Quotient(
            _product(self.numerator, other.numerator),
            _product(self.denominator, other.denominator),
        )

    def inverse(self) -> Quotient:
        """1/self.  Raises `CertificateError` for zero."""
        if self.numerator == 0:
            raise CertificateError("a denominator is identically zero")
        return Quotient(self.denominator, self.numerator)

    def reduced(self) -> Quotient:
        """The same quotient in lowest terms."""
        common = self.numerator.gcd(self.denominator)
        if common.is_constant():
            return self
        return Quotient(divmod(self.numerator, common)[0], divmod(self.denominator, common)[0])

    def is_zero(self) -> bool:
        """Whether it is zero as a rational function."""
        return bool(self.numerator == 0)


def _product(a: Polynomial, b: Polynomial) -> Polynomial:
    if len(a) * len(b) > 100 * MAX_TERMS:
        raise CertificateError("a polynomial is too large")
    product = a * b
    if len(product) > MAX_TERMS:
        raise CertificateError("a polynomial is too large")
    return product


def _power(a: Quotient, exponent: int) -> Quotient:
    if abs(exponent) > MAX_EXPONENT:
        raise CertificateError(f"an exponent over {MAX_EXPONENT} is too large")
    if abs(exponent) * (_bits(a.numerator) + _bits(a.denominator)) > MAX_BITS:
        raise CertificateError("a power is too large")
    if exponent < 0:
        a, exponent = a.inverse(), -exponent
    result = Quotient(a.numerator**0, a.denominator**0)
    for _ in range(exponent):
        result = result * a
    return result


def _bits(polynomial: Polynomial) -> int:
    coefficients = polynomial.coeffs()
    return sum(int(c.p).bit_length() + int(c.q).bit_length() for c in coefficients)


class Field:
    """The rational functions over Q in the atoms of some given terms."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.atoms: dict[Key, Term] = {}
        for term in terms:
            for atom in direct_atoms(term):
                self.atoms.setdefault(atom_key(atom), atom)
        keys = sorted(self.atoms)
        if len(keys) > MAX_ATOMS:
            raise CertificateError(f"over {MAX_ATOMS} different atoms")
        names = tuple(f"x{i}" for i in range(len(keys)))
        self.context = fmpq_mpoly_ctx.get(names, Ordering.lex)
        self.generators: Mapping[Key, Polynomial] = dict(
            zip(keys, self.context.gens(), strict=True)
        )
        self.keys = keys

    def constant(self, value: Fraction) -> Quotient:
        """A rational number as an element."""
        one = self.context.constant(1)
        return Quotient(self.context.constant(fmpq(value.numerator, value.denominator)), one)

    def value(self, term: Term) -> Quotient:
        """The element that a term over the atoms denotes.

        Raises `CertificateError` for other atoms, a denominator that is identically zero, and
        polynomials beyond the limits of size.
        """
        match term:
            case Number(value):
                return self.constant(value)
            case Op("add", (a, b)):
                return self.value(a) + self.value(b)
            case Op("sub", (a, b)):
                return self.value(a) - self.value(b)
            case Op("mul", (a, b)):
                return (self.value(a) * self.value(b)).reduced()
            case Op("neg", (a,)):
                return -self.value(a)
            case Op("div", (a, b)):
                return (self.value(a) * self.value(b).inverse()).reduced()
            case Op("pow", (a, Number(value))) if value.denominator == 1:
                return _power(self.value(a), value.numerator)
        generator = self.generators.get(atom_key(term))
        if generator is None:
            raise CertificateError("a term has an atom that occurs in no premise")
        return Quotient(generator, self.context.constant(1))


def arithmetic_arguments(term: Term) -> tuple[Term, ...] | None:
    """The arguments of an interpreted operation; None for an atom or number."""
    match term:
        case Op("add" | "sub" | "mul" | "neg" | "div", args):
            return args
        case Op("pow", (a, Number(value))) if value.denominator == 1:
            return (a,)
    return None


def direct_atoms(term: Term) -> list[Term]:
    """The maximal subterms of `term` that are not interpreted."""
    found: dict[Term, None] = {}
    stack = [term]
    while stack:
        current = stack.pop()
        below = arithmetic_arguments(current)
        if below is not None:
            stack.extend(below)
        elif not isinstance(current, Number):
            found[current] = None
    return list(found)


def denominators(term: Term) -> list[Term]:
    """What is divided by, or raised to a negative power, in the interpreted part of `term`."""
    found = []
    stack = [term]
    while stack:
        current = stack.pop()
        stack.extend(arithmetic_arguments(current) or ())
        match current:
            case Op("div", (_, b)):
                found.append(b)
            case Op("pow", (a, Number(value))) if value <= 0:
                found.append(a)
    return found


def _digest(*parts: object) -> Key:
    return hashlib.blake2b(repr(parts).encode()).hexdigest()


@lru_cache(maxsize=100_000)
def canonical(node: Node) -> Key:
    """A key that equal terms share (and propositions with equal terms), if both are defined."""
    if isinstance(node, Term):
        field = Field([node])
        value = field.value(node).reduced()
        return _quotient_key(value, field.keys)
    if isinstance(node, Relation):
        left, right, op = node.left, node.right, node.op
        if op in (">", ">="):
            left, right, op = right, left, {">": "<", ">=": "<="}[op]
        keys = [canonical(left), canonical(right)]
        return _digest("rel", op, *(sorted(keys) if op in ("==", "!=") else keys))
    return _digest(*_shape(node), [canonical(child) for child, _ in children(node)])


def _quotient_key(value: Quotient, keys: list[Key]) -> Key:
    parts = [_sparse(value.numerator, keys), _sparse(value.denominator, keys)]
    leading = parts[1][-1][1]
    return _digest("term", [[(m, str(c / leading)) for m, c in part] for part in parts])


def _sparse(polynomial: Polynomial, keys: list[Key]) -> list[tuple[Any, Any]]:
    """The monomials, each as pairs of atom and exponent, with their coefficients, in order."""
    terms = []
    for exponents, coefficient in polynomial.to_dict().items():
        monomial = tuple((key, int(e)) for key, e in zip(keys, exponents, strict=True) if e)
        terms.append((monomial, coefficient))
    return sorted(terms, key=lambda item: item[0])


@lru_cache(maxsize=100_000)
def atom_key(atom: Term) -> Key:
    """The key of a term that is not interpreted, by the normal forms of what is in it."""
    match atom:
        case Op("abs", (a,)):
            return _digest("abs", *sorted({canonical(a), canonical(-a)}))
        case Op("max" | "min" as name, args):
            return _digest(name, *sorted(canonical(arg) for arg in args))
        case Big(operation, upper, omit, body):
            left_out = sorted({canonical(term) for term in omit})
            return _digest("big", operation, canonical(upper), left_out, canonical(body))
    below = [canonical(child) for child, _ in children(atom)]
    return _digest("atom", *_shape(atom), below)


def _shape(node: Node) -> tuple[object, ...]:
    match node:
        case Op(name, _) | Constant(name):
            return (type(node).__name__, name)
        case Variable(name, sort):
            return ("Variable", name, sort)
        case Bound(level, sort):
            return ("Bound", level, sort)
        case Application(_, _, order):
            return ("Application", order)
    plain = [
        repr(value)
        for value in node._identity()
        if not isinstance(value, Node | tuple) or not _has_nodes(value)
    ]
    return (type(node).__name__, *plain)


def _has_nodes(value: object) -> bool:
    if isinstance(value, tuple):
        return any(isinstance(item, Node) for item in value)
    return isinstance(value, Node)
