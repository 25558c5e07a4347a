"""Every result of the paper has an entry of the verdict expected, and none rests on a solver."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from found import BY_ID

PROVED = (
    "lemma-1-gaussian",
    "lemma-1-uniform",
    "lemma-1-third",
    "theorem-2",
    "theorem-2-strengthened",
    "theorem-3",
    "theorem-3-strengthened",
    "theorem-4",
    "theorem-4-strengthened",
    "lemma-5",
    "lemma-6",
    "lemma-7",
    "lemma-8",
    "lemma-8-identity",
    "lemma-9-monotone",
    "lemma-9",
    "lemma-10",
    "lemma-11",
    "lemma-12",
    "lemma-13",
    "lemma-13-prime",
    "lemma-14",
    "lemma-15",
    "lemma-16",
    "assumption-1-satisfiable",
    "assumption-2-satisfiable",
    "assumption-3-satisfiable",
    "assumption-4-satisfiable",
    "footnote-1",
    "footnote-2",
    "section-4-second-moment",
    "section-4-threshold",
    "section-4-determinant",
)
REFUTED = (
    "lemma-1-third-as-printed",
    "lemma-6-as-printed",
    "lemma-9-as-printed",
    "assumption-4-claim-y-negative",
    "assumption-4-claim-min",
)
PRINTED_PROOFS = {  # and words of the steps that do not follow
    "lemma-9-printed-proof": (),
    "lemma-11-printed-proof": (),
    "lemma-13-printed-proof": (),
    "theorem-3-printed-proof": ("Lemma 9",),
    "theorem-4-printed-proof": ("Lemma 13", "k**(-"),
}
EXAMPLES = {"assumption-1-example-": 2, "assumption-2-example-": 2}  # that the paper names
PAGE = Path(__file__).parents[2] / "docs" / "shamir2019.md"
LINK = re.compile(r"(\*refuted\* )?\[([a-z0-9/-]+)\]\(([^)]*\.py)\)")
SLIDES, STEP_SIZE = "salim2019/theorem-1", "salim2019/step-size"


@pytest.mark.parametrize("id_", PROVED)
def test_a_result_is_proved(id_: str) -> None:
    assert BY_ID[f"shamir2019/{id_}"].lemma.expected == "proved"


@pytest.mark.parametrize("id_", REFUTED)
def test_what_is_false_as_printed_is_refuted(id_: str) -> None:
    assert BY_ID[f"shamir2019/{id_}"].lemma.expected == "refuted"


@pytest.mark.parametrize("id_", PRINTED_PROOFS)
def test_a_printed_proof_is_refuted_where_it_fails(id_: str) -> None:
    lemma = BY_ID[f"shamir2019/{id_}"].lemma
    failing = [step.name for step in lemma.printed_steps if not step.proof]
    assert lemma.expected == "refuted" and failing
    for words in PRINTED_PROOFS[id_]:
        assert any(words in name for name in failing), failing


@pytest.mark.parametrize("start", EXAMPLES)
def test_each_example_of_the_paper_has_an_entry(start: str) -> None:
    ids = [id_ for id_ in BY_ID if id_.startswith(f"shamir2019/{start}")]
    assert len(ids) >= EXAMPLES[start]
    assert all(BY_ID[id_].lemma.expected == "proved" for id_ in ids)


def test_the_slides_claim_is_refuted_and_its_step_size_compared() -> None:
    assert BY_ID[SLIDES].lemma.expected == "refuted"
    assert BY_ID[STEP_SIZE].lemma.expected == "proved"


def test_what_is_repaired_or_strengthened_says_how_it_differs() -> None:
    for entry in BY_ID.values():
        if entry.lemma.source.paper == "shamir2019" and entry.lemma.variant == "repaired":
            assert entry.lemma.changes, entry.lemma.id


def test_the_audit_page_names_entries_with_their_files_and_verdicts() -> None:
    links = LINK.findall(PAGE.read_text(encoding="utf-8"))
    assert len(links) > len(PROVED)
    for refuted, name, file in links:
        entry = BY_ID[name if "/" in name else f"shamir2019/{name}"]
        assert (PAGE.parent / file).resolve() == entry.file.resolve(), name
        assert entry.lemma.expected == ("refuted" if refuted else "proved"), name


def test_the_audit_page_mentions_every_result() -> None:
    named = {name for _, name, _ in LINK.findall(PAGE.read_text(encoding="utf-8"))}
    ids = {*PROVED, *REFUTED, *PRINTED_PROOFS}
    assert ids <= named, ids - named
