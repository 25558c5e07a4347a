"""Reports as JSON, of the form that `schema.json` describes."""

from __future__ import annotations

import datetime
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from verifier.lemma import Lemma
from verifier.library import Problem, display
from verifier.report.against import SCHEMA, Comparison, comparison_object
from verifier.report.cards import Card
from verifier.report.codec import plain
from verifier.report.dependants import used_by
from verifier.report.difference import difference_object, printed
from verifier.report.engine import statement_latex, statement_lines, statement_text
from verifier.report.place import line
from verifier.report.processes import cores
from verifier.report.verdicts import Finding
from verifier.result import VERDICTS, Fuzz, MeasurementResult, StepResult

SCHEMA_FILE = Path(__file__).with_name("schema.json")


def version() -> str:
    """The version of this package."""
    try:
        return metadata.version("gd-verifier")
    except metadata.PackageNotFoundError:
        return "0+unknown"  # run from a checkout that is not installed


def envelope(lemmas: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What `list --json` and `show --json` print."""
    return {"schema": SCHEMA, "version": version(), "lemmas": list(lemmas)}


@dataclass(frozen=True)
class Library:
    """All lemmas that were read, whatever a report is about: what uses what, and what stands
    beside what."""

    lemmas: tuple[Lemma, ...] = ()
    users: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, lemmas: Sequence[Lemma], uses: Mapping[str, Sequence[str]]) -> Library:
        """The library of these lemmas; `uses` says of each which others its proof applies."""
        return cls(tuple(lemmas), used_by(uses))

    def relations(self, lemma: Lemma) -> dict[str, Any]:
        """How a lemma stands to the others, as JSON."""
        beside = printed(lemma, self.lemmas)
        return {
            "used_by": list(self.users.get(lemma.id, ())),
            "difference": difference_object(beside[0], lemma) if len(beside) == 1 else None,
        }


def library_of(cards: Sequence[Card]) -> Library:
    """The library of all cards that were read."""
    uses = {card.lemma.id: card.uses for card in cards}
    return Library.of([card.lemma for card in cards], uses)


def report(
    findings: Sequence[Finding],
    shown: Sequence[Finding],
    problems: Sequence[Problem],
    seconds: float,
    *,
    partial: bool,
    library: Library,
    comparison: Comparison | None = None,
    unreached: Sequence[str] = (),
) -> dict[str, Any]:
    """A whole report: the lemmas `shown`, a summary of all findings, and what has changed since
    an earlier report, if there is one to compare with."""
    changed = {} if comparison is None else {"changed": comparison_object(comparison)}
    return {
        "schema": SCHEMA,
        "version": version(),
        "date": datetime.date.today().isoformat(),
        "machine": {
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.machine()}",
            "cores": cores(),
        },
        "lemmas": [finding_object(finding, library) for finding in shown],
        **changed,
        "summary": {
            "lemmas": len(findings),
            "passed": sum(1 for finding in findings if finding.passes),
            **{
                name: sum(1 for finding in findings if finding.result.verdict == name)
                for name in VERDICTS
            },
            "partial": partial,
            "not_reached": list(unreached),
            "problems": [{"where": p.where, "reason": p.reason} for p in problems],
            "seconds": round(seconds, 3),
        },
    }


def lemma_object(
    lemma: Lemma, uses: Sequence[str], steps: Sequence[str], library: Library
) -> dict[str, Any]:
    """What can be said of a lemma without proving anything."""
    return {
        "id": lemma.id,
        "title": lemma.title,
        "paper": lemma.source.paper,
        "source": str(lemma.source),
        "citation": lemma.source.citation,
        "section": lemma.source.section,
        "result": lemma.source.result,
        "variant": lemma.variant,
        "changes": list(lemma.changes),
        "note": lemma.note,
        "statement": {
            "text": statement_text(lemma.statement),
            "latex": statement_latex(lemma.statement),
            "lines": statement_lines(lemma.statement),
        },
        "expected": lemma.expected,
        "uses": list(uses),
        **library.relations(lemma),
        "steps": [{"name": name} for name in steps],
    }


def finding_object(finding: Finding, library: Library) -> dict[str, Any]:
    """Everything that is known of a lemma."""
    from verifier.report.worked import worked

    result = finding.result
    return {
        **lemma_object(result.lemma, finding.card.uses, (), library),
        "file": display(finding.card.file),
        "line": line(finding.card),
        "verdict": result.verdict,
        "as_expected": result.as_expected,
        "scope": result.scope,
        "trust": {"cited": list(result.trust.cited), "solver": list(result.trust.solver)},
        "steps": [_step(step, finding) for step in result.steps],
        "failing_steps": [_step(step, finding) for step in result.failing_steps],
        "counterexample": plain(result.counterexample),
        "undefined_at": plain(result.undefined_at),
        "worked": worked(finding),
        "reason": result.reason,
        "warnings": list(finding.complaints),
        "fuzz": None if result.fuzz is None else _fuzz(result.fuzz),
        "measurements": [_measurement(table) for table in result.measurements],
        "seconds": result.seconds,
    }


def _step(step: StepResult, finding: Finding) -> dict[str, Any]:
    from verifier.report.worked import worked_step

    shown = worked_step(finding, step)
    return {
        "name": step.name,
        "rule": step.rule,
        "text": step.text,
        "latex": step.latex,
        "verdict": step.verdict,
        "method": step.method,
        "certificate": step.certificate,
        "seconds": step.seconds,
        "reason": step.reason,
        "advice": step.advice,
        "premises": list(step.premises),
        "witness": plain(step.witness),
        **({} if shown is None else {"worked": shown}),
    }


def _fuzz(fuzz: Fuzz) -> dict[str, Any]:
    return {
        "examples": fuzz.examples,
        "seed": fuzz.seed,
        "failures": fuzz.failures,
        "undecided": fuzz.undecided,
        "undecided_at": list(fuzz.undecided_at),
        "hurried": fuzz.hurried,
        "hypotheses": [plain(hypothesis) for hypothesis in fuzz.hypotheses],
        "date": fuzz.date,
    }


def _measurement(table: MeasurementResult) -> dict[str, Any]:
    return {
        "name": table.name,
        "bound": table.bound,
        "columns": list(table.columns),
        "rows": plain(table.rows),
        "bound_holds": table.bound_holds,
        "date": table.date,
        "note": table.note,
    }


def dump(data: Mapping[str, Any]) -> str:
    """JSON as it is written."""
    return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
