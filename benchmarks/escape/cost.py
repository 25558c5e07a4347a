"""What a certified count costs: against the depth, the step size and the count itself.

    python benchmarks/escape/cost.py [--repeats 3] [--timeout S] [--out FOLDER] [--plot-only]

Writes cost.csv, cost.svg and prints the table.  Squared loss with target -1, event product<=0,
near-identity starts.  Three sweeps: over the depth at step 1/1000 and radius 1/k; over the step
size at k = 20 and 50; and over the radius at k = 20 and 50, which moves the count by many powers of
ten and little else.  The seconds are the processor's, the least of the repeats.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from asking import Question, ask, crossing, log10, request

from verifier.descent.event import parse_event

EVENT = "product<=0"
STEP = Fraction(1, 1000)
DEPTHS = (3, 5, 7, 10, 20, 50, 100, 200, 500, 1000)
STEPS = tuple(Fraction(1, 10**e) for e in range(1, 7))
RADII = tuple(Fraction(1, n) for n in (2, 4, 8, 20, 50, 200, 1000, 10**4, 10**6, 10**9, 10**12))
FEW = (20, 50)
COLUMNS = ("sweep", "k", "step", "radius", "seed", "outcome", "log10_count", "relative_width",
           "seconds")  # fmt: skip
HEADINGS = {
    "depth": "depth k",
    "step": "step size",
    "count": "decimal logarithm of the count",
}


class Point(NamedTuple):
    """A place in a sweep."""

    sweep: str
    k: int
    step: Fraction
    radius: Fraction


def main() -> int:
    """Measures, writes and draws."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--timeout", type=float, default=300.0, help="seconds a question")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, metavar="FOLDER")
    parser.add_argument("--plot-only", action="store_true", help="draw the CSV that is there")
    options = parser.parse_args()
    path = options.out / "cost.csv"
    if not options.plot_only:
        rows = [_row(point, options.repeats, options.timeout) for point in points()]
        with path.open("w", newline="", encoding="utf-8") as out:
            csv.writer(out, lineterminator="\n").writerows([COLUMNS, *rows])
    with path.open(newline="", encoding="utf-8") as lines:
        records = list(csv.DictReader(lines))
    for line in (COLUMNS, ["---"] * len(COLUMNS), *(record.values() for record in records)):
        print(f"| {' | '.join(line)} |")
    _draw(records, options.out / "cost.svg")
    return 0


def points() -> Iterator[Point]:
    """All places of all sweeps."""
    for k in DEPTHS:
        yield Point("depth", k, STEP, Fraction(1, k))
    for k in FEW:
        for step in STEPS:
            yield Point("step", k, step, Fraction(1, k))
        for radius in RADII:
            yield Point("count", k, STEP, radius)


def _row(point: Point, repeats: int, timeout: float) -> tuple[Any, ...]:
    start = crossing("near-identity", point.k, point.radius)
    asked = request(start.weights(), parse_event(EVENT), point.step, target=Fraction(-1))
    answers = [answer for _, answer in ask([Question(None, asked)] * repeats, timeout)]
    best = min(answers, key=lambda answer: answer.seconds)
    count = "" if best.lower is None else f"{log10(best.lower):.4f}"
    width = "" if best.width is None else f"{best.width:.3g}"
    row = (*point, start.seed, best.outcome, count, width, f"{best.seconds:.3f}")
    print(*row, file=sys.stderr, flush=True)
    return row


def _draw(records: list[dict[str, str]], path: Path) -> None:
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "cost"  # the same picture from the same numbers
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, 3, figsize=(12, 3.8), sharey=True, layout="constrained")
    for axis, (sweep, heading) in zip(axes, HEADINGS.items(), strict=True):
        reached = [r for r in records if r["sweep"] == sweep and r["outcome"] == "reached"]
        for k in (None,) if sweep == "depth" else FEW:
            line = [r for r in reached if k is None or int(r["k"]) == k]
            across = [_across(sweep, record) for record in line]
            seconds = [float(record["seconds"]) for record in line]
            axis.plot(across, seconds, "o-", label=f"k = {k}" if k else f"step {STEP}, radius 1/k")
        axis.set_xscale("linear" if sweep == "count" else "log")
        axis.set_yscale("log")
        axis.set_xlabel(heading)
        axis.grid(alpha=0.3)
        axis.legend()
    axes[0].set_ylabel("seconds of one core")
    figure.suptitle("Cost of a certified count: product<=0, squared loss, near-identity starts")
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)


def _across(sweep: str, record: dict[str, str]) -> float:
    match sweep:
        case "depth":
            return float(record["k"])
        case "step":
            return float(Fraction(record["step"]))
    return float(record["log10_count"])


if __name__ == "__main__":
    sys.exit(main())
