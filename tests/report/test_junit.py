"""JUnit files that the usual readers take: what their schemas ask for, whatever lemmas are called.

The elements and attributes allowed are those of Jenkins' junit-10.xsd, and properties of a test
case, which GitLab, Jenkins and the reporters of GitHub read or pass over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from _findings import HOSTILE, card, finding, reports, step
from hypothesis import given
from hypothesis import strategies as st

from verifier.library import Problem
from verifier.report.junit import Run, junit
from verifier.report.place import failing_place
from verifier.report.verdicts import Finding

RUN = Run(datetime(2026, 11, 22, 16, 0, 0, tzinfo=UTC), 12.5)
ALLOWED = {
    "testsuites": ({"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors", "skipped", "time", "timestamp", "hostname"},
        {"properties", "testcase"},
    ),
    "testcase": (
        {"name", "classname", "time", "file", "line"},
        {"properties", "failure", "error", "skipped", "system-out"},
    ),
    "properties": (set(), {"property"}),
    "property": ({"name", "value"}, set()),
    "failure": ({"type", "message"}, set()),
    "error": ({"type", "message"}, set()),
    "skipped": ({"message"}, set()),
    "system-out": (set(), set()),
}
REQUIRED = {
    "testsuite": {"name", "tests", "failures", "errors", "time", "timestamp"},
    "testcase": {"name", "classname", "time"},
    "property": {"name", "value"},
    "failure": {"type", "message"},
    "error": {"type", "message"},
}


def read(findings: Sequence[Finding], problems: Sequence[Problem] = (), run: Run = RUN) -> Element:
    """The file as a reader has it, once its form is checked."""
    written = junit(findings, problems, run).encode("utf-8")
    root = ElementTree.fromstring(written)
    check(root)
    return root


def check(element: Element) -> None:
    attributes, children = ALLOWED[element.tag]
    assert set(element.keys()) <= attributes
    assert set(element.keys()) >= REQUIRED.get(element.tag, set())
    assert {child.tag for child in element} <= children
    for name in {"time"} & set(element.keys()):
        assert re.fullmatch(r"[0-9]+(\.[0-9]+)?", element.get(name, ""))
    if element.tag == "testsuite":
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", element.get("timestamp", ""))
        cases = element.findall("testcase")
        counts = [("failures", "failure"), ("errors", "error"), ("skipped", "skipped")]
        assert element.get("tests") == str(len(cases))
        for name, kind in counts:
            assert element.get(name) == str(len(element.findall(f"testcase/{kind}")))
    if element.tag == "testcase":
        outcomes = [child for child in element if child.tag in ("failure", "error", "skipped")]
        assert len(outcomes) <= 1
    for child in element:
        check(child)


@given(reports())
def test_each_lemma_is_one_case_of_its_name(findings: list[Finding]) -> None:
    root = read(findings)
    cases = {case.get("name"): case for case in root.iter("testcase")}
    assert list(cases) == [f.result.lemma.id for f in findings]
    for found in findings:
        case = cases[found.result.lemma.id]
        assert (case.find("failure") is None) == found.passes
        properties = {p.get("name"): p.get("value") for p in case.iter("property")}
        assert properties["verdict"] == found.result.verdict
        assert properties["expected"] == found.result.lemma.expected
        assert properties["cited"] == ", ".join(found.result.trust.cited)
    failed = sum(not found.passes for found in findings)
    assert (root.get("tests"), root.get("failures")) == (str(len(findings)), str(failed))


@given(HOSTILE, HOSTILE, HOSTILE)
def test_whatever_things_are_called_it_can_be_read(name: str, title: str, reason: str) -> None:
    failing = finding(card(f"mine/{name}", title=title), "unknown", failing=(step(name, reason),))
    said = finding(card("other/lemma-1", paper=name or "p"), complaints=(reason,))
    root = read([failing, said], [Problem(f"{name}.py", reason)])
    assert root.get("tests") == "3"
    assert len(root.findall("testsuite/testcase/system-out")) == 1


def test_failure_explains_and_points_to_the_step(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text('early = "a / b"\n\nLemma(\n    id="mine/lemma-1",\n  Step(\n   "b",\n')
    failing = finding(card(file=file), "unknown", failing=(step("a / b"),))
    (case,) = read([failing]).iter("testcase")
    assert (case.get("file"), case.get("line")) == (str(file), "6")
    (failure,) = case.iter("failure")
    assert (failure.get("type"), failure.get("message")) == (
        "unknown",
        "expected proved, found unknown: step 'a / b'",
    )
    assert failure.text and "to show:        x <= x" in failure.text
    (passing,) = read([finding(card(file=file))]).iter("testcase")
    assert passing.get("line") == "4"


@pytest.mark.parametrize(
    ("name", "line"), [("inner", 7), ("block / inner", 7), ("before", 2), ("never written", 4)]
)
def test_place_of_a_step_is_the_line_that_names_it(tmp_path: Path, name: str, line: int) -> None:
    """Of a lemma's own proof first, else wherever it is written in the file."""
    file = tmp_path / "a.py"
    file.write_text(
        "proof = (\n 'before',\n)\nLemma(id='mine/lemma-1')\n  Step(\n   'block',\n 'inner'"
    )
    assert failing_place(finding(card(file=file), "unknown", failing=(step(name),))).line == line


def test_partial_report_says_so_and_names_what_it_did_not_reach() -> None:
    unreached = card("mine/lemma-2"), card("other/lemma-1")
    run = Run(RUN.started, 3.0, partial=True, unreached=unreached)
    root = read([finding(card())], run=run)
    skipped = [
        case.get("name") for case in root.iter("testcase") if case.find("skipped") is not None
    ]
    assert skipped == ["mine/lemma-2", "other/lemma-1"]
    assert {s.get("name") for s in root} == {"mine", "other", "inputs"}
    (error,) = root.iter("error")
    assert error.get("message") == "interrupted: 2 lemmas were not reached"
    for suite in root:
        assert suite.findall("properties/property[@name='partial']")
    assert not read([finding(card())]).findall("testsuite/properties")


@given(st.lists(st.sampled_from(["escape/a", "mine/b", "mine/c"]), unique=True))
def test_same_report_has_the_same_names(ids: list[str]) -> None:
    first, second = (read([finding(card(name)) for name in ids]) for _ in range(2))
    assert ElementTree.tostring(first) == ElementTree.tostring(second)
    names = [(case.get("classname"), case.get("name")) for case in first.iter("testcase")]
    assert sorted(names) == sorted((name.partition("/")[0], name) for name in ids)
