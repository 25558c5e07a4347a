"""The search through a portfolio: it ends, does nothing twice, and keeps its limits."""

from __future__ import annotations

import time
from collections.abc import Sequence

from verifier.decide.deduce import assumed, followed
from verifier.decide.search import Procedure, Search
from verifier.kernel.theorem import Theorem
from verifier.language.build import real
from verifier.language.terms import Proposition

x, y = real("x"), real("y")


def at_a_glance(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
    return followed(facts, goal)


def asking_for(first: Proposition, second: Proposition, seen: list[Proposition]) -> Procedure:
    """A procedure that asks for the second proposition where the first is to be shown."""

    def ask(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
        seen.append(goal)
        return search.prove(facts, second) if goal == first else None

    return ask


def test_what_a_procedure_finds_is_returned() -> None:
    found = Search(time.monotonic() + 5, (at_a_glance,)).prove(assumed(x < y), x <= y)
    assert found is not None and found.conclusion == (x <= y)
    assert Search(time.monotonic() + 5, ()).prove(assumed(x < y), x <= y) is None


def test_rewritings_that_undo_each_other_end() -> None:
    seen: list[Proposition] = []
    there, back = asking_for(x < y, y < x, seen), asking_for(y < x, x < y, seen)
    assert Search(time.monotonic() + 5, (there, back)).prove([], x < y) is None
    assert len(seen) == 4


def test_a_sequent_is_tried_again_only_with_more_levels_left() -> None:
    seen: list[Proposition] = []
    search = Search(time.monotonic() + 5, (asking_for(x < y, y < x, seen),))
    search.costing(10).prove([], x < y)
    before = len(seen)
    search.costing(10).prove([], x < y)
    assert len(seen) == before
    search.prove([], x < y)
    assert len(seen) > before


def test_no_other_procedure_is_tried_on_a_settled_sequent() -> None:
    seen: list[Proposition] = []

    def settle(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
        search.settle(facts, goal)
        return None

    search = Search(time.monotonic() + 5, (settle, asking_for(x < y, y < x, seen)))
    assert search.prove([], x < y) is None
    assert not seen


def test_a_sequent_that_comes_back_is_not_settled() -> None:
    seen: list[Proposition] = []

    def settle(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
        search.settle(facts, goal)
        return search.prove(facts, goal)

    search = Search(time.monotonic() + 5, (settle, asking_for(x < y, y < x, seen)))
    assert search.prove([], x < y) is None
    assert seen


def test_nothing_is_tried_after_the_deadline() -> None:
    seen: list[Proposition] = []
    search = Search(time.monotonic() + 5, (asking_for(x < y, y < x, seen),))
    assert search.within(0.0).prove([], x < y) is None
    assert not seen
    search.prove([], x < y)
    assert seen
