"""Searching a lemma's false variants for witnesses, and trying to prove them all the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeAlias

from found import BY_ID
from supplied import supplied
from variants import Variant, variants

from verifier.evidence.counterexample import search
from verifier.language.evaluate import Kind, check_instance
from verifier.language.instance import Instance
from verifier.language.terms import LanguageError
from verifier.lemma import Lemma, Step
from verifier.proof.logic import run_steps
from verifier.proof.prover import Prover
from verifier.proof.run import prove_statement, scope_of

MOST = 11  # variants made of a lemma, besides those supplied
ENOUGH = 6  # of them have to be false
SECONDS = (0.15, 0.4)  # of search: most are refuted at once
AGAIN = (2.0,)  # for what is known to be false, or for want of others
Budgets: TypeAlias = tuple[float, ...]


@dataclass(frozen=True)
class Finding:
    """What became of one variant.

    `found` is what search by itself came to, `false` whether a witness of any origin was checked,
    `proved` the ways by which it was proved.
    """

    lemma: str
    name: str
    found: Kind | None
    false: bool
    witness: dict[str, Any] | None
    proved: tuple[str, ...]

    @property
    def fails(self) -> bool:
        """Whether it is false, or undefined somewhere."""
        return self.witness is not None

    @property
    def verdict(self) -> str:
        """For the table."""
        if self.found is not None:
            return f"refuted by search: {self.found.value}"
        return "false by the witness supplied" if self.false else "not refuted"


def findings(id_: str) -> list[Finding]:
    """Each variant of a lemma, searched; attempts to prove those that are false."""
    lemma = BY_ID[id_].lemma
    given = {s.variant.statement: s for s in supplied(id_, lemma.statement)}
    made = variants(lemma.statement, MOST)
    named = {v.statement: v for v in (*(s.variant for s in given.values()), *made)}
    witnesses = {stated: one.witness for stated, one in given.items()}
    found = [_finding(lemma, named[stated], witnesses.get(stated), SECONDS) for stated in named]
    for place, stated in enumerate(named):
        if sum(one.false for one in found) < ENOUGH and not found[place].fails:
            found[place] = _finding(lemma, named[stated], None, AGAIN)
    return found


def _finding(lemma: Lemma, variant: Variant, witness: Instance | None, budgets: Budgets) -> Finding:
    if witness is not None:
        outcome = check_instance(variant.statement, witness)
        assert outcome.kind is Kind.VIOLATED, f"{lemma.id}, {variant.name}: {outcome}"
    found = None
    for seed, seconds in enumerate((*budgets, *(AGAIN if witness is not None else ()))):
        found = search(variant.statement, seed, seconds) or found
        if found is not None and found.outcome.kind is Kind.VIOLATED:
            break
    if found is not None:
        kind = check_instance(variant.statement, found.instance).kind
        assert kind is found.outcome.kind, f"{lemma.id}, {variant.name}: the witness is {kind}"
        assert kind in (Kind.VIOLATED, Kind.ILL_POSED)
    shown = found.instance if found is not None else witness
    return Finding(
        lemma.id,
        variant.name,
        None if found is None else found.outcome.kind,
        witness is not None or (found is not None and found.outcome.kind is Kind.VIOLATED),
        None if shown is None else shown.to_json(),
        () if shown is None else tuple(_proofs(lemma, variant)),
    )


def _proofs(lemma: Lemma, variant: Variant) -> list[str]:
    """The ways by which a variant is proved: by the lemma's own script, also with its last step
    aimed at what the variant claims, and without any step."""
    last = lemma.proof[-1]
    ways: dict[str, Callable[[], object]] = {
        "no step": lambda: scope_of(variant.statement).obtain(variant.statement.conclusion),
        "the script": lambda: _run(lemma, variant, last),
    }
    if last.claim == lemma.statement.conclusion != variant.statement.conclusion:
        aimed = replace(last, claim=variant.statement.conclusion)
        ways["the script aimed at it"] = lambda: _run(lemma, variant, aimed)
    proved = []
    for name, way in ways.items():
        try:
            way()
        except LanguageError:
            continue
        proved.append(name)
    return proved


def _run(lemma: Lemma, variant: Variant, last: Step) -> None:
    """Runs a lemma's script with another last step on a variant; raises if it does not prove it."""
    if variant.statement.hypotheses == lemma.statement.hypotheses:
        # Nothing before the last step has changed: whether it fails is found out without them.
        run_steps(_before_the_last_step(lemma.id), [last], variant.statement.conclusion)
    prove_statement(variant.statement, [*lemma.proof[:-1], last])


@cache
def _before_the_last_step(id_: str) -> Prover:
    """The scope in which a lemma's last step is carried out."""
    lemma = BY_ID[id_].lemma
    scope = scope_of(lemma.statement)
    for step in lemma.proof[:-1]:
        scope = scope.knowing(step.name, run_steps(scope, [step], step.claim))
    return scope
