"""At which random starts Theorem 2 is measured, and which of its constants the laws have."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from lemmas.shamir2019._descent import eta, f, k
from lemmas.shamir2019._theorem_2 import C, L, c1, c2, gap, lowest
from verifier import Symbol, Variable, rational

# E|w| <= 1 - c2 by Lemma 1, and since 4/5 of the two values are 1/2 and the others 2.
MEANS = {"Gaussian": "1/5", "uniform": "1/10", "two values": "1/5"}
# Rational numbers below -log(1 - c2)/8.
RATES = {"Gaussian": "1/36", "uniform": "1/76", "two values": "1/36"}

OF_THE_START = ("the coordinates are independent", "gradient descent runs from v almost surely")


def values(law: str, depth: int, step: Fraction) -> Mapping[Variable | Symbol, Any]:
    """What is not random in the statements, on (p + 1)**2/2.

    f' = p + 1 is less than 2 below 1, and densities of at most 1, or no weight below 1/2, give
    c1 = 2.
    """
    return {
        k: depth,
        eta: step,
        L: 2,
        lowest: 0,
        gap: rational("1/8").value,
        c1: 2,
        c2: rational(MEANS[law]).value,
        C: rational(RATES[law]).value,
        f: (rational("1/2").value, 1, rational("1/2").value),
    }
