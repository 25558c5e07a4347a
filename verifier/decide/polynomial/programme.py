"""The semidefinite programme of a sum of squares: exact linear equations on Gram matrices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from flint import fmpq

from verifier.decide.polynomial.context import Rational
from verifier.decide.polynomial.samples import Array, as_float
from verifier.kernel.certificates.canonical import Polynomial

Monomial: TypeAlias = tuple[int, ...]
MAX_ROWS, MAX_VARIABLES = 600, 5_000
DEPENDENT = 1e-11
SECONDS = 2e-9  # for the cube of the number of entries of a block


@dataclass(frozen=True, eq=False)
class Block:
    """A weight and the polynomials from whose products its Gram matrix is made."""

    weight: Polynomial
    basis: tuple[Polynomial, ...]


@dataclass(frozen=True, eq=False)
class Entry:
    """Where a variable of the programme stands: entry (i, j), i <= j, of a block's matrix."""

    block: int
    i: int
    j: int


@dataclass(frozen=True, eq=False)
class System:
    """Linear equations, one for each monomial, on the entries of the Gram matrices."""

    blocks: tuple[Block, ...]
    entries: tuple[Entry, ...]
    rows: tuple[dict[int, Rational], ...]
    right: tuple[Rational, ...]

    @classmethod
    def of(
        cls,
        target: Polynomial,
        blocks: Sequence[Block],
        normal: Callable[[Polynomial], Polynomial],
        remaining: Callable[[], float],
    ) -> System | None:
        """The equations, after basis elements that cannot occur are left out."""
        if sum(len(b.basis) * (len(b.basis) + 1) // 2 for b in blocks) > 4 * MAX_VARIABLES:
            return None
        products = _products(blocks, normal, remaining)
        if products is None:
            return None
        wanted = dict(normal(target).to_dict())
        gone = _impossible(products, wanted)
        kept = [
            Block(b.weight, tuple(p for i, p in enumerate(b.basis) if (k, i) not in gone))
            for k, b in enumerate(blocks)
        ]
        place = {
            (k, i): n
            for k, b in enumerate(blocks)
            for n, i in enumerate(i for i in range(len(b.basis)) if (k, i) not in gone)
        }
        entries, rows = [], dict[Monomial, dict[int, Rational]]()
        for (k, i, j), polynomial in products.items():
            if (k, i) in gone or (k, j) in gone:
                continue
            entries.append(Entry(k, place[k, i], place[k, j]))
            for monomial, coefficient in polynomial.items():
                rows.setdefault(monomial, {})[len(entries) - 1] = coefficient
        if any(monomial not in rows for monomial in wanted):
            return None
        if len(rows) > MAX_ROWS or len(entries) > MAX_VARIABLES:
            return None
        right = tuple(wanted.get(monomial, fmpq(0)) for monomial in rows)
        return cls(tuple(kept), tuple(entries), tuple(rows.values()), right)

    @property
    def cost(self) -> float:
        """About how many seconds it takes to solve."""
        return SECONDS * sum((len(b.basis) * (len(b.basis) + 1) // 2) ** 3 for b in self.blocks)

    @cached_property
    def lengths(self) -> Array:
        """The lengths of the rows."""
        squares = [sum(as_float(c) ** 2 for c in row.values()) for row in self.rows]
        return np.asarray(np.sqrt(np.array(squares, dtype=float)))

    @cached_property
    def matrix(self) -> Array:
        """The rows, each divided by its length, in floating point."""
        matrix = np.zeros((len(self.rows), len(self.entries)))
        for r, row in enumerate(self.rows):
            for n, coefficient in row.items():
                matrix[r, n] = as_float(coefficient) / self.lengths[r]
        return matrix

    @cached_property
    def independent(self) -> list[int]:
        """Rows on which the others depend, up to rounding."""
        products = self.matrix @ self.matrix.T
        return sorted(_pivots(products)) if np.all(np.isfinite(products)) else []


def _pivots(matrix: Array) -> list[int]:
    """The pivots of the Cholesky factorisation of a positive semidefinite matrix."""
    size, chosen = len(matrix), list[int]()
    factor, rest = np.zeros((size, size)), np.diag(matrix).copy()
    for k in range(size):
        pivot = int(np.argmax(rest))
        if rest[pivot] <= DEPENDENT:
            break
        column = matrix[:, pivot] - factor[:, :k] @ factor[pivot, :k]
        factor[:, k] = column / np.sqrt(rest[pivot])
        rest = rest - factor[:, k] ** 2
        rest[pivot] = 0.0
        chosen.append(pivot)
    return chosen


def _products(
    blocks: Sequence[Block],
    normal: Callable[[Polynomial], Polynomial],
    remaining: Callable[[], float],
) -> dict[tuple[int, int, int], dict[Monomial, Rational]] | None:
    """What each entry of a Gram matrix multiplies, entries off the diagonal counted twice; None
    if it takes too long."""
    found = {}
    for k, block in enumerate(blocks):
        for i, a in enumerate(block.basis):
            weighted = block.weight * a
            if remaining() <= 0:
                return None
            for j in range(i, len(block.basis)):
                product = normal(weighted * block.basis[j])
                found[k, i, j] = dict((product if i == j else 2 * product).to_dict())
    return found


def _impossible(
    products: dict[tuple[int, int, int], dict[Monomial, Rational]],
    wanted: dict[Monomial, Rational],
) -> set[tuple[int, int]]:
    """Basis elements whose diagonal entry must be zero: a monomial that the target lacks and only
    diagonal entries of one sign give."""
    rows: dict[Monomial, dict[tuple[int, int, int], bool]] = {}
    for entry, polynomial in products.items():
        for monomial, coefficient in polynomial.items():
            rows.setdefault(monomial, {})[entry] = coefficient > 0
    gone: set[tuple[int, int]] = set()
    pending = True
    while pending:
        pending = False
        for monomial, row in list(rows.items()):
            live = {
                (k, i, j): positive
                for (k, i, j), positive in row.items()
                if (k, i) not in gone and (k, j) not in gone
            }
            rows[monomial] = live
            if not live or monomial in wanted:
                continue
            if all(i == j for _, i, j in live) and len(set(live.values())) == 1:
                gone |= {(k, i) for k, i, _ in live}
                pending = True
    return gone
