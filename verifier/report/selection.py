"""Which lemmas a command is about: ids, paths, a paper, or all that are installed."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from verifier.lemma import Lemma
from verifier.library import Problem, files_under, installed_files


class HasLemma(Protocol):
    """An entry or a card: something with a lemma and the file that defines it."""

    @property
    def lemma(self) -> Lemma:
        """The lemma."""

    @property
    def file(self) -> Path:
        """Its file."""


H = TypeVar("H", bound=HasLemma)


@dataclass(frozen=True)
class Selection:
    """The files to load and what to choose from them.

    All lemmas of the files in `whole` are chosen; of the others those in `ids`.
    """

    files: tuple[Path, ...]
    whole: frozenset[Path]
    ids: tuple[str, ...] = ()
    paper: str | None = None

    @property
    def everything(self) -> bool:
        """Whether no id and no paper narrows the choice."""
        return not self.ids and self.paper is None


def select(
    targets: Sequence[str], paper: str | None = None
) -> tuple[Selection, tuple[Problem, ...]]:
    """What the words on the command line ask for, and a problem for each that cannot be found."""
    problems: list[Problem] = []
    named: list[Path] = []
    ids: list[str] = []
    for target in targets:
        path = Path(target).expanduser()
        if path.exists():
            files = files_under(path)
            named.extend(files)
            if not files:
                problems.append(Problem(target, "no lemma file in this folder"))
        elif target.endswith((".py", "/")) or target.startswith((".", "/", "~")):
            problems.append(Problem(target, "no such file or folder"))
        else:
            ids.append(target)
    installed = installed_files() if ids or not targets else ()
    whole = named if targets else installed
    files = tuple(dict.fromkeys((*named, *installed)))
    return Selection(files, frozenset(whole), tuple(ids), paper), tuple(problems)


def choose(selection: Selection, found: Sequence[H]) -> tuple[tuple[H, ...], tuple[Problem, ...]]:
    """The chosen ones of all that were loaded, and a problem for each id that none of them has."""
    known = [item.lemma.id for item in found]
    problems = [Problem(name, _unknown(name, known)) for name in selection.ids if name not in known]
    chosen = [
        item for item in found if item.file in selection.whole or item.lemma.id in selection.ids
    ]
    if selection.paper is not None:
        papers = sorted({item.lemma.source.paper for item in chosen})
        if selection.paper not in papers:
            there = f"; there are {', '.join(papers)}" if papers else ""
            problems.append(Problem(f"--paper {selection.paper}", f"no lemma of it{there}"))
        chosen = [item for item in chosen if item.lemma.source.paper == selection.paper]
    return tuple(chosen), tuple(problems)


def _unknown(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    if not near:
        near = [one for one in known if name.lower() in one.lower()][:3]
    if near:
        return f"no lemma has this id; did you mean {' or '.join(near)}?"
    return (
        "no lemma that is installed has this id: 'python -m verifier list' shows them; "
        "for one of your own name its file"
    )
