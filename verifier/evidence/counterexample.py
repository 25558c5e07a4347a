"""Search for an exact instance on which a statement fails, as small and simple as can be found."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from flint import ctx

from verifier.evidence.margin import FAR, margin
from verifier.evidence.plan import Plan, conjuncts
from verifier.evidence.simplify import complexity, simplify
from verifier.evidence.source import RandomSource
from verifier.evidence.strategies import Draw, ranked_plans
from verifier.language.evaluate import Kind, Outcome, check_instance
from verifier.language.evaluation import Evaluation
from verifier.language.instance import Instance, InstanceValue
from verifier.language.statement import Statement
from verifier.language.terms import NATURAL, Symbol, Variable

ELITE = 12  # how many of the closest instances are kept to climb from
PLANNING = 3  # the part of the time that goes to the choice of plans is one over this
SCREENING = 300  # bits at which random instances are looked at
FINAL = 2000
POLISH = 12  # how many failing instances are simplified before the simplest is given
FACTORS = tuple(map(Fraction, ("2", "1/2", "9/10", "10/9", "10", "1/10", "99/100", "100/99", "-1")))


@dataclass(frozen=True)
class Counterexample:
    """An instance on which a statement is violated or ill-posed."""

    instance: Instance
    outcome: Outcome


def search(
    statement: Statement,
    seed: int = 0,
    budget_seconds: float = 5.0,
    wanted: tuple[Kind, ...] = (Kind.VIOLATED, Kind.ILL_POSED),
    polishing_seconds: float | None = None,
) -> Counterexample | None:
    """Guaranteed to return only an instance that rigorous evaluation finds to fail.

    A violated instance is preferred to an ill-posed one.  Once one is known, `polishing_seconds`
    (a third of the budget by default) are spent on a simpler one.
    """
    polishing = budget_seconds / 3 if polishing_seconds is None else polishing_seconds
    return _Search(statement, seed, budget_seconds, wanted, polishing).run()


class _Search:
    def __init__(
        self,
        statement: Statement,
        seed: int,
        seconds: float,
        wanted: tuple[Kind, ...],
        polishing: float,
    ) -> None:
        self.statement = statement
        self.wanted = wanted
        self.source = RandomSource(seed)
        self.deadline = time.monotonic() + seconds
        self.halfway = self.deadline - seconds / 2
        self.polishing = polishing
        self.plans = ranked_plans(statement, seed, seconds / PLANNING)
        # Each part of the conclusion is climbed towards by itself: one that is often an equality
        # would hide how close the others are.
        self.goals = conjuncts(statement.conclusion)
        self.elites: list[list[tuple[float, Instance, Plan]]] = [[] for _ in self.goals]
        self.found: dict[Kind, list[tuple[int, Counterexample]]] = {}
        self.since: float | None = None

    def run(self) -> Counterexample | None:
        """Draws, climbs and simplifies until the time is over."""
        number = 0
        while time.monotonic() < self.deadline and not self._enough():
            plan = self.plans[number % len(self.plans)]
            number += 1
            climbing = number % 2 == 1 and any(self.elites) and self.since is None
            drawn = self._climb() if climbing else self._draw(plan)
            if drawn is not None:
                self._look(drawn, plan)
        for kind in (Kind.VIOLATED, Kind.ILL_POSED):
            if self.found.get(kind):
                return min(self.found[kind], key=lambda pair: pair[0])[1]
        return None

    def _draw(self, plan: Plan) -> Instance | None:
        """A random instance; no deeper than the best counterexample known."""
        keep: dict[Variable | Symbol, InstanceValue] = {}
        violated = self.found.get(Kind.VIOLATED)
        if violated:
            best = min(violated, key=lambda pair: pair[0])[1].instance
            for depth in plan.depths:
                most = best.values[depth]
                assert isinstance(most, Fraction)
                keep[depth] = Fraction(
                    self.source.pick(range(max(0, int(most) - 2), int(most) + 1))
                )
        return Draw(plan, self.source, keep).instance()

    def _enough(self) -> bool:
        if self.since is None:
            # An ill-posed instance is already an answer; half of the time goes to a better one.
            return bool(self.found) and time.monotonic() > self.halfway
        violated = len(self.found.get(Kind.VIOLATED, ()))
        return violated >= POLISH or time.monotonic() - self.since > self.polishing

    def _look(self, instance: Instance, plan: Plan) -> None:
        outcome = check_instance(self.statement, instance, max_precision=SCREENING)
        if outcome.kind in self.wanted:
            self._record(instance, outcome)
        elif outcome.kind is Kind.HOLDS:
            with ctx.workprec(53):
                evaluation = Evaluation(instance)
                for goal, elite in zip(self.goals, self.elites, strict=True):
                    found = margin(goal, evaluation)
                    if found > FAR:
                        elite.append((found, instance, plan))
                        elite.sort(key=lambda entry: -entry[0])
                        del elite[ELITE:]

    def _record(self, instance: Instance, outcome: Outcome) -> None:
        kind = outcome.kind
        if self.since is None and kind is Kind.VIOLATED:
            self.since = time.monotonic()
        if kind is Kind.ILL_POSED and len(self.found.get(kind, ())) >= 3:
            return
        end = min(self.deadline, time.monotonic() + self.polishing / 2)
        simple = simplify(self.statement, instance, self._fails(kind), end)
        final = check_instance(self.statement, simple, max_precision=FINAL)
        assert final.kind is kind
        entry = (complexity(simple), Counterexample(simple, final))
        self.found.setdefault(kind, []).append(entry)

    def _fails(self, kind: Kind) -> Callable[[Instance], bool]:
        def fails(instance: Instance) -> bool:
            found = check_instance(self.statement, instance, max_precision=SCREENING)
            return found.kind is kind

        return fails

    def _climb(self) -> Instance | None:
        """One of the closest instances with one or two of its values drawn again or moved."""
        elites = [elite for elite in self.elites if elite]
        _, instance, plan = self.source.pick(self.source.pick(elites))
        items = list(plan.order)
        changed = {self.source.pick(items) for _ in range(self.source.pick((1, 1, 2)))}
        keep: dict[Variable | Symbol, InstanceValue] = {}
        for item, value in instance.values.items():
            if item not in changed:
                keep[item] = value
            elif isinstance(value, Fraction) and not _is_natural(item) and self.source.pick((0, 1)):
                keep[item] = value * self.source.pick(FACTORS)
            elif isinstance(value, tuple) and value and self.source.pick((0, 1)):
                place = self.source.pick(range(len(value)))
                moved = value[place] * self.source.pick(FACTORS)
                keep[item] = (*value[:place], moved, *value[place + 1 :])
        if changed & plan.depths:
            return None
        return Draw(plan, self.source, keep).instance()


def _is_natural(item: Variable | Symbol) -> bool:
    return isinstance(item, Variable) and item.sort == NATURAL
