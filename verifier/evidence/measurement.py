"""Measurements: what gradient descent or sampling gives, beside the bound that a lemma proves.

A lemma file attaches them with the functions below, which take the very terms that its statement
is made of.  Nothing numerical is imported before a measurement runs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from verifier.language.statement import Statement
    from verifier.language.terms import Symbol, Term, TermLike, Variable
    from verifier.result import MeasurementResult

    Values: TypeAlias = Mapping[Variable | Symbol, Any]

Starts: TypeAlias = Literal[
    "near identity", "near identity 1/k", "apart", "spaced", "crossing", "equal", "random"
]
Quantity: TypeAlias = Literal["min", "product", "loss"]
Direction: TypeAlias = Literal["at least", "at most"]

FINE = 10  # bits to which bounds on products are rounded up
DEPTHS = (2, 3, 5, 7, 10, 20, 50, 100, 200)


@dataclass(frozen=True)
class Measurement:
    """A measurement under a name, set against `bound`, or against none if none is proved.

    `run(quick)` does it, always with the same seeds: its result says that the bound does not hold
    only where a rigorous comparison, or for samples a confidence interval, contradicts it.  `files`
    are those that it reads: what was measured before counts no more when they change.  `question`
    is what it asks of first iterations, if it asks that.
    """

    name: str
    bound: Term | None
    run: Callable[[bool], MeasurementResult]
    files: tuple[Path, ...] = ()
    question: RunBound | None = None


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


@dataclass(frozen=True)
class RunCase:
    """A run on f(p) = (p - target)^2/2, and what statements about it speak of.

    `radius` is a bound on the abs(w_j - 1), where there is one; `seed` the start's; `epsilon` a
    loss to be reached.
    """

    label: str
    seed: int
    weights: tuple[Fraction, ...]
    target: Fraction
    step: Fraction
    radius: Fraction = Fraction(0)
    epsilon: Fraction = Fraction(0)

    @property
    def depth(self) -> int:
        """k."""
        return len(self.weights)

    @property
    def loss(self) -> tuple[Fraction, Fraction, Fraction]:
        """The coefficients of f, a polynomial c0 + c1 p + c2 p**2."""
        return self.target**2 / 2, -self.target, Fraction(1, 2)

    @property
    def mirrored(self) -> tuple[Fraction, ...]:
        """The start of the run with the target -abs(target) that has the same losses.

        For a target above 0 the smallest coordinate is taken with the other sign.
        """
        if self.target <= 0:
            return self.weights
        before, after = self.weights[: self.least - 1], self.weights[self.least :]
        return (*before, -self.weights[self.least - 1], *after)

    @property
    def least(self) -> int:
        """The index, counted from 1, of the smallest abs(w_j)."""
        return _sizes(self.weights)[0]

    @property
    def smallest(self) -> Fraction:
        """The smallest abs(w_j)."""
        return _sizes(self.weights)[1]

    @property
    def gap(self) -> Fraction:
        """How far the second smallest abs(w_j) is above the smallest."""
        return _sizes(self.weights)[2]

    @property
    def others(self) -> Fraction:
        """The product of the abs(w_j) without the smallest, rounded up."""
        return _sizes(self.weights)[3]

    @property
    def ceiling(self) -> Fraction:
        """P, rounded up."""
        return _rounded_up(math.prod(self.weights, start=Fraction(1)))

    @property
    def shift(self) -> Fraction:
        """A shift s for which prod(abs(w_i) + s) <= 1/2 and s**2 over it is large."""
        from verifier.evidence.measures.starts import best_shift

        return best_shift(self.weights)


@lru_cache(maxsize=16)
def _sizes(weights: tuple[Fraction, ...]) -> tuple[int, Fraction, Fraction, Fraction]:
    sizes = [abs(w) for w in weights]
    smallest, *others = sorted(sizes)
    rest = _rounded_up(math.prod(others, start=Fraction(1)))
    return sizes.index(smallest) + 1, smallest, others[0] - smallest, rest


def _rounded_up(value: Fraction) -> Fraction:
    """A rational of few bits, at least a value and larger by a factor of 1 + 2**-FINE at most."""
    if not value:
        return value
    bits = value.denominator.bit_length() - abs(value.numerator).bit_length() + FINE + 1
    unit = Fraction(1, 2**bits) if bits >= 0 else Fraction(2**-bits)
    return math.ceil(value / unit) * unit


@dataclass(frozen=True)
class RunBound:
    """Bounds of a statement on the first iteration at which `quantity <= level`.

    Attributes:
        statement: what is proved.
        bounds: the bounds by name; each is a term that occurs in the statement.
        direction: `at least` if the event cannot have happened by any of them, `at most` if it
            has happened, by each of them, at the latest.
        quantity: min_j w_j, the product P, or the loss (P - target)^2/2.
        level: what it is to be at most.
        starts: the family of starts.
        step: the step size, also for each case, or the name of the hypothesis that bounds it:
            then it is the largest power of two that meets it.
        values: the values of all variables for a case.
        by_construction: hypotheses that are not checked.  All others are, rigorously, for each
            case; a row whose hypotheses fail says which one and counts for nothing.
        meanwhile: a quantity that has to stay above a number up to the bounds: a hypothesis on
            the way of the run, checked like the event.
    """

    statement: Statement
    bounds: Mapping[str, Term]
    direction: Direction
    quantity: Quantity
    level: TermLike
    starts: Starts
    step: str | Fraction | Callable[[RunCase], Fraction]
    values: Callable[[RunCase], Values]
    by_construction: Collection[str] = ()
    meanwhile: tuple[Quantity, Fraction] | None = None


def first_iterations(
    question: RunBound,
    *,
    depths: tuple[int, ...] = DEPTHS,
    name: str = "first iteration",
) -> Measurement:
    """One start of each kind a depth: the first iteration of the event beside the bounds on it.

    Short runs are stepped, long ones counted by `verifier.escape`, so that the iterations are
    enclosed rigorously.  Quick: only depths up to 10.
    """

    def run(quick: bool) -> MeasurementResult:
        from verifier.evidence.measures import runs

        return runs.measure(name, question, [k for k in depths if k <= 10 or not quick])

    return Measurement(name, _first(question.bounds), run, question=question)


def studied_iterations(
    question: RunBound,
    file: Path,
    *,
    depths: tuple[int, ...] = (*DEPTHS, 500, 1000),
    name: str = "study of first iterations",
) -> Measurement:
    """What a study found of the same question with many starts a depth.

    `file` is the CSV written by a script of `benchmarks/studies`.  Every row of it counts, also at
    depths that are not shown.  Rows made for an earlier form of the statement or of its bounds do
    not count.
    """

    def run(quick: bool) -> MeasurementResult:
        from verifier.evidence.measures import study

        return study.iterations(name, question, file, depths)

    return Measurement(name, _first(question.bounds), run, (file,), question)


def spread_along_runs(
    *,
    statement: Statement,
    distance: Term,
    length: Term,
    step: Fraction,
    values: Callable[[RunCase], Values],
    by_construction: Collection[str] = (),
    depths: tuple[int, ...] = (2, 3, 5, 10, 20, 50, 100, 1000),
    name: str = "largest distance of two coordinates",
) -> Measurement:
    """The largest distance of two coordinates and the largest step, against their bounds.

    From near-identity starts, over every iteration with min w > 1/2 of some thousand.  Hypotheses
    are checked as in `convergence_iterations`.  Quick: only depths up to 10.
    """

    def run(quick: bool) -> MeasurementResult:
        from verifier.evidence.measures import along

        chosen = [k for k in depths if k <= 10 or not quick]
        return along.spread(
            name, statement, distance, length, step, values, by_construction, chosen
        )

    return Measurement(name, distance, run)


def passage_of_zero(
    *,
    statement: Statement,
    low: Term,
    high: Term,
    step: str,
    values: Callable[[RunCase], Values],
    by_construction: Collection[str] = (),
    depths: tuple[int, ...] = (2, 3, 5, 7, 10, 20, 50),
    name: str = "the smallest coordinate one step after it has passed 0",
) -> Measurement:
    """-w_m(t0 + 1), t0 the first time with w_m <= 0, against a lower and an upper bound.

    `step` names the hypothesis that bounds the step size, which is the largest power of two that
    meets it.  Hypotheses are checked as in `convergence_iterations`.  Quick: depths up to 10.
    """

    def run(quick: bool) -> MeasurementResult:
        from verifier.evidence.measures import along

        chosen = [k for k in depths if k <= 10 or not quick]
        return along.passage(
            name, statement, low, high, "crossing", step, values, by_construction, chosen
        )

    return Measurement(name, low, run)


def share_of_slow_runs(
    *,
    statement: Statement,
    steps: Term,
    promise: Term,
    file: Path,
    values: Callable[[str, int, Fraction], Values],
    by_construction: Collection[str],
    name: str = "share of the starts that take longer",
) -> Measurement:
    """How many random starts of the study in `file` take more than `steps`, against `promise`.

    `values` gives what of the statement is not random, for a law, a depth and a step size.  The
    hypotheses are checked but those in `by_construction`: what is said of the law, above all.  The
    promise is contradicted where it is above all of the Clopper-Pearson interval.
    """

    def run(quick: bool) -> MeasurementResult:
        from verifier.evidence.measures import slow

        return slow.measure(name, statement, steps, promise, file, values, by_construction)

    return Measurement(name, steps, run, (file,))


def beyond_the_step_size(
    file: Path,
    *,
    depths: tuple[int, ...] = (2, 3, 5, 10, 20),
    name: str = "step sizes beyond the condition",
) -> Measurement:
    """What larger step sizes than a theorem allows do, from the study in `file`.

    No bound is set against it: it is measured, in rounded arithmetic.
    """

    def run(quick: bool) -> MeasurementResult:
        from verifier.evidence.measures import overshoot

        return overshoot.measure(name, file, depths)

    return Measurement(name, None, run, (file,))


def _first(bounds: Mapping[str, Term]) -> Term:
    return next(iter(bounds.values()))


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
    is set beside them: the one that is proved (Shamir's Theorem 3) has a measurement of its own.
    """

    def run(quick: bool) -> MeasurementResult:
        from verifier.evidence.measures import escape

        return escape.measure(name, quick)

    return Measurement(name, None, run)
