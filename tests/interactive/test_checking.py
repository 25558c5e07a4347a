"""`check` says of a lemma in memory what `report` says of one in a file."""

from __future__ import annotations

import html
import json
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from fake_backend import BACKEND
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier import Lemma, Source, Step, by, check, natural, prod, real, statement, sum_
from verifier.language.terms import LanguageError, Proposition
from verifier.lemma import PrintedStep
from verifier.report.engine import statement_digest
from verifier.report.verdicts import Finding

x, y, k = real("x"), real("y"), natural("k")
SQUARE = Step("a square", (x - y) ** 2 >= 0, by.decide())


def lemma(
    conclusion: Proposition, *steps: Step, note: str = "", **hypotheses: Proposition
) -> Lemma:
    return Lemma(
        id="here/lemma",
        title="A lemma made here",
        source=Source("here", "1", "Lemma 1"),
        variant="as-printed",
        statement=statement([x, y], hypotheses, conclusion),
        proof=steps,
        note=note,
    )


def from_the_square(conclusion: Proposition, **hypotheses: Proposition) -> Lemma:
    """A lemma whose proof says that it follows from a square."""
    last = Step("conclusion", conclusion, by.decide("a square"))
    return lemma(conclusion, SQUARE, last, **hypotheses)


RATIO = from_the_square(x / y + y / x >= 2, x=x > 0, y=y > 0)


@pytest.fixture(scope="module")
def ratio() -> Finding:
    return check(RATIO)


def test_a_proof_is_accepted_by_recheck_and_proves_the_statement(
    ratio: Finding, tmp_path: Path
) -> None:
    assert ratio.verdict == "proved" and ratio.passes
    assert [step.verdict for step in ratio.result.steps] == ["proved", "proved"]
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(ratio.result.proof_file), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "verifier.recheck", str(file)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    said = json.loads(ran.stdout)
    assert said["accepted"]
    assert said["statement_digest"] == statement_digest(RATIO.statement)


@settings(max_examples=8, deadline=None)
@given(st.fractions(min_value=Fraction(1, 100), max_value=3, max_denominator=100))
def test_what_is_false_by_however_little_is_refuted(excess: Fraction) -> None:
    found = check(from_the_square((2 + excess) * x * y <= x**2 + y**2))
    assert found.verdict == "refuted"
    point = found.result.counterexample
    assert point is not None
    a, b = Fraction(point["x"]), Fraction(point["y"])
    assert (2 + excess) * a * b > a**2 + b**2


@pytest.mark.parametrize(
    "false",
    [
        from_the_square(x / y + y / x > 2, x=x > 0, y=y > 0),
        from_the_square(x / y + y / x >= 2, x=x > 0, y=0 > y),
        lemma(x < x + y, Step("as assumed", x < x + y, by.decide())),
    ],
)
def test_false_variants_are_not_proved(false: Lemma) -> None:
    found = check(false)
    assert found.verdict == "refuted" and found.result.counterexample is not None
    assert not found.passes and not found.proofs


def test_an_undefined_term_is_ill_posed() -> None:
    found = check(from_the_square(x / y + y / x >= 2, x=x >= 0, y=y >= x))
    assert found.verdict == "ill-posed"
    assert found.result.undefined_at is not None


def test_a_failing_step_shows_what_was_to_be_shown_and_where_it_is_false() -> None:
    hasty = Step("in haste", (x - y) ** 2 > 0, by.decide())
    found = check(lemma(x**2 + y**2 > 2 * x * y, hasty))
    assert found.verdict == "refuted"
    (step,) = found.result.failing_steps
    assert (step.name, step.text, step.verdict) == ("in haste", "(x - y)**2 > 0", "refuted")
    assert step.witness is not None and step.witness["x"] == step.witness["y"]
    for shown in ("in haste", "(x - y)**2 > 0", "witness"):
        assert shown in str(found)
        assert html.escape(shown) in found._repr_html_()


def test_another_lemma_can_be_used(ratio: Finding) -> None:
    conclusion = x / y + y / x >= 1
    used = Step("the ratio", None, by.lemma(RATIO))
    last = Step("conclusion", conclusion, by.decide("the ratio"))
    found = check(replace(lemma(conclusion, used, last, x=x > 0, y=y > 0), id="here/second"))
    assert found.verdict == "proved"
    assert found.card.uses == (RATIO.id,)
    assert f"uses: {RATIO.id}" in found._repr_html_()


def test_a_depth_stays_a_symbol() -> None:
    stated = statement([k], {}, sum_(k, lambda i: i) >= prod(k, lambda i: i) - 1)
    found = check(replace(RATIO, statement=stated, proof=()))
    assert found.verdict == "refuted"  # 4! > 1 + 2 + 3 + 4 + 1
    assert found.result.counterexample is not None
    assert int(found.result.counterexample["k"]) >= 4


def test_steps_of_a_printed_proof_are_judged_one_by_one() -> None:
    follows = statement([x, y], {}, (x - y) ** 2 >= 0)
    does_not = statement([x, y], {}, (x - y) ** 2 > 0)
    printed = replace(
        RATIO,
        proof=(),
        variant="printed-proof",
        expected="refuted",
        printed_steps=(
            PrintedStep("squares", follows, (SQUARE,)),
            PrintedStep("strictly", does_not),
        ),
    )
    found = check(printed)
    assert found.passes
    assert [step.name for step in found.result.failing_steps] == ["strictly"]
    assert "\\\\" not in found._repr_html_()  # each line of a step's statement is a formula


def test_evidence_says_which_hypotheses_are_needed() -> None:
    found = check(from_the_square(2 * abs(x) * y <= x**2 + y**2, y=y > 0, x=x > 0), evidence=True)
    assert found.verdict == "proved" and found.result.fuzz is not None
    assert found.result.fuzz.examples == 100 and not found.result.fuzz.failures
    assert [h.text for h in found.result.fuzz.hypotheses] == ["y > 0", "x > 0"]
    assert all(not h.needed for h in found.result.fuzz.hypotheses)


# What the separate process says decides, whatever was found before.


@pytest.mark.parametrize("word", ["forged", "rejected", "instances", "raises"])
def test_only_the_separate_check_can_say_proved(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    support = Path(__file__).parents[1] / "support"
    monkeypatch.setenv("PYTHONPATH", str(support))
    honest = check(lemma(x <= x + y, SQUARE, note="honest", y=0 <= y), backend=BACKEND)
    assert honest.verdict == "proved"
    found = check(lemma(x <= x + y, SQUARE, note=word, y=0 <= y), backend=BACKEND)
    assert found.verdict == "unknown" and found.result.reason


def test_evidence_against_a_proof_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1] / "support"))
    found = check(lemma(x <= x + y, SQUARE, contradicted=0 <= y), evidence=True, backend=BACKEND)
    assert found.verdict == "proved" and not found.passes
    assert "contradict the proof" in found.complaints[0]
    assert "contradict the proof" in found._repr_html_()


def test_what_is_no_lemma_is_refused_in_a_line() -> None:
    with pytest.raises(LanguageError, match="Statement is no lemma: give a Lemma"):
        check(RATIO.statement)  # type: ignore[arg-type]
