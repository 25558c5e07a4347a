"""Positivstellensatz certificates: right ones are accepted, altered and false ones are not."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.decide.combination import find_combination
from verifier.kernel.certificates.canonical import CertificateError
from verifier.kernel.certificates.combination import Combination, Product, check_combination
from verifier.language.build import eq, log, ne, real
from verifier.language.terms import Number, Relation

x, y, z, a, b = (real(name) for name in "xyzab")
one = Fraction(1)

TRUE_STATEMENTS: list[tuple[list[Relation], Relation]] = [
    ([x >= 0, y >= 0], x * y >= 0),
    ([y >= 0, x**2 <= y**2], x <= y),
    ([x > 0, y > 0, x <= y], 1 / y <= 1 / x),
    ([eq(x * a, b), a > 0], eq(x, b / a)),
    ([eq(x, y + 1), eq(y, a * b)], eq(x**2, (a * b + 1) ** 2)),
    ([log(a) <= b, b < 3], log(a) < 3),
    ([x > 0, y >= x], ne(x + y, 0)),
    ([eq(a**2, b**2), a >= 0, x >= 0, x <= a], x**2 <= b**2),
]
FALSE_STATEMENTS: list[tuple[list[Relation], Relation]] = [
    ([x >= 0, y >= 0], x * y > 0),
    ([x**2 <= y**2], x <= y),
    ([x <= y, ne(x, 0), ne(y, 0)], 1 / y <= 1 / x),
    ([eq(x * a, b * a)], eq(x, b)),
    ([eq(x**2, y**2), x >= 0], eq(x, y)),
    ([log(a) <= b, b <= 3], log(a) < 3),
    ([x >= 0, y >= x], ne(x + y, 0)),
    ([], x**2 > 0),
    ([x < y], x < y - 1),
]


@pytest.mark.parametrize(("facts", "goal"), TRUE_STATEMENTS)
def test_true_statements_get_a_certificate_that_checks(
    facts: list[Relation], goal: Relation
) -> None:
    certificate = find_combination(facts, goal, degree=3)
    assert certificate is not None
    check_combination(facts, goal, certificate)


@pytest.mark.parametrize(("facts", "goal"), FALSE_STATEMENTS)
def test_slightly_false_statements_get_none(facts: list[Relation], goal: Relation) -> None:
    assert find_combination(facts, goal, degree=3) is None


@pytest.mark.parametrize("index", range(len(TRUE_STATEMENTS)))
def test_altered_certificates_are_rejected(index: int) -> None:
    facts, goal = TRUE_STATEMENTS[index]
    found = find_combination(facts, goal, degree=3)
    assert found is not None
    first, *rest = found.products
    altered = [
        Combination((), found.equations),
        Combination((*found.products, Product(one, ())), found.equations),
        Combination((replace(first, coefficient=-first.coefficient), *rest), found.equations),
        Combination((replace(first, coefficient=Fraction(0)), *rest), found.equations),
        Combination((replace(first, sources=(*first.sources, 99)), *rest), found.equations),
        Combination((replace(first, sources=(*first.sources, -1)), *rest), found.equations),
        Combination(found.products, (*found.equations, (0, real("unheard_of")))),
    ]
    for certificate in altered:
        with pytest.raises(CertificateError):
            check_combination(facts, goal, certificate)


def test_a_square_is_not_positive_and_an_equation_is_no_inequality() -> None:
    with pytest.raises(CertificateError, match="no product of the combination is positive"):
        check_combination([], x**2 > 0, Combination((Product(one, (), (x,)), Product(one, (0,)))))
    with pytest.raises(CertificateError, match="is an equation"):
        check_combination([eq(x, 1)], x > 0, Combination((Product(one, (0,)), Product(one, (1,)))))
    with pytest.raises(CertificateError, match="not an equation"):
        check_combination([x > 0], x > 1, Combination((Product(one, ()),), ((0, Number(one)),)))


def test_a_multiplier_may_not_divide_by_what_may_be_zero() -> None:
    # From x*y = 0, multiplied by 1/x, would follow y = 0.
    certificate = Combination((Product(one, (1,)),), ((0, -y / x),))
    with pytest.raises(CertificateError, match="denominator"):
        check_combination([eq(x * y, 0)], eq(y, 0), certificate)


COEFFICIENTS = st.integers(-3, 3)
ROWS = st.tuples(COEFFICIENTS, COEFFICIENTS, COEFFICIENTS)
POINTS = st.tuples(*(st.fractions(min_value=-4, max_value=4, max_denominator=3),) * 2)


@settings(max_examples=60, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=4), ROWS, POINTS)
def test_nothing_that_a_point_refutes_is_certified(
    rows: list[tuple[int, int, int]],
    goal: tuple[int, int, int],
    point: tuple[Fraction, Fraction],
) -> None:
    def value(row: tuple[int, int, int]) -> Fraction:
        return row[0] * point[0] ** 2 + row[1] * point[0] * point[1] + row[2]

    def relation(row: tuple[int, int, int], shift: Fraction) -> Relation:
        return row[0] * x**2 + row[1] * x * y + row[2] >= Number(shift)

    # Shifted so that the facts hold at the point and the goal just fails there.
    facts = [relation(row, min(value(row), Fraction(0))) for row in rows]
    missed = relation(goal, value(goal) + Fraction(1, 7))
    assert find_combination(facts, missed, degree=2) is None
