"""Starting Python processes that see the same `verifier` and nothing of the current folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")


def command(module: str, *arguments: str) -> list[str]:
    """The command that runs a module: `-P`, so that a file of the current folder cannot stand in
    for one of the standard library."""
    return [sys.executable, "-P", "-m", module, *arguments]


def environment() -> dict[str, str]:
    """This process's environment, with the folder of this very package on the module path.

    Numerical libraries are held to one thread, since there is a process for every core already.
    """
    package_parent = str(Path(__file__).resolve().parents[2])
    known = os.environ.get("PYTHONPATH", "")
    path = os.pathsep.join(part for part in (package_parent, known) if part)
    threads = {name: os.environ.get(name, "1") for name in ONE_THREAD}
    return {**os.environ, **threads, "PYTHONPATH": path}


def cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not offered on every system
        return os.cpu_count() or 1
