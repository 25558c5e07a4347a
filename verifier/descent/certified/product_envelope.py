"""Stepping P and the squares v_i = w_i**2 in balls: sharp where the run comes down to its limit.

    P' = P prod (1 - c/v_i),  v_i' = v_i (1 - c/v_i)**2,  c = eta fhat'(P) P

for all coordinates, the least one included.  P is kept apart from the v_i, of which it is the
product up to signs: what is not known of them changes by how much P - p* shrinks, and not, as in
x, where the limit p* is.
"""

from __future__ import annotations

from dataclasses import dataclass

from verifier.descent.certified.balls import Ball, Refusal, ball, least
from verifier.descent.certified.envelope import Envelope, Remaining
from verifier.descent.certified.panel import Run
from verifier.descent.certified.reduced import Condition


@dataclass(frozen=True)
class _State:
    product: Ball
    least: Ball
    squares: tuple[Ball, ...]


def remaining_by_product(
    run: Run, condition: Condition, start: Envelope, max_steps: int
) -> Remaining | None:
    """How many updates there are until the event holds, from a state in `start`.

    None if it may take more than `max_steps`.  Raises `Refusal` where x may be 0 or change its
    sign, or the sign of f' is not certain.
    """
    x, gaps = start.x, run.gaps(start.gaps)
    if not (x > 0 or x < 0):
        raise Refusal("x may be 0")
    side = 1 if x > 0 else -1
    state = _State(x * gaps.root_product(x), x * x, tuple(x * x + d for d in start.gaps))
    soonest = None
    for count in range(max_steps + 1):
        holds = _holds(run, condition, state, side)
        if soonest is None and holds is not False:
            soonest = count
        if holds:
            return Remaining(count if soonest is None else soonest, count, state.product)
        state = _step(run, state)
    return None


def _holds(run: Run, condition: Condition, state: _State, side: int) -> bool | None:
    bound = ball(condition.bound)
    match condition.kind:
        case "coordinate":
            return _at_most(side * state.least.sqrt(), bound)
        case "product":
            return _at_most(state.product, bound)
        case "loss":
            return _at_most(run.loss.value(state.product), bound)
        case "largest":
            if side > 0:
                return False
            answers = [_at_most(bound * bound, state.squares[i]) for i in condition.members]
            return True if any(answers) else None if None in answers else False
    return False


def _at_most(value: Ball, bound: Ball) -> bool | None:
    if value <= bound:
        return True
    return False if value > bound else None


def _step(run: Run, state: _State) -> _State:
    product = state.product
    middle = product.mid()
    force = run.loss.first(product)
    if not force > 0:
        raise Refusal("the sign of f' is not certain: the run is at its limit or overshoots it")
    push = run.step * force * product
    smallest = least([state.least, *state.squares])
    # the reduction's conditions, which also keep the signs: c < v_i, and g**2 <= v_i
    field = push.abs_upper() / state.least.sqrt().lower()
    if not (smallest > 0 and push < smallest and field * field <= smallest):
        raise Refusal("a step is too large for the reduction")
    ratio, pull = _ratio(run, state, push)
    here = run.step * run.loss.first(middle) * middle
    slope = run.step * (run.loss.second(product) * product + force)
    following = middle * _ratio(run, state, here)[0] + (ratio - product * ratio * pull * slope) * (
        product - middle
    )
    return _State(
        following, _moved(state.least, push), tuple(_moved(v, push) for v in state.squares)
    )


def _ratio(run: Run, state: _State, push: Ball) -> tuple[Ball, Ball]:
    """prod (1 - c/v_i) over all coordinates, and sum 1/(v_i - c)."""
    ratio, pull = 1 - push / state.least, 1 / (state.least - push)
    for v, count in zip(state.squares, run.counts, strict=True):
        ratio = ratio * (1 - push / v) ** count
        pull = pull + count / (v - push)
    return ratio, pull


def _moved(square: Ball, push: Ball) -> Ball:
    share = 1 - push / square
    return square * share * share
