"""A function with a positive derivative increases: slightly false uses are refused."""

from __future__ import annotations

import pytest
from kernel_tools import given, refused

from verifier.decide.scalar import find_scalar_proof
from verifier.kernel.rules import calculus, elementary, logic
from verifier.kernel.theorem import Theorem, infer
from verifier.language.build import exp, function, log, maximum, ne, real, sqrt
from verifier.language.calculus import derivative, smooth
from verifier.language.terms import ONE, ZERO, Proposition, Relation, Term, as_term

x, b, y = real("x"), real("b"), real("y")
AFTER, BEFORE, FROM, TO = ZERO < x, x < b, ZERO <= x, x <= b
TWO = as_term(2)


def shown(goal: Proposition, *under: Proposition) -> Theorem:
    """The goal from just these hypotheses, by arithmetic."""
    theorem = find_scalar_proof(goal, given(*under))
    assert theorem is not None
    return theorem


def arguments(body: Term, op: str = "<", low: Term = ZERO, high: Term = b) -> dict[str, object]:
    return {"function": body, "variable": x, "lower": low, "upper": high, "op": op}


def slope(body: Term, *under: Proposition, op: str = "<") -> Theorem:
    return shown(Relation(op, ZERO, derivative(body, x)), *under)


SQUARE = slope(x**2, AFTER)


@pytest.mark.parametrize("op", ["<", "<="])
def test_a_positive_derivative_between_the_ends(op: str) -> None:
    (order,) = given(Relation(op, ZERO, b))
    made = infer(calculus.increasing, order, slope(x**2, AFTER, op=op), **arguments(x**2, op))
    assert made.conclusion == Relation(op, ZERO**2, b**2)
    assert (made.hypotheses, made.cited) == ({order.conclusion}, {"mean-value"})


def test_the_ends_need_not_be_smooth() -> None:
    # The square root is not differentiable at 0.
    order, after, from_ = given(ZERO < b, AFTER, FROM)
    root = infer(elementary.elementary, after, law="sqrt is positive", values=(x,))
    twice = find_scalar_proof(ZERO < 2 * sqrt(x), [root])
    assert twice is not None
    rising = find_scalar_proof(ZERO < derivative(sqrt(x), x), [twice, after])
    assert rising is not None
    made = infer(calculus.increasing, order, rising, after, from_, **arguments(sqrt(x)))
    assert made.conclusion == (sqrt(ZERO) < sqrt(b))
    assert made.hypotheses == {order.conclusion}
    refused("may be undefined", calculus.increasing, order, rising, after, **arguments(sqrt(x)))
    refused("may not be smooth", calculus.increasing, order, rising, from_, **arguments(sqrt(x)))


def test_the_order_of_the_ends_is_needed() -> None:
    for order in (b < ZERO, ZERO <= b, ne(b, ZERO)):
        refused("is not a < b", calculus.increasing, *given(order), SQUARE, **arguments(x**2))
    refused("by < or <=", calculus.increasing, *given(b > ZERO), SQUARE, **arguments(x**2, ">"))


def test_the_sign_is_needed_everywhere_between() -> None:
    (order,) = given(ZERO < b)
    for partial in (ONE < x, x < ONE, x < TWO * b):
        claim = shown(ZERO < derivative(x**2, x), AFTER, partial)
        claim = infer_under(claim, partial)
        refused("still assumed", calculus.increasing, order, claim, **arguments(x**2))
    refused("sign of the derivative", calculus.increasing, order, **arguments(x**2))
    falling = shown(derivative(-(x**2), x) < ZERO, AFTER)
    refused("sign of the derivative", calculus.increasing, order, falling, **arguments(-(x**2)))
    weak = slope(x**2, FROM, op="<=")
    refused("sign of the derivative", calculus.increasing, order, weak, **arguments(x**2))


def infer_under(claim: Theorem, hypothesis: Proposition) -> Theorem:
    """The theorem, certainly under the hypothesis too."""
    both = infer(logic.and_intro, claim, *given(hypothesis))
    return infer(logic.and_elim, both, position=0)


@pytest.mark.parametrize("body", [-(ONE / x), log(x), x - ONE / x])
def test_it_must_be_defined_at_the_ends(body: Term) -> None:
    # -1/x increases between 0 and b and has no value at 0.
    order, after = given(ZERO < b, AFTER)
    between = [after, square_of(after)]
    rising = find_scalar_proof(ZERO < derivative(body, x), between)
    assert rising is not None
    refused("may be undefined", calculus.increasing, order, rising, *between, **arguments(body))
    positive = shown(ZERO < x, ONE <= x)
    (order,) = given(ONE < b)
    between = [positive, square_of(positive)]
    rising = find_scalar_proof(ZERO < derivative(body, x), between)
    assert rising is not None
    made = infer(calculus.increasing, order, rising, *between, **arguments(body, low=ONE))
    assert made.hypotheses == {order.conclusion}


def square_of(positive: Theorem) -> Theorem:
    theorem = find_scalar_proof(ZERO < x**2, [positive])
    assert theorem is not None
    return theorem


def test_it_must_be_smooth_between() -> None:
    # |x| has the derivative x/|x|, which says nothing of 0.
    (order,) = given(as_term(-1) < b)
    low = arguments(abs(x) + 2 * x, low=as_term(-1))
    assert smooth(abs(x) + 2 * x, x) == ne(x, ZERO)
    refused("may not be smooth", calculus.increasing, order, **low)
    for body in (maximum(x, ZERO), function("f")(x)):
        refused("derivative|smooth", calculus.increasing, *given(ZERO < b), **arguments(body))


def test_the_variable_is_free_of_assumptions_and_ends() -> None:
    (order,) = given(ZERO < x)
    refused("occurs in the ends", calculus.increasing, order, SQUARE, **arguments(x**2, high=x))
    (order,) = given(ZERO < b)
    steep = shown(ZERO < derivative(y * exp(x), x), ZERO < y, exp(x) > ZERO)
    refused("still assumed", calculus.increasing, order, steep, **arguments(y * exp(x)))
