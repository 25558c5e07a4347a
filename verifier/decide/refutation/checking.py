"""Candidates, checked rigorously: what makes a counterexample one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeAlias

from flint import arb, ctx, fmpq, fmpz

from verifier.decide.numeric.affine import integer_term
from verifier.decide.refutation.middles import is_moderate, middle_of
from verifier.decide.refutation.problem import Failure
from verifier.decide.refutation.special_angles import with_special_angles
from verifier.language.binding import substitute
from verifier.language.evaluate import Kind, Outcome, check_instance
from verifier.language.evaluation import Evaluation
from verifier.language.instance import Instance
from verifier.language.statement import Hypothesis, Statement
from verifier.language.terms import (
    NATURAL,
    LanguageError,
    Number,
    Op,
    Term,
    Variable,
    subnodes,
)
from verifier.language.values import Missing

Exact: TypeAlias = "Fraction | Term"  # a term is closed: it has one value
Candidate: TypeAlias = "Mapping[Variable, Exact]"
Printed: TypeAlias = "str | dict[str, str]"

SCREENING = 300  # bits with which most candidates are looked at
ANGULAR = frozenset({"sin", "cos", "tan", "asin", "acos", "atan"})
FINAL = 2000
BALL = 160  # bits of the balls by which irrational values are given


@dataclass(frozen=True)
class Refutation:
    """A point at which a statement fails.

    All hypotheses are true there, and the conclusion is false and fully defined (`refuted`), or
    undefined (`ill-posed`).  A value is an exact rational, or a ball {"mid", "rad"} that contains
    the irrational value it stands for.
    """

    kind: Failure
    values: Mapping[str, Printed]
    where: str = "conclusion"


class Checker:
    """Checks candidates for one statement."""

    def __init__(self, statement: Statement) -> None:
        declared = [d for d in statement.variables if isinstance(d, Variable)]
        self._declared = {v.name: v for v in declared}
        self._integers = {
            h.name: term.name
            for h in statement.hypotheses
            if isinstance(term := integer_term(h.proposition), Variable)
        }
        # That a rational is an integer is seen here; evaluation would look for it among few.
        kept = tuple(h for h in statement.hypotheses if h.name not in self._integers)
        self.statement = replace(statement, hypotheses=kept)
        parts = (n for p in (*statement.assumptions, statement.conclusion) for n in subnodes(p))
        self.undecided = 0  # how many candidates could not be decided
        self._angles = any(isinstance(n, Op) and n.name in ANGULAR for n in parts)

    def outcome(self, candidate: Candidate, precision: int = SCREENING) -> Outcome:
        """How the statement fares at a candidate; undecided if it is no point at all."""
        found = self._outcome(candidate, precision)
        self.undecided += found.kind is Kind.UNDECIDED
        return found

    def _outcome(self, candidate: Candidate, precision: int) -> Outcome:
        values = {v.name: value for v, value in candidate.items()}
        for hypothesis, name in self._integers.items():
            if not _is_integer(values[name]):
                return Outcome(Kind.VACUOUS, hypothesis)
        given = {self._declared[name]: value for name, value in values.items()}
        for variable, value in given.items():
            if variable.sort == NATURAL and not (_is_integer(value) and _is_nonnegative(value)):
                return Outcome(Kind.VACUOUS, variable.name)
        try:
            if all(isinstance(value, Fraction) for value in given.values()):
                found = check_instance(self.statement, instance_at(given), max_precision=precision)
                if found.kind is not Kind.UNDECIDED or not self._angles:
                    return found
            written = _at(self.statement, given)
            return check_instance(written, Instance({}), max_precision=precision)
        except LanguageError:
            return Outcome(Kind.UNDECIDED)

    def failure(self, candidate: Candidate, precision: int = SCREENING) -> Failure | None:
        """How the statement fails at a candidate; None if it does not, as far as is known."""
        found = self.outcome(candidate, precision)
        if found.kind is Kind.VIOLATED:
            return "refuted"
        # A hypothesis that is undefined is not true: it does not allow the point.
        if found.kind is Kind.ILL_POSED and found.where == "conclusion":
            return "ill-posed"
        return None


def _is_integer(value: Exact) -> bool:
    return isinstance(value, Fraction) and value.denominator == 1


def _is_nonnegative(value: Exact) -> bool:
    return isinstance(value, Fraction) and value >= 0


def instance_at(point: Mapping[Variable, Exact]) -> Instance:
    """The instance of a point's rational values."""
    return Instance({v: value for v, value in point.items() if isinstance(value, Fraction)})


def _at(statement: Statement, values: Mapping[Variable, Exact]) -> Statement:
    """The statement at given values, special values of functions written out.

    Raises `LanguageError` for a natural variable whose value is not seen to be natural.
    """
    terms = {v: x if isinstance(x, Term) else Number(x) for v, x in values.items()}
    hypotheses = tuple(
        Hypothesis(h.name, with_special_angles(substitute(h.proposition, terms)))
        for h in statement.hypotheses
    )
    conclusion = with_special_angles(substitute(statement.conclusion, terms))
    return Statement((), hypotheses, conclusion)


def value_of(term: Term, point: Mapping[Variable, Exact]) -> Exact | None:
    """The value of a term at a point: a rational, or a closed term for an irrational one; None
    where it is undefined or may be, or is too long to be written out."""
    terms = {v: t for v, t in point.items() if isinstance(t, Term)}
    if terms:
        term = substitute(term, terms)
    value = Evaluation(instance_at(point)).term(term)
    if isinstance(value, Missing):
        return None
    if isinstance(value, fmpq):
        return Fraction(int(value.p), int(value.q))
    if not (is_moderate(value.mid()) and is_moderate(value.rad())):
        return None
    numbers = {v: Number(q) for v, q in point.items() if isinstance(q, Fraction)}
    closed = with_special_angles(substitute(term, numbers))
    value = Evaluation(Instance({})).term(closed)
    return Fraction(int(value.p), int(value.q)) if isinstance(value, fmpq) else closed


def refutation(kind: Failure, candidate: Candidate) -> Refutation:
    """The refutation that a candidate, checked before, is."""
    return Refutation(kind, {v.name: _printed(value) for v, value in candidate.items()})


def _printed(value: Exact) -> Printed:
    if isinstance(value, Fraction):
        return rational_text(value)
    with ctx.workprec(2 * BALL):
        enclosed = Evaluation(Instance({})).term(value)
    return ball_json(enclosed)


def rational_text(value: Fraction) -> str:
    """A rational of any length in print, past the limit that Python sets for its own integers."""
    whole = fmpz(value.numerator).str()
    return whole if value.denominator == 1 else f"{whole}/{fmpz(value.denominator).str()}"


def ball_json(enclosed: arb) -> dict[str, str]:
    """A ball in print, widened a little so that the numbers stay short."""
    with ctx.workprec(BALL):
        rounded = enclosed + 0
    middle, radius = middle_of(rounded), middle_of(rounded.rad())
    assert middle is not None and radius is not None
    bits = radius.numerator.bit_length() - radius.denominator.bit_length() + 1
    return {"mid": str(middle), "rad": str(Fraction(2) ** bits if radius else radius)}
