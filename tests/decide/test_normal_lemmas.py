"""The lemmas say what their names and docstrings do, and nothing more."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from verifier.decide.normal import lemmas
from verifier.decide.normal.special_angles import value_at
from verifier.decide.normal.sums_of_angles import multiple
from verifier.kernel.theorem import Theorem
from verifier.language.evaluate import Truth, truth
from verifier.language.instance import Instance
from verifier.language.render import text
from verifier.language.terms import Proposition

LEMMAS: dict[str, tuple[Theorem, set[str]]] = {}


def _listed() -> list[tuple[Theorem, set[str], str]]:
    return [
        (lemmas.root_is_unique(), {"0 <= a", "a**2 = b"}, "a = sqrt(b)"),
        (lemmas.root_of_square(), set(), "sqrt(a**2) = |a|"),
        (lemmas.root_of_product(), {"0 <= a", "0 <= b"}, "sqrt(a*b) = sqrt(a)*sqrt(b)"),
        (lemmas.half_power(), {"0 <= a"}, "a**(1/2) = sqrt(a)"),
        (lemmas.power_of_root_from_zero(3), {"0 <= a"}, "(a**(1/3))**3 = a"),
        (lemmas.root_is_nonnegative(5), {"0 <= a"}, "0 <= a**(1/5)"),
        (lemmas.power_by_root(-2, 3), {"0 < a"}, "a**(-2/3) = (a**(1/3))**(-2)"),
        (lemmas.power_by_root_from_zero(5, 3), {"0 <= a"}, "a**(5/3) = (a**(1/3))**5"),
        (lemmas.power_of_abs(4), set(), "|a|**4 = a**4"),
        (lemmas.extreme_is_first("max"), {"b <= a"}, "max(a, b) = a"),
        (lemmas.extreme_is_second("min"), {"b <= a"}, "min(a, b) = b"),
        (lemmas.exp_of_negative(), set(), "exp(-a) = 1/exp(a)"),
        (lemmas.exp_of_multiple(7), set(), "exp(7*a) = exp(a)**7"),
        (lemmas.log_of_e(), set(), "log(E) = 1"),
        (lemmas.log_of_root(), {"0 < a"}, "log(sqrt(a)) = log(a)/2"),
        (lemmas.log_of_even_power(4), {"a != 0"}, "log(a**4) = 4*log(|a|)"),
        (lemmas.power_of_e(), set(), "E**a = exp(a)"),
        (lemmas.sin_is_positive(), {"0 < a", "a < pi"}, "0 < sin(a)"),
        (lemmas.sin_is_negative(), {"-pi < a", "a < 0"}, "sin(a) < 0"),
        (lemmas.sin_is_nonnegative(), {"0 <= a", "a <= pi"}, "0 <= sin(a)"),
        (lemmas.cos_is_positive(), {"-pi/2 < a", "a < pi/2"}, "0 < cos(a)"),
        (lemmas.cos_is_nonnegative(), {"-pi/2 <= a", "a <= pi/2"}, "0 <= cos(a)"),
        (lemmas.cos_of_asin(), {"-1 <= a", "a <= 1"}, "cos(asin(a)) = sqrt(1 - a**2)"),
        (lemmas.cos_of_atan(), set(), "cos(atan(a)) = 1/sqrt(1 + a**2)"),
        (lemmas.sin_of_atan(), set(), "sin(atan(a)) = a/sqrt(1 + a**2)"),
        (lemmas.increasing("atan", "<"), {"a < b"}, "atan(a) < atan(b)"),
        (lemmas.increasing("asin", "<"), {"-1 <= a", "b <= 1", "a < b"}, "asin(a) < asin(b)"),
        (lemmas.increasing("sqrt", "<="), {"0 <= a", "a <= b"}, "sqrt(a) <= sqrt(b)"),
        (lemmas.increasing("log", "<"), {"0 < a", "a < b"}, "log(a) < log(b)"),
        (multiple("cos", 3), set(), "cos(3*a) = 4*cos(a)**3 - 3*cos(a)"),
        (multiple("sin", -2), set(), "sin(-2*a) = -2*(cos(a)*sin(a))"),
    ]


def test_hypotheses_and_conclusions() -> None:
    for theorem, hypotheses, conclusion in _listed():
        assert {text(hypothesis) for hypothesis in theorem.hypotheses} == hypotheses
        shown = text(theorem.conclusion)
        assert shown == conclusion or sorted(shown) == sorted(conclusion)


def _holds(proposition: Proposition, a: Fraction, b: Fraction) -> bool:
    instance = Instance({lemmas.A: a, lemmas.B: b})
    return truth(proposition, instance, classical=True) is not Truth.FALSE


def test_no_lemma_fails_at_a_point() -> None:
    source = random.Random(1)
    points = [
        (Fraction(source.randint(-40, 40), 8), Fraction(source.randint(-40, 40), 8))
        for _ in range(60)
    ]
    for theorem, _, _ in _listed():
        for a, b in points:
            if all(_holds(hypothesis, a, b) for hypothesis in theorem.hypotheses):
                assert _holds(theorem.conclusion, a, b)


@pytest.mark.parametrize("name", ["sin", "cos"])
def test_special_values(name: str) -> None:
    for denominator in (8, 10, 12):
        for number in range(-2 * denominator, 3 * denominator):
            found = value_at(name, Fraction(number, denominator))
            assert found is not None and not found.hypotheses
            assert _holds(found.conclusion, Fraction(0), Fraction(0))
    assert value_at(name, Fraction(1, 7)) is None
