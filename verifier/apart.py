"""Work done in a child process, under limits that hold whatever the work is busy with."""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import json
import os
import resource
import select
import selectors
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, NoReturn, TypeVar

T = TypeVar("T")

MEMORY = 2 * 2**30
TIME, NO_MEMORY, CRASH = "time", "memory", "crash"
_PR_SET_PDEATHSIG = 1
_CHUNK = 2**20


@dataclass(frozen=True)
class Limits:
    """Seconds from the start until the child is killed, and bytes of address space."""

    seconds: float
    memory: int = MEMORY


@dataclass(frozen=True)
class Outcome:
    """What came of a piece of work: a JSON value, or why there is none.

    `failure` is "time", "memory" or "crash", and empty where there is a value; `detail` says how
    the child ended.
    """

    value: Any
    failure: str = ""
    detail: str = ""
    seconds: float = 0.0


class Apart:
    """A child process forked to do one piece of work, which returns a JSON value.

    The process that makes it should have one thread.  Guaranteed not to outlive the limit of
    time, nor (on Linux) the process that made it, even if that is killed.
    """

    def __init__(self, work: Callable[[], Any], limits: Limits, *, nested: bool = False) -> None:
        """Starts the work; `nested` is for work that is itself started by work done apart."""
        self.started = time.monotonic()
        self.deadline = self.started + limits.seconds
        self._nested = nested
        self._said = bytearray()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115
        self._reader, writer = os.pipe()
        parent = os.getpid()
        self._pid = os.fork()
        if not self._pid:
            _serve(work, limits, parent, writer, self._errors.fileno(), nested)
        os.close(writer)
        os.set_blocking(self._reader, False)
        self._ended: int | None = None
        if not nested:
            with contextlib.suppress(OSError):  # the child does the same: whoever is first
                os.setpgid(self._pid, self._pid)

    def fileno(self) -> int:
        """What becomes readable when there is something to `read`."""
        return self._reader

    def read(self) -> bool:
        """Takes in what the child has said; whether that is all."""
        while True:
            try:
                chunk = os.read(self._reader, _CHUNK)
            except BlockingIOError:
                return False
            self._said += chunk
            if not chunk or chunk.endswith(b"\n"):
                return True

    def outcome(self) -> Outcome:
        """What came of it, once `read` is true or the deadline has passed."""
        seconds = time.monotonic() - self.started
        if self._said.endswith(b"\n"):
            answer = json.loads(self._said)
            return Outcome(answer["value"], answer["failure"], answer["detail"], seconds)
        if time.monotonic() >= self.deadline:
            return Outcome(None, TIME, "it was still busy", seconds)
        self.end()
        code = self._wait(0)
        errors = self._stderr()
        if "memory" in errors.lower() or "alloc" in errors.lower():
            return Outcome(None, NO_MEMORY, "the process could get no more memory", seconds)
        return Outcome(None, CRASH, f"the process {ending(code)}", seconds)

    def end(self) -> None:
        """Kills the child, and what it has started."""
        if self._ended is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                if self._nested:
                    os.kill(self._pid, signal.SIGKILL)
                else:
                    os.killpg(self._pid, signal.SIGKILL)

    def gone(self) -> bool:
        """Whether the child has ended; frees what it held."""
        if self._wait(os.WNOHANG) is None:
            return False
        self.close()
        return True

    def close(self) -> None:
        """Kills the child if it still runs, waits for its end and frees what it held."""
        self.end()
        self._wait(0)
        if not self._errors.closed:
            self._errors.close()
            os.close(self._reader)

    def _wait(self, flags: int) -> Any:
        """How the child has ended; None while it has not."""
        if self._ended is None:
            pid, status = os.waitpid(self._pid, flags)
            if pid:
                self._ended = os.waitstatus_to_exitcode(status)
        return self._ended

    def _stderr(self) -> str:
        self._errors.seek(0)
        return self._errors.read(_CHUNK).decode("utf-8", "replace")


def run_apart(work: Callable[[], Any], limits: Limits, *, nested: bool = False) -> Outcome:
    """What comes of one piece of work in a child process."""
    child = Apart(work, limits, nested=nested)
    try:
        while not child.read():
            left = child.deadline - time.monotonic()
            if left <= 0:
                break
            select.select([child], [], [], left)
        return child.outcome()
    finally:
        child.close()


class Crew(Generic[T]):
    """Pieces of work done side by side, each in a child process of its own."""

    def __init__(self, work: Callable[[T], Any], jobs: int, limits: Limits) -> None:
        self._work, self._jobs, self._limits = work, jobs, limits
        self._selector = selectors.DefaultSelector()
        self._busy: dict[Apart, T] = {}
        self._ending: list[Apart] = []

    def run(self, items: Iterable[T]) -> Iterator[tuple[T, Outcome]]:
        """Each item with what came of it, as they finish.  Whenever it ends, so do all children."""
        waiting = iter(items)
        try:
            while self._fill(waiting):
                for child in self._finished():
                    item = self._busy.pop(child)
                    self._selector.unregister(child)
                    outcome = child.outcome()
                    child.end()
                    self._ending.append(child)
                    yield item, outcome
        finally:
            for child in (*self._busy, *self._ending):
                child.end()
            for child in (*self._busy, *self._ending):
                child.close()
            self._selector.close()

    def _fill(self, waiting: Iterator[T]) -> bool:
        """Gives work to whoever is free; whether anyone is busy then."""
        self._ending = [child for child in self._ending if not child.gone()]
        while len(self._busy) < self._jobs:
            for item in waiting:
                child = Apart(lambda item=item: self._work(item), self._limits)  # type: ignore[misc]
                self._busy[child] = item
                self._selector.register(child, selectors.EVENT_READ)
                break
            else:
                break
        return bool(self._busy)

    def _finished(self) -> list[Apart]:
        """The children that have answered, ended or run out of time; waits for the first."""
        found: dict[Apart, None] = {}
        while not found:
            left = min(child.deadline for child in self._busy) - time.monotonic()
            for key, _ in self._selector.select(max(0.0, left)):
                child = key.fileobj
                assert isinstance(child, Apart)
                if child.read():
                    found[child] = None
            now = time.monotonic()
            found.update((child, None) for child in self._busy if child.deadline <= now)
        return list(found)


def ending(code: int) -> str:
    """How a process ended, in words."""
    return f"was ended by signal {-code}" if code < 0 else f"ended with exit code {code}"


def _serve(
    work: Callable[[], Any],
    limits: Limits,
    parent: int,
    writer: int,
    errors: int,
    nested: bool,
) -> NoReturn:
    """What the child does: the work, one line of JSON, and nothing after it."""
    try:
        if not nested:
            os.setpgid(0, 0)
        _bind_to(parent)
        _limit(limits)
        faulthandler.disable()  # of a crash, the parent tells
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(errors, 1)
        os.dup2(errors, 2)
        answer = _answer(work)
        with open(writer, "w", encoding="utf-8") as out:
            out.write(answer + "\n")
        os._exit(0)
    finally:
        os._exit(1)


def _answer(work: Callable[[], Any]) -> str:
    try:
        return json.dumps({"value": work(), "failure": "", "detail": ""})
    except MemoryError:
        failure, detail = NO_MEMORY, "the process could get no more memory"
    except BaseException as error:  # a defect: that piece of work is lost, no other
        text = " ".join(str(error).split())[:200]
        failure, detail = CRASH, f"{type(error).__name__}: {text}"
    return json.dumps({"value": None, "failure": failure, "detail": detail})


def _address_space() -> int:
    """Bytes of address space that this process has already, most of it shared with its parent: a
    limit below that would end it at once.  0 where that is not known."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 0
    return pages * resource.getpagesize()


def _limit(limits: Limits) -> None:
    memory = max(limits.memory, _address_space() + limits.memory // 2)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for number in (signal.SIGALRM, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    # Ends the process also where no Python code is running and nobody is left to kill it.
    signal.setitimer(signal.ITIMER_REAL, limits.seconds + 1)


def _bind_to(parent: int) -> None:
    """Has the system kill this process when its parent dies, where the system can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
