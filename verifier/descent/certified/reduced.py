"""The exact reduction: the run as one number x that goes down, and gaps d_i that hardly move.

Source: lemma `escape/reduction`.  With x = tau * sign * w_m (m of least modulus) and
d_i = w_i**2 - x**2, one step is x' = x - g and d_i' = d_i (1 - g**2/v_i), v_i = x**2 + d_i,
g = eta fhat'(x Q) Q, Q = prod sqrt(v_i), as long as g x < v_i and g**2 <= v_i for all i != m.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from flint import arb

from verifier.descent.ball_backend import BallBackend
from verifier.descent.certified.balls import Ball, Refusal, ball, square
from verifier.descent.certified.flipped import Flipped, event_signs
from verifier.descent.certified.oriented import Oriented
from verifier.descent.event import Event
from verifier.descent.objective import Objective

Kind: TypeAlias = Literal["coordinate", "largest", "product", "loss", "none"]


@dataclass(frozen=True)
class Condition:
    """The event as a condition on (x, d) that becomes true as x goes down, if it ever does.

    coordinate: x <= bound; largest: x <= -sqrt(bound**2 - d) for some gap d of `members`;
    product: x Q <= bound; loss: fhat(x Q) <= bound; none: false as long as x goes down.
    """

    kind: Kind
    bound: Fraction
    members: tuple[int, ...] = ()


@dataclass(frozen=True)
class Reduced:
    """x, the gaps with their multiplicities, the oriented loss, and the event in these terms.

    `side` is 1 or -1 if x never changes its sign because its modulus is attained twice (a gap is
    exactly 0), else 0.
    """

    loss: Oriented
    step: Ball
    x: Ball
    gaps: tuple[Ball, ...]
    counts: tuple[int, ...]
    condition: Condition
    side: int


def reduce(objective: Objective, step: Fraction, state: Flipped, event: Event) -> Reduced:
    """The reduction of a state at which the event does not hold.

    Raises `Refusal` where balls do not tell which modulus is least, or a sign.
    """
    functions = objective.on(BallBackend())
    tau = _sign(functions.derivative(state.product))
    if tau is None:
        raise Refusal("the sign of f'(P) is not certain")
    star = _least(state)
    groups = state.groups
    values = [group.value for group in groups]
    rest = state.sign
    signs = [_sign(value) for value in values]
    for j, group in enumerate(groups):
        others = group.count - (j == star)
        if others and signs[j] is None:
            raise Refusal("the sign of a coordinate is not certain")
        rest *= (signs[j] or 1) ** others
    x = tau * rest * values[star]
    side = 0
    if groups[star].count > 1:
        side = _sign(x) or 0
    gaps: list[Ball] = []
    counts: list[int] = []
    members: list[int] = []
    for j, group in enumerate(groups):
        count = group.count - (j == star)
        if not count:
            continue
        gap = arb(0) if j == star else square(values[j]) - square(values[star])
        if any(c * (signs[j] or 1) < 0 for c in event_signs(event, group)):
            members.append(len(gaps))
        gaps.append(gap)
        counts.append(count)
    kappa = {c * tau * rest for c in event_signs(event, groups[star])}
    condition = _condition(event, tau, 1 in kappa, tuple(members))
    oriented = Oriented(functions, tau)
    return Reduced(oriented, ball(step), x, tuple(gaps), tuple(counts), condition, side)


def _condition(event: Event, tau: int, falls: bool, members: tuple[int, ...]) -> Condition:
    bound = event.bound
    if event.quantity == "loss":
        return Condition("loss", bound)
    if event.quantity == "product":
        return Condition("product", bound) if tau == 1 else Condition("none", bound)
    if members and bound < 0:
        return Condition("largest", bound, members)
    return Condition("coordinate", bound) if falls else Condition("none", bound)


def _sign(value: Ball) -> int | None:
    if value > 0:
        return 1
    return -1 if value < 0 else None


def _least(state: Flipped) -> int:
    squares = [square(group.value) for group in state.groups]
    order = sorted(range(len(squares)), key=lambda j: float(squares[j].mid()))
    star = order[0]
    if all(squares[star] <= squares[j] for j in order[1:]):
        return star
    raise Refusal("balls do not tell which coordinate has the least modulus")
