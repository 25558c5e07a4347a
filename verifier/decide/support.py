"""Which theorems give a side condition at a glance."""

from __future__ import annotations

from collections.abc import Iterable

from verifier.kernel.facts import Facts
from verifier.kernel.theorem import Theorem
from verifier.language.definedness import conjunction, defined
from verifier.language.terms import And, Proposition


class Support:
    """Theorems, searched for the few that a rule needs as its side premises."""

    def __init__(self, theorems: Iterable[Theorem]) -> None:
        self.each = [(theorem, Facts([theorem])) for theorem in theorems]
        self.nothing = Facts([])
        self.all = Facts(theorem for theorem, _ in self.each)

    def support(self, conditions: Iterable[Proposition]) -> list[Theorem] | None:
        """Theorems that give all the conditions, definedness included; None if some is not given."""
        found: dict[int, Theorem] = {}
        for condition in conditions:
            for piece in _pieces(condition):
                giving = self._giving(piece)
                if giving is None:
                    return None
                found.update((id(theorem), theorem) for theorem in giving)
        return list(found.values())

    def _giving(self, piece: Proposition) -> list[Theorem] | None:
        if self.nothing.holds(piece):
            return []
        if not self.all.holds(piece):
            return None
        return next(([theorem] for theorem, facts in self.each if facts.holds(piece)), None)


def _pieces(condition: Proposition) -> tuple[Proposition, ...]:
    whole = conjunction(defined(condition), condition)
    return whole.args if isinstance(whole, And) else (whole,)
