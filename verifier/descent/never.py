"""Proofs that an event never happens on a run of gradient descent.

Every argument shows that the exact run stays in a region, and the region leaves the event out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from operator import mul
from typing import Any

from flint import arb, fmpq

from verifier.descent.approach import (
    nearest_root,
    polynomial,
    positive,
    slope_polynomial,
    supremum,
)
from verifier.descent.backend import Backend, Problem, state_of
from verifier.descent.ball_backend import BallBackend
from verifier.descent.certified.balls import Ball, ball, fraction
from verifier.descent.certified.oriented import Oriented
from verifier.descent.cycle import cycle
from verifier.descent.event import Event, watch
from verifier.descent.exact_backend import ExactBackend
from verifier.descent.fall import (
    ABOVE_ZERO,
    Range,
    falling,
    now_moduli,
    now_p,
    now_x,
    shown,
    shrinking,
    turned,
)
from verifier.descent.position import Position, Weight, exact_product, position
from verifier.descent.region import End, Region, any_region
from verifier.descent.settling import settling

SHORT_CYCLE = 4
LARGE = arb(2) ** 1000  # beyond it, or below its inverse, no rational bound of P is tried


def _nothing(*_: object) -> bool:
    return False


@dataclass(frozen=True)
class Facts:
    """What the caller can prove of the loss on unbounded ranges; by default nothing.

    `one_sign(low, high, sign)`: sign * f'(p) > 0 for all p in [low, high] (of P itself, None for
    no bound); `above(bound)`: f(p) > bound for all real p.  False if there is no proof.
    """

    one_sign: Callable[[Fraction | None, Fraction | None, int], bool] = _nothing
    above: Callable[[Fraction], bool] = _nothing


NO_FACTS = Facts()


@dataclass(frozen=True)
class Never:
    """The event holds at no iteration from here on; `reason` names the argument in one line.

    `lemmas` are the ids of the lemmas in which it is proved, as in `Region`.
    """

    reason: str
    lemmas: tuple[str, ...] = ()


def never(problem: Problem, event: Event, bits: int, facts: Facts = NO_FACTS) -> Never | None:
    """Guaranteed: if this is not None, the event holds at no iteration of the exact run.

    None if no argument applies.  Raises `ValueError` for a precision outside of 53..10000 bits.
    """
    with BallBackend(bits).working():
        if _holds_at_start(problem, event, bits) is not False:
            return None
        reason = _at_once(problem, event, facts) or cycle(problem, event, SHORT_CYCLE)
        if reason is not None:
            return Never(reason)
        return _first(problem, problem.weights, event, facts)


def never_from(
    problem: Problem,
    weights: Sequence[Ball],
    event: Event,
    bits: int,
    facts: Facts = NO_FACTS,
) -> Never | None:
    """Guaranteed: if this is not None, the event holds at no iteration from this state on.

    The run of `problem` is now at `weights`, raw coordinates enclosed by balls.  None if no
    argument applies.  Raises `ValueError` for a precision outside of 53..10000 bits.
    """
    numbers = BallBackend(bits)
    with numbers.working():
        if watch(event, problem, numbers)(state_of(weights, arb(1))) is not False:
            return None
        return _first(problem, tuple(weights), event, facts)


def _holds_at_start(problem: Problem, event: Event, bits: int) -> bool | None:
    rational = event.quantity != "loss" or problem.objective.rational
    numbers: Backend = ExactBackend() if rational else BallBackend(bits)
    weights = [numbers.number(w) for w in problem.weights]
    return watch(event, problem, numbers)(state_of(weights, numbers.number(Fraction(1))))


def _first(problem: Problem, weights: Sequence[Weight], event: Event, facts: Facts) -> Never | None:
    def useful(region: Region) -> bool:
        return region.rules_out(event, problem.weights)

    found = next(filter(useful, regions(problem, weights, facts, useful)), None)
    return None if found is None else Never(found.reason, found.lemmas)


def _at_once(problem: Problem, event: Event, facts: Facts) -> str | None:
    """Arguments that need no step: f is never so small, or the start is stationary."""
    if event.quantity == "loss" and _always_above(problem, event.bound, facts):
        return f"f(p) > {event.bound} for every p"
    if sum(w == 0 for w in problem.weights) > 1:
        return "two weights are 0: the start is stationary"
    product = exact_product(problem.weights)
    if problem.objective.rational:
        still = problem.objective.on(ExactBackend()).derivative(product) == 0
    else:
        still = problem.objective.on(BallBackend()).derivative(ball(product)).is_zero()
    return f"f'({shown(product)}) = 0: the start is stationary" if still else None


def _always_above(problem: Problem, bound: Fraction, facts: Facts) -> bool:
    loss = polynomial(problem.objective)
    if loss is not None:
        rest = loss - fmpq(bound.numerator, bound.denominator)
        roots: Any = rest.complex_roots()  # pairs, unlike what flint's types say
        return rest(0) > 0 and not any(root.imag.contains(0) for root, _ in roots)
    return (problem.objective.name == "logistic" and bound <= 0) or facts.above(bound)


def regions(
    problem: Problem,
    weights: Sequence[Weight],
    facts: Facts = NO_FACTS,
    useful: Callable[[Region], bool] = any_region,
) -> Iterator[Region]:
    """Regions that the run of `problem`, now at `weights`, never leaves; those that are found.

    `useful` may say of a region that larger ones need not be found.  To be used inside of
    `BallBackend.working()`.
    """
    paired = _paired(problem, facts, useful)
    if paired is not None:
        yield paired
    if len(weights) == 1 and isinstance(weights[0], Fraction):
        linear = _linear(problem, weights[0])
        if linear is not None:
            yield linear
    at = position(problem, weights)
    if at is not None:
        yield from _turned_regions(problem, at, facts, useful)
    settled = settling(problem, weights)
    if settled is not None:
        yield settled


def _turned_regions(
    problem: Problem, at: Position, facts: Facts, useful: Callable[[Region], bool]
) -> Iterator[Region]:
    tie = _tied(problem, at)
    if tie is not None:
        yield tie
    root = nearest_root(problem.objective, at.loss, at.product)
    down = falling(at, root, useful)
    if down is not None and (root is not None or _goes_down_for_ever(at, facts)):
        yield down
    shrunk = None if root is None else shrinking(at, root)
    if shrunk is not None:
        yield shrunk


def _goes_down_for_ever(at: Position, facts: Facts) -> bool:
    """Whether fhat' > 0 on (-infinity, p]: up to 0 by the caller's proof, above it by balls."""
    top = at.product.upper()
    if top > 0 and not positive(at.loss.first, arb(0), top):
        return False

    def falls(high: Fraction) -> bool:
        low, high_end = (None, high) if at.loss.tau > 0 else (-high, None)
        return facts.one_sign(low, high_end, at.loss.tau)

    # 0 first: with a simple end the proof is easier
    return falls(Fraction(0)) or (bool(-LARGE < top < -1 / LARGE) and falls(fraction(top)))


def _tied(problem: Problem, at: Position) -> Region | None:
    """The run with p > 0 whose least modulus is attained twice: P never changes its sign.

    With c = eta p fhat'(p), R the product of the other moduli, c over the least v is eta fhat' R.
    If 0 < eta fhat' R < 1 now and for smaller p and R, all |w_i| shrink and stay positive.
    """
    if not (at.x > 0 and at.tied):
        return None
    top = at.product.upper()
    partner = next(i for i, (_, d) in zip(at.others, at.gaps, strict=True) if d.is_zero())
    rest = [m for i, m in enumerate(at.moduli) if i not in (at.least, partner)]
    if not positive(at.loss.first, arb(0), top):
        return None
    factor = at.step * supremum(at.loss.first, arb(0), top) * reduce(mul, rest, arb(1))
    if not factor < 1:
        return None
    reason = (
        f"the least modulus {shown(abs(at.raw[at.least]))} is attained twice, so P keeps its sign "
        f"(step small enough: eta sup |f'| R <= {shown(factor.upper())} < 1)"
    )
    moduli: list[Range] = [(ABOVE_ZERO, End(m)) for m in now_moduli(at)]
    at_zero = End(_value_at_zero(problem, at.loss), attained=False)
    p = (ABOVE_ZERO, now_p(at))
    return turned(at, reason, (ABOVE_ZERO, now_x(at)), moduli, p, at_zero, ("escape/tie",))


def _value_at_zero(problem: Problem, loss: Oriented) -> Weight:
    if problem.objective.rational:
        value: Fraction = problem.objective.on(ExactBackend()).value(Fraction(0))
        return value
    return loss.value(arb(0))


def _paired(problem: Problem, facts: Facts, useful: Callable[[Region], bool]) -> Region | None:
    """The run with P >= 0 for ever, as every modulus is attained an even number of times.

    Weights of equal modulus keep equal moduli and the sign of their product, whatever the step.
    """
    start = problem.weights
    moduli = sorted(abs(w) for w in start)
    if len(moduli) % 2 or moduli[::2] != moduli[1::2]:
        return None
    if sum(w < 0 for w in start) % 2:
        return None
    reason = "every modulus is attained an even number of times, so P >= 0 for ever"
    region = Region(reason, ((None, None),) * len(start), End(Fraction(0)), None)
    rising = Oriented(problem.objective.on(BallBackend()), 1)
    hoped = replace(region, loss=End(_value_at_zero(problem, rising)))
    return hoped if useful(hoped) and facts.one_sign(Fraction(0), None, 1) else region


def _linear(problem: Problem, weight: Fraction) -> Region | None:
    """One weight and a quadratic loss: w' - Y = a (w - Y) with a = 1 - eta f'' in [-1, 1)."""
    slope = slope_polynomial(problem.objective)
    if slope is None or slope.degree() != 1:
        return None
    steep, target = (Fraction(int(c.p), int(c.q)) for c in (slope[1], -slope[0] / slope[1]))
    a = 1 - problem.step * steep
    if weight == target or not -1 <= a < 1:
        return None
    following = target + a * (weight - target)
    ends = [End(weight), End(target, attained=False) if a > 0 else End(following)]
    low, high = ends if ends[0].value < ends[1].value else ends[::-1]
    loss = End(problem.objective.on(ExactBackend()).value(target), attained=a == 0)
    reason = (
        f"one weight, a quadratic loss: the distance to {target} is multiplied by {a} each time"
    )
    return Region(reason, ((low, high),), low, loss)
