"""How terms are written: one notation for text, one for LaTeX, used by `render`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

# How tightly a piece holds together, in the order of Python's grammar.
SUM, PRODUCT, PREFIX, POWER, ATOM = range(1, 6)

GREEK = frozenset(
    (
        "alpha", "beta", "gamma", "delta", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu",
        "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
        "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Phi", "Psi", "Omega",
    )
)  # fmt: skip
LATEX_FUNCTIONS = frozenset(
    ("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "max", "min")
)
LATEX_RELATIONS = {"<=": r"\le", ">=": r"\ge", "==": "=", "!=": r"\ne"}
LATEX_SPECIAL = {
    "\\": r"\backslash ",
    "^": r"\hat{}",
    "~": r"\sim ",
    **{c: "\\" + c for c in "{}$&#%_"},
}


@dataclass(frozen=True)
class Piece:
    """A written term: its level, whether it begins with a minus, and whether it ends with the body
    of a sum or product, which must not run into what follows."""

    text: str
    level: int = ATOM
    minus: bool = False
    trailing: bool = False


class Notation(Protocol):
    """What differs between text and LaTeX."""

    def parens(self, text: str) -> str: ...
    def name(self, name: str) -> str: ...
    def number(self, value: Fraction) -> Piece: ...
    def euler(self) -> str: ...
    def product(self, left: str, right: str) -> str: ...
    def quotient(self, a: Piece, b: Piece) -> Piece: ...
    def power(self, base: str, exponent: Piece) -> str: ...
    def absolute(self, body: str) -> str: ...
    def root(self, body: str) -> str: ...
    def call(self, function: str, args: Sequence[str]) -> str: ...
    def apply(self, symbol: str, order: int, index: Piece | None, args: Sequence[str]) -> str: ...
    def big(self, operation: str, range_: str, body: str) -> str: ...
    def norm(self, body: str, range_: str) -> str: ...
    def index_range(self, index: str, upper: Piece, omitted: Sequence[str]) -> str: ...
    def partial(self, by: str, body: str) -> str: ...
    def expectation(self, body: str) -> str: ...
    def probability(self, event: str) -> str: ...
    def relation(self, op: str) -> str: ...
    def words(self, text: str) -> str: ...
    def in_range(self, index: str, upper: Piece, omitted: Sequence[str]) -> str: ...
    def naturals(self, index: str, start: int) -> str: ...
    def reals(self, index: str) -> str: ...
    def quantifier(self, every: bool, domain: str, body: str) -> str: ...
    def members(self, symbol: str, upper: Piece) -> str: ...
    def maps_to(self, names: str, body: str) -> str: ...


def wrapped(notation: Notation, piece: Piece, level: int) -> str:
    """The text of a piece, in parentheses if it holds together less tightly than `level`."""
    return piece.text if piece.level >= level else notation.parens(piece.text)


class Text:
    """Plain text that Python would read with the same grouping."""

    def parens(self, text: str) -> str:
        return f"({text})"

    def name(self, name: str) -> str:
        return name.replace("\0", "?")

    def number(self, value: Fraction) -> Piece:
        level = PRODUCT if value.denominator != 1 else PREFIX if value < 0 else ATOM
        return Piece(str(value), level, minus=value < 0)

    def euler(self) -> str:
        return "E"

    def product(self, left: str, right: str) -> str:
        return f"{left}*{right}"

    def quotient(self, a: Piece, b: Piece) -> Piece:
        # a/b/c would be grouped rightly, but a reader need not know that.
        unclear = a.trailing or (a.level == PRODUCT and "/" in a.text)
        left = self.parens(a.text) if unclear else wrapped(self, a, PRODUCT)
        right = self.parens(b.text) if b.minus or b.trailing else wrapped(self, b, PREFIX)
        return Piece(f"{left}/{right}", PRODUCT, minus=a.minus and left == a.text)

    def power(self, base: str, exponent: Piece) -> str:
        return f"{base}**{wrapped(self, exponent, ATOM)}"

    def absolute(self, body: str) -> str:
        # Bars inside of bars could be paired in two ways.
        return f"abs({body})" if "|" in body else f"|{body}|"

    def root(self, body: str) -> str:
        return f"sqrt({body})"

    def call(self, function: str, args: Sequence[str]) -> str:
        return f"{function}({', '.join(args)})"

    def apply(self, symbol: str, order: int, index: Piece | None, args: Sequence[str]) -> str:
        head = f"({symbol})" if order and "'" in symbol else symbol
        primes = "'" * order if order <= 3 else f"^({order})"
        subscript = f"_{_subscript(index)}" if index else ""
        return head + primes + subscript + (f"({', '.join(args)})" if args else "")

    def big(self, operation: str, range_: str, body: str) -> str:
        return f"{operation}({range_}) {body}"

    def norm(self, body: str, range_: str) -> str:
        return f"||({body})_({range_})||_2"

    def index_range(self, index: str, upper: Piece, omitted: Sequence[str]) -> str:
        return ", ".join([f"{index}=1..{wrapped(self, upper, ATOM)}", *_unequal(index, omitted)])

    def partial(self, by: str, body: str) -> str:
        return f"d/d{by}[{body}]"

    def expectation(self, body: str) -> str:
        return f"E[{body}]"

    def probability(self, event: str) -> str:
        return f"Pr({event})"

    def relation(self, op: str) -> str:
        return "=" if op == "==" else op

    def words(self, text: str) -> str:
        return text

    def in_range(self, index: str, upper: Piece, omitted: Sequence[str]) -> str:
        where = f"{index} in 1..{wrapped(self, upper, ATOM)}"
        return ", ".join([where, *_unequal(index, omitted)])

    def naturals(self, index: str, start: int) -> str:
        return f"natural {index}" + (f" >= {start}" if start else "")

    def reals(self, index: str) -> str:
        return f"real {index}"

    def quantifier(self, every: bool, domain: str, body: str) -> str:
        return f"for {'all' if every else 'some'} {domain}: {body}"

    def members(self, symbol: str, upper: Piece) -> str:
        if upper.text == "1":
            return f"{symbol}_1"
        between = " " if upper.text == "2" else " ..., "
        return f"{symbol}_1,{between}{symbol}_{_subscript(upper)}"

    def maps_to(self, names: str, body: str) -> str:
        return f"({names}) -> {body}"


class Latex:
    """LaTeX for math mode, with amsmath."""

    def parens(self, text: str) -> str:
        return rf"\left({text}\right)"

    def name(self, name: str) -> str:
        if name in ("eps", "epsilon"):
            return r"\varepsilon"
        if name in GREEK:
            return "\\" + name
        matched = re.fullmatch(r"([A-Za-z]+)([0-9]+)", name)
        if matched:
            return f"{self.name(matched[1])}_{{{matched[2]}}}"
        clean = "".join(LATEX_SPECIAL.get(c, c) for c in name.replace("\0", "?"))
        return clean if len(name.rstrip("'")) == 1 else rf"\mathrm{{{clean}}}"

    def number(self, value: Fraction) -> Piece:
        numerator, denominator = abs(value.numerator), value.denominator
        sign = "-" if value < 0 else ""
        if denominator == 1:
            return Piece(f"{sign}{numerator}", PREFIX if sign else ATOM, minus=value < 0)
        if max(numerator, denominator) < 10:
            fraction = rf"\tfrac{numerator}{denominator}"
        else:
            fraction = rf"\tfrac{{{numerator}}}{{{denominator}}}"
        return Piece(sign + fraction, PREFIX if sign else POWER, minus=value < 0)

    def euler(self) -> str:
        return r"\mathrm{e}"

    def product(self, left: str, right: str) -> str:
        # A dot where two factors could be read as one number or as a function with its argument.
        digit = right[:1].isdigit() or right.startswith((r"\tfrac", r"\frac"))
        bracket = right.startswith(r"\left(") and not (left.endswith(")") or left.isdigit())
        return rf"{left} \cdot {right}" if digit or bracket else f"{left} {right}"

    def quotient(self, a: Piece, b: Piece) -> Piece:
        return Piece(rf"\frac{{{a.text}}}{{{b.text}}}", POWER)

    def power(self, base: str, exponent: Piece) -> str:
        return f"{base}^{{{exponent.text}}}"

    def absolute(self, body: str) -> str:
        return rf"\left|{body}\right|"

    def root(self, body: str) -> str:
        return rf"\sqrt{{{body}}}"

    def call(self, function: str, args: Sequence[str]) -> str:
        head = {"asin": r"\arcsin", "acos": r"\arccos", "atan": r"\arctan"}.get(
            function, "\\" + function if function in LATEX_FUNCTIONS else rf"\mathrm{{{function}}}"
        )
        return head + self.parens(", ".join(args))

    def apply(self, symbol: str, order: int, index: Piece | None, args: Sequence[str]) -> str:
        head = f"{{{symbol}}}" if "_" in symbol or "'" in symbol else symbol
        primes = "'" * order if order <= 3 else f"^{{({order})}}"
        subscript = f"_{{{index.text}}}" if index else ""
        return head + primes + subscript + (self.parens(", ".join(args)) if args else "")

    def big(self, operation: str, range_: str, body: str) -> str:
        return rf"\{operation}{range_} {body}"

    def norm(self, body: str, range_: str) -> str:
        return rf"\left\|\left({body}\right){range_}\right\|_{{2}}"

    def index_range(self, index: str, upper: Piece, omitted: Sequence[str]) -> str:
        if omitted:
            apart = r",\, ".join(rf"{index} \ne {other}" for other in omitted)
            return rf"_{{1 \le {index} \le {upper.text},\, {apart}}}"
        return f"_{{{index}=1}}^{{{upper.text}}}"

    def partial(self, by: str, body: str) -> str:
        return rf"\frac{{\partial}}{{\partial {by}}}\left[{body}\right]"

    def expectation(self, body: str) -> str:
        return rf"\mathbb{{E}}\left[{body}\right]"

    def probability(self, event: str) -> str:
        return rf"\Pr\left({event}\right)"

    def relation(self, op: str) -> str:
        return LATEX_RELATIONS.get(op, op)

    def words(self, text: str) -> str:
        return rf"\text{{{''.join(LATEX_SPECIAL.get(c, c) for c in text)}}}"

    def in_range(self, index: str, upper: Piece, omitted: Sequence[str]) -> str:
        where = rf"{index} \in \{{1, \dots, {upper.text}\}}"
        apart = rf" \setminus \{{{', '.join(omitted)}\}}" if omitted else ""
        return where + apart

    def naturals(self, index: str, start: int) -> str:
        return rf"{index} \in \{{{start}, {start + 1}, \dots\}}"

    def reals(self, index: str) -> str:
        return rf"{index} \in \mathbb{{R}}"

    def quantifier(self, every: bool, domain: str, body: str) -> str:
        return rf"\{'forall' if every else 'exists'}\, {domain}:\; {body}"

    def members(self, symbol: str, upper: Piece) -> str:
        if upper.text == "1":
            return f"{{{symbol}}}_{{1}}"
        between = " " if upper.text == "2" else r" \dots, "
        return f"{{{symbol}}}_{{1}},{between}{{{symbol}}}_{{{upper.text}}}"

    def maps_to(self, names: str, body: str) -> str:
        return rf"{self.parens(names)} \mapsto {body}"


def _subscript(index: Piece) -> str:
    return index.text if index.text.isalnum() else f"({index.text})"


def _unequal(index: str, omitted: Sequence[str]) -> list[str]:
    return [f"{index} != {other}" for other in omitted]
