"""Re-checks proof files in a process of its own, without lemma files and without searching.

    python -m verifier.recheck FILE ...

prints one JSON object a line for each file, in order: path, accepted, reason, id, statement (the
text of what the proof proves), statement_digest, cited, solver, scope, unused (names of the
hypotheses that the proof does without), steps.  Exit code 0 if all
were accepted, 1 if some proof was rejected, 2 if a file could not be read.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from verifier.kernel.proof_file import check_proof, statement_digest
from verifier.kernel.theorem import CITED
from verifier.language.render import statement_text
from verifier.language.terms import LanguageError

MAX_BYTES = 64 * 2**20
MAX_MEMORY = 2 * 2**30
MAX_SECONDS = 60


class RecheckTimeout(Exception):
    """A proof took longer than `MAX_SECONDS` to check."""


def main(paths: list[str]) -> int:
    """Checks the files and prints a line for each; returns the exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    signal.signal(signal.SIGALRM, _out_of_time)
    worst = 0
    for path in paths:
        result, code = recheck_file(path)
        print(json.dumps(result), flush=True)
        worst = max(worst, code)
    return worst


def recheck_file(path: str) -> tuple[dict[str, Any], int]:
    """What one file proves, and 0 (accepted), 1 (rejected) or 2 (unreadable)."""
    try:
        data = _load(Path(path))
    except (OSError, ValueError, RecursionError) as error:
        return _rejected(path, f"cannot be read as a proof: {_line(error)}"), 2
    signal.alarm(MAX_SECONDS)
    try:
        checked = check_proof(data)
    except (LanguageError, RecursionError, MemoryError, RecheckTimeout) as error:
        return _rejected(path, _line(error) or type(error).__name__), 1
    finally:
        signal.alarm(0)
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


def _load(path: Path) -> Any:
    if path.stat().st_size > MAX_BYTES:
        raise ValueError(f"larger than {MAX_BYTES} bytes")
    return json.loads(path.read_text(encoding="utf-8"))


def _rejected(path: str, reason: str) -> dict[str, Any]:
    return {"path": path, "accepted": False, "reason": reason, "id": None, "statement": None,
            "statement_digest": None, "cited": [], "solver": [], "scope": None,
            "unused": [], "steps": 0}  # fmt: skip


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:500]


def _out_of_time(_signal: int, _frame: FrameType | None) -> None:
    raise RecheckTimeout(f"checking took longer than {MAX_SECONDS} s")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
