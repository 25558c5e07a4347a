"""`figure`: computes the data of a picture, and draws it."""

from __future__ import annotations

import argparse

from verifier.cli.common import Commands, positive


def register(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser(
        "figure",
        help="compute and draw a picture",
        description="Computes the data of a picture anew and writes it as SVG, PNG and CSV, all "
        "three of one name.",
        epilog="escape-times: the time of escape against the depth, beside proved bounds. "
        "figure-1: the first figure of Shamir (2019) from our run. tightness: proved bounds over "
        "measured values. landscape: the coordinates along one run. Each piece of work is kept as "
        "it is done: with --resume an interrupted run goes on. Exit codes: 0 written; 2 unusable "
        "input; 130 interrupted.",
    )
    add = parser.add_argument
    add("name", metavar="NAME", help="escape-times, figure-1, tightness or landscape")
    add("--out", metavar="FILE", help="an SVG or PNG; the others beside it (default: NAME.svg)")
    add("--quick", action="store_true", help="fewer depths")
    add("--jobs", metavar="N", type=positive, help="worker processes (default: one a core)")
    add("--resume", action="store_true", help="go on from the CSV beside --out")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Writes the three files; returns the exit code."""
    from verifier.cli.drawing import write_figure

    return write_figure(options)
