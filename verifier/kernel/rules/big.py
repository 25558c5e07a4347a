"""Sums, products, maxima and minima over 1..k, for symbolic k.

`R` below is a range 1..upper without some indices.  Every rule concludes a relation whose sides
are defined: where that is not so by form, a premise must give it.
"""

from __future__ import annotations

from collections.abc import Sequence

from verifier.kernel.facts import Facts
from verifier.kernel.rules.logic import Premises
from verifier.kernel.theorem import Body, Conclusion, Theorem, conclude, expect, require, rule
from verifier.language.binding import open_body, transform
from verifier.language.definedness import membership
from verifier.language.terms import (
    NATURAL,
    ONE,
    ZERO,
    And,
    Big,
    Bound,
    Exists,
    ForAll,
    IndexRange,
    Node,
    Number,
    Op,
    Proposition,
    Relation,
    Term,
    children,
)


@rule
def split_off(premises: Premises, big: Term, index: Term) -> Conclusion:
    """Big over R = body(j) joined with Big over R without j, for j in R; sums and products."""
    term = _big(big, ("sum", "prod"))
    facts = Facts(premises)
    facts.defined(term)
    for condition in membership(_range(term), index):
        facts.know(condition, "the index may lie outside of the range")
    rest = Big(term.operation, term.upper, (*term.omit, index), term.body, term.hint)
    joined = _join(term.operation, open_body(term.body, NATURAL, index), rest)
    return conclude(premises, Relation("==", term, joined))


@rule
def unfold(premises: Premises, big: Term) -> Conclusion:
    """Big over 1..n+1 = Big over 1..n joined with body(n+1); sums and products."""
    term = _big(big, ("sum", "prod"))
    Facts(premises).defined(term)
    require(not term.omit, "the range must leave nothing out")
    match term.upper:
        case Op("add", (upper, Number(value))) if value == 1:
            first = Big(term.operation, upper, (), term.body, term.hint)
            joined = _join(term.operation, first, open_body(term.body, NATURAL, term.upper))
            return conclude(premises, Relation("==", term, joined))
    require(False, "the upper end is not of the form n + 1")
    raise AssertionError


@rule
def empty(premises: Premises, big: Term) -> Conclusion:
    """The sum over 1..0 is 0 and the product 1."""
    term = _big(big, ("sum", "prod"))
    require(term.upper == ZERO and not premises, "the range is not 1..0")
    return conclude(premises, Relation("==", term, _neutral(term.operation)))


@rule
def termwise_equal(premises: Premises, left: Term, right: Term) -> Conclusion:
    """From a(i) = b(i) for all i in R: Big a = Big b; for max and min, R must not be empty."""
    a, b = _pair(left, right, ("sum", "prod", "max", "min"))
    _every(premises[0], a, Relation("==", a.body, b.body))
    if a.operation in ("max", "min"):
        Facts(premises[1:]).know(nonempty(_range(a)), "the range may be empty")
    return conclude(premises, Relation("==", left, right))


@rule
def termwise_compare(premises: Premises, left: Term, right: Term) -> Conclusion:
    """From a(i) <= b(i) (for products 0 <= a(i) <= b(i)) for all i in R: Big a <= Big b."""
    a, b = _pair(left, right, ("sum", "prod"))
    order: Proposition = Relation("<=", a.body, b.body)
    if a.operation == "prod":
        order = And((Relation("<=", ZERO, a.body), order))
    _every(premises[0], a, order)
    return conclude(premises, Relation("<=", left, right))


@rule
def big_sign(premises: Premises, big: Term) -> Conclusion:
    """From 0 <= a(i) for all i in R: 0 <= the sum or product; from 0 < a(i): 0 < the product."""
    term = _big(big, ("sum", "prod"))
    body = expect(premises[0].conclusion, ForAll, "the premise").body
    op = expect(body, Relation, "what holds for all indices").op
    require(op == "<=" or (op == "<" and term.operation == "prod"), "the premise is not 0 <= a(i)")
    _every(premises[0], term, Relation(op, ZERO, term.body))
    return conclude(premises, Relation(op, ZERO, term))


@rule
def sum_linear(
    premises: Premises, upper: Term, omit: Sequence[Term], factors: Sequence[Term],
    bodies: Sequence[Body],
) -> Conclusion:  # fmt: skip
    """sum of c1*a1(i) + c2*a2(i) + ... = c1 * sum of a1(i) + ..., for c free of i.

    `bodies` are open in the index of the sum (`Bound(0)`), `factors` are closed.
    """
    require(len(factors) == len(bodies) > 0, "there must be one factor for each body")
    inner, outer = None, None
    for factor, body in zip(factors, bodies, strict=True):
        sum_ = Big("sum", upper, tuple(omit), body)
        Facts(premises).defined(factor, sum_)
        inner = factor * body if inner is None else inner + factor * body
        outer = factor * sum_ if outer is None else outer + factor * sum_
    assert inner is not None and outer is not None
    return conclude(premises, Relation("==", Big("sum", upper, tuple(omit), inner), outer))


@rule
def product_of_products(
    premises: Premises, upper: Term, omit: Sequence[Term], left: Body, right: Body
) -> Conclusion:
    """product of a(i)*b(i) = (product of a(i)) * (product of b(i)); bodies open in the index."""
    a, b = Big("prod", upper, tuple(omit), left), Big("prod", upper, tuple(omit), right)
    Facts(premises).defined(a, b)
    return conclude(premises, Relation("==", Big("prod", upper, tuple(omit), left * right), a * b))


@rule
def constant(premises: Premises, big: Term) -> Conclusion:
    """Over 1..k without m distinct indices of 1..k: the sum of c is (k-m)*c, the product c**(k-m)
    (for c > 0), the product of literal ones is 1."""
    term = _big(big, ("sum", "prod"))
    facts = Facts(premises)
    require(not _uses_index(term.body), "the body depends on the index")
    facts.defined(term)
    if term.operation == "prod" and term.body == ONE:
        return conclude(premises, Relation("==", term, ONE))
    # Over an empty range the sum is defined whatever the body is.
    facts.defined(term.body)
    for position, left_out in enumerate(term.omit):
        for condition in membership(IndexRange(term.upper, term.omit[:position]), left_out):
            facts.know(condition, "what is left out must be distinct indices of the range")
    count: Term = term.upper
    for _ in term.omit:
        count = count - ONE
    if term.operation == "sum":
        return conclude(premises, Relation("==", term, count * term.body))
    facts.know(term.body > ZERO, "the body must be positive")
    return conclude(premises, Relation("==", term, term.body**count))


@rule
def big_of_image(premises: Premises, function: str, product: Term) -> Conclusion:
    """|product| = product of |a(i)|; for positive a(i), log(product) = sum of log(a(i));
    exp(sum) = product of exp(a(i))."""
    operation = {"abs": ("prod", "prod"), "log": ("prod", "sum"), "exp": ("sum", "prod")}
    require(function in operation, f"{function} does not pass through sums or products")
    before, after = operation[function]
    term = _big(product, (before,))
    Facts(premises).defined(term)
    if function == "log":
        _every(premises[0], term, Relation("<", ZERO, term.body))
    image = Big(after, term.upper, term.omit, Op(function, (term.body,)), term.hint)
    return conclude(premises, Relation("==", Op(function, (term,)), image))


@rule
def extreme_bounds(premises: Premises, big: Term, index: Term) -> Conclusion:
    """body(j) <= the maximum over R (>= the minimum), for j in R."""
    term = _big(big, ("max", "min"))
    facts = Facts(premises)
    for condition in membership(_range(term), index):
        facts.know(condition, "the index may lie outside of the range")
    _all_defined(premises, term)
    at, op = open_body(term.body, NATURAL, index), "<=" if term.operation == "max" else ">="
    return conclude(premises, Relation(op, at, term))


@rule
def extreme_attained(premises: Premises, big: Term) -> Conclusion:
    """There is j in R with maximum = body(j), for a range that is not empty; so the minimum."""
    term = _big(big, ("max", "min"))
    Facts(premises).know(nonempty(_range(term)), "the range may be empty")
    _all_defined(premises, term)
    claim = Exists(_range(term), Relation("==", term, term.body), term.hint)
    return conclude(premises, claim)


@rule
def extreme_least(premises: Premises, big: Term, bound: Term) -> Conclusion:
    """From body(i) <= b for all i in R, R not empty: maximum <= b; b <= minimum likewise."""
    term = _big(big, ("max", "min"))
    op = "<=" if term.operation == "max" else ">="
    _every(premises[0], term, Relation(op, term.body, bound))
    Facts(premises[1:]).know(nonempty(_range(term)), "the range may be empty")
    return conclude(premises, Relation(op, term, bound))


@rule
def range_nonempty(premises: Premises, domain: IndexRange, index: Term) -> Conclusion:
    """R is not empty, for j in R."""
    facts = Facts(premises)
    for condition in membership(domain, index):
        facts.know(condition, "the index may lie outside of the range")
    return conclude(premises, nonempty(domain))


@rule
def exchange_sums(premises: Premises, outer: Term) -> Conclusion:
    """sum over i in R, sum over j in S of a(i, j) = the sums in the other order, S free of i."""
    first = _big(outer, ("sum",))
    second = _big(first.body, ("sum",))
    require(not any(_uses_index(t) for t in (second.upper, *second.omit)), "the inner range varies")
    Facts(premises).defined(outer)
    swapped = _swap(second.body)
    inner = Big("sum", first.upper, first.omit, swapped, first.hint)
    return conclude(
        premises, Relation("==", outer, Big("sum", second.upper, second.omit, inner, second.hint))
    )


def nonempty(domain: IndexRange) -> Proposition:
    """That some index lies in the range, in the form in which `defined` asks for it."""
    return Exists(domain, Relation("<=", ZERO, ZERO))


def _swap(body: Term) -> Term:
    def change(node: Node, depth: int) -> Node | None:
        if isinstance(node, Bound) and node.level in (depth, depth + 1):
            return Bound(2 * depth + 1 - node.level, node.sort)
        return None

    return transform(body, change)


def _big(term: Term, operations: Sequence[str]) -> Big:
    require(
        isinstance(term, Big) and term.operation in operations,
        f"the term is not a {' or '.join(operations)} over a range",
    )
    assert isinstance(term, Big)
    return term


def _pair(left: Term, right: Term, operations: Sequence[str]) -> tuple[Big, Big]:
    a, b = _big(left, operations), _big(right, operations)
    same = (a.operation, a.upper, a.omit) == (b.operation, b.upper, b.omit)
    require(same, "the two sides differ in operation or range")
    return a, b


def _range(term: Big) -> IndexRange:
    return IndexRange(term.upper, term.omit)


def _every(premise: Theorem, term: Big, body: Proposition) -> None:
    require(
        premise.conclusion == ForAll(_range(term), body),
        "the first premise does not say it for all indices of the range",
    )


def _all_defined(premises: Premises, term: Big) -> None:
    # The sum over the same range is defined just when all the bodies are.
    Facts(premises).defined(Big("sum", term.upper, term.omit, term.body))


def _join(operation: str, a: Term, b: Term) -> Term:
    return a + b if operation == "sum" else a * b


def _neutral(operation: str) -> Term:
    return ZERO if operation == "sum" else ONE


def _uses_index(body: Term) -> bool:
    def uses(node: Node, depth: int) -> bool:
        if isinstance(node, Bound):
            return node.level == depth
        return any(uses(child, depth + extra) for child, extra in children(node))

    return uses(body, 0)
