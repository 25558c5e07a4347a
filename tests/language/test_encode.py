"""Encoding loses nothing, and decoding believes nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_terms import propositions, terms

from verifier.language.binding import Lambda
from verifier.language.build import (
    eq,
    family,
    forall,
    function,
    indices,
    natural,
    prod,
    random_family,
    real,
    sequence,
)
from verifier.language.encode import (
    MAX_DEPTH,
    MAX_ENTRIES,
    MAX_SIZE,
    EncodingError,
    decode,
    encode,
    statement_from_json,
    statement_to_json,
)
from verifier.language.statement import Statement, over, statement
from verifier.language.terms import (
    REAL,
    And,
    Big,
    Bound,
    ForAll,
    Node,
    Number,
    Reals,
    Relation,
    Term,
    as_term,
    children,
)

x, k, j = real("x"), natural("k"), natural("j")
w, h, f, r = family("w"), sequence("h"), function("f", smooth=2), random_family("r")


def through_json(nodes: list[Node]) -> list[Node]:
    table, references = encode(nodes)
    back = decode(json.loads(json.dumps(table)))
    return [back[reference] for reference in references]


@given(st.lists(st.one_of(terms(depth=3, rational=False), propositions(depth=3)), max_size=3))
@settings(max_examples=30, deadline=None)
def test_round_trip(nodes: list[Node]) -> None:
    back = through_json(nodes)
    assert back == nodes
    assert [hints(node) for node in back] == [hints(node) for node in nodes]


def hints(node: Node) -> list[str]:
    """The hints of the node as a tree: which of its parts are one object does not matter."""
    below = [hint for child, _ in children(node) for hint in hints(child)]
    return [node.hint, *below] if isinstance(node, Big | ForAll) else below


def test_equal_nodes_with_other_hints_keep_theirs() -> None:
    a, b = prod(k, lambda i: w[i]), prod(k, lambda m: w[m])
    assert a == b
    assert [hints(node) for node in through_json([a, b, a])] == [["i"], ["m"], ["i"]]


def test_lambda_symbol_and_open_body() -> None:
    nodes: list[Node] = [Lambda((x, j), x * w[j]), f, r, w[Bound(0)], Bound(3, REAL)]
    assert through_json(nodes) == nodes


def test_sharing_is_kept() -> None:
    term: Term = x
    for _ in range(14):
        term = term * term
    table, (last,) = encode([term])
    assert len(table) == 15
    assert decode(table)[last] == term


def test_numbers_are_exact() -> None:
    big = Number(Fraction(10**1999 + 1, 3))
    assert through_json([big, Number(Fraction(-1, 3))]) == [big, Number(Fraction(-1, 3))]
    with pytest.raises(EncodingError, match="more than 2000 digits"):
        encode([Number(Fraction(10**2000))])


EXAMPLE = statement(
    [k, x, over(w, k), over(h, k), f, r, j],
    {"large": forall(indices(k), lambda i: w[i] > x), "start": eq(h[j, 1], f(x))},
    prod(k, lambda i: w[i], omit=[j]) > r[1],
)


def test_statement_round_trip() -> None:
    back = statement_from_json(json.loads(json.dumps(statement_to_json(EXAMPLE))))
    assert back == EXAMPLE


K = ["variable", "k", "natural"]
X = ["variable", "x", "real"]
W = ["symbol", "w", ["natural"], 0, False]
F = ["symbol", "f", ["real"], 1, False]
AT = ["bound", 0, "natural"]

BAD_TABLES: list[tuple[str, Any, str]] = [
    ("not a list", {"0": K}, "the table is not a list"),
    ("null", None, "the table is not a list"),
    ("entry not a list", ["variable"], "entry 0: an entry is not a list"),
    ("empty entry", [[]], "entry 0: unknown kind"),
    ("unknown kind", [["eval", "1"]], "entry 0: unknown kind"),
    ("kind not text", [[["variable"], "x"]], "entry 0: unknown kind"),
    ("class name", [["Variable", "x", "real"]], "unknown kind"),
    ("field missing", [["variable", "x"]], "variable has 2 fields, not 1"),
    ("field too many", [[*X, 1]], "variable has 2 fields, not 3"),
    ("name with a dash", [["variable", "x-y", "real"]], "'x-y' is not a name"),
    ("name with a newline", [["variable", "x\n", "real"]], "is not a name"),
    ("empty name", [["variable", "", "real"]], "is not a name"),
    ("name of a marker", [["variable", "\0", "real"]], "is not a name"),
    ("name in other letters", [["variable", "х", "real"]], "is not a name"),
    ("long name", [["variable", "x" * 65, "real"]], "is not a name"),
    ("name not text", [["variable", 7, "real"]], "is not a name"),
    ("unknown sort", [["variable", "x", "complex"]], "is not a sort"),
    ("sort not text", [["variable", "x", ["real"]]], "is not a sort"),
    ("number as float", [["number", 0.5]], "is not a rational"),
    ("number as int", [["number", 1]], "is not a rational"),
    ("decimal", [["number", "0.5"]], "is not a rational"),
    ("exponent", [["number", "1e9"]], "is not a rational"),
    ("divided by zero", [["number", "1/0"]], "is not a rational"),
    ("negative denominator", [["number", "1/-2"]], "is not a rational"),
    ("other digits", [["number", "٣"]], "is not a rational"),
    ("too many digits", [["number", "9" * 2001]], "is not a rational"),
    ("forward reference", [["op", "neg", [1]], X], "1 does not refer to an earlier entry"),
    ("self reference", [["op", "neg", [0]]], "0 does not refer to an earlier entry"),
    ("negative reference", [X, ["op", "neg", [-1]]], "-1 does not refer"),
    ("boolean reference", [X, X, ["op", "neg", [True]]], "True does not refer"),
    ("text reference", [X, ["op", "neg", ["0"]]], "0 does not refer"),
    ("reference alone", [X, ["op", "neg", 0]], "a field is not a list"),
    ("unknown operation", [X, ["op", "system", [0]]], "'system' is not a word"),
    ("relation as operation", [X, ["op", "<", [0, 0]]], "no operation <"),
    ("wrong arity", [X, ["op", "add", [0]]], "no operation add of 1"),
    ("constant", [["constant", "sum"]], "'sum' is not a constant"),
    ("operation as relation", [X, ["relation", "add", 0, 0]], "no relation add"),
    ("sum as relation", [X, ["big", "add", 0, [], 0, "i"]], "no big operation add"),
    ("term as proposition", [X, ["not", 0]], "entry 0 is a Variable, misplaced"),
    ("proposition as term", [["and", []], ["op", "neg", [0]]], "entry 0 is a And, misplaced"),
    ("term as domain", [X, ["and", []], ["forall", 0, 1, "i"]], "misplaced"),
    ("domain as body", [["reals"], ["forall", 0, 0, "i"]], "misplaced"),
    ("variable as symbol", [X, ["apply", 0, [0], 0]], "misplaced"),
    ("number as parameter", [["number", "1"], ["lambda", [0], 0]], "misplaced"),
    ("real index", [X, W, ["apply", 1, [0], 0]], "is not a natural number"),
    ("real range", [X, ["range", 0, []]], "bound of the range of an index is not a natural number"),
    ("too many arguments", [K, W, ["apply", 1, [0, 0], 0]], "takes 1 arguments, got 2"),
    ("derivative", [X, F, ["apply", 1, [0], 2]], "derivative 2 is used"),
    ("negative order", [X, F, ["apply", 1, [0], -1]], "'-1' is not a count"),
    ("boolean order", [X, F, ["apply", 1, [0], False]], "False' is not a count"),
    ("huge order", [["symbol", "f", ["real"], 10**9, False]], "is not a small count"),
    ("smooth family", [["symbol", "w", ["natural"], 1, False]], "has derivatives but"),
    ("random function", [["symbol", "f", ["real"], 0, True]], "is random but"),
    ("flag", [["symbol", "w", ["natural"], 0, 1]], "is not a flag"),
    ("sorts", [["symbol", "w", "natural", 0, False]], "'natural' is not a sorts"),
    ("law of a family", [K, W, ["independent", 1, 0]], "not a random family"),
    ("derivative by a function", [X, F, ["apply", 1, [0], 0], ["partial", 0, 2]], "not a family"),
    ("hint", [K, ["big", "sum", 0, [], 0, "i)"]], "is not a name"),
    (
        "index of the wrong sort",
        [["reals"], AT, ["relation", "<", 1, 1], ["forall", 0, 2, "i"]],
        "another sort than its binder",
    ),
    (
        "index of two sorts",
        [K, AT, ["bound", 0, "real"], ["op", "add", [1, 2]], ["big", "sum", 0, [], 3, "i"]],
        "another sort than its binder",
    ),
    ("start not a natural", [["naturals", "1"]], "is not a count"),
]


@pytest.mark.parametrize(("table", "message"), [(t, m) for _, t, m in BAD_TABLES],
                         ids=[name for name, _, _ in BAD_TABLES])  # fmt: skip
def test_bad_tables_are_refused_with_one_line(table: Any, message: str) -> None:
    with pytest.raises(EncodingError) as caught:
        decode(table)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


def test_depth_size_and_length_are_limited() -> None:
    deep: list[Any] = [X, *(["op", "neg", [i]] for i in range(MAX_DEPTH + 1))]
    with pytest.raises(EncodingError, match=f"entry {MAX_DEPTH + 1}: a term is deeper"):
        decode(deep)
    decode(deep[:-1])
    # A doubling graph is small as a table and enormous as a tree.
    doubling: list[Any] = [K, *(["op", "add", [i, i]] for i in range(100))]
    started = time.monotonic()
    with pytest.raises(EncodingError, match=f"over {MAX_SIZE} parts"):
        decode(doubling)
    assert time.monotonic() - started < 1
    with pytest.raises(EncodingError, match=f"at most {MAX_ENTRIES} items"):
        decode([X] * (MAX_ENTRIES + 1))
    wide = [["and", []], ["and", [0] * (MAX_SIZE + 1)]]
    with pytest.raises(EncodingError, match=f"at most {MAX_SIZE} items"):
        decode(wide)


def test_what_is_too_deep_is_not_encoded() -> None:
    term: Term = x
    for _ in range(5000):
        term = -term
    with pytest.raises(EncodingError, match="deeper"):
        encode([term])


def test_what_has_no_encoding_is_refused() -> None:
    with pytest.raises(EncodingError, match="is not a name"):
        encode([real("\0")])
    with pytest.raises(EncodingError, match="Strange cannot be encoded"):
        encode([Strange()])
    with pytest.raises(EncodingError):
        encode([ForAll(Reals(), Relation("<", Bound(0), as_term(1)))])


class Strange(Node):
    pass


def spoiled(change: Callable[[dict[str, Any]], Any]) -> Any:
    data = json.loads(json.dumps(statement_to_json(EXAMPLE)))
    return change(data) or data


BAD_STATEMENTS: list[tuple[str, Callable[[dict[str, Any]], Any], str]] = [
    ("not an object", lambda d: [d], "a statement is an object"),
    ("missing key", lambda d: d.pop("conclusion") and d, "a statement is an object"),
    ("further key", lambda d: d.update(proved=True), "a statement is an object"),
    ("undeclared", lambda d: d["variables"].pop(0) and d, "which is not declared"),
    ("twice", lambda d: d["variables"].append(d["variables"][0]), "declared twice"),
    ("term as conclusion", lambda d: d.update(conclusion=0), "misplaced"),
    ("no conclusion", lambda d: d.update(conclusion=None), "does not refer"),
    ("hypothesis", lambda d: d["hypotheses"].append(["a"]), "a hypothesis is not a list of 2"),
    ("same name", lambda d: d["hypotheses"].append(d["hypotheses"][0]), "called large"),
    ("name", lambda d: d["hypotheses"].append(["a\nb", 0]), "printable name"),
    ("declaration", lambda d: d["variables"].append([]), "one or two references"),
    ("proposition declared", lambda d: d["variables"].append([d["conclusion"]]), "misplaced"),
]


@pytest.mark.parametrize(
    ("change", "message"),
    [(c, m) for _, c, m in BAD_STATEMENTS],
    ids=[name for name, _, _ in BAD_STATEMENTS],
)
def test_bad_statements_are_refused(change: Callable[[dict[str, Any]], Any], message: str) -> None:
    with pytest.raises(EncodingError) as caught:
        statement_from_json(spoiled(change))
    assert message in str(caught.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 6) | st.sampled_from(
        ["x", "op", "add", "real", "natural", "variable", "1/2", "and", "forall", "i", "reals"]
    ),
    lambda below: st.lists(below, max_size=5),
    max_leaves=20,
)  # fmt: skip


@given(st.lists(JSON, max_size=5))
@settings(max_examples=150, deadline=None)
def test_any_json_is_read_or_refused(table: list[Any]) -> None:
    try:
        nodes = decode([K, X, W, *table])
    except EncodingError:
        return
    assert through_json(nodes) == nodes


@given(propositions(depth=3), st.data())
@settings(max_examples=35, deadline=None)
def test_a_changed_table_is_refused_or_well_formed(node: Node, data: st.DataObject) -> None:
    table, _ = encode([node])
    spot = data.draw(st.integers(0, len(table) - 1))
    place = data.draw(st.integers(0, len(table[spot]) - 1))
    table[spot][place] = data.draw(st.one_of(JSON, st.integers(0, len(table))))
    try:
        nodes = decode(table)
    except EncodingError:
        return
    assert through_json(nodes) == nodes


def test_an_empty_statement() -> None:
    empty = Statement((), (), And(()))
    assert statement_from_json(statement_to_json(empty)) == empty
