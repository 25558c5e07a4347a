"""`recheck`: proof files and certificates, by the kernel alone."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from verifier.cli.common import Commands, UsageError, add_schema
from verifier.report.engine import Backend


def register(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser(
        "recheck",
        help="check proof files with the kernel alone",
        description="Exit code 0 if all are accepted, 1 if some are rejected, 2 if unreadable.",
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="proof files, or folders of them")
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_schema(parser, Path(__file__).with_name("recheck.schema.json"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, backend: Backend = Backend()) -> int:
    """Prints for each file whether it is accepted, and what it proves."""
    from verifier.cli.rechecked import print_verdicts

    return print_verdicts(tuple(_files(options.paths)), backend.checker, as_json=options.json)


def _files(names: Iterable[str]) -> Iterable[Path]:
    for name in names:
        path = Path(name)
        if path.is_dir():
            below = sorted(path.rglob("*.json"))
            if not below:
                raise UsageError(f"{name}: no proof file (*.json) in this folder")
            yield from below
        else:
            yield path
