"""What a lemma file builds: a statement with identity, source, expected verdict, proof and
measurements.

A lemma file assigns one `Lemma` (or several) at module level.  Nothing is run on import: the proof
is a list of named steps, so that titles and step names are readable at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from verifier.language.binding import Lambda
from verifier.language.statement import Statement
from verifier.language.terms import (
    REAL,
    LanguageError,
    Proposition,
    Symbol,
    Term,
    TermLike,
    Variable,
    as_term,
)
from verifier.result import VERDICTS, Fuzz, MeasurementResult, StepResult, Trust, Verdict

if TYPE_CHECKING:
    from verifier.evidence.measurement import Measurement
    from verifier.language.denial import Choice, FiniteLaw
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

    def __post_init__(self) -> None:
        if not isinstance(self.claim, Proposition | None):
            raise LanguageError(
                f"step {self.name!r} claims {self.claim!r}, which is no proposition: "
                "write eq(a, b) for a = b"
            )
        if not hasattr(self.by, "carry_out"):
            given = getattr(self.by, "__name__", repr(self.by))
            raise LanguageError(
                f"step {self.name!r} is justified by {given}, which is no justification: "
                "write it with brackets, such as by.decide()"
            )
        for fact in self.by.premises:
            if not (isinstance(fact, str) or hasattr(fact, "of")):
                raise LanguageError(
                    f"step {self.name!r} refers to a fact by a {type(fact).__name__}: write its "
                    "name, at('its name', ...) or part('its name', 0)"
                )


@dataclass(frozen=True, eq=False)
class Refutation:
    """What refutes a statement for every choice of the constants that it claims to exist.

    `values` puts a term (or int) for each variable, a function of the arguments for each family,
    sequence or function, and a tuple of (probability, value) pairs, the law of independent members,
    for each random family; they may contain the constants and the naturals in `large`, each of
    which is to exceed the given terms in the constants.  `proof` shows `denial(statement, choice)`.
    """

    values: Mapping[Variable | Symbol, Any]
    proof: tuple[Step, ...]
    large: Mapping[Variable, tuple[TermLike, ...]] = field(default_factory=dict)

    @property
    def choice(self) -> Choice:
        """The values as terms of the language."""
        from verifier.language.denial import Choice

        values = {item.name: _value(item, value) for item, value in self.values.items()}
        return Choice(values, {n: tuple(map(as_term, terms)) for n, terms in self.large.items()})


def _value(item: Variable | Symbol, value: Any) -> Term | Lambda | FiniteLaw:
    if isinstance(item, Variable):
        return as_term(value)
    if item.random:
        from verifier.language.denial import FiniteLaw

        return FiniteLaw(tuple((Fraction(p), Fraction(x)) for p, x in value))
    hints = ("x",) if item.sorts == (REAL,) else ("i", "t")
    parameters = tuple(Variable(h, s) for h, s in zip(hints, item.sorts, strict=False))
    return Lambda(parameters, as_term(value(*parameters)))


@dataclass(frozen=True, eq=False)
class PrintedStep:
    """One step of a paper's own proof as a statement of its own.

    `proof` shows it where it follows; where it does not, the verifier's search or `refutation`
    refutes it.
    """

    name: str
    statement: Statement
    proof: tuple[Step, ...] = ()
    refutation: Refutation | None = None

    def __post_init__(self) -> None:
        _check_refutation(self.name, self.statement, self.proof, self.refutation)


@dataclass(frozen=True, eq=False)
class Lemma:
    """A statement with identity, source, expected verdict, proof script and measurements.

    At most one of `proof`, `refutation` and `printed_steps` is given; where none is, the statement
    is attacked by search.
    `changes` lists how the hypotheses differ from the paper's.
    """

    id: str
    title: str
    source: Source
    variant: Variant
    statement: Statement
    expected: Verdict = "proved"
    proof: tuple[Step, ...] = ()
    refutation: Refutation | None = None
    printed_steps: tuple[PrintedStep, ...] = ()
    changes: tuple[str, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    note: str = ""

    @property
    def uses(self) -> tuple[Lemma, ...]:
        """The lemmas that the steps apply, each once."""
        found: dict[str, Lemma] = {}
        parts: list[Lemma | PrintedStep] = [self, *self.printed_steps]
        stack = [step for part in parts for step in part.proof]
        stack += [step for part in parts if part.refutation for step in part.refutation.proof]
        while stack:
            justification = stack.pop(0).by
            found.update((lemma.id, lemma) for lemma in justification.uses)
            stack.extend(justification.substeps)
        return tuple(found.values())

    def __post_init__(self) -> None:
        if self.variant not in VARIANTS:
            raise LanguageError(f"{self.id}: variant {self.variant!r} is not one of {VARIANTS}")
        if isinstance(self.proof, Step):
            raise LanguageError(f"{self.id}: one step is written proof=(Step(...),), with a comma")
        if self.expected not in VERDICTS:
            raise LanguageError(f"{self.id}: expected {self.expected!r} is not one of {VERDICTS}")
        if not all(step.name for step in self.printed_steps):
            raise LanguageError(f"{self.id}: a printed step has no name")
        if self.printed_steps and self.refutation is not None:
            raise LanguageError(f"{self.id}: a printed proof is refuted at its steps")
        names = [step.name for step in self.proof] + [step.name for step in self.printed_steps]
        for twice in sorted({name for name in names if names.count(name) > 1}):
            raise LanguageError(f"{self.id}: two steps are called {twice!r}")
        _check_refutation(self.id, self.statement, self.proof, self.refutation)

    def __repr__(self) -> str:
        return f"<Lemma {self.id}: {self.title}>"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from verifier.display.lemmas import lemma_html

        return lemma_html(self)


def _check_refutation(
    name: str, statement: Statement, proof: Sequence[Step], refutation: Refutation | None
) -> None:
    if refutation is not None and proof:
        raise LanguageError(f"{name} has both a proof and a refutation")
    if statement.constants and proof:
        raise LanguageError(f"{name} leaves constants open: name them in what is proved")


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

    def __repr__(self) -> str:
        return f"<{self.lemma.id}: {self.verdict}>"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from verifier.display.results import result_html

        return result_html(self)
