"""z3's answers: believed under its name where it proves, evaluated exactly where it refutes."""

from __future__ import annotations

import importlib.util
import time
from fractions import Fraction
from typing import Any

import pytest

from verifier.decide import solver
from verifier.decide.problem import from_texts
from verifier.decide.solver import solved
from verifier.language.evaluate import Kind, check_instance
from verifier.language.instance import Instance

needs_z3 = pytest.mark.skipif(
    importlib.util.find_spec("z3") is None, reason="z3-solver is not installed"
)

PROVED = [
    ("x**2 >= 0",),
    ("x*y <= (x**2 + y**2)/2",),
    ("1/x > 0", [], ["x > 0"]),
    ("x/y + y/x >= 2", ["x*y > 0"]),
    ("k**2 >= k", [], ["k in Z"]),
    ("2*k != 3", [], ["k in Z"]),
    ("k**2 + k >= 2", ["k > 1/2"], ["k in N"]),
    ("sqrt(x) >= 0", [], ["x >= 0"]),
    ("x**(1/3) <= 1 + x", [], ["x >= 0"]),
    ("x**(-1/2) > 0", [], ["x > 0"]),
    ("x < 2", ["x**2 == 2"]),
    ("x < pi < 2*E", ["x < 3.14159"]),
    ("Max(x, y) + Min(x, y) == x + y",),
    ("Abs(x) <= x**2 + 1/4",),
    ("1/(x - y) > 0", ["x > y"]),
    ("x > 1", ["x < 0", "x > 0"]),
    ("1/x > 1", ["x != 0", "1/x > 1"]),
]
REFUTED = [
    ("x**2 > 0",),
    ("k**2 >= k",),
    ("2*k != 4", [], ["k in Z"]),
    ("x >= pi", ["x > 3.14159"]),
    ("x < 1", ["x**2 == 4"]),
    ("y > 0", ["x != 0", "1/x >= y"]),
    ("x <= y <= x",),
]
ILL_POSED = [
    ("1/x > 0", [], ["x >= 0"]),
    ("x/x == 1",),
    ("sqrt(x) >= 0",),
    ("x**(1/3) <= 1 + Abs(x)",),
    ("x**(-2) > 0",),
    ("x**0 == 1",),
]
NOT_ASKED = [("exp(x) > 0",), ("2**x > 0",), ("x**50 >= 0",), ("sin(x) <= 1",)]


@needs_z3
@pytest.mark.parametrize("problem", PROVED, ids=str)
def test_proved(problem: tuple[Any, ...]) -> None:
    decision = solved(from_texts(*problem), 10)
    assert decision.verdict == "proved"
    assert decision.certificate is None
    assert decision.solver[0].startswith("z3 ") and "z3" in decision.method
    strict = solved(from_texts(*problem), 10, require_certificate=True)
    assert strict.verdict == "unknown" and "no certificate" in strict.reason


@needs_z3
@pytest.mark.parametrize("problem", REFUTED, ids=str)
def test_refuted(problem: tuple[Any, ...]) -> None:
    stated = from_texts(*problem)
    decision = solved(stated, 10, require_certificate=True)
    assert decision.verdict == "refuted" and not decision.solver
    assert decision.counterexample is not None
    put = {v: Fraction(decision.counterexample[v.name]) for v in stated.variables}  # type: ignore
    assert check_instance(stated, Instance(put)).kind is Kind.VIOLATED  # type: ignore[arg-type]


@needs_z3
@pytest.mark.parametrize("problem", ILL_POSED, ids=str)
def test_ill_posed(problem: tuple[Any, ...]) -> None:
    decision = solved(from_texts(*problem), 10)
    assert decision.verdict == "ill-posed" and decision.undefined_at is not None


@needs_z3
@pytest.mark.parametrize("problem", NOT_ASKED, ids=str)
def test_not_asked(problem: tuple[Any, ...]) -> None:
    decision = solved(from_texts(*problem), 10)
    assert decision.verdict == "unknown" and "is not asked" in decision.reason


@needs_z3
def test_an_irrational_counterexample_is_left_unknown() -> None:
    decision = solved(from_texts("x < 1", ["x**2 == 2"]), 10)
    assert decision.verdict == "unknown"


@needs_z3
def test_the_limit_of_time_holds() -> None:
    names = [f"x{n}" for n in range(9)]
    hard = " + ".join(f"{a}**4*{b}**2" for a in names for b in names)
    product = "*".join(f"{name}**3" for name in names)
    started = time.monotonic()
    decision = solved(from_texts(f"{hard} - {product} + {'+'.join(names)} >= -7/5"), 1)
    assert time.monotonic() - started < 1.5
    assert decision.verdict in ("unknown", "refuted")


def test_without_z3(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver.importlib.util, "find_spec", lambda name: None)
    decision = solved(from_texts("x**2 >= 0"), 10)
    assert decision.verdict == "unknown" and "pip install" in decision.reason
