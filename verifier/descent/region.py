"""Regions that a run never leaves, and which events they rule out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from verifier.descent.certified.balls import Ball, ball
from verifier.descent.event import Event


@dataclass(frozen=True)
class End:
    """An end of a range, a rational or a ball that contains it; `attained` if it may be reached."""

    value: Fraction | Ball
    attained: bool = True

    def __neg__(self) -> End:
        return End(-self.value, self.attained)

    def exceeds(self, bound: Fraction) -> bool:
        """Whether all numbers above this end are certainly > bound."""
        value, other = self.value, bound
        if not isinstance(value, Fraction):
            other = ball(bound)
        return bool(other < value) or (not self.attained and bool(other <= value))


@dataclass(frozen=True)
class Region:
    """Where the weights, P and f(P) stay for ever; None is no bound.

    `weights` holds a lower and an upper end for each raw coordinate; `reason` is the argument, and
    `lemmas` are the ids of those in which it is proved, the conditions met here being numbers.
    """

    reason: str
    weights: tuple[tuple[End | None, End | None], ...]
    product: End | None
    loss: End | None
    lemmas: tuple[str, ...] = ()

    def rules_out(self, event: Event, start: Sequence[Fraction]) -> bool:
        """Whether the event holds nowhere in the region; `start` is w(1), for the signs."""
        return all(end is not None and end.exceeds(event.bound) for end in self._ends(event, start))

    def _ends(self, event: Event, start: Sequence[Fraction]) -> list[End | None]:
        match event.quantity:
            case "product":
                return [self.product]
            case "loss":
                return [self.loss]
            case "min":
                return [low for low, _ in self.weights]
        flipped = []
        for (low, high), weight in zip(self.weights, start, strict=True):
            flipped.append(low if weight >= 0 else None if high is None else -high)
        return flipped


def any_region(region: Region) -> bool:
    """That every region is of use."""
    return True
