"""What rests on a cited theorem: only checked proofs say so."""

from __future__ import annotations

import difflib
import sys
from contextlib import ExitStack, closing

from verifier.cli.common import UsageError, complain
from verifier.kernel.theorem import CITED
from verifier.report.cache import open_cache
from verifier.report.dependants import Dependant, citing
from verifier.report.engine import Backend
from verifier.report.processes import cores
from verifier.report.run import Known, Options, run
from verifier.report.selection import Selection
from verifier.report.terminal import Display, console
from verifier.report.verdicts import Finding


def cited_theorem(words: str) -> str:
    """The theorem of the closed list that is meant by a part of its name; raises `UsageError`
    where it is none of them or several."""
    asked = words.strip().lower()
    names = {key: name.lower() for key, name in CITED.items()}
    exact = [key for key in names if asked in (key, names[key])]
    found = exact or [key for key in names if asked and (asked in key or asked in names[key])]
    if len(found) == 1:
        return CITED[found[0]]
    if found:
        several = ", ".join(CITED[key] for key in found)
        raise UsageError(f"--cites {words}: could be {several}; write more of it")
    near = difflib.get_close_matches(asked, names.values(), n=2, cutoff=0.4)
    meant = " or ".join(name for name in CITED.values() if name.lower() in near)
    hint = f"did you mean {meant}?" if meant else f"there are {', '.join(CITED.values())}"
    raise UsageError(f"--cites {words}: not a theorem that proofs may cite; {hint}")


def resting_on(theorem: str, selection: Selection, backend: Backend) -> dict[str, Dependant]:
    """The lemmas whose proofs rest on a theorem, by id: proofs from the cache are checked again,
    others are found anew; no evidence is gathered.  A terminal shows how far it is."""
    plan = Options(selection, jobs=cores(), evidence=False, backend=backend)
    findings: list[Finding] = []
    with ExitStack() as stack:
        events = stack.enter_context(closing(run(plan, open_cache(complain))))
        bar = Display(console(sys.stderr)) if sys.stderr.isatty() else None
        if bar is not None:
            stack.enter_context(bar)
        for event in events:
            if isinstance(event, Finding):
                findings.append(event)
            if bar is not None and not isinstance(event, Known):
                bar.show(event)
    found = citing(
        theorem,
        {f.result.lemma.id: f.result.trust.cited for f in findings},
        {f.result.lemma.id: f.card.uses for f in findings},
    )
    return {dependant.id: dependant for dependant in found}
