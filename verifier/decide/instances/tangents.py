"""Instances of 1 + t <= exp(t), with t the difference of two exponents that are spoken of.

The exponents are those of the exponentials, the logarithms (as exponents of their arguments), the
exponents of products of powers, and constants: all of them logarithms of positive terms, so that
each instance is 1 + log(a) - log(b) <= a/b.  Among them are Young's inequality, the inequality of
arithmetic and geometric means with weights, and those of Jensen for exp and log.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from verifier.decide.deduce import assumed, by_cases, discharged, law, rewritten
from verifier.decide.forms import Factor, addends, factors, product_term
from verifier.decide.instances.tight import TightPoints
from verifier.decide.known.bounds import (
    exp_strictly_above_tangent,
    log_above_quotient,
    log_below_tangent,
    log_by_roots,
)
from verifier.decide.known.schemas import A, B, applied, by_arithmetic, root_of_ordered
from verifier.decide.ordering.board import Board
from verifier.decide.ordering.bridges import log_of_product
from verifier.decide.scalar import find_scalar_proof
from verifier.kernel.rules import logic
from verifier.kernel.theorem import Theorem, infer
from verifier.language.build import exp, log, real, sqrt
from verifier.language.terms import (
    ONE,
    ZERO,
    Constant,
    Number,
    Op,
    Relation,
    Term,
    as_term,
    subnodes,
)

MAX_LETTERS = 9
T = real("t")


@dataclass(frozen=True)
class Letter:
    """A positive term `value` whose logarithm is `exponent`."""

    value: Term
    exponent: Term
    positive: Theorem  # 0 < value
    equation: Theorem | None  # log(value) == exponent, unless that is the exponent itself


def letters(
    board: Board, goal: Relation, expansions: Sequence[Theorem], tight: TightPoints
) -> list[Letter]:
    """The positive terms whose logarithms the goal speaks of, or its expansions, and constants."""
    one = Letter(ONE, ZERO, by_arithmetic(ZERO < ONE), law("log of one"))
    found = [one]
    atoms = dict.fromkeys(n for n in subnodes(goal) if isinstance(n, Op))
    candidates = [_letter(board, atom) for atom in sorted(atoms, key=repr)]
    candidates += _products(board, goal)
    new = dict.fromkeys(n for theorem in expansions for n in subnodes(theorem.conclusion))
    candidates += [_letter(board, n) for n in new if isinstance(n, Op) and n not in atoms]
    for letter in candidates:
        if letter is not None and all(letter.value != other.value for other in found):
            found.append(letter)
    return found[:MAX_LETTERS] + _constants(found[:MAX_LETTERS], tight)


def _letter(board: Board, atom: Op) -> Letter | None:
    match atom:
        case Op("exp", (u,)):
            return _exponential(u, board)
        case Op("log", (v,)) if not isinstance(v, Number):
            positive = board.less(ZERO, v, True)
            return None if positive is None else Letter(v, atom, positive, None)
    return None


def _exponential(exponent: Term, board: Board | None) -> Letter | None:
    facts = [] if board is None else board.facts
    laws = [law(name, exponent, facts=facts) for name in ("exp is positive", "log of exp")]
    if laws[0] is None or laws[1] is None:
        return None
    positive = find_scalar_proof(ZERO < exp(exponent), [laws[0]], degree=1)
    return None if positive is None else Letter(exp(exponent), exponent, positive, laws[1])


def _products(board: Board, goal: Relation) -> list[Letter | None]:
    """The addends of a goal in which powers with other than whole exponents occur, as products
    of powers of positive terms, those powers, and their bases."""
    listed = [factors(part)[1] for _, part in addends(goal.left - goal.right)]
    powers = [base for parts in listed for base, _ in parts if _is_power(base)]
    if not powers:
        return []
    bases = [[(base.args[0], 1)] for base in powers if isinstance(base, Op)]
    single = [[(base, 1)] for base in powers]
    return [_product(board, parts) for parts in (*listed, *single, *bases) if parts]


def _is_power(term: Term) -> bool:
    match term:
        case Op("pow", (_, exponent)):
            return not isinstance(exponent, Number) or exponent.value.denominator != 1
    return False


def _product(board: Board, parts: Sequence[Factor]) -> Letter | None:
    """A product of powers as a letter."""
    value = product_term(parts)
    positive = board.less(ZERO, value, True)
    equation = log_of_product(board, parts)
    if positive is None or equation is None:
        return None
    claim = equation.conclusion
    assert isinstance(claim, Relation)
    goal = Relation("==", log(value), claim.right)
    shown = board.concluded([equation, positive], goal)
    return None if shown is None else Letter(value, claim.right, positive, shown)


def _constants(found: Sequence[Letter], tight: TightPoints) -> list[Letter]:
    """Constants that exponents or values take where the goal is tight."""
    made: dict[Term, Letter] = {}
    for letter in found[1:]:
        exponent, value = tight.constant(letter.exponent), tight.constant(letter.value)
        if exponent and not isinstance(letter.exponent, Constant):
            new = _exponential(Number(exponent), None)
            if new is not None:
                made[new.value] = new
        elif value is not None and value > 0 and value != 1:
            term = Number(value)
            made[term] = Letter(term, log(term), by_arithmetic(ZERO < term), None)
    known = {letter.value for letter in found}
    return [letter for value, letter in made.items() if value not in known][:2]


@cache
def log_tangent(strict: bool) -> Theorem:
    """0 < a, 0 < b |- 1 + log(a) - log(b) <= a/b; < if a != b is given too."""
    facts = assumed(ZERO < A, ZERO < B)
    quotient = by_arithmetic(ZERO < A / B, ZERO < A, ZERO < B)
    logs = law("log of quotient", A, B, facts=facts)
    assert logs is not None
    if strict:
        return _strict_tangent(facts, quotient, logs)
    bound = infer(logic.instantiate, log_below_tangent(), quotient, variables=(T,), values=(A / B,))
    goal = ONE + log(A) - log(B) <= A / B
    shown = find_scalar_proof(goal, [discharged(bound, quotient), logs, *facts])
    assert shown is not None
    return shown


def _strict_tangent(facts: Sequence[Theorem], quotient: Theorem, logs: Theorem) -> Theorem:
    """With t = log(a/b), exp(t) > 1 + t as t is not 0: else a/b = exp(0) = 1."""
    exponent = log(A / B)
    inverse, zero = law("exp of log", A / B, facts=[quotient]), law("exp of zero")
    (apart,) = assumed(Relation("!=", A, B))
    (is_zero,) = assumed(Relation("==", exponent, ZERO))
    assert inverse is not None and zero is not None
    equal = find_scalar_proof(Relation("==", A, B), [rewritten(inverse, is_zero), zero, *facts])
    assert equal is not None
    goal = Relation("!=", exponent, ZERO)
    nonzero = by_cases(
        goal,
        Relation("==", exponent, ZERO),
        lambda _: find_scalar_proof(goal, [equal, apart, quotient]),
        lambda case: case,
        [quotient],
    )
    assert nonzero is not None
    bound = infer(
        logic.instantiate, exp_strictly_above_tangent(), quotient,
        variables=(T,), values=(exponent,),
    )  # fmt: skip
    known = [discharged(bound, nonzero), inverse, logs, *facts]
    shown = find_scalar_proof(ONE + log(A) - log(B) < A / B, known)
    assert shown is not None
    return shown


def _apart(board: Board, first: Letter, second: Letter) -> Theorem | None:
    """a != b, if it is found."""
    goal = Relation("!=", first.value, second.value)
    order = board.less(first.value, second.value, True)
    order = order or board.less(second.value, first.value, True)
    if order is not None:
        return find_scalar_proof(goal, [order], degree=1)
    return board.concluded([], goal) if _simple(first) and _simple(second) else None


def _simple(letter: Letter) -> bool:
    return not isinstance(letter.value, Op)


def tangent(board: Board, first: Letter, second: Letter, strict: bool = False) -> Theorem | None:
    """1 + log(a) - log(b) <= a/b, logarithms written as exponents; < where a != b is found."""
    if strict and _is_exp(first) and _is_exp(second):
        apart = board.concluded([], Relation("!=", first.exponent, second.exponent))
        if apart is not None:
            ends = {A: first.exponent, B: second.exponent}
            return applied(exp_tangent_between(), ends, apart, facts=board.facts)
    given = [first.positive, second.positive]
    apart = _apart(board, first, second) if strict else None
    if apart is not None:
        given.append(apart)
    values = {A: first.value, B: second.value}
    made = applied(log_tangent(apart is not None), values, *given, facts=board.facts)
    return _in_exponents(made, first, second)


def _is_exp(letter: Letter) -> bool:
    return isinstance(letter.value, Op) and letter.value.name == "exp"


@cache
def exp_tangent_between() -> Theorem:
    """a != b |- 1 + a - b < exp(a)/exp(b)."""
    (apart,) = assumed(Relation("!=", A, B))
    nonzero = find_scalar_proof(Relation("!=", A - B, ZERO), [apart])
    assert nonzero is not None
    bound = infer(logic.instantiate, exp_strictly_above_tangent(), variables=(T,), values=(A - B,))
    laws = [law("exp of sum", A - B, B), law("exp is positive", B)]
    known = [discharged(bound, nonzero), *(t for t in laws if t is not None)]
    shown = find_scalar_proof(ONE + A - B < exp(A) / exp(B), known)
    assert shown is not None
    return shown


def _in_exponents(made: Theorem | None, *among: Letter) -> Theorem | None:
    for letter in among:
        if made is not None and letter.equation is not None:
            made = rewritten(made, letter.equation)
    return made


def tangents(
    board: Board, among: Iterable[Letter], strict: bool, tight: TightPoints
) -> list[Theorem]:
    """The instances between two of the letters that agree where the goal is tight."""
    listed = list(among)
    found: list[Theorem | None] = []
    for first in listed:
        for second in listed:
            if first is second or not tight.agree(first.value, second.value):
                continue
            found.append(tangent(board, first, second, strict))
            if isinstance(first.exponent, Op) and isinstance(second.exponent, Op):
                found += _ordered_bounds(board, first, second, strict)
    return [theorem for theorem in found if theorem is not None]


@cache
def quotient_bounds(op: str) -> tuple[Theorem, ...]:
    """0 < b, b <= a |- bounds of log(a) - log(b): by (a/b - b/a)/2, 2*(a - b)/(a + b)."""
    facts = assumed(ZERO < B, Relation(op, B, A))
    above = find_scalar_proof(ZERO < A, facts)
    assert above is not None
    facts = [*facts, above]
    ratio = find_scalar_proof(Relation(op, ONE, A / B), facts)
    logs = law("log of quotient", A, B, facts=facts)
    assert ratio is not None and logs is not None
    found = []
    for bound, goal in (
        (log_by_roots(op), Relation(op, 2 * (log(A) - log(B)), A / B - B / A)),
        (log_above_quotient(op), Relation(op, 2 * (A - B) / (A + B), log(A) - log(B))),
    ):
        at = infer(logic.instantiate, bound, *facts, variables=(T,), values=(A / B,))
        sum_ = by_arithmetic(ZERO < A + B, ZERO < A, ZERO < B)
        shown = find_scalar_proof(goal, [discharged(at, ratio), logs, sum_, *facts])
        found.append(discharged(_given(shown), above))
    return (*found, _by_roots(op, facts))


def _by_roots(op: str, facts: Sequence[Theorem]) -> Theorem:
    """0 < b, b <= a, 0 < a |- log(a) - log(b) <= (a - b)/(sqrt(a)*sqrt(b))."""
    known = list(facts)
    for value in (A, B):
        known += [_given(law(n, value, facts=known)) for n in ("sqrt squared", "sqrt is positive")]
        power = _given(law("log of power", sqrt(value), as_term(2), facts=known))
        known.append(rewritten(power, known[-2]))
    weak = _given(law("sqrt is monotone", B, A, facts=known)) if op == "<=" else None
    order = weak or _given(applied(root_of_ordered(op), {A: B, B: A}, *_weakly(facts)))
    quotient = sqrt(A) / sqrt(B)
    ratio = find_scalar_proof(Relation(op, ONE, quotient), [*known, order])
    positive = _given(find_scalar_proof(sqrt(A) > ZERO, known))
    logs = _given(law("log of quotient", sqrt(A), sqrt(B), facts=[positive, *known]))
    at = infer(logic.instantiate, log_by_roots(op), *known, variables=(T,), values=(quotient,))
    goal = Relation(op, log(A) - log(B), (A - B) / (sqrt(A) * sqrt(B)))
    product = by_arithmetic(ZERO < A * B, ZERO < A, ZERO < B)
    signs = [_given(find_scalar_proof(ZERO < sqrt(value), known)) for value in (A, B)]
    root = _given(applied(product, {A: sqrt(A), B: sqrt(B)}, *signs))
    shown = find_scalar_proof(goal, [discharged(at, _given(ratio)), logs, root, *known])
    return _given(shown)


def _weakly(facts: Sequence[Theorem]) -> list[Theorem]:
    return [*facts, _given(find_scalar_proof(ZERO <= B, facts))]


def _given(theorem: Theorem | None) -> Theorem:
    assert theorem is not None, "a known bound is not found"
    return theorem


def _ordered_bounds(
    board: Board, first: Letter, second: Letter, strict: bool
) -> list[Theorem | None]:
    """Bounds of log(a) - log(b) where b <= a is found."""
    order = board.less(second.value, first.value, True) if strict else None
    order = order or board.less(second.value, first.value)
    if order is None:
        return []
    claim = order.conclusion
    assert isinstance(claim, Relation)
    values = {A: first.value, B: second.value}
    made = [
        applied(bound, values, second.positive, order, facts=board.facts)
        for bound in quotient_bounds(claim.op)
    ]
    return [_in_exponents(each, first, second) for each in made]
