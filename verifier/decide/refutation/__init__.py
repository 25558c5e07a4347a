"""Exact counterexamples to statements about finitely many real and natural variables."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.decide.refutation.checking import Refutation
from verifier.decide.refutation.search import Search
from verifier.language.statement import Statement

__all__ = ["Refutation", "Search", "refute", "stages"]


def refute(
    statement: Statement, deadline: float, seed: int = 0, effort: int = 4
) -> Refutation | None:
    """Guaranteed to return only what rigorous evaluation finds to be a failure.

    `deadline` is a reading of `time.monotonic`.  `effort` is the last stage that is tried: 0 takes
    a few milliseconds, 1 some ten, the others go on to local optimisation.  A full counterexample
    is preferred to a point at which something is undefined.
    """
    search = Search(statement, deadline, seed)
    for number, found in enumerate(search.stages()):
        if found is not None:
            return found
        if number >= effort:
            break
    return search.looker.ill_posed


def stages(statement: Statement, deadline: float, seed: int = 0) -> Iterator[Refutation | None]:
    """After each stage what was found: a full counterexample, or None; an ill-posed point, if
    one was found, after the last stage."""
    search = Search(statement, deadline, seed)
    yield from search.stages()
    if search.looker.refuted is None:
        yield search.looker.ill_posed
