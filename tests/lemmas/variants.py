"""Slightly changed statements: a hypothesis or a premise dropped or loosened, a relation flipped or
made strict, a constant changed by one per cent or a factor of 2, an exponent, a depth or an index
off by one, a sign changed, a part left out.

Many are still true; which of them are false has to be shown by a witness.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, count, zip_longest

from verifier.language.binding import transform
from verifier.language.instance import recursion_of
from verifier.language.statement import Statement
from verifier.language.terms import (
    NATURAL,
    ONE,
    Application,
    Big,
    Bound,
    ForAll,
    Implies,
    IndexRange,
    LanguageError,
    Naturals,
    Node,
    Number,
    Op,
    Partial,
    Proposition,
    Relation,
    Term,
    Variable,
    is_natural,
)

ZERO = Number(Fraction(0))

Change = Callable[[Node], Node | None]


@dataclass(frozen=True)
class Variant:
    """A changed statement and what was changed."""

    name: str
    statement: Statement


def variants(statement: Statement, most: int) -> tuple[Variant, ...]:
    """At most so many different variants, of as many kinds as there are; always the same ones."""
    by_kind = [list(kind) for kind in _kinds(statement)]
    in_turn = (v for v in chain.from_iterable(zip_longest(*by_kind)) if v is not None)
    different = {variant.statement: variant for variant in reversed(list(in_turn))}
    different.pop(statement, None)
    return tuple(reversed(different.values()))[:most]


def _kinds(statement: Statement) -> Iterator[Iterator[Variant]]:
    """The variants by kind of change; hypotheses are dropped more often than anything else."""
    dropped = [h.name for h in reversed(statement.hypotheses)]  # those of ranges come last
    for start in range(3):
        yield (Variant(f"without '{name}'", statement.without(name)) for name in dropped[start::3])
    for name, change in CHANGES.items():
        yield _of_conclusion(statement, name, change)
    for name, change in LOOSER.items():
        yield _of_hypotheses(statement, name, change)


def _of_conclusion(statement: Statement, name: str, change: Change) -> Iterator[Variant]:
    for number, conclusion in enumerate(_changed(statement.conclusion, change)):
        yield Variant(f"{name} ({number + 1})", replace(statement, conclusion=conclusion))


def _of_hypotheses(statement: Statement, name: str, change: Change) -> Iterator[Variant]:
    for place, hypothesis in enumerate(statement.hypotheses):
        if recursion_of(hypothesis.proposition) is not None:
            continue  # what is no recursion any more could not be evaluated at all times
        for proposition in list(_changed(hypothesis.proposition, change))[:1]:
            changed = list(statement.hypotheses)
            changed[place] = replace(hypothesis, proposition=proposition)
            yield Variant(
                f"'{hypothesis.name}' {name}", replace(statement, hypotheses=tuple(changed))
            )


def _changed(proposition: Proposition, change: Change) -> Iterator[Proposition]:
    """The proposition with the change made at one of the places where it applies."""
    for place in count():
        try:
            result, places = _changed_at(proposition, change, place)
        except LanguageError:  # a family at an index that is no natural number any more
            continue
        if place >= places:
            return
        if result != proposition:
            yield result


def _changed_at(proposition: Proposition, change: Change, place: int) -> tuple[Proposition, int]:
    """The proposition changed at the given place, and how many places were seen by then."""
    places = 0

    def at_one_place(node: Node, _depth: int) -> Node | None:
        nonlocal places
        if isinstance(node, Partial):
            return node  # by what is differentiated has to stay a member of the family
        changed = change(node)
        if changed is not None:
            places += 1
            if places == place + 1:
                return changed
        if isinstance(node, Implies):
            # What is assumed is weakened by these changes as often as strengthened.
            return Implies(node.premise, transform(node.conclusion, at_one_place))
        return None

    return transform(proposition, at_one_place), places


def _flip(node: Node) -> Node | None:
    flipped = {"<=": ">=", ">=": "<=", "<": ">", ">": "<", "==": "!="}
    if isinstance(node, Relation) and node.op in flipped:
        return Relation(flipped[node.op], node.left, node.right)
    return None


def _strict(node: Node) -> Node | None:
    if isinstance(node, Relation) and node.op in ("<=", ">="):
        return Relation(node.op[0], node.left, node.right)
    return None


def _scaled(factor: Fraction) -> Change:
    """The larger side times a factor: less than 1 tightens a bound of positive terms."""

    def change(node: Node) -> Node | None:
        if not isinstance(node, Relation) or ZERO in (node.left, node.right):
            return None
        if node.op in ("<=", "<", "=="):
            return Relation(node.op, node.left, Number(factor) * node.right)
        if node.op in (">=", ">"):
            return Relation(node.op, Number(factor) * node.left, node.right)
        return None

    return change


def _number(factor: Fraction) -> Change:
    """A number that is added, subtracted, multiplied, divided or compared."""

    def scaled(part: Term) -> Term:
        return Number(factor * part.value) if isinstance(part, Number) else part

    def change(node: Node) -> Node | None:
        if isinstance(node, Op) and node.name in ("add", "sub", "mul", "div"):
            changed: Node = Op(node.name, tuple(map(scaled, node.args)))
        elif isinstance(node, Relation):
            changed = Relation(node.op, scaled(node.left), scaled(node.right))
        else:
            return None
        return None if changed == node else changed

    return change


def _looser(factor: Fraction) -> Change:
    scaled = _scaled(factor)

    def change(node: Node) -> Node | None:
        if not isinstance(node, Relation) or node.op == "==" or _of_an_index(node):
            return None
        return scaled(node)

    return change


def _of_an_index(node: Relation) -> bool:
    """Whether a natural is compared with a number or another: there a factor changes little."""
    return all(isinstance(side, Number) or is_natural(side) for side in (node.left, node.right))


def _by_one(node: Node) -> Node | None:
    """An index may lie outside of its range by one."""
    if not isinstance(node, Relation) or not _of_an_index(node):
        return None
    match node.op:
        case ">=" | ">":
            return Relation(node.op, node.left, _moved(node.right, -1))
        case "<=" | "<":
            return Relation(node.op, node.left, _moved(node.right, 1))
    return None


def _not_strict(node: Node) -> Node | None:
    if isinstance(node, Relation) and node.op in ("<", ">"):
        return Relation(node.op + "=", node.left, node.right)
    return None


def _premise_dropped(node: Node) -> Node | None:
    return node.conclusion if isinstance(node, Implies) else None


def _of_premise(change: Change) -> Change:
    """A change at the first place of a premise where it applies."""

    def of_premise(node: Node) -> Node | None:
        if not isinstance(node, Implies):
            return None
        premise = next(_changed(node.premise, change), None)
        return None if premise is None else Implies(premise, node.conclusion)

    return of_premise


def _exponent(by: int) -> Change:
    def change(node: Node) -> Node | None:
        if isinstance(node, Op) and node.name == "pow" and not isinstance(node.args[1], Op):
            return Op("pow", (node.args[0], _moved(node.args[1], by)))
        return None

    return change


def _moved(term: Term, by: int) -> Term:
    return Number(term.value + by) if isinstance(term, Number) else term + by


def _one_less(node: Node) -> Node | None:
    """k-1 for k, where it is a real."""
    if isinstance(node, Op) and any(_is_depth(arg) for arg in node.args):
        return Op(node.name, tuple(arg - 1 if _is_depth(arg) else arg for arg in node.args))
    return None


def _is_depth(term: Term) -> bool:
    return isinstance(term, Variable) and term.sort == NATURAL


def _nothing_left_out(node: Node) -> Node | None:
    """Leaves out nothing where something is left out."""
    if isinstance(node, Big) and node.omit:
        return replace(node, omit=())
    if isinstance(node, ForAll) and isinstance(node.domain, IndexRange) and node.domain.omit:
        return replace(node, domain=IndexRange(node.domain.upper))
    return None


def _other_left_out(node: Node) -> Node | None:
    """Leaves out the next index in place of the right one."""
    if isinstance(node, Big) and node.omit:
        return replace(node, omit=(*node.omit[:-1], node.omit[-1] + 1))
    return None


def _last_left_out(node: Node) -> Node | None:
    """k-1 for k as the end of a range."""
    if isinstance(node, Big) and not node.omit and isinstance(node.upper, Variable):
        return replace(node, omit=(node.upper,))
    return None


def _without_the_last(node: Node) -> Node | None:
    """Assumed for all indices but the last."""
    if isinstance(node, ForAll) and isinstance(node.domain, IndexRange) and not node.domain.omit:
        return replace(node, domain=IndexRange(node.domain.upper, (node.domain.upper,)))
    return None


def _first_member(node: Node) -> Node | None:
    """The first member of a family in place of the one meant."""
    if not isinstance(node, Application) or node.symbol.sorts[0] != NATURAL:
        return None
    index, *rest = node.args
    return Application(node.symbol, (ONE, *rest)) if isinstance(index, Bound | Variable) else None


def _sign(node: Node) -> Node | None:
    opposite = {"add": "sub", "sub": "add"}
    if isinstance(node, Op) and node.name in opposite:
        return Op(opposite[node.name], node.args)
    return None


def _part_dropped(place: int) -> Change:
    def change(node: Node) -> Node | None:
        if isinstance(node, Op) and node.name in ("add", "mul"):
            return node.args[place]
        return None

    return change


CHANGES: dict[str, Change] = {
    "relation flipped": _flip,
    "constant halved": _scaled(Fraction(1, 2)),
    "exponent more by 1": _exponent(1),
    "nothing left out": _nothing_left_out,
    "k-1 for k": _one_less,
    "constant less by 1 %": _scaled(Fraction(99, 100)),
    "premise dropped": _premise_dropped,
    "relation strict": _strict,
    "exponent less by 1": _exponent(-1),
    "sign changed": _sign,
    "last index left out": _last_left_out,
    "premise 1 % looser": _of_premise(_looser(Fraction(101, 100))),
    "second part dropped": _part_dropped(0),
    "next index left out": _other_left_out,
    "premise off by one": _of_premise(_by_one),
    "first member": _first_member,
    "first part dropped": _part_dropped(1),
    "constant a tenth": _scaled(Fraction(1, 10)),
    "constant less by 1/10": _scaled(Fraction(9, 10)),
    "number more by 1 %": _number(Fraction(101, 100)),
    "number less by 1 %": _number(Fraction(99, 100)),
    "number doubled": _number(Fraction(2)),
}

LOOSER: dict[str, Change] = {
    "flipped": _flip,
    "twice looser": _looser(Fraction(2)),
    "1 % looser": _looser(Fraction(101, 100)),
    "off by one": _by_one,
    "not strict": _not_strict,
    "ten times looser": _looser(Fraction(10)),
    "without the last index": _without_the_last,
    "from an earlier time": lambda node: (
        replace(node, domain=Naturals(0))
        if isinstance(node, ForAll) and node.domain == Naturals(1)
        else None
    ),
}
