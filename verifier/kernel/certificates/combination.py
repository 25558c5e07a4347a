"""Positivstellensatz certificates: facts and the negated goal combine to 0 > 0.

A premise `a <= b` gives b - a >= 0, `a < b` gives b - a > 0, `a == b` an equation, `a != b` the
positive (a - b)**2.  The goal enters negated.  The certificate is

    sum_m c_m * (product of sources and squares)_m + sum_n q_n * equation_n = 0

with rational c_m > 0, where at least one product has positive factors only (the empty product is
1).  Checking it is one identity of rational functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from verifier.kernel.certificates.canonical import (
    CertificateError,
    Field,
    Quotient,
    atom_key,
    canonical,
    denominators,
    direct_atoms,
)
from verifier.language.terms import Relation, Term


@dataclass(frozen=True)
class Product:
    """coefficient * product of the sources at these positions * product of squares of terms."""

    coefficient: Fraction
    sources: tuple[int, ...]
    squares: tuple[Term, ...] = ()


@dataclass(frozen=True)
class Combination:
    """Multipliers that combine sources (premises in order, then the negated goal) to 0 > 0."""

    products: tuple[Product, ...]
    equations: tuple[tuple[int, Term], ...] = ()


@dataclass(frozen=True)
class Source:
    """`term` is zero (`kind` "zero"), nonnegative ("nonnegative") or positive ("positive")."""

    kind: str
    term: Term


def source(relation: Relation) -> Source:
    """What a true relation says of one term."""
    a, b = relation.left, relation.right
    match relation.op:
        case "<":
            return Source("positive", b - a)
        case ">":
            return Source("positive", a - b)
        case "<=":
            return Source("nonnegative", b - a)
        case ">=":
            return Source("nonnegative", a - b)
        case "==":
            return Source("zero", a - b)
    return Source("positive", (a - b) ** 2)


def negated(relation: Relation) -> Relation:
    """The opposite relation, for defined terms."""
    opposite = {"<": ">=", ">": "<=", "<=": ">", ">=": "<", "==": "!=", "!=": "=="}
    return Relation(opposite[relation.op], relation.left, relation.right)


def check_combination(
    facts: Sequence[Relation], goal: Relation | None, certificate: Combination
) -> None:
    """Guaranteed to return only if the facts, with all their terms and the goal's defined, imply
    the goal (or, without a goal, contradict each other).

    Raises `CertificateError` naming the part that fails.
    """
    relations = [*facts, negated(goal)] if goal is not None else list(facts)
    sources = [source(relation) for relation in relations]
    multipliers = [term for _, term in certificate.equations]
    multipliers += [term for product in certificate.products for term in product.squares]
    known = [s.term for s in sources]
    _check_multipliers(multipliers, known)
    field = Field(known)
    total = field.constant(Fraction(0))
    for product in certificate.products:
        total = total + _product_value(field, sources, product)
    for position, multiplier in certificate.equations:
        equation = _at(sources, position)
        if equation.kind != "zero":
            raise CertificateError(f"source {position} is not an equation")
        total = total + field.value(multiplier) * field.value(equation.term)
    if not any(_is_positive(sources, product) for product in certificate.products):
        raise CertificateError("no product of the combination is positive")
    if not total.is_zero():
        raise CertificateError("the combination is not identically zero")


def _at(sources: Sequence[Source], position: int) -> Source:
    if not 0 <= position < len(sources):
        raise CertificateError(f"there is no source {position}")
    return sources[position]


def _product_value(field: Field, sources: Sequence[Source], product: Product) -> Quotient:
    if product.coefficient <= 0:
        raise CertificateError("a multiplier is not positive")
    value = field.constant(product.coefficient)
    for position in product.sources:
        factor = _at(sources, position)
        if factor.kind == "zero":
            raise CertificateError(f"source {position} is an equation, not an inequality")
        value = value * field.value(factor.term)
    for square in product.squares:
        root = field.value(square)
        value = value * root * root
    return value.reduced()


def _is_positive(sources: Sequence[Source], product: Product) -> bool:
    strict = all(sources[position].kind == "positive" for position in product.sources)
    return strict and not product.squares


def _check_multipliers(multipliers: Sequence[Term], known: Sequence[Term]) -> None:
    """Multipliers must be defined: made of atoms and denominators that occur in the sources."""
    atoms = {atom_key(atom) for term in known for atom in direct_atoms(term)}
    divisors = {canonical(d) for term in known for d in denominators(term)}
    for multiplier in multipliers:
        if any(atom_key(atom) not in atoms for atom in direct_atoms(multiplier)):
            raise CertificateError("a multiplier has an atom that occurs in no premise")
        if any(canonical(d) not in divisors for d in denominators(multiplier)):
            raise CertificateError("a multiplier has a denominator that occurs in no premise")
