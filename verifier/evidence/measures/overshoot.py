"""What larger step sizes than a theorem allows do, from a study: overshoot, cycles, divergence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from verifier.evidence.measures.study import Row, read
from verifier.result import MeasurementResult

COLUMNS = ("k", "c", "seed", "eta", "times_allowed", "overshoot_at", "overshoot", "end",
           "converged_at")  # fmt: skip
EXPONENTS = ("0", "1/2", "1", "3/2", "2", "allowed")
ENDS = ("converged", "at rest", "2-cycle", "diverges")


def measure(name: str, file: Path, depths: Iterable[int]) -> MeasurementResult:
    """The table of `beyond_the_step_size`.  Raises `ValueError` if there is no study."""
    groups: dict[tuple[int, str], list[Row]] = {}
    for row in read(file):
        groups.setdefault((int(row["k"]), row["c"]), []).append(row)
    shown = set(depths)
    order = sorted(groups, key=lambda group: (group[0], EXPONENTS.index(group[1])))
    return MeasurementResult(
        name,
        None,
        (
            *("k", "eta", "eta/allowed", "runs", "overshoot", "first at", "by at most"),
            *ENDS,
            "else",
            "converged by",
        ),
        tuple(_summary(group, groups[group]) for group in order if group[0] in shown),
        None,
        note=f"{file.name}, measured only: runs in MPFR prove nothing; overshoot: P < -1; by "
        "at most: of those that do not diverge; eta/allowed: times the largest power of two that "
        "the theorem allows, the median; else: longer cycles, or none of this seen",
    )


def _summary(group: tuple[int, str], rows: Sequence[Row]) -> tuple[Any, ...]:
    over = [row for row in rows if row["overshoot_at"]]
    first = min((int(row["overshoot_at"]) for row in over), default=None)
    ends = Counter(row["end"] for row in rows)
    factors = sorted(float(row["times_allowed"]) for row in rows)
    late = max((int(row["converged_at"]) for row in rows if row["converged_at"]), default=None)
    return (
        group[0],
        "allowed" if group[1] == EXPONENTS[-1] else f"k**(-{group[1]})",
        factors[len(factors) // 2],
        len(rows),
        len(over),
        first,
        max((float(row["overshoot"]) for row in over if row["end"] != "diverges"), default=None),
        *(ends[end] for end in ENDS),
        len(rows) - sum(ends[end] for end in ENDS),
        late,
    )
