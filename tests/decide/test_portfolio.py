"""`decide_statement`: what is proved, refuted, ill-posed, and why; each true statement beside a
slightly false one."""

from __future__ import annotations

from fractions import Fraction

import pytest

from verifier.decide.decision import Decision
from verifier.decide.portfolio import decide_statement
from verifier.decide.problem import from_texts
from verifier.kernel.proof_file import check_proof
from verifier.language.evaluate import Kind, check_instance
from verifier.language.instance import Instance
from verifier.language.statement import Statement

SECONDS = 20.0

# domains and hypotheses, a true conclusion, a conclusion that is false somewhere
PAIRS = [
    ((), (), "(a + b)**2 == a**2 + 2*a*b + b**2", "(a + b)**2 == a**2 + 2*a*b + 2*b**2"),
    ((), ("x != 1",), "(x**2 - 1)/(x - 1) == x + 1", "(x**2 - 1)/(x - 1) == x - 1"),
    ((), ("2*x + y <= 3", "x - y <= 0"), "x <= 1", "x <= 99/100"),
    ((), (), "a**2 + b**2 + c**2 >= a*b + b*c + c*a",
     "a**2 + b**2 + c**2 >= 1.1*(a*b + b*c + c*a)"),
    (("x>0", "y>0"), (), "x/y + y/x >= 2", "x/y + y/x > 2"),
    (("-1<=x<=1",), (), "8*x**4 - 8*x**2 + 1 <= 1", "8*x**4 - 8*x**2 + 1 < 1"),
    (("x>=0",), (), "x**7 - 7*x + 6 >= 0", "x**7 - 7*x + 5.9999999 >= 0"),
    ((), (), "exp(x) >= 1 + x", "exp(x) > 1 + x"),
    (("x>=0",), (), "exp(x) >= 1 + x + x**2/2", "exp(x) >= 1 + x + x**2/2 + x**3/5"),
    (("x>0",), (), "log(x) <= x - 1", "log(x) <= x - 1.000001"),
    (("x>0",), (), "x*log(x) >= -1/E", "x*log(x) > -1/E"),
    (("x>=0",), (), "sin(x) <= x", "sin(x) <= 0.999*x"),
    (("0<=x<=pi/2",), (), "sin(x) >= 2*x/pi", "sin(x) >= 2.0001*x/pi"),
    (("x>-1",), (), "log(1 + x) >= x/(1 + x)", "log(1 + x) >= x/(1 + x) + x**2/10**9"),
    (("0<=x<=1",), (), "sqrt(1 - x) <= 1 - x/2", "sqrt(1 - x) <= 1 - x/2 - x**2/7"),
    ((), (), "cosh(x) <= exp(x**2/2)", "cosh(x) <= exp(x**2/2.0001)"),
    ((), (), "tanh(x)**2 < 1", "tanh(x)**2 < 1 - 1/10**9"),
    ((), (), "Abs(x + y) <= Abs(x) + Abs(y)", "Abs(x + y) < Abs(x) + Abs(y)"),
    ((), (), "Max(x, y) + Min(x, y) == x + y", "Max(x, y) - Min(x, y) == x - y"),
    (("x>0", "y>0"), (), "x*(log(x) - log(y)) >= x - y", "x*(log(x) - log(y)) > x - y"),
    (("m>0",), ("m<=L", "0<=h", "h*(m+L)<=2"),
     "(1-h*m)**2*(m+L) <= (m+L) - 2*h*m*L", "(1-h*m)**2*(m+L) <= (m+L) - 2.001*h*m*L"),
    (("0<x<1", "0<y<1"), ("x < y",), "exp(x) + x < exp(y) + y", "exp(x) + 2*y < exp(y) + 2*x"),
    (("k in N",), (), "2**k >= k + 1", "2**k >= k + 2"),
    (("k in Z",), (), "k**2 >= k", "k**2 >= k + 1"),
    ((), ("x**2 + y**2 == 1",), "x + y <= sqrt(2)", "x + y <= 1.414213"),
    ((), (), "Abs(pi - 355/113) < 2.7/10**7", "Abs(pi - 355/113) < 2.6/10**7"),
]  # fmt: skip


def decided(
    domains: tuple[str, ...], given: tuple[str, ...], conclusion: str
) -> tuple[Statement, Decision]:
    stated = from_texts(conclusion, given, domains)
    return stated, decide_statement(stated, SECONDS)


@pytest.mark.parametrize(("domains", "given", "true", "false"), PAIRS, ids=str)
def test_the_true_one_has_a_proof(
    domains: tuple[str, ...], given: tuple[str, ...], true: str, false: str
) -> None:
    stated, decision = decided(domains, given, true)
    assert decision.verdict == "proved", decision
    assert decision.certificate is not None and not decision.solver
    assert check_proof(decision.certificate).statement == stated


@pytest.mark.parametrize(("domains", "given", "true", "false"), PAIRS, ids=str)
def test_the_false_one_has_a_counterexample(
    domains: tuple[str, ...], given: tuple[str, ...], true: str, false: str
) -> None:
    stated, decision = decided(domains, given, false)
    assert decision.verdict == "refuted", decision
    assert decision.counterexample is not None and decision.certificate is None
    values = decision.counterexample
    if all(isinstance(value, str) for value in values.values()):
        put = {v: Fraction(values[v.name]) for v in stated.variables}  # type: ignore
        assert check_instance(stated, Instance(put)).kind is Kind.VIOLATED  # type: ignore[arg-type]


# Decided on purpose: domains, hypotheses, conclusion, verdict
ON_PURPOSE = [
    (("x>=0",), (), "1/x >= 0", "ill-posed"),
    (("x>=0",), (), "log(x) <= x", "ill-posed"),
    ((), (), "sqrt(x)**2 >= 0", "ill-posed"),
    ((), (), "x**0 == 1", "ill-posed"),
    ((), ("x != 0",), "x**0 == 1", "proved"),
    (("-1<=x<=1",), (), "tan(2*x) <= tan(2*x)", "ill-posed"),
    ((), (), "x/x == 1", "ill-posed"),
    ((), (), "(x - x)/(x - x) == 1", "ill-posed"),
    ((), (), "0**0 == 1", "ill-posed"),
    ((), (), "log(-1) == log(-1)", "ill-posed"),
    # nothing satisfies the hypotheses
    (("x>1",), ("x<0",), "x == 7", "proved"),
    ((), ("x**2 < 0",), "1 == 2", "proved"),
    # powers of negatives: defined for integer exponents
    (("x<0",), (), "x**3 < 0", "proved"),
    (("x<0",), (), "x**(1/3) < 0", "ill-posed"),
    ((), (), "(-2)**3 == -8", "proved"),
    # a quotient is exact, not rounded to an integer
    ((), (), "7/2 == 3", "refuted"),
    ((), (), "7/2 == 3.5", "proved"),
    # an integer is none of the rationals between
    (("k in Z",), ("k > 1",), "k >= 2", "proved"),
    ((), ("k > 1",), "k >= 2", "refuted"),
    # smaller and larger than any float
    (("x>0",), (), "x >= 10**(-400)", "refuted"),
    ((), (), "10**400 + 1 > 10**400", "proved"),
    ((), (), "(1 + 10**(-30)) - 1 == 10**(-30)", "proved"),
    (("x>0",), (), "x + 10**(-30) > x", "proved"),
    # a hypothesis that is undefined somewhere is not true there
    ((), ("log(x) > 0",), "x > 1", "proved"),
]


@pytest.mark.parametrize(("domains", "given", "conclusion", "verdict"), ON_PURPOSE, ids=str)
def test_what_is_decided_on_purpose(
    domains: tuple[str, ...], given: tuple[str, ...], conclusion: str, verdict: str
) -> None:
    _, decision = decided(domains, given, conclusion)
    assert decision.verdict == verdict, decision
    assert (decision.undefined_at is not None) == (verdict == "ill-posed")


def test_conditions_of_a_hypothesis_are_said() -> None:
    _, decision = decided((), ("log(x) > 0",), "x > 1")
    assert "0 < x" in decision.reason


def test_what_a_proof_cites_is_said() -> None:
    _, decision = decided((), (), "exp(x) >= 1 + x")
    assert "mean value theorem" in decision.cited


def test_time_that_is_over_is_said() -> None:
    conclusion = "a**20*b**18 + b**20*c**18 + c**20*a**18 + 1 >= 2*a**9*b**10*c**9 - sin(a*b*c)/9"
    decision = decide_statement(from_texts(conclusion), 0.05)
    assert decision.verdict in ("unknown", "refuted") and decision.seconds < 1
