"""Terms, propositions and statements as text and as LaTeX, from the same objects."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from verifier.language.binding import Lambda, free_variables, symbols
from verifier.language.notation import (
    ATOM,
    POWER,
    PREFIX,
    PRODUCT,
    SUM,
    Latex,
    Notation,
    Piece,
    Text,
    wrapped,
)
from verifier.language.statement import Declaration, Hypothesis, Over, Statement
from verifier.language.terms import (
    NATURAL,
    ONE,
    REAL,
    RESERVED,
    And,
    Application,
    Big,
    Bound,
    Constant,
    Domain,
    Exists,
    Expectation,
    ForAll,
    HasLaw,
    Implies,
    Independent,
    IndexRange,
    Naturals,
    Node,
    Not,
    Number,
    Op,
    Or,
    Partial,
    Probability,
    Proposition,
    Reals,
    Relation,
    SameLaw,
    Symbol,
    Term,
    Variable,
)

SPARE_NAMES = {NATURAL: ("i", "j", "l", "m", "n", "r"), REAL: ("x", "y", "z", "u")}
# How tightly a proposition holds together; what is loose extends to the right as far as it can.
LOOSE, OR, AND, CLOSED = range(4)
ASCENDING, DESCENDING = frozenset({"<", "<=", "=="}), frozenset({">", ">=", "=="})

Scope = tuple[str, ...]  # the names of the indices bound outside, innermost last


def text(node: Node) -> str:
    """The node as plain text in the words of a paper."""
    return _Writer(Text(), [node]).node(node)


def latex(node: Node) -> str:
    """The node as LaTeX for math mode."""
    return _Writer(Latex(), [node]).node(node)


@dataclass(frozen=True)
class Line:
    """A line of a statement in one notation, in the order in which it is read.

    `body` of a hypothesis is without its name, that of the conclusion without the word before it.
    """

    kind: Literal["declaration", "hypothesis", "conclusion"]
    name: str
    body: str


def statement_text(stated: Statement) -> str:
    """Declarations, hypotheses by name, and conclusion, each on a line of its own."""
    return "\n".join(_whole(Text(), line) for line in _statement_lines(Text(), stated))


def statement_latex(stated: Statement) -> str:
    r"""The same for math mode, with `\\` between the lines."""
    return " \\\\\n".join(_whole(Latex(), line) for line in _statement_lines(Latex(), stated))


def statement_lines(stated: Statement) -> tuple[tuple[Line, Line], ...]:
    """Each line of a statement as text and as LaTeX for math mode."""
    as_text, as_latex = _statement_lines(Text(), stated), _statement_lines(Latex(), stated)
    return tuple(zip(as_text, as_latex, strict=True))


def _whole(notation: Notation, line: Line) -> str:
    before = {"hypothesis": f"({line.name}) ", "conclusion": "Then "}.get(line.kind)
    return line.body if before is None else notation.words(before) + line.body


def _statement_lines(notation: Notation, stated: Statement) -> list[Line]:
    declared: list[Node] = []
    for d in stated.variables:
        declared += [d.symbol, d.upper] if isinstance(d, Over) else [d]
    writer = _Writer(notation, [*declared, *stated.assumptions, stated.conclusion])
    words = notation.words
    lines = []
    for opening, declarations, closing, restricting in _groups(stated):
        listed = ", ".join(writer.declaration(d) for d in declarations)
        lines.append(Line("declaration", "", f"{words(opening)}{listed}{words(closing)}"))
        lines += [writer.hypothesis(h) for h in restricting]
    choosing = stated.choosing
    lines += [writer.hypothesis(h) for h in stated.hypotheses if h not in choosing]
    lines.append(Line("conclusion", "", writer.node(stated.conclusion)))
    return lines


_Group: TypeAlias = tuple[str, tuple[Declaration, ...], str, tuple[Hypothesis, ...]]


def _groups(stated: Statement) -> list[_Group]:
    """The declarations in order, with the words around them; those of constants that are claimed
    to exist apart, with what restricts their choice."""
    if not stated.constants:
        return [("Let ", stated.variables, ".", ())] if stated.variables else []
    first = stated.variables.index(stated.constants[0])
    after = first + len(stated.constants)
    restricting = stated.choosing
    with_ = " with" if restricting else ""
    groups: list[_Group] = [
        ("For all ", stated.variables[:first], "", ()),
        ("there are constants ", stated.constants, with_, restricting),
        ("such that for all ", stated.variables[after:], ":", ()),
    ]
    return [group for group in groups if group[1]]


class _Writer:
    """Writes nodes in one notation, keeping bound indices apart from all that is free in them."""

    def __init__(self, notation: Notation, nodes: Iterable[Node]) -> None:
        self.notation = notation
        named = list(nodes)
        self.taken = {variable.name for variable in free_variables(*named)}
        self.taken |= {symbol.name for symbol in symbols(*named)}

    def node(self, node: Node) -> str:
        match node:
            case Proposition():
                return self.proposition(node, ())[0]
            case Term():
                return self.term(node, ()).text
            case Symbol(name):
                return self.notation.name(name)
            case Reals() | Naturals() | IndexRange():
                return self.domain(node, self.pick("i", node.sort, ()), ())
            case Lambda(parameters, body):
                names = ", ".join(self.notation.name(p.name) for p in parameters)
                return self.notation.maps_to(names, self.term(body, ()).text)
        raise TypeError(f"{type(node).__name__} cannot be written")

    def declaration(self, declared: Variable | Symbol | Over) -> str:
        name, words = self.notation.name, self.notation.words
        match declared:
            case Variable(written, sort):
                return words(f"{sort} ") + name(written)
            case Over(symbol, upper):
                members = self.notation.members(name(symbol.name), self.term(upper, ()))
                return words(f"{_kind(symbol)} ") + members
            case Symbol(written):
                return words(f"{_kind(declared)} ") + name(written)

    def hypothesis(self, hypothesis: Hypothesis) -> Line:
        return Line("hypothesis", hypothesis.name, self.node(hypothesis.proposition))

    def pick(self, hint: str, sort: str, scope: Scope) -> str:
        used = {*self.taken, *RESERVED, *scope}
        hint = hint.strip("_")  # w_i_ would read badly
        if not hint.isalnum():
            hint = SPARE_NAMES[sort][0]  # w_j could be read as a member of w, f' as a derivative
        for name in (hint, *SPARE_NAMES[sort]):
            if name not in used:
                return name
        number = 2
        while f"{hint}{number}" in used:
            number += 1
        return f"{hint}{number}"

    # Terms

    def term(self, term: Term, scope: Scope) -> Piece:
        notation = self.notation
        match term:
            case Number(value):
                return notation.number(value)
            case Constant(name):
                return Piece(notation.euler() if name == "E" else notation.name(name))
            case Variable(name):
                return Piece(notation.name(name))
            case Bound(level):
                return Piece(notation.name(self.bound(level, scope)))
            case Application():
                return self.application(term, scope)
            case Op(name, args):
                return self.operation(name, args, scope)
            case Big(operation, upper, omit, body, hint):
                index = self.pick(hint, NATURAL, scope)
                range_ = self.range(index, upper, omit, scope)
                inner = self.term(body, (*scope, index))
                # A sum takes in a whole product, anything takes in a sum or product over a range.
                least = PRODUCT if operation == "sum" else PREFIX if inner.trailing else POWER
                closed = inner.level >= least and not inner.minus
                written = inner.text if closed else notation.parens(inner.text)
                return Piece(notation.big(operation, range_, written), PREFIX, trailing=True)
            case Partial(body, by):
                inner = self.term(body, scope)
                return Piece(notation.partial(self.term(by, scope).text, inner.text), POWER)
            case Expectation(body):
                return Piece(notation.expectation(self.term(body, scope).text))
            case Probability(event):
                return Piece(notation.probability(self.proposition(event, scope)[0]))
        raise TypeError(f"{type(term).__name__} cannot be written")

    def bound(self, level: int, scope: Scope) -> str:
        return scope[-1 - level] if level < len(scope) else f"#{level - len(scope)}"

    def range(self, index: str, upper: Term, omit: tuple[Term, ...], scope: Scope) -> str:
        omitted = [self.term(o, scope).text for o in omit]
        name = self.notation.name(index)
        return self.notation.index_range(name, self.term(upper, scope), omitted)

    def application(self, term: Application, scope: Scope) -> Piece:
        args = [self.term(arg, scope) for arg in term.args]
        index = args.pop(0) if term.symbol.sorts[:1] == (NATURAL,) else None
        name = self.notation.name(term.symbol.name)
        return Piece(self.notation.apply(name, term.order, index, [arg.text for arg in args]))

    def operation(self, name: str, args: tuple[Term, ...], scope: Scope) -> Piece:
        notation = self.notation
        match name, args:
            case "sqrt", (Big("sum", upper, omit, Op("pow", (body, Number(two))), hint),) if (
                two == 2
            ):
                index = self.pick(hint, NATURAL, scope)
                range_ = self.range(index, upper, omit, scope)
                return Piece(notation.norm(self.term(body, (*scope, index)).text, range_))
        pieces = [self.term(arg, scope) for arg in args]
        match name, pieces:
            case "neg", (a,):
                inner = notation.parens(a.text) if a.minus else wrapped(notation, a, PREFIX)
                return Piece(f"-{inner}", PREFIX, True, a.trailing and inner == a.text)
            case "add" | "sub", (a, b):
                sign = "+" if name == "add" else "-"
                loose = b.level <= SUM or b.minus
                right = notation.parens(b.text) if loose else b.text
                return Piece(f"{a.text} {sign} {right}", SUM, minus=a.minus)
            case "mul", (a, b):
                left = notation.parens(a.text) if a.trailing else wrapped(notation, a, PRODUCT)
                right = notation.parens(b.text) if b.minus else wrapped(notation, b, PREFIX)
                open_end = b.trailing and right == b.text
                minus = a.minus and left == a.text
                return Piece(notation.product(left, right), PRODUCT, minus, open_end)
            case "div", (a, b):
                return notation.quotient(a, b)
            case "pow", (a, b):
                return Piece(notation.power(wrapped(notation, a, ATOM), b), POWER)
            case "abs", (a,):
                return Piece(notation.absolute(a.text))
            case "sqrt", (a,):
                return Piece(notation.root(a.text))
        return Piece(notation.call(name, [piece.text for piece in pieces]))

    # Propositions

    def proposition(self, node: Proposition, scope: Scope) -> tuple[str, int]:
        words = self.notation.words
        match node:
            case Relation(op, left, right):
                a, b = self.term(left, scope).text, self.term(right, scope).text
                return f"{a} {self.notation.relation(op)} {b}", CLOSED
            case And(()) | Or(()):
                return words("true" if isinstance(node, And) else "false"), CLOSED
            case And((only,)) | Or((only,)):
                return self.proposition(only, scope)
            case And(args):
                links = [self.chain(run, scope) for run in _runs(args)]
                return words(" and ").join(links), CLOSED if len(links) == 1 else AND
            case Or(args):
                return words(" or ").join(self.held(arg, AND, scope) for arg in args), OR
            case Not(arg):
                inner = self.proposition(arg, scope)[0]
                return words("not ") + self.notation.parens(inner), CLOSED
            case Implies(premise, conclusion):
                given = self.held(premise, OR, scope)
                then = self.proposition(conclusion, scope)[0]
                return words("if ") + given + words(" then ") + then, LOOSE
            case ForAll(domain, body, hint) | Exists(domain, body, hint):
                index = self.pick(hint, domain.sort, scope)
                inner = self.proposition(body, (*scope, index))[0]
                range_ = self.domain(domain, index, scope)
                every = isinstance(node, ForAll)
                return self.notation.quantifier(every, range_, inner), LOOSE
            case Independent(symbol, upper):
                return self.law(symbol, upper, scope) + words(" are independent"), CLOSED
            case SameLaw(symbol, upper):
                return self.law(symbol, upper, scope) + words(" have the same law"), CLOSED
            case HasLaw(symbol, upper, law, parameters):
                values = [self.term(parameter, scope).text for parameter in parameters]
                one = upper == ONE
                return self.law(symbol, upper, scope) + self.named_law(law, values, one), CLOSED
        raise TypeError(f"{type(node).__name__} cannot be written")

    def held(self, node: Proposition, level: int, scope: Scope) -> str:
        written, own = self.proposition(node, scope)
        return written if own >= level else self.notation.parens(written)

    def chain(self, run: list[Proposition], scope: Scope) -> str:
        written = self.held(run[0], CLOSED, scope)
        for link in run[1:]:
            assert isinstance(link, Relation)
            written += f" {self.notation.relation(link.op)} {self.term(link.right, scope).text}"
        return written

    def law(self, symbol: Symbol, upper: Term, scope: Scope) -> str:
        return self.notation.members(self.notation.name(symbol.name), self.term(upper, scope))

    def named_law(self, law: str, values: list[str], one: bool) -> str:
        words = self.notation.words
        verb = "is" if one else "are"
        if law == "finite":
            pairs = zip(values[::2], values[1::2], strict=True)
            each = (value + words(" with probability ") + weight for weight, value in pairs)
            return words(" takes " if one else " take ") + words(", ").join(each)
        if law == "uniform":
            return words(f" {verb} uniform on [") + words(", ").join(values) + words("]")
        return words(f" {verb} {law}")

    def domain(self, domain: Domain, index: str, scope: Scope) -> str:
        name = self.notation.name(index)
        match domain:
            case IndexRange(upper, omit):
                omitted = [self.term(o, scope).text for o in omit]
                return self.notation.in_range(name, self.term(upper, scope), omitted)
            case Naturals(start):
                return self.notation.naturals(name, start)
            case Reals():
                return self.notation.reals(name)


def _runs(parts: tuple[Proposition, ...]) -> list[list[Proposition]]:
    """The parts of a conjunction, those grouped that can be written as one chain a <= b <= c."""
    runs: list[list[Proposition]] = []
    for part in parts:
        last = runs[-1][-1] if runs else None
        if isinstance(part, Relation) and isinstance(last, Relation) and last.right == part.left:
            ops = {item.op for item in (*runs[-1], part) if isinstance(item, Relation)}
            if ops <= ASCENDING or ops <= DESCENDING:
                runs[-1].append(part)
                continue
        runs.append([part])
    return runs


def _kind(symbol: Symbol) -> str:
    if symbol.random:
        return "random"
    if symbol.sorts == (REAL,):
        known = {0: "", 1: "differentiable ", 2: "twice differentiable "}
        return known.get(symbol.smooth, f"{symbol.smooth} times differentiable ") + "function"
    return "sequences" if symbol.sorts == (NATURAL, NATURAL) else "reals"
