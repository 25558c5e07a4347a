"""What the runner of GitHub Actions reads out of a report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from _findings import HOSTILE, card, finding, reports, step
from hypothesis import given

from verifier.library import Problem
from verifier.report.against import Change, Comparison
from verifier.report.annotations import LONGEST, on_github, summary, workflow_commands
from verifier.report.verdicts import Finding


def parse(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as the runner reads it: kind, properties, message."""
    matched = re.fullmatch(r"::(\w+)(?: (.*?))?::(.*)", line)
    assert matched and not re.search(r"[\r\n]", line)
    kind, written, message = matched.groups()
    properties = {}
    for part in filter(None, (written or "").split(",")):
        name, _, value = part.partition("=")
        assert ":" not in value
        properties[name] = unescape(value, {"%3A": ":", "%2C": ","})
    return kind, properties, unescape(message, {})


def unescape(text: str, more: dict[str, str]) -> str:
    known = {"%0D": "\r", "%0A": "\n", "%25": "%", **more}
    return re.sub("%..", lambda found: known[found[0]], text)


@given(HOSTILE, HOSTILE, HOSTILE)
def test_whatever_things_are_called_the_runner_reads_it(name: str, title: str, reason: str) -> None:
    file = Path("/work") / f"x{name.replace(chr(0), '')}.py"
    of = card(f"mine/{name}", file, title=title)
    found = finding(of, "unknown", failing=(step(name, reason),))
    said = finding(of, complaints=(reason,))
    lines = workflow_commands([found, said], [Problem(f"{name}.nowhere", reason)])
    (kind, problem, message), (wrong, at, _), (warned, _, _) = map(parse, lines)
    assert (kind, wrong, warned) == ("error", "error", "warning")
    assert "file" not in problem
    assert at["line"] == "1"
    clean = re.sub(
        "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\x85\\u2028\\u2029\\ud800-\\udfff]", "�", reason
    )
    assert message == clean
    if not re.search("[\\x00-\\x1f\\x7f\\x85\\u2028\\u2029\\ud800-\\udfff]", name):
        assert at["file"] == str(file)
        assert at["title"].startswith(f"mine/{name}: expected proved, found unknown")


@given(reports())
def test_every_lemma_that_fails_is_an_error_and_no_other(findings: list[Finding]) -> None:
    commands = [parse(line) for line in workflow_commands(findings, [])]
    failing = [f.result.lemma.id for f in findings if not f.passes]
    assert [properties["title"].partition(":")[0] for _, properties, _ in commands] == failing
    assert {kind for kind, _, _ in commands} <= {"error"}


def test_paths_are_of_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "papers" / "a.py"
    file.parent.mkdir()
    file.write_text('\nid="mine/lemma-1"\n')
    bad = tmp_path / "papers" / "bad.py"
    bad.write_text("(")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    monkeypatch.chdir(file.parent)
    problem = Problem("bad.py", "cannot be imported: line 1: SyntaxError: '(' was never closed")
    lines = workflow_commands([finding(card(file=file), "unknown")], [problem])
    (_, unread, _), (_, at, message) = map(parse, lines)
    assert (unread["file"], unread["line"]) == ("papers/bad.py", "1")
    assert (at["file"], at["line"]) == ("papers/a.py", "2")
    assert len(message) <= LONGEST


@pytest.mark.parametrize(("value", "there"), [("true", True), ("false", False), (None, False)])
def test_a_job_of_github_is_known_by_its_variable(value: str | None, there: bool) -> None:
    assert on_github({} if value is None else {"GITHUB_ACTIONS": value}) == there


@given(HOSTILE, HOSTILE)
def test_summary_is_tables_whatever_things_are_called(name: str, reason: str) -> None:
    failing = finding(card(f"mine/{name}", title=reason), "unknown", reason=reason)
    comparison = Comparison(name, (Change(f"mine/{name}", "proved", "unknown", (reason,)),))
    text = summary([failing], [Problem(name, reason)], comparison, "0 of 1 lemma as expected")
    tables = [line for line in text.split("\n") if line.startswith("|")]
    cells = [len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) - 1 for line in tables]
    assert cells == [7] * 3 + [3] * 3 + [2] * 3 + [2] * 3
    assert not re.search(r"(?<!\\)(?:\\\\)*<", text)
