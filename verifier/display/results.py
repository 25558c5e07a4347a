"""What was found of a lemma as HTML: verdict, statement, proof step by step, evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.digits import integers_of_any_length
from verifier.display.evidence import fuzz_html, measurement_parts
from verifier.display.fragments import (
    block,
    bold,
    folded,
    formulas,
    line,
    plain,
    prose,
    statement_html,
    values,
    words,
)
from verifier.display.lemmas import head
from verifier.lemma import LemmaResult
from verifier.report.detail import checked
from verifier.report.explain import advice, explain_step, witness_text
from verifier.report.meaning import meaning
from verifier.report.terminal import rests_on
from verifier.report.verdicts import PRINTED_STEP, Finding
from verifier.result import StepResult


def result_html(result: LemmaResult) -> str:
    """The result on one lemma."""
    return _html(result, (), [used.id for used in result.lemma.uses])


def finding_html(finding: Finding) -> str:
    """The same with what is to be said against it."""
    return _html(finding.result, finding.complaints, finding.card.uses)


def _html(result: LemmaResult, complaints: Sequence[str], uses: Sequence[str]) -> str:
    with integers_of_any_length():
        return block(result.verdict, *_parts(result, complaints, uses))


def _parts(result: LemmaResult, complaints: Sequence[str], uses: Sequence[str]) -> Iterator[str]:
    yield from head(result.lemma)
    yield statement_html(result.lemma.statement)
    yield from _verdict(result)
    if result.verdict == "proved" and uses:
        yield line("uses:", words(", ".join(uses)))
    yield from (line(bold("warning:"), words(complaint)) for complaint in complaints)
    for label, witness in (
        ("counterexample", result.counterexample),
        ("undefined at", result.undefined_at),
    ):
        if witness is not None:
            yield line(bold(f"{label}:")) + values(witness)
    for step in result.failing_steps:
        yield plain(explain_step(result, step))
    if result.reason and not result.failing_steps:
        yield prose(result.reason)
    if not result.as_expected and not result.failing_steps:
        yield line("try:", words(advice(result)))
    if result.steps:
        yield _proof(result.steps)
    if result.fuzz is not None:
        yield fuzz_html(result.fuzz)
    for table in result.measurements:
        yield from measurement_parts(table)


def _verdict(result: LemmaResult) -> Iterator[str]:
    printed = bool(result.lemma.printed_steps)
    said = meaning(result.verdict, result.scope, printed_proof=printed)
    yield line(bold(f"{result.verdict}:"), words(said))
    if not result.as_expected:
        yield line(bold(f"expected {result.lemma.expected}"))
    if result.verdict == "proved" or result.scope == "all":
        yield line("rests on:", words(rests_on(result)))


def _proof(steps: Sequence[StepResult]) -> str:
    counted = "1 step" if len(steps) == 1 else f"{len(steps)} steps"
    return folded(f"the proof, {counted}", f"<ol>{''.join(map(_step, steps))}</ol>")


def _step(step: StepResult) -> str:
    parts = [line(bold(step.name))]
    if step.text:
        parts.append(formulas(step.latex, step.text))
    parts.append(line(words(f"by {step.rule}: {checked(step)}")))
    if step.premises and step.rule != PRINTED_STEP:  # whose statement has its own hypotheses
        parts.append(line("from", words("; ".join(step.premises))))
    if step.witness is not None:
        parts.append(line("witness:", words(witness_text(step.witness))))
    return f"<li>{''.join(parts)}</li>"
