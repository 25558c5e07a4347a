"""The cited inequalities on finite families."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.kernel.facts import Facts
from verifier.kernel.rules.logic import Premises
from verifier.kernel.theorem import Body, Conclusion, conclude, require, rule
from verifier.language.terms import ONE, ZERO, Big, ForAll, IndexRange, Relation, Term


@rule
def am_gm(premises: Premises, product: Term) -> Conclusion:
    """From 0 < a(i) for all i in 1..k, k >= 1: (product of a(i))**(1/k) <= (sum of a(i))/k."""
    require(isinstance(product, Big) and product.operation == "prod", "the term is not a product")
    assert isinstance(product, Big)
    require(not product.omit, "the range must leave nothing out")
    positive = ForAll(IndexRange(product.upper), Relation("<", ZERO, product.body))
    require(premises[0].conclusion == positive, "the first premise is not 0 < a(i) for all i")
    Facts(premises[1:]).know(ONE <= product.upper, "there must be at least one number")
    total = Big("sum", product.upper, (), product.body, product.hint)
    claim = Relation("<=", product ** (ONE / product.upper), total / product.upper)
    return conclude(premises, claim, cited="am-gm")


@rule
def cauchy_schwarz(
    premises: Premises, upper: Term, omit: Sequence[Term], left: Body, right: Body
) -> Conclusion:
    """(sum of a(i)*b(i))**2 <= (sum of a(i)**2) * (sum of b(i)**2); bodies open in the index."""

    def total(body: Term) -> Big:
        return Big("sum", upper, tuple(omit), body)

    a, b = total(left**2), total(right**2)
    Facts(premises).defined(a, b)
    claim = Relation("<=", total(left * right) ** 2, a * b)
    return conclude(premises, claim, cited="cauchy-schwarz")
