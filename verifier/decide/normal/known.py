"""What is known in a sequent: its facts, asked for conditions of laws and for instances of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from verifier.decide.deduce import attempt, discharged
from verifier.decide.normal.signs import Signs
from verifier.decide.numeric import plausible
from verifier.decide.search import Search
from verifier.decide.support import Support, conditions_of
from verifier.kernel.rules import elementary, logic, numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import substitute
from verifier.language.terms import TRUE, Proposition, Relation, Term, Variable

SECONDS, LEVELS = 0.4, 4  # for one condition that is not plain from signs


class Known:
    """The facts of a sequent, and what was shown from them."""

    def __init__(self, facts: Sequence[Theorem], search: Search) -> None:
        self.facts = list(facts)
        self.search = search
        self._shown: dict[tuple[Proposition, bool], Theorem | None] = {}

    @cached_property
    def support(self) -> Support:
        """The facts by what they give at a glance."""
        return Support(self.facts)

    @cached_property
    def signs(self) -> Signs:
        """The signs that follow from the facts."""
        return Signs(self.facts)

    def given(self, condition: Proposition) -> Theorem | None:
        """The condition, if it is plain from the facts."""
        if condition == TRUE:
            return infer(logic.and_intro)
        support = self.support.support([condition])
        if support is None:
            return None
        if len(support) == 1 and support[0].conclusion == condition:
            return support[0]
        return attempt(lambda: infer(numbers.follows, *support, goal=condition))

    def quickly(self, condition: Proposition) -> Theorem | None:
        """The condition, if it is plain from the facts or by the signs of its parts."""
        return self._remembered(condition, False)

    def shown(self, condition: Proposition) -> Theorem | None:
        """The condition, if a short search shows it."""
        return self._remembered(condition, True)

    def _remembered(self, condition: Proposition, searching: bool) -> Theorem | None:
        key = (condition, searching)
        if key not in self._shown:
            self._shown[key] = self._show(condition, searching)
        return self._shown[key]

    def _show(self, condition: Proposition, searching: bool) -> Theorem | None:
        if searching:
            found = self.quickly(condition)
            if found is not None or not self.is_plausible(condition):
                return found
            search = self.search.within(SECONDS)
            return search.costing(max(0, search.depth - LEVELS)).prove(self.facts, condition)
        found = self.given(condition)
        if found is None and isinstance(condition, Relation):
            found = self.signs.shown(condition)
        return found

    def is_plausible(self, condition: Proposition) -> bool:
        """False if the condition fails at a point at which the facts hold."""
        return plausible([fact.conclusion for fact in self.facts], condition)

    def defining(self, *terms: Term) -> list[Theorem] | None:
        """Theorems that show the terms to be defined."""
        found = []
        for condition in conditions_of(*terms):
            if condition == TRUE or self.support.nothing.holds(condition):
                continue
            shown = self.shown(condition)
            if shown is None:
                return None
            found.append(shown)
        return found

    def restated(self, theorem: Theorem, goal: Relation) -> Theorem | None:
        """A relation that is the theorem's up to normal form."""
        defining = self.defining(goal.left, goal.right)
        if defining is None:
            return None
        return attempt(lambda: infer(numbers.follows, theorem, *defining, goal=goal))

    def law(self, name: str, *values: Term) -> Theorem | None:
        """A law of the kernel at values, its conditions being shown."""
        entry = elementary.LAWS[name]
        put = dict(zip(entry.variables, values, strict=True))
        premises = self.defining(*values)
        if premises is None:
            return None
        for condition in entry.conditions:
            shown = self.shown(substitute(condition, put))
            if shown is None:
                return None
            premises.append(shown)
        return attempt(lambda: infer(elementary.elementary, *premises, law=name, values=values))

    def lemma(self, lemma: Theorem, values: Mapping[Variable, Term]) -> Theorem | None:
        """A theorem about variables at values, its hypotheses being shown."""
        defining = self.defining(*values.values())
        if defining is None:
            return None
        names, terms = tuple(values), tuple(values.values())
        made = attempt(
            lambda: infer(logic.instantiate, lemma, *defining, variables=names, values=terms)
        )
        if made is None:
            return None
        for hypothesis in lemma.hypotheses:
            shown = self.shown(substitute(hypothesis, values))
            if shown is None:
                return None
            made = discharged(made, shown)
        return made
