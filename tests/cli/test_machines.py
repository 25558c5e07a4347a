"""What `report` tells machines beside its files, and that it does so where it should."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fake_backend import BACKEND
from lemma_files import lemma, lemma_file

from verifier.cli import main, parser
from verifier.cli.report import run as run_report

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one lemma that passes, one that does not, and a file that cannot be read."""
    root = tmp_path / "mine"
    lemma_file(root / "a.py", lemma())
    lemma_file(root / "b.py", lemma(id="mine/lemma-2", note="fails"))
    lemma_file(root / "c.py", "\nLemma(")
    return root


def report(*arguments: object) -> int:
    """`verifier report` with the fake backend."""
    return run_report(parser().parse_args(["report", "--jobs", "1", *map(str, arguments)]), BACKEND)


def commands(text: str) -> list[str]:
    """The lines that are for the runner of GitHub Actions."""
    return [line for line in text.splitlines() if line.startswith("::")]


def test_jobs_of_github_are_annotated(
    folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert report(folder) == 2
    assert not commands(capsys.readouterr().out)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert report(folder) == 2
    told = commands(capsys.readouterr().out)
    assert [line.partition(",")[0] for line in told] == [
        f"::error file={folder / name}" for name in ("c.py", "b.py")
    ]
    assert report(folder, "--annotations", "none") == 2
    assert not commands(capsys.readouterr().out)


def test_json_on_standard_output_stays_json(
    folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert report(folder, "--json", "-") == 2
    said = capsys.readouterr()
    assert json.loads(said.out)["summary"]["lemmas"] == 2
    assert len(commands(said.err)) == 2


def test_summary_of_the_job_is_added_to(
    folder: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "summary.md"
    target.write_text("of an earlier step\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(target))
    assert report(folder, "--annotations", "github") == 2
    assert len(commands(capsys.readouterr().out)) == 2
    written = target.read_text()
    assert written.startswith("of an earlier step\n### verifier\n")
    assert "| mine | 2 | 1 | 1 | 0 | 0 | 1 |" in written
    assert "expected proved, found unknown: step 'second'" in written
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    assert report(folder / "a.py", "--annotations", "github") == 0
    assert "GITHUB_STEP_SUMMARY" in capsys.readouterr().err


def test_report_of_another_schema_is_refused_in_one_line(capsys: Captured) -> None:
    Path("old.json").write_text('{"schema": 0, "lemmas": []}')
    assert main(["report", "--against", "old.json"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "its schema is 0, not 1: write it again with this version" in line


def test_lemma_that_is_gone_from_a_folder_is_listed(folder: Path, capsys: Captured) -> None:
    report(folder, "--json", "old.json")
    (folder / "a.py").unlink()
    capsys.readouterr()
    assert report(folder, "--against", "old.json") == 2  # that of the folder as it is
    shown = capsys.readouterr().out
    assert "  mine/lemma-1: proved -> not in this report" in shown
    assert report(folder / "b.py", "--against", "old.json") == 1
    assert "no verdict has changed" in capsys.readouterr().out


def test_all_lemmas_are_test_cases_also_with_only_failed(folder: Path, capsys: Captured) -> None:
    report(folder, "--junit", "all.xml")
    report(folder, "--junit", "failed.xml", "--only-failed")
    for name in ("all.xml", "failed.xml"):
        assert 'name="mine/lemma-1"' in Path(name).read_text(encoding="utf-8")
