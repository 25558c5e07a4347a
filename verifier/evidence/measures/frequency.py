"""How often the largest leave-one-out product of random weights reaches a threshold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.random import Generator, default_rng

from verifier.evidence.measures.common import ball_of, cell, exact_ball, together
from verifier.language.binding import substitute
from verifier.language.build import pi, sqrt
from verifier.language.instance import Instance
from verifier.language.render import text
from verifier.language.terms import Term, Variable, as_term
from verifier.result import MeasurementResult

if TYPE_CHECKING:
    from numpy.typing import NDArray

COLUMNS = ("k", "law", "samples", "event", "frequency", "lower", "upper", "bound")
DEPTHS = (2, 3, 5, 8, 12, 20, 30, 40, 50, 60)
LEVEL = 1 - 1e-6
SEED = 5
MARGIN = 1e-9  # relative; products of 60 doubles are off by less than 1e-13


@dataclass(frozen=True)
class Law:
    """A law of variance 1: its name, E abs(w) as a term, and how to draw an array of a shape."""

    name: str
    mean: Term
    draw: Callable[[Generator, tuple[int, int]], Any]


LAWS = (
    Law("Gaussian", sqrt(2 / pi), lambda rng, shape: rng.standard_normal(shape)),
    Law(
        "uniform",
        sqrt(as_term(3)) / 2,
        lambda rng, shape: rng.uniform(-np.sqrt(3), np.sqrt(3), shape),
    ),
)


def measure(
    name: str, threshold: Term, bound: Term, depth: Variable, mean: Variable, quick: bool
) -> MeasurementResult:
    """The table of `product_frequency`; raises `ValueError` where a term has no value."""
    samples = 2_000 if quick else 20_000
    rng = default_rng(SEED)
    rows, answers = [], []
    for law in LAWS:
        for k in DEPTHS:
            at = Instance({depth: Fraction(k)})
            level = float(ball_of(substitute(threshold, {mean: law.mean}), at))
            limit = ball_of(substitute(bound, {mean: law.mean}), at)
            largest = largest_leave_one_out(law.draw(rng, (samples, k)))
            # Rounding must not make an event: counted for the lower end if certain, for the
            # upper end if possible.
            certain = int((largest >= level * (1 + MARGIN)).sum())
            possible = int((largest >= level * (1 - MARGIN)).sum())
            lower = clopper_pearson(certain, samples, LEVEL)[0]
            upper = clopper_pearson(possible, samples, LEVEL)[1]
            rows.append(
                (k, law.name, samples, possible, possible / samples, lower, upper, cell(limit))
            )
            # A frequency never shows that the bound holds, only that it does not.
            answers.append(not exact_ball(Fraction(lower)) > limit)
    return MeasurementResult(
        name,
        text(bound),
        COLUMNS,
        tuple(rows),
        together(answers),
        note=f"seed {SEED}; lower and upper: Clopper-Pearson, level 1 - 1e-6 each",
    )


def largest_leave_one_out(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """max_j abs(Q_j) for each row of weights: the product of all but the smallest modulus."""
    ordered = np.sort(np.abs(weights), axis=1)
    product: NDArray[np.float64] = np.prod(ordered[:, 1:], axis=1)
    return product


def clopper_pearson(successes: int, trials: int, level: float) -> tuple[float, float]:
    """The two-sided Clopper-Pearson interval for a probability.

    Clopper and Pearson (1934), by quantiles of the beta distribution.  Raises `ValueError` unless
    0 <= successes <= trials, trials > 0 and 0 < level < 1.
    """
    if not (0 <= successes <= trials and trials > 0):
        raise ValueError(f"{successes} successes of {trials}: give 0 <= successes <= trials")
    if not 0 < level < 1:
        raise ValueError(f"level {level}: give a number between 0 and 1")
    from scipy.special import betaincinv

    tail, failures = (1 - level) / 2, trials - successes
    lower = float(betaincinv(successes, failures + 1, tail)) if successes else 0.0
    upper = float(betaincinv(successes + 1, failures, 1 - tail)) if failures else 1.0
    return lower, upper
