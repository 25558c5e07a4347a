"""Steps with expectations and probabilities over a random family.

A fact that is to hold at every outcome must not rest on an assumption about the outcome: the
kernel refuses it otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from verifier.kernel.rules import probability
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import bare_random
from verifier.language.definedness import membership
from verifier.language.render import text
from verifier.language.terms import (
    ZERO,
    Application,
    Big,
    Expectation,
    Implies,
    Independent,
    IndexRange,
    LanguageError,
    Probability,
    Proposition,
    Relation,
    SameLaw,
    Symbol,
    Term,
    TermLike,
    as_term,
    subnodes,
)
from verifier.proof.justification import Justification, adapt, relation_of
from verifier.proof.prover import ProofError, Prover, Reference

K = TypeVar("K", Expectation, Probability)


def markov(variable: Term, bound: TermLike, *using: Reference) -> Justification:
    """Markov's inequality (cited): Pr(X >= s) <= E[X]/s for an integrable X >= 0 and s > 0."""
    threshold = as_term(bound)

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        facts = scope.facts(using)
        sign = _everywhere(scope, Relation("<=", ZERO, variable), facts)
        sides = [_integrable(scope, Expectation(variable), facts)]
        sides += scope.definedness(threshold, using=facts)
        sides.append(scope.obtain(Relation("<", ZERO, threshold), facts))
        theorem = infer(probability.markov, sign, *sides, variable=variable, bound=threshold)
        return adapt(scope, theorem, claim)

    return Justification("cited: Markov's inequality", using, run)


def union_bound(event: Proposition, *using: Reference) -> Justification:
    """The union bound (cited): Pr(A(i) for some i) <= sum of Pr(A(i))."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        sides = scope.definedness(Probability(event), using=scope.facts(using))
        return adapt(scope, infer(probability.union_bound, *sides, event=event), claim)

    return Justification("cited: union bound", using, run)


def event_inclusion(*using: Reference) -> Justification:
    """Pr(A) <= Pr(B), since A implies B at every outcome."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        small, large = _ordered(claim, Probability, "event inclusion")
        facts = scope.facts(using)
        inclusion = _everywhere(scope, Implies(small.event, large.event), facts)
        sides = scope.definedness(small, large, using=facts)
        return adapt(scope, infer(probability.event_inclusion, inclusion, *sides), claim)

    return Justification("inclusion of events", using, run)


def complement(event: Proposition, *using: Reference) -> Justification:
    """Pr(A) + Pr(not A) = 1."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        sides = scope.definedness(Probability(event), using=scope.facts(using))
        return adapt(scope, infer(probability.complement, *sides, event=event), claim)

    return Justification("complement of an event", using, run)


def probability_bounds(event: Proposition, *using: Reference) -> Justification:
    """0 <= Pr(A)."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        sides = scope.definedness(Probability(event), using=scope.facts(using))
        return adapt(scope, infer(probability.probability_bounds, *sides, event=event), claim)

    return Justification("a probability is nonnegative", using, run)


def sure_event(event: Proposition, *using: Reference) -> Justification:
    """Pr(A) = 1, since A holds at every outcome."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        facts = scope.facts(using)
        certain = _everywhere(scope, event, facts)
        sides = scope.definedness(Probability(event), using=facts)
        return adapt(scope, infer(probability.sure_event, certain, *sides), claim)

    return Justification("a sure event", using, run)


def expectation_compare(*using: Reference) -> Justification:
    """E[X] <= E[Y] since X <= Y at every outcome, both integrable; likewise for equality, where
    one of the two is known to be integrable."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        small, large = _ordered(claim, Expectation, "comparing expectations")
        facts = scope.facts(using)
        if relation_of(claim, "comparing expectations").op == "==":
            theorem = _equal_means(scope, small, large, facts)
        else:
            order = _everywhere(scope, Relation("<=", small.body, large.body), facts)
            sides = [_integrable(scope, mean, facts) for mean in (small, large)]
            theorem = infer(probability.expectation_compare, order, *sides)
        return adapt(scope, theorem, claim)

    return Justification("comparing expectations at every outcome", using, run)


def expectation_nonnegative(*using: Reference) -> Justification:
    """0 <= E[X] for an integrable X that is nonnegative at every outcome."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        goal = relation_of(claim, "the sign of an expectation")
        mean = goal.right if goal.left == ZERO else goal.left
        if not isinstance(mean, Expectation):
            raise ProofError(f"'{text(goal)}' is not 0 <= E[X]", goal)
        facts = scope.facts(using)
        sign = _everywhere(scope, Relation("<=", ZERO, mean.body), facts)
        zero = infer(probability.expectation_constant, value=ZERO)
        sides = [zero, _integrable(scope, mean, facts)]
        order = infer(probability.expectation_compare, sign, *sides)
        return adapt(scope, scope.decide(Relation("<=", ZERO, mean), [order, zero]), claim)

    return Justification("expectation of what is nonnegative", using, run)


def expectation_constant(value: TermLike, *using: Reference) -> Justification:
    """E[c] = c, for c that is not random."""
    term = as_term(value)

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        sides = scope.definedness(term, using=scope.facts(using))
        return adapt(scope, infer(probability.expectation_constant, *sides, value=term), claim)

    return Justification("expectation of a constant", using, run)


def expectation_linear(
    left: TermLike, factor: TermLike, right: TermLike, *using: Reference
) -> Justification:
    """E[X + c*Y] = E[X] + c*E[Y], for integrable X, Y and c that is not random."""
    first, scale, second = as_term(left), as_term(factor), as_term(right)

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        facts = scope.facts(using)
        sides = [_integrable(scope, Expectation(term), facts) for term in (first, second)]
        sides += scope.definedness(scale, using=facts)
        theorem = infer(
            probability.expectation_linear, *sides, left=first, right=second, factor=scale
        )
        return adapt(scope, theorem, claim)

    return Justification("linearity of the expectation", using, run)


def same_law(index: TermLike, other: TermLike, *using: Reference) -> Justification:
    """E[g(w_i)] = E[g(w_j)] for w of one law, where one of the two is known to be integrable."""
    one, another = as_term(index), as_term(other)

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        left, right = _ordered(claim, Expectation, "equality of laws")
        facts = scope.facts(using)
        law, upper = _assumed(scope, SameLaw, _family(left), facts)
        sides = [
            scope.obtain(condition, facts)
            for member in (one, another)
            for condition in membership(IndexRange(upper), member)
        ]
        mean, before, after = left, one, another
        if not _is_integrable(scope, left, facts):
            mean, before, after = right, another, one
        theorem = infer(
            probability.expectation_of_same_law, law, *sides, _integrable(scope, mean, facts),
            mean=mean, index=before, other=after,
        )  # fmt: skip
        return adapt(scope, theorem, claim)

    return Justification("one law", using, run)


def independent_product(product: Term, *using: Reference) -> Justification:
    """E[product of g(w_i)] = product of E[g(w_i)] for independent w (cited), all integrable."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        if not isinstance(product, Big) or product.operation != "prod":
            raise ProofError(f"'{text(product)}' is not a product over a range")
        facts = scope.facts(using)
        independence, _ = _assumed(scope, Independent, _family(product), facts)
        means = Big("prod", product.upper, product.omit, Expectation(product.body), product.hint)
        sides = scope.definedness(means, using=facts)
        theorem = infer(probability.independent_product, independence, *sides, product=product)
        return adapt(scope, theorem, claim)

    return Justification("cited: expectation of a product of independent variables", using, run)


def _everywhere(scope: Prover, goal: Proposition, using: Sequence[Theorem]) -> Theorem:
    """A theorem that states the goal and assumes nothing about the outcome."""
    theorem = scope.obtain(goal, using)
    for assumed in theorem.hypotheses:
        if bare_random(assumed):
            message = f"'{text(goal)}' rests on '{text(assumed)}', which is about one outcome only"
            raise ProofError(message, goal)
    return theorem


def _integrable(scope: Prover, mean: Expectation, using: Sequence[Theorem]) -> Theorem:
    """A theorem that gives that the expectation exists."""
    return scope.obtain(Relation("==", mean, mean), using)


def _is_integrable(scope: Prover, mean: Expectation, using: Sequence[Theorem]) -> bool:
    try:
        _integrable(scope, mean, using)
    except LanguageError:
        return False
    return True


def _equal_means(
    scope: Prover, left: Expectation, right: Expectation, using: Sequence[Theorem]
) -> Theorem:
    """E[X] = E[Y] or E[Y] = E[X], whichever of the two is known to exist on the left."""
    if not _is_integrable(scope, left, using):
        left, right = right, left
    equality = _everywhere(scope, Relation("==", left.body, right.body), using)
    side = _integrable(scope, left, using)
    return infer(probability.expectation_compare, equality, side)


def _assumed(
    scope: Prover, kind: type[Independent | SameLaw], symbol: Symbol, using: Sequence[Theorem]
) -> tuple[Theorem, Term]:
    """The fact that a family is independent, or of one law, and the end of its range."""
    for theorem in scope.scope(using):
        match theorem.conclusion:
            case Independent(of, upper) | SameLaw(of, upper) if of == symbol:
                if isinstance(theorem.conclusion, kind):
                    return theorem, upper
    what = "independent" if kind is Independent else "of one law"
    raise ProofError(f"no fact here says that {symbol.name} is {what}")


def _family(term: Term) -> Symbol:
    """The one random family in a term."""
    found = {
        node.symbol
        for node in subnodes(term)
        if isinstance(node, Application) and node.symbol.random
    }
    if len(found) != 1:
        raise ProofError(f"'{text(term)}' does not depend on exactly one random family")
    return found.pop()


def _ordered(claim: Proposition | None, kind: type[K], rule: str) -> tuple[K, K]:
    """The smaller and the larger side of a claim a <= b, a >= b or a = b, both of a kind."""
    goal = relation_of(claim, rule)
    left, right = goal.left, goal.right
    if goal.op == ">=":
        left, right = right, left
    if goal.op not in ("<=", ">=", "==") or not (
        isinstance(left, kind) and isinstance(right, kind)
    ):
        word = "E[X] <= E[Y] or E[X] = E[Y]" if kind is Expectation else "Pr(A) <= Pr(B)"
        raise ProofError(f"'{text(goal)}' is not of the form {word}, which {rule} needs", goal)
    return left, right
