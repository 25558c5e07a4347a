"""Steps with sums, products, maxima and minima over 1..k."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.kernel.rules import big, cited
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import is_closed
from verifier.language.build import Body, _bind, indices
from verifier.language.definedness import membership
from verifier.language.render import text
from verifier.language.terms import (
    NATURAL,
    ONE,
    ZERO,
    And,
    Big,
    ForAll,
    IndexRange,
    Proposition,
    Relation,
    Term,
    TermLike,
    as_term,
)
from verifier.proof.justification import Justification, adapt, relation_of
from verifier.proof.prover import ProofError, Prover, Reference


def _range(term: Big) -> IndexRange:
    return IndexRange(term.upper, term.omit)


def _is_big(term: Term) -> Big:
    if not isinstance(term, Big):
        raise ProofError(f"'{text(term)}' is not a sum, product, maximum or minimum")
    return term


def split_off(whole: Term, index: TermLike, *using: Reference) -> Justification:
    """Splits one factor or term off a product or sum: P = w_j * Q_j."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        return adapt(scope, split(scope, whole, as_term(index), scope.facts(using)), claim)

    return Justification("splitting off one index", using, run)


def split(scope: Prover, whole: Term, index: Term, using: Sequence[Theorem] = ()) -> Theorem:
    """Big = body(j) joined with the rest, its side conditions obtained from the scope."""
    term = _is_big(whole)
    sides = [scope.obtain(c, using) for c in membership(_range(term), index)]
    sides += scope.definedness(term, using=using)
    return infer(big.split_off, *sides, big=term, index=index)


def unfold(whole: Term, *using: Reference) -> Justification:
    """Splits the last factor or term off a product or sum over 1..n+1."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        sides = scope.definedness(whole, using=scope.facts(using))
        return adapt(scope, infer(big.unfold, *sides, big=whole), claim)

    return Justification("unfolding the last index", using, run)


def empty(whole: Term) -> Justification:
    """The sum over 1..0 is 0, the product 1."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        return adapt(scope, infer(big.empty, big=whole), claim)

    return Justification("empty range", (), run)


def termwise(*using: Reference) -> Justification:
    """Compares two sums, products, maxima or minima over one range index by index: `=` or `<=`
    (for products between nonnegative factors)."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        goal = relation_of(claim, "termwise comparison")
        left, right = goal.left, goal.right
        if goal.op in (">=",):
            left, right = right, left
        a, b = _is_big(left), _is_big(right)
        if goal.op == "==":
            body: Proposition = Relation("==", a.body, b.body)
        else:
            body = Relation("<=", a.body, b.body)
            if a.operation == "prod":
                body = And((Relation("<=", ZERO, a.body), body))
        facts = scope.facts(using)
        each = scope.obtain(ForAll(_range(a), body, a.hint), facts)
        sides: list[Theorem] = []
        if a.operation in ("max", "min"):
            sides = [scope.obtain(big.nonempty(_range(a)), facts)]
        rule = big.termwise_equal if goal.op == "==" else big.termwise_compare
        return adapt(scope, infer(rule, each, *sides, left=a, right=b), claim)

    return Justification("index by index", using, run)


def sign(*using: Reference) -> Justification:
    """0 < product of positive factors, 0 <= product or sum of what is nonnegative."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        goal = relation_of(claim, "the sign of a sum or product")
        return adapt(scope, sign_of_big(scope, goal, scope.facts(using)), claim)

    return Justification("sign of a sum or product", using, run)


def sign_of_big(scope: Prover, goal: Relation, using: Sequence[Theorem] = ()) -> Theorem:
    """The sign of the sum or product on one side of the goal, from the sign of all its parts."""
    term = _is_big(goal.left if isinstance(goal.left, Big) else goal.right)
    op = "<" if goal.op in ("<", ">", "!=") else "<="
    body = ForAll(_range(term), Relation(op, ZERO, term.body), term.hint)
    return infer(big.big_sign, scope.obtain(body, using), big=term)


def linear(
    upper: TermLike,
    parts: Sequence[tuple[TermLike, Body]],
    *using: Reference,
    omit: Sequence[TermLike] = (),
) -> Justification:
    """Takes constant factors out of a sum: parts are (factor, lambda i: body)."""
    factors = tuple(as_term(factor) for factor, _ in parts)
    bodies = tuple(_bind(body, NATURAL)[0] for _, body in parts)
    left_out = tuple(as_term(o) for o in omit)

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        facts = scope.facts(using)
        sums = [Big("sum", as_term(upper), left_out, body) for body in bodies]
        sides = scope.definedness(*factors, *sums, using=facts)
        theorem = infer(
            big.sum_linear, *sides,
            upper=as_term(upper), omit=left_out, factors=factors, bodies=bodies,
        )  # fmt: skip
        return adapt(scope, theorem, claim)

    return Justification("linearity of the sum", using, run)


def products(
    upper: TermLike, left: Body, right: Body, *using: Reference, omit: Sequence[TermLike] = ()
) -> Justification:
    """The product of a(i)*b(i) is the product of the two products."""
    bodies = [_bind(body, NATURAL)[0] for body in (left, right)]
    left_out = tuple(as_term(o) for o in omit)

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        facts = scope.facts(using)
        both = [Big("prod", as_term(upper), left_out, body) for body in bodies]
        theorem = infer(
            big.product_of_products, *scope.definedness(*both, using=facts),
            upper=as_term(upper), omit=left_out, left=bodies[0], right=bodies[1],
        )  # fmt: skip
        return adapt(scope, theorem, claim)

    return Justification("product of products", using, run)


def constant(whole: Term, *using: Reference) -> Justification:
    """A sum or product of a constant."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        term = _is_big(whole)
        facts = scope.facts(using)
        sides = scope.definedness(term, using=facts)
        if not (term.operation == "prod" and term.body == ONE) and is_closed(term.body):
            sides += scope.definedness(term.body, using=facts)
            for position, left_out in enumerate(term.omit):
                earlier = IndexRange(term.upper, term.omit[:position])
                sides += [scope.obtain(c, facts) for c in membership(earlier, left_out)]
            if term.operation == "prod":
                # The body of a constant product mentions no index, so it may stand outside.
                sides.append(scope.obtain(Relation("<", ZERO, term.body), facts))
        return adapt(scope, infer(big.constant, *sides, big=term), claim)

    return Justification("constant terms", using, run)


def image(function: str, whole: Term, *using: Reference) -> Justification:
    """|product| = product of |.|, log(product) = sum of logs, exp(sum) = product of exps."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        term = _is_big(whole)
        facts = scope.facts(using)
        sides = scope.definedness(term, using=facts)
        if function == "log":
            positive = ForAll(_range(term), Relation("<", ZERO, term.body), term.hint)
            sides = [scope.obtain(positive, facts), *sides]
        theorem = infer(big.big_of_image, *sides, function=function, product=term)
        return adapt(scope, theorem, claim)

    return Justification(f"{function} of a product or sum", using, run)


def extreme_bounds(whole: Term, index: TermLike, *using: Reference) -> Justification:
    """A member is at most the maximum, at least the minimum."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        term, at = _is_big(whole), as_term(index)
        facts = scope.facts(using)
        sides = [scope.obtain(c, facts) for c in membership(_range(term), at)]
        sides += scope.definedness(Big("sum", term.upper, term.omit, term.body), using=facts)
        return adapt(scope, infer(big.extreme_bounds, *sides, big=term, index=at), claim)

    return Justification("a member of a maximum or minimum", using, run)


def extreme_attained(whole: Term, *using: Reference) -> Justification:
    """The maximum or minimum over a range that is not empty is one of the members."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        term = _is_big(whole)
        facts = scope.facts(using)
        sides = [scope.obtain(big.nonempty(_range(term)), facts)]
        sides += scope.definedness(Big("sum", term.upper, term.omit, term.body), using=facts)
        return adapt(scope, infer(big.extreme_attained, *sides, big=term), claim)

    return Justification("the maximum or minimum is attained", using, run)


def extreme_least(*using: Reference) -> Justification:
    """max <= b because every member is at most b; b <= min likewise."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        goal = relation_of(claim, "a bound on a maximum")
        left = isinstance(goal.left, Big)
        term = _is_big(goal.left if left else goal.right)
        bound = goal.right if left else goal.left
        op = "<=" if term.operation == "max" else ">="
        facts = scope.facts(using)
        each = scope.obtain(ForAll(_range(term), Relation(op, term.body, bound), term.hint), facts)
        some = scope.obtain(big.nonempty(_range(term)), facts)
        return adapt(scope, infer(big.extreme_least, each, some, big=term, bound=bound), claim)

    return Justification("a bound for all members", using, run)


def exchange(outer: Term, *using: Reference) -> Justification:
    """Exchanges the order of two sums."""

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        sides = scope.definedness(outer, using=scope.facts(using))
        return adapt(scope, infer(big.exchange_sums, *sides, outer=outer), claim)

    return Justification("exchanging sums", using, run)


def am_gm(upper: TermLike, body: Body, *using: Reference) -> Justification:
    """AM-GM (cited): the geometric mean of positive numbers is at most the arithmetic mean."""
    inner, hint = _bind(body, NATURAL)
    product = Big("prod", as_term(upper), (), inner, hint)

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        facts = scope.facts(using)
        positive = ForAll(indices(upper), Relation("<", ZERO, inner), hint)
        each = scope.obtain(positive, facts)
        some = scope.obtain(Relation("<=", ONE, as_term(upper)), facts)
        return adapt(scope, infer(cited.am_gm, each, some, product=product), claim)

    return Justification("cited: AM-GM", using, run)


def cauchy_schwarz(
    upper: TermLike, left: Body, right: Body, *using: Reference, omit: Sequence[TermLike] = ()
) -> Justification:
    """Cauchy-Schwarz (cited): (sum of a*b)**2 <= (sum of a**2) * (sum of b**2)."""
    a, b = (_bind(body, NATURAL)[0] for body in (left, right))
    end, left_out = as_term(upper), tuple(as_term(o) for o in omit)

    def run(scope: Prover, claim: Proposition | None) -> Theorem:
        both = [Big("sum", end, left_out, body) for body in (a, b)]
        sides = scope.definedness(*both, using=scope.facts(using))
        theorem = infer(cited.cauchy_schwarz, *sides, upper=end, omit=left_out, left=a, right=b)
        return adapt(scope, theorem, claim)

    return Justification("cited: Cauchy-Schwarz", using, run)
