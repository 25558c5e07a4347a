"""Counted iterations as cells of a table."""

from __future__ import annotations

import math
from typing import Any

from verifier.escape import Outcome
from verifier.evidence.measures.study import exact, rounded
from verifier.figure.table import COUNT, Row


def cells(outcome: Outcome) -> dict[str, str]:
    """The outcome, both ends of its enclosure, outwards if they are long, with their logarithms,
    and how they were counted; no ends where the event was not reached."""
    lower, upper = outcome.lower, outcome.upper
    ends: tuple[str, ...] = ("", "", "", "")
    if lower is not None and upper is not None:
        logs = (f"{math.log10(end):.12f}" for end in (lower, upper))
        ends = (rounded(lower), rounded(upper, up=True), *logs)
    return dict(zip(COUNT, (outcome.outcome, *ends, outcome.method), strict=True))


def outcome(row: Row) -> Outcome:
    """The outcome that `cells` wrote, with ends as they are written."""
    lower, upper = (exact(row[end]) if row[end] else None for end in ("lower", "upper"))
    name: Any = row["outcome"]
    return Outcome(name, lower, upper, row["method"], "")
