"""Re-checking proof files in a process that imports the kernel and no lemma file."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from verifier.report import codec
from verifier.report.processes import ATTEMPTS, command, end, how_it_ended, start

UNREADABLE = "cannot be read"  # how the reason begins where a file is no proof at all
SECONDS = 90.0  # for each file; the checker has a limit of its own


@dataclass(frozen=True)
class Recheck:
    """What the separate process says of one proof file.

    `digest` and `statement` are of what the file proves, whatever it claims to prove; `unused`
    names the hypotheses that the proof does without.
    """

    path: str
    accepted: bool
    reason: str
    statement: str = ""
    digest: str = ""
    id: str = ""
    cited: tuple[str, ...] = ()
    solver: tuple[str, ...] = ()
    scope: str = ""
    unused: tuple[str, ...] = ()
    readable: bool = True


_Process: TypeAlias = "subprocess.Popen[str]"


def _nobody(process: _Process) -> None:
    del process


def recheck(
    paths: Sequence[Path], checker: str, started: Callable[[_Process], None] = _nobody
) -> tuple[Recheck, ...]:
    """Guaranteed to return one verdict for each path, in order; a file is accepted only if the
    separate process says so.

    Files that it has not come to when it is killed are given to a second one.  `started` is told
    of each process.
    """
    found: dict[str, Recheck] = {}
    missing = list(paths)
    for _ in range(ATTEMPTS):
        if not missing:
            break
        said = _ask(missing, checker, started)
        found.update(_verdicts(said.output))
        missing = [path for path in missing if str(path) not in found]
        if not said.killed:
            break
    for path in missing:
        reason = f"{said.failure} (tried twice)" if said.killed else said.failure
        found[str(path)] = Recheck(str(path), False, reason, readable=not said.in_time)
    return tuple(found[str(path)] for path in paths)


@dataclass(frozen=True)
class _Said:
    """What a process said, and why it said no more."""

    output: str
    failure: str
    killed: bool = False
    in_time: bool = True


def _ask(paths: Sequence[Path], checker: str, started: Callable[[_Process], None]) -> _Said:
    limit = SECONDS * len(paths)
    checking = start(
        command("verifier.report.bound", checker, *map(str, paths)),
        subprocess.DEVNULL,
        subprocess.PIPE,
        errors="replace",
    )
    try:
        started(checking)
        output, errors = checking.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        end(checking)
        output, _ = checking.communicate()
        return _Said(output, f"not checked within {limit:.0f} s", in_time=False)
    finally:
        end(checking)
    said = [line.strip() for line in errors.splitlines() if line.strip()]
    code = checking.returncode
    return _Said(output, how_it_ended("checks", code, said), killed=code < 0)


def _verdicts(output: str) -> list[tuple[str, Recheck]]:
    found = []
    for line in output.splitlines():
        try:
            verdict = _read(json.loads(line))
        except ValueError:
            continue  # a line that is no verdict leaves its file without one: not accepted
        found.append((verdict.path, verdict))
    return found


def _read(data: Mapping[str, Any]) -> Recheck:
    reason = codec.optional(data, "reason", str) or ""
    return Recheck(
        path=codec.get(data, "path", str),
        accepted=codec.get(data, "accepted", bool),
        reason=reason,
        statement=codec.optional(data, "statement", str) or "",
        digest=codec.optional(data, "statement_digest", str) or "",
        id=codec.optional(data, "id", str) or "",
        cited=codec.texts(data, "cited"),
        solver=codec.texts(data, "solver"),
        scope=codec.optional(data, "scope", str) or "",
        unused=codec.texts(data, "unused"),
        readable=not reason.startswith(UNREADABLE),
    )


class Rechecker:
    """Re-checks proof files beside other work, all that wait in as many processes as there may
    be."""

    def __init__(self, checker: str, done: queue.SimpleQueue[Any], jobs: int = 1) -> None:
        self._checker = checker
        self._done = done
        self._jobs = jobs
        self._waiting: queue.SimpleQueue[Sequence[Path]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._processes: set[_Process] = set()
        self._closed = False
        for _ in range(jobs):
            threading.Thread(target=self._serve, daemon=True).start()

    def submit(self, paths: Sequence[Path]) -> None:
        """Has the files checked; one `Recheck` for each is put into `done`."""
        for part in range(self._jobs):
            if paths[part :: self._jobs]:
                self._waiting.put(paths[part :: self._jobs])

    def close(self) -> None:
        """Ends all checks; their processes are gone when it returns."""
        with self._lock:
            self._closed = True
        for _ in range(self._jobs):
            self._waiting.put(())
        for process in self._processes:
            end(process)

    def _started(self, process: _Process) -> None:
        with self._lock:
            if self._closed:
                raise RuntimeError("the work was called off")
            self._processes = {one for one in self._processes if one.poll() is None}
            self._processes.add(process)

    def _single_files(self) -> list[Path]:
        """Files that came one by one, taken together, since each process costs time to begin."""
        found: list[Path] = []
        for _ in range(self._waiting.qsize()):
            try:
                batch = self._waiting.get_nowait()
            except queue.Empty:
                break
            if len(batch) == 1:
                found += batch
            else:
                self._waiting.put(batch)  # the part of another process
        return found

    def _serve(self) -> None:
        while not self._closed:
            batch = list(self._waiting.get())
            batch += self._single_files()
            try:
                verdicts = recheck(batch, self._checker, self._started)
            except Exception as error:  # whatever happens, whoever waits gets an answer
                reason = f"no process could check it: {error}"
                verdicts = tuple(Recheck(str(path), False, reason) for path in batch)
            for verdict in verdicts:
                self._done.put(verdict)
