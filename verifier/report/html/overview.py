"""What a report says at a glance: how the results of each paper fare, and what proofs rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from verifier.report.html.results import FATES, Entry, Fate, Paper, Result

CERTIFICATES = "certificates alone"
COUNTEREXAMPLE = "a counterexample"
UNDEFINED = "a point where a term is undefined"
FAILING_STEP = "a step that does not follow"
PRINTED = "printed-proof"


@dataclass(frozen=True)
class Share:
    """The results of a paper that fare alike."""

    fate: Fate
    results: tuple[Result, ...]

    @property
    def meaning(self) -> str:
        """How they fare, in words."""
        one, several = FATES[self.fate]
        return one if len(self.results) == 1 else several


@dataclass(frozen=True)
class PaperOverview:
    """How a paper fares.

    `shares` are its lemmas and theorems, `other` what else it claims; `failing` are the entries on
    printed proofs that do not go through, of `replayed` in all, each with what becomes of the
    result.  `trust` counts, of the entries
    that are proved or refuted by proof, how many rest on each cited theorem, on each solver, or on
    certificates alone.
    """

    paper: Paper
    shares: tuple[Share, ...]
    other: tuple[Share, ...]
    replayed: int
    failing: tuple[tuple[Entry, str], ...]
    verdicts: Mapping[str, int]
    trust: tuple[tuple[str, int], ...]


def overview(paper: Paper) -> PaperOverview:
    """How a paper fares."""
    entries = paper.entries
    replayed = [(e, FATES[r.fate][0]) for r in paper.results for e in r.entries if _is_replay(e)]
    return PaperOverview(
        paper,
        _shares(r for r in paper.results if r.numbered),
        _shares(r for r in paper.results if not r.numbered),
        len(replayed),
        tuple((e, fate) for e, fate in replayed if e["verdict"] == "refuted"),
        Counter(e["verdict"] for e in entries),
        trust_counts(entries),
    )


def _is_replay(entry: Entry) -> bool:
    return bool(entry["variant"] == PRINTED)


def rests_on(entry: Entry) -> tuple[str, ...]:
    """What a verdict rests on besides the kernel: cited theorems, solvers, certificates alone, a
    counterexample or an undefined term; nothing where it is unknown."""
    match entry["verdict"]:
        case "unknown":
            return ()
        case "ill-posed":
            return (UNDEFINED,)
        case "refuted" if entry["scope"] != "all":
            return (FAILING_STEP if _is_replay(entry) else COUNTEREXAMPLE,)
    trust = entry["trust"]
    named = (*trust["cited"], *(f"solver {name}" for name in trust["solver"]))
    return named or (CERTIFICATES,)


def trust_counts(entries: Iterable[Entry]) -> tuple[tuple[str, int], ...]:
    """How many entries rest on each thing, the most frequent first."""
    counts = Counter(name for entry in entries for name in rests_on(entry))
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _shares(results: Iterable[Result]) -> tuple[Share, ...]:
    found = list(results)
    shares = (Share(fate, tuple(r for r in found if r.fate == fate)) for fate in FATES)
    return tuple(share for share in shares if share.results)


def notices(report: Mapping[str, Any]) -> Sequence[str]:
    """What a reader has to know first: that a report is partial, or of chosen lemmas only."""
    summary, shown = report["summary"], len(report["lemmas"])
    found = []
    if summary["partial"]:
        missing = len(summary.get("not_reached", ()))
        lemmas = "1 lemma was" if missing == 1 else f"{missing} lemmas were"
        rest = f"; {lemmas} not reached" if missing else ""
        found.append(f"This report is partial: the run ended early{rest}.")
    if shown < summary["lemmas"]:
        found.append(f"Only {shown} of the {summary['lemmas']} lemmas of the run are shown.")
    return found


def summary_line(summary: Mapping[str, Any]) -> str:
    """The whole run in one line."""
    kinds = ", ".join(
        f"{summary[name]} {name}"
        for name in ("proved", "refuted", "ill-posed", "unknown")
        if summary[name]
    )
    counted = f"{summary['passed']} of {summary['lemmas']} lemmas as expected"
    return f"{counted} ({kinds}), {summary['seconds']:.1f} s" if kinds else counted
