"""docs/extending.md: the recipes' code works, in the way the recipes say."""

from __future__ import annotations

from typing import Any

import pytest
from pages import run, section, sections

from verifier.kernel.rules import RULES
from verifier.kernel.theorem import infer
from verifier.language.build import family, natural, sum_
from verifier.language.render import text

PAGE = "extending.md"
RECIPES = [part.heading for part in sections(PAGE) if part.blocks("python")]


def carried_out(recipe: str) -> dict[str, Any]:
    """The names that a recipe defines."""
    namespace: dict[str, Any] = {}
    run(PAGE, namespace, {recipe: section(PAGE, recipe)})
    return namespace


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_runs(recipe: str) -> None:
    assert carried_out(recipe)


def test_the_recipes_that_run() -> None:
    assert {"rule", "procedure", "justification", "descent", "measurement"} <= {
        recipe.split()[-1] for recipe in RECIPES
    }


def test_the_new_rule_is_one_and_says_what_it_proves() -> None:
    k, w = natural("k"), family("w")
    triangle = carried_out("An inference rule")["triangle"]
    made = infer(triangle, big=sum_(k, lambda i: w[i]))
    assert text(made.conclusion) == "|sum(i=1..k) w_i| <= sum(i=1..k) |w_i|"
    assert not made.hypotheses
    assert "triangle" not in RULES
