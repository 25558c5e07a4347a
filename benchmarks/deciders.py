"""Compares `verifier prove --batch` with z3, cvc5, sympy and plain bisection in python-flint.

    python benchmarks/deciders.py [FILE.jsonl] [--timeout S] [--tools NAME,...] [--limit N]
                                  [--json FILE] [--markdown FILE]

FILE has one problem a line, as for `prove --batch`, with "truth" besides; without one the problems
of this folder are taken.  Every tool has one core, 2 GiB and `--timeout` seconds for a problem.
Install what is compared with: pip install '.[bench]'
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import resource
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

from verifier.apart import Limits, run_apart
from verifier.decide.problem import from_record
from verifier.language.statement import Statement
from verifier.language.terms import ELEMENTARY, Constant, Node, Number, Op, subnodes

MEMORY = 2 * 2**30
GRACE = 0.25  # seconds after its time in which a tool may still answer
PROBLEMS = Path(__file__).with_name("problems.jsonl")
ALGEBRAIC = frozenset({"abs", "sqrt"})

Verdicts = dict[str, tuple[str, float]]  # by id: the verdict and the seconds it took


@dataclass(frozen=True)
class Problem:
    """A problem whose answer is known."""

    record: dict[str, Any]
    statement: Statement
    truth: bool

    @property
    def id(self) -> str:
        """Its name in the file."""
        return str(self.record["id"])

    @property
    def is_polynomial(self) -> bool:
        """Whether no transcendental function, constant or power occurs in it."""
        parts = (*self.statement.assumptions, self.statement.conclusion)
        return not any(_is_transcendental(node) for part in parts for node in subnodes(part))


def _is_transcendental(node: Node) -> bool:
    if isinstance(node, Op) and node.name == "pow":
        return not isinstance(node.args[1], Number)
    return isinstance(node, Constant) or (
        isinstance(node, Op) and node.name in ELEMENTARY and node.name not in ALGEBRAIC
    )


@dataclass(frozen=True)
class Row:
    """What came of one tool on some problems."""

    tool: str
    proved: int
    refuted: int
    wrong: int
    unknown: int
    median_seconds: float
    total_seconds: float


def main() -> int:
    """Runs the tools and prints a table for all problems and one for the polynomial ones."""
    options = _options()
    problems = [_problem(json.loads(line)) for line in options.problems.open() if line.strip()]
    problems = problems[: options.limit]
    # One core: this process's children inherit it.
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    console, found = Console(), {}
    for name in options.tools.split(","):
        try:
            found[name] = TOOLS[name](problems, options.timeout)
        except ImportError as error:
            console.print(f"{name}: left out, {error.name} is not installed")
    parts = {"all problems": problems, "polynomial": [p for p in problems if p.is_polynomial]}
    tables = {title: [_row(name, found[name], part) for name in found]
              for title, part in parts.items() if part}  # fmt: skip
    for title, rows in tables.items():
        console.print(_table(f"{title} ({_counts(parts[title])}), {options.timeout:g} s", rows))
    for name, answers in found.items():
        for problem in problems:
            if _standing(problem, answers) == "wrong":
                console.print(f"wrong: {name} says {answers[problem.id][0]} of {problem.id}")
    _write(options, problems, parts, tables, found)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("problems", nargs="?", type=Path, default=PROBLEMS, metavar="FILE.jsonl")
    parser.add_argument("--timeout", type=float, default=10.0, help="seconds a problem")
    parser.add_argument("--tools", default=",".join(TOOLS), help=f"some of {', '.join(TOOLS)}")
    parser.add_argument("--limit", type=int, help="only the first problems")
    parser.add_argument("--json", type=Path, metavar="FILE", help="every answer, and the tables")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="the tables")
    options = parser.parse_args()
    unknown = set(options.tools.split(",")) - TOOLS.keys()
    if unknown:
        parser.error(f"no such tool: {', '.join(sorted(unknown))}")
    return options


def _problem(record: dict[str, Any]) -> Problem:
    return Problem(record, from_record(record), record["truth"])


# The tools


def _by_verifier(problems: Sequence[Problem], seconds: float, *options: str) -> Verdicts:
    from tools.with_verifier import decide_all

    return decide_all([problem.record for problem in problems], seconds, *options)


def _by_module(name: str, problems: Sequence[Problem], seconds: float) -> Verdicts:
    """One problem after the other, each in a process forked from this one, which has loaded what
    the tool needs."""
    decide: Callable[[Statement, float], str] = importlib.import_module(f"tools.{name}").decide
    limits = Limits(seconds + GRACE, MEMORY + _loaded())
    found = {}
    for problem in track(problems, name.removeprefix("with_"), console=Console(stderr=True)):
        outcome = run_apart(partial(decide, problem.statement, seconds), limits)
        found[problem.id] = ("unknown" if outcome.failure else outcome.value, outcome.seconds)
    return found


def _loaded() -> int:
    """The bytes of address space that this process has already."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()


TOOLS: Mapping[str, Callable[[Sequence[Problem], float], Verdicts]] = {
    "verifier": _by_verifier,
    "verifier-certified": lambda problems, seconds: _by_verifier(
        problems, seconds, "--require-certificate"
    ),
    "z3": partial(_by_module, "with_z3"),
    "cvc5": partial(_by_module, "with_cvc5"),
    "sympy": partial(_by_module, "with_sympy"),
    "flint": partial(_by_module, "with_flint"),
}


# The tables


def _standing(problem: Problem, answers: Verdicts) -> str:
    """proved, refuted or unknown; wrong if it contradicts what is known."""
    verdict, _ = answers.get(problem.id, ("unknown", 0.0))
    if verdict == "unknown":
        return verdict
    return verdict if (verdict == "proved") == problem.truth else "wrong"


def _row(tool: str, answers: Verdicts, problems: Sequence[Problem]) -> Row:
    standings = [_standing(problem, answers) for problem in problems]
    seconds = [answers[problem.id][1] for problem in problems if problem.id in answers]
    counts = (standings.count(name) for name in ("proved", "refuted", "wrong", "unknown"))
    return Row(tool, *counts, median(seconds), sum(seconds))


def _counts(problems: Sequence[Problem]) -> str:
    true = sum(problem.truth for problem in problems)
    return f"{true} true, {len(problems) - true} false"


_TITLES = ("tool", "proved", "refuted", "wrong", "unknown", "median s", "total s")


def _cells(row: Row) -> Iterator[str]:
    for value in asdict(row).values():
        yield f"{value:.3f}" if isinstance(value, float) else str(value)


def _table(title: str, rows: Sequence[Row]) -> Table:
    table = Table(title=title, title_justify="left")
    for number, column in enumerate(_TITLES):
        table.add_column(column, justify="right" if number else "left")
    for row in rows:
        table.add_row(*_cells(row))
    return table


def _markdown(title: str, rows: Sequence[Row]) -> str:
    lines = [_TITLES, ["---", *["---:"] * (len(_TITLES) - 1)], *map(tuple, map(_cells, rows))]
    return "\n".join([f"### {title}", "", *(f"| {' | '.join(line)} |" for line in lines), ""])


def _write(
    options: argparse.Namespace,
    problems: Sequence[Problem],
    parts: Mapping[str, Sequence[Problem]],
    tables: Mapping[str, Sequence[Row]],
    found: Mapping[str, Verdicts],
) -> None:
    if options.markdown:
        written = [_markdown(f"{t} ({_counts(parts[t])})", rows) for t, rows in tables.items()]
        options.markdown.write_text("\n".join(written))
    if options.json:
        answers = [
            {"id": p.id, "truth": p.truth, "polynomial": p.is_polynomial,
             "answers": {name: found[name].get(p.id) for name in found}}
            for p in problems
        ]  # fmt: skip
        rows = {title: [asdict(row) for row in rows] for title, rows in tables.items()}
        whole = {"timeout": options.timeout, "tables": rows, "problems": answers}
        options.json.write_text(json.dumps(whole, indent=1) + "\n")


if __name__ == "__main__":
    sys.exit(main())
