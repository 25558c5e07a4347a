"""Short words for tests of kernel rules."""

from __future__ import annotations

from typing import Any

import pytest

from verifier.kernel.rules import logic
from verifier.kernel.theorem import Rule, Theorem, infer
from verifier.language.terms import LanguageError, Proposition


def given(*propositions: Proposition) -> list[Theorem]:
    """Each proposition as a theorem under itself."""
    return [infer(logic.assume, proposition=p) for p in propositions]


def refused(message: str, rule: Rule, /, *premises: Theorem, **arguments: Any) -> None:
    """Checks that a rule does not apply, for the reason that matches `message`."""
    with pytest.raises(LanguageError, match=message):
        infer(rule, *premises, **arguments)
