"""What a report has to know of a lemma before anything is proved, as data.

The process that writes a report never imports a lemma file, which is ordinary Python and might
change anything in the process that imports it: workers import it and send a card.  Of the card
only the statement bears on a verdict, and that is what the report shows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verifier.language.denial import denial
from verifier.language.statement import Statement
from verifier.lemma import VARIANTS, Lemma, PrintedStep, Refutation, Source
from verifier.library import Entry, sources
from verifier.report import codec
from verifier.report.choice import read_choice, shown_choice, write_choice
from verifier.report.engine import decode_statement, encode_statement, step_names


@dataclass(frozen=True)
class Denial:
    """The statement whose proof refutes another one, and the values that it comes from."""

    statement: Statement
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Card:
    """A lemma without its proof: `lemma.proof`, `uses` and `measurements` are empty.

    `key` is a digest of the files that the lemma and its measurements are made from.  `denials`
    are what refutes it or its printed steps, by the name of the step or, for the lemma's own, the
    empty string.
    """

    lemma: Lemma
    file: Path
    key: str
    has_proof: bool
    step_names: tuple[str, ...]
    proved_steps: frozenset[str]
    uses: tuple[str, ...]
    measurements: int
    denials: Mapping[str, Denial]


def describe(entry: Entry) -> dict[str, Any]:
    """The card of a lemma as JSON."""
    return described(entry.lemma, _key(entry))


def described(lemma: Lemma, key: str) -> dict[str, Any]:
    """The card of a lemma, wherever it comes from, as JSON."""
    return {
        "id": lemma.id,
        "title": lemma.title,
        "source": codec.plain(lemma.source),
        "variant": lemma.variant,
        "statement": encode_statement(lemma.statement),
        "expected": lemma.expected,
        "changes": list(lemma.changes),
        "note": lemma.note,
        "key": key,
        "has_proof": bool(lemma.proof or lemma.refutation),
        "refutation": _written(lemma.refutation),
        "step_names": list(step_names(lemma)),
        "printed_steps": [
            {
                "name": step.name,
                "statement": encode_statement(step.statement),
                "has_proof": bool(step.proof or step.refutation),
                "refutation": _written(step.refutation),
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
    parts = [("", data, lemma.statement)]
    parts += [(s.name, d, s.statement) for s, d in zip(lemma.printed_steps, printed, strict=True)]
    return Card(
        lemma=lemma,
        file=file,
        key=codec.get(data, "key", str),
        has_proof=codec.get(data, "has_proof", bool),
        step_names=codec.texts(data, "step_names"),
        proved_steps=frozenset(s["name"] for s in printed if codec.get(s, "has_proof", bool)),
        uses=codec.texts(data, "uses"),
        measurements=codec.get(data, "measurements", int),
        denials={
            name: _denial(stated, part["refutation"])
            for name, part, stated in parts
            if codec.optional(part, "refutation", dict) is not None
        },
    )


def _denial(stated: Statement, data: Any) -> Denial:
    choice = read_choice(data)
    return Denial(denial(stated, choice), shown_choice(choice))


def _written(refutation: Refutation | None) -> dict[str, Any] | None:
    return None if refutation is None else write_choice(refutation.choice)


_SOURCE = ("paper", "section", "result", "citation")


def _statement(data: Any) -> Statement:
    return decode_statement(codec.get(data, "statement", dict))


def _key(entry: Entry) -> str:
    digest = hashlib.sha256()
    read = (path for measurement in entry.lemma.measurements for path in measurement.files)
    for path in (*sources(entry.file), *read):
        # A study that is not there is reported by the measurement that reads it.
        content = path.read_bytes() if path.exists() else b""
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()
