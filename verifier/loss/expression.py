"""Losses as expressions in p: read, checked, differentiated three times, simplified."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from verifier.descent.objective import Arithmetic, Functions, Objective, objective
from verifier.language.binding import free_variables, transform
from verifier.language.calculus import derivative
from verifier.language.evaluate import evaluate
from verifier.language.instance import Instance
from verifier.language.parse import parse_term
from verifier.language.render import text as rendered
from verifier.language.terms import (
    ONE,
    Constant,
    LanguageError,
    Node,
    Number,
    Op,
    Term,
    Variable,
    size,
    subnodes,
)
from verifier.language.values import Missing
from verifier.loss.compilation import Guard, compiled
from verifier.loss.simplify import simplified

NAMES = ("squared", "squared-full", "logistic")
P = Variable("p")
MAX_NODES, MAX_DEPTH = 2_000, 40
MOST_PARTS = 60_000  # of a derivative
PRECISIONS = (100, 1_000)  # bits to tell the signs of constants with


@dataclass(frozen=True)
class Expression:
    """An expression in p: `terms` are f, f', f'' and f''', simplified.

    They are those of the expression as it was written wherever all guards hold.
    """

    terms: tuple[Term, ...]
    guards: tuple[Guard, ...]

    @property
    def is_polynomial(self) -> bool:
        """Whether it is a polynomial over Q by its form."""
        return not self.guards and _is_polynomial(self.terms[0])

    def on(self, arithmetic: Arithmetic) -> Functions:
        """The expression and its derivatives on the numbers of an arithmetic."""
        return Functions(*(compiled(term, P, self.guards, arithmetic) for term in self.terms))


def loss(text: str, target: Fraction | None = None) -> Objective:
    """The loss `squared`, `squared-full` or `logistic`, or the one that an expression in p denotes.

    The target (default -1) is that of the squared losses.  Raises `ValueError`, in one line, for
    a target given to another loss, and for an expression that cannot be read, has variables other
    than p, is not differentiable, or is too large.
    """
    name = " ".join(text.split())
    if name in NAMES:
        return objective(name, target)
    found = expression(name)
    if target is not None:
        raise ValueError(
            f"the loss {_short(name)} has no target: leave the target out, or write it into the "
            f"expression, as in (p - ({target}))**2"
        )
    return Objective(name, name, found.is_polynomial, found.on)


def expression(text: str) -> Expression:
    """The expression in p that a text denotes.  Raises `ValueError` as `loss` does."""
    try:
        term = parse_term(text, {"p": P})
    except LanguageError as error:
        raise ValueError(
            f"the loss {_short(text)} cannot be read as {', '.join(NAMES)} or an expression in p: "
            f"{error}"
        ) from error
    if size(term) > MAX_NODES or _depth(term) > MAX_DEPTH:
        raise ValueError(
            f"the loss {_short(text)} is too large: write it with at most {MAX_NODES} parts, "
            f"nested at most {MAX_DEPTH} deep"
        )
    try:
        return _prepared(term)
    except LanguageError as error:
        raise ValueError(f"the loss {_short(text)} cannot be used: {error}") from error


def _prepared(term: Term) -> Expression:
    settled = _settled(term)
    guards = tuple(dict.fromkeys(_guards(settled)))
    terms = [simplified(settled)]
    for _ in range(3):
        terms.append(simplified(derivative(terms[-1], P)))
    if size(terms[-1]) > MOST_PARTS:
        raise LanguageError(f"its third derivative has over {MOST_PARTS} parts: simplify the loss")
    return Expression(tuple(terms), guards)


def _depth(term: Term) -> int:
    level, depth = [term], 0
    while level:
        depth += 1
        level = [arg for node in level if isinstance(node, Op) for arg in node.args]
    return depth


def _short(text: str) -> str:
    line = " ".join(text.split())
    return ascii(line if len(line) <= 60 else line[:57] + "...")


# Constants


def _settled(term: Term) -> Term:
    """The term with rational constants as numbers, and abs, max and min of constants decided."""

    def settle(node: Node, _: int) -> Node | None:
        if not isinstance(node, Op):
            return None
        args = tuple(map(_settled, node.args))
        return _varying(node.name, args) if free_variables(node) else _constant(node.name, args)

    return transform(term, settle)


def _varying(name: str, args: tuple[Term, ...]) -> Term:
    match name, args:
        case "abs" | "max" | "min", _:
            called = f"{name.capitalize()}({', '.join(map(rendered, args))})"
            raise LanguageError(
                f"it is not differentiable: {called} has a corner; choose a smooth one"
            )
        case "pow", (Constant("E"), exponent):
            return Op("exp", (exponent,))
    return Op(name, args)


def _constant(name: str, args: tuple[Term, ...]) -> Term:
    value = _value(Op(name, args))
    if isinstance(value, Fraction):
        return Number(value)
    match name, args:
        case "abs", (a,):
            return a if _sign(a) > 0 else -a
        case "max" | "min", (a, b):
            return a if (_sign(a - b) > 0) == (name == "max") else b
    return Op(name, args)


def _value(term: Term) -> Fraction | Any:
    """The value of a term without variables: a `Fraction`, or a ball.

    Raises `LanguageError` unless it is seen to be defined.
    """
    for bits in PRECISIONS:
        value = evaluate(term, Instance({}), bits)
        if not isinstance(value, Missing):
            return value
    raise LanguageError(f"{rendered(term)} is undefined, or not seen to be defined")


def _sign(term: Term) -> int:
    """The sign of a term without variables.  Raises `LanguageError` if it is not decided."""
    for bits in PRECISIONS:
        value = evaluate(term, Instance({}), bits)
        if isinstance(value, Missing):
            continue
        if value == 0:
            return 0
        if value > 0 or value < 0:
            return 1 if value > 0 else -1
    raise LanguageError(f"the sign of {rendered(term)} is not decided")


# Where it is smooth


def _guards(term: Term) -> Iterator[Guard]:
    """What is asked for the term to be defined and smooth, without what its form shows."""
    for node in subnodes(term):
        if isinstance(node, Op) and free_variables(node):
            for guard in _guards_here(node):
                asked = Guard(simplified(guard.term), guard.positive)
                if not free_variables(asked.term):
                    _check(asked)
                elif _is_in_doubt(asked):
                    yield asked


def _guards_here(node: Op) -> tuple[Guard, ...]:
    match node:
        case Op("div", (_, b)):
            return (Guard(b, positive=False),)
        case Op("log" | "sqrt", (a,)):
            return (Guard(a, positive=True),)
        case Op("asin" | "acos", (a,)):
            return Guard(ONE - a, positive=True), Guard(ONE + a, positive=True)
        case Op("pow", (_, Number(n))) if n.denominator == 1 and n > 0:
            return ()
        case Op("pow", (a, b)):
            whole = isinstance(b, Number) and b.value.denominator == 1
            return (Guard(a, positive=not whole),)
    return ()


def _check(guard: Guard) -> None:
    """Raises `LanguageError` if a guard without variables does not hold."""
    sign = _sign(guard.term)
    if sign == 0 or (guard.positive and sign < 0):
        raise LanguageError(f"it is smooth nowhere: that would ask for {rendered(guard.relation)}")


def _is_in_doubt(guard: Guard) -> bool:
    term = guard.term
    return not (_is_positive(term) or (not guard.positive and _is_positive(-term)))


def _is_positive(term: Term) -> bool:
    """Whether a term is positive wherever it is defined, by its form."""
    if not free_variables(term):
        return _sign(term) > 0
    match term:
        case Op("exp" | "cosh", _):
            return True
        case Op("sqrt", (a,)) | Op("pow", (a, _)) if _is_positive(a):
            return True
        case Op("mul" | "div", (a, b)):
            return _is_positive(a) and _is_positive(b)
        case Op("add", (a, b)):
            either = (
                _is_positive(a) and _is_nonnegative(b),
                _is_nonnegative(a) and _is_positive(b),
            )
            return any(either)
        case Op("neg", (Op("neg", (a,)),)):
            return _is_positive(a)
    return False


def _is_nonnegative(term: Term) -> bool:
    if not free_variables(term):
        return _sign(term) >= 0
    match term:
        case Op("pow", (_, Number(n))) if n.denominator == 1 and n.numerator % 2 == 0:
            return True
        case Op("mul", (a, b)):
            return a == b or (_is_nonnegative(a) and _is_nonnegative(b))
        case Op("add", (a, b)):
            return _is_nonnegative(a) and _is_nonnegative(b)
    return _is_positive(term)


def _is_polynomial(term: Term) -> bool:
    match term:
        case Number() | Variable():
            return True
        case Op("neg" | "add" | "sub" | "mul", args):
            return all(map(_is_polynomial, args))
        case Op("div", (a, Number(c))):
            return c != 0 and _is_polynomial(a)
        case Op("pow", (a, Number(n))):
            return n.denominator == 1 and n > 0 and _is_polynomial(a)
    return False
