"""`list`: the lemmas, with nothing proved; or those that depend on a lemma or on a theorem."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import Any

from verifier.cli.common import (
    INPUT_ERROR,
    REPORT_SCHEMA,
    Commands,
    add_schema,
    complain,
    complain_of,
)
from verifier.library import Entry, Problem, load
from verifier.report.dependants import Dependant, dependants, how
from verifier.report.engine import Backend
from verifier.report.selection import Selection, choose, select


def register(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser(
        "list",
        help="show ids and titles of all lemmas",
        description="Without ID or PATH: all lemmas that are installed.",
    )
    add = parser.add_argument
    add("targets", nargs="*", metavar="ID|PATH", help="ids, lemma files, or folders of them")
    add("--paper", metavar="NAME", help="only the lemmas of this paper")
    depending = parser.add_mutually_exclusive_group()
    depending.add_argument("--uses", metavar="ID", help="only what is proved by this lemma")
    depending.add_argument(
        "--cites", metavar="THEOREM", help="only what rests on this theorem; checks the proofs"
    )
    add("--json", action="store_true", help="as JSON")
    add_schema(parser, REPORT_SCHEMA)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, backend: Backend = Backend()) -> int:
    """Prints one line for each lemma, or JSON."""
    theorem = None
    if options.cites is not None:
        from verifier.cli.cited import cited_theorem

        theorem = cited_theorem(options.cites)
    selection, missing = select(options.targets, options.paper)
    entries, unreadable = load(selection.files)
    chosen, unknown = choose(selection, entries)
    problems = [*missing, *unreadable, *unknown]
    depending: Mapping[str, Dependant] | None = None
    target = options.uses or theorem
    if options.uses is not None:
        depending = _using(options.uses, entries)
        problems += _unknown(options.uses, entries)
    elif theorem is not None:
        from verifier.cli.cited import resting_on

        depending = resting_on(theorem, selection, backend)
    if depending is not None:
        chosen = tuple(entry for entry in chosen if entry.lemma.id in depending)
        if not chosen and not problems:
            complain(f"nothing here depends on {target}")
    if options.json:
        print(_json(chosen, entries, target, depending or {}), end="")
    else:
        print(_lines(chosen, depending or {}), end="")
    complain_of(problems)
    return INPUT_ERROR if problems else 0


def _uses(entries: Sequence[Entry]) -> dict[str, tuple[str, ...]]:
    return {e.lemma.id: tuple(used.id for used in e.lemma.uses) for e in entries}


def _using(name: str, entries: Sequence[Entry]) -> dict[str, Dependant]:
    return {dependant.id: dependant for dependant in dependants(name, _uses(entries))}


def _unknown(name: str, entries: Sequence[Entry]) -> Sequence[Problem]:
    """That no lemma has this id, unless one of another folder has that is used here."""
    if any(name in used for used in _uses(entries).values()):
        return ()
    return choose(Selection((), frozenset(), (name,)), entries)[1]


def _lines(entries: Sequence[Entry], depending: Mapping[str, Dependant]) -> str:
    width = max((len(entry.lemma.id) for entry in entries), default=0)
    lines = []
    for entry in entries:
        lemma = entry.lemma
        mark = f"  ({how(depending[lemma.id])})" if lemma.id in depending else ""
        lines.append(f"{lemma.id:<{width}}  {lemma.expected:<9}  {lemma.title}{mark}\n")
    return "".join(lines)


def _json(
    chosen: Sequence[Entry],
    entries: Sequence[Entry],
    target: str | None,
    depending: Mapping[str, Dependant],
) -> str:
    from verifier.report.engine import step_names
    from verifier.report.json_report import Library, dump, envelope, lemma_object

    library = Library.of([e.lemma for e in entries], _uses(entries))
    uses = _uses(entries)
    lemmas = []
    for entry in chosen:
        lemma = entry.lemma
        data = lemma_object(lemma, uses[lemma.id], step_names(lemma), library)
        lemmas.append({**data, **_depends(target, depending.get(lemma.id))})
    return dump(envelope(lemmas))


def _depends(target: str | None, dependant: Dependant | None) -> dict[str, Any]:
    if dependant is None:
        return {}
    through = list(dependant.through)
    return {"depends": {"on": target, "directly": dependant.directly, "through": through}}
