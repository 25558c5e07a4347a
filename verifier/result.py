"""What comes of proving, fuzzing and measuring, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Verdict: TypeAlias = Literal["proved", "refuted", "ill-posed", "unknown"]
VERDICTS = ("proved", "refuted", "ill-posed", "unknown")


@dataclass(frozen=True)
class Trust:
    """What a proof rests on besides certificates: cited theorems, and solvers by name."""

    cited: tuple[str, ...] = ()
    solver: tuple[str, ...] = ()


@dataclass(frozen=True)
class StepResult:
    """What came of one step.  `verdict` is proved, refuted (with a witness) or unknown; `advice` is
    what to try where it is not proved."""

    name: str
    rule: str
    text: str
    latex: str
    verdict: Verdict
    method: str
    certificate: bool
    seconds: float
    reason: str = ""
    premises: tuple[str, ...] = ()
    witness: Mapping[str, Any] | None = None
    advice: str = ""


@dataclass(frozen=True)
class HypothesisEvidence:
    """Whether a hypothesis is needed: True with a witness without it, False if the statement is
    proved without it, None if neither could be shown."""

    text: str
    needed: bool | None
    witness: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Fuzz:
    """How a statement stood up to random instances that satisfy its hypotheses.

    Of `undecided` more instances it could not be decided whether they satisfy them, or the
    conclusion: `undecided_at` names which, the most frequent first.  `hurried`: the time was over
    before as many were drawn as were asked for.
    """

    examples: int
    seed: int
    failures: int
    hypotheses: tuple[HypothesisEvidence, ...] = ()
    date: str = ""
    undecided: int = 0
    undecided_at: tuple[str, ...] = ()
    hurried: bool = False


@dataclass(frozen=True)
class MeasurementResult:
    """A table of measured values beside a bound; `bound_holds` is None if no bound is claimed."""

    name: str
    bound: str | None
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    bound_holds: bool | None
    date: str = ""
    note: str = ""

    def __repr__(self) -> str:
        held = {True: ", the bound holds", False: ", the bound is violated", None: ""}
        return f"<measured: {self.name}, {len(self.rows)} rows{held[self.bound_holds]}>"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from verifier.display.evidence import measurement_html

        return measurement_html(self)
