"""Finding Positivstellensatz certificates by elimination of equations and linear programming.

Nothing here is trusted: what is found is checked by `verifier.kernel.certificates.combination`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import fmpq, fmpq_mat

from verifier.kernel.certificates.canonical import (
    CertificateError,
    Field,
    Polynomial,
    Quotient,
    denominators,
)
from verifier.kernel.certificates.combination import (
    Combination,
    Product,
    Source,
    check_combination,
    negated,
    source,
)
from verifier.language.terms import ONE, ZERO, Number, Relation, Term

MAX_COLUMNS = 4_000


@dataclass(frozen=True)
class Rewriting:
    """`atom` equals `value` by the equation at `position`: equation = factor * (atom - value)."""

    position: int
    index: int
    value: Quotient
    factor: Quotient


def find_combination(
    facts: Sequence[Relation],
    goal: Relation | None,
    squares: Sequence[Term] = (),
    degree: int = 2,
) -> Combination | None:
    """A certificate that the facts imply the goal (or, without one, contradict each other).

    `squares` are terms whose squares may be used; `degree` is how many facts at most are
    multiplied with each other.  None if nothing was found.
    """
    relations = [*facts, negated(goal)] if goal is not None else list(facts)
    sources = [source(relation) for relation in relations]
    try:
        denied = goal.left - goal.right if goal is not None and goal.op == "==" else None
        search = _Search(sources, tuple(squares), denied)
        for level in range(degree + 1):
            found = search.at_degree(level) if level else search.by_division()
            if found is not None:
                check_combination(facts, goal, found)
                return found
    except CertificateError:
        return None
    return None


def find_combination_of(
    facts: Sequence[Relation], goal: Relation, products: Sequence[Product]
) -> Combination | None:
    """As `find_combination`, but with the given products of facts (and the negated goal, which
    comes after them) and no others."""
    sources = [source(relation) for relation in (*facts, negated(goal))]
    try:
        found = _Search(sources, (), None).combined(products, 1)
        if found is not None:
            check_combination(facts, goal, found)
        return found
    except CertificateError:
        return None


class _Search:
    def __init__(
        self, sources: list[Source], squares: tuple[Term, ...], denied: Term | None
    ) -> None:
        self.sources, self.squares, self.denied = sources, squares, denied
        self.field = Field([s.term for s in sources])
        self.divisors = _divisors(self.field, [s.term for s in sources])
        self.values = [self.field.value(s.term).reduced() for s in sources]
        self.rewritings: list[Rewriting] = []
        # Equations in which no atom can be solved for: they enter with multipliers of either sign.
        self.unsolved: list[int] = []
        for position, s in enumerate(sources):
            if s.kind == "zero" and not self._learn(position):
                self.unsolved.append(position)
        self.reduced = [self.reduce(value) for value in self.values]

    def _learn(self, position: int) -> bool:
        """Turns an equation into a rewriting of an atom that occurs in it linearly, if any does."""
        equation = self.reduce(self.values[position])
        solved = self._solve(equation)
        if solved is None:
            return False
        index, value, factor = solved
        self.rewritings.append(Rewriting(position, index, value, factor))
        return True

    def _solve(self, equation: Quotient) -> tuple[int, Quotient, Quotient] | None:
        candidates = []
        for index, generator in enumerate(self.field.context.gens()):
            numerator = equation.numerator
            if _degree(numerator, index) != 1 or _degree(equation.denominator, index):
                continue
            slope = numerator.derivative(index)
            if not self._is_unit(slope):
                continue
            rest = numerator - slope * generator
            value = Quotient(-rest, slope).reduced()
            candidates.append((self._complexity(index, slope), index, value, slope))
        if not candidates:
            return None
        _, index, value, slope = min(candidates, key=lambda c: c[:2])
        return index, value, Quotient(slope, equation.denominator)

    def _complexity(self, index: int, slope: Polynomial) -> tuple[int, int]:
        uses = sum(1 for value in self.values if _degree(value.numerator, index) > 1)
        # Atoms that stand for whole terms go before plain variables.
        atom = self.field.atoms[self.field.keys[index]]
        return (0 if slope.is_constant() else 1, -len(str(atom)) + 0 * uses)

    def _is_unit(self, polynomial: Polynomial) -> bool:
        """Whether it divides a product of known denominators, so that one may divide by it."""
        return self._clearing(polynomial) is not None

    def _clearing(self, polynomial: Polynomial) -> tuple[list[Term], Polynomial] | None:
        """Known denominators whose product is, up to a rational factor, the polynomial times the
        polynomial that is returned with them."""
        if polynomial == 0:
            return None
        return _cleared(self.field, self.divisors, polynomial)

    def reduce(self, value: Quotient) -> Quotient:
        """The value with all rewritings carried out."""
        for rewriting in self.rewritings:
            value = _substitute(self.field, value, rewriting.index, rewriting.value)
        return value

    def by_division(self) -> Combination | None:
        """For an equation that is denied: its difference as a combination of the unsolved ones."""
        if not self.unsolved or self.denied is None:
            return None
        root = self.reduce(self.field.value(self.denied)).reduced()
        rest, factors = root.numerator, dict[int, Quotient]()
        for position in self.unsolved:
            equation = self.reduced[position]
            if equation.is_zero():
                continue
            part, rest = divmod(rest, equation.numerator)
            factor = Quotient(part * equation.denominator, root.denominator)
            factors[position] = -(root * factor).reduced()
        if rest != 0:
            return None
        denial = Product(Fraction(1), (len(self.sources) - 1,))
        equations = self._cofactors((denial,), factors)
        return None if equations is None else Combination((denial,), equations)

    def at_degree(self, level: int) -> Combination | None:
        return self.combined(list(self._products(level)), level)

    def combined(self, products: Sequence[Product], level: int) -> Combination | None:
        """A combination of the products and of multiples of the unsolved equations."""
        multiples = list(self._multiples(level))
        if len(products) + len(multiples) > MAX_COLUMNS:
            return None
        columns = [self._column(product) for product in products]
        columns += [(factor * self.reduced[position]).reduced() for position, factor in multiples]
        strict = [self._is_strict(product) for product in products] + [False] * len(multiples)
        multipliers = _nonnegative_relation(columns, strict)
        if multipliers is None:
            return None
        chosen = tuple(
            Product(c, p.sources, p.squares)
            for c, p in zip(multipliers, products, strict=False)
            if c
        )
        factors: dict[int, Quotient] = {}
        for c, (position, factor) in zip(multipliers[len(products) :], multiples, strict=True):
            scaled = self.field.constant(c) * factor
            factors[position] = scaled + factors.get(position, self.field.constant(Fraction(0)))
        equations = self._cofactors(chosen, factors)
        return None if equations is None else Combination(chosen, equations)

    def _multiples(self, level: int) -> Iterator[tuple[int, Quotient]]:
        """Multiples of the unsolved equations, of either sign: by 1, at higher levels by atoms,
        and by either times the difference of the sides of an equation that is denied."""
        one = self.field.constant(Fraction(1))
        generators = self.field.context.gens() if level > 1 else ()
        factors = [one, *(Quotient(g, one.numerator) for g in generators)]
        if self.unsolved and self.denied is not None:
            root = self.reduce(self.field.value(self.denied))
            factors += [(factor * root).reduced() for factor in factors]
        for position in self.unsolved:
            for factor in factors:
                yield position, factor
                yield position, -factor

    def _products(self, level: int) -> Iterator[Product]:
        usable = [i for i, s in enumerate(self.sources) if s.kind != "zero"]
        one = Fraction(1)
        yield Product(one, ())
        for size in range(1, level + 1):
            for chosen in itertools.combinations_with_replacement(usable, size):
                yield Product(one, chosen)
        for square in self.squares:
            for size in range(level):
                for chosen in itertools.combinations_with_replacement(usable, size):
                    yield Product(one, chosen, (square,))

    def _is_strict(self, product: Product) -> bool:
        strict = all(self.sources[i].kind == "positive" for i in product.sources)
        return strict and not product.squares

    def _column(self, product: Product) -> Quotient:
        value = self.field.constant(product.coefficient)
        for position in product.sources:
            value = value * self.reduced[position]
        for square in product.squares:
            root = self.reduce(self.field.value(square))
            value = value * root * root
        return value.reduced()

    def _cofactors(
        self, products: Sequence[Product], factors: dict[int, Quotient]
    ) -> tuple[tuple[int, Term], ...] | None:
        """Multipliers of the equations that cancel the sum of the products, those of the unsolved
        ones being given."""
        total = self.field.constant(Fraction(0))
        for position, factor in factors.items():
            total = (total + factor * self.values[position]).reduced()
        for product in products:
            value = self.field.constant(product.coefficient)
            for position in product.sources:
                value = value * self.values[position]
            for square in product.squares:
                root = self.field.value(square)
                value = value * root * root
            total = (total + value).reduced()
        # Each rewriting's equation was itself reduced by those before it, so the cofactors are
        # found backwards: remove one equation after the other and carry what its reduction used.
        factors = dict(factors)
        remaining = total
        for rewriting in self.rewritings:
            reduced = _substitute(self.field, remaining, rewriting.index, rewriting.value)
            difference = (remaining - reduced).reduced()
            step = self._difference_over(difference, rewriting)
            for position, factor in self._origin(rewriting, step):
                previous = factors.get(position, self.field.constant(Fraction(0)))
                factors[position] = (previous - factor).reduced()
            remaining = reduced.reduced()
        if not remaining.is_zero():
            return None
        terms = []
        for position, factor in factors.items():
            if factor.is_zero():
                continue
            term = self._term(factor)
            if term is None:
                return None
            terms.append((position, term))
        return tuple(terms)

    def _difference_over(self, difference: Quotient, rewriting: Rewriting) -> Quotient:
        generator = self.field.context.gens()[rewriting.index]
        one = self.field.context.constant(1)
        change = Quotient(generator, one) - rewriting.value
        return (difference * (rewriting.factor * change).inverse()).reduced()

    def _origin(self, rewriting: Rewriting, factor: Quotient) -> list[tuple[int, Quotient]]:
        """`factor` times the reduced equation of a rewriting, in terms of the equations given."""
        result = [(rewriting.position, factor)]
        value = self.values[rewriting.position]
        for earlier in self.rewritings:
            if earlier is rewriting:
                break
            reduced = _substitute(self.field, value, earlier.index, earlier.value)
            step = self._difference_over((value - reduced).reduced(), earlier)
            for position, part in self._origin(earlier, step):
                result.append((position, -(part * factor)))
            value = reduced
        return result

    def _term(self, value: Quotient) -> Term | None:
        value = value.reduced()
        clearing = self._clearing(value.denominator)
        if clearing is None:
            return None
        divisors, cofactor = clearing
        product = self.field.constant(Fraction(1))
        for term in divisors:
            product = (product * self.field.value(term)).reduced()
        whole = value.denominator * cofactor * product.denominator
        ratio = divmod(whole, product.numerator)[0]
        constant = Fraction(str(ratio.leading_coefficient()))
        result = _polynomial_term(self.field, value.numerator * cofactor, 1 / constant)
        for term in divisors:
            result = result / term
        return result


@dataclass(frozen=True)
class Divisor:
    """Terms that are divided by, whose product has the value of a polynomial."""

    terms: tuple[Term, ...]
    polynomial: Polynomial


def _divisors(field: Field, terms: Sequence[Term]) -> list[Divisor]:
    listed = [(term, field.value(term).reduced()) for t in terms for term in denominators(t)]
    found: dict[str, Divisor] = {}
    for term, value in sorted(listed, key=lambda item: not item[1].denominator.is_constant()):
        if value.numerator.is_constant():
            continue
        # num/den stands for num together with what den is made of.
        cleared = _cleared(field, list(found.values()), value.denominator)
        if cleared is not None and cleared[1].is_constant():
            divisor = Divisor((term, *cleared[0]), value.numerator)
            found.setdefault(str(value.numerator), divisor)
    return list(found.values())


def _cleared(
    field: Field, divisors: Sequence[Divisor], polynomial: Polynomial
) -> tuple[list[Term], Polynomial] | None:
    """Terms of the divisors whose product is, up to a rational factor, the polynomial times the
    polynomial that is returned with them."""
    found: list[Term] = []
    cofactor = field.context.constant(1)
    for divisor in divisors:
        while not polynomial.is_constant():
            common = polynomial.gcd(divisor.polynomial)
            if common.is_constant():
                break
            polynomial = divmod(polynomial, common)[0]
            cofactor = cofactor * divmod(divisor.polynomial, common)[0]
            found += divisor.terms
    return (found, cofactor) if polynomial.is_constant() else None


def _degree(polynomial: Polynomial, index: int) -> int:
    degrees = polynomial.degrees()
    return int(degrees[index]) if degrees else 0


def _substitute(field: Field, value: Quotient, index: int, put: Quotient) -> Quotient:
    numerator = _substitute_polynomial(field, value.numerator, index, put)
    denominator = _substitute_polynomial(field, value.denominator, index, put)
    if denominator.is_zero():
        raise CertificateError("a denominator vanishes by the equations")
    return (numerator * denominator.inverse()).reduced()


def _substitute_polynomial(
    field: Field, polynomial: Polynomial, index: int, put: Quotient
) -> Quotient:
    degree = _degree(polynomial, index)
    one = field.context.constant(1)
    if degree == 0:
        return Quotient(polynomial, one)
    parts: dict[int, dict[tuple[int, ...], Any]] = {}
    for exponents, coefficient in polynomial.to_dict().items():
        rest = tuple(0 if i == index else int(e) for i, e in enumerate(exponents))
        parts.setdefault(int(exponents[index]), {})[rest] = coefficient
    total = Quotient(field.context.constant(0), one)
    for power, part in parts.items():
        value = Quotient(field.context.from_dict(part), one)
        for _ in range(power):
            value = value * put
        total = (total + value).reduced()
    return total


def _nonnegative_relation(
    columns: Sequence[Quotient], strict: Sequence[bool]
) -> list[Fraction] | None:
    """Exact c >= 0 with sum c*column = 0 and sum of c over the strict columns = 1."""
    rows, alive = _pruned(_rows(columns), len(columns))
    if not any(strict[j] for j in alive):
        return None
    support = _float_support(rows, strict, alive)
    return None if support is None else _exact(rows, strict, support, len(columns))


def _pruned(rows: list[dict[int, fmpq]], count: int) -> tuple[list[dict[int, fmpq]], list[int]]:
    """The rows without columns that must be zero, since all entries of some row have one sign,
    and the columns that are left."""
    dead: set[int] = set()
    shrinking = True
    while shrinking:
        shrinking = False
        kept = []
        for row in rows:
            live = {j: value for j, value in row.items() if j not in dead}
            signs = {value > 0 for value in live.values()}
            if len(signs) == 1:
                dead |= live.keys()
                shrinking = True
            elif live:
                kept.append(live)
        rows = kept
    return rows, [j for j in range(count) if j not in dead]


def _rows(columns: Sequence[Quotient]) -> list[dict[int, fmpq]]:
    common = columns[0].denominator
    for column in columns[1:]:
        if column.denominator != common:
            gcd = common.gcd(column.denominator)
            common = common * divmod(column.denominator, gcd)[0]
    rows: dict[tuple[int, ...], dict[int, fmpq]] = {}
    for j, column in enumerate(columns):
        scaled = column.numerator * divmod(common, column.denominator)[0]
        for exponents, coefficient in scaled.to_dict().items():
            rows.setdefault(tuple(map(int, exponents)), {})[j] = coefficient
    return list(rows.values())


def _float_support(
    rows: Sequence[dict[int, fmpq]], strict: Sequence[bool], alive: Sequence[int]
) -> list[int] | None:
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import lil_matrix

    count = len(alive)
    place = {j: n for n, j in enumerate(alive)}
    shape = (len(rows) + 1, count)
    is_small = shape[0] * shape[1] <= 40_000
    matrix: Any = np.zeros(shape) if is_small else lil_matrix(shape)
    for i, row in enumerate(rows):
        largest = max(abs(value) for value in row.values())
        for j, value in row.items():
            ratio = value / largest  # each by itself may be too large for a float
            matrix[i, place[j]] = int(ratio.p) / int(ratio.q)
    matrix[len(rows), :] = np.array([1.0 if strict[j] else 0.0 for j in alive])
    target = np.zeros(len(rows) + 1)
    target[-1] = 1.0
    # Few factors make short certificates, so that later columns cost more.
    cost = 1.0 + np.array(alive) / max(1, alive[-1])
    equations = matrix if is_small else matrix.tocsr()
    solution = linprog(cost, A_eq=equations, b_eq=target, bounds=(0, None), method="highs-ds")
    if solution.status != 0:
        return None
    return [alive[n] for n in range(count) if solution.x[n] > 1e-9]


def _exact(
    rows: Sequence[dict[int, fmpq]], strict: Sequence[bool], support: list[int], count: int
) -> list[Fraction] | None:
    """The exact solution on the support that floating point suggests, if it is one."""
    width = len(support) + 1
    table = [[row.get(j, fmpq(0)) for j in support] + [fmpq(0)] for row in rows]
    table.append([fmpq(1) if strict[j] else fmpq(0) for j in support] + [fmpq(1)])
    echelon, rank = fmpq_mat(table).rref()
    solution = [Fraction(0)] * count
    for i in range(rank):
        pivot = next(j for j in range(width) if echelon[i, j] != 0)
        if pivot == width - 1:
            return None
        solution[support[pivot]] = Fraction(str(echelon[i, width - 1]))
    return solution if min(solution) >= 0 else None


def _polynomial_term(field: Field, polynomial: Polynomial, scale: Fraction) -> Term:
    """A term over the field's atoms with the value of the polynomial times `scale`."""
    total: Term | None = None
    for exponents, coefficient in polynomial.to_dict().items():
        value = Fraction(str(coefficient)) * scale
        part: Term | None = None if value == 1 else Number(value)
        for key, exponent in zip(field.keys, exponents, strict=True):
            for _ in range(int(exponent)):
                part = field.atoms[key] if part is None else part * field.atoms[key]
        part = ONE if part is None else part
        total = part if total is None else total + part
    return ZERO if total is None else total
