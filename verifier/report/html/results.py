"""The entries of a report by paper and by the result that they are about, and what becomes of each
result."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from verifier.lemma import VARIANTS

Entry: TypeAlias = Mapping[str, Any]
Fate: TypeAlias = Literal[
    "as printed",
    "repaired",
    "explicit",
    "strengthened",
    "false",
    "false in part",
    "undefined",
    "open",
]
# What is said of one result and of several that fare so.
FATES: dict[Fate, tuple[str, str]] = {
    "as printed": ("holds as printed", "hold as printed"),
    "repaired": ("holds only after a repair", "hold only after a repair"),
    "explicit": ("holds with all constants explicit", "hold with all constants explicit"),
    "strengthened": ("holds in a stronger form", "hold in a stronger form"),
    "false": ("is false; no repair is proved here", "are false; no repair is proved here"),
    "false in part": (
        "is false in part; no repair is proved here",
        "are false in part; no repair is proved here",
    ),
    "undefined": (
        "has an undefined term; no repair is proved here",
        "have an undefined term; no repair is proved here",
    ),
    "open": ("is not settled here", "are not settled here"),
}
_NUMBERED = re.compile(r"(Lemma|Theorem|Proposition|Corollary|Claim)\s+\S*\w")
_LABELLED = re.compile(
    r"(?:Lemma|Theorem|Proposition|Corollary|Claim|Assumption|Equation|Definition|Remark|Example|"
    r"footnote)\s+(?:\([^)]*\)|\w+(?:\.\w+)*'?)"
)


@dataclass(frozen=True)
class Result:
    """A numbered result of a paper, or another place in it, and the entries about it in order.

    `numbered`: a lemma, theorem, proposition, corollary or claim; the rest are assumptions,
    equations, footnotes and remarks.
    """

    paper: str
    label: str
    section: str
    entries: tuple[Entry, ...]

    @property
    def numbered(self) -> bool:
        """Whether it is a lemma or theorem, as against an assumption, a remark or a footnote."""
        return _NUMBERED.match(self.label) is not None

    @property
    def heading(self) -> str:
        """The label with a capital letter."""
        return self.label[:1].upper() + self.label[1:]

    @property
    def anchor(self) -> str:
        """Where on the page it stands."""
        return f"{self.paper}:{re.sub(r'[^a-z0-9]+', '-', self.label.lower()).strip('-')}"

    @property
    def fate(self) -> Fate:
        """What becomes of its statement; what is said of its printed proof does not count.

        A false claim is repaired by a proved entry on the same place of the paper only.  An entry
        that is not as expected takes from others of its variant what they would show: they may be
        parts of its proof.
        """
        about = [e for e in self.entries if not _is_about_proof(e)]
        printed = [e for e in about if e["variant"] == "as-printed"]
        false = [e for e in printed if e["verdict"] in ("refuted", "ill-posed")]
        proved = [e for e in about if e["verdict"] == "proved"]
        mended = {e["result"] for e in _all_done(about, "repaired")}
        left = [e for e in false if e["result"] not in mended]
        if left:
            return _fault(left, printed)
        if false:
            return "repaired"
        if printed:
            return "as printed" if all(e in proved for e in printed) else "open"
        order: tuple[tuple[str, Fate], ...] = (
            ("repaired", "repaired"),
            ("effective", "explicit"),
            ("strengthened", "strengthened"),
        )
        return next((fate for variant, fate in order if any(_all_done(about, variant))), "open")


@dataclass(frozen=True)
class Paper:
    """The results of a paper in the order of its sections."""

    key: str
    citation: str
    results: tuple[Result, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries on it."""
        return tuple(entry for result in self.results for entry in result.entries)


def papers(entries: Sequence[Entry]) -> tuple[Paper, ...]:
    """The papers that entries are about, those with most entries first."""
    keys = dict.fromkeys(entry["paper"] for entry in entries)
    found = [_paper(key, [e for e in entries if e["paper"] == key]) for key in keys]
    return tuple(sorted(found, key=lambda paper: -len(paper.entries)))


def label(source: str) -> str:
    """The result that a place in a paper belongs to: "Lemma 9, proof" to Lemma 9."""
    matched = _LABELLED.match(source)
    return matched[0] if matched else source if "'" in source else source.split(", ", 1)[0]


def _paper(key: str, entries: Sequence[Entry]) -> Paper:
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(label(entry["result"]), []).append(entry)
    results = [
        Result(key, name, _first_section(group), tuple(sorted(group, key=_rank)))
        for name, group in groups.items()
    ]
    results.sort(key=lambda result: (_natural(result.section), _natural(result.label)))
    return Paper(key, entries[0]["citation"] or key, tuple(results))


def _first_section(entries: Iterable[Entry]) -> str:
    stated = [entry for entry in entries if not _is_about_proof(entry)]
    return min((str(entry["section"]) for entry in stated or entries), key=_natural)


def _rank(entry: Entry) -> int:
    """The printed statement first, then its printed proof, then what takes their place."""
    order = ("as-printed", "printed-proof", *VARIANTS)
    return order.index(entry["variant"])


def _is_about_proof(entry: Entry) -> bool:
    rest = str(entry["result"]).removeprefix(label(entry["result"]))
    return entry["variant"] == "printed-proof" or rest.startswith(", proof")


def _all_done(entries: Sequence[Entry], variant: str) -> list[Entry]:
    """The proved entries of a variant, without those on a place where another one of it is not as
    expected."""
    alike = [e for e in entries if e["variant"] == variant]
    failing = {e["result"] for e in alike if not e["as_expected"]}
    return [e for e in alike if e["verdict"] == "proved" and e["result"] not in failing]


def _fault(false: Iterable[Entry], printed: Iterable[Entry]) -> Fate:
    """What is wrong with a result whose printed statements in `false` have no repair."""
    if all(entry["verdict"] == "ill-posed" for entry in false):
        return "undefined"
    return "false in part" if any(e["verdict"] == "proved" for e in printed) else "false"


def _natural(text: str) -> list[tuple[int, int, str]]:
    """A key that sorts 3.1 before 3.10, and sections before appendices."""
    parts = re.findall(r"\d+|\D+", text)
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]
