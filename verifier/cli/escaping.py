"""What `escape` does: reads the numbers of the command line, counts, prints what came of it."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from verifier.cli import deciding
from verifier.cli.common import INTERRUPTED, UsageError, complain
from verifier.descent.backend import check_bits
from verifier.descent.event import parse_event, parse_rational
from verifier.descent.initialisation import Initialisation
from verifier.digits import integers_of_any_length

if TYPE_CHECKING:
    from verifier.escape import Outcome, Request

T = TypeVar("T")

SCHEMA_FILE = Path(__file__).with_name("escape.schema.json")
UNKNOWN = 3  # the exit code
MAX_START_BITS = 2**32  # of one vector of weights: half a gigabyte, and several are held
_WHOLE = 40  # digits, beyond which an integer is shortened for people


def print_outcome(options: argparse.Namespace) -> int:
    """Prints when the event of a command line first holds; returns the exit code.

    Raises `UsageError` for input that cannot be used.
    """
    started = time.monotonic()
    try:
        with integers_of_any_length():
            request = _request(options)
            outcome = _outcome(request, people=not options.json)
            found = as_json(request, outcome, time.monotonic() - started)
            text = _record(found) if options.json else as_text(found)
    except MemoryError as error:
        raise UsageError("out of memory: lower the depth or --precision") from error
    except KeyboardInterrupt:
        complain("interrupted")
        return INTERRUPTED
    deciding.write(sys.stdout, "standard output", text)
    return UNKNOWN if outcome.outcome == "unknown" else 0


def _outcome(request: Request, *, people: bool) -> Outcome:
    from verifier.escape import escape

    with _progress(wanted=people) as progress:
        try:
            return escape(request, progress, _checkpoints(request))
        except ValueError as error:
            raise UsageError(str(error)) from error


def _checkpoints(request: Request) -> Path | None:
    """Where long runs are kept while they are open; None where nothing can be written."""
    if request.method != "stepping":
        return None
    from verifier.report.cache import check_writable, default_folder

    folder = default_folder() / "runs"
    try:
        check_writable(folder, create=True)
    except OSError as error:
        complain(f"an interrupted run is not kept: {folder}: {error.strerror or error}")
        return None
    return folder


@contextmanager
def _progress(*, wanted: bool) -> Iterator[Callable[[str], None] | None]:
    """What shows how far the work has come: on a terminal only."""
    if not wanted or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.text import Text

    with Console(file=sys.stderr).status(Text("counting")) as status:
        yield lambda line: status.update(Text(line))


# Reading


def _request(options: argparse.Namespace) -> Request:
    from verifier.escape import Request

    bits = _read("--precision", options.precision, _precision)
    target = options.target
    try:
        return Request(
            loss=options.loss.strip(),
            target=None if target is None else _read("--target", target, parse_rational),
            step=_read("--step", options.step, _step),
            weights=_weights(options, bits),
            event=_read("--event", options.event, parse_event),
            method=options.method,
            max_steps=_read("--max-steps", options.max_steps, _natural),
            bits=bits,
        )
    except ValueError as error:
        raise UsageError(str(error)) from error


def _read(option: str, text: str, reader: Callable[[str], T]) -> T:
    try:
        return reader(text)
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from error


def _step(text: str) -> Fraction:
    step = parse_rational(text)
    if step <= 0:
        raise ValueError(f"{text.strip()} is not positive: give a rational > 0, such as 1/1000")
    return step


def _natural(text: str) -> int:
    """The natural number written as '1000' or '1e6'."""
    try:
        value = parse_rational(text)
    except ValueError:
        value = Fraction(-1)
    if value < 0 or value.denominator != 1:
        raise ValueError(f"{text.strip()!r} is not a natural number: write it like 1000 or 1e6")
    return value.numerator


def _precision(text: str) -> int:
    bits = _natural(text)
    check_bits(bits)
    return bits


def _weights(options: argparse.Namespace, bits: int) -> tuple[Fraction, ...]:
    if options.weights is not None:
        return _read("--weights", options.weights, _listed)
    depth = _read("--depth", options.depth, _natural)
    radius = None if options.radius is None else _read("--radius", options.radius, parse_rational)
    seed = 0 if options.seed is None else _read("--seed", options.seed, _natural)
    start = Initialisation(options.init.strip(), depth, seed, radius)
    size = 0 if radius is None else max(radius.numerator, radius.denominator).bit_length()
    if depth * (bits + size) > MAX_START_BITS:
        raise ValueError(
            f"{depth} weights of {bits + size} bits are beyond memory: "
            "lower --depth, --precision or the digits of --radius"
        )
    return start.weights()


def _listed(text: str) -> tuple[Fraction, ...]:
    entries = text.split(",")
    if not all(entry.strip() for entry in entries):
        raise ValueError("a weight is missing: write rationals and commas, like 21/20,19/20,1")
    return tuple(parse_rational(entry) for entry in entries)


# Writing


def as_json(request: Request, outcome: Outcome, seconds: float) -> dict[str, Any]:
    """The outcome as JSON, of the form that `escape.schema.json` describes."""
    reached = outcome.outcome == "reached"
    lower, upper = (outcome.lower, outcome.upper) if reached else (None, None)
    return {
        "event": str(request.event),
        "k": len(request.weights),
        "step": str(request.step),
        "weights": [str(weight) for weight in request.weights],
        "outcome": outcome.outcome,
        "iterations": {"lower": lower, "upper": upper} if reached else None,
        "exact": reached and lower == upper,
        "method": outcome.method,
        "reason": outcome.reason,
        "seconds": round(seconds, 3),
        "relative_width": _relative_width(lower, upper),
        "rests_on": {"proved": list(outcome.proved), "computed": list(outcome.computed)},
    }


def _relative_width(lower: int | None, upper: int | None) -> float | None:
    """(upper - lower)/upper, by exact division: the integers may be beyond floats."""
    if lower is None or upper is None:
        return None
    return float(Fraction(upper - lower, upper))


def _record(found: dict[str, Any]) -> str:
    """JSON with one key a line."""
    items = (f"  {json.dumps(k)}: {json.dumps(v, allow_nan=False)}" for k, v in found.items())
    return "\n".join(["{", ",\n".join(items), "}"])


def as_text(found: dict[str, Any]) -> str:
    """The outcome and what it rests on, for people."""
    lines = [
        headline(found),
        f"  k = {found['k']}, step {_rational(found['step'])}, {found['seconds']:.2f} s",
    ]
    if found["method"]:
        lines.append(f"  by {found['method']}")
    if found["outcome"] == "reached" and found["reason"]:
        lines.append(f"  {found['reason']}")
    if found["rests_on"]["proved"]:
        lines.append(f"  proved: {'; '.join(found['rests_on']['proved'])}")
    if found["rests_on"]["computed"]:
        lines.append(f"  computed in balls: {'; '.join(found['rests_on']['computed'])}")
    return "\n".join(lines)


def headline(found: dict[str, Any]) -> str:
    """The outcome in a line."""
    quantity, relation, bound = found["event"].partition("<=")
    event = f"{quantity}{relation}{_rational(bound)}"
    match found["outcome"]:
        case "reached":
            return f"{event} first holds {_when(found)}"
        case "never":
            return f"{event} never holds: {found['reason']}"
        case "diverges":
            return f"{event} never holds, the run diverges: {found['reason']}"
    return f"unknown when {event} first holds: {found['reason']}"


def _when(found: dict[str, Any]) -> str:
    lower, upper = found["iterations"]["lower"], found["iterations"]["upper"]
    if lower != upper:
        width = f"relative width {found['relative_width']:.1e}"
        return f"between iterations {_integer(lower)} and {_integer(upper)}, {width}"
    return f"at iteration {_integer(lower)}{', the start' if lower == 1 else ''} (exact)"


def _integer(value: int) -> str:
    """The integer, with its size where it is long, shortened where it is too long for a line."""
    digits = str(value)
    if len(digits) <= 12:
        return digits
    count = f", {len(digits)} digits" if len(digits) > _WHOLE else ""
    return f"{digits[0]}.{digits[1:11]}e{len(digits) - 1} ({_shortened(digits)}{count})"


def _rational(text: str) -> str:
    return "/".join(map(_shortened, text.split("/")))


def _shortened(digits: str) -> str:
    return digits if len(digits) <= _WHOLE else f"{digits[:20]}...{digits[-10:]}"
