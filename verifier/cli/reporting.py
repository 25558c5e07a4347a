"""One run of `report`, from the first line of progress to the last file written."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TextIO

from verifier.cli.common import INPUT_ERROR, INTERRUPTED, STDOUT, UsageError, complain, complain_of
from verifier.library import Problem
from verifier.report import terminal
from verifier.report.cache import open_cache, write_atomically
from verifier.report.codec import CodecError
from verifier.report.engine import Backend
from verifier.report.json_report import changes, dump, read_verdicts, report
from verifier.report.junit import junit
from verifier.report.processes import cores
from verifier.report.run import Known, Options, Planned, run
from verifier.report.selection import select
from verifier.report.verdicts import Finding, exit_code
from verifier.result import Verdict


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
        self._console = terminal.console(_for_people(options.json))
        self._order: tuple[str, ...] = ()
        self._findings: list[Finding] = []
        self._known: dict[str, Finding] = {}
        self._problems: list[Problem] = []
        self._started = time.monotonic()

    def run(self) -> int:
        """Does the work and writes the report, also of what was done when interrupted."""
        interrupted = False
        try:
            self._work()
        except KeyboardInterrupt:
            interrupted = True
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
                    case Planned(ids):
                        self._order = ids
                    case Known(finding) | (Finding() as finding):
                        self._known[finding.result.lemma.id] = finding
                display.show(event)

    def _note(self, problems: Iterable[Problem]) -> None:
        noted = list(problems)
        self._problems += noted
        complain_of(noted)

    def _write(self, *, partial: bool) -> bool:
        """Writes everything that can be written; whether that was all."""
        seconds = time.monotonic() - self._started
        shown = [f for f in self._findings if not (self._options.only_failed and f.passes)]
        self._print(shown, seconds, partial=partial)
        data = report(self._findings, shown, self._problems, seconds, partial=partial)
        files: dict[Path, str] = {}
        if self._options.json == STDOUT:
            sys.stdout.write(dump(data))
        elif self._options.json is not None:
            files[Path(self._options.json)] = dump(data)
        if self._options.junit is not None:
            files[Path(self._options.junit)] = junit(shown, self._problems, seconds)
        if self._options.proofs is not None:
            for finding in self._findings:
                files.update(_proof_files(Path(self._options.proofs), finding))
        saved = [_save(path, text) for path, text in files.items()]
        return all(saved)

    def _print(self, shown: Sequence[Finding], seconds: float, *, partial: bool) -> None:
        out = self._console
        if shown:
            out.print()
            out.print(terminal.table(shown, out.width))
        explained = terminal.failures(shown)
        if explained:
            out.print()
            out.print(explained, markup=False, soft_wrap=True)
        if self._earlier is not None:
            whole = self._plan.selection.everything and not self._options.targets and not partial
            lines = changes(self._earlier, self._findings, whole=whole)
            out.print()
            out.print(f"against {self._options.against}: {_changed(len(lines))}", markup=False)
            for line in lines:
                out.print(f"  {line}", markup=False)
        out.print()
        out.print(
            terminal.summary_line(self._findings, seconds, partial=partial),
            markup=False,
            soft_wrap=True,
        )


def _changed(count: int) -> str:
    return "no verdict has changed" if not count else f"{count} changed"


def _for_people(json_target: str | None) -> TextIO:
    """Where people read: standard error if standard output is kept for JSON."""
    return sys.stderr if json_target == STDOUT else sys.stdout


def _earlier(name: str | None) -> dict[str, Verdict] | None:
    if name is None:
        return None
    try:
        return read_verdicts(Path(name))
    except OSError as error:
        cause = (error.strerror or str(error)).lower()
        raise UsageError(f"--against {name}: cannot be read: {cause}") from error
    except CodecError as error:
        raise UsageError(f"--against {name}: is not a JSON report: {error}") from error


def _save(path: Path, text: str) -> bool:
    try:
        write_atomically(path, text)
    except OSError as error:
        complain(f"{path}: cannot be written: {(error.strerror or str(error)).lower()}")
        return False
    return True


def _proof_files(folder: Path, finding: Finding) -> Iterator[tuple[Path, str]]:
    """`paper/result.json` for a lemma, `paper/result.step-2.json` for its second printed step."""
    names = [step.name for step in finding.card.lemma.printed_steps]
    for step, proof in finding.proofs.items():
        suffix = f".step-{names.index(step) + 1}" if step else ""
        yield folder / f"{finding.card.lemma.id}{suffix}.json", json.dumps(proof) + "\n"
