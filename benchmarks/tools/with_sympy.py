"""sympy: simplification and assumptions, and for one variable the solution set of the negation and
the least value on the domain.

What it says to hold is believed; a point of a set of counterexamples is checked.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction

import sympy as sp
from sympy.calculus.util import minimum
from sympy.solvers.inequalities import (
    solve_rational_inequalities,
    solve_univariate_inequality,
)

from tools.points import is_counterexample, variables_of
from tools.smtlib import integer_variable
from verifier.language.definedness import defined
from verifier.language.statement import Statement
from verifier.language.terms import (
    NATURAL,
    And,
    Constant,
    Number,
    Op,
    Proposition,
    Relation,
    Term,
    Variable,
)

_RELATIONS = {"<": sp.Lt, "<=": sp.Le, "==": sp.Eq, "!=": sp.Ne, ">": sp.Gt, ">=": sp.Ge}
_OPPOSITE = {"<": ">=", "<=": ">", "==": "!=", "!=": "==", ">": "<=", ">=": "<"}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_OPERATIONS: dict[str, Callable[..., sp.Expr]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "neg": lambda a: -a,
    "pow": sp.Pow,
    "abs": sp.Abs,
    "max": sp.Max,
    "min": sp.Min,
    **{name: getattr(sp, name) for name in (
        "exp", "log", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh",
    )},
}  # fmt: skip
_FORMS = (
    lambda d: d, sp.simplify, sp.factor, sp.expand, sp.together,
    lambda d: sp.factor(sp.together(d)), sp.trigsimp, sp.logcombine,
)  # fmt: skip
_SIGNS = {
    ">=": "is_nonnegative", ">": "is_positive", "<=": "is_nonpositive", "<": "is_negative",
    "==": "is_zero", "!=": "is_nonzero",
}  # fmt: skip

Symbols = dict[Variable, sp.Symbol]


class _Refuted(Exception):
    """A counterexample has been found and checked."""


def decide(statement: Statement, seconds: float) -> str:
    """The verdict; that the conclusion is defined and each of its parts are shown one by one."""
    conclusion = statement.conclusion
    goals = (*_relations(defined(conclusion)), *_relations(conclusion))
    try:
        shown = all(_shown(statement, goal, seconds / len(goals)) for goal in goals)
    except _Refuted:
        return "refuted"
    return "proved" if shown else "unknown"


def _relations(proposition: Proposition) -> tuple[Relation, ...]:
    if isinstance(proposition, And):
        return tuple(r for part in proposition.args for r in _relations(part))
    return (proposition,) if isinstance(proposition, Relation) else ()


def _shown(statement: Statement, goal: Relation, seconds: float) -> bool:
    symbols = _symbols(statement)
    ways = [_by_assumptions]
    if len(symbols) == 1:
        ways = [_by_solving, _by_minimum, _by_assumptions]
    deadline = time.monotonic() + seconds
    for number, way in enumerate(ways):
        share = (deadline - time.monotonic()) / (len(ways) - number)
        try:
            with _limit(share):
                if way(statement, goal, symbols):
                    return True
        except _Refuted:
            raise
        except (_TimeOver, Exception):  # sympy fails in many ways: then that way leads nowhere
            continue
    return False


class _TimeOver(BaseException):
    """A way has had its share of the time."""


@contextmanager
def _limit(seconds: float) -> Iterator[None]:
    """Ends what is done within it by `_TimeOver`."""

    def end(*_: object) -> None:
        raise _TimeOver

    signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, max(0.01, seconds))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _symbols(statement: Statement) -> Symbols:
    """A symbol for each variable, with what its bounds say of its sign."""
    whole = {v for h in statement.assumptions if (v := integer_variable(h)) is not None}
    found: Symbols = {}
    for variable in variables_of(statement):
        known: dict[str, bool] = {"real": True}
        if variable.sort == NATURAL:
            known |= {"integer": True, "nonnegative": True}
        if variable in whole:
            known["integer"] = True
        for op, value in _bounds(statement, variable):
            if op in (">", ">=") and value >= 0:
                known["positive" if op == ">" or value > 0 else "nonnegative"] = True
            if op in ("<", "<=") and value <= 0:
                known["negative" if op == "<" or value < 0 else "nonpositive"] = True
        if known.get("positive"):
            known.pop("nonnegative", None)
        if known.get("negative"):
            known.pop("nonpositive", None)
        found[variable] = sp.Symbol(variable.name, **known)
    return found


def _bounds(statement: Statement, variable: Variable) -> Iterator[tuple[str, sp.Expr]]:
    """The hypotheses that bound a variable by a number."""
    for hypothesis in statement.assumptions:
        for relation in _relations(hypothesis):
            sides = (relation.left, relation.right)
            if relation.op not in _TURNED or variable not in sides:
                continue
            op = relation.op if relation.left == variable else _TURNED[relation.op]
            value = _expression(sides[relation.left == variable], {})
            if value is not None and not value.free_symbols:
                yield op, value


def _by_assumptions(statement: Statement, goal: Relation, symbols: Symbols) -> bool:
    """By the sign that sympy sees in the difference, in one of its forms."""
    left, right = _expression(goal.left, symbols), _expression(goal.right, symbols)
    if left is None or right is None:
        return False
    claim = _RELATIONS[goal.op](left, right)
    if claim == sp.true:
        return True
    if claim == sp.false and not symbols:
        raise _Refuted
    claims = [_claim(hypothesis, symbols) for hypothesis in statement.assumptions]
    context = sp.And(*(given for given in claims if given is not None))
    if sp.refine(claim, context) == sp.true:
        return True
    for form in _FORMS:
        try:
            difference = form(left - right)
        except Exception:  # a form that this difference does not have
            continue
        if getattr(difference, _SIGNS[goal.op]) or _RELATIONS[goal.op](difference, 0) == sp.true:
            return True
        if sp.refine(_RELATIONS[goal.op](difference, 0), context) == sp.true:
            return True
    return False


def _by_solving(statement: Statement, goal: Relation, symbols: Symbols) -> bool:
    """One variable: the solution set of the negation within the domain is empty."""
    ((variable, _),) = symbols.items()
    x, domain = _domain(statement, variable)
    negation = _RELATIONS[_OPPOSITE[goal.op]](
        _expression(goal.left, {variable: x}), _expression(goal.right, {variable: x})
    )
    failing = _solutions(negation, x, domain)
    if failing == sp.S.EmptySet:
        return True
    for point in _points(failing):
        if is_counterexample(statement, {variable.name: point}):
            raise _Refuted
    return False


def _by_minimum(statement: Statement, goal: Relation, symbols: Symbols) -> bool:
    """One variable: the least value of the difference on the domain."""
    ((variable, _),) = symbols.items()
    x, domain = _domain(statement, variable)
    left, right = _expression(goal.left, {variable: x}), _expression(goal.right, {variable: x})
    if goal.op not in _TURNED or left is None or right is None:
        return False
    difference = left - right if goal.op in (">", ">=") else right - left
    least = minimum(difference, x, domain)
    return bool(least > 0 if goal.op in ("<", ">") else least >= 0)


def _domain(statement: Statement, variable: Variable) -> tuple[sp.Symbol, sp.Set]:
    """A real symbol, and the set of its values at which the hypotheses hold."""
    x = sp.Symbol(variable.name, real=True)
    domain: sp.Set = sp.S.Reals
    for hypothesis in statement.assumptions:
        if integer_variable(hypothesis) is not None:
            continue
        claim = _claim(hypothesis, {variable: x})
        domain = domain.intersect(_solutions(claim, x, sp.S.Reals))
    return x, domain


def _solutions(claim: object, x: sp.Symbol, domain: sp.Set) -> sp.Set:
    if isinstance(claim, sp.And):
        return sp.Intersection(*(_solutions(part, x, domain) for part in claim.args))
    if claim in (sp.true, sp.false):
        return domain if claim == sp.true else sp.S.EmptySet
    over, under = sp.together(claim.lhs - claim.rhs).as_numer_denom()
    if over.is_polynomial(x) and under.is_polynomial(x):
        fraction = (sp.Poly(over, x), sp.Poly(under, x))
        return solve_rational_inequalities([[(fraction, claim.rel_op)]]).intersect(domain)
    return solve_univariate_inequality(claim, x, relational=False, domain=domain)


def _points(found: sp.Set) -> Iterator[Fraction]:
    """Some rational points of a set."""
    parts = found.args if isinstance(found, sp.Union) else (found,)
    for part in parts:
        if isinstance(part, sp.FiniteSet):
            yield from (_fraction(value) for value in part.args)
        elif isinstance(part, sp.Interval):
            low, high = part.start, part.end
            if low.is_infinite and high.is_infinite:
                low, high = sp.Integer(-1), sp.Integer(1)
            elif low.is_infinite or high.is_infinite:
                near = high if low.is_infinite else low
                reach = (1 + abs(near)) * (-1 if low.is_infinite else 1)
                low, high = sorted((near, near + reach))
            for share in (Fraction(1, 2), Fraction(1, 10), Fraction(9, 10), Fraction(0)):
                yield _fraction(low) + share * (_fraction(high) - _fraction(low))


def _fraction(value: sp.Expr) -> Fraction:
    if value.is_Rational:
        return Fraction(int(value.p), int(value.q))
    return Fraction(str(sp.N(value, 40)))


def _claim(proposition: Proposition, symbols: Symbols) -> object:
    """A proposition in sympy; None where it cannot be said."""
    found = []
    for relation in _relations(proposition):
        left, right = _expression(relation.left, symbols), _expression(relation.right, symbols)
        if left is None or right is None:
            return None
        found.append(_RELATIONS[relation.op](left, right))
    return sp.And(*found) if found else None


def _expression(term: Term, symbols: Symbols) -> sp.Expr | None:
    match term:
        case Number(value):
            return sp.Rational(value.numerator, value.denominator)
        case Constant(name):
            return sp.pi if name == "pi" else sp.E
        case Variable():
            return symbols.get(term)
        case Op(name, args):
            parts = [_expression(arg, symbols) for arg in args]
            return None if None in parts else _OPERATIONS[name](*parts)
    return None
