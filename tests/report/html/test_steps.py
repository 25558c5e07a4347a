"""The tree of steps: each is in its block, and premises lead to what they name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from verifier.language.build import real
from verifier.language.render import latex, statement_latex
from verifier.language.statement import statement
from verifier.report.html.steps import Block, tree

X = real("x")

NAMES = st.lists(
    st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map(" / ".join),
    unique=True,
    max_size=12,
)


def step(name: str, *premises: str) -> dict[str, Any]:
    return {"name": name, "premises": list(premises), "text": "x", "latex": "x"}


def blocks(of: tuple[Block, ...] | list[Block], path: tuple[str, ...] = ()) -> Iterator[Any]:
    for block in of:
        here = (*path, block.name)
        yield " / ".join(here), block
        yield from blocks(block.blocks, here)


@given(NAMES)
def test_each_step_is_once_in_the_block_that_its_name_says(names: list[str]) -> None:
    found = list(blocks(tree([step(name) for name in names], "a", {})))
    own = [name for name, block in found if block.step is not None]
    assert sorted(own) == sorted(names)
    assert all(block.step is None or block.step["name"] == name for name, block in found)
    anchors = [block.anchor for _, block in found if block.step]
    assert sorted(anchors) == sorted(f"a:{n}" for n in range(1, len(names) + 1))


def test_a_block_counts_the_steps_inside_of_it() -> None:
    (block,) = tree([step("b / c / d"), step("b / e"), step("b")], "a", {})
    assert block.count == 2


def test_a_premise_leads_to_the_nearest_step_of_its_name_else_to_a_hypothesis() -> None:
    steps = [
        step("one"),
        step("block / one"),
        step("block / two", "one", "one at t, j", "one, part 2", "h", "h at 3", "what is supposed"),
        step("block"),
        step("three", "one"),
    ]
    found = dict(blocks(tree(steps, "a", {"h": "a:h1"})))
    anchors = [premise.anchor for premise in found["block / two"].premises]
    assert anchors == ["a:2", "a:2", "a:2", "a:h1", "a:h1", None]
    assert [premise.anchor for premise in found["three"].premises] == ["a:1"]


def test_of_a_printed_step_what_is_given_stands_before_the_claim() -> None:
    stated = statement([X], {"x is {small}": X <= 1, "x is positive": X > 0}, X**2 <= X)
    (block,) = tree(
        [
            {
                "name": "squaring",
                "premises": ["x > 0   (x is positive)", "x <= 1   (x is {small})"],
                "text": "x**2 <= x",
                "latex": statement_latex(stated),
            }
        ],
        "a",
        {},
    )
    assert [line.text for line in block.lines] == [
        "",
        "x <= 1   (x is {small})",
        "x > 0   (x is positive)",
        "x**2 <= x",
    ]
    assert block.lines[-1].latex == latex(X**2 <= X)
