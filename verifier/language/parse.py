"""Reading expressions from outside: a whitelist of signs, functions and names, and nothing else.

    + - * / ** ( )   < <= > >= == (or =) !=   chains a <= b <= c
    integers, decimals (read exactly, 1e-3 too)   pi   E   names of variables
    sqrt exp log sin cos tan asin acos atan sinh cosh tanh Abs Min Max

Operators bind as in Python: -x**2 is -(x**2).  Arithmetic between rational numbers is carried out
where it is defined and small; nothing else is simplified.  Text is never evaluated by Python, and
what it can cost to read is bounded by the limits below.
"""

from __future__ import annotations

import difflib
import operator
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NoReturn, TypeAlias

from verifier.language.terms import (
    ELEMENTARY,
    ONE,
    REAL,
    RELATIONS,
    RESERVED,
    And,
    Constant,
    LanguageError,
    Number,
    Op,
    Proposition,
    Relation,
    Term,
    Variable,
)

MAX_LENGTH = 100_000  # characters of one expression
MAX_DIGITS = 1_000  # of one number as written
MAX_POWER_OF_TEN = 500  # in 1e-3
MAX_EXPONENT = 10_000
MAX_NESTING = 80
MAX_DEPTH = 150  # of the term as a tree
MAX_NODES = 20_000
MAX_NAME = 64
MAX_BITS = 6_000  # of a rational that arithmetic yields
LONG_CHAIN = 40  # summands or factors from which a chain is read as a balanced tree

Names: TypeAlias = "Mapping[str, Variable]"

_FUNCTIONS: dict[str, str] = {name: name for name in ELEMENTARY} | {"Abs": "abs"}
_FOLDED = {"Min": "min", "Max": "max", "min": "min", "max": "max"}
_CONSTANTS = {"pi": Constant("pi"), "E": Constant("E")}
_MEANT = {
    "ln": "log", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "tg": "tan",
    "fabs": "Abs", "maximum": "Max", "minimum": "Min", "cbrt": "x**(1/3)", "pow": "x**y",
    "root": "sqrt", "e": "E or exp(x)", "Pi": "pi", "PI": "pi",
}  # fmt: skip
_TOKEN = re.compile(
    r"[ \t\r\n]*(?:"
    r"(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z][A-Za-z0-9_]*)"
    r"|(?P<sign>\*\*|<=|>=|==|!=|[-+*/()<>=,])"
    r"|(?P<end>\Z))"
)
_MENDS = {
    "^": "write ** for a power",
    "|": "write Abs(x) for an absolute value",
    "!": "write != for 'unequal'; factorials cannot be written",
    "%": "write a decimal or a quotient",
    ".": "attributes cannot be used",
    ":": "write one relation between expressions",
    "&": "give each hypothesis by itself",
    "~": "give each hypothesis by itself",
    "@": "write * for a product",
    ";": "write one relation between expressions",
    **dict.fromkeys("[]{}", "write round brackets ( )"),
    **dict.fromkeys("\"'`", "text in quotes cannot be used"),
}
_ARITHMETIC: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    "add": operator.add, "sub": operator.sub, "mul": operator.mul, "div": operator.truediv,
}  # fmt: skip
_WORDS = frozenset({"and", "or", "not", "if", "then", "for", "in", "lambda", "import", "is"})


@dataclass(frozen=True)
class Membership:
    """`name in R`, `name in Z` or `name in N` (the naturals 0, 1, 2, ...)."""

    name: str
    kind: str


@dataclass(frozen=True)
class _Token:
    kind: str  # "number", "name", "sign" or "end"
    text: str
    column: int


def parse_term(text: str, variables: Names | None = None) -> Term:
    """The term that a text denotes.

    Names are those of `variables`; without it any other name is a real variable.  Raises
    `LanguageError`, in one line with the column, for anything that is not in the syntax or is
    beyond the limits.
    """
    parser = _Parser(text, variables)
    term = parser.sum()
    parser.end()
    return parser.checked(term)


def parse_proposition(text: str, variables: Names | None = None) -> Proposition:
    """The relation, or the conjunction of the relations of a chain, that a text denotes.

    Names and errors are as in `parse_term`.
    """
    parser = _Parser(text, variables)
    relations = parser.chain()
    parser.end()
    return relations[0] if len(relations) == 1 else And(tuple(relations))


def parse_domain(text: str) -> Membership | tuple[Relation, ...]:
    """What `--domain` says: `x in R`, `k in Z`, `k in N`, or relations such as 0 < x < 1."""
    parser = _Parser(text, None)
    member = parser.membership()
    if member is not None:
        return member
    relations = tuple(parser.chain())
    parser.end()
    return relations


def check_name(name: str) -> None:
    """Raises `LanguageError` unless a variable can have this name."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name) or len(name) > MAX_NAME:
        raise LanguageError(
            f"{_quoted(name)} cannot be the name of a variable: use at most {MAX_NAME} letters, "
            "digits and _, beginning with a letter (ASCII)"
        )
    if name in RESERVED or name in _FUNCTIONS or name in _FOLDED or name in _WORDS:
        raise LanguageError(f"{name} has a meaning of its own: rename the variable")


class _Parser:
    """A parser by recursive descent, one method for each level of the grammar."""

    def __init__(self, text: str, variables: Names | None) -> None:
        self._tokens = _tokens(text)
        self._at = 0
        self._depth = 0
        self._variables = variables

    # The grammar, from loose to tight

    def membership(self) -> Membership | None:
        """`name in SET`, if the text is of that form."""
        if [t.kind for t in self._tokens[:3]] != ["name"] * 3 or self._tokens[1].text != "in":
            return None
        name, _, kind = self._tokens[:3]
        self._name_allowed(name)
        if kind.text not in ("R", "Z", "N"):
            self._fail("a domain is R (reals), Z (integers) or N (0, 1, 2, ...)", kind)
        self._at = 3
        self.end()
        return Membership(name.text, kind.text)

    def chain(self) -> list[Relation]:
        """a relation b relation c ..."""
        terms, relations = [self.sum()], list[Relation]()
        while self._now.kind == "sign" and self._now.text in (*RELATIONS, "="):
            sign = self._take().text
            terms.append(self.sum())
            relations.append(Relation("==" if sign == "=" else sign, *terms[-2:]))
        if not relations:
            if self._now.kind == "end":
                self._fail("no relation: compare two expressions by <, <=, >, >=, == or !=")
            self.end()
        for term in terms:
            self.checked(term)
        return relations

    def sum(self) -> Term:
        """Summands joined by + and -."""
        return self._joined(self._product, ("+", "-"), _sum_of)

    def _product(self) -> Term:
        return self._joined(self._signed, ("*", "/"), _product_of)

    def _joined(
        self,
        part: Callable[[], Term],
        signs: tuple[str, str],
        join: Callable[[Sequence[tuple[str, Term]]], Term],
    ) -> Term:
        parts = [(signs[0], part())]
        while self._now.kind == "sign" and self._now.text in signs:
            sign = self._take().text
            parts.append((sign, part()))
        return join(parts)

    def _signed(self) -> Term:
        sign = self._now
        if sign.kind != "sign" or sign.text not in ("+", "-"):
            return self._power()
        self._take()
        self._enter(sign)
        inner = self._signed()
        self._depth -= 1
        return inner if sign.text == "+" else _negative(inner)

    def _power(self) -> Term:
        base = self._atom()
        if self._now.text != "**":
            return base
        sign = self._take()
        self._enter(sign)
        exponent = self._signed()
        self._depth -= 1
        if isinstance(exponent, Number) and abs(exponent.value) > MAX_EXPONENT:
            self._fail(f"an exponent over {MAX_EXPONENT} is too large", sign)
        return _raised(base, exponent)

    def _atom(self) -> Term:
        token = self._take()
        if token.kind == "number":
            return Number(self._number(token))
        if token.kind == "name":
            return self._named(token)
        if token.text == "(":
            (inner,) = self._arguments(token, 1, "a bracket holds one expression")
            return inner
        return self._unexpected(token, "an expression is missing here")

    def _named(self, token: _Token) -> Term:
        name = token.text
        called = self._now.text == "("
        if name in _FUNCTIONS or name in _FOLDED:
            if not called:
                self._fail(f"{name} is a function: write {name}(...)", token)
            return self._call(token)
        if called:
            self._unknown_function(token)
        if name in _CONSTANTS:
            return _CONSTANTS[name]
        if self._variables is not None and name in self._variables:
            return self._variables[name]
        self._name_allowed(token)
        if self._variables is not None:
            known = f" ({', '.join(sorted(self._variables))})" if self._variables else ""
            meant = f", or write {_MEANT[name]}" if name in _MEANT else ""
            self._fail(f"{name} is not among the variables{known[:200]}: declare it{meant}", token)
        return Variable(name, REAL)

    def _call(self, token: _Token) -> Term:
        opened = self._take()
        if token.text in _FUNCTIONS:
            wrong = f"{token.text} takes one argument"
            (argument,) = self._arguments(opened, 1, wrong)
            return Op(_FUNCTIONS[token.text], (argument,))
        first, *rest = self._arguments(opened, None, "")
        for argument in rest:
            first = Op(_FOLDED[token.text], (first, argument))
        return first

    def _arguments(self, opened: _Token, count: int | None, wrong: str) -> list[Term]:
        self._enter(opened)
        if self._now.text == ")":
            self._fail("there is nothing between the brackets: write an expression")
        found = [self.sum()]
        while self._now.text == ",":
            comma = self._take()
            if count is not None and len(found) == count:
                self._fail(f"{wrong}: remove the comma (decimals are written 0.5)", comma)
            found.append(self.sum())
        token = self._take()
        if token.text != ")":
            self._unexpected(token, f"the bracket of column {opened.column} is not closed")
        self._depth -= 1
        return found

    # Numbers and names

    def _number(self, token: _Token) -> Fraction:
        mantissa, _, power = token.text.lower().partition("e")
        if len(mantissa) > MAX_DIGITS:
            self._fail(f"a number of more than {MAX_DIGITS} digits is too long", token)
        digits = power.lstrip("+-0") or "0"
        if len(digits) > 4 or int(digits) > MAX_POWER_OF_TEN:
            self._fail(f"a power of ten over {MAX_POWER_OF_TEN} is too large", token)
        factor = Fraction(10) ** (-int(digits) if power.startswith("-") else int(digits))
        return Fraction(mantissa) * factor

    def _name_allowed(self, token: _Token) -> None:
        if token.text in _WORDS:
            self._fail(f"{token.text!r} cannot be used: write one relation between expressions",
                       token)  # fmt: skip
        try:
            check_name(token.text)
        except LanguageError as error:
            self._fail(str(error), token)

    def _unknown_function(self, token: _Token) -> NoReturn:
        name = token.text[:MAX_NAME]
        if name in _CONSTANTS or name in (self._variables or ()):
            self._fail(f"{name} is not a function: write {name}*(...) for a product", token)
        known = [*_FUNCTIONS, *_FOLDED]
        near = difflib.get_close_matches(name, known, 1)
        meant = _MEANT.get(name) or (near[0] if near else None)
        mend = f"write {meant}" if meant else "there are sqrt exp log sin cos tan asin acos atan " \
            "sinh cosh tanh Abs Min Max"  # fmt: skip
        self._fail(f"unknown function {name}: {mend}", token)

    # Tokens, limits and errors

    @property
    def _now(self) -> _Token:
        return self._tokens[self._at]

    def _take(self) -> _Token:
        token = self._tokens[self._at]
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def _enter(self, token: _Token) -> None:
        self._depth += 1
        if self._depth > MAX_NESTING:
            self._fail(f"nested more than {MAX_NESTING} deep: give parts of it names of their own",
                       token)  # fmt: skip

    def end(self) -> None:
        """Raises `LanguageError` unless everything has been read."""
        if self._now.kind != "end":
            self._unexpected(self._now, "an operator is missing here")

    def checked(self, term: Term) -> Term:
        """The term, if it is within the limits of size."""
        level, depth, nodes = [term], 0, 0
        while level:
            depth, nodes = depth + 1, nodes + len(level)
            if depth > MAX_DEPTH:
                self._fail(f"nested more than {MAX_DEPTH} deep: give parts of it their own names")
            if nodes > MAX_NODES:
                self._fail(f"more than {MAX_NODES} parts are too many: split the problem")
            level = [arg for node in level if isinstance(node, Op) for arg in node.args]
        return term

    def _unexpected(self, token: _Token, otherwise: str) -> NoReturn:
        if token.kind == "end":
            cause = "the text ends too early" if token.column > 1 else "the text is empty"
            self._fail(f"{cause}: {otherwise}", token)
        if token.text in (*RELATIONS, "=") and otherwise.startswith("the bracket"):
            otherwise = "a relation cannot stand in brackets"
        self._fail(f"unexpected {_quoted(token.text)}: {otherwise}", token)

    def _fail(self, message: str, token: _Token | None = None) -> NoReturn:
        _refuse(message, (token or self._now).column)


def _tokens(text: str) -> list[_Token]:
    if len(text) > MAX_LENGTH:
        raise LanguageError(f"longer than {MAX_LENGTH} characters: split the problem")
    found: list[_Token] = []
    at = 0
    while not found or found[-1].kind != "end":
        match = _TOKEN.match(text, at)
        if match is None:
            _stray(text, at + len(text[at:]) - len(text[at:].lstrip(" \t\r\n")))
        kind = str(match.lastgroup)
        token = _Token(kind, match[kind], match.start(kind) + 1)
        if kind == "name" and len(token.text) > MAX_NAME:
            _refuse(f"a name of more than {MAX_NAME} characters is too long", token.column)
        found.append(token)
        at = match.end()
    return found


def _stray(text: str, at: int) -> NoReturn:
    character = text[at]
    if not character.isascii():
        called = unicodedata.name(character, "no character")
        _refuse(f"{_quoted(character)} ({called}) is not ASCII: write the formula in ASCII", at + 1)
    if character == "_":
        _refuse("a name begins with a letter: rename the variable", at + 1)
    mend = _MENDS.get(character, "it is not in the syntax of formulas")
    _refuse(f"unexpected {_quoted(character)}: {mend}", at + 1)


def _refuse(message: str, column: int) -> NoReturn:
    raise LanguageError(f"column {column}: {message}")


def _quoted(text: str) -> str:
    """The text in quotes, short and in printable ASCII."""
    return ascii(text if len(text) <= 40 else text[:40] + "...")


# Terms with rational arithmetic carried out


def _negative(term: Term) -> Term:
    return Number(-term.value) if isinstance(term, Number) else Op("neg", (term,))


def _raised(base: Term, exponent: Term) -> Term:
    match base, exponent:
        case Number(b), Number(e) if e.denominator == 1 and (b or e > 0):
            if _bits(b) * abs(e) <= MAX_BITS:
                return Number(b ** int(e))
    return Op("pow", (base, exponent))


def _combined(name: str, left: Term, right: Term) -> Term:
    match left, right:
        case Number(a), Number(b) if _bits(a) + _bits(b) <= MAX_BITS and (b or name != "div"):
            return Number(_ARITHMETIC[name](a, b))
    return Op(name, (left, right))


def _bits(value: Fraction) -> int:
    return max(abs(value.numerator), value.denominator).bit_length()


def _sum_of(parts: Sequence[tuple[str, Term]]) -> Term:
    return _joined_terms(parts, {"+": "add", "-": "sub"}, _negative)


def _product_of(parts: Sequence[tuple[str, Term]]) -> Term:
    return _joined_terms(parts, {"*": "mul", "/": "div"}, lambda term: _combined("div", ONE, term))


def _joined_terms(
    parts: Sequence[tuple[str, Term]], names: Mapping[str, str], inverse: Callable[[Term], Term]
) -> Term:
    """The parts joined from the left; in halves where there are many, so that the term is not
    as deep as the chain is long."""
    first, last = names
    if len(parts) > LONG_CHAIN:
        middle = len(parts) // 2
        left = _joined_terms(parts[:middle], names, inverse)
        return _combined(names[first], left, _joined_terms(parts[middle:], names, inverse))
    sign, term = parts[0]
    term = inverse(term) if sign == last else term
    for sign, part in parts[1:]:
        term = _combined(names[sign], term, part)
    return term
