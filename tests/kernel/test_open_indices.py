"""An argument with an open index is refused: a binder put around it would capture it."""

from __future__ import annotations

import typing
from collections.abc import Sequence
from types import UnionType
from typing import Any

import pytest

from verifier.kernel.rules import RULES, big, cited, numbers
from verifier.kernel.theorem import infer
from verifier.language.build import real
from verifier.language.terms import Bound, LanguageError, Node, Proposition, Relation, Term, as_term

OPEN = {Term: Bound(0) + 1, Proposition: Relation("<", Bound(0), as_term(1)), Node: Bound(0)}
SOUND = {Term: real("x"), Proposition: real("x") > 0, Node: real("x")}
TAKE_BODIES = {"sum_linear", "product_of_products", "cauchy_schwarz"}


def kind_of(hint: Any) -> tuple[type, bool] | None:
    """The kind of node that an argument is, and whether it is a list of them."""
    several = typing.get_origin(hint) is Sequence
    (hint,) = typing.get_args(hint) if several else (hint,)
    options = typing.get_args(hint) if isinstance(hint, UnionType) else (hint,)
    for kind in (Term, Proposition, Node):
        if any(isinstance(option, type) and issubclass(kind, option) for option in options):
            return kind, several
    return None


ARGUMENTS = [
    (name, argument, *kind)
    for name, rule in sorted(RULES.items())
    for argument, hint in typing.get_type_hints(rule).items()
    if argument not in ("premises", "return", *rule.bodies)  # type: ignore[attr-defined]
    and (kind := kind_of(hint)) is not None
]


@pytest.mark.parametrize(("name", "argument", "kind", "several"), ARGUMENTS)
def test_no_rule_takes_an_open_argument(
    name: str, argument: str, kind: type, several: bool
) -> None:
    def given(value: Any) -> Any:
        return (value,) if several else value

    with pytest.raises(LanguageError, match=f"{name}: {argument} has an open index"):
        infer(RULES[name], **{argument: given(OPEN[kind])})
    with pytest.raises(LanguageError) as control:  # the other arguments are missing
        infer(RULES[name], **{argument: given(SOUND[kind]), "none such": 1})
    assert "open index" not in str(control.value)


def test_only_these_rules_take_bodies() -> None:
    taking = {name for name, rule in RULES.items() if rule.bodies}  # type: ignore[attr-defined]
    assert taking == TAKE_BODIES
    assert len(ARGUMENTS) > 60


def test_a_natural_above_itself_plus_one_is_refused() -> None:
    with pytest.raises(LanguageError, match="open index"):
        infer(numbers.archimedes, term=Bound(0) + 1)


def test_bodies_are_open_in_one_index_only() -> None:
    x, two = real("x"), as_term(2)
    for rule in (big.product_of_products, cited.cauchy_schwarz):
        assert infer(rule, upper=two, omit=(), left=Bound(0), right=x)
        with pytest.raises(LanguageError):
            infer(rule, upper=two, omit=(), left=Bound(1), right=x)
    sums = {"upper": two, "omit": (), "factors": (x,)}
    assert infer(big.sum_linear, bodies=(Bound(0),), **sums)
    with pytest.raises(LanguageError):
        infer(big.sum_linear, bodies=(Bound(1),), **sums)
