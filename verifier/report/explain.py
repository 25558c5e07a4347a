"""A lemma that does not pass, on one screen: what was to be shown, where it fails, what to try."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from verifier.lemma import LemmaResult
from verifier.library import display
from verifier.report.codec import plain
from verifier.report.engine import conclusion_text, hypothesis_texts
from verifier.report.verdicts import PRINTED_STEP, Finding
from verifier.result import StepResult

_WIDEST = 400


def explain(finding: Finding) -> str:
    """Why a lemma does not pass, or what the evidence says against it."""
    return "\n".join(_lines(finding))


def _lines(finding: Finding) -> Iterator[str]:
    result = finding.result
    lemma = result.lemma
    if result.as_expected:
        yield f"{lemma.id}: {result.verdict} as expected, but there is something to say"
    else:
        yield f"{lemma.id}: expected {lemma.expected}, found {result.verdict}"
    yield f"  in {display(finding.card.file)}"
    for complaint in finding.complaints:
        yield f"  warning: {complaint}"
    if result.as_expected:
        return
    if result.failing_steps:
        for step in result.failing_steps:
            yield from explain_step(result, step).splitlines()
    else:
        yield from _claim(result, conclusion_text(lemma.statement), None)
        yield from _field("reason", result.reason)
        yield from _field("search", _undecided(result))
    yield from _field("counterexample", witness_text(result.counterexample))
    yield from _field("undefined at", witness_text(result.undefined_at))
    if result.failing_steps:
        yield from _field("search", _searched(result))
    else:
        yield from _field("try", advice(result))


def explain_step(result: LemmaResult, step: StepResult) -> str:
    """Where a proof fails: the lemma, the step, what was to be shown and under what, the witness,
    and what to try."""
    lines = [f"step {step.name!r} of {result.lemma.id} {_FAILURES[step.verdict]}"]
    lines += _claim(result, step.text, step)
    lines += _field("by rule", step.rule)
    lines += _field("reason", step.reason)
    lines += _field("witness", witness_text(step.witness))
    lines += _field("try", step.advice or _step_advice(step))
    return "\n".join(lines)


_FAILURES = {
    "proved": "is proved",
    "refuted": "does not follow: it is false",
    "ill-posed": "does not follow: a term in it is undefined",
    "unknown": "could not be shown",
}


def witness_text(witness: Mapping[str, Any] | None) -> str:
    """A witness in one line: each name with its exact value."""
    if witness is None:
        return ""
    return ", ".join(f"{name} = {value_text(value)}" for name, value in plain(witness).items())


def value_text(value: Any) -> str:
    """A value of a witness, which may be a list or an object, in one line."""
    if isinstance(value, list):
        return "(" + ", ".join(value_text(item) for item in value) + ")"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {value_text(item)}" for key, item in value.items()) + "}"
    return str(value)


def _claim(result: LemmaResult, claim: str, step: StepResult | None) -> Iterator[str]:
    yield from _field("to show", claim)
    if step is not None and step.rule == PRINTED_STEP:
        yield from (line for premise in step.premises for line in _field("under", premise))
        return
    if step is not None:
        yield from (line for premise in step.premises for line in _field("from", premise))
    for name, text in hypothesis_texts(result.lemma.statement):
        yield from _field("under", f"{text}   ({name})")


def _field(label: str, text: str) -> Iterator[str]:
    if text:
        short = text if len(text) <= _WIDEST else text[: _WIDEST - 3] + "..."
        yield f"  {label + ':':<16}{short}"


def _searched(result: LemmaResult) -> str:
    if result.verdict != "unknown":
        return ""
    return "no counterexample to the statement itself was found, so it may still hold"


def _step_advice(step: StepResult) -> str:
    if step.verdict == "ill-posed":
        return "add a hypothesis or a premise that keeps the term defined there"
    if step.witness is not None or step.verdict == "refuted":
        return (
            "check the claim at the witness: weaken it, or name the earlier step or the "
            "hypothesis that excludes the witness"
        )
    return "put a smaller step in between, or name further earlier steps that it follows from"


def advice(result: LemmaResult) -> str:
    """What to try where a verdict is not the expected one."""
    match result.verdict:
        case "refuted":
            return "check the statement at the counterexample; a hypothesis may be missing"
        case "ill-posed":
            return "add a hypothesis that keeps every term defined"
        case "proved":
            return f"the statement holds: expected is {result.lemma.expected!r}, is that right?"
    if _to_be_refuted(result):
        return (
            "state it for one step, with reals in place of sequences, or give the counterexample "
            "yourself by refutation=Refutation(...): docs/tutorial.md"
        )
    return "give the lemma a proof script, or state it with stronger hypotheses"


def _to_be_refuted(result: LemmaResult) -> bool:
    """Whether a counterexample is what is missing."""
    return result.lemma.expected == "refuted" and not result.lemma.proof


def _undecided(result: LemmaResult) -> str:
    """That the search could not see whether its instances meet the hypotheses."""
    if result.verdict != "unknown" or result.fuzz is None or not result.fuzz.undecided:
        return ""
    named = f", most often: {result.fuzz.undecided_at[0]!r}" if result.fuzz.undecided_at else ""
    return (
        f"of {result.fuzz.undecided} instances it could not be decided whether they satisfy "
        f"everything{named}; what is said of all times or reals is decided for equations and "
        "polynomials only"
    )
