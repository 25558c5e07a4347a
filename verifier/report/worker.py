"""A worker process: reads tasks from standard input, one JSON value a line, and answers each.

    python -m verifier.report.worker MODULE:ENGINE

Answers go to what was standard output when the process began; afterwards standard output is
standard error, so that a lemma file that prints does no harm.
"""

from __future__ import annotations

import importlib
import json
import os
import queue
import sys
import threading
from typing import Any, TextIO

from verifier.library import InputError
from verifier.report.engine import Engine, raise_limits
from verifier.report.processes import bind_to_parent
from verifier.report.tasks import perform, read_task


def main(argv: list[str]) -> int:
    """Answers tasks until standard input ends."""
    bind_to_parent()
    raise_limits()
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    engine = load_engine(argv[0])
    waiting: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_listen, args=(sys.stdin, waiting), daemon=True).start()
    while True:
        answer = _answer(waiting.get(), engine)
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def load_engine(name: str) -> Engine:
    """The engine called MODULE:NAME."""
    module, _, attribute = name.partition(":")
    engine: Engine = getattr(importlib.import_module(module), attribute)
    return engine


def _listen(tasks: TextIO, waiting: queue.Queue[str]) -> None:
    """Passes tasks on; ends the process when the one that asks is gone, busy or not."""
    for line in tasks:
        waiting.put(line)
    os._exit(0)


def _answer(line: str, engine: Engine) -> dict[str, Any]:
    data = json.loads(line)
    answer: dict[str, Any] = {"number": data["number"]}
    try:
        return {**answer, "result": perform(read_task(data), engine)}
    except InputError as error:
        return {**answer, "failure": str(error)}
    except Exception as error:  # a lemma file or a defect: that piece of work is lost, no other
        text = " ".join(str(error).split()) or "no message"
        return {**answer, "failure": f"{type(error).__name__}: {text}"}


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        os._exit(130)
