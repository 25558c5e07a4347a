"""`prove`: one inequality, or a file of them, proved, refuted, or left unknown with a reason."""

from __future__ import annotations

import argparse
import math
from pathlib import Path

from verifier.cli.common import (
    STDOUT,
    Commands,
    UsageError,
    add_schema,
    check_output_file,
    positive,
)

TIMEOUT, MAX_TIMEOUT = 10.0, 86_400.0


def register(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser(
        "prove",
        help="prove or refute an inequality",
        description="Proves or refutes an inequality between reals, such as 'exp(x) >= 1 + x'.",
        epilog="Syntax: + - * / ** ( ) < <= > >= == != and chains a <= b <= c; rationals and "
        "decimals, read exactly; pi, E; sqrt exp log sin cos tan asin acos atan sinh cosh tanh "
        "Abs Min Max. Variables are real unless --domain says otherwise. Exit codes: 0 proved, "
        "1 refuted or ill-posed, 3 unknown, 2 unusable input; with --batch 0, or 2 if some line "
        "was malformed; 130 interrupted.",
    )
    add = parser.add_argument
    add("conclusion", nargs="?", metavar="CONCLUSION", help="what is to be shown")
    add("--given", metavar="H", action="append", default=[], help="a hypothesis; repeatable")
    add(
        "--domain",
        metavar="D",
        action="append",
        default=[],
        help="bounds or kind of a variable: 'x>=0', '0<x<1', 'k in Z', 'k in N'; repeatable",
    )
    add("--timeout", metavar="S", type=_seconds, default=TIMEOUT, help="seconds (default: 10)")
    add("--require-certificate", action="store_true", help="believe no solver")
    add("--json", action="store_true", help="as JSON")
    add("--certificate", metavar="FILE", help="write the proof, for recheck")
    add("--batch", metavar="FILE.jsonl", help="one problem a line; '-' for stdin")
    add("--out", metavar="FILE.jsonl", help="where a batch's answers go on (default: stdout)")
    add("--jobs", metavar="N", type=positive, help="processes of a batch (default: one a core)")
    add_schema(parser, Path(__file__).with_name("prove.schema.json"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prints the verdict, or writes those of a batch; returns the exit code."""
    _check(options)
    if options.batch is None:
        from verifier.cli.proving import prove_one

        return prove_one(options)
    from verifier.cli.batch import prove_all

    return prove_all(options)


def _check(options: argparse.Namespace) -> None:
    single = {"CONCLUSION": options.conclusion, "--given": options.given,
              "--domain": options.domain, "--certificate": options.certificate}  # fmt: skip
    several = {"--out": options.out, "--jobs": options.jobs}
    if options.batch is None:
        if options.conclusion is None:
            raise UsageError("nothing to prove: name a CONCLUSION or a --batch file")
        wrong, reason = several, "is for --batch only"
    else:
        wrong, reason = single, "cannot be used with --batch: write it into the file's lines"
    for name, value in wrong.items():
        if value not in (None, []):
            raise UsageError(f"{name} {reason}")
    check_output_file("--certificate", options.certificate)
    check_output_file("--out", options.out)
    if options.certificate == STDOUT:
        raise UsageError("--certificate -: name a file; --json prints the certificate too")


def _seconds(text: str) -> float:
    text = text.strip()
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value <= MAX_TIMEOUT:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a number of seconds above 0 and at most {MAX_TIMEOUT:.0f}"
        )
    return value
