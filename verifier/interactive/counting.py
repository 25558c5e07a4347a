"""`escape` as a function: when an event of gradient descent first holds."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias, TypeVar

from verifier.cli.escaping import as_json, headline
from verifier.descent.event import parse_event, parse_rational
from verifier.descent.initialisation import Initialisation
from verifier.digits import integers_of_any_length
from verifier.escape import Method, Outcome, Request, escape

Exact: TypeAlias = int | Fraction | str
T = TypeVar("T")


@dataclass(frozen=True)
class EscapeTime:
    """When an event first holds on a run: at an iteration in lower..upper, never, or unknown."""

    request: Request
    outcome: Outcome
    seconds: float

    @property
    def lower(self) -> int | None:
        """The event does not hold before this iteration."""
        return self.outcome.lower

    @property
    def upper(self) -> int | None:
        """The event has held by this iteration."""
        return self.outcome.upper

    @property
    def exact(self) -> bool:
        """Whether the iteration is known exactly."""
        return self.outcome.outcome == "reached" and self.lower == self.upper

    def to_json(self) -> dict[str, Any]:
        """As `escape --json` prints it."""
        return as_json(self.request, self.outcome, self.seconds)

    def __repr__(self) -> str:
        with integers_of_any_length():
            return headline(self.to_json())

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from verifier.display.answers import escape_html

        return escape_html(self)


def escape_time(
    event: str,
    *,
    loss: str = "squared",
    target: Exact | None = None,
    step: Exact,
    weights: Sequence[Exact] | None = None,
    depth: int | None = None,
    init: str | None = None,
    radius: Exact | None = None,
    seed: int | None = None,
    method: Method = "auto",
    max_steps: int = 1_000_000,
    precision: int = 128,
) -> EscapeTime:
    """The first iteration of gradient descent on f(w_1 * ... * w_k) at which an event holds, as the
    command `escape` gives it: exact, or enclosed between two integers.

    The start is `weights`, or `depth` random ones by `init` (near-identity with a radius,
    xavier-gaussian, xavier-uniform) and `seed`.  Numbers are exact: 1, Fraction(1, 50) or "1/50".

    Raises `ValueError`, in one line, for input that cannot be used.
    """
    started = time.monotonic()
    with integers_of_any_length():
        request = Request(
            loss=_text("loss", loss),
            target=None if target is None else _exact("target", target),
            step=_exact("step", step),
            weights=_start(weights, depth, init, radius, seed),
            event=_named("event", parse_event, _text("event", event)),
            method=method,
            max_steps=_integer("max_steps", max_steps),
            bits=_integer("precision", precision),
        )
        outcome = escape(request)
    return EscapeTime(request, outcome, time.monotonic() - started)


def _start(
    weights: Sequence[Exact] | None,
    depth: int | None,
    init: str | None,
    radius: Exact | None,
    seed: int | None,
) -> tuple[Fraction, ...]:
    if weights is not None:
        drawn = {"depth": depth, "init": init, "radius": radius, "seed": seed}
        for name, value in drawn.items():
            if value is not None:
                raise ValueError(f"{name} is for a random start: give depth and init, not weights")
        if isinstance(weights, str):
            raise ValueError("weights is a text: give a list, weights=['21/20', 1, '19/20']")
        return tuple(_exact(f"weight {n}", weight) for n, weight in enumerate(weights, 1))
    if depth is None or init is None:
        raise ValueError("no start: give weights, or depth and init")
    exact = None if radius is None else _exact("radius", radius)
    number = 0 if seed is None else _integer("seed", seed)
    return Initialisation(_text("init", init), _integer("depth", depth), number, exact).weights()


def _exact(name: str, value: Exact) -> Fraction:
    if isinstance(value, str):
        return _named(name, parse_rational, value)
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise ValueError(f"{name}: {value!r} is not exact: write Fraction(1, 50) or '1/50'")
    return Fraction(value)


def _integer(name: str, value: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{name}: {value!r} is no integer")
    return value


def _text(name: str, value: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{name}: {value!r} is no text")
    return value


def _named(name: str, read: Callable[[str], T], text: str) -> T:
    try:
        return read(text)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error
