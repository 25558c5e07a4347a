"""How order passes through arithmetic and monotone functions, as theorems with variables.

Each function returns hypotheses |- conclusion over the variables a, b, c, d, made once a process;
`applied` puts terms for the variables and theorems for the hypotheses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from verifier.decide.deduce import assumed, attempt, discharged, increase, law
from verifier.decide.normal.lemmas import cos_is_positive
from verifier.decide.scalar import find_scalar_proof
from verifier.decide.support import Support, conditions_of
from verifier.kernel.certificates.canonical import canonical
from verifier.kernel.facts import Facts
from verifier.kernel.rules import logic, numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.build import pi, real, sqrt
from verifier.language.calculus import derivative
from verifier.language.terms import (
    ONE,
    TRUE,
    ZERO,
    Op,
    Proposition,
    Relation,
    Term,
    Variable,
    as_term,
)

A, B, C, D, S = real("a"), real("b"), real("c"), real("d"), real("s")


def applied(
    schema: Theorem, values: Mapping[Variable, Term], *given: Theorem, facts: Sequence[Theorem] = ()
) -> Theorem | None:
    """The schema at values, its hypotheses replaced by given theorems that state them; None if one
    is not given or the values are not known to be defined, by those theorems or by `facts`."""
    names, terms = tuple(values), tuple(values.values())
    defining = Support((*given, *facts)).defining(*terms)
    if defining is None:
        return None
    made = attempt(
        lambda: infer(logic.instantiate, schema, *defining, variables=names, values=terms)
    )
    if made is None:
        return None
    assumptions = frozenset().union(*(t.hypotheses for t in (*given, *defining)))
    by_key = {canonical(theorem.conclusion): theorem for theorem in given}
    for hypothesis in made.hypotheses:
        stating = by_key.get(canonical(hypothesis))
        if stating is not None and stating.conclusion != hypothesis:
            stating = infer(numbers.follows, stating, *defining, goal=hypothesis)
        if stating is not None:
            made = discharged(made, stating)
        elif hypothesis not in assumptions:
            return None
    return made


def defined_by_arithmetic(facts: Sequence[Theorem], *terms: Term) -> list[Theorem] | None:
    """The facts with those added that show the terms to be defined; None where products of two
    facts do not."""
    known = list(facts)
    for condition in conditions_of(*terms):
        if condition == TRUE or Facts(known).holds(condition):
            continue
        shown = None
        if isinstance(condition, Relation):
            shown = find_scalar_proof(condition, known, degree=2)
        if shown is None:
            return None
        known.append(shown)
    return known


def by_arithmetic(
    goal: Relation, *hypotheses: Proposition, squares: Sequence[Term] = ()
) -> Theorem:
    """Hypotheses |- goal by a Positivstellensatz certificate."""
    found = find_scalar_proof(goal, assumed(*hypotheses), squares)
    assert found is not None, "arithmetic does not give it"
    return found


@cache
def product_of_ordered(strict: bool) -> Theorem:
    """0 <= a, a <= b, 0 <= c, c <= d |- a*c <= b*d; 0 <= a, a < b, 0 < d, c <= d |- a*c < b*d."""
    if strict:
        return by_arithmetic(A * C < B * D, ZERO <= A, A < B, ZERO < D, C <= D)
    return by_arithmetic(A * C <= B * D, ZERO <= A, A <= B, ZERO <= C, C <= D)


@cache
def product_of_signs(first: str, second: str) -> Theorem:
    """The sign of a*b from 0 < a or 0 <= a, and 0 < b or 0 <= b."""
    op = "<" if (first, second) == ("<", "<") else "<="
    goal = Relation(op, ZERO, A * B)
    return by_arithmetic(goal, Relation(first, ZERO, A), Relation(second, ZERO, B))


@cache
def quotient_of_ordered(op: str) -> Theorem:
    """0 < c, a < b |- a/c < b/c; likewise with <=."""
    return by_arithmetic(Relation(op, A / C, B / C), ZERO < C, Relation(op, A, B))


@cache
def power_of_positive(exponent: int) -> Theorem:
    """0 < a |- 0 < a**n."""
    found = law("power is positive", A, as_term(exponent), facts=assumed(ZERO < A))
    assert found is not None
    return infer(numbers.follows, found, goal=ZERO < A ** as_term(exponent))


@cache
def power_of_ordered(exponent: int, op: str) -> Theorem:
    """0 <= a, a < b |- a**n < b**n for n > 0; likewise with <=."""
    power = S ** as_term(exponent)
    order, lower = assumed(Relation(op, A, B), ZERO <= A)
    between = assumed(Relation("<", A, S))
    positive = by_arithmetic(ZERO < S, ZERO <= A, A < S)
    below = infer(
        logic.instantiate, power_of_positive(exponent - 1), variables=(A,), values=(S,)
    ) if exponent > 1 else by_arithmetic(ZERO < ONE)  # fmt: skip
    below = discharged(below, positive)
    slope = find_scalar_proof(Relation(op, ZERO, _slope(power)), [below, *between, lower])
    assert slope is not None
    found = increase(power, S, (A, B), order, [slope])
    assert found is not None
    return found


def _slope(function: Term) -> Term:
    return derivative(function, S)


@cache
def root_of_ordered(op: str) -> Theorem:
    """0 <= a, a < b |- sqrt(a) < sqrt(b); likewise with <=."""
    order, lower = assumed(Relation(op, A, B), ZERO <= A)
    upper = by_arithmetic(ZERO <= B, ZERO <= A, Relation(op, A, B))
    facts = [order, lower, upper]
    for value in (A, B):
        for name in ("sqrt squared", "sqrt is nonnegative"):
            made = law(name, value, facts=facts)
            assert made is not None
            facts.append(made)
    found = find_scalar_proof(Relation(op, sqrt(A), sqrt(B)), facts)
    assert found is not None
    return found


@cache
def image_of_ordered(name: str, op: str) -> Theorem | None:
    """Conditions, a < b |- f(a) < f(b) for an increasing f; likewise with <=.  The conditions are
    0 < a for log, 0 <= a for sqrt, -pi/2 <= a and b <= pi/2 for sin, strictly for tan.

    None for a function that is not among these.
    """
    (order,) = assumed(Relation(op, A, B))
    strictly = "strictly " if op == "<" else ""
    match name:
        case "exp":
            return law(f"exp is {strictly}monotone", A, B, facts=[order])
        case "log":
            return law(f"log is {strictly}monotone", A, B, facts=[order, *assumed(ZERO < A)])
        case "sqrt":
            return root_of_ordered(op)
        case "atan":
            return _climbed(name, order, [by_arithmetic(ZERO < ONE + S**2)], [])
        case "sin" | "tan":
            return _between_right_angles(name, order)
    return None


def _climbed(
    name: str, order: Theorem, slopes: Sequence[Theorem], everywhere: Sequence[Theorem]
) -> Theorem | None:
    """f(a) < f(b) from what gives the sign of f' between a and b, and that f is defined there."""
    claim, function = order.conclusion, Op(name, (S,))
    assert isinstance(claim, Relation)
    slope = find_scalar_proof(Relation(claim.op, ZERO, _slope(function)), [*everywhere, *slopes])
    if slope is None:
        return None
    return increase(function, S, (A, B), order, [*everywhere, *slopes, slope])


def _between_right_angles(name: str, order: Theorem) -> Theorem | None:
    """-pi/2 <= a, b <= pi/2, a < b |- sin(a) < sin(b); strictly between for tan."""
    at_ends = "<=" if name == "sin" else "<"
    ends = assumed(Relation(at_ends, -pi / 2, A), Relation(at_ends, B, pi / 2))
    closed, inside = assumed(A <= S, S <= B), assumed(A < S, S < B)
    between = inside if name == "sin" else closed
    bounds = [
        find_scalar_proof(goal, [*ends, *between], degree=1) for goal in (-pi / 2 < S, S < pi / 2)
    ]
    assert bounds[0] is not None and bounds[1] is not None
    positive = applied(cos_is_positive(), {A: S}, bounds[0], bounds[1])
    assert positive is not None
    tangent = [find_scalar_proof(ZERO < ONE + Op("tan", (S,)) ** 2, [positive])]
    slopes = [positive] if name == "sin" else [t for t in tangent if t is not None]
    return _climbed(name, order, slopes, [] if name == "sin" else [positive])
