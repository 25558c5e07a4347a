"""Values for everything that a statement declares: what fuzzing, counterexamples and
measurements evaluate it on."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, TypeAlias

from flint import fmpq, fmpq_poly

from verifier.language.binding import Lambda, bare_random, transform
from verifier.language.law import Law
from verifier.language.statement import Statement
from verifier.language.terms import (
    NATURAL,
    REAL,
    And,
    Application,
    Big,
    Bound,
    Constant,
    Expectation,
    ForAll,
    IndexRange,
    LanguageError,
    Naturals,
    Node,
    Number,
    Op,
    Partial,
    Probability,
    Proposition,
    Relation,
    Symbol,
    Term,
    Variable,
    subnodes,
)


@dataclass(frozen=True)
class Recursion:
    """A hypothesis `symbol(j, t+1) == right(j, t)` for all t >= 1 and j in 1..upper.

    `right` is open: its outermost index is t, and below it j for a family (`upper` not None).
    """

    symbol: Symbol
    upper: Term | None
    right: Term
    proposition: Proposition


@dataclass(frozen=True)
class Run:
    """A sequence: its rows at the times 1, 2, ..., and the recursion that goes on from the last.

    A scalar sequence has rows of one value.  Without a recursion the last row stays.
    """

    rows: tuple[tuple[Fraction, ...], ...]
    recursion: Recursion | None = None


@dataclass(frozen=True)
class Process:
    """A random process: at each outcome it starts, at time 1, at the values of a random family,
    and goes on by a recursion; it is 0 without a start, and stays without a recursion."""

    start: Symbol | None = None
    recursion: Recursion | None = None


InstanceValue: TypeAlias = "Fraction | tuple[Fraction, ...] | Run | Law | Lambda | Process"


@dataclass(frozen=True, eq=False)
class Instance:
    """Values for variables and symbols.

    Families are tuples for the indices 1..k (0 elsewhere, so that they are total), sequences
    `Run`s, functions `Lambda`s, random families `Law`s, random processes `Process`es; all random
    families share one probability space, outcome by outcome.  `horizon` is how many times a
    quantifier over times looks at; `outcome` is the one taken for a random symbol outside of every
    expectation.
    """

    values: Mapping[Variable | Symbol, InstanceValue]
    horizon: int = 20
    outcome: int = 0

    def __post_init__(self) -> None:
        for item, value in self.values.items():
            _check(item, value)
        spaces = {tuple(p for p, _ in law.outcomes) for law in self.laws}
        if len(spaces) > 1:
            raise LanguageError("the random families of an instance share one probability space")

    @property
    def laws(self) -> tuple[Law, ...]:
        """The laws of the random families."""
        return tuple(value for value in self.values.values() if isinstance(value, Law))

    def replace(self, changes: Mapping[Variable | Symbol, InstanceValue]) -> Instance:
        """The same instance with other values for some items."""
        return Instance({**self.values, **changes}, self.horizon, self.outcome)

    def to_json(self) -> dict[str, Any]:
        """Exact values by name: rationals as strings, families as lists, laws as objects.

        For a sequence the start is given, with the note that the recursion determines the rest.
        """
        return {item.name: _json(value) for item, value in self.values.items()}


def _check(item: Variable | Symbol, value: InstanceValue) -> None:
    kinds: tuple[type, ...]
    if isinstance(item, Variable):
        kinds = (Fraction,)
        natural = isinstance(value, Fraction) and value.denominator == 1 and value >= 0
        if item.sort == NATURAL and not natural:
            raise LanguageError(f"{item.name} is a natural number, not {value}")
    elif item.random:
        kinds = (Law,) if item.sorts == (NATURAL,) else (Process,)
    elif item.sorts == (REAL,):
        kinds = (Lambda,)
    else:
        kinds = (tuple, Run) if item.sorts == (NATURAL,) else (Run,)
    if not isinstance(value, kinds):
        raise LanguageError(f"the value of {item.name} cannot be {type(value).__name__}")
    if isinstance(value, Lambda) and not _is_total_function(value):
        raise LanguageError(f"the function {item.name} is not defined and smooth by its form")


def _json(value: InstanceValue) -> Any:
    match value:
        case Fraction():
            return str(value)
        case tuple():
            return [str(v) for v in value]
        case Law(outcomes):
            return {"law": [[str(p), [str(v) for v in values]] for p, values in outcomes]}
        case Lambda():
            return function_text(value)
        case Process(family, _):
            begin = "0" if family is None else family.name
            return {"start": begin, "note": "at each outcome; then by the recursion assumed"}
        case Run(rows, recursion):
            lists = [[str(v) for v in row] for row in rows]
            if recursion is None:
                return {"rows": lists, "note": "at the times 1, 2, ...; then constant"}
            start: Any = lists[0] if len(lists) == 1 else lists
            return {"start": start, "note": "at time 1; then by the recursion assumed"}


def polynomial_function(coefficients: Iterable[Fraction | int], name: str = "p") -> Lambda:
    """The function c0 + c1 p + c2 p**2 + ..."""
    p = Variable(name, REAL)
    body: Term = Number(Fraction(0))
    for degree, coefficient in enumerate(coefficients):
        if coefficient == 0:
            continue
        term: Term = Number(Fraction(coefficient))
        if degree:
            factor = p if degree == 1 else p**degree
            term = factor if coefficient == 1 else term * factor
        body = term if body == Number(Fraction(0)) else body + term
    return Lambda((p,), body)


@cache
def polynomial_of(function: Lambda) -> Any | None:
    """The `fmpq_poly` that a function of one real is, or None if it is not one by its form."""
    if len(function.parameters) != 1:
        return None
    return _polynomial(function.body, function.parameters[0])


def _polynomial(term: Term, variable: Variable) -> Any | None:
    match term:
        case Number(value):
            return fmpq_poly([fmpq(value.numerator, value.denominator)])
        case Variable() if term == variable:
            return fmpq_poly([0, 1])
        case Op("pow", (base, Number(n))) if n.denominator == 1 and 1 <= n <= 200:
            below = _polynomial(base, variable)
            return None if below is None else below ** int(n)
        case Op("neg" | "add" | "sub" | "mul" | "div" as name, args):
            parts = [_polynomial(arg, variable) for arg in args]
            if any(part is None for part in parts):
                return None
            return _combine(name, parts)
    return None


def _combine(name: str, parts: list[Any]) -> Any | None:
    match name, parts:
        case "neg", [a]:
            return -a
        case "add", [a, b]:
            return a + b
        case "sub", [a, b]:
            return a - b
        case "mul", [a, b]:
            return a * b
        case "div", [a, b] if b.degree() == 0:
            return a * fmpq_poly([1 / b[0]])
    return None


def function_text(function: Lambda) -> str:
    """The text of a function of one real, in its parameter; a polynomial by rising powers."""
    polynomial = polynomial_of(function)
    name = function.parameters[0].name
    if polynomial is None:
        return _text(function.body)
    parts: list[str] = []
    for degree in range(polynomial.length()):
        coefficient = Fraction(int(polynomial[degree].p), int(polynomial[degree].q))
        if not coefficient:
            continue
        power = "" if degree == 0 else name if degree == 1 else f"{name}**{degree}"
        size = abs(coefficient)
        factor = str(size) if size.denominator == 1 or not power else f"({size})"
        body = power if power and size == 1 else f"{factor}*{power}" if power else factor
        sign = "-" if coefficient < 0 else "+"
        parts.append(f" {sign} {body}" if parts else ("-" if sign == "-" else "") + body)
    return "".join(parts) or "0"


_SYMBOLS = {"add": "+", "sub": "-", "mul": "*", "div": "/", "pow": "**"}


def _text(term: Term) -> str:
    match term:
        case Number(value):
            return str(value) if value.denominator == 1 and value >= 0 else f"({value})"
        case Variable(name, _):
            return name
        case Op(name, (a, b)) if name in _SYMBOLS:
            return f"({_text(a)} {_SYMBOLS[name]} {_text(b)})"
        case Op("neg", (a,)):
            return f"(-{_text(a)})"
        case Op(name, args):
            return f"{name}({', '.join(_text(arg) for arg in args)})"
    raise LanguageError(f"a function of an instance cannot contain {type(term).__name__}")


def recursion_of(proposition: Proposition) -> Recursion | None:
    """The recursion that a hypothesis states, or None if it states none.

    Recognised: for all t >= 1 (and all j in 1..upper) `w[j, t+1] == ...` or `x[t+1] == ...`,
    where the right side uses no later time than t of that symbol.
    """
    match proposition:
        case ForAll(Naturals(1), ForAll(IndexRange(upper, ()), Relation("==", left, right), _), _):
            match left:
                case Application(symbol, (Bound(0), later)) if _successor(later, 1):
                    if _earlier(right, symbol, 1) and not free_levels(upper):
                        return Recursion(symbol, upper, right, proposition)
        case ForAll(Naturals(1), Relation("==", Application(symbol, (later,)), right), _):
            if symbol.sorts == (NATURAL,) and _successor(later, 0) and _earlier(right, symbol, 0):
                return Recursion(symbol, None, right, proposition)
    return None


def process_of(proposition: Proposition) -> tuple[Symbol, Process] | None:
    """The random process that a hypothesis determines: that almost surely it starts at a random
    family, index by index, and goes on by a recursion; None for any other proposition."""
    match proposition:
        case Relation("==", Probability(And((start, recursion))), Number(value)) if value == 1:
            found = recursion_of(recursion)
            if found is None or found.upper is None or not found.symbol.random:
                return None
            match start:
                case ForAll(IndexRange(end, ()), Relation("==", left, Application(family, _))):
                    here = Bound(0, NATURAL)
                    begins = left == found.symbol[here, 1] and end == found.upper
                    same = start.body == Relation("==", left, family[here])
                    if begins and same and family.random and family.sorts == (NATURAL,):
                        return found.symbol, Process(family, found)
    return None


def free_levels(term: Node) -> bool:
    """Whether a bound index occurs in a term at all."""
    return any(isinstance(node, Bound) for node in subnodes(term))


def _successor(term: Term, level: int) -> bool:
    one = Number(Fraction(1))
    now = Bound(level, NATURAL)
    return term in (Op("add", (now, one)), Op("add", (one, now)))


def _earlier(right: Term, symbol: Symbol, level: int, *, next_too: bool = False) -> bool:
    """Whether a symbol occurs at the time t alone, the index `level`, or `next_too` at t + 1."""
    found = True

    def look(node: Node, depth: int) -> Node | None:
        nonlocal found
        if isinstance(node, Application) and node.symbol == symbol:
            time = node.args[-1]
            now = time == Bound(level + depth, NATURAL)
            found = found and (now or (next_too and _successor(time, level + depth)))
        return None

    transform(right, look)
    return found


def instance(
    statement: Statement,
    values: Mapping[Variable | Symbol, InstanceValue],
    horizon: int = 20,
) -> Instance:
    """An instance of a statement, its sequences going on by the statement's own recursions.

    A sequence is given by its start at time 1 (a tuple; a Fraction for a scalar one); a random
    process that a hypothesis determines need not be given.  Raises
    `LanguageError` for a declared item without a value or a value of the wrong kind.
    """
    recursions = {r.symbol: r for r in map(recursion_of, statement.assumptions) if r is not None}
    processes = dict(p for p in map(process_of, statement.assumptions) if p is not None)
    complete: dict[Variable | Symbol, InstanceValue] = {}
    for declaration in statement.variables:
        item = declaration if isinstance(declaration, Variable | Symbol) else declaration.symbol
        if isinstance(item, Symbol) and item in processes and item not in values:
            complete[item] = processes[item]
            continue
        if item not in values:
            raise LanguageError(f"the instance has no value for {item.name}")
        value = values[item]
        if isinstance(item, Symbol) and (item in recursions or item.sorts == (NATURAL, NATURAL)):
            value = _run(value, recursions.get(item))
        complete[item] = value
    return Instance(complete, horizon)


def _run(value: InstanceValue, recursion: Recursion | None) -> InstanceValue:
    match value:
        case Fraction():
            return Run(((value,),), recursion)
        case tuple():
            return Run((value,), recursion)
        case Run(rows, _):
            return Run(rows, recursion)
    return value


def holding_by_form(instance: Instance) -> frozenset[Proposition]:
    """The recursions that hold since the instance's runs are made by them.

    Each is defined everywhere by its form, and its row at t + 1 is made of rows at t, or at t + 1
    of sequences that are made before: recursions that ask for each other's next row may have no
    solution.
    """
    runs = [value for value in instance.values.values() if isinstance(value, Run | Process)]
    made = {run.recursion.symbol: (run, run.recursion) for run in runs if run.recursion is not None}
    before: set[Symbol] = set()
    while more := {
        symbol
        for symbol, (_, recursion) in made.items()
        if symbol not in before and _is_made_of(recursion, made, before)
    }:
        before |= more
    return frozenset(made[s][1].proposition for s in before if _holds(*made[s]))


def _is_made_of(
    recursion: Recursion, recursions: Iterable[Symbol], before: Container[Symbol]
) -> bool:
    others = (symbol for symbol in recursions if symbol != recursion.symbol)
    return all(_is_known(recursion, other, next_too=other in before) for other in others)


@cache
def _is_known(recursion: Recursion, other: Symbol, *, next_too: bool) -> bool:
    level = 0 if recursion.upper is None else 1
    return _earlier(recursion.right, other, level, next_too=next_too)


def _holds(run: Run | Process, recursion: Recursion) -> bool:
    if isinstance(run, Run) and (len(run.rows) != 1 or bare_random(recursion.right)):
        return False  # rows that are given, or are those of one outcome
    return _total(recursion.right)


_TOTAL = frozenset(
    {"add", "sub", "mul", "neg", "exp", "sin", "cos", "atan", "sinh", "cosh", "tanh"}
)


@cache
def _is_total_function(function: Lambda) -> bool:
    applies = any(isinstance(node, Application) for node in subnodes(function.body))
    return not applies and _total(function.body)


def _total(term: Node) -> bool:
    """Whether a term is defined, and smooth in all that it applies, for all values by its form.

    Functions count as total and smooth; those of an instance must be.
    """
    match term:
        case Op("pow", (base, Number(n))) if n.denominator == 1 and n >= 1:
            return _total(base)
        case Op("div", (a, Number(n))) if n != 0:
            return _total(a)
        case Op("log", (Op("add", (Number(n), Op("exp", (a,)))),)) if n >= 0:
            return _total(a)
        case Op(name, args):
            return name in _TOTAL and all(_total(arg) for arg in args)
        case Big("sum" | "prod", _, _, body) | Partial(body, _) | Expectation(body):
            return _total(body)
        case Application(_, args):
            return all(_total(arg) for arg in args)
    return isinstance(term, Number | Variable | Bound | Constant)
