"""What happens along runs that are stepped in balls: spreads, steps, the passage of zero."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, Any

from flint import arb

from verifier.descent.backend import Problem
from verifier.descent.event import Event
from verifier.descent.explicit import ExplicitRun
from verifier.descent.objective import squared
from verifier.evidence.measurement import RunCase, Starts
from verifier.evidence.measures import starts
from verifier.evidence.measures.common import (
    at_most,
    ball_of,
    cell,
    failing_hypothesis,
    instance_for,
    together,
)
from verifier.evidence.measures.runs import SEED, log10_of_ball, step_of
from verifier.language.render import text
from verifier.language.statement import Statement
from verifier.language.terms import Term
from verifier.result import MeasurementResult

if TYPE_CHECKING:
    from verifier.evidence.measurement import Values

BITS = 128
HALF = Event("min", Fraction(1, 2))
ZERO = Event("min", Fraction(0))
SPREAD_UPDATES = 20_000  # of single weights
PASSAGE_STEPS = 20_000


def spread(
    name: str,
    statement: Statement,
    distance: Term,
    length: Term,
    step: Fraction,
    values: Callable[[RunCase], Values],
    by_construction: Collection[str],
    depths: Iterable[int],
) -> MeasurementResult:
    """The table of `spread_along_runs`; raises as `instance_for` and `ball_of` do."""
    rows, answers = [], []
    for depth in depths:
        case = replace(next(starts.cases("near identity", depth, SEED)), step=step)
        found = instance_for(statement, values(case))
        head: tuple[Any, ...] = (depth, case.label, case.seed, str(step))
        failing = failing_hypothesis(statement, found, by_construction)
        if failing is not None:
            rows.append((*head, failing, *(None,) * 6))
            continue
        last, widest, longest = _extremes(case)
        pairs = [(widest, ball_of(distance, found)), (longest, ball_of(length, found))]
        answers += [at_most(measured, bound) for measured, bound in pairs]
        cells = [(cell(m), cell(b), log10_of_ball(b / m)) for m, b in pairs]
        rows.append((*head, last, *cells[0], *cells[1]))
    return MeasurementResult(
        name,
        f"{text(distance)}; {text(length)}",
        (
            *("k", "start", "seed", "eta", "up to t"),
            *("largest distance", "bound", "log10(bound/distance)"),
            *("largest step", "its bound", "log10(bound/step)"),
        ),
        tuple(rows),
        together(answers),
        note="every iteration in balls, as long as min w > 1/2 and for so many at most; "
        "loss (p + 1)**2/2",
    )


def _extremes(case: RunCase) -> tuple[int, Any, Any]:
    """The last iteration looked at, the largest distance of two coordinates, the largest step."""
    run = ExplicitRun(Problem(squared(case.target), case.step, case.weights), HALF, BITS)
    weights = run.weights
    widest, longest = _distance(weights), arb(0)
    for _ in range(max(10, SPREAD_UPDATES // case.depth)):
        if run.advance(1) is not False:
            break
        new = run.weights
        steps = (abs(b - a) for a, b in zip(weights, new, strict=True))
        longest = reduce(lambda a, b: a.max(b), steps, longest)
        weights = new
        widest = widest.max(_distance(weights))
    return run.iteration - (run.found is not False), widest, longest


def _distance(weights: list[Any]) -> Any:
    largest, smallest = weights[0], weights[0]
    for weight in weights[1:]:
        largest, smallest = largest.max(weight), smallest.min(weight)
    return largest - smallest


def passage(
    name: str,
    statement: Statement,
    low: Term,
    high: Term,
    family: Starts,
    condition: str,
    values: Callable[[RunCase], Values],
    by_construction: Collection[str],
    depths: Iterable[int],
) -> MeasurementResult:
    """The table of `passage_of_zero`; raises as `instance_for` and `ball_of` do."""
    rows, answers = [], []
    for depth in depths:
        case = next(starts.cases(family, depth, SEED))
        case = replace(case, step=step_of(statement, condition, values, case))
        found = instance_for(statement, values(case))
        head: tuple[Any, ...] = (depth, case.label, case.seed, str(case.step))
        failing = failing_hypothesis(statement, found, by_construction)
        if failing is not None:
            rows.append((*head, failing, *(None,) * 5))
            continue
        iteration, weight = _passed(case)
        if weight is None:
            rows.append((*head, f"> {iteration}", *(None,) * 5))
            continue
        least, most = ball_of(low, found), ball_of(high, found)
        answers += [at_most(least, -weight), at_most(-weight, most)]
        logs = (log10_of_ball(bound / -weight) for bound in (least, most))
        rows.append((*head, iteration, cell(-weight), cell(least), cell(most), *logs))
    return MeasurementResult(
        name,
        f"{text(low)}; {text(high)}",
        (
            *("k", "start", "seed", "eta", "t0", "-w_m(t0 + 1)", "at least", "at most"),
            *("log10(at least/measured)", "log10(at most/measured)"),
        ),
        tuple(rows),
        together(answers),
        note=f"every iteration in balls; loss (p + 1)**2/2; eta is the largest power of two for "
        f"which {condition}",
    )


def _passed(case: RunCase) -> tuple[int, Any]:
    """t0, when the least weight is no longer positive, and that weight at t0 + 1.

    None for the weight if that is not within PASSAGE_STEPS updates.
    """
    problem = Problem(squared(case.target), case.step, case.weights)
    run = ExplicitRun(problem, ZERO, BITS)
    if not run.advance(PASSAGE_STEPS):
        return run.iteration, None
    first = run.iteration
    onward = ExplicitRun(problem, Event("min", Fraction(-(10**6))), BITS)
    onward.advance(first)
    return first, onward.weights[case.least - 1]
