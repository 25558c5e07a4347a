"""Comparisons of values of increasing functions by comparisons of their arguments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from verifier.decide.deduce import attempt, by_cases, rewritten
from verifier.decide.normal import lemmas
from verifier.decide.normal.constants import rational_near
from verifier.decide.normal.generators import defining_facts, root_of
from verifier.decide.normal.known import Known
from verifier.decide.normal.polynomials import quotient_term
from verifier.decide.normal.rewriting import equation_of, proved, terms_of
from verifier.decide.normal.stated import moved
from verifier.decide.scalar import find_scalar_proof
from verifier.decide.search import Search
from verifier.kernel.certificates.canonical import Field, Quotient, atom_key
from verifier.kernel.certificates.combination import Combination, Product
from verifier.kernel.rules import numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import free_variables, is_closed
from verifier.language.build import asin, atan, exp, log, sin, tan
from verifier.language.terms import (
    ZERO,
    LanguageError,
    Op,
    Proposition,
    Relation,
    Term,
    as_term,
)

ORDER = {"sqrt": 0, "pow": 1, "atan": 2, "asin": 2, "log": 3, "exp": 4}
MAX_ATOMS = 30


@dataclass(frozen=True)
class Isolated:
    """A goal that says, up to a factor, `function` op `value`, or for a rising goal the opposite
    order, value op function; `sign` says that the coefficient of the function is not 0."""

    function: Op
    value: Term
    op: str  # "<" or "<="
    is_upper: bool
    factor: Fraction | None
    sign: Theorem | None

    def claim(self) -> Relation:
        """The comparison of the function with the value."""
        ends = (self.function, self.value) if self.is_upper else (self.value, self.function)
        return Relation(self.op, *ends)

    def goal(self, goal: Relation, shown: Theorem) -> Theorem | None:
        """The goal from the claim."""
        if self.factor is not None:
            return moved(shown, goal, self.factor)
        assert self.sign is not None
        one = Fraction(1)
        certificate = Combination((Product(one, (0, 1)), Product(one, (2,))))
        premises = (self.sign, shown)
        return attempt(lambda: infer(numbers.decide, *premises, goal=goal, certificate=certificate))


def prove_unwrapped(facts: Sequence[Theorem], goal: Proposition, search: Search) -> Theorem | None:
    """A comparison, solved for the value of an increasing function, by one of its argument."""
    if not isinstance(goal, Relation) or goal.op not in ("<", "<=", ">", ">="):
        return None
    known = Known(facts, search)
    for isolated in isolations(goal, known):
        shown = _claimed(isolated, known)
        found = None if shown is None else isolated.goal(goal, shown)
        if found is not None:
            return found
    return None


def isolations(goal: Relation, known: Known) -> Iterator[Isolated]:
    """The ways to solve a comparison for the value of a function, roots first."""
    small, large = (goal.left, goal.right) if goal.op[0] == "<" else (goal.right, goal.left)
    op = "<" if len(goal.op) == 1 else "<="
    try:
        field = Field([large - small])
        value = field.value(large - small).reduced()
    except LanguageError:
        return
    atoms = [a for a in field.atoms.values() if isinstance(a, Op) and a.name in ORDER]
    if len(field.atoms) > MAX_ATOMS:
        return
    for atom in sorted(atoms, key=lambda a: ORDER[a.name]):
        if not free_variables(atom) or not is_closed(atom):
            continue
        if atom.name == "pow" and root_of(atom) is None:
            continue
        found = _isolated(field, value, atom, op, known)
        if found is not None:
            yield found


def _isolated(field: Field, value: Quotient, atom: Op, op: str, known: Known) -> Isolated | None:
    place = field.keys.index(atom_key(atom))
    if value.denominator.degrees()[place] or value.numerator.degrees()[place] != 1:
        return None
    others = [a for k, a in field.atoms.items() if k != field.keys[place]]
    if any(atom in terms_of([], Relation("==", other, ZERO)) for other in others):
        return None
    slope = value.numerator.derivative(place)
    rest = value.numerator - slope * field.context.gens()[place]
    solved = quotient_term(field, Quotient(-rest, slope).reduced())
    coefficient = Quotient(slope, value.denominator).reduced()
    if coefficient.numerator.is_constant() and coefficient.denominator.is_constant():
        ratio = coefficient.numerator.leading_coefficient() / (
            coefficient.denominator.leading_coefficient()
        )
        factor = Fraction(int(ratio.p), int(ratio.q))
        return Isolated(atom, solved, op, factor < 0, abs(factor), None)
    sign = known.signs.proved(quotient_term(field, coefficient))
    if sign is None or not sign.strict:
        return None
    return Isolated(atom, solved, op, sign.direction < 0, None, sign.theorem)


def _claimed(isolated: Isolated, known: Known) -> Theorem | None:
    """The comparison of the function with the value."""
    function, value = isolated.function, isolated.value
    if isinstance(value, Op) and value.name == function.name and len(value.args) == 1:
        return _both_inside(isolated, value, known)
    match function.name:
        case "sqrt" | "pow":
            return _root(isolated, known)
        case "exp":
            return _exponential(isolated, known)
        case "log":
            return _logarithm(isolated, known)
        case "atan" | "asin":
            return _angle(isolated, known)
    return None


def _proved(claim: Relation, known: Known, *cases: Theorem) -> Theorem | None:
    facts = [*known.facts, *cases]
    if not Known(facts, known.search).is_plausible(claim):
        return None
    return proved(facts, claim, known.search)


def _ordered(isolated: Isolated, put: Term) -> Relation:
    """The comparison of the argument with a term."""
    inside = isolated.function.args[0]
    ends = (inside, put) if isolated.is_upper else (put, inside)
    return Relation(isolated.op, *ends)


def _image(isolated: Isolated, inner: Theorem, known: Known, *others: Theorem) -> Theorem | None:
    """The comparison of the function's values from that of its arguments."""
    relation = equation_of(inner)
    inside = Known([*known.facts, inner, *others], known.search)
    lemma = lemmas.increasing(isolated.function.name, isolated.op)
    return inside.lemma(lemma, {lemmas.A: relation.left, lemmas.B: relation.right})


def _both_inside(isolated: Isolated, value: Op, known: Known) -> Theorem | None:
    if known.defining(isolated.function, value) is None:
        return None
    inner = _proved(_ordered(isolated, value.args[0]), known)
    return None if inner is None else _image(isolated, inner, known)


def _exponential(isolated: Isolated, known: Known) -> Theorem | None:
    value, claim = isolated.value, isolated.claim()
    if any(t.name in ("exp", "log") for t in terms_of([], value < ZERO)) and free_variables(value):
        return None

    def positive(case: Theorem) -> Theorem | None:
        inner = _proved(_ordered(isolated, log(value)), known, case)
        image = None if inner is None else _image(isolated, inner, known, case)
        back = Known([*known.facts, case], known.search).law("exp of log", value)
        return None if image is None or back is None else rewritten(image, back)

    shown = known.shown(ZERO < value)
    if shown is not None:
        return positive(shown)
    if isolated.is_upper:
        return None

    def negative(case: Theorem) -> Theorem | None:
        law = known.law("exp is positive", *isolated.function.args)
        return None if law is None else find_scalar_proof(claim, [law, case], degree=1)

    defining = known.defining(value)
    if defining is None:
        return None
    return by_cases(claim, ZERO < value, positive, negative, [*known.facts, *defining])


def _logarithm(isolated: Isolated, known: Known) -> Theorem | None:
    value = isolated.value
    if free_variables(value):
        return None
    if known.defining(isolated.function) is None:
        return None
    inner = _proved(_ordered(isolated, exp(value)), known)
    positive = known.law("exp is positive", value)
    image = None if inner is None or positive is None else _image(isolated, inner, known, positive)
    back = known.law("log of exp", value)
    return None if image is None or back is None else rewritten(image, back)


def _root(isolated: Isolated, known: Known) -> Theorem | None:
    root, value, claim = root_of(isolated.function), isolated.value, isolated.claim()
    assert root is not None
    defining = defining_facts(root, known)
    if defining is None:
        return None

    def nonnegative(case: Theorem) -> Theorem | None:
        inner = _proved(_ordered(isolated, value**root.index), known, case)
        if inner is None:
            return None
        return find_scalar_proof(claim, [*defining, inner, case], degree=root.index)

    shown = known.shown(ZERO <= value)
    if shown is not None:
        return nonnegative(shown)
    if isolated.is_upper:
        return None

    def negative(case: Theorem) -> Theorem | None:
        return find_scalar_proof(claim, [*defining, case], degree=1)

    known_values = known.defining(value)
    if known_values is None:
        return None
    facts = [*known.facts, *known_values]
    return by_cases(claim, ZERO <= value, nonnegative, negative, facts)


def _angle(isolated: Isolated, known: Known) -> Theorem | None:
    """atan(u) or asin(u) compared with a number, by a rational near its tangent or sine."""
    function, value = isolated.function, isolated.value
    if free_variables(value) or known.defining(function) is None:
        return None
    outer = tan if function.name == "atan" else sin
    direction = -1 if isolated.is_upper else 1
    near = rational_near(outer(value), direction)
    if near is None:
        return None
    put = as_term(near)
    there = (atan if function.name == "atan" else asin)(put)
    last = _proved(
        Relation("<=", *((there, value) if isolated.is_upper else (value, there))), known
    )
    inner = None if last is None else _proved(_ordered(isolated, put), known)
    image = None if inner is None else _image(isolated, inner, known)
    if image is None or last is None:
        return None
    return find_scalar_proof(isolated.claim(), [image, last], degree=1)
