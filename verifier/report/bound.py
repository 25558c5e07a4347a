"""Runs a module in a process that is ended, with all that it has started, when the process that
asked for it dies.

    python -m verifier.report.bound MODULE ARGUMENT...
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
from typing import NoReturn

from verifier.report.processes import bind_to_parent


def main(argv: list[str]) -> None:
    """Runs the module; to be called in a process that leads a group."""
    signal.signal(signal.SIGTERM, _end)
    bind_to_parent(signal.SIGTERM)
    sys.argv = argv
    runpy.run_module(argv[0], run_name="__main__", alter_sys=True)


def _end(*_: object) -> NoReturn:
    """Ends the whole group: children of this process are told of no parent's death."""
    os.killpg(0, signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
