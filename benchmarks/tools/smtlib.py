"""A statement as SMT-LIB: formulas that are unsatisfiable together only if it holds.

sqrt, Abs, Min, Max, rational powers and integers are encoded exactly.  exp, sin and cos are the
solver's own where it has them, and otherwise unknown functions of which a few facts are stated;
the other functions are defined by them.  Each definition is stated for the arguments for which
the function is defined, so that it excludes no point.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count

from tools.points import variables_of
from verifier.language.definedness import defined
from verifier.language.statement import Statement
from verifier.language.terms import (
    NATURAL,
    TRUE,
    And,
    Bound,
    Constant,
    Exists,
    Implies,
    Naturals,
    Not,
    Number,
    Op,
    Or,
    Proposition,
    Relation,
    Term,
    Variable,
)

MAX_POWER = 400
PI = (Fraction(314159265358979323846264338327950288, 10**35), Fraction(1, 10**35))
E = (Fraction(271828182845904523536028747135266249, 10**35), Fraction(1, 10**35))
_ARITHMETIC = {"add": "+", "sub": "-", "mul": "*", "div": "/", "neg": "-"}
_CONNECTIVES = {And: ("and", "true"), Or: ("or", "false")}


class Unsupported(Exception):
    """A statement that cannot be put to a solver."""


@dataclass(frozen=True)
class Query:
    """A script that is unsatisfiable if no point fails the statement in one way.

    `exact`: a model of it is a counterexample.
    """

    text: str
    exact: bool
    integers: bool
    transcendental: bool


def queries(statement: Statement, *, native: bool) -> list[Query]:
    """What must be unsatisfiable for the statement to hold: that its conclusion is undefined, and
    that it is false where it is defined.

    `native`: the solver has exp, sin, cos and pi.  Raises `Unsupported`.
    """
    conclusion = statement.conclusion
    condition = defined(conclusion)
    failures: list[Proposition] = [] if condition == TRUE else [Not(condition)]
    failures.append(conjunction(condition, Not(conclusion)))
    return [_query(statement, failure, native) for failure in failures]


def decide_by(
    ask: Callable[[Statement, Query, float], str],
    statement: Statement,
    seconds: float,
    *,
    native: bool,
) -> str:
    """The verdict by a solver: what it says of each query ("proved" if there is no such point)
    in an equal share of the time that is left."""
    deadline = time.monotonic() + seconds
    try:
        asked = queries(statement, native=native)
    except Unsupported:
        return "unknown"
    answers = []
    for number, query in enumerate(asked):
        left = max(0.0, deadline - time.monotonic())
        answers.append(ask(statement, query, left / (len(asked) - number)))
        if answers[-1] == "refuted":
            return "refuted"
    return "unknown" if "unknown" in answers else "proved"


def conjunction(*parts: Proposition) -> Proposition:
    """All of the parts, as one proposition."""
    return And(tuple(part for part in parts if part != TRUE))


def _query(statement: Statement, failure: Proposition, native: bool) -> Query:
    writer = _Writer(native)
    whole = {v for h in statement.assumptions if (v := integer_variable(h)) is not None}
    for variable in variables_of(statement):
        writer.declare_variable(variable, integer=variable in whole)
    for hypothesis in statement.assumptions:
        if integer_variable(hypothesis) is None:
            writer.state(writer.proposition(conjunction(defined(hypothesis), hypothesis)))
    writer.state(writer.proposition(failure))
    transcendental = writer.transcendental
    exact = not transcendental and not writer.loose
    return Query("\n".join(writer.lines), exact, writer.integers, transcendental)


def integer_variable(hypothesis: Proposition) -> Variable | None:
    """The variable of which a hypothesis says that it is an integer."""
    term = _integer_term(hypothesis)
    return term if isinstance(term, Variable) else None


def _integer_term(proposition: Proposition) -> Term | None:
    match proposition:
        case Exists(
            Naturals(0),
            Or((Relation("==", term, Bound(0)), Relation("==", again, Op("neg", (Bound(0),))))),
        ) if term == again:
            return term
    return None


@dataclass
class _Writer:
    """Declarations and assertions, with what the terms written so far need."""

    native: bool
    lines: list[str] = field(default_factory=list)
    integers: bool = False
    transcendental: bool = False
    loose: bool = False  # some term is not determined by what is stated of it
    _written: dict[Term, str] = field(default_factory=dict)
    _applied: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    _numbers: count[int] = field(default_factory=count)

    def state(self, formula: str) -> None:
        """Asserts a formula."""
        self.lines.append(f"(assert {formula})")

    def declare_variable(self, variable: Variable, *, integer: bool) -> None:
        """Declares a variable; integers are named as reals in what follows."""
        name = f"v_{variable.name}"
        if integer or variable.sort == NATURAL:
            self.integers = True
            self.lines.append(f"(declare-const {name} Int)")
            self._written[variable] = f"(to_real {name})"
            if variable.sort == NATURAL:
                self.state(f"(>= {name} 0)")
        else:
            self.lines.append(f"(declare-const {name} Real)")
            self._written[variable] = name

    def proposition(self, proposition: Proposition) -> str:
        """The formula of a proposition whose terms are defined."""
        match proposition:
            case Relation(op, left, right):
                sides = f"{self.term(left)} {self.term(right)}"
                name = {"==": "=", "!=": "distinct"}.get(op, op)
                return f"({name} {sides})"
            case And(args) | Or(args):
                name, empty = _CONNECTIVES[type(proposition)]
                parts = " ".join(self.proposition(arg) for arg in args)
                return f"({name} {parts})" if args else empty
            case Not(arg):
                return f"(not {self.proposition(arg)})"
            case Implies(premise, conclusion):
                return f"(=> {self.proposition(premise)} {self.proposition(conclusion)})"
        term = _integer_term(proposition)
        if isinstance(term, Number):
            return "true" if term.value.denominator == 1 else "false"
        if term is not None:
            self.integers = True
            return f"(is_int {self.term(term)})"
        raise Unsupported(type(proposition).__name__)

    def term(self, term: Term) -> str:
        """The text of a term, which is written once."""
        if term not in self._written:
            self._written[term] = self._term(term)
        return self._written[term]

    def _term(self, term: Term) -> str:
        match term:
            case Number(value):
                return written(value)
            case Constant("pi"):
                return self._pi()
            case Constant():
                return self._function("exp", "1.0")
            case Op("pow", (base, exponent)):
                return self._power(base, exponent)
            case Op(name, args) if name in _ARITHMETIC:
                parts = " ".join(self.term(arg) for arg in args)
                return f"({_ARITHMETIC[name]} {parts})"
            case Op("abs", (a,)):
                x = self.term(a)
                return f"(ite (>= {x} 0.0) {x} (- {x}))"
            case Op("max" | "min" as name, (a, b)):
                x, y = self.term(a), self.term(b)
                return f"(ite ({'>=' if name == 'max' else '<='} {x} {y}) {x} {y})"
            case Op("exp" | "sin" | "cos" as name, (a,)):
                return self._function(name, self.term(a))
            case Op(name, (a,)):
                return self._defined_function(name, self.term(a))
        raise Unsupported(type(term).__name__)

    def _defined_function(self, name: str, x: str) -> str:
        """A function by what it is the solution or a quotient of."""
        match name:
            case "sqrt":
                root = f"(and (>= {{0}} 0.0) (= (* {{0}} {{0}}) {x}))"
                return self._solution(f"(>= {x} 0.0)", root)
            case "log":
                return "0.0" if x == "1.0" else self._logarithm(x)
            case "tan":
                return f"(/ {self._function('sin', x)} {self._function('cos', x)})"
            case "sinh" | "cosh" | "tanh":
                return self._hyperbolic(name, x)
            case "asin" | "acos":
                angle = self._arcsine(x)
                return angle if name == "asin" else f"(- (/ {self._pi()} 2.0) {angle})"
            case "atan":
                angle = self._constant()
                half = f"(/ {self._pi()} 2.0)"
                sine, cosine = self._function("sin", angle), self._function("cos", angle)
                self.state(f"(< (- {half}) {angle} {half})")
                self.state(f"(= {sine} (* {x} {cosine}))")
                return angle
        raise Unsupported(name)

    def _logarithm(self, x: str) -> str:
        result = self._constant()
        self.state(f"(=> (> {x} 0.0) (= {self._function('exp', result)} {x}))")
        return result

    def _arcsine(self, x: str) -> str:
        angle, half = self._constant(), f"(/ {self._pi()} 2.0)"
        self.state(f"(<= (- {half}) {angle} {half})")
        self.state(f"(=> (<= (- 1.0) {x} 1.0) (= {self._function('sin', angle)} {x}))")
        return angle

    def _hyperbolic(self, name: str, x: str) -> str:
        up, down = self._function("exp", x), self._function("exp", f"(- {x})")
        self.state(f"(= (* {up} {down}) 1.0)")
        sign = "+" if name == "cosh" else "-"
        if name == "tanh":
            return f"(/ (- {up} {down}) (+ {up} {down}))"
        return f"(/ ({sign} {up} {down}) 2.0)"

    def _power(self, base: Term, exponent: Term) -> str:
        x = self.term(base)
        if not isinstance(exponent, Number):
            return self._general_power(x, self.term(exponent))
        value = exponent.value
        if value.denominator == 1:
            return self._integer_power(x, int(value))
        root = self._solution(
            f"(>= {x} 0.0)",
            f"(and (>= {{0}} 0.0) (= {self._integer_power('{0}', value.denominator)} {x}))",
        )
        return self._integer_power(root, value.numerator)

    def _integer_power(self, x: str, n: int) -> str:
        if abs(n) > MAX_POWER:
            raise Unsupported(f"a power with exponent {n}")
        if n < 0:
            return f"(/ 1.0 {self._integer_power(x, -n)})"
        return "1.0" if n == 0 else x if n == 1 else f"(* {' '.join([x] * n)})"

    def _general_power(self, x: str, y: str) -> str:
        """exp(y*log(x)) for positive x, not determined otherwise."""
        self.loose = True
        result = self._constant()
        whole = self._function("exp", f"(* {y} {self._logarithm(x)})")
        self.state(f"(=> (> {x} 0.0) (= {result} {whole}))")
        return result

    def _pi(self) -> str:
        if self.native:
            self.transcendental = True
            return "real.pi"
        return self._enclosed("pi", *PI)

    def _function(self, name: str, x: str) -> str:
        self.transcendental = True
        if self.native:
            return f"({name} {x})"
        if name == "exp" and x == "1.0":
            return self._enclosed("e", *E)
        known = self._applied.setdefault(name, [])
        for argument, value in known:
            if argument == x:
                return value
        value = self._constant()
        for argument, other in known:
            self.state(f"(=> (= {x} {argument}) (= {value} {other}))")
        known.append((x, value))
        if name == "exp":
            self.state(f"(> {value} 0.0)")
        else:
            other = self._function({"sin": "cos", "cos": "sin"}[name], x)
            if name == "sin":
                self.state(f"(= (+ (* {value} {value}) (* {other} {other})) 1.0)")
        return value

    def _enclosed(self, name: str, lower: Fraction, width: Fraction) -> str:
        self.transcendental = True
        if f"(declare-const c_{name} Real)" not in self.lines:
            self.lines.append(f"(declare-const c_{name} Real)")
            self.state(f"(< {written(lower)} c_{name} {written(lower + width)})")
        return f"c_{name}"

    def _solution(self, condition: str, equation: str) -> str:
        """A constant that satisfies the equation, in which it is {0}, under the condition."""
        result = self._constant()
        self.state(f"(=> {condition} {equation.format(result)})")
        return result

    def _constant(self) -> str:
        name = f"c_{next(self._numbers)}"
        self.lines.append(f"(declare-const {name} Real)")
        return name


def written(value: Fraction) -> str:
    """A rational in SMT-LIB."""
    digits = f"{abs(value.numerator)}.0"
    if value.denominator != 1:
        digits = f"(/ {digits} {value.denominator}.0)"
    return f"(- {digits})" if value < 0 else digits
