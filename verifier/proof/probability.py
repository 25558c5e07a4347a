"""Steps with expectations and probabilities over a random family.

A fact that is to hold at every outcome must not rest on an assumption about the outcome: the
kernel refuses it otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from verifier.kernel.certificates.laws import mean_of
from verifier.kernel.rules import logic, probability
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import bare_random, open_body
from verifier.language.definedness import membership
from verifier.language.render import text
from verifier.language.terms import (
    ZERO,
    And,
    Application,
    Big,
    Expectation,
    ForAll,
    HasLaw,
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
    Variable,
    as_term,
    subnodes,
)
from verifier.proof.justification import Justification, adapt, relation_of
from verifier.proof.prover import ProofError, Prover, Reference

K = TypeVar("K", Expectation, Probability)
PIECE_SECONDS = 5.0


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


def dominated(variable: Term, bound: Term, *using: Reference) -> Justification:
    """That E[X] exists (E[X] = E[X]), since abs(X) <= Y at every outcome and E[Y] exists."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        facts = scope.facts(using)
        order = _everywhere(scope, abs(variable) <= bound, facts)
        side = _integrable(scope, Expectation(bound), facts)
        return adapt(scope, infer(probability.dominated, order, side), claim)

    return Justification("integrable by comparison", using, run)


def zero_mean(variable: Term, *using: Reference) -> Justification:
    """Pr(X = 0) = 1, since X >= 0 at every outcome and E[X] = 0."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        facts = scope.facts(using)
        sign = _everywhere(scope, Relation("<=", ZERO, variable), facts)
        mean = scope.obtain(Relation("==", Expectation(variable), ZERO), facts)
        theorem = infer(probability.zero_mean_of_nonnegative, sign, mean, variable=variable)
        return adapt(scope, theorem, claim)

    return Justification("nonnegative of mean zero", using, run)


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


def mean_by_law(
    symbol: Symbol,
    index: TermLike,
    body: Callable[[Variable], TermLike],
    *using: Reference,
    points: Sequence[TermLike] = (),
    primitives: Sequence[Callable[[Variable], TermLike]] = (),
) -> Justification:
    """E[g(w_i)] of a family whose law is known by its name, `body` being g.

    Of a standard normal variable for g(x) = x, x**2, abs(x) (cited); for a finite law always; for
    one that is uniform on [a, b] by points a = c_0 <= ... <= c_n = b and a primitive of g on each
    piece.
    """
    variable = Variable("x")

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        facts = scope.facts(using)
        law, known = _law_of(scope, symbol, facts)
        cuts = tuple(map(as_term, points))
        pieces = tuple(as_term(primitive(variable)) for primitive in primitives)
        term, at = as_term(body(variable)), as_term(index)
        _, conditions = mean_of(known, term, variable, cuts, pieces)
        sides = [scope.obtain(c, facts) for c in membership(IndexRange(known.upper), at)]
        sides += [_on_piece(scope, condition, facts) for condition in conditions]
        theorem = infer(
            probability.mean_by_law, law, *sides,
            body=term, variable=variable, index=at, points=cuts, primitives=pieces,
        )  # fmt: skip
        return adapt(scope, theorem, claim)

    return Justification("mean by the law", using, run)


def _on_piece(scope: Prover, goal: Proposition, using: Sequence[Theorem]) -> Theorem:
    """A condition of `mean_of`: for all x of a piece, that the primitive is one."""
    from verifier.decide.obligation import prove_obligation

    try:
        return scope.obtain(goal, using)
    except ProofError:
        if not isinstance(goal, ForAll) or not isinstance(goal.body, Implies):
            raise
    variable = scope.fresh(goal.hint, goal.domain.sort, goal)
    body = open_body(goal.body, goal.domain.sort, variable)
    assert isinstance(body, Implies) and isinstance(body.conclusion, And)
    assert isinstance(body.premise, And)
    inside = infer(logic.assume, proposition=body.premise)
    ends = [infer(logic.and_elim, inside, position=i) for i in range(len(body.premise.args))]
    inner = scope.also(*ends).reserving(variable)
    shown = []
    for part in body.conclusion.args:
        found = None
        if isinstance(part, Relation):
            found = prove_obligation(inner.scope(using), part, PIECE_SECONDS)
        shown.append(inner.obtain(part, using) if found is None else found)
    whole = infer(logic.and_intro, *shown)
    implied = infer(logic.implies_intro, whole, premise=body.premise)
    return infer(logic.generalise, implied, variable=variable, domain=goal.domain, hint=goal.hint)


def small_ball(
    symbol: Symbol, index: TermLike, lower: TermLike, upper: TermLike, *using: Reference
) -> Justification:
    """Pr(c <= w_i <= d) <= h*(d - c), where the law of w_i has a density of at most h."""
    at, low, high = as_term(index), as_term(lower), as_term(upper)

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        facts = scope.facts(using)
        law, known = _law_of(scope, symbol, facts)
        conditions = (*membership(IndexRange(known.upper), at), low <= high)
        sides = [scope.obtain(condition, facts) for condition in conditions]
        sides += scope.definedness(low, high, using=facts)
        theorem = infer(probability.small_ball, law, *sides, index=at, lower=low, upper=high)
        return adapt(scope, theorem, claim)

    return Justification("probability of a short interval", using, run)


def _law_of(scope: Prover, symbol: Symbol, facts: Sequence[Theorem]) -> tuple[Theorem, HasLaw]:
    """The fact that names the law of a family."""
    for theorem in scope.scope(facts):
        if isinstance(theorem.conclusion, HasLaw) and theorem.conclusion.symbol == symbol:
            return theorem, theorem.conclusion
    raise ProofError(f"no fact here names the law of {symbol.name}")


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
