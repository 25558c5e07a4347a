"""`report --html`: the page is written beside the other files, whatever came of the lemmas."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fake_backend import BACKEND
from lemma_files import _own_environment, lemma, lemma_file

from verifier.cli import parser
from verifier.cli.common import UsageError
from verifier.cli.report import run
from verifier.report.html.page import page
from verifier.report.json_report import dump

__all__ = ["_own_environment"]


def report(*arguments: object) -> int:
    """`verifier report` with the fake backend."""
    return run(parser().parse_args(["report", "--jobs", "1", *map(str, arguments)]), BACKEND)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "mine"
    lemma_file(root / "a.py", lemma())
    lemma_file(root / "b.py", lemma(id="mine/lemma-2", note="fails"))
    return root


def test_the_page_is_made_from_the_json_of_the_same_run(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("verifier.figure.pictures", lambda report, warn: ())
    json_file, html_file = tmp_path / "report.json", tmp_path / "report.html"
    assert report(folder, "--json", json_file, "--html", html_file) == 1
    data = json.loads(json_file.read_text(encoding="utf-8"))
    assert dump(data) == json_file.read_text(encoding="utf-8")
    assert html_file.read_text(encoding="utf-8") == page(data, ())
    assert [lemma["id"] for lemma in data["lemmas"]] == ["mine/lemma-1", "mine/lemma-2"]


def test_a_page_that_cannot_be_written_is_refused_before_any_work(
    folder: Path, tmp_path: Path
) -> None:
    for place in (tmp_path, tmp_path / "missing" / "report.html"):
        with pytest.raises(UsageError, match="--html"):
            report(folder, "--html", place)


def test_what_the_page_needs_is_loaded_for_a_page_only() -> None:
    code = "import sys, verifier.cli.reporting; print(*sys.modules)"
    found = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=found
    )
    assert not {"jinja2", "latex2mathml", "matplotlib"} & set(ran.stdout.split())
