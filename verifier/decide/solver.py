"""z3 as the last resort: what it finds unsatisfiable is believed, under its name; what it finds
satisfiable is evaluated exactly before it counts.

Taken on: relations between terms made of rationals, pi and E, real and natural variables,
+ - * /, literal powers, sqrt, abs, max and min.  The solver runs in a process of its own.
"""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import Any

from flint import arb, ctx

from verifier.apart import TIME, Limits, run_apart
from verifier.decide.decision import Decision, unknown
from verifier.decide.numeric.rationals import fraction_of
from verifier.language.definedness import defined, implies_definedness
from verifier.language.evaluate import Kind, check_instance
from verifier.language.instance import Instance, InstanceValue
from verifier.language.statement import Statement
from verifier.language.terms import (
    NATURAL,
    TRUE,
    And,
    Bound,
    Constant,
    Exists,
    Implies,
    LanguageError,
    Naturals,
    Node,
    Not,
    Number,
    Op,
    Or,
    Proposition,
    Relation,
    Symbol,
    Term,
    Variable,
    subnodes,
)

MEMORY = 2**30
GRACE = 0.1  # seconds for the process to begin and to end
MAX_POWER, MAX_ROOT = 40, 6
DIGITS = (8, 20, 60)  # of rationals tried for an irrational value
_ABSENT = "z3 is not installed: pip install 'gd-verifier[solver]'"


class _Foreign(LanguageError):
    """A term that is not translated."""


def solved(statement: Statement, seconds: float, require_certificate: bool = False) -> Decision:
    """Guaranteed to say `refuted` or `ill-posed` only with values at which exact evaluation
    agrees, and `proved` only where the solver finds that no part can be false or undefined.

    With `require_certificate` the solver's word proves nothing.
    """
    started = time.monotonic()
    if importlib.util.find_spec("z3") is None:
        return unknown(_ABSENT)
    if seconds <= 2 * GRACE:
        return unknown("no time was left for z3")
    try:
        _check(statement)
    except _Foreign as error:
        return unknown(f"z3 is not asked: {error}")
    work = partial(_ask, statement, seconds - GRACE)
    outcome = run_apart(work, Limits(seconds, MEMORY), nested=True)
    if outcome.failure:
        late = outcome.failure == TIME
        return unknown(f"z3 found nothing: {'time' if late else outcome.detail}", outcome.seconds)
    found = _read(statement, outcome.value, require_certificate)
    return replace(found, seconds=time.monotonic() - started)


def _read(statement: Statement, said: Mapping[str, Any], require_certificate: bool) -> Decision:
    """What the solver's answer comes to."""
    name = f"z3 {said['version']}"
    for values in said["models"]:
        shown = _evaluated(statement, values)
        if shown is not None:
            return shown
    if said["models"] or not said["unsatisfiable"]:
        return unknown("z3 found neither a proof nor an exact counterexample")
    if require_certificate:
        return unknown(f"{name} finds it true, but there is no certificate")
    return Decision("proved", "z3: the negation has no solution", solver=(name,))


def _evaluated(statement: Statement, values: Mapping[str, str]) -> Decision | None:
    """The decision by exact evaluation at the values, if they decide it."""
    try:
        variables = [v for v in statement.variables if isinstance(v, Variable)]
        put: dict[Variable | Symbol, InstanceValue]
        put = {v: Fraction(values[v.name]) for v in variables}
        found = check_instance(statement, Instance(put))
    except (LanguageError, KeyError, ValueError):
        return None
    kind, where = found.kind, found.where
    method = "a point that z3 found, evaluated exactly"
    written = {v.name: str(value) for v, value in put.items()}
    if kind is Kind.VIOLATED:
        return Decision("refuted", method, counterexample=written)
    if kind is Kind.ILL_POSED and where == "conclusion":
        return Decision("ill-posed", method, undefined_at=written)
    return None


# What is asked


@dataclass(frozen=True)
class _Query:
    """Propositions asked to be true together, and one asked to be false."""

    true: tuple[Proposition, ...]
    false: Proposition


def _queries(statement: Statement) -> Iterator[_Query]:
    """Whether the conclusion can be false; then for each part whether it can be undefined.

    A hypothesis that is true only where it is defined is not asked about.
    """
    before: list[Proposition] = []
    undefined: list[_Query] = []
    for part in (*statement.assumptions, statement.conclusion):
        condition = TRUE if _integral(part) is not None else defined(part)
        if condition != TRUE:
            if part is statement.conclusion or not implies_definedness(part):
                undefined.append(_Query(tuple(before), condition))
            before.append(condition)
        before.append(part)
    yield _Query(tuple(before[:-1]), statement.conclusion)
    yield from undefined


def _integral(part: Proposition) -> Term | None:
    """The term of which a proposition says that it is n or -n for some natural n."""
    match part:
        case Exists(Naturals(0), Or((Relation("==", a, Bound(0)), Relation("==", b, minus)))):
            if a == b and minus == -Bound(0) and not any(isinstance(n, Bound) for n in subnodes(a)):
                return a
    return None


def _check(statement: Statement) -> None:
    """Raises `_Foreign` for what is not translated."""
    stack: list[Node] = [*statement.assumptions, statement.conclusion]
    while stack:
        node = stack.pop()
        match node:
            case Relation(_, left, right):
                stack += [left, right]
            case And(args) | Op("add" | "sub" | "mul" | "div" | "neg" | "abs" | "max" | "min"
                                | "sqrt", args):  # fmt: skip
                stack += args
            case Op("pow", (base, Number(e))) if _power_is_small(e):
                stack.append(base)
            case Number() | Constant() | Variable():
                pass
            case Proposition() if (term := _integral(node)) is not None:
                stack.append(term)
            case Op(name):
                raise _Foreign(f"it knows no {name} of this kind")
            case _:
                raise _Foreign(f"it knows no {type(node).__name__}")


def _power_is_small(exponent: Fraction) -> bool:
    return abs(exponent.numerator) <= MAX_POWER and exponent.denominator <= MAX_ROOT


# In the solver's process


def _ask(statement: Statement, seconds: float) -> dict[str, Any]:
    """What z3 says: whether all queries are unsatisfiable, or rational points near its models."""
    import z3

    deadline = time.monotonic() + seconds
    unsatisfiable = True
    models: list[dict[str, str]] = []
    for query in _queries(statement):
        translation = _Translation(z3, statement)
        wanted = [translation.proposition(p) for p in query.true]
        wanted.append(z3.Not(translation.proposition(query.false)))
        wanted += translation.constraints
        answer, model = _satisfiable(z3, translation, wanted, deadline)
        unsatisfiable = unsatisfiable and answer == z3.unsat
        if model is not None:
            models += translation.points(model)
            break
    return {"version": z3.get_version_string(), "unsatisfiable": unsatisfiable, "models": models}


def _satisfiable(
    z3: Any, translation: _Translation, wanted: Sequence[Any], deadline: float
) -> tuple[Any, Any]:
    """The answer of the first solver that has one, with its model if there is one."""
    answer = z3.unknown
    solvers = [z3.Solver] if translation.integers else [partial(z3.SolverFor, "QF_NRA"), z3.Solver]
    for number, make in enumerate(solvers):
        left = (deadline - time.monotonic()) / (len(solvers) - number)
        if left <= 0:
            break
        solver = make()
        solver.set("timeout", max(1, int(1000 * left)))
        solver.add(*wanted)
        answer = solver.check()
        if answer == z3.sat:
            return answer, solver.model()
        if answer == z3.unsat:
            break
    return answer, None


class _Translation:
    """Terms and propositions as z3 sees them, with constraints on what was introduced."""

    def __init__(self, z3: Any, statement: Statement) -> None:
        self._z3 = z3
        self.constraints: list[Any] = []
        self._known: dict[Term, Any] = {}
        self._variables: dict[Variable, Any] = {}
        integral = {_integral(part) for part in statement.assumptions}
        self.integers = False
        for v in statement.variables:
            assert isinstance(v, Variable)
            whole = v.sort == NATURAL or v in integral
            self.integers |= whole
            made = z3.Int(v.name) if whole else z3.Real(v.name)
            if v.sort == NATURAL:
                self.constraints.append(made >= 0)
            self._variables[v] = made
            self._known[v] = z3.ToReal(made) if whole else made

    def proposition(self, part: Proposition) -> Any:
        """A proposition, its terms being defined."""
        z3 = self._z3
        term = _integral(part)
        if term is not None:
            return self._is_integer(term)
        match part:
            case Relation(op, left, right):
                a, b = self.term(left), self.term(right)
                return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b,
                        "==": a == b, "!=": a != b}[op]  # fmt: skip
            case And(args):
                return z3.And(*map(self.proposition, args))
            case Or(args):
                return z3.Or(*map(self.proposition, args))
            case Not(arg):
                return z3.Not(self.proposition(arg))
            case Implies(premise, conclusion):
                return z3.Implies(self.proposition(premise), self.proposition(conclusion))
        raise _Foreign(f"z3 knows no {type(part).__name__}")

    def term(self, term: Term) -> Any:
        """A term of which z3 may think what it likes where it is undefined."""
        found = self._known.get(term)
        if found is None:
            found = self._known[term] = self._translated(term)
        return found

    def _translated(self, term: Term) -> Any:
        z3 = self._z3
        match term:
            case Number(value):
                return z3.RealVal(str(value))
            case Constant(name):
                return self._constant(name)
            case Op("pow", (base, Number(exponent))):
                return self._power(base, exponent)
            case Op(name, args):
                parts = [self.term(arg) for arg in args]
        match name, parts:
            case "add", [a, b]:
                return a + b
            case "sub", [a, b]:
                return a - b
            case "mul", [a, b]:
                return a * b
            case "div", [a, b]:
                return a / b
            case "neg", [a]:
                return -a
            case "abs", [a]:
                return z3.If(a >= 0, a, -a)
            case "max", [a, b]:
                return z3.If(a >= b, a, b)
            case "min", [a, b]:
                return z3.If(a <= b, a, b)
            case "sqrt", [a]:
                return self._root(a, 2)
        raise _Foreign(f"z3 knows no {name}")

    def _power(self, base: Term, exponent: Fraction) -> Any:
        z3 = self._z3
        below = self.term(base)
        if exponent.denominator != 1:
            below = self._root(below, exponent.denominator)
        if not exponent:
            return z3.RealVal(1)
        product = below
        for _ in range(abs(exponent.numerator) - 1):
            product = product * below
        return product if exponent > 0 else 1 / product

    def _root(self, radicand: Any, degree: int) -> Any:
        """A new real that is the root of a real, if that is not negative."""
        z3 = self._z3
        root = z3.FreshReal("root")
        power = z3.Product(*[root] * degree)
        self.constraints.append(z3.Implies(radicand >= 0, z3.And(root >= 0, power == radicand)))
        return root

    def _constant(self, name: str) -> Any:
        """A new real between rationals that enclose pi or e: more points than there are."""
        z3 = self._z3
        with ctx.workprec(200):
            value = arb.pi() if name == "pi" else arb(1).exp()
            lower, upper = (fraction_of(end) for end in (value.lower(), value.upper()))
        made = z3.FreshReal(name)
        self.constraints += [z3.RealVal(str(lower)) <= made, made <= z3.RealVal(str(upper))]
        return made

    def _is_integer(self, term: Term) -> Any:
        z3 = self._z3
        if isinstance(term, Number):
            return z3.BoolVal(term.value.denominator == 1)
        if isinstance(term, Variable) and self._variables[term].is_int():
            return z3.BoolVal(True)
        return z3.IsInt(self.term(term))

    def points(self, model: Any) -> list[dict[str, str]]:
        """Rational points at a model, or near it where it is irrational."""
        values = {v: model.eval(made, model_completion=True) for v, made in self._variables.items()}
        found: dict[str, dict[str, str]] = {}
        for digits in DIGITS:
            point = {v.name: _value(self._z3, value, digits) for v, value in values.items()}
            found[str(point)] = point
        return list(found.values())


def _value(z3: Any, value: Any, digits: int) -> str:
    if z3.is_algebraic_value(value):
        value = value.approx(digits)
    return str(value.as_fraction() if z3.is_rational_value(value) else value.as_long())
