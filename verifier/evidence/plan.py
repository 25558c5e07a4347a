"""In which order the items of a statement are drawn, and which relation then bounds which item."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import permutations
from typing import TypeAlias

from verifier.evidence.isolating import Atom, atoms, isolable
from verifier.language.binding import free_variables, symbols
from verifier.language.instance import Instance, Process, Recursion, process_of, recursion_of
from verifier.language.statement import Over, Statement
from verifier.language.terms import (
    NATURAL,
    ONE,
    REAL,
    And,
    Application,
    Big,
    Expectation,
    ForAll,
    HasLaw,
    Independent,
    IndexRange,
    Node,
    Number,
    Op,
    Or,
    Proposition,
    Reals,
    Relation,
    SameLaw,
    Symbol,
    Term,
    Variable,
    subnodes,
)

Item: TypeAlias = "Variable | Symbol"
PERMUTED = 6  # up to how many reals all orders are looked at
EXACT_HORIZON = 4
HORIZON = 12
ORDERS = 10  # how many of them are tried


@dataclass(frozen=True)
class Choices:
    """A hypothesis that a family takes one of a few values, as s_i = 1 or s_i = -1."""

    symbol: Symbol
    values: tuple[Term, ...]


@dataclass(frozen=True, eq=False)
class Plan:
    """How to draw instances of a statement: items in order, each with the relations to bound it.

    `soft` are relations of the conclusion: where they are equalities is worth a look.  `bounded`
    are functions of which a hypothesis speaks at all reals, or all of an interval: only for
    polynomials is that decided, and only slow ones often meet it.
    """

    statement: Statement
    order: tuple[Item, ...]
    uppers: dict[Symbol, Term]
    recursions: dict[Symbol, Recursion]
    hard: dict[Item, tuple[Atom, ...]]
    soft: dict[Item, tuple[Atom, ...]]
    choices: dict[Symbol, Choices]
    depths: frozenset[Variable]
    processes: dict[Symbol, Process] = field(default_factory=dict)
    independent: frozenset[Symbol] = frozenset()
    same_law: frozenset[Symbol] = frozenset()
    laws: dict[Symbol, HasLaw] = field(default_factory=dict)
    unit: frozenset[Symbol] = frozenset()
    bounded: frozenset[Symbol] = frozenset()
    horizon: int = HORIZON
    tests: dict[Item, tuple[Proposition, ...]] = field(default_factory=dict)


def items_of(statement: Statement) -> tuple[Item, ...]:
    """The declared variables and symbols, in order."""
    return tuple(d.symbol if isinstance(d, Over) else d for d in statement.variables)


def items_in(node: Node) -> frozenset[Item]:
    """The variables and symbols in a node."""
    return free_variables(node) | symbols(node)


def plans(statement: Statement) -> tuple[Plan, ...]:
    """A few plans that differ in the order of the items; which is best, trials have to show."""
    items = items_of(statement)
    depths = frozenset(v for v in _range_variables(statement) if v.sort == NATURAL)
    hard = tuple(a for h in statement.assumptions if recursion_of(h) is None for a in atoms(h))
    first = tuple(i for i in items if i in depths)
    naturals = tuple(
        i for i in items if isinstance(i, Variable) and i.sort == NATURAL and i not in depths
    )
    # A process is made of the random family that it starts at.
    families = tuple(
        sorted(
            (i for i in items if isinstance(i, Symbol)),
            key=lambda i: i.random and i.sorts == (NATURAL, NATURAL),
        )
    )
    reals = tuple(i for i in items if isinstance(i, Variable) and i.sort == REAL)
    given = tuple(i for i in families if not _is_determined(i, hard))
    determined = tuple(i for i in families if i not in given)
    orders = (
        *_best((*first, *given, *naturals), reals, hard, determined),
        *_best((*first, *families, *naturals), reals, hard, ()),
        *_best((*first, *naturals), reals, hard, families),
        (*first, *(i for i in items if i not in depths and i not in families), *families)
        if any(i.random for i in families)
        else (*first, *(i for i in items if i not in depths)),
    )
    return tuple(_plan(statement, order, hard, depths) for order in dict.fromkeys(orders))


def _is_determined(family: Item, hard: tuple[Atom, ...]) -> bool:
    """Whether an equation gives every member of a family in terms of other items."""
    return any(
        atom.relation.op == "==" and len(items_in(atom.relation)) > 1 and isolable(atom, family)
        for atom in hard
        if isinstance(atom.relation, Relation) and atom.domains
    )


def _best(
    before: tuple[Item, ...],
    reals: tuple[Variable, ...],
    hard: tuple[Atom, ...],
    after: tuple[Item, ...],
) -> tuple[tuple[Item, ...], ...]:
    """Orders of the reals in which most relations can be solved for their last item."""
    if len(reals) > PERMUTED:
        return ((*before, *reals, *after),)
    inside = [(atom, items_in(atom.relation)) for atom in hard]
    solvable = {(n, v): isolable(atom, v) for n, (atom, _) in enumerate(inside) for v in reals}

    def lasts(order: tuple[Variable, ...]) -> tuple[Variable | None, ...]:
        """The item that each relation is solved for."""
        found = []
        for n, (_, used) in enumerate(inside):
            last = next((v for v in reversed(order) if v in used), None)
            blocked = last is None or not solvable[n, last] or any(i in used for i in after)
            found.append(None if blocked else last)
        return tuple(found)

    # Orders that solve the same relations for the same items differ in nothing that matters.
    kinds: dict[tuple[Variable | None, ...], tuple[Variable, ...]] = {}
    for order in permutations(reals):
        kinds.setdefault(lasts(order), order)
    ranked = sorted(kinds, key=lambda kind: sum(v is None for v in kind))
    return tuple((*before, *kinds[kind], *after) for kind in ranked[:ORDERS])


def _plan(
    statement: Statement,
    order: tuple[Item, ...],
    hard: tuple[Atom, ...],
    depths: frozenset[Variable],
) -> Plan:
    uppers = {d.symbol: d.upper for d in statement.variables if isinstance(d, Over)}
    recursions = [r for r in map(recursion_of, statement.assumptions) if r is not None]
    laws = [p for p in statement.assumptions if isinstance(p, Independent | SameLaw)]
    by_symbol = {r.symbol: r for r in recursions}
    processes = dict(p for p in map(process_of, statement.assumptions) if p is not None)
    by_symbol |= {s: p.recursion for s, p in processes.items() if p.recursion is not None}
    choices = [c for h in statement.assumptions if (c := _choices(h)) is not None]
    soft = tuple(atoms(statement.conclusion))
    tests: dict[Item, tuple[Proposition, ...]] = {}
    for hypothesis in statement.assumptions:
        used = items_in(hypothesis) | _implied(hypothesis, by_symbol)
        if used and recursion_of(hypothesis) is None:
            last = max(used, key=order.index)
            tests[last] = (*tests.get(last, ()), hypothesis)
    return Plan(
        statement,
        order,
        uppers,
        by_symbol,
        _by_target(hard, order, by_symbol),
        _by_target(soft, order, by_symbol),
        {c.symbol: c for c in choices},
        depths,
        processes,
        frozenset(p.symbol for p in laws if isinstance(p, Independent)),
        frozenset(p.symbol for p in laws if isinstance(p, SameLaw)),
        {p.symbol: p for p in statement.assumptions if isinstance(p, HasLaw)},
        frozenset(s for s in map(_unit, statement.assumptions) if s is not None),
        _bounded(statement),
        _horizon(statement),
        tests,
    )


def _implied(node: Node, recursions: dict[Symbol, Recursion]) -> frozenset[Item]:
    """The items of the recursions, if a node looks at a sequence later than at its start."""
    for inner in subnodes(node):
        if isinstance(inner, Application) and inner.symbol in recursions and inner.args[-1] != ONE:
            return frozenset(i for r in recursions.values() for i in items_in(r.right))
    return frozenset()


def _by_target(
    found: tuple[Atom, ...], order: tuple[Item, ...], recursions: dict[Symbol, Recursion]
) -> dict[Item, tuple[Atom, ...]]:
    """The relations by the last of their items, where they can be solved for it."""
    table: dict[Item, tuple[Atom, ...]] = {}
    for atom in found:
        implied = _implied(atom.relation, recursions)
        used = items_in(atom.relation) | implied | {i for d in atom.domains for i in items_in(d)}
        last = max(used, key=order.index, default=None)
        # What says how far a range goes is not bounded by what holds in the range.
        skipped = implied.union(*(items_in(domain) for domain in atom.domains))
        if last is not None and last not in skipped and isolable(atom, last):
            table[last] = (*table.get(last, ()), atom)
    return table


def _range_variables(statement: Statement) -> Iterator[Variable]:
    for declaration in statement.variables:
        if isinstance(declaration, Over):
            yield from free_variables(declaration.upper)
    for part in (*statement.assumptions, statement.conclusion):
        for node in subnodes(part):
            if isinstance(node, Big | IndexRange):
                yield from free_variables(node.upper)


def _choices(proposition: Proposition) -> Choices | None:
    match proposition:
        case ForAll(IndexRange(), Or(args)):
            parts = [_equal_to(arg) for arg in args]
            named = {part[0] for part in parts if part is not None}
            if len(named) == 1 and None not in parts:
                return Choices(named.pop(), tuple(part[1] for part in parts if part is not None))
    return None


def _equal_to(proposition: Proposition) -> tuple[Symbol, Term] | None:
    match proposition:
        case Relation("==", Application(symbol, (_,)), value) if not items_in(value):
            return (symbol, value) if isinstance(value, Number | Op) else None
    return None


def _unit(proposition: Proposition) -> Symbol | None:
    """The random family of which a hypothesis says that each second moment is 1."""
    if isinstance(proposition, ForAll):
        return _unit(proposition.body)
    match proposition:
        case Relation("==", Expectation(Op("pow", (Application(symbol, _), Number(two)))), one):
            return symbol if two == 2 and one == ONE else None
    return None


def _bounded(statement: Statement) -> frozenset[Symbol]:
    parts = [node for h in statement.assumptions for node in subnodes(h)]
    everywhere = [n for n in parts if isinstance(n, ForAll) and isinstance(n.domain, Reals)]
    return frozenset(s for s in symbols(*everywhere) if s.sorts == (REAL,))


def _horizon(statement: Statement) -> int:
    """How many times to look at: few where equalities have to be exact."""
    exact = any(
        isinstance(node, Relation) and node.op in ("==", "!=")
        for node in subnodes(statement.conclusion)
    )
    return EXACT_HORIZON if exact else HORIZON


def conjuncts(proposition: Proposition) -> tuple[Proposition, ...]:
    """The parts of a conjunction; anything else stands for itself."""
    if isinstance(proposition, And):
        return tuple(part for arg in proposition.args for part in conjuncts(arg))
    return (proposition,)


def depth_of(statement: Statement, instance: Instance) -> Fraction:
    """The largest number of members that a declared family has in an instance; 0 without any."""
    found = [Fraction(0)]
    for variable in _range_variables(statement):
        value = instance.values.get(variable)
        if isinstance(value, Fraction):
            found.append(value)
    return max(found)
