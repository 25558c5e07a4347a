"""Logarithms: of exponentials, and all by those of the factors that they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from fractions import Fraction

from verifier.decide.deduce import rewritten
from verifier.decide.normal import lemmas
from verifier.decide.normal.known import Known
from verifier.decide.normal.lemmas import A
from verifier.decide.normal.polynomials import factored, number_of
from verifier.decide.normal.rewriting import Sequent, equation_of, terms_of
from verifier.decide.scalar import find_scalar_proof
from verifier.decide.search import Search
from verifier.kernel.rules import logic
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import free_variables, fresh, is_closed
from verifier.language.build import E, eq, log
from verifier.language.terms import (
    REAL,
    ZERO,
    LanguageError,
    Number,
    Op,
    Relation,
    Term,
    as_term,
)

MAX_PRIME = 10_000
MAX_EXPONENT = 1_000


def simple(term: Op, known: Known) -> Theorem | None:
    """log(1) = 0, log(E) = 1, log(exp(u)) = u."""
    (inside,) = term.args
    if isinstance(inside, Op) and inside.name == "exp":
        return known.law("log of exp", *inside.args)
    if inside == E:
        return lemmas.log_of_e()
    if number_of(inside) == 1:
        return lemmas.follows(eq(term, ZERO), lemmas.lawful("log of one"))
    return None


def with_shared_logarithms(sequent: Sequent, search: Search) -> Sequent:
    """The sequent with logarithms of products that share a factor with others, and those of
    powers, as sums."""
    bases = {term: _bases(term.args[0]) for term in _logarithms(sequent)}
    uses = Counter(base for found in bases.values() for base in found)
    chosen = [
        term
        for term, found in bases.items()
        if found != {term.args[0]} and (len(found) <= 1 or any(uses[base] > 1 for base in found))
    ]
    return _expanded(chosen, sequent, search)


def with_expanded_logarithms(sequent: Sequent, search: Search) -> Sequent:
    """The sequent with all logarithms of products as sums."""
    terms = [t for t in _logarithms(sequent) if _bases(t.args[0]) != {t.args[0]}]
    return _expanded(terms, sequent, search)


def with_logarithms_of_relations(sequent: Sequent, search: Search) -> Sequent:
    """The sequent with the logarithms of both sides of facts that compare products of what has
    logarithms in it."""
    bases = {base for term in _logarithms(sequent) for base in _bases(term.args[0])}
    if not any(free_variables(base) for base in bases):
        return sequent
    known = Known(sequent.facts, search)
    for fact in sequent.facts:
        relation = fact.conclusion
        if not isinstance(relation, Relation) or relation.op == "!=":
            continue
        sides = [_bases(side) for side in (relation.left, relation.right)]
        products = [part for side in sides for part in side if free_variables(part)]
        if len(products) < 2 or not set(products) <= bases:
            continue
        try:
            new = _of_sides(fact, relation, known)
        except LanguageError:
            continue
        if new is not None:
            sequent = sequent.with_facts(new)
    return sequent


def _of_sides(fact: Theorem, relation: Relation, known: Known) -> Theorem | None:
    """log(a) < log(b) from a < b, expanded; likewise for the other comparisons."""
    low, high = relation.left, relation.right
    op = relation.op
    if op in (">", ">="):
        low, high, op = high, low, {">": "<", ">=": "<="}[op]
    if op == "==":
        defining = known.defining(log(low))
        if defining is None:
            return None
        hole = fresh("hole", REAL, relation)
        same = lemmas.reflexive(log(low), *defining)
        found = infer(logic.rewrite, fact, same, context=eq(log(low), log(hole)), hole=hole)
    else:
        name = "log is strictly monotone" if op == "<" else "log is monotone"
        made = known.law(name, low, high)
        if made is None:
            return None
        found = made
    for side in (low, high):
        equality = expansion(side, known)
        if equality is None:
            return None
        if equation_of(equality).right != log(side):
            found = rewritten(found, equality)
    return found


def _logarithms(sequent: Sequent) -> list[Op]:
    terms = terms_of(sequent.facts, sequent.goal)
    return [term for term in terms if term.name == "log" and is_closed(term)]


def _expanded(terms: Collection[Op], sequent: Sequent, search: Search) -> Sequent:
    known = Known(sequent.facts, search)
    for term in terms:
        try:
            equality = expansion(term.args[0], known)
        except LanguageError:
            continue
        if equality is not None and equation_of(equality).right != term:
            sequent = sequent.restated(equality)
    return sequent


def _bases(inside: Term) -> set[Term]:
    """The terms of which an expanded logarithm has logarithms."""
    parts = _parts(inside)
    if parts is None:
        match inside:
            case Op("sqrt", (below,)) | Op("pow", (below, _)):
                return _bases(below)
            case Op("exp", _):
                return set()
        return set() if inside == E else {inside}
    return {base for factor, _ in parts for base in _bases(factor)}


def _parts(inside: Term) -> list[tuple[Term, int]] | None:
    """The factors, with exponents, of a term that is a product or power; None if it is neither."""
    if isinstance(inside, Number):
        primes = _primes(inside.value) if inside.value > 0 else []
        return None if not primes or primes == [(inside, 1)] else primes
    if not isinstance(inside, Op) or inside.name in ("sqrt", "exp", "abs"):
        return None
    found = factored(inside)
    if found is None or (found.constant in (1, -1) and found.factors == ((inside, 1),)):
        return None
    constant = abs(found.constant)
    scale = [] if constant == 1 else _primes(constant) or [(as_term(constant), 1)]
    turned = _oriented(list(found.factors), found.constant < 0)
    listed = [*scale, *turned]
    return None if listed == [(inside, 1)] or len(listed) == 0 else listed


def _oriented(factors: list[tuple[Term, int]], is_negative: bool) -> list[tuple[Term, int]]:
    """The factors, the first with an odd exponent negated if the constant before them is
    negative."""
    if not is_negative:
        return factors
    for number, (factor, exponent) in enumerate(factors):
        if exponent % 2:
            return [*factors[:number], (_negated(factor), exponent), *factors[number + 1 :]]
    return factors


def _negated(term: Term) -> Term:
    match term:
        case Op("sub", (a, b)):
            return b - a
        case Op("neg", (a,)):
            return a
    return -term


def _primes(value: Fraction) -> list[tuple[Term, int]]:
    """The prime factors of a positive rational; none if there are large ones."""
    found: dict[int, int] = {}
    for number, sign in ((value.numerator, 1), (value.denominator, -1)):
        rest, prime = number, 2
        while rest > 1 and prime <= MAX_PRIME:
            while rest % prime == 0:
                rest //= prime
                found[prime] = found.get(prime, 0) + sign
            prime += 1
        if rest > 1:
            return []
    return [(as_term(prime), exponent) for prime, exponent in sorted(found.items())]


def expansion(inside: Term, known: Known) -> Theorem | None:
    """log(u) as a sum of multiples of logarithms of factors; None where a factor may be negative.

    Raises `LanguageError` beyond limits.
    """
    parts = _parts(inside)
    if parts is None:
        return _of_one(inside, known)
    found: Theorem | None = None
    for factor, exponent in parts:
        power = _of_power(factor, exponent, known)
        if power is None:
            return None
        found = power if found is None else of_product(found, power, known)
        if found is None:
            return None
    assert found is not None
    goal = eq(log(inside), equation_of(found).right)
    return lemmas.follows(goal, found, *(known.defining(log(inside)) or []))


def _of_one(inside: Term, known: Known) -> Theorem | None:
    """log(u) for a u that is no product."""
    if inside == E:
        return lemmas.log_of_e()
    match inside:
        case Op("exp", (exponent,)):
            return known.law("log of exp", exponent)
        case Op("sqrt", (below,)):
            return _inner(known.lemma(lemmas.log_of_root(), {A: below}), below, known)
        case Op("pow", (below, exponent)):
            return _inner(known.law("log of power", below, exponent), below, known)
    defining = known.defining(log(inside))
    return None if defining is None else lemmas.reflexive(log(inside), *defining)


def _inner(found: Theorem | None, below: Term, known: Known) -> Theorem | None:
    """The theorem with the logarithm of a base expanded as well."""
    if found is None:
        return None
    deeper = expansion(below, known)
    if deeper is None or equation_of(deeper).right == log(below):
        return found
    relation = equation_of(found)
    right = rewritten(lemmas.reflexive(relation.right, found), deeper)
    goal = eq(relation.left, equation_of(right).right)
    return find_scalar_proof(goal, [found, deeper], degree=1)


def _of_power(factor: Term, exponent: int, known: Known) -> Theorem | None:
    """log(u**n) = n*log(u) for a positive u, n*log(|u|) else, if n is even."""
    if abs(exponent) > MAX_EXPONENT:
        return None
    if known.shown(ZERO < factor) is not None:
        if exponent == 1:
            return expansion(factor, known)
        return _inner(known.law("log of power", factor, as_term(exponent)), factor, known)
    if exponent % 2 or exponent < 0:
        return None
    return known.lemma(lemmas.log_of_even_power(exponent), {A: factor})


def of_power(base: Term, exponent: int, known: Known) -> Theorem | None:
    """log(u**n) = n*log(u) for a positive u, n*u for a u that is exp of it."""
    if isinstance(base, Op) and base.name == "exp" and exponent == 1:
        return known.law("log of exp", *base.args)
    if exponent == 1:
        defining = known.defining(log(base))
        return None if defining is None else lemmas.reflexive(log(base), *defining)
    return known.law("log of power", base, as_term(exponent))


def of_product(first: Theorem, second: Theorem, known: Known) -> Theorem | None:
    """log(u*v) = a + b from log(u) = a and log(v) = b."""
    values = [equation_of(theorem).left.args[0] for theorem in (first, second)]  # type: ignore[attr-defined]
    found = known.law("log of product", *values)
    if found is None:
        return None
    goal = eq(equation_of(found).left, equation_of(first).right + equation_of(second).right)
    return find_scalar_proof(goal, [found, first, second], degree=1)
