"""Starts: exactly the doubles that numpy draws."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from verifier.descent.initialisation import (
    Initialisation,
    near_identity,
    xavier_gaussian,
    xavier_uniform,
)


@pytest.mark.parametrize("seed", [0, 7, 123])
def test_draws_are_taken_exactly(seed: int) -> None:
    k, radius = 9, Fraction(1, 1000)
    drawn = np.random.default_rng(seed).uniform(-1, 1, k)
    assert near_identity(k, radius, seed) == tuple(1 + radius * Fraction(float(u)) for u in drawn)
    drawn = np.random.default_rng(seed).standard_normal(k)
    assert xavier_gaussian(k, seed) == tuple(Fraction(float(u)) for u in drawn)
    drawn = np.random.default_rng(seed).uniform(-math.sqrt(3), math.sqrt(3), k)
    assert xavier_uniform(k, seed) == tuple(Fraction(float(u)) for u in drawn)


def test_the_draws_are_pinned() -> None:
    # Should numpy ever change its stream, committed figures would silently change with it.
    assert near_identity(1, Fraction(1), 0) == (1 + Fraction(0.2739233746429086),)
    assert xavier_gaussian(1, 0) == (Fraction(0.1257302210933933),)
    assert xavier_uniform(1, 0) == (Fraction(0.47444920226224196),)


def test_radius_zero_is_the_identity() -> None:
    assert near_identity(3, Fraction(0), 1) == (Fraction(1),) * 3


@pytest.mark.parametrize(
    ("kind", "depth", "seed", "radius", "message"),
    [
        ("he", 3, 0, None, "no initialisation 'he'"),
        ("xavier-gaussian", 0, 0, None, "depth 0"),
        ("xavier-gaussian", 10**9, 0, None, "depth 1000000000"),
        ("xavier-uniform", 3, -1, None, "seed -1"),
        ("xavier-uniform", 3, 0, Fraction(1), "no radius"),
        ("near-identity", 3, 0, None, "needs a radius"),
        ("near-identity", 3, 0, Fraction(-1), "needs a radius"),
    ],
)
def test_bad_starts_are_refused(
    kind: str, depth: int, seed: int, radius: Fraction | None, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Initialisation(kind, depth, seed, radius)
