"""A report beside an earlier one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from _findings import card, finding, reports
from hypothesis import HealthCheck, given, settings

from verifier.report.against import Asked, OldReport, compare, comparison_object, read_report
from verifier.report.codec import CodecError
from verifier.report.json_report import Library, dump, report
from verifier.report.verdicts import Finding
from verifier.result import Trust

SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def written(path: Path, findings: list[Finding], *, partial: bool = False) -> OldReport:
    """A report as it is read later."""
    data = report(findings, findings, [], 1.0, partial=partial, library=Library())
    path.write_text(dump(data), encoding="utf-8")
    return read_report(path)


@SHARED
@given(reports(), reports())
def test_changes_are_what_differs(tmp_path: Path, old: list[Finding], new: list[Finding]) -> None:
    earlier = written(tmp_path / "old.json", old)
    found = compare(earlier, new, Asked())
    was = {f.result.lemma.id: f.result for f in old}
    now = {f.result.lemma.id: f.result for f in new}
    differing = {
        name
        for name in was.keys() | now.keys()
        if name not in was
        or name not in now
        or (was[name].verdict, was[name].lemma.expected, was[name].trust)
        != (now[name].verdict, now[name].lemma.expected, now[name].trust)
    }
    surely = {name for name in differing if name in was and name in now}
    listed = [change.id for change in found.changes]
    assert listed == sorted(listed)
    assert set(listed) <= differing
    for name in surely:
        trusts = was[name].trust != now[name].trust and was[name].verdict == now[name].verdict
        other = (was[name].verdict, was[name].lemma.expected) != (
            now[name].verdict,
            now[name].lemma.expected,
        )
        assert (name in listed) == (trusts or other)
    assert set(listed) - surely == was.keys() ^ now.keys()
    assert [item["was"] for item in comparison_object(found)["lemmas"]] == [
        was[name].verdict if name in was else None for name in listed
    ]


@SHARED
@given(reports())
def test_nothing_changes_from_a_report_to_itself(tmp_path: Path, findings: list[Finding]) -> None:
    found = compare(written(tmp_path / "old.json", findings), findings, Asked())
    assert (found.changes, found.line) == ((), "no verdict has changed")


@pytest.mark.parametrize(
    ("asked", "gone"),
    [
        (Asked(), ["mine/lemma-1", "other/lemma-1"]),
        (Asked(partial=True), []),
        (Asked(paper="mine"), ["mine/lemma-1"]),
        (Asked(targets=("papers",)), ["mine/lemma-1"]),
        (Asked(targets=("papers/a.py",)), ["mine/lemma-1"]),
        (Asked(targets=("elsewhere",)), []),
        (Asked(targets=("other/lemma-1",)), ["other/lemma-1"]),
    ],
)
def test_gone_is_only_what_was_asked_for(tmp_path: Path, asked: Asked, gone: list[str]) -> None:
    mine = finding(card(file=Path("papers/a.py").resolve()))
    other = finding(card("other/lemma-1", file=Path("b.py").resolve()))
    earlier = written(tmp_path / "old.json", [mine, other])
    assert [change.id for change in compare(earlier, [], asked).changes] == gone


def test_nothing_is_new_beside_a_report_that_does_not_list_all(tmp_path: Path) -> None:
    first, second = finding(card()), finding(card("mine/lemma-2"), "unknown")
    partial = written(tmp_path / "old.json", [first], partial=True)
    data = report([first, second], [second], [], 1.0, partial=False, library=Library())
    (tmp_path / "failed.json").write_text(dump(data), encoding="utf-8")
    failed = read_report(tmp_path / "failed.json")
    for old in (partial, failed):
        found = compare(old, [first, second], Asked())
        assert not found.changes
        assert "does not list all" in found.line


def test_what_a_proof_rests_on_is_compared(tmp_path: Path) -> None:
    old = written(tmp_path / "old.json", [finding(card(), trust=Trust(("Markov",)))])
    new = [finding(card(), trust=Trust((), ("z3 4.12",)))]
    (change,) = compare(old, new, Asked()).changes
    assert (change.was, change.now) == ("proved", "proved")
    assert set(change.notes) == {
        "no longer rests on theorem Markov",
        "now also rests on solver z3 4.12",
    }


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        ({"schema": 2, "lemmas": []}, "its schema is 2, not 1: write it again"),
        ({"lemmas": []}, "'schema' is missing"),
        ({"schema": 1, "lemmas": [{"id": "a"}]}, "'verdict' is missing"),
        ({"schema": 1, "lemmas": [{"id": "a", "verdict": "maybe"}]}, "'maybe' is not a verdict"),
        ([], "expected an object"),
    ],
)
def test_what_is_no_report_of_this_schema_is_refused(
    tmp_path: Path, data: object, cause: str
) -> None:
    path = tmp_path / "old.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(CodecError, match=cause) as refused:
        read_report(path)
    assert "\n" not in str(refused.value)
