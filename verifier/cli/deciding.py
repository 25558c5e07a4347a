"""Deciding a problem apart: what single problems and batches share."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from verifier.apart import NO_MEMORY, TIME, Limits, Outcome, run_apart
from verifier.cli.common import UsageError, cause
from verifier.language.statement import Statement
from verifier.report.processes import ONE_THREAD

SCHEMA_FILE = Path(__file__).with_name("prove.schema.json")
GRACE = 0.25  # seconds after which a worker that overruns its time is killed
_LOADED = (
    "verifier.decide.portfolio",
    "verifier.decide.refutation",
    "scipy.optimize",
    "scipy.sparse",
    "scipy.linalg",
    "clarabel",
)


def limits(timeout: float) -> Limits:
    """The limits of a worker whose problem has so much time."""
    return Limits(timeout + GRACE)


def one_thread() -> None:
    """Holds numerical libraries, once they are loaded, to the one thread that a fork needs."""
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")


def load() -> None:
    """Imports what decides, so that workers forked from this process need not.

    Nothing is run here: libraries start threads when they are used, and a fork would lose them.
    """
    for name in _LOADED:
        with contextlib.suppress(ImportError):  # some are optional
            importlib.import_module(name)
    gc.collect()
    gc.freeze()  # what is shared with the workers is not touched by their collections


def write(out: TextIO, name: str, text: str) -> None:
    """Writes the text and a newline at once.  Raises `UsageError` where there is no room for it."""
    try:
        out.write(text + "\n")
        out.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        if out is sys.stdout:  # what is left in its buffer has nowhere to go
            os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
        else:
            with contextlib.suppress(OSError):
                out.close()
        raise UsageError(f"{name}: cannot be written: {cause(error)}") from error


def decide(statement: Statement, timeout: float, require_certificate: bool) -> dict[str, Any]:
    """The decision as JSON; to be called in a worker."""
    from verifier.decide.portfolio import decide_statement

    return decide_statement(statement, timeout, require_certificate).to_json()


def decide_apart(
    statement: Statement, timeout: float, started: float, require_certificate: bool
) -> dict[str, Any]:
    """The decision as JSON by a worker of its own, within `timeout` seconds of `started`, a time
    of `time.monotonic()`."""
    one_thread()
    # What was spent so far counts, and what the worker loads as well.
    left = max(0.0, timeout - (time.monotonic() - started))
    outcome = run_apart(partial(decide, statement, left, require_certificate), limits(left))
    found: dict[str, Any] = outcome.value
    return lost(outcome, timeout) if outcome.failure else found


def lost(outcome: Outcome, timeout: float) -> dict[str, Any]:
    """The decision, as JSON, where the worker gave none."""
    from verifier.decide.decision import unknown

    if outcome.failure == TIME:
        reason = f"the time limit of {timeout:g} s was reached; {outcome.detail}"
    elif outcome.failure == NO_MEMORY:
        reason = f"out of memory: {outcome.detail}"
    else:
        reason = f"the worker was lost: {outcome.detail}"
    return unknown(reason, outcome.seconds).to_json()
