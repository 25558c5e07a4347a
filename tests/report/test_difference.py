"""How one statement differs from another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.language.build import family, forall, function, indices, natural, real
from verifier.language.statement import Statement, over, statement
from verifier.language.terms import Proposition
from verifier.lemma import Lemma
from verifier.library import installed_files, load
from verifier.report.difference import (
    Difference,
    difference,
    difference_object,
    difference_text,
    printed,
)

x, y, z = real("x"), real("y"), real("z")
k, K = natural("k"), real("K")
POOL: dict[str, Proposition] = {
    "x is positive": x > 0,
    "y is positive": y > 0,
    "x is at most y": x <= y,
    "z is small": z < 1,
}
CONCLUSIONS = (x <= y + 1, x < y)


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    names = draw(st.lists(st.sampled_from(sorted(POOL)), unique=True))
    return statement([x, y, z], {n: POOL[n] for n in names}, draw(st.sampled_from(CONCLUSIONS)))


def summed(found: Difference) -> set[tuple[str, str, str | None, str | None]]:
    """The changes without their order."""
    return {(c.kind, c.how, c.old and c.old.text, c.new and c.new.text) for c in found.changes}


@given(statements(), statements())
def test_changes_turn_around_with_the_sides(old: Statement, new: Statement) -> None:
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    there, back = difference(old, new), difference(new, old)
    assert summed(back) == {(kind, turned[how], b, a) for kind, how, a, b in summed(there)}
    assert there.kept == back.kept


@given(statements(), statements())
def test_the_changes_make_one_statement_of_the_other(old: Statement, new: Statement) -> None:
    found = difference(old, new)
    was = {h.name for h in old.hypotheses}
    gone = {c.old.name for c in found.changes if c.how == "removed" and c.old}
    come = {c.new.name for c in found.changes if c.how == "added" and c.new}
    assert was - gone | come == {h.name for h in new.hypotheses}
    assert found.kept == len(was - gone)
    concluding = [c for c in found.changes if c.kind == "conclusion"]
    assert bool(concluding) == (old.conclusion != new.conclusion)
    same_hypotheses = [h.name for h in old.hypotheses] == [h.name for h in new.hypotheses]
    assert found.same == (same_hypotheses and not concluding)


def only(old: Statement, new: Statement) -> tuple[str, str, str | None, str | None]:
    """The one change."""
    (change,) = summed(difference(old, new))
    return change


def test_each_kind_of_change_is_told_apart() -> None:
    w = family("w")
    base = statement([x, y], {"bound": x > 0}, x <= y)
    assert only(base, statement([x, y], {"bound": x > 1}, x <= y)) == (
        "hypothesis", "changed", "x > 0", "x > 1",
    )  # fmt: skip
    renamed = difference(base, statement([x, y], {"x is positive": x > 0}, x <= y))
    assert [c.how for c in renamed.changes] == ["renamed"]
    assert renamed.same
    assert only(base, statement([x, y, z], {"bound": x > 0}, x <= y))[:2] == (
        "declaration", "added",
    )  # fmt: skip
    every, other = (
        statement([k, over(w, top)], {}, forall(indices(k), lambda i: w(i) > 0))
        for top in (k, k + 1)
    )
    assert only(every, other)[:2] == ("declaration", "changed")


def test_names_of_bound_indices_make_no_difference() -> None:
    w = family("w")
    one = forall(indices(k), lambda i: w(i) > 0)
    other = forall(indices(k), lambda j: w(j) > 0)
    old, new = (statement([k, over(w, k)], {"a": every}, k >= 0) for every in (one, other))
    assert not difference(old, new).changes


def test_small_and_large_letters_are_one_variable() -> None:
    Y = real("Y")
    old = statement([x, y], {"y is positive": y > 0}, x <= y)
    new = statement([x, Y], {"the target is positive": Y > 0}, x <= Y)
    found = difference(old, new)
    assert found.same
    assert [(c.kind, c.how) for c in found.changes] == [
        ("declaration", "renamed"),
        ("hypothesis", "renamed"),
    ]


def test_what_is_chosen_before_what_is_a_difference() -> None:
    f = function("f")
    before = statement([K, f, x], {}, f(x) <= K, constants=[K])
    after = statement([f, K, x], {}, f(x) <= K, constants=[K])
    given_ = statement([f, K, x], {}, f(x) <= K)
    for old, new in ((before, after), (after, given_)):
        assert {c.kind for c in difference(old, new).changes} == {"declaration"}


def test_another_order_of_hypotheses_is_said() -> None:
    old, new = (
        statement([x, y], {name: POOL[name] for name in names}, x <= y)
        for names in (["x is positive", "y is positive"], ["y is positive", "x is positive"])
    )
    found = difference(old, new)
    assert (found.changes, found.reordered, found.same) == ((), True, False)


@pytest.fixture(scope="module")
def lemmas() -> list[Lemma]:
    """Those of some results that are repaired."""
    results = ("lemma_01_", "lemma_06_", "lemma_09_", "lemma_13_")
    files = [file for file in installed_files() if file.name.startswith(results)]
    return [entry.lemma for entry in load(files)[0]]


def test_what_is_repaired_differs_from_what_is_printed(lemmas: list[Lemma]) -> None:
    """By the same result of the same paper, with a change that the entry lists."""
    pairs = [
        (beside[0], lemma)
        for lemma in lemmas
        if lemma.variant == "repaired" and len(beside := printed(lemma, lemmas)) == 1
    ]
    assert len(pairs) >= 6
    for old, new in pairs:
        found = difference(old.statement, new.statement)
        assert not found.same
        assert new.changes
        shown = difference_text(old, new)
        data = difference_object(old, new)
        assert data["against"] == old.id
        for change in data["changes"]:
            for sign, part in (("-", change["old"]), ("+", change["new"])):
                if part and change["how"] != "renamed":
                    assert f"  {sign} " in shown and part["text"] in shown


def test_only_what_is_repaired_is_compared_by_itself(lemmas: list[Lemma]) -> None:
    for lemma in lemmas:
        if lemma.variant != "repaired":
            assert printed(lemma, lemmas) == ()
        assert lemma not in printed(lemma, lemmas)
