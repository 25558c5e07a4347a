"""Evaluation never says what is not so: exact results agree with an independent computation, balls
contain the value, and what is undefined is found to be."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import mpmath
import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.language.binding import Lambda
from verifier.language.build import (
    both,
    either,
    eq,
    exists,
    exp,
    expectation,
    family,
    forall,
    function,
    implies,
    independent,
    indices,
    log,
    max_over,
    maximum,
    natural,
    ne,
    no,
    norm2,
    partial,
    pi,
    probability,
    prod,
    random_family,
    random_sequence,
    rational,
    real,
    reals,
    same_law,
    scalar_sequence,
    sequence,
    sqrt,
    sum_,
    times,
)
from verifier.language.evaluate import (
    UNDEFINED,
    UNSURE,
    Kind,
    Truth,
    check_instance,
    evaluate,
    truth,
)
from verifier.language.instance import (
    Instance,
    Run,
    instance,
    polynomial_function,
    recursion_of,
)
from verifier.language.law import Law, product_law
from verifier.language.statement import over, statement
from verifier.language.terms import LanguageError, Op, Proposition, Relation, Term, as_term

Q = Fraction
x, y = real("x"), real("y")
k, j = natural("k"), natural("j")
w = family("w")
EMPTY = Instance({})


def at(**values: Any) -> Instance:
    """An instance of x, y, k, j, w by name."""
    items = {"x": x, "y": y, "k": k, "j": j, "w": w}
    convert = lambda v: tuple(map(Q, v)) if isinstance(v, list) else Q(v)  # noqa: E731
    return Instance({items[name]: convert(value) for name, value in values.items()})


# Random terms, each with its value by an independent computation (None: undefined).

numbers = st.fractions(min_value=-4, max_value=4, max_denominator=4)


def rational_terms() -> st.SearchStrategy[tuple[Term, Fraction | None]]:
    def arithmetic(inner: Any) -> Any:
        def build(name: str, a: tuple[Term, Any], b: tuple[Term, Any]) -> tuple[Term, Any]:
            value = None
            if a[1] is not None and b[1] is not None and not (name == "div" and b[1] == 0):
                value = {
                    "add": lambda: a[1] + b[1],
                    "sub": lambda: a[1] - b[1],
                    "mul": lambda: a[1] * b[1],
                    "div": lambda: a[1] / b[1],
                    "max": lambda: max(a[1], b[1]),
                    "min": lambda: min(a[1], b[1]),
                }[name]()
            return Op(name, (a[0], b[0])), value

        def integer_power(a: tuple[Term, Any], n: int) -> tuple[Term, Any]:
            value = None if a[1] is None or (a[1] == 0 and n <= 0) else a[1] ** n
            return a[0] ** n, value

        names = st.sampled_from(["add", "sub", "mul", "div", "max", "min"])
        return st.builds(build, names, inner, inner) | st.builds(
            integer_power, inner, st.integers(-3, 3)
        )

    leaves = numbers.map(lambda q: (as_term(q), q))
    return st.recursive(leaves, arithmetic, max_leaves=8)


@given(rational_terms())
def test_rational_terms_are_exact(pair: tuple[Term, Fraction | None]) -> None:
    term, value = pair
    assert evaluate(term, EMPTY) == (UNDEFINED if value is None else value)


@given(rational_terms(), rational_terms(), st.sampled_from(["<", "<=", "==", "!=", ">", ">="]))
def test_relations_of_rational_terms(
    left: tuple[Term, Fraction | None], right: tuple[Term, Fraction | None], op: str
) -> None:
    (a, p), (b, q) = left, right
    found = truth(Relation(op, a, b), EMPTY)
    if p is None or q is None:
        assert found is Truth.UNDEFINED
        assert truth(Relation(op, a, b), EMPTY, classical=True) is Truth.FALSE
    else:
        holds = {"<": p < q, "<=": p <= q, "==": p == q, "!=": p != q, ">": p > q, ">=": p >= q}
        assert found is (Truth.TRUE if holds[op] else Truth.FALSE)


def real_terms() -> st.SearchStrategy[tuple[Term, Any]]:
    """Terms with elementary functions and their values in 60 digits (None: undefined)."""

    def grow(inner: Any) -> Any:
        def unary(name: str, a: tuple[Term, Any]) -> tuple[Term, Any]:
            value = a[1]
            if value is not None and (
                (name == "log" and value <= 0)
                or (name == "sqrt" and value < 0)
                or (name == "exp" and value > 50)
            ):
                value = None
            elif value is not None:
                with mpmath.workdps(60):
                    value = mpmath.fabs(value) if name == "abs" else getattr(mpmath, name)(value)
            return Op(name, (a[0],)), value

        def binary(name: str, a: tuple[Term, Any], b: tuple[Term, Any]) -> tuple[Term, Any]:
            value = None
            if a[1] is not None and b[1] is not None and not (name == "div" and b[1] == 0):
                with mpmath.workdps(60):
                    value = {
                        "add": lambda: a[1] + b[1],
                        "sub": lambda: a[1] - b[1],
                        "mul": lambda: a[1] * b[1],
                        "div": lambda: a[1] / b[1],
                    }[name]()
            return Op(name, (a[0], b[0])), value

        functions = st.sampled_from(["log", "sqrt", "exp", "sin", "atan", "tanh", "abs"])
        names = st.sampled_from(["add", "sub", "mul", "div"])
        return st.builds(unary, functions, inner) | st.builds(binary, names, inner, inner)

    def leaf(q: Fraction) -> tuple[Term, Any]:
        with mpmath.workdps(60):
            return as_term(q), mpmath.mpf(q.numerator) / q.denominator

    return st.recursive(numbers.map(leaf), grow, max_leaves=6)


@given(real_terms())
@settings(max_examples=300)
def test_balls_contain_the_value(pair: tuple[Term, Any]) -> None:
    term, value = pair
    found = evaluate(term, EMPTY, 100)
    if value is None or isinstance(found, Fraction) or found in (UNDEFINED, UNSURE):
        return
    with mpmath.workdps(60):
        low, high = found.lower(), found.upper()
        slack = mpmath.mpf(10) ** -45 * (1 + abs(value))
        assert mpmath.mpf(low.str(70, radius=False)) <= value + slack
        assert mpmath.mpf(high.str(70, radius=False)) >= value - slack


@given(real_terms(), real_terms())
@settings(max_examples=300)
def test_comparisons_are_never_wrong(left: tuple[Term, Any], right: tuple[Term, Any]) -> None:
    (a, p), (b, q) = left, right
    if p is None or q is None:
        return
    with mpmath.workdps(60):
        if abs(p - q) < mpmath.mpf(10) ** -40 * (1 + abs(p)):
            return
        found = truth(a < b, EMPTY)
        assert found in ((Truth.TRUE, Truth.UNDECIDED) if p < q else (Truth.FALSE, Truth.UNDECIDED))


# Definedness


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (as_term(1) / 0, UNDEFINED),
        (as_term(0) ** 0, UNDEFINED),
        (as_term(0) ** -1, UNDEFINED),
        (as_term(0) ** 3, Q(0)),
        (as_term(-2) ** 3, Q(-8)),
        (as_term(-8) ** rational("1/3"), UNDEFINED),
        (as_term(8) ** rational("2/3"), Q(4)),
        (as_term(0) ** rational("1/2"), Q(0)),
        (as_term(0) ** rational("-1/2"), UNDEFINED),
        (sqrt(as_term(-1)), UNDEFINED),
        (sqrt(rational("9/4")), Q(3, 2)),
        (log(as_term(0)), UNDEFINED),
        (log(as_term(1)), Q(0)),
        (exp(as_term(0)), Q(1)),
        (max_over(as_term(0), lambda i: i), UNDEFINED),
        (prod(as_term(0), lambda i: i), Q(1)),
        (sum_(as_term(0), lambda i: i), Q(0)),
        (prod(as_term(4), lambda i: i, omit=[2]), Q(12)),
        (as_term(1) / (sqrt(as_term(2)) ** 2 - 2), UNSURE),
        (Op("asin", (as_term(2),)), UNDEFINED),
        (norm2(as_term(2), lambda i: i + 2), Q(5)),
        (maximum(1, 2), Q(2)),
    ],
)
def test_definedness(term: Term, expected: Any) -> None:
    assert evaluate(term, EMPTY) == expected


def test_a_power_is_defined_by_the_value_of_its_exponent() -> None:
    assert evaluate(x**k, at(x=-2, k=2)) == 4
    assert evaluate(x ** (k / 2), at(x=-2, k=2)) == -2
    assert evaluate(x ** (k / 2), at(x=-2, k=1)) is UNDEFINED
    assert evaluate(x**k, at(x=0, k=0)) is UNDEFINED


UNDEF = as_term(1) / 0 > 0
YES, NO = as_term(0) <= 0, as_term(0) < 0


@pytest.mark.parametrize(
    ("proposition", "expected"),
    [
        (implies(NO, UNDEF), Truth.TRUE),
        (implies(YES, UNDEF), Truth.UNDEFINED),
        (implies(UNDEF, YES), Truth.UNDEFINED),
        (both(NO, UNDEF), Truth.FALSE),
        (both(UNDEF, NO), Truth.UNDEFINED),
        (either(YES, UNDEF), Truth.TRUE),
        (either(UNDEF, YES), Truth.UNDEFINED),
        (no(UNDEF), Truth.UNDEFINED),
        (both(), Truth.TRUE),
        (either(), Truth.FALSE),
        (forall(indices(as_term(3)), lambda i: i <= 2), Truth.FALSE),
        (forall(indices(as_term(3), omit=[3]), lambda i: i <= 2), Truth.TRUE),
        (exists(indices(as_term(3)), lambda i: eq(i, 3)), Truth.TRUE),
        (forall(indices(as_term(3)), lambda i: 1 / (i - 2) < 5), Truth.UNDEFINED),
        (forall(times(1), lambda t: t >= 1), Truth.TRUE_SO_FAR),
        (forall(times(1), lambda t: t <= 3), Truth.FALSE),
        (exists(times(1), lambda t: eq(t, 3)), Truth.TRUE),
        (exists(times(1), lambda t: t < 0), Truth.FALSE),
        (no(forall(times(1), lambda t: t >= 1)), Truth.UNDECIDED),
        # Where a premise bounds the time below the horizon, every time was looked at.
        (forall(times(1), lambda t: implies(t <= 20, t <= 20)), Truth.TRUE),
        (forall(times(1), lambda t: implies(t < 21, t <= 20)), Truth.TRUE),
        (forall(times(1), lambda t: implies(as_term(4) > t, t <= 3)), Truth.TRUE),
        (forall(times(0), lambda t: implies(both(1 <= t, t <= 9), t > 0)), Truth.TRUE),
        (forall(times(1), lambda n: implies(n <= 4, forall(times(1),
         lambda t: implies(t <= n * n, t <= 16)))), Truth.TRUE),
        (forall(times(1), lambda n: implies(n <= 5, forall(times(1),
         lambda t: implies(t <= n * n, t <= 25)))), Truth.TRUE_SO_FAR),
        (no(forall(times(1), lambda t: implies(t <= 3, t <= 3))), Truth.FALSE),
        (forall(times(1), lambda t: implies(t <= 3, t <= 2)), Truth.FALSE),
        (forall(times(1), lambda t: implies(t <= 21, t <= 20)), Truth.TRUE_SO_FAR),
        (forall(times(1), lambda t: implies(t < 22, t <= 20)), Truth.TRUE_SO_FAR),
        (forall(times(0), lambda t: implies(t <= 20, t <= 19)), Truth.TRUE_SO_FAR),
        (forall(times(1), lambda t: implies(t <= 2 * t, t <= 20)), Truth.TRUE_SO_FAR),
        (forall(times(1), lambda t: implies(t >= 2, t <= 20)), Truth.TRUE_SO_FAR),
        (forall(times(1), lambda t: implies(either(t <= 2, t > 1), t <= 20)), Truth.TRUE_SO_FAR),
        (forall(times(1), lambda t: implies(eq(t, 2), t <= 20)), Truth.TRUE_SO_FAR),
        (forall(times(1), lambda t: implies(both(t / 1 >= 1, t <= 3), t <= 3)), Truth.TRUE_SO_FAR),
        (forall(times(1), lambda t: either(no(t <= 3), t <= 3)), Truth.TRUE_SO_FAR),
        # The same where what is claimed to exist begins with a bound.
        (exists(times(1), lambda t: both(t <= 20, t > 20)), Truth.FALSE),
        (exists(times(1), lambda t: both(t < 20, t > 19)), Truth.FALSE),
        (exists(times(1), lambda t: both(t <= sqrt(as_term(2)), t > 1)), Truth.FALSE),
        (exists(times(1), lambda t: both(both(t <= 3, t > 3), t > 0)), Truth.FALSE),
        (no(exists(times(1), lambda t: both(t <= 3, t > 3))), Truth.TRUE),
        (exists(times(1), lambda t: both(t <= 3, t > 2)), Truth.TRUE),
        (exists(times(1), lambda t: both(t <= 21, t > 20)), Truth.UNDECIDED),
        (exists(times(0), lambda t: both(t <= 20, t > 19)), Truth.UNDECIDED),
        (exists(times(1), lambda t: both(t <= 15 * sqrt(as_term(2)), t > 20)), Truth.UNDECIDED),
        (exists(times(1), lambda t: both(t <= log(as_term(-1)), t > 3)), Truth.UNDECIDED),
        (exists(times(1), lambda t: both(t > 20, t <= 3)), Truth.UNDECIDED),
        (exists(times(1), lambda t: both(t <= 2 * t, t > 20)), Truth.UNDECIDED),
        (exists(times(1), lambda t: either(t <= 3, t > 20)), Truth.TRUE),
        (exists(times(1), lambda t: either(both(t <= 3, t > 3), t > 20)), Truth.UNDECIDED),
        (exists(times(1), lambda n: exists(times(1), lambda t: both(t <= n, t > 20))),
         Truth.UNDECIDED),
        (eq(sqrt(as_term(8)), 2 * sqrt(as_term(2))), Truth.TRUE),
        (sqrt(as_term(6)) < sqrt(as_term(2)) * sqrt(as_term(3)), Truth.FALSE),
        (log(as_term(6)) <= log(as_term(2)) + log(as_term(3)), Truth.TRUE),
        (eq(pi, rational("22/7")), Truth.FALSE),
        (ne(pi, rational("3.14159265358979323846264338327950288")),
         Truth.TRUE),
        (eq(as_term(2) ** rational("3/2"), 2 * sqrt(as_term(2))), Truth.TRUE),
    ],
)  # fmt: skip
def test_truth(proposition: Proposition, expected: Truth) -> None:
    assert truth(proposition, EMPTY) is expected


def test_classically_nothing_is_undefined() -> None:
    assert truth(no(UNDEF), EMPTY, classical=True) is Truth.TRUE
    assert truth(both(UNDEF, YES), EMPTY, classical=True) is Truth.FALSE


# Quantifiers over the reals


@pytest.mark.parametrize(
    ("proposition", "expected"),
    [
        (forall(reals(), lambda p: p**2 >= 0), Truth.TRUE),
        (forall(reals(), lambda p: p**2 > 0), Truth.FALSE),
        (forall(reals(), lambda p: p**2 - 2 * p + 1 >= 0), Truth.TRUE),
        (forall(reals(), lambda p: ne(p**2, 2)), Truth.FALSE),
        (forall(reals(), lambda p: ne(p**2, -2)), Truth.TRUE),
        (exists(reals(), lambda p: both(eq(p**3, 2), p > 1)), Truth.TRUE),
        (exists(reals(), lambda p: both(eq(p**3, 2), p > 2)), Truth.FALSE),
        (forall(reals(), lambda p: implies(eq(p**2, 2), eq(p**4, 4))), Truth.TRUE),
        (forall(reals(), lambda p: implies(abs(p) <= 2, abs(p + 1) <= 3)), Truth.TRUE),
        (forall(reals(), lambda p: implies(abs(p) <= 2, abs(p + 1) <= rational("299/100"))),
         Truth.FALSE),
        (forall(reals(), lambda p: maximum(p, -p) >= abs(p)), Truth.TRUE),
        (forall(reals(), lambda p: exp(p) >= 1), Truth.FALSE),
        (forall(reals(), lambda p: exp(p) >= 1 + p), Truth.UNDECIDED),
    ],
)  # fmt: skip
def test_reals(proposition: Proposition, expected: Truth) -> None:
    assert truth(proposition, EMPTY) is expected


@given(st.lists(numbers, min_size=1, max_size=4), numbers, numbers)
def test_bound_of_a_derivative(
    coefficients: list[Fraction], bound: Fraction, lip: Fraction
) -> None:
    """Agrees with a dense sample wherever the sample refutes, and never refutes what holds."""
    f = function("f", smooth=1)
    here = Instance({f: polynomial_function(coefficients), x: bound, y: lip})
    found = truth(forall(reals(), lambda p: implies(abs(p) <= x, abs(f.prime(p)) <= y)), here)
    slope = [c * n for n, c in enumerate(coefficients)][1:]
    points = [bound * Q(n, 50) for n in range(-50, 51)] if bound >= 0 else []
    broken = any(abs(sum(c * p**n for n, c in enumerate(slope))) > lip for p in points)
    assert found in (Truth.TRUE, Truth.FALSE)
    if broken or found is Truth.TRUE:
        assert broken == (found is Truth.FALSE)


# Derivatives, runs and laws


@given(st.lists(numbers, min_size=2, max_size=5), st.data())
def test_partial_derivatives_of_the_loss(weights: list[Fraction], data: st.DataObject) -> None:
    index = data.draw(st.integers(1, len(weights)))
    loss = (prod(k, lambda i: w[i]) - 3) ** 2 / 2
    here = at(w=weights, k=len(weights), j=index)
    whole, rest = Q(1), Q(1)
    for n, value in enumerate(weights, 1):
        whole *= value
        rest *= value if n != index else 1
    assert evaluate(partial(loss, w[j]), here) == (whole - 3) * rest
    second = partial(partial(loss, w[j]), w[j])
    assert evaluate(second, here) == rest**2


def test_mixed_second_derivatives_and_unknown_functions() -> None:
    f = function("f", smooth=2)
    body = f(prod(k, lambda i: w[i]))
    here = at(w=[2, 3, 5], k=3).replace({f: polynomial_function([0, 0, 0, 1])})
    # d/dw1 d/dw2 of P^3 = 9 P^2 w3
    assert evaluate(partial(partial(body, w[1]), w[2]), here) == 9 * 900 * 5


def test_derivatives_of_named_functions() -> None:
    f = function("f", smooth=2)
    p = real("p")
    here = Instance({f: Lambda((p,), log(1 + exp(p)))})
    assert evaluate(f.prime(as_term(0)), here) == Q(1, 2)
    assert evaluate(f.prime(as_term(0), 2), here) == Q(1, 4)
    assert abs(evaluate(f.prime(as_term(1)), here) - 0.7310585786300049) < 1e-12
    assert truth(eq(f.prime(as_term(0)), rational("51/100")), here) is Truth.FALSE


def test_a_derivative_at_a_corner_is_not_known() -> None:
    assert evaluate(partial(abs(w[1]), w[1]), at(w=[0])) is UNSURE
    assert evaluate(partial(abs(w[1]), w[1]), at(w=[-3])) == -1
    assert evaluate(partial(1 / w[1], w[1]), at(w=[0])) is UNDEFINED


def gd() -> tuple[Any, Any]:
    z = sequence("w")
    loss = lambda t: (prod(k, lambda i: z[i, t]) - 1) ** 2 / 2  # noqa: E731
    run = forall(
        times(1),
        lambda t: forall(
            indices(k), lambda i: eq(z[i, t + 1], z[i, t] - y * partial(loss(t), z[i, t]))
        ),
    )
    return z, run


@given(st.lists(st.fractions(-2, 2, max_denominator=3), min_size=1, max_size=3))
@settings(max_examples=30)
def test_a_run_follows_the_recursion(start: list[Fraction]) -> None:
    z, run = gd()
    lemma = statement([k, y, over(z, k)], {"run": run}, both())
    here = instance(lemma, {k: Q(len(start)), y: Q(1, 10), z: tuple(start)}, horizon=4)
    state = list(start)
    for time in range(1, 5):
        for n, value in enumerate(state, 1):
            assert evaluate(z[n, time], here) == value
        whole = Q(1)
        for value in state:
            whole *= value
        rests = []
        for n in range(len(state)):
            rest = Q(1)
            for other, value in enumerate(state):
                rest *= value if other != n else 1
            rests.append(rest)
        state = [v - Q(1, 10) * (whole - 1) * r for v, r in zip(state, rests, strict=True)]
    assert truth(run, here) is Truth.TRUE


def test_the_recursion_is_recognised_and_other_statements_are_not() -> None:
    z, run = gd()
    assert recursion_of(run) is not None
    shifted = forall(times(1), lambda t: forall(indices(k), lambda i: eq(z[i, t + 1], z[i, t + 1])))
    assert recursion_of(shifted) is None
    assert recursion_of(forall(times(0), lambda t: YES)) is None


def test_a_table_that_breaks_the_recursion_is_found_out() -> None:
    z, run = gd()
    broken = Instance({k: Q(1), y: Q(1), z: Run(((Q(2),), (Q(2),)))})
    assert truth(run, broken) is Truth.FALSE


def test_long_runs_go_on_in_balls() -> None:
    z, run = gd()
    lemma = statement([k, y, over(z, k)], {"run": run}, both())
    start = (Q(1, 2), Q(2, 3), Q(3, 4))
    here = instance(lemma, {k: Q(3), y: Q(1, 10), z: start}, horizon=200)
    value = evaluate(prod(k, lambda i: z[i, 200]), here, 200)
    assert isinstance(value, arb) and value.rad() < 1e-30
    assert truth(forall(times(1), lambda t: prod(k, lambda i: z[i, t]) < 1), here) is (
        Truth.TRUE_SO_FAR
    )


def test_probabilities_by_enumeration() -> None:
    u = random_family("u")
    die = [(Q(1, 6), Q(n)) for n in range(1, 7)]
    here = Instance({u: product_law([die, die])})
    assert evaluate(expectation(u[1] * u[2]), here) == Q(49, 4)
    assert evaluate(probability(u[1] + u[2] >= 10), here) == Q(1, 6)
    assert truth(independent(u, 2), here) is Truth.TRUE
    assert truth(same_law(u, 2), here) is Truth.TRUE
    copied = Instance({u: Law(tuple((p, (v, v)) for p, v in die))})
    assert truth(independent(u, 2), copied) is Truth.FALSE
    assert truth(same_law(u, 2), copied) is Truth.TRUE
    assert evaluate(expectation(log(u[1] - 1)), here) is UNDEFINED
    loaded = Instance({u: product_law([die, [(Q(1), Q(2))]])})
    assert truth(same_law(u, 2), loaded) is Truth.FALSE


@given(st.lists(st.tuples(st.integers(1, 4), st.lists(st.integers(-1, 1), min_size=2, max_size=2)),
                min_size=1, max_size=5))  # fmt: skip
def test_independence_by_definition(rows: list[tuple[int, list[int]]]) -> None:
    total = sum(weight for weight, _ in rows)
    law = Law(tuple((Q(weight, total), tuple(map(Q, row))) for weight, row in rows))
    joint = lambda event: sum(p for p, row in law.outcomes if event(row))  # noqa: E731
    expected = all(
        joint(lambda r, a=a, b=b: r == (a, b))
        == joint(lambda r, a=a: r[0] == a) * joint(lambda r, b=b: r[1] == b)
        for a, b in product([-1, 0, 1], repeat=2)
    )
    assert law.independent([1, 2]) == expected


# Statements


def test_outcomes_of_a_statement() -> None:
    lemma = statement(
        [x, y], {"x > 0": x > 0, "ratio": y / x <= 1}, both(log(x) <= x - 1, 1 / (y - 1) < 0)
    )
    kind = lambda **v: check_instance(lemma, at(**v))  # noqa: E731
    assert kind(x=0, y=0).kind is Kind.VACUOUS and kind(x=0, y=0).where == "x > 0"
    assert kind(x=1, y=2).where == "ratio"
    assert kind(x=2, y=0).kind is Kind.HOLDS
    assert kind(x=2, y=2).kind is Kind.VIOLATED
    assert kind(x=2, y=1).kind is Kind.ILL_POSED and kind(x=2, y=1).where == "conclusion"


def test_an_undefined_hypothesis_is_reported() -> None:
    lemma = statement([x], {"log": log(x) < 1}, YES)
    found = check_instance(lemma, at(x=-1))
    assert (found.kind, found.where) == (Kind.ILL_POSED, "log")


def test_json() -> None:
    z, run = gd()
    f, u = function("f"), random_family("u")
    assert Instance(
        {
            x: Q(1, 2),
            f: polynomial_function([Q(1, 2), 0, -1]),
            u: Law(((Q(1, 2), (Q(0),)), (Q(1, 2), (Q(1),)))),
            z: Run(((Q(1), Q(-2, 3)),), recursion_of(run)),
        }
    ).to_json() == {
        "x": "1/2",
        "f": "1/2 - p**2",
        "u": {"law": [["1/2", ["0"]], ["1/2", ["1"]]]},
        "w": {"start": ["1", "-2/3"], "note": "at time 1; then by the recursion assumed"},
    }


@pytest.mark.parametrize(
    "values", [{k: Q(1, 2)}, {k: Q(-1)}, {w: Q(1)}, {x: (Q(1),)}, {random_family("u"): (Q(1),)}]
)
def test_values_of_the_wrong_kind_are_refused(values: Any) -> None:
    with pytest.raises(LanguageError):
        Instance(values)


def test_a_sequence_that_is_not_random_is_a_constant_under_an_expectation() -> None:
    """Also where its recursion uses a random value: that at the instance's own outcome."""
    x, v = scalar_sequence("x"), random_family("v")
    recursion = forall(times(1), lambda t: eq(x[t + 1], x[t] + v[1]))
    stated = statement([x, over(v, 1)], {"recursion": recursion}, eq(x[2], 1))
    law = Law(((Fraction(1, 2), (Fraction(1),)), (Fraction(1, 2), (Fraction(-1),))))
    here = instance(stated, {x: Fraction(0), v: law})
    assert evaluate(expectation(x[2] * v[1]), here) == 0
    assert evaluate(x[2], here) == 1
    assert truth(eq(probability(recursion), 1), here) is not Truth.TRUE
    other = Instance(here.values, outcome=1)
    assert evaluate(x[2], other) == -1
    assert evaluate(expectation(x[2] * v[1]), other) == 0


def test_a_random_process_is_the_run_at_each_outcome() -> None:
    u, v = random_sequence("u"), random_family("v")
    run = both(
        forall(indices(1), lambda i: eq(u[i, 1], v[i])),
        forall(times(1), lambda t: forall(indices(1), lambda j: eq(u[j, t + 1], u[j, t] / 2))),
    )
    stated = statement([over(v, 1), over(u, 1)], {"run": eq(probability(run), 1)}, u[1, 1] >= 0)
    law = Law(((Fraction(1, 4), (Fraction(8),)), (Fraction(3, 4), (Fraction(-4),))))
    here = instance(stated, {v: law})
    assert truth(stated.hypotheses[0].proposition, here) is Truth.TRUE
    assert evaluate(expectation(u[1, 3]), here) == Fraction(1, 4) * 2 + Fraction(3, 4) * -1
    positive = probability(forall(times(1), lambda t: u[1, t] > 0))
    assert truth(positive >= Fraction(1, 4), here) is Truth.TRUE_SO_FAR
    assert truth(positive > Fraction(1, 3), here) is Truth.FALSE
    assert truth(positive >= Fraction(1, 2), here) is Truth.FALSE
