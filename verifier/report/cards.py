"""What a report has to know of a lemma before anything is proved, as data.

The process that writes a report never imports a lemma file, which is ordinary Python and might
change anything in the process that imports it: workers import it and send a card.  Of the card
only the statement bears on a verdict, and that is what the report shows.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verifier.language.statement import Statement
from verifier.lemma import VARIANTS, Lemma, PrintedStep, Source
from verifier.library import Entry, sources
from verifier.report import codec
from verifier.report.engine import decode_statement, encode_statement, step_names


@dataclass(frozen=True)
class Card:
    """A lemma without its proof: `lemma.proof`, `uses` and `measurements` are empty.

    `key` is a digest of the files that the lemma is made from.
    """

    lemma: Lemma
    file: Path
    key: str
    has_proof: bool
    step_names: tuple[str, ...]
    proved_steps: frozenset[str]
    uses: tuple[str, ...]
    measurements: int


def describe(entry: Entry) -> dict[str, Any]:
    """The card of a lemma as JSON."""
    lemma = entry.lemma
    return {
        "id": lemma.id,
        "title": lemma.title,
        "source": codec.plain(lemma.source),
        "variant": lemma.variant,
        "statement": encode_statement(lemma.statement),
        "expected": lemma.expected,
        "changes": list(lemma.changes),
        "note": lemma.note,
        "key": _key(entry.file),
        "has_proof": bool(lemma.proof),
        "step_names": list(step_names(lemma)),
        "printed_steps": [
            {
                "name": step.name,
                "statement": encode_statement(step.statement),
                "has_proof": bool(step.proof),
            }
            for step in lemma.printed_steps
        ],
        "uses": [used.id for used in lemma.uses],
        "measurements": len(lemma.measurements),
    }


def read_card(data: Any, file: Path) -> Card:
    """A card from JSON; raises `CodecError` or `LanguageError` where it is not one."""
    variant = codec.get(data, "variant", str)
    if variant not in VARIANTS:
        raise codec.CodecError(f"{variant!r} is not a variant")
    source = codec.get(data, "source", dict)
    printed = codec.get(data, "printed_steps", list)
    lemma = Lemma(
        id=codec.get(data, "id", str),
        title=codec.get(data, "title", str),
        source=Source(**{key: codec.get(source, key, str) for key in _SOURCE}),
        variant=variant,  # type: ignore[arg-type]
        statement=_statement(data),
        expected=codec.verdict(data, "expected"),
        printed_steps=tuple(
            PrintedStep(codec.get(step, "name", str), _statement(step)) for step in printed
        ),
        changes=codec.texts(data, "changes"),
        note=codec.get(data, "note", str),
    )
    return Card(
        lemma=lemma,
        file=file,
        key=codec.get(data, "key", str),
        has_proof=codec.get(data, "has_proof", bool),
        step_names=codec.texts(data, "step_names"),
        proved_steps=frozenset(s["name"] for s in printed if codec.get(s, "has_proof", bool)),
        uses=codec.texts(data, "uses"),
        measurements=codec.get(data, "measurements", int),
    )


_SOURCE = ("paper", "section", "result", "citation")


def _statement(data: Any) -> Statement:
    return decode_statement(codec.get(data, "statement", dict))


def _key(file: Path) -> str:
    digest = hashlib.sha256()
    for path in sources(file):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
