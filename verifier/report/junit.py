"""Reports as JUnit XML, which CI services read."""

from __future__ import annotations

import platform
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from verifier.library import Problem
from verifier.report.cards import Card
from verifier.report.explain import explain
from verifier.report.place import Place, card_place, failing_place, problem_place
from verifier.report.verdicts import Finding

INPUTS = "inputs"
_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


@dataclass(frozen=True)
class Run:
    """The run that is reported: when it began, how long it took in all, and the lemmas that it
    did not reach, if it was interrupted."""

    started: datetime
    seconds: float
    partial: bool = False
    unreached: tuple[Card, ...] = ()


def junit(findings: Sequence[Finding], problems: Sequence[Problem], run: Run) -> str:
    """One suite for each paper with one test case for each lemma, named by its id; a suite
    `inputs` with one case in error for each input that could not be read, and one where the
    report was interrupted, since services that count failures alone would take it for a whole one.

    A lemma that passes but of which there is something to say has it as `system-out`.
    """
    root = Element("testsuites", name="verifier")
    cards = [*(finding.card for finding in findings), *run.unreached]
    for paper in dict.fromkeys(card.lemma.source.paper for card in cards):
        suite = _suite(root, paper, run)
        for finding in findings:
            if finding.card.lemma.source.paper == paper:
                _lemma(suite, finding)
        for card in run.unreached:
            if card.lemma.source.paper == paper:
                case = _case(suite, card, card_place(card), 0.0)
                SubElement(case, "skipped", message="not reached: the report was interrupted")
        _count(suite)
    if problems or run.partial:
        suite = _suite(root, INPUTS, run)
        for problem in problems:
            _problem(suite, problem)
        if run.partial:
            _interruption(suite, len(run.unreached))
        _count(suite)
    _total(root, run)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def headline(finding: Finding) -> str:
    """In one line, why a lemma does not pass."""
    result = finding.result
    if result.as_expected:
        return "; ".join(finding.complaints)
    wrong = f"expected {result.lemma.expected}, found {result.verdict}"
    failing = ", ".join(repr(step.name) for step in result.failing_steps[:2])
    if failing:
        return f"{wrong}: step {failing}"
    return f"{wrong}: {result.reason}" if result.reason else wrong


def _suite(root: Element, name: str, run: Run) -> Element:
    started = run.started.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    suite = SubElement(
        root, "testsuite", name=_clean(name), timestamp=started, hostname=platform.node()
    )
    if run.partial:
        properties = SubElement(suite, "properties")
        SubElement(properties, "property", name="partial", value="true")
    return suite


def _case(suite: Element, card: Card, where: Place, seconds: float) -> Element:
    return SubElement(
        suite,
        "testcase",
        classname=_clean(card.lemma.source.paper),
        name=_clean(card.lemma.id),
        file=_clean(where.file),
        line=str(where.line),
        time=f"{seconds:.3f}",
    )


def _lemma(suite: Element, finding: Finding) -> None:
    result = finding.result
    where = card_place(finding.card) if finding.passes else failing_place(finding)
    case = _case(suite, finding.card, where, result.seconds)
    properties = SubElement(case, "properties")
    for name, value in (
        ("title", result.lemma.title),
        ("verdict", result.verdict),
        ("expected", result.lemma.expected),
        ("scope", result.scope or ""),
        ("cited", ", ".join(result.trust.cited)),
        ("solver", ", ".join(result.trust.solver)),
    ):
        SubElement(properties, "property", name=name, value=_clean(value))
    if not finding.passes:
        failure = SubElement(
            case, "failure", type=result.verdict, message=_clean(headline(finding))
        )
        failure.text = _clean(explain(finding))
    elif finding.complaints:
        SubElement(case, "system-out").text = _clean(explain(finding))


def _problem(suite: Element, problem: Problem) -> None:
    case = SubElement(suite, "testcase", classname=INPUTS, name=_clean(problem.where), time="0")
    where = problem_place(problem)
    if where is not None:
        case.set("file", _clean(where.file))
        case.set("line", str(where.line))
    error = SubElement(case, "error", type="unreadable", message=_clean(problem.reason))
    error.text = _clean(str(problem))


def _interruption(suite: Element, unreached: int) -> None:
    case = SubElement(suite, "testcase", classname=INPUTS, name="the whole report", time="0")
    lemmas = "1 lemma was" if unreached == 1 else f"{unreached} lemmas were"
    SubElement(case, "error", type="interrupted", message=f"interrupted: {lemmas} not reached")


def _count(suite: Element) -> None:
    """Sets the numbers of a suite from its cases."""
    cases = suite.findall("testcase")
    suite.set("tests", str(len(cases)))
    for name, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(sum(1 for case in cases if case.find(kind) is not None)))
    suite.set("time", f"{sum(float(case.get('time', '0')) for case in cases):.3f}")


def _total(root: Element, run: Run) -> None:
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    root.set("time", f"{run.seconds:.3f}")


def _clean(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _NOT_XML.sub("�", text)
