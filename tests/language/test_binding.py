"""Substitution means what it should: evaluating after it equals evaluating with the value."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from random_terms import SMALL, F, J, K, V, W, X, Y, propositions, terms, worlds
from tiny import NotDifferentiableError, UndefinedError, UnsupportedError, World, value

from verifier.language.binding import (
    Lambda,
    bare_random,
    close,
    free_variables,
    fresh,
    is_closed,
    open_body,
    rename_symbol,
    shift,
    substitute,
    substitute_symbol,
    symbols,
)
from verifier.language.build import (
    both,
    eq,
    expectation,
    family,
    forall,
    function,
    implies,
    independent,
    indices,
    max_over,
    natural,
    partial,
    probability,
    prod,
    random_family,
    real,
    sequence,
    sum_,
)
from verifier.language.calculus import derivative
from verifier.language.terms import (
    NATURAL,
    REAL,
    Bound,
    LanguageError,
    Node,
    Symbol,
    Term,
    as_term,
)

R = random_family("r")
I = natural("i")  # noqa: E741


def result(node: Node, world: World) -> object:
    """The value, or the word "undefined"."""
    try:
        return value(node, world)
    except UndefinedError:
        return "undefined"
    except (UnsupportedError, NotDifferentiableError):
        assume(False)
    return None


def with_variables(world: World, **changes: object) -> World:
    return World({**world.variables, **changes}, world.families, world.polynomials)


# Substitution for variables


@given(terms(depth=3), terms(depth=2), worlds())
@settings(max_examples=30, deadline=None)
def test_substitution_is_evaluation(term: Term, put: Term, world: World) -> None:
    inner = result(put, world)
    assume(inner != "undefined")
    assert result(substitute(term, {X: put}), world) == result(term, with_variables(world, x=inner))


@given(propositions(depth=3, rational=True), st.integers(0, 4), worlds())
@settings(max_examples=30, deadline=None)
def test_substitution_of_numbers_is_evaluation(node: Node, n: int, world: World) -> None:
    put = substitute(node, {K: as_term(n)})
    assert result(put, world) == result(node, with_variables(world, k=n))
    assert K not in free_variables(put)


@given(terms(depth=3), worlds())
@settings(max_examples=25, deadline=None)
def test_substitution_is_simultaneous(term: Term, world: World) -> None:
    swapped = substitute(term, {X: Y, Y: X})
    x, y = world.variables["x"], world.variables["y"]
    assert result(swapped, world) == result(term, with_variables(world, x=y, y=x))
    assert substitute(swapped, {X: Y, Y: X}) == term


def test_no_index_is_captured() -> None:
    # The i that is put in is not the i of the sum, whatever the letters.
    term = sum_(2, lambda i: X * W[i])
    world = World({"i": 2, "x": 0}, {"w": lambda i: 10**i})
    assert value(substitute(term, {X: W[I]}), world) == 100 * (10 + 100)
    twice = sum_(2, lambda i: sum_(2, lambda i: X * W[i]))
    assert value(substitute(twice, {X: W[I]}), world) == 2 * 100 * (10 + 100)
    left_out = prod(2, lambda i: W[i], omit=[J])
    assert value(substitute(left_out, {J: I}), world) == 10
    quantified = forall(indices(2), lambda i: W[i] < X)
    assert value(substitute(quantified, {X: W[I] + 1}), world) is True
    assert value(substitute(quantified, {X: W[I]}), world) is False


def test_nested_sums_with_one_letter() -> None:
    world = World({"k": 3}, {"w": lambda i: i, "v": lambda i: 10**i})
    same = sum_(K, lambda i: W[i] * sum_(K, lambda i: V[i]))
    other = sum_(K, lambda i: W[i] * sum_(K, lambda j: V[j]))
    assert same == other
    assert value(same, world) == (1 + 2 + 3) * (10 + 100 + 1000)
    mixed = sum_(K, lambda i: sum_(K, lambda j: W[i] * V[j], omit=[i]))
    expanded = sum(i * 10**j for i in (1, 2, 3) for j in (1, 2, 3) if i != j)
    assert value(mixed, world) == expanded
    inner_uses_outer = sum_(K, lambda i: sum_(i, lambda j: W[i] * V[j]))
    assert value(inner_uses_outer, world) == sum(
        i * 10**j for i in (1, 2, 3) for j in range(1, i + 1)
    )
    three = sum_(K, lambda i: sum_(i, lambda i_: sum_(i_, lambda i: W[i]) * V[i_]) * W[i])
    assert value(three, world) == sum(
        sum(sum(range(1, m + 1)) * 10**m for m in range(1, n + 1)) * n for n in (1, 2, 3)
    )


def test_wrong_values_are_refused() -> None:
    with pytest.raises(LanguageError, match="not a natural number by its form"):
        substitute(W[J], {J: X})
    with pytest.raises(LanguageError, match="not a natural number by its form"):
        substitute(W[J], {J: as_term(Fraction(1, 2))})
    with pytest.raises(LanguageError, match="not a natural number by its form"):
        substitute(W[J], {J: J - 1})
    with pytest.raises(LanguageError, match="open index"):
        substitute(X, {X: Bound(0)})
    with pytest.raises(LanguageError, match="open index"):
        open_body(X, REAL, W[Bound(2)])


# Binders


@given(terms(depth=3, scope=(I,), rational=False))
@settings(max_examples=30, deadline=None)
def test_open_undoes_close(term: Term) -> None:
    body = close(term, I)
    assert I not in free_variables(body)
    assert open_body(body, NATURAL, I) == term
    assert is_closed(term)
    assert is_closed(body) == (I not in free_variables(term))


@given(terms(depth=3, scope=(I,)), st.integers(0, 3), worlds())
@settings(max_examples=25, deadline=None)
def test_opening_is_evaluation(term: Term, n: int, world: World) -> None:
    opened = open_body(close(term, I), NATURAL, as_term(n))
    assert result(opened, world) == result(term, with_variables(world, i=n))


@given(terms(depth=3), worlds())
@settings(max_examples=25, deadline=None)
def test_shifting_closed_terms_does_nothing(term: Term, world: World) -> None:
    assert shift(term, 3) == term
    body = close(substitute(term, {J: I}), I)
    at = sum_(1, lambda i: open_body(body, NATURAL, i))
    assert result(at, world) == result(term, with_variables(world, j=1))


def test_fresh_avoids_variables_and_symbols() -> None:
    node = W[I] + real("i2") + F(X)
    assert fresh("i", NATURAL, node).name == "i3"
    assert fresh("w", NATURAL, node).name == "w2"
    assert fresh("f", NATURAL, node).name == "f2"
    assert fresh("q", NATURAL, node).name == "q"


# What may be moved where


def test_random_values_stay_outside_of_expectations() -> None:
    inside = expectation(X * R[1])
    for node in (inside, probability(R[1] <= X), 1 + abs(inside), eq(inside, 0)):
        with pytest.raises(LanguageError, match="random value"):
            substitute(node, {X: R[2]})
        with pytest.raises(LanguageError, match="random value"):
            open_body(close(node, X), REAL, R[2])
    # A value that is random only under its own expectation is a plain number.
    mean = expectation(R[2])
    assert not bare_random(mean)
    assert substitute(inside, {X: mean}) == expectation(mean * R[1])
    assert substitute(X * R[1], {X: R[2]}) == R[2] * R[1]
    # An expectation in which the variable does not occur is no hindrance.
    assert substitute(X + expectation(R[1]), {X: R[2]}) == R[2] + expectation(R[1])


def test_values_do_not_move_under_a_derivative_by_what_they_hold() -> None:
    node = partial(X * W[J], W[J])
    with pytest.raises(LanguageError, match="under a derivative"):
        substitute(node, {X: W[1]})
    with pytest.raises(LanguageError, match="under a derivative"):
        substitute(node + sum_(2, lambda i: node), {X: sum_(K, lambda i: W[i])})
    assert substitute(node, {X: V[1]}) == partial(V[1] * W[J], W[J])
    assert substitute(Y + node, {Y: W[1]}) == W[1] + node
    # The index of what is differentiated by may change: d/dw_2 of w_2 is 1.
    moved = substitute(partial(W[J] * W[I], W[J]), {J: as_term(2), I: as_term(2)})
    assert value(moved, World({}, {"w": lambda i: 5})) == 10


def test_laws_need_random_families_over_naturals() -> None:
    with pytest.raises(LanguageError, match="not a random family"):
        independent(W, K)
    with pytest.raises(LanguageError, match="not a random family"):
        independent(R, X)
    with pytest.raises(LanguageError, match="not a family to differentiate by"):
        partial(F(X), F(X))


# Substitution for symbols


def test_renaming() -> None:
    node = sum_(K, lambda i: W[i]) + F(X)
    assert rename_symbol(node, W, family("u")) == sum_(K, lambda i: family("u")[i]) + F(X)
    with pytest.raises(LanguageError, match="occurs already"):
        rename_symbol(node + V[1], W, V)
    with pytest.raises(LanguageError, match="not of the kind"):
        rename_symbol(node, W, R)
    with pytest.raises(LanguageError, match="not of the kind"):
        rename_symbol(node, F, function("g", smooth=1))
    with pytest.raises(LanguageError, match="not of the kind"):
        rename_symbol(node, W, sequence("h"))
    assert symbols(rename_symbol(node, F, function("g", smooth=3))) == {W, function("g", smooth=3)}


def put(node: Node, symbol: Symbol, made: Lambda) -> Node:
    return substitute_symbol(node, symbol, made, derivative)


@given(terms(depth=3), terms(depth=2, scope=(I,)), worlds(depth_k=3))
@settings(max_examples=30, deadline=None)
def test_a_family_is_replaced_by_its_meaning(term: Term, body: Term, world: World) -> None:
    assume(V not in symbols(term))  # the replaced family may well speak of itself
    made = put(term, W, Lambda((I,), body))

    def member(i: int) -> Fraction:
        return value(body, with_variables(world, i=i))  # type: ignore[no-any-return]

    try:
        values = {i: member(i) for i in range(12)}
    except (UndefinedError, UnsupportedError):
        assume(False)
    replaced = World(
        world.variables, {**world.families, "w": values.__getitem__}, world.polynomials
    )
    assert result(made, world) == result(term, replaced)


@given(terms(depth=3), st.lists(SMALL, min_size=1, max_size=4), worlds())
@settings(max_examples=30, deadline=None)
def test_a_function_is_replaced_with_its_derivatives(
    term: Term, coefficients: list[Fraction], world: World
) -> None:
    p = real("p")
    body: Term = as_term(0)
    for c in reversed(coefficients):
        body = body * p + c
    made = put(term, F, Lambda((p,), body))
    assert F not in symbols(made)
    replaced = World(world.variables, world.families, {"f": coefficients})
    assert result(made, world) == result(term, replaced)


def test_arguments_with_bound_indices_are_carried_below_binders() -> None:
    world = World({"k": 3}, {"w": lambda i: i, "v": lambda i: 10**i})
    # f(p) := sum_j p*w_j, applied to v_i below a sum over i: i must not become j.
    made = put(
        sum_(K, lambda i: F(V[i])),
        F,
        Lambda((X,), sum_(K, lambda j: X * W[j])),
    )
    assert value(made, world) == sum(10**i * j for i in (1, 2, 3) for j in (1, 2, 3))
    # u_i := sum_{l != i} w_l, with the parameter as an index left out.
    u = family("u")
    others = Lambda((I,), sum_(K, lambda l: W[l], omit=[I]))  # noqa: E741
    made = put(prod(K, lambda i: u[i] + V[i]), u, others)
    assert value(made, world) == (5 + 10) * (4 + 100) * (3 + 1000)
    # Two arguments, nested applications, and an application inside its own argument.
    h = sequence("h")
    made = put(sum_(K, lambda i: h[i, i + 1]), h, Lambda((I, J), W[I] * V[J]))
    assert value(made, world) == 1 * 100 + 2 * 1000 + 3 * 10000
    nested = put(sum_(K, lambda i: F(F(W[i]))), F, Lambda((X,), sum_(2, lambda j: X + W[j])))
    assert value(nested, world) == sum(2 * (2 * i + 3) + 3 for i in (1, 2, 3))


def test_what_was_undefined_stays_undefined() -> None:
    world = World({"x": 0})
    constant = put(F(1 / X), F, Lambda((Y,), as_term(0)))
    assert result(constant, world) == "undefined"
    assert result(put(F.prime(1 / X), F, Lambda((Y,), Y)), world) == "undefined"
    empty = Lambda((Y,), sum_(0, lambda i: Y))
    assert result(put(F(1 / X), F, empty), world) == "undefined"
    # Nothing is added where the argument is always defined, or the body would miss it anyway.
    assert put(F(X * X), F, Lambda((Y,), as_term(0))) == as_term(0)
    assert put(F(1 / X), F, Lambda((Y,), Y + 1)) == 1 / X + 1


def test_symbols_that_cannot_be_replaced() -> None:
    one = Lambda((I,), as_term(1))
    with pytest.raises(LanguageError, match="can only be renamed"):
        put(expectation(R[1]), R, one)
    with pytest.raises(LanguageError, match="a derivative by w"):
        put(partial(W[1] * V[1], W[1]), W, one)
    with pytest.raises(LanguageError, match="under a derivative by it"):
        put(partial(W[1] * V[1], W[1]), V, Lambda((I,), W[I]))
    with pytest.raises(LanguageError, match="random value"):
        put(expectation(V[1] * R[1]), V, Lambda((I,), R[I]))
    with pytest.raises(LanguageError, match="the value takes"):
        put(F(X), F, one)
    with pytest.raises(LanguageError, match="open index"):
        put(W[1], W, Lambda((I,), V[Bound(0)]))
    # A parameter may not come to stand under an expectation or derivative of the value.
    with pytest.raises(LanguageError, match="random value"):
        put(F(R[1]), F, Lambda((X,), expectation(X * R[2])))
    with pytest.raises(LanguageError, match="under a derivative by it"):
        put(F(W[1]), F, Lambda((X,), partial(X * W[2], W[2])))


# What authors write


def test_python_equality_is_caught() -> None:
    with pytest.raises(LanguageError, match=r"write eq\(a, b\)"):
        forall(indices(K), lambda i: W[i] == X)  # type: ignore[arg-type, return-value]
    with pytest.raises(LanguageError, match=r"write eq\(a, b\)"):
        both(X < Y, X != Y)  # type: ignore[arg-type]
    with pytest.raises(LanguageError, match=r"write eq\(a, b\)"):
        implies(X == Y, X < Y)  # type: ignore[arg-type]
    with pytest.raises(LanguageError, match="not a Term"):
        sum_(K, lambda i: W[i] < X)  # type: ignore[arg-type, return-value]
    assert value(sum_(K, lambda i: 1), World({"k": 3})) == 3  # type: ignore[arg-type, return-value]
    with pytest.raises(LanguageError, match="no Python truth value"):
        _ = X < Y < X
    with pytest.raises(LanguageError, match="not exact"):
        _ = X + 0.5  # type: ignore[operator]
    assert value(max_over(2, lambda i: W[i]), World({}, {"w": lambda i: i})) == 2
