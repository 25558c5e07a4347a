"""Runs kept in files, to the last bit, so that they can be taken up again."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

from verifier.descent.backend import Backend, Problem, Snapshot
from verifier.descent.event import Event
from verifier.descent.walk import Mark

SCHEMA = 1

Identity: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Progress:
    """A run so far: where to go on, the iterations found for the events (by number), the states."""

    mark: Mark
    found: Mapping[int, int]
    trajectory: tuple[Snapshot, ...]


def identity(
    problem: Problem, backend: Backend, events: Sequence[Event], record: Sequence[int]
) -> Identity:
    """What two runs must have in common for one to continue the other, as JSON."""
    return {
        "loss": problem.objective.text,
        "step": str(problem.step),
        "weights": [str(weight) for weight in problem.weights],
        "backend": backend.name,
        "bits": backend.bits,
        "events": [str(event) for event in events],
        "record": list(record),
    }


def save(path: Path, run: Identity, progress: Progress, backend: Backend) -> None:
    """Writes the file as a whole or not at all.  Raises `ValueError` if it cannot."""
    iteration, values, stretch, to_test = progress.mark
    encode = backend.encode
    content = {
        "schema": SCHEMA,
        "run": run,
        "iteration": iteration,
        "values": [encode(value) for value in values],
        "stretch": stretch,
        "to_test": to_test,
        "found": {str(number): at for number, at in progress.found.items()},
        "trajectory": [
            {
                "iteration": state.iteration,
                "weights": [encode(weight) for weight in state.weights],
                "product": encode(state.product),
                "loss": encode(state.loss),
            }
            for state in progress.trajectory
        ],
    }
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(content, file)
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise ValueError(f"cannot write {path}: {error.strerror or error}") from None


def load(path: Path, run: Identity, backend: Backend) -> Progress | None:
    """The progress in the file; None if there is no such file.

    Raises `ValueError` if the file is of another run, is damaged, or cannot be read.
    """
    unusable = f"{path} is not a usable checkpoint: delete it to start anew"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ValueError(f"cannot read {path}: {error.strerror or error}") from None
    except (ValueError, RecursionError):
        raise ValueError(unusable) from None
    try:
        kept, version = dict(content["run"]), content["schema"]
        different = [key for key, value in run.items() if kept.get(key) != value]
        if not different and version == SCHEMA:
            return _progress(content, backend)
    except (ValueError, LookupError, TypeError, AttributeError):
        raise ValueError(unusable) from None
    if different:
        raise ValueError(
            f"{path} is the checkpoint of another run ({', '.join(different)}): give another file"
        )
    raise ValueError(unusable)


def _progress(content: Any, backend: Backend) -> Progress:
    decode = backend.decode
    mark = Mark(
        int(content["iteration"]),
        [decode(text) for text in content["values"]],
        int(content["stretch"]),
        int(content["to_test"]),
    )
    trajectory = tuple(
        Snapshot(
            int(state["iteration"]),
            tuple(decode(text) for text in state["weights"]),
            decode(state["product"]),
            decode(state["loss"]),
        )
        for state in content["trajectory"]
    )
    found = {int(number): int(at) for number, at in content["found"].items()}
    run = content["run"]
    usable = (
        mark.iteration >= 1
        and mark.stretch >= 1
        and mark.to_test >= 0
        and len(mark.values) == len({abs(Fraction(weight)) for weight in run["weights"]})
        and all(number in range(len(run["events"])) for number in found)
        and all(1 <= at <= mark.iteration for at in found.values())
    )
    if not usable:
        raise ValueError("no progress of this run")
    return Progress(mark, found, trajectory)
