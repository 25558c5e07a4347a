"""Exact Gram matrices near floating-point ones, and their squares.

Entries are rounded, projected onto the equations (Peyrl and Parrilo), and factored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flint import fmpq, fmpq_mat, fmpz

from verifier.decide.polynomial.context import Rational
from verifier.decide.polynomial.programme import System
from verifier.decide.polynomial.semidefinite import Solution
from verifier.kernel.certificates.canonical import Polynomial

BITS = (4, 8, 12, 18, 26, 38)


@dataclass(frozen=True, eq=False)
class Square:
    """coefficient * weight of a block * root**2."""

    block: int
    coefficient: Rational
    root: Polynomial


def rounded(system: System, solution: Solution) -> list[Square] | None:
    """An exact solution near the floating-point one."""
    independent = system.independent
    rows = [system.rows[r] for r in independent]
    right = [system.right[r] for r in independent]
    near = [solution.matrices[e.block][e.i, e.j] for e in system.entries]
    guesses = [[fmpq(fmpz(round(v * 2**bits)), fmpz(2) ** bits) for v in near] for bits in BITS]
    correct = _Projection(rows, len(system.entries))
    for values in correct.all(guesses, right):
        squares = _factored(system, values)
        if squares is not None and _solves(system, values):
            return squares
    return None


def _solves(system: System, values: Sequence[Rational]) -> bool:
    for row, wanted in zip(system.rows, system.right, strict=True):
        total = fmpq(0)
        for n, c in row.items():
            total += c * values[n]
        if total != wanted:
            return False
    return True


class _Projection:
    """The least change of given values that makes them solve the equations."""

    def __init__(self, rows: Sequence[dict[int, Rational]], count: int) -> None:
        self.rows, self.count = rows, count
        by_column: dict[int, list[tuple[int, Rational]]] = {}
        for r, row in enumerate(rows):
            for n, c in row.items():
                by_column.setdefault(n, []).append((r, c))
        normal = [[fmpq(0)] * len(rows) for _ in rows]
        for column in by_column.values():
            for r, a in column:
                for s, b in column:
                    normal[r][s] += a * b
        self.normal = normal
        self.diagonal = all(
            not normal[r][s] for r in range(len(rows)) for s in range(len(rows)) if r != s
        )

    def all(
        self, guesses: Sequence[list[Rational]], right: Sequence[Rational]
    ) -> Iterator[list[Rational]]:
        """Each guess, corrected."""
        residuals = []
        for guess in guesses:
            residual = []
            for row, wanted in zip(self.rows, right, strict=True):
                total = wanted
                for n, c in row.items():
                    total -= c * guess[n]
                residual.append(total)
            residuals.append(residual)
        if self.diagonal:
            steps = [
                [value / self.normal[r][r] for r, value in enumerate(res)] for res in residuals
            ]
        else:
            try:
                columns = fmpq_mat([list(column) for column in zip(*residuals, strict=True)])
                solved = fmpq_mat(self.normal).solve(columns)
            except ZeroDivisionError:
                return
            steps = [[solved[r, g] for r in range(len(self.rows))] for g in range(len(guesses))]
        for guess, step in zip(guesses, steps, strict=True):
            values = list(guess)
            for row, y in zip(self.rows, step, strict=True):
                if y:
                    for n, c in row.items():
                        values[n] += c * y
            yield values


def _factored(system: System, values: Sequence[Rational]) -> list[Square] | None:
    """The squares of positive semidefinite matrices; None if one is not."""
    tables = [[[fmpq(0)] * len(b.basis) for _ in b.basis] for b in system.blocks]
    for entry, value in zip(system.entries, values, strict=True):
        tables[entry.block][entry.i][entry.j] = value
        tables[entry.block][entry.j][entry.i] = value
    squares = []
    for k, (block, table) in enumerate(zip(system.blocks, tables, strict=True)):
        rows = _ldl(table)
        if rows is None:
            return None
        for pivot, row in rows:
            root = block.weight * 0
            for c, p in zip(row, block.basis, strict=True):
                if c:
                    root += p * c
            squares.append(Square(k, pivot, root))
    return squares


def _ldl(table: list[list[Rational]]) -> list[tuple[Rational, list[Rational]]] | None:
    """Pivots d > 0 and rows l with table = sum of d * l l^T; None if it is not semidefinite."""
    size = len(table)
    found = []
    for k in range(size):
        pivot = table[k][k]
        if pivot < 0 or (pivot == 0 and any(table[k][j] for j in range(k, size))):
            return None
        if pivot == 0:
            continue
        row = [fmpq(0)] * k + [table[k][j] / pivot for j in range(k, size)]
        found.append((pivot, row))
        for i in range(k + 1, size):
            factor = table[k][i]
            if factor:
                for j in range(i, size):
                    table[i][j] -= factor * row[j]
    return found
