"""Lemma files written by tests, and a whole environment for reports on them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

_HEADER = """
from verifier.language.build import real
from verifier.language.statement import statement
from verifier.evidence.measurement import Measurement
from verifier.lemma import Lemma, PrintedStep, Source, Step
from verifier.proof import by

x, y = real("x"), real("y")
"""
_LEMMA = """
{name} = Lemma(
    id="{id}",
    title="the title of {id}",
    source=Source("{paper}", "3", "Lemma 1", "Author, 2019"),
    variant="{variant}",
    statement=statement([x, y], {{{hypotheses}}}, x <= x + y),
    expected="{expected}",
    {body}
    note="{note}",
)
"""
PROOF = 'proof=(Step("first", None, by.decide()), Step("second", None, by.decide())),'


def lemma(
    name: str = "lemma_1",
    *,
    id: str = "mine/lemma-1",
    note: str = "",
    expected: str = "proved",
    hypotheses: str = '"y": 0 <= y',
    body: str = PROOF,
    variant: str = "effective",
) -> str:
    """The source of one lemma."""
    return _LEMMA.format(
        name=name,
        id=id,
        note=note,
        expected=expected,
        hypotheses=hypotheses,
        body=body,
        variant=variant,
        paper=id.partition("/")[0],
    )


def tables(*names: str) -> str:
    """Measurements that the fake backend answers by their names; `lemma(body=...)`."""
    made = ", ".join(f'Measurement("{name}", None, print)' for name in names)
    return f"measurements=({made},),"


def lemma_file(path: Path, *lemmas: str, header: str = "") -> Path:
    """A file with these lemmas."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(header + _HEADER + "".join(lemmas), encoding="utf-8")
    return path


def words(*asked: str) -> str:
    """Hypotheses whose names ask the fake backend for something; `lemma(hypotheses=...)`.

    With "false" the statement is false, with "undefined" it is undefined somewhere: reports look.
    """
    true = {"false": "y < 0", "undefined": "0 <= 1 / y"}
    return ", ".join(f'"{word}": {true.get(word, "0 <= y")}' for word in asked)


@pytest.fixture(autouse=True)
def _own_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A cache and a working folder for each test, and the fake backend in reach of workers."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setenv("GD_VERIFIER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PYTHONPATH", os.path.dirname(__file__))
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    yield
