"""Answers of `prove` and `escape_time` as HTML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from verifier.cli.escaping import headline
from verifier.cli.proving import rests_on, value_text
from verifier.digits import integers_of_any_length
from verifier.display.fragments import block, bold, line, statement_html, table, words
from verifier.interactive.counting import EscapeTime
from verifier.interactive.deciding import Answer

_MEANINGS = {
    "proved": "holds for all values, and every term in it is defined; the kernel has checked it",
    "refuted": "is false: a counterexample is given",
    "ill-posed": "has a term that is undefined at a point that the hypotheses allow",
    "unknown": "neither proved nor refuted",
}


def answer_html(answer: Answer) -> str:
    """The statement, the verdict and what shows it."""
    with integers_of_any_length():
        return block(answer.verdict, statement_html(answer.statement), *_shown(answer))


def _shown(answer: Answer) -> Iterator[str]:
    found = answer.to_json()
    yield line(bold(f"{answer.verdict}:"), words(_MEANINGS[answer.verdict]))
    if answer.verdict == "proved":
        yield line("rests on:", words(rests_on(found)))
    for label in ("counterexample", "undefined_at"):
        point: dict[str, Any] | None = found[label]
        if point is not None:
            yield line(bold(f"{label.replace('_', ' ')}:"))
            rows = [(name, value_text(value)) for name, value in point.items()]
            yield table(("", "value"), rows) if rows else line("everywhere")
    if answer.method:
        yield line("by", words(answer.method))
    if answer.reason:
        yield line(words(answer.reason))


def escape_html(found: EscapeTime) -> str:
    """The enclosure and what it rests on."""
    with integers_of_any_length():
        return block("", *_counted(found))


def _counted(found: EscapeTime) -> Iterator[str]:
    shown = found.to_json()
    between = shown["iterations"] is not None and not shown["exact"]
    if between:
        width = f"relative width {shown['relative_width']:.1e}"
        yield line(bold(f"{shown['event']} first holds between two iterations"), f"({width})")
        yield table(("", "iteration"), list(shown["iterations"].items()))
    else:
        yield line(bold(headline(shown)))
    yield line(words(f"k = {shown['k']}, method {shown['method']}, {shown['seconds']:.2f} s"))
    for name, label in (("proved", "rests on lemmas"), ("computed", "computed in balls")):
        if shown["rests_on"][name]:
            yield line(f"{label}:", words("; ".join(shown["rests_on"][name])))
