"""The first iteration of an event, enclosed: steps in balls, then a leap by the clock."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flint import ctx

from verifier.descent.backend import BITS, Problem
from verifier.descent.certified.balls import Refusal, fraction
from verifier.descent.certified.count import count, slowness
from verifier.descent.certified.flipped import flipped
from verifier.descent.certified.panel import QUARTER
from verifier.descent.certified.reduced import Reduced, reduce
from verifier.descent.complex_arithmetic import ComplexArithmetic
from verifier.descent.event import Event
from verifier.descent.explicit import ExplicitRun

MOST_ENVELOPE_STEPS = 100_000
SPARE_BITS = 64  # beyond those of the count, where an exact count needs more precision
NEARLY_STILL = -40  # log2 of |g'| below which steps before the leap would gain nothing


@dataclass(frozen=True)
class Enclosure:
    """The event first holds at an iteration in lower..upper.

    `stepped` updates were made explicitly; `products` are rational bounds of P on the leap after
    them, None if the event was met before.  `bits` is a precision at which the enclosure might be
    a single number, None if it is one or the method leaves more open than rounding does.
    """

    lower: int
    upper: int
    stepped: int
    products: tuple[Fraction, Fraction] | None
    bits: int | None = None

    @property
    def exact(self) -> bool:
        """Whether the iteration is known."""
        return self.lower == self.upper


def leap(problem: Problem, event: Event, run: ExplicitRun, bits: int) -> Enclosure:
    """The enclosure from where an explicit run of `bits` bits is, at which the event does not hold.

    Raises `Refusal` with the reason where the method does not reach, and `ValueError` for a run
    that is at the event.
    """
    if run.found is not False:
        raise ValueError("the run is at its event, or undecided: there is nothing to leap over")
    objective = problem.objective
    with ctx.workprec(bits):
        functions = {flag: objective.on(ComplexArithmetic(flag)) for flag in (False, True)}
        found = count(_reduced(problem, event, run), functions.__getitem__, MOST_ENVELOPE_STEPS)
        if not found.product.is_finite():
            raise Refusal("the range of P is not known")
        products = fraction(found.product.lower()), fraction(found.product.upper())
        better = None
        if found.lower < found.upper and found.model < QUARTER:
            better = found.upper.bit_length() + SPARE_BITS
        lower, upper = run.iteration + found.lower, run.iteration + found.upper
        return Enclosure(lower, upper, run.iteration - 1, products, _affordable(better, bits))


def nearly_still(problem: Problem, event: Event, run: ExplicitRun, bits: int) -> bool:
    """Whether the steps of the run are so small now that a leap from here is as good as any."""
    with ctx.workprec(bits):
        try:
            return slowness(_reduced(problem, event, run)) < NEARLY_STILL
        except Refusal:
            return False


def _reduced(problem: Problem, event: Event, run: ExplicitRun) -> Reduced:
    # adding 0 rounds to the working precision: the run may have many more bits
    state = flipped(problem.weights, [weight + 0 for weight in run.weights])
    return reduce(problem.objective, problem.step, state, event)


def _affordable(better: int | None, bits: int) -> int | None:
    return better if better is not None and bits < better < BITS.stop else None
