"""The table of all variants, as it stands in the docs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from found import BY_ID, PROVED
from records import COMMAND, Record, Records, Verdict

TABLE = Path(__file__).parents[2] / "docs" / "variants.md"
WIDTH = 90  # of a witness
VERDICTS = get_args(Verdict)
INTRODUCTION = f"""# Variants

Of every proved entry slightly changed statements are made by the same recipe: a hypothesis or a
premise is dropped or loosened, a relation flipped or made strict, a constant changed by 1 % or by
a factor 2, an exponent, a depth or the range of an index by 1, a sign changed, a part left out;
those with a star were written by hand. What became of each:

| verdict | meaning |
|---|---|
| refuted by search | at the instance found all hypotheses hold and the conclusion fails |
| false with a supplied witness | the same at an instance given by hand |
| contradicts the entry | the two prove 0 >= 1, of variables of a law that exists |
| ill-posed | at the instance found all hypotheses hold and the conclusion is undefined |
| proved | the entry's own script proves it; in brackets how it compares with the entry |
| open | none of these; most are true, as where a bound is not attained |

None of those that fail could be proved, by the entry's script, by the script with its last
step aimed at the changed claim, or without any step. The tests check every witness again and try
the scripts again on what fails. This page is made by `{COMMAND}`.
"""


def table(records: Records) -> str:
    """The page, of the entries that exist."""
    ids = [id_ for id_ in PROVED if id_ in records]
    rows = [row for id_ in ids for row in records[id_]]
    parts = [INTRODUCTION, _summary(ids, rows)]
    parts += [_of_entry(id_, records[id_]) for id_ in ids]
    return "\n".join(parts)


def _summary(ids: Sequence[str], rows: Sequence[Record]) -> str:
    lines = [f"## {len(rows)} variants of {len(ids)} entries", ""]
    lines += ["| verdict | variants |", "|---|---:|"]
    for verdict in VERDICTS:
        lines.append(f"| {verdict} | {sum(row.verdict == verdict for row in rows)} |")
    return "\n".join([*lines, ""])


def _of_entry(id_: str, rows: Sequence[Record]) -> str:
    lines = [f"## {id_}", "", f"{BY_ID[id_].lemma.title}.", ""]
    lines += ["| variant | verdict | witness |", "|---|---|---|"]
    for row in rows:
        verdict = f"{row.verdict} ({row.compared})" if row.compared else row.verdict
        name = row.name.replace("|", "\\|").replace("* ", "\\* ")
        lines.append(f"| {name} | {verdict} | {_witness(row)} |")
    return "\n".join([*lines, ""])


def _witness(row: Record) -> str:
    """The values of a witness; cut off where they are many."""
    if row.shown is None:
        return ""
    written = ", ".join(f"{name} = {_value(value)}" for name, value in row.shown.items())
    if len(written) > WIDTH:
        written = written[:WIDTH].rsplit(" ", 1)[0].rstrip(",") + " ..."
    return f"`{written}`"


def _value(value: Any) -> str:
    match value:
        case {"start": start}:
            return _value(start)
        case {"rows": rows}:
            return _value(rows)
        case {"law": outcomes}:
            return "; ".join(f"{_value(row)} with probability {p}" for p, row in outcomes)
        case list():
            return f"({', '.join(map(_value, value))})"
    return str(value)
