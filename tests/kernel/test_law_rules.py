"""Means and small balls by named laws, comparison and positivity: right uses hold, slightly false
ones are refused."""

from __future__ import annotations

from fractions import Fraction
from math import pi

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from kernel_tools import given, refused

from verifier.kernel.rules import elementary, logic, numbers, probability
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import close
from verifier.language.build import (
    both,
    either,
    eq,
    expectation,
    finite_law,
    forall,
    function,
    indices,
    natural,
    random_family,
    rational,
    real,
    standard_normal,
    uniform,
)
from verifier.language.build import probability as pr
from verifier.language.calculus import derivative
from verifier.language.evaluate import Truth, evaluate, truth
from verifier.language.instance import Instance
from verifier.language.law import product_law
from verifier.language.terms import (
    ONE,
    TRUE,
    ZERO,
    And,
    ForAll,
    Implies,
    LanguageError,
    Reals,
    Relation,
    Term,
    as_term,
)

k, i = natural("k"), natural("i")
x, a, b = real("x"), real("a"), real("b")
w, v = random_family("w"), random_family("v")
INSIDE = given(1 <= i, i <= k)
Q = Fraction


def piece(low: Term, high: Term, primitive: Term, body: Term) -> Theorem:
    """The condition of a uniform mean on one piece, taken for granted here."""
    claim = And((TRUE, eq(derivative(primitive, x), body)))
    inside = And((low <= x, x <= high))
    (theorem,) = given(ForAll(Reals(), close(Implies(inside, claim), x), "x"))
    return theorem


def mean(law: Theorem, body: Term, *sides: Theorem, **more: object) -> Theorem:
    points, primitives = more.get("points", ()), more.get("primitives", ())
    return infer(
        probability.mean_by_law, law, *INSIDE, *sides,
        body=body, variable=x, index=i, points=points, primitives=primitives,
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------
# Means


def test_the_moments_of_a_standard_normal_variable() -> None:
    (law,) = given(standard_normal(w, k))
    assert mean(law, x).conclusion == eq(expectation(w[i]), 0)
    assert mean(law, x**2).conclusion == eq(expectation(w[i] ** 2), 1)
    size = mean(law, abs(x))
    assert size.cited == {"gaussian-abs"}
    assert isinstance(size.conclusion, Relation)
    value = evaluate(size.conclusion.right, Instance({}))
    assert abs(float(value) - (2 / pi) ** 0.5) < 1e-12


@pytest.mark.parametrize("body", [x**4, 2 * x, x**3, abs(x) + 0])
def test_other_moments_of_a_standard_normal_variable_are_refused(body: Term) -> None:
    (law,) = given(standard_normal(w, k))
    with pytest.raises(LanguageError, match="are known"):
        mean(law, body)


weights = st.lists(st.integers(1, 9), min_size=1, max_size=4)
values = st.fractions(-3, 3, max_denominator=5)


@drawn(weights=weights, data=st.data())
def test_the_mean_of_a_finite_law_is_that_of_the_instance(
    weights: list[int], data: st.DataObject
) -> None:
    points = [data.draw(values) for _ in weights]
    outcomes = [(Q(n, sum(weights)), p) for n, p in zip(weights, points, strict=True)]
    stated = finite_law(w, 1, [(as_term(p), as_term(v)) for p, v in outcomes])
    (law,) = given(stated)
    theorem = infer(
        probability.mean_by_law, law, *given(ONE <= as_term(1)),
        body=abs(x) - x**2, variable=x, index=ONE, points=(), primitives=(),
    )  # fmt: skip
    here = Instance({w: product_law([outcomes])})
    assert truth(stated, here) is Truth.TRUE
    assert truth(theorem.conclusion, here) is Truth.TRUE


def test_a_finite_mean_must_be_defined_at_every_value() -> None:
    (law,) = given(finite_law(w, k, [(Q(1, 2), 0), (Q(1, 2), 1)]))
    with pytest.raises(LanguageError, match="condition on the index or the function"):
        mean(law, 1 / x)


def test_the_uniform_mean_by_a_primitive_on_each_piece() -> None:
    (law,) = given(uniform(w, k, -1, 1))
    points = tuple(map(as_term, (-1, 0, 1)))
    primitives = (-x, x)  # of the sign of x, say
    body = abs(x) / x
    sides = [
        piece(low, high, primitive, body)
        for low, high, primitive in zip(points, points[1:], primitives, strict=False)
    ]
    order = given(points[0] <= points[1], points[1] <= points[2])
    theorem = mean(law, body, *order, *sides, points=points, primitives=primitives)
    assert isinstance(theorem.conclusion, Relation)
    assert evaluate(theorem.conclusion.right, Instance({})) == 0
    refusal = "condition on the index or the function"
    with pytest.raises(LanguageError, match=refusal):
        mean(law, body, *order, sides[0], points=points, primitives=primitives)
    with pytest.raises(LanguageError, match="cut the interval"):
        mean(law, body, *order, *sides, points=points[:2], primitives=primitives[:1])
    with pytest.raises(LanguageError, match="cut the interval"):
        mean(law, body, *order, *sides, points=points, primitives=primitives[:1])


def test_a_point_that_moves_with_the_variable_is_refused() -> None:
    (law,) = given(uniform(w, k, 0, 1))
    points = (ZERO, 1 - x, ONE)
    with pytest.raises(LanguageError, match="occurs in the points"):
        mean(law, ONE, points=points, primitives=(x, x))


def test_an_unknown_primitive_is_refused() -> None:
    # Its derivative need not be integrable.
    g = function("g", smooth=1)
    (law,) = given(uniform(w, k, 0, 1))
    with pytest.raises(LanguageError, match="no elementary function"):
        mean(law, g.prime(x), points=(ZERO, ONE), primitives=(g(x),))


def test_a_mean_asks_for_the_range_of_the_index() -> None:
    (law,) = given(standard_normal(w, k))
    refused(
        "condition on the index", probability.mean_by_law, law, *given(1 <= i),
        body=x, variable=x, index=i, points=(), primitives=(),
    )  # fmt: skip


def test_a_random_function_or_law_is_refused() -> None:
    (law,) = given(standard_normal(w, k))
    with pytest.raises(LanguageError, match="random"):
        mean(law, x * w[1])
    (shifted,) = given(uniform(w, k, 0, v[1]))
    with pytest.raises(LanguageError, match="random"):
        mean(shifted, x, points=(ZERO, v[1]), primitives=(x**2 / 2,))


# ------------------------------------------------------------------------------------------------
# Small balls


def test_the_probability_of_a_short_interval() -> None:
    (law,) = given(uniform(w, k, -1, 3))
    theorem = infer(probability.small_ball, law, *INSIDE, *given(a <= b), index=i, lower=a, upper=b)
    event = pr(both(a <= w[i], w[i] <= b))
    assert theorem.conclusion == (event <= ONE / (as_term(3) - as_term(-1)) * (b - a))


def test_a_short_interval_has_ends_in_order_that_are_not_random() -> None:
    (law,) = given(standard_normal(w, k))
    rule = probability.small_ball
    refused("on the index or the ends", rule, law, *INSIDE, index=i, lower=a, upper=b)
    refused("random", rule, law, *INSIDE, *given(a <= w[2]), index=i, lower=a, upper=w[2])
    (finite,) = given(finite_law(w, k, [(1, 0)]))
    refused("no density", rule, finite, *INSIDE, *given(a <= b), index=i, lower=a, upper=b)


# ------------------------------------------------------------------------------------------------
# Comparison, positivity, two events


def test_integrable_by_comparison() -> None:
    size = infer(elementary.elementary, law="abs bounds", values=(w[1],))
    bound = infer(logic.and_elim, size, position=1)
    sure = infer(numbers.follows, bound, goal=w[1] <= abs(w[1]))
    known = given(eq(expectation(abs(w[1])), expectation(abs(w[1]))))
    refused("not abs", probability.dominated, sure, *known)
    # abs(abs(w)) <= abs(w) at every outcome
    nonnegative = infer(elementary.elementary, law="abs is nonnegative", values=(w[1],))
    same = infer(elementary.elementary, nonnegative, law="abs of nonnegative", values=(abs(w[1]),))
    order = infer(numbers.follows, same, goal=abs(abs(w[1])) <= abs(w[1]))
    theorem = infer(probability.dominated, order, *known)
    assert theorem.conclusion == eq(expectation(abs(w[1])), expectation(abs(w[1])))
    refused("may be undefined", probability.dominated, order)


def test_comparison_at_one_outcome_only_is_refused() -> None:
    assumed, *known = given(
        abs(w[1]) <= abs(v[1]), eq(expectation(abs(v[1])), expectation(abs(v[1])))
    )
    refused("at every outcome", probability.dominated, assumed, *known)


def test_a_nonnegative_variable_of_mean_zero_vanishes() -> None:
    law = infer(elementary.elementary, law="abs is nonnegative", values=(w[1],))
    sign = infer(numbers.follows, law, goal=ZERO <= abs(w[1]))
    (mean_zero,) = given(eq(expectation(abs(w[1])), 0))
    theorem = infer(probability.zero_mean_of_nonnegative, sign, mean_zero, variable=abs(w[1]))
    assert theorem.conclusion == eq(pr(eq(abs(w[1]), 0)), 1)
    rule = probability.zero_mean_of_nonnegative
    (at_most,) = given(expectation(abs(w[1])) <= 0)
    refused("is not E", rule, sign, at_most, variable=abs(w[1]))
    (assumed,) = given(ZERO <= w[1])
    (mean_of_w,) = given(eq(expectation(w[1]), 0))
    refused("at every outcome", rule, assumed, mean_of_w, variable=w[1])


def test_the_union_bound_for_two_events() -> None:
    event = either(w[1] > 0, w[2] > rational("1/2"))
    theorem = infer(probability.union_bound, event=event)
    total = ZERO + pr(w[1] > 0) + pr(w[2] > rational("1/2"))
    assert theorem.conclusion == (pr(event) <= total)
    assert theorem.cited == {"union-bound"}
    refused("not of the form", probability.union_bound, event=both(w[1] > 0, w[2] > 0))
    every = forall(indices(k), lambda i: w[i] > 0)
    refused("not of the form", probability.union_bound, event=every)
