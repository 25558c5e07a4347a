"""What `show` does: settles the verdict, takes earlier evidence from the cache, prints it all."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing

from verifier.cli.common import complain, complain_of
from verifier.library import Problem
from verifier.report.cache import open_cache
from verifier.report.detail import detail
from verifier.report.engine import Backend
from verifier.report.json_report import dump, envelope, finding_object
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
    plan = Options(selection, jobs=cores(), evidence=False, backend=backend)
    with closing(run(plan, open_cache(complain))) as events:
        for event in events:
            match event:
                case Problem():
                    problems.append(event)
                case Planned(ids):
                    order = ids
                case Finding():
                    findings[event.result.lemma.id] = event
    shown = [findings[name] for name in order]
    if options.json:
        sys.stdout.write(dump(envelope([finding_object(finding) for finding in shown])))
    else:
        print("\n\n".join(detail(finding, latex=options.latex) for finding in shown))
    complain_of(problems)
    return exit_code(shown, problems)
