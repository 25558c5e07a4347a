"""Statements that do not change when all variables grow alike: what is proved, and that no slightly
false variant of it is."""

from __future__ import annotations

import pytest
from sequents import handed_on, proved

from verifier.decide.calculus import prove_by_calculus
from verifier.decide.homogeneity import prove_by_homogeneity

POSITIVE = ("x > 0", "y > 0")
PAIRS: list[tuple[str, str, tuple[str, ...]]] = [
    ("x*y*(log(x) - log(y))**2 <= (x - y)**2", "x*y*(log(x) - log(y))**2 <= 99/100*(x - y)**2",
     POSITIVE),
    ("(x + y)*log((x + y)/2) <= x*log(x) + y*log(y)",
     "(x + y)*log((x + y)/2) < x*log(x) + y*log(y)", POSITIVE),
    ("sqrt(x*y)*log(x/y) <= x - y", "sqrt(x*y)*log(x/y) <= 9/10*(x - y)", (*POSITIVE, "x >= y")),
    ("log(x + y) - log(y) < x/y", "log(x + y) - log(y) < 9*x/(10*y)", POSITIVE),
    ("atan(x/y) <= x/y", "atan(x/y) <= 9*x/(10*y)", POSITIVE),
    ("log(exp(x) + exp(y)) >= (x + y)/2 + log(2)", "log(exp(x) + exp(y)) > (x + y)/2 + log(2)",
     ()),
]  # fmt: skip


@pytest.mark.parametrize(("goal", "variant", "hypotheses"), PAIRS)
def test_with_one_variable_fewer(goal: str, variant: str, hypotheses: tuple[str, ...]) -> None:
    procedures = (prove_by_homogeneity, prove_by_calculus)
    assert proved(procedures, goal, *hypotheses, seconds=20)
    assert not proved(procedures, variant, *hypotheses, seconds=0.7)


def test_what_is_handed_on() -> None:
    given = ("0 < x", "0 < y", "x < 2*y", "x < 5")
    seen = handed_on(prove_by_homogeneity, "x*exp(x/y) >= x + y", *given)
    assert seen == [("t*exp(t/1) >= t + 1", {"0 < t", "t < 2*1"})]


def test_what_does_change_is_left_alone() -> None:
    assert handed_on(prove_by_homogeneity, "log(x) <= y - x", *POSITIVE) == []
    assert handed_on(prove_by_homogeneity, "sqrt(x**2 + y**2) >= x", "y > 0") == []
