"""Free variables, substitution and the opening and closing of binders.

With de Bruijn numbers none of these can capture an index: what is put in is closed, and shifts of
bound numbers never arise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from verifier.language.terms import (
    EXTREMES,
    NATURAL,
    ZERO,
    Application,
    Big,
    Bound,
    Constant,
    Expectation,
    HasLaw,
    Independent,
    LanguageError,
    Node,
    Number,
    Op,
    Partial,
    Probability,
    SameLaw,
    Symbol,
    Term,
    Variable,
    children,
    is_natural,
    rebuild,
    subnodes,
)

N = TypeVar("N", bound=Node)


@dataclass(frozen=True, eq=False)
class Lambda(Node):
    """What a symbol can be instantiated by: a term in which `parameters` stand for arguments."""

    parameters: tuple[Variable, ...]
    body: Term


def transform(node: N, change: Callable[[Node, int], Node | None], depth: int = 0) -> N:
    """`node` with `change(subnode, binders above it)` put in wherever that is not None."""
    changed = change(node, depth)
    if changed is not None:
        return changed  # type: ignore[return-value]
    below = list(children(node))
    if not below:
        return node
    new = [transform(child, change, depth + extra) for child, extra in below]
    if all(a is b for a, (b, _) in zip(new, below, strict=True)):
        return node
    return rebuild(node, iter(new))  # type: ignore[no-any-return]


def free_variables(*nodes: Node) -> frozenset[Variable]:
    """The free variables of the nodes."""
    return frozenset().union(*map(_variables, nodes))


def _variables(node: Node) -> frozenset[Variable]:
    """The free variables of one node; kept with it."""
    known: frozenset[Variable] | None = node.__dict__.get("_variables")
    if known is None:
        known = frozenset(n for n in subnodes(node) if isinstance(n, Variable))
        node.__dict__["_variables"] = known
    return known


def symbols(*nodes: Node) -> frozenset[Symbol]:
    """The families, sequences and functions in the nodes."""
    return frozenset(n for node in nodes for n in subnodes(node) if isinstance(n, Symbol))


def is_closed(node: Node) -> bool:
    """Whether no bound number points outside of `node`."""
    return _open_levels(node) == 0


def _open_levels(node: Node) -> int:
    """How many binders around the node its bound numbers ask for; kept with the node."""
    known: int | None = node.__dict__.get("_open")
    if known is None:
        below = (_open_levels(child) - extra for child, extra in children(node))
        known = node.level + 1 if isinstance(node, Bound) else max(below, default=0)
        known = max(known, 0)
        node.__dict__["_open"] = known
    return known


def bare_random(node: Node) -> bool:
    """Whether a random symbol occurs outside of every expectation, probability and law."""
    if isinstance(node, Expectation | Probability | Independent | SameLaw):
        return False
    if isinstance(node, HasLaw):
        return any(bare_random(parameter) for parameter in node.parameters)
    if isinstance(node, Application) and node.symbol.random:
        return True
    return any(bare_random(child) for child, _ in children(node))


def check_movable(node: Node, value: Node, variable: Variable | None = None) -> None:
    """Guaranteed to return only if `value` means inside `node`, wherever `variable` stands in it,
    what it means outside; without `variable`, anywhere inside.

    Raises `LanguageError` for a random value under an expectation or probability, and for a value
    that depends on a symbol by which `node` differentiates.
    """
    random, moved = bare_random(value), symbols(value)
    if not (random or moved):
        return
    for n in subnodes(node):
        if not isinstance(n, Expectation | Probability | Partial):
            continue
        if variable is not None and variable not in free_variables(n):
            continue
        if random and isinstance(n, Expectation | Probability):
            raise LanguageError("a random value cannot be put under an expectation or probability")
        if isinstance(n, Partial) and n.by.symbol in moved:
            raise LanguageError(f"{n.by.symbol.name} cannot be put under a derivative by it")


def substitute(node: N, values: Mapping[Variable, Term]) -> N:
    """`node` with closed terms put for free variables.

    Raises `LanguageError` if a value has the wrong sort or open indices, or would change its
    meaning (`check_movable`).
    """
    for variable, value in values.items():
        _check_value(variable.name, variable.sort, value)
        check_movable(node, value, variable)
    return transform(node, lambda n, _: values.get(n) if isinstance(n, Variable) else None)


def _check_value(name: str, sort: str, value: Term) -> None:
    if not is_closed(value):
        raise LanguageError(f"the value for {name} has an open index")
    if sort == NATURAL and not is_natural(value):
        raise LanguageError(f"the value for {name} is not a natural number by its form")


def close(node: N, variable: Variable) -> N:
    """`node` with `variable` turned into the index of a binder put around it."""
    return transform(node, lambda n, depth: Bound(depth, variable.sort) if n == variable else None)


def open_body(body: N, sort: str, value: Term) -> N:
    """The body of a binder of the given sort with `value`, closed, put for its index.

    Raises `LanguageError` as `substitute` does.
    """
    _check_value("the bound variable", sort, value)
    check_movable(body, value)
    return transform(
        body, lambda n, depth: value if isinstance(n, Bound) and n.level == depth else None
    )


def fresh(hint: str, sort: str, *avoid: Node) -> Variable:
    """A variable named after `hint` that occurs in none of the nodes."""
    taken = {variable.name for variable in free_variables(*avoid)}
    taken |= {symbol.name for symbol in symbols(*avoid)}
    name, number = hint, 1
    while name in taken:
        number += 1
        name = f"{hint}{number}"
    return Variable(name, sort)


def rename_symbol(node: N, old: Symbol, new: Symbol) -> N:
    """`node` with a symbol replaced by another one that does not occur in it.

    Raises `LanguageError` if the two differ in kind or the new one occurs.
    """
    if (old.sorts, old.random) != (new.sorts, new.random) or new.smooth < old.smooth:
        raise LanguageError(f"{new.name} is not of the kind of {old.name}")
    if new in symbols(node):
        raise LanguageError(f"{new.name} occurs already")
    return transform(node, lambda n, _: new if n == old else None)


def substitute_symbol(
    node: N, symbol: Symbol, value: Lambda, derivative: Callable[[Term, Variable], Term]
) -> N:
    """`node` with a symbol's applications replaced by the body of `value`.

    Derivatives of a function are formed by `derivative`.  Raises `LanguageError` where that has no
    meaning: for a random symbol, under `Partial` by that symbol, and as in `check_movable`.
    Guaranteed to keep a term undefined where an argument is: f(1/x) with f(p) := 0 becomes
    0 + 0*(1/x).
    """
    sorts = tuple(parameter.sort for parameter in value.parameters)
    if sorts != symbol.sorts:
        raise LanguageError(f"{symbol.name} takes {symbol.sorts}, the value takes {sorts}")
    if symbol.random:
        raise LanguageError(f"the random {symbol.name} can only be renamed")
    if not is_closed(value):
        raise LanguageError(f"the value for {symbol.name} has an open index")
    check_movable(node, value)
    bodies = [value.body]

    def change(current: Node, _depth: int) -> Node | None:
        match current:
            case Application(head, args, order) if head == symbol:
                while len(bodies) <= order:
                    bodies.append(derivative(bodies[-1], value.parameters[0]))
                new = [transform(arg, change) for arg in args]
                return _apply(bodies[order], value.parameters, new)
            case Partial(_, by) if by.symbol == symbol:
                raise LanguageError(f"a derivative by {symbol.name} cannot be instantiated")
        return None

    return transform(node, change)


def _apply(body: Term, parameters: tuple[Variable, ...], args: list[Term]) -> Term:
    # Arguments may hold indices bound outside: those numbers grow by the binders of `body` that
    # they come to stand under.  A parameter under a derivative or expectation of `body` would
    # change its meaning there.
    values = dict(zip(parameters, args, strict=True))
    for value in args:
        check_movable(body, value)

    def change(current: Node, depth: int) -> Node | None:
        if isinstance(current, Variable) and current in values:
            return shift(values[current], depth)
        return None

    applied = transform(body, change)
    for parameter, value in values.items():
        # A function of something undefined is undefined, also where its value does not use it.
        if not (_is_total(value) or _is_strict(body, parameter)):
            applied = applied + ZERO * value
    return applied


_TOTAL = frozenset(
    {"add", "sub", "mul", "neg", "abs", "exp", "sin", "cos", "atan", "sinh", "cosh", "tanh"}
)


def _is_total(term: Term) -> bool:
    """Whether `term` is defined at all values, by its form alone."""
    match term:
        case Number() | Constant() | Variable() | Bound():
            return True
        case Application(_, args):
            return all(_is_total(arg) for arg in args)
        case Op(name, args) if name in _TOTAL or name in EXTREMES:
            return all(_is_total(arg) for arg in args)
        case Op("pow", (base, Number(n))) if n.denominator == 1 and n > 0:
            return _is_total(base)
        case Big("sum" | "prod", _, _, body):
            return _is_total(body)
    return False


def _is_strict(body: Term, parameter: Variable) -> bool:
    """Whether `body` is undefined wherever `parameter` is, by its form alone."""
    if isinstance(body, Op | Application):
        return any(_is_strict(arg, parameter) for arg in body.args)
    return body == parameter


def shift(term: Term, by: int) -> Term:
    """The term as it reads below `by` more binders: its numbers of outer binders grow."""
    if by == 0:
        return term

    def change(current: Node, depth: int) -> Node | None:
        if isinstance(current, Bound) and current.level >= depth:
            return Bound(current.level + by, current.sort)
        return None

    return transform(term, change)
