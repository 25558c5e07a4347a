"""What notebooks show: whole HTML that quotes everything, balanced LaTeX, nothing heavy at once."""

from __future__ import annotations

import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_terms import A, F, H, J, K, R, V, W, X, Y, propositions, terms

from verifier import Lemma, Source, Statement, over, real, statement
from verifier.language.binding import free_variables, symbols
from verifier.language.terms import Proposition, Term
from verifier.lemma import LemmaResult
from verifier.result import (
    Fuzz,
    HypothesisEvidence,
    MeasurementResult,
    StepResult,
    Trust,
)

HOSTILE = "</div><script>alert('1')</script> $x$ \\(y\\) \\begin{z} & \"quoted\" costs $5"


def balanced(latex: str) -> bool:
    """Whether braces, delimiters and environments come in pairs."""
    bare = re.sub(r"\\[{}\\$]", "", latex)
    depth = 0
    for mark in re.findall("[{}]", bare):
        depth += 1 if mark == "{" else -1
        if depth < 0:
            return False
    pairs = (r"\\left(?![a-z])", r"\\right(?![a-z])"), (r"\\begin\b", r"\\end\b")
    return not depth and all(
        len(re.findall(one, bare)) == len(re.findall(other, bare)) for one, other in pairs
    )


@settings(max_examples=80, deadline=None)
@given(terms(rational=False) | propositions())
def test_terms_show_themselves_as_a_formula(node: Term | Proposition) -> None:
    shown = node._repr_latex_()
    assert shown.startswith(r"$\displaystyle ") and shown.endswith("$")
    assert len(shown) > len(r"$\displaystyle $") and balanced(shown)


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    """Random statements over everything that they use."""
    hypotheses = draw(st.lists(propositions(), max_size=3))
    conclusion = draw(propositions())
    parts = [*hypotheses, conclusion]
    used = free_variables(*parts) | symbols(*parts)
    declared = [K, J, X, Y, *(over(s, K) for s in (W, V, H, R)), A, F]
    kept = [d for d in declared if d in used or getattr(d, "symbol", None) in used or d is K]
    return statement(kept, {f"part {n}": p for n, p in enumerate(hypotheses)}, conclusion)


@settings(max_examples=40, deadline=None)
@given(statements(), st.text(max_size=20))
def test_statements_show_themselves_line_by_line(stated: Statement, title: str) -> None:
    shown = stated._repr_latex_()
    assert balanced(shown)
    assert shown.count("\n& ") >= len(stated.hypotheses) + 2
    printable = "".join(c for c in title if c.isprintable())
    whole = ElementTree.fromstring(_lemma(stated, printable)._repr_html_())
    said = "".join(whole.itertext())
    assert printable in said
    assert len(whole.findall(".//li")) == len(stated.hypotheses)


def _lemma(stated: Statement, title: str) -> Lemma:
    return Lemma("here/lemma", title, Source("here", "1", title), "repaired", stated, note=title)


@pytest.fixture(scope="module")
def shown() -> str:
    """A result every text of which is hostile."""
    x = real("x")
    stated = statement([x], {"x is positive": x > 0}, x**2 > 0)
    bad = StepResult(
        name=HOSTILE, rule=HOSTILE, text=HOSTILE, latex="x^{2} < 0", verdict="refuted",
        method=HOSTILE, certificate=False, seconds=0.5, reason=HOSTILE, premises=(HOSTILE,),
        witness={"x": Fraction(1, 2)},
    )  # fmt: skip
    result = LemmaResult(
        lemma=_lemma(stated, HOSTILE),
        verdict="refuted",
        scope=None,
        trust=Trust((HOSTILE,), (HOSTILE,)),
        steps=(bad,),
        failing_steps=(bad,),
        counterexample={"x": Fraction(-1, 3), "w": [Fraction(1), 10**1500]},
        reason=HOSTILE,
        fuzz=Fuzz(100, 7, 3, (HypothesisEvidence(HOSTILE, True, {"x": Fraction(0)}),)),
        measurements=(
            MeasurementResult(HOSTILE, HOSTILE, (HOSTILE, "count"), ((HOSTILE, 10**5000),), True),
        ),
    )
    return result._repr_html_()


def test_nothing_that_is_quoted_becomes_markup(shown: str) -> None:
    whole = ElementTree.fromstring(shown)
    tags = {element.tag for element in whole.iter()}
    assert tags <= {
        "div", "span", "b", "i", "ul", "ol", "li", "pre", "table", "thead", "tbody", "tr", "th",
        "td", "details", "summary",
    }  # fmt: skip
    assert "".join(whole.itertext()).count("</div><script>") >= 8


def test_nothing_that_is_quoted_becomes_mathematics(shown: str) -> None:
    """MathJax reads the text between two tags as one piece, but for preformatted text."""
    for text in re.findall(r">([^<]+)<", re.sub("<pre.*?</pre>", "", shown, flags=re.DOTALL)):
        if text.startswith(r"\(\displaystyle "):
            assert text.endswith(r"\)")
        else:
            assert text in ("$", "\\") or not re.search(r"[$\\]", text)


def test_verdict_point_and_evidence_are_shown(shown: str) -> None:
    for said in ("refuted:", "-1/3", "seed 7", "needed", "x = 0", "expected proved"):
        assert said in shown
    assert "(5001 digits)" in shown


def test_a_bound_that_is_violated_says_so() -> None:
    table = MeasurementResult(
        "escape", "2*k", ("k", "steps"), ((2, None), (3, 0.1234567891)), False
    )
    assert "IS VIOLATED" in table._repr_html_()
    assert "0.123457" in table._repr_html_()
    assert repr(table) == "<measured: escape, 2 rows, the bound is violated>"


def test_importing_the_package_is_light() -> None:
    heavy = {"numpy", "scipy", "sympy", "flint", "jinja2", "IPython", "rich", "matplotlib"}
    own = {"verifier.display", "verifier.interactive", "verifier.report", "verifier.decide"}
    code = "import sys, verifier; verifier.Lemma, verifier.real; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert not (heavy | own) & set(run.stdout.split())
