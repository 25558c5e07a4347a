"""Expectations and probabilities over random families.

A theorem whose hypotheses mention no random value outside of a law, expectation or probability
holds at every outcome: `_sure` checks that.  An expectation exists where its term is defined with
probability one and integrable; unknown functions and events are taken to be measurable.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from verifier.kernel.certificates.laws import largest_density, mean_of
from verifier.kernel.facts import Facts
from verifier.kernel.rules.logic import Premises
from verifier.kernel.theorem import Conclusion, Theorem, conclude, expect, require, rule
from verifier.language.binding import bare_random, fresh, open_body, substitute, transform
from verifier.language.definedness import membership
from verifier.language.terms import (
    NATURAL,
    ONE,
    ZERO,
    And,
    Application,
    Big,
    Exists,
    Expectation,
    HasLaw,
    Implies,
    Independent,
    IndexRange,
    Node,
    Not,
    Op,
    Or,
    Probability,
    Proposition,
    Relation,
    SameLaw,
    Symbol,
    Term,
    Variable,
    children,
)


@rule
def markov(premises: Premises, variable: Term, bound: Term) -> Conclusion:
    """From 0 <= X at every outcome, X integrable, 0 < s: Pr(X >= s) <= E[X]/s."""
    sign, *others = premises
    _sure(sign)
    require(sign.conclusion == Relation("<=", ZERO, variable), "the first premise is not 0 <= X")
    mean = Expectation(variable)
    facts = Facts(others)
    facts.defined(mean)
    require(not bare_random(bound), "the threshold is random")
    facts.know(Relation("<", ZERO, bound), "the threshold must be positive")
    claim = Relation("<=", Probability(Relation(">=", variable, bound)), mean / bound)
    return conclude(premises, claim, cited="markov")


@rule
def union_bound(premises: Premises, event: Proposition) -> Conclusion:
    """Pr(some i in R with A(i)) <= sum over R of Pr(A(i)), and Pr(A or B) <= Pr(A) + Pr(B)."""
    if isinstance(event, Or):
        total = sum(map(Probability, event.args), start=cast(Term, ZERO))
    else:
        some = expect(event, Exists, "the event")
        require(isinstance(some.domain, IndexRange), "the event is not over a range of indices")
        total = Big("sum", some.domain.upper, some.domain.omit, Probability(some.body), some.hint)
    Facts(premises).defined(Probability(event), total)
    claim = Relation("<=", Probability(event), total)
    return conclude(premises, claim, cited="union-bound")


@rule
def event_inclusion(premises: Premises) -> Conclusion:
    """From A implies B at every outcome: Pr(A) <= Pr(B)."""
    inclusion, *others = premises
    _sure(inclusion)
    implication = expect(inclusion.conclusion, Implies, "the first premise")
    small, large = Probability(implication.premise), Probability(implication.conclusion)
    Facts(others).defined(small, large)
    return conclude(premises, Relation("<=", small, large))


@rule
def complement(premises: Premises, event: Proposition) -> Conclusion:
    """Pr(A) + Pr(not A) = 1."""
    opposite = Probability(Not(event))
    Facts(premises).defined(Probability(event), opposite)
    return conclude(premises, Relation("==", Probability(event) + opposite, ONE))


@rule
def probability_bounds(premises: Premises, event: Proposition) -> Conclusion:
    """0 <= Pr(A)."""
    Facts(premises).defined(Probability(event))
    return conclude(premises, Relation("<=", ZERO, Probability(event)))


@rule
def sure_event(premises: Premises) -> Conclusion:
    """From A at every outcome: Pr(A) = 1."""
    certain, *others = premises
    _sure(certain)
    event = Probability(certain.conclusion)
    Facts(others).defined(event)
    return conclude(premises, Relation("==", event, ONE))


@rule
def expectation_compare(premises: Premises) -> Conclusion:
    """From X <= Y at every outcome, both integrable: E[X] <= E[Y]; likewise for equality, where
    one of the two is known to be integrable."""
    order, *others = premises
    _sure(order)
    relation = expect(order.conclusion, Relation, "the first premise")
    require(relation.op in ("<=", "=="), "the first premise is not X <= Y or X = Y")
    left, right = Expectation(relation.left), Expectation(relation.right)
    facts = Facts(others)
    facts.defined(left)
    if relation.op == "<=":
        facts.defined(right)
    return conclude(premises, Relation(relation.op, left, right))


@rule
def dominated(premises: Premises) -> Conclusion:
    """From abs(X) <= Y at every outcome, Y integrable: X is integrable."""
    order, *others = premises
    _sure(order)
    relation = expect(order.conclusion, Relation, "the first premise")
    match relation.op, relation.left:
        case "<=", Op("abs", (inner,)):
            Facts(others).defined(Expectation(relation.right))
            mean = Expectation(inner)
            return conclude(premises, Relation("==", mean, mean))
    require(False, "the first premise is not abs(X) <= Y")
    raise AssertionError


@rule
def zero_mean_of_nonnegative(premises: Premises, variable: Term) -> Conclusion:
    """From 0 <= X at every outcome and E[X] = 0: Pr(X = 0) = 1."""
    sign, mean = premises
    _sure(sign)
    require(sign.conclusion == Relation("<=", ZERO, variable), "the first premise is not 0 <= X")
    vanishes = Relation("==", Expectation(variable), ZERO)
    require(mean.conclusion == vanishes, "the second premise is not E[X] = 0")
    event = Relation("==", variable, ZERO)
    Facts(premises).defined(Probability(event))
    return conclude(premises, Relation("==", Probability(event), ONE))


@rule
def expectation_constant(premises: Premises, value: Term) -> Conclusion:
    """E[c] = c, for c not random."""
    require(not bare_random(value), "the value is random")
    Facts(premises).defined(value)
    return conclude(premises, Relation("==", Expectation(value), value))


@rule
def expectation_linear(premises: Premises, left: Term, right: Term, factor: Term) -> Conclusion:
    """E[X + c*Y] = E[X] + c*E[Y], for integrable X, Y and c not random."""
    require(not bare_random(factor), "the factor is random")
    first, second = Expectation(left), Expectation(right)
    Facts(premises).defined(first, second, factor)
    both = Expectation(left + factor * right)
    return conclude(premises, Relation("==", both, first + factor * second))


@rule
def expectation_of_same_law(premises: Premises, mean: Term, index: Term, other: Term) -> Conclusion:
    """From the same law of w_1..w_k: E[g(w_i)] = E[g(w_j)], where the first exists.

    `mean` is E[g(w_i)]; the other side puts w_j for w_i.
    """
    law = expect(premises[0].conclusion, SameLaw, "the first premise")
    require(isinstance(mean, Expectation), "the term is not an expectation")
    assert isinstance(mean, Expectation)
    _only_member(mean.body, law.symbol, index)
    facts = Facts(premises[1:])
    for member in (index, other):
        for condition in membership(IndexRange(law.upper), member):
            facts.know(condition, "the index may lie outside of the range")
    facts.defined(mean)
    moved = Expectation(_with_member(mean.body, law.symbol, other))
    return conclude(premises, Relation("==", mean, moved))


@rule
def mean_by_law(
    premises: Premises,
    body: Term,
    variable: Variable,
    index: Term,
    points: Sequence[Term],
    primitives: Sequence[Term],
) -> Conclusion:
    """From the law of w_1..w_k, i in 1..k: E[g(w_i)] = its value, where `body` is g at `variable`;
    for a uniform law by a primitive of g on each of the pieces between the points."""
    law = expect(premises[0].conclusion, HasLaw, "the first premise")
    require(not bare_random(law) and not bare_random(body), "the law or the function is random")
    value, conditions = mean_of(law, body, variable, points, primitives)
    facts = Facts(premises[1:])
    for condition in (*membership(IndexRange(law.upper), index), *conditions):
        if condition not in facts.exact:
            facts.know(condition, "a condition on the index or the function is missing")
    moved = Expectation(substitute(body, {variable: law.symbol[index]}))
    cited = "gaussian-abs" if law.law == "standard normal" else None
    return conclude(premises, Relation("==", moved, value), cited=cited)


@rule
def small_ball(premises: Premises, index: Term, lower: Term, upper: Term) -> Conclusion:
    """From the law of w_1..w_k, its density at most h, i in 1..k, c <= d:
    Pr(c <= w_i <= d) <= h*(d - c)."""
    law = expect(premises[0].conclusion, HasLaw, "the first premise")
    require(not any(map(bare_random, (law, lower, upper))), "the law or an end is random")
    facts = Facts(premises[1:])
    for condition in (*membership(IndexRange(law.upper), index), lower <= upper):
        facts.know(condition, "a condition on the index or the ends is missing")
    event = And((lower <= law.symbol[index], law.symbol[index] <= upper))
    return conclude(premises, Probability(event) <= largest_density(law) * (upper - lower))


@rule
def independent_product(premises: Premises, product: Term) -> Conclusion:
    """From independence of w_1..w_k and E[g(w_i)] integrable for all i in R, R within 1..k:
    E[product over R of g(w_i)] = product over R of E[g(w_i)]."""
    independence = expect(premises[0].conclusion, Independent, "the first premise")
    require(isinstance(product, Big) and product.operation == "prod", "the term is not a product")
    assert isinstance(product, Big)
    require(product.upper == independence.upper, "the product is not over 1..k")
    _only_bound_member(product.body, independence.symbol)
    means = Big("prod", product.upper, product.omit, Expectation(product.body), product.hint)
    Facts(premises[1:]).defined(means)
    claim = Relation("==", Expectation(product), means)
    return conclude(premises, claim, cited="independent-product")


def _sure(theorem: Theorem) -> None:
    require(
        not any(bare_random(h) for h in theorem.hypotheses),
        "a premise that must hold at every outcome assumes something about the outcome",
    )


def _only_member(body: Term, symbol: Symbol, index: Term) -> None:
    """The body is random through symbol[index] alone."""
    for node in _random_parts(body):
        require(node == symbol[index], f"the term depends on more than {symbol.name} at one index")


def _only_bound_member(body: Term, symbol: Symbol) -> None:
    """The body, open in an index, is random through the symbol at that index alone."""
    index = fresh("i", NATURAL, body)
    _only_member(open_body(body, NATURAL, index), symbol, index)


def _random_parts(body: Term) -> list[Application]:
    found: list[Application] = []
    stack: list[Node] = [body]
    while stack:
        node = stack.pop()
        if isinstance(node, Expectation | Probability):
            continue
        if isinstance(node, Application) and node.symbol.random:
            found.append(node)
        stack.extend(child for child, _ in children(node))
    return found


def _with_member(body: Term, symbol: Symbol, index: Term) -> Term:
    def change(node: Node, _depth: int) -> Node | None:
        if isinstance(node, Expectation | Probability):
            return node
        if isinstance(node, Application) and node.symbol == symbol:
            return symbol[index]
        return None

    return transform(body, change)
