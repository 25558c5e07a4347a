"""`show --difference` and `show --against`: two statements side by side, with nothing proved."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from verifier.cli.common import INPUT_ERROR, UsageError, complain_of
from verifier.lemma import Lemma
from verifier.library import Entry, Problem, load
from verifier.report.difference import difference_object, difference_text, printed
from verifier.report.engine import step_names
from verifier.report.json_report import Library, dump, envelope, lemma_object
from verifier.report.selection import choose, select


def show_difference(options: argparse.Namespace) -> int:
    """Prints how the lemmas of an id or a path differ from another one or, by default, from what
    is printed; 2 if there is none or one cannot be read, else 0."""
    chosen, entries, problems = _load(options.target)
    if options.against is not None:
        others, more, wrong = _load(options.against)
        problems += wrong
        entries = tuple({entry.lemma.id: entry for entry in (*entries, *more)}.values())
        if len(others) > 1:
            ids = ", ".join(entry.lemma.id for entry in others)
            raise UsageError(f"--against {options.against}: holds {ids}; name one of them")
        pairs = [(other.lemma, entry.lemma) for entry in chosen for other in others]
    else:
        pairs = []
        for entry in chosen:
            beside = printed(entry.lemma, [e.lemma for e in entries])
            if len(beside) == 1:
                pairs.append((beside[0], entry.lemma))
            else:
                problems.append(Problem(entry.lemma.id, _why_none(entry.lemma, beside)))
    if options.json:
        sys.stdout.write(_json(pairs, entries))
    elif pairs:
        print("\n\n".join(difference_text(*pair, latex=options.latex) for pair in pairs))
    complain_of(problems)
    return INPUT_ERROR if problems else 0


def _load(target: str) -> tuple[tuple[Entry, ...], tuple[Entry, ...], list[Problem]]:
    """The lemmas asked for, all that were read, and what could not be."""
    selection, missing = select([target])
    entries, unreadable = load(selection.files)
    chosen, unknown = choose(selection, entries)
    return chosen, entries, [*missing, *unreadable, *unknown]


def _why_none(lemma: Lemma, beside: Sequence[Lemma]) -> str:
    if beside:
        ids = ", ".join(other.id for other in beside)
        return f"what is printed is in several entries: {ids}; name one with --against"
    if lemma.variant != "repaired":
        return f"is {lemma.variant}, not repaired; name another entry with --against"
    return f"no entry has {lemma.source.result} as printed; name another one with --against"


def _json(pairs: Sequence[tuple[Lemma, Lemma]], entries: Sequence[Entry]) -> str:
    uses = {e.lemma.id: tuple(used.id for used in e.lemma.uses) for e in entries}
    library = Library.of([e.lemma for e in entries], uses)
    return dump(
        envelope(
            [
                {
                    **lemma_object(new, uses[new.id], step_names(new), library),
                    "difference": difference_object(old, new),
                }
                for old, new in pairs
            ]
        )
    )
