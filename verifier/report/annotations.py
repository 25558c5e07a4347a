"""What GitHub Actions shows of a report: annotations at the lines of a change, and a summary of
the job.

Annotations are workflow commands, lines of output that the runner reads; the summary is Markdown
in a file that it names.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence

from verifier.library import Problem
from verifier.report.against import Comparison
from verifier.report.explain import explain
from verifier.report.junit import headline
from verifier.report.place import Place, card_place, failing_place, problem_place
from verifier.report.verdicts import Finding
from verifier.result import VERDICTS

LONGEST = 4_000  # characters of an annotation
ROWS = 200  # of lemmas in a summary, which has a limit of 1 MiB
_BROKEN = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\x85\\u2028\\u2029\\ud800-\\udfff]")


def on_github(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether this is a job of GitHub Actions."""
    return environment.get("GITHUB_ACTIONS") == "true"


def workflow_commands(findings: Sequence[Finding], problems: Sequence[Problem]) -> tuple[str, ...]:
    """One line for each lemma that does not pass (`error`), for each one that does although there
    is something to say (`warning`), and for each input that could not be read (`error`); errors
    come first, since GitHub shows ten of a kind."""
    wrong = [
        _command("error", problem_place(p), f"{p.where} cannot be used", p.reason) for p in problems
    ]
    wrong += [
        _command("error", failing_place(f), f"{_id(f)}: {headline(f)}", explain(f))
        for f in findings
        if not f.passes
    ]
    said = [
        _command("warning", card_place(f.card), f"{_id(f)}: {headline(f)}", explain(f))
        for f in findings
        if f.passes and f.complaints
    ]
    return (*wrong, *said)


def _id(finding: Finding) -> str:
    return finding.result.lemma.id


def _command(kind: str, place: Place | None, title: str, message: str) -> str:
    where = "" if place is None else f"file={_property(place.file)},line={place.line},"
    return f"::{kind} {where}title={_property(title[:200])}::{_data(message[:LONGEST])}"


def _data(text: str) -> str:
    """Text after the second `::`, with what would end the line or be read as an escape escaped."""
    shown = _BROKEN.sub("�", text)
    return shown.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """The value of a property, which also ends at a comma or a colon."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def summary(
    findings: Sequence[Finding],
    problems: Sequence[Problem],
    comparison: Comparison | None,
    line: str,
) -> str:
    """The report in Markdown: `line`, a table of the papers, what is not as expected, and what has
    changed since an earlier report."""
    return "\n".join(_summary(findings, problems, comparison, line)) + "\n"


def _summary(
    findings: Sequence[Finding],
    problems: Sequence[Problem],
    comparison: Comparison | None,
    line: str,
) -> Iterator[str]:
    yield from ("### verifier", "", _text(line), "")
    if findings:
        yield from _table(("paper", "lemmas", "as expected", *VERDICTS), _papers(findings))
    failing = [f for f in findings if not f.passes]
    if failing:
        yield from ("", f"#### Not as expected: {len(failing)}", "")
        why = [(_id(f), f.result.lemma.title, headline(f)) for f in failing[:ROWS]]
        yield from _table(("lemma", "title", "why"), why)
    if problems:
        yield from ("", f"#### Could not be read: {len(problems)}", "")
        yield from _table(("input", "why"), [(p.where, p.reason) for p in problems[:ROWS]])
    if comparison is not None:
        yield from ("", f"#### Against {_text(comparison.name)}", "", _text(comparison.line), "")
        if comparison.changes:
            rows = [(c.id, c.text) for c in comparison.changes[:ROWS]]
            yield from _table(("lemma", "change"), rows)
    yield ""


def _papers(findings: Sequence[Finding]) -> list[tuple[str, ...]]:
    papers = dict.fromkeys(f.result.lemma.source.paper for f in findings)
    rows = []
    for paper in papers:
        of_it = [f for f in findings if f.result.lemma.source.paper == paper]
        verdicts = [f.result.verdict for f in of_it]
        counts = [len(of_it), sum(f.passes for f in of_it)]
        counts += [sum(found == verdict for found in verdicts) for verdict in VERDICTS]
        rows.append((paper, *map(str, counts)))
    return rows


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' * len(heads)}"
    yield from (f"| {' | '.join(map(_text, row))} |" for row in rows)


def _text(text: str) -> str:
    """Plain text in Markdown: one line in which nothing is markup."""
    line = " ".join(_BROKEN.sub("�", text).split())[:300]
    return re.sub(r"([\\`*_\[\]<>|~&@$])", r"\\\1", line)
