"""Combinations of instances of known bounds: what is proved, and that no slightly false variant of
it is."""

from __future__ import annotations

import time

import pytest
from sequents import proved

from verifier.decide.instances import prove_by_instances
from verifier.decide.instances.pairs import sum_of_arcs
from verifier.decide.instances.shapes import bernoulli_bound
from verifier.decide.instances.tangents import exp_tangent_between, log_tangent, quotient_bounds
from verifier.decide.instances.tight import TightPoints
from verifier.decide.search import Search
from verifier.kernel.theorem import Theorem
from verifier.language.binding import free_variables
from verifier.language.evaluate import Truth, truth
from verifier.language.instance import Instance
from verifier.language.parse import parse_proposition
from verifier.language.terms import Relation

POSITIVE = ("x > 0", "y > 0")
# What holds, what does not, and the hypotheses of both.
PAIRS: list[tuple[str, str, tuple[str, ...]]] = [
    # Young, Gibbs, and the sum of logarithms.
    ("x*y <= exp(x) + y*log(y) - y", "x*y <= exp(x) + y*log(y) - 101/100*y", ("y > 0",)),
    ("x*y <= x**4/4 + 3*y**(4/3)/4", "x*y <= x**4/4 + 74/100*y**(4/3)", POSITIVE),
    ("p*log(p) - p*log(q) >= p - q", "p*log(p) - p*log(q) > p - q", ("p > 0", "q > 0")),
    ("x*log(x/a) + y*log(y/b) >= (x + y)*log((x + y)/(a + b))",
     "x*log(x/a) + y*log(y/b) > (x + y)*log((x + y)/(a + b))", (*POSITIVE, "a > 0", "b > 0")),
    # Jensen.
    ("exp((x + 2*y)/3) <= (exp(x) + 2*exp(y))/3", "exp((x + 2*y)/3) <= (2*exp(x) + exp(y))/3", ()),
    ("exp((x + y)/2) < (exp(x) + exp(y))/2", "exp((x + y)/2) < (exp(x) + exp(y))/2 - 1/100",
     ("x != y",)),
    ("3*log((x + y + z)/3) >= log(x*y*z)", "3*log((x + y + z)/3) > log(x*y*z)",
     (*POSITIVE, "z > 0")),
    # Means with weights, and the mean of logarithms.
    ("x**p*y**(1 - p) <= p*x + (1 - p)*y", "x**p*y**(1 - p) <= (1 - p)*x + p*y",
     (*POSITIVE, "0 < p", "p < 1")),
    ("sqrt(x*y)*(log(x) - log(y)) <= x - y", "sqrt(x*y)*(log(x) - log(y)) <= 99/100*(x - y)",
     ("y > 0", "x >= y")),
    ("(x + y)*(log(x) - log(y)) > 2*(x - y)", "(x + y)*(log(x) - log(y)) > 21/10*(x - y)",
     ("y > 0", "x > y")),
    ("sqrt(x) + sqrt(y) <= sqrt(2*(x + y))", "sqrt(x) + sqrt(y) < sqrt(2*(x + y))", POSITIVE),
    # One function and its bounds.
    ("x*(exp(2*y) - 1) <= (exp(x*y) - exp(-(x*y)))/2*(exp(2*y) + 1)",
     "x*(exp(2*y) - 1) <= (exp(x*y) - exp(-(x*y)))/3*(exp(2*y) + 1)", POSITIVE),
    ("cos(x) + cos(y) + (x**2 + y**2)/2 >= 2", "cos(x) + cos(y) + (x**2 + y**2)/2 > 2", ()),
    ("atan(x) + atan(y) < pi/2", "atan(x) + atan(y) < 3/2", (*POSITIVE, "x*y < 1")),
    ("exp(x) + exp(y) >= E*(x + y)", "exp(x) + exp(y) >= 2719/1000*(x + y)", ()),
]  # fmt: skip


@pytest.mark.parametrize(("goal", "variant", "hypotheses"), PAIRS)
def test_what_follows_from_known_bounds_is_proved_and_what_is_false_is_not(
    goal: str, variant: str, hypotheses: tuple[str, ...]
) -> None:
    assert proved([prove_by_instances], goal, *hypotheses)
    assert not proved([prove_by_instances], variant, *hypotheses, seconds=0.7)


def test_tight_points_are_points_where_the_sides_agree() -> None:
    goal = parse_proposition("x*y <= exp(x - 1)*exp(y - 1)")
    assert isinstance(goal, Relation)
    tight = TightPoints([], goal)
    assert tight.points.shape[1] and abs(tight.points - 1).max() < 1e-3
    assert TightPoints([], parse_relation("x*y <= x**2 + y**2 + 1")).points.shape[1] == 0


def parse_relation(written: str) -> Relation:
    relation = parse_proposition(written)
    assert isinstance(relation, Relation)
    return relation


BOUNDS = [
    log_tangent(strict=False), log_tangent(strict=True), exp_tangent_between(), bernoulli_bound(),
    *quotient_bounds("<="), *quotient_bounds("<"),
    *(sum_of_arcs(below, op) for below in (True, False) for op in ("<", "<=")),
]  # fmt: skip


@pytest.mark.parametrize("bound", BOUNDS)
def test_bounds_hold_where_their_hypotheses_do(bound: Theorem) -> None:
    from fractions import Fraction

    values = [Fraction(n, 7) for n in (-9, -2, 1, 4, 7, 11, 30)]
    variables = sorted(free_variables(bound.conclusion), key=lambda v: v.name)
    tried = 0
    for first in values:
        for second in values if len(variables) == 2 else values[:1]:
            put = dict(zip(variables, (first, second), strict=False))
            instance = Instance(put)
            if all(truth(h, instance, classical=True) is Truth.TRUE for h in bound.hypotheses):
                tried += 1
                found = truth(bound.conclusion, instance, classical=True)
                assert found is not Truth.FALSE
    assert tried


def test_it_does_not_run_over_time() -> None:
    started = time.monotonic()
    goal = parse_proposition("exp(x*y) + exp(y*z) + exp(x*z) >= 3*exp(x*y*z) + log(1 + x**2)")
    prove_by_instances([], goal, Search(started + 0.5))
    assert time.monotonic() - started < 3
