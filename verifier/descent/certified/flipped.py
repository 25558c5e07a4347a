"""The run in its distinct coordinates: signs flipped away, equal ones taken once.

Source: Shamir (2019), Lemma 11: flipping signs conjugates runs, so s_j w_j(t) is the same for all
coordinates of one modulus at the start, at all t.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import arb

from verifier.descent.backend import Moduli
from verifier.descent.certified.balls import Ball
from verifier.descent.event import Event


@dataclass(frozen=True)
class Group:
    """Coordinates of one modulus at the start: how many, the signs s_j = sign(w_j(1)) that occur
    among them (sign(0) = +1), and a ball around s_j w_j now."""

    count: int
    signs: frozenset[int]
    value: Ball


@dataclass(frozen=True)
class Flipped:
    """A state of the run; `sign` is the product of all s_j, so P = sign * prod value**count."""

    groups: tuple[Group, ...]
    sign: int

    @property
    def product(self) -> Ball:
        """P."""
        result = arb(self.sign)
        for group in self.groups:
            result = result * (group.value if group.count == 1 else group.value**group.count)
        return result


def flipped(start: Sequence[Fraction], weights: Sequence[Ball]) -> Flipped:
    """The state of a run from `start` that is at `weights` now."""
    moduli = Moduli.of(start)
    signs: list[set[int]] = [set() for _ in moduli.counts]
    values: list[Ball] = [None] * len(moduli.counts)
    for place, sign, weight in zip(moduli.places, moduli.signs, weights, strict=True):
        signs[place].add(sign)
        values[place] = sign * weight
    groups = map(Group, moduli.counts, map(frozenset, signs), values)
    return Flipped(tuple(groups), moduli.sign)


def event_signs(event: Event, group: Group) -> frozenset[int]:
    """The factors c for which an event about coordinates compares c * (s_j w_j) with its bound."""
    return group.signs if event.quantity == "min" else frozenset({1})
