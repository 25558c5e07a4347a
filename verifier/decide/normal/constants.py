"""Terms without variables: rational neighbours, and radicals by as few radicals as possible."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from flint import arb, ctx, fmpz_mat

from verifier.decide.deduce import rewritten
from verifier.decide.normal import lemmas
from verifier.decide.normal.generators import Root, defining_facts, root_of
from verifier.decide.normal.known import Known
from verifier.decide.normal.lemmas import A, B
from verifier.decide.normal.rewriting import Sequent, equation_of, terms_of
from verifier.decide.numeric.rationals import fraction_of, simplest
from verifier.decide.scalar import find_scalar_proof
from verifier.decide.search import Search
from verifier.kernel.theorem import Theorem
from verifier.language.binding import free_variables, is_closed
from verifier.language.build import eq
from verifier.language.evaluate import evaluate
from verifier.language.instance import Instance
from verifier.language.terms import (
    ONE,
    ZERO,
    LanguageError,
    Number,
    Proposition,
    Term,
    as_term,
    size,
)

BITS, GUARD = 400, 60  # precision, and how far below it a relation must be exact
MAX_BASIS, MAX_COEFFICIENT = 16, 10**9
CLOSE = Fraction(1, 10**9)


def ball_of(term: Term, bits: int) -> Any | None:
    """A ball that holds the value of a term without variables; None if it has none."""
    value = evaluate(term, Instance({}), bits)
    with ctx.workprec(bits):
        if isinstance(value, Fraction):
            return arb(value.numerator) / arb(value.denominator)
        return value if isinstance(value, arb) and value.is_finite() else None


def rational_near(term: Term, direction: int) -> Fraction | None:
    """A simple rational just below (for `direction` 1: just above) a term without variables; its
    value itself if that is found to be rational."""
    value = evaluate(term, Instance({}), 120)
    if isinstance(value, Fraction):
        return value
    ball = ball_of(term, 120)
    if ball is None:
        return None
    middle = fraction_of(ball)
    room = CLOSE * max(Fraction(1), abs(middle))
    return simplest(*sorted((middle + direction * room / 8, middle + direction * room)))


# Radicals


def prove_with_few_radicals(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """The goal from what it becomes, and the facts with it, when radicals without variables that
    are sums of products of others are replaced by these."""
    sequent, changed = Sequent(tuple(facts), goal), False
    basis: list[Term] = [ONE]
    tried: set[Term] = set()
    while (root := _next(sequent, tried)) is not None:
        tried.add(root.term)
        known = Known(sequent.facts, search)
        try:
            equality = _denested(root, basis, known)
        except LanguageError:
            equality = None
        if equality is not None:
            sequent, changed = sequent.restated(equality), True
            continue
        powers = [root.term**n if n > 1 else root.term for n in range(1, root.index)]
        grown = [*basis, *(p if b == ONE else b * p for p in powers for b in basis)]
        basis = grown if len(grown) <= MAX_BASIS else basis
    if not changed:
        return None
    search.settle(facts, goal)
    return sequent.prove(search)


def _next(sequent: Sequent, tried: set[Term]) -> Root | None:
    """The simplest radical without variables that was not looked at."""
    found = []
    for term in terms_of(sequent.facts, sequent.goal):
        if term not in tried and not free_variables(term) and is_closed(term):
            root = root_of(term)
            found += [] if root is None else [root]
    return min(found, key=_simplicity, default=None)


def _simplicity(root: Root) -> tuple[int, int, Fraction]:
    number = root.inside.value if isinstance(root.inside, Number) else Fraction(0)
    return size(root.inside), root.index, abs(number)


def _denested(root: Root, basis: Sequence[Term], known: Known) -> Theorem | None:
    """root = a rational combination of the basis, if there is one."""
    value = _combination(root.term, basis)
    if value is None or known.shown(ZERO < value) is None:
        return None
    inner = [root_of(t) for t in terms_of([], eq(value, root.inside))]
    facts = [f for r in inner if r is not None for f in defining_facts(r, known) or []]
    power = find_scalar_proof(eq(value**root.index, root.inside), facts, degree=1)
    if power is None:
        return None
    inside = Known([*known.facts, power], known.search)
    if root.term.name == "sqrt":
        found = inside.lemma(lemmas.root_is_unique(), {A: value, B: root.inside})
        return None if found is None else inside.restated(found, eq(root.term, value))
    index, exponent = as_term(root.index), root.term.args[1]
    first = inside.law("power of power", value, index, exponent)
    second = inside.law("power to one", value, index * exponent)
    if first is None or second is None:
        return None
    found = rewritten(lemmas.transitive(first, second), power)
    return inside.restated(found, eq(root.term, equation_of(found).right))


def _combination(term: Term, basis: Sequence[Term]) -> Term | None:
    """The sum of rational multiples of the basis to which a term is numerically equal."""
    found = [ball_of(each, BITS) for each in (term, *basis)]
    balls = [ball for ball in found if ball is not None]
    if len(balls) < len(found):
        return None
    rows = []
    with ctx.workprec(BITS):
        for number, ball in enumerate(balls):
            scaled = (ball * arb(2) ** (BITS - GUARD)).mid()
            unit = [int(number == column) for column in range(len(balls))]
            rows.append([*unit, round(fraction_of(scaled))])
    relation = [int(v) for v in fmpz_mat(rows).lll().tolist()[0]]
    scale, coefficients, rest = relation[0], relation[1:-1], relation[-1]
    sizes = [abs(c) for c in relation[:-1]]
    if not scale or max(sizes) > MAX_COEFFICIENT or abs(rest) > 2 ** (GUARD // 2):
        return None
    total: Term | None = None
    for coefficient, part in zip(coefficients, basis, strict=True):
        if coefficient:
            total = _with_summand(total, Fraction(-coefficient, scale), part)
    return total


def _with_summand(total: Term | None, factor: Fraction, part: Term) -> Term:
    size = abs(factor)
    summand = as_term(size) if part == ONE else part if size == 1 else as_term(size) * part
    if total is None:
        return summand if factor > 0 else -summand
    return total + summand if factor > 0 else total - summand
