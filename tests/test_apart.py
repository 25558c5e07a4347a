"""Work in child processes: limits hold, and what is lost is one piece of work."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from verifier.apart import CRASH, NO_MEMORY, TIME, Crew, Limits, run_apart

BUSY: dict[str, Callable[[], Any]] = {
    "sleep": lambda: time.sleep(60),
    "loop": lambda: sum(1 for _ in iter(int, 1)),
    "c": lambda: 10 ** (10**8),
    "deaf": lambda: (signal.signal(signal.SIGTERM, signal.SIG_IGN), time.sleep(60)),
}
FATAL: dict[str, tuple[Callable[[], Any], str, str]] = {
    "memory": (lambda: len(bytearray(3 * 2**30)), NO_MEMORY, "no more memory"),
    "segfault": (lambda: ctypes.string_at(0), CRASH, "signal 11"),
    "killed": (lambda: os.kill(os.getpid(), signal.SIGKILL), CRASH, "signal 9"),
    "abort": (os.abort, CRASH, "signal 6"),
    "exit": (lambda: os._exit(3), CRASH, "exit code 3"),
    "error": (lambda: 1 // 0, CRASH, "ZeroDivisionError"),
    "no json": (object, CRASH, "TypeError"),
    "quit": (lambda: sys.exit(0), CRASH, "SystemExit"),
}


def test_values_come_back() -> None:
    for value in (None, [1, "2"], "x" * 3_000_000, {"a": {}}):
        assert run_apart(lambda value=value: value, Limits(20)).value == value


def test_what_is_printed_does_no_harm() -> None:
    def work() -> int:
        print("{}")
        os.write(1, b"noise\n")
        os.write(2, b"noise\n")
        return 7

    assert run_apart(work, Limits(20)).value == 7


@pytest.mark.parametrize("name", BUSY)
def test_time(name: str) -> None:
    started = time.monotonic()
    outcome = run_apart(BUSY[name], Limits(0.5))
    assert outcome.failure == TIME and outcome.value is None
    assert 0.4 < time.monotonic() - started < 1


@pytest.mark.parametrize("name", FATAL)
def test_crashes(name: str) -> None:
    work, failure, detail = FATAL[name]
    outcome = run_apart(work, Limits(20))
    assert outcome.failure == failure and detail in outcome.detail


def test_a_crew_loses_one_piece_of_work() -> None:
    def work(number: int) -> int:
        if number == 3:
            os.abort()
        if number == 4:
            time.sleep(60)
        return number * number

    found = dict(Crew(work, 2, Limits(1)).run(range(8)))
    assert {n: o.value for n, o in found.items() if not o.failure} == {
        n: n * n for n in (0, 1, 2, 5, 6, 7)
    }
    assert (found[3].failure, found[4].failure) == (CRASH, TIME)


def test_an_abandoned_crew_leaves_nobody(tmp_path: Path) -> None:
    def work(number: int) -> int:
        (tmp_path / str(number)).write_text(str(os.getpid()))
        if number:
            time.sleep(60)
        return number

    running = Crew(work, 3, Limits(60)).run(range(3))
    next(running)
    while len(pids(tmp_path)) < 3:
        time.sleep(0.01)
    running.close()
    assert not any(map(alive, pids(tmp_path)))


@pytest.mark.skipif(sys.platform != "linux", reason="the system cannot tell a child of it")
def test_nobody_outlives_a_killed_parent(tmp_path: Path) -> None:
    code = f"""
import os, time
from pathlib import Path
from verifier.apart import Limits, run_apart

def inner():
    Path({str(tmp_path)!r}, "inner").write_text(str(os.getpid()))
    time.sleep(60)

def outer():
    Path({str(tmp_path)!r}, "outer").write_text(str(os.getpid()))
    run_apart(inner, Limits(60), nested=True)

run_apart(outer, Limits(60))
"""
    parent = subprocess.Popen([sys.executable, "-c", code])
    until(lambda: len(pids(tmp_path)) == 2)
    parent.kill()
    parent.wait()
    until(lambda: not any(map(alive, pids(tmp_path))))


def pids(folder: Path) -> list[int]:
    return [int(text) for path in folder.iterdir() if (text := path.read_text())]


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def until(condition: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
