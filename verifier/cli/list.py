"""`list`: the lemmas, with nothing proved."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from verifier.cli.common import INPUT_ERROR, Commands, complain_of
from verifier.library import Entry, load
from verifier.report.selection import choose, select


def register(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("list", help="show ids and titles of all lemmas")
    parser.add_argument("--paper", metavar="NAME", help="only the lemmas of this paper")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prints one line for each lemma, or JSON."""
    selection, missing = select((), options.paper)
    entries, unreadable = load(selection.files)
    chosen, unknown = choose(selection, entries)
    problems = (*missing, *unreadable, *unknown)
    print(_json(chosen) if options.json else _lines(chosen), end="")
    complain_of(problems)
    return INPUT_ERROR if problems else 0


def _lines(entries: Sequence[Entry]) -> str:
    width = max((len(entry.lemma.id) for entry in entries), default=0)
    return "".join(
        f"{entry.lemma.id:<{width}}  {entry.lemma.expected:<9}  {entry.lemma.title}\n"
        for entry in entries
    )


def _json(entries: Sequence[Entry]) -> str:
    from verifier.report.engine import step_names
    from verifier.report.json_report import dump, envelope, lemma_object

    return dump(
        envelope(
            [
                lemma_object(
                    entry.lemma,
                    [used.id for used in entry.lemma.uses],
                    step_names(entry.lemma),
                )
                for entry in entries
            ]
        )
    )
