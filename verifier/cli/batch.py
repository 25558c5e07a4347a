"""`prove --batch`: one problem a line, one answer a line, each written as it is found.

A file of answers is gone on with: what is answered in it is not decided again.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, TextIO

from verifier.apart import Crew
from verifier.cli import deciding
from verifier.cli.common import INPUT_ERROR, STDOUT, UsageError, cause
from verifier.decide.problem import from_record
from verifier.language.terms import LanguageError
from verifier.report.processes import cores
from verifier.result import VERDICTS

MAX_LINE = 4 * 2**20  # bytes of one problem
MAX_ID = 200
MALFORMED = "malformed"


@dataclass(frozen=True)
class _Line:
    """One line of a batch: a problem with its id, or what is wrong with it."""

    id: str | None
    record: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""


def prove_all(options: argparse.Namespace) -> int:
    """Writes an answer for each line of a batch; returns the exit code."""
    with ExitStack() as stack:
        lines = _lines(options.batch)
        out = _Answers(stack, options.out, options.batch)
        progress = _Progress(len(lines), options.out not in (None, STDOUT))
        deciding.one_thread()
        for answer in _answers(lines, out, options):
            if answer is not None:
                out.write(answer)
            progress.show(out.counts)
        progress.finish(out.counts)
    return INPUT_ERROR if out.counts[MALFORMED] else 0


def _answers(
    lines: list[_Line], out: _Answers, options: argparse.Namespace
) -> Iterator[Mapping[str, Any] | None]:
    """The answers that are not in the file yet, as they come."""
    for line in lines:
        if line.error and not out.has_error(line.id, line.error):
            yield {"id": line.id, "error": line.error}
    waiting = [line for line in lines if not line.error and not out.has(line.id)]
    if not waiting:
        return
    deciding.load()

    def work(line: _Line) -> dict[str, Any]:
        try:
            statement = from_record(line.record)
        except LanguageError as error:
            return {"error": str(error)}
        return deciding.decide(statement, options.timeout, options.require_certificate)

    crew = Crew(work, options.jobs or cores(), deciding.limits(options.timeout))
    for line, outcome in crew.run(waiting):
        found = outcome.value if not outcome.failure else deciding.lost(outcome, options.timeout)
        yield {"id": line.id, **found}


# Reading problems


def _lines(name: str) -> list[_Line]:
    try:
        if name == STDOUT:
            return _read(sys.stdin.buffer)
        with open(name, "rb") as source:
            return _read(source)
    except OSError as error:
        raise UsageError(f"--batch {name}: cannot be read: {cause(error)}") from error


def _read(source: IO[bytes]) -> list[_Line]:
    found: list[_Line] = []
    first: dict[str, int] = {}
    number = 0
    while written := source.readline(MAX_LINE + 1):
        number += 1
        if len(written) > MAX_LINE:
            while written and not written.endswith(b"\n"):
                written = source.readline(MAX_LINE)
            error = f"line {number}: longer than {MAX_LINE} bytes: split the problem"
            found.append(_Line(None, error=error))
        elif written.strip():
            found.append(_line(number, written, first))
    return found


def _line(number: int, written: bytes, first: dict[str, int]) -> _Line:
    """The problem of a line; `first` says which ids came where before."""
    try:
        data = json.loads(written.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return _Line(None, error=f"line {number}: is not JSON: {_short(error)}")
    if not isinstance(data, dict):
        return _Line(None, error=f'line {number}: is not an object: write {{"id": ..., ...}}')
    id_ = data.get("id")
    if not isinstance(id_, str) or not 0 < len(id_) <= MAX_ID:
        wrong = "has no id" if id_ is None else "has an id that is no text or too long"
        return _Line(None, error=f'line {number}: {wrong}: add "id": "a name of its own"')
    if id_ in first:
        return _Line(
            id_, error=f"line {number}: the id was used in line {first[id_]}: choose another"
        )
    first[id_] = number
    return _Line(id_, data)


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:100]


# Writing answers


class _Answers:
    """The file of answers, with what earlier runs wrote into it; or standard output."""

    def __init__(self, stack: ExitStack, name: str | None, batch: str) -> None:
        self.counts: Counter[str] = Counter()
        self._ids: set[str] = set()
        self._errors: set[tuple[str | None, str]] = set()
        self._name = name
        self._out: TextIO = sys.stdout
        if name is None or name == STDOUT:
            return
        path = Path(name)
        try:
            if path.is_file() and batch != STDOUT and os.path.samefile(name, batch):
                raise UsageError(f"--out {name}: is the batch itself: name another file")
            self._out = stack.enter_context(path.open("a", encoding="utf-8"))
            if path.is_file():
                _lock(self._out, name)
                self._recall(path)
        except OSError as error:
            raise UsageError(f"--out {name}: cannot be written: {cause(error)}") from error

    def has(self, id_: str | None) -> bool:
        """Whether the problem of an id has been answered."""
        return id_ in self._ids

    def has_error(self, id_: str | None, error: str) -> bool:
        """Whether this has been said of a malformed line."""
        return (id_, error) in self._errors

    def write(self, answer: Mapping[str, Any]) -> None:
        """Adds one answer, so that it is kept whatever happens afterwards."""
        name = "standard output" if self._out is sys.stdout else f"--out {self._name}"
        deciding.write(self._out, name, json.dumps(answer))
        self._count(answer)

    def _count(self, answer: Mapping[str, Any]) -> None:
        self.counts[answer.get("verdict", MALFORMED)] += 1

    def _recall(self, path: Path) -> None:
        """Takes in the answers of a file; a last line that was torn is taken away."""
        end = 0
        with open(path, "rb") as file:
            for number, written in enumerate(file, 1):
                answer = _answer(written)
                if answer is None:
                    if written.endswith(b"\n") or not b'{"id": '.startswith(written[:7]):
                        raise UsageError(
                            f"--out {path}: line {number} is no answer of a batch: "
                            "name another file"
                        )
                    break
                end += len(written)
                self._count(answer)
                if "verdict" in answer or not str(answer["error"]).startswith("line "):
                    self._ids.add(answer["id"])
                else:
                    self._errors.add((answer["id"], answer["error"]))
                whole = written.endswith(b"\n")
        if path.stat().st_size > end:
            os.truncate(path, end)
        elif end and not whole:
            with open(path, "ab") as file:
                file.write(b"\n")


def _lock(out: TextIO, name: str) -> None:
    """Keeps others from adding to the file for as long as this process has it open."""
    try:
        fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise UsageError(
            f"--out {name}: another run is writing to it: wait for its end, or name another file"
        ) from error
    except OSError:
        return  # a file system without locks


def _answer(written: bytes) -> dict[str, Any] | None:
    """An answer from a line of a file; None where the line is none."""
    try:
        data = json.loads(written)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or not isinstance(data.get("id"), str | None):
        return None
    answered = data.get("verdict") in VERDICTS or isinstance(data.get("error"), str)
    return data if "id" in data and answered else None


class _Progress:
    """How far a batch is: a line that is written over on a terminal, a summary at the end."""

    def __init__(self, total: int, stdout_is_free: bool) -> None:
        self._total = total
        self._started = time.monotonic()
        self._live = sys.stderr.isatty() and (stdout_is_free or not sys.stdout.isatty())
        self._summary = sys.stdout if stdout_is_free else sys.stderr if self._live else None

    def show(self, counts: Counter[str]) -> None:
        """Shows the counts so far."""
        if self._live:
            line = f"\r{sum(counts.values())}/{self._total}  {_counted(counts)}\033[K"
            print(line, end="", file=sys.stderr, flush=True)

    def finish(self, counts: Counter[str]) -> None:
        """Leaves the summary."""
        if self._live:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
        if self._summary is not None:
            seconds = time.monotonic() - self._started
            print(f"{self._total} problems: {_counted(counts)}, {seconds:.1f} s",
                  file=self._summary)  # fmt: skip


def _counted(counts: Counter[str]) -> str:
    shown = [*VERDICTS, *([MALFORMED] if counts[MALFORMED] else [])]
    return ", ".join(f"{counts[name]} {name}" for name in shown)
