"""docs/trust.md and docs/verdicts.md: what is trusted is what is imported, the example is a proof,
the words are those of the package."""

from __future__ import annotations

import copy
import json
import re
import subprocess
import sys
from typing import Any

import pytest
from pages import FOLDER, ROOT, quoted, section

from verifier.decide.portfolio import decide_statement
from verifier.decide.problem import from_texts
from verifier.kernel.proof_file import MAX_STEPS, check_proof
from verifier.kernel.theorem import CITED
from verifier.language.render import statement_text
from verifier.language.terms import LanguageError
from verifier.recheck import MAX_BYTES, MAX_MEMORY, MAX_SECONDS
from verifier.result import VERDICTS


def test_the_modules_that_are_trusted() -> None:
    code = "import sys, verifier.recheck; print(*sys.modules, sep='\\n')"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    loaded = {name for name in ran.stdout.split() if name.split(".")[0] == "verifier"}
    rows = section("trust.md", "The modules").rows()
    assert {quoted(name)[0] for name, _ in rows} == loaded


@pytest.fixture
def example() -> dict[str, Any]:
    (written,) = section("trust.md", "How to read a proof file").blocks("json")
    found: dict[str, Any] = json.loads(written)
    return found


def test_the_example_is_a_proof_of_what_the_page_says(example: dict[str, Any]) -> None:
    checked = check_proof(example)
    shown = statement_text(checked.statement)
    body = section("trust.md", "How to read a proof file").body
    for part in quoted(body)[-2:] and ("x >= 1", "2*x >= x + 1"):
        assert part in shown
        assert f"`{part}`" in body
    assert checked.steps == 2 and not checked.cited


def test_the_example_cannot_be_changed_to_another_claim(example: dict[str, Any]) -> None:
    weaker = copy.deepcopy(example)
    weaker["statement"]["table"][1][1] = "1/2"  # assumes x >= 1/2 only, and proves x + 1/2
    with pytest.raises(LanguageError):
        check_proof(weaker)
    wrong = copy.deepcopy(example)
    wrong["steps"][1][2]["certificate"]["products"][0][0] = "2"
    with pytest.raises(LanguageError, match="not identically zero"):
        check_proof(wrong)


def test_the_limits_of_a_proof_file() -> None:
    words = " ".join((FOLDER / "trust.md").read_text(encoding="utf-8").split())
    said = f"{MAX_STEPS:,} steps and {MAX_BYTES // 2**20} MiB"
    assert said in words
    assert f"after {MAX_SECONDS} seconds or at {MAX_MEMORY // 2**30} GiB" in words


def test_how_many_theorems_are_cited() -> None:
    names = {9: "nine", 10: "ten", 8: "eight"}
    assert f"takes {names[len(CITED)]} theorems" in (FOLDER / "trust.md").read_text("utf-8")


def test_the_verdicts_are_the_four_words() -> None:
    rows = section("verdicts.md", "The four verdicts").rows()
    assert tuple(quoted(row[0])[0] for row in rows) == VERDICTS


def test_the_example_of_definedness() -> None:
    body = section("verdicts.md", "Fine print").body
    claim = re.search(r"That `([^`]+)` holds", body)
    assert claim is not None
    decision = decide_statement(from_texts(claim[1]), 2.0)
    assert decision.verdict == "ill-posed"
    assert decision.undefined_at == {"x": "0"}
