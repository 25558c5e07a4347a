"""One lemma on its way to a finding: what is still to be done, and what was found so far."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from verifier.report import codec
from verifier.report.cards import Card
from verifier.report.engine import Attack, Run, confirmed, hypothesis_texts
from verifier.report.rechecking import Recheck
from verifier.report.tasks import Kind, Task
from verifier.report.verdicts import (
    Claim,
    Finding,
    Settled,
    after_attack,
    after_recheck,
    claims,
    conclude,
)
from verifier.result import Fuzz, HypothesisEvidence, MeasurementResult

HYPOTHESES = 6  # the time for dropping them is for at least so many


@dataclass(frozen=True)
class Effort:
    """How much is tried for a lemma; `drop_seconds` are shared by its hypotheses."""

    examples: int
    fuzz_seconds: float
    attack_seconds: float
    drop_seconds: float
    seed: int
    quick: bool

    def within(self, seconds: float) -> Effort:
        """The same with at most so many seconds for fuzzing and dropping hypotheses together."""
        part = min(1.0, seconds / (self.fuzz_seconds + self.drop_seconds))
        return replace(
            self, fuzz_seconds=part * self.fuzz_seconds, drop_seconds=part * self.drop_seconds
        )


@dataclass
class Case:
    """The state of one lemma.  `waiting` holds a mark for each piece of work not yet done."""

    card: Card
    effort: Effort
    proofs: Path = Path()
    waiting: set[str] = field(default_factory=set)
    settled: dict[str, Settled] = field(default_factory=dict)
    runs: dict[str, Run] = field(default_factory=dict)
    spent: dict[str, float] = field(default_factory=dict)
    fuzz: Fuzz | None = None
    drops: dict[int, HypothesisEvidence] = field(default_factory=dict)
    tables: dict[int, MeasurementResult] = field(default_factory=dict)
    dropping: bool = False
    troubles: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self.claims = {claim.step: claim for claim in claims(self.card)}
        self.waiting.update(f"claim {step}" for step in self.claims)

    @property
    def verdict_known(self) -> bool:
        """Whether every claim is settled."""
        return len(self.settled) == len(self.claims)

    @property
    def done(self) -> bool:
        """Whether nothing is left to do."""
        return not self.waiting

    def first_task(self, claim: Claim) -> Task:
        """How work on a claim begins: with its proof if it has one, else with an attack."""
        return self._task("prove" if claim.has_proof else "attack", claim.step)

    def evidence_tasks(self) -> list[Task]:
        """What evidence there is to gather before a verdict is known."""
        tasks = [
            # An instance says nothing of constants that are claimed to exist.
            *([] if self.card.lemma.statement.constants else [self._task("fuzz")]),
            *(self._task("measure", index=index) for index in range(self.card.measurements)),
        ]
        self.waiting.update(map(_mark, [*tasks, *self._droppable()]))
        return tasks

    def _droppable(self) -> list[Task]:
        lemma = self.card.lemma
        if lemma.printed_steps or self.card.denials or not self.card.has_proof:
            return []
        return [self._task("drop", index=i) for i in range(len(lemma.statement.hypotheses))]

    def drop_tasks(self) -> list[Task]:
        """The hypotheses to be dropped, once, when the verdict is known.

        They are dropped from what is proved: the rest may be false with them.  Those that the
        proof does without need no search.
        """
        if self.dropping or not self.verdict_known:
            return []
        self.dropping = True
        tasks = [task for task in self._droppable() if task.index not in self.drops]
        if all(claim.verdict == "proved" for claim in self.settled.values()):
            return tasks
        for task in tasks:
            self.forgo(task)
        return []

    def _task(self, kind: Kind, step: str = "", index: int = 0) -> Task:
        effort = self.effort
        return Task(
            kind=kind,
            file=self.card.file,
            lemma=self.card.lemma.id,
            step=step,
            index=index,
            examples=effort.examples,
            seed=effort.seed,
            seconds=self._seconds(kind),
            quick=effort.quick,
            proofs=self.proofs,
        )

    def _seconds(self, kind: Kind) -> float:
        if kind == "fuzz":
            return self.effort.fuzz_seconds
        if kind != "drop":
            return self.effort.attack_seconds
        return self.effort.drop_seconds / max(HYPOTHESES, len(self.card.lemma.statement.hypotheses))

    def take_run(self, task: Task, result: Mapping[str, Any]) -> Task | None:
        """Takes in a proof run; returns the attack that follows where a step failed."""
        proof = codec.optional(result, "proof", dict)
        steps = codec.several(result, "steps", codec.step)
        run = Run(steps, proof, codec.get(result, "reason", str, ""))
        self.runs[task.step] = run
        self._spend(task, result)
        return None if run.proof is not None else self._task("attack", task.step)

    def take_recheck(self, step: str, checked: Recheck) -> None:
        """Takes in what the separate process says of the proof of a claim."""
        settled = after_recheck(self.claims[step], self.runs[step], checked)
        self._settle(step, settled)
        if settled.verdict == "proved" and not step:
            self._take_unused(checked.unused)

    def _take_unused(self, unused: tuple[str, ...]) -> None:
        """Takes in which hypotheses the checked proof does without."""
        if self.card.lemma.printed_steps:
            return
        for index, (name, text) in enumerate(hypothesis_texts(self.card.lemma.statement)):
            if name in unused:
                self.drops[index] = HypothesisEvidence(text, needed=False)
                self.waiting.discard(f"drop {index}")

    def take_attack(self, task: Task, result: Mapping[str, Any]) -> None:
        """Takes in the outcome of a search for a counterexample."""
        data = codec.get(result, "attack", dict)
        claim = self.claims[task.step]
        attack = confirmed(
            claim.statement,
            Attack(
                codec.verdict(data),
                codec.optional(data, "witness", dict),
                codec.get(data, "reason", str, ""),
                codec.optional(data, "recall", dict),
            ),
        )
        self._spend(task, result)
        self._settle(task.step, after_attack(claim, self.runs.get(task.step), attack))

    def take_fuzz(self, task: Task, result: Mapping[str, Any], date: str = "") -> None:
        """Takes in the outcome of fuzzing; `date` says when, if not now."""
        found = codec.fuzz(codec.get(result, "fuzz", dict))
        self.fuzz = replace(found, date=date or _today())
        self._finish(task, result, fresh=not date)

    def take_drop(self, task: Task, result: Mapping[str, Any], date: str = "") -> None:
        """Takes in whether a hypothesis is needed; `date` says when, if not now."""
        self.drops[task.index] = codec.hypothesis(codec.get(result, "hypothesis", dict))
        self._finish(task, result, fresh=not date)

    def take_table(self, task: Task, result: Mapping[str, Any], date: str = "") -> None:
        """Takes in the outcome of a measurement; `date` says when, if not now."""
        table = codec.measurement(codec.get(result, "table", dict))
        self.tables[task.index] = replace(table, date=date or _today())
        self._finish(task, result, fresh=not date)

    def fail(self, task: Task, reason: str) -> None:
        """Takes in that a piece of work came to nothing."""
        if task.kind in ("prove", "attack"):
            run = self.runs.get(task.step)
            steps = run.steps if run else ()
            said = "; ".join(filter(None, (run.reason if run else "", reason)))
            self._settle(task.step, Settled("unknown", task.kind, steps=steps, reason=said))
        else:
            self.troubles.append(f"{_NAMES[task.kind].format(task.index + 1)} failed: {reason}")
            self.forgo(task)

    def forgo(self, task: Task) -> None:
        """Does without some evidence."""
        self.waiting.discard(_mark(task))

    def finding(self) -> Finding:
        """What is to be said of the lemma."""
        drops = tuple(self.drops[index] for index in sorted(self.drops))
        fuzz = replace(self.fuzz, hypotheses=drops) if self.fuzz else None
        tables = [self.tables[index] for index in sorted(self.tables)]
        return conclude(self.card, self.settled, fuzz, tables, tuple(self.troubles), self.seconds)

    def _settle(self, step: str, settled: Settled) -> None:
        self.settled[step] = replace(settled, seconds=round(self.spent.get(step, 0.0), 3))
        self.waiting.discard(f"claim {step}")

    def _spend(self, task: Task, result: Mapping[str, Any]) -> None:
        seconds = codec.get(result, "seconds", float, 0.0)
        self.spent[task.step] = self.spent.get(task.step, 0.0) + seconds
        self.seconds += seconds

    def _finish(self, task: Task, result: Mapping[str, Any], *, fresh: bool) -> None:
        if fresh:
            self.seconds += codec.get(result, "seconds", float, 0.0)
        self.waiting.discard(_mark(task))


_NAMES = {
    "fuzz": "fuzzing",
    "drop": "dropping hypothesis {}",
    "measure": "measurement {}",
}


def _mark(task: Task) -> str:
    return f"{task.kind} {task.index}"


def _today() -> str:
    return datetime.date.today().isoformat()
