"""Certified counts at great depth, for the squared loss with target -1 at step 1/1000.

    python benchmarks/escape/depth.py [--depths 7,20,50,100,1000] [--timeout S] [--json FILE]

Each row is one question, answered in a process of its own on one core; the seconds are those of
the processor.  A start is the one of its kind with the first seed from the depth on whose product
is positive.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path

from asking import FAILURES, Answer, Question, ask, crossing, decimal, request

from verifier.descent.event import parse_event
from verifier.descent.initialisation import Initialisation

STEP = Fraction(1, 1000)
DEPTHS = "7,20,50,100,1000"
EVENTS = ("flipped-min<=1/2", "product<=0", "loss<=1/10")
MOST_SECONDS = {"flipped-min<=1/2": 20, "product<=0": 20, "loss<=1/10": 90}
WIDEST = 1e-3
TITLES = ("k", "start", "seed", "event", "first iteration", "relative width", "seconds", "goal")
RULE = ("---:", "---", "---:", "---", "---:", "---:", "---:", "---")


def main() -> int:
    """Asks, and prints a line of a Markdown table an answer."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--depths", default=DEPTHS)
    parser.add_argument("--timeout", type=float, default=300.0, help="seconds a question")
    parser.add_argument("--json", type=Path, metavar="FILE", help="every answer")
    options = parser.parse_args()
    depths = [int(depth) for depth in options.depths.split(",")]
    print(*(f"| {' | '.join(line)} |" for line in (TITLES, RULE)), sep="\n")
    records = []
    for (start, event), answer in ask(_questions(depths), options.timeout):
        print(f"| {' | '.join(_cells(start, event, answer))} |", flush=True)
        records.append({"start": _title(start), "k": start.depth, "seed": start.seed,
                        "event": event, **asdict(answer)})  # fmt: skip
    if options.json:
        options.json.write_text(json.dumps(records, indent=1) + "\n")
    return 0


def _questions(depths: list[int]) -> Iterator[Question[tuple[Initialisation, str]]]:
    for depth in depths:
        for start in (
            crossing("near-identity", depth, Fraction(1, depth)),
            crossing("near-identity", depth, Fraction(1, 8)),
            crossing("xavier-gaussian", depth, None),
            crossing("xavier-uniform", depth, None),
        ):
            weights = start.weights()
            for event in EVENTS:
                asked = request(weights, parse_event(event), STEP, target=Fraction(-1))
                yield Question((start, event), asked)


def _title(start: Initialisation) -> str:
    return start.kind if start.radius is None else f"{start.kind} {start.radius}"


def _cells(start: Initialisation, event: str, answer: Answer) -> tuple[str, ...]:
    late = answer.seconds > MOST_SECONDS[event]
    missed = late or (answer.width or 0) > WIDEST or answer.outcome in FAILURES
    width = "" if answer.width is None else "exact" if answer.exact else f"{answer.width:.1e}"
    no_count = f"{answer.outcome}: {answer.reason}"
    count = no_count if answer.lower is None else decimal(answer.lower)
    return (
        str(start.depth),
        _title(start),
        str(start.seed),
        event,
        count,
        width,
        f"{answer.seconds:.2f}",
        "missed" if missed else "met",
    )


if __name__ == "__main__":
    sys.exit(main())
