"""Points moved towards an aim: many at once by gradients, the best of them by Newton's method."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from verifier.decide.numeric.sampling import project
from verifier.decide.numeric.tape import Array
from verifier.decide.refutation.landscape import Landscape, Numbers

STEPS = 30
NEWTON_STEPS = 12


def climb(land: Landscape, points: Array, relative: bool = False, steps: int = STEPS) -> Array:
    """The points moved uphill in the least margin, each with a step length of its own, and back
    to the constraints after every step."""
    scale = _scale(land, points)
    length = np.full(points.shape[1], 0.1)
    best, slope = land.slopes(points, relative)
    best = np.nan_to_num(best, nan=-np.inf)
    with np.errstate(all="ignore"):
        for _ in range(steps):
            direction = np.nan_to_num(slope * scale, nan=0.0, posinf=0.0, neginf=0.0)
            direction = _inward(land, points, direction)
            norm = np.sqrt(np.sum(direction**2, axis=0))
            step = np.where(norm > 0, direction / norm, 0.0) * scale * length
            moved = land.box.clip(points + step)
            if land.tests.relations:
                moved = project(land.tests, land.box, moved, sweeps=2)
            found, new_slope = land.slopes(moved, relative)
            better = (found > best) & np.isfinite(found)
            if land.tests.relations:
                better &= land.tests.hold(moved) | ~land.tests.hold(points)
            points = np.where(better, moved, points)
            slope = np.where(better, new_slope, slope)
            best = np.where(better, found, best)
            length = np.where(better, np.minimum(2 * length, 1.0), length / 4)
    return points


def sweep(land: Landscape, points: Array, rounds: int = 2) -> Array:
    """The points improved in one coordinate after the other, from a few values for each."""
    count = points.shape[1]
    for _ in range(rounds):
        for n in range(len(points)):
            options = _options(land, points[n], n)
            tried = np.repeat(points[:, :, None], len(options), axis=2)
            tried[n] = options.T
            flat = tried.reshape(len(points), -1)
            values = land.least(flat)
            good = np.isfinite(values) & land.tests.hold(flat)
            table = np.where(good, values, -np.inf).reshape(count, len(options))
            points = tried[:, np.arange(count), np.argmax(table, axis=1)]
    return points


def _options(land: Landscape, row: Array, n: int) -> Array:
    """Values to try for one coordinate of each point, the present one first."""
    low, high = land.box.low[n], land.box.high[n]
    if np.isfinite(low) and np.isfinite(high):
        others = [np.full_like(row, low + (high - low) * part) for part in _PARTS]
    else:
        others = [row * factor for factor in (0.5, 2.0, 0.9, 1.1, -1.0)]
        others += [np.full_like(row, value) for value in (0.0, 1.0, -1.0)]
    return np.asarray(np.clip(np.array([row, *others]), low, high))


_PARTS = (0.0, 1.0, 0.5, 0.25, 0.75, 0.1, 0.9)


def _scale(land: Landscape, points: Array) -> Array:
    width = (land.box.high - land.box.low)[:, None]
    size = np.maximum(np.abs(points), 1e-3)
    return np.where(np.isfinite(width), np.minimum(width, 1e6), size) + np.zeros_like(points)


def _inward(land: Landscape, points: Array, direction: Array) -> Array:
    """The direction without what leads out of the box."""
    low, high = land.box.low[:, None], land.box.high[:, None]
    blocked = ((points <= low) & (direction < 0)) | ((points >= high) & (direction > 0))
    return np.where(blocked, 0.0, direction)


def polish(land: Landscape, point: Array, steps: int = NEWTON_STEPS) -> Array:
    """A local maximum of the least margin near a point, within the box, by Newton's method on the
    coordinates that are not held by their bounds."""
    point = point.copy()
    best, slope = _at(land, point)
    for _ in range(steps):
        slope = _inward(land, point[:, None], slope[:, None])[:, 0]
        at_bound = (point <= land.box.low) | (point >= land.box.high)
        free = np.flatnonzero(~(at_bound & (slope == 0)))
        if not len(free) or not np.isfinite(best):
            break
        hessian = _hessian(land, point, free)
        if not np.isfinite(hessian).all() or not np.isfinite(slope).all():
            break
        step = np.zeros_like(point)
        step[free] = _ascent(hessian, slope[free])
        lengths = 0.25 ** np.arange(8)
        tried = land.box.clip(point[:, None] + step[:, None] * lengths)
        values, slopes = land.slopes(tried)
        good = np.where(np.isfinite(values) & land.tests.hold(tried), values, -np.inf)
        place = int(np.argmax(good))
        if not good[place] > best:
            break
        point, best, slope = tried[:, place], float(good[place]), slopes[:, place]
    return point


def _at(land: Landscape, point: Array) -> tuple[float, Array]:
    values, slopes = land.slopes(point[:, None])
    return float(values[0]), slopes[:, 0]


def _hessian(land: Landscape, point: Array, free: Numbers) -> Array:
    """Second derivatives by differences of gradients."""
    width = 1e-6 * np.maximum(np.abs(point[free]), 1e-3)
    shifts = np.zeros((len(point), 2 * len(free)))
    shifts[free, np.arange(len(free))] = width
    shifts[free, len(free) + np.arange(len(free))] = -width
    _, slopes = land.slopes(point[:, None] + shifts)
    rows = (slopes[free][:, : len(free)] - slopes[free][:, len(free) :]) / (2 * width)
    return np.asarray((rows + rows.T) / 2)


def _ascent(hessian: Array, slope: Array) -> Array:
    """A Newton step, curvature made negative where it is not."""
    values, vectors = np.linalg.eigh(hessian)
    size = np.maximum(np.abs(values), 1e-10 * np.max(np.abs(values)) + 1e-200)
    return np.asarray(vectors @ ((vectors.T @ slope) / size))


def best_distinct(points: Array, values: Array, count: int, close: float = 1e-4) -> list[int]:
    """The numbers of the best points, those near a better one left out."""
    chosen: list[int] = []
    for number in np.argsort(-np.nan_to_num(values, nan=-np.inf), kind="stable").tolist():
        if not np.isfinite(values[number]) or len(chosen) >= count:
            break
        point = points[:, number]
        room = close * (np.abs(point) + 1e-3)
        if all(np.any(np.abs(points[:, other] - point) > room) for other in chosen):
            chosen.append(number)
    return chosen


def refine_grid(
    value: Callable[[Array], Array], grid: Array, values: Array, count: int, steps: int = 40
) -> list[tuple[float, float, float]]:
    """Brackets of the highest local maxima of a function of one variable known on a sorted grid,
    all narrowed at once by golden sections."""
    known = np.nan_to_num(values, nan=-np.inf)
    padded = np.concatenate([[-np.inf], known, [-np.inf]])
    peaks = np.flatnonzero((known >= padded[:-2]) & (known >= padded[2:]) & np.isfinite(known))
    peaks = peaks[np.argsort(-known[peaks], kind="stable")][:count]
    low = grid[np.maximum(peaks - 1, 0)]
    high = grid[np.minimum(peaks + 1, len(grid) - 1)]
    ratio = (np.sqrt(5) - 1) / 2
    for _ in range(steps):
        first, second = high - ratio * (high - low), low + ratio * (high - low)
        up = value(first) > value(second)
        low, high = np.where(up, low, first), np.where(up, second, high)
    return list(zip(low.tolist(), ((low + high) / 2).tolist(), high.tolist(), strict=True))
