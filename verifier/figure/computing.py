"""Computing the data of a figure: piece by piece in child processes, each kept as it is done."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from verifier.apart import Crew, Limits, Outcome
from verifier.figure.kind import Kind, Task
from verifier.figure.table import Row, Table, read_file, write
from verifier.report.cache import write_atomically
from verifier.report.processes import ONE_THREAD

SECONDS = 3_600.0  # for one piece of work, the longest of which takes some ten

Rows = Mapping[Task, Sequence[Row]]


class OtherData(ValueError):
    """A CSV is not of this figure, or not with these parameters."""


def earlier(kind: Kind, file: Path) -> Table | None:
    """The data of this figure in a file; None if there is no such file.

    Raises `OtherData` for data of another figure, and `OSError`.
    """
    try:
        table = read_file(file)
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise OtherData(str(error)) from None
    if table.columns != kind.columns():
        raise OtherData("its columns are those of something else")
    return table


def known(kind: Kind, table: Table, *, quick: bool) -> Rows:
    """The rows of an earlier run by the pieces of work that they are of.

    Raises `OtherData` for rows of other parameters.
    """
    tasks, found = set(kind.tasks(quick)), dict[Task, list[Row]]()
    for row in table.rows:
        task = kind.task(row)
        if task not in tasks:
            cells = ", ".join(f"{n} = {v}" for n, v in zip(kind.key, task, strict=True))
            raise OtherData(f"it has a row for other parameters ({cells})")
        found.setdefault(task, []).append(row)
    return found


def compute(
    kind: Kind,
    file: Path,
    before: Rows,
    *,
    quick: bool,
    jobs: int,
    say: Callable[[int, Task | None], None],
) -> Table:
    """The data of a figure, in the same order whoever computes it; the file holds what is done.

    `before` are rows of an earlier run, which stay in the file until they are replaced; `say` is
    told how many pieces are done, at first and after each, and which that was.  Raises `OSError` if
    the file cannot be written, and `ValueError` for a piece of work that failed.
    """
    tasks, columns = kind.tasks(quick), kind.columns()
    finished = {task: rows for task, rows in before.items() if all(map(kind.current, rows))}
    waiting = [task for task in tasks if task not in finished]
    for name in ONE_THREAD:  # a fork takes only the thread that makes it along
        os.environ.setdefault(name, "1")

    def work(task: Task) -> list[dict[str, str]]:
        return [dict(row) for row in kind.compute(task, before.get(task, ()))]

    def keep() -> Table:
        rows = [row for task in tasks for row in finished.get(task, before.get(task, ()))]
        write_atomically(file, write(columns, rows))
        return Table(columns, tuple(rows))

    table = keep()
    say(len(finished), None)
    for task, outcome in Crew(work, jobs, Limits(SECONDS)).run(waiting):
        finished[task] = _value(task, outcome)
        table = keep()
        say(len(finished), task)
    return table


def _value(task: Task, outcome: Outcome) -> list[Row]:
    if outcome.failure:
        what = " ".join(task)
        raise ValueError(f"{what} could not be computed: {outcome.failure}, {outcome.detail}")
    rows: list[Row] = outcome.value
    return rows
