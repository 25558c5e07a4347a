"""The inference rules, one file a kind; `RULES` is their table by name."""

from __future__ import annotations

from collections.abc import Mapping

from verifier.kernel.rules import (
    big,
    calculus,
    cited,
    elementary,
    logic,
    numbers,
    probability,
)
from verifier.kernel.theorem import Rule

_KINDS = (logic, numbers, big, elementary, calculus, cited, probability)

RULES: Mapping[str, Rule] = {
    name: value for kind in _KINDS for name, value in vars(kind).items() if hasattr(value, "bodies")
}
