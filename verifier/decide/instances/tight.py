"""Points at which an inequality is tight, found in floating point: only what is tight there too
can have a part in its proof."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from verifier.decide.numeric import Compiled, compile_terms, inputs_of, samples
from verifier.decide.numeric.affine import relations_among
from verifier.decide.numeric.sampling import Tests
from verifier.decide.numeric.tape import Array
from verifier.language.terms import LanguageError, Proposition, Relation, Term

LINEAGES, CHILDREN, ROUNDS = 6, 24, 44
TIGHT = 1e-11
SLACK = 1e-4
MOST = 0.6  # some points may be tight by accident
MAX_DENOMINATOR = 12


class TightPoints:
    """Points at which the two sides of a relation agree (none, if none are found)."""

    def __init__(self, facts: Sequence[Proposition], goal: Relation) -> None:
        self.inputs: tuple[Term, ...] = inputs_of(goal, *facts)
        self.points: Array = np.zeros((len(self.inputs), 0))
        try:
            self.points = _descended(facts, goal, self.inputs)
        except LanguageError:
            return

    def vanishing(self, relation: Relation) -> Array:
        """At which points the sides of a relation agree."""
        values = self._values(relation.left, relation.right)
        if values is None:
            return np.ones(self.points.shape[1], dtype=bool)
        with np.errstate(all="ignore"):
            size = np.abs(values[0]) + np.abs(values[1])
            return np.asarray(np.abs(values[0] - values[1]) <= SLACK * size)

    def agree(self, a: Term, b: Term) -> bool:
        """Whether two terms agree at most of the points, if there are any."""
        if not self.points.shape[1]:
            return True
        return bool(np.mean(self.vanishing(Relation("==", a, b))) >= MOST)

    def constant(self, term: Term) -> Fraction | None:
        """The simple rational that a term is at one of the points; None if there is none."""
        values = self._values(term)
        if values is None or not values.shape[1] or not np.isfinite(values[0, 0]):
            return None
        found = Fraction(float(values[0, 0])).limit_denominator(MAX_DENOMINATOR)
        return found if abs(found - Fraction(float(values[0, 0]))) < SLACK else None

    def _values(self, *terms: Term) -> Array | None:
        try:
            return compile_terms(terms, self.inputs)(self.points)
        except LanguageError:
            return None


def _descended(facts: Sequence[Proposition], goal: Relation, inputs: tuple[Term, ...]) -> Array:
    """Points of least gap, each the end of its own random descent."""
    gap = compile_terms((goal.left, goal.right), inputs)
    tests = Tests(relations_among(facts), inputs)
    start = samples(facts, inputs, 200)
    if not start.shape[1]:
        return start
    moderate = np.all(np.abs(start) < 20, axis=0)
    start = start[:, moderate] if moderate.any() else start
    generator = np.random.default_rng(0)
    best = _spread_out(start[:, np.argsort(_gaps(gap, start))])
    for turn in range(ROUNDS):
        spread = 0.5 ** (turn / 2) * (1 + np.abs(best))
        moves = generator.normal(size=(best.shape[0], best.shape[1], CHILDREN))
        moves *= generator.random(moves.shape) < 0.7
        children = best[:, :, None] + spread[:, :, None] * moves
        children = np.concatenate([best[:, :, None], children], axis=2)
        flat = children.reshape(best.shape[0], -1)
        values = np.where(tests.hold(flat), _gaps(gap, flat), np.inf)
        chosen = np.argmin(values.reshape(best.shape[1], -1), axis=1)
        best = children[:, np.arange(best.shape[1]), chosen]
    # Near zero much agrees by accident, and far out everything that grows.
    inside = np.all((np.abs(best) > 1e-3) & (np.abs(best) < 50), axis=0)
    return np.asarray(best[:, (_gaps(gap, best) < TIGHT) & inside])


def _spread_out(points: Array) -> Array:
    """Some of the first points, not close to each other."""
    chosen: list[int] = []
    for i in range(points.shape[1]):
        near = any(np.allclose(points[:, i], points[:, j], rtol=0.2, atol=0.2) for j in chosen)
        if not near:
            chosen.append(i)
        if len(chosen) == LINEAGES:
            break
    return points[:, chosen]


def _gaps(gap: Compiled, points: Array) -> Array:
    values = gap(points)
    with np.errstate(all="ignore"):
        size = np.abs(values[0]) + np.abs(values[1]) + 1e-300
        relative = np.abs(values[0] - values[1]) / size
    return np.where(np.isfinite(relative), relative, np.inf)
