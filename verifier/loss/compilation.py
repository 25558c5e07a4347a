"""Terms in one variable as Python closures over the numbers of an arithmetic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import itemgetter
from typing import TypeAlias

from verifier.descent.objective import Arithmetic
from verifier.descent.objective import Number as Value
from verifier.language.binding import free_variables
from verifier.language.render import text
from verifier.language.terms import (
    ZERO,
    Constant,
    LanguageError,
    Number,
    Op,
    Relation,
    Term,
    Variable,
)

Values: TypeAlias = "list[Value]"  # the variable, then the parts that occur repeatedly
Step: TypeAlias = Callable[[Values], Value]


@dataclass(frozen=True)
class Guard:
    """A condition of smoothness: `term` is positive, or only not 0."""

    term: Term
    positive: bool

    @property
    def relation(self) -> Relation:
        """The condition in the language."""
        return Relation("<", ZERO, self.term) if self.positive else Relation("!=", self.term, ZERO)


def compiled(
    term: Term, variable: Variable, guards: Sequence[Guard], arithmetic: Arithmetic
) -> Callable[[Value], Value]:
    """The term as a function of the variable, undefined where a guard does not certainly hold.

    Numbers of the term become numbers of the arithmetic here, once.
    """
    compiler = _Compiler(variable, arithmetic, [term, *(guard.term for guard in guards)])
    body, shared = compiler.step(term), compiler.shared
    tests = [
        (
            arithmetic.positive if guard.positive else arithmetic.nonzero,
            compiler.step(guard.term),
            text(guard.relation),
        )
        for guard in guards
    ]
    undefined = arithmetic.undefined
    if not shared and not tests:
        return lambda p: body([p])

    def function(p: Value) -> Value:
        values = [p]
        try:
            for step in shared:
                values.append(step(values))
            for holds, step, condition in tests:
                if not holds(step(values)):
                    reason = f"it needs {condition}"
                    break
            else:
                return body(values)
        except (ValueError, ZeroDivisionError) as error:
            reason = str(error)
        return undefined(f"the loss has no value, or no derivative, at p = {p}: {reason}")

    return function


class _Compiler:
    """Closures for terms; parts that occur more than once are computed once, as `shared`."""

    def __init__(self, variable: Variable, arithmetic: Arithmetic, terms: Sequence[Term]) -> None:
        self._arithmetic = arithmetic
        self._places: dict[Term, int] = {variable: 0}
        self.shared: list[Step] = []
        for part in _repeated(terms):
            step = self.step(part)
            self.shared.append(step)
            self._places[part] = len(self.shared)

    def step(self, term: Term) -> Step:
        """What gives the term from the values computed before it."""
        if term in self._places:
            return itemgetter(self._places[term])
        step = self._step(term)
        if free_variables(term):
            return step
        value = step([])
        return lambda values: value

    def _step(self, term: Term) -> Step:
        arithmetic = self._arithmetic
        match term:
            case Number(value):
                number = arithmetic.number(value)
                return lambda values: number
            case Constant("pi"):
                return lambda values: arithmetic.pi()
            case Constant("E"):
                return lambda values: arithmetic.exp(arithmetic.number(Fraction(1)))
            case Op("pow", (a, Number(exponent))):
                power, base = arithmetic.power, self.step(a)
                return lambda values: power(base(values), exponent)
            case Op("pow", (a, b)):
                exp, log, base, times = arithmetic.exp, arithmetic.log, self.step(a), self.step(b)
                return lambda values: exp(times(values) * log(base(values)))
            case Op(name, (a, b)) if name in _BINARY:
                return _BINARY[name](self.step(a), self.step(b))
            case Op("neg", (a,)):
                inner = self.step(a)
                return lambda values: -inner(values)
            case Op(name, (a,)) if name != "abs":
                function, inner = getattr(arithmetic, name), self.step(a)
                return lambda values: function(inner(values))
        raise LanguageError(f"{text(term)} is not a smooth expression")


def _repeated(terms: Sequence[Term]) -> Iterator[Op]:
    """The parts that occur more than once and hold a variable, inner ones first."""
    occurrences: Counter[Term] = Counter()
    order: list[Op] = []

    def visit(term: Term) -> None:
        occurrences[term] += 1
        if occurrences[term] == 1 and isinstance(term, Op) and free_variables(term):
            for arg in term.args:
                visit(arg)
            order.append(term)

    for term in terms:
        visit(term)
    return (part for part in order if occurrences[part] > 1)


def _add(a: Step, b: Step) -> Step:
    return lambda values: a(values) + b(values)


def _sub(a: Step, b: Step) -> Step:
    return lambda values: a(values) - b(values)


def _mul(a: Step, b: Step) -> Step:
    return lambda values: a(values) * b(values)


def _div(a: Step, b: Step) -> Step:
    return lambda values: a(values) / b(values)


_BINARY: dict[str, Callable[[Step, Step], Step]] = {
    "add": _add, "sub": _sub, "mul": _mul, "div": _div,
}  # fmt: skip
