"""The values that refute a statement, as JSON, so that the process that writes a report forms the
denial by itself."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from verifier.language.binding import Lambda
from verifier.language.denial import Choice, FiniteLaw, Value
from verifier.language.encode import decode, encode, rational
from verifier.language.render import text
from verifier.language.terms import Node, Term, Variable
from verifier.report import codec


def write_choice(choice: Choice) -> dict[str, Any]:
    """A choice as JSON."""
    nodes: list[Node] = []

    def place(node: Node) -> int:
        nodes.append(node)
        return len(nodes) - 1

    values: dict[str, Any] = {}
    for name, value in choice.values.items():
        if isinstance(value, FiniteLaw):
            values[name] = {"law": [[str(p), str(x)] for p, x in value.outcomes]}
        else:
            values[name] = {"node": place(value)}
    places = [(place(n), list(map(place, bounds))) for n, bounds in choice.large.items()]
    table, references = encode(nodes)
    for written in values.values():
        if "node" in written:
            written["node"] = references[written["node"]]
    large = [[references[n], [references[b] for b in bounds]] for n, bounds in places]
    return {"table": table, "values": values, "large": large}


def shown_choice(choice: Choice) -> dict[str, Any]:
    """The values for readers: terms as text, laws as in a counterexample."""
    values: dict[str, Any] = {}
    for name, value in choice.values.items():
        if isinstance(value, FiniteLaw):
            values[name] = {"law": [[str(p), [str(x)]] for p, x in value.outcomes]}
        else:
            values[name] = text(value.body if isinstance(value, Lambda) else value)
    return values


def read_choice(data: Any) -> Choice:
    """A choice from JSON; raises `CodecError` or `LanguageError` where it is not one."""
    nodes = decode(codec.get(data, "table", list))
    values = {
        name: _value(written, nodes) for name, written in codec.get(data, "values", dict).items()
    }
    large: dict[Variable, tuple[Term, ...]] = {}
    try:
        for n, bounds in codec.get(data, "large", list):
            large[_node(n, nodes, Variable)] = tuple(_node(b, nodes, Term) for b in bounds)
    except (TypeError, ValueError) as error:
        raise codec.CodecError(f"large naturals are pairs: {error}") from None
    return Choice(values, large)


def _value(written: Any, nodes: list[Node]) -> Value:
    if isinstance(written, dict) and written.keys() == {"law"}:
        try:
            pairs = [(Fraction(rational(p)), rational(x)) for p, x in written["law"]]
        except (TypeError, ValueError) as error:
            raise codec.CodecError(f"a law is a list of pairs: {error}") from None
        return FiniteLaw(tuple(pairs))
    value: Value = _node(codec.get(written, "node", int), nodes, (Term, Lambda))
    return value


def _node(place: Any, nodes: list[Node], kind: type[Node] | tuple[type[Node], ...]) -> Any:
    if type(place) is not int or not 0 <= place < len(nodes) or not isinstance(nodes[place], kind):
        raise codec.CodecError("a value refers to no node of its kind")
    return nodes[place]
