"""Gram matrices with the largest smallest eigenvalue, in floating point, by Clarabel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from verifier.decide.polynomial.programme import System
from verifier.decide.polynomial.samples import Array, as_float
from verifier.decide.polynomial.sparse import Columns, minimised
from verifier.kernel.certificates.canonical import Polynomial

FEASIBLE, EASY = -1e-5, 1e-3  # margins between which a programme is solved again, scaled
UNEVEN = 30.0  # if the diagonal entries have this ratio


@dataclass(frozen=True, eq=False)
class Solution:
    """Gram matrices S*Q*S, the smallest eigenvalue of the Q, and the primal less the dual
    matrices, each divided by its largest entry, in the scale of the Q."""

    margin: float
    matrices: tuple[Array, ...]
    signed: tuple[Array, ...]
    scales: tuple[Array, ...]


def solve_evenly(system: System, remaining: Callable[[], float]) -> Solution | None:
    """The solution in a scale in which the diagonals of the matrices are even."""
    units = tuple(np.array([1 / _size(p) for p in block.basis]) for block in system.blocks)
    first = _solve(system, units, remaining())
    if first is None or not FEASIBLE < first.margin < EASY:
        return first
    diagonals = [np.diag(m) / u**2 for m, u in zip(first.matrices, units, strict=True)]
    largest = max(float(np.max(d)) for d in diagonals if d.size)
    shares = [np.clip(d / largest, 1e-6, 1.0) for d in diagonals]
    if min(float(np.min(s)) for s in shares if s.size) > 1 / UNEVEN or remaining() <= 0:
        return first
    scales = tuple(u * np.sqrt(share) for u, share in zip(units, shares, strict=True))
    return _solve(system, scales, remaining()) or first


def _solve(system: System, scales: tuple[Array, ...], seconds: float) -> Solution | None:
    """The Gram matrices S*Q*S, S the diagonal scales, for which the smallest eigenvalue of the Q
    is largest, but at most 1."""
    size = max((abs(as_float(v)) for v in system.right), default=0.0) or 1.0
    chosen = system.independent
    right = np.array([as_float(system.right[r]) for r in chosen]) / (size * system.lengths[chosen])
    rows = _columns(system, scales)
    solved = _largest_margin(rows, right, [len(s) for s in scales], seconds)
    if solved is None:
        return None
    margin, primal, dual = solved
    primal = [p + margin * np.eye(len(p)) for p in primal]
    tops = [max(float(np.max(np.abs(m))) for m in side if m.size) or 1.0 for side in (primal, dual)]
    signed = (p / tops[0] - d / tops[1] for p, d in zip(primal, dual, strict=True))
    matrices = (size * np.outer(s, s) * p for s, p in zip(scales, primal, strict=True))
    return Solution(margin, tuple(matrices), tuple(signed), scales)


def _columns(system: System, scales: tuple[Array, ...]) -> Columns:
    """The equations on the scaled upper triangles by columns, entries off the diagonal times
    sqrt(2), and on a common multiple of the unit matrices, with room for the cones below."""
    starts = np.cumsum([0] + [len(s) * (len(s) + 1) // 2 for s in scales])
    places = [int(starts[e.block]) + e.j * (e.j + 1) // 2 + e.i for e in system.entries]
    factors = np.array([scales[e.block][e.i] * scales[e.block][e.j] for e in system.entries])
    on_diagonal = np.array([float(e.i == e.j) for e in system.entries])
    rows = system.matrix[system.independent]
    values = rows * (factors * np.where(on_diagonal > 0, 1.0, np.sqrt(0.5)))
    margin = rows @ (factors * on_diagonal)
    count, height = int(starts[-1]), len(rows)
    entries = [(int(r), places[n], values[r, n]) for r, n in np.argwhere(values)]
    entries += [(r, count, float(value)) for r, value in enumerate(margin)]
    # t <= 1, and the triangles are those of semidefinite matrices.
    entries += [(height, count, 1.0), *((height + 1 + n, n, -1.0) for n in range(count))]
    return Columns((height + 1 + count, count + 1), entries)


def _largest_margin(
    rows: Columns, right: Array, sizes: list[int], seconds: float
) -> tuple[float, list[Array], list[Array]] | None:
    """The largest t <= 1 for which there are semidefinite matrices that solve the equations, these
    matrices, and the dual ones."""
    import clarabel

    count = rows.shape[1] - 1
    target = np.array([*right, 1.0, *([0.0] * count)])
    cones = [clarabel.ZeroConeT(len(right)), clarabel.NonnegativeConeT(1)]
    cones += [clarabel.PSDTriangleConeT(n) for n in sizes if n]
    cost = np.zeros(count + 1)
    cost[count] = -1.0
    found = minimised(cost, rows, target, cones, seconds)
    if found is None:
        return None
    values, duals = found
    return float(values[count]), _matrices(values, sizes), _matrices(duals[len(right) + 1 :], sizes)


def _size(polynomial: Polynomial) -> float:
    return float(np.sqrt(sum(as_float(c) ** 2 for c in polynomial.coeffs()))) or 1.0


def _matrices(values: Array, sizes: list[int]) -> list[Array]:
    """Symmetric matrices from their upper triangles by columns, entries off the diagonal being
    multiplied by sqrt(2)."""
    found, start = list[Array](), 0
    for size in sizes:
        rows, columns = np.tril_indices(size)
        entries = values[start : start + len(rows)] * np.where(rows == columns, 1.0, np.sqrt(0.5))
        matrix = np.zeros((size, size))
        matrix[rows, columns] = matrix[columns, rows] = entries
        found.append(matrix)
        start += len(rows)
    return found
