"""Of every lemma at least six slightly changed statements are false, each with a witness that is
checked here, and none of them can be proved; search finds such witnesses by itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache

import pytest
from attempts import (
    AIMED,
    contradicts,
    proved_by,
    variants_of,
)
from found import BY_ID, PROVED
from records import COMMAND, CONTRADICTS, SEARCH, SUPPLIED, Record, digest, read_records
from supplied import CARD, supplied
from table import TABLE, table
from variants import Variant

from verifier.evidence.counterexample import search
from verifier.language.evaluate import Kind, check_instance
from verifier.report.witness import read_instance

RECORDS = read_records()
MADE = 10  # variants that even the shortest statement has
ENOUGH = 6  # of them have to be false, but for those of which instances decide nothing
FEW = {"shamir2019/theorem-2-strengthened": 5, "shamir2019/theorem-4-convergence-sum": 5}
OF_PAIRS = "a hypothesis or claim is on all pairs of reals"
OF_A_STEP = "a run that divides by, or steps with a power of, a variable is not known for all times"
OF_MATRICES = "no instance has random matrices"
OF_LAWS = "no instance has normal or uniform variables"
UNDECIDED = {
    "shamir2019/assumption-1-bound": OF_PAIRS,
    "shamir2019/assumption-1-slope": OF_PAIRS,
    "shamir2019/assumption-2-example-bounded-density": OF_PAIRS,
    "shamir2019/assumption-4-y-below-half": OF_PAIRS,
    "shamir2019/lemma-9": "a hypothesis is on all reals between two that are not rational",
    "shamir2019/lemma-9-flat-loss": OF_PAIRS,
    "shamir2019/section-4-growth": OF_A_STEP,
    "shamir2019/section-4-product": OF_MATRICES,
    "shamir2019/section-4-second-moment-step": OF_MATRICES,
    "shamir2019/theorem-2": OF_PAIRS,
    "shamir2019/theorem-2-gaussian": OF_LAWS,
    "shamir2019/theorem-2-gaussian-squared": OF_LAWS,
    "shamir2019/theorem-2-uniform": OF_LAWS,
    "shamir2019/theorem-2-good-start": OF_PAIRS,
    "shamir2019/theorem-2-slope": OF_PAIRS,
    "shamir2019/theorem-3": OF_PAIRS,
    "shamir2019/theorem-4": OF_A_STEP,
    "shamir2019/theorem-4-elapsed": "a natural is claimed without a bound",
    "shamir2019/theorem-4-lemma-13-never-applies-in-a-run": "a time is claimed without a bound",
    "shamir2019/theorem-4-paper-form": OF_A_STEP,
}
GIVEN = 3
SECONDS = 2.0  # of search for what was found once
NEAREST = ("1 %", "strict", "off by one", "1/10", "halved", "twice", "by 1", "without")

Attempts = dict[str, Future[list[str]]]


@cache
def known(id_: str) -> dict[Variant, Record]:
    """The variants of a lemma with what was recorded of them."""
    records = {record.digest: record for record in RECORDS.get(id_, ())}
    made = {variant: records.get(digest(variant.statement)) for variant in variants_of(id_)}
    missing = [variant.name for variant, record in made.items() if record is None]
    assert not missing, f"not settled yet: {missing}; run: {COMMAND}"
    return {variant: record for variant, record in made.items() if record is not None}


def nearest(id_: str) -> list[Variant]:
    """Of the variants that fail, two with another conclusion and one with other hypotheses: those
    that differ least.  All of them are tried when they are recorded."""
    stated = BY_ID[id_].lemma.statement
    failing = [variant for variant, record in known(id_).items() if record.fails]
    failing.sort(key=lambda v: [word in v.name for word in NEAREST], reverse=True)
    concluding = [v for v in failing if v.statement.hypotheses == stated.hypotheses]
    assuming = [v for v in failing if v.statement.hypotheses != stated.hypotheses]
    return [*concluding[:2], *assuming[:1]]


def proved_although_it_fails(id_: str) -> list[str]:
    """What a lemma's script, aimed at them, proves of its nearest variants that fail."""
    return [v.name for v in nearest(id_) if proved_by(BY_ID[id_].lemma, v, AIMED)]


def found_again(id_: str) -> bool:
    """Whether search refutes one of the variants that it refuted before."""
    found = [
        (record.seconds, place, variant)
        for place, (variant, record) in enumerate(known(id_).items())
        if record.verdict == SEARCH
    ]
    if not found:
        return True
    _, _, variant = min(found)
    return search(variant.statement, 1, SECONDS, polishing_seconds=0) is not None


@pytest.fixture(scope="module")
def attempts() -> Iterator[Attempts]:
    """The attempts on every lemma, made at the same time; those with long scripts first."""
    longest_first = sorted(PROVED, key=lambda id_: -len(BY_ID[id_].lemma.proof))
    others = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))  # who work meanwhile
    pool = ProcessPoolExecutor(max(1, min((os.cpu_count() or 1) // others, 4)))
    yield {id_: pool.submit(proved_although_it_fails, id_) for id_ in longest_first}
    pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("id_", PROVED)
def test_what_is_recorded_is_false_at_its_witness(id_: str) -> None:
    assert len(known(id_)) >= MADE
    for variant, record in known(id_).items():
        if record.witness is not None:
            witness = read_instance(variant.statement, record.witness)
            kind = check_instance(variant.statement, witness).kind
            assert kind is (Kind.VIOLATED if record.false else Kind.ILL_POSED), variant.name
        elif record.verdict == CONTRADICTS:
            assert contradicts(BY_ID[id_].lemma.statement, variant.statement), variant.name
    if id_ not in UNDECIDED:
        false = sum(record.false for record in known(id_).values())
        assert false >= FEW.get(id_, ENOUGH)


@pytest.mark.parametrize("id_", PROVED)
def test_no_variant_that_fails_is_proved(attempts: Attempts, id_: str) -> None:
    assert attempts[id_].result() == []


@pytest.mark.parametrize("id_", CARD)
def test_the_witnesses_supplied_are_witnesses(id_: str) -> None:
    given = supplied(id_, BY_ID[id_].lemma.statement)
    assert len(given) >= GIVEN
    for one in given:
        outcome = check_instance(one.variant.statement, one.witness)
        assert outcome.kind is Kind.VIOLATED, f"{one.variant.name}: {outcome}"


def test_search_alone_refutes_nine_of_ten_false_variants() -> None:
    records = [record for id_ in PROVED for record in known(id_).values()]
    found = sum(record.verdict == SEARCH for record in records)
    missed = [record.name for record in records if record.verdict == SUPPLIED]
    assert 10 * len(missed) <= found + len(missed), missed


def test_search_finds_again_what_it_found() -> None:
    missed = [id_ for id_ in PROVED if not found_again(id_)]
    assert 10 * len(missed) <= len(PROVED), missed


def test_the_table_in_the_docs_is_up_to_date() -> None:
    assert TABLE.read_text(encoding="utf-8") == table(RECORDS), f"run: {COMMAND}"
