"""A statement as a search problem: the ways in which it can fail, each a system of relations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal, TypeAlias, TypeVar

from verifier.decide.numeric import compile_terms
from verifier.decide.numeric.affine import integer_term
from verifier.language.binding import transform
from verifier.language.definedness import defined
from verifier.language.statement import Statement
from verifier.language.terms import (
    NATURAL,
    REAL,
    ZERO,
    And,
    Implies,
    LanguageError,
    Node,
    Not,
    Or,
    Proposition,
    Relation,
    Term,
    Variable,
)

Failure: TypeAlias = Literal["refuted", "ill-posed"]
System: TypeAlias = "tuple[Relation, ...]"

MAX_CASES = 16
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "!=": "=="}


N = TypeVar("N", bound=Node)


def put(node: N, values: Mapping[Variable, Term]) -> N:
    """The node with closed terms for variables: a faster substitution, where all is scalar."""
    if not values:
        return node
    return transform(node, lambda n, _: values.get(n) if isinstance(n, Variable) else None)


@dataclass(frozen=True, eq=False)
class Aim:
    """One way to fail: at a point of the `variables` where all relations hold.

    The `goals` are those that the hypotheses do not ask for; `integers` have whole values.
    """

    variables: tuple[Variable, ...]
    constraints: System
    goals: System
    failure: Failure = "refuted"
    integers: frozenset[Variable] = frozenset()

    @property
    def relations(self) -> System:
        """The constraints, then the goals."""
        return (*self.constraints, *self.goals)


@dataclass(frozen=True, eq=False)
class Setting:
    """Variables that are free, and terms in them for all the others.

    `complete`: whether all the equations that were to hold do.
    """

    free: tuple[Variable, ...]
    dependent: Mapping[Variable, Term]
    complete: bool = True

    def restrict(self, aim: Aim) -> Aim:
        """The aim, looked at within this setting."""

        if not self.dependent:
            return aim

        def within(relations: System) -> System:
            return tuple(put(relation, self.dependent) for relation in relations)

        integers = aim.integers & frozenset(self.free)
        return Aim(self.free, within(aim.constraints), within(aim.goals), aim.failure, integers)


class Problem:
    """A statement in which all variables are real, some of them known to have whole values."""

    def __init__(self, statement: Statement) -> None:
        declared = [d for d in statement.variables if isinstance(d, Variable)]
        real = {v: Variable(v.name, REAL) for v in declared}
        self.variables = tuple(real.values())
        naturals = [v for v in declared if v.sort == NATURAL]
        terms = [integer_term(p) for p in statement.assumptions]
        whole = [v for v in declared if v in naturals or v in terms]
        self.integers = frozenset(real[v] for v in whole)

        def as_real(proposition: Proposition) -> Proposition:
            return transform(
                proposition, lambda n, _: real.get(n) if isinstance(n, Variable) else None
            )

        self.assumptions: tuple[Proposition, ...] = (
            *(ZERO <= real[v] for v in naturals),
            *(as_real(p) for p in statement.assumptions if integer_term(p) is None),
        )
        self.conclusion = as_real(statement.conclusion)

    def aims(self) -> list[Aim]:
        """The ways in which the conclusion can be false, as far as relations describe them."""
        hypotheses = cases(And(self.assumptions), True)
        denials = cases(self.conclusion, False)
        pairs = list(product(hypotheses, denials))[: 2 * MAX_CASES]
        return [self._aim(given, denied, "refuted") for given, denied in pairs]

    def undefined_aims(self) -> list[Aim]:
        """The ways in which the conclusion can be undefined, as far as relations describe them."""
        hypotheses = cases(And(self.assumptions), True)
        denials = [system for system in cases(defined(self.conclusion), False) if system]
        pairs = list(product(hypotheses, denials))[:MAX_CASES]
        return [self._aim(given, denied, "ill-posed") for given, denied in pairs]

    def _aim(self, constraints: System, goals: System, failure: Failure) -> Aim:
        given, wanted = evaluable(constraints, self.variables), evaluable(goals, self.variables)
        return Aim(self.variables, given, wanted, failure, self.integers)


def cases(proposition: Proposition, wanted: bool) -> list[System]:
    """Systems of relations of which one holds if the proposition has the wanted truth value.

    Parts that are no relations are left out: what is found has to be checked anyway.
    """
    match proposition:
        case Relation(op, left, right):
            if wanted:
                return [(proposition,)]
            if op == "==":
                return [(Relation("<", left, right),), (Relation(">", left, right),)]
            return [(Relation(OPPOSITE[op], left, right),)]
        case Not(arg):
            return cases(arg, not wanted)
        case Implies(premise, conclusion):
            return cases(Or((Not(premise), conclusion)), wanted)
        case And(args) | Or(args):
            parts = [cases(arg, wanted) for arg in args]
            if isinstance(proposition, And) is wanted:
                return _joint(parts)
            return [system for part in parts for system in part][:MAX_CASES]
    return [()]


def _joint(parts: Sequence[list[System]]) -> list[System]:
    found: list[System] = [()]
    for part in parts:
        found = [(*first, *second) for first in found for second in part][:MAX_CASES]
    return found


def evaluable(relations: Iterable[Relation], variables: Sequence[Variable]) -> System:
    """The relations whose sides have floating-point values, each once."""
    found = []
    for relation in dict.fromkeys(relations):
        try:
            compile_terms((relation.left, relation.right), variables)
        except LanguageError:
            continue
        found.append(relation)
    return tuple(found)
