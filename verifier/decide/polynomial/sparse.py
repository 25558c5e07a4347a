"""Sparse matrices by columns, in the form that Clarabel reads.

scipy has them too, but to import it takes longer than most problems do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = "npt.NDArray[np.float64]"
USABLE = ("Solved", "AlmostSolved", "InsufficientProgress")
TOLERANCE, MAX_STEPS = 1e-10, 80


class Columns:
    """A matrix by its entries that are not zero, column by column."""

    has_sorted_indices = has_canonical_format = True

    def __init__(self, shape: tuple[int, int], entries: Iterable[tuple[int, int, float]]) -> None:
        """`entries` are (row, column, value), each place at most once."""
        ordered = sorted((j, i, v) for i, j, v in entries if v)
        self.shape = shape
        self.indices = np.array([i for _, i, _ in ordered], dtype=np.int64)
        self.data = np.array([v for _, _, v in ordered], dtype=np.float64)
        counts = np.zeros(shape[1] + 1, dtype=np.int64)
        for j, _, _ in ordered:
            counts[j + 1] += 1
        self.indptr = np.cumsum(counts)
        self.nnz = len(ordered)


def minimised(
    cost: Array, rows: Columns, right: Array, cones: Sequence[Any], seconds: float
) -> tuple[Array, Array] | None:
    """The x with the least cost*x and right - rows*x in the cones, and the dual solution; None if
    Clarabel finds none."""
    import clarabel

    if not (np.all(np.isfinite(rows.data)) and np.all(np.isfinite(right)) and seconds > 0):
        return None
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.time_limit = seconds
    settings.max_iter = MAX_STEPS
    settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = TOLERANCE
    settings.max_threads = 1
    nothing = Columns((len(cost), len(cost)), ())
    solver = clarabel.DefaultSolver(nothing, cost, rows, right, list(cones), settings)
    result = solver.solve()
    if str(result.status) not in USABLE:
        return None
    x, z = np.array(result.x), np.array(result.z)
    return (x, z) if np.all(np.isfinite(x)) and np.all(np.isfinite(z)) else None
