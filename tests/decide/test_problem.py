"""Statements from the texts of a command line or of a batch's line."""

from __future__ import annotations

from typing import Any

import pytest

from verifier.decide.problem import from_record, from_texts, is_integer
from verifier.language.build import natural, pi, real
from verifier.language.encode import statement_from_json, statement_to_json
from verifier.language.statement import Statement
from verifier.language.terms import LanguageError, as_term

x, y = real("x"), real("y")


def parts(statement: Statement) -> list[object]:
    return [*statement.assumptions, statement.conclusion]


def test_bounds_come_before_hypotheses() -> None:
    variables = {
        "x": {"lo": "0", "hi": "pi/2", "hi_open": True},
        "y": {"lo": None, "lo_open": True},
    }
    stated = from_record({"variables": variables, "hypotheses": ["x < y"], "conclusion": "x >= 0"})
    assert stated.variables == (x, y)
    assert parts(stated) == [as_term(0) <= x, x < pi / 2, x < y, x >= 0]
    names = [h.name for h in stated.hypotheses]
    assert names == ["lower bound of x", "upper bound of x", "hypothesis 1"]


def test_the_command_line_says_the_same() -> None:
    stated = from_texts("x >= 0", ["x < y"], ["0 <= x", "x < pi/2"])
    assert parts(stated) == [as_term(0) <= x, x < pi / 2, x < y, x >= 0]
    assert parts(from_texts("x >= 0", ["x < y"], ["pi/2 > x >= 0"]))[:2] == [
        as_term(0) <= x,
        x < pi / 2,
    ]


def test_unknown_keys_are_ignored() -> None:
    record = {"id": "a", "truth": 7, "conclusion": "x > 0", "variables": {"x": {"unit": []}}}
    assert parts(from_record(record)) == [x > 0]


@pytest.mark.parametrize(
    ("domains", "is_natural"),
    [
        (["k in N"], True),
        (["k in Z", "k >= 2"], True),
        (["k > 0", "k in Z"], True),
        (["k in Z"], False),
        (["k in Z", "k >= -1"], False),
        (["k in Z", "k <= 5"], False),
    ],
)
def test_integers(domains: list[str], is_natural: bool) -> None:
    stated = from_texts("k**2 >= k", [], domains)
    (variable,) = stated.variables
    if is_natural:
        assert variable == natural("k")
    else:
        assert variable == real("k") and is_integer(real("k")) in stated.assumptions
    assert parts(statement_from_json(statement_to_json(stated))) == parts(stated)


def test_integers_of_a_batch() -> None:
    bounded = {"k": {"integer": True, "lo": "2"}}
    assert from_record({"variables": bounded, "conclusion": "k > 1"}).variables == (natural("k"),)
    free = from_record({"variables": {"k": {"integer": True}}, "conclusion": "k > 1"})
    assert free.assumptions == (is_integer(real("k")),)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"conclusion": None}, "conclusion is not a text"),
        ({"conclusion": ["x > 0"]}, "conclusion is not a text"),
        ({"conclusion": "x"}, "conclusion: column 2: no relation"),
        ({"conclusion": "z > 0"}, "conclusion: column 1: z is not among the variables (x)"),
        ({"hypotheses": "x > 0"}, "hypotheses is not a list"),
        ({"hypotheses": ["x > 0", 1]}, "hypotheses is not a list"),
        ({"hypotheses": ["x > 0", "x >"]}, "hypothesis 2: column 4"),
        ({"hypotheses": ["x > 0"] * 301}, "more than 300 hypotheses"),
        ({"variables": ["x"]}, "variables is not an object"),
        ({"variables": {"x": "0"}}, "variable 'x': it is not an object"),
        ({"variables": {"x": {"lo": 0.5}}}, "variable 'x': lo: it is neither null nor a text"),
        ({"variables": {"x": {"lo": "y"}}}, "variable 'x': lo: column 1: y is not among"),
        ({"variables": {"x": {"hi": "1 > 0"}}}, "variable 'x': hi: column 3: unexpected '>'"),
        ({"variables": {"x": {"lo_open": "yes"}}}, "variable 'x': lo_open is neither true nor"),
        ({"variables": {"x": {"integer": 1}}}, "variable 'x': integer is neither true nor false"),
        ({"variables": {"exp": {}}}, "variable 'exp': exp has a meaning of its own"),
        ({"variables": {"pi": {}}}, "variable 'pi': pi has a meaning of its own"),
        ({"variables": {"a b": {}}}, "variable 'a b': 'a b' cannot be the name of a variable"),
        ({"variables": {"\u0445": {}}}, "cannot be the name of a variable"),
        ({"variables": {f"x{n}": {} for n in range(101)}, "conclusion": "x1 > 0"},
         "more than 100 variables"),
    ],
)  # fmt: skip
def test_malformed_records(change: dict[str, Any], message: str) -> None:
    record = {"variables": {"x": {}}, "hypotheses": [], "conclusion": "x > 0"}
    with pytest.raises(LanguageError) as caught:
        from_record({**record, **change})
    assert message in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "domain",
    ["x < y", "x + 1 > 0", "x != 0", "x = 1", "1 < 2", "x in Q", "x in [0, 1]", "exp in R"],
)
def test_domains_that_are_none(domain: str) -> None:
    with pytest.raises(LanguageError, match="domain '"):
        from_texts("x > 0", [], [domain])


@pytest.mark.parametrize("name", ["inf", "oo", "nan", "PI", "None"])
def test_names_that_read_like_numbers_are_declared(name: str) -> None:
    for conclusion, given in ((f"x < {name}", []), ("x > 0", [f"x > {name}"])):
        with pytest.raises(LanguageError, match=f"{name} is no number here"):
            from_texts(conclusion, given)
        assert from_texts(conclusion, given, [f"{name} in R"])


def test_many_domains_are_too_many() -> None:
    with pytest.raises(LanguageError, match="more than 300 domains"):
        from_texts("x > 0", [], ["x > 1"] * 301)
