"""Alters certificates at random and looks whether the checker accepts one that proves nothing.

    python benchmarks/corrupted.py FOLDER [--alterations N] [--seed N] [--json FILE]

FOLDER has certificates as `verifier prove --certificate` writes them (or, in files *.jsonl, the
answers of `verifier prove --batch --out`).  First every certificate is checked as it is, and timed.
Then one drawn at random is altered, N times; each altered one that is accepted is compared with
its original, and where it states something else that is searched for counterexamples.  Exit code 1
if a certificate is rejected as it is, or an accepted one states what is false.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from alterations import altered
from rich.console import Console
from rich.progress import track
from rich.table import Table

from verifier.apart import Limits, run_apart
from verifier.decide.refutation import refute
from verifier.kernel.proof_file import check_proof
from verifier.language.binding import substitute
from verifier.language.encode import statement_from_json
from verifier.language.render import statement_text
from verifier.language.statement import Statement
from verifier.language.terms import LanguageError, Proposition, Variable

LIMITS = Limits(60.0)
SEARCH_SECONDS = 5.0
IMPLIED = ("the same statement", "a weaker statement")
VERDICTS = ("rejected", "no answer within the limits", *IMPLIED, "another statement", "FALSE")


@dataclass(frozen=True)
class Alteration:
    """An altered certificate: what its checker made of it, and what it states if accepted."""

    name: str
    number: int
    verdict: str
    reason: str


def main() -> int:
    """Checks the certificates as they are, then altered ones, and prints what came of it."""
    options = _options()
    console, certificates = Console(), dict(_certificates(options.folder))
    if not certificates:
        console.print(f"{options.folder}: no certificates")
        return 2
    timed = {name: _timed(data) for name, data in certificates.items()}
    rejected = [f"{name}: {reason}" for name, (_, reason) in timed.items() if reason]
    seconds = sorted(spent for spent, _ in timed.values())
    console.print(
        f"{len(timed)} certificates checked as they are: {sum(seconds):.2f} s in all, "
        f"{seconds[-1]:.2f} s at most; {len(rejected)} rejected"
    )
    for line in rejected:
        console.print(f"  rejected: {line}")
    found = list(_altered_ones(certificates, options.alterations, options.seed))
    console.print(_table(found))
    false = [alteration for alteration in found if alteration.verdict == "FALSE"]
    for one in found:
        if one.verdict in ("another statement", "FALSE", "no answer within the limits"):
            console.print(f"{one.verdict}: {one.name}, alteration {one.number}: {one.reason}")
    if options.json:
        counts = Counter(alteration.verdict for alteration in found)
        whole = {"certificates": len(timed), "rejected": rejected, "seconds": sum(seconds),
                 "slowest": seconds[-1], "alterations": dict(counts)}  # fmt: skip
        options.json.write_text(json.dumps(whole, indent=1) + "\n")
    return 1 if false or rejected else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="certificates, or answers of a batch")
    parser.add_argument("--alterations", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path, metavar="FILE", help="the counts")
    return parser.parse_args()


def _certificates(folder: Path) -> Iterator[tuple[str, Any]]:
    for path in sorted(folder.glob("*.json")):
        yield path.stem, json.loads(path.read_text())
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text().splitlines():
            answer = json.loads(line)
            if answer.get("certificate"):
                yield answer["id"], answer["certificate"]


def _timed(data: Any) -> tuple[float, str]:
    """The seconds that checking takes, and why the certificate is rejected if it is."""

    def check() -> list[Any]:
        started = time.monotonic()
        try:
            check_proof(data)
        except LanguageError as error:
            return [time.monotonic() - started, str(error) or "no reason"]
        return [time.monotonic() - started, ""]

    outcome = run_apart(check, LIMITS)
    if outcome.failure:
        return outcome.seconds, f"{outcome.failure}: {outcome.detail}"
    return outcome.value[0], outcome.value[1]


def _altered_ones(certificates: dict[str, Any], count: int, seed: int) -> Iterator[Alteration]:
    source, names = random.Random(seed), sorted(certificates)
    for number in track(range(count), "altered", console=Console(stderr=True)):
        name, other = source.choice(names), source.choice(names)
        original = certificates[name]
        data = altered(original, [certificates[other]], source)
        outcome = run_apart(partial(_judged, original, data), LIMITS)
        if outcome.failure:
            reason = f"{outcome.failure}: {outcome.detail}"
            yield Alteration(name, number, "no answer within the limits", reason)
        else:
            yield Alteration(name, number, *outcome.value)


def _judged(original: Any, data: Any) -> tuple[str, str]:
    """What the checker makes of an altered certificate, and whether what it proves is so."""
    try:
        # What is in a file has been written and read.
        proved = check_proof(json.loads(json.dumps(data))).statement
    except LanguageError as error:
        return "rejected", str(error)
    return compared(statement_from_json(original["statement"]), proved)


def compared(original: Statement, proved: Statement) -> tuple[str, str]:
    """How a statement that was accepted stands to that of the certificate before it was altered."""
    after, conclusion = _as_named_in(original, proved)
    before = set(original.assumptions)
    if conclusion == original.conclusion and after >= before:
        return IMPLIED[after > before], ""
    found = refute(proved, time.monotonic() + SEARCH_SECONDS)
    if found is not None:
        return "FALSE", f"{statement_text(proved)} at {found.values}"
    return "another statement", f"{statement_text(proved)}; no counterexample was found"


def _as_named_in(original: Statement, proved: Statement) -> tuple[set[Proposition], Proposition]:
    """The hypotheses and the conclusion, each variable named as the one in its place."""
    names = {
        new: old
        for new, old in zip(proved.variables, original.variables, strict=False)
        if isinstance(new, Variable) and isinstance(old, Variable) and new.sort == old.sort
    }
    hypotheses = {substitute(hypothesis, names) for hypothesis in proved.assumptions}
    return hypotheses, substitute(proved.conclusion, names)


def _table(found: list[Alteration]) -> Table:
    table = Table(title=f"{len(found)} altered certificates", title_justify="left")
    table.add_column("what came of it")
    table.add_column("how many", justify="right")
    counts = Counter(alteration.verdict for alteration in found)
    for verdict in VERDICTS:
        table.add_row(verdict, str(counts[verdict]))
    return table


if __name__ == "__main__":
    sys.exit(main())
