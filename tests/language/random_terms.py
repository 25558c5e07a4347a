"""Hypothesis strategies for well-formed terms, propositions, and values to evaluate them at."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st
from tiny import World

from verifier.language.binding import close
from verifier.language.build import (
    family,
    function,
    natural,
    random_family,
    real,
    scalar_sequence,
    sequence,
)
from verifier.language.terms import (
    NATURAL,
    REAL,
    And,
    Application,
    Big,
    Constant,
    Exists,
    Expectation,
    ForAll,
    Implies,
    Independent,
    IndexRange,
    Naturals,
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
    Term,
    Variable,
)

X, Y, K, J = real("x"), real("y"), natural("k"), natural("j")
W, V = family("w"), family("v")
H, A = sequence("h"), scalar_sequence("a")
F = function("f", smooth=2)
R = random_family("r")

SMALL = st.fractions(min_value=-3, max_value=3, max_denominator=4)
HINTS = st.sampled_from(["i", "j", "l", "w", "x", "k", "p", "alpha", "i2", "t'"])
RATIONAL_OPERATIONS = ["add", "sub", "mul", "div", "neg", "abs", "max", "min"]
ANY_OPERATIONS = [*RATIONAL_OPERATIONS, "pow", "exp", "log", "sqrt", "sin", "acos", "tanh"]


def index_terms(scope: tuple[Variable, ...]) -> st.SearchStrategy[Term]:
    """Natural terms over k, j, the indices in scope and small numbers."""
    leaves: st.SearchStrategy[Term] = st.sampled_from([K, J, *scope, *scope])
    numbers = st.integers(0, 3).map(lambda n: Number(Fraction(n)))
    sums = st.tuples(leaves, numbers).map(lambda pair: Op("add", pair))
    return st.one_of(leaves, numbers, sums)


@st.composite
def terms(
    draw: st.DrawFn, depth: int = 3, scope: tuple[Variable, ...] = (), rational: bool = True
) -> Term:
    """A random term; with `rational`, one that `tiny` can evaluate."""
    if depth == 0 or draw(st.integers(0, 5)) == 0:
        return draw(_leaves(scope, rational))
    kinds = ["op", "op", "op", "pow", "big", "big", "f"]
    kind = draw(st.sampled_from(kinds if rational else [*kinds, "partial", "law"]))

    def below() -> Term:
        return draw(terms(depth - 1, scope, rational))

    match kind:
        case "op":
            name = draw(st.sampled_from(RATIONAL_OPERATIONS if rational else ANY_OPERATIONS))
            arity = 2 if name in ("add", "sub", "mul", "div", "pow", "max", "min") else 1
            return Op(name, tuple(below() for _ in range(arity)))
        case "pow":
            exponents = st.one_of(st.integers(-2, 3).map(lambda n: Number(Fraction(n))), st.just(K))
            return Op("pow", (below(), draw(exponents)))
        case "big":
            return draw(bigs(depth, scope, rational))
        case "f":
            return Application(F, (below(),), draw(st.integers(0, 2)))
        case "partial":
            return Partial(below(), W[draw(index_terms(scope))])
    if draw(st.booleans()):
        return Expectation(below())
    return Probability(draw(propositions(depth - 1, scope)))


@st.composite
def bigs(
    draw: st.DrawFn, depth: int = 3, scope: tuple[Variable, ...] = (), rational: bool = True
) -> Big:
    """A random sum, product, maximum or minimum."""
    index = natural(f"bound{len(scope)}")
    body = draw(terms(depth - 1, (*scope, index), rational))
    omit = tuple(draw(st.lists(index_terms(scope), max_size=2)))
    operation = draw(st.sampled_from(["sum", "prod", "max", "min"]))
    upper = draw(st.sampled_from([K, K, Number(Fraction(2)), *scope]))
    return Big(operation, upper, omit, close(body, index), draw(HINTS))


@st.composite
def propositions(
    draw: st.DrawFn, depth: int = 2, scope: tuple[Variable, ...] = (), rational: bool = False
) -> Proposition:
    """A random proposition; with `rational`, one that `tiny` can evaluate."""
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        op = draw(st.sampled_from(["<", "<=", "==", "!=", ">", ">="]))
        sides = [draw(terms(max(depth, 1), scope, rational)) for _ in range(2)]
        return Relation(op, *sides)
    kinds = ["and", "or", "not", "implies", "quantifier", "quantifier"]
    kind = draw(st.sampled_from(kinds if rational else [*kinds, "law"]))

    def below() -> Proposition:
        return draw(propositions(depth - 1, scope, rational))

    match kind:
        case "and" | "or":
            parts = tuple(below() for _ in range(draw(st.integers(0, 3))))
            return And(parts) if kind == "and" else Or(parts)
        case "not":
            return Not(below())
        case "implies":
            return Implies(below(), below())
        case "law":
            made = draw(st.sampled_from([Independent, SameLaw]))
            return made(R, draw(index_terms(scope)))
    ranges = [IndexRange(K, tuple(draw(st.lists(index_terms(scope), max_size=1))))]
    domain = draw(st.sampled_from(ranges if rational else [*ranges, Reals(), Naturals(1)]))
    index = Variable(f"bound{len(scope)}", domain.sort)
    inner = (*scope, index) if domain.sort == NATURAL else scope
    body = draw(propositions(depth - 1, inner, rational))
    if domain.sort == REAL:
        body = And((body, Relation("<=", index, draw(terms(1, inner, rational)))))
    made = draw(st.sampled_from([ForAll, Exists]))
    return made(domain, close(body, index), draw(HINTS))


def _leaves(scope: tuple[Variable, ...], rational: bool) -> st.SearchStrategy[Term]:
    at = index_terms(scope)
    leaves: list[st.SearchStrategy[Term]] = [
        st.sampled_from([X, Y]),
        SMALL.map(Number),
        at,
        at.map(lambda i: W[i]),
        at.map(lambda i: V[i]),
    ]
    if not rational:
        constants: list[Term] = [Constant("pi"), Constant("E")]
        leaves += [
            st.sampled_from(constants),
            at.map(lambda i: R[i]),
            at.map(lambda i: A[i]),
            st.tuples(at, at).map(lambda pair: H[pair]),
        ]
    return st.one_of(leaves)


@st.composite
def worlds(draw: st.DrawFn, depth_k: int = 3) -> World:
    """Values for all that rational terms speak of, with k at most `depth_k`."""
    numbers = st.lists(SMALL, min_size=12, max_size=12)
    w, v = draw(numbers), draw(numbers)
    return World(
        variables={
            "x": draw(SMALL),
            "y": draw(SMALL),
            "k": draw(st.integers(0, depth_k)),
            "j": draw(st.integers(0, depth_k + 1)),
        },
        families={"w": lambda i: w[i % 12], "v": lambda i: v[i % 12]},
        polynomials={"f": draw(st.lists(SMALL, min_size=1, max_size=4))},
    )
