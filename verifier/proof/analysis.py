"""Steps of calculus: partial derivatives, the mean value theorem, Taylor's theorem."""

from __future__ import annotations

from verifier.kernel.rules import calculus
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import substitute
from verifier.language.calculus import derivative, partial_derivative, smooth
from verifier.language.definedness import conjunction
from verifier.language.render import text
from verifier.language.terms import (
    ONE,
    TRUE,
    ZERO,
    ForAll,
    Partial,
    Proposition,
    Relation,
    Term,
    TermLike,
    Variable,
    as_term,
)
from verifier.proof.justification import Justification, adapt, relation_of
from verifier.proof.prover import ProofError, Prover, Reference


def differentiate(*using: Reference) -> Justification:
    """A partial derivative, on the left of the claim, by the rules of differentiation."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        goal = relation_of(claim, "differentiation")
        return adapt(scope, partial_value(scope, goal.left, scope.facts(using)), claim)

    return Justification("differentiation", using, run)


def partial_value(scope: Prover, term: Term, using: list[Theorem]) -> Theorem:
    """The theorem that a partial derivative, also of a partial derivative, equals what
    differentiation gives."""
    if not isinstance(term, Partial):
        raise ProofError(f"'{text(term)}' is not a partial derivative")
    if isinstance(term.body, Partial):
        return _repeated(scope, term, using)
    value, conditions = partial_derivative(term.body, term.by)
    sides = scope.definedness(term.body, value, using=using)
    sides += [scope.obtain(condition, using) for condition in conditions]
    return infer(calculus.partial, *sides, term=term)


def _repeated(scope: Prover, term: Partial, using: list[Theorem]) -> Theorem:
    inner = partial_value(scope, term.body, using)
    first = relation_of(inner.conclusion, "differentiation").right
    outer = partial_value(scope, Partial(first, term.by), using)
    equal = infer(calculus.partial_of_equal, inner, outer, by=term.by)
    value = relation_of(outer.conclusion, "differentiation").right
    return scope.decide(Relation("==", term, value), [equal, outer], degree=1)


def mean_value(
    function: Term,
    variable: Variable,
    lower: TermLike,
    upper: TermLike,
    slope: TermLike,
    *using: Reference,
) -> Justification:
    """slope*(upper - lower) <= g(upper) - g(lower), since slope <= g' in between (mean value
    theorem, cited)."""
    ends = (as_term(lower), as_term(upper), as_term(slope))

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        facts = scope.facts(using)
        return adapt(scope, mean_value_theorem(scope, function, variable, ends, facts), claim)

    return Justification("cited: mean value theorem", using, run)


def mean_value_theorem(
    scope: Prover,
    function: Term,
    variable: Variable,
    ends: tuple[Term, Term, Term],
    using: list[Theorem],
) -> Theorem:
    """The mean value theorem for a function between two ends with a least slope."""
    lower, upper, slope = ends
    order = scope.obtain(Relation("<=", lower, upper), using)
    claims = (smooth(function, variable), Relation("<=", slope, derivative(function, variable)))
    sides = _on_segment(scope, variable, lower, upper, claims, using)
    return infer(
        calculus.mean_value, order, *sides,
        function=function, variable=variable, lower=lower, upper=upper, slope=slope,
    )  # fmt: skip


def _on_segment(
    scope: Prover,
    variable: Variable,
    lower: Term,
    upper: Term,
    claims: tuple[Proposition, ...],
    using: list[Theorem],
) -> list[Theorem]:
    wanted = [calculus.segment_claim(variable, lower, upper, c) for c in claims if c != TRUE]
    return [_between(scope, claim, using) for claim in wanted]


def _between(scope: Prover, claim: ForAll, using: list[Theorem]) -> Theorem:
    """A claim for all reals of a segment, as a fact of that form states it or as arithmetic."""
    for fact in using:
        conclusion = fact.conclusion
        if isinstance(conclusion, ForAll) and conclusion.domain == claim.domain:
            try:
                return adapt(scope, fact, claim)
            except ProofError:
                continue
    return scope.obtain(claim, using)


def slope_at_most(
    function: Term, variable: Variable, lower: TermLike, upper: TermLike, *using: Reference
) -> Justification:
    """g'(a) <= m where g is smooth at a, from g(x) - g(a) <= m*(x - a) for all a <= x <= b, a < b.

    The claim is the inequality g'(a) <= m; `function` is g at the variable.
    """
    low, high = as_term(lower), as_term(upper)

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        goal = relation_of(claim, "a bound on a derivative")
        slope = goal.right if goal.op == "<=" else goal.left
        facts = scope.facts(using)
        order = scope.obtain(low < high, facts)
        rise = function - substitute(function, {variable: low})
        on_segment = calculus.segment_claim(variable, low, high, rise <= slope * (variable - low))
        sides = [_between(scope, on_segment, facts)]
        smoothness = substitute(smooth(function, variable), {variable: low})
        sides += [] if smoothness == TRUE else [scope.obtain(smoothness, facts)]
        theorem = infer(
            calculus.slope_at_most, order, *sides,
            function=function, variable=variable, lower=low, upper=high, slope=slope,
        )  # fmt: skip
        return adapt(scope, theorem, claim)

    return Justification("bound on a derivative by difference quotients", using, run)


def monotone(variable: Variable, start: TermLike, *using: Reference) -> Justification:
    """L <= R for start <= variable, since it holds at the start and R - L does not decrease
    (mean value theorem, cited)."""
    begin = as_term(start)

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        goal = relation_of(claim, "monotonicity")
        if goal.op not in ("<=", ">="):
            raise ProofError(f"'{text(goal)}' is not of the form a <= b", goal)
        facts = scope.facts(using)
        low, high = (goal.left, goal.right) if goal.op == "<=" else (goal.right, goal.left)
        inner = scope.fresh("x", "real", goal, *(f.conclusion for f in facts))
        gap = substitute(high - low, {variable: inner})
        rise = mean_value_theorem(scope, gap, inner, (begin, variable, ZERO), facts)
        return scope.decide(goal, [rise, *facts])

    return Justification("monotone from an end (mean value theorem, cited)", using, run)


def taylor(function: Term, variable: Variable, bound: TermLike, *using: Reference) -> Justification:
    """g(1) <= g(0) + g'(0) + m/2, since g'' <= m on [0, 1] (Taylor, cited).

    The facts must give, for all x in [0, 1], that g'' <= m."""
    limit = as_term(bound)

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        facts = scope.facts(using)
        first = derivative(function, variable)
        smoothness = conjunction(smooth(function, variable), smooth(first, variable))
        claims = (smoothness, Relation("<=", derivative(first, variable), limit))
        sides = _on_segment(scope, variable, ZERO, ONE, claims, facts)
        theorem = infer(calculus.taylor, *sides, function=function, variable=variable, bound=limit)
        return adapt(scope, theorem, claim)

    return Justification("cited: Taylor's theorem", using, run)
