"""docs/procedures.md: its examples are decided by the very procedures, its limits are limits."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from pages import Section, examples, quoted, section, sections

from verifier.decide import normal, portfolio
from verifier.decide.deduce import assumed, parts_of
from verifier.decide.portfolio import PROCEDURES, decide_statement
from verifier.decide.problem import from_texts
from verifier.decide.scalar import DEGREES, MAX_FACTS
from verifier.decide.search import Procedure, Search
from verifier.kernel.theorem import Theorem
from verifier.language import parse
from verifier.language.statement import Statement

PAGE = "procedures.md"
SECONDS, SECONDS_OF_ALL = 4.0, 2.0
ORDERED = section(PAGE, "The procedures, in order")


def problem(conclusion: str, given: Sequence[str]) -> Statement:
    """The statement of an example; 'k in N' is a domain."""
    domains = [text for text in given if " in " in text]
    return from_texts(conclusion, [text for text in given if text not in domains], domains)


def shown_by(procedure: Procedure, stated: Statement) -> Theorem | None:
    """What one procedure makes of a statement, the whole portfolio showing its subgoals."""
    facts = [
        part
        for hypothesis in stated.assumptions
        for theorem in assumed(hypothesis)
        for part in parts_of(theorem)
    ]
    search = Search(time.monotonic() + SECONDS, PROCEDURES)
    found = procedure(facts, stated.conclusion, search)
    assert not search.defects
    if found is not None:
        assert found.conclusion == stated.conclusion
        assert found.hypotheses <= set(stated.assumptions)
    return found


def of_the_portfolio() -> dict[str, Section]:
    """The sections of single procedures, by name."""
    return {quoted(s.heading)[0]: s for s in sections(PAGE) if s.heading.startswith("`")}


SHOWN = of_the_portfolio()
TABLES = {"Simplifiers": normal.SIMPLIFIERS, "Alternatives": normal.ALTERNATIVES}


def test_every_procedure_is_there_and_no_other() -> None:
    single = {name for name in vars(portfolio) if name.startswith("prove_by_")}
    single |= {"_at_a_glance", "prove_polynomial", "prove_focused", "prove_in_either_order"}
    assert SHOWN.keys() == single
    many = {quoted(row[0])[0] for name in TABLES for row in section(PAGE, name).rows()}
    assert many == {name for name in vars(normal) if name.startswith("prove_")}
    assert len(PROCEDURES) == len(single) + len(normal.SIMPLIFIERS) + len(normal.ALTERNATIVES)


EXAMPLES = [
    pytest.param(name, kind, parts[0], parts[1:], id=f"{name}: {parts[0]}")
    for name, part in SHOWN.items()
    for kind, parts in examples(part.body)
]


@pytest.mark.parametrize(("name", "kind", "conclusion", "given"), EXAMPLES)
def test_an_example_or_a_limit(name: str, kind: str, conclusion: str, given: Sequence[str]) -> None:
    found = shown_by(getattr(portfolio, name), problem(conclusion, given))
    assert (found is not None) == {"decides": True, "limit": False}[kind]


@pytest.mark.parametrize("name", SHOWN)
def test_each_has_an_example_and_a_limit(name: str) -> None:
    assert {kind for kind, _ in examples(SHOWN[name].body)} == {"decides", "limit"}


ROWS = [
    pytest.param(*row, id=quoted(row[0])[0])
    for name in TABLES
    for row in section(PAGE, name).rows()
]


@pytest.mark.parametrize(("name", "what", "conclusion", "given"), ROWS)
def test_a_simplifier_or_alternative(name: str, what: str, conclusion: str, given: str) -> None:
    procedure: Procedure = getattr(normal, quoted(name)[0])
    documentation = " ".join((procedure.__doc__ or "").split())
    assert what.replace("\\*", "*") == documentation.replace("|u| < |v|", "abs(u) < abs(v)")
    stated = problem(quoted(conclusion)[0], quoted(given))
    assert shown_by(procedure, stated) is not None


@pytest.mark.parametrize(
    ("verdict", "conclusion", "given"), section(PAGE, "What the whole says").rows()
)
def test_what_the_whole_says(verdict: str, conclusion: str, given: str) -> None:
    stated = problem(quoted(conclusion)[0], quoted(given))
    decision = decide_statement(stated, SECONDS_OF_ALL, require_certificate=True)
    assert decision.verdict == verdict
    assert decision.reason if verdict == "unknown" else True


def test_the_limits_of_what_is_read() -> None:
    for _, name, value in section(PAGE, "Limits").rows():
        assert getattr(parse, quoted(name)[0]) == int(value.replace(",", ""))


def test_how_many_facts_are_multiplied() -> None:
    words = " ".join(section(PAGE, "Two entrances").body.split())
    assert tuple(MAX_FACTS) == DEGREES
    said = "up to {} of them), then their products of two ({}), three ({}) and four ({})"
    assert said.format(*MAX_FACTS.values()) in words
