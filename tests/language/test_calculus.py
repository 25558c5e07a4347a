"""Derivatives by rule agree with exact expansions and, for elementary functions, with numbers."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from random_terms import F, J, K, V, W, X, Y, terms, worlds
from tiny import NotDifferentiableError, UndefinedError, UnsupportedError, World, slope, value

from verifier.language.build import (
    eq,
    expectation,
    family,
    forall,
    function,
    indices,
    log,
    max_over,
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
from verifier.language.calculus import derivative, partial_derivative, smooth
from verifier.language.render import text
from verifier.language.terms import (
    FALSE,
    ZERO,
    Application,
    LanguageError,
    Op,
    Proposition,
    Term,
    as_term,
    is_natural,
    subnodes,
)

M, S = natural("m"), natural("s")
P = prod(K, lambda i: W[i])
UNKNOWN = (UndefinedError, NotDifferentiableError, UnsupportedError)


# Derivatives by a variable


@given(terms(depth=3), worlds())
@settings(max_examples=25, deadline=None)
def test_derivative_where_smooth(term: Term, world: World) -> None:
    try:
        made, condition = derivative(term, X), smooth(term, X)
    except LanguageError:
        return
    try:
        holds = value(condition, world)
        expected = slope(term, world, ("x",)) if holds else None
    except (UnsupportedError, LanguageError):
        assume(False)
    if holds:
        assert value(made, world) == expected


@pytest.mark.parametrize("k", range(5))
def test_derivatives_of_sums_and_products(k: int) -> None:
    world = World(
        {"k": k, "x": Fraction(3, 2)}, {"w": lambda i: Fraction(2 * i - 5, 3), "v": lambda i: i}
    )
    for term in (
        prod(K, lambda i: X + W[i]),
        prod(K, lambda i: X * W[i] + V[i] ** 2, omit=[as_term(2)]),
        sum_(K, lambda i: (X - W[i]) ** 3 / (X + V[i])),
        prod(K, lambda i: sum_(K, lambda j: X * W[i] - V[j], omit=[i])),
        sum_(K, lambda i: prod(i, lambda j: X + W[j])) ** 2,
        prod(K, lambda i: as_term(3)) * X,
    ):
        assert value(derivative(term, X), world) == slope(term, world, ("x",))


ELEMENTARY_AT = {
    "exp": 0.7, "log": 0.7, "sqrt": 0.7, "sin": 0.7, "cos": 0.7, "tan": 0.7, "asin": 0.3,
    "acos": 0.3, "atan": 0.7, "sinh": 0.7, "cosh": 0.7, "tanh": 0.7, "abs": -0.7, "neg": 0.7,
}  # fmt: skip


def floating(term: Term, x: float) -> float:
    match term:
        case Op(name, args):
            values = [floating(arg, x) for arg in args]
            known = {
                "add": lambda a, b: a + b,
                "sub": lambda a, b: a - b,
                "mul": lambda a, b: a * b,
                "div": lambda a, b: a / b,
                "pow": lambda a, b: a**b,
                "neg": lambda a: -a,
                "abs": abs,
            }
            return float(known.get(name, getattr(math, name, None))(*values))  # type: ignore[misc]
    return float(value(term, World({"x": Fraction(x)})))


@pytest.mark.parametrize("name", ELEMENTARY_AT)
def test_derivatives_of_elementary_functions(name: str) -> None:
    at, step = ELEMENTARY_AT[name], 1e-5
    for term in (Op(name, (X,)), Op(name, (X**2 * as_term(Fraction(1, 2)) - X * 0,))):
        if name == "abs":
            at = abs(at)
        rise = floating(term, at + step) - floating(term, at - step)
        assert math.isclose(floating(derivative(term, X), at), rise / (2 * step), rel_tol=1e-6)


@pytest.mark.parametrize(
    "term", [X ** (X + 1), X ** as_term(Fraction(3, 2)), as_term(2) ** X, X ** (1 / X)]
)
def test_derivatives_of_powers(term: Term) -> None:
    step = 1e-5
    rise = floating(term, 0.8 + step) - floating(term, 0.8 - step)
    assert math.isclose(floating(derivative(term, X), 0.8), rise / (2 * step), rel_tol=1e-6)


def test_smoothness_is_asked_for() -> None:
    assert text(smooth(sqrt(X), X)) == "0 <= x and 0 < x"
    assert text(smooth(abs(X), X)) == "x != 0"
    assert text(smooth(log(X), X)) == "0 < x"
    assert text(smooth(X ** as_term(Fraction(1, 2)), X)).endswith("and 0 < x")
    assert text(smooth(Op("asin", (X,)), X)) == "-1 <= x <= 1 and -1 < x < 1"
    assert text(smooth(prod(K, lambda i: abs(X - W[i])), X)) == "for all i in 1..k: x - w_i != 0"
    assert text(smooth(abs(Y) * X, X)) == "true"
    for rough in (
        maximum(X, Y),
        max_over(K, lambda i: X * W[i]),
        expectation(X * random_family("r")[1]),
        partial(X * W[1], W[1]),
    ):
        assert FALSE in getattr(smooth(rough, X), "args", ()) or smooth(rough, X) == FALSE


def test_what_has_no_derivative() -> None:
    for term in (maximum(X, 0), max_over(K, lambda i: X), expectation(X), partial(X, W[1])):
        with pytest.raises(LanguageError, match="has no derivative"):
            derivative(term, X)
    with pytest.raises(LanguageError, match="declared with 2 derivatives"):
        derivative(F.prime(X, 2), X)
    with pytest.raises(LanguageError, match="not a real variable"):
        derivative(X, K)
    assert derivative(maximum(Y, 0), X) == ZERO


# Partial derivatives


def check_partial(term: Term, by: Application, world: World) -> None:
    """Where its conditions hold, the result is the slope of the expansion."""
    made, conditions = partial_derivative(term, by)
    if not all(value(condition, world) for condition in conditions):
        return
    member = (by.symbol.name, *(int(value(arg, world)) for arg in by.args))
    try:
        expected = slope(term, world, member)
        found = value(made, world)
    except UndefinedError:
        return
    assert found == expected, (text(term), text(made), world.variables)


@given(terms(depth=3), worlds())
@settings(max_examples=35, deadline=None)
def test_partial_derivatives_where_conditions_hold(term: Term, world: World) -> None:
    for by in (W[J], W[2]):
        try:
            check_partial(term, by, world)
        except LanguageError:
            assert any((isinstance(n, Op) and n.name in ("abs", "max", "min", "pow"))
                       or getattr(n, "operation", "") in ("max", "min")
                       or (isinstance(n, Application) and n.order == 2)
                       for n in subnodes(term))  # fmt: skip
        except (UnsupportedError, NotDifferentiableError):
            assume(False)


TERMS = {
    "product": P,
    "leave one out": prod(K, lambda i: W[i], omit=[S]),
    "leave two out": prod(K, lambda i: W[i], omit=[S, J]),
    "sum of squares": sum_(K, lambda i: W[i] ** 2),
    "loss": (P - Y) ** 2 / 2,
    "function of the product": F(P),
    "differences": sum_(K, lambda i: (W[i] - V[i]) ** 3),
    "double sum": sum_(K, lambda i: sum_(K, lambda j: W[i] * W[j], omit=[i])),
    "double sum with a product": sum_(K, lambda i: W[i] * prod(K, lambda j: W[j], omit=[i])),
    "product of sums": prod(K, lambda i: sum_(i, lambda j: W[j] * V[i])),
    "shifted": sum_(K, lambda i: W[i + 1] * W[i]),
    "shifted product": prod(K, lambda i: W[i + 2]),
    "doubled": sum_(K, lambda i: W[2 * i]),
    "fixed member": sum_(K, lambda i: W[J] * W[i] + W[2]),
    "quotient": sum_(K, lambda i: V[i] / (1 + W[i] ** 2)),
    "same letter": sum_(K, lambda i: W[i] * prod(K, lambda i: W[i] + X)),
}


@pytest.mark.parametrize("name", TERMS)
def test_partial_derivatives_of_expansions(name: str) -> None:
    held = 0
    for k in range(5):
        for j in range(5):
            for s in range(4):
                world = World(
                    {"k": k, "j": j, "s": s, "x": 2, "y": 3},
                    {"w": lambda i: Fraction(2 * i - 3, 2), "v": lambda i: i + 1},
                    {"f": [Fraction(1), Fraction(2), Fraction(-1), Fraction(1, 3)]},
                )
                for by in (W[J], W[3]):
                    check_partial(TERMS[name], by, world)
                    _, conditions = partial_derivative(TERMS[name], by)
                    held += all(value(condition, world) for condition in conditions)
    assert held > 0


def conditions_of(term: Term, by: Application) -> list[str]:
    return [text(condition) for condition in partial_derivative(term, by)[1]]


def test_conditions_are_those_needed() -> None:
    left_out = prod(K, lambda i: W[i], omit=[J])
    assert partial_derivative(left_out, W[J]) == (ZERO, ())
    made, conditions = partial_derivative(left_out, W[S])
    assert text(made) == "prod(i=1..k, i != j, i != s) w_i"
    assert [text(c) for c in conditions] == ["1 <= s", "s <= k", "s != j"]
    assert conditions_of(P, W[J]) == ["1 <= j", "j <= k"]
    assert conditions_of(W[S], W[J]) == ["s != j"]
    assert conditions_of(W[1], W[2]) == []
    assert conditions_of(V[J] * X, W[J]) == []
    x = sequence("x")
    assert conditions_of(x[J, M + 1], x[J, M]) == ["m + 1 != m"]
    assert conditions_of(sum_(K, lambda i: x[i, M]), x[J, M]) == ["1 <= j", "j <= k"]


def test_what_holds_at_one_index_is_asked_for_at_all() -> None:
    # Once the condition named one free i; then i + 1 != j for some i was taken for all of them.
    shifted = sum_(K, lambda i: W[i + 1])
    assert partial_derivative(shifted, W[J]) == (
        ZERO,
        (forall(indices(K, [J]), lambda i: ne(i + 1, J)), ne(J + 1, J)),
    )
    world = World({"k": 3, "j": 2, "i": 5}, {"w": lambda i: i})
    assert slope(shifted, world, ("w", 2)) == 1
    assert not all(value(c, world) for c in partial_derivative(shifted, W[J])[1])
    nested = sum_(K, lambda i: sum_(i, lambda l: W[i + l]))  # noqa: E741
    for condition in partial_derivative(nested, W[J])[1]:
        assert {n.name for n in subnodes(condition) if hasattr(n, "name")} <= {"k", "j", "add"}


def test_what_cannot_be_differentiated() -> None:
    for term in (abs(W[1]), sqrt(W[1]), maximum(W[1], 0), max_over(K, lambda i: W[i]),
                 expectation(W[1]), W[1] ** X, partial(W[1], W[1])):  # fmt: skip
        with pytest.raises(LanguageError, match="not supported"):
            partial_derivative(term, W[J])
    with pytest.raises(LanguageError, match="declared with 0 derivatives"):
        partial_derivative(function("g")(W[1]), W[1])
    with pytest.raises(LanguageError, match="not a family"):
        partial(F.prime(X), F(X))
    with pytest.raises(LanguageError, match="not a family"):
        partial(X, function("g")(X))


def test_second_partial_derivatives_by_rule() -> None:
    world = World({"k": 4, "j": 2, "s": 3, "y": 3}, {"w": lambda i: Fraction(i, 2)})
    loss = (P - Y) ** 2 / 2
    first, _ = partial_derivative(loss, W[J])
    second, conditions = partial_derivative(first, W[S])
    assert all(value(c, world) for c in conditions)
    assert value(second, world) == slope(first, world, ("w", 3))
    same, _ = partial_derivative(first, W[J])
    assert value(same, world) == slope(first, world, ("w", 2))


def test_evaluated_partials_agree_with_the_rule() -> None:
    u = family("u")
    world = World({"k": 3, "j": 2}, {"w": lambda i: i + 1, "u": lambda i: 7}, {"f": [1, 2, 3]})
    gradient = sum_(K, lambda j: u[j] * partial(F(P), W[j]))
    expected = sum(7 * slope(F(P), world, ("w", j)) for j in (1, 2, 3))
    assert value(gradient, world) == expected
    claim: Proposition = eq(partial(F(P), W[J]), partial_derivative(F(P), W[J])[0])
    assert value(claim, world) is True


def test_natural_by_form() -> None:
    assert all(map(is_natural, (K, as_term(0), K + 1, K * J + 2)))
    assert not any(map(is_natural, (X, as_term(-1), as_term(Fraction(1, 2)), K - 1, K**2, -K)))
    assert not is_natural(real("k"))
