"""The one place where reports touch what proves, refutes, fuzzes and measures.

Everything heavy is imported when it is first used: `list` and `--help` need none of it.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from verifier.language.statement import Over, Statement
from verifier.lemma import Lemma
from verifier.result import Fuzz, HypothesisEvidence, MeasurementResult, StepResult, Verdict

if TYPE_CHECKING:
    from verifier.evidence.measurement import Measurement
    from verifier.language.instance import Instance

MAX_DIGITS = 100_000


@dataclass(frozen=True)
class Backend:
    """Who does the work, by the names under which other processes find them."""

    engine: str = "verifier.report.engine:ENGINE"
    checker: str = "verifier.recheck"


@dataclass(frozen=True)
class Run:
    """What came of a proof script; `proof` is the proof file, or None if a step failed."""

    steps: tuple[StepResult, ...]
    proof: Mapping[str, Any] | None
    reason: str = ""


@dataclass(frozen=True)
class Attack:
    """What came of a search for a counterexample: `refuted` or `ill-posed` with a witness, or
    `unknown` with the reason.

    `recall` is the witness in the form in which a later search can be told of it.
    """

    verdict: Verdict
    witness: Mapping[str, Any] | None = None
    reason: str = ""
    recall: Mapping[str, Any] | None = None


class Engine(Protocol):
    """What a worker asks for."""

    def prove(self, lemma: Lemma, store: Path) -> Run:
        """Runs the proof script of a lemma, beside a folder of proofs that it may use."""

    def attack(self, statement: Statement, seed: int, seconds: float, recall: Any = None) -> Attack:
        """Searches for an exact counterexample; looks at an earlier one first."""

    def fuzz(self, statement: Statement, examples: int, seed: int, seconds: float) -> Fuzz:
        """Tries random instances."""

    def drop(
        self, statement: Statement, index: int, seed: int, seconds: float
    ) -> HypothesisEvidence:
        """Attacks the statement without one of its hypotheses."""

    def measure(self, measurement: Measurement, quick: bool) -> MeasurementResult:
        """Runs one measurement."""


class StandardEngine:
    """The engine of the package."""

    def prove(self, lemma: Lemma, store: Path) -> Run:
        """Runs the proof script of a lemma, beside a folder of proofs that it may use."""
        from verifier.proof.run import prove
        from verifier.proof.store import ProofStore

        found = prove(lemma, ProofStore(store))
        return Run(found.steps, found.proof, found.reason)

    def attack(self, statement: Statement, seed: int, seconds: float, recall: Any = None) -> Attack:
        """Searches for an exact counterexample; looks at an earlier one first."""
        if statement.constants:
            missing = "a claim that constants exist is refuted by a proof for every choice of them"
            return Attack("unknown", None, missing)
        from verifier.evidence.counterexample import Counterexample, search
        from verifier.language.evaluate import Kind, check_instance
        from verifier.report.witness import read_instance, write_instance

        found = None
        if recall is not None:
            with contextlib.suppress(*_NO_INSTANCE):  # else it is searched for
                instance = read_instance(statement, recall)
                found = Counterexample(instance, check_instance(statement, instance))
        if found is None or found.outcome.kind is not Kind.VIOLATED:
            found = search(statement, seed, seconds)
        if found is None:
            return Attack("unknown", None, "no counterexample was found")
        witness, again = shown_witness(statement, found.instance), write_instance(found.instance)
        if found.outcome.kind is Kind.VIOLATED:
            return Attack("refuted", witness, "", again)
        return Attack("ill-posed", witness, f"undefined there: {found.outcome.where}", again)

    def fuzz(self, statement: Statement, examples: int, seed: int, seconds: float) -> Fuzz:
        """Tries random instances."""
        from verifier.evidence.fuzz import fuzz

        return fuzz(statement, examples, seed, seconds).evidence()

    def drop(
        self, statement: Statement, index: int, seed: int, seconds: float
    ) -> HypothesisEvidence:
        """Attacks the statement without one of its hypotheses."""
        from verifier.evidence.assumptions import needed

        found = needed(statement, statement.hypotheses[index], seed, seconds)
        return replace(found, text=hypothesis_texts(statement)[index][1])

    def measure(self, measurement: Measurement, quick: bool) -> MeasurementResult:
        """Runs one measurement."""
        return measurement.run(quick)


ENGINE = StandardEngine()
_NO_INSTANCE = (ValueError, ArithmeticError, LookupError, TypeError, RecursionError)


def confirmed(statement: Statement, attack: Attack) -> Attack:
    """What is to be believed of an attack that a worker speaks of.

    Lemma files run in workers, so that a counterexample is made again from its values and
    evaluated here; where that does not give the same verdict, there is none.
    """
    from verifier.language.evaluate import Kind, check_instance
    from verifier.report.witness import read_instance

    if statement.constants or attack.verdict not in ("refuted", "ill-posed"):
        return attack
    wanted = Kind.VIOLATED if attack.verdict == "refuted" else Kind.ILL_POSED
    with contextlib.suppress(*_NO_INSTANCE):
        instance = read_instance(statement, attack.recall)
        if check_instance(statement, instance).kind is wanted:
            return replace(attack, witness=shown_witness(statement, instance))
    return Attack("unknown", None, "the counterexample that was found is not confirmed")


def shown_witness(statement: Statement, instance: Instance) -> dict[str, Any]:
    """The values of all that a statement declares."""
    values = instance.to_json()
    declared = [d.symbol if isinstance(d, Over) else d for d in statement.variables]
    return {item.name: values[item.name] for item in declared}


def raise_limits() -> None:
    """Lets integers of a thousand digits be read and written, as reports hold them."""
    sys.set_int_max_str_digits(MAX_DIGITS)


def step_names(lemma: Lemma) -> tuple[str, ...]:
    """The names of all steps of a lemma's proof as its run lists them, or of its printed proof."""
    if lemma.printed_steps:
        return tuple(step.name for step in lemma.printed_steps)
    from verifier.proof import run

    return tuple(run.names_of_steps(lemma))


def encode_statement(statement: Statement) -> dict[str, Any]:
    """A statement as JSON."""
    from verifier.language.encode import statement_to_json

    return statement_to_json(statement)


def decode_statement(data: Any) -> Statement:
    """A statement from JSON; raises `LanguageError` where it is not one."""
    from verifier.language.encode import statement_from_json

    return statement_from_json(data)


def statement_digest(statement: Statement) -> str:
    """The digest by which a statement is compared with what a proof proves; kept with it."""
    known: str | None = statement.__dict__.get("_digest")
    if known is None:
        from verifier.kernel import proof_file

        known = statement.__dict__["_digest"] = proof_file.statement_digest(statement)
    return known


def statement_text(statement: Statement) -> str:
    """A statement in plain text."""
    from verifier.language import render

    return render.statement_text(statement)


def statement_latex(statement: Statement) -> str:
    """A statement in LaTeX."""
    from verifier.language import render

    return render.statement_latex(statement)


def statement_lines(statement: Statement) -> list[dict[str, str]]:
    """The lines of a statement as JSON: declarations, hypotheses by name, conclusion."""
    from verifier.language import render

    return [
        {"kind": text.kind, "name": text.name, "text": text.body, "latex": latex.body}
        for text, latex in render.statement_lines(statement)
    ]


def conclusion_text(statement: Statement) -> str:
    """A statement's conclusion in plain text."""
    from verifier.language import render

    return render.text(statement.conclusion)


def hypothesis_texts(statement: Statement) -> tuple[tuple[str, str], ...]:
    """The hypotheses of a statement: each name with the proposition in plain text."""
    from verifier.language import render

    return tuple((h.name, render.text(h.proposition)) for h in statement.hypotheses)
