"""Sets of points to look at: as floats for a first glance, exact on demand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol, TypeAlias

import numpy as np

from verifier.decide.numeric.tape import Array, as_float

Point: TypeAlias = "tuple[Fraction, ...]"


class Points(Protocol):
    """Points as columns of floats, with how far each coordinate is off the exact one."""

    @property
    def floats(self) -> Array: ...

    @property
    def spread(self) -> Array | None: ...

    def exact(self, number: int) -> Point:
        """The exact point of that number."""
        ...


@dataclass(frozen=True, eq=False)
class Drawn:
    """Points given by floats, each of which is exactly a rational, but for those in `ends`: the
    floats nearest to the ends of a range, with the values in the range that they stand for."""

    floats: Array
    ends: Sequence[Mapping[float, Fraction]]

    @property
    def spread(self) -> Array:
        """How far each coordinate is off the exact one."""
        off = np.zeros_like(self.floats)
        for row, known, values in zip(off, self.ends, self.floats, strict=True):
            for end, value in known.items():
                row[values == end] = _distance(value, end)
        return off

    def exact(self, number: int) -> Point:
        """The exact point of that number."""
        pairs = zip(self.ends, self.floats[:, number].tolist(), strict=True)
        return tuple(known.get(value, Fraction(value)) for known, value in pairs)


@dataclass(frozen=True, eq=False)
class Listed:
    """Points given by a list of exact values for each coordinate, and places in these lists."""

    values: Sequence[Sequence[Fraction]]
    places: Sequence[Sequence[int]] | np.ndarray
    floats: Array
    spread: Array

    @classmethod
    def of(
        cls, values: Sequence[Sequence[Fraction]], places: Sequence[Sequence[int]] | np.ndarray
    ) -> Listed:
        """The points whose coordinates stand at the given places, one row for each coordinate."""
        floats, spread = [], []
        for options, row in zip(values, places, strict=True):
            near = np.array([as_float(value) for value in options])
            off = [_distance(value, to) for value, to in zip(options, near.tolist(), strict=True)]
            floats.append(near[row])
            spread.append(np.array(off)[row])
        count = len(places[0]) if len(places) else 0
        shape = (len(values), count)
        return cls(values, places, np.array(floats).reshape(shape), np.array(spread).reshape(shape))

    @classmethod
    def rows(cls, points: Sequence[Point]) -> Listed:
        """The given points."""
        columns = list(zip(*points, strict=True))
        return cls.of(columns, np.tile(np.arange(len(points)), (len(columns), 1)))

    @classmethod
    def combined(
        cls, values: Sequence[Sequence[Fraction]], limit: int, generator: np.random.Generator
    ) -> Listed:
        """All combinations of the values if they are no more than `limit`, otherwise as many of
        them, those that come first in the lists preferred."""
        counts = [len(options) for options in values]
        total = 1
        for count in counts:
            total *= count
        if total <= limit:
            grid = np.indices(counts).reshape(len(counts), -1)
            order = np.argsort(grid.sum(axis=0), kind="stable")
            return cls.of(values, grid[:, order])
        rows = [
            np.minimum((count * generator.uniform(0, 1, limit) ** 1.5).astype(int), count - 1)
            for count in counts
        ]
        places = np.unique(np.array(rows), axis=1)
        order = np.argsort(places.sum(axis=0), kind="stable")
        return cls.of(values, places[:, order])

    def exact(self, number: int) -> Point:
        """The exact point of that number."""
        pairs = zip(self.values, self.places, strict=True)
        return tuple(options[row[number]] for options, row in pairs)


def _distance(value: Fraction, near: float) -> float:
    if not np.isfinite(near):
        return float("inf")
    return float(abs(value - Fraction(near)) * Fraction(3, 2)) + 5e-324 if value != near else 0.0
