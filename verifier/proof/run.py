"""Running a proof script: each step by its justification, and the result as a proof value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from verifier.kernel.facts import must_be_defined
from verifier.kernel.proof_file import check_statement
from verifier.kernel.rules import logic
from verifier.kernel.theorem import CITED, Theorem, infer
from verifier.language.denial import denial
from verifier.language.render import latex, text
from verifier.language.statement import Over, Statement
from verifier.language.terms import TRUE, LanguageError, Node, Proposition
from verifier.lemma import Lemma, Step
from verifier.proof.explain import explain
from verifier.proof.justification import reference_name
from verifier.proof.logic import decide, run_steps
from verifier.proof.prover import ProofError, Prover, Reference
from verifier.proof.store import ProofStore
from verifier.proof_writer import proof_to_json
from verifier.result import StepResult, Trust

NEGATION = "the negation"  # the last step of a refutation


@dataclass(frozen=True)
class ProofRun:
    """What came of a proof script: a result for each step, and the proof if all of them hold."""

    steps: tuple[StepResult, ...]
    proof: dict[str, Any] | None
    trust: Trust
    reason: str = ""


@dataclass
class Trace:
    """What the steps of a running proof came to, innermost first, and the scope in which the first
    of them failed."""

    entries: list[StepResult]
    failed: Prover | None = None

    def add(
        self, scope: Prover, step: Step, theorem: Theorem | None, seconds: float, reason: str = ""
    ) -> None:
        """Records one step that was tried in a scope."""
        claim = theorem.conclusion if theorem is not None else step.claim
        if theorem is None and self.failed is None:
            self.failed = scope
        self.entries.append(
            StepResult(
                name=" / ".join((*scope.path, step.name)),
                rule=step.by.rule,
                text="" if claim is None else text(claim),
                latex="" if claim is None else latex(claim),
                verdict="unknown" if theorem is None else "proved",
                method=_method(theorem),
                certificate=theorem is not None,
                seconds=seconds,
                reason=reason,
                premises=step.by.premise_names if theorem is not None else facts(scope, step),
            )
        )


def facts(scope: Prover, step: Step) -> tuple[str, ...]:
    """What a step that fails could use: the facts that it names, and what is assumed around it."""
    named = [_fact(scope, reference) for reference in step.by.premises]
    assumed = [text(theorem.conclusion) for theorem in scope.local]
    inside = scope.always[scope.hypotheses :]
    assumed += [_fact(scope, name) for name in inside]
    return tuple(dict.fromkeys([*named, *assumed]))


def _fact(scope: Prover, reference: Reference) -> str:
    try:
        return f"{text(scope.fact(reference).conclusion)}   ({reference_name(reference)})"
    except LanguageError:
        return reference_name(reference)


def scope_of(
    statement: Statement, trace: Trace | None = None, store: ProofStore | None = None
) -> Prover:
    """The scope in which a statement is proved: its hypotheses as named facts."""
    declared: tuple[Node, ...] = tuple(
        d.symbol if isinstance(d, Over) else d for d in statement.variables
    )
    scope = Prover(trace=trace, store=store).reserving(*declared)
    for hypothesis in statement.hypotheses:
        assumed = infer(logic.assume, proposition=hypothesis.proposition)
        scope = scope.knowing(hypothesis.name, assumed, always=True)
    return replace(scope, hypotheses=len(statement.hypotheses))


def prove_statement(
    statement: Statement,
    steps: Sequence[Step],
    trace: Trace | None = None,
    store: ProofStore | None = None,
) -> tuple[Theorem, list[Theorem | None]]:
    """The theorem of a statement, and those that show it to be defined.

    Raises `ProofError` naming the step that does not follow.
    """
    theorem = run_steps(scope_of(statement, trace, store), steps, statement.conclusion)
    definedness = [
        _shown_defined(statement, position) for position in range(len(statement.hypotheses) + 1)
    ]
    check_statement(statement, theorem, definedness)
    return theorem, definedness


def _shown_defined(statement: Statement, position: int) -> Theorem | None:
    parts: list[Proposition] = [*statement.assumptions, statement.conclusion]
    last = position == len(statement.hypotheses)
    condition = must_be_defined(parts[position], is_conclusion=last)
    if condition == TRUE:
        return None
    earlier = replace(statement, hypotheses=statement.hypotheses[:position])
    try:
        return scope_of(earlier).obtain(condition)
    except ProofError as error:
        name = "the conclusion" if last else f"hypothesis '{statement.hypotheses[position].name}'"
        raise ProofError(f"{name} may be undefined: {error}", condition) from error


def lemma_theorem(lemma: Lemma, store: ProofStore | None = None) -> Theorem:
    """The theorem of a lemma, by its own proof.  Raises `ProofError` if it has none that holds."""
    if not lemma.proof:
        failure = f"{lemma.id} has no proof that could be used"
        raise ProofError(failure, advice="give it one, or assume what it says as a hypothesis")
    try:
        return prove_statement(lemma.statement, lemma.proof, store=store)[0]
    except LanguageError as error:
        failure = f"the proof of {lemma.id} fails: {error}"
        raise ProofError(failure, advice=f"mend the proof of {lemma.id} first") from error


def prove(lemma: Lemma, store: ProofStore | None = None) -> ProofRun:
    """Guaranteed to return; a step that does not follow is the last result, with its reason.

    Of a lemma with a refutation, what is proved is its denial.  Proofs of the lemmas that it uses
    are looked up in `store`, where its own is kept as well.
    """
    trace = Trace([])
    statement, steps = lemma.statement, lemma.proof
    try:
        if lemma.refutation is not None:
            statement = denial(statement, lemma.refutation.choice)
            steps = (*lemma.refutation.proof, _negation(statement, lemma.refutation.proof))
        theorem, definedness = prove_statement(statement, steps, trace, store)
    except RecursionError:
        return ProofRun(tuple(trace.entries), None, Trust(), "the terms are nested too deeply")
    except LanguageError as error:
        return ProofRun(_explained(statement, trace, error), None, Trust(), str(error))
    proof = proof_to_json(lemma.id, statement, theorem, definedness)
    if store is not None:
        store.write(statement, proof)
    cited = theorem.cited.union(*(d.cited for d in definedness if d is not None))
    return ProofRun(tuple(trace.entries), proof, Trust(tuple(sorted(CITED[c] for c in cited))))


def _negation(denied: Statement, steps: Sequence[Step]) -> Step:
    """The step that puts the parts of a refutation together."""
    return Step(NEGATION, denied.conclusion, decide(*(step.name for step in steps)))


def _explained(statement: Statement, trace: Trace, error: LanguageError) -> tuple[StepResult, ...]:
    """The results so far; the innermost step that failed says why, and where it is false."""
    failed = next((i for i, e in enumerate(trace.entries) if e.verdict != "proved"), None)
    if failed is None:
        return tuple(trace.entries)
    found, step = explain(statement, error, trace.failed), trace.entries[failed]
    goal = error.goal if isinstance(error, ProofError) else None
    refuted = found.witness is not None and goal is not None and text(goal) == step.text
    trace.entries[failed] = replace(
        step,
        reason=step.reason + found.reason,
        witness=found.witness,
        advice=found.advice,
        verdict="refuted" if refuted else "unknown",
    )
    return tuple(trace.entries)


def names_of_steps(lemma: Lemma) -> list[str]:
    """The names of all steps of a lemma's proof or refutation, as its run lists them."""
    if lemma.refutation is None:
        return step_names(lemma.proof)
    return [*step_names(lemma.refutation.proof), NEGATION]


def step_names(steps: Sequence[Step], path: tuple[str, ...] = ()) -> list[str]:
    """The names of all steps, those inside of blocks before the block, as a run lists them."""
    names: list[str] = []
    for step in steps:
        inside = (*path, step.name)
        cases = step.by.cases or ("",) * len(step.by.substeps)
        for inner, case in zip(step.by.substeps, cases, strict=True):
            names += step_names([inner], (*inside, case) if case else inside)
        names.append(" / ".join(inside))
    return names


def _method(theorem: Theorem | None) -> str:
    if theorem is None:
        return "not shown"
    rule, premises = theorem.derivation.rule, theorem.derivation.premises
    if rule == "follows" and premises:
        return _method(premises[0])
    if rule == "decide":
        for name, value in theorem.derivation.arguments:
            if name == "certificate":
                count = len(value.products) + len(value.equations)
                return f"certificate with {count} multiplier{'s' if count != 1 else ''}"
    return f"kernel rule {rule}"
