"""Rigorous evaluation of terms and statements on an instance.

Exact rationals are used as long as they last, balls at rising precision otherwise.  What is
returned is certain: rounding can only turn an answer into `UNDECIDED`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from flint import arb, ctx, fmpq

from verifier.language.evaluation import Evaluation
from verifier.language.instance import Instance
from verifier.language.outcomes import F, S, T, U
from verifier.language.terms import Proposition, Term
from verifier.language.values import UNDEFINED, UNSURE, Missing

if TYPE_CHECKING:
    from verifier.language.statement import Statement

__all__ = [
    "UNDEFINED",
    "UNSURE",
    "Kind",
    "Outcome",
    "Session",
    "Truth",
    "check_instance",
    "evaluate",
    "truth",
]

PRECISIONS = (53, 120, 300, 800, 2000)
Evaluated: TypeAlias = "Fraction | Any | Missing"


class Truth(Enum):
    """What is known of a proposition on an instance.

    `TRUE_SO_FAR`: true at every time up to the instance's horizon, unknown beyond.
    """

    TRUE = "true"
    TRUE_SO_FAR = "true so far"
    FALSE = "false"
    UNDEFINED = "undefined"
    UNDECIDED = "undecided"


_TRUTHS = {T: Truth.TRUE, S: Truth.TRUE_SO_FAR, F: Truth.FALSE, U: Truth.UNDEFINED}


def evaluate(term: Term, instance: Instance, precision: int = 53) -> Evaluated:
    """The value of a term: a `Fraction` if it is found exactly, otherwise a ball that contains it.

    `UNDEFINED` if the term is certainly undefined, `UNSURE` if that cannot be told at this
    precision.
    """
    with ctx.workprec(precision):
        value = Evaluation(instance).term(term)
        if type(value) is fmpq:
            return Fraction(int(value.p), int(value.q))
        return value if isinstance(value, Missing) else arb(value)


def truth(
    proposition: Proposition,
    instance: Instance,
    *,
    max_precision: int = 2000,
    classical: bool = False,
) -> Truth:
    """Whether a proposition is true on an instance, at rising precision until it is decided.

    Connectives are read from left to right: `A => B` is true when A is false, whatever B; `And`
    stops at the first false part, `Or` at the first true one.  A quantifier over a range is
    undefined if its body is for some value.  With `classical`, a relation with an undefined side
    is false and nothing is undefined: the meaning that the kernel's theorems have.
    """
    return Session(instance, max_precision=max_precision, classical=classical).truth(proposition)


class Session:
    """Several propositions on one instance, what they share (runs, above all) computed once."""

    def __init__(
        self, instance: Instance, *, max_precision: int = 2000, classical: bool = False
    ) -> None:
        self.precisions = [*(p for p in PRECISIONS if p < max_precision), max_precision]
        self._make = partial(Evaluation, instance, classical=classical)
        self._evaluations: dict[int, Evaluation] = {}

    def truth(self, proposition: Proposition) -> Truth:
        """As the function `truth`."""
        found = Truth.UNDECIDED
        for precision in self.precisions:
            with ctx.workprec(precision):
                if precision not in self._evaluations:
                    self._evaluations[precision] = self._make()
                evaluation = self._evaluations[precision]
                found = _TRUTHS.get(evaluation.proposition(proposition), Truth.UNDECIDED)
            if found is not Truth.UNDECIDED or not evaluation.rounded:
                break
        return found


class Kind(Enum):
    """How a statement fares on an instance."""

    HOLDS = "holds"
    VIOLATED = "violated"
    ILL_POSED = "ill-posed"
    VACUOUS = "vacuous"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Outcome:
    """How a statement fares on an instance.

    `where` names the hypothesis that fails (vacuous), the part that is undefined (ill-posed) or
    that could not be decided.  `so_far`: the conclusion holds up to the horizon of the instance.
    """

    kind: Kind
    where: str = ""
    so_far: bool = False


def check_instance(
    statement: Statement, instance: Instance, *, max_precision: int = 2000
) -> Outcome:
    """Guaranteed to return `VIOLATED` only if all hypotheses are true and the conclusion is false,
    and `ILL_POSED` only if something is undefined where all hypotheses before it are true.
    """
    session, uncertain = Session(instance, max_precision=max_precision), ""
    for hypothesis in statement.hypotheses:
        found = session.truth(hypothesis.proposition)
        if found is Truth.FALSE:
            return Outcome(Kind.VACUOUS, hypothesis.name)
        if found is Truth.UNDEFINED and not uncertain:
            return Outcome(Kind.ILL_POSED, hypothesis.name)
        if found is not Truth.TRUE:
            uncertain = uncertain or hypothesis.name
    if uncertain:
        return Outcome(Kind.UNDECIDED, uncertain)
    found = session.truth(statement.conclusion)
    match found:
        case Truth.TRUE | Truth.TRUE_SO_FAR:
            return Outcome(Kind.HOLDS, so_far=found is Truth.TRUE_SO_FAR)
        case Truth.FALSE:
            return Outcome(Kind.VIOLATED)
        case Truth.UNDEFINED:
            return Outcome(Kind.ILL_POSED, "conclusion")
    return Outcome(Kind.UNDECIDED, "conclusion")
