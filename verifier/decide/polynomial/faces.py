"""Facial reduction: bases that avoid the common kernel of all Gram matrices.

The kernel is read off the primal and dual solutions, or off zeros of the target, and rounded to
rationals.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import lcm

import numpy as np
from flint import fmpq, fmpz_mat

from verifier.decide.polynomial.programme import Block, System
from verifier.decide.polynomial.samples import Array, Compiled
from verifier.decide.polynomial.semidefinite import Solution
from verifier.kernel.certificates.canonical import Polynomial

# The dual is large where the primal must vanish: eigenvalues of the difference below which there
# is taken to be a kernel.
THRESHOLDS = (1e-5, -1e-2)
# How near a float must be to the rational that it is taken for, and the largest denominator.
SEEN = (
    (1e-12, 200_000), (1e-9, 5_000), (1e-7, 1_000), (1e-6, 300), (1e-5, 100), (1e-4, 30),
    (1e-3, 10), (1e-2, 3),
)  # fmt: skip
NEAR_BORDER, RANK = 1e-7, 1e-7


def without_kernel(system: System, solution: Solution) -> Iterator[list[Block]]:
    """The blocks with bases that avoid the common kernel of the solutions, as far as it is seen
    and rational: all that may belong to it, then what clearly does."""
    known = []
    for threshold in THRESHOLDS:
        blocks = _reduced(system, solution, threshold)
        sizes = None if blocks is None else [len(block.basis) for block in blocks]
        if blocks is not None and sizes not in known:
            known.append(sizes)
            yield blocks


def _reduced(system: System, solution: Solution, threshold: float) -> list[Block] | None:
    """The blocks without a kernel; None if there is none or it is not seen to be rational."""
    blocks, changed = [], False
    for block, matrix, scale in zip(system.blocks, solution.signed, solution.scales, strict=True):
        if not block.basis:
            blocks.append(block)
            continue
        complement = _complement(matrix, scale, threshold)
        if complement is None:
            return None
        changed = changed or len(complement) < len(block.basis)
        basis = tuple(_combined(row, block) for row in complement)
        blocks.append(Block(block.weight, basis))
    return blocks if changed else None


def vanishing_at(system: System, points: Array) -> list[Block] | None:
    """The blocks with bases that vanish where the target does and the weight does not; None if
    this changes nothing or is not seen to be rational."""
    if not len(points):
        return None
    blocks, changed = [], False
    for block in system.blocks:
        weight, size = Compiled.of(block.weight, points.shape[1])(points)
        inside = points[weight > NEAR_BORDER * size]
        if not block.basis or not len(inside):
            blocks.append(block)
            continue
        values = np.stack([Compiled.of(p, points.shape[1])(inside)[0] for p in block.basis], axis=1)
        lengths = np.linalg.norm(values, axis=1, keepdims=True)
        values = values[lengths[:, 0] > NEAR_BORDER] / lengths[lengths[:, 0] > NEAR_BORDER]
        if not len(values):
            blocks.append(block)
            continue
        _, sizes, vectors = np.linalg.svd(values)
        kernel = vectors[: int(np.sum(sizes > RANK * sizes[0]))]
        complement = _orthogonal_to(kernel)
        if complement is None:
            return None
        changed = changed or len(complement) < len(block.basis)
        blocks.append(Block(block.weight, tuple(_combined(row, block) for row in complement)))
    return blocks if changed else None


def _combined(row: Sequence[Fraction], block: Block) -> Polynomial:
    total = block.weight * 0
    for value, polynomial in zip(row, block.basis, strict=True):
        if value:
            total += polynomial * fmpq(value.numerator, value.denominator)
    return total


def _complement(signed: Array, scale: Array, threshold: float) -> list[list[Fraction]] | None:
    """Rational rows that span the complement of the kernel, which is where a matrix that is the
    primal less the dual solution is negative; None if it is not seen to be rational."""
    size = len(signed)
    eigenvalues, vectors = np.linalg.eigh(signed)
    kernel = vectors[:, eigenvalues < threshold].T / scale
    if not len(kernel):
        return [[Fraction(i == j) for j in range(size)] for i in range(size)]
    return _orthogonal_to(kernel)


def _orthogonal_to(kernel: Array) -> list[list[Fraction]] | None:
    """A rational basis of what is orthogonal to some vectors; None if it is not seen to exist."""
    reduced, pivots = _row_echelon(kernel)
    for tolerance, largest in SEEN:
        rows = _orthogonal(reduced, pivots, tolerance, largest)
        if rows is not None:
            return _shortened(rows)
    return None


def _shortened(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """A basis of the same space by small integers, divided by a power of 2 to be of size 1."""
    if not rows:
        return rows
    whole = [[int(v * lcm(*(e.denominator for e in row))) for v in row] for row in rows]
    found = []
    for short in fmpz_mat(whole).lll().tolist():
        values = [int(v) for v in short]
        size = 2 ** (max(abs(v) for v in values).bit_length() - 1)
        found.append([Fraction(v, size) for v in values])
    return found


def _orthogonal(
    reduced: Array, pivots: Sequence[int], tolerance: float, largest: int
) -> list[list[Fraction]] | None:
    """A basis of what is orthogonal to the rows of a reduced echelon form; None where an entry is
    not near to a simple rational."""
    rows, size = [], reduced.shape[1]
    for j in range(size):
        if j in pivots:
            continue
        row = [Fraction(0)] * size
        row[j] = Fraction(1)
        for i, pivot in enumerate(pivots):
            value = Fraction(float(reduced[i, j])).limit_denominator(largest)
            if abs(float(value) - reduced[i, j]) > tolerance * max(1.0, abs(float(value))):
                return None
            row[pivot] = -value
        rows.append(row)
    return rows


def _row_echelon(rows: Array) -> tuple[Array, list[int]]:
    """The reduced row echelon form by the largest pivots, and the columns of the pivots."""
    table, pivots = rows.copy(), list[int]()
    for i in range(len(table)):
        best = np.unravel_index(np.argmax(np.abs(table[i:])), table[i:].shape)
        row, column = int(best[0]) + i, int(best[1])
        table[[i, row]] = table[[row, i]]
        table[i] /= table[i, column]
        for other in range(len(table)):
            if other != i:
                table[other] -= table[other, column] * table[i]
        pivots.append(column)
    return table, pivots
