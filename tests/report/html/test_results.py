"""How the results of a paper fare follows from the verdicts of the entries about them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.lemma import VARIANTS
from verifier.report.html.overview import overview, rests_on
from verifier.report.html.results import label, papers
from verifier.result import VERDICTS

RESULTS = ("Lemma 9", "Lemma 9, proof", "Lemma 10", "Theorem 2 with Lemma 1", "the remark")


def entry(
    variant: str,
    verdict: str,
    result: str = "Lemma 9",
    section: str = "3",
    expected: str | None = None,
) -> Any:
    return {
        "id": f"a/{variant}-{verdict}",
        "paper": "a",
        "citation": "A (2019)",
        "section": section,
        "result": result,
        "variant": variant,
        "verdict": verdict,
        "as_expected": verdict == (expected or verdict),
        "scope": "all" if verdict == "proved" else None,
        "steps": [],
        "trust": {"cited": [], "solver": []},
    }


ENTRIES = st.lists(
    st.builds(
        entry,
        st.sampled_from(VARIANTS),
        st.sampled_from(VERDICTS),
        st.sampled_from(RESULTS),
        st.sampled_from(["3.10", "3.2", "A.1", "5"]),
    )
)


@pytest.mark.parametrize(
    ("entries", "fate"),
    [
        ([("as-printed", "proved")], "as printed"),
        ([("as-printed", "proved"), ("strengthened", "refuted")], "as printed"),
        ([("as-printed", "refuted"), ("repaired", "proved")], "repaired"),
        ([("as-printed", "refuted"), ("repaired", "unknown")], "false"),
        ([("as-printed", "refuted"), ("effective", "proved")], "false"),
        ([("as-printed", "ill-posed"), ("repaired", "proved")], "repaired"),
        ([("as-printed", "ill-posed")], "undefined"),
        ([("as-printed", "ill-posed"), ("as-printed", "refuted")], "false"),
        ([("as-printed", "proved"), ("as-printed", "refuted")], "false in part"),
        ([("as-printed", "unknown"), ("as-printed", "refuted")], "false"),
        ([("as-printed", "unknown"), ("repaired", "proved")], "open"),
        ([("effective", "proved"), ("strengthened", "proved")], "explicit"),
        ([("strengthened", "proved")], "strengthened"),
        ([("effective", "unknown")], "open"),
    ],
)
def test_what_becomes_of_a_result(entries: list[tuple[str, str]], fate: str) -> None:
    (paper,) = papers([entry(*found) for found in entries])
    assert paper.results[0].fate == fate


@pytest.mark.parametrize("variant", ["effective", "strengthened"])
def test_a_proved_part_does_not_stand_for_what_could_not_be_proved(variant: str) -> None:
    part, whole = entry(variant, "proved"), entry(variant, "unknown", expected="proved")
    (paper,) = papers([part, whole])
    assert [result.fate for result in paper.results] == ["open"]
    (paper,) = papers([part, entry(variant, "refuted")])
    assert paper.results[0].fate != "open", "a limit of a result takes nothing from it"


def test_a_repair_that_could_not_be_proved_is_none() -> None:
    false, part = entry("as-printed", "refuted"), entry("repaired", "proved")
    (paper,) = papers([false, part, entry("repaired", "unknown", expected="proved")])
    assert [result.fate for result in paper.results] == ["false"]


def test_a_gap_in_the_printed_proof_says_nothing_of_the_statement() -> None:
    gap = entry("printed-proof", "refuted", "Lemma 9, proof")
    claim = entry("as-printed", "refuted", "Lemma 9, proof")
    (paper,) = papers([entry("as-printed", "proved"), gap, claim])
    assert [result.fate for result in paper.results] == ["as printed"]


@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_claim_within_the_proof_alone_says_nothing_of_the_statement(verdict: str) -> None:
    (paper,) = papers([entry("as-printed", verdict, "Lemma 9, proof")])
    assert [result.fate for result in paper.results] == ["open"]


def test_a_repair_is_of_the_part_that_is_false() -> None:
    false = entry("as-printed", "refuted", "Lemma 9, third part")
    other = entry("repaired", "proved", "Lemma 9, first part")
    (paper,) = papers([false, other])
    assert paper.results[0].fate == "false"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("Lemma 9", "Lemma 9"),
        ("Lemma 9, proof", "Lemma 9"),
        ("Theorem 2 with Lemma 1", "Theorem 2"),
        ("Lemma 13', part d", "Lemma 13'"),
        ("Equation (3)", "Equation (3)"),
        ("tie, one step", "tie"),
        ("'zero mean, unit variance'", "'zero mean, unit variance'"),
    ],
)
def test_the_result_that_a_place_belongs_to(source: str, found: str) -> None:
    assert label(source) == found


@pytest.mark.parametrize(
    ("found", "grounds"),
    [
        (entry("as-printed", "refuted"), "a counterexample"),
        (entry("as-printed", "ill-posed"), "a point where a term is undefined"),
        (entry("printed-proof", "refuted"), "a step that does not follow"),
        ({**entry("as-printed", "refuted"), "scope": "all"}, "certificates alone"),
        ({**entry("as-printed", "refuted"), "steps": [{"verdict": "unknown"}]}, "a counterexample"),
    ],
)
def test_what_a_verdict_rests_on(found: Any, grounds: str) -> None:
    assert rests_on(found) == (grounds,)


@given(ENTRIES)
def test_no_entry_is_lost_or_counted_twice(entries: list[Any]) -> None:
    grouped = [found for paper in papers(entries) for found in paper.entries]
    assert sorted(map(id, grouped)) == sorted(map(id, entries))


@given(ENTRIES.filter(bool))
def test_the_numbers_of_the_overview_follow_from_the_entries(entries: list[Any]) -> None:
    (paper,) = papers(entries)
    found = overview(paper)
    shown = [result for share in (*found.shares, *found.other) for result in share.results]
    assert sorted(r.label for r in shown) == sorted({label(e["result"]) for e in entries})
    assert sum(found.verdicts.values()) == len(entries)
    assert found.replayed == sum(1 for e in entries if e["variant"] == "printed-proof")
    assert len(found.failing) <= found.replayed
    sections = [result.section for result in paper.results]
    order = ["3.2", "3.10", "5", "A.1"]
    assert sections == sorted(sections, key=order.index)
