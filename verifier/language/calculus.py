"""Derivatives of terms, with sums and products over a symbolic number of factors.

Each function returns a term that equals the derivative at every point where the accompanying
condition holds; none of them decides whether it does.
"""

from __future__ import annotations

from fractions import Fraction

from verifier.language.binding import (
    Lambda,
    close,
    free_variables,
    fresh,
    open_body,
    symbols,
)
from verifier.language.definedness import conjunction, defined, for_all, membership
from verifier.language.terms import (
    FALSE,
    MAX_SIZE,
    NATURAL,
    ONE,
    REAL,
    TRUE,
    ZERO,
    And,
    Application,
    Big,
    ForAll,
    IndexRange,
    LanguageError,
    Naturals,
    Number,
    Op,
    Proposition,
    Reals,
    Relation,
    Symbol,
    Term,
    Variable,
    as_term,
    children,
    size,
)


def derivative(term: Term, variable: Variable) -> Term:
    """The derivative of `term` by a real variable, wherever `smooth(term, variable)` holds.

    Raises `LanguageError` for what has no derivative by form: max, min, expectations, a function
    with too few derivatives.
    """
    if variable.sort != REAL:
        raise LanguageError(f"{variable.name} is not a real variable")
    if size(term) > MAX_SIZE:
        raise LanguageError("a term is too large to be differentiated")
    if variable not in free_variables(term):
        return ZERO
    match term:
        case Variable():
            return ONE
        case Op(name, (a,)):
            return _times(_outer(name, a), derivative(a, variable))
        case Op(name, (a, b)):
            return _binary(name, a, b, derivative(a, variable), derivative(b, variable), variable)
        case Application(symbol, (argument,), order):
            outer = Application(symbol, (argument,), order + 1)
            return _times(outer, derivative(argument, variable))
        case Big("sum", upper, omit, body, hint):
            index = fresh(hint, NATURAL, term)
            inner = derivative(open_body(body, NATURAL, index), variable)
            return Big("sum", upper, omit, close(inner, index), hint)
        case Big("prod", upper, omit, body, hint):
            index = fresh(hint, NATURAL, term)
            inner = derivative(open_body(body, NATURAL, index), variable)
            others = Big("prod", upper, (*omit, index), body, _next_hint(hint))
            return Big("sum", upper, omit, close(_times(inner, others), index), hint)
    raise LanguageError(f"{type(term).__name__} has no derivative by {variable.name}")


def smooth(term: Term, variable: Variable) -> Proposition:
    """A condition under which `term` is defined and differentiable as a function of `variable`."""
    return conjunction(defined(term), _smooth(term, variable))


def totality(symbol: Symbol, value: Lambda) -> list[Proposition]:
    """What a value put for a symbol has to meet: to be defined everywhere, and as smooth as the
    symbol is declared."""
    term, conditions = value.body, []
    for order in range(symbol.smooth + 1):
        parameter = value.parameters[0]
        last = order == symbol.smooth
        conditions.append(defined(term) if last else smooth(term, parameter))
        if not last:
            term = derivative(term, parameter)
    closed = conjunction(*conditions)
    for parameter in reversed(value.parameters):
        domain = Naturals(0) if parameter.sort == NATURAL else Reals()
        if parameter in free_variables(closed):
            closed = for_all(domain, close(closed, parameter))
    return list(closed.args) if isinstance(closed, And) else [closed]


def _smooth(term: Term, variable: Variable) -> Proposition:
    if variable not in free_variables(term):
        return TRUE
    if isinstance(term, Big):
        index = fresh(term.hint, NATURAL, term)
        inner = _smooth(open_body(term.body, NATURAL, index), variable)
        if term.operation in ("max", "min"):
            return FALSE
        return for_all(IndexRange(term.upper, term.omit), close(inner, index), term.hint)
    if not isinstance(term, Op | Application | Variable):
        return FALSE
    below = conjunction(
        *(_smooth(child, variable) for child, _ in children(term) if isinstance(child, Term))
    )
    return conjunction(below, _smooth_here(term))


def _smooth_here(term: Term) -> Proposition:
    match term:
        case Op("sqrt", (a,)):
            return ZERO < a
        case Op("abs", (a,)):
            return Relation("!=", a, ZERO)
        case Op("asin" | "acos", (a,)):
            return conjunction(-ONE < a, a < ONE)
        case Op("max" | "min", _):
            return FALSE
        case Op("pow", (a, b)) if not _is_integer(b):
            return ZERO < a
    return TRUE


def partial_derivative(term: Term, by: Application) -> tuple[Term, tuple[Proposition, ...]]:
    """The derivative of `term` by one application of a symbol, and what it takes for granted.

    In the result, indices that differ in form are taken to differ, and the index of `by` to lie
    in each range that it is compared with: these are the conditions returned.  `term` must in
    addition be smooth in the value of `by`; only arithmetic, functions with declared derivatives,
    exp, sin, cos, sinh, cosh, tanh and atan are accepted, which always are where defined.
    """
    conditions: dict[Proposition, None] = {}
    result = _partial(term, by, frozenset(), conditions)
    return result, tuple(conditions)


def _partial(
    term: Term,
    by: Application,
    known: frozenset[Proposition],
    conditions: dict[Proposition, None],
) -> Term:
    if by.symbol not in symbols(term):
        return ZERO

    def inner(part: Term) -> Term:
        return _partial(part, by, known, conditions)

    match term:
        case Application(symbol, args) if symbol == by.symbol:
            if any(by.symbol in symbols(arg) for arg in args):
                raise LanguageError(f"{symbol.name} of itself has no partial derivative")
            return ONE if args == by.args else _distinct(args, by.args, known, conditions)
        case Application(symbol, (argument,), order) if symbol.sorts == ("real",):
            return _times(Application(symbol, (argument,), order + 1), inner(argument))
        case Op(name, (a,)) if name in _ALWAYS_SMOOTH:
            return _times(_outer(name, a), inner(a))
        case Op("add" | "sub" | "mul" | "div" as name, (a, b)):
            return _binary(name, a, b, inner(a), inner(b), None)
        case Op("pow", (a, b)) if _is_integer(b):
            return _binary("pow", a, b, inner(a), ZERO, None)
        case Big("sum" | "prod"):
            return _partial_big(term, by, known, conditions)
    raise LanguageError(f"a partial derivative of {type(term).__name__} is not supported")


# Smooth wherever they are defined, which is on an open set.
_ALWAYS_SMOOTH = frozenset({"neg", "exp", "log", "sin", "cos", "sinh", "cosh", "tanh", "atan"})


def _partial_big(
    big: Big, by: Application, known: frozenset[Proposition], conditions: dict[Proposition, None]
) -> Term:
    if any(by.symbol in symbols(bound) for bound in (big.upper, *big.omit)):
        raise LanguageError("a range depends on what is differentiated by")
    here = by.args[0]
    index = fresh(big.hint, NATURAL, big, by, *known)
    body = open_body(big.body, NATURAL, index)
    apart = known | {Relation("!=", index, here)}
    rest = big.omit if here in big.omit else (*big.omit, here)
    found: dict[Proposition, None] = {}
    elsewhere = _partial(body, by, apart, found)
    for condition in found:
        # What was found at one index of the rest is needed at all of them.
        every = ForAll(IndexRange(big.upper, rest), close(condition, index), big.hint)
        conditions[every if index in free_variables(condition) else condition] = None
    if here in big.omit:
        return _spread(big, big.omit, index, elsewhere)
    at = _partial(open_body(big.body, NATURAL, here), by, known, conditions)
    if at == ZERO and elsewhere == ZERO:
        return ZERO
    for condition in membership(IndexRange(big.upper, big.omit), here):
        if condition not in known and _mirrored(condition) not in known:
            conditions[condition] = None
    spread = _spread(big, rest, index, elsewhere)
    if big.operation == "sum":
        return _plus(at, spread)
    others = Big("prod", big.upper, rest, big.body, big.hint)
    first = open_body(big.body, NATURAL, here)
    return _plus(_times(at, others), _times(first, spread))


def _spread(big: Big, omit: tuple[Term, ...], index: Variable, part: Term) -> Term:
    if part == ZERO:
        return ZERO
    if big.operation == "prod":
        part = _times(part, Big("prod", big.upper, (*omit, index), big.body, _next_hint(big.hint)))
    return Big("sum", big.upper, omit, close(part, index), big.hint)


def _distinct(
    args: tuple[Term, ...],
    others: tuple[Term, ...],
    known: frozenset[Proposition],
    conditions: dict[Proposition, None],
) -> Term:
    differing = [(a, b) for a, b in zip(args, others, strict=True) if a != b]
    for a, b in differing:
        if isinstance(a, Number) and isinstance(b, Number):
            return ZERO
        condition = Relation("!=", a, b)
        if condition in known or _mirrored(condition) in known:
            return ZERO
    conditions[Relation("!=", *differing[0])] = None
    return ZERO


def _mirrored(condition: Proposition) -> Proposition:
    if isinstance(condition, Relation) and condition.op == "!=":
        return Relation("!=", condition.right, condition.left)
    return condition


def _is_integer(term: Term) -> bool:
    return isinstance(term, Number) and term.value.denominator == 1


def _binary(name: str, a: Term, b: Term, da: Term, db: Term, variable: Variable | None) -> Term:
    match name:
        case "add":
            return _plus(da, db)
        case "sub":
            return _plus(da, _negative(db))
        case "mul":
            return _plus(_times(da, b), _times(a, db))
        case "div":
            quotient = _over(da, b)
            return _plus(quotient, _negative(_over(_times(a, db), b**2)))
        case "pow" if isinstance(b, Number) and b.value.denominator == 1:
            return _times(_times(b, _integer_power(a, b.value - 1)), da)
        case "pow":
            if variable is not None and variable not in free_variables(b):
                return _times(_times(b, a ** (b - 1)), da)
            growth = _plus(_times(db, Op("log", (a,))), _over(_times(b, da), a))
            return _times(Op("pow", (a, b)), growth)
    raise LanguageError(f"{name} has no derivative")


def _integer_power(a: Term, exponent: Fraction) -> Term:
    if exponent == 0:
        return ONE
    return a if exponent == 1 else a ** as_term(exponent)


def _outer(name: str, a: Term) -> Term:
    def apply(other: str) -> Term:
        return Op(other, (a,))

    match name:
        case "neg":
            return -ONE
        case "exp":
            return apply("exp")
        case "log":
            return ONE / a
        case "sqrt":
            return ONE / (2 * apply("sqrt"))
        case "abs":
            return a / apply("abs")
        case "sin":
            return apply("cos")
        case "cos":
            return -apply("sin")
        case "tan":
            return ONE + apply("tan") ** 2
        case "asin":
            return ONE / Op("sqrt", (ONE - a**2,))
        case "acos":
            return -(ONE / Op("sqrt", (ONE - a**2,)))
        case "atan":
            return ONE / (ONE + a**2)
        case "sinh":
            return apply("cosh")
        case "cosh":
            return apply("sinh")
        case "tanh":
            return ONE - apply("tanh") ** 2
    raise LanguageError(f"{name} has no derivative")


def _plus(a: Term, b: Term) -> Term:
    if a == ZERO:
        return b
    return a if b == ZERO else a + b


def _times(a: Term, b: Term) -> Term:
    if ZERO in (a, b):
        return ZERO
    if a == ONE:
        return b
    return a if b == ONE else a * b


def _over(a: Term, b: Term) -> Term:
    return ZERO if a == ZERO else a / b


def _negative(a: Term) -> Term:
    return ZERO if a == ZERO else -a


def _next_hint(hint: str) -> str:
    return {"i": "l", "j": "i", "l": "m"}.get(hint, "i")
