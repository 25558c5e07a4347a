"""What became of the variants of every lemma, as it is kept beside the tests.

Searching witnesses for all of them takes long: `python benchmarks/variant_table.py` does it and
writes `variants.json` and the table in the docs; the tests check every witness again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from verifier.language.encode import statement_to_json
from verifier.language.statement import Statement

RECORDS = Path(__file__).with_name("variants.json")
COMMAND = "python benchmarks/variant_table.py"

Verdict: TypeAlias = Literal[
    "refuted by search",
    "false with a supplied witness",
    "contradicts the entry",
    "ill-posed",
    "proved",
    "open",
]
SEARCH: Verdict = "refuted by search"
SUPPLIED: Verdict = "false with a supplied witness"
CONTRADICTS: Verdict = "contradicts the entry"


@dataclass(frozen=True)
class Record:
    """What became of one variant.

    `digest` is that of its statement; `seconds` the budget with which search found the witness, or
    found none; `compared` how a variant that is proved compares with the lemma; `shown` is the
    witness in plain values.
    """

    name: str
    digest: str
    verdict: Verdict
    seconds: float = 0.0
    compared: Literal["", "stronger", "equivalent", "not stronger"] = ""
    witness: Mapping[str, Any] | None = None
    shown: Mapping[str, Any] | None = None

    @property
    def false(self) -> bool:
        """Whether it is shown to be false."""
        return self.verdict in (SEARCH, SUPPLIED, CONTRADICTS)

    @property
    def fails(self) -> bool:
        """Whether it is false or undefined somewhere."""
        return self.false or self.verdict == "ill-posed"


Records: TypeAlias = dict[str, tuple[Record, ...]]


def digest(statement: Statement) -> str:
    """What identifies a statement."""
    data = json.dumps(statement_to_json(statement), sort_keys=True)
    return hashlib.sha256(data.encode()).hexdigest()[:16]


def read_records(file: Path = RECORDS) -> Records:
    """The records kept, by lemma; none if there is no file yet."""
    if not file.exists():
        return {}
    data = json.loads(file.read_text(encoding="utf-8"))
    return {id_: tuple(Record(**row) for row in rows) for id_, rows in data.items()}


def write_records(records: Mapping[str, Sequence[Record]], file: Path = RECORDS) -> None:
    """Keeps the records, one variant a line."""
    lemmas = []
    for id_ in sorted(records):
        rows = [
            json.dumps({k: v for k, v in asdict(row).items() if v not in (None, "", 0.0)})
            for row in records[id_]
        ]
        lemmas.append(f"{json.dumps(id_)}: [\n" + ",\n".join(rows) + "\n]")
    file.write_text("{\n" + ",\n".join(lemmas) + "\n}\n", encoding="utf-8")
