"""Reports as JUnit XML, which CI services read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree

from verifier.library import Problem, display
from verifier.report.explain import explain
from verifier.report.verdicts import Finding

_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def junit(findings: Sequence[Finding], problems: Sequence[Problem], seconds: float) -> str:
    """One test case for each lemma, and one in error for each input that could not be read."""
    suites = ElementTree.Element("testsuites")
    failed = sum(1 for finding in findings if not finding.passes)
    suite = ElementTree.SubElement(
        suites,
        "testsuite",
        name="verifier",
        tests=str(len(findings) + len(problems)),
        failures=str(failed),
        errors=str(len(problems)),
        time=f"{seconds:.3f}",
    )
    for finding in findings:
        _lemma(suite, finding)
    for problem in problems:
        case = ElementTree.SubElement(
            suite, "testcase", classname="input", name=_clean(problem.where), time="0"
        )
        ElementTree.SubElement(case, "error", message=_clean(problem.reason))
    ElementTree.indent(suites)
    return ElementTree.tostring(suites, encoding="unicode", xml_declaration=True) + "\n"


def _lemma(suite: ElementTree.Element, finding: Finding) -> None:
    result = finding.result
    case = ElementTree.SubElement(
        suite,
        "testcase",
        classname=result.lemma.source.paper,
        name=result.lemma.id,
        file=display(finding.card.file),
        time=f"{result.seconds:.3f}",
    )
    if not finding.passes:
        wrong = f"expected {result.lemma.expected}, found {result.verdict}"
        message = wrong if not result.as_expected else "; ".join(finding.complaints)
        failure = ElementTree.SubElement(case, "failure", message=_clean(message))
        failure.text = _clean(explain(finding))


def _clean(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _NOT_XML.sub("�", text)
