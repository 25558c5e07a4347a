"""Data computed piece by piece: what is kept, what is computed again, what a failure costs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from verifier.figure.computing import compute, known
from verifier.figure.kind import Drawing, Kind, Task
from verifier.figure.table import Row, Table, read_file

NAMES = ("a", "b", "c")


def _rows(task: Task, earlier: Sequence[Row]) -> list[Row]:
    if task == ("fails",):
        raise RuntimeError("no such luck")
    old = earlier[0]["value"] if earlier else ""
    return [{"name": task[0], "value": f"new {task[0]}{old}"}]


def _draw(table: Table) -> Drawing:
    raise AssertionError("computing the data draws nothing")


def _kind(*names: str) -> Kind:
    return Kind(
        name="letters",
        key=("name",),
        columns=lambda: ("name", "value"),
        tasks=lambda quick: tuple((name,) for name in names),
        compute=_rows,
        current=lambda row: row["value"].startswith("new"),
        draw=_draw,
    )


def _table(**values: str) -> Table:
    return Table(
        ("name", "value"), tuple({"name": name, "value": text} for name, text in values.items())
    )


def _computed(kind: Kind, file: Path, earlier: Table, jobs: int = 2) -> list[tuple[int, str]]:
    said: list[tuple[int, str]] = []
    before = known(kind, earlier, quick=False)

    def say(count: int, task: Task | None) -> None:
        said.append((count, task[0] if task else ""))

    compute(kind, file, before, quick=False, jobs=jobs, say=say)
    return said


def test_current_rows_are_kept_and_others_replaced_in_order(tmp_path: Path) -> None:
    file = tmp_path / "letters.csv"
    said = _computed(_kind(*NAMES), file, _table(b="new but of an earlier run", c="old"))
    assert said[0] == (1, "")
    assert sorted(name for _, name in said[1:]) == ["a", "c"]
    assert [count for count, _ in said] == [1, 2, 3]
    assert file.read_text(encoding="utf-8").splitlines() == [
        "name,value",
        "a,new a",
        "b,new but of an earlier run",
        "c,new cold",
    ]


def test_a_failure_is_named_and_costs_neither_what_was_done_nor_what_was_there(
    tmp_path: Path,
) -> None:
    file = tmp_path / "letters.csv"
    with pytest.raises(ValueError, match=r"fails could not be computed: .*no such luck"):
        _computed(_kind("a", "fails", "c"), file, _table(c="old"), jobs=1)
    assert [row["value"] for row in read_file(file).rows] == ["new a", "old"]
