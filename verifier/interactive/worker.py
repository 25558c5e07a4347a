"""The process in which `prove` decides: a statement as JSON comes in, its decision goes out.

    python -m verifier.interactive.worker

It has one thread, unlike a notebook's kernel, so that its own worker can be forked from it.
"""

from __future__ import annotations

import json
import sys
import time

from verifier.cli.deciding import decide_apart
from verifier.digits import integers_of_any_length
from verifier.language.encode import statement_from_json
from verifier.report.processes import bind_to_parent


def main() -> None:
    """Decides the statement on standard input."""
    started = time.monotonic()
    bind_to_parent()
    asked = json.load(sys.stdin)
    statement = statement_from_json(asked["statement"])
    found = decide_apart(statement, asked["seconds"], started, asked["require_certificate"])
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    with integers_of_any_length():
        main()
