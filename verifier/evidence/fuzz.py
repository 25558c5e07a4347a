"""A statement against random instances that satisfy its hypotheses."""

from __future__ import annotations

import datetime
import time
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

import hypothesis
from hypothesis import HealthCheck, Phase

from verifier.evidence.plan import depth_of
from verifier.evidence.strategies import OutOfTime, instances
from verifier.language.binding import free_variables
from verifier.language.evaluate import Kind, Outcome, check_instance
from verifier.language.instance import Instance
from verifier.language.statement import Over, Statement
from verifier.result import Fuzz

PRECISION = 800  # bits at which an instance that is still undecided is given up
DEEP = 3


@dataclass(frozen=True)
class FuzzResult:
    """What fuzzing found: non-vacuous examples, those of depth 3 or more among them, and the
    smallest failing instance, if any, with what went wrong.

    `undecided_at` names the hypotheses, or "conclusion", that were undecided, the most frequent
    first.
    """

    examples: int
    deep: int
    undecided: int
    seed: int
    failure: Instance | None = None
    outcome: Outcome | None = None
    hurried: bool = False
    undecided_at: tuple[str, ...] = ()

    def evidence(self) -> Fuzz:
        """The figures for the report."""
        failures = int(self.failure is not None)
        today = datetime.date.today().isoformat()
        return Fuzz(
            self.examples,
            self.seed,
            failures,
            date=today,
            undecided=self.undecided,
            hurried=self.hurried,
            undecided_at=self.undecided_at,
        )


class _Failed(Exception):
    """The statement fails on the instance drawn."""


def fuzz(
    statement: Statement, examples: int = 500, seed: int = 0, seconds: float = 12.0
) -> FuzzResult:
    """Checks the statement on at least so many non-vacuous instances, if that many are found in
    the time; at most half of them with families of fewer than three members.

    Guaranteed to report a failure only for an instance on which the statement is rigorously
    false, or undefined, although all its hypotheses hold; shrunk to a simple one by Hypothesis.
    """
    end = time.monotonic() + seconds
    counts = {"looked at": 0, "examples": 0, "deep": 0}
    undecided: Counter[str] = Counter()
    failing: list[tuple[Instance, Outcome]] = []
    has_depth = any(isinstance(d, Over) and free_variables(d.upper) for d in statement.variables)

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=examples + examples // 5,
        database=None,
        deadline=None,
        print_blob=False,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
        verbosity=hypothesis.Verbosity.quiet,
    )
    @hypothesis.given(instances(statement, seconds / 4, 2 * seconds))
    def run(instance: Instance) -> None:
        if not failing and time.monotonic() > end and counts["looked at"]:
            raise OutOfTime
        if not failing and counts["examples"] >= examples:
            return
        deep = depth_of(statement, instance) >= Fraction(DEEP)
        if has_depth and not deep and not failing:
            # Hypotheses that few members satisfy more easily must not leave mostly such examples.
            hypothesis.assume(2 * (counts["examples"] - counts["deep"]) < examples)
        counts["looked at"] += 1  # one at least, however long it takes to draw it
        outcome = check_instance(statement, instance, max_precision=PRECISION)
        if outcome.kind in (Kind.VIOLATED, Kind.ILL_POSED):
            failing.append((instance, outcome))
            raise _Failed
        if outcome.kind is Kind.UNDECIDED:
            undecided[outcome.where] += 1
        if outcome.kind is Kind.HOLDS:
            counts["examples"] += 1
            counts["deep"] += deep
        hypothesis.assume(outcome.kind is Kind.HOLDS)

    def result(
        failure: Instance | None = None, outcome: Outcome | None = None, hurried: bool = False
    ) -> FuzzResult:
        figures = counts["examples"], counts["deep"], undecided.total()
        names = tuple(name for name, _ in undecided.most_common())
        return FuzzResult(*figures, seed, failure, outcome, hurried, names)

    try:
        run()
    except _Failed:
        instance, outcome = failing[-1]  # the last one run is the smallest
        return result(instance, outcome)
    except OutOfTime:
        return result(hurried=True)  # what was found until then, which may be nothing
    except hypothesis.errors.Unsatisfiable:
        pass
    return result()
