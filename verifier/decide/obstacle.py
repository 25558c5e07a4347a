"""What stood in the way of a proof, in words: the smallest margin that was seen, and the box at
which branch and bound stopped."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from verifier.decide.numeric import compile_terms, inputs_of, samples
from verifier.decide.numeric.affine import conjuncts
from verifier.decide.subdivision import Found, subdivide
from verifier.language.enclosure import Box, ordered_variables
from verifier.language.statement import Statement
from verifier.language.terms import LanguageError, Relation, Variable

SAMPLES = 400
PRECISION = 53


def obstacle(statement: Statement, seconds: float) -> str:
    """A clause or two; empty for conclusions that are no inequalities."""
    given = [p for h in statement.assumptions for p in conjuncts(h) if isinstance(p, Relation)]
    goals = [p for p in conjuncts(statement.conclusion) if isinstance(p, Relation)]
    said: list[str] = []
    for goal in goals:
        if goal.op in ("==", "!="):
            continue
        try:
            said += [*_margin(given, goal), *_stopped(given, goal, seconds / len(goals))]
        except LanguageError:
            continue
    return "; ".join(said)


def _margin(given: Sequence[Relation], goal: Relation) -> list[str]:
    inputs = inputs_of(goal, *given)
    if not inputs:
        return []
    points = samples(given, inputs, SAMPLES)
    with np.errstate(all="ignore"):
        left, right = compile_terms((goal.left, goal.right), inputs)(points)
        margins = (right - left) if goal.op in ("<", "<=") else (left - right)
    if not np.isfinite(margins).any():
        return []
    least = int(np.nanargmin(np.where(np.isfinite(margins), margins, np.nan)))
    where = ", ".join(
        f"{term.name} = {value:.6g}"
        for term, value in zip(inputs, points[:, least], strict=True)
        if isinstance(term, Variable)
    )
    return [
        f"the smallest margin seen at {points.shape[1]} points is {margins[least]:.3g} ({where})"
    ]


def _stopped(given: Sequence[Relation], goal: Relation, seconds: float) -> list[str]:
    variables = ordered_variables(goal, *given)
    found = subdivide(given, goal, PRECISION, time.monotonic() + seconds, sure=True)
    if isinstance(found, Found) or not variables:
        return []
    failure, box = found
    return [f"branch and bound stopped, since {failure.value}, at {_written(variables, box)}"]


def _written(variables: Sequence[Variable], box: Box) -> str:
    ends = (
        (v, float(low.mid()), float(high.mid()))
        for v, (low, high) in zip(variables, box, strict=False)
    )
    return ", ".join(f"{v.name} in [{low:.9g}, {high:.9g}]" for v, low, high in ends)
