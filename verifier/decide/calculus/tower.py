"""Functions of one variable as rational functions in generators: the variable, elementary functions
of it, and constants.

The generators are closed under differentiation.  Polynomials are flint's `fmpq_mpoly`; a generator
that is an outer function comes before what is inside of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from flint import Ordering, arb, fmpq, fmpq_mpoly_ctx

from verifier.kernel.certificates.canonical import (
    CertificateError,
    Field,
    Polynomial,
    Quotient,
    atom_key,
    direct_atoms,
)
from verifier.language.binding import free_variables
from verifier.language.terms import (
    ONE,
    ZERO,
    Constant,
    Number,
    Op,
    Term,
    Variable,
)

Ball: TypeAlias = Any  # flint's arb has no type stubs
MAX_GENERATORS = 30
FUNCTIONS = frozenset({"exp", "log", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan"})


class UnsupportedError(CertificateError):
    """A function that this module does not differentiate, or too many of them."""


@dataclass(frozen=True)
class Division:
    """`factor * polynomial = sum of quotient*relation + remainder`; relations by their number."""

    factor: Polynomial
    remainder: Polynomial
    quotients: tuple[tuple[int, Polynomial], ...]


@dataclass(frozen=True)
class Algebraic:
    """A polynomial that vanishes identically, of degree 2 in the generator at `index`: `scale`
    times what the law at `values` says to be zero."""

    index: int
    polynomial: Polynomial
    scale: Polynomial
    law: str
    values: tuple[Term, ...]


@dataclass(frozen=True)
class Factored:
    """constant * product of factor**exponent; the factors are primitive and irreducible."""

    constant: Fraction
    factors: tuple[tuple[Polynomial, int], ...]


class Tower(Field):
    """The rational functions in the generators that some terms need."""

    def __init__(self, variable: Variable, terms: Iterable[Term]) -> None:
        self.variable = variable
        inner: dict[str, Term] = {atom_key(variable): variable}
        for term in terms:
            _collect(term, inner)
        constants = [k for k, atom in inner.items() if variable not in free_variables(atom)]
        functions = [k for k in inner if k not in constants]
        self.atoms = inner
        # The order of the monomials: outer functions, then the variable, then constants.
        self.keys = [*reversed(functions), *reversed(constants)]
        self.first_constant = len(functions)
        names = tuple(f"x{i}" for i in range(len(self.keys)))
        self.context = fmpq_mpoly_ctx.get(names, Ordering.lex)
        self.generators = dict(zip(self.keys, self.context.gens(), strict=True))
        self.at = len(functions) - 1  # the place of the variable itself
        self.one = self.context.constant(1)
        self.atom_list = [inner[key] for key in self.keys]
        self._arguments = [self._argument(atom) for atom in self.atom_list]
        self._slopes: list[Quotient | None] = [None] * len(self.keys)
        self._terms: dict[str, Term] = {}
        self._compiled: dict[str, list[tuple[Ball, tuple[tuple[int, int], ...]]]] = {}
        self.relations = self._relations()

    # Algebra

    def is_constant(self, polynomial: Polynomial) -> bool:
        """Whether the variable does not occur, not even inside of a function."""
        return not any(polynomial.degrees()[: self.first_constant])

    def functions_in(self, polynomial: Polynomial) -> list[int]:
        """The places of the functions of the variable that occur, outermost first."""
        return [i for i, d in enumerate(polynomial.degrees()[: self.at]) if d]

    def quotient(self, polynomial: Polynomial) -> Quotient:
        """A polynomial as a quotient."""
        return Quotient(polynomial, self.one)

    def slope(self, index: int) -> Quotient:
        """The derivative of a generator."""
        known = self._slopes[index]
        if known is None:
            known = self._slopes[index] = self._slope(index).reduced()
        return known

    def _slope(self, index: int) -> Quotient:
        zero, one = self.quotient(self.one * 0), self.quotient(self.one)
        if index == self.at:
            return one
        if index >= self.first_constant:
            return zero
        atom = self.atom_list[index]
        assert isinstance(atom, Op)
        (argument,) = self._arguments[index]
        inside = self.derivative(argument)
        this = self.quotient(self.context.gens()[index])
        match atom.name:
            case "exp":
                return this * inside
            case "log":
                return inside * argument.inverse()
            case "sqrt":
                return inside * (this + this).inverse()
            case "sin":
                return self.value(Op("cos", atom.args)) * inside
            case "cos":
                return -(self.value(Op("sin", atom.args)) * inside)
            case "tan":
                return (one + this * this) * inside
            case "atan":
                return inside * (one + argument * argument).inverse()
        root = self.value(Op("sqrt", (ONE - atom.args[0] ** 2,)))
        return (inside if atom.name == "asin" else -inside) * root.inverse()

    def derivative(self, value: Quotient) -> Quotient:
        """The derivative of a quotient, in lowest terms."""
        top, bottom = value.numerator, value.denominator
        rise, fall = self._along(top), self._along(bottom)
        one = self.quotient(bottom)
        change = rise * one - self.quotient(top) * fall
        return (change * self.quotient(bottom * bottom).inverse()).reduced()

    def _along(self, polynomial: Polynomial) -> Quotient:
        total = self.quotient(self.one * 0)
        for index, degree in enumerate(polynomial.degrees()[: self.first_constant]):
            if degree:
                total = total + self.quotient(polynomial.derivative(index)) * self.slope(index)
        return total.reduced()

    def factored(self, polynomial: Polynomial) -> Factored:
        """The factors over the rationals, each with a positive leading coefficient."""
        constant, parts = polynomial.factor()
        value = fraction(constant)
        found = []
        for factor, exponent in parts:
            if factor.is_constant():
                value *= fraction(factor.leading_coefficient()) ** int(exponent)
            else:
                found.append((factor, int(exponent)))
        return Factored(value, tuple(found))

    def reduced(self, polynomial: Polynomial) -> Division:
        """The remainder of a polynomial after division by the algebraic relations."""
        factor, rest = self.one, polynomial
        quotients: list[tuple[int, Polynomial]] = []
        for number, relation in enumerate(self.relations):
            if _degree(rest, relation.index) < 2:
                continue
            scale, part, rest = _pseudo_division(rest, relation.polynomial, relation.index)
            factor = factor * scale
            quotients = [(n, q * scale) for n, q in quotients]
            quotients.append((number, part))
        return Division(factor, rest, tuple(quotients))

    def term(self, polynomial: Polynomial) -> Term:
        """A term over the generators with the value of the polynomial."""
        key = str(polynomial)
        known = self._terms.get(key)
        if known is None:
            known = self._terms[key] = polynomial_term(polynomial, self.atom_list)
        return known

    def coefficients(self, polynomial: Polynomial, index: int) -> dict[int, Polynomial]:
        """The coefficients of the powers of one generator."""
        parts: dict[int, dict[tuple[int, ...], Any]] = {}
        for exponents, coefficient in polynomial.to_dict().items():
            rest = tuple(0 if i == index else int(e) for i, e in enumerate(exponents))
            parts.setdefault(int(exponents[index]), {})[rest] = coefficient
        return {power: self.context.from_dict(part) for power, part in parts.items()}

    # Values

    def values_at(self, point: Ball) -> list[Ball]:
        """Balls that hold the values of the generators at a point; not finite where undefined."""
        values: list[Ball] = [arb(0)] * len(self.keys)
        for index in range(len(self.keys) - 1, self.at, -1):
            values[index] = self._value_of_constant(index, values)
        values[self.at] = point
        for index in range(self.at - 1, -1, -1):
            values[index] = self._value_of_function(index, values)
        return values

    def _value_of_constant(self, index: int, values: Sequence[Ball]) -> Ball:
        atom = self.atom_list[index]
        if isinstance(atom, Constant):
            return arb.pi() if atom.name == "pi" else arb(1).exp()
        return self._value_of_function(index, values)

    def _value_of_function(self, index: int, values: Sequence[Ball]) -> Ball:
        atom = self.atom_list[index]
        if not isinstance(atom, Op):
            raise UnsupportedError("a parameter has no value")
        args = [self.ball(a.numerator, values) / self.ball(a.denominator, values)
                for a in self._arguments[index]]  # fmt: skip
        if atom.name == "pow":
            return args[0] ** args[1]
        return getattr(args[0], atom.name)()

    def ball(self, polynomial: Polynomial, values: Sequence[Ball]) -> Ball:
        """A ball that holds the value of a polynomial, given those of the generators."""
        total = arb(0)
        for coefficient, monomial in self.compiled(polynomial):
            part = coefficient
            for index, exponent in monomial:
                part = part * (values[index] if exponent == 1 else values[index] ** exponent)
            total = total + part
        return total

    def compiled(self, polynomial: Polynomial) -> list[tuple[Ball, tuple[tuple[int, int], ...]]]:
        """The monomials: each a coefficient and the generators with their exponents."""
        key = str(polynomial)
        known = self._compiled.get(key)
        if known is None:
            known = self._compiled[key] = [
                (arb(c), tuple((i, int(e)) for i, e in enumerate(exponents) if e))
                for exponents, c in polynomial.terms()
            ]
        return known

    # Construction

    def _argument(self, atom: Term) -> tuple[Quotient, ...]:
        if not isinstance(atom, Op):
            return ()
        return tuple(self.value(argument).reduced() for argument in atom.args)

    def _relations(self) -> tuple[Algebraic, ...]:
        found = []
        for index, atom in enumerate(self.atom_list):
            if not isinstance(atom, Op):
                continue
            this = self.context.gens()[index]
            if atom.name == "sqrt":
                (u,) = self._arguments[index]
                vanishing = u.denominator * this * this - u.numerator
                found.append(Algebraic(index, vanishing, u.denominator, "sqrt squared", atom.args))
            elif atom.name == "sin":
                cosine = self.value(Op("cos", atom.args)).numerator
                vanishing = this * this + cosine * cosine - 1
                found.append(Algebraic(index, vanishing, self.one, "sine and cosine", atom.args))
        return tuple(found)


def _collect(term: Term, found: dict[str, Term]) -> None:
    """Adds the generators that a term and its derivatives need, inner ones first."""
    for atom in direct_atoms(term):
        key = atom_key(atom)
        if key in found:
            continue
        if len(found) > MAX_GENERATORS:
            raise UnsupportedError("too many different functions")
        match atom:
            case Constant() | Variable():
                found[key] = atom
            case Op("pow", args) if not free_variables(atom):
                for arg in args:
                    _collect(arg, found)
                found[key] = atom
            case Op(name, (argument,)) if name in FUNCTIONS:
                _collect(argument, found)
                for partner in _partners(name, argument):
                    _collect(partner, found)
                found[key] = atom
                if name == "cos":
                    _collect(Op("sin", (argument,)), found)
            case _:
                raise UnsupportedError("a function that is not differentiated here")


def _partners(name: str, argument: Term) -> tuple[Term, ...]:
    """What the derivative of a function is made of beside the function itself."""
    match name:
        case "sin" | "tan":
            return (Op("cos", (argument,)),)
        case "asin" | "acos":
            return (Op("sqrt", (ONE - argument**2,)),)
    return ()


def _degree(polynomial: Polynomial, index: int) -> int:
    return int(polynomial.degrees()[index])


def _pseudo_division(
    polynomial: Polynomial, by: Polynomial, index: int
) -> tuple[Polynomial, Polynomial, Polynomial]:
    """scale, quotient, remainder with scale*polynomial = quotient*by + remainder, where the
    remainder has a smaller degree than `by` in one generator."""
    context = polynomial.context()
    this, degree = context.gens()[index], _degree(by, index)
    leading = _leading(by, index)
    scale, quotient, rest = context.constant(1), context.constant(0), polynomial
    if leading.is_constant():
        quotient, rest = divmod(polynomial, by)
        if _degree(rest, index) < degree:
            return scale, quotient, rest
        quotient, rest = context.constant(0), polynomial
    while (power := _degree(rest, index)) >= degree and rest != 0:
        part = _leading(rest, index) * this ** (power - degree)
        scale, quotient = scale * leading, quotient * leading + part
        rest = rest * leading - part * by
    return scale, quotient, rest


def _leading(polynomial: Polynomial, index: int) -> Polynomial:
    top = _degree(polynomial, index)
    found = {
        tuple(0 if i == index else int(e) for i, e in enumerate(exponents)): coefficient
        for exponents, coefficient in polynomial.to_dict().items()
        if exponents[index] == top
    }
    return polynomial.context().from_dict(found)


def polynomial_term(polynomial: Polynomial, atoms: Sequence[Term]) -> Term:
    """The polynomial written out as a sum of products of the atoms."""
    total: Term | None = None
    for exponents, coefficient in polynomial.terms():
        value = fraction(coefficient)
        part: Term | None = None
        for atom, exponent in zip(atoms, exponents, strict=True):
            if exponent:
                power = atom if exponent == 1 else atom ** int(exponent)
                part = power if part is None else part * power
        size = abs(value)
        if part is None:
            part = Number(size)
        elif size != 1:
            part = Number(size) * part
        if total is None:
            total = part if value > 0 else -part
        else:
            total = total + part if value > 0 else total - part
    return ZERO if total is None else total


def fraction(value: Any) -> Fraction:
    """flint's rational as Python's."""
    rational = fmpq(value)
    return Fraction(int(rational.p), int(rational.q))
