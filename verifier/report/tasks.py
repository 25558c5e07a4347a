"""The pieces of work that a report is cut into, each done by a worker process."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal, TypeAlias

from verifier.lemma import Lemma, PrintedStep
from verifier.library import InputError, load_file
from verifier.report import codec
from verifier.report.cards import describe
from verifier.report.engine import Engine

Kind: TypeAlias = Literal["describe", "prove", "attack", "fuzz", "drop", "measure"]
KINDS = ("describe", "prove", "attack", "fuzz", "drop", "measure")


@dataclass(frozen=True)
class Task:
    """One piece of work: what to do with which lemma of which file.

    `step` names a printed step where the work is about that and not about the lemma itself;
    `index` is that of the measurement, or of the hypothesis to be dropped; `recall` is the witness
    of an earlier attack; `proofs` is the folder where proofs of this report are kept.
    """

    kind: Kind
    file: Path
    lemma: str = ""
    step: str = ""
    index: int = 0
    examples: int = 0
    seed: int = 0
    seconds: float = 0.0
    quick: bool = False
    proofs: Path = Path()
    recall: Mapping[str, Any] | None = None

    def to_json(self) -> dict[str, Any]:
        """The task as JSON."""
        return {**asdict(self), "file": str(self.file), "proofs": str(self.proofs)}


def read_task(data: Any) -> Task:
    """A task from JSON."""
    kind = codec.get(data, "kind", str)
    if kind not in KINDS:
        raise codec.CodecError(f"{kind!r} is not a kind of task")
    return Task(
        kind=kind,  # type: ignore[arg-type]
        file=Path(codec.get(data, "file", str)),
        lemma=codec.get(data, "lemma", str),
        step=codec.get(data, "step", str),
        index=codec.get(data, "index", int),
        examples=codec.get(data, "examples", int),
        seed=codec.get(data, "seed", int),
        seconds=codec.get(data, "seconds", float),
        quick=codec.get(data, "quick", bool),
        proofs=Path(codec.get(data, "proofs", str)),
        recall=codec.optional(data, "recall", dict),
    )


def perform(task: Task, engine: Engine) -> dict[str, Any]:
    """The result of a task as JSON, with the seconds that it took.

    Raises `InputError` where the file or the lemma cannot be read.
    """
    if task.kind != "describe":
        return perform_on(_find(task), task, engine)
    return {"cards": [describe(entry) for entry in load_file(task.file)]}


def perform_on(lemma: Lemma, task: Task, engine: Engine) -> dict[str, Any]:
    """The result of a task on a lemma as JSON, with the seconds that it took."""
    started = time.perf_counter()
    result = _ACTIONS[task.kind](task, lemma, engine)
    return {**result, "seconds": round(time.perf_counter() - started, 3)}


def _prove(task: Task, lemma: Lemma, engine: Engine) -> dict[str, Any]:
    asked = step_as_lemma(lemma, task.step) if task.step else lemma
    run = engine.prove(asked, task.proofs)
    return {"steps": codec.plain(run.steps), "proof": run.proof, "reason": run.reason}


def _attack(task: Task, lemma: Lemma, engine: Engine) -> dict[str, Any]:
    statement = _printed_step(lemma, task.step).statement if task.step else lemma.statement
    found = engine.attack(statement, task.seed, task.seconds, task.recall)
    return {"attack": codec.plain(found)}


def _fuzz(task: Task, lemma: Lemma, engine: Engine) -> dict[str, Any]:
    found = engine.fuzz(lemma.statement, task.examples, task.seed, task.seconds)
    return {"fuzz": codec.plain(found)}


def _drop(task: Task, lemma: Lemma, engine: Engine) -> dict[str, Any]:
    found = engine.drop(lemma.statement, task.index, task.seed, task.seconds)
    return {"hypothesis": codec.plain(found)}


def _measure(task: Task, lemma: Lemma, engine: Engine) -> dict[str, Any]:
    table = engine.measure(lemma.measurements[task.index], task.quick)
    return {"table": codec.plain(table)}


_ACTIONS: dict[str, Callable[[Task, Lemma, Engine], dict[str, Any]]] = {
    "prove": _prove,
    "attack": _attack,
    "fuzz": _fuzz,
    "drop": _drop,
    "measure": _measure,
}


def step_as_lemma(lemma: Lemma, name: str) -> Lemma:
    """A printed step as a lemma of its own, so that it is proved as one."""
    step = _printed_step(lemma, name)
    return replace(
        lemma,
        statement=step.statement,
        proof=step.proof,
        refutation=step.refutation,
        printed_steps=(),
        expected="proved",
    )


def _printed_step(lemma: Lemma, name: str) -> PrintedStep:
    return next(step for step in lemma.printed_steps if step.name == name)


def _find(task: Task) -> Lemma:
    for entry in load_file(task.file):
        if entry.lemma.id == task.lemma:
            return entry.lemma
    raise InputError(f"{task.file} does not define {task.lemma}")
