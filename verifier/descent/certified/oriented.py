"""A loss turned so that the run goes down: fhat(p) = f(tau p) with fhat' > 0 where the run is."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.descent.certified.balls import Ball
from verifier.descent.objective import Functions


@dataclass(frozen=True)
class Oriented:
    """fhat(p) = f(tau p) and its derivatives, tau = 1 or -1, on the numbers of one backend."""

    functions: Functions
    tau: int

    def value(self, p: Ball) -> Ball:
        """fhat(p)."""
        return self.functions.value(self.tau * p)

    def first(self, p: Ball) -> Ball:
        """fhat'(p)."""
        return self.tau * self.functions.derivative(self.tau * p)

    def second(self, p: Ball) -> Ball:
        """fhat''(p)."""
        return self.functions.second(self.tau * p)

    def third(self, p: Ball) -> Ball:
        """fhat'''(p)."""
        return self.tau * self.functions.third(self.tau * p)
