"""What `show` does: settles the verdict, takes earlier evidence from the cache, prints it all."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing

from verifier.cli.common import complain, complain_of
from verifier.library import Problem
from verifier.report.cache import open_cache
from verifier.report.cards import Card
from verifier.report.detail import detail
from verifier.report.difference import printed
from verifier.report.engine import Backend
from verifier.report.json_report import dump, envelope, finding_object, library_of
from verifier.report.processes import cores
from verifier.report.run import Options, Planned, run
from verifier.report.selection import select
from verifier.report.verdicts import Finding, exit_code


def show(options: argparse.Namespace, backend: Backend) -> int:
    """Prints the lemmas of an id or a path; the exit code is that of `report`."""
    selection, missing = select([options.target])
    problems: list[Problem] = list(missing)
    findings: dict[str, Finding] = {}
    order: tuple[str, ...] = ()
    cards: tuple[Card, ...] = ()
    plan = Options(selection, jobs=cores(), evidence=False, backend=backend)
    with closing(run(plan, open_cache(complain))) as events:
        for event in events:
            match event:
                case Problem():
                    problems.append(event)
                case Planned(ids, read):
                    order, cards = ids, read
                case Finding():
                    findings[event.result.lemma.id] = event
    shown = [findings[name] for name in order]
    library = library_of(cards)
    if options.json:
        sys.stdout.write(dump(envelope([finding_object(finding, library) for finding in shown])))
    else:
        parts = [
            detail(
                finding,
                latex=options.latex,
                used_by=library.users.get(finding.result.lemma.id, ()),
                printed=[one.id for one in printed(finding.result.lemma, library.lemmas)],
            )
            for finding in shown
        ]
        print("\n\n".join(parts))
    complain_of(problems)
    return exit_code(shown, problems)
