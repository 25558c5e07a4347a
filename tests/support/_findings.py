"""Findings made up by tests, without a run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from verifier.language.build import real
from verifier.language.statement import statement
from verifier.lemma import Lemma, LemmaResult, Source
from verifier.report.cards import Card
from verifier.report.verdicts import Finding
from verifier.result import VERDICTS, StepResult, Trust

X = real("x")
STATEMENT = statement([X], {"x is positive": X > 0}, X >= 0)
_SPECIAL = st.sampled_from("%:,;|\r\n\t\x00\x1b\x85\u2028\ud800<>&\"'`]")
HOSTILE = st.lists(_SPECIAL | st.characters(codec="utf-8"), max_size=12).map("".join)


def card(name: str = "mine/lemma-1", file: Path = Path("a.py"), **parts: Any) -> Card:
    """The card of a lemma; `parts` are of the lemma or, `uses`, of the card."""
    uses = parts.pop("uses", ())
    paper = parts.pop("paper", name.partition("/")[0])
    lemma = Lemma(
        **{
            "id": name,
            "title": f"the title of {name}",
            "source": Source(paper, "3", "Lemma 1", "Author, 2019"),
            "variant": "as-printed",
            "statement": STATEMENT,
            **parts,
        }
    )
    return Card(lemma, file, "", True, (), frozenset(), tuple(uses), 0, {})


def step(name: str, reason: str = "no certificate was found") -> StepResult:
    """A step that could not be shown."""
    return StepResult(name, "decide", "x <= x", "x", "unknown", "linear", False, 0.25, reason)


def finding(
    of: Card,
    verdict: str = "proved",
    *,
    trust: Trust = Trust(),
    failing: tuple[StepResult, ...] = (),
    complaints: tuple[str, ...] = (),
    reason: str = "",
) -> Finding:
    """What is said of a lemma."""
    result = LemmaResult(
        lemma=of.lemma,
        verdict=verdict,  # type: ignore[arg-type]
        scope="all" if verdict == "proved" else None,
        trust=trust,
        failing_steps=failing,
        reason=reason,
        seconds=1.25,
    )
    return Finding(of, result, complaints)


@st.composite
def reports(draw: st.DrawFn) -> list[Finding]:
    """Findings on some of a few lemmas."""
    numbers = draw(st.lists(st.integers(1, 5), unique=True))
    theorems = st.lists(st.sampled_from(["Markov", "Jensen"]), unique=True).map(sorted).map(tuple)
    return [
        finding(
            card(f"mine/lemma-{number}", expected=draw(st.sampled_from(VERDICTS))),
            draw(st.sampled_from(VERDICTS)),
            trust=Trust(draw(theorems), draw(st.sampled_from([(), ("z3",)]))),
        )
        for number in numbers
    ]
