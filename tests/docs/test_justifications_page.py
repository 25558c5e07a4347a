"""docs/justifications.md shows each `by.*` as it is, and its examples do what they say."""

from __future__ import annotations

from typing import Any

import pytest
from pages import check_heading_and_text, documented, run, section

from verifier.proof import by

PAGE = "justifications.md"
SHOWN = {name.removeprefix("by."): part for name, part in documented(PAGE).items()}


def test_every_justification_is_there_and_no_other() -> None:
    assert SHOWN.keys() == set(by.__all__)


@pytest.fixture(scope="module")
def session() -> dict[str, Any]:
    namespace: dict[str, Any] = {}
    run(PAGE, namespace, {"": section(PAGE, "Justifications")})
    return namespace


@pytest.mark.parametrize("name", by.__all__)
def test_a_justification_is_shown_as_it_is(name: str) -> None:
    check_heading_and_text(SHOWN[name], getattr(by, name), prefix="by.")
    assert "*Obligations:* " in SHOWN[name].body


@pytest.mark.parametrize("name", by.__all__)
def test_its_examples(name: str, session: dict[str, Any]) -> None:
    (code,) = SHOWN[name].blocks("python")
    assert f"by.{name}(" in code and "proved(" in code
    run(PAGE, session, {name: SHOWN[name]})


def test_the_examples_of_facts_and_obligations(session: dict[str, Any]) -> None:
    run(PAGE, session, {"": section(PAGE, "Facts and obligations")})


def test_the_words_of_the_examples_can_fail(session: dict[str, Any]) -> None:
    true, false = session["x"] <= session["x"], session["x"] < session["x"]
    with pytest.raises(session["LanguageError"]):
        session["proved"](false, by.decide())
    with pytest.raises(AssertionError):
        session["rejected"](true, by.decide(), why="anything")
    with pytest.raises(AssertionError):
        session["rejected"](false, by.decide(), why="another reason")
