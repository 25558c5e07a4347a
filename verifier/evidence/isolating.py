"""Bounds for one variable, read off a relation in which it occurs once.

Nothing here has to be right: what is generated from these bounds is checked afterwards.  They
only make most of it satisfy the hypotheses, and often with equality.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from flint import fmpq

from verifier.language.terms import (
    ONE,
    And,
    Application,
    Bound,
    ForAll,
    Implies,
    Node,
    Op,
    Proposition,
    Relation,
    Symbol,
    Term,
    Variable,
    children,
)
from verifier.language.values import (
    Missing,
    add,
    ball,
    div,
    elementary,
    mul,
    neg,
    power,
    sign_of,
    sub,
)

Target: TypeAlias = "Variable | Symbol"
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


@dataclass(frozen=True)
class Atom:
    """A relation inside of a hypothesis, with the quantifiers around it, outermost first."""

    domains: tuple[Any, ...]
    relation: Relation


@dataclass(frozen=True)
class Limit:
    """`target op value`; the value is an exact rational or a ball."""

    op: str
    value: Any


def atoms(proposition: Proposition, domains: tuple[Any, ...] = ()) -> Iterator[Atom]:
    """The relations that a proposition demands, and those of its implications' both sides."""
    match proposition:
        case Relation():
            yield Atom(domains, proposition)
        case And(args):
            for arg in args:
                yield from atoms(arg, domains)
        case Implies(premise, conclusion):
            yield from atoms(premise, domains)
            yield from atoms(conclusion, domains)
        case ForAll(domain, body):
            yield from atoms(body, (*domains, domain))


def occurrences(node: Node, target: Target) -> int:
    """How often a variable or symbol occurs."""
    here = node == target
    return int(here) + sum(occurrences(child, target) for child, _ in children(node))


def isolable(atom: Atom, target: Target) -> bool:
    """Whether the relation can be solved for the target: a variable, or a member of a family at
    the innermost quantified index (and time 1)."""
    relation = atom.relation
    if occurrences(relation, target) != 1:
        return False
    side = relation.left if occurrences(relation.left, target) else relation.right
    return _path(side, target, len(atom.domains)) is not None


def _is_target(term: Term, target: Target, depth: int) -> bool:
    if isinstance(target, Variable):
        return term == target
    if not isinstance(term, Application) or term.symbol != target or depth == 0:
        return False
    if term.args[0] != Bound(0) or depth != 1:
        return False
    return len(term.args) == 1 or term.args[1] == ONE


def _path(term: Term, target: Target, depth: int) -> tuple[int, ...] | None:
    if _is_target(term, target, depth):
        return ()
    if not isinstance(term, Op):
        return None
    for place, arg in enumerate(term.args):
        if occurrences(arg, target):
            below = _path(arg, target, depth)
            return None if below is None else (place, *below)
    return None


def limits(
    relation: Relation, target: Target, depth: int, value_of: Callable[[Term], Any]
) -> list[Limit]:
    """What the relation says of the target, given the values of everything else."""
    if occurrences(relation.left, target):
        side, other, op = relation.left, relation.right, relation.op
    else:
        side, other, op = relation.right, relation.left, _FLIPPED[relation.op]
    found = [Limit(op, value_of(other))]
    while not _is_target(side, target, depth):
        assert isinstance(side, Op)
        place = next(n for n, arg in enumerate(side.args) if occurrences(arg, target))
        siblings = [value_of(arg) for n, arg in enumerate(side.args) if n != place]
        found = [new for limit in found for new in _step(side, place, siblings, limit)]
        side = side.args[place]
    return [limit for limit in found if not isinstance(limit.value, Missing)]


def _step(op: Op, place: int, siblings: list[Any], limit: Limit) -> list[Limit]:
    """The limits of an argument from that of the result."""
    value, relation = limit.value, limit.op
    if isinstance(value, Missing) or any(isinstance(s, Missing) for s in siblings):
        return []
    if len(op.args) == 1:
        return _unary(op.name, value, relation)
    (other,) = siblings
    match op.name, place:
        case "add", _:
            return [Limit(relation, sub(value, other))]
        case "sub", 0:
            return [Limit(relation, add(value, other))]
        case "sub", 1:
            return [Limit(_FLIPPED[relation], sub(other, value))]
        case "mul", _:
            return _scaled(relation, div(value, other), sign_of(other))
        case "div", 0:
            return _scaled(relation, mul(value, other), sign_of(other))
        case "div", 1:
            # other / x <= value, for x > 0 and value > 0: x >= other / value
            sign = sign_of(value)
            return [Limit(_FLIPPED[relation], div(other, value))] if sign == 1 else []
        case "max", _:
            return [limit] if relation in ("<", "<=") else []
        case "min", _:
            return [limit] if relation in (">", ">=") else []
        case "pow", 0:
            return _root(relation, value, other)
    return []


def _scaled(relation: str, value: Any, sign: int | None) -> list[Limit]:
    if not sign:
        return []
    return [Limit(relation if sign == 1 else _FLIPPED[relation], value)]


def _unary(name: str, value: Any, relation: str) -> list[Limit]:
    match name:
        case "neg":
            return [Limit(_FLIPPED[relation], neg(value))]
        case "abs":
            if relation in ("<", "<="):
                return [Limit(relation, value), Limit(_FLIPPED[relation], neg(value))]
            return [Limit(relation, value)]
        case "log":
            return [Limit(relation, elementary("exp", value))]
        case "exp" if sign_of(value) == 1:
            return [Limit(relation, elementary("log", value))]
        case "sqrt" if sign_of(value) in (0, 1):
            return [Limit(relation, mul(value, value))]
    return []


def _root(relation: str, value: Any, exponent: Any) -> list[Limit]:
    sign = sign_of(value)
    if sign == 0:
        return [Limit(relation, value)]
    if sign != 1 or sign_of(exponent) != 1 or not isinstance(exponent, fmpq):
        return []
    root = power(value, 1 / exponent)
    found = [Limit(relation, root)]
    if exponent.q == 1 and exponent.p % 2 == 0 and relation in ("<", "<="):
        found.append(Limit(_FLIPPED[relation], neg(root)))
    return found


SCALE = 2000  # beyond 2**SCALE nothing simple lies, and turning it into a rational is costly


def enclosure(value: Any) -> tuple[Any, Any, bool] | None:
    """Lower and upper rational ends of a value, and whether it is exact; None if it is huge."""
    if isinstance(value, fmpq):
        return value, value, True
    enclosed = ball(value)
    if not enclosed.is_finite() or not abs(enclosed) < fmpq(2) ** SCALE:
        return None
    low, high = enclosed.lower(), enclosed.upper()
    for end in (low, high):
        if not end.is_zero() and abs(int(end.man_exp()[1])) > 2 * SCALE:
            return None
    return low.fmpq(), high.fmpq(), False
