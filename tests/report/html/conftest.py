"""A report with one entry of each kind, made of findings without a run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from _findings import card

from verifier.figure import Picture
from verifier.language.build import family, forall, implies, indices, natural, prod, real
from verifier.language.render import latex, statement_latex, text
from verifier.language.statement import over, statement
from verifier.language.terms import Proposition
from verifier.lemma import LemmaResult, PrintedStep, Source
from verifier.library import Problem
from verifier.report.json_report import library_of, report
from verifier.report.verdicts import PRINTED_STEP, Finding
from verifier.result import Fuzz, HypothesisEvidence, MeasurementResult, StepResult, Trust

X, K, W = real("x"), natural("k"), family("w")
HYPOTHESES = {"x is positive": X > 0, "x is <b>small</b>": X <= 1}
STATEMENT = statement([X], HYPOTHESES, X**2 >= X)
LONG = statement(
    [X, K, over(W, K)],
    {
        "all are large": forall(
            indices(K),
            lambda i: implies(W[i] >= 1, prod(K, lambda j: W[j] * (1 + W[j] + X)) >= X + K),
        )
    },
    sum((X**n / (n + K + X) for n in range(1, 30)), start=X) >= prod(K, lambda i: W[i] + X),
)
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"


def _source(result: str, paper: str = "mine") -> Source:
    return Source(paper, "3.1", result, f"Author of {paper}, 2019")


def _step(name: str, claim: Proposition, premises: tuple[str, ...] = ()) -> StepResult:
    return StepResult(
        name,
        "arithmetic",
        text(claim),
        latex(claim),
        "proved",
        "certificate with 2 multipliers",
        True,
        0.25,
        premises=premises,
    )


def _finding(name: str, verdict: str, parts: dict[str, Any], **found: Any) -> Finding:
    result = found.pop("at", "Lemma 1")
    complaints = found.pop("complaints", ())
    paper, _, _ = name.partition("/")
    of = card(name, Path("lemma.py"), source=_source(result, paper), **parts)
    scope = found.pop("scope", "all" if verdict == "proved" else None)
    return Finding(of, LemmaResult(of.lemma, verdict, scope, **found), complaints)  # type: ignore[arg-type]


def findings() -> list[Finding]:
    """A refuted statement, its repair, a printed proof that fails, and what is not as expected."""
    printed = PrintedStep("squaring", STATEMENT)
    failing = StepResult(
        "squaring",
        PRINTED_STEP,
        text(STATEMENT.conclusion),
        statement_latex(STATEMENT),
        "refuted",
        "search",
        False,
        0.5,
        premises=("x > 0   (x is positive)", "x <= 1   (x is <b>small</b>)"),
        witness={"x": "1/2"},
    )
    steps = (
        _step("block / x is not negative", X >= 0, ("x is positive",)),
        _step("block", X**2 >= 0, ("x is not negative",)),
        _step("conclusion", X**2 <= X, ("block", "x is <b>small</b>", "something else")),
    )
    fuzz = Fuzz(
        500,
        0,
        0,
        (
            HypothesisEvidence("x > 0", True, {"x": "-1"}),
            HypothesisEvidence("x <= 1", None),
        ),
        "2026-11-22",
    )
    table = MeasurementResult(
        "largest quotient",
        "x",
        tuple(f"column {n}" for n in range(20)),
        tuple(tuple(n / 7 for n in range(20)) for _ in range(40)),
        True,
        "2026-11-22",
        "in balls",
    )
    return [
        _finding(
            "mine/lemma-1-as-printed",
            "refuted",
            {"statement": STATEMENT, "expected": "refuted", "title": HOSTILE, "note": HOSTILE},
            counterexample={"x": "1/2"},
        ),
        _finding(
            "mine/lemma-1-printed-proof",
            "refuted",
            {
                "statement": STATEMENT,
                "expected": "refuted",
                "variant": "printed-proof",
                "printed_steps": (printed,),
            },
            at="Lemma 1, proof",
            steps=(failing,),
            failing_steps=(failing,),
        ),
        _finding(
            "mine/lemma-1",
            "proved",
            {
                "statement": statement([X], HYPOTHESES, X**2 <= X),
                "variant": "repaired",
                "changes": ("the inequality is turned round",),
                "uses": ("mine/lemma-2",),
            },
            steps=steps,
            fuzz=fuzz,
            measurements=(table,),
            trust=Trust(("Markov's inequality",), ()),
        ),
        _finding("mine/lemma-2", "proved", {"statement": LONG}, at="Lemma 2"),
        _finding(
            "mine/theorem-3",
            "unknown",
            {},
            at="Theorem 3",
            reason="no certificate was found",
            complaints=("2 random instances contradict the proof",),
        ),
        _finding(
            "other/claim",
            "proved",
            {"variant": "effective"},
            at="the second remark",
            trust=Trust((), ("z3 4.12",)),
        ),
    ]


@pytest.fixture(scope="session")
def data() -> dict[str, Any]:
    """The report as JSON."""
    found = findings()
    library = library_of([finding.card for finding in found])
    problems = [Problem("mine/broken.py", "it cannot be read")]
    return report(found, found, problems, 12.5, partial=True, library=library)


@pytest.fixture(scope="session")
def pictures() -> tuple[Picture, ...]:
    """One small picture."""
    svg = '<svg viewBox="0 0 10 10"><path id="dot-a" d="M0 0h9" stroke="currentColor"/></svg>'
    return (Picture("dot", "A line", "What is measured.", "a line", svg, "x,y\n0,0\n9,0\n"),)
