"""The clock lemmas at sharp instances: there they hold, and slightly different statements fail; and
the counts that they promise beside runs in ball arithmetic, in plain Python."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, TypeAlias

import pytest
from flint import arb, ctx, fmpq
from supplied import changed

from lemmas.escape import (
    clock,
    clock_count,
    clock_perturbation,
    clock_ratio,
    clock_step,
)
from verifier.language.build import rational
from verifier.language.evaluate import Kind, check_instance
from verifier.language.evaluation import Evaluation
from verifier.language.instance import Instance, instance, polynomial_function
from verifier.language.statement import Over, Statement
from verifier.language.terms import REAL, Proposition, Relation, Symbol

Q = Fraction
Value: TypeAlias = "int | str | Fraction | Sequence[int | str | Fraction]"


def drawn(stated: Statement, **values: Value) -> Instance:
    """Values by name: the start of a run, perturbations as lists, functions by coefficients."""
    given: dict[Any, Any] = {}
    for declaration in stated.variables:
        item = declaration.symbol if isinstance(declaration, Over) else declaration
        value = values.pop(item.name)
        if isinstance(value, int | str | Fraction):
            given[item] = Q(value)
        elif isinstance(item, Symbol) and item.sorts == (REAL,):
            given[item] = polynomial_function([Q(c) for c in value])
        else:
            given[item] = tuple(Q(v) for v in value)
    assert not values, f"not declared: {', '.join(values)}"
    return instance(stated, given)


def kind(stated: Statement, **values: Value) -> Kind:
    """What comes of a statement at an instance."""
    return check_instance(stated, drawn(stated, **values)).kind


def tighter(stated: Statement, factor: str) -> Statement:
    """A statement with its bound multiplied by a factor."""
    bound = stated.conclusion
    assert isinstance(bound, Relation)
    return changed(stated, Relation("<=", bound.left, rational(factor) * bound.right))


def strict(stated: Statement) -> Statement:
    """A statement with its bound not attained."""
    bound = stated.conclusion
    assert isinstance(bound, Relation)
    return changed(stated, Relation("<", bound.left, bound.right))


# Instances at which a bound is attained, or almost

STEADY: dict[str, Value] = {
    "g": [1], "a": -9, "b": 9, "rho": 0, "sigma": 0, "mu": 0, "delta": 0,
    "n": 3, "x": 5, "theta": [0, 0, 0], "Psi": [0, 1],
}  # fmt: skip
PERTURBED: dict[str, Value] = {**STEADY, "delta": "1/4", "theta": ["1/4", "1/4", "1/4"]}
FAST: dict[str, Value] = {**STEADY, "mu": "1/4", "Psi": [0, "5/4"]}

# g = 1 + z**2/1000 and g Psi' = 1 - g'/2 but for terms of order 1e-11.
CURVED: dict[str, Value] = {
    "x": "1/2", "a": "-51/100", "b": "1/2", "g": [1, 0, "1/1000"],
    "Psi": [0, 1, Q(-1, 2000), Q(-1, 3000), Q(1, 4 * 10**6), Q(1, 5 * 10**6), Q(-1, 6 * 10**9)],
    "rho": "11/10000", "sigma": "2001/1000000", "mu": "1/10000000000",
}  # fmt: skip


@pytest.mark.parametrize("values", [PERTURBED, FAST], ids=["perturbed", "fast clock"])
def test_the_bounds_on_perturbations_and_on_the_clock_are_attained(
    values: dict[str, Value],
) -> None:
    stated = clock.LEMMA.statement
    assert kind(stated, **values) is Kind.HOLDS
    assert kind(strict(stated), **values) is Kind.VIOLATED
    assert kind(tighter(stated, "999/1000"), **values) is Kind.VIOLATED


def test_the_bound_on_the_curvature_is_almost_attained() -> None:
    stated = clock_step.LEMMA.statement
    assert kind(stated, **CURVED) is Kind.HOLDS
    assert kind(tighter(stated, "99/100"), **CURVED) is Kind.VIOLATED


def test_the_bounds_on_the_ratio_and_on_one_perturbation_are_attained() -> None:
    line: dict[str, Value] = {"g": [1, "1/2"], "a": -9, "b": 9, "rho": "1/2", "x": 2, "s": 1}
    ratio = clock_ratio.LEMMA.statement
    assert kind(ratio, **line) is Kind.HOLDS
    assert kind(ratio, **{**line, "rho": "49/100"}) is Kind.VACUOUS
    loose = changed(ratio, without="g has small slopes")
    assert kind(loose, **{**line, "rho": "49/100"}) is Kind.VIOLATED
    one: dict[str, Value] = {
        "g": [1], "Psi": [0, 1], "a": -9, "b": 9, "x": 2, "rho": 0, "M": 1,
        "delta": "1/4", "theta": "-1/4",
    }  # fmt: skip
    perturbation = clock_perturbation.LEMMA.statement
    assert kind(perturbation, **one) is Kind.HOLDS
    assert kind(strict(perturbation), **one) is Kind.VIOLATED


# What goes wrong without a hypothesis

NO_CLOCK: dict[str, Value] = {**STEADY, "Psi": [0]}
STEEP: dict[str, Value] = {
    **STEADY, "n": 1, "x": 1, "a": 0, "b": 1, "g": ["1/4", "1/2"], "Psi": [0], "mu": "3/4",
    "theta": [0],
}  # fmt: skip
LONG: dict[str, Value] = {**STEADY, "theta": ["1/2", 0, 0]}
ABOVE: dict[str, Value] = {
    **STEADY, "n": 1, "x": 1, "a": 0, "b": 0, "Psi": [0, 1, 1], "theta": [0],
}  # fmt: skip
NEEDED: dict[str, dict[str, Value]] = {
    "Psi is the clock": NO_CLOCK,
    "g has small slopes": STEEP,
    "the perturbations are small": LONG,
    "the start is at most b": ABOVE,
}


@pytest.mark.parametrize("name", NEEDED)
def test_without_a_hypothesis_the_clock_fails(name: str) -> None:
    stated, values = clock.LEMMA.statement, NEEDED[name]
    assert kind(stated, **values) is Kind.VACUOUS
    assert kind(changed(stated, without=name), **values) is Kind.VIOLATED


def test_the_counting_lemma_needs_the_growth_of_the_clock_in_a_step() -> None:
    stated = clock_count.LEMMA.statement
    values = {k: v for k, v in STEADY.items() if k not in ("sigma", "mu")}
    steady: dict[str, Value] = {**values, "M": 1, "eps": 0}
    assert kind(stated, **steady) is Kind.HOLDS
    slow: dict[str, Value] = {**steady, "Psi": [0, "1/2"]}
    assert kind(stated, **slow) is Kind.VACUOUS
    without = changed(stated, without="unperturbed steps")
    assert kind(without, **slow) is Kind.VIOLATED


# The bounds as formulas, and runs beside them


def first_order(rho: Any, sigma: Any, mu: Any, delta: Any) -> Any:
    """The error of a step, to first order."""
    one_step = (3 * rho**2 + sigma) / (12 * (1 - rho) ** 2) + mu / (1 - rho)
    return one_step + delta * (1 + rho / 2 + mu) / (1 - rho * (1 + delta))


def stated_bound(conclusion: Proposition, at: Instance) -> Any:
    """The right side of a conclusion."""
    assert isinstance(conclusion, Relation)
    return Evaluation(at).term(conclusion.right)


def test_the_bounds_are_these_formulas() -> None:
    rho, sigma, mu, delta = (fmpq(1, n) for n in (7, 11, 17, 19))
    values: dict[str, Value] = {
        **STEADY, "rho": "1/7", "sigma": "1/11", "mu": "1/17", "delta": "1/19", "n": 5,
    }  # fmt: skip
    first = clock.LEMMA.statement
    bound = stated_bound(first.conclusion, drawn(first, **values))
    assert bound == 5 * first_order(rho, sigma, mu, delta)


def exponential(z: arb) -> arb:
    """g = eta exp(z), of which g' and g g'' are powers."""
    return ETA * z.exp()


def count(z: arb) -> arb:
    """The clock Psi of `exponential`."""
    return -(-z).exp() / ETA - z / 2


ETA = fmpq(1, 50)


def error(n: int, theta: arb) -> arb:
    """By how much the clock exceeds n after n steps from 0, perturbed to and fro."""
    x = arb(0)
    for t in range(n):
        x = x - (1 + theta * (1 if t % 2 else -1)) * exponential(x)
    return abs(count(arb(0)) - count(x) - n)


@pytest.mark.parametrize("theta", [fmpq(0), fmpq(1, 10**4)])
@pytest.mark.parametrize("n", [1, 10, 1000])
def test_runs_with_an_exponential_are_counted(n: int, theta: fmpq) -> None:
    with ctx.workprec(200):
        assert error(n, arb(theta)) <= n * first_order(ETA, ETA**2, fmpq(0), theta)


def test_the_bound_is_not_far_from_the_error() -> None:
    with ctx.workprec(200):
        assert first_order(ETA, ETA**2, fmpq(0), fmpq(0)) < 3 * error(1, arb(0))
