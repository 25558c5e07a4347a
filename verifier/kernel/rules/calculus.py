"""Partial derivatives, the mean value theorem and Taylor's theorem."""

from __future__ import annotations

from verifier.kernel.facts import Facts
from verifier.kernel.rules.logic import Premises
from verifier.kernel.theorem import Conclusion, Theorem, conclude, expect, require, rule
from verifier.language.binding import close, free_variables, substitute, symbols
from verifier.language.calculus import derivative, partial_derivative, smooth
from verifier.language.definedness import conjunction, defined
from verifier.language.terms import (
    ONE,
    REAL,
    TRUE,
    ZERO,
    And,
    Application,
    ForAll,
    Implies,
    Partial,
    Proposition,
    Reals,
    Relation,
    Term,
    Variable,
)


@rule
def partial(premises: Premises, term: Term) -> Conclusion:
    """A partial derivative equals what differentiation gives, where the function is defined and
    the indices are as differentiation took them to be."""
    require(isinstance(term, Partial), "the term is not a partial derivative")
    assert isinstance(term, Partial)
    value, conditions = partial_derivative(term.body, term.by)
    facts = Facts(premises)
    facts.defined(term.body, value)
    for condition in conditions:
        facts.know(condition, "differentiation takes for granted")
    return conclude(premises, Relation("==", term, value))


@rule
def partial_of_equal(premises: Premises, by: Application) -> Conclusion:
    """From G |- a = b with the family of `by` not in G: the partial derivatives of a and b by `by`
    are equal, where that of b is defined."""
    equality, *definitions = premises
    equation = expect(equality.conclusion, Relation, "the first premise")
    require(equation.op == "==", "the first premise is not an equality")
    # Then a and b agree for all values of the family, and so are one function of it.
    require(not by.symbol.random, f"{by.symbol.name} is random")
    require(
        by.symbol not in symbols(*equality.hypotheses), f"{by.symbol.name} is still assumed about"
    )
    left, right = Partial(equation.left, by), Partial(equation.right, by)
    Facts(definitions).defined(right)
    return conclude(premises, Relation("==", left, right))


@rule
def mean_value(
    premises: Premises, function: Term, variable: Variable, lower: Term, upper: Term, slope: Term
) -> Conclusion:
    """From a <= b, and g smooth with m <= g'(x) for all a <= x <= b: m*(b - a) <= g(b) - g(a)."""
    order, *on_segment = premises
    require(order.conclusion == Relation("<=", lower, upper), "the first premise is not a <= b")
    _check_free(variable, lower, upper, slope)
    claim = Relation("<=", slope, derivative(function, variable))
    smoothness = smooth(function, variable)
    _check_segment(on_segment, variable, lower, upper, (smoothness, claim))
    rise = substitute(function, {variable: upper}) - substitute(function, {variable: lower})
    result = Relation("<=", slope * (upper - lower), rise)
    return conclude(premises, result, cited="mean-value")


@rule
def slope_at_most(
    premises: Premises, function: Term, variable: Variable, lower: Term, upper: Term, slope: Term
) -> Conclusion:
    """From a < b, g smooth at a, and g(x) - g(a) <= m*(x - a) for all a <= x <= b: g'(a) <= m."""
    order, *others = premises
    require(order.conclusion == Relation("<", lower, upper), "the first premise is not a < b")
    _check_free(variable, lower, upper, slope)
    at = {variable: lower}
    smoothness = substitute(smooth(function, variable), at)
    Facts(others).know(smoothness, "the function may not be smooth at the left end")
    rise = function - substitute(function, at)
    claim = Relation("<=", rise, slope * (variable - lower))
    _check_segment(others, variable, lower, upper, (claim,))
    result = Relation("<=", substitute(derivative(function, variable), at), slope)
    return conclude(premises, result)


@rule
def increasing(
    premises: Premises, function: Term, variable: Variable, lower: Term, upper: Term, op: str
) -> Conclusion:
    """From a < b, and with x not in G: G, a <= x, x <= b |- g defined; G, a < x, x < b |- g smooth
    and 0 < g'(x): g(a) < g(b); likewise with <= for `op` "<="."""
    order, *others = premises
    require(op in ("<", "<="), "it compares by < or <=")
    require(order.conclusion == Relation(op, lower, upper), f"the first premise is not a {op} b")
    _check_free(variable, lower, upper)
    closed = {Relation("<=", lower, variable), Relation("<=", variable, upper)}
    inside = {Relation("<", lower, variable), Relation("<", variable, upper)}
    # Terms are continuous where they are defined, if they are smooth on one side.
    on_closed = Facts(premise for premise in others if not premise.hypotheses & inside)
    on_closed.know(defined(function), "the function may be undefined between the ends")
    on_inside = Facts(others)
    on_inside.know(smooth(function, variable), "the function may not be smooth between the ends")
    slope = Relation(op, ZERO, derivative(function, variable))
    on_inside.know(slope, "the sign of the derivative is not given between the ends")
    result = conclude(others, TRUE, drop=closed | inside)
    hypotheses = order.hypotheses | result.hypotheses
    require(variable not in free_variables(*hypotheses), f"{variable.name} is still assumed about")
    ends = (substitute(function, {variable: end}) for end in (lower, upper))
    return Conclusion(hypotheses, Relation(op, *ends), frozenset(["mean-value"]))


@rule
def taylor(premises: Premises, function: Term, variable: Variable, bound: Term) -> Conclusion:
    """From g twice smooth with g''(x) <= m for all 0 <= x <= 1: g(1) <= g(0) + g'(0) + m/2."""
    _check_free(variable, bound)
    first = derivative(function, variable)
    claim = Relation("<=", derivative(first, variable), bound)
    smoothness = conjunction(smooth(function, variable), smooth(first, variable))
    _check_segment(premises, variable, ZERO, ONE, (smoothness, claim))
    at_zero = substitute(function, {variable: ZERO}) + substitute(first, {variable: ZERO})
    result = Relation("<=", substitute(function, {variable: ONE}), at_zero + bound / 2)
    return conclude(premises, result, cited="taylor")


def _check_free(variable: Variable, *terms: Term) -> None:
    require(variable.sort == REAL, f"{variable.name} is not a real variable")
    require(
        variable not in free_variables(*terms), f"{variable.name} occurs in the ends or the bound"
    )


def _check_segment(
    premises: tuple[Theorem, ...] | list[Theorem],
    variable: Variable,
    lower: Term,
    upper: Term,
    claims: tuple[Proposition, ...],
) -> None:
    """Each claim, unless it is truth, must be given for all x with lower <= x <= upper."""
    inside = And((lower <= variable, variable <= upper))
    given = {premise.conclusion for premise in premises}
    for claim in claims:
        if claim == And(()):
            continue
        wanted = ForAll(Reals(), close(Implies(inside, claim), variable))
        require(wanted in given, f"no premise gives it for all {variable.name} between the ends")


def segment_claim(variable: Variable, lower: Term, upper: Term, claim: Proposition) -> ForAll:
    """The form in which `mean_value` and `taylor` take their premises."""
    inside = And((lower <= variable, variable <= upper))
    return ForAll(Reals(), close(Implies(inside, claim), variable), variable.name)
