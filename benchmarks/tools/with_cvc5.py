"""cvc5 with its transcendental extension, with coverings for polynomials.

Where exp, sin, cos or pi occur, a model counts if it is a counterexample.
"""

from __future__ import annotations

from fractions import Fraction

import cvc5

from tools.points import is_counterexample, variables_of
from tools.smtlib import Query, decide_by
from verifier.language.statement import Statement


def decide(statement: Statement, seconds: float) -> str:
    """The verdict, by the satisfiability of the ways in which the statement can fail."""
    return decide_by(_answer, statement, seconds, native=True)


def _answer(statement: Statement, query: Query, seconds: float) -> str:
    solver = cvc5.Solver(cvc5.TermManager())
    solver.setOption("produce-models", "true")
    solver.setOption("tlimit-per", str(max(1, int(1000 * seconds))))
    logic = f"QF_N{'I' if query.integers else ''}RA{'T' if query.transcendental else ''}"
    try:
        symbols = _read(solver, f"(set-logic {logic})\n{query.text}")
        answer = solver.checkSat()
        if answer.isUnsat():
            return "proved"
        if answer.isSat() and (query.exact or _is_checked(statement, solver, symbols)):
            return "refuted"
    except RuntimeError:  # what its theories do not support
        return "unknown"
    return "unknown"


def _read(solver: cvc5.Solver, text: str) -> dict[str, cvc5.Term]:
    """Gives a script to the solver; returns the constants that it declares."""
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, text, "statement")
    symbols = parser.getSymbolManager()
    while not (command := parser.nextCommand()).isNull():
        command.invoke(solver, symbols)
    return {str(term): term for term in symbols.getDeclaredTerms()}


def _is_checked(statement: Statement, solver: cvc5.Solver, symbols: dict[str, cvc5.Term]) -> bool:
    values = {}
    for variable in variables_of(statement):
        value = solver.getValue(symbols[f"v_{variable.name}"])
        if value.isRealValue() or value.isIntegerValue():
            text = value.getRealValue() if value.isRealValue() else value.getIntegerValue()
            values[variable.name] = Fraction(text)
    return is_counterexample(statement, values)
