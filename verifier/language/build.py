"""The short names in which authors write statements.

k = natural("k"); w = family("w"); j = natural("j")
P = prod(k, lambda i: w[i])
Q = prod(k, lambda i: w[i], omit=[j])
forall(indices(k), lambda i: w[i] > 0)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, TypeAlias, TypeVar

from verifier.language.binding import close, free_variables
from verifier.language.terms import (
    FALSE,
    NATURAL,
    REAL,
    And,
    Application,
    Big,
    Constant,
    Domain,
    Exists,
    Expectation,
    ForAll,
    HasLaw,
    Implies,
    Independent,
    IndexRange,
    LanguageError,
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
    TermLike,
    Variable,
    as_term,
)

N = TypeVar("N", Term, Proposition)
Body: TypeAlias = Callable[[Variable], TermLike]

pi = Constant("pi")
E = Constant("E")
false = FALSE


def real(name: str) -> Variable:
    """A real variable."""
    return Variable(name, REAL)


def natural(name: str) -> Variable:
    """A variable for a natural number (0, 1, 2, ...): a depth, an index, a time."""
    return Variable(name, NATURAL)


def rational(text: str) -> Number:
    """An exact rational from text such as '1/10' or '0.02'."""
    return Number(Fraction(text))


def family(name: str) -> Symbol:
    """Reals indexed by 1..k; written `w[i]`."""
    return Symbol(name, (NATURAL,))


def sequence(name: str) -> Symbol:
    """A family that changes with time; written `w[i, t]`."""
    return Symbol(name, (NATURAL, NATURAL))


def scalar_sequence(name: str) -> Symbol:
    """A real that changes with time; written `x[t]`."""
    return Symbol(name, (NATURAL,))


def function(name: str, smooth: int = 0) -> Symbol:
    """An unknown function of one real with `smooth` derivatives everywhere.

    Written `f(p)`; its derivative is `f.prime(p)`.
    """
    return Symbol(name, (REAL,), smooth)


def random_family(name: str) -> Symbol:
    """Random variables indexed by 1..k on one probability space; written `w[i]`."""
    return Symbol(name, (NATURAL,), random=True)


def random_sequence(name: str) -> Symbol:
    """A random process: random variables indexed by 1..k and a time, on the probability space of
    the random families; written `w[i, t]`."""
    return Symbol(name, (NATURAL, NATURAL), random=True)


def _bind(
    function_: Callable[[Variable], N | int | Fraction], sort: str, kind: type = Node
) -> tuple[N, str]:
    # Arguments with a default, as in `lambda i, f=f: f[i]`, are not the index.
    required = function_.__code__.co_argcount - len(function_.__defaults__ or ())
    names = function_.__code__.co_varnames[:required]
    if len(names) != 1:
        raise LanguageError("a bound index is written as a function of one argument")
    # Python scoping keeps nested indices apart only if their markers differ, and two binders of
    # one name may be nested: the marker carries how deep the body is still open.
    inner = _checked(function_(Variable("\0", sort)), kind)
    depth = max((len(v.name) for v in free_variables(inner) if v.name[0] == "\0"), default=0)
    marker = Variable("\0" * (depth + 1), sort)
    return close(_checked(function_(marker), kind), marker), names[0]


def _checked(part: Any, kind: type) -> Any:
    """`part`, which must be of a kind; Python's `==` and `!=` give neither term nor proposition."""
    if kind is not Proposition and type(part) in (int, Fraction):
        return as_term(part)
    if not isinstance(part, kind):
        raise LanguageError(
            f"{part!r} is not a {kind.__name__}: write eq(a, b) for a = b, ne(a, b) for !="
        )
    return part


def _big(operation: str, upper: TermLike, body: Body, omit: Sequence[TermLike]) -> Big:
    inner, hint = _bind(body, NATURAL, Term)
    return Big(operation, as_term(upper), tuple(as_term(o) for o in omit), inner, hint)


def prod(upper: TermLike, body: Body, omit: Sequence[TermLike] = ()) -> Big:
    """The product of body(i) over i = 1..upper without the indices in `omit`; empty: 1."""
    return _big("prod", upper, body, omit)


def sum_(upper: TermLike, body: Body, omit: Sequence[TermLike] = ()) -> Big:
    """The sum of body(i) over i = 1..upper without the indices in `omit`; empty: 0."""
    return _big("sum", upper, body, omit)


def max_over(upper: TermLike, body: Body, omit: Sequence[TermLike] = ()) -> Big:
    """The largest body(i) over i = 1..upper without `omit`; undefined if there is none."""
    return _big("max", upper, body, omit)


def min_over(upper: TermLike, body: Body, omit: Sequence[TermLike] = ()) -> Big:
    """The smallest body(i) over i = 1..upper without `omit`; undefined if there is none."""
    return _big("min", upper, body, omit)


def norm2(upper: TermLike, body: Body, omit: Sequence[TermLike] = ()) -> Term:
    """The Euclidean norm of the vector of body(i), i = 1..upper without the indices in `omit`."""
    inner, hint = _bind(body, NATURAL, Term)
    left_out = tuple(as_term(o) for o in omit)
    return sqrt(Big("sum", as_term(upper), left_out, Op("pow", (inner, as_term(2))), hint))


def _function(name: str) -> Callable[[TermLike], Term]:
    def apply(argument: TermLike) -> Term:
        return Op(name, (as_term(argument),))

    apply.__name__ = name
    apply.__doc__ = f"The function {name}."
    return apply


exp = _function("exp")
log = _function("log")
sqrt = _function("sqrt")
sin, cos, tan = _function("sin"), _function("cos"), _function("tan")
asin, acos, atan = _function("asin"), _function("acos"), _function("atan")
sinh, cosh, tanh = _function("sinh"), _function("cosh"), _function("tanh")


def maximum(a: TermLike, b: TermLike) -> Term:
    """The larger of two reals."""
    return Op("max", (as_term(a), as_term(b)))


def minimum(a: TermLike, b: TermLike) -> Term:
    """The smaller of two reals."""
    return Op("min", (as_term(a), as_term(b)))


def partial(body: Term, by: Application) -> Partial:
    """The partial derivative of `body` by `by`, an application such as `w[j]`."""
    return Partial(body, by)


def expectation(body: Term) -> Expectation:
    """The expected value."""
    return Expectation(body)


def probability(event: Proposition) -> Probability:
    """The probability of an event."""
    return Probability(_checked(event, Proposition))


def eq(a: TermLike, b: TermLike) -> Relation:
    """a = b.  (`==` compares the expressions themselves.)"""
    return Relation("==", as_term(a), as_term(b))


def ne(a: TermLike, b: TermLike) -> Relation:
    """a != b."""
    return Relation("!=", as_term(a), as_term(b))


def both(*parts: Proposition) -> And:
    """All of the parts."""
    return And(tuple(_checked(part, Proposition) for part in parts))


def either(*parts: Proposition) -> Or:
    """At least one of the parts."""
    return Or(tuple(_checked(part, Proposition) for part in parts))


def no(part: Proposition) -> Not:
    """Not `part`."""
    return Not(_checked(part, Proposition))


def implies(premise: Proposition, conclusion: Proposition) -> Implies:
    """If `premise` then `conclusion`."""
    return Implies(_checked(premise, Proposition), _checked(conclusion, Proposition))


def indices(upper: TermLike, omit: Sequence[TermLike] = ()) -> IndexRange:
    """The indices 1..upper without `omit`."""
    return IndexRange(as_term(upper), tuple(as_term(o) for o in omit))


def reals() -> Reals:
    """All reals."""
    return Reals()


def times(start: int = 1) -> Naturals:
    """The naturals from `start` on: the times of a run start at 1."""
    return Naturals(start)


def forall(domain: Domain, body: Callable[[Variable], Proposition]) -> ForAll:
    """`body` for all values in `domain`."""
    inner, hint = _bind(body, domain.sort, Proposition)
    return ForAll(domain, inner, hint)


def exists(domain: Domain, body: Callable[[Variable], Proposition]) -> Exists:
    """`body` for some value in `domain`."""
    inner, hint = _bind(body, domain.sort, Proposition)
    return Exists(domain, inner, hint)


def independent(symbol: Symbol, upper: TermLike) -> Independent:
    """The members 1..upper of a random family are independent."""
    return Independent(symbol, as_term(upper))


def same_law(symbol: Symbol, upper: TermLike) -> SameLaw:
    """The members 1..upper of a random family have the same law."""
    return SameLaw(symbol, as_term(upper))


def standard_normal(symbol: Symbol, upper: TermLike) -> HasLaw:
    """Each of the members 1..upper of a random family is a standard normal variable."""
    return HasLaw(symbol, as_term(upper), "standard normal")


def finite_law(
    symbol: Symbol, upper: TermLike, outcomes: Sequence[tuple[TermLike, TermLike]]
) -> HasLaw:
    """Each of the members 1..upper of a random family has the law of these (probability, value)
    pairs."""
    numbers = tuple(as_term(part) for outcome in outcomes for part in outcome)
    return HasLaw(symbol, as_term(upper), "finite", numbers)


def uniform(symbol: Symbol, upper: TermLike, a: TermLike, b: TermLike) -> HasLaw:
    """Each of the members 1..upper of a random family is uniform on [a, b]."""
    return HasLaw(symbol, as_term(upper), "uniform", (as_term(a), as_term(b)))
