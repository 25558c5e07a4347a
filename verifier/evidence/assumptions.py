"""Which hypotheses a statement needs: each is dropped in turn and the rest attacked."""

from __future__ import annotations

from collections.abc import Callable

from verifier.evidence.counterexample import search
from verifier.language.statement import Hypothesis, Statement
from verifier.result import HypothesisEvidence

POLISHING_SECONDS = 0.12  # how long a simpler witness is looked for


def needed(
    statement: Statement, hypothesis: Hypothesis, seed: int = 0, budget_seconds: float = 2.0
) -> HypothesisEvidence:
    """Whether a hypothesis is needed: True with a witness on which all others hold and the
    conclusion fails (or is undefined), None if no such instance is found."""
    attacked = statement.without(hypothesis.name)
    found = search(attacked, seed, budget_seconds, polishing_seconds=POLISHING_SECONDS)
    if found is None:
        return HypothesisEvidence(hypothesis.name, None)
    return HypothesisEvidence(hypothesis.name, True, found.instance.to_json())


def drop_each(
    statement: Statement,
    seed: int = 0,
    budget_seconds: float = 2.0,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[HypothesisEvidence, ...]:
    """The evidence for every hypothesis, each within the time given."""
    evidence = []
    for hypothesis in statement.hypotheses:
        progress(hypothesis.name)
        evidence.append(needed(statement, hypothesis, seed, budget_seconds))
    return tuple(evidence)
