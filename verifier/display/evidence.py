"""Evidence as HTML: fuzzing, dropped hypotheses, measurements.  None of it is a verdict."""

from __future__ import annotations

from verifier.digits import integers_of_any_length
from verifier.display.fragments import block, line, table, words
from verifier.report.detail import fuzz_line, measurement_line
from verifier.report.explain import witness_text
from verifier.result import Fuzz, HypothesisEvidence, MeasurementResult

_NEEDED = {True: "needed", False: "not needed: proved without it", None: "not shown to be needed"}


def measurement_html(found: MeasurementResult) -> str:
    """A table of measured values beside the bound."""
    with integers_of_any_length():
        return block("", *measurement_parts(found))


def measurement_parts(found: MeasurementResult) -> tuple[str, ...]:
    """The same without a frame."""
    return (
        line(words(measurement_line(found))),
        line(words(found.note)) if found.note else "",
        table(found.columns, found.rows),
    )


def fuzz_html(fuzz: Fuzz) -> str:
    """How many instances were tried, and which hypotheses are needed."""
    rows = [(h.text, _NEEDED[h.needed], _without(h)) for h in fuzz.hypotheses]
    columns = ("hypothesis", "", "without it, false at")
    return line(words(fuzz_line(fuzz))) + (table(columns, rows) if rows else "")


def _without(hypothesis: HypothesisEvidence) -> str:
    return witness_text(hypothesis.witness)
