"""Nodes and statements as JSON, read back without trust in what is read.

A table lists each node once as `[kind, field, ...]`; a field that holds nodes refers to earlier
positions, so that shared parts are written once and no reference can be circular.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any, TypeAlias, cast

from verifier.language import terms
from verifier.language.binding import Lambda
from verifier.language.statement import Declaration, Over, Statement, statement
from verifier.language.terms import (
    MAX_SIZE,
    LanguageError,
    Node,
    Proposition,
    Symbol,
    Term,
    Variable,
)

MAX_ENTRIES = 200_000
MAX_DEPTH = 200  # well inside Python's limit of recursion
MAX_DIGITS = 2_000
MAX_COUNT = 1_000
MAX_DERIVATIVES = 9
MAX_PARTS = 1_000  # variables or hypotheses of one statement
MAX_LABEL = 200

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_']{0,63}")
_RATIONAL = re.compile(rf"-?[0-9]{{1,{MAX_DIGITS}}}(/[1-9][0-9]{{0,{MAX_DIGITS - 1}}})?")
_WORDS = (*terms.OPERATIONS, *terms.RELATIONS, *terms.BIG_OPERATIONS)
_SORTS = (terms.REAL, terms.NATURAL)
# When a plain value is right for a field; the classes check how words and sorts fit together.
_PLAIN: dict[str, Callable[[Any], object]] = {
    "name": lambda value: isinstance(value, str) and _NAME.fullmatch(value),
    "word": lambda value: value in _WORDS,
    "constant": lambda value: value in ("pi", "E"),
    "law": lambda value: value in terms.LAWS,
    "sort": lambda value: value in _SORTS,
    "sorts": lambda value: isinstance(value, list) and all(sort in _SORTS for sort in value),
    "count": lambda value: type(value) is int and 0 <= value <= MAX_COUNT,
    "small count": lambda value: type(value) is int and 0 <= value <= MAX_DERIVATIVES,
    "flag": lambda value: isinstance(value, bool),
    "printable name": lambda value: isinstance(value, str) and _is_label(value),
    "rational": lambda value: isinstance(value, str) and _RATIONAL.fullmatch(value),
}


def _is_label(name: str) -> bool:
    """Whether a name in parentheses is read as a name and as nothing else."""
    opened = 0
    for character in name:
        opened += {"(": 1, ")": -1}.get(character, 0)
        if opened < 0 or not (character.isalnum() or " " <= character <= "~"):
            return False
    return opened == 0 < len(name) <= MAX_LABEL


class EncodingError(LanguageError):
    """JSON that is not the encoding of a node or statement, or a node too large to encode."""


@dataclass(frozen=True)
class _Shape:
    """The depth and size of a node as a tree, and its indices bound outside with their sorts."""

    depth: int
    size: int
    open: frozenset[tuple[int, str]]


Field: TypeAlias = str | type[Node] | tuple[type[Node], ...] | list[type[Node]]
_DOMAIN = (terms.Reals, terms.Naturals, terms.IndexRange)
# The fields of each kind in the order of its class: a word for plain values, a class or tuple of
# classes for one node, a list of one class for several nodes.
_FORMS: dict[str, tuple[type[Node], tuple[Field, ...]]] = {
    "symbol": (Symbol, ("name", "sorts", "small count", "flag")),
    "number": (terms.Number, ("rational",)),
    "constant": (terms.Constant, ("constant",)),
    "variable": (Variable, ("name", "sort")),
    "bound": (terms.Bound, ("count", "sort")),
    "apply": (terms.Application, (Symbol, [Term], "count")),
    "op": (terms.Op, ("word", [Term])),
    "big": (terms.Big, ("word", Term, [Term], Term, "name")),
    "partial": (terms.Partial, (Term, terms.Application)),
    "expectation": (terms.Expectation, (Term,)),
    "probability": (terms.Probability, (Proposition,)),
    "relation": (terms.Relation, ("word", Term, Term)),
    "and": (terms.And, ([Proposition],)),
    "or": (terms.Or, ([Proposition],)),
    "not": (terms.Not, (Proposition,)),
    "implies": (terms.Implies, (Proposition, Proposition)),
    "reals": (terms.Reals, ()),
    "naturals": (terms.Naturals, ("count",)),
    "range": (terms.IndexRange, (Term, [Term])),
    "forall": (terms.ForAll, (_DOMAIN, Proposition, "name")),
    "exists": (terms.Exists, (_DOMAIN, Proposition, "name")),
    "independent": (terms.Independent, (Symbol, Term)),
    "samelaw": (terms.SameLaw, (Symbol, Term)),
    "haslaw": (terms.HasLaw, (Symbol, Term, "law", [Term])),
    "lambda": (Lambda, ([Variable], Term)),
}
_KINDS = {form[0]: kind for kind, form in _FORMS.items()}


def encode(nodes: Iterable[Node]) -> tuple[list[Any], list[int]]:
    """The table of the nodes and the position of each of them in it.

    Guaranteed to be accepted by `decode`; raises `EncodingError` for a node beyond its limits.
    """
    roots = list(nodes)  # keeps them alive: positions are remembered by identity
    table: list[Any] = []
    read: list[Node] = []
    shapes: list[_Shape] = []
    by_entry: dict[str, int] = {}
    by_identity: dict[int, int] = {}
    stack = [(root, False) for root in reversed(roots)]
    while stack:
        node, ready = stack.pop()
        if id(node) in by_identity:
            continue
        if not ready:
            stack.append((node, True))
            stack.extend((child, False) for child, _ in terms.children(node))
            continue
        entry = _write(node, by_identity)
        key = repr(entry)
        if key not in by_entry:
            read.append(_read(entry, read, shapes, len(table)))
            by_entry[key] = len(table)
            table.append(entry)
        by_identity[id(node)] = by_entry[key]
    return table, [by_identity[id(root)] for root in roots]


def decode(table: object) -> list[Node]:
    """Guaranteed to return well-formed nodes within the limits, one for each entry of the table.

    Raises `EncodingError` naming the first entry that is not right.
    """
    nodes: list[Node] = []
    shapes: list[_Shape] = []
    for position, entry in enumerate(_list(table, MAX_ENTRIES, "the table")):
        nodes.append(_read(entry, nodes, shapes, position))
    return nodes


def statement_to_json(stated: Statement) -> dict[str, Any]:
    """The statement as a JSON object with a table of its own."""
    roots: list[Node] = []
    for d in stated.variables:
        roots += [d.symbol, d.upper] if isinstance(d, Over) else [d]
    table, references = encode([*roots, *stated.assumptions, stated.conclusion])
    position = iter(references)
    variables = [[next(position) for _ in range(1 + isinstance(d, Over))] for d in stated.variables]
    constants = [place for place, d in enumerate(stated.variables) if d in stated.constants]
    named = [_field(h.name, "printable name", []) for h in stated.hypotheses]
    hypotheses = [[name, next(position)] for name in named]
    return {
        "table": table,
        "variables": variables,
        "constants": constants,
        "hypotheses": hypotheses,
        "conclusion": next(position),
    }


def statement_from_json(data: object) -> Statement:
    """Guaranteed to return a statement that `statement()` accepts; raises `EncodingError`."""
    keys = {"table", "variables", "constants", "hypotheses", "conclusion"}
    if not isinstance(data, dict) or data.keys() != keys:
        raise EncodingError(f"a statement is an object with the keys {', '.join(sorted(keys))}")
    nodes = decode(data["table"])
    hypotheses: dict[str, Proposition] = {}
    for item in _list(data["hypotheses"], MAX_PARTS, "hypotheses"):
        name, reference = _list(item, 2, "a hypothesis", exactly=True)
        if _field(name, "printable name", nodes) in hypotheses:
            raise EncodingError(f"two hypotheses are called {name}")
        hypotheses[name] = _node(reference, Proposition, nodes)
    variables = _list(data["variables"], MAX_PARTS, "variables")
    declared = [_declaration(item, nodes) for item in variables]
    places = _list(data["constants"], MAX_PARTS, "constants")
    if not all(type(place) is int and 0 <= place < len(declared) for place in places):
        raise EncodingError("a constant does not refer to a variable")
    constants = [cast(Variable, declared[place]) for place in places]
    conclusion = _node(data["conclusion"], Proposition, nodes)
    try:
        return statement(declared, hypotheses, conclusion, constants)
    except LanguageError as error:
        raise EncodingError(f"not a statement: {error}") from None


def rational(value: object) -> Fraction:
    """The number of a text such as "-3/4"; raises `EncodingError` for anything else."""
    if not (isinstance(value, str) and _RATIONAL.fullmatch(value)):
        raise EncodingError(f"{str(value)[:40]!r} is not a rational")
    return Fraction(value)


def _declaration(item: object, nodes: Sequence[Node]) -> Declaration:
    match item:
        case [symbol, upper]:
            return Over(_node(symbol, Symbol, nodes), _node(upper, Term, nodes))
        case [single]:
            return cast(Declaration, _node(single, (Variable, Symbol), nodes))
    raise EncodingError("a declaration is a list of one or two references")


def _write(node: Node, positions: dict[int, int]) -> list[Any]:
    kind = _KINDS.get(type(node))
    if kind is None:
        raise EncodingError(f"{type(node).__name__} cannot be encoded")
    entry: list[Any] = [kind]
    for f, form in zip(fields(node), _FORMS[kind][1], strict=True):
        value = getattr(node, f.name)
        if isinstance(form, list):
            entry.append([positions[id(item)] for item in value])
        elif form == "rational":
            if max(abs(value.numerator), value.denominator) >= 10**MAX_DIGITS:
                raise EncodingError(f"a number has more than {MAX_DIGITS} digits")
            entry.append(str(value))
        elif form == "sorts":
            entry.append(list(value))
        else:
            entry.append(positions[id(value)] if isinstance(value, Node) else value)
    return entry


def _read(entry: object, nodes: Sequence[Node], shapes: list[_Shape], position: int) -> Node:
    """The node of an entry that refers to `nodes`; adds its shape to `shapes`."""
    try:
        kind, *written = _list(entry, 10, "an entry") or [None]
        if not isinstance(kind, str) or kind not in _FORMS:
            raise EncodingError("unknown kind")
        made, forms = _FORMS[kind]
        if len(written) != len(forms):
            raise EncodingError(f"{kind} has {len(forms)} fields, not {len(written)}")
        values = [_field(value, form, nodes) for value, form in zip(written, forms, strict=True)]
        # The shape comes first: building a term looks through all of it.
        shapes.append(_shape(made, written, values, shapes))
        node = made(*values)
        hash(node)  # cached from the leaves upwards, so that no later hash recurses
    except LanguageError as error:
        raise EncodingError(f"entry {position}: {error}") from None
    return node


def _field(value: Any, form: Field, nodes: Sequence[Node]) -> Any:
    if isinstance(form, list):
        return tuple(_node(item, form[0], nodes) for item in _list(value, MAX_SIZE, "a field"))
    if not isinstance(form, str):
        return _node(value, form, nodes)
    if not _PLAIN[form](value):
        raise EncodingError(f"{str(value)[:40]!r} is not a {form}")
    if form == "rational":
        return rational(value)
    return tuple(value) if form == "sorts" else value


def _node(reference: Any, kind: type[Node] | tuple[type[Node], ...], nodes: Sequence[Node]) -> Any:
    if type(reference) is not int or not 0 <= reference < len(nodes):
        raise EncodingError(f"{str(reference)[:40]} does not refer to an earlier entry")
    if not isinstance(nodes[reference], kind):
        raise EncodingError(f"entry {reference} is a {type(nodes[reference]).__name__}, misplaced")
    return nodes[reference]


def _shape(
    made: type[Node], written: Sequence[Any], values: Sequence[Any], shapes: Sequence[_Shape]
) -> _Shape:
    depth, size = 0, 1
    outside = frozenset({(values[0], values[1])} if made is terms.Bound else ())
    for f, reference, value in zip(fields(made), written, values, strict=True):
        several = isinstance(value, tuple) and f.name != "sorts"
        for position in reference if several else [reference] if isinstance(value, Node) else []:
            below = shapes[position]
            depth, size = max(depth, below.depth + 1), size + below.size
            if f.name in made.binders:
                sort = terms.NATURAL if made is terms.Big else values[0].sort
                if any(level == 0 and other != sort for level, other in below.open):
                    raise EncodingError("an index is used with another sort than its binder's")
                inside = frozenset((level - 1, other) for level, other in below.open if level)
            else:
                inside = below.open
            outside = outside | inside if outside else inside
    if depth > MAX_DEPTH or size > MAX_SIZE:
        raise EncodingError(f"a term is deeper than {MAX_DEPTH} or has over {MAX_SIZE} parts")
    return _Shape(depth, size, outside)


def _list(value: object, limit: int, what: str, exactly: bool = False) -> list[Any]:
    if not isinstance(value, list) or len(value) > limit or (exactly and len(value) != limit):
        raise EncodingError(f"{what} is not a list of {'' if exactly else 'at most '}{limit} items")
    return value
