"""`show`: one lemma in full, so that its proof can be followed in the terminal alone."""

from __future__ import annotations

import argparse

from verifier.cli.common import REPORT_SCHEMA, Commands, add_schema
from verifier.report.engine import Backend


def register(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("show", help="show a statement and follow its proof")
    add = parser.add_argument
    add("target", metavar="ID|PATH", help="an id or a lemma file")
    add("--latex", action="store_true", help="mathematics in LaTeX")
    add(
        "--difference",
        action="store_true",
        help="only how the statement differs from the one printed in the paper; proves nothing",
    )
    add("--against", metavar="ID|PATH", help="only how the statement differs from this one")
    add("--json", action="store_true", help="as JSON")
    add_schema(parser, REPORT_SCHEMA)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, backend: Backend = Backend()) -> int:
    """Proves the lemma, or re-checks an earlier proof, and prints every step."""
    if options.difference or options.against is not None:
        from verifier.cli.comparing import show_difference

        return show_difference(options)
    from verifier.cli.showing import show

    return show(options, backend)
