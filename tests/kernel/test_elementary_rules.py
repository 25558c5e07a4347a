"""The laws of elementary functions: true at many points, and refused without their conditions."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from flint import arb, ctx
from kernel_tools import given, refused

from verifier.kernel.rules.elementary import LAWS, Law, elementary
from verifier.kernel.theorem import infer
from verifier.language.binding import substitute
from verifier.language.build import (
    eq,
    exp,
    expectation,
    log,
    natural,
    random_family,
    real,
    sqrt,
)
from verifier.language.evaluate import Truth, evaluate, truth
from verifier.language.instance import Instance
from verifier.language.terms import (
    And,
    Op,
    Or,
    Proposition,
    Relation,
    as_term,
)
from verifier.language.values import Missing

x, y, z = real("x"), real("y"), real("z")
BITS = 300
TINY = Fraction(1, 2**200)
GRID = [Fraction(n) for n in (-3, -2, -1, 0, 1, 2, 3)]
GRID += [Fraction(n, 2) for n in (-3, -1, 1, 3)] + [Fraction(1, 3), Fraction(-2, 7)]


def points(law: Law) -> Iterator[Instance]:
    """Points at which the conditions hold: a grid with all boundaries, and random ones."""
    source = random.Random(1)
    grid = list(itertools.product(GRID, repeat=len(law.variables)))
    chosen = source.sample(grid, min(len(grid), 400))
    chosen += [
        tuple(Fraction(source.randint(-400, 400), source.randint(1, 100)) for _ in law.variables)
        for _ in range(100)
    ]
    for values in chosen:
        instance = Instance(dict(zip(law.variables, values, strict=True)))
        if all(truth(c, instance, classical=True) is Truth.TRUE for c in law.conditions):
            yield instance


def agrees(proposition: Proposition, instance: Instance) -> bool:
    """Whether it is true, equalities up to an error that rounding at 300 bits explains."""
    if isinstance(proposition, And):
        return all(agrees(part, instance) for part in proposition.args)
    if isinstance(proposition, Or):
        return any(agrees(part, instance) for part in proposition.args)
    assert isinstance(proposition, Relation)
    with ctx.workprec(BITS):
        sides = [evaluate(s, instance, BITS) for s in (proposition.left, proposition.right)]
        if any(isinstance(side, Missing) for side in sides):
            return False
        left, right = map(_ball, sides)
        gap = right - left
        scale = 1 + abs(left) + abs(right)
        small = arb(TINY.numerator) / TINY.denominator * scale
        match proposition.op:
            case "==":
                return bool(abs(gap) < small)
            case "<=":
                return bool(gap > -small)
            case ">=":
                return bool(gap < small)
            case "<":
                return bool(gap > 0)
            case ">":
                return bool(gap < 0)
    return bool(gap != 0)


def _ball(value: Any) -> Any:
    if isinstance(value, Fraction):
        return arb(value.numerator) / value.denominator
    return value


def is_true(law: Law) -> bool:
    """Whether a law holds at all of its points."""
    return all(agrees(law.conclusion, instance) for instance in points(law))


@pytest.mark.parametrize("name", LAWS)
def test_each_law_holds_at_many_points(name: str) -> None:
    law = LAWS[name]
    checked = 0
    for instance in points(law):
        assert agrees(law.conclusion, instance), f"{name} fails at {instance.to_json()}"
        checked += 1
    assert checked >= (5 if law.variables else 1)


WRONG: Mapping[str, Law] = {
    "log of sum": Law((x, y), (x > 0, y > 0), eq(log(x + y), log(x) + log(y))),
    "power of sum of bases": Law((x, y, z), (x > 0, y > 0), eq((x + y) ** z, x**z + y**z)),
    "root of square": Law((x,), (), eq(sqrt(x**2), x)),
    "strict triangle": Law((x, y), (), abs(x + y) < abs(x) + abs(y)),
    "sharper pi": Law((), (), Op("mul", (as_term(7), exp(1))) > 22),
    "log at zero": Law((x, y), (x >= 0, x <= y), log(x) <= log(y)),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_law_would_be_noticed(name: str) -> None:
    assert not is_true(WRONG[name])


CONDITIONS = [(name, n) for name, law in LAWS.items() for n in range(len(law.conditions))]


@pytest.mark.parametrize(("name", "missing"), CONDITIONS)
def test_each_condition_is_needed_and_asked_for(name: str, missing: int) -> None:
    law = LAWS[name]
    rest = tuple(c for n, c in enumerate(law.conditions) if n != missing)
    # The cosine vanishes at no rational point.
    assert name == "tan by sin and cos" or not is_true(replace(law, conditions=rest))
    refused("condition of .* is missing", elementary, *given(*rest), law=name, values=law.variables)
    made = infer(elementary, *given(*law.conditions), law=name, values=law.variables)
    assert (made.hypotheses, made.conclusion) == (set(law.conditions), law.conclusion)


@pytest.mark.parametrize("name", [name for name, law in LAWS.items() if law.variables])
def test_a_law_is_for_defined_values_of_the_right_number(name: str) -> None:
    law = LAWS[name]
    for undefined in (log(as_term(-1)), 1 / real("q"), expectation(random_family("r")[1])):
        values = (undefined, *law.variables[1:])
        refused("may be undefined", elementary, law=name, values=values)
    refused("takes", elementary, law=name, values=(*law.variables, z))
    refused("takes", elementary, law=name, values=law.variables[1:])


def test_values_are_put_in_at_once() -> None:
    made = infer(elementary, *given(y > 0, x > 0), law="log of product", values=(y, x))
    assert made.conclusion == eq(log(y * x), log(y) + log(x))
    assert substitute(LAWS["log of product"].conclusion, {x: y, y: x}) == made.conclusion


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("log of product", (x < 0, y < 0)),
        ("log of product", (x * y > 0,)),
        ("log of quotient", (x > 0, y < 0)),
        ("log is monotone", (x >= 0, x <= y)),
        ("sqrt squared", (x > -1,)),
        ("sqrt is monotone", (x <= y,)),
        ("power by exp", (x >= 0,)),
        ("power by exp", (x < 0,)),
        ("power of power", (x < 0,)),
        ("power of sum", (x >= 0,)),
        ("power of product", (x * y > 0,)),
        ("power is monotone", (x > 0, x <= y, z <= 0)),
        ("power in exponent", (x > 0, y <= z)),
        ("power to zero", (x >= 0, eq(y, 0))),
        ("exp is strictly monotone", (x <= y,)),
        ("abs of quotient", (y >= 0,)),
    ],
)
def test_weaker_conditions_do_not_do(name: str, wrong: tuple[Proposition, ...]) -> None:
    refused("missing", elementary, *given(*wrong), law=name, values=LAWS[name].variables)


def test_other_names_are_refused() -> None:
    refused("no law", elementary, law="log of sum", values=(x, y))
    k = natural("k")
    assert infer(elementary, law="exp is positive", values=(k,)).conclusion == (exp(k) > 0)
