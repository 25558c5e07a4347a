"""Cells about proved bounds: their columns, and whether they are of the statement as it is now."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from verifier.figure.table import Row, Table

HOLD = "hold"
PROVED = "proved"
_DIGEST, _HYPOTHESES, _LOG10 = "statement: ", "hypotheses: ", "log10: "


def digest(statement: str, bounds: str) -> str:
    """A short digest of a statement and its bounds in plain text, as reports have them."""
    return hashlib.sha256(f"{statement}\n{bounds}".encode()).hexdigest()[:12]


def columns(lemma: str, bounds: Sequence[str]) -> tuple[str, ...]:
    """The cells for a lemma: the digest of its statement, whether its hypotheses hold, and the
    logarithm of each bound where they do."""
    return (_DIGEST + lemma, _HYPOTHESES + lemma, *(f"{_LOG10}{lemma}: {b}" for b in bounds))


def cells(
    lemma: str, digest: str, failing: str | None, logs: Mapping[str, float | None]
) -> dict[str, str]:
    """The cells for a lemma at a start; `failing` says which hypothesis does not hold."""
    shown = ["" if log is None else f"{log:.9f}" for log in logs.values()]
    return dict(zip(columns(lemma, [*logs]), (digest, failing or HOLD, *shown), strict=True))


def lemmas(table: Table) -> tuple[str, ...]:
    """The ids of the lemmas of which a table has bounds."""
    return tuple(c.removeprefix(_DIGEST) for c in table.columns if c.startswith(_DIGEST))


def bounds(table: Table, lemma: str) -> tuple[str, ...]:
    """The columns of the bounds of a lemma."""
    return tuple(c for c in table.columns if c.startswith(f"{_LOG10}{lemma}: "))


def digest_of(row: Row, lemma: str) -> str:
    """The digest of the statement that a row's bounds are of; empty if it has none."""
    return row[_DIGEST + lemma]


def without_stale(table: Table, report: Mapping[str, Any] | None) -> tuple[Table, tuple[str, ...]]:
    """The table without the bounds of lemmas that the report has in another form or does not have
    as proved, and the ids of these lemmas.

    Where the report does not speak of a lemma, its bounds stay.
    """
    stale: dict[str, None] = {}
    gone: dict[str, dict[str, str]] = {}
    for record in () if report is None else report["lemmas"]:
        name = record["id"]
        if name not in lemmas(table):
            continue
        known = _digests(record) if record["verdict"] == PROVED else set()
        if {digest_of(row, name) for row in table.rows} - known - {""}:
            stale[name] = None
            gone[name] = dict.fromkeys(bounds(table, name), "")
    blank = {column: "" for columns in gone.values() for column in columns}
    return Table(table.columns, tuple({**row, **blank} for row in table.rows)), tuple(stale)


def _digests(record: Mapping[str, Any]) -> set[str]:
    text = record["statement"]["text"]
    return {digest(text, m["bound"]) for m in record["measurements"] if m["bound"]}
