"""One lemma that was made in a notebook cell or a script: proved, re-checked or refuted."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

from verifier.digits import integers_of_any_length
from verifier.language.terms import LanguageError
from verifier.lemma import Lemma
from verifier.report.cards import described, read_card
from verifier.report.case import Case
from verifier.report.codec import CodecError
from verifier.report.engine import Backend
from verifier.report.rechecking import recheck
from verifier.report.run import FULL, QUICK
from verifier.report.tasks import Task, perform_on
from verifier.report.verdicts import Finding
from verifier.report.worker import load_engine

SESSION = Path("this session")  # where a report says that such a lemma stands


def check(
    lemma: Lemma, *, evidence: bool = False, quick: bool = True, backend: Backend = Backend()
) -> Finding:
    """What `report` says of a lemma: its verdict, every step of its proof, a counterexample.

    Guaranteed to say `proved` only after a separate process, which imports the kernel and not this
    session, has accepted the proof file and found it to prove the lemma's own statement; `refuted`
    only with a counterexample that exact evaluation confirms, or with a proof of the negation that
    was checked in the same way.

    With `evidence` the statement is also fuzzed, each of its hypotheses is dropped in turn, and its
    measurements are run, which may take long; without `quick` that is done as thoroughly as in a
    report.  Nothing is kept for later runs.

    Raises `LanguageError` for what is no lemma.
    """
    if not isinstance(lemma, Lemma):
        raise LanguageError(
            f"{type(lemma).__name__} is no lemma: give a Lemma(...), or use prove for an inequality"
        )
    with integers_of_any_length(), tempfile.TemporaryDirectory(prefix="verifier-") as folder:
        card = read_card(described(lemma, ""), SESSION)
        work = _Work(lemma, Case(card, QUICK if quick else FULL, Path(folder)), backend)
        work.settle()
        if evidence:
            work.gather()
        return work.case.finding()


@dataclass(frozen=True)
class _Work:
    """One lemma and the state of what is found out about it."""

    lemma: Lemma
    case: Case
    backend: Backend

    def settle(self) -> None:
        """Settles every claim of the lemma: by its proof, and where that fails by an attack."""
        for claim in self.case.claims.values():
            task: Task | None = self.case.first_task(claim)
            while task is not None:
                task = self.done(task)

    def gather(self) -> None:
        """Gathers evidence, once the verdict is known."""
        for task in self.case.evidence_tasks():
            self.done(task)
        for task in self.case.drop_tasks():
            self.done(task)

    def done(self, task: Task) -> Task | None:
        """Does a piece of work; returns the attack that follows where a proof has failed."""
        try:
            result = perform_on(self.lemma, task, load_engine(self.backend.engine))
        except Exception as error:  # the lemma's own code or a defect: that piece of work is lost
            text = " ".join(str(error).split()) or "no message"
            self.case.fail(task, f"{type(error).__name__}: {text}")
            return None
        try:
            match task.kind:
                case "prove":
                    attack = self.case.take_run(task, result)
                    if attack is not None:
                        return attack
                    self._recheck(task)
                case "attack":
                    self.case.take_attack(task, result)
                case "fuzz":
                    self.case.take_fuzz(task, result)
                case "drop":
                    self.case.take_drop(task, result)
                case _:
                    self.case.take_table(task, result)
        except CodecError as error:
            self.case.fail(task, f"its result cannot be read: {error}")
        return None

    def _recheck(self, task: Task) -> None:
        """Has the proof of a claim checked by the separate process."""
        path = self.case.proofs / "proof.json"
        path.write_text(json.dumps(self.case.runs[task.step].proof), encoding="utf-8")
        (checked,) = recheck([path], self.backend.checker)
        self.case.take_recheck(task.step, checked)
