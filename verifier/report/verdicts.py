"""From what was found to a verdict.  `proved` comes from the separate check alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from verifier.language.statement import Statement
from verifier.language.terms import HasLaw, Proposition
from verifier.lemma import LemmaResult
from verifier.report.cards import Card, Denial
from verifier.report.engine import (
    Attack,
    Run,
    conclusion_text,
    hypothesis_texts,
    statement_digest,
    statement_latex,
)
from verifier.report.rechecking import Recheck
from verifier.result import Fuzz, MeasurementResult, StepResult, Trust, Verdict

EXHAUSTIVE = "all"
PRINTED_STEP = "printed step"  # the rule of a step whose premises are hypotheses of its own


@dataclass(frozen=True)
class Claim:
    """A statement to be proved or refuted: a lemma's own (`step` is empty) or a printed step's.

    `denial`, if there is one, is the statement whose proof refutes it.
    """

    step: str
    statement: Statement
    has_proof: bool
    denial: Denial | None = None


@dataclass(frozen=True)
class Settled:
    """What became of a claim."""

    verdict: Verdict
    method: str = ""
    scope: Literal["all", "instances"] | None = None
    steps: tuple[StepResult, ...] = ()
    trust: Trust = Trust()
    witness: Mapping[str, Any] | None = None
    reason: str = ""
    proof: Mapping[str, Any] | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class Finding:
    """What a report says of one lemma, and where the lemma is.

    `proofs` holds the proof file of each claim that is proved, by the name of the printed step or,
    for the lemma's own, the empty string.
    """

    card: Card
    result: LemmaResult
    complaints: tuple[str, ...] = ()
    proofs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        return f"<{self.result.lemma.id}: {self.verdict}>"

    def __str__(self) -> str:
        from verifier.report.detail import detail

        return detail(self)

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from verifier.display.results import finding_html

        return finding_html(self)

    @property
    def verdict(self) -> Verdict:
        """The verdict on the lemma."""
        return self.result.verdict

    @property
    def passes(self) -> bool:
        """Whether the verdict is the expected one and no evidence contradicts it."""
        return self.result.as_expected and not contradictions(self.result)


def claims(card: Card) -> tuple[Claim, ...]:
    """What has to be settled for a lemma."""
    if not card.lemma.printed_steps:
        return (Claim("", card.lemma.statement, card.has_proof, card.denials.get("")),)
    return tuple(
        Claim(
            step.name,
            step.statement,
            step.name in card.proved_steps,
            card.denials.get(step.name),
        )
        for step in card.lemma.printed_steps
    )


def after_recheck(claim: Claim, run: Run, checked: Recheck) -> Settled:
    """The verdict on a claim once the separate process has spoken.

    Guaranteed to be `proved` only if that process accepted the file, for every value of its
    variables, and what the file proves is the claim itself; `refuted` only if it is the denial.
    """
    aim = claim.statement if claim.denial is None else claim.denial.statement
    if not checked.accepted:
        reason = f"the separate check rejects the proof: {checked.reason or 'no reason given'}"
    elif checked.digest != statement_digest(aim):
        reason = f"the proof proves another statement: {checked.statement}"
    elif checked.scope != EXHAUSTIVE:
        reason = f"the proof covers {checked.scope or 'an unknown part'} only"
    else:
        trust = Trust(checked.cited, checked.solver)
        if claim.denial is not None:
            return Settled(
                "refuted",
                "kernel proof of the negation",
                "all",
                run.steps,
                trust,
                claim.denial.values,
                reason=f"proved: {conclusion_text(aim)}",
                proof=run.proof,
            )
        return Settled("proved", "kernel proof", "all", run.steps, trust, proof=run.proof)
    scope: Literal["instances"] | None = "instances" if checked.scope == "instances" else None
    return Settled("unknown", "kernel proof", scope, run.steps, reason=reason)


def after_attack(claim: Claim, run: Run | None, attack: Attack) -> Settled:
    """The verdict on a claim that has no proof, or whose proof script failed."""
    steps = run.steps if run else ()
    if claim.statement.constants and attack.verdict != "unknown":
        # An instance is for one choice of the constants, whoever says that it refutes the claim.
        reason = "a single instance cannot refute that there are constants"
        return Settled("unknown", "search", steps=steps, reason=reason)
    if attack.verdict in ("refuted", "ill-posed"):
        return Settled(
            attack.verdict, "search", steps=steps, witness=attack.witness, reason=attack.reason
        )
    reasons = [run.reason if run else "", attack.reason or "no counterexample was found"]
    return Settled("unknown", "search", steps=steps, reason="; ".join(filter(None, reasons)))


def conclude(
    card: Card,
    settled: Mapping[str, Settled],
    fuzz: Fuzz | None,
    measurements: Sequence[MeasurementResult],
    troubles: Sequence[str],
    seconds: float,
) -> Finding:
    """The finding on a lemma all of whose claims are settled."""
    whole = _printed(card, settled) if card.lemma.printed_steps else settled[""]
    witness = whole.witness
    result = LemmaResult(
        lemma=card.lemma,
        verdict=whole.verdict,
        scope=whole.scope,
        trust=whole.trust,
        steps=whole.steps,
        failing_steps=_failing(whole),
        counterexample=witness if whole.verdict == "refuted" else None,
        undefined_at=witness if whole.verdict == "ill-posed" else None,
        reason=whole.reason,
        fuzz=fuzz,
        measurements=tuple(measurements),
        seconds=round(seconds, 3),
        proof_file=whole.proof,
    )
    proofs = {step: part.proof for step, part in settled.items() if part.proof is not None}
    complaints = (*troubles, *contradictions(result), *_emptiness(result))
    return Finding(card, result, complaints, proofs)


def _printed(card: Card, settled: Mapping[str, Settled]) -> Settled:
    """The verdict on a paper's own proof: refuted where a step is, proved where all are and one of
    them is the lemma's own statement."""
    lemma = card.lemma
    parts = [settled[step.name] for step in lemma.printed_steps]
    steps = tuple(
        _as_step(step.name, step.statement, part)
        for step, part in zip(lemma.printed_steps, parts, strict=True)
    )
    trust = Trust(
        tuple(sorted({name for part in parts for name in part.trust.cited})),
        tuple(sorted({name for part in parts for name in part.trust.solver})),
    )
    named = [(step.name, step.verdict) for step in steps]
    false = [name for name, verdict in named if verdict in ("refuted", "ill-posed")]
    if false:
        reason = f"fails at: {', '.join(false)}"
        return Settled("refuted", "steps", None, steps, trust, reason=reason)
    missing = [name for name, verdict in named if verdict != "proved"]
    if missing:
        reason = f"not settled: {', '.join(missing)}"
        return Settled("unknown", "steps", None, steps, trust, reason=reason)
    own = statement_digest(lemma.statement)
    if all(statement_digest(step.statement) != own for step in lemma.printed_steps):
        reason = "every printed step holds, but none of them is the lemma's own statement"
        return Settled("unknown", "steps", None, steps, trust, reason=reason)
    return Settled("proved", "steps", "all", steps, trust)


def _as_step(name: str, statement: Statement, part: Settled) -> StepResult:
    return StepResult(
        name=name,
        rule=PRINTED_STEP,
        text=conclusion_text(statement),
        latex=statement_latex(statement),
        verdict=part.verdict,
        method=part.method,
        certificate=part.verdict == "proved" and not part.trust.solver,
        seconds=part.seconds,
        reason=part.reason,
        premises=tuple(f"{text}   ({name})" for name, text in hypothesis_texts(statement)),
        witness=part.witness,
    )


def _failing(whole: Settled) -> tuple[StepResult, ...]:
    if whole.verdict == "proved":
        return ()
    false = tuple(s for s in whole.steps if s.verdict in ("refuted", "ill-posed"))
    failing = false or tuple(s for s in whole.steps if s.verdict != "proved")
    # A block fails because a step inside of it does: that step is the one to look at.
    return tuple(
        step
        for step in failing
        if not any(other.name.startswith(f"{step.name} / ") for other in failing)
    )


def contradictions(result: LemmaResult) -> tuple[str, ...]:
    """Evidence that cannot be true together with a proof: a defect that must not go unseen."""
    found = [
        f"measurement {table.name!r} contradicts its bound {table.bound}"
        for table in result.measurements
        if table.bound_holds is False
    ]
    if result.verdict == "proved" and result.fuzz and result.fuzz.failures:
        found.append(
            f"{result.fuzz.failures} of {result.fuzz.examples} random instances (seed "
            f"{result.fuzz.seed}) contradict the proof"
        )
    return tuple(found)


def _emptiness(result: LemmaResult) -> tuple[str, ...]:
    fuzz = result.fuzz
    if fuzz is None or any(map(_is_infinite_law, result.lemma.statement.assumptions)):
        return ()
    if fuzz.examples + fuzz.failures + fuzz.undecided == 0 and not fuzz.hurried:
        return (
            "no instance satisfies all hypotheses: the lemma may be vacuous; check that they do "
            "not exclude each other",
        )
    return ()


def _is_infinite_law(proposition: Proposition) -> bool:
    """Whether it names a law that no instance has, since those have finitely many values."""
    return isinstance(proposition, HasLaw) and proposition.law != "finite"


def exit_code(findings: Sequence[Finding], problems: Sequence[object]) -> int:
    """2 if an input could not be read, else 1 if a lemma fails, else 0."""
    if problems:
        return 2
    return 0 if all(finding.passes for finding in findings) else 1
