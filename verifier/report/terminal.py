"""Reports on a terminal: progress while the work goes on, then a table and a line of summary."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import IO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from verifier.lemma import LemmaResult
from verifier.report.explain import explain
from verifier.report.run import Event, Known, Planned
from verifier.report.verdicts import Finding
from verifier.result import Verdict

_COLOURS = {"proved": "green", "refuted": "magenta", "ill-posed": "yellow", "unknown": "red"}
_WIDE = 120  # columns from which each kind of evidence has a column of its own
_NAMED = 10  # lemmas that were not reached
_LABELS = ("rests on", "fuzzed", "measured")
_PLAIN_WIDTH = 150  # where the output is no terminal and so has no width of its own


def console(stream: IO[str]) -> Console:
    """A console on a stream: with colours and a live display on a terminal, NO_COLOR honoured,
    and plain lines elsewhere."""
    width = None if stream.isatty() else _PLAIN_WIDTH
    return Console(file=stream, width=width, highlight=False, soft_wrap=False)


class Display:
    """What a user sees while lemmas are worked on: a bar on a terminal, a line for each verdict."""

    def __init__(self, target: Console) -> None:
        self._console = target
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=target,
            transient=True,
            disable=not target.is_terminal,
        )
        self._bar = self._progress.add_task("loading lemmas", total=None)
        self._lemmas = 0
        self._known = 0

    def __enter__(self) -> Display:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def show(self, event: Event) -> None:
        """Shows what has just come out."""
        match event:
            case Planned(ids):
                self._lemmas = len(ids)
                self._progress.update(self._bar, description="proving", total=len(ids))
                if not self._console.is_terminal:
                    self._console.print(f"checking {_count(len(ids), 'lemma')}")
            case Known(finding):
                self._known += 1
                if self._known == self._lemmas:
                    self._progress.update(self._bar, description="gathering evidence")
                result = finding.result
                verdict, name = result.verdict, escape(result.lemma.id)
                seen = _verdict(verdict, result.lemma.expected)
                pad = " " * (11 - len(verdict))
                self._console.print(f"{seen}{pad}{name}  {result.seconds:.1f} s")
            case Finding():
                self._progress.advance(self._bar)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _verdict(verdict: Verdict, expected: Verdict) -> str:
    style = _COLOURS[verdict] if verdict == expected else "bold red"
    return f"[{style}]{verdict}[/{style}]"


def table(findings: Sequence[Finding], width: int) -> Table:
    """One row for each lemma; on a narrow terminal what speaks for it is put into one column."""
    wide = width >= _WIDE
    last = _LABELS if wide else ("evidence",)
    shown = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, collapse_padding=True)
    for name in ("lemma", "verdict", "expected", "scope"):
        shown.add_column(name, no_wrap=True)
    for name in last:
        shown.add_column(name)
    for finding in findings:
        result = finding.result
        evidence = (escape(rests_on(result)), fuzzed(result), measured(result))
        merged = "; ".join(f"{name} {text}" for name, text in zip(_LABELS, evidence, strict=True))
        shown.add_row(
            escape(result.lemma.id),
            _verdict(result.verdict, result.lemma.expected),
            result.lemma.expected,
            result.scope or "-",
            *(evidence if wide else (merged,)),
        )
    return shown


def rests_on(result: LemmaResult) -> str:
    """What a proof rests on, in a few words."""
    if result.lemma.printed_steps and result.verdict == "refuted":
        return _count(len(result.failing_steps), "failing step")
    if result.verdict == "refuted" and result.scope == "all":
        return ", ".join(("proof of the negation", *result.trust.cited))
    if result.verdict != "proved":
        return "counterexample" if result.verdict in ("refuted", "ill-posed") else "-"
    parts = [*result.trust.cited, *(f"solver {name}" for name in result.trust.solver)]
    return ", ".join(parts) or "certificates"


def fuzzed(result: LemmaResult) -> str:
    """How fuzzing went: examples, and how many hypotheses were found to be needed."""
    fuzz = result.fuzz
    if fuzz is None:
        return "-"
    failed = f", {fuzz.failures} failed" if fuzz.failures else ""
    needed = sum(1 for h in fuzz.hypotheses if h.needed)
    dropped = f" ({needed}/{len(fuzz.hypotheses)} needed)" if fuzz.hypotheses else ""
    open_ = f", {fuzz.undecided} undecided" if fuzz.undecided and not fuzz.examples else ""
    return f"{fuzz.examples}{failed}{open_}{dropped}{dated(fuzz.date)}"


def measured(result: LemmaResult) -> str:
    """How measurements stand to their bounds."""
    tables = result.measurements
    if not tables:
        return "-"
    held = sum(1 for table in tables if table.bound_holds)
    broken = sum(1 for table in tables if table.bound_holds is False)
    parts = [
        f"[bold red]{broken} violated[/bold red]" if broken else "",
        _bounds(held) if held else "",
        f"{len(tables) - held - broken} without bound" if len(tables) > held + broken else "",
    ]
    return ", ".join(filter(None, parts)) + dated(tables[0].date)


def _bounds(held: int) -> str:
    return f"{_count(held, 'bound')} {'holds' if held == 1 else 'hold'}"


def dated(date: str) -> str:
    """A note that evidence is from an earlier day, or nothing."""
    return f" ({date})" if date and date != datetime.date.today().isoformat() else ""


def summary_line(
    findings: Sequence[Finding], seconds: float, *, partial: bool, unread: int = 0
) -> str:
    """Everything in one line; `unread` inputs could not be read."""
    total = len(findings)
    passing = sum(1 for finding in findings if finding.passes)
    counts = {
        verdict: sum(1 for finding in findings if finding.result.verdict == verdict)
        for verdict in _COLOURS
    }
    kinds = ", ".join(f"{number} {verdict}" for verdict, number in counts.items() if number)
    state = "interrupted: " if partial else ""
    missing = f"; {_count(unread, 'input')} could not be read" if unread else ""
    return (
        f"{state}{passing} of {_count(total, 'lemma')} as expected"
        f"{f' ({kinds})' if kinds else ''}"
        f"{missing}, {seconds:.1f} s"
    )


def not_reached(ids: Sequence[str]) -> str:
    """Which lemmas an interrupted report did not come to."""
    if not ids:
        return "not reached: some of the evidence"
    rest = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
    return f"not reached: {_count(len(ids), 'lemma')}: {', '.join(ids[:_NAMED])}{rest}"


def failures(findings: Sequence[Finding]) -> str:
    """What is to be said of lemmas that do not pass or against which there is something to say."""
    parts = [explain(f) for f in findings if not f.passes or f.complaints]
    return "\n\n".join(parts)
