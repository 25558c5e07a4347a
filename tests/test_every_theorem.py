"""Where this file is run, each theorem made during the run is looked at when the run ends."""

from __future__ import annotations

import pytest
from every_theorem import check_all, holds

from verifier.kernel.rules import logic
from verifier.kernel.theorem import Theorem, infer
from verifier.language.build import family, natural, prod, real


def test_a_false_theorem_would_be_noticed() -> None:
    x, k, w = real("x"), natural("k"), family("w")
    true = infer(logic.assume, proposition=x > 1)
    # Made around the kernel, so that it is not remembered as one of this run.
    false = object.__new__(Theorem)
    false.__dict__.update({**true.__dict__, "hypotheses": frozenset([x > 0])})
    with pytest.raises(AssertionError, match="is false at"):
        holds(false)
    assert holds(true)
    assert holds(infer(logic.reflexivity, term=prod(k, lambda i: w[i])))
    with pytest.raises(AssertionError, match="is false at"):
        check_all([true, false])


def test_the_theorems_of_this_run_are_remembered(
    made_theorems: dict[tuple[object, object], Theorem],
) -> None:
    made = infer(logic.reflexivity, term=real("unusual_name"))
    assert any(theorem.conclusion == made.conclusion for theorem in made_theorems.values())
