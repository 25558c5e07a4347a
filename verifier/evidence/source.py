"""Where choices come from: Hypothesis, which can shrink them, or a generator of random numbers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

from hypothesis import strategies as st

X = TypeVar("X")


class Source(Protocol):
    """Makes choices; earlier options are the simpler ones."""

    def pick(self, options: Sequence[X]) -> X:
        """One of the options."""


class RandomSource:
    """Choices by a seeded generator."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def pick(self, options: Sequence[X]) -> X:
        """One of the options, all equally likely."""
        return options[int(self.random.random() * len(options))]


class HypothesisSource:
    """Choices by Hypothesis, which shrinks failing ones towards the first options."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw

    def pick(self, options: Sequence[X]) -> X:
        """One of the options."""
        number = len(options)
        place: int = self.draw(_index(number)) if number > 1 else 0
        return options[place]


_INDICES: dict[int, st.SearchStrategy[int]] = {}


def _index(number: int) -> st.SearchStrategy[int]:
    if number not in _INDICES:
        _INDICES[number] = st.integers(0, number - 1)
    return _INDICES[number]
