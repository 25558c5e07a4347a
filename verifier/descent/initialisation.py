"""Starts w(1), reproducible to the last bit: the doubles that numpy draws, as exact rationals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy.random import Generator

KINDS = ("near-identity", "xavier-gaussian", "xavier-uniform")
MAX_DEPTH = 1_000_000  # beyond this the exact rationals alone take gigabytes


@dataclass(frozen=True)
class Initialisation:
    """A random start of `depth` weights, determined by its kind and seed.

    With `rng = numpy.random.default_rng(seed)`:

    * near-identity: w_j = 1 + radius * u_j exactly, u = rng.uniform(-1, 1, depth);
    * xavier-gaussian: w = rng.standard_normal(depth);
    * xavier-uniform: w = rng.uniform(-sqrt 3, sqrt 3, depth).

    Only near-identity has a radius.  Raises `ValueError` for an unknown kind, a depth outside of
    1..1000000, a negative seed, or a radius that is missing, superfluous or negative.
    """

    kind: str
    depth: int
    seed: int
    radius: Fraction | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no initialisation {self.kind!r}: use one of {', '.join(KINDS)}")
        if not 1 <= self.depth <= MAX_DEPTH:
            raise ValueError(f"depth {self.depth} is not in 1..{MAX_DEPTH}: give another")
        if self.seed < 0:
            raise ValueError(f"seed {self.seed} is negative: give a natural number")
        if self.kind != "near-identity":
            if self.radius is not None:
                raise ValueError(f"{self.kind} has no radius: leave the radius out")
        elif self.radius is None or self.radius < 0:
            raise ValueError("near-identity needs a radius >= 0: give one, such as 1/64")

    def weights(self) -> tuple[Fraction, ...]:
        """The start w(1): `depth` exact rationals."""
        from numpy.random import default_rng

        rng = default_rng(self.seed)
        if self.radius is None:
            return tuple(Fraction(value) for value in self._xavier(rng))
        drawn = rng.uniform(-1, 1, self.depth).tolist()
        return tuple(1 + self.radius * Fraction(value) for value in drawn)

    def _xavier(self, rng: Generator) -> list[float]:
        if self.kind == "xavier-gaussian":
            gaussian: list[float] = rng.standard_normal(self.depth).tolist()
            return gaussian
        uniform: list[float] = rng.uniform(-math.sqrt(3), math.sqrt(3), self.depth).tolist()
        return uniform


def near_identity(depth: int, radius: Fraction, seed: int) -> tuple[Fraction, ...]:
    """The near-identity start of `Initialisation`; raises as it does."""
    return Initialisation("near-identity", depth, seed, radius).weights()


def xavier_gaussian(depth: int, seed: int) -> tuple[Fraction, ...]:
    """The Gaussian Xavier start of `Initialisation`; raises as it does."""
    return Initialisation("xavier-gaussian", depth, seed).weights()


def xavier_uniform(depth: int, seed: int) -> tuple[Fraction, ...]:
    """The uniform Xavier start of `Initialisation`; raises as it does."""
    return Initialisation("xavier-uniform", depth, seed).weights()
