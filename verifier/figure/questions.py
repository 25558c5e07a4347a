"""Bounds on the time of escape, evaluated from the very statements that lemmas prove.

The loss is (P + 1)**2/2.  Two events are waited for: that P is at most -1/2, and a loss of at most
1/100, which is no sooner.  By both a coordinate is below 0, so that a lower bound on the time of
that is one on theirs, and an upper bound on the time of the second is one on that of the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from verifier.descent.event import Event
from verifier.escape import Outcome
from verifier.evidence.measurement import RunBound, RunCase, Starts
from verifier.evidence.measures import runs, starts
from verifier.evidence.measures.common import PRECISION
from verifier.figure import bounds
from verifier.language.evaluate import evaluate
from verifier.language.instance import Instance
from verifier.language.render import statement_text
from verifier.language.terms import as_term
from verifier.lemma import Lemma
from verifier.library import installed_files, load

LOSS = Fraction(1, 100)
ESCAPED, CONVERGED = Event("product", Fraction(-1, 2)), Event("loss", LOSS)
NO_LATER = {("min", Fraction(0)), ("product", Fraction(0)), ("product", Fraction(-1, 2))}


@dataclass(frozen=True)
class Question:
    """A lemma and the bounds on iterations that it is measured against."""

    lemma: Lemma
    bound: RunBound

    @property
    def digest(self) -> str:
        """What changes when the statement or its bounds do."""
        return bounds.digest(statement_text(self.lemma.statement), runs.bound_text(self.bound))

    @property
    def columns(self) -> tuple[str, ...]:
        """The cells of `answer`."""
        return bounds.columns(self.lemma.id, [*self.bound.bounds])

    def step(self, case: RunCase) -> Fraction:
        """The step size that the lemma is measured at from a start."""
        return runs.prepare(self.bound, case).case.step

    def answer(self, case: RunCase, family: Starts) -> tuple[dict[str, str], runs.Asked]:
        """The cells at a start of a family with its step size, no bound where a hypothesis fails.

        Hypotheses that hold by construction of the lemma's own starts are checked at others.
        """
        own = family == self.bound.starts
        asked = runs.prepare(
            replace(
                self.bound,
                step=case.step,
                by_construction=self.bound.by_construction if own else (),
            ),
            case,
        )
        values = asked.bounds if asked.failing is None else [None] * len(self.bound.bounds)
        logs = [None if value is None else runs.log10_of_ball(value) for value in values]
        found = dict(zip(self.bound.bounds, logs, strict=True))
        return bounds.cells(self.lemma.id, self.digest, asked.failing, found), asked

    def agrees(self, asked: runs.Asked, outcome: Outcome) -> bool | None:
        """Whether a count of one of the events does not contradict the bounds of a start at which
        the hypotheses hold; None if it is open."""
        # With one event there is no other to look at where the bounds are contradicted.
        return runs.judge(self.bound, replace(asked, later=asked.event), outcome).holds


@cache
def questions(ids: tuple[str, ...]) -> Mapping[str, Question]:
    """The questions of lemmas by their ids.

    Raises `ValueError` if a lemma is not installed, has no bound on iterations, or one that does
    not bear on the event.
    """
    entries, _ = load(installed_files())
    known = {entry.lemma.id: entry.lemma for entry in entries}
    return {name: _question(name, known.get(name)) for name in ids}


def _question(name: str, lemma: Lemma | None) -> Question:
    found = () if lemma is None else lemma.measurements
    bound = next((m.question for m in found if m.question is not None), None)
    if lemma is None or bound is None:
        raise ValueError(f"no lemma {name} with a bound on iterations is installed")
    if bound.direction == "at least" and (bound.quantity, _level(bound)) not in NO_LATER:
        raise ValueError(f"{name} bounds the time of another event")
    if bound.direction == "at most" and bound.quantity != "loss":
        raise ValueError(f"{name} bounds the time of another event")
    return Question(lemma, bound)


def _level(bound: RunBound) -> object:
    return evaluate(as_term(bound.level), Instance({}), PRECISION)


def case_of(family: Starts, label: str, depth: int, seed: int) -> RunCase:
    """The start of a family that has this label, and the loss to be reached."""
    found = {case.label: case for case in starts.cases(family, depth, seed)}
    return replace(found[label], epsilon=LOSS)
