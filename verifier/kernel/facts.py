"""What follows at a glance from premises: the side conditions of rules are checked here."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from verifier.kernel.certificates.canonical import (
    CertificateError,
    Field,
    Polynomial,
    canonical,
)
from verifier.kernel.theorem import Theorem
from verifier.language.definedness import conjunction, defined, implies_definedness
from verifier.language.terms import (
    TRUE,
    And,
    Expectation,
    ForAll,
    Or,
    Partial,
    Proposition,
    Relation,
    Term,
    subnodes,
)

COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


class Facts:
    """What follows at a glance from some premises: their conclusions, weakenings of relations
    among them, and the definedness of the terms in their relations.

    Propositions are compared up to rational normal form where their truth implies that all their
    terms are defined, and exactly otherwise.  The terms in a condition must be defined as well
    for it to be known: `know` therefore asks for that too.
    """

    def __init__(self, premises: Iterable[Theorem]) -> None:
        self.exact: set[Proposition] = set()
        self.keys: set[str] = set()
        for premise in premises:
            self._add(premise.conclusion)

    def _add(self, proposition: Proposition) -> None:
        if isinstance(proposition, And):
            for part in proposition.args:
                self._add(part)
            return
        self.exact.add(proposition)
        if not implies_definedness(proposition):
            return
        self.keys.add(canonical(proposition))
        if isinstance(proposition, Relation):
            for condition in _conjuncts(defined(proposition)):
                self.exact.add(condition)
                self.keys.add(canonical(condition))

    def know(self, condition: Proposition, why: str) -> None:
        """Raises `CertificateError` saying `why` unless the condition follows and is defined."""
        for conjunct in _conjuncts(condition):
            for part in (*_conjuncts(defined(conjunct)), conjunct):
                if not self.holds(part):
                    raise CertificateError(f"{why}: no premise gives it")

    def defined(self, *terms: Term) -> None:
        """Raises `CertificateError` unless the terms are defined."""
        for term in terms:
            for condition in _conjuncts(defined(term)):
                if not self.holds(condition):
                    raise CertificateError("a term may be undefined: a premise must exclude it")

    def holds(self, condition: Proposition) -> bool:
        """Whether the condition follows, its terms being defined."""
        if condition in self.exact:
            return True
        if asks_existence(condition):
            # Terms of one normal form need not exist together: E[w] may where E[w*(w/w)] does
            # not.  Nor does it show that t exists that t - t is zero.
            return isinstance(condition, And) and all(self.holds(arg) for arg in condition.args)
        if canonical(condition) in self.keys:
            return True
        match condition:
            case And(args):
                return all(self.holds(arg) for arg in args)
            case Or(args):
                return any(self.holds(arg) for arg in args)
            case Relation("!=", a, b):
                return self._has(a < b) or self._has(b < a)
            case Relation("<=" | ">=", a, b):
                strict = Relation(condition.op[0], a, b)
                return self._has(strict) or self._has(Relation("==", a, b)) or _numeric(condition)
            case Relation():
                return _numeric(condition)
        return False

    def _has(self, condition: Proposition) -> bool:
        return canonical(condition) in self.keys or _numeric(condition)


@lru_cache(maxsize=100_000)
def asks_existence(condition: Proposition) -> bool:
    """Whether it has a part t == t that stands for the existence of a derivative or expectation."""
    return any(
        isinstance(node, Relation)
        and node.op == "=="
        and isinstance(node.left, Partial | Expectation)
        and node.left == node.right
        for node in subnodes(condition)
    )


def must_be_defined(part: Proposition, is_conclusion: bool) -> Proposition:
    """What the hypotheses before must give for a part of a statement to be defined.

    A conclusion that is true only if defined needs nothing more.  That an expectation exists is
    what a hypothesis about it says itself: E[X] <= a reads 'X is integrable, its mean at most a'.
    """
    if not implies_definedness(part):
        return defined(part)
    if is_conclusion:
        return TRUE
    conditions = _conjuncts(defined(part))
    return conjunction(*(c for c in conditions if not _is_integrability(c)))


def _is_integrability(condition: Proposition) -> bool:
    match condition:
        case Relation("==", Expectation() as left, right):
            return left == right
        case ForAll(_, body):
            return _is_integrability(body)
    return False


def _conjuncts(proposition: Proposition) -> tuple[Proposition, ...]:
    return proposition.args if isinstance(proposition, And) else (proposition,)


def _numeric(condition: Proposition) -> bool:
    """Whether it is a relation that holds because its sides differ by a rational number."""
    if not isinstance(condition, Relation):
        return False
    difference = condition.left - condition.right
    value = Field([difference]).value(difference).reduced()
    if not (value.numerator.is_constant() and value.denominator.is_constant()):
        return False
    sign = _constant(value.numerator) * _constant(value.denominator)
    return COMPARE[condition.op](sign, 0)


def _constant(polynomial: Polynomial) -> Any:
    return polynomial.leading_coefficient() if polynomial else 0
