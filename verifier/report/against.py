"""A report beside an earlier one: verdicts that changed, and what they rest on where that did."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verifier.report.codec import CodecError, get, optional, texts, verdict
from verifier.report.verdicts import Finding
from verifier.result import Verdict

SCHEMA = 1


@dataclass(frozen=True)
class Earlier:
    """What an earlier report says of a lemma; `file` is empty where it does not say."""

    id: str
    paper: str
    verdict: Verdict
    expected: str
    scope: str | None
    cited: tuple[str, ...]
    solver: tuple[str, ...]
    file: str


@dataclass(frozen=True)
class OldReport:
    """An earlier report: its lemmas by id, and whether it lists all that it was about."""

    name: str
    lemmas: Mapping[str, Earlier]
    whole: bool


@dataclass(frozen=True)
class Change:
    """What became of a lemma: `was` is None of a new one, `now` is None of one that is gone.

    `notes` say what else differs: the expected verdict, the scope, what the proof rests on.
    """

    id: str
    was: Verdict | None
    now: Verdict | None
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The change in a few words."""
        if self.was is None:
            said = f"new, {self.now}"
        elif self.now is None:
            said = f"{self.was} -> not in this report"
        else:
            said = self.was if self.was == self.now else f"{self.was} -> {self.now}"
        return "; ".join((said, *self.notes))


@dataclass(frozen=True)
class Comparison:
    """All changes since an earlier report, sorted by id, and what keeps them from being all."""

    name: str
    changes: tuple[Change, ...]
    notes: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """How many there are."""
        verdicts = sum(change.was != change.now for change in self.changes)
        others = len(self.changes) - verdicts
        said = f"{verdicts} changed" if verdicts else "no verdict has changed"
        more = f", {others} in something else" if others else ""
        return "; ".join((said + more, *self.notes))


def read_report(path: Path) -> OldReport:
    """An earlier report; raises `OSError`, or `CodecError` where it is none of this schema."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise CodecError(f"not JSON: {' '.join(str(error).split())}") from error
    if get(data, "schema", int) != SCHEMA:
        raise CodecError(
            f"its schema is {data['schema']}, not {SCHEMA}: write it again with this version"
        )
    lemmas = [_earlier(item) for item in get(data, "lemmas", list)]
    summary = get(data, "summary", dict, {})
    partial = get(summary, "partial", bool, False)
    whole = not partial and get(summary, "lemmas", int, len(lemmas)) == len(lemmas)
    return OldReport(str(path), {lemma.id: lemma for lemma in lemmas}, whole)


def _earlier(data: Any) -> Earlier:
    trust = get(data, "trust", dict, {})
    return Earlier(
        id=get(data, "id", str),
        paper=get(data, "paper", str, ""),
        verdict=verdict(data),
        expected=get(data, "expected", str, ""),
        scope=optional(data, "scope", str),
        cited=texts(trust, "cited"),
        solver=texts(trust, "solver"),
        file=get(data, "file", str, ""),
    )


@dataclass(frozen=True)
class Asked:
    """What a report was asked for; a partial one was asked for more than it says."""

    targets: tuple[str, ...] = ()
    paper: str | None = None
    partial: bool = False

    def covers(self, lemma: Earlier) -> bool:
        """Whether a lemma of an earlier report would be in this one if it were still there."""
        if self.partial or self.paper not in (None, lemma.paper):
            return False
        if not self.targets:
            return True
        file = Path(lemma.file).resolve() if lemma.file else None
        named = [Path(target).expanduser().resolve() for target in self.targets]
        return lemma.id in self.targets or (
            file is not None and any(path in (file, *file.parents) for path in named)
        )


def compare(old: OldReport, new: Sequence[Finding], asked: Asked) -> Comparison:
    """What has changed since an earlier report.

    Lemmas are called new only beside a whole earlier report, and gone only where this one was
    asked for them.
    """
    now = {finding.result.lemma.id: finding for finding in new}
    changes = []
    for name, finding in now.items():
        was = old.lemmas.get(name)
        if was is not None:
            changes += _changed(was, finding)
        elif old.whole:
            changes.append(Change(name, None, finding.result.verdict))
    gone = [one for name, one in old.lemmas.items() if name not in now and asked.covers(one)]
    changes += [Change(one.id, one.verdict, None) for one in gone]
    notes = [] if old.whole else ["the earlier report does not list all of its lemmas"]
    notes += ["this report is partial"] if asked.partial else []
    return Comparison(old.name, tuple(sorted(changes, key=lambda c: c.id)), tuple(notes))


def _changed(was: Earlier, finding: Finding) -> list[Change]:
    result = finding.result
    notes = []
    if was.expected and was.expected != result.lemma.expected:
        notes.append(f"expected was {was.expected}, is {result.lemma.expected}")
    if was.verdict == result.verdict:
        if was.scope != result.scope:
            notes.append(f"scope was {was.scope or 'none'}, is {result.scope or 'none'}")
        notes += _rests("theorem", was.cited, result.trust.cited)
        notes += _rests("solver", was.solver, result.trust.solver)
    if was.verdict == result.verdict and not notes:
        return []
    return [Change(was.id, was.verdict, result.verdict, tuple(notes))]


def _rests(kind: str, was: Sequence[str], now: Sequence[str]) -> list[str]:
    return [
        *(f"now also rests on {kind} {name}" for name in now if name not in was),
        *(f"no longer rests on {kind} {name}" for name in was if name not in now),
    ]


def comparison_object(comparison: Comparison) -> dict[str, Any]:
    """The comparison as JSON."""
    return {
        "against": comparison.name,
        "notes": list(comparison.notes),
        "lemmas": [
            {"id": c.id, "was": c.was, "now": c.now, "notes": list(c.notes)}
            for c in comparison.changes
        ],
    }
