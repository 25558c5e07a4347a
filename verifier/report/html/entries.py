"""One entry of a report as what the page shows of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from verifier.report.explain import value_text
from verifier.report.html.overview import PRINTED, rests_on
from verifier.report.html.results import Entry
from verifier.report.html.steps import Block, tree
from verifier.report.meaning import meaning

SIGNS = {"proved": "✓", "refuted": "✗", "ill-posed": "!", "unknown": "?"}
_LONGEST = 60  # characters of a number that is shown in full


@dataclass(frozen=True)
class Line:
    """A line of a statement and its anchor, which only hypotheses have."""

    kind: str
    name: str
    text: str
    latex: str
    anchor: str


@dataclass(frozen=True)
class Tested:
    """Whether a hypothesis is needed, in words, and what shows it."""

    name: str
    anchor: str
    verdict: str
    witness: Mapping[str, Any] | None


@dataclass(frozen=True)
class View:
    """An entry with what follows from it: lines with anchors, the tree of its steps, what its
    verdict means and rests on, and which hypotheses are needed."""

    entry: Entry
    lines: tuple[Line, ...]
    blocks: tuple[Block, ...]
    failing: tuple[tuple[str, Mapping[str, Any]], ...]
    meaning: str
    rests_on: tuple[str, ...]
    tested: tuple[Tested, ...]

    @property
    def is_printed_proof(self) -> bool:
        """Whether its steps are those of a paper's own proof."""
        return bool(self.entry["variant"] == PRINTED)

    @property
    def failing_places(self) -> frozenset[int]:
        """Where among its steps those stand at which it fails."""
        names = {step["name"] for _, step in self.failing}
        steps = self.entry["steps"]
        return frozenset(n for n, step in enumerate(steps) if step["name"] in names)

    @property
    def troubled(self) -> bool:
        """Whether it is not as expected, or evidence speaks against it."""
        return not self.entry["as_expected"] or bool(self.entry["warnings"])


def view(entry: Entry) -> View:
    """What the page shows of an entry."""
    lines = tuple(_lines(entry))
    anchors = {line.name: line.anchor for line in lines if line.anchor}
    names = {step["name"]: n for n, step in enumerate(entry["steps"], start=1)}
    return View(
        entry,
        lines,
        tree(entry["steps"], entry["id"], anchors),
        tuple((f"{entry['id']}:{names[s['name']]}", s) for s in entry["failing_steps"]),
        meaning(entry["verdict"], entry["scope"], printed_proof=entry["variant"] == PRINTED),
        rests_on(entry),
        tuple(_tested(entry, lines)),
    )


def _lines(entry: Entry) -> Iterator[Line]:
    for number, line in enumerate(entry["statement"]["lines"]):
        named = line["kind"] == "hypothesis"
        anchor = f"{entry['id']}:h{number}" if named else ""
        yield Line(line["kind"], line["name"], line["text"], line["latex"], anchor)


def _tested(entry: Entry, lines: Sequence[Line]) -> Iterator[Tested]:
    fuzz = entry["fuzz"]
    left = [line for line in lines if line.anchor]
    for found in fuzz["hypotheses"] if fuzz else ():
        line = next((line for line in left if line.text == found["text"]), None)
        if line is not None:
            left.remove(line)
        name, anchor = (line.name, line.anchor) if line else (found["text"], "")
        yield Tested(name, anchor, _NEEDED[found["needed"]], found["witness"])


_NEEDED = {True: "needed", False: "not needed", None: "not shown to be needed"}


def values(witness: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Each name of a witness with its value: in full, and shortened where it is long."""
    found = []
    for name, value in witness.items():
        whole = _value(value)
        short = whole if len(whole) <= _LONGEST else shortened(whole)
        found.append((name, short, whole))
    return found


def _value(value: Any) -> str:
    match value:
        case {"law": law}:
            return ", ".join(f"{_members(x)} with probability {p}" for p, x in law)
        case {"start": start, "note": note}:
            return f"{_members(start)} {note}"
        case {"rows": rows, "note": note}:
            return f"{', '.join(map(_members, rows))} {note}"
    return value_text(value)


def _members(value: Any) -> str:
    return value_text(value[0] if isinstance(value, list) and len(value) == 1 else value)


def shortened(number: str) -> str:
    """A long text by its beginning and its end."""
    if len(number) <= _LONGEST:
        return number
    return f"{number[:24]} … {number[-12:]} ({len(number)} characters)"


def cell(value: object) -> str:
    """A cell of a table of measurements."""
    if value is None:
        return "–"
    return f"{value:.6g}" if isinstance(value, float) else str(value)
