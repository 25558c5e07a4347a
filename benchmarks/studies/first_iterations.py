"""Studies of first iterations against proved bounds, many starts a depth.

    python benchmarks/studies/first_iterations.py STUDY [--seeds N] [--timeout S]

writes lemmas/shamir2019/studies/STUDY.csv row by row, each start counted in a process of its own;
an interrupted study goes on where it was.  When the statement has changed, its hypotheses and
bounds are looked at again, and only what is missing is counted.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "escape"))

from asking import FAILURES, Answer, Question, ask
from rich.console import Console
from rich.progress import track

from verifier.escape import Outcome
from verifier.evidence.measurement import RunBound
from verifier.evidence.measures import runs, starts, study

NOT_RUN = "not run"
FOLDER = Path(__file__).parents[2] / "lemmas" / "shamir2019" / "studies"


@dataclass(frozen=True)
class Study:
    """Where the question is asked, at which depths, and for how many seeds at a depth."""

    lemma: str
    depths: tuple[int, ...]
    seeds: int
    few: int = 1  # seeds beyond the depth `deep`
    deep: int = 200
    everything: bool = False  # also counts where a hypothesis fails

    @property
    def question(self) -> RunBound:
        """The question, as the lemma asks it."""
        found: RunBound = import_module(f"lemmas.shamir2019.{self.lemma}").ITERATIONS
        return found


SCAN = (*range(2, 101), *range(120, 200, 20), *range(200, 500, 50), *range(500, 1001, 100))
SOME = (2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 30, 40, 50, 70, 100, 150, 200, 300, 500, 700, 1000)
STUDIES = {
    "theorem_3": Study("theorem_3_strengthened", SCAN, 3),
    "theorem_4": Study("theorem_4_strengthened_product", SOME, 5),
    "theorem_4_sum": Study("theorem_4_strengthened_sum", SOME, 5),
    "theorem_2": Study(
        "theorem_2_per_sample", (5, 10, 20, 50, 100, 1000), 200, few=10, deep=100, everything=True
    ),
}


def main() -> int:
    """Adds what is missing to the CSV of a study."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("study", choices=STUDIES)
    parser.add_argument("--seeds", type=int, help="starts a depth, in place of the study's own")
    parser.add_argument("--timeout", type=float, default=600.0, help="seconds a start")
    options = parser.parse_args()
    chosen, file = STUDIES[options.study], FOLDER / f"{options.study}.csv"
    question = chosen.question
    known = _known()
    prepared = list(_prepared(chosen, question, options.seeds, known))
    keys = [study.key(study.head(question, asked)) for asked in prepared]
    pairs = [(asked, known.get(key)) for asked, key in zip(prepared, keys, strict=True)]
    _write(file, question, [_row(question, asked, row) for asked, row in pairs if row is not None])
    waiting = [asked for asked, row in pairs if row is None]
    counts = track(
        _counted(waiting, chosen, options.timeout),
        options.study,
        total=len(waiting),
        console=Console(stderr=True),
    )
    with file.open("a", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, study.columns(question), lineterminator="\n")
        for asked, answer in counts:
            count = study.counted(_outcome(answer), answer.seconds)
            writer.writerow(_row(question, asked, count))
            out.flush()
    order = {key: number for number, key in enumerate(keys)}
    _write(file, question, sorted(study.read(file), key=lambda row: order[study.key(row)]))
    return 0


def _known() -> dict[tuple[str, ...], study.Row]:
    """The rows of all studies whose counts need not be made again."""
    rows = (row for file in FOLDER.glob("*.csv") for row in study.read(file))
    return {
        study.key(row): row
        for row in rows
        if "outcome" in row and row["outcome"] not in (NOT_RUN, *FAILURES)
    }


def _prepared(
    chosen: Study, question: RunBound, seeds: int | None, known: dict[tuple[str, ...], study.Row]
) -> Iterator[runs.Asked]:
    """Every start of the study, its hypotheses checked."""
    for depth in track(chosen.depths, "starts", console=Console(stderr=True)):
        usual = chosen.seeds if depth <= chosen.deep else chosen.few
        for seed in range(1, 1 + (usual if seeds is None else seeds)):
            for case in starts.cases(question.starts, depth, seed):
                yield runs.prepare(question, case)


def _counted(
    waiting: list[runs.Asked], chosen: Study, seconds: float
) -> Iterator[tuple[runs.Asked, Answer]]:
    nothing = Answer(NOT_RUN, None, None, "", "", 0.0)
    run = []
    for asked in waiting:
        if asked.failing is None or chosen.everything:
            run.append(asked)
        else:
            yield asked, nothing
    again = []
    pairs = [runs.requests(asked.case, asked.event) for asked in run]
    questions = (Question(number, few) for number, (few, _) in enumerate(pairs))
    for number, answer in ask(questions, seconds):
        asked = run[number]
        if answer.outcome in FAILURES:
            again.append(Question(asked, pairs[number][1]))
        else:
            yield asked, answer
    yield from ask(again, seconds)


def _row(question: RunBound, asked: runs.Asked, count: study.Row) -> dict[str, str]:
    counted = {name: count[name] for name in study.COUNT}
    return {
        **study.head(question, asked),
        **counted,
        **study.judged(question, asked, counted),
    }


def _outcome(answer: Answer) -> Outcome:
    outcome: str = answer.outcome
    return Outcome(outcome, answer.lower, answer.upper, answer.method, answer.reason)  # type: ignore[arg-type]


def _write(file: Path, question: RunBound, rows: Iterable[study.Row]) -> None:
    """Writes the file anew, whole or not at all."""
    file.parent.mkdir(exist_ok=True)
    fresh = file.with_suffix(".new")
    with fresh.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, study.columns(question), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    os.replace(fresh, file)


if __name__ == "__main__":
    sys.exit(main())
