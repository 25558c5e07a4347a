"""Results as JSON values and back, checked on the way in: what workers and the cache hold is data
from outside."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeVar

from verifier.result import (
    VERDICTS,
    Fuzz,
    HypothesisEvidence,
    MeasurementResult,
    StepResult,
    Verdict,
)

T = TypeVar("T")
_ABSENT = object()


class CodecError(ValueError):
    """A JSON value that is not of the form expected."""


def plain(value: Any) -> Any:
    """A value as JSON: exact numbers as strings, approximate ones as numbers, integers as they are.

    Raises `CodecError` for what has no such form.
    """
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else str(value)
        case Fraction():
            return str(value)
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case set() | frozenset():
            return sorted(plain(item) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    raise CodecError(f"{type(value).__name__} has no form in JSON")


def get(data: Any, key: str, kind: type[T], default: Any = _ABSENT) -> T:
    """`data[key]`, which must be of a type; `default` where it is missing."""
    if not isinstance(data, Mapping):
        raise CodecError(f"expected an object with {key!r}, got {type(data).__name__}")
    if key not in data:
        if default is _ABSENT:
            raise CodecError(f"{key!r} is missing")
        return default  # type: ignore[no-any-return]
    value = data[key]
    wanted: Any = (int, float) if kind is float else kind
    if not isinstance(value, wanted) or (isinstance(value, bool) and kind is not bool):
        raise CodecError(f"{key!r} is {type(value).__name__}, not {kind.__name__}")
    if isinstance(value, float) and not math.isfinite(value):
        raise CodecError(f"{key!r} is {value}")
    return value  # type: ignore[no-any-return]


def optional(data: Any, key: str, kind: type[T]) -> T | None:
    """`data[key]` of a type, or None where it is missing or null."""
    return None if data.get(key) is None else get(data, key, kind)


def texts(data: Any, key: str) -> tuple[str, ...]:
    """`data[key]`, a list of strings."""
    items = get(data, key, list, [])
    if not all(isinstance(item, str) for item in items):
        raise CodecError(f"{key!r} holds something else than text")
    return tuple(items)


def several(data: Any, key: str, read: Callable[[Any], T]) -> tuple[T, ...]:
    """`data[key]`, a list of objects each read by `read`."""
    return tuple(read(item) for item in get(data, key, list, []))


def verdict(data: Any, key: str = "verdict") -> Verdict:
    """`data[key]`, a verdict."""
    value = get(data, key, str)
    if value not in VERDICTS:
        raise CodecError(f"{value!r} is not a verdict")
    return value  # type: ignore[return-value]


def step(data: Any) -> StepResult:
    """A step's result from JSON."""
    return StepResult(
        name=get(data, "name", str),
        rule=get(data, "rule", str),
        text=get(data, "text", str),
        latex=get(data, "latex", str),
        verdict=verdict(data),
        method=get(data, "method", str),
        certificate=get(data, "certificate", bool),
        seconds=get(data, "seconds", float),
        reason=get(data, "reason", str, ""),
        premises=texts(data, "premises"),
        witness=optional(data, "witness", dict),
        advice=get(data, "advice", str, ""),
    )


def fuzz(data: Any) -> Fuzz:
    """The outcome of fuzzing from JSON."""
    return Fuzz(
        examples=get(data, "examples", int),
        seed=get(data, "seed", int),
        failures=get(data, "failures", int),
        hypotheses=several(data, "hypotheses", hypothesis),
        date=get(data, "date", str, ""),
        undecided=get(data, "undecided", int, 0),
        undecided_at=texts(data, "undecided_at"),
        hurried=get(data, "hurried", bool, False),
    )


def hypothesis(data: Any) -> HypothesisEvidence:
    """Whether a hypothesis is needed, from JSON."""
    return HypothesisEvidence(
        text=get(data, "text", str),
        needed=optional(data, "needed", bool),
        witness=optional(data, "witness", dict),
    )


def measurement(data: Any) -> MeasurementResult:
    """A table of measurements from JSON."""
    rows = get(data, "rows", list)
    if not all(isinstance(row, Sequence) and not isinstance(row, str) for row in rows):
        raise CodecError("a row of a measurement is not a list")
    return MeasurementResult(
        name=get(data, "name", str),
        bound=optional(data, "bound", str),
        columns=texts(data, "columns"),
        rows=tuple(tuple(row) for row in rows),
        bound_holds=optional(data, "bound_holds", bool),
        date=get(data, "date", str, ""),
        note=get(data, "note", str, ""),
    )
