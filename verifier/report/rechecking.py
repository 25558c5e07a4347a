"""Re-checking proof files in a process that imports the kernel and no lemma file."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verifier.apart import ending
from verifier.report import codec
from verifier.report.processes import command, environment

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


def recheck(paths: Sequence[Path], checker: str) -> tuple[Recheck, ...]:
    """Guaranteed to return one verdict for each path, in order; a file is accepted only if the
    separate process says so."""
    if not paths:
        return ()
    limit = SECONDS * len(paths)
    try:
        ran = subprocess.run(
            command(checker, *map(str, paths)),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=environment(),
            encoding="utf-8",
            errors="replace",
            timeout=limit,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return tuple(Recheck(str(p), False, f"not checked within {limit:.0f} s") for p in paths)
    said = [line.strip() for line in ran.stderr.splitlines() if line.strip()]
    missing = (
        f"the process that checks it {ending(ran.returncode)}{': ' + said[-1] if said else ''}"
    )
    verdicts = dict(_verdicts(ran.stdout))
    return tuple(
        verdicts.get(str(path), Recheck(str(path), False, missing, readable=False))
        for path in paths
    )


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

    def __init__(self, checker: str, done: queue.Queue[Any], jobs: int = 1) -> None:
        self._checker = checker
        self._done = done
        self._jobs = jobs
        self._waiting: queue.Queue[Sequence[Path]] = queue.Queue()
        for _ in range(jobs):
            threading.Thread(target=self._serve, daemon=True).start()

    def submit(self, paths: Sequence[Path]) -> None:
        """Has the files checked; one `Recheck` for each is put into `done`."""
        for part in range(self._jobs):
            if paths[part :: self._jobs]:
                self._waiting.put(paths[part :: self._jobs])

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
        while True:
            batch = list(self._waiting.get())
            batch += self._single_files()
            try:
                verdicts = recheck(batch, self._checker)
            except Exception as error:  # whatever happens, whoever waits gets an answer
                reason = f"no process could check it: {error}"
                verdicts = tuple(Recheck(str(path), False, reason) for path in batch)
            for verdict in verdicts:
                self._done.put(verdict)
