"""The runs whose escape times are drawn: starts, step sizes and depths, and a row for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from verifier.figure import bounds
from verifier.figure.kind import Task
from verifier.figure.table import COUNT, Row

if TYPE_CHECKING:
    from verifier.evidence.measurement import Starts

THEOREM_2 = "shamir2019/theorem-2-per-sample"
THEOREM_3 = "shamir2019/theorem-3"
THEOREM_3_STRONG = "shamir2019/theorem-3-strengthened"
THEOREM_4 = "shamir2019/theorem-4"
THEOREM_4_PRODUCT = "shamir2019/theorem-4-strengthened"
THEOREM_4_SUM = "shamir2019/theorem-4-strengthened-sum"
LEMMAS = (
    THEOREM_2,
    THEOREM_3,
    THEOREM_3_STRONG,
    THEOREM_4,
    THEOREM_4_PRODUCT,
    THEOREM_4_SUM,
)
NEAR, GAUSSIAN, UNIFORM = "near identity 1/64", "Gaussian", "uniform"
FAMILIES: Mapping[str, Starts] = {NEAR: "near identity", GAUSSIAN: "random", UNIFORM: "random"}

KEY = ("panel", "start", "k", "seed")
ETA, EVENT, AGREES = "eta", "event", "agrees"
LOWER, RANDOM, UPPER = "near identity", "Xavier", "upper bounds"
STARTS = {LOWER: (NEAR,), RANDOM: (GAUSSIAN, UNIFORM), UPPER: (NEAR, GAUSSIAN, UNIFORM)}
STEPS = {LOWER: Fraction(1, 1024), RANDOM: Fraction(1, 128)}  # elsewhere what Theorem 4 allows

FEW = (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 50)
MANY = (60, 70, 80, 90, 100, 120, 140, 160, 180, 200)
DEEP = (250, 300, 400, 500, 600, 700, 800, 900, 1000)
STEPPED = ("start", "stepping")
SHALLOW = 100  # the depths of upper bounds
SEEDS, SEED = ("1", "2", "3"), ("1",)
QUICK = 20


def tasks(quick: bool) -> tuple[Task, ...]:
    """Three starts of each kind a depth up to 200, and one beyond; one for the upper bounds."""
    return tuple(
        (panel, start, str(k), seed)
        for panel, starts in STARTS.items()
        for start in starts
        for k in (*FEW, *MANY, *DEEP)
        if k <= (QUICK if quick else SHALLOW if panel == UPPER else DEEP[-1])
        for seed in (SEED if panel == UPPER or k > MANY[-1] else SEEDS)
    )


def columns() -> tuple[str, ...]:
    """What is run, what was counted, and the bounds of each lemma."""
    from verifier.figure.questions import questions

    asked = questions(LEMMAS)
    return (*KEY, ETA, EVENT, *COUNT, AGREES, *(c for name in LEMMAS for c in asked[name].columns))


def compute(task: Task, earlier: Sequence[Row] = ()) -> list[Row]:
    """The count from a start, and the bounds where their hypotheses hold at it.

    A count of an earlier run is taken over: it does not depend on what is proved.
    """
    from verifier.evidence.measures import runs
    from verifier.figure import count, questions

    asked = questions.questions(LEMMAS)
    panel, start, depth, seed = task
    case = questions.case_of(FAMILIES[start], start, int(depth), int(seed))
    case = replace(case, step=STEPS.get(panel) or asked[THEOREM_4_SUM].step(case))
    row = dict(zip(KEY, task, strict=True))
    event = questions.CONVERGED if panel == UPPER else questions.ESCAPED
    row |= {ETA: str(case.step), EVENT: str(event)}
    counted = next((e for e in earlier if (e[ETA], e[EVENT]) == (row[ETA], row[EVENT])), None)
    if counted is None:
        counted = count.cells(runs.count(case, event))
    row |= {name: counted[name] for name in COUNT}
    answers = {name: q.answer(case, FAMILIES[start]) for name, q in asked.items()}
    outcome = count.outcome(row)
    row[AGREES] = _together(
        [
            asked[name].agrees(found, outcome)
            for name, (_, found) in answers.items()
            if found.failing is None
        ]
    )
    for cells, _ in answers.values():
        row |= cells
    return [row]


def _together(answers: Sequence[bool | None]) -> str:
    """Whether a count agrees with all bounds; empty if there is none."""
    if not answers:
        return ""
    return "no" if False in answers else "open" if None in answers else "yes"


def current(row: Row) -> bool:
    """Whether a row's bounds are of the statements as they are now, and it was counted."""
    from verifier.figure.questions import questions

    asked = questions(LEMMAS)
    return all(bounds.digest_of(row, name) == asked[name].digest for name in LEMMAS)
