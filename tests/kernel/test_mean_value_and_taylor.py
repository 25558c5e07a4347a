"""Partial derivatives, the mean value theorem and Taylor's: slightly false uses are refused."""

from __future__ import annotations

import pytest
from kernel_tools import given, refused

from verifier.kernel.rules import calculus, numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.build import (
    eq,
    exp,
    expectation,
    family,
    function,
    log,
    maximum,
    natural,
    ne,
    partial,
    prod,
    random_family,
    real,
    sequence,
    sqrt,
    sum_,
)
from verifier.language.calculus import derivative, smooth
from verifier.language.terms import ONE, ZERO, Proposition, Relation, Term, as_term

x, y, a, b, c = (real(name) for name in "xyabc")
i, j, k, t = (natural(name) for name in "ijkt")
w, r, W = family("w"), random_family("r"), sequence("W")
f, g = function("f"), function("g", smooth=1)
P = prod(k, lambda i: w[i])
IN_RANGE = (ONE <= j, j <= k)


# Partial derivatives


def test_partial_of_a_product_needs_the_index_in_its_range() -> None:
    made = infer(calculus.partial, *given(*IN_RANGE), term=partial(P, w[j]))
    assert made.conclusion == eq(partial(P, w[j]), prod(k, lambda i: w[i], omit=[j]))
    assert made.hypotheses == set(IN_RANGE)
    for kept in IN_RANGE:
        refused("takes for granted", calculus.partial, *given(kept), term=partial(P, w[j]))


def test_partial_takes_indices_apart_only_if_they_are() -> None:
    made = infer(calculus.partial, *given(ne(i, j)), term=partial(w[i], w[j]))
    assert made.conclusion == eq(partial(w[i], w[j]), ZERO)
    refused("takes for granted", calculus.partial, term=partial(w[i], w[j]))
    # w_(i+1) is not w_j for any i only if that is given for all i of the range.
    shifted = partial(sum_(k, lambda i: w[i + 1]), w[j])
    refused("takes for granted", calculus.partial, *given(*IN_RANGE), term=shifted)
    assert infer(calculus.partial, term=partial(w[2] ** 2 * w[1], w[2])).conclusion == eq(
        partial(w[2] ** 2 * w[1], w[2]), 2 * w[2] * w[1]
    )


def test_partial_of_a_sequence_looks_at_the_time_too() -> None:
    later = partial(W[j, t + 1], W[j, t])
    assert infer(calculus.partial, term=later).conclusion == eq(later, ZERO)
    other = partial(W[j, i], W[j, t])
    refused("takes for granted", calculus.partial, term=other)
    assert infer(calculus.partial, *given(ne(i, t)), term=other).hypotheses == {ne(i, t)}


def test_partial_is_for_defined_functions() -> None:
    refused("may be undefined", calculus.partial, term=partial(1 / w[1], w[1]))
    refused("may be undefined", calculus.partial, term=partial(1 / y, w[1]))
    refused("may be undefined", calculus.partial, term=partial(w[1] * log(y), w[1]))
    nonzero = (ne(w[1], 0), ne(w[1] ** 2, 0))
    made = infer(calculus.partial, *given(*nonzero), term=partial(1 / w[1], w[1]))
    assert made.hypotheses == set(nonzero)


def test_a_logarithm_is_differentiable_where_it_is_defined() -> None:
    refused("may be undefined", calculus.partial, term=partial(log(w[1]), w[1]))
    positive = given(ZERO < w[1], ne(w[1], 0))
    made = infer(calculus.partial, *positive, term=partial(log(w[1]), w[1]))
    assert made.conclusion == eq(partial(log(w[1]), w[1]), 1 / w[1])


@pytest.mark.parametrize(
    "body",
    [
        abs(w[1]),
        sqrt(w[1]),
        maximum(w[1], 0),
        w[1] ** y,
        w[1] ** k,
        f(w[1]),
        g.prime(w[1]),
        expectation(w[1] * r[1]),
        partial(abs(w[1]), w[1]),
    ],
)
def test_partial_refuses_what_need_not_be_smooth(body: Term) -> None:
    refused(
        "not supported|declared with", calculus.partial, *given(w[1] > 0), term=partial(body, w[1])
    )


def test_partial_is_of_partial_derivatives() -> None:
    refused("not a partial derivative", calculus.partial, term=x)


def test_partial_within_a_sum_stays_within_it() -> None:
    # The derivative of sum_i w_i*w_j by w_j: sum_i w_i + w_j, and not 2*w_j.
    body = sum_(k, lambda i: w[i] * w[j])
    made = infer(calculus.partial, *given(*IN_RANGE), term=partial(body, w[j]))
    conclusion = made.conclusion
    assert isinstance(conclusion, Relation)
    for wrong in (2 * w[j], sum_(k, lambda i: w[i]), w[j] * k):
        refused("does not follow", numbers.follows, made, goal=eq(conclusion.left, wrong))


# The mean value theorem


def on(low: Term, high: Term, *claims: Proposition) -> list[Theorem]:
    """The claims about x for all x from `low` to `high`, as theorems under themselves."""
    return given(*(calculus.segment_claim(x, low, high, claim) for claim in claims))


def test_mean_value() -> None:
    order, slope = *given(a <= b), *on(a, b, y <= exp(x))
    made = infer(
        calculus.mean_value, order, slope, function=exp(x), variable=x, lower=a, upper=b, slope=y
    )
    assert made.conclusion == (y * (b - a) <= exp(b) - exp(a))
    assert made.hypotheses == {order.conclusion, slope.conclusion}
    assert made.cited == {"mean-value"}


def test_mean_value_needs_the_order_of_the_ends() -> None:
    slope = on(a, b, y <= exp(x))
    for order in (b <= a, a < b, eq(a, b)):
        refused(
            "not a <= b",
            calculus.mean_value,
            *given(order),
            *slope,
            function=exp(x),
            variable=x,
            lower=a,
            upper=b,
            slope=y,
        )


def test_mean_value_needs_the_slope_on_the_whole_segment() -> None:
    (order,) = given(a <= b)
    for claims in (
        [],
        on(a, b, y <= x),
        on(a, b, exp(x) <= y),
        on(b, a, y <= exp(x)),
        on(a, c, y <= exp(x)),
        given(y <= exp(a)),
        given(y <= exp(x)),
    ):
        refused(
            "no premise gives it",
            calculus.mean_value,
            order,
            *claims,
            function=exp(x),
            variable=x,
            lower=a,
            upper=b,
            slope=y,
        )


def test_the_ends_and_the_slope_are_fixed() -> None:
    # exp(x) <= exp(x) on [0, 1] would give exp(x) <= exp(1) - exp(0) for all x.
    for changed in ({"slope": exp(x)}, {"lower": x}, {"upper": x}):
        ends = {"lower": ZERO, "upper": ONE, "slope": as_term(0), **changed}
        premises = given(ends["lower"] <= ends["upper"])
        premises += on(ends["lower"], ends["upper"], ends["slope"] <= exp(x))
        refused(
            "occurs in the ends",
            calculus.mean_value,
            *premises,
            function=exp(x),
            variable=x,
            **ends,
        )
    refused(
        "not a real variable",
        calculus.mean_value,
        *given(ZERO <= ONE),
        function=exp(k),
        variable=k,
        lower=ZERO,
        upper=ONE,
        slope=ZERO,
    )


@pytest.mark.parametrize("body", [abs(x), 1 / x, log(x), sqrt(x), x**y])
def test_mean_value_needs_smoothness_on_the_segment(body: Term) -> None:
    # |x| from -1 to 2: its slope away from 0 is at least -1, and 0 must not be left out.
    low, high = as_term(-1), as_term(2)
    (order,) = given(low <= high)
    slope = on(low, high, ZERO - 1 <= derivative(body, x))
    arguments = {"function": body, "variable": x, "lower": low, "upper": high, "slope": ZERO - 1}
    refused("no premise gives it", calculus.mean_value, order, *slope, **arguments)
    claimed = on(low, high, smooth(body, x))
    assert infer(calculus.mean_value, order, *slope, *claimed, **arguments)


@pytest.mark.parametrize("body", [maximum(x, 0), f(x), g.prime(x), expectation(x * r[1])])
def test_mean_value_refuses_what_has_no_derivative(body: Term) -> None:
    refused(
        "derivative",
        calculus.mean_value,
        *given(a <= b),
        function=body,
        variable=x,
        lower=a,
        upper=b,
        slope=y,
    )


# Taylor's theorem


def test_taylor() -> None:
    body = x**3
    second = derivative(derivative(body, x), x)
    (bound,) = on(ZERO, ONE, second <= y)
    made = infer(calculus.taylor, bound, function=body, variable=x, bound=y)
    start = ZERO**3 + 3 * ZERO**2 * 1
    assert made.cited == {"taylor"}
    assert isinstance(made.conclusion, Relation)
    assert made.conclusion.left == ONE**3
    refused("does not follow", numbers.follows, made, goal=ONE**3 <= start + y / 3)
    assert infer(numbers.follows, made, goal=ONE <= y / 2)


def test_taylor_needs_the_bound_on_the_whole_segment() -> None:
    second = derivative(derivative(x**3, x), x)
    for claims in (
        [],
        on(ZERO, ONE, y <= second),
        on(ZERO, ONE, derivative(x**3, x) <= y),
        on(ZERO, ONE / 2, second <= y),
        on(a, b, second <= y),
        given(second <= y),
    ):
        refused("no premise gives it", calculus.taylor, *claims, function=x**3, variable=x, bound=y)
    refused(
        "occurs in the ends",
        calculus.taylor,
        *on(ZERO, ONE, Relation("<=", second, second)),
        function=x**3,
        variable=x,
        bound=second,
    )


def test_taylor_needs_two_derivatives() -> None:
    refused("declared with 1", calculus.taylor, function=g(x), variable=x, bound=y)
    twice = function("h", smooth=2)
    (bound,) = on(ZERO, ONE, twice.prime(x, 2) <= y)
    made = infer(calculus.taylor, bound, function=twice(x), variable=x, bound=y)
    assert made.conclusion == (twice(ONE) <= twice(ZERO) + twice.prime(ZERO) + y / 2)
    # |x - 1/2| has a kink inside, 1/(2*x - 1) no value there: its second derivative is negative
    # to the left and positive to the right.
    for body in (abs(x - ONE / 2), 1 / (2 * x - 1), abs(x) * x):
        claim = on(ZERO, ONE, derivative(derivative(body, x), x) <= y)
        refused("no premise gives it", calculus.taylor, *claim, function=body, variable=x, bound=y)
