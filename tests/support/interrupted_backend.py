"""The backend that only pretends, with words for what befalls processes.

In a lemma's note: `waits` (the proof run waits for the file FAKE_GATE), `dies-once` (its process is
killed at the first proof run), `spins` (it is busy for minutes in a single call), and of the
separate check `check-waits`, `check-dies-once`, `check-dies`.

As a module it stands for the separate check; with `cli` as its first argument, for the command
line, all of whose reports are by this backend.
"""

from __future__ import annotations

import signal

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # as `verifier.__main__` does

import functools
import json
import os
import sys
import time
from pathlib import Path

import fake_backend
from fake_backend import FakeEngine, note, words

from verifier.lemma import Lemma
from verifier.report.engine import Backend, Run

BACKEND = Backend("interrupted_backend:ENGINE", "interrupted_backend")


class InterruptedEngine(FakeEngine):
    """Writes down each proof run with its process."""

    def prove(self, lemma: Lemma, store: Path) -> Run:
        note(f"begins {lemma.id} {os.getpid()}")
        befall(lemma.id, words(lemma), "")
        if "spins" in words(lemma):
            pow(3, 1 << 200, (1 << 10_000_000) + 1)
        found = super().prove(lemma, store)
        note(f"ends {lemma.id} {os.getpid()}")
        return found


ENGINE = InterruptedEngine()


def befall(name: str, asked: list[str], prefix: str) -> None:
    """Waits or dies, if that is asked for."""
    if f"{prefix}waits" in asked:
        gate, deadline = Path(os.environ["FAKE_GATE"]), time.monotonic() + 120
        while not gate.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
    died = Path(f"{os.environ['FAKE_LOG']}.{prefix}{name.replace('/', '-')}")
    if f"{prefix}dies" in asked or (f"{prefix}dies-once" in asked and not died.exists()):
        died.touch()
        os.kill(os.getpid(), signal.SIGKILL)


def main(names: list[str]) -> None:
    """Checks files as the fake backend does."""
    for name in names:
        data = json.loads(Path(name).read_text(encoding="utf-8"))
        note(f"checks {data['id']} {os.getpid()}")
        befall(data["id"], data["asked"], "check-")
        print(json.dumps(fake_backend.check(name)), flush=True)


def command_line() -> None:
    """`python -m verifier`, with this backend."""
    from verifier import cli
    from verifier.__main__ import run

    cli.report.run = functools.partial(cli.report.run, backend=BACKEND)
    del sys.argv[1]
    run()


if __name__ == "__main__":
    if sys.argv[1] == "cli":
        command_line()
    else:
        main(sys.argv[1:])
