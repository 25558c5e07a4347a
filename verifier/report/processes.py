"""Python processes that see the same `verifier` and nothing of the current folder, and that do not
outlive the one that started them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from verifier.apart import ending

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")
ATTEMPTS = 2  # at work over which a process is killed: the cause may be another's hunger for memory
_SECONDS_TO_DIE = 5.0
_PR_SET_PDEATHSIG = 1


def command(module: str, *arguments: str) -> list[str]:
    """The command that runs a module: `-P`, so that a file of the current folder cannot stand in
    for one of the standard library."""
    return [sys.executable, "-P", "-m", module, *arguments]


def start(
    arguments: list[str], stdin: int, stderr: int | IO[str], *, errors: str = "strict"
) -> subprocess.Popen[str]:
    """Starts a process in a session of its own: Ctrl-C on a terminal ends the process that
    started it, which ends it in turn."""
    return subprocess.Popen(
        arguments,
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=stderr,
        env=environment(),
        encoding="utf-8",
        errors=errors,
        start_new_session=True,
    )


def end(process: subprocess.Popen[str]) -> None:
    """Kills a process that was started so, and whatever it has started itself."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_SECONDS_TO_DIE)


def bind_to_parent(number: int = signal.SIGKILL) -> None:
    """Has the system send this process a signal when the one that started it dies, even if that
    is killed; only Linux can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number)


def how_it_ended(work: str, code: int, said: Sequence[str]) -> str:
    """Why a process gave no answer, in a line: `work` is what it did, `said` its last words."""
    hungry = ", maybe for want of memory" if code == -signal.SIGKILL else ""
    last = f": {said[-1]}" if said else ""
    return f"the process that {work} it {ending(code)}{hungry}{last}"


def environment() -> dict[str, str]:
    """This process's environment, with the folder of this very package on the module path.

    Numerical libraries are held to one thread, since there is a process for every core already.
    Hypothesis keeps nothing: else it would in the folder of the user.
    """
    package_parent = str(Path(__file__).resolve().parents[2])
    known = os.environ.get("PYTHONPATH", "")
    path = os.pathsep.join(part for part in (package_parent, known) if part)
    threads = {name: os.environ.get(name, "1") for name in ONE_THREAD}
    nowhere = os.path.join(os.devnull, "hypothesis")  # a folder that cannot be made
    return {
        "HYPOTHESIS_STORAGE_DIRECTORY": nowhere,
        **os.environ,
        **threads,
        "PYTHONPATH": path,
    }


def cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not offered on every system
        return os.cpu_count() or 1
