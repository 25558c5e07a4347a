"""At which runs Lemma 15 and Theorem 4 are measured."""

from collections.abc import Mapping
from typing import Any

from lemmas.shamir2019._descent import eta, k, w
from lemmas.shamir2019._theorem_4 import W, Y, eps, g, m, q
from verifier import RunBound, RunCase, Statement, Symbol, Term, Variable


def values(case: RunCase) -> dict[Variable | Symbol, Any]:
    """What the statements speak of, at a measured run; by Lemma 11, if its target is above 0, at
    the run from the start with the sign of one coordinate changed."""
    return {
        k: case.depth,
        m: case.least,
        Y: abs(case.target),
        W: case.smallest,
        g: case.gap,
        q: case.others,
        eta: case.step,
        eps: case.epsilon,
        w: case.mirrored,
    }


def iterations(stated: Statement, bounds: Mapping[str, Term]) -> RunBound:
    """The first iteration with a loss of at most eps against bounds of Theorem 4."""
    return RunBound(
        statement=stated,
        bounds=bounds,
        direction="at most",
        quantity="loss",
        level=eps,
        starts="apart",
        step="the step size is small",
        values=values,
    )
