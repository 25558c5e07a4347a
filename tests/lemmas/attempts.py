"""Searching a lemma's variants for witnesses, and trying to prove those that fail all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any, Literal, TypeAlias

from found import BY_ID, STORE, keep_proofs_of
from records import CONTRADICTS, SEARCH, SUPPLIED, Record, digest
from supplied import sharp, supplied
from variants import Variant, variants

from verifier.evidence.counterexample import Counterexample, search
from verifier.kernel.rules import logic as rules
from verifier.kernel.theorem import infer
from verifier.language.evaluate import Kind, check_instance
from verifier.language.instance import Instance
from verifier.language.statement import Statement
from verifier.language.terms import (
    NATURAL,
    ONE,
    And,
    ForAll,
    HasLaw,
    IndexRange,
    LanguageError,
    Number,
    Proposition,
    Relation,
    Variable,
)
from verifier.lemma import Lemma, Step
from verifier.proof import logic
from verifier.proof.logic import decide, run_steps
from verifier.proof.prover import Part, Prover, Reference, at
from verifier.proof.run import prove_statement, scope_of
from verifier.report.witness import read_instance, write_instance

MOST = 16  # variants made of a lemma, besides those supplied
SECONDS = (0.2, 0.6)  # of search
ATTEMPT = 0.5  # seconds for arithmetic that is not proved at once
Way: TypeAlias = Callable[[Lemma, Variant], object]


def variants_of(id_: str) -> dict[Variant, Instance | None]:
    """The variants of a lemma, those supplied with their witnesses first."""
    stated = BY_ID[id_].lemma.statement
    given = {one.variant: one.witness for one in supplied(id_, stated)}
    known = {variant.statement for variant in given}
    made = [v for v in variants(stated, MOST) if v.statement not in known]
    return {**given, **dict.fromkeys(made)}


def settle(id_: str, earlier: Iterable[Record] = (), again: float = 0.0) -> list[Record]:
    """What becomes of each variant of a lemma; what is known from earlier is not sought again.

    Witnesses of what stayed open are sought for `again` seconds more; what refutes one variant is
    tried on the others as well.
    """
    lemma, kept = BY_ID[id_].lemma, {record.digest: record for record in earlier}
    settled: dict[Variant, Record] = {}
    for variant, witness in variants_of(id_).items():
        known = kept.get(digest(variant.statement))
        if known is None or (witness is not None and not known.false):
            known = _settled(lemma, variant, witness)
        elif known.witness is None and known.verdict == "open" and known.seconds < again:
            known = _with(replace(known, seconds=again), search(variant.statement, 7, again))
        settled[variant] = replace(known, name=variant.name)
    found = [r.witness for r in settled.values() if r.verdict == SEARCH]
    given = [write_instance(instance) for instance in sharp(id_, lemma.statement)]
    return [_refuted(lemma, v, record, found, given) for v, record in settled.items()]


def _refuted(
    lemma: Lemma, variant: Variant, record: Record, found: Iterable[Any], supplied: Iterable[Any]
) -> Record:
    """A record with the first of the witnesses that refutes the variant, if there is one."""
    if record.false:
        return record
    for verdict, witness in (*((SEARCH, w) for w in found), *((SUPPLIED, w) for w in supplied)):
        try:
            instance = read_instance(variant.statement, witness)
        except (ValueError, LookupError, TypeError):  # it needs a recursion that was dropped
            continue
        if check_instance(variant.statement, instance).kind is Kind.VIOLATED:
            _check_unproved(lemma, variant)
            return replace(record, verdict=verdict, witness=witness, shown=instance.to_json())
    if record.verdict == "open" and contradicts(lemma.statement, variant.statement):
        _check_unproved(lemma, variant)
        return replace(record, verdict=CONTRADICTS)
    return record


def _check_unproved(lemma: Lemma, variant: Variant) -> None:
    by = proved_by(lemma, variant, WAYS)
    assert not by, f"{lemma.id}, {variant.name} is false and proved by {by}"


def contradicts(lemma: Statement, variant: Statement) -> bool:
    """Whether a variant, together with the lemma, proves 0 >= 1 of what certainly exists: of
    variables with a law that has a name, or of all that is declared."""
    if lemma.hypotheses != variant.hypotheses:
        return False
    if lemma.hypotheses and not any(isinstance(p, HasLaw) for p in lemma.assumptions):
        return False
    depths = [d for d in lemma.variables if isinstance(d, Variable) and d.sort == NATURAL]
    scope = scope_of(lemma).assuming(*(depth >= 1 for depth in depths))
    parts: list[Reference] = []
    for name, claim in (("the lemma", lemma.conclusion), ("the variant", variant.conclusion)):
        scope = scope.knowing(name, infer(rules.assume, proposition=claim), always=True)
        parts += _parts(name, claim)
    absurd = Relation(">=", Number(Fraction(0)), ONE)
    try:
        with at_most(ATTEMPT):
            run_steps(scope, [Step("absurd", absurd, decide(*parts))], absurd)
    except LanguageError:
        return False
    return True


def _parts(name: str, claim: Proposition) -> list[Reference]:
    """The parts of a claim; what holds for each index, for the first one."""
    several: list[tuple[str | Part, Proposition]] = [(name, claim)]
    if isinstance(claim, And):
        several = [(Part(name, place), inside) for place, inside in enumerate(claim.args)]
    return [
        at(of, ONE) if isinstance(inside, ForAll) and isinstance(inside.domain, IndexRange) else of
        for of, inside in several
    ]


def _settled(lemma: Lemma, variant: Variant, witness: Instance | None) -> Record:
    found, seconds = _searched(variant)
    kind = None if found is None else found.outcome.kind
    instance = None if found is None else found.instance
    if witness is not None and kind is not Kind.VIOLATED:
        kind = check_instance(variant.statement, witness).kind
        assert kind is Kind.VIOLATED, f"{lemma.id}, {variant.name}: the witness is {kind}"
        instance, found = witness, None
    record = Record(variant.name, digest(variant.statement), "open", seconds)
    if instance is not None:
        _check_unproved(lemma, variant)
    elif proved_by(lemma, variant, AIMED):
        compared = _compared(lemma.statement, variant.statement)
        return replace(record, verdict="proved", compared=compared)
    if witness is not None and instance is witness:
        return replace(
            record, verdict=SUPPLIED, witness=write_instance(witness), shown=witness.to_json()
        )
    return _with(record, found)


def _with(record: Record, found: Counterexample | None) -> Record:
    """A record with what search found."""
    if found is None:
        return record
    return replace(
        record,
        verdict=SEARCH if found.outcome.kind is Kind.VIOLATED else "ill-posed",
        witness=write_instance(found.instance),
        shown=found.instance.to_json(),
    )


def _searched(variant: Variant) -> tuple[Counterexample | None, float]:
    """What search finds, and with how many seconds."""
    found, needed = None, SECONDS[-1]
    for seed, seconds in enumerate(SECONDS):
        better = search(variant.statement, seed, seconds)
        if better is not None:
            found, needed = better, seconds
            if better.outcome.kind is Kind.VIOLATED:
                break
    return found, needed


def proved_by(lemma: Lemma, variant: Variant, ways: Mapping[str, Way]) -> list[str]:
    """The ways by which a variant is proved."""
    keep_proofs_of(lemma.uses)
    _before_the_last_step(lemma.id)
    proved = []
    for name, way in ways.items():
        try:
            with at_most(ATTEMPT):
                way(lemma, variant)
        except LanguageError:
            continue
        proved.append(name)
    return proved


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Arithmetic that is not proved at once is tried no longer than this."""
    usual, logic.OBLIGATION_SECONDS = logic.OBLIGATION_SECONDS, seconds
    try:
        yield
    finally:
        logic.OBLIGATION_SECONDS = usual


def without_steps(_lemma: Lemma, variant: Variant) -> None:
    """The conclusion from the hypotheses alone."""
    scope_of(variant.statement, store=STORE).obtain(variant.statement.conclusion)


def by_the_script(lemma: Lemma, variant: Variant) -> None:
    """The lemma's own script, where what it concludes has changed: else see below."""
    if lemma.statement.conclusion == variant.statement.conclusion:
        raise LanguageError("it is the script aimed at it")
    _run(lemma, variant, lemma.proof[-1])


def by_the_script_aimed(lemma: Lemma, variant: Variant) -> None:
    """The lemma's script with its last step aimed at what the variant claims."""
    last, claimed = lemma.proof[-1], variant.statement.conclusion
    ends = last.claim == lemma.statement.conclusion
    _run(lemma, variant, replace(last, claim=claimed) if ends else last)


WAYS: dict[str, Way] = {
    "no step": without_steps,
    "the script": by_the_script,
    "the script aimed at it": by_the_script_aimed,
}


AIMED = {"the script aimed at it": by_the_script_aimed}


def _run(lemma: Lemma, variant: Variant, last: Step) -> None:
    """Runs a lemma's script with another last step on a variant; raises if it does not prove it."""
    if variant.statement.hypotheses == lemma.statement.hypotheses:
        # Nothing before the last step has changed: whether it fails is found out without them.
        run_steps(_before_the_last_step(lemma.id), [last], variant.statement.conclusion)
    prove_statement(variant.statement, [*lemma.proof[:-1], last], store=STORE)


@cache
def _before_the_last_step(id_: str) -> Prover:
    """The scope in which a lemma's last step is carried out.

    What the steps before it claim is assumed, which is quicker than proved, if the last step then
    proves the lemma: otherwise its failure on a variant would say nothing.
    """
    lemma = BY_ID[id_].lemma
    *steps, last = lemma.proof
    proved = assumed = scope_of(lemma.statement, store=STORE)
    try:
        for step in steps:
            claim = step.claim
            shown = (
                run_steps(assumed, [step], None)
                if claim is None
                else infer(rules.assume, proposition=claim)
            )
            assumed = assumed.knowing(step.name, shown)
        run_steps(assumed, [last], lemma.statement.conclusion)
    except LanguageError:
        for step in steps:
            proved = proved.knowing(step.name, run_steps(proved, [step], step.claim))
        return proved
    return assumed


def _compared(
    lemma: Statement, variant: Statement
) -> Literal["stronger", "equivalent", "not stronger"]:
    """Whether a variant gives the lemma at once, and the lemma the variant."""
    if not _gives(variant, lemma):
        return "not stronger"
    return "equivalent" if _gives(lemma, variant) else "stronger"


def _gives(one: Statement, other: Statement) -> bool:
    """Whether one statement of the same variables gives another without further steps."""
    scope = scope_of(other)
    known = infer(rules.assume, proposition=one.conclusion)
    try:
        for hypothesis in one.assumptions:
            scope.obtain(hypothesis)
        scope.knowing("what the other claims", known, always=True).obtain(other.conclusion)
    except LanguageError:
        return False
    return True
