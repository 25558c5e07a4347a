"""Proofs as JSON values, and their replay: what is proved is found out, never read.

{"format": "gd-verifier-proof", "version": 1, "id", "statement", "table", "steps", "conclusion",
"definedness"}: `steps` are [rule, [positions of premises], {argument: value}] in order, the rest
are positions of steps: the one that proves the statement, and for each hypothesis and the
conclusion the one that proves it defined (null where its form suffices).
"""

from __future__ import annotations

import hashlib
import json
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from verifier.kernel.certificates.combination import Combination, Product
from verifier.kernel.certificates.cover import Cover
from verifier.kernel.facts import must_be_defined
from verifier.kernel.rules import RULES
from verifier.kernel.theorem import Theorem, infer, require
from verifier.language.encode import decode, rational, statement_from_json, statement_to_json
from verifier.language.statement import Statement
from verifier.language.terms import TRUE, LanguageError, Node, Term

FORMAT, VERSION = "gd-verifier-proof", 1
MAX_STEPS, MAX_PREMISES, MAX_ID = 100_000, 2_000, 200


class ProofFileError(LanguageError):
    """A proof file that is not one, or whose proof does not check; the message says where."""


@dataclass(frozen=True)
class Checked:
    """What a proof file proves: a statement, by a theorem, and what it cites.

    `unused` names the hypotheses without any one of which the same theorems prove the statement.
    """

    id: str
    statement: Statement
    theorem: Theorem
    cited: tuple[str, ...]
    unused: tuple[str, ...]
    steps: int


def check_proof(data: object) -> Checked:
    """Guaranteed to return only what the replayed proof proves.

    Raises `ProofFileError` naming the first step that does not check.
    """
    keys = {"format", "version", "id", "statement", "table", "steps", "conclusion", "definedness"}
    if not isinstance(data, dict) or data.keys() != keys:
        raise ProofFileError(f"a proof is a JSON object with the keys {', '.join(sorted(keys))}")
    id_ = data["id"]
    named = isinstance(id_, str) and id_.isprintable() and len(id_) <= MAX_ID
    if (data["format"], data["version"]) != (FORMAT, VERSION) or not named:
        raise ProofFileError("not a proof of this format and version")
    statement = statement_from_json(data["statement"])
    theorems = _replay(data["steps"], decode(data["table"]))
    conclusion = _theorem(theorems, data["conclusion"])
    definedness = data["definedness"]
    if not isinstance(definedness, list):
        raise ProofFileError("definedness is not a list")
    parts = [None if d is None else _theorem(theorems, d) for d in definedness]
    check_statement(statement, conclusion, parts)
    cited = set(conclusion.cited).union(*(p.cited for p in parts if p is not None))
    return Checked(
        id=id_,
        statement=statement,
        theorem=conclusion,
        cited=tuple(sorted(cited)),
        unused=_unused(statement, conclusion, parts),
        steps=len(theorems),
    )


def check_statement(
    statement: Statement, theorem: Theorem, definedness: Sequence[Theorem | None]
) -> None:
    """Guaranteed to return only if the theorems prove the statement and that it is defined
    wherever its hypotheses, read in order, allow.  Raises `ProofFileError` otherwise."""
    if statement.constants:
        raise ProofFileError("a statement with constants to be chosen can only be refuted")
    given = statement.assumptions
    if not (theorem.hypotheses <= set(given) and theorem.conclusion == statement.conclusion):
        raise ProofFileError("the theorem is not the statement")
    if len(definedness) != len(given) + 1:
        raise ProofFileError("there is not one entry of definedness for each part")
    for position, part in enumerate([*given, statement.conclusion]):
        condition = must_be_defined(part, is_conclusion=position == len(given))
        shown = definedness[position]
        if condition == TRUE:
            continue
        if shown is None or shown.conclusion != condition:
            raise ProofFileError(f"part {position + 1} of the statement is not shown to be defined")
        if not shown.hypotheses <= set(given[:position]):
            raise ProofFileError(f"part {position + 1} is defined only under later hypotheses")


def _unused(
    statement: Statement, theorem: Theorem, definedness: Sequence[Theorem | None]
) -> tuple[str, ...]:
    found = []
    for position, hypothesis in enumerate(statement.hypotheses):
        rest = [*definedness[:position], *definedness[position + 1 :]]
        try:
            check_statement(statement.without(hypothesis.name), theorem, rest)
        except ProofFileError:
            continue
        found.append(hypothesis.name)
    return tuple(found)


def statement_digest(statement: Statement) -> str:
    """A digest of the statement's encoding."""
    written = json.dumps(statement_to_json(statement), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _replay(steps: object, nodes: Sequence[Node]) -> list[Theorem]:
    if not isinstance(steps, list) or len(steps) > MAX_STEPS:
        raise ProofFileError(f"steps is not a list of at most {MAX_STEPS} entries")
    theorems: list[Theorem] = []
    for number, step in enumerate(steps):
        try:
            theorems.append(_replay_step(step, theorems, nodes))
        except LanguageError as error:
            name = step[0] if isinstance(step, list) and step else "?"
            raise ProofFileError(f"step {number} ({str(name)[:40]!r}): {error}") from None
    return theorems


def _replay_step(step: object, theorems: Sequence[Theorem], nodes: Sequence[Node]) -> Theorem:
    if not isinstance(step, list) or len(step) != 3:
        raise ProofFileError("a step is a list of rule, premises and arguments")
    rule, premises, arguments = step
    require(isinstance(rule, str) and rule in RULES, "there is no such rule")
    require(isinstance(premises, list) and len(premises) <= MAX_PREMISES, "premises are no list")
    readers = _readers(rule)
    require(
        isinstance(arguments, dict) and arguments.keys() == readers.keys(),
        f"its arguments are {', '.join(readers) or 'none'}",
    )
    values = {name: read(arguments[name], nodes) for name, read in readers.items()}
    return infer(RULES[rule], *(_theorem(theorems, p) for p in premises), **values)


def _theorem(theorems: Sequence[Theorem], position: object) -> Theorem:
    if isinstance(position, bool) or not isinstance(position, int):
        raise ProofFileError("a reference is not an integer")
    if not 0 <= position < len(theorems):
        raise ProofFileError("a reference to a step that does not come before")
    return theorems[position]


Reader = Callable[[Any, Sequence[Node]], Any]


@cache
def _readers(rule: str) -> Mapping[str, Reader]:
    """How each argument of a rule is read, by its type annotation."""
    hints = typing.get_type_hints(RULES[rule])
    return {n: _reader(t) for n, t in hints.items() if n not in ("premises", "return")}


def _reader(kind: Any) -> Reader:
    if kind in _CERTIFICATES:
        return _CERTIFICATES[kind]
    if kind in (int, str):
        return lambda value, nodes: _plain(value, kind)
    if typing.get_origin(kind) is Sequence:
        (item,) = typing.get_args(kind)
        return lambda value, nodes: tuple(_node(v, nodes, (item,)) for v in _items(value))
    classes = typing.get_args(kind) or (kind,)
    return lambda value, nodes: _node(value, nodes, classes)


def _plain(value: Any, kind: type) -> Any:
    require(isinstance(value, kind) and not isinstance(value, bool), f"not a {kind.__name__}")
    return value


def _items(value: Any) -> list[Any]:
    require(isinstance(value, list) and len(value) <= MAX_PREMISES, "not a list")
    return value  # type: ignore[no-any-return]


def _node(value: Any, nodes: Sequence[Node], classes: tuple[type, ...]) -> Any:
    require(isinstance(value, dict) and value.keys() == {"node"}, "not a reference to a node")
    position = _plain(value["node"], int)
    require(0 <= position < len(nodes), "a reference to no node")
    node = nodes[position]
    require(isinstance(node, classes), f"not a {' or '.join(c.__name__ for c in classes)}")
    return node


def _read_combination(value: Any, nodes: Sequence[Node]) -> Combination:
    require(
        isinstance(value, dict) and value.keys() == {"products", "equations"},
        "not a combination",
    )
    products = []
    for item in _items(value["products"]):
        coefficient, sources, squares = _fixed(item, 3)
        positions = tuple(_plain(s, int) for s in _items(sources))
        roots = tuple(_node(s, nodes, (Term,)) for s in _items(squares))
        products.append(Product(rational(coefficient), positions, roots))
    equations = []
    for item in _items(value["equations"]):
        position, multiplier = _fixed(item, 2)
        equations.append((_plain(position, int), _node(multiplier, nodes, (Term,))))
    return Combination(tuple(products), tuple(equations))


def _read_cover(value: Any, nodes: Sequence[Node]) -> Cover:
    require(isinstance(value, dict) and value.keys() == {"precision", "tokens"}, "not a cover")
    require(isinstance(value["tokens"], list), "the tokens are no list")
    return Cover(_plain(value["precision"], int), tuple(_plain(t, int) for t in value["tokens"]))


_CERTIFICATES: Mapping[Any, Reader] = {Combination: _read_combination, Cover: _read_cover}


def _fixed(item: Any, length: int) -> list[Any]:
    require(len(_items(item)) == length, f"not a list of {length} entries")
    return item  # type: ignore[no-any-return]
