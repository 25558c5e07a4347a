"""Finite joint laws of random variables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

from verifier.language.terms import LanguageError


@dataclass(frozen=True)
class Law:
    """A finite joint law: probabilities, each with the values of the members 1..k."""

    outcomes: tuple[tuple[Fraction, tuple[Fraction, ...]], ...]

    def __post_init__(self) -> None:
        if any(p <= 0 for p, _ in self.outcomes) or sum(p for p, _ in self.outcomes) != 1:
            raise LanguageError("the probabilities of a law are positive and sum to 1")

    def value(self, outcome: int, member: int) -> Fraction:
        """The value of member 1, 2, ... at an outcome; 0 for members without values."""
        row = self.outcomes[outcome][1]
        return row[member - 1] if 1 <= member <= len(row) else Fraction(0)

    def marginal(self, member: int) -> dict[Fraction, Fraction]:
        """The probability of each value of one member."""
        law: dict[Fraction, Fraction] = {}
        for number, (probability, _) in enumerate(self.outcomes):
            value = self.value(number, member)
            law[value] = law.get(value, Fraction(0)) + probability
        return law

    def same_law(self, members: Sequence[int]) -> bool:
        """Whether these members have one law."""
        return all(self.marginal(m) == self.marginal(members[0]) for m in members)

    def independent(self, members: Sequence[int]) -> bool:
        """Whether these members are independent."""
        marginals = [self.marginal(member) for member in members]
        joint: dict[tuple[Fraction, ...], Fraction] = {}
        for number, (probability, _) in enumerate(self.outcomes):
            values = tuple(self.value(number, member) for member in members)
            joint[values] = joint.get(values, Fraction(0)) + probability
        # Where all values of positive joint probability have that of the product, and there are
        # as many as the product has, none is left out.
        return len(joint) == prod(map(len, marginals)) and all(
            probability
            == prod((m[v] for m, v in zip(marginals, values, strict=True)), start=Fraction(1))
            for values, probability in joint.items()
        )


def product_law(marginals: Sequence[Sequence[tuple[Fraction, Fraction]]]) -> Law:
    """The law of independent members, each given by (probability, value) pairs."""
    outcomes = []
    for combination in product(*marginals):
        probability = prod((p for p, _ in combination), start=Fraction(1))
        outcomes.append((probability, tuple(v for _, v in combination)))
    return Law(tuple(outcomes))
