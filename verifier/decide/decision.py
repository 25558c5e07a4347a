"""What comes of deciding a problem."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from verifier.result import Verdict

# A rational "p/q", or {"mid", "rad"} of a ball of rationals that holds the value.
Value: TypeAlias = "str | Mapping[str, str]"


@dataclass(frozen=True)
class Decision:
    """A verdict, how it was reached, and what shows it.

    `counterexample` are values at which all hypotheses are true and the conclusion is false,
    `undefined_at` values at which something is undefined although the hypotheses before it are
    true.  `certificate` is a proof as a JSON value; a proof without one names a `solver`.
    """

    verdict: Verdict
    method: str = ""
    cited: tuple[str, ...] = ()
    solver: tuple[str, ...] = ()
    counterexample: Mapping[str, Value] | None = None
    undefined_at: Mapping[str, Value] | None = None
    reason: str = ""
    seconds: float = 0.0
    certificate: Mapping[str, Any] | None = None

    def to_json(self) -> dict[str, Any]:
        """As `prove --json` prints it."""
        return {
            "verdict": self.verdict,
            "method": self.method,
            "trust": {"cited": list(self.cited), "solver": list(self.solver)},
            "counterexample": _plain(self.counterexample),
            "undefined_at": _plain(self.undefined_at),
            "reason": self.reason,
            "seconds": round(self.seconds, 4),
            "certificate": None if self.certificate is None else dict(self.certificate),
        }


def unknown(reason: str, seconds: float = 0.0) -> Decision:
    """Neither proved nor refuted, with the reason."""
    return Decision("unknown", reason=reason, seconds=seconds)


def _plain(values: Mapping[str, Value] | None) -> dict[str, Any] | None:
    if values is None:
        return None
    return {name: v if isinstance(v, str) else dict(v) for name, v in values.items()}
