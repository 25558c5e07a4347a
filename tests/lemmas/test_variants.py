"""Of every lemma at least six slightly changed statements are false, with a witness; search alone
finds nine of ten of them, and none can be proved."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor

import pytest
from attempts import ENOUGH, Finding, findings
from found import BY_ID, PROVED
from supplied import CARD, supplied

from verifier.language.evaluate import Kind, check_instance

Findings = dict[str, Future[list[Finding]]]
SUPPLIED = 3


@pytest.fixture(scope="module")
def all_findings() -> Iterator[Findings]:
    """The findings on every lemma, made at the same time; those that take longest first."""
    longest_first = sorted(
        PROVED, key=lambda id_: (id_ not in CARD, -len(BY_ID[id_].lemma.statement.hypotheses))
    )
    pool = ProcessPoolExecutor(min(os.cpu_count() or 1, 4))
    yield {id_: pool.submit(findings, id_) for id_ in longest_first}
    pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("id_", CARD)
def test_the_witnesses_supplied_are_witnesses(id_: str) -> None:
    given = supplied(id_, BY_ID[id_].lemma.statement)
    assert len(given) >= SUPPLIED
    for one in given:
        outcome = check_instance(one.variant.statement, one.witness)
        assert outcome.kind is Kind.VIOLATED, f"{one.variant.name}: {outcome}"


@pytest.mark.parametrize("id_", PROVED)
def test_at_least_six_variants_are_false(all_findings: Findings, id_: str) -> None:
    false = [found for found in all_findings[id_].result() if found.false]
    assert len(false) >= ENOUGH, [found.name for found in false]


@pytest.mark.parametrize("id_", PROVED)
def test_no_variant_that_fails_is_proved(all_findings: Findings, id_: str) -> None:
    proved = [found for found in all_findings[id_].result() if found.proved]
    assert not proved, "\n".join(
        f"{found.name} is proved by {found.proved} although it fails at {found.witness}"
        for found in proved
    )


def test_search_alone_refutes_nine_of_ten_false_variants(all_findings: Findings) -> None:
    found = [one for id_ in PROVED for one in all_findings[id_].result()]
    _print_table(found)
    by_hand = [one for one in found if one.name.startswith("*")]
    for false in ([one for one in found if one.false], by_hand):
        missed = [f"{one.lemma}: {one.name}" for one in false if one.found is None]
        assert 10 * len(missed) <= len(false), missed


def _print_table(found: list[Finding]) -> None:
    """All variants, with `-s`; those supplied by hand have a star."""
    for lemma in dict.fromkeys(one.lemma for one in found):
        own = [one for one in found if one.lemma == lemma]
        print(f"\n{lemma}: {len(own)} variants, {sum(one.false for one in own)} false")
        for one in own:
            print(f"    {one.name:50} {one.verdict}")
    false = [one for one in found if one.false]
    refuted = sum(one.found is not None for one in false)
    print(f"\n{len(found)} variants, {len(false)} false, search alone refutes {refuted} of them")
