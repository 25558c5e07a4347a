"""Re-checks proof files in a process of its own, without lemma files and without searching.

    python -m verifier.recheck FILE ...

prints one JSON object a line for each file, in order: path, accepted, reason, id, statement (the
text of what the proof proves), statement_digest, cited, solver, scope, unused (names of the
hypotheses that the proof does without), steps.  Exit code 0 if all were accepted, 1 if some proof
was rejected, 2 if a file could not be read.

Each file is checked in a child process, which alone ends when the file is made to exhaust time or
memory: then it is rejected.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from typing import Any, NoReturn

from verifier.kernel.proof_file import check_proof, statement_digest
from verifier.kernel.theorem import CITED
from verifier.language.render import statement_text

MAX_BYTES = 16 * 2**20
MAX_MEMORY = 2 * 2**30
MAX_SECONDS = 60


def main(paths: list[str]) -> int:
    """Checks the files and prints a line for each; returns the exit code."""
    worst = 0
    for path in paths:
        result, code = _apart(path)
        print(json.dumps(result), flush=True)
        worst = max(worst, code)
    return worst


def _apart(path: str) -> tuple[dict[str, Any], int]:
    """What `recheck_file` returns in a child process, or a rejection if that does not survive."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        _answer(path, writer)
    os.close(writer)
    with open(reader, encoding="utf-8") as answer:
        said = answer.read()
    _, status = os.waitpid(child, 0)
    if status == 0 and said:
        result, code = json.loads(said)
        return result, code
    ended = os.waitstatus_to_exitcode(status)
    if ended == -signal.SIGALRM:
        return _rejected(path, f"checking took longer than {MAX_SECONDS} s"), 1
    return _rejected(path, f"checking it ended the process ({ended}), maybe out of memory"), 1


def _answer(path: str, writer: int) -> NoReturn:
    """Writes what `recheck_file` returns, and ends the process whatever happens."""
    try:
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.alarm(MAX_SECONDS)  # ends the process also where no Python code is running
        with open(writer, "w", encoding="utf-8") as answer:
            json.dump(recheck_file(path), answer)
        os._exit(0)
    finally:
        os._exit(1)


def recheck_file(path: str) -> tuple[dict[str, Any], int]:
    """What one file proves, and 0 (accepted), 1 (rejected) or 2 (unreadable)."""
    try:
        data = _load(path)
    except (OSError, ValueError, RecursionError, MemoryError) as error:
        return _rejected(path, f"cannot be read as a proof: {_line(error)}"), 2
    try:
        checked = check_proof(data)
        return {
            "path": path,
            "accepted": True,
            "reason": "",
            "id": checked.id,
            "statement": statement_text(checked.statement),
            "statement_digest": statement_digest(checked.statement),
            "cited": [CITED[name] for name in checked.cited],
            "solver": [],
            "scope": "all",
            "unused": list(checked.unused),
            "steps": checked.steps,
        }, 0
    except Exception as error:  # what fails in any way is not accepted
        return _rejected(path, _line(error)), 1


def _load(path: str) -> Any:
    with open(path, "rb") as file:
        written = file.read(MAX_BYTES + 1)
    if len(written) > MAX_BYTES:
        raise ValueError(f"larger than {MAX_BYTES} bytes")
    return json.loads(written.decode("utf-8"))


def _rejected(path: str, reason: str) -> dict[str, Any]:
    return {"path": path, "accepted": False, "reason": reason, "id": None, "statement": None,
            "statement_digest": None, "cited": [], "solver": [], "scope": None,
            "unused": [], "steps": 0}  # fmt: skip


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:500] or type(error).__name__


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
