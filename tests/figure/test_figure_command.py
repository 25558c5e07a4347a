"""`python -m verifier figure`: what it writes, what it refuses, and going on after it was ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from verifier.cli import main
from verifier.figure import figure_1, landscape
from verifier.figure.kind import Kind
from verifier.figure.table import committed, read_file, write

ROOT = Path(__file__).resolve().parents[2]


def expected(kind: Kind, quick: bool) -> str:
    """The data of a figure as it is committed, as far as it is wanted."""
    wanted, table = set(kind.tasks(quick)), committed(kind.name)
    return write(table.columns, (row for row in table.rows if kind.task(row) in wanted))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in which `figure landscape --quick --out map.png` was called."""
    folder = tmp_path_factory.mktemp("written")
    assert main(["figure", "landscape", "--quick", "--out", str(folder / "map.png")]) == 0
    yield folder


def test_three_files_of_one_name_are_written(written: Path) -> None:
    assert sorted(p.name for p in written.iterdir()) == ["map.csv", "map.png", "map.svg"]
    assert (written / "map.svg").read_text(encoding="utf-8").startswith("<svg")
    assert (written / "map.png").read_bytes().startswith(b"\x89PNG")
    assert read_file(written / "map.csv").columns == landscape.columns()


def test_it_says_what_it_wrote_and_what_is_proved_and_measured(
    written: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (written / "map.csv").read_bytes()
    out = written / "map.svg"
    assert main(["figure", "landscape", "--quick", "--resume", "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "2 of 2 pieces of data computed before" in said
    assert all(str(out.with_suffix(s)) in said for s in (".svg", ".png", ".csv"))
    assert "Measured" in said and "Proved" in said
    assert (written / "map.csv").read_bytes() == before


def _started(folder: Path) -> subprocess.Popen[str]:
    """Figure 1 in the making, some of its data computed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "verifier", "figure", "figure-1", "--quick", "--jobs", "1"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    file, deadline = folder / "figure-1.csv", time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if file.exists() and figure_1.EXACT in file.read_text(encoding="utf-8"):
            break
        time.sleep(0.02)
    return process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_run_goes_on_and_ends_with_the_same_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    process = _started(tmp_path)
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    file = tmp_path / "figure-1.csv"
    kept = read_file(file).rows
    assert {row["part"] for row in kept} >= {figure_1.RUN, figure_1.EXACT}
    if number == signal.SIGINT:
        assert process.returncode == 130
        assert errors.splitlines() == [
            "verifier: interrupted; what was done is in figure-1.csv: go on with --resume"
        ]
        assert not (tmp_path / "figure-1.svg").exists()
    monkeypatch.chdir(tmp_path)
    assert main(["figure", "figure-1", "--quick", "--resume"]) == 0
    assert file.read_text(encoding="utf-8") == expected(figure_1.KIND, True)


def _refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["figure", *arguments]) == 2
    said = capsys.readouterr()
    assert not said.out and len(said.err.splitlines()) == 1
    return said.err


def test_an_unknown_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert "use escape-times, figure-1, tightness, landscape" in _refused(capsys, "figure-2")


@pytest.mark.parametrize("name", ["picture.pdf", "picture", "missing/picture.svg", "taken.svg"])
def test_a_file_that_cannot_be_written_is_refused_before_work_begins(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (tmp_path / "taken.png").mkdir()
    assert str(tmp_path) in _refused(capsys, "landscape", "--out", str(tmp_path / name))
    assert [p.name for p in tmp_path.iterdir()] == ["taken.png"]


OTHER = write(("a", "b"), [{"a": "1", "b": "2"}])


@pytest.mark.parametrize("resume", [[], ["--resume"]])
@pytest.mark.parametrize("content", [OTHER, "", "\x00\xff", "a,b\n1\n"])
def test_a_csv_of_something_else_is_neither_used_nor_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, resume: list[str]
) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(content, encoding="latin-1")
    _refused(capsys, "landscape", "--out", str(tmp_path / "mine.svg"), *resume)
    assert file.read_text(encoding="latin-1") == content


def test_data_of_other_parameters_is_not_gone_on_with(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(expected(landscape.KIND, False), encoding="utf-8")
    before = file.read_bytes()
    out = ["--out", str(tmp_path / "mine.svg")]
    assert "other parameters (part = run, k = 7)" in _refused(
        capsys, "landscape", "--quick", "--resume", *out
    )
    assert file.read_bytes() == before
