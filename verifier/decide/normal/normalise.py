"""All simplifying steps in a row, before anything else is tried on what comes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from verifier.decide.search import Procedure, Search
from verifier.kernel.theorem import Theorem
from verifier.language.terms import Proposition

MAX_STEPS = 60


@dataclass(frozen=True)
class HandOver:
    """Hands a sequent to procedures, with at most so many levels of subgoals."""

    procedures: tuple[Procedure, ...]
    depth: int

    def __call__(
        self, facts: Sequence[Theorem], goal: Proposition, search: Search
    ) -> Theorem | None:
        """What the procedures prove."""
        depth = min(self.depth, search.depth)
        return replace(search, procedures=self.procedures, depth=depth).prove(facts, goal)


@dataclass(frozen=True)
class InARow:
    """Procedures that each make one step and ask for the rest: here these are first the steps that
    follow, and the whole portfolio only where no step applies any more."""

    steps: tuple[Procedure, ...]

    def __call__(
        self, facts: Sequence[Theorem], goal: Proposition, search: Search
    ) -> Theorem | None:
        """The goal from the sequent at the end of the steps."""
        last = HandOver(search.procedures, search.depth)
        # The steps become simpler each, so that their own number need not be counted.
        inner = replace(search, procedures=(*self.steps, last), depth=search.depth + MAX_STEPS)
        return inner.prove(facts, goal)
