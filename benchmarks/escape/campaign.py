"""Asks the verifier for random escape times, and compares its answers with the truth.

    python benchmarks/escape/campaign.py [--count 2000] [--seed 0] [--methods auto,certified]
                                         [--timeout S] [--only N,N,...] [--answers FILE]
                                         [--truth FILE] [--json FILE]

The truth is that of reference.py, which is run first if need be.  Every answer that contradicts it
is printed as a command line; then the exit code is 1.  Answers go to a file at once and are not
asked for again: give another file, or none, after a change of the verifier.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median, quantiles

from asking import FAILURES, Answer, Question, ask, request
from instances import Instance, instances
from reference import LIMIT, TRUTH, Truth, append, in_balls, read, truth
from rich.console import Console
from rich.progress import track
from rich.table import Table

from verifier.descent.event import Event
from verifier.escape import Request

NARROW = 1e-3
GOALS = {"single integer": 0.85, "narrower than 1e-3": 0.98}
UNANSWERED = 0.01

Answers = dict[tuple[str, str], Answer]  # by digest and method


@dataclass(frozen=True)
class Summary:
    """What came of one method on all instances."""

    method: str
    instances: int
    reached: int
    compared: int
    exact: int
    narrow: int
    never: int
    diverges: int
    unanswered: int
    wrong: int
    median_seconds: float
    seconds_95: float
    longest: float


def main() -> int:
    """Asks, compares and prints."""
    options = _options()
    console = Console()
    drawn = _drawn(options)
    truths = _truths(drawn, options.truth)
    answers = _asked(drawn, options)
    truths = _settled(drawn, answers, truths, options)
    summaries = []
    for method in options.methods:
        pairs = [(one, answers[one.digest(), method]) for one in drawn]
        wrong = [(one, a) for one, a in pairs if contradicts(a, truths[one.digest()])]
        for one, answer in wrong:
            known = truths[one.digest()]
            console.print(f"WRONG ({method}): {answer}\n  truth: {known}", style="bold red")
            print(f"  instance {one.number}: {one.command()} --method {method}")
        summaries.append(summary(method, pairs, truths, len(wrong)))
        _print_reasons(console, method, pairs)
    console.print(_table(summaries))
    if options.json:
        rows = [asdict(row) for row in summaries]
        options.json.write_text(
            json.dumps({"seed": options.seed, "methods": rows}, indent=1) + "\n"
        )
    return 1 if any(row.wrong for row in summaries) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--methods", default="auto,certified", type=lambda text: text.split(","))
    parser.add_argument("--timeout", type=float, default=60.0, help="seconds a question")
    parser.add_argument("--only", metavar="N,N,...", help="only these instances")
    parser.add_argument("--answers", type=Path, metavar="FILE", help="kept here, one a line")
    parser.add_argument("--truth", type=Path, default=TRUTH, metavar="FILE")
    parser.add_argument("--json", type=Path, metavar="FILE", help="the table")
    return parser.parse_args()


def _drawn(options: argparse.Namespace) -> list[Instance]:
    drawn = list(instances(options.count, options.seed))
    if not options.only:
        return drawn
    numbers = {int(number) for number in options.only.split(",")}
    return [one for one in drawn if one.number in numbers]


def _truths(drawn: Sequence[Instance], path: Path) -> dict[str, Truth]:
    known = read(path)
    missing = [one for one in drawn if one.digest() not in known]
    for one in track(missing, "reference", console=Console(stderr=True)):
        append(path, one, truth(one))
    return read(path)


def _asked(drawn: Sequence[Instance], options: argparse.Namespace) -> Answers:
    known = _read(options.answers)
    waiting = [
        Question((one.digest(), method), request_of(one, method))
        for method in options.methods
        for one in drawn
        if (one.digest(), method) not in known
    ]
    asked = ask(waiting, options.timeout)
    progress = track(asked, "verifier", total=len(waiting), console=Console(stderr=True))
    for (digest, method), answer in progress:
        known[digest, method] = answer
        if options.answers:
            record = {"digest": digest, "asked": method, **asdict(answer)}
            with options.answers.open("a", encoding="utf-8") as out:
                out.write(json.dumps(record) + "\n")
    return known


def request_of(one: Instance, method: str) -> Request:
    """The instance as a request to the verifier."""
    event = Event(one.quantity, one.bound)
    return request(one.weights, event, one.step, one.loss, one.target, method)


def _read(path: Path | None) -> Answers:
    found: Answers = {}
    if path and path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            question = record.pop("digest"), record.pop("asked")
            found[question] = Answer(**record)
    return found


def _settled(
    drawn: Sequence[Instance],
    answers: Answers,
    truths: dict[str, Truth],
    options: argparse.Namespace,
) -> dict[str, Truth]:
    """A full run in balls where the verifier has seen the event and the reference has not."""
    for one in drawn:
        found = [answers[one.digest(), method] for method in options.methods]
        known = truths[one.digest()]
        early = any(a.lower is not None and known.clear < a.lower <= LIMIT for a in found)
        if early and known.iteration is None and known.by in {"doubles", "balls"}:
            append(options.truth, one, in_balls(one))
    return read(options.truth)


def contradicts(answer: Answer, known: Truth) -> bool:
    """Whether the answer cannot be right if the truth is."""
    if answer.outcome == "reached":
        if answer.lower is None or answer.upper is None or not 1 <= answer.lower <= answer.upper:
            return True
        if known.iteration is None:
            return answer.upper <= known.clear
        return not answer.lower <= known.iteration <= answer.upper
    if answer.lower is not None or answer.upper is not None:
        return True
    return answer.outcome in {"never", "diverges"} and known.iteration is not None


def summary(
    method: str,
    pairs: Sequence[tuple[Instance, Answer]],
    truths: dict[str, Truth],
    wrong: int,
) -> Summary:
    """The row of one method."""
    reached = [(one, a) for one, a in pairs if a.outcome == "reached"]
    seconds = [a.seconds for _, a in pairs]
    outcomes = Counter(a.outcome for _, a in pairs)
    return Summary(
        method=method,
        instances=len(pairs),
        reached=len(reached),
        compared=sum(truths[one.digest()].iteration is not None for one, _ in reached),
        exact=sum(a.exact for _, a in reached),
        narrow=sum(a.width is not None and a.width < NARROW for _, a in reached),
        never=outcomes["never"],
        diverges=outcomes["diverges"],
        unanswered=sum(outcomes[name] for name in FAILURES),
        wrong=wrong,
        median_seconds=median(seconds),
        seconds_95=quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0],
        longest=max(seconds),
    )


def _print_reasons(console: Console, method: str, pairs: Sequence[tuple[Instance, Answer]]) -> None:
    """Why there is no answer, the most frequent reason first, numbers left out."""
    reasons: dict[str, list[int]] = {}
    for one, answer in pairs:
        if answer.outcome in FAILURES:
            reason = re.sub(r"[-+]?\d[\d./e+-]*", "#", answer.reason)
            reasons.setdefault(f"{answer.outcome}: {reason}", []).append(one.number)
    for reason, numbers in sorted(reasons.items(), key=lambda item: -len(item[1])):
        some = ", ".join(map(str, numbers[:8])) + (", ..." if len(numbers) > 8 else "")
        console.print(f"{method}: {len(numbers):4} {reason} [{some}]", markup=False)


def _table(rows: Sequence[Summary]) -> Table:
    table = Table(title="against stepping in 200-bit balls", title_justify="left")
    table.add_column("")
    for row in rows:
        table.add_column(row.method, justify="right")
    for cells in zip(*map(_cells, rows), strict=True):
        table.add_row(cells[0][0], *(text for _, text in cells))
    return table


def _cells(row: Summary) -> Iterator[tuple[str, str]]:
    yield "instances", str(row.instances)
    yield "reached", str(row.reached)
    yield "of which the truth is known", str(row.compared)
    yield "wrong", str(row.wrong)
    yield f"single integer (goal {GOALS['single integer']:.0%})", _share(row.exact, row.reached)
    narrow = f"narrower than 1e-3 (goal {GOALS['narrower than 1e-3']:.0%})"
    yield narrow, _share(row.narrow, row.reached)
    yield "never", str(row.never)
    yield "diverges", str(row.diverges)
    yield f"no answer (goal {UNANSWERED:.0%})", _share(row.unanswered, row.instances)
    yield "seconds: median", f"{row.median_seconds:.3f}"
    yield "seconds: 95 %", f"{row.seconds_95:.2f}"
    yield "seconds: longest", f"{row.longest:.1f}"


def _share(part: int, whole: int) -> str:
    return f"{part} ({part / whole:.2%})" if whole else "0"


if __name__ == "__main__":
    sys.exit(main())
