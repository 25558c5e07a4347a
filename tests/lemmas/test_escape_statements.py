"""The lemmas of the escape note at sharp instances: there they hold, and slightly different
statements fail; and the reduced recursion beside gradient descent, in plain Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from math import isqrt, prod
from typing import Any, TypeAlias

import pytest
from supplied import changed

from lemmas.escape import (
    comparison,
    drift,
    gap_box,
    growing,
    no_overshoot,
    no_overshoot_below,
    reduction,
    tie,
)
from lemmas.escape._dynamics import eta, f, gap, k, least, m, reduced_step, square
from lemmas.escape._dynamics import product as product_at
from verifier.language.build import both, eq, exp, forall, implies, indices, rational, reals, times
from verifier.language.evaluate import Kind, check_instance
from verifier.language.instance import instance, polynomial_function
from verifier.language.statement import Over, Statement
from verifier.language.terms import REAL, Proposition, Symbol, Term, TermLike

Q = Fraction
Value: TypeAlias = "int | str | Sequence[int | str]"
SQUARED: list[int | str] = ["1/2", 1, "1/2"]  # (p + 1)**2/2 by rising powers
CENTRED: list[int | str] = [0, 0, "1/2"]  # z**2/2


def kind(stated: Statement, **values: Value) -> Kind:
    """What comes of a statement at values given by name: families and starts as lists, functions
    by their coefficients."""
    given: dict[Any, Any] = {}
    for declaration in stated.variables:
        item = declaration.symbol if isinstance(declaration, Over) else declaration
        value = values.pop(item.name)
        if isinstance(value, int | str):
            given[item] = Q(value)
        elif isinstance(item, Symbol) and item.sorts == (REAL,):
            given[item] = polynomial_function([Q(c) for c in value])
        else:
            given[item] = tuple(map(Q, value))
    assert not values, f"not declared: {', '.join(values)}"
    return check_instance(stated, instance(stated, given)).kind


# Reduction


def root(value: Fraction) -> Fraction:
    """The square root of the square of a rational."""
    found = Q(isqrt(value.numerator), isqrt(value.denominator))
    assert found * found == value
    return found


def product(factors: Iterable[Fraction]) -> Fraction:
    """The product of rationals."""
    return prod(factors, start=Q(1))


def slope(p: Fraction) -> Fraction:
    """The derivative of (p + 1)**2/2."""
    return p + 1


def descend(w: list[Fraction], eta: Fraction) -> list[Fraction]:
    """One step of gradient descent on (P + 1)**2/2, from the definition."""
    gradient = [slope(product(w)) * product(w[:j] + w[j + 1 :]) for j in range(len(w))]
    return [x - eta * g for x, g in zip(w, gradient, strict=True)]


STARTS: dict[str, tuple[list[str], int]] = {
    "product falls to zero": (["1", "3/2", "2"], 1),
    "one negative": (["1/2", "-3/4", "2"], 1),
    "least one negative": (["3/4", "-1/2", "2", "-1"], 1),
    "all moduli grow": (["1/3", "1/2", "-1"], 1),
    "product rises to zero": (["-2", "1/2", "3"], -1),
    "least one is zero": (["0", "2", "-1"], 1),
}


@pytest.mark.parametrize("name", STARTS)
def test_the_reduced_recursion_is_gradient_descent(name: str) -> None:
    start, tau = STARTS[name]
    w, eta, steps = [Q(x) for x in start], Q(1, 50), 3
    assert tau * slope(product(w)) > 0
    m = min(range(len(w)), key=lambda i: abs(w[i]))
    signs = [1 if x >= 0 else -1 for x in w]
    signs[m] = tau * prod(s for i, s in enumerate(signs) if i != m)
    x, d = signs[m] * w[m], [v * v - w[m] * w[m] for i, v in enumerate(w) if i != m]
    for _ in range(steps):
        q = product(root(x * x + gap) for gap in d)
        g = eta * (tau * slope(tau * x * q)) * q
        assert all(g * x < x * x + gap and g * g <= x * x + gap for gap in d)
        x, d = x - g, [gap * (1 - g * g / (x * x + gap)) for gap in d]
        w = descend(w, eta)
        assert x == signs[m] * w[m]
        assert d == [v * v - x * x for i, v in enumerate(w) if i != m]
    stated = reduction.LEMMA.statement
    found = kind(
        stated, k=len(w), m=m + 1, n=steps, eta="1/50", tau=tau, s=signs, w=start, f=SQUARED
    )
    assert found is Kind.HOLDS


def other_gap(factor: Callable[[Term], Term]) -> Proposition:
    """The recursion of the gaps with something else for 1 - g**2/v."""

    def at_time(t: TermLike) -> Proposition:
        x, new = reduction.point(t), reduction.point(t + 1)
        return forall(
            indices(k, omit=[m]),
            lambda i: eq(gap(new, i), gap(x, i) * factor(reduced_step(x) ** 2 / square(x, i))),
        )

    return forall(indices(reduction.n), at_time)


@pytest.mark.parametrize(
    "factor", [lambda u: 1 + u, lambda u: 1 - u / 2, lambda u: 1, lambda u: 1 - u + u**2]
)
def test_another_recursion_of_the_gaps_is_false(factor: Callable[[Term], Term]) -> None:
    values: dict[str, Any] = {
        "k": 2, "m": 1, "n": 1, "eta": "1/5", "tau": 1, "s": [1, 1], "w": [1, 2], "f": SQUARED
    }  # fmt: skip
    stated = reduction.LEMMA.statement
    assert kind(stated, **values) is Kind.HOLDS
    assert kind(changed(stated, other_gap(lambda u: 1 - u)), **values) is Kind.HOLDS
    assert kind(changed(stated, other_gap(factor)), **values) is Kind.VIOLATED


def test_steps_four_times_too_long_pass_a_coordinate() -> None:
    def longer(t: TermLike) -> Proposition:
        x = reduction.point(t)
        g = reduced_step(x)
        return forall(
            indices(k, omit=[m]),
            lambda i: both(g * least(x) < 4 * square(x, i), g**2 <= 4 * square(x, i)),
        )

    stated = reduction.LEMMA.statement
    loosened = changed(stated, other={"the steps are short": forall(indices(reduction.n), longer)})
    values: dict[str, Any] = {
        "k": 2, "m": 1, "n": 1, "eta": "1/5", "tau": 1, "s": [1, 1], "w": [1, "11/10"], "f": [0, 10]
    }  # fmt: skip
    assert kind(loosened, **values) is Kind.VIOLATED
    assert kind(stated, **values) is Kind.VACUOUS


# Drift


def scaled_drift(
    slack: Fraction | int = 1, error: Fraction | int = 1, times_error: Fraction | int = 1
) -> Proposition:
    """The bounds of the drift with the slack, the error below and the error above scaled."""
    n, d, c = drift.n, drift.d, drift.c
    low = (1 + error * c) * (drift.passed(n) + slack * drift.slack(n))
    high = (1 - times_error * c) * (drift.passed(n) - slack * drift.slack(n))
    return both(d[1] * (1 - low) <= d[n + 1], d[n + 1] <= d[1] * exp(-high))


CONVEX: dict[str, Any] = {  # the lower bound is attained
    "n": 1, "g": ["1/2"], "theta": [0], "F": CENTRED, "x": [1], "d": [1], "m": "1/2", "B": 1, "c": 0
}  # fmt: skip
FLAT_START: dict[str, Any] = {  # the slope is 0 where the step begins: the upper bound is attained
    **CONVEX, "F": [0, 1, "-1/2"]
}  # fmt: skip
TOO_MUCH: dict[str, Any] = {  # F linear, the gap shrinks by as much as the error allows
    **CONVEX, "F": [0, 1], "B": 0, "c": "1/2", "theta": ["1/2"]
}  # fmt: skip
TOO_LITTLE: dict[str, Any] = {  # or by as little
    **TOO_MUCH, "theta": ["-1/2"], "g": ["1/1000"]
}  # fmt: skip
DRIFTS = {
    "slack below": (CONVEX, {"slack": Q(99, 100)}),
    "slack above": (FLAT_START, {"slack": Q(99, 100)}),
    "error below": (TOO_MUCH, {"error": Q(99, 100)}),
    "error above": (TOO_LITTLE, {"times_error": Q(99, 100)}),
}


@pytest.mark.parametrize("name", DRIFTS)
def test_no_constant_of_the_drift_can_be_smaller(name: str) -> None:
    values, factors = DRIFTS[name]
    stated = drift.LEMMA.statement
    assert kind(stated, **values) is Kind.HOLDS
    assert kind(changed(stated, scaled_drift()), **values) is Kind.HOLDS
    assert kind(changed(stated, scaled_drift(**factors)), **values) is Kind.VIOLATED


def test_the_drift_is_that_of_a_gap_of_gradient_descent() -> None:
    w, eta, steps = [Q(1), Q(3, 2)], Q(1, 20), 5
    x, d, g, ratios = w[0], w[1] ** 2 - w[0] ** 2, [], []
    run = w
    for _ in range(steps):
        following = descend(run, eta)
        g.append(run[0] - following[0])
        ratios.append(g[-1] / run[1] ** 2)
        run = following
    middle = (max(ratios) + min(ratios)) / 2
    theta = [ratio / middle - 1 for ratio in ratios]
    values: dict[str, Any] = {
        "n": steps, "g": [str(step) for step in g], "theta": [str(t) for t in theta],
        "F": [0, str(middle)], "x": [str(x)], "d": [str(d)], "m": str(max(g)), "B": 0,
        "c": str(max(abs(t) for t in theta)),
    }  # fmt: skip
    stated = drift.LEMMA.statement
    now = eq(drift.d[drift.n + 1], rational(str(run[1] ** 2 - run[0] ** 2)))
    assert kind(stated, **values) is Kind.HOLDS
    assert kind(changed(stated, now), **values) is Kind.HOLDS


def test_the_range_of_the_gaps_is_sharp() -> None:
    values: dict[str, Any] = {"n": 1, "g": ["1/2"], "u": ["1/2"], "x": [1], "d": [1], "r": 1}
    stated, n, x, d = gap_box.LEMMA.statement, gap_box.n, gap_box.x, gap_box.d
    smaller = d[1] * (1 - Q(99, 100) * gap_box.r * (x[1] - x[n + 1])) <= d[n + 1]
    assert kind(stated, **values) is Kind.HOLDS
    assert kind(changed(stated, smaller), **values) is Kind.VIOLATED


# Comparison, overshoot, ties, growth


def test_a_map_that_decreases_exchanges_two_runs() -> None:
    steeper = forall(
        reals(),
        lambda z: implies(comparison.inside(z), comparison.g.prime(z) <= Q(3, 2)),
    )
    values: dict[str, Any] = {
        "n": 1, "a": [0], "b": [0], "x": [0], "y": [1], "lo": 0, "hi": 1,
    }  # fmt: skip
    stated = comparison.LEMMA.statement
    assert kind(stated, g=[0, 1], **values) is Kind.HOLDS
    loosened = changed(stated, other={"g' is at most 1": steeper})
    assert kind(loosened, g=[0, "3/2"], **values) is Kind.VIOLATED


def test_the_step_size_for_no_overshoot_is_sharp() -> None:
    stated = no_overshoot.LEMMA.statement
    short = eta * no_overshoot.L * no_overshoot.squares(1)
    attained = changed(stated, other={"the step is short": short <= 1})
    ones: dict[str, Any] = {"y": 1, "L": 1, "f": CENTRED}
    assert kind(stated, k=2, w=[1, 2], eta="1/6", **ones) is Kind.HOLDS
    assert kind(stated, k=1, w=[2], eta="99/100", **ones) is Kind.HOLDS
    assert kind(attained, k=1, w=[2], eta=1, **ones) is Kind.VIOLATED
    twice = changed(stated, other={"the step is short": short < 2})
    assert kind(twice, k=2, w=[1, 2], eta="39/100", **ones) is Kind.VIOLATED


def test_steps_four_times_too_long_overshoot_from_below() -> None:
    stated = no_overshoot_below.LEMMA.statement
    L, y = no_overshoot_below.L, no_overshoot_below.y
    short = eta * L * y**2 * no_overshoot_below.inverses(1)
    ones: dict[str, Any] = {"k": 2, "w": [1, 1], "y": 2, "L": 1, "f": CENTRED}
    assert kind(stated, eta="1/8", **ones) is Kind.HOLDS
    longer = changed(stated, other={"the step is short": short <= 4})
    assert kind(longer, eta="1/2", **ones) is Kind.VIOLATED


def test_only_a_tie_keeps_the_product_positive() -> None:
    stays = forall(times(1), lambda t: tie.w[m, t] > 0)
    stated = changed(tie.LEMMA.statement, stays)
    three: dict[str, Any] = {"k": 3, "m": 1, "q": 2, "M": 3, "w": [1, 1, 2], "f": SQUARED}
    assert kind(stated, eta="1/7", **three) is Kind.HOLDS
    short = eta * tie.M * tie.rest(1)
    longer = changed(stated, other={"the step is short": short < 7})
    assert kind(longer, eta=1, **three) is Kind.VIOLATED
    untied = changed(stated, without="the least coordinate is attained twice")
    apart: dict[str, Any] = {"k": 2, "m": 1, "q": 2, "M": "11/10", "f": SQUARED, "eta": "1/2"}
    assert kind(untied, w=["1/10", 1], **apart) is Kind.VIOLATED
    assert kind(untied, w=["1/10", "1/10"], **apart) is Kind.HOLDS


def test_a_loss_that_grows_lowers_a_coordinate() -> None:
    stated = growing.LEMMA.statement
    start = product_at(growing.point(1))
    rising = forall(reals(), lambda z: implies(z >= 0, f.prime(start + z) <= Q(1, 10)))
    values: dict[str, Any] = {"k": 2, "eta": "1/2", "w": [0, 1]}
    assert kind(stated, f=[0, -1], **values) is Kind.HOLDS
    loosened = changed(stated, other={"f does not grow": rising})
    assert kind(loosened, f=[0, "1/10"], **values) is Kind.VIOLATED
