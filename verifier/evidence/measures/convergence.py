"""Iterations until the loss is at most eps, for targets y > 0, against a bound on them."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from verifier.descent.backend import Problem, backend
from verifier.descent.event import Event
from verifier.descent.objective import squared
from verifier.descent.run import run
from verifier.evidence.measurement import ConvergenceCase
from verifier.evidence.measures.common import (
    ball_of,
    cell,
    failing_hypothesis,
    instance_for,
    together,
)
from verifier.language.render import text
from verifier.language.statement import Statement
from verifier.language.terms import Term
from verifier.result import MeasurementResult

if TYPE_CHECKING:
    from verifier.evidence.measurement import Values

COLUMNS = ("k", "start", "eta", "eps", "measured", "bound", "bound/measured")
MOST_STEPS = 100_000  # updates a run: about half a second
SEED = 13
BITS = 256


def measure(
    name: str,
    statement: Statement,
    bound: Term,
    values: Callable[[ConvergenceCase], Values],
    by_construction: Collection[str],
    quick: bool,
) -> MeasurementResult:
    """The table of `convergence_iterations`; raises as `instance_for` and `ball_of` do."""
    rows, answers = [], []
    for case in cases(range(2, 6) if quick else range(2, 9)):
        row, answer = _row(case, statement, bound, values, by_construction)
        rows.append(row)
        answers += answer
    return MeasurementResult(
        name,
        text(bound),
        COLUMNS,
        tuple(rows),
        together(answers),
        note="the iterations are counted in balls: they are those of the exact run",
    )


def cases(depths: range) -> Iterator[ConvergenceCase]:
    """Three starts a depth, target 1, each with the largest step size that Lemma 13 allows."""
    from numpy.random import default_rng

    rng = default_rng(SEED)
    for k in depths:
        equal = (Fraction(3, 4),) * k
        low = (Fraction(1, 2), *(Fraction(9, 10),) * (k - 1))
        drawn = tuple(Fraction(int(n), 64) for n in rng.integers(40, 60, k))
        yield _case("all 3/4", equal, Fraction(1, 10**6))
        yield _case("1/2, others 9/10", low, Fraction(1, 100))
        yield _case("random in [5/8, 15/16]", drawn, Fraction(1, 1000))


def _case(label: str, weights: tuple[Fraction, ...], epsilon: Fraction) -> ConvergenceCase:
    k, target = len(weights), Fraction(1)
    delta, gamma = sorted(weights)[:2]
    step = delta**2 / (2 * k * target**2)
    least = weights.index(delta) + 1
    return ConvergenceCase(label, k, weights, target, step, epsilon, delta, gamma, least)


def _row(
    case: ConvergenceCase,
    statement: Statement,
    bound: Term,
    values: Callable[[ConvergenceCase], Values],
    by_construction: Collection[str],
) -> tuple[tuple[Any, ...], list[bool | None]]:
    """The row of a case, and whether the bound holds there if its hypotheses do."""
    limit = ball_of(bound, instance_for(statement, values(case)))
    # The bound speaks of all t from here on, and the statement is looked at there.
    upper = limit.upper().fmpq()
    due = max(1, math.ceil(Fraction(int(upper.p), int(upper.q))))
    head = (case.depth, case.label, str(case.step), str(case.epsilon))
    at_due = instance_for(statement, values(replace(case, iteration=due)))
    failing = failing_hypothesis(statement, at_due, by_construction)
    if failing is not None:
        return (*head, failing, cell(limit), None), []
    problem = Problem(squared(case.target), case.step, case.weights)
    events = [Event("loss", case.epsilon)]
    result = run(problem, backend("ball", BITS), events, max_steps=MOST_STEPS)
    reached = result.iterations[0]
    if reached is not None:
        return (*head, reached, cell(limit), cell(limit / reached)), [reached <= due]
    # Not reached at `due` contradicts the bound; a run that ended before then says nothing.
    passed = result.last - 1 if result.stop == "undecided" else result.last
    return (*head, f"> {passed}", cell(limit), None), [False if passed >= due else None]
