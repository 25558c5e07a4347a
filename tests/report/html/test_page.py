"""The page as HTML: nothing of a report can break out of its place, and all of it is there."""

from __future__ import annotations

import base64
import copy
import gzip
import json
import re
from html.parser import HTMLParser
from typing import Any, TypeAlias

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.figure import Picture
from verifier.report.html.page import page
from verifier.report.json_report import SCHEMA_FILE, dump

Shape: TypeAlias = list[tuple[str, tuple[str, ...]]]
TEXT = st.text(st.one_of(st.sampled_from("<>&\"'`{}%\\/$#_^~ \n"), st.characters(codec="utf-8")))


class Document(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, written: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(written)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, name: str) -> list[str]:
        """The values of an attribute."""
        return [found[name] or "" for _, found in self.elements if name in found]

    def shape(self) -> Shape:
        """The elements with the names of their attributes, without those of mathematics."""
        return [(tag, tuple(sorted(attrs))) for tag, attrs in self.elements if tag[0] != "m"]


@pytest.fixture(scope="module")
def written(data: dict[str, Any], pictures: tuple[Picture, ...]) -> str:
    return page(data, pictures)


@pytest.fixture(scope="module")
def document(written: str) -> Document:
    return Document(_unpacked(written))


@pytest.fixture(scope="module")
def plain_shape(data: dict[str, Any]) -> Shape:
    return Document(_unpacked(page(_with_texts(data, ["a"] * 12), ()))).shape()


def _packed(written: str, name: str) -> str:
    found = re.search(rf'<script type="text/plain" [a-z-]+="{name}">([^<]*)</script>', written)
    assert found
    return gzip.decompress(base64.b64decode(found[1])).decode()


def _unpacked(written: str) -> str:
    """The page with each proof in its place, as the page's script puts it there."""
    proofs = json.loads(_packed(written, "packed-proofs"))
    lists = re.compile(r'<ol class="steps" data-p="(\d+)">.*?</ol>', re.DOTALL)
    return lists.sub(lambda found: str(proofs[int(found[1])]), written)


def test_the_report_it_is_made_from_is_one(data: dict[str, Any]) -> None:
    jsonschema.validate(data, json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))


def test_every_entry_has_an_anchor_and_every_link_within_leads_somewhere(
    data: dict[str, Any], document: Document
) -> None:
    ids = document.values("id")
    assert len(ids) == len(set(ids))
    assert {lemma["id"] for lemma in data["lemmas"]} <= set(ids)
    assert sum(len(lemma["steps"]) for lemma in data["lemmas"]) == sum(
        1 for found in ids if re.search(r":\d+$", found)
    )
    links = [link for link in document.values("href") if not link.startswith("#?")]
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    assert [link for link in links if not link.startswith("#")] == ["data:,"]


def test_nothing_is_loaded_from_anywhere(written: str, document: Document) -> None:
    assert not document.values("src")
    assert "url(" not in written
    assert "@import" not in written
    policy = next(value for value in document.values("content") if "default-src" in value)
    assert policy.startswith("default-src 'none'")
    assert "script-src 'sha256-" in policy


def test_only_the_scripts_of_the_page_are_scripts(document: Document) -> None:
    scripts = [attrs for tag, attrs in document.elements if tag == "script"]
    assert [attrs.get("type") for attrs in scripts].count(None) == 1
    assert {attrs.get("type") for attrs in scripts} == {None, "text/plain"}
    assert not [tag for tag, _ in document.elements if tag == "img"]
    assert "alert(1)" in document.text


@settings(max_examples=15, deadline=None)
@given(st.lists(TEXT.filter(str.strip), min_size=12, max_size=12))
def test_texts_of_a_report_change_no_element(
    data: dict[str, Any], plain_shape: Shape, texts: list[str]
) -> None:
    """Whatever is written in titles, notes, names, rules and reasons is shown as text."""
    assert Document(_unpacked(page(_with_texts(data, texts), ()))).shape() == plain_shape


def _with_texts(data: dict[str, Any], texts: list[str]) -> dict[str, Any]:
    changed = copy.deepcopy(data)
    for lemma in changed["lemmas"]:
        lemma["title"], lemma["note"], lemma["file"], lemma["source"] = texts[:4]
        lemma["changes"] = lemma["changes"] and [texts[4]]
        lemma["warnings"] = lemma["warnings"] and [texts[5]]
        for step in lemma["steps"]:
            step["rule"], step["method"], step["text"] = texts[6:9]
        for table in lemma["measurements"]:
            table["name"], table["note"] = texts[9:11]
    changed["summary"]["problems"] = [{"where": texts[10], "reason": texts[11]}]
    return changed


def test_the_report_can_be_taken_from_the_page_as_it_was(
    data: dict[str, Any], written: str, pictures: tuple[Picture, ...]
) -> None:
    assert _packed(written, "packed-report") == dump(data)
    assert _packed(written, "dot") == pictures[0].csv


def test_every_formula_that_is_shown_later_is_there(written: str, document: Document) -> None:
    formulas = json.loads(_packed(written, "packed-formulas"))
    assert {int(place) for place in document.values("data-m")} == set(range(len(formulas)))


def test_what_a_reader_must_know_first_comes_first(document: Document) -> None:
    notice, _, _ = document.text.partition("Overview")
    assert "partial" in notice
    assert "mine/broken.py: it cannot be read" in notice
    assert "expected proved, found unknown" in notice
    assert "2 random instances contradict the proof" in notice


def test_a_report_with_nothing_to_warn_of_has_no_notice(data: dict[str, Any]) -> None:
    good = copy.deepcopy(data)
    good["lemmas"] = [
        lemma for lemma in good["lemmas"] if lemma["as_expected"] and not lemma["warnings"]
    ]
    good["summary"] |= {"partial": False, "problems": [], "lemmas": len(good["lemmas"])}
    assert "Before you read on" not in page(good, ())


def test_a_report_of_no_lemmas_is_a_page(data: dict[str, Any]) -> None:
    empty = {**data, "lemmas": [], "summary": {**data["summary"], "lemmas": 0}}
    assert "Overview" in page(empty, ())


def test_the_whole_library_stays_well_under_five_megabytes(data: dict[str, Any]) -> None:
    """A step costs little more than its text: 4,500 steps, 167 statements."""
    more = copy.deepcopy(data)
    lemma = next(lemma for lemma in more["lemmas"] if lemma["id"] == "mine/lemma-1")
    lemma["steps"] += [{**lemma["steps"][-1], "name": f"step {n}"} for n in range(500)]
    grown = len(page(more, ())) - len(page(data, ()))
    texts = len("step 100") + sum(map(len, ("arithmetic", "certificate with 2 multipliers")))
    shown = texts + len(lemma["steps"][0]["text"]) + sum(map(len, lemma["steps"][2]["premises"]))
    assert grown / 500 < shown + 400
