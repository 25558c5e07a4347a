"""Runs of the command line that are interrupted, and what is left of them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SECONDS = 60.0  # in which anything happens, on a busy machine too


def until(condition: Callable[[], bool], what: str) -> None:
    """Waits for a condition; fails if it does not come true."""
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.01)


def processes(marker: str) -> dict[int, str]:
    """The command lines of the living processes that have the text in their environments."""
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) != os.getpid():
            try:
                if marker.encode() not in (folder / "environ").read_bytes():
                    continue
                stat = (folder / "stat").read_text(encoding="utf-8", errors="replace")
                if stat.rpartition(")")[2].split()[0] != "Z":
                    command = (folder / "cmdline").read_bytes().replace(b"\0", b" ")
                    found[int(folder.name)] = command.decode(errors="replace")
            except OSError:
                continue
    return found


@dataclass
class Place:
    """Where runs take place: their cache, temporary files, log and gate."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.temporary.mkdir(parents=True, exist_ok=True)

    @property
    def cache(self) -> Path:
        return self.root / "cache"

    @property
    def temporary(self) -> Path:
        return self.root / "tmp"

    @property
    def gate(self) -> Path:
        return self.root / "gate"

    @property
    def log(self) -> list[list[str]]:
        """What the backend has written down."""
        path = self.root / "log"
        return [line.split() for line in path.read_text().splitlines()] if path.exists() else []

    def begun(self, kind: str = "begins") -> Counter[str]:
        """How often each lemma was begun to be proved, or `ends` or `checks`."""
        return Counter(line[1] for line in self.log if line[0] == kind)

    def start(self, *arguments: object, **how: Any) -> Started:
        """Begins a run of the command line."""
        command = [sys.executable, "-m", "interrupted_backend", "cli", *map(str, arguments)]
        return Started(self, command, **how)

    def report(self, *arguments: object) -> tuple[int, str, str]:
        """A whole report, undisturbed."""
        started = self.start("report", *arguments)
        return started.end()

    def variables(self) -> dict[str, str]:
        """The environment of a run."""
        own = {
            "GD_VERIFIER_CACHE": str(self.cache),
            "TMPDIR": str(self.temporary),
            "FAKE_LOG": str(self.root / "log"),
            "FAKE_GATE": str(self.gate),
        }
        package = str(Path(__file__).resolve().parents[2])
        path = os.pathsep.join((os.path.dirname(__file__), package))
        return {**os.environ, **own, "PYTHONPATH": path, **self.environment}

    def orphans(self) -> dict[int, str]:
        """Whatever still runs."""
        return processes(f"GD_VERIFIER_CACHE={self.cache}")

    def left_over(self) -> list[str]:
        """Temporary files."""
        return sorted(path.name for path in self.temporary.iterdir())

    def proofs(self) -> int:
        """How many proofs the cache holds."""
        written = (path.read_text() for path in self.cache.rglob("*.json"))
        return sum('"proof": {' in text for text in written)

    def drafts(self) -> list[Path]:
        """Entries of the cache that were not written to the end."""
        return list(self.cache.rglob("*.partial"))


class Started:
    """A run under way, in a session of its own."""

    def __init__(self, place: Place, command: list[str], **how: Any) -> None:
        self.place = place
        settings: dict[str, Any] = {
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "text": True,
            "env": place.variables(),
            "start_new_session": True,
            **how,
        }
        self.process = subprocess.Popen(command, **settings)

    def send(self, number: int) -> None:
        """Sends a signal to the process of the command line alone."""
        self.process.send_signal(number)

    def end(self) -> tuple[int, str, str]:
        """Its exit code and what it wrote, when it has ended and with it all its processes."""
        try:
            out, errors = self.process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            os.kill(self.process.pid, signal.SIGKILL)
            raise
        until(lambda: not self.place.orphans(), f"the end of {self.place.orphans()}")
        return self.process.returncode, out or "", errors or ""


def verdicts(file: Path) -> dict[str, str]:
    """The verdicts of a JSON report."""
    data = json.loads(file.read_text(encoding="utf-8"))
    return {lemma["id"]: lemma["verdict"] for lemma in data["lemmas"]}


def essence(file: Path) -> list[dict[str, Any]]:
    """What a JSON report says of the lemmas, but for the time that it took."""

    def timeless(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: timeless(v) for k, v in value.items() if k != "seconds"}
        return [timeless(item) for item in value] if isinstance(value, list) else value

    data = json.loads(file.read_text(encoding="utf-8"))
    assert not data["summary"]["partial"]
    return [timeless(lemma) for lemma in data["lemmas"]]
