"""Exact sums of squares by semidefinite programming: sum_k weight_k * (squares of basis_k) = f.

Floating point finds Gram matrices; what is made of them is exact.  Where all solutions are
singular, as when f has zeros, the search goes on with bases that avoid their common kernel.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from verifier.decide.polynomial.faces import vanishing_at, without_kernel
from verifier.decide.polynomial.programme import Block, System
from verifier.decide.polynomial.rounding import Square, rounded
from verifier.decide.polynomial.samples import Array
from verifier.decide.polynomial.semidefinite import solve_evenly
from verifier.kernel.certificates.canonical import Polynomial

MAX_ROUNDS = 10
POSITIVE, NEGATIVE = 1e-8, -1e-5  # margins that are taken for such
CLEARLY_POSITIVE = 1e-4  # a margin at which there is no kernel


def find_squares(
    target: Polynomial,
    blocks: Sequence[Block],
    normal: Callable[[Polynomial], Polynomial] = lambda p: p,
    remaining: Callable[[], float] = lambda: 10.0,
    zeros: Callable[[], Array] | None = None,
) -> list[Square] | None:
    """Squares whose weighted sum is the target up to `normal`; None if none were found.

    `zeros` are points at which the target is known to vanish.
    """
    return _Finder(target, normal, remaining, zeros).find(blocks)


class _Finder:
    """The search for one target, with the number of programmes that may still be solved."""

    def __init__(
        self,
        target: Polynomial,
        normal: Callable[[Polynomial], Polynomial],
        remaining: Callable[[], float],
        zeros: Callable[[], Array] | None,
    ) -> None:
        self.target, self.normal, self.remaining = target, normal, remaining
        self.rounds, self.zeros = MAX_ROUNDS, zeros

    def find(self, blocks: Sequence[Block]) -> list[Square] | None:
        """Squares from these blocks, or from what is left of them without a kernel."""
        system = System.of(self.target, blocks, self.normal, self.remaining)
        if system is None or not system.entries or not self.rounds:
            return None
        if self.remaining() <= system.cost:
            return None
        self.rounds -= 1
        solution = solve_evenly(system, self.remaining)
        if solution is None or solution.margin < NEGATIVE:
            return None
        if solution.margin > POSITIVE:
            found = rounded(system, solution)
            if found is not None:
                return found
        if solution.margin > CLEARLY_POSITIVE:
            return None
        for smaller in without_kernel(system, solution):
            found = self.find(smaller)
            if found is not None:
                return found
        if self.zeros is None or not self.rounds:
            return None
        points, self.zeros = self.zeros(), None
        vanishing = vanishing_at(system, points)
        return None if vanishing is None else self.find(vanishing)
