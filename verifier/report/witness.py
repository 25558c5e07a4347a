"""Counterexamples as data from which they can be made again, so that one found earlier is checked
and not searched for anew."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from verifier.language.binding import Lambda
from verifier.language.encode import decode, encode
from verifier.language.instance import (
    Instance,
    InstanceValue,
    Process,
    Run,
    process_of,
    recursion_of,
)
from verifier.language.law import Law
from verifier.language.statement import Over, Statement
from verifier.language.terms import LanguageError, Symbol, Variable

LONGEST = 100_000  # times that a counterexample may need to be looked at


def write_instance(instance: Instance) -> dict[str, Any]:
    """An instance as JSON."""
    values = {item.name: _write(value) for item, value in instance.values.items()}
    return {"values": values, "horizon": instance.horizon, "outcome": instance.outcome}


def read_instance(statement: Statement, data: Any) -> Instance:
    """The instance of a statement that `write_instance` wrote.

    Raises `ValueError`, `ArithmeticError`, `LookupError` or `TypeError` where the data is none.
    """
    declared = [d.symbol if isinstance(d, Over) else d for d in statement.variables]
    values = {item: _read(statement, item, data["values"][item.name]) for item in declared}
    horizon = int(data["horizon"])
    if not 0 < horizon <= LONGEST:
        raise LanguageError(f"a horizon of {horizon} times is not looked at")
    return Instance(values, horizon, int(data["outcome"]))


def _write(value: InstanceValue) -> list[Any]:
    match value:
        case Fraction():
            return ["number", str(value)]
        case Law(outcomes):
            return ["law", [[str(p), _texts(row)] for p, row in outcomes]]
        case Lambda():
            return ["function", *encode([value])]
        case Process():
            return ["process"]
        case Run(rows, recursion):
            return ["run", [_texts(row) for row in rows], recursion is not None]
    return ["family", _texts(value)]


def _read(statement: Statement, item: Variable | Symbol, data: Any) -> InstanceValue:
    kind, *parts = data
    return _READERS[kind](statement, item, *parts)


def _number(_statement: Statement, _item: Variable | Symbol, text: str) -> Fraction:
    return Fraction(text)


def _family(
    _statement: Statement, _item: Variable | Symbol, texts: list[str]
) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, texts))


def _law(_statement: Statement, _item: Variable | Symbol, outcomes: list[Any]) -> Law:
    return Law(tuple((Fraction(p), tuple(map(Fraction, row))) for p, row in outcomes))


def _function(
    _statement: Statement, _item: Variable | Symbol, table: list[Any], positions: list[int]
) -> Lambda:
    value = decode(table)[positions[0]]
    if not isinstance(value, Lambda):
        raise LanguageError("the value of a function is something else")
    return value


def _run(
    statement: Statement, item: Variable | Symbol, rows: list[list[str]], recursive: bool
) -> Run:
    found = [recursion_of(p) for p in statement.assumptions] if recursive else []
    recursion = next((r for r in found if r is not None and r.symbol == item), None)
    return Run(tuple(tuple(map(Fraction, row)) for row in rows), recursion)


def _process(statement: Statement, item: Variable | Symbol) -> Process:
    found = dict(p for p in map(process_of, statement.assumptions) if p is not None)
    return found.get(item, Process()) if isinstance(item, Symbol) else Process()


_READERS: dict[str, Callable[..., InstanceValue]] = {
    "number": _number,
    "family": _family,
    "law": _law,
    "function": _function,
    "run": _run,
    "process": _process,
}


def _texts(values: tuple[Fraction, ...]) -> list[str]:
    return [str(value) for value in values]
