"""Exact nonnegative relations between polynomials, found by floating-point linear programming."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from flint import fmpq, fmpq_mat

from verifier.decide.polynomial.context import Rational
from verifier.decide.polynomial.sparse import Columns, minimised
from verifier.kernel.certificates.canonical import Polynomial

MAX_COLUMNS = 6_000
GOLDEN, UNEVEN, TINY = 0.618034, 0.01, 1e-9
LEAST_SHARES = (0.5, 0.01, 1e-4)
Row = dict[int, Rational]


@dataclass(frozen=True)
class Weights:
    """Coefficients of the columns (nonnegative) and of the free ones."""

    columns: list[Rational]
    free: list[Rational]


def nonnegative_relation(
    columns: Sequence[Polynomial],
    strict: Sequence[bool],
    free: Sequence[Polynomial] = (),
    seconds: float = 10.0,
) -> Weights | None:
    """Exact c >= 0 and d with sum c*column + sum d*free = 0 and sum of c over the strict columns
    = 1; None if none was found."""
    count, total = len(columns), len(columns) + len(free)
    if total > MAX_COLUMNS:
        return None
    rows, dead = _pruned(_rows([*columns, *free]), count)
    alive = [j for j in range(total) if j not in dead]
    if not any(strict[j] for j in alive if j < count):
        return None
    shares = _shares(rows, strict, count, alive, seconds)
    if shares is None:
        return None
    for least in LEAST_SHARES:
        support = [j for j in alive if j >= count or shares[j] > least]
        solution = _exact(rows, strict, count, support)
        if solution is not None:
            break
    else:
        return None
    values = [solution.get(j, fmpq(0)) for j in range(total)]
    return Weights(values[:count], values[count:])


def _rows(columns: Sequence[Polynomial]) -> list[Row]:
    rows: dict[tuple[int, ...], Row] = {}
    for j, column in enumerate(columns):
        for exponents, coefficient in column.to_dict().items():
            rows.setdefault(exponents, {})[j] = coefficient
    return list(rows.values())


def _pruned(rows: list[Row], count: int) -> tuple[list[Row], set[int]]:
    """The rows without columns that must be zero, since all entries of a row have one sign."""
    dead: set[int] = set()
    pending = True
    while pending:
        pending = False
        kept = []
        for row in rows:
            live = {j: value for j, value in row.items() if j not in dead}
            if not live:
                continue
            signed = all(j < count for j in live)
            if signed and (all(v > 0 for v in live.values()) or all(v < 0 for v in live.values())):
                dead |= live.keys()
                pending = True
            else:
                kept.append(live)
        rows = kept
    return rows, dead


def _shares(
    rows: Sequence[Row],
    strict: Sequence[bool],
    count: int,
    alive: Sequence[int],
    seconds: float,
) -> dict[int, float] | None:
    """For each column a number near 1 if a solution in floating point uses it, near 0 if not."""
    import clarabel

    place = {j: n for n, j in enumerate(alive)}
    signed = [n for n, j in enumerate(alive) if j < count]
    entries, last = list[tuple[int, int, float]](), len(rows)
    for i, row in enumerate(rows):
        largest = max(abs(value) for value in row.values())
        for j, value in row.items():
            ratio = value / largest  # each by itself may be too large for a float
            entries.append((i, place[j], int(ratio.p) / int(ratio.q)))
    entries += [(last, n, 1.0) for n in signed if strict[alive[n]]]
    entries += [(last + 1 + k, n, -1.0) for k, n in enumerate(signed)]
    height = last + 1 + len(signed)
    right = np.zeros(height)
    right[last] = 1.0
    # Few factors make short certificates, so that later columns cost more; all costs differ, so
    # that one vertex is best.
    cost = np.zeros(len(alive))
    for n in signed:
        cost[n] = 1.0 + alive[n] / max(1, count) + UNEVEN * (alive[n] * GOLDEN % 1.0)
    cones = [clarabel.ZeroConeT(last + 1), clarabel.NonnegativeConeT(len(signed))]
    matrix = Columns((height, len(alive)), entries)
    found = minimised(cost, matrix, right, cones, seconds)
    if found is None:
        return None
    values, duals = found
    slack = np.zeros(len(alive))
    slack[signed] = duals[last + 1 :]
    return {j: values[n] / (values[n] + slack[n] + TINY) for n, j in enumerate(alive)}


def _exact(
    rows: Sequence[Row], strict: Sequence[bool], count: int, support: Sequence[int]
) -> dict[int, Rational] | None:
    """The exact solution on the support that floating point suggests, if it is one."""
    width = len(support) + 1
    table = [[row.get(j, fmpq(0)) for j in support] + [fmpq(0)] for row in rows]
    table.append([fmpq(1 if j < count and strict[j] else 0) for j in support] + [fmpq(1)])
    echelon, rank = fmpq_mat(table).rref()
    solution: dict[int, Rational] = {}
    for i in range(rank):
        pivot = next(j for j in range(width) if echelon[i, j] != 0)
        if pivot == width - 1:
            return None
        solution[support[pivot]] = echelon[i, width - 1]
    good = all(value >= 0 for j, value in solution.items() if j < count)
    return solution if good else None
