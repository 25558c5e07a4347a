"""`report`: proves, refutes, fuzzes and measures lemmas, and says what came of it."""

from __future__ import annotations

import argparse

from verifier.cli.common import (
    REPORT_SCHEMA,
    STDOUT,
    Commands,
    add_schema,
    check_output_file,
    check_output_folder,
    positive,
)
from verifier.report.engine import Backend


def register(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser(
        "report",
        help="prove, refute, fuzz and measure lemmas",
        description="Without ID or PATH: all lemmas that are installed.",
    )
    add = parser.add_argument
    add("targets", nargs="*", metavar="ID|PATH", help="ids, lemma files, or folders of them")
    add("--paper", metavar="NAME", help="only the lemmas of this paper")
    add("--only-failed", action="store_true", help="show only what is not as expected")
    add("--against", metavar="OLD.json", help="list verdicts that differ from an earlier report")
    add("--json", metavar="FILE", nargs="?", const=STDOUT, help="write JSON; '-' for stdout")
    add("--html", metavar="FILE", help="write a page for people, in one file")
    add("--junit", metavar="FILE", help="write JUnit XML")
    add(
        "--annotations",
        choices=("github", "none"),
        help="annotations and a job summary for GitHub Actions (default: where it runs)",
    )
    add("--proofs", metavar="DIR", help="write the proof files")
    add("--jobs", metavar="N", type=positive, help="worker processes (default: one a core)")
    add("--fresh", action="store_true", help="do everything again, believe no earlier result")
    add("--quick", action="store_true", help="fewer examples and shorter measurements")
    add_schema(parser, REPORT_SCHEMA)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, backend: Backend = Backend()) -> int:
    """Writes the report; returns its exit code."""
    from verifier.cli.reporting import Reporting

    for option in ("json", "html", "junit"):
        check_output_file(f"--{option}", getattr(options, option))
    check_output_folder("--proofs", options.proofs)
    return Reporting(options, backend).run()
