"""Pieces of HTML: text, formulas, statements, values and tables, whatever they quote."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from verifier.language.render import statement_lines
from verifier.language.statement import Statement
from verifier.report.codec import plain as as_json
from verifier.report.detail import cell
from verifier.report.explain import value_text

LINE_BREAK = " \\\\\n"  # between the lines of a statement in LaTeX
LEFT = 'style="text-align:left"'
LONGEST = 40  # digits of an integer in a table; a longer one is in full in its tooltip
LONG_PROSE = 240  # characters
_COLOURS = {"proved": "#2e7d32", "refuted": "#ad1457", "ill-posed": "#b26a00", "unknown": "#757575"}


def words(text: str) -> str:
    """Text as HTML in which no part is taken for mathematics."""
    escaped = html.escape(text)
    for mark in "\\$":
        # A formula of MathJax begins and ends in one piece of text.
        escaped = escaped.replace(mark, f"<span>{mark}</span>")
    return escaped


def formula(latex: str, text: str) -> str:
    """A formula for MathJax, with its plain text as tooltip."""
    shown = html.escape(latex, quote=False)
    return rf'<span title="{html.escape(text)}">\(\displaystyle {shown}\)</span>'


def formulas(latex: str, text: str) -> str:
    """A formula of one or several lines."""
    return "".join(line(formula(part, text)) for part in latex.split(LINE_BREAK))


def block(verdict: str, *parts: str) -> str:
    """A whole output, marked with the colour of its verdict, if it has one."""
    colour = _COLOURS.get(verdict, "#9e9e9e")
    style = f"border-left:3px solid {colour};padding-left:0.8em;overflow-x:auto"
    return f'<div style="{style}">{"".join(parts)}</div>'


def line(*parts: str) -> str:
    """A line of HTML."""
    return f"<div>{' '.join(filter(None, parts))}</div>"


def bold(text: str) -> str:
    """Text in bold."""
    return f"<b>{words(text)}</b>"


def folded(summary: str, inner: str, *, is_open: bool = False) -> str:
    """What unfolds under a summary, which is text."""
    state = " open" if is_open else ""
    return f"<details{state}><summary>{words(summary)}</summary>{inner}</details>"


def prose(text: str) -> str:
    """A paragraph, folded where it is long."""
    if len(text) <= LONG_PROSE:
        return line(words(text))
    return folded(f"{text[: LONG_PROSE // 2]} ...", line(words(text)))


def plain(text: str) -> str:
    """Lines of text as they are laid out."""
    style = "font-family:monospace;white-space:pre-wrap;word-break:normal"
    return f'<pre style="{style}">{html.escape(text)}</pre>'


def statement_html(stated: Statement) -> str:
    """A statement: declarations, hypotheses by name, conclusion, each on a line of its own."""
    written = []
    lines = groupby(statement_lines(stated), lambda pair: pair[0].kind)
    for kind, pairs in lines:
        shown = [(formula(latex.body, text.body), text.name) for text, latex in pairs]
        if kind == "hypothesis":
            items = "".join(f"<li>{said} ({words(name)})</li>" for said, name in shown)
            written.append(f'<ul style="margin:0">{items}</ul>')
        else:
            then = "Then" if kind == "conclusion" else ""
            written += [line(then, said) for said, _ in shown]
    return f'<div style="margin:0.5em 0 0.5em 1em">{"".join(written)}</div>'


def values(found: Any) -> str:
    """Exact values by name as a table; `found` maps names to numbers, lists and laws."""
    rows = [(name, value_text(value)) for name, value in as_json(found).items()]
    return table(("", "value"), rows) if rows else line("everywhere")


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table with a head."""
    head = "".join(f"<th {LEFT}>{words(column)}</th>" for column in columns)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: Any) -> str:
    text = cell(value)
    digits = text if len(text) <= LONGEST or not isinstance(value, int) else _shortened(text)
    whole = f' title="{text}"' if digits != text else ""
    return f"<td {LEFT}{whole}>{words(digits)}</td>"


def _shortened(digits: str) -> str:
    """An integer of many digits in a few of them."""
    sign = "-" if digits.startswith("-") else ""
    digits = digits.removeprefix("-")
    return f"{sign}{digits[:20]}...{digits[-10:]} ({len(digits)} digits)"
