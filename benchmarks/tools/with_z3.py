"""z3: nlsat for half of the time, then its own strategy for nonlinear real arithmetic.

exp, sin and cos are unknown functions to it: there a model counts if it is a counterexample.
"""

from __future__ import annotations

import time
from fractions import Fraction

import z3

from tools.points import is_counterexample
from tools.smtlib import Query, decide_by
from verifier.language.statement import Statement

DIGITS = 40


def decide(statement: Statement, seconds: float) -> str:
    """The verdict, by the satisfiability of the ways in which the statement can fail."""
    return decide_by(_answer, statement, seconds, native=False)


def _answer(statement: Statement, query: Query, seconds: float) -> str:
    solvers = [z3.Solver()]
    if not query.integers:
        solvers = [z3.Tactic("qfnra-nlsat").solver(), z3.SolverFor("QF_NRA")]
    deadline = time.monotonic() + seconds
    for number, solver in enumerate(solvers):
        share = (deadline - time.monotonic()) / (len(solvers) - number)
        solver.set("timeout", max(1, int(1000 * share)))
        try:
            solver.from_string(query.text)
            answer = solver.check()
        except z3.Z3Exception:
            continue
        if answer == z3.unsat:
            return "proved"
        if answer == z3.sat and (query.exact or _is_checked(statement, solver.model())):
            return "refuted"
    return "unknown"


def _is_checked(statement: Statement, model: z3.ModelRef) -> bool:
    values = {}
    for declared in model.decls():
        value = model[declared]
        if declared.name().startswith("v_") and declared.arity() == 0:
            values[declared.name()[2:]] = _rational(value)
    return is_counterexample(statement, values)


def _rational(value: z3.ExprRef) -> Fraction:
    if z3.is_algebraic_value(value):
        value = value.approx(DIGITS)
    return Fraction(value.as_fraction()) if z3.is_rational_value(value) else Fraction(str(value))
