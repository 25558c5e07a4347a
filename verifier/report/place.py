"""Where in its file a lemma or one of its steps stands, for what points readers there."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from verifier.library import Problem, display
from verifier.report.cards import Card
from verifier.report.verdicts import Finding


@dataclass(frozen=True)
class Place:
    """A file, by a path from the folder in which CI looks for it, and a line from 1."""

    file: str
    line: int


def card_place(card: Card) -> Place:
    """Where the lemma stands."""
    return Place(_shown(card.file), line(card))


def failing_place(finding: Finding) -> Place:
    """Where the first of its failing steps is named, or the lemma itself."""
    own, failing = card_place(finding.card), finding.result.failing_steps
    if not failing:
        return own
    names = reversed(failing[0].name.split(" / "))
    file = finding.card.file
    # A proof may be written down before the lemma that it is of.
    lines = (_find(file, name, own.line) or _find(file, name, 1) for name in names)
    return Place(own.file, next(filter(None, lines), own.line))


def problem_place(problem: Problem) -> Place | None:
    """The file that could not be read, at the line that its reason names; None for no file."""
    path = Path(problem.where)
    if not path.is_file():
        return None
    named = re.search(r"\bline (\d+):", problem.reason)
    return Place(_shown(path.resolve()), int(named.group(1)) if named else 1)


def line(card: Card) -> int:
    """The line with the id of the lemma, or 1 where the file builds the id from parts."""
    return _find(card.file, card.lemma.id, 1) or 1


def _shown(file: Path) -> str:
    """Below the checkout of GitHub Actions from there, else as short as it can be."""
    workspace = os.environ.get("GITHUB_WORKSPACE")
    if workspace:
        root = Path(workspace).resolve()
        if root in file.parents:
            return file.relative_to(root).as_posix()
    return display(file)


def _find(file: Path, text: str, start: int) -> int | None:
    """The first line from `start` on that holds the text as a string of its own."""
    written = (f'"{text}"', f"'{text}'")
    for number, content in enumerate(_lines(file), start=1):
        if number >= start and any(one in content for one in written):
            return number
    return None


def _lines(file: Path) -> tuple[str, ...]:
    try:
        return tuple(file.read_text(encoding="utf-8").splitlines())
    except (OSError, ValueError):
        return ()
