"""Zeros of a nonnegative polynomial, to full floating-point precision: a guide for search.

Atoms that are known to be nonnegative are taken for squares, so that zeros on the border of the
cone are found as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from verifier.decide.polynomial.context import atoms_of
from verifier.decide.polynomial.samples import Array, Compiled
from verifier.kernel.certificates.canonical import Polynomial

STARTS, STEPS, SETTLED = 40, 50, 1e-15
ZERO, NEAR, MAX_ATOMS = 1e-13, 1e-6, 6


def zeros(polynomial: Polynomial, nonnegative: Iterable[int]) -> Array:
    """Points, one a row, at which the polynomial vanishes up to rounding; atoms that do not occur
    are 0, and points of a homogeneous polynomial have length 1."""
    count = len(polynomial.degrees())
    atoms = atoms_of(polynomial)
    squared = [i for i in atoms if i in set(nonnegative)]
    lifted = _squared(polynomial, squared)
    homogeneous = len({sum(e) for e in lifted.to_dict()}) == 1
    if not atoms or len(atoms) > MAX_ATOMS:
        return np.zeros((0, count))
    function = _Function(lifted, atoms, homogeneous)
    points = function.minima(np.random.default_rng(2).normal(size=(STARTS, len(atoms))))
    whole = np.zeros((len(points), count))
    whole[:, atoms] = points
    whole[:, squared] = whole[:, squared] ** 2
    value, size = Compiled.of(polynomial, count)(whole)
    good = whole[np.isfinite(size) & (np.abs(value) <= ZERO * size)]
    return _distinct(good)


def _squared(polynomial: Polynomial, squared: list[int]) -> Polynomial:
    terms = {
        tuple(int(e) * (2 if i in squared else 1) for i, e in enumerate(exponents)): c
        for exponents, c in polynomial.to_dict().items()
    }
    return polynomial.context().from_dict(terms)


class _Function:
    """A polynomial with its derivatives; a homogeneous one is kept near the unit sphere."""

    def __init__(self, polynomial: Polynomial, atoms: list[int], homogeneous: bool) -> None:
        self.atoms, self.homogeneous, self.width = atoms, homogeneous, len(polynomial.degrees())
        scale = max(abs(int(c.p) / int(c.q)) for c in polynomial.coeffs())
        first = [polynomial.derivative(i) for i in atoms]
        second = [[p.derivative(j) for j in atoms] for p in first]
        self.scale = scale
        self.gradient = [Compiled.of(p, self.width) for p in first]
        self.hessian = [[Compiled.of(p, self.width) for p in row] for row in second]

    def minima(self, points: Array) -> Array:
        """Where Newton's method ends up from some points."""
        n = len(self.atoms)
        if self.homogeneous:
            points = points / np.linalg.norm(points, axis=1, keepdims=True)
        for _ in range(STEPS):
            gradient, hessian = self._derivatives(points)
            values, vectors = np.linalg.eigh(hessian)
            # Away from a minimum the modulus of the eigenvalues leads downhill.
            floor = 1e-12 * np.max(np.abs(values), axis=1, keepdims=True) + 1e-300
            inverse = np.where(np.abs(values) > floor, 1 / np.maximum(np.abs(values), floor), 0.0)
            turned = np.einsum("kji,kj->ki", vectors, gradient)
            step = np.einsum("kij,kj->ki", vectors, turned * inverse)
            length = np.linalg.norm(step, axis=1, keepdims=True)
            step = np.where(length > 1.0, step / np.maximum(length, 1e-300), step)
            points = points - step
            finite = np.all(np.isfinite(points), axis=1)
            points, length = points[finite], length[finite]
            if not len(points):
                return np.zeros((0, n))
            if float(np.max(length)) < SETTLED:
                break
        return points

    def _derivatives(self, points: Array) -> tuple[Array, Array]:
        n = len(self.atoms)
        whole = np.zeros((len(points), self.width))
        whole[:, self.atoms] = points
        gradient = np.stack([p(whole)[0] for p in self.gradient], axis=1) / self.scale
        hessian = np.empty((len(points), n, n))
        for i, row in enumerate(self.hessian):
            for j, p in enumerate(row):
                hessian[:, i, j] = p(whole)[0] / self.scale
        if self.homogeneous:  # plus (|x|**2 - 1)**2
            excess = np.sum(points**2, axis=1) - 1
            gradient += 4 * excess[:, None] * points
            hessian += 8 * points[:, :, None] * points[:, None, :]
            hessian += 4 * excess[:, None, None] * np.eye(n)
        return gradient, hessian


def _distinct(points: Array) -> Array:
    kept: list[Any] = []
    for point in points:
        if all(np.max(np.abs(point - other)) > NEAR for other in kept):
            kept.append(point)
    return np.array(kept).reshape(-1, points.shape[1])
