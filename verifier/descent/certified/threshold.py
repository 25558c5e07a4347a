"""Where the event begins to hold as x goes down, for all gaps of given boxes."""

from __future__ import annotations

from collections.abc import Callable

from flint import arb, ctx

from verifier.descent.certified.balls import Ball, Refusal, ball, hull, most
from verifier.descent.certified.field import Gaps
from verifier.descent.certified.oriented import Oriented
from verifier.descent.certified.reduced import Condition

Test = Callable[[Ball], bool | None]


def test(condition: Condition, loss: Oriented, gaps: Gaps) -> Test:
    """Whether the condition holds at x: True or False for all gaps of the balls, None otherwise.

    Monotone where fhat' > 0: false at x means false above, true at x means true below.
    """
    bound = ball(condition.bound)

    def compare(value: Ball) -> bool | None:
        if value <= bound:
            return True
        return False if value > bound else None

    match condition.kind:
        case "coordinate":
            return compare
        case "product":
            return lambda x: compare(x * gaps.root_product(x))
        case "loss":
            return lambda x: compare(loss.value(x * gaps.root_product(x)))
        case "largest":
            sizes = [gaps.sizes[i] for i in condition.members]
            top = hull(most(-(-d).upper() for d in sizes), most(sizes))
            return lambda x: _far_below(x, top, bound)
    return lambda x: False


def _far_below(x: Ball, top: Ball, bound: Ball) -> bool | None:
    # x <= -sqrt(bound**2 - top), as |x| >= ... for negative x
    if x > 0:
        return False
    value = x * x + top
    if value >= bound * bound:
        return True if x <= 0 else None
    return False if value < bound * bound else None


def crossing(holds: Test, low: Ball, high: Ball) -> tuple[Ball, Ball] | None:
    """Exact (x_low, x_high) in [low, high], the condition true at x_low and false at x_high.

    As close to each other as the boxes allow.  None if it is not certainly true at `low`.
    Raises `Refusal` if it is not certainly false at `high`.
    """
    if holds(high) is not False:
        raise Refusal("the event is not certainly false at the start of a panel")
    if holds(low) is not True:
        return None
    below = _bisect(lambda x: holds(x) is True, low, high)
    above = _bisect(lambda x: holds(x) is not False, low, high)[1]
    return below[0], above


def _bisect(lower: Callable[[Ball], bool], low: Ball, high: Ball) -> tuple[Ball, Ball]:
    """Ends of a short interval, `lower` true at the first and false at the second."""
    for _ in range(4 * ctx.prec):
        middle = ((low + high) / 2).mid()
        if not low < middle < high:
            break
        if lower(middle):
            low = middle
        else:
            high = middle
        if high - low <= abs(middle) * arb(2) ** (-ctx.prec):
            break
    return low, high
