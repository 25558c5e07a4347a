"""Bounds of the elementary functions by simple ones, proved once a process from derivatives.

Each is a theorem hypotheses |- conclusion about the variable t, or about two; `schemas.applied`
puts terms for them.  Most are found by climbing: f(0) >= 0 and f' >= 0 on t >= 0 by the bound
before.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from verifier.decide.deduce import assumed, by_cases, discharged, increase, law
from verifier.decide.forms import sides
from verifier.decide.known.schemas import by_arithmetic, defined_by_arithmetic
from verifier.decide.scalar import find_scalar_proof
from verifier.kernel.rules import logic, numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import substitute
from verifier.language.build import exp, log, real
from verifier.language.calculus import derivative
from verifier.language.terms import (
    ONE,
    ZERO,
    Op,
    Relation,
    Term,
    as_term,
)

T, S = real("t"), real("s")


def sin(term: Term) -> Term:
    """The sine of a term."""
    return Op("sin", (term,))


def cos(term: Term) -> Term:
    """The cosine of a term."""
    return Op("cos", (term,))


def atan(term: Term) -> Term:
    """The arc tangent of a term."""
    return Op("atan", (term,))


def _law(name: str, *values: Term, facts: Sequence[Theorem] = ()) -> Theorem:
    found = law(name, *values, facts=facts)
    assert found is not None, name
    return found


def _decided(
    goal: Relation, facts: Sequence[Theorem], squares: Sequence[Term] = (), degree: int = 3
) -> Theorem:
    known = defined_by_arithmetic(facts, goal.left, goal.right)
    assert known is not None, "a term may be undefined"
    found = find_scalar_proof(goal, known, squares, degree)
    assert found is not None, "arithmetic does not give it"
    return found


def _put(theorem: Theorem, value: Term, *facts: Theorem) -> Theorem:
    """A theorem about t at a value that is defined, the facts put for its hypotheses."""
    made = infer(logic.instantiate, theorem, variables=(T,), values=(value,))
    return discharged(made, *facts)


def _inside(start: Term) -> list[Theorem]:
    """What is known of s between the start and t: start < s, start <= s, 0 < s."""
    (after,) = assumed(start < S)
    weak = infer(numbers.follows, after, goal=start <= S)
    return [after, weak, _decided(ZERO < S, [after])]


def _climb(
    goal: Relation,
    below: Sequence[Theorem],
    values: Sequence[Theorem] = (),
    start: Term = ZERO,
    squares: Sequence[Term] = (),
) -> Theorem:
    """start <= t |- goal, from theorems that show the slope of its difference to be nonnegative
    and give the values at the start; for a strict goal, start < t |- goal."""
    small, large = sides(goal)
    difference, op = large - small, "<" if goal.op in ("<", ">") else "<="
    at_s = substitute(difference, {T: S})
    inside = _inside(start)
    known = [*inside, *(_put(theorem, S, *inside) for theorem in below)]
    slope = _decided(Relation(op, ZERO, derivative(at_s, S)), known, squares)
    (order,) = assumed(Relation(op, start, T))
    everywhere = [fact for fact in known if not fact.hypotheses]
    between = defined_by_arithmetic([*assumed(start <= S), *everywhere], at_s)
    assert between is not None, "the function may be undefined"
    risen = increase(at_s, S, (start, T), order, [*between, slope])
    assert risen is not None
    return _decided(goal, [risen, *values, order])


def _of_both_signs(goal: Relation, nonnegative: Theorem, even: Sequence[Theorem]) -> Theorem:
    """The goal for all t from the goal for t >= 0, where equations that relate values at -t to
    those at t make it even."""

    def other(case: Theorem) -> Theorem:
        turned = _decided(-T >= ZERO, [case], degree=1)
        mirrored = discharged(
            _put(nonnegative, -T), infer(numbers.follows, turned, goal=ZERO <= -T)
        )
        return _decided(goal, [mirrored, *even])

    found = by_cases(goal, ZERO <= T, lambda case: discharged(nonnegative, case), other, [])
    assert found is not None
    return found


@cache
def exp_above_tangent() -> Theorem:
    """|- 1 + t <= exp(t)."""
    goal = ONE + T <= exp(T)
    zero = _law("exp of zero")
    (after,) = assumed(ZERO < S)
    above = _decided(
        ZERO <= derivative(exp(S) - (ONE + S), S),
        [_law("exp is strictly monotone", ZERO, S, facts=[after]), zero],
    )

    def right(case: Theorem) -> Theorem:
        risen = increase(exp(S) - (ONE + S), S, (ZERO, T), case, [above])
        assert risen is not None
        return _decided(goal, [risen, zero])

    (before,) = assumed(S < ZERO)
    below = _decided(
        ZERO <= derivative(ONE + S - exp(S), S),
        [_law("exp is strictly monotone", S, ZERO, facts=[before]), zero],
    )

    def left(case: Theorem) -> Theorem:
        order = _decided(T <= ZERO, [case], degree=1)
        risen = increase(ONE + S - exp(S), S, (T, ZERO), order, [below])
        assert risen is not None
        return _decided(goal, [risen, zero])

    found = by_cases(goal, ZERO <= T, right, left, [])
    assert found is not None
    return found


@cache
def exp_strictly_above_tangent() -> Theorem:
    """t != 0 |- 1 + t < exp(t)."""
    # exp(t) = exp(t/2)**2 >= (1 + t/2)**2 > 1 + t where 1 + t/2 >= 0; elsewhere 1 + t < 0.
    goal = ONE + T < exp(T)
    half = T / 2
    facts = [
        *assumed(Relation("!=", T, ZERO)),
        _put(exp_above_tangent(), half),
        _law("exp of sum", half, half),
        _law("exp is positive", half),
        _law("exp is positive", T),
    ]

    def large(case: Theorem) -> Theorem:
        return _decided(goal, [*facts, case])

    def small(case: Theorem) -> Theorem:
        return _decided(goal, [*facts, case])

    found = by_cases(goal, -ONE <= half, large, small, [])
    assert found is not None
    return found


@cache
def exp_series(count: int) -> Theorem:
    """0 <= t |- 1 + t + ... + t**n/n! <= exp(t), for n >= 1."""
    if count == 1:
        return exp_above_tangent()
    return _climb(_series(count) <= exp(T), [exp_series(count - 1)], [_law("exp of zero")])


def _series(count: int) -> Term:
    total, factorial = ONE + T, 1
    for power in range(2, count + 1):
        factorial *= power
        total = total + T ** as_term(power) / factorial
    return total


@cache
def exp_pade(order: int) -> Theorem:
    """0 <= t |- exp(t)*p(-t) <= p(t) for p = 2 + t (order 1), >= for p = 12 + 6*t + t**2 (order 2);
    6 + 2*t <= exp(t)*(6 - 4*t + t**2) (order 0)."""
    zero = _law("exp of zero")
    positive = _law("exp is positive", T)
    match order:
        case 1:
            slope = _climb(exp(T) * (1 - T) <= ONE, [positive], [zero])
            return _climb(exp(T) * (2 - T) <= 2 + T, [slope], [zero])
        case 0:
            lower = _climb(2 <= exp(T) * (2 - 2 * T + T**2), [positive], [zero], squares=[S])
            return _climb(6 + 2 * T <= exp(T) * (6 - 4 * T + T**2), [lower], [zero])
    return _climb(12 + 6 * T + T**2 <= exp(T) * (12 - 6 * T + T**2), [exp_pade(0)], [zero])


@cache
def log_below_tangent() -> Theorem:
    """0 < t |- log(t) <= t - 1."""
    given = assumed(ZERO < T)
    tangent = discharged(
        infer(logic.instantiate, exp_above_tangent(), *given, variables=(T,), values=(log(T),))
    )
    return _decided(log(T) <= T - 1, [tangent, _law("exp of log", T, facts=given)])


@cache
def log_by_roots(op: str = "<=") -> Theorem:
    """1 <= t |- 2*log(t) <= t - 1/t: as t = sqrt(u), log(u) <= (u - 1)/sqrt(u); so with <."""
    goal = Relation(op, 2 * log(T), T - ONE / T)
    return _climb(goal, [], [_law("log of one")], ONE, [ONE - ONE / S])


@cache
def log_above_quotient(op: str = "<=") -> Theorem:
    """1 <= t |- 2*(t - 1)/(t + 1) <= log(t); so with <."""
    goal = Relation(op, 2 * (T - 1) / (T + 1), log(T))
    return _climb(goal, [], [_law("log of one")], ONE, [(S - 1) / (S + 1)])


@cache
def sine_bound(order: int) -> Theorem:
    """0 <= t |- sin(t) <= t - t**3/6 + ..., of odd order; >= where the last sign is negative."""
    return _trigonometric(order)


@cache
def cosine_bound(order: int) -> Theorem:
    """|- cos(t) <= 1 - t**2/2 + ..., of even order; >= where the last sign is negative."""
    found = _trigonometric(order)
    if not found.hypotheses:
        return found
    goal = found.conclusion
    assert isinstance(goal, Relation)
    return _of_both_signs(goal, found, [_law("cos is even", T)])


@cache
def _trigonometric(order: int) -> Theorem:
    if order == 0:
        goal = cos(T) <= ONE
        return _decided(goal, [_law("sine and cosine", T)], [sin(T), ONE - cos(T)])
    function = sin(T) if order % 2 else cos(T)
    start: Term = T if order % 2 else ONE
    total, factorial = start, 1
    for power in range(2, order + 1):
        factorial *= power
        if power % 2 == order % 2:
            term = T ** as_term(power) / factorial
            total = total - term if power % 4 in (2, 3) else total + term
    goal = total <= function if order % 4 in (2, 3) else function <= total
    values = [_law("sin of zero") if order % 2 else _law("cos of zero")]
    return _climb(goal, [_trigonometric(order - 1)], values)


@cache
def atan_bound(kind: str) -> Theorem:
    """0 <= t |- atan(t) <= t ("line"), t - t**3/3 <= atan(t) ("cubic"),
    t/(1 + t**2) <= atan(t) ("slope")."""
    positive = by_arithmetic(ZERO < ONE + S**2)
    below = [infer(logic.instantiate, positive, variables=(S,), values=(T,))]
    zero = law("atan is odd", ZERO)
    assert zero is not None
    match kind:
        case "line":
            return _climb(atan(T) <= T, below, [zero], squares=[S])
        case "cubic":
            return _climb(T - T**3 / 3 <= atan(T), below, [zero], squares=[S, S**2])
    return _climb(T / (ONE + T**2) <= atan(T), below, [zero], squares=[S, S / (ONE + S**2)])


@cache
def sinh_above_line() -> Theorem:
    """0 <= t |- 2*t <= exp(t) - exp(-t)."""
    inverse = [
        _decided(
            Relation("==", exp(T) * exp(-T), ONE),
            [_law("exp of sum", T, -T), _law("exp of zero")],
        ),
        _law("exp is positive", T),
        _law("exp is positive", -T),
    ]
    squares = [exp(S) - 1, exp(S) - exp(-S)]
    return _climb(2 * T <= exp(T) - exp(-T), inverse, [_law("exp of zero")], squares=squares)


@cache
def cosh_above_parabola() -> Theorem:
    """|- 2 + t**2 <= exp(t) + exp(-t)."""
    goal = 2 + T**2 <= exp(T) + exp(-T)
    right = _climb(goal, [sinh_above_line()], [_law("exp of zero")])
    return _of_both_signs(goal, right, [])


@cache
def tanh_below_line() -> Theorem:
    """0 <= t |- exp(t) - exp(-t) <= t*(exp(t) + exp(-t))."""
    goal = exp(T) - exp(-T) <= T * (exp(T) + exp(-T))
    return _climb(goal, [sinh_above_line()], [_law("exp of zero")])
