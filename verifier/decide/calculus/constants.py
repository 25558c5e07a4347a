"""Terms without variables: their values in ball arithmetic, their signs, and when they are zero."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from flint import arb, ctx, fmpq

from verifier.decide.calculus.certificates import Part, derived
from verifier.decide.calculus.equalities import equal, rewritten_right
from verifier.decide.calculus.tower import Ball, Tower, UnsupportedError, polynomial_term
from verifier.decide.calculus.values import exact_value
from verifier.decide.deduce import attempt
from verifier.decide.support import conditions_of
from verifier.kernel.certificates.canonical import denominators, direct_atoms
from verifier.kernel.certificates.cover import Cover
from verifier.kernel.rules import elementary, logic, numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import substitute
from verifier.language.terms import (
    ONE,
    TRUE,
    ZERO,
    Constant,
    LanguageError,
    Number,
    Op,
    Proposition,
    Relation,
    Term,
    Variable,
)

PRECISION = 256  # bits at which functions are looked at
PRECISIONS_OF_PROOFS = (53, 120, 256)
MAX_REWRITINGS = 60
_NOWHERE = Variable("x", "real")


class Constants:
    """What is known of constant terms, each asked for once."""

    def __init__(self) -> None:
        self._balls: dict[Term, Ball] = {}
        self._signs: dict[tuple[Term, str], Theorem | None] = {}
        self._zeros: dict[Term, Theorem | None] = {}
        self._defining: dict[Term, list[Theorem] | None] = {}
        self._values: dict[Term, Theorem | None] = {}

    def ball(self, term: Term) -> Ball:
        """A ball that holds the value, not finite if the term may be undefined."""
        if term not in self._balls:
            with ctx.workprec(PRECISION):
                self._balls[term] = ball_of(term)
        return self._balls[term]

    def defining(self, *terms: Term) -> list[Theorem] | None:
        """Theorems that show the terms to be defined; None if they are not."""
        found: list[Theorem] = []
        for term in terms:
            if term not in self._defining:
                self._defining[term] = self._define(term)
            known = self._defining[term]
            if known is None:
                return None
            found += known
        return found

    def _define(self, term: Term) -> list[Theorem] | None:
        found = []
        for condition in conditions_of(term):
            if condition == TRUE:
                continue
            shown = self.relation(condition)
            if shown is None:
                return None
            found.append(shown)
        return found

    def relation(self, condition: Proposition) -> Theorem | None:
        """A relation between constants, shown (for a != b by a < b or b < a)."""
        if not isinstance(condition, Relation):
            return None
        at_once = attempt(lambda: infer(numbers.follows, goal=condition))
        if at_once is not None:
            return at_once
        left, right = condition.left, condition.right
        match condition.op:
            case "!=":
                below = self.compared(left, "<", right)
                return below or self.compared(right, "<", left)
            case "==":
                zero, defining = self.zero(left - right), self.defining(left, right)
                if zero is None or defining is None:
                    return None
                return equal(left, right, zero, defining)
            case "<" | "<=":
                return self.compared(left, condition.op, right)
        turned = self.compared(right, "<" if condition.op == ">" else "<=", left)
        return None if turned is None else infer(numbers.follows, turned, goal=condition)

    def compared(self, left: Term, op: str, right: Term) -> Theorem | None:
        """left < right or left <= right."""
        goal = Relation(op, left, right)
        at_once = attempt(lambda: infer(numbers.follows, goal=goal))
        if at_once is not None:
            return at_once
        sign = self.sign(right - left, op)
        defining = self.defining(left, right)
        if sign is None or defining is None:
            return None
        parts = [Part(Fraction(1), (sign,)), Part(Fraction(1), denied=1)]
        return derived(goal, parts, defining=defining)

    def sign(self, term: Term, op: str) -> Theorem | None:
        """0 < term or 0 <= term."""
        key = (term, op)
        if key not in self._signs:
            self._signs[key] = self._sign(term, op)
        return self._signs[key]

    def _sign(self, term: Term, op: str) -> Theorem | None:
        goal = Relation(op, ZERO, term)
        if not direct_atoms(term):
            return attempt(lambda: infer(numbers.follows, goal=goal))
        value = self.ball(term)
        if not value.is_finite() or value < 0:
            return None
        if value > 0:
            return self._enclosed(goal)
        zero = self.zero(term) if op == "<=" else None
        return None if zero is None else infer(numbers.follows, zero, goal=goal)

    def _enclosed(self, goal: Relation) -> Theorem | None:
        defining: list[Theorem] = []
        for precision in PRECISIONS_OF_PROOFS:
            found = attempt(
                lambda precision=precision: infer(  # type: ignore[misc]
                    numbers.enclosed, *defining, goal=goal, certificate=Cover(precision, (1,))
                )
            )
            if found is not None:
                return found
        return None

    def is_zero(self, term: Term) -> bool:
        """Whether the value cannot be told from zero."""
        value = self.ball(term)
        return bool(value.is_finite() and value.contains(0))

    def zero(self, term: Term) -> Theorem | None:
        """term == 0, by the exact values of the functions in it."""
        if term not in self._zeros:
            shown = self._zero(term) if self.is_zero(term) else None
            self._zeros[term] = shown
        return self._zeros[term]

    def _zero(self, term: Term) -> Theorem | None:
        goal = Relation("==", term, ZERO)
        at_once = attempt(lambda: infer(numbers.follows, goal=goal))
        if at_once is not None:
            return at_once
        evaluated = self._evaluated(term)
        if evaluated is None:
            return None
        equality = evaluated.conclusion
        assert isinstance(equality, Relation)
        if equality.right == ZERO:
            return evaluated
        rest = self._vanishing(equality.right)
        return None if rest is None else rewritten_right(evaluated, rest)

    def value(self, atom: Term) -> Theorem | None:
        """atom == its exact value in simpler terms, if that is known."""
        if atom not in self._values:
            self._values[atom] = exact_value(atom, self) or self._value_from_inside(atom)
        return self._values[atom]

    def _value_from_inside(self, atom: Term) -> Theorem | None:
        """The same after putting in the values of the functions in its argument."""
        if not isinstance(atom, Op) or len(atom.args) != 1:
            return None
        if not any(isinstance(inner, Op) for inner in direct_atoms(atom.args[0])):
            return None
        inside, defining = self._evaluated(atom.args[0]), self.defining(atom)
        if inside is None or defining is None:
            return None
        inside = self.simplified(inside)
        relation = inside.conclusion
        assert isinstance(relation, Relation)
        if relation.left == relation.right:
            return None
        same = infer(logic.reflexivity, *defining, term=atom)
        outer = rewritten_right(same, inside)
        value = self.value(Op(atom.name, (relation.right,)))
        return outer if value is None else rewritten_right(outer, value)

    def exact(self, term: Term) -> Term:
        """The term, or what it equals in simplest terms."""
        evaluated = self._evaluated(term)
        if evaluated is None:
            return term
        relation = self.simplified(evaluated).conclusion
        assert isinstance(relation, Relation)
        return relation.right

    def _evaluated(self, term: Term) -> Theorem | None:
        """term == t with exact values put for the functions in it."""
        defining = self.defining(term)
        if defining is None:
            return None
        current = infer(logic.reflexivity, *defining, term=term)
        for _ in range(MAX_REWRITINGS):
            relation = current.conclusion
            assert isinstance(relation, Relation)
            values = (self.value(atom) for atom in direct_atoms(relation.right))
            value = next((v for v in values if v is not None), None)
            if value is None:
                break
            current = rewritten_right(current, value)
        return current

    def _vanishing(self, term: Term) -> Theorem | None:
        """term == 0 for a rational function of constants that are independent but for roots."""
        goal = Relation("==", term, ZERO)
        defining = self.defining(term)
        if defining is None:
            return None
        at_once = attempt(lambda: infer(numbers.follows, *defining, goal=goal))
        if at_once is not None:
            return at_once
        try:
            tower = Tower(_NOWHERE, [term])
            value = tower.value(term).reduced()
        except LanguageError:
            return None
        division = tower.reduced(value.numerator)
        if division.remainder != 0 or not division.factor.is_constant():
            return None
        divisors = denominators(term)
        product = tower.value(_product(divisors))
        missing, rest = divmod(product.numerator, value.denominator)
        if rest != 0 or not product.denominator.is_constant():
            return None
        scale = (product.denominator * division.factor).leading_coefficient()
        equations = []
        for number, quotient in division.quotients:
            relation = tower.relations[number]
            law = self.law(relation.law, *relation.values)
            if law is None:
                return None
            factor = polynomial_term(quotient * missing / scale, tower.atom_list)
            for divisor in divisors:
                factor = factor / divisor
            equations.append((law, -(term * factor)))
        return derived(goal, [Part(Fraction(1), denied=1)], equations, defining)

    def simplified(self, equality: Theorem) -> Theorem:
        """The equality with its right side, a polynomial in roots, in lowest terms."""
        relation = equality.conclusion
        assert isinstance(relation, Relation)
        tower = Tower(_NOWHERE, [relation.right])
        value = tower.value(relation.right).reduced()
        division = tower.reduced(value.numerator)
        if not (value.denominator.is_constant() and division.factor.is_constant()):
            return equality
        scale = (value.denominator * division.factor).leading_coefficient()
        new = polynomial_term(division.remainder / scale, tower.atom_list)
        change = relation.left - new
        equations = [(equality, -change)]
        for number, quotient in division.quotients:
            law = self.law(tower.relations[number].law, *tower.relations[number].values)
            if law is None:
                return equality
            equations.append((law, -(change * polynomial_term(quotient / scale, tower.atom_list))))
        goal = Relation("==", relation.left, new)
        return derived(goal, [Part(Fraction(1), denied=1)], equations) or equality

    def law(self, name: str, *values: Term) -> Theorem | None:
        """A law of the elementary functions at constants."""
        defining = self.defining(*values)
        if defining is None:
            return None
        entry = elementary.LAWS[name]
        put = dict(zip(entry.variables, values, strict=True))
        sides = list(defining)
        for condition in entry.conditions:
            shown = self.relation(substitute(condition, put))
            if shown is None:
                return None
            sides.append(shown)
        return attempt(lambda: infer(elementary.elementary, *sides, law=name, values=values))


def _product(terms: Sequence[Term]) -> Term:
    total: Term = ONE
    for term in terms:
        total = total * term
    return total


def ball_of(term: Term) -> Ball:
    """A ball that holds the value of a constant term; raises `UnsupportedError` for a variable."""
    match term:
        case Number(value):
            return arb(fmpq(value.numerator, value.denominator))
        case Constant(name):
            return arb.pi() if name == "pi" else arb(1).exp()
        case Op("pow", (base, Number(value))) if value.denominator == 1:
            return ball_of(base) ** value.numerator
        case Op(name, args):
            return _operated(name, [ball_of(a) for a in args])
    raise UnsupportedError("a term is no constant")


def _operated(name: str, args: Sequence[Ball]) -> Any:
    match name:
        case "add":
            return args[0] + args[1]
        case "sub":
            return args[0] - args[1]
        case "mul":
            return args[0] * args[1]
        case "div":
            return args[0] / args[1]
        case "neg":
            return -args[0]
        case "pow":
            return args[0] ** args[1]
        case "abs":
            return abs(args[0])
        case "max" | "min":
            return getattr(args[0], name)(args[1])
    return getattr(args[0], name)()
