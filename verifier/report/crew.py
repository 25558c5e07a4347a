"""Worker processes that do tasks side by side; one that dies loses its own task and no other."""

from __future__ import annotations

import itertools
import json
import queue
import secrets
import subprocess
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any, TypeAlias

from verifier.apart import ending
from verifier.report.processes import command, environment
from verifier.report.tasks import Task


@dataclass(frozen=True)
class Answer:
    """What came of a task: its result, or why there is none."""

    task: Task
    result: Mapping[str, Any] | None
    failure: str = ""


_Ticket: TypeAlias = "tuple[int, int, Task | None]"


class Crew:
    """`jobs` worker processes, each started when there is work for it.

    Answers are put into `done` as they come.  Tasks of lower priority number go first.
    """

    def __init__(self, jobs: int, engine: str, done: queue.Queue[Any]) -> None:
        self._engine = engine
        self._done = done
        self._waiting: queue.PriorityQueue[_Ticket] = queue.PriorityQueue()
        self._order = itertools.count()
        self._lock = threading.Lock()
        self._processes: set[subprocess.Popen[str]] = set()
        self._closed = False
        self._jobs = jobs
        for _ in range(jobs):
            threading.Thread(target=self._serve, daemon=True).start()

    def submit(self, task: Task, priority: int) -> None:
        """Hands a task to whichever worker is free first."""
        self._waiting.put((priority, next(self._order), task))

    def close(self) -> None:
        """Ends all workers at once, whatever they are doing."""
        with self._lock:
            self._closed = True
            for process in self._processes:
                process.kill()
        for _ in range(self._jobs):
            self._waiting.put((-1, next(self._order), None))

    def _serve(self) -> None:
        worker: _Worker | None = None
        while (task := self._waiting.get()[2]) is not None:
            try:
                if worker is None or worker.process.poll() is not None:
                    worker = self._start()
                answer = worker.ask(task)
            except Exception as error:  # whatever happens, whoever waits gets an answer
                worker = None
                answer = Answer(task, None, f"no process could work on it: {error}")
            self._done.put(answer)
        if worker is not None:
            worker.process.kill()
            worker.process.wait()

    def _start(self) -> _Worker:
        with self._lock:
            if self._closed:
                raise RuntimeError("the work was called off")
            worker = _Worker(self._engine)
            self._processes.add(worker.process)
            return worker


class _Worker:
    """One worker process and what it wrote to standard error."""

    def __init__(self, engine: str) -> None:
        self.errors: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        self.process = subprocess.Popen(
            command("verifier.report.worker", engine),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            env=environment(),
            text=True,
            encoding="utf-8",
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
        except (BrokenPipeError, UnicodeDecodeError):
            line = ""
        try:
            answer = json.loads(line)
            if answer["number"] != number:
                raise ValueError("an answer out of turn")
            result = answer.get("result")
            if result is not None and not isinstance(result, dict):
                raise ValueError("an answer of another form")
            return Answer(task, result, str(answer.get("failure", "")))
        except (ValueError, KeyError, TypeError, AttributeError):
            self.process.kill()
            return Answer(task, None, self._end())

    def _end(self) -> str:
        code = self.process.wait()
        self.errors.seek(0)
        said = [line.strip() for line in self.errors if line.strip()]
        last = f": {said[-1]}" if said else ""
        return f"the process that worked on it {ending(code)}{last}"
