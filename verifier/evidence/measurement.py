"""Measurements: what gradient descent or sampling gives, beside the bound that a lemma proves.

A lemma file attaches them with the functions below, which take the very terms that its statement
is made of.  Nothing numerical is imported before a measurement runs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from verifier.language.statement import Statement
    from verifier.language.terms import Symbol, Term, Variable
    from verifier.result import MeasurementResult

    Values: TypeAlias = Mapping[Variable | Symbol, Any]


@dataclass(frozen=True)
class Measurement:
    """A measurement under a name, set against `bound`, or against none if none is proved.

    `run(quick)` does it, always with the same seeds: its result says that the bound does not hold
    only where a rigorous comparison, or for samples a confidence interval, contradicts it.
    """

    name: str
    bound: Term | None
    run: Callable[[bool], MeasurementResult]


@dataclass(frozen=True)
class ConvergenceCase:
    """A run on f(p) = (p - target)^2/2 with target > 0, and the quantities of Lemma 13.

    `least` is the index, counted from 1, of the smallest weight; delta bounds that one from below
    and gamma the others; `iteration` is the time at which the statement is looked at.
    """

    label: str
    depth: int
    weights: tuple[Fraction, ...]
    target: Fraction
    step: Fraction
    epsilon: Fraction
    delta: Fraction
    gamma: Fraction
    least: int
    iteration: int = 1


@dataclass(frozen=True)
class BallCase:
    """A point v of the ball of Lemma 6 around w, and the quantities of that lemma.

    `coefficients` are those of the loss, a polynomial c0 + c1 p + ...; `slope` is the largest
    abs(f'(p)) on abs(p) <= beta * max_i abs(v_i), exactly.
    """

    label: str
    depth: int
    weights: tuple[Fraction, ...]
    point: tuple[Fraction, ...]
    alpha: Fraction
    beta: Fraction
    delta: Fraction
    slope: Fraction
    coefficients: tuple[Fraction, ...]


def convergence_iterations(
    *,
    statement: Statement,
    bound: Term,
    values: Callable[[ConvergenceCase], Values],
    by_construction: Collection[str] = (),
    name: str = "iterations until the loss is at most eps",
) -> Measurement:
    """The first iteration with F(w(t)) <= eps, in rigorous balls, against `bound` on t; k = 2..8.

    `values` gives the variables of the statement, and of the bound, for a case.  Every hypothesis
    is checked rigorously for each case but those named in `by_construction`; a row whose
    hypotheses fail says which one and counts for nothing.
    """

    def run(quick: bool) -> MeasurementResult:
        from verifier.evidence.measures import convergence

        return convergence.measure(name, statement, bound, values, by_construction, quick)

    return Measurement(name, bound, run)


def largest_product(
    *,
    statement: Statement,
    bound: Term,
    values: Callable[[BallCase], Values],
    by_construction: Collection[str] = (),
    name: str = "largest abs(P) in the ball",
) -> Measurement:
    """The largest abs(P(v)) relative to `bound` found in the ball of Lemma 6; k = 2..8.

    The arguments are those of `convergence_iterations`.
    """

    def run(quick: bool) -> MeasurementResult:
        from verifier.evidence.measures import ball

        return ball.measure(name, "product", statement, bound, values, by_construction, quick)

    return Measurement(name, bound, run)


def largest_gradient(
    *,
    statement: Statement,
    bound: Term,
    values: Callable[[BallCase], Values],
    by_construction: Collection[str] = (),
    name: str = "largest gradient norm in the ball",
) -> Measurement:
    """The largest norm of grad F(v), relative to `bound`, in the ball of Lemma 6; k = 2..8.

    F(v) = (prod v_i + 1)^2/2.  The arguments are those of `convergence_iterations`.
    """

    def run(quick: bool) -> MeasurementResult:
        from verifier.evidence.measures import ball

        return ball.measure(name, "gradient", statement, bound, values, by_construction, quick)

    return Measurement(name, bound, run)


def product_frequency(
    *,
    threshold: Term,
    bound: Term,
    depth: Variable,
    mean: Variable,
    name: str = "frequency of max abs(Q_j) >= threshold",
) -> Measurement:
    """How often max_j abs(Q_j) >= `threshold` for random weights, against the probability `bound`.

    Standard Gaussian weights (E abs(w) = sqrt(2/pi)) and uniform ones of variance 1 (sqrt(3)/2),
    depths up to 60; `depth` and `mean` are the variables for k and E abs(w) in both terms.  Each
    frequency has its Clopper-Pearson interval of level 1 - 1e-6; the bound fails where it lies
    below all of it.
    """

    def run(quick: bool) -> MeasurementResult:
        from verifier.evidence.measures import frequency

        return frequency.measure(name, threshold, bound, depth, mean, quick)

    return Measurement(name, bound, run)


def escape_times(name: str = "escape time against depth") -> Measurement:
    """The first iterations with min w <= 1/2, P <= 0 and loss <= 1/10, target -1; k = 2..8.

    Near-identity starts of radius 1/64, stepped with mpmath; log T is fitted against k.  No bound
    is proved yet.
    """

    def run(quick: bool) -> MeasurementResult:
        from verifier.evidence.measures import escape

        return escape.measure(name, quick)

    return Measurement(name, None, run)
