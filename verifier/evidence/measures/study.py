"""Studies: many measured runs in a CSV, written row by row by a script and read by the report.

A row says for which form of the statement its hypotheses and bounds were looked at.  What was
counted holds for any form of it: only the rest has to be looked at again when that changes.
"""

from __future__ import annotations

import csv
import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any, TypeAlias

from verifier.escape import Outcome
from verifier.evidence.measurement import RunBound
from verifier.evidence.measures.common import together
from verifier.evidence.measures.runs import (
    Asked,
    bound_text,
    judge,
    log10_of,
    log10_of_ball,
    shown_event,
)
from verifier.language.render import text
from verifier.language.terms import as_term
from verifier.result import MeasurementResult

Row: TypeAlias = Mapping[str, str]

HEAD = ("statement", "k", "start", "seed", "eta", "event", "hypotheses")
COUNT = ("outcome", "lower", "upper", "log10_measured", "method", "seconds")
HOLD = "hold"
AGREES = {True: "yes", False: "no", None: "open"}
DIGITS = 12


def columns(question: RunBound) -> tuple[str, ...]:
    """The columns of a study of a question."""
    return (*HEAD, *COUNT, *map(_ratio, question.bounds), "agrees")


def _ratio(bound: str) -> str:
    return f"log10({bound})"


def digest(question: RunBound) -> str:
    """What changes when the statement, its bounds or the event do; names do not matter."""
    stated = question.statement
    parts = (
        *map(text, (*stated.assumptions, stated.conclusion)),
        bound_text(question),
        question.quantity,
        text(as_term(question.level)),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def key(row: Row) -> tuple[str, ...]:
    """What determines the count of a row."""
    return tuple(row[name] for name in ("k", "start", "seed", "eta", "event"))


def head(question: RunBound, asked: Asked) -> dict[str, str]:
    """The part of a row that is known before anything is counted."""
    case = asked.case
    return {
        "statement": digest(question),
        "k": str(case.depth),
        "start": case.label,
        "seed": str(case.seed),
        "eta": str(case.step),
        "event": shown_event(asked.event),
        "hypotheses": asked.failing or HOLD,
    }


def counted(outcome: Outcome, seconds: float) -> dict[str, str]:
    """The part of a row that a count gives."""
    found = {"outcome": outcome.outcome, "lower": "", "upper": "", "log10_measured": ""}
    if outcome.lower is not None and outcome.upper is not None:
        found["lower"] = rounded(outcome.lower)
        found["upper"] = rounded(outcome.upper, up=True)
        found["log10_measured"] = f"{log10_of(outcome.lower):.9f}"
    return {**found, "method": outcome.method, "seconds": f"{seconds:.2f}"}


def judged(question: RunBound, asked: Asked, count: Row) -> dict[str, str]:
    """The part of a row about the bounds, from the count as it is written."""
    names = map(_ratio, question.bounds)
    if asked.failing is not None:
        return {**dict.fromkeys(names, ""), "agrees": ""}
    logs = (f"{log10_of_ball(bound):.9f}" for bound in asked.bounds)
    lower, upper = (exact(count[end]) if count[end] else None for end in ("lower", "upper"))
    outcome: Any = count["outcome"]
    found = judge(question, asked, Outcome(outcome, lower, upper, "", ""))
    return {**dict(zip(names, logs, strict=True)), "agrees": AGREES[found.holds]}


def rounded(value: int, *, up: bool = False) -> str:
    """The integer, or from 10**18 on its first digits and exponent, rounded down or up."""
    if value < 10**18:
        return str(value)
    exponent = math.floor(math.log10(value)) - DIGITS
    unit = 10**exponent
    return f"{-(-value // unit) if up else value // unit}e{exponent}"


def exact(written: str) -> int:
    """The integer that `rounded` has written."""
    first, _, exponent = written.partition("e")
    power: int = 10 ** int(exponent or 0)
    return int(first) * power


def read(file: Path) -> list[dict[str, str]]:
    """The rows of a study.  Raises `ValueError` if there is none."""
    try:
        with file.open(newline="", encoding="utf-8") as lines:
            return list(csv.DictReader(lines))
    except FileNotFoundError:
        raise ValueError(f"there is no study {file}: write it by benchmarks/studies") from None


def iterations(
    name: str, question: RunBound, file: Path, depths: Iterable[int]
) -> MeasurementResult:
    """The table of `studied_iterations`.  Raises `ValueError` as `read` does."""
    every, current = read(file), digest(question)
    rows = [row for row in every if row["statement"] == current]
    groups: dict[tuple[int, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((int(row["k"]), row["start"]), []).append(row)
    names = tuple(question.bounds)
    shown = [group for group in sorted(groups) if group[0] in set(depths)]
    valid = [row for row in rows if row["hypotheses"] == HOLD]
    deepest = max((k for k, _ in groups), default=0)
    return MeasurementResult(
        name,
        bound_text(question),
        ("k", "start", "runs", "valid", "never", "agree", *_titles(names)),
        tuple((*group, *_summary(groups[group], names)) for group in shown),
        together(_agrees(row) for row in valid),
        note=(
            f"{file.name}: {len(rows)} runs at {len({k for k, _ in groups})} depths up to "
            f"{deepest}, {len(valid)} of them with all hypotheses; each iteration is to be "
            f"{question.direction} each bound; log10(bound/measured): least, median, greatest"
            + (f"; {len(every) - len(rows)} of an earlier statement" * (len(every) > len(rows)))
        ),
    )


def _titles(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{which} for {name}" for name in names for which in ("least", "median", "most"))


def _agrees(row: Row) -> bool | None:
    return {text: answer for answer, text in AGREES.items()}[row["agrees"]]


def _summary(rows: Sequence[Row], names: Sequence[str]) -> tuple[Any, ...]:
    valid = [row for row in rows if row["hypotheses"] == HOLD]
    never = sum(not row["log10_measured"] for row in valid)
    agree = sum(row["agrees"] == AGREES[True] for row in valid)
    return (len(rows), len(valid), never, agree, *(v for n in names for v in _spread(valid, n)))


def _spread(rows: Sequence[Row], name: str) -> tuple[float | None, float | None, float | None]:
    """The least, median and greatest log10(bound/measured), where there is a measured value."""
    found = [
        float(row[_ratio(name)]) - float(row["log10_measured"])
        for row in rows
        if row["log10_measured"]
    ]
    return (min(found), median(found), max(found)) if found else (None, None, None)
