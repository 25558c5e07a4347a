"""The rational normal form: what shares a key is equal, and sympy agrees."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.decide.difference import equal_by_sympy
from verifier.kernel.certificates.canonical import CertificateError, Field, canonical
from verifier.language.build import (
    eq,
    exists,
    exp,
    family,
    forall,
    function,
    indices,
    log,
    max_over,
    natural,
    prod,
    real,
    sum_,
    times,
)
from verifier.language.terms import Number, Op, Term

x, y, z = real("x"), real("y"), real("z")
k, j = natural("k"), natural("j")
w, v, f = family("w"), family("v"), function("f", 1)

LEAVES = st.sampled_from([x, y, w[j], log(x), prod(k, lambda i: w[i])]) | st.fractions(
    min_value=-3, max_value=3, max_denominator=3
).map(Number)


def rational_terms(depth: int = 3) -> st.SearchStrategy[Term]:
    if depth == 0:
        return LEAVES
    below = rational_terms(depth - 1)
    pairs = st.tuples(below, below)
    return st.one_of(
        LEAVES,
        st.tuples(st.sampled_from(["add", "sub", "mul"]), pairs).map(lambda t: Op(*t)),
        st.tuples(below, st.integers(1, 3)).map(lambda t: t[0] ** t[1]),
        pairs.map(lambda t: t[0] / (t[1] ** 2 + 1)),
        below.map(lambda t: -t),
    )


@settings(max_examples=120, deadline=None)
@given(rational_terms(), rational_terms())
def test_flint_and_sympy_agree_on_identities(a: Term, b: Term) -> None:
    assert (canonical(a) == canonical(b)) == equal_by_sympy(a, b)


@settings(max_examples=120, deadline=None)
@given(rational_terms(), rational_terms())
def test_rearranged_terms_share_a_key(a: Term, b: Term) -> None:
    assert canonical((a + b) ** 2) == canonical(b * b + 2 * b * a + a * a)
    assert canonical((a - b) * (a + b)) == canonical(a**2 - b**2)
    assert canonical(a) != canonical(a + 1)


def test_keys_see_through_sums_products_and_functions() -> None:
    assert canonical(prod(k, lambda i: w[i] + x)) == canonical(prod(k, lambda i: x + w[i]))
    assert canonical(sum_(k, lambda i: (w[i] + 1) ** 2)) == canonical(
        sum_(k, lambda n: 1 + 2 * w[n] + w[n] * w[n])
    )
    assert canonical(log(x * (1 + y / x))) == canonical(log(x + y))
    assert canonical(abs(x - y)) == canonical(abs(y - x))
    assert canonical(f(x + y)) == canonical(f(y + x))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (w[j], v[j]),
        (w[j], w[j + 1]),
        (f(x), f.prime(x)),
        (prod(k, lambda i: w[i]), sum_(k, lambda i: w[i])),
        (prod(k, lambda i: w[i]), prod(k, lambda i: w[i], omit=[j])),
        (prod(k, lambda i: w[i]), prod(k + 1, lambda i: w[i])),
        (prod(k, lambda i: w[i]), prod(k, lambda i: v[i])),
        (prod(k, lambda i: w[i]), max_over(k, lambda i: w[i])),
        (
            sum_(k, lambda i: sum_(k, lambda n: w[i] * v[n])),
            sum_(k, lambda i: sum_(k, lambda n: w[n] * v[n])),
        ),
        (exp(x), log(x)),
        (x**y, y**x),
        (natural("x"), real("x")),
        (x < y, x <= y),
        (x < y, y < x),
        (eq(x, y), x <= y),
        (forall(indices(k), lambda i: w[i] > 0), exists(indices(k), lambda i: w[i] > 0)),
        (forall(indices(k), lambda i: w[i] > 0), forall(indices(k, [j]), lambda i: w[i] > 0)),
        (forall(times(1), lambda t: w[t] > 0), forall(times(0), lambda t: w[t] > 0)),
    ],
)  # fmt: skip
def test_different_things_have_different_keys(one: Term, other: Term) -> None:
    assert canonical(one) != canonical(other)


def test_a_denominator_that_is_identically_zero_is_refused() -> None:
    with pytest.raises(CertificateError, match="identically zero"):
        canonical(1 / (x - x))


def test_huge_powers_are_refused_quickly() -> None:
    for term in (x**100_000, (x + y + z) ** 900):
        with pytest.raises(CertificateError, match="too large"):
            canonical(term)


def test_a_field_knows_only_its_own_atoms() -> None:
    with pytest.raises(CertificateError, match="occurs in no premise"):
        Field([x]).value(x + y)
    assert str(Field([x]).constant(Fraction(1, 3)).numerator) == "1/3"
