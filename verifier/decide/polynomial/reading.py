"""Facts and a goal as a context of polynomials, denominators cleared by what is known of their
signs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from flint import fmpq

from verifier.decide.deduce import followed, parts_of
from verifier.decide.polynomial.context import (
    DENIED,
    GOAL,
    NONNEGATIVE,
    POSITIVE,
    ZERO_KIND,
    Aim,
    Certificate,
    Context,
    Known,
    Part,
    Rational,
    Ring,
)
from verifier.decide.search import Search
from verifier.kernel.certificates.canonical import (
    Polynomial,
    Quotient,
    atom_key,
    denominators,
    direct_atoms,
)
from verifier.kernel.certificates.combination import source
from verifier.kernel.theorem import Theorem
from verifier.language.binding import is_closed
from verifier.language.terms import FALSE, ZERO, LanguageError, Proposition, Relation, Term

MAX_FACTS, MAX_TERMS = 60, 2_000
Prove = Callable[[Context, Aim], "Theorem | None"]
KIND_OF = {"==": ZERO_KIND, "<=": NONNEGATIVE, ">=": NONNEGATIVE, "<": POSITIVE, ">": POSITIVE}


@dataclass(frozen=True, eq=False)
class Fractional:
    """A fact about a quotient: a theorem, what it says, and the value of which it says so."""

    theorem: Theorem
    kind: str
    value: Quotient


@dataclass(frozen=True, eq=False)
class Reading:
    """A goal about a quotient, a context of what is polynomial, and facts that are not yet."""

    goal: Proposition
    kind: str
    value: Quotient
    context: Context
    pending: tuple[Fractional, ...]


def read(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Reading | None:
    """The goal and the facts that share atoms with it; None if the goal is no equation or
    inequality of reasonable size."""
    if goal != FALSE and not (isinstance(goal, Relation) and goal.op in KIND_OF):
        return None
    every = tuple(part for fact in facts for part in parts_of(fact))
    relations = linked(every, goal)
    terms = [_source_term(theorem) for theorem in relations]
    sides = [goal.left, goal.right] if isinstance(goal, Relation) else []
    ring = Ring([*terms, *sides])
    value = _goal_value(ring, goal)
    if value is None:
        return None
    context, pending = Context(ring, (), every, search), list[Fractional]()
    for theorem, term in zip(relations, terms, strict=True):
        fact = _fact(ring, theorem, term)
        if isinstance(fact, Known):
            context = _with(context, fact)
        elif fact is not None:
            pending.append(fact)
    for divisor in dict.fromkeys(d for term in (*terms, *sides) for d in denominators(term)):
        context = _with_nonzero(context, divisor)
    kind = KIND_OF[goal.op] if isinstance(goal, Relation) else NONNEGATIVE
    return Reading(goal, kind, value, context, tuple(pending))


def prove_cleared(reading: Reading, sign: Prove, prove: Prove) -> Theorem | None:
    """The goal by `prove`, which is given polynomials only; `sign` shows denominators positive.

    Where the sign of a denominator of the goal is not found, both cases are tried.
    """
    context, factors = reading.context, _factors(reading.value.denominator)
    for factor, exponent in factors:
        if exponent % 2 and reading.kind != ZERO_KIND:
            signed = _signed(context, factor, sign)
            if signed is None:
                return _in_both_cases(reading, factor, sign, prove)
            context = signed
    for fraction in reading.pending:
        context = _cleared(context, fraction, sign)
    if not factors:
        scaled = reading.value.numerator / reading.value.denominator.leading_coefficient()
        return prove(context, Aim(reading.goal, reading.kind, scaled))
    return _prove_numerator(replace(reading, context=context), prove)


def linked(theorems: Iterable[Theorem], goal: Proposition) -> list[Theorem]:
    """The relations that are linked to the goal by shared atoms, nearest first, up to a limit; all
    of them for falsehood."""
    rest = [(t, _atoms(t.conclusion)) for t in theorems if _usable(t.conclusion)]
    if goal == FALSE:
        return [t for t, _ in rest][:MAX_FACTS]
    reached, chosen = _atoms(goal), list[Theorem]()
    while rest and len(chosen) < MAX_FACTS:
        next_ones = [item for item in rest if item[1] & reached or not item[1]]
        if not next_ones:
            break
        theorem, atoms = min(next_ones, key=lambda item: len(item[1] - reached))
        chosen.append(theorem)
        reached = reached | atoms
        rest = [item for item in rest if item[0] is not theorem]
    return chosen


def _usable(conclusion: Proposition) -> bool:
    return isinstance(conclusion, Relation) and is_closed(conclusion)


def _atoms(proposition: Proposition) -> frozenset[str]:
    assert isinstance(proposition, Relation)
    sides = (proposition.left, proposition.right)
    return frozenset(atom_key(atom) for side in sides for atom in direct_atoms(side))


def _source_term(theorem: Theorem) -> Term:
    assert isinstance(theorem.conclusion, Relation)
    return source(theorem.conclusion).term


def _goal_value(ring: Ring, goal: Proposition) -> Quotient | None:
    """What is to be zero, nonnegative or positive."""
    if not isinstance(goal, Relation):
        return Quotient(-ring.one, ring.one)
    above, below = (goal.right, goal.left) if goal.op in ("<=", "<") else (goal.left, goal.right)
    value = _value(ring, above - below)
    return None if value is None or len(value.numerator) > MAX_TERMS else value


def _value(ring: Ring, term: Term) -> Quotient | None:
    try:
        return ring.field.value(term).reduced()
    except LanguageError:
        return None


def _fact(ring: Ring, theorem: Theorem, term: Term) -> Known | Fractional | None:
    value = _value(ring, term)
    if value is None or len(value.numerator) > MAX_TERMS:
        return None
    assert isinstance(theorem.conclusion, Relation)
    kind = source(theorem.conclusion).kind
    if not value.denominator.is_constant():
        return Fractional(theorem, kind, value)
    return Known(theorem, kind, value.numerator / value.denominator.leading_coefficient())


def _with(context: Context, known: Known) -> Context:
    """The context with a known that says something new: no numbers and no repetitions."""
    polynomial = known.polynomial
    if polynomial.is_constant() and (known.kind == ZERO_KIND) == (polynomial == 0):
        return context
    for other in context.known:
        if other.polynomial == polynomial and other.kind in (known.kind, POSITIVE):
            return context
    return context.extended(known)


def _with_nonzero(context: Context, divisor: Term) -> Context:
    """The context with the squares of the factors of a divisor as positive."""
    value = _value(context.ring, divisor)
    given = followed(context.facts, Relation("!=", divisor, ZERO))
    if value is None or given is None or value.numerator.is_constant():
        return context
    square = value.numerator**2
    context = context.extended(Known(given, POSITIVE, square))
    place = len(context.known) - 1
    for factor, _ in _factors(value.numerator):
        if _position(context, factor**2) is not None:
            continue
        relation = Relation("!=", context.term(factor), ZERO)
        cofactor = -divmod(square, factor)[0]
        certificate = Certificate((Part(fmpq(1), (place,)),), ((GOAL, (cofactor,)),))
        theorem = None if value.denominator != 1 else context.conclude(relation, certificate)
        if theorem is not None:
            context = context.extended(Known(theorem, POSITIVE, factor**2))
    return context


def _factors(polynomial: Polynomial) -> list[tuple[Polynomial, int]]:
    if polynomial.is_constant():
        return []
    return [(factor, int(exponent)) for factor, exponent in polynomial.factor()[1]]


def _position(context: Context, polynomial: Polynomial) -> int | None:
    """Where the context knows a polynomial to be positive."""
    for position, known in enumerate(context.known):
        if known.strict and known.polynomial == polynomial:
            return position
    return None


def _signed(context: Context, factor: Polynomial, sign: Prove) -> Context | None:
    """The context with the sign of a factor; None if it is not found."""
    if any(_position(context, p) is not None for p in (factor, -factor)):
        return context
    for polynomial in (factor, -factor):
        aim = context.aim(POSITIVE, polynomial)
        theorem = sign(context, aim)
        if theorem is not None:
            return context.extended(Known(theorem, POSITIVE, polynomial))
    return None


def _multiplier(
    context: Context, denominator: Polynomial
) -> tuple[tuple[int, ...], Rational] | None:
    """Positions of positive polynomials whose product is a number times the denominator, and that
    number; None if a sign is missing."""
    sources, product = list[int](), context.ring.one
    for factor, exponent in _factors(denominator):
        plain = _position(context, factor)
        plain = _position(context, -factor) if plain is None else plain
        square = _position(context, factor**2)
        if square is not None:
            sources += [square] * (exponent // 2)
        left = exponent if square is None else exponent % 2
        if left and plain is None:
            return None
        sources += [plain] * left  # type: ignore[list-item]
    for position in sources:
        product = product * context.known[position].polynomial
    return tuple(sources), divmod(product, denominator)[0].leading_coefficient()


def _cleared(context: Context, fraction: Fractional, sign: Prove) -> Context:
    """The context with a fact about a quotient made one about its numerator, if it can be."""
    numerator, denominator = fraction.value.numerator, fraction.value.denominator
    if fraction.kind == ZERO_KIND:
        factors = (-numerator, denominator)
        certificate = Certificate((DENIED,), ((len(context.known), factors),))
        return _with_shown(context, fraction, numerator, certificate)
    for factor, exponent in _factors(denominator):
        if exponent % 2:
            context = _signed(context, factor, sign) or context
    found = _multiplier(context, denominator)
    if found is None:
        return context
    sources, ratio = found
    certificate = Certificate((DENIED, Part(fmpq(1), (len(context.known), *sources))))
    return _with_shown(context, fraction, numerator * ratio, certificate)


def _with_shown(
    context: Context, fraction: Fractional, polynomial: Polynomial, certificate: Certificate
) -> Context:
    """The context with what a certificate shows from a fact about a quotient, put last."""
    raw = context.extended(Known(fraction.theorem, fraction.kind, polynomial))
    known = raw.shown(fraction.kind, polynomial, certificate)
    return context if known is None else _with(context, known)


def _prove_numerator(reading: Reading, prove: Prove) -> Theorem | None:
    """The goal from what `prove` shows of the numerator."""
    context, value = reading.context, reading.value
    equation = reading.kind == ZERO_KIND
    found = _multiplier(context, value.denominator**2 if equation else value.denominator)
    if found is None:
        return None
    sources, ratio = found
    aim = context.aim(reading.kind, value.numerator * (1 if equation else ratio))
    theorem = prove(context, aim)
    if theorem is None:
        return None
    final = context.extended(Known(theorem, aim.kind, aim.polynomial))
    place, denied = len(context.known), Part(fmpq(1), (GOAL, *sources))
    if equation:
        multiples = ((place, (-value.numerator * ratio,)),)
        return final.conclude(reading.goal, Certificate((denied,), multiples))
    return final.conclude(reading.goal, Certificate((denied, Part(fmpq(1), (place,)))))


def _in_both_cases(
    reading: Reading, factor: Polynomial, sign: Prove, prove: Prove
) -> Theorem | None:
    context = reading.context
    square = _position(context, factor**2)
    if square is None:
        return None

    def branch(case: Context, aim: Aim) -> Theorem | None:
        place = len(case.known) - 1
        if not case.known[place].strict:  # -factor >= 0 and factor**2 > 0
            parts = (Part(fmpq(1), (GOAL, place)), Part(fmpq(1), (square,)))
            known = case.shown(POSITIVE, -factor, Certificate(parts))
            if known is None:
                return None
            case = case.extended(known)
        return prove_cleared(replace(reading, context=case), sign, prove)

    aim = Aim(reading.goal, reading.kind, reading.value.numerator)
    return context.split(aim, context.relation(POSITIVE, factor), branch)
