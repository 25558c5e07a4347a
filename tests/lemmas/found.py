"""The lemmas of the library, found as the command line finds them, so that a new one is tested."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from verifier.library import files_under, load
from verifier.proof.run import ProofRun, prove

LEMMAS = Path(__file__).parents[2] / "lemmas"
FILES = files_under(LEMMAS)
ENTRIES, PROBLEMS = load(FILES)
BY_ID = {entry.lemma.id: entry for entry in ENTRIES}
PROVED = [id_ for id_, entry in BY_ID.items() if entry.lemma.expected == "proved"]
OTHERS = [id_ for id_ in BY_ID if id_ not in PROVED]


@cache
def proof_of(id_: str) -> ProofRun:
    """What came of a lemma's proof script, run once."""
    return prove(BY_ID[id_].lemma)
