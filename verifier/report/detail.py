"""A lemma in full: its statement, each step of its proof, and the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.lemma import LemmaResult
from verifier.report.engine import statement_latex, statement_text
from verifier.report.explain import explain, witness_text
from verifier.report.terminal import dated, rests_on
from verifier.report.verdicts import PRINTED_STEP, Finding
from verifier.result import Fuzz, MeasurementResult, StepResult

_MEANINGS = {
    "proved": "holds for everything that it quantifies over; re-checked by a separate process",
    "refuted": "is false: an exact counterexample is given",
    "ill-posed": "has a term that is undefined at a point that the hypotheses allow",
    "unknown": "neither proved nor refuted",
}


def detail(finding: Finding, *, latex: bool = False) -> str:
    """The lemma as text, or with its mathematics in LaTeX."""
    return "\n".join(_lines(finding, latex=latex))


def _lines(finding: Finding, *, latex: bool) -> Iterator[str]:
    result = finding.result
    lemma = result.lemma
    yield f"{lemma.id}: {lemma.title}"
    yield f"{lemma.source}; {lemma.variant}"
    yield from (f"changed: {change}" for change in lemma.changes)
    if lemma.note:
        yield lemma.note
    yield from ("", "statement")
    written = statement_latex(lemma.statement) if latex else statement_text(lemma.statement)
    yield from _indented(written)
    yield from ("", f"verdict: {result.verdict}: {_meaning(result)}")
    if result.verdict == "proved":
        yield f"  rests on: {rests_on(result)}"
        if finding.card.uses:
            yield f"  uses: {', '.join(finding.card.uses)}"
    for label, witness in (
        ("counterexample", result.counterexample),
        ("undefined at", result.undefined_at),
    ):
        if witness is not None:
            yield f"  {label}: {witness_text(witness)}"
    if result.reason:
        yield f"  {result.reason}"
    if result.steps:
        yield from ("", "proof")
        for number, step in enumerate(result.steps, start=1):
            yield from _step(number, step, latex=latex)
    if result.fuzz is not None:
        yield from ("", *_fuzz(result.fuzz))
    for table in result.measurements:
        yield from ("", *_measurement(table))
    if not finding.passes or finding.complaints:
        yield from ("", explain(finding))


def _meaning(result: LemmaResult) -> str:
    if result.lemma.printed_steps and result.verdict == "refuted":
        return "the printed proof has a step that does not follow"
    if result.verdict == "refuted" and result.scope == "all":
        return "false for every choice of its constants: the negation is proved"
    return _MEANINGS[result.verdict]


def _step(number: int, step: StepResult, *, latex: bool) -> Iterator[str]:
    yield f"  {number}. {step.name}"
    yield from _indented(step.latex if latex else step.text, "       ")
    yield f"       by {step.rule}: {_checked(step)}"
    if step.rule == PRINTED_STEP:
        yield from (f"       given {premise}" for premise in step.premises)
    elif step.premises:
        yield f"       from {'; '.join(step.premises)}"
    if step.witness is not None:
        yield f"       witness: {witness_text(step.witness)}"
    if step.verdict != "proved" and step.reason:
        yield f"       {step.reason}"


def _checked(step: StepResult) -> str:
    parts = [
        "" if step.verdict == "proved" else step.verdict,
        step.method if step.method != step.rule else "",
        "no certificate" if step.verdict == "proved" and not step.certificate else "",
        f"{step.seconds:.2f} s",
    ]
    return ", ".join(filter(None, parts))


def _fuzz(fuzz: Fuzz) -> Iterator[str]:
    yield (
        f"fuzzed: {fuzz.examples} instances that satisfy the hypotheses, {fuzz.failures} against "
        f"it, {fuzz.undecided} undecided (seed {fuzz.seed}){dated(fuzz.date)}"
    )
    for hypothesis in fuzz.hypotheses:
        if hypothesis.needed:
            yield f"  needed: {hypothesis.text}"
            yield f"    without it: {witness_text(hypothesis.witness)}"
        elif hypothesis.needed is False:
            yield f"  not needed: {hypothesis.text} (proved without it)"
        else:
            yield f"  not shown to be needed: {hypothesis.text}"


def _measurement(table: MeasurementResult) -> Iterator[str]:
    state = {True: "holds", False: "IS VIOLATED", None: "is not claimed"}[table.bound_holds]
    bound = f"bound {table.bound} {state}" if table.bound else "no bound is set beside it"
    yield f"measured: {table.name}; {bound}{dated(table.date)}"
    if table.note:
        yield f"  {table.note}"
    cells = [tuple(map(_cell, row)) for row in (table.columns, *table.rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    yield from ("  " + _row(row, widths) for row in cells)


def _row(row: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(f"{cell:>{width}}" for cell, width in zip(row, widths, strict=True))


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _indented(text: str, by: str = "  ") -> Iterator[str]:
    return (by + line for line in text.splitlines())
