"""`prove` as a function answers as the command does."""

from __future__ import annotations

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from verifier import exp, family, log, natural, prove, real
from verifier.decide.problem import from_texts
from verifier.interactive.deciding import Answer
from verifier.kernel.proof_file import check_proof
from verifier.language.terms import LanguageError

ROOT = Path(__file__).parents[2]
x, y, k = real("x"), real("y"), natural("k")


def by_command(*arguments: str) -> dict[str, Any]:
    ran = subprocess.run(
        [sys.executable, "-m", "verifier", "prove", *arguments, "--json"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


@pytest.mark.parametrize(
    ("given", "domain", "conclusion", "verdict"),
    [
        (["x < y"], [], "exp(x) > 1 + x", "refuted"),
        ([], ["y > -1"], "log(y) <= y - 1", "ill-posed"),
    ],
)
def test_as_the_command(given: list[str], domain: list[str], conclusion: str, verdict: str) -> None:
    answer = prove(conclusion, given, domain)
    options = [*(f"--given={h}" for h in given), *(f"--domain={d}" for d in domain)]
    said = by_command(conclusion, *options)
    assert answer.verdict == said["verdict"] == verdict
    assert {**answer.to_json(), "seconds": 0} == {**said, "seconds": 0}


def test_terms_are_as_good_as_texts() -> None:
    answer = prove(log(x) <= y + k - 1, given=[0 < x, x <= y])
    assert answer.verdict == "proved" and not answer.solver  # k is a natural number
    checked = check_proof(answer.certificate)
    assert checked.statement == answer.statement
    assert answer.statement.conclusion == (log(x) <= y + k - 1)


def test_a_counterexample_is_one() -> None:
    answer = prove(exp(x) <= 1 + 2 * x, given=[x >= 0])
    assert answer.verdict == "refuted" and answer.counterexample is not None
    value = answer.counterexample["x"]
    assert isinstance(value, str) and Fraction(value) >= 2  # e**x = 1 + 2 x near 1.26


def test_an_answer_shows_itself() -> None:
    answer = Answer("refuted", "search", counterexample={"x": "1/2"}, statement=from_texts("x > 1"))
    assert repr(answer).splitlines()[0].startswith("refuted")
    assert "x = 1/2" in repr(answer)
    assert "counterexample" in answer._repr_html_()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"conclusion": "x >"}, "conclusion: column 4"),
        ({"conclusion": "x > 0", "given": ["1 +"]}, "hypothesis 1"),
        ({"conclusion": "x > 0", "given": "x > 1"}, "given is a single item"),
        ({"conclusion": x > 0, "given": x > 1}, "given is a single item"),
        ({"conclusion": x > 0, "given": ["x > 1"]}, "texts only or propositions only"),
        ({"conclusion": x > 0, "domain": ["x > 0"]}, "domain is for texts"),
        ({"conclusion": True}, "bool is no inequality"),
        ({"conclusion": family("w")[1] > 0}, "into a Lemma"),
        ({"conclusion": "x > 0", "timeout": 0}, "not above 0"),
        ({"conclusion": "x > 0", "timeout": float("nan")}, "not above 0"),
        ({"conclusion": "x > 0", "timeout": "10"}, "not a number of seconds"),
    ],
)
def test_unusable_input_is_refused_in_a_line(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(LanguageError) as caught:
        prove(**arguments)
    assert message in str(caught.value) and "\n" not in str(caught.value)


def test_a_lost_process_is_unknown_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verifier.interactive.deciding._START", 0.0)
    answer = prove("x**2 >= 0", timeout=0.001)
    assert answer.verdict == "unknown" and "did not answer in time" in answer.reason
