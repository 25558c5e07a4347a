"""Proofs of earlier lemmas, kept in a folder so that they are replayed instead of found again."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verifier.kernel.proof_file import check_proof, statement_digest
from verifier.kernel.theorem import Theorem
from verifier.language.statement import Statement
from verifier.language.terms import LanguageError


@dataclass(frozen=True)
class ProofStore:
    """A folder of proof files named after the digests of what they should prove.

    It is not believed: a proof is replayed by the kernel before its theorem is used.
    """

    folder: Path

    def _path(self, statement: Statement) -> Path:
        return self.folder / f"{statement_digest(statement)}.json"

    def write(self, statement: Statement, proof: Mapping[str, Any]) -> None:
        """Keeps a proof of the statement; other processes see all of the file or nothing."""
        path = self._path(statement)
        draft = path.with_suffix(f".{secrets.token_hex(4)}")
        draft.write_text(json.dumps(proof), encoding="utf-8")
        os.replace(draft, path)

    def theorem(self, statement: Statement) -> Theorem | None:
        """The theorem of a proof that was kept for the statement; None if there is none that
        proves it."""
        try:
            data = json.loads(self._path(statement).read_text(encoding="utf-8"))
            checked = check_proof(data)
        except (OSError, ValueError, RecursionError, LanguageError):
            return None
        return checked.theorem if checked.statement == statement else None
