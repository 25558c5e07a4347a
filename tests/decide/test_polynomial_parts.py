"""The parts of the polynomial procedures: squares, linear programmes, ideals, points."""

from __future__ import annotations

import itertools
import time
from math import prod

import numpy as np
import pytest
from flint import fmpq
from kernel_tools import given

from verifier.decide.polynomial.context import (
    NONNEGATIVE,
    POSITIVE,
    ZERO_KIND,
    Certificate,
    Context,
    Part,
    Ring,
)
from verifier.decide.polynomial.gram import find_squares
from verifier.decide.polynomial.ideal import Ideal
from verifier.decide.polynomial.lp import nonnegative_relation
from verifier.decide.polynomial.orders import chart_of
from verifier.decide.polynomial.programme import Block
from verifier.decide.polynomial.reading import read
from verifier.decide.polynomial.samples import feasible, is_falsified, sign_on
from verifier.decide.polynomial.univariate import by_pieces
from verifier.decide.polynomial.zeros import zeros
from verifier.decide.search import Search
from verifier.kernel.certificates.canonical import Polynomial
from verifier.language.parse import parse_proposition, parse_term
from verifier.language.terms import Term


def polynomial(ring: Ring, text: str) -> Polynomial:
    found = ring.polynomial(parse_term(text))
    assert found is not None
    return found


def ring_of(text: str) -> Ring:
    term: Term = parse_term(text)
    return Ring([term])


def context_of(goal: str, *facts: str) -> Context:
    search = Search(time.monotonic() + 10)
    reading = read(given(*map(parse_proposition, facts)), parse_proposition(goal), search)
    assert reading is not None
    return reading.context


def monomials(ring: Ring, degree: int) -> tuple[Polynomial, ...]:
    exponents = itertools.product(range(degree + 1), repeat=len(ring.generators))
    return tuple(ring.context.from_dict({e: 1}) for e in exponents if sum(e) <= degree)


@pytest.mark.parametrize(
    "text",
    [
        "(x - 2*y)**2 + (x*y - 1)**2 + 1",
        "x**4 + y**4 + z**4 + 1 - 4*x*y*z",  # zeros with rational coordinates
        "(x**2 - 2)**2 + (x*y - 3)**2",  # zeros with irrational ones
        "(x**4*y**2 + x**2*y**4 + 1 - 3*x**2*y**2)*(x**2 + y**2 + 1)",
    ],
)
def test_sums_of_squares_are_exact(text: str) -> None:
    ring = ring_of(text)
    target = polynomial(ring, text)
    half = int(target.total_degree()) // 2
    squares = find_squares(target, [Block(ring.one, monomials(ring, half))])
    assert squares is not None
    assert all(square.coefficient > 0 for square in squares)
    total = ring.zero
    for square in squares:
        total += square.root**2 * square.coefficient
    assert total == target


@pytest.mark.parametrize(
    "text", ["x**4*y**2 + x**2*y**4 + 1 - 3*x**2*y**2", "x**2 - 2*x + 999/1000", "x*y + 1"]
)
def test_what_is_no_sum_of_squares_has_none(text: str) -> None:
    ring = ring_of(text)
    target = polynomial(ring, text)
    half = int(target.total_degree()) // 2
    assert find_squares(target, [Block(ring.one, monomials(ring, half))]) is None


def test_weighted_squares() -> None:
    ring = ring_of("x")
    weights = [polynomial(ring, w) for w in ("1", "x", "1 - x")]
    target = polynomial(ring, "x*(1 - x)*(2*x - 1)**2")
    blocks = [Block(w, monomials(ring, 1)) for w in weights]
    blocks.append(Block(weights[1] * weights[2], monomials(ring, 1)))
    squares = find_squares(target, blocks)
    assert squares is not None
    assert (
        sum((blocks[s.block].weight * s.root**2 * s.coefficient for s in squares), ring.zero)
        == target
    )


def test_linear_programmes_are_exact() -> None:
    ring = ring_of("x + y")
    columns = [polynomial(ring, c) for c in ("1", "x - 1/3", "2/7 - x", "y**2")]
    weights = nonnegative_relation(columns, [True, True, True, False])
    assert weights is not None
    assert sum((c * w for c, w in zip(columns, weights.columns, strict=True)), ring.zero) == 0
    assert min(weights.columns) >= 0
    consistent = [polynomial(ring, c) for c in ("1", "x - 1/4", "2/7 - x", "y**2")]
    assert nonnegative_relation(consistent, [True, True, True, False]) is None


def test_an_ideal_reduces_and_says_how() -> None:
    context = context_of("x >= 0", "x*y == 2", "x**2 + y**2 == 5")
    ideal = Ideal.of(context)
    member = polynomial(context.ring, "(x**2 - 1)*(x**2 - 4)")
    assert ideal.reduce(member) == 0
    assert ideal.reduce(member + 1) == 1
    assert ideal.multiples(member + 1) is None
    found = ideal.multiples(member)
    assert found is not None
    wider, multiples = found
    total = context.ring.zero
    for position, factors in multiples:
        assert wider.known[position].kind == ZERO_KIND
        total += prod(factors, start=wider.known[position].polynomial)
    assert total == member


def test_points_falsify_and_show_signs() -> None:
    context = context_of("x >= 0", "x > 1", "y >= x", "s >= 0", "s**2 == x")
    points = feasible(context)
    assert len(points) > 20
    assert sign_on(context, polynomial(context.ring, "y*s - 1"), points) == 1
    assert sign_on(context, polynomial(context.ring, "s - x"), points) == -1
    assert sign_on(context, polynomial(context.ring, "y - 3"), points) == 0
    assert is_falsified(
        context, context.aim(NONNEGATIVE, polynomial(context.ring, "3 - y")), points
    )


def test_zeros_are_found_to_full_precision() -> None:
    ring = ring_of("x + y")
    f = polynomial(ring, "(x**2 - 2)**2 + (x*y - 3)**2")
    found = zeros(f, ())
    assert len(found) == 2
    assert np.allclose(np.abs(found[:, ring.atoms.index(parse_term("x"))]), 2**0.5, atol=1e-14)
    on_border = zeros(polynomial(ring, "x + (y - 1)**2"), [ring.atoms.index(parse_term("x"))])
    assert np.allclose(on_border @ np.ones(2), [1.0])


def test_other_coordinates_give_back_the_same() -> None:
    context = context_of("x >= 0", "0 <= x", "x <= y", "y <= z")
    chart = chart_of(context, [context.ring.atoms.index(parse_term(v)) for v in "xyz"])
    f = polynomial(context.ring, "x*y - z**2 + 3*y")
    assert chart.back(chart.into(f)) == f
    aim = context.aim(NONNEGATIVE, polynomial(context.ring, "z - x"))
    moved, seen = context.seen_through(chart, aim)
    assert all(c > 0 for c in seen.polynomial.to_dict().values())
    assert moved.term(seen.polynomial) == context.term(aim.polynomial)


def test_a_certificate_that_does_not_add_up_is_refused() -> None:
    context = context_of("x >= 0", "x >= 1")
    aim = context.aim(POSITIVE, polynomial(context.ring, "x"))
    assert context.conclude(aim.goal, Certificate((Part(fmpq(1), (0,)),))) is None


@pytest.mark.parametrize("gap", ["1/1000", "1/100000000"])
def test_one_atom_in_pieces_of_any_size(gap: str) -> None:
    context = context_of("x >= 0")
    f = polynomial(context.ring, f"(x**2 - 2)**2*(x - 7)**2 + {gap}")
    assert by_pieces(context, context.aim(POSITIVE, f)) is not None
    g = polynomial(context.ring, f"(x**2 - 2)**2*(x - 7)**2 + {gap}*(x - 2)")
    assert by_pieces(context, context.aim(POSITIVE, g)) is None
