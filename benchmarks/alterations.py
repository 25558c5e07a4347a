"""Random alterations of JSON values: what a certificate may suffer on the way to its checker."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

Json: TypeAlias = Any
Path: TypeAlias = tuple[Any, ...]
_KINDS = ("leaf", "list", "object", "throughout", "transplant")


def altered(data: Json, others: Sequence[Json], source: random.Random) -> Json:
    """A copy with one to three fields altered; `others` are values to take parts from."""
    result = copy.deepcopy(data)
    for _ in range(source.choice((1, 1, 1, 2, 3))):
        _alter(result, others, source)
    return result


def _alter(data: Json, others: Sequence[Json], source: random.Random) -> None:
    places = _places_in_some_field(data, source)
    kind = source.choice(_KINDS)
    if kind == "transplant" and others:
        _transplant(data, places, source.choice(others), source)
        return
    if kind == "throughout":
        _replace_throughout(data, source)
        return
    wanted: type | tuple[type, ...] = {"list": list, "object": dict}.get(
        kind, (str, int, type(None))
    )
    suited = [path for path in places if isinstance(at(data, path), wanted)] or places
    path = source.choice(suited)
    put(data, path, _changed(at(data, path), source))


def _places_in_some_field(data: Json, source: random.Random) -> list[Path]:
    """The places below one field of the outermost object: small fields are hit as often as large
    ones."""
    name = source.choice(sorted(data))
    return [(name, *path) for path in places_of(data[name])]


def places_of(value: Json) -> Iterator[Path]:
    """The paths to all parts of a JSON value, itself included."""
    yield ()
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from ((key, *path) for path in places_of(value[key]))


def at(value: Json, path: Path) -> Json:
    """The part at a path."""
    for key in path:
        value = value[key]
    return value


def put(value: Json, path: Path, new: Json) -> None:
    """Puts another part at a path, which is not empty."""
    at(value, path[:-1])[path[-1]] = new


def _changed(old: Json, source: random.Random) -> Json:
    change: Callable[[Json, random.Random], Json]
    match old:
        case dict():
            change = _changed_object
        case list():
            change = _changed_list
        case str():
            change = _changed_text
        case _:
            change = _changed_number
    return change(old, source)


def _changed_number(old: Json, source: random.Random) -> Json:
    if not isinstance(old, int) or isinstance(old, bool):
        return source.choice([0, 1, True, False, None, "x", [], {}])
    near = [old + 1, old - 1, 0, -old, source.randint(0, 2 * abs(old) + 3)]
    return source.choice([*near, *near, 10**9, str(old), float(old), True, None])


def _changed_text(old: str, source: random.Random) -> Json:
    """Another number if it is one, another word otherwise."""
    whole, _, below = old.partition("/")
    if whole.lstrip("-").isdigit():
        number, unit = int(whole), f"/{below}" if below else ""
        near = [number + 1, number - 1, -number, 2 * number, source.randint(-9, 9)]
        little = f"{number * 10**6 + source.choice((-1, 1))}/{int(below or 1) * 10**6}"
        return source.choice([*(f"{n}{unit}" for n in near), little, little, f"{whole}/7", "1/0"])
    words = [
        "<", "<=", "==", "!=", ">=", ">", "add", "sub", "mul", "div", "pow", "neg", "exp", "log",
        "sqrt", "sin", "cos", "abs", "max", "min", "real", "natural", "relation", "op", "number",
        "and", "or", "not", "assume", "follows", "decide", "x", "y", "pi", "E", "",
    ]  # fmt: skip
    return source.choice([word for word in words if word != old])


def _changed_list(old: list[Json], source: random.Random) -> Json:
    new = list(old)
    if not new:
        return source.choice([[0], [[]], {}, None, ["x"]])
    first, second = source.randrange(len(new)), source.randrange(len(new))
    match source.randrange(6):
        case 0:
            del new[first]
        case 1:
            new.insert(first, copy.deepcopy(new[second]))
        case 2:
            new[first], new[second] = new[second], new[first]
        case 3:
            new[first] = copy.deepcopy(new[second])
        case 4:
            new = new[: first + 1]
        case _:
            new.reverse()
    return new


def _changed_object(old: dict[str, Json], source: random.Random) -> Json:
    new = dict(old)
    if not new:
        return source.choice([{"node": 0}, [], None])
    first, second = source.choice(sorted(new)), source.choice(sorted(new))
    match source.randrange(3):
        case 0:
            del new[first]
        case 1:
            new[first], new[second] = new[second], new[first]
        case _:
            new[source.choice(("node", "goal", "term", "certificate"))] = new.pop(first)
    return new


def _replace_throughout(data: Json, source: random.Random) -> None:
    """One text replaced wherever it occurs, in the statement and in its proof."""
    texts = sorted({part for path in places_of(data) if isinstance(part := at(data, path), str)})
    old = source.choice(texts)
    new = _changed_text(old, source)
    for path in list(places_of(data)):
        if path and at(data, path) == old and isinstance(at(data, path), str):
            put(data, path, new)


def _transplant(data: Json, places: list[Path], other: Json, source: random.Random) -> None:
    """A part of another value put in the place of the part at the same path, or of a part of the
    same kind."""
    path = source.choice(places)
    try:
        put(data, path, copy.deepcopy(at(other, path)))
    except (LookupError, TypeError):
        old = at(data, path)
        suited = [
            p for p in _places_in_some_field(other, source) if type(at(other, p)) is type(old)
        ]
        if suited:
            put(data, path, copy.deepcopy(at(other, source.choice(suited))))
