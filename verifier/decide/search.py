"""One search for a proof: its time limit, and the portfolio that proves subgoals."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from verifier.kernel.theorem import Theorem
from verifier.language.terms import Proposition

Procedure: TypeAlias = "Callable[[Sequence[Theorem], Proposition, Search], Theorem | None]"


@dataclass(frozen=True)
class Search:
    """What a procedure is given beside facts and goal.

    `deadline` is a reading of `time.monotonic`; `procedures` are tried in order by `prove`;
    `depth` is how many more levels of subgoals may be opened.
    """

    deadline: float
    procedures: tuple[Procedure, ...] = field(default=(), repr=False)
    depth: int = 12

    def remaining(self) -> float:
        """Seconds until the deadline, not negative."""
        return max(0.0, self.deadline - time.monotonic())

    def prove(self, facts: Sequence[Theorem], goal: Proposition) -> Theorem | None:
        """The goal from the facts by the first procedure that finds it; None if none does."""
        if self.depth <= 0:
            return None
        below = Search(self.deadline, self.procedures, self.depth - 1)
        for procedure in self.procedures:
            if not self.remaining():
                return None
            found = procedure(facts, goal, below)
            if found is not None:
                return found
        return None
