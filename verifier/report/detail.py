"""A lemma in full: its statement, each step of its proof, and the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.report.engine import statement_latex, statement_text
from verifier.report.explain import explain, witness_text
from verifier.report.meaning import meaning
from verifier.report.terminal import dated, rests_on
from verifier.report.verdicts import PRINTED_STEP, Finding
from verifier.result import Fuzz, MeasurementResult, StepResult

_NAMED = 3  # of what was undecided


def detail(
    finding: Finding,
    *,
    latex: bool = False,
    used_by: Sequence[str] = (),
    printed: Sequence[str] = (),
) -> str:
    """The lemma as text, or with its mathematics in LaTeX; `used_by` are the lemmas that use it,
    `printed` those that have its result as it is printed."""
    return "\n".join(_lines(finding, latex=latex, used_by=used_by, printed=printed))


def _lines(
    finding: Finding, *, latex: bool, used_by: Sequence[str], printed: Sequence[str]
) -> Iterator[str]:
    result = finding.result
    lemma = result.lemma
    yield f"{lemma.id}: {lemma.title}"
    yield f"{lemma.source}; {lemma.variant}"
    yield from (f"changed: {change}" for change in lemma.changes)
    if printed:
        yield f"as printed: {', '.join(printed)} (show {lemma.id} --difference)"
    if lemma.note:
        yield lemma.note
    yield from ("", "statement")
    written = statement_latex(lemma.statement) if latex else statement_text(lemma.statement)
    yield from _indented(written)
    printed_proof = bool(lemma.printed_steps)
    said = meaning(result.verdict, result.scope, printed_proof=printed_proof)
    yield from ("", f"verdict: {result.verdict}: {said}")
    if result.verdict == "proved":
        yield f"  rests on: {rests_on(result)}"
        if finding.card.uses:
            yield f"  uses: {', '.join(finding.card.uses)}"
    if used_by:
        yield f"  used by: {', '.join(used_by)}"
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


def _step(number: int, step: StepResult, *, latex: bool) -> Iterator[str]:
    yield f"  {number}. {step.name}"
    yield from _indented(step.latex if latex else step.text, "       ")
    yield f"       by {step.rule}: {checked(step)}"
    if step.rule == PRINTED_STEP:
        yield from (f"       given {premise}" for premise in step.premises)
    elif step.premises:
        yield f"       from {'; '.join(step.premises)}"
    if step.witness is not None:
        yield f"       witness: {witness_text(step.witness)}"
    if step.verdict != "proved" and step.reason:
        yield f"       {step.reason}"


def checked(step: StepResult) -> str:
    """What came of a step, by what method and how fast, in a few words."""
    parts = [
        "" if step.verdict == "proved" else step.verdict,
        step.method if step.method != step.rule else "",
        "no certificate" if step.verdict == "proved" and not step.certificate else "",
        f"{step.seconds:.2f} s",
    ]
    return ", ".join(filter(None, parts))


def fuzz_line(fuzz: Fuzz) -> str:
    """How a statement stood up to random instances."""
    return (
        f"fuzzed: {fuzz.examples} instances that satisfy the hypotheses, {fuzz.failures} against "
        f"it, {fuzz.undecided} undecided{undecided_at(fuzz)} (seed {fuzz.seed}){dated(fuzz.date)}"
    )


def undecided_at(fuzz: Fuzz) -> str:
    """What it was that could not be decided, in brackets, or nothing."""
    return f" ({'; '.join(fuzz.undecided_at[:_NAMED])})" if fuzz.undecided_at else ""


def _fuzz(fuzz: Fuzz) -> Iterator[str]:
    yield fuzz_line(fuzz)
    for hypothesis in fuzz.hypotheses:
        if hypothesis.needed:
            yield f"  needed: {hypothesis.text}"
            yield f"    without it: {witness_text(hypothesis.witness)}"
        elif hypothesis.needed is False:
            yield f"  not needed: {hypothesis.text} (proved without it)"
        else:
            yield f"  not shown to be needed: {hypothesis.text}"


def measurement_line(table: MeasurementResult) -> str:
    """What was measured, and how it stands to its bound."""
    state = {True: "holds", False: "IS VIOLATED", None: "is not claimed"}[table.bound_holds]
    bound = f"bound {table.bound} {state}" if table.bound else "no bound is set beside it"
    return f"measured: {table.name}; {bound}{dated(table.date)}"


def _measurement(table: MeasurementResult) -> Iterator[str]:
    yield measurement_line(table)
    if table.note:
        yield f"  {table.note}"
    cells = [tuple(map(cell, row)) for row in (table.columns, *table.rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    yield from ("  " + _row(row, widths) for row in cells)


def _row(row: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(f"{cell:>{width}}" for cell, width in zip(row, widths, strict=True))


def cell(value: object) -> str:
    """A value of a table in a few characters, integers in full."""
    if value is None:
        return "-"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _indented(text: str, by: str = "  ") -> Iterator[str]:
    return (by + line for line in text.splitlines())
