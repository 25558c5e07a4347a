"""One run of `report`, from the first line of progress to the last file written."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO, cast

from verifier.cli import deciding
from verifier.cli.common import (
    INPUT_ERROR,
    INTERRUPTED,
    STDOUT,
    UsageError,
    cause,
    complain,
    complain_of,
)
from verifier.cli.output import Output
from verifier.library import Problem
from verifier.report import terminal
from verifier.report.against import Asked, Comparison, OldReport, compare, read_report
from verifier.report.annotations import on_github, summary, workflow_commands
from verifier.report.cache import open_cache, write_atomically
from verifier.report.cards import Card
from verifier.report.codec import CodecError
from verifier.report.engine import Backend
from verifier.report.json_report import dump, library_of, report
from verifier.report.junit import Run, junit
from verifier.report.processes import cores
from verifier.report.run import Known, Options, Planned, run
from verifier.report.selection import select
from verifier.report.signals import postponed
from verifier.report.verdicts import Finding, exit_code

UNREAD = 128 + signal.SIGPIPE  # the exit code


class _NoOutput(Exception):
    """What people read is lost, and nothing else is asked for."""


class Reporting:
    """Collects what comes out of a run and writes it where the options say."""

    def __init__(self, options: argparse.Namespace, backend: Backend) -> None:
        self._options = options
        self._earlier = _earlier(options.against)
        selection, missing = select(options.targets, options.paper)
        self._plan = Options(
            selection,
            jobs=options.jobs or cores(),
            fresh=options.fresh,
            quick=options.quick,
            backend=backend,
        )
        self._missing = missing
        self._out = Output(_for_people(options.json))
        self._console = terminal.console(cast("TextIO", self._out))
        self._order: tuple[str, ...] = ()
        self._cards: tuple[Card, ...] = ()
        self._findings: list[Finding] = []
        self._known: dict[str, Finding] = {}
        self._problems: list[Problem] = []
        self._started = time.monotonic()
        self._began = datetime.now(UTC)

    def run(self) -> int:
        """Does the work and writes the report, also of what was done when interrupted."""
        interrupted = False
        try:
            self._work()
        except KeyboardInterrupt:
            interrupted = True
        except _NoOutput:
            return self._without_output()
        self._findings = [self._known[name] for name in self._order if name in self._known]
        written = self._write(partial=interrupted)
        if interrupted:
            complain("interrupted; what was done is kept, the next run goes on from there")
            return INTERRUPTED
        return exit_code(self._findings, self._problems) if written else INPUT_ERROR

    def _work(self) -> None:
        self._note(self._missing)
        events = run(self._plan, open_cache(complain))
        with terminal.Display(self._console) as display, closing(events):
            for event in events:
                match event:
                    case Problem():
                        self._note([event])
                    case Planned(ids, cards):
                        self._order, self._cards = ids, cards
                    case Known(finding) | (Finding() as finding):
                        self._known[finding.result.lemma.id] = finding
                display.show(event)
                if self._out.lost and not self._writes_files:
                    raise _NoOutput

    def _without_output(self) -> int:
        assert self._out.lost is not None
        if self._out.unread:
            return UNREAD
        complain(f"the report cannot be printed: {cause(self._out.lost)}; what was done is kept")
        return INPUT_ERROR

    @property
    def _writes_files(self) -> bool:
        """Whether anything is asked for but what people read."""
        asked = vars(self._options)
        return any(asked.get(name) for name in ("json", "html", "junit", "proofs"))

    @property
    def _unreached(self) -> tuple[str, ...]:
        """The ids of the lemmas whose verdicts are not known."""
        return tuple(name for name in self._order if name not in self._known)

    def _note(self, problems: Iterable[Problem]) -> None:
        noted = list(problems)
        self._problems += noted
        complain_of(noted)

    def _write(self, *, partial: bool) -> bool:
        """Writes everything that can be written; whether that was all."""
        seconds = time.monotonic() - self._started
        shown = [f for f in self._findings if not (self._options.only_failed and f.passes)]
        comparison = self._compared(partial=partial)
        data = report(
            self._findings,
            shown,
            self._problems,
            seconds,
            partial=partial,
            library=library_of(self._cards),
            comparison=comparison,
            unreached=self._unreached,
        )
        # Files first: the terminal may be gone, or its reader in no hurry.
        with postponed():
            files = self._files(data, seconds, partial=partial)
            failures = [_save(path, text) for path, text in files]
        self._print(shown, seconds, comparison, partial=partial)
        if self._annotates:
            self._annotate(seconds, comparison, partial=partial)
        if self._out.lost and not self._out.unread:
            failures.append(f"the report cannot be printed: {cause(self._out.lost)}")
        complain_of(filter(None, failures))
        if self._options.json == STDOUT:
            deciding.write(sys.stdout, "standard output", dump(data).rstrip("\n"))
        return not any(failures)

    def _files(
        self, data: Mapping[str, Any], seconds: float, *, partial: bool
    ) -> Iterator[tuple[Path, str]]:
        """What is to be written where, one file after the other."""
        if self._options.json not in (None, STDOUT):
            yield Path(self._options.json), dump(data)
        if self._options.junit is not None:
            cards = tuple(card for card in self._cards if card.lemma.id in self._unreached)
            ran = Run(self._began, seconds, partial, cards)
            yield Path(self._options.junit), junit(self._findings, self._problems, ran)
        if self._options.proofs is not None:
            for finding in self._findings:
                yield from _proof_files(Path(self._options.proofs), finding)
        if self._options.html is not None:
            from verifier.figure import pictures
            from verifier.report.html.page import page

            yield Path(self._options.html), page(data, pictures(data, complain))

    def _compared(self, *, partial: bool) -> Comparison | None:
        if self._earlier is None:
            return None
        asked = Asked(tuple(self._options.targets), self._options.paper, partial)
        return compare(self._earlier, self._findings, asked)

    @property
    def _annotates(self) -> bool:
        asked: str | None = self._options.annotations
        return on_github() if asked is None else asked == "github"

    def _annotate(self, seconds: float, comparison: Comparison | None, *, partial: bool) -> None:
        """Tells GitHub Actions, in lines that its runner reads and in the summary of the job."""
        for command in workflow_commands(self._findings, self._problems):
            print(command, file=self._console.file, flush=True)
        target = os.environ.get("GITHUB_STEP_SUMMARY")
        if not target:
            return
        line = terminal.summary_line(
            self._findings, seconds, partial=partial, unread=len(self._problems)
        )
        text = summary(self._findings, self._problems, comparison, line)
        try:
            with open(target, "a", encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            complain(f"GITHUB_STEP_SUMMARY {target}: cannot be written: {cause(error)}")

    def _print(
        self,
        shown: Sequence[Finding],
        seconds: float,
        comparison: Comparison | None,
        *,
        partial: bool,
    ) -> None:
        out = self._console
        if shown:
            out.print()
            out.print(terminal.table(shown, out.width))
        explained = terminal.failures(shown)
        if explained:
            out.print()
            out.print(explained, markup=False, soft_wrap=True)
        if comparison is not None:
            lines = [f"  {change.id}: {change.text}" for change in comparison.changes]
            told = "\n".join((f"against {comparison.name}: {comparison.line}", *lines))
            out.print()
            out.print(told, markup=False, soft_wrap=True)
        if partial:
            out.print()
            out.print(terminal.not_reached(self._unreached), markup=False, soft_wrap=True)
        out.print()
        out.print(
            terminal.summary_line(
                self._findings, seconds, partial=partial, unread=len(self._problems)
            ),
            markup=False,
            soft_wrap=True,
        )


def _for_people(json_target: str | None) -> TextIO:
    """Where people read: standard error if standard output is kept for JSON."""
    return sys.stderr if json_target == STDOUT else sys.stdout


def _earlier(name: str | None) -> OldReport | None:
    if name is None:
        return None
    try:
        return read_report(Path(name))
    except OSError as error:
        raise UsageError(f"--against {name}: cannot be read: {cause(error)}") from error
    except CodecError as error:
        raise UsageError(f"--against {name}: is not a JSON report: {error}") from error


def _save(path: Path, text: str) -> str:
    """Writes a file; returns why it could not be written, or nothing."""
    try:
        write_atomically(path, text)
    except OSError as error:
        return f"{path}: cannot be written: {cause(error)}"
    return ""


def _proof_files(folder: Path, finding: Finding) -> Iterator[tuple[Path, str]]:
    """`paper/result.json` for a lemma, `paper/result.step-2.json` for its second printed step."""
    names = [step.name for step in finding.card.lemma.printed_steps]
    for step, proof in finding.proofs.items():
        suffix = f".step-{names.index(step) + 1}" if step else ""
        yield folder / f"{finding.card.lemma.id}{suffix}.json", json.dumps(proof) + "\n"
