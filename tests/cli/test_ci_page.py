"""The workflows of the README and of docs/ci.md do what the pages say."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from verifier.cli import parser

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
GITHUB, GITLAB = (
    yaml.safe_load(part) for part in re.findall(r"```yaml\n(.*?)```", README + PAGE, re.S)
)
LEMMA = """
from verifier import Lemma, Source, Step, by, real, statement

x = real("x")
square = Lemma(
    id="my_paper/lemma-1",
    title="Squares",
    source=Source("my_paper", "1", "Lemma 1"),
    variant="as-printed",
    statement=statement([x], {}, x**2 >= BOUND),
    proof=(Step("conclusion", x**2 >= BOUND, by.decide()),),
)
"""


def run(script: str, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """A step of a job as a runner runs it, with `python` and `pip` in reach."""
    tools = Path("tools").resolve()
    tools.mkdir(exist_ok=True)
    for name, line in (("python", f'exec {shlex.quote(sys.executable)} "$@"'), ("pip", "exit 0")):
        (tools / name).write_text(f"#!/bin/sh\n{line}\n")
        (tools / name).chmod(0o755)
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, **variables, "PATH": path, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
        timeout=120,
    )


def write(bound: str) -> None:
    folder = Path("my_paper")
    folder.mkdir(exist_ok=True)
    (folder / "lemma_1.py").write_text(LEMMA.replace("BOUND", bound), encoding="utf-8")


def without_page(script: str) -> str:
    """The script without the HTML page, whose pictures take seconds: one job that makes it is
    enough."""
    light = script.replace(" --html report.html", "")
    assert light != script
    return light


def job(variables: dict[str, str], *, page: bool) -> list[subprocess.CompletedProcess[str]]:
    """The steps of the GitHub job; those after a failure only if they are run always."""
    ran: list[subprocess.CompletedProcess[str]] = []
    for step in GITHUB["jobs"]["lemmas"]["steps"]:
        failed = any(one.returncode for one in ran)
        if "run" in step and (not failed or step.get("if") == "always()"):
            script: str = step["run"]
            checks = "verifier report" in script
            ran.append(run(without_page(script) if checks and not page else script, variables))
    return ran


def test_github_job_keeps_proofs_and_lists_what_changed() -> None:
    variables = {
        **GITHUB["env"],
        "GITHUB_ACTIONS": "true",
        "GITHUB_WORKSPACE": str(Path.cwd()),
        "GITHUB_STEP_SUMMARY": str(Path("summary.md").resolve()),
    }
    write("0")
    _, checked, kept = job(variables, page=True)
    assert (checked.returncode, kept.returncode) == (0, 0), checked.stderr
    assert "1 of 1 lemma as expected (1 proved)" in checked.stdout
    assert "::error" not in checked.stdout
    stored = [step["with"]["path"] for step in GITHUB["jobs"]["lemmas"]["steps"]
              if "cache" in step.get("uses", "")]  # fmt: skip
    assert set(stored) == {".verifier"}
    assert list(Path(".verifier/cache").rglob("*.json")) and Path(".verifier/report.json").is_file()
    write("1")
    _, checked, kept = job(variables, page=False)
    assert (checked.returncode, kept.returncode) == (1, 0)
    assert "  my_paper/lemma-1: proved -> refuted" in checked.stdout
    (error,) = re.findall("^::error .*$", checked.stdout, re.M)
    assert error.startswith("::error file=my_paper/lemma_1.py,line=11,")
    assert "proved -\\> refuted" in Path("summary.md").read_text()
    (uploaded,) = (step["with"]["path"] for step in GITHUB["jobs"]["lemmas"]["steps"]
                   if "upload" in step.get("uses", ""))  # fmt: skip
    assert all(Path(name).stat().st_size for name in uploaded.split())


def test_gitlab_job_writes_what_it_names() -> None:
    lemmas: dict[str, Any] = GITLAB["lemmas"]
    write("0")
    script = "\n".join([*lemmas["before_script"], *lemmas["script"]])
    ran = run(without_page(script), lemmas["variables"])
    assert ran.returncode == 0, ran.stderr
    assert "::" not in ran.stdout
    assert [Path(name).is_dir() for name in lemmas["cache"]["paths"]] == [True]
    report, _ = lemmas["artifacts"]["paths"]
    assert json.loads(Path(report).read_text())["summary"]["passed"] == 1
    root = ElementTree.parse(lemmas["artifacts"]["reports"]["junit"]).getroot()
    assert [case.get("name") for case in root.iter("testcase")] == ["my_paper/lemma-1"]


@pytest.mark.parametrize(
    "command", re.findall(r"^    python -m verifier (.*)$", PAGE, re.M) or [None]
)
def test_commands_of_the_page_exist(command: str) -> None:
    parser().parse_args(shlex.split(command))
