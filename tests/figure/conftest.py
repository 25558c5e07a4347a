"""Shared by the tests of pictures: a small report, and the pictures made from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from verifier.evidence.measures.runs import bound_text
from verifier.figure import Picture, escape_runs, pictures
from verifier.figure.questions import questions
from verifier.language.render import statement_text


def record(name: str) -> dict[str, Any]:
    """What a report says of a lemma that is measured, as far as pictures look at it."""
    question = questions(escape_runs.LEMMAS)[name]
    return {
        "id": name,
        "verdict": "proved",
        "statement": {"text": statement_text(question.lemma.statement)},
        "measurements": [
            {
                "name": "first iteration",
                "bound": bound_text(question.bound),
                "columns": ["k", "measured", "T", "log10(T/measured)"],
                "rows": [
                    [2, 9, 2.0, -0.6],
                    [3, 20, 2.0, -1.0],
                    [4, "hypothesis fails", None, None],
                ],
                "bound_holds": True,
            }
        ],
    }


@pytest.fixture(scope="session")
def report() -> Mapping[str, Any]:
    """A report on the lemmas whose bounds are drawn."""
    return {"lemmas": [{**record(name), "paper": "shamir2019"} for name in escape_runs.LEMMAS]}


@pytest.fixture(scope="session")
def drawn(report: Mapping[str, Any]) -> Mapping[str, Picture]:
    """The pictures of that report by name."""
    return {picture.name: picture for picture in pictures(report, pytest.fail)}
