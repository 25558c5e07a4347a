"""Which theorems give a side condition at a glance."""

from __future__ import annotations

from collections.abc import Iterable

from verifier.kernel.facts import Facts
from verifier.kernel.theorem import Theorem
from verifier.language.definedness import conjunction, defined
from verifier.language.terms import And, Proposition, Term


class Support:
    """Theorems, searched for the few that a rule needs as its side premises."""

    def __init__(self, theorems: Iterable[Theorem]) -> None:
        self.each = [(theorem, Facts([theorem])) for theorem in theorems]
        self.nothing = Facts([])
        self.all = Facts(theorem for theorem, _ in self.each)

    def support(self, conditions: Iterable[Proposition]) -> list[Theorem] | None:
        """Theorems that give all the conditions and their definedness; None if one is not given."""
        return self._all_giving(piece for c in conditions for piece in _pieces(c))

    def defining(self, *terms: Term) -> list[Theorem] | None:
        """Theorems that give that the terms are defined; None if that is not given.

        The conditions of a term say themselves when they are defined.
        """
        return self._all_giving(piece for term in terms for piece in conditions_of(term))

    def _all_giving(self, pieces: Iterable[Proposition]) -> list[Theorem] | None:
        found: dict[int, Theorem] = {}
        for piece in pieces:
            giving = self.giving(piece)
            if giving is None:
                return None
            found.update((id(theorem), theorem) for theorem in giving)
        return list(found.values())

    def giving(self, piece: Proposition) -> list[Theorem] | None:
        """Theorems that give one condition, its terms being defined; None if none does."""
        if self.nothing.holds(piece):
            return []
        if not self.all.holds(piece):
            return None
        return next(([theorem] for theorem, facts in self.each if facts.holds(piece)), None)


def conditions_of(*terms: Term) -> tuple[Proposition, ...]:
    """What it takes for the terms to be defined, one condition after the other."""
    whole = conjunction(*(defined(term) for term in terms))
    return whole.args if isinstance(whole, And) else (whole,)


def _pieces(condition: Proposition) -> tuple[Proposition, ...]:
    whole = conjunction(defined(condition), condition)
    return whole.args if isinstance(whole, And) else (whole,)
