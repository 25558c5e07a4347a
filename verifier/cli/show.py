"""`show`: one lemma in full, so that its proof can be followed in the terminal alone."""

from __future__ import annotations

import argparse

from verifier.cli.common import Commands
from verifier.report.engine import Backend


def register(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("show", help="show a statement and follow its proof")
    parser.add_argument("target", metavar="ID|PATH", help="an id or a lemma file")
    parser.add_argument("--latex", action="store_true", help="mathematics in LaTeX")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, backend: Backend = Backend()) -> int:
    """Proves the lemma, or re-checks an earlier proof, and prints every step."""
    from verifier.cli.showing import show

    return show(options, backend)
