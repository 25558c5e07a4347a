"""How many random starts of a study take longer than a proved number of steps."""

from __future__ import annotations

from collections.abc import Callable, Collection
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from verifier.evidence.measures.common import (
    ball_of,
    cell,
    exact_ball,
    exact_value,
    failing_hypothesis,
    together,
)
from verifier.evidence.measures.frequency import LEVEL, clopper_pearson
from verifier.evidence.measures.runs import integer_ball
from verifier.evidence.measures.study import Row, exact, read
from verifier.language.instance import Instance
from verifier.language.render import text
from verifier.language.statement import Statement
from verifier.language.terms import Term
from verifier.result import MeasurementResult

if TYPE_CHECKING:
    from verifier.evidence.measurement import Values

COLUMNS = ("k", "law", "eta", "samples", "longer", "frequency", "upper", "promised", "steps")
ALWAYS = ("never", "diverges")


def measure(
    name: str,
    statement: Statement,
    steps: Term,
    promise: Term,
    file: Path,
    values: Callable[[str, int, Fraction], Values],
    by_construction: Collection[str],
) -> MeasurementResult:
    """The table of `share_of_slow_runs`; raises as `read` and `ball_of` do."""
    groups: dict[tuple[int, str, Fraction], list[Row]] = {}
    for row in read(file):
        group = int(row["k"]), row["start"], Fraction(row["eta"])
        groups.setdefault(group, []).append(row)
    rows, answers = [], []
    for group in sorted(groups):
        depth, law, step = group
        found = _instance(values(law, depth, step))
        head: tuple[Any, ...] = (depth, law, str(step), len(groups[group]))
        failing = failing_hypothesis(statement, found, by_construction)
        if failing is not None:
            rows.append((*head, failing, *(None,) * 4))
            continue
        limit, least = ball_of(steps, found), ball_of(promise, found)
        longer, possible = _longer(groups[group], limit)
        upper = clopper_pearson(possible, len(groups[group]), LEVEL)[1]
        share = longer / len(groups[group])
        rows.append((*head, longer, share, upper, cell(least), cell(limit)))
        # A frequency never shows that the promise is kept, only that it is not.
        answers.append(not exact_ball(Fraction(upper)) < least)
    return MeasurementResult(
        name,
        f"{text(steps)} steps with probability {text(promise)}",
        COLUMNS,
        tuple(rows),
        together(answers),
        note=f"{file.name}: runs from seeds 1, 2, ... until P <= -1/2, counted in balls; upper: "
        "Clopper-Pearson, level 1 - 1e-6",
    )


def _instance(values: Values) -> Instance:
    """The values alone: nothing random has any."""
    return Instance({item: exact_value(item, value) for item, value in values.items()})


def _longer(rows: list[Row], steps: Any) -> tuple[int, int]:
    """How many runs certainly take more steps, and how many perhaps."""
    certain = possible = 0
    for row in rows:
        if row["outcome"] in ALWAYS:
            certain, possible = certain + 1, possible + 1
        elif not row["lower"]:
            possible += 1
        else:
            # Iteration 1 is the start.
            certain += bool(integer_ball(exact(row["lower"]) - 1) > steps)
            possible += not integer_ball(exact(row["upper"]) - 1) <= steps
    return certain, possible
