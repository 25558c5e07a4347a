"""Terms and propositions: frozen values that mean what they look like and never simplify.

Bound indices are de Bruijn numbers (`Bound`), so that two terms that differ in the name of an
index are equal and substitution cannot capture.  Authors do not write these classes: they use
the short names of `verifier.language.build` and ordinary operators.

Meaning
-------
A real term may be undefined (1/0, log(-1)).  A relation is true when both its sides are defined
and related, and false otherwise; the connectives and quantifiers are classical on top of that.
Families, sequences and functions are total on the naturals or reals, so `w[i]` is defined for
every index.  A random symbol outside of `Expectation` and `Probability` stands for its value at
one arbitrary outcome.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from functools import cache
from typing import Any, ClassVar, Literal, TypeAlias, cast

REAL, NATURAL = "real", "natural"
Sort: TypeAlias = str

ARITHMETIC = {"add": 2, "sub": 2, "mul": 2, "div": 2, "pow": 2, "neg": 1}
ELEMENTARY = dict.fromkeys(
    (
        "abs", "exp", "log", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan",
        "sinh", "cosh", "tanh",
    ),
    1,
)  # fmt: skip
EXTREMES = {"max": 2, "min": 2}
OPERATIONS = ARITHMETIC | ELEMENTARY | EXTREMES
RELATIONS = ("<", "<=", "==", "!=", ">", ">=")
BIG_OPERATIONS = ("sum", "prod", "max", "min")
LAWS = ("standard normal", "uniform", "finite")
# Names that mean something where a statement is written.
RESERVED = frozenset(
    (
        "pi", "E", "Pr", *ELEMENTARY, *EXTREMES, *BIG_OPERATIONS,
        "and", "or", "not", "if", "then", "for", "all", "some", "in", "true", "false",
        "real", "natural",
    )
)  # fmt: skip
MAX_SIZE = 50_000  # nodes of one term or proposition, counted as a tree


class LanguageError(ValueError):
    """A term or statement that cannot be built; the message names the cause and the mend."""


@cache
def _field_names(kind: Hashable) -> tuple[str, ...]:
    return tuple(f.name for f in fields(cast(Any, kind)))


@cache
def _compared(kind: Hashable) -> tuple[str, ...]:
    return tuple(f.name for f in fields(cast(Any, kind)) if f.compare)


@dataclass(frozen=True, eq=False)
class Node:
    """Common base of terms, propositions and domains: structural equality with a cached hash."""

    binders: ClassVar[tuple[str, ...]] = ()  # the fields below one more binder

    def _identity(self) -> tuple[Any, ...]:
        known: tuple[Any, ...] | None = self.__dict__.get("_parts")
        if known is None:
            known = tuple(getattr(self, name) for name in _compared(cast(Hashable, type(self))))
            self.__dict__["_parts"] = known
        return known

    def __hash__(self) -> int:
        try:
            return self.__dict__["_hash"]  # type: ignore[no-any-return]
        except KeyError:
            value = hash((type(self).__name__, self._identity()))
            self.__dict__["_hash"] = value
            return value

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(self) is not type(other) or hash(self) != hash(other):
            return False
        return self._identity() == other._identity()

    def __str__(self) -> str:
        from verifier.language.render import text

        return text(self)

    def _repr_latex_(self) -> str:
        """What a notebook shows."""
        from verifier.language.render import latex

        return rf"$\displaystyle {latex(self)}$"


class Term(Node):
    """A real-valued expression (naturals are reals).  Operators build terms and relations."""

    def __add__(self, other: TermLike) -> Term:
        return Op("add", (self, as_term(other)))

    def __radd__(self, other: TermLike) -> Term:
        return Op("add", (as_term(other), self))

    def __sub__(self, other: TermLike) -> Term:
        return Op("sub", (self, as_term(other)))

    def __rsub__(self, other: TermLike) -> Term:
        return Op("sub", (as_term(other), self))

    def __mul__(self, other: TermLike) -> Term:
        return Op("mul", (self, as_term(other)))

    def __rmul__(self, other: TermLike) -> Term:
        return Op("mul", (as_term(other), self))

    def __truediv__(self, other: TermLike) -> Term:
        return Op("div", (self, as_term(other)))

    def __rtruediv__(self, other: TermLike) -> Term:
        return Op("div", (as_term(other), self))

    def __pow__(self, other: TermLike) -> Term:
        return Op("pow", (self, as_term(other)))

    def __rpow__(self, other: TermLike) -> Term:
        return Op("pow", (as_term(other), self))

    def __neg__(self) -> Term:
        return Op("neg", (self,))

    def __abs__(self) -> Term:
        return Op("abs", (self,))

    def __lt__(self, other: TermLike) -> Relation:
        return Relation("<", self, as_term(other))

    def __le__(self, other: TermLike) -> Relation:
        return Relation("<=", self, as_term(other))

    def __gt__(self, other: TermLike) -> Relation:
        return Relation(">", self, as_term(other))

    def __ge__(self, other: TermLike) -> Relation:
        return Relation(">=", self, as_term(other))


class Proposition(Node):
    """A statement that is true or false once its variables have values."""

    def __bool__(self) -> bool:
        raise LanguageError(
            "a proposition has no Python truth value: write both(...) for 'and' and for a chain "
            "a <= b <= c, either(...) for 'or', no(...) for 'not', eq(a, b) for '==', and maximum, "
            "minimum or abs for max, min or 'if'"
        )


TermLike: TypeAlias = "Term | int | Fraction"

_NOT_NATURAL = (
    "is not a natural number by its form: write natural variables, whole numbers, their sums and "
    "products; for t - 1 and t, speak of t and t + 1"
)


def as_term(value: TermLike) -> Term:
    """The term for a Python int or Fraction; terms pass through.

    Raises `LanguageError` for floats and everything else, since they are not exact.
    """
    if isinstance(value, Term):
        return value
    if isinstance(value, float):
        raise LanguageError(
            f"{value!r} is a float, which is not exact: write rational('1/3') or rational('0.1')"
        )
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise LanguageError(f"{value!r} is no term: write an int, a Fraction or rational('1/10')")
    return Number(Fraction(value))


@dataclass(frozen=True, eq=False)
class Symbol(Node):
    """What can be applied: a family over an index, a sequence over indices and a time, or a
    function of one real.

    `sorts` are those of the arguments; `smooth` is how many derivatives a function is declared
    to have; `random` marks a family or sequence of random variables on one probability space.
    """

    name: str
    sorts: tuple[Sort, ...]
    smooth: int = 0
    random: bool = False

    def __post_init__(self) -> None:
        if self.sorts not in ((NATURAL,), (NATURAL, NATURAL), (REAL,)):
            raise LanguageError(f"{self.name} is no family, sequence or function of one real")
        if self.smooth and self.sorts != (REAL,):
            raise LanguageError(f"{self.name} has derivatives but is not a function of one real")
        if self.random and self.sorts == (REAL,):
            raise LanguageError(f"{self.name} is random but neither a family nor a sequence")

    def __getitem__(self, args: TermLike | tuple[TermLike, ...]) -> Application:
        return self._apply(args if isinstance(args, tuple) else (args,))

    def __call__(self, *args: TermLike) -> Application:
        return self._apply(args)

    def _apply(self, args: tuple[TermLike, ...]) -> Application:
        return Application(self, tuple(as_term(arg) for arg in args))

    def prime(self, argument: TermLike, order: int = 1) -> Application:
        """The derivative of this function at a point."""
        return Application(self, (as_term(argument),), order)


@dataclass(frozen=True, eq=False)
class Number(Term):
    """An exact rational."""

    value: Fraction


@dataclass(frozen=True, eq=False)
class Constant(Term):
    """`pi` or `E`."""

    name: Literal["pi", "E"]


@dataclass(frozen=True, eq=False)
class Variable(Term):
    """A free variable of sort real or natural (0, 1, 2, ...)."""

    name: str
    sort: Sort = REAL


@dataclass(frozen=True, eq=False)
class Bound(Term):
    """The index bound by the `level`-th enclosing binder, counted from the innermost (0)."""

    level: int
    sort: Sort = NATURAL


@dataclass(frozen=True, eq=False)
class Application(Term):
    """A symbol applied to arguments; `order` derivatives of it for a function of one real."""

    symbol: Symbol
    args: tuple[Term, ...]
    order: int = 0

    def __post_init__(self) -> None:
        if len(self.args) != len(self.symbol.sorts):
            raise LanguageError(
                f"{self.symbol.name} takes {len(self.symbol.sorts)} arguments, got {len(self.args)}"
            )
        for arg, sort in zip(self.args, self.symbol.sorts, strict=True):
            if sort == NATURAL and not is_natural(arg):
                raise LanguageError(f"an argument of {self.symbol.name} {_NOT_NATURAL}")
        if self.order > self.symbol.smooth:
            raise LanguageError(
                f"{self.symbol.name} is declared with {self.symbol.smooth} derivatives, "
                f"derivative {self.order} is used: write function(..., smooth={self.order})"
            )


@dataclass(frozen=True, eq=False)
class Op(Term):
    """Arithmetic, an elementary function, or max/min of two terms (`OPERATIONS`)."""

    name: str
    args: tuple[Term, ...]

    def __post_init__(self) -> None:
        if OPERATIONS.get(self.name) != len(self.args):
            raise LanguageError(f"no operation {self.name} of {len(self.args)} arguments")


@dataclass(frozen=True, eq=False)
class Big(Term):
    """A sum, product, maximum or minimum of `body` over the indices 1..upper without `omit`.

    The empty sum is 0, the empty product 1, the empty maximum and minimum undefined.
    """

    binders: ClassVar[tuple[str, ...]] = ("body",)
    operation: str
    upper: Term
    omit: tuple[Term, ...]
    body: Term
    hint: str = field(default="i", compare=False)

    def __post_init__(self) -> None:
        if self.operation not in BIG_OPERATIONS:
            raise LanguageError(f"no big operation {self.operation}")
        if not all(is_natural(term) for term in (self.upper, *self.omit)):
            raise LanguageError(f"a bound of the range of an index {_NOT_NATURAL}")


@dataclass(frozen=True, eq=False)
class Partial(Term):
    """The partial derivative of `body`, a function of the members of one family, by `by`.

    Where `body` is not differentiable the term is undefined.
    """

    body: Term
    by: Application

    def __post_init__(self) -> None:
        if set(self.by.symbol.sorts) != {NATURAL}:
            raise LanguageError(f"{self.by.symbol.name} is not a family to differentiate by")


@dataclass(frozen=True, eq=False)
class Expectation(Term):
    """The expected value of a term over the random symbols in it; undefined if not integrable."""

    body: Term


@dataclass(frozen=True, eq=False)
class Probability(Term):
    """The probability of an event over the random symbols in it."""

    event: Proposition


@dataclass(frozen=True, eq=False)
class Relation(Proposition):
    """`left op right`; true only where both sides are defined."""

    op: str
    left: Term
    right: Term

    def __post_init__(self) -> None:
        if self.op not in RELATIONS:
            raise LanguageError(f"no relation {self.op}")


@dataclass(frozen=True, eq=False)
class And(Proposition):
    """All of `args`; `And(())` is truth."""

    args: tuple[Proposition, ...]


@dataclass(frozen=True, eq=False)
class Or(Proposition):
    """Some of `args`; `Or(())` is falsehood."""

    args: tuple[Proposition, ...]


@dataclass(frozen=True, eq=False)
class Not(Proposition):
    """The opposite of `arg`."""

    arg: Proposition


@dataclass(frozen=True, eq=False)
class Implies(Proposition):
    """If `premise` then `conclusion`."""

    premise: Proposition
    conclusion: Proposition


@dataclass(frozen=True, eq=False)
class Reals(Node):
    """All reals, as the domain of a quantifier."""

    sort: ClassVar[Sort] = REAL


@dataclass(frozen=True, eq=False)
class Naturals(Node):
    """The naturals from `start` on."""

    sort: ClassVar[Sort] = NATURAL
    start: int = 1


@dataclass(frozen=True, eq=False)
class IndexRange(Node):
    """The indices 1..upper without `omit`."""

    sort: ClassVar[Sort] = NATURAL
    upper: Term
    omit: tuple[Term, ...] = ()

    def __post_init__(self) -> None:
        if not all(is_natural(term) for term in (self.upper, *self.omit)):
            raise LanguageError(f"a bound of the range of an index {_NOT_NATURAL}")


Domain: TypeAlias = Reals | Naturals | IndexRange


@dataclass(frozen=True, eq=False)
class ForAll(Proposition):
    """`body` for every value in `domain`."""

    binders: ClassVar[tuple[str, ...]] = ("body",)
    domain: Domain
    body: Proposition
    hint: str = field(default="i", compare=False)


@dataclass(frozen=True, eq=False)
class Exists(Proposition):
    """`body` for some value in `domain`."""

    binders: ClassVar[tuple[str, ...]] = ("body",)
    domain: Domain
    body: Proposition
    hint: str = field(default="i", compare=False)


@dataclass(frozen=True, eq=False)
class Independent(Proposition):
    """The members 1..upper of a random family are independent."""

    symbol: Symbol
    upper: Term

    def __post_init__(self) -> None:
        _check_random_family(self.symbol, self.upper)


@dataclass(frozen=True, eq=False)
class SameLaw(Proposition):
    """The members 1..upper of a random family have one law."""

    symbol: Symbol
    upper: Term

    def __post_init__(self) -> None:
        _check_random_family(self.symbol, self.upper)


@dataclass(frozen=True, eq=False)
class HasLaw(Proposition):
    """Each of the members 1..upper of a random family has a law known by its name.

    "standard normal" has no parameters; "uniform" has the ends a < b of an interval; "finite" has
    probabilities that add up to 1, each followed by its value.  With other parameters it is false.
    """

    symbol: Symbol
    upper: Term
    law: str
    parameters: tuple[Term, ...] = ()

    def __post_init__(self) -> None:
        _check_random_family(self.symbol, self.upper)
        count = len(self.parameters)
        wanted = {"standard normal": count == 0, "uniform": count == 2, "finite": count % 2 == 0}
        if not wanted.get(self.law, False):
            raise LanguageError(f"there is no law {self.law!r} with {count} parameters")


def _check_random_family(symbol: Symbol, upper: Term) -> None:
    if not (symbol.random and symbol.sorts == (NATURAL,) and is_natural(upper)):
        raise LanguageError(f"{symbol.name} is not a random family over 1..k")


TRUE, FALSE = And(()), Or(())
ZERO, ONE = Number(Fraction(0)), Number(Fraction(1))


def is_natural(term: Term) -> bool:
    """Whether `term` is a natural number by its form alone."""
    match term:
        case Number(value):
            return value.denominator == 1 and value >= 0
        case Variable(_, sort) | Bound(_, sort):
            return sort == NATURAL
        case Op("add" | "mul", args):
            known: bool | None = term.__dict__.get("_natural")
            if known is None:
                known = all(is_natural(arg) for arg in args)
                term.__dict__["_natural"] = known  # kept with the node
            return known
    return False


def children(node: Node) -> Iterator[tuple[Node, int]]:
    """Every node directly below `node`, each with the number of binders between (0 or 1)."""
    for name in _field_names(cast(Hashable, type(node))):
        value = getattr(node, name)
        depth = 1 if name in node.binders else 0
        if isinstance(value, Node):
            yield value, depth
        elif isinstance(value, tuple):
            for item in value:
                if isinstance(item, Node):
                    yield item, depth


def rebuild(node: Any, new: Iterator[Node]) -> Any:
    """`node` with its direct children replaced, in the order of `children`."""
    changes: dict[str, Any] = {}
    for name in _field_names(cast(Hashable, type(node))):
        value = getattr(node, name)
        if isinstance(value, Node):
            changes[name] = next(new)
        elif isinstance(value, tuple) and any(isinstance(item, Node) for item in value):
            changes[name] = tuple(next(new) if isinstance(i, Node) else i for i in value)
    return replace(node, **changes) if changes else node


def size(node: Node) -> int:
    """How many nodes there are in it, counted as a tree; kept with the node."""
    known: int | None = node.__dict__.get("_size")
    if known is None:
        known = 1 + sum(size(child) for child, _ in children(node))
        node.__dict__["_size"] = known
    return known


def subnodes(node: Node) -> Iterator[Node]:
    """`node` and everything below it; an object that is shared comes once."""
    stack, seen = [node], set()
    while stack:
        current = stack.pop()
        if id(current) not in seen:
            seen.add(id(current))
            yield current
            stack.extend(child for child, _ in children(current))
