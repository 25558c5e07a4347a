"""Comparisons of sums of logarithms by comparisons of products."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from verifier.decide.deduce import rewritten
from verifier.decide.normal import lemmas
from verifier.decide.normal.known import Known
from verifier.decide.normal.logarithms import of_power, of_product
from verifier.decide.normal.polynomials import number_of, polynomial_of, term_of, vectors
from verifier.decide.normal.rewriting import definedness_of, proved, terms_of
from verifier.decide.scalar import find_scalar_proof
from verifier.decide.search import Search
from verifier.kernel.rules import logic
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import free_variables, fresh, is_closed
from verifier.language.build import eq, exp, log
from verifier.language.terms import (
    ONE,
    REAL,
    ZERO,
    LanguageError,
    Op,
    Proposition,
    Relation,
    Term,
    as_term,
)

MAX_EXPONENT = 12
Powers = Mapping[Term, int]


@dataclass(frozen=True)
class Products:
    """A comparison 0 < sum of multiples of logarithms, as one of products of powers."""

    small: Powers
    large: Powers
    op: str


def prove_by_products(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """A comparison of rational combinations of logarithms, and perhaps of one other term, by one of
    products."""
    if not isinstance(goal, Relation) or goal.op not in ("<", "<=", ">", ">="):
        return None
    try:
        products = _read(goal)
    except LanguageError:
        return None
    if products is None:
        return None
    known = Known(facts, search)
    small, large = _product(products.small), _product(products.large)
    inner = Relation(products.op, small, large)
    if not known.is_plausible(inner):
        return None
    expanded = [_logarithm(powers, known) for powers in (products.small, products.large)]
    if expanded[0] is None or expanded[1] is None:
        return None
    shown = proved(facts, inner, search)
    if shown is None:
        return None
    inside = Known([*facts, shown], search)
    strictly = "strictly " if products.op == "<" else ""
    image = inside.law(f"log is {strictly}monotone", small, large)
    if image is None:
        return None
    return find_scalar_proof(goal, [image, expanded[0], expanded[1]], degree=1)


def prove_with_products(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """The goal, if it is not about logarithms, with comparisons of products for those of sums of
    logarithms among the facts."""
    if any(term.name == "log" for term in terms_of((), goal)):
        return None
    known = Known(facts, search)
    restated = [_of_products(fact, known) for fact in facts]
    if all(new is None for new in restated):
        return None
    search.settle(facts, goal)
    found = {
        part.conclusion: part
        for fact, new in zip(facts, restated, strict=True)
        for part in ([fact] if new is None else [new, *definedness_of(fact, new)])
    }
    return proved(list(found.values()), goal, search)


def _of_products(fact: Theorem, known: Known) -> Theorem | None:
    """What a comparison of at least two logarithms says of products."""
    relation = fact.conclusion
    if not isinstance(relation, Relation) or relation.op == "!=" or not is_closed(relation):
        return None
    try:
        products = _read(relation)
    except LanguageError:
        return None
    if products is None or len(products.small) + len(products.large) < 2:
        return None
    small, large = _product(products.small), _product(products.large)
    claim = Relation(products.op, small, large)
    expanded = [_logarithm(powers, known) for powers in (products.small, products.large)]
    if expanded[0] is None or expanded[1] is None:
        return None
    logs = Relation(products.op, log(small), log(large))
    premises = [fact, expanded[0], expanded[1]]
    compared = find_scalar_proof(logs, premises, degree=1)
    if compared is None:
        return None
    inside = Known([*known.facts, compared], known.search)
    back = [inside.law("exp of log", side) for side in (small, large)]
    if back[0] is None or back[1] is None:
        return None
    if products.op == "==":
        defining = inside.defining(exp(log(small)))
        same = lemmas.reflexive(exp(log(small)), *(defining or []))
        hole = fresh("hole", REAL, claim)
        context = eq(exp(log(small)), exp(hole))
        image: Theorem | None = infer(logic.rewrite, compared, same, context=context, hole=hole)
    else:
        strictly = "strictly " if products.op == "<" else ""
        image = inside.law(f"exp is {strictly}monotone", log(small), log(large))
    return None if image is None else rewritten(rewritten(image, back[0]), back[1])


def _read(goal: Relation) -> Products | None:
    """The products that a comparison of logarithms is about."""
    below, above = (goal.right, goal.left) if goal.op[0] == ">" else (goal.left, goal.right)
    field, common, (vector,) = vectors([above - below])
    if not common.is_constant() and goal.op != "==":
        return None
    logs: dict[Term, Fraction] = {}
    rest = {}
    for monomial, coefficient in vector.items():
        atom = field.atoms[field.keys[monomial.index(1)]] if sum(monomial) == 1 else ONE
        if isinstance(atom, Op) and atom.name == "log":
            logs[atom.args[0]] = coefficient
        else:
            rest[monomial] = coefficient
    if not any(free_variables(base) for base in logs):
        return None
    times = math.lcm(*(c.denominator for c in logs.values()))
    if max(abs(c) * times for c in logs.values()) > MAX_EXPONENT:
        return None
    sides: tuple[dict[Term, int], dict[Term, int]] = ({}, {})
    for base, coefficient in logs.items():
        sides[coefficient > 0][base] = int(abs(coefficient) * times)
    other = term_of(field, polynomial_of(field, rest)) if rest else ZERO
    if other != ZERO and not _add_other(other, times, logs, sides):
        return None
    op = {">": "<", ">=": "<="}.get(goal.op, goal.op)
    return Products(sides[0], sides[1], op)


def _add_other(
    other: Term, times: int, logs: Mapping[Term, Fraction], sides: tuple[dict[Term, int], ...]
) -> bool:
    """Adds exp of what is no logarithm: of numbers, and of variables if they are in exponents."""
    number = number_of(other)
    if number is not None:
        side = sides[number > 0]
        side[exp(as_term(abs(number) * times))] = 1
        return True
    terms = [term for base in logs for term in terms_of([], base < ZERO)]
    if free_variables(other) and not any(term.name == "exp" for term in terms):
        return False
    sides[1][exp(other if times == 1 else times * other)] = 1
    return True


def _product(powers: Powers) -> Term:
    product: Term | None = None
    for base, exponent in powers.items():
        power = base if exponent == 1 else base**exponent
        product = power if product is None else product * power
    return ONE if product is None else product


def _logarithm(powers: Powers, known: Known) -> Theorem | None:
    """log of a product of powers as the sum of multiples of logarithms."""
    if not powers:
        return known.law("log of one")
    found: Theorem | None = None
    for base, exponent in powers.items():
        part = of_power(base, exponent, known)
        if part is None:
            return None
        found = part if found is None else of_product(found, part, known)
        if found is None:
            return None
    return found
