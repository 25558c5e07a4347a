"""Bounds that facts state of terms, up to constants and factors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from verifier.decide.deduce import attempt, parts_of
from verifier.decide.normal import lemmas
from verifier.decide.normal.polynomials import (
    number_of,
    polynomial_of,
    term_of,
    vectors,
    without_constant,
)
from verifier.kernel.certificates.canonical import atom_key
from verifier.kernel.certificates.combination import Combination, Product, source
from verifier.kernel.rules import numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.build import pi
from verifier.language.terms import ZERO, LanguageError, Relation, Term, as_term, subnodes

UP = {"<": -1, "<=": -1, ">": 1, ">=": 1, "==": 0}


@dataclass(frozen=True)
class Bound:
    """By `theorem`, whose sides differ by `scale` times (m - value) up to sign, `direction` times
    (m - value) is nonnegative, or positive if `strict`."""

    theorem: Theorem
    direction: int
    strict: bool
    value: Fraction
    scale: Fraction
    rising: bool = True  # whether the left side less the right one has a positive scale


class Stated:
    """The bounds that are read off some facts."""

    def __init__(self, facts: Iterable[Theorem]) -> None:
        self._bounds: dict[str, list[Bound]] = {}
        self._nonzero: dict[tuple[str, Fraction], tuple[Theorem, Fraction]] = {}
        for fact in facts:
            if isinstance(fact.conclusion, Relation):
                self._learn(fact, fact.conclusion)

    def _learn(self, fact: Theorem, relation: Relation) -> None:
        try:
            split = without_constant(relation.left - relation.right)
        except LanguageError:
            return
        if split is None:
            return
        if relation.op == "!=":
            self._nonzero[split.key, split.constant] = fact, split.scale
            return
        if pi in subnodes(relation) and relation.op != "==":
            self._learn_without_pi(fact, relation)
        up = UP[relation.op]
        for direction in (1, -1) if up == 0 else (up if split.scale > 0 else -up,):
            strict = relation.op in ("<", ">")
            rising = split.scale > 0
            bound = Bound(fact, direction, strict, -split.constant, abs(split.scale), rising)
            self._bounds.setdefault(split.key, []).append(bound)

    def _learn_without_pi(self, fact: Theorem, relation: Relation) -> None:
        """A bound of what is beside pi in a fact, by the bounds of pi."""
        field, common, (vector,) = vectors([relation.left - relation.right])
        key = atom_key(pi)
        if key not in field.generators or not common.is_constant():
            return
        place = field.keys.index(key)
        alone = next((m for m in vector if m[place] == 1 and sum(m) == 1), None)
        if alone is None or any(m[place] for m in vector if m != alone):
            return
        coefficient = vector.pop(alone)
        rest = term_of(field, polynomial_of(field, vector))
        if number_of(rest) is not None:
            return
        lower, upper = parts_of(lemmas.lawful("pi bounds"))
        bound = upper if (coefficient > 0) == (relation.op in (">", ">=")) else lower
        value = Fraction(22, 7) if bound is upper else Fraction(3)
        goal = Relation(relation.op[0], rest, as_term(-coefficient * value))
        scale = Fraction(1, 7) if bound is upper else Fraction(1)
        products = (
            Product(Fraction(1), (0,)),
            Product(abs(coefficient) * scale, (1,)),
            Product(Fraction(1), (2,)),
        )
        made = attempt(
            lambda: infer(numbers.decide, fact, bound, goal=goal, certificate=Combination(products))
        )
        if made is not None:
            self._learn(made, goal)

    def of(self, key: str) -> list[Bound]:
        """The bounds of the terms with this key (`Split.key`)."""
        return self._bounds.get(key, [])

    def bound_of(self, term: Term, direction: int) -> Fraction | None:
        """The largest lower bound (for `direction` -1: the least upper bound) that one fact
        gives."""
        try:
            split = without_constant(term)
        except LanguageError:
            return None
        if split is None:
            return number_of(term)
        side = direction if split.scale > 0 else -direction
        values = [b.value for b in self.of(split.key) if b.direction == side]
        if not values:
            return None
        best = max(values) if side > 0 else min(values)
        return split.scale * (best + split.constant)

    def best(self, part: Term, direction: int) -> Bound | None:
        """The best bound of a term without a constant summand from below, or above for -1."""
        split = without_constant(part)
        found = [] if split is None else [b for b in self.of(split.key) if b.direction == direction]
        if not found:
            return _known_bound(part, direction)
        return max(found, key=lambda bound: (direction * bound.value, bound.strict))

    def nonzero(self, term: Term) -> Theorem | None:
        """`term` != 0, if a fact says so."""
        try:
            split = without_constant(term)
        except LanguageError:
            return None
        stated = None if split is None else self._nonzero.get((split.key, split.constant))
        if stated is None or split is None:
            return None
        fact, scale = stated
        multiplier = as_term(-((scale / split.scale) ** 2)) * term
        certificate = Combination((Product(Fraction(1), (0,)),), ((1, multiplier),))
        goal = Relation("!=", term, ZERO)
        return attempt(lambda: infer(numbers.decide, fact, goal=goal, certificate=certificate))


def _known_bound(part: Term, direction: int) -> Bound | None:
    """A bound that always holds, of pi, sines and cosines."""
    known = lemmas.bounds_of(part)
    if known is None:
        return None
    theorem = known[0 if direction > 0 else 1]
    relation = theorem.conclusion
    assert isinstance(relation, Relation)
    split = without_constant(relation.left - relation.right)
    assert split is not None
    strict = relation.op in ("<", ">")
    return Bound(theorem, direction, strict, -split.constant, abs(split.scale))


def moved(theorem: Theorem, goal: Relation, factor: Fraction) -> Theorem | None:
    """The goal from one relation: the difference of its sides is `factor` times that of the
    relation's, up to sign, and perhaps a constant that makes it more true."""
    premise = theorem.conclusion
    assert isinstance(premise, Relation)
    equations: tuple[tuple[int, Term], ...] = ()
    if premise.op == "==":
        known, wanted = premise.left - premise.right, goal.right - goal.left
        sign = 1 if number_of(factor * known - wanted) is not None else -1
        constant = number_of(wanted - sign * factor * known)
        products = [Product(Fraction(1), (1,))]
        equations = ((0, as_term(sign * factor)),)
    else:
        constant = number_of(source(goal).term - factor * source(premise).term)
        products = [Product(factor, (0,)), Product(Fraction(1), (1,))]
    if constant is None or constant < 0:
        return None
    if constant:
        products.append(Product(constant, ()))
    certificate = Combination(tuple(products), equations)
    return attempt(lambda: infer(numbers.decide, theorem, goal=goal, certificate=certificate))
