"""The starts that bounds on iterations are measured at, reproducible from a depth and a seed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from fractions import Fraction

from numpy.random import default_rng

from verifier.descent.initialisation import near_identity, xavier_gaussian, xavier_uniform
from verifier.evidence.measurement import RunCase, Starts

BELOW, ABOVE = Fraction(-1), Fraction(1)  # targets
NEAR = Fraction(1, 64)
TINY = Fraction(1, 2**40)
COARSE, FINE = Fraction(1, 100), Fraction(1, 10**6)  # losses to be reached
LAWS = ("Gaussian", "uniform", "two values")
SMALL_SHARE = 0.8  # of the values 1/2 and 2, so that the variance is 1
SHIFTS = tuple(sorted({max(1, round(2 ** (i / 16))) for i in range(16 * 11)}))  # of 1/4096
SHIFT_UNIT = Fraction(1, 4096)


def cases(starts: Starts, depth: int, seed: int) -> Iterator[RunCase]:
    """The starts of a family at a depth, one of each kind, with the step size 1."""
    yield from _FAMILIES[starts](depth, seed)


def _case(
    label: str,
    seed: int,
    weights: tuple[Fraction, ...],
    target: Fraction = BELOW,
    radius: Fraction = Fraction(0),
    epsilon: Fraction = Fraction(0),
) -> RunCase:
    return RunCase(label, seed, weights, target, Fraction(1), radius, epsilon)


def _near_identity(depth: int, seed: int) -> Iterator[RunCase]:
    weights = near_identity(depth, NEAR, seed)
    yield _case("near identity 1/64", seed, weights, radius=NEAR)


def _nearer(depth: int, seed: int) -> Iterator[RunCase]:
    radius = Fraction(1, depth)
    yield _case("near identity 1/k", seed, near_identity(depth, radius, seed), radius=radius)


def _crossing(depth: int, seed: int) -> Iterator[RunCase]:
    yield _case("w_m = 1/4", seed, _apart(depth, seed, Fraction(1, 4)))


def _apart_cases(depth: int, seed: int) -> Iterator[RunCase]:
    """One coordinate in 0..1/4, the others in 3/4..5/4, the target on either side of the start."""
    quarter = Fraction(1, 4)
    yield _case("w_m = 1/4, y = -1", seed, _apart(depth, seed, quarter), epsilon=COARSE)
    yield _case("w_m = -1/4, y = 1", seed, _apart(depth, seed, -quarter), ABOVE, epsilon=COARSE)
    yield _case("w_m = 1/4, y = 1", seed, _apart(depth, seed, quarter), ABOVE, epsilon=FINE)
    yield _case("w_m = 0, y = -1", seed, _apart(depth, seed, Fraction(0)), epsilon=FINE)
    yield _case("w_m = 2**-40, y = -1", seed, _apart(depth, seed, TINY), epsilon=COARSE)


def _apart(depth: int, seed: int, least: Fraction) -> tuple[Fraction, ...]:
    rng = default_rng([depth, seed])
    drawn = [1 + Fraction(int(n), 64) for n in rng.integers(-16, 17, depth)]
    drawn[int(rng.integers(depth))] = least
    return tuple(drawn)


def _spaced(depth: int, seed: int) -> Iterator[RunCase]:
    """Moduli 1/k apart from each other, the smallest 1/4 or 0; the same for every seed."""
    for least in (Fraction(1, 4), Fraction(0)):
        weights = tuple(least + Fraction(j, depth) for j in range(depth))
        yield _case(f"w_j = {least} + (j - 1)/k", seed, weights, epsilon=COARSE)


def _equal(depth: int, seed: int) -> Iterator[RunCase]:
    yield _case("all 9/10", seed, (Fraction(9, 10),) * depth)
    drawn = default_rng([depth, seed]).integers(56, 72, depth)
    yield _case("in 7/8..9/8", seed, tuple(Fraction(int(n), 64) for n in drawn))


def _random(depth: int, seed: int) -> Iterator[RunCase]:
    """A sample of each law, of mean 0 and variance 1."""
    for law in LAWS:
        yield _case(law, seed, sample(law, depth, seed))


def sample(law: str, depth: int, seed: int) -> tuple[Fraction, ...]:
    """Independent weights: standard Gaussian, uniform on [-sqrt 3, sqrt 3], or of two sizes.

    Two values: abs(w) is 1/2 with probability 4/5 and else 2, its sign is drawn.
    """
    match law:
        case "Gaussian":
            return xavier_gaussian(depth, seed)
        case "uniform":
            return xavier_uniform(depth, seed)
    rng = default_rng(seed)
    small, positive = rng.random(depth) < SMALL_SHARE, rng.random(depth) < 0.5
    pairs = zip(small.tolist(), positive.tolist(), strict=True)
    return tuple((Fraction(1, 2) if s else Fraction(2)) * (1 if p else -1) for s, p in pairs)


_FAMILIES: dict[str, Callable[[int, int], Iterator[RunCase]]] = {
    "near identity": _near_identity,
    "near identity 1/k": _nearer,
    "apart": _apart_cases,
    "spaced": _spaced,
    "crossing": _crossing,
    "equal": _equal,
    "random": _random,
}


def best_shift(weights: tuple[Fraction, ...]) -> Fraction:
    """The multiple s of 1/4096, of some hundred, that makes s**2/M largest with M <= 1/2.

    M = prod(abs(w_i) + s), in doubles; the smallest s if M <= 1/2 for none of them.
    """
    sizes = [abs(float(w)) for w in weights]

    def gain(n: int) -> float:
        s = n * float(SHIFT_UNIT)
        product = sum(math.log(size + s) for size in sizes)
        return 2 * math.log(s) - product if product < math.log(0.4999) else -math.inf

    return max(SHIFTS, key=gain) * SHIFT_UNIT
