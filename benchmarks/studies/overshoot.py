"""What happens with larger step sizes than Theorem 4 allows: overshoot, cycles, divergence.

    python benchmarks/studies/overshoot.py

writes lemmas/shamir2019/studies/overshoot.csv row by row; an interrupted study goes on where it
was.  Loss (p + 1)**2/2, the starts `crossing` (one coordinate 1/4, the others in 3/4..5/4), step
sizes k**(-c) for c = 0, 1/2, 1, 3/2, 2, rounded down to 20 bits, and the largest power of two that
Theorem 4 allows.  The runs are stepped in MPFR with 128 bits, which proves nothing: cycles and
chaos are only seen.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from gmpy2 import mpfr
from rich.console import Console
from rich.progress import track

from lemmas.shamir2019.theorem_4_strengthened_product import ITERATIONS
from verifier.descent.backend import Problem, backend
from verifier.descent.event import Event
from verifier.descent.objective import squared
from verifier.descent.run import RunResult, run
from verifier.evidence.measures import starts
from verifier.evidence.measures.overshoot import COLUMNS, EXPONENTS
from verifier.evidence.measures.runs import step_of

FILE = Path(__file__).parents[2] / "lemmas" / "shamir2019" / "studies" / "overshoot.csv"
DEPTHS = (2, 3, 4, 5, 6, 7, 8, 10, 15, 20)
SEEDS = range(1, 21)
STEPS, BITS, STEP_BITS = 5_000, 128, 20
TARGET = Fraction(-1)
NEVER = Event("loss", Fraction(-1))
SMALL = Fraction(1, 10**12)  # a loss that counts as converged
SAME = Fraction(1, 10**9)  # a difference of two P that counts as none


def main() -> int:
    """Adds what is missing to the CSV."""
    known = set()
    if FILE.exists():
        with FILE.open(newline="", encoding="utf-8") as lines:
            known = {(row["k"], row["c"], row["seed"]) for row in csv.DictReader(lines)}
    waiting = [
        (k, c, seed)
        for k in DEPTHS
        for c in EXPONENTS
        for seed in SEEDS
        if (str(k), c, str(seed)) not in known
    ]
    FILE.parent.mkdir(exist_ok=True)
    with FILE.open("a", newline="", encoding="utf-8") as out:
        writer = csv.writer(out, lineterminator="\n")
        if not known:
            writer.writerow(COLUMNS)
        for k, c, seed in track(waiting, "overshoot", console=Console(stderr=True)):
            writer.writerow(_row(k, c, seed))
            out.flush()
    return 0


def _row(depth: int, exponent: str, seed: int) -> tuple[object, ...]:
    case = next(starts.cases("crossing", depth, seed))
    # A loss to be reached is a variable of the statement, though not of the bound on the step.
    case = replace(case, epsilon=SMALL)
    allowed = step_of(ITERATIONS.statement, "the step size is small", ITERATIONS.values, case)
    step = allowed if exponent == EXPONENTS[-1] else _power(depth, Fraction(exponent))
    problem = Problem(squared(TARGET), step, case.weights)
    events = (Event("product", TARGET - SAME), Event("loss", SMALL), NEVER)
    found = run(problem, backend("mpfr", BITS), events, max_steps=STEPS, record=range(1, STEPS + 2))
    overshoot, converged, _ = found.iterations
    furthest = max((float(TARGET - s.product) for s in found.trajectory), default=0.0)
    head = (depth, exponent, seed, step, float(step / allowed))
    return (*head, overshoot or "", f"{max(furthest, 0.0):.3g}", _end(found), converged or "")


def _power(depth: int, exponent: Fraction) -> Fraction:
    """k**(-c), rounded down to STEP_BITS bits."""
    value = mpfr(depth) ** mpfr(-exponent)
    return Fraction(int(value * 2**STEP_BITS), 2**STEP_BITS)


def _end(found: RunResult) -> str:
    """How a run ends, judged by its last iterations."""
    if found.stop == "too-large":
        return "diverges"
    last = found.trajectory[-1]
    if last.loss <= float(SMALL):
        return "converged"
    if found.stop != "max-steps":
        return found.stop
    for period in (1, 2, 4, 8):
        if abs(last.product - found.trajectory[-1 - period].product) <= float(SAME):
            return "at rest" if period == 1 else f"{period}-cycle"
    return "neither"


if __name__ == "__main__":
    sys.exit(main())
