"""What a lemma file builds: a statement with identity, source, expected verdict, proof and
measurements.

A lemma file assigns one `Lemma` (or several) at module level.  Nothing is run on import: the proof
is a list of named steps, so that titles and step names are readable at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from verifier.language.statement import Statement
from verifier.language.terms import LanguageError, Proposition
from verifier.result import VERDICTS, Fuzz, MeasurementResult, StepResult, Trust, Verdict

if TYPE_CHECKING:
    from verifier.evidence.measurement import Measurement
    from verifier.proof.justification import Justification

Variant: TypeAlias = Literal["as-printed", "repaired", "effective", "strengthened", "printed-proof"]
VARIANTS = ("as-printed", "repaired", "effective", "strengthened", "printed-proof")


@dataclass(frozen=True)
class Source:
    """Where a result stands: paper key, section, result number, and the words to cite it by."""

    paper: str
    section: str
    result: str
    citation: str = ""

    def __str__(self) -> str:
        return f"{self.citation or self.paper}, section {self.section}, {self.result}"


@dataclass(frozen=True, eq=False)
class Step:
    """One step of a proof: what is claimed, and by which rule from which earlier steps.

    `claim` is None where the justification alone determines what is proved.
    """

    name: str
    claim: Proposition | None
    by: Justification


@dataclass(frozen=True, eq=False)
class PrintedStep:
    """One step of a paper's own proof as a statement of its own.

    `proof` shows it where it follows; where it does not, the verifier's search refutes it.
    """

    name: str
    statement: Statement
    proof: tuple[Step, ...] = ()


@dataclass(frozen=True, eq=False)
class Lemma:
    """A statement with identity, source, expected verdict, proof script and measurements.

    Exactly one of `proof`, `printed_steps` or neither (for a statement to be refuted) is given.
    `changes` lists how the hypotheses differ from the paper's.
    """

    id: str
    title: str
    source: Source
    variant: Variant
    statement: Statement
    expected: Verdict = "proved"
    proof: tuple[Step, ...] = ()
    printed_steps: tuple[PrintedStep, ...] = ()
    changes: tuple[str, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    note: str = ""

    @property
    def uses(self) -> tuple[Lemma, ...]:
        """The lemmas that the steps apply, each once."""
        found: dict[str, Lemma] = {}
        stack = [*self.proof, *(s for printed in self.printed_steps for s in printed.proof)]
        while stack:
            justification = stack.pop(0).by
            found.update((lemma.id, lemma) for lemma in justification.uses)
            stack.extend(justification.substeps)
        return tuple(found.values())

    def __post_init__(self) -> None:
        if self.variant not in VARIANTS:
            raise LanguageError(f"{self.id}: variant {self.variant!r} is not one of {VARIANTS}")
        if self.expected not in VERDICTS:
            raise LanguageError(f"{self.id}: expected {self.expected!r} is not one of {VERDICTS}")
        names = [step.name for step in self.proof] + [step.name for step in self.printed_steps]
        for twice in sorted({name for name in names if names.count(name) > 1}):
            raise LanguageError(f"{self.id}: two steps are called {twice!r}")


@dataclass(frozen=True)
class LemmaResult:
    """Everything that the report says of one lemma."""

    lemma: Lemma
    verdict: Verdict
    scope: Literal["all", "instances"] | None
    trust: Trust = Trust()
    steps: tuple[StepResult, ...] = ()
    failing_steps: tuple[StepResult, ...] = ()
    counterexample: Mapping[str, Any] | None = None
    undefined_at: Mapping[str, Any] | None = None
    reason: str = ""
    fuzz: Fuzz | None = None
    measurements: tuple[MeasurementResult, ...] = ()
    seconds: float = 0.0
    proof_file: Mapping[str, Any] | None = field(default=None, repr=False)

    @property
    def as_expected(self) -> bool:
        """Whether the verdict is the expected one."""
        return self.verdict == self.lemma.expected
