"""Counterexamples worked through: the values put into each hypothesis and the conclusion, and what
comes out.

A witness in a report is text; the instance is made again from it and evaluated rigorously.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from verifier.language.binding import Lambda, free_variables, open_body
from verifier.language.evaluate import Kind, Session, Truth, check_instance, evaluate
from verifier.language.instance import Instance, InstanceValue, Run, instance
from verifier.language.law import Law
from verifier.language.parse import parse_term
from verifier.language.render import latex, text
from verifier.language.statement import Hypothesis, Over, Statement
from verifier.language.terms import (
    NATURAL,
    REAL,
    And,
    Application,
    ForAll,
    Implies,
    IndexRange,
    LanguageError,
    Naturals,
    Node,
    Number,
    Or,
    Partial,
    Proposition,
    Relation,
    Symbol,
    Term,
    Variable,
)
from verifier.language.values import Missing
from verifier.report.cards import Denial
from verifier.report.verdicts import Finding
from verifier.result import StepResult

MOST_MEMBERS = 4  # of a range whose members are each shown
TIMES = 20  # at which a claim about all times is looked at
LONGEST = 40  # characters of a rational that is shown exactly
PRECISION = 200  # bits
_DIGITS = 10

Value: TypeAlias = Literal["true", "false", "undefined", "undecided", "assumed", "proved"]


@dataclass(frozen=True)
class Row:
    """One claim at the values: which (`what`, and `at` which index), the claim itself, both its
    sides in numbers where it is a relation, and what becomes of it."""

    what: str
    at: str
    text: str
    latex: str
    value: Value
    left: str | None = None
    relation: str | None = None
    right: str | None = None


def worked(finding: Finding) -> dict[str, Any] | None:
    """The counterexample to a lemma worked through, as JSON; None where there is none."""
    result = finding.result
    if result.lemma.printed_steps or result.verdict not in ("refuted", "ill-posed"):
        return None
    witness = result.counterexample if result.counterexample is not None else result.undefined_at
    return _worked(result.lemma.statement, witness, finding.card.denials.get(""))


def worked_step(finding: Finding, step: StepResult) -> dict[str, Any] | None:
    """The same for a step of a printed proof."""
    if step.verdict not in ("refuted", "ill-posed"):
        return None
    for printed in finding.result.lemma.printed_steps:
        if printed.name == step.name:
            return _worked(printed.statement, step.witness, finding.card.denials.get(step.name))
    return None


def _worked(
    stated: Statement, witness: Mapping[str, Any] | None, denial: Denial | None
) -> dict[str, Any] | None:
    if witness is None:
        return None
    if denial is not None and witness == denial.values:
        rows = _denied(stated, denial.statement)
        return {"kind": "negation", "rows": [asdict(row) for row in rows]}
    with contextlib.suppress(LanguageError, ValueError, ArithmeticError, LookupError, TypeError):
        point = read_witness(stated, witness)
        if check_instance(stated, point).kind in (Kind.VIOLATED, Kind.ILL_POSED):
            rows = list(_evaluated(stated, point))
            return {"kind": "instance", "rows": [asdict(row) for row in rows]}
    return None


def read_witness(stated: Statement, witness: Mapping[str, Any]) -> Instance:
    """The instance that a witness, as `Instance.to_json` writes it, describes.

    Raises `LanguageError`, `ValueError`, `LookupError` or `TypeError` where it describes none.
    """
    values: dict[Variable | Symbol, InstanceValue] = {}
    for declared in stated.variables:
        item = declared.symbol if isinstance(declared, Over) else declared
        value = _value(item, witness[item.name])
        if value is not None:
            values[item] = value
    return instance(stated, values)


def _value(item: Variable | Symbol, written: Any) -> InstanceValue | None:
    match written:
        case str() if isinstance(item, Symbol):
            return _function(written)
        case str() | int():
            return Fraction(written)
        case {"law": law}:
            return Law(tuple((Fraction(p), _members(row)) for p, row in law))
        case {"start": str()}:
            return None  # a random process, which a hypothesis determines
        case {"start": [[*_], *_] as rows} | {"rows": rows}:
            return Run(tuple(map(_members, rows)))
        case {"start": row} | row:
            return _members(row)


def _members(row: Any) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, row))


def _function(written: str) -> Lambda:
    body = parse_term(written)
    parameters = sorted(free_variables(body), key=lambda variable: variable.name)
    return Lambda(tuple(parameters[:1]) or (Variable("x", REAL),), body)


def _evaluated(stated: Statement, point: Instance) -> Iterator[Row]:
    shown = _Shown(point)
    for hypothesis in stated.hypotheses:
        rows = list(shown.rows(hypothesis.name, hypothesis.proposition))
        yield from rows
        if any(row.value == "undefined" for row in rows):
            return
    yield from shown.rows("conclusion", stated.conclusion)


class _Shown:
    """What becomes of propositions at an instance."""

    def __init__(self, point: Instance) -> None:
        self._point = point
        self._session = Session(point)

    def rows(self, what: str, proposition: Proposition, at: str = "") -> Iterator[Row]:
        """The proposition part by part; of what is false, the first part that is."""
        found = self._session.truth(proposition)
        holds = found in (Truth.TRUE, Truth.TRUE_SO_FAR)
        match proposition:
            case And(args):
                bad = [a for a in args if self._session.truth(a) is found]
                for part in args if holds else bad[:1]:
                    yield from self.rows(what, part, at)
                return
            case Or(args) if found is Truth.FALSE:
                for part in args:
                    yield from self.rows(what, part, at)
                return
            case Implies(premise, conclusion) if not holds:
                yield from self.rows(f"{what}: if", premise, at)
                yield from self.rows(f"{what}: then", conclusion, at)
                return
            case ForAll(Naturals(start), body, hint) if holds:
                yield self._row(what, proposition, at, found)
                first = open_body(body, NATURAL, Number(Fraction(start)))
                yield from self.rows(what, first, _joined(at, f"{hint} = {start}"))
                return
            case ForAll(domain, body, hint):
                members = self._members(domain, body)
                chosen = members if holds else self._first(members, found)
                if 0 < len(chosen) <= MOST_MEMBERS:
                    for number, member in chosen:
                        yield from self.rows(what, member, _joined(at, f"{hint} = {number}"))
                    return
        yield self._row(what, proposition, at, found)

    def _members(self, domain: object, body: Proposition) -> list[tuple[int, Proposition]]:
        """The members of a short range, or the first of the times."""
        match domain:
            case IndexRange(upper, omit):
                last = evaluate(upper, self._point)
                if not isinstance(last, Fraction):
                    return []
                left_out = [evaluate(term, self._point) for term in omit]
                numbers = [n for n in range(1, int(last) + 1) if n not in left_out]
            case Naturals(start):
                numbers = list(range(start, start + TIMES))
            case _:
                return []
        return [(n, open_body(body, NATURAL, Number(Fraction(n)))) for n in numbers]

    def _first(
        self, members: list[tuple[int, Proposition]], found: Truth
    ) -> list[tuple[int, Proposition]]:
        return [m for m in members if self._session.truth(m[1]) is found][:1]

    def _row(self, what: str, proposition: Proposition, at: str, found: Truth) -> Row:
        value: Value = "true" if found is Truth.TRUE_SO_FAR else found.value
        sides: tuple[str | None, str | None, str | None] = (None, None, None)
        if isinstance(proposition, Relation):
            sides = (
                self._number(proposition.left),
                proposition.op,
                self._number(proposition.right),
            )
        return Row(what, at, text(proposition), latex(proposition), value, *sides)

    def _number(self, term: Term) -> str:
        value = evaluate(term, self._point, PRECISION)
        if isinstance(value, Missing):
            return value.value
        if isinstance(value, Fraction) and len(str(value)) <= LONGEST:
            return str(value)
        return f"≈ {approximate(value)}"


def approximate(value: Any) -> str:
    """A rational or a ball as a decimal of a few digits."""
    from flint import arb, ctx

    with ctx.workprec(PRECISION):
        ball = arb(value.numerator) / value.denominator if isinstance(value, Fraction) else value
        return str(ball.str(_DIGITS, radius=False))


def _joined(at: str, more: str) -> str:
    return f"{at}, {more}" if at else more


def _denied(stated: Statement, denial: Statement) -> list[Row]:
    """What is assumed of constants, and what is proved of the values; that everything is defined
    is proved too, and left out."""
    assumed = {hypothesis.name for hypothesis in denial.hypotheses}
    waiting = [h for h in stated.hypotheses if h.name not in assumed]
    *parts, conclusion = _conjuncts(denial.conclusion)
    rows = [_said(h.name, h.proposition, "assumed") for h in denial.hypotheses]
    for number, part in enumerate(parts):
        for name, shown in _put_into(part, parts[:number], waiting):
            rows.append(_said(name, shown, "proved"))
    return [*rows, _said("the conclusion is false", conclusion, "proved")]


def _put_into(
    part: Proposition, before: list[Proposition], waiting: list[Hypothesis]
) -> Iterator[tuple[str, Proposition]]:
    """The hypothesis that values were put into, which waits no more once its last part was seen;
    before it those which say what stands `before`, since nothing is proved twice."""
    for place, hypothesis in enumerate(waiting):
        wanted = _conjuncts(hypothesis.proposition)
        if any(_comes_from(one, part, {}) for one in wanted):
            for passed in waiting[:place]:
                for one in _conjuncts(passed.proposition):
                    known = next((b for b in before if _comes_from(one, b, {})), None)
                    yield from [] if known is None else [(passed.name, known)]
            last = _comes_from(wanted[-1], part, {})
            del waiting[: place + 1 if last else place]
            yield hypothesis.name, part
            return


def _comes_from(stated: object, found: object, values: dict[Variable, object]) -> bool:
    """Whether values for variables and symbols can turn one node into the other."""
    if isinstance(stated, Variable):
        return values.setdefault(stated, found) == found
    if isinstance(stated, Application | Partial):
        return isinstance(found, Term)
    if isinstance(stated, tuple) and isinstance(found, tuple) and len(stated) == len(found):
        return all(_comes_from(a, b, values) for a, b in zip(stated, found, strict=True))
    if isinstance(stated, Node) and type(stated) is type(found):
        names = [f.name for f in fields(stated) if f.compare]
        return all(_comes_from(getattr(stated, n), getattr(found, n), values) for n in names)
    return stated == found


def _conjuncts(proposition: Proposition) -> list[Proposition]:
    if isinstance(proposition, And):
        return [part for arg in proposition.args for part in _conjuncts(arg)]
    return [proposition]


def _said(what: str, proposition: Proposition, value: Value) -> Row:
    return Row(what, "", text(proposition), latex(proposition), value)
