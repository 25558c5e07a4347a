"""One search for a proof: its time limit, and the portfolio that proves subgoals."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from verifier.kernel.theorem import Theorem
from verifier.language.terms import LanguageError, Proposition

Procedure: TypeAlias = "Callable[[Sequence[Theorem], Proposition, Search], Theorem | None]"
Sequent: TypeAlias = "tuple[frozenset[Proposition], Proposition]"
Attempt: TypeAlias = "tuple[Sequent, tuple[Procedure, ...]]"


@dataclass(frozen=True)
class Search:
    """What a procedure is given beside facts and goal.

    `deadline` is a reading of `time.monotonic`; `procedures` are tried in order by `prove`;
    `depth` is how many more levels of subgoals may be opened.  `tried` are the sequents that are
    being tried or were tried in vain, each with the depth: they are not tried again, so that
    rewritings that undo each other do no harm.  `settled` are those of which a procedure made
    something that is easier in every way, so that no other procedure is tried on them.  `defects`
    says which procedures ended in an error that none should end in.
    """

    deadline: float
    procedures: tuple[Procedure, ...] = field(default=(), repr=False)
    depth: int = 16
    tried: dict[Attempt, int] = field(default_factory=dict, repr=False, compare=False)
    settled: set[Sequent] = field(default_factory=set, repr=False, compare=False)
    defects: list[str] = field(default_factory=list, repr=False, compare=False)

    def remaining(self) -> float:
        """Seconds until the deadline, not negative."""
        return max(0.0, self.deadline - time.monotonic())

    def prove(self, facts: Sequence[Theorem], goal: Proposition) -> Theorem | None:
        """The goal from the facts by the first procedure that finds it; None if none does."""
        sequent = _sequent(facts, goal)
        attempt = (sequent, self.procedures)
        before = self.tried.get(attempt, 0)
        if before >= self.depth:
            # If it is being tried, what was made of it was no easier.
            self.settled.discard(sequent)
            return None
        self.tried[attempt] = self.depth
        self.settled.discard(sequent)
        below = replace(self, depth=self.depth - 1)
        found = None
        for procedure in self.procedures:
            if found is not None or sequent in self.settled or not self.remaining():
                break
            found = self._attempt(procedure, facts, goal, below)
        if found is not None or not self.remaining():
            self.tried[attempt] = before  # nothing is known of it yet
        return found

    def _attempt(
        self, procedure: Procedure, facts: Sequence[Theorem], goal: Proposition, below: Search
    ) -> Theorem | None:
        try:
            return procedure(facts, goal, below)
        except LanguageError:  # a rule does not apply, or a term is beyond a limit
            return None
        except MemoryError:
            raise
        except Exception as error:
            # The others can still find a proof; what they find is checked.
            where = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{Path(where.filename).stem}.{where.name}"
            self.defects.append(f"{type(error).__name__} in {place}: {error}")
            return None

    def settle(self, facts: Sequence[Theorem], goal: Proposition) -> None:
        """Says that nothing else need be tried on a sequent than what is made of it."""
        self.settled.add(_sequent(facts, goal))

    def within(self, seconds: float) -> Search:
        """The same search with at most so many seconds left."""
        return replace(self, deadline=min(self.deadline, time.monotonic() + seconds))

    def costing(self, levels: int) -> Search:
        """The same search with fewer levels of subgoals left."""
        return replace(self, depth=max(0, self.depth - levels))


def _sequent(facts: Sequence[Theorem], goal: Proposition) -> Sequent:
    return frozenset(fact.conclusion for fact in facts), goal
