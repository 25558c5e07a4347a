"""docs/rules.md names every rule, law and cited theorem, with their signatures and texts."""

from __future__ import annotations

import inspect
import re

import pytest
from pages import FOLDER, check_heading_and_text, documented, quoted, section

from verifier.kernel.certificates.laws import mean_of
from verifier.kernel.rules import RULES
from verifier.kernel.rules.elementary import LAWS
from verifier.kernel.theorem import CITED
from verifier.language.render import text
from verifier.language.terms import LAWS as NAMED_LAWS

PAGE = "rules.md"
SHOWN = documented(PAGE)


def test_every_rule_is_there_and_no_other() -> None:
    assert SHOWN.keys() == RULES.keys()


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_shown_as_it_is(name: str) -> None:
    check_heading_and_text(SHOWN[name], RULES[name], leave_out="premises")
    body = SHOWN[name].body
    assert re.search(r"^- \*Checked:\* \S", body, re.MULTILINE), "it says what is checked"
    assert re.search(r"^- \*Sound:\* \S", body, re.MULTILINE), "it says why it is sound"


def test_the_rules_stand_under_the_file_that_they_are_in() -> None:
    written = (FOLDER / PAGE).read_text(encoding="utf-8")
    home = ""
    for line in written.splitlines():
        found = re.fullmatch(r"`verifier/kernel/rules/(\w+)\.py`", line)
        home = found[1] if found else home
        name = re.fullmatch(r"### `(\w+)\(.*\)`", line)
        if name:
            assert RULES[name[1]].__module__ == f"verifier.kernel.rules.{home}"


def test_the_laws_are_those_of_the_kernel() -> None:
    rows = section(PAGE, "Laws of the elementary functions").rows()
    shown = [(name, quoted(conditions), quoted(claim)) for name, conditions, claim in rows]
    assert shown == [
        (name, [text(condition) for condition in law.conditions], [text(law.conclusion)])
        for name, law in LAWS.items()
    ]


def test_the_cited_theorems_are_those_of_the_list() -> None:
    rows = section(PAGE, "Cited theorems").rows()
    assert {quoted(key)[0]: name for key, name, _ in rows} == CITED
    for _, _, rules in rows:
        assert set(quoted(rules)) <= RULES.keys()


def test_who_cites_what() -> None:
    """The rules that the table names are those whose code mentions the key, and no others."""

    for key, _, rules in section(PAGE, "Cited theorems").rows():
        citing = {
            name for name, rule in RULES.items() if f'"{quoted(key)[0]}"' in inspect.getsource(rule)
        }
        assert set(quoted(rules)) == citing


def test_the_named_laws_are_those_of_the_language() -> None:
    rows = section(PAGE, "Named laws").rows()
    assert {quoted(name)[0] for name, *_ in rows} == set(NAMED_LAWS)
    assert mean_of.__module__ == "verifier.kernel.certificates.laws"
