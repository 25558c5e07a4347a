"""A scan of the depth: the certified count from one start a depth, near-identity and Xavier.

    python benchmarks/escape/scan.py [--all] [--kinds NAME,...] [--timeout S] [--out FILE.csv]

Squared loss with target -1, step 1/1000.  The start of a kind at a depth is the one with the first
seed from the depth on whose product is positive.  Depths 2..100, then ever fewer up to 1000; with
--all every one.  The CSV is added to row by row; an interrupted scan goes on where it was.
Integers from 10**18 on are given by their first digits, `lower` rounded down and `upper` up.
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from asking import Answer, Question, ask, crossing, decimal, log10, request
from rich.console import Console
from rich.progress import track

from verifier.descent.event import parse_event
from verifier.descent.initialisation import Initialisation

STEP = Fraction(1, 1000)
EVENTS = {
    "near-identity": ("flipped-min<=1/2", "product<=0"),
    "xavier-gaussian": ("product<=0",),
    "xavier-uniform": ("product<=0",),
}
LAST = 1000
COLUMNS = ("k", "init", "radius", "seed", "step", "event", "outcome", "lower", "upper",
           "log10_lower", "log10_upper", "log_count", "relative_width", "seconds",
           "method")  # fmt: skip


def main() -> int:
    """Adds what is missing to the CSV."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--all", action="store_true", help=f"every depth from 2 to {LAST}")
    parser.add_argument("--kinds", default=",".join(EVENTS), help="near-identity, xavier-...")
    parser.add_argument("--timeout", type=float, default=300.0, help="seconds a question")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("scan.csv"))
    options = parser.parse_args()
    kinds = options.kinds.split(",")
    if not EVENTS.keys() >= set(kinds):
        parser.error(f"no such kind in {options.kinds}: use {', '.join(EVENTS)}")
    depths = range(2, LAST + 1) if options.all else some_depths()
    known = _known(options.out)
    waiting = [(k, kind, event) for k in depths for kind in kinds for event in EVENTS[kind]
               if (str(k), kind, event) not in known]  # fmt: skip
    asked = ask(_questions(waiting), options.timeout)
    with options.out.open("a", newline="", encoding="utf-8") as out:
        writer = csv.writer(out, lineterminator="\n")
        if not known:
            writer.writerow(COLUMNS)
        for (start, event), answer in track(
            asked, "scan", total=len(waiting), console=Console(stderr=True)
        ):
            writer.writerow(row(start, event, answer))
            out.flush()
    return 0


def some_depths() -> tuple[int, ...]:
    """2..100, then in steps of 20 to 200, of 50 to 500 and of 100 to 1000."""
    return (*range(2, 101), *range(120, 200, 20), *range(200, 500, 50), *range(500, 1001, 100))


def _known(path: Path) -> set[tuple[str, str, str]]:
    if not path.exists():
        return set()
    with path.open(newline="", encoding="utf-8") as lines:
        return {(one["k"], one["init"], one["event"]) for one in csv.DictReader(lines)}


def _questions(
    waiting: list[tuple[int, str, str]],
) -> Iterator[Question[tuple[Initialisation, str]]]:
    for k, kind, event in waiting:
        start = crossing(kind, k, Fraction(1, k) if kind == "near-identity" else None)
        asked = request(start.weights(), parse_event(event), STEP, target=Fraction(-1))
        yield Question((start, event), asked)


def row(start: Initialisation, event: str, answer: Answer) -> tuple[object, ...]:
    """A line of the CSV."""
    radius = "" if start.radius is None else str(start.radius)
    head = (start.depth, start.kind, radius, start.seed, STEP, event, answer.outcome)
    if answer.lower is None or answer.upper is None:
        return (*head, "", "", "", "", "", "", f"{answer.seconds:.3f}", answer.method)
    lower, upper = answer.lower, answer.upper
    width = "0" if answer.exact else f"{answer.width:.3g}"
    ends = (decimal(lower), decimal(upper, up=True), f"{log10(lower):.12f}", f"{log10(upper):.12f}")
    return (*head, *ends, f"{math.log(lower):.12g}", width, f"{answer.seconds:.3f}", answer.method)


if __name__ == "__main__":
    sys.exit(main())
