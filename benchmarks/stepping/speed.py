"""Updates a second of the stepping backends, their ratio to mpmath's, and to a loop in C with MPFR.

    python benchmarks/stepping/speed.py [--bits 170] [--depths 7,20,50] [--loss squared|logistic]
                                        [--seconds S] [--csv FILE]

Each figure is the best of several runs of `verifier.descent.run.run` on a plateau, with an event
that is watched but does not happen, in processor time; the rounds of all backends alternate, so
that a busy machine slows all of them alike. The C loop is compiled when a compiler and mpfr.h are
there, and its product is compared with that of the backend mpfr, bit by bit.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import mpmath

from verifier.descent.backend import BACKENDS, Problem, backend
from verifier.descent.event import Event
from verifier.descent.initialisation import near_identity
from verifier.descent.objective import DEFAULT_TARGET, objective
from verifier.descent.run import run

ROUNDS = 5
STEP = Fraction(1, 2**20)
NEVER = Event("product", Fraction(-2))
C_LOOP = "C with MPFR"


def problem(loss: str, depth: int) -> Problem:
    """A start of `depth` weights around 1, the step small enough for any number of updates."""
    return Problem(objective(loss), STEP, near_identity(depth, Fraction(1, depth), 1))


def python_seconds(name: str, task: Problem, bits: int, updates: int) -> float:
    """Processor seconds of one run."""
    numbers = backend(name, None if name == "float64" else bits)
    begin = time.process_time()
    result = run(task, numbers, [NEVER], max_steps=updates)
    seconds = time.process_time() - begin
    if result.stop != "max-steps":
        raise SystemExit(f"the run of {name} ended early: {result.stop}")
    return seconds


def compiled(folder: Path) -> tuple[Path | None, str]:
    """The compiled C loop, or None and the reason."""
    compiler = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    if compiler is None:
        return None, "no C compiler"
    program = folder / "loop"
    source = Path(__file__).with_name("loop.c")
    command = [compiler, "-O2", "-o", str(program), str(source), "-lmpfr", "-lgmp"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return None, f"it does not compile (install libmpfr-dev?): {done.stderr.splitlines()[0]}"
    return program, ""


def c_run(program: Path, task: Problem, bits: int, updates: int) -> tuple[float, Fraction]:
    """Processor seconds of a run of the C loop, and the product at its end."""
    arguments = [bits, updates, task.step, DEFAULT_TARGET, *task.weights]
    done = subprocess.run(
        [program, *map(str, arguments)], capture_output=True, text=True, check=True
    )
    seconds, mantissa, exponent = done.stdout.split()
    return float(seconds), Fraction(2) ** int(exponent) * int(mantissa)


def same_product(program: Path, task: Problem, bits: int) -> bool:
    """Whether the C loop and the backend mpfr end at the same product."""
    numbers, updates = backend("mpfr", bits), 1000
    result = run(task, numbers, [NEVER], max_steps=updates, record=(updates + 1,))
    product = numbers.enclosure(result.trajectory[0].product)[0]
    return product == c_run(program, task, bits, updates)[1]


def measure(task: Problem, bits: int, seconds: float, program: Path | None) -> dict[str, float]:
    """Updates a second of every backend, and of the C loop if there is one."""
    timers: dict[str, Callable[[int], float]] = {
        name: lambda updates, name=name: python_seconds(name, task, bits, updates)  # type: ignore[misc]
        for name in BACKENDS
    }
    if program is not None:
        timers[C_LOOP] = lambda updates: c_run(program, task, bits, updates)[0]
    updates = {}
    for name, timer in timers.items():
        trial = 2000
        updates[name] = max(trial, int(trial * seconds / max(timer(trial), 1e-4)))
    best = dict.fromkeys(timers, 0.0)
    for _ in range(ROUNDS):
        for name, timer in timers.items():
            best[name] = max(best[name], updates[name] / timer(updates[name]))
    return best


def main() -> None:
    """Prints the table as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bits", type=int, default=170)
    parser.add_argument("--depths", default="7,20,50")
    parser.add_argument("--loss", choices=("squared", "logistic"), default="squared")
    parser.add_argument("--seconds", type=float, default=0.5, help="of each of the runs")
    parser.add_argument("--csv", type=Path)
    options = parser.parse_args()
    depths = [int(depth) for depth in options.depths.split(",")]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        program, reason = compiled(Path(folder))
        if options.loss != "squared":
            program, reason = None, "it knows the squared loss only"
        if program is None:
            print(f"{C_LOOP}: left out, {reason}\n")
        for depth in depths:
            task = problem(options.loss, depth)
            if program is not None and not same_product(program, task, options.bits):
                raise SystemExit("the C loop and the backend mpfr disagree")
            best = measure(task, options.bits, options.seconds, program)
            for name, speed in best.items():
                to_c = speed / best[C_LOOP] if C_LOOP in best else None
                rows.append((name, depth, speed, speed / best["mpmath"], to_c))
    print(
        f"{options.loss} loss, {options.bits} bits (float64: 53); updates a second (ratio to"
        f" mpmath {mpmath.__version__} on {mpmath.libmp.BACKEND}; ratio to C)\n"
    )
    print("| backend |" + "".join(f" k = {depth} |" for depth in depths))
    print("|---|" + "---|" * len(depths))
    for name in dict.fromkeys(row[0] for row in rows):
        cells = [
            f" {speed:.3g} ({ratio:.1f}; {'-' if to_c is None else f'{to_c:.2f}'}) |"
            for other, _, speed, ratio, to_c in rows
            if other == name
        ]
        print(f"| {name} |" + "".join(cells))
    if options.csv:
        with options.csv.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(("backend", "k", "updates a second", "ratio to mpmath", "ratio to C"))
            writer.writerows(rows)


if __name__ == "__main__":
    sys.exit(main())
