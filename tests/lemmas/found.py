"""The lemmas of the library, found as the command line finds them, so that a new one is tested.

Proofs found by the tests are kept in a folder for as long as they run, so that other lemmas, and
other processes, replay them where they use them.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from verifier.kernel.proof_file import statement_digest
from verifier.lemma import Lemma
from verifier.library import files_under, load
from verifier.proof.run import ProofRun, prove
from verifier.proof.store import ProofStore

LEMMAS = Path(__file__).parents[2] / "lemmas"
FILES = files_under(LEMMAS)
ENTRIES, PROBLEMS = load(FILES)
BY_ID = {entry.lemma.id: entry for entry in ENTRIES}
PROVED = [id_ for id_, entry in BY_ID.items() if entry.lemma.expected == "proved"]
OTHERS = [id_ for id_ in BY_ID if id_ not in PROVED]

FOLDER = "VERIFIER_TESTS_KEEP_PROOFS_IN"
if FOLDER not in os.environ:
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="verifier-tests-")
    atexit.register(shutil.rmtree, os.environ[FOLDER], ignore_errors=True)
STORE = ProofStore(Path(os.environ[FOLDER]))


@cache
def proof_of(id_: str) -> ProofRun:
    """What came of a lemma's proof script, run once; the lemmas that it uses are proved before."""
    lemma = BY_ID[id_].lemma
    keep_proofs_of(lemma.uses)
    return prove(lemma, STORE)


def keep_proofs_of(lemmas: tuple[Lemma, ...]) -> None:
    """Proves what is not proved yet, in this or another process."""
    for lemma in lemmas:
        if not (STORE.folder / f"{statement_digest(lemma.statement)}.json").exists():
            proof_of(lemma.id)
