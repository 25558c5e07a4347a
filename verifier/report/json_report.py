"""Reports as JSON, of the form that `schema.json` describes."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from verifier.lemma import Lemma
from verifier.library import Problem, display
from verifier.report.codec import CodecError, get, plain, verdict
from verifier.report.engine import statement_latex, statement_lines, statement_text
from verifier.report.processes import cores
from verifier.report.verdicts import Finding
from verifier.result import Fuzz, MeasurementResult, StepResult, Verdict

SCHEMA = 1
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


def report(
    findings: Sequence[Finding],
    shown: Sequence[Finding],
    problems: Sequence[Problem],
    seconds: float,
    *,
    partial: bool,
) -> dict[str, Any]:
    """A whole report: the lemmas `shown`, and a summary of all findings."""
    return {
        "schema": SCHEMA,
        "version": version(),
        "machine": {
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.machine()}",
            "cores": cores(),
        },
        "lemmas": [finding_object(finding) for finding in shown],
        "summary": {
            "lemmas": len(findings),
            "passed": sum(1 for finding in findings if finding.passes),
            **{
                name: sum(1 for finding in findings if finding.result.verdict == name)
                for name in ("proved", "refuted", "ill-posed", "unknown")
            },
            "partial": partial,
            "problems": [{"where": p.where, "reason": p.reason} for p in problems],
            "seconds": round(seconds, 3),
        },
    }


def lemma_object(lemma: Lemma, uses: Sequence[str], steps: Sequence[str]) -> dict[str, Any]:
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
        "steps": [{"name": name} for name in steps],
    }


def finding_object(finding: Finding) -> dict[str, Any]:
    """Everything that is known of a lemma."""
    result = finding.result
    return {
        **lemma_object(result.lemma, finding.card.uses, ()),
        "file": display(finding.card.file),
        "verdict": result.verdict,
        "as_expected": result.as_expected,
        "scope": result.scope,
        "trust": {"cited": list(result.trust.cited), "solver": list(result.trust.solver)},
        "steps": [_step(step) for step in result.steps],
        "failing_steps": [_step(step) for step in result.failing_steps],
        "counterexample": plain(result.counterexample),
        "undefined_at": plain(result.undefined_at),
        "reason": result.reason,
        "warnings": list(finding.complaints),
        "fuzz": None if result.fuzz is None else _fuzz(result.fuzz),
        "measurements": [_measurement(table) for table in result.measurements],
        "seconds": result.seconds,
    }


def _step(step: StepResult) -> dict[str, Any]:
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
        "premises": list(step.premises),
        "witness": plain(step.witness),
    }


def _fuzz(fuzz: Fuzz) -> dict[str, Any]:
    return {
        "examples": fuzz.examples,
        "seed": fuzz.seed,
        "failures": fuzz.failures,
        "undecided": fuzz.undecided,
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


def read_verdicts(path: Path) -> dict[str, Verdict]:
    """The verdicts of an earlier report by id; raises `OSError` or `CodecError`."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise CodecError(f"not JSON: {error}") from error
    if get(data, "schema", int) != SCHEMA:
        raise CodecError(f"its schema is {data['schema']}, not {SCHEMA}")
    return {get(item, "id", str): verdict(item) for item in get(data, "lemmas", list)}


def changes(old: Mapping[str, Verdict], new: Sequence[Finding], *, whole: bool) -> tuple[str, ...]:
    """Each changed verdict in a line; lemmas that are gone only where `whole` says that all
    lemmas were asked for."""
    now = {finding.result.lemma.id: finding.result.verdict for finding in new}
    changed = [
        f"{name}: {old[name]} -> {found}"
        for name, found in now.items()
        if name in old and old[name] != found
    ]
    added = [f"{name}: new, {found}" for name, found in now.items() if name not in old]
    gone = [f"{name}: {was} -> not in this report" for name, was in old.items() if name not in now]
    return (*changed, *added, *(gone if whole else ()))
