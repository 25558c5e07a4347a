"""Writing proofs as the JSON values that `verifier.kernel.proof_file` reads and checks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from verifier.kernel.certificates.combination import Combination
from verifier.kernel.certificates.cover import Cover
from verifier.kernel.proof_file import FORMAT, VERSION, ProofFileError
from verifier.kernel.theorem import Theorem
from verifier.language.encode import encode, statement_to_json
from verifier.language.statement import Statement
from verifier.language.terms import Node


def proof_to_json(
    id_: str, statement: Statement, theorem: Theorem, definedness: Sequence[Theorem | None]
) -> dict[str, Any]:
    """The proof of a statement as a JSON value, from the derivations of its theorems."""
    order = _in_order([theorem, *(d for d in definedness if d is not None)])
    place = {id(t): i for i, t in enumerate(order)}
    nodes: list[Node] = []
    raw = [
        (t.derivation.rule, [place[id(p)] for p in t.derivation.premises], t.derivation.arguments)
        for t in order
    ]
    written = [
        (rule, premises, {name: _write(value, nodes) for name, value in arguments})
        for rule, premises, arguments in raw
    ]
    table, references = encode(nodes)
    steps, merged = _merged(
        [[r, p, {n: _place(v, references) for n, v in a.items()}] for r, p, a in written]
    )
    return {
        "format": FORMAT,
        "version": VERSION,
        "id": id_,
        "statement": statement_to_json(statement),
        "table": table,
        "steps": steps,
        "conclusion": merged[place[id(theorem)]],
        "definedness": [None if d is None else merged[place[id(d)]] for d in definedness],
    }


def _merged(steps: Sequence[list[Any]]) -> tuple[list[list[Any]], list[int]]:
    """The steps, those that are equal written once, and where each of them went: what several
    lemmas use is shown in each of their proofs."""
    kept: list[list[Any]] = []
    known: dict[str, int] = {}
    places: list[int] = []
    for rule, premises, arguments in steps:
        step = [rule, [places[p] for p in premises], arguments]
        key = json.dumps(step, sort_keys=True)
        if key not in known:
            known[key] = len(kept)
            kept.append(step)
        places.append(known[key])
    return kept, places


def _in_order(roots: Sequence[Theorem]) -> list[Theorem]:
    order: list[Theorem] = []
    seen: set[int] = set()
    stack = [(root, False) for root in reversed(roots)]
    while stack:
        theorem, ready = stack.pop()
        if ready:
            order.append(theorem)
        elif id(theorem) not in seen:
            seen.add(id(theorem))
            stack.append((theorem, True))
            stack.extend((p, False) for p in theorem.derivation.premises)
    return order


def _write(value: Any, nodes: list[Node]) -> Any:
    """A rule's argument as JSON, where {"node": n} is the n-th of `nodes`."""
    match value:
        case Node():
            nodes.append(value)
            return {"node": len(nodes) - 1}
        case Combination(products, equations):
            return {
                "products": [
                    [str(p.coefficient), list(p.sources), [_write(s, nodes) for s in p.squares]]
                    for p in products
                ],
                "equations": [[i, _write(m, nodes)] for i, m in equations],
            }
        case Cover(precision, tokens):
            return {"precision": precision, "tokens": list(tokens)}
        case tuple() | list():
            return [_write(item, nodes) for item in value]
        case str() | int():
            return value
    raise ProofFileError(f"an argument of type {type(value).__name__} cannot be written")


def _place(value: Any, references: Sequence[int]) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"node"}:
            return {"node": references[value["node"]]}
        return {key: _place(part, references) for key, part in value.items()}
    if isinstance(value, list):
        return [_place(item, references) for item in value]
    return value
