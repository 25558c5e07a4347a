"""Worker processes that do tasks side by side; one that dies loses its own task and no other."""

from __future__ import annotations

import contextlib
import json
import queue
import secrets
import subprocess
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import IO, Any

from verifier.report.processes import ATTEMPTS, command, end, how_it_ended, start
from verifier.report.tasks import Task

PRIORITIES = 4
_SECONDS_TO_END = 5.0  # for a process that answers no more


@dataclass(frozen=True)
class Answer:
    """What came of a task: its result, or why there is none."""

    task: Task
    result: Mapping[str, Any] | None
    failure: str = ""


class Crew:
    """`jobs` worker processes, each started when there is work for it.

    Answers are put into `done` as they come.  Tasks of lower priority number go first.  A task
    whose worker is killed by a signal is given to a second one.
    """

    def __init__(self, jobs: int, engine: str, done: queue.SimpleQueue[Any]) -> None:
        self._engine = engine
        self._done = done
        # Queues that no signal can leave locked, whenever it interrupts the main thread: one for
        # each priority, and one with a ticket for each task, or False at the end of the work.
        self._waiting: tuple[queue.SimpleQueue[Task], ...]
        self._waiting = tuple(queue.SimpleQueue() for _ in range(PRIORITIES))
        self._tickets: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._processes: set[subprocess.Popen[str]] = set()
        self._closed = False
        self._jobs = jobs
        for _ in range(jobs):
            threading.Thread(target=self._serve, daemon=True).start()

    def submit(self, task: Task, priority: int) -> None:
        """Hands a task to whichever worker is free first; the priority is below `PRIORITIES`."""
        self._waiting[priority].put(task)
        self._tickets.put(True)

    def close(self) -> None:
        """Ends all workers, whatever they are doing; they are gone when it returns."""
        with self._lock:
            self._closed = True
        for _ in range(self._jobs):
            self._tickets.put(False)
        for process in self._processes:
            end(process)

    def _serve(self) -> None:
        worker: _Worker | None = None
        while self._tickets.get() and not self._closed:
            task = self._next()
            try:
                for _ in range(ATTEMPTS):
                    if worker is None or worker.process.poll() is not None:
                        worker = self._start()
                    answer = worker.ask(task)
                    if not worker.killed:
                        break
                else:
                    answer = replace(answer, failure=f"{answer.failure} (tried twice)")
            except Exception as error:  # whatever happens, whoever waits gets an answer
                worker = None
                answer = Answer(task, None, f"no process could work on it: {error}")
            self._done.put(answer)

    def _next(self) -> Task:
        """The first of the tasks; there is one for each ticket."""
        while True:
            for waiting in self._waiting:
                with contextlib.suppress(queue.Empty):
                    return waiting.get_nowait()

    def _start(self) -> _Worker:
        with self._lock:
            if self._closed:
                raise RuntimeError("the work was called off")
            worker = _Worker(self._engine)
            self._processes = {one for one in self._processes if one.poll() is None}
            self._processes.add(worker.process)
            return worker


class _Worker:
    """One worker process and what it wrote to standard error.

    `killed` says whether a signal has ended it.
    """

    def __init__(self, engine: str) -> None:
        self.killed = False
        self.errors: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        self.process = start(
            command("verifier.report.worker", engine), subprocess.PIPE, self.errors
        )

    def ask(self, task: Task) -> Answer:
        """The answer to a task; a failure with the reason if the process dies over it."""
        assert self.process.stdin and self.process.stdout
        # A lemma file may write into the pipe: only a line that knows the number is an answer.
        number = secrets.token_hex(8)
        try:
            self.process.stdin.write(json.dumps({"number": number, **task.to_json()}) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        except UnicodeDecodeError:
            line = "?"
        if not line:
            return Answer(task, None, self._death())
        try:
            answer = json.loads(line)
            if answer["number"] != number:
                raise ValueError("an answer out of turn")
            result = answer.get("result")
            if result is not None and not isinstance(result, dict):
                raise ValueError("an answer of another form")
            return Answer(task, result, str(answer.get("failure", "")))
        except (ValueError, KeyError, TypeError, AttributeError):
            end(self.process)
            return Answer(task, None, "the process that worked on it gave no readable answer")

    def _death(self) -> str:
        """How the process ended, now that it answers no more."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(_SECONDS_TO_END)
        self.killed = (self.process.poll() or 0) < 0
        end(self.process)
        self.errors.seek(0)
        said = [line.strip() for line in self.errors if line.strip()]
        return how_it_ended("worked on", self.process.returncode, said)
