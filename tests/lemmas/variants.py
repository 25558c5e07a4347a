"""Slightly changed statements: a hypothesis dropped, a relation flipped or made strict, a constant
tightened, an exponent or an index range off by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from verifier.language.binding import transform
from verifier.language.statement import Statement
from verifier.language.terms import (
    Big,
    ForAll,
    Implies,
    IndexRange,
    LanguageError,
    Naturals,
    Node,
    Number,
    Op,
    Proposition,
    Relation,
    Term,
)


@dataclass(frozen=True)
class Variant:
    """A changed statement and what was changed."""

    name: str
    statement: Statement


def variants(statement: Statement) -> Iterator[Variant]:
    """Each change that can be made, at each place of the conclusion."""
    for hypothesis in statement.hypotheses:
        yield Variant(f"without '{hypothesis.name}'", statement.without(hypothesis.name))
    for place, hypothesis in enumerate(statement.hypotheses):
        for name, change in _LOOSER.items():
            for proposition in list(_changed(hypothesis.proposition, change))[:1]:
                changed = list(statement.hypotheses)
                changed[place] = replace(hypothesis, proposition=proposition)
                looser = replace(statement, hypotheses=tuple(changed))
                yield Variant(f"'{hypothesis.name}' {name}", looser)
    for name, change in _CHANGES.items():
        for number, conclusion in enumerate(_changed(statement.conclusion, change)):
            yield Variant(f"{name} ({number + 1})", replace(statement, conclusion=conclusion))


def _changed(
    conclusion: Proposition, change: Callable[[Node], Node | None]
) -> Iterator[Proposition]:
    """The conclusion with the change made at one of the places where it applies."""
    places = 0
    while True:
        seen = -1

        def at_one_place(node: Node, _depth: int) -> Node | None:
            nonlocal seen
            if isinstance(node, Implies):
                # What is assumed is weakened by these changes as often as strengthened.
                return Implies(node.premise, transform(node.conclusion, at_one_place))
            changed = change(node)
            if changed is None:
                return None
            seen += 1
            return changed if seen == places else None

        try:
            result = transform(conclusion, at_one_place)
        except LanguageError:
            places += 1
            continue
        if result == conclusion:
            return
        yield result
        places += 1


def _flip(node: Node) -> Node | None:
    flipped = {"<=": ">=", ">=": "<=", "<": ">", ">": "<", "==": "!="}
    if isinstance(node, Relation) and node.op in flipped:
        return Relation(flipped[node.op], node.left, node.right)
    return None


def _strict(node: Node) -> Node | None:
    if isinstance(node, Relation) and node.op in ("<=", ">="):
        return Relation(node.op[0], node.left, node.right)
    return None


def _scaled(factor: Fraction) -> Callable[[Node], Node | None]:
    def change(node: Node) -> Node | None:
        if isinstance(node, Relation) and node.op in ("<=", "<", "=="):
            return Relation(node.op, node.left, Number(factor) * node.right)
        if isinstance(node, Relation) and node.op in (">=", ">"):
            return Relation(node.op, Number(factor) * node.left, node.right)
        return None

    return change


def _ten_times(node: Node) -> Node | None:
    if isinstance(node, Relation) and node.op in ("<=", "<"):
        return Relation(node.op, node.left, Number(Fraction(10)) * node.right)
    if isinstance(node, Relation) and node.op in (">=", ">") and not isinstance(node.right, Number):
        return Relation(node.op, Number(Fraction(10)) * node.left, node.right)
    return None


def _exponent(by: int) -> Callable[[Node], Node | None]:
    def change(node: Node) -> Node | None:
        if isinstance(node, Op) and node.name == "pow" and not isinstance(node.args[1], Op):
            return Op("pow", (node.args[0], _moved(node.args[1], by)))
        return None

    return change


def _moved(term: Term, by: int) -> Term:
    return Number(term.value + by) if isinstance(term, Number) else term + by


def _range(node: Node) -> Node | None:
    """Leaves out nothing where something is left out."""
    if isinstance(node, Big) and node.omit:
        return replace(node, omit=())
    if isinstance(node, ForAll) and isinstance(node.domain, IndexRange) and node.domain.omit:
        return replace(node, domain=IndexRange(node.domain.upper))
    if isinstance(node, ForAll) and node.domain == Naturals(1):
        return replace(node, domain=Naturals(0))
    return None


_CHANGES: dict[str, Callable[[Node], Node | None]] = {
    "relation flipped": _flip,
    "relation strict": _strict,
    "constant halved": _scaled(Fraction(1, 2)),
    "constant less by 1/10": _scaled(Fraction(9, 10)),
    "exponent more by 1": _exponent(1),
    "exponent less by 1": _exponent(-1),
    "nothing left out": _range,
}

_LOOSER: dict[str, Callable[[Node], Node | None]] = {
    "flipped": _flip,
    "ten times looser": _ten_times,
}
