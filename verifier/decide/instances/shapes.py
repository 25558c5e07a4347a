"""Instances of bounds of one function, where the sign that they ask of the argument is found."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from verifier.decide.deduce import discharged, law
from verifier.decide.forms import negative
from verifier.decide.known import bounds
from verifier.decide.known.bounds import T
from verifier.decide.known.schemas import A, applied, defined_by_arithmetic
from verifier.decide.ordering.board import Board
from verifier.decide.ordering.bridges import exp_of_multiple
from verifier.decide.scalar import find_scalar_proof
from verifier.kernel.theorem import Theorem
from verifier.language.build import exp
from verifier.language.terms import ONE, ZERO, Node, Op, Relation, Term, subnodes

MAX_ATOMS = 6


def shapes(board: Board, *nodes: Node) -> list[Theorem]:
    """The bounds of the functions that occur in the nodes."""
    atoms = dict.fromkeys(n for node in nodes for n in subnodes(node) if isinstance(n, Op))
    named = [a for a in sorted(atoms, key=repr) if a.name in ("exp", "log", "sin", "cos", "atan")]
    if len(named) > MAX_ATOMS:
        return []
    exponents = {a.args[0] for a in named if a.name == "exp"}
    return [t for atom in named for t in _bounds_of(board, atom, exponents)]


def _bounds_of(board: Board, atom: Op, exponents: set[Term]) -> Iterator[Theorem]:
    argument = atom.args[0]
    match atom.name:
        case "exp":
            yield from _of_exp(board, argument, exponents)
        case "log":
            above = board.less(ONE, argument)
            if above is not None:
                yield from _at(board, bounds.log_by_roots(), argument, above)
        case "cos":
            for order in (0, 2, 4):
                yield from _at(board, bounds.cosine_bound(order), argument)
        case "sin" | "atan":
            sign = board.less(ZERO, argument)
            if sign is not None:
                for bound in _ODD[atom.name]():
                    yield from _at(board, bound, argument, sign)
                return
            sign = board.less(ZERO, -argument) if board.less(argument, ZERO) else None
            odd = law(f"{atom.name} is odd", argument, facts=board.facts)
            if sign is not None and odd is not None:
                yield odd
                for bound in _ODD[atom.name]():
                    yield from _at(board, bound, -argument, sign)


def _sine_bounds() -> list[Theorem]:
    return [bounds.sine_bound(order) for order in (1, 3, 5)]


def _atan_bounds() -> list[Theorem]:
    return [bounds.atan_bound(kind) for kind in ("line", "cubic", "slope")]


_ODD = {"sin": _sine_bounds, "atan": _atan_bounds}


def _of_exp(board: Board, argument: Term, exponents: set[Term]) -> Iterator[Theorem]:
    if board.less(ZERO, argument) is not None:
        sign, value, inverse = board.less(ZERO, argument), argument, False
    else:
        sign, value, inverse = board.less(argument, ZERO), negative(argument), True
    if sign is None:
        return
    if inverse:
        sign = board.less(ZERO, value)
        if sign is None:
            return
    both = any(board.same(value, negative(other)) for other in exponents) and any(
        board.same(value, other) for other in exponents
    )
    if both and inverse:
        return
    listed = _falling_bounds() if inverse else _rising_bounds()
    if both:
        listed = [*listed, bounds.sinh_above_line(), bounds.cosh_above_parabola()]
        listed.append(bounds.tanh_below_line())
    for bound in listed:
        yield from _at(board, bound, value, sign)
    strict = board.less(ZERO, value, True)
    if strict is not None and inverse:
        yield from _at(board, bernoulli_bound(), value, strict)


def _rising_bounds() -> list[Theorem]:
    return [bounds.exp_series(2), bounds.exp_series(3), *(bounds.exp_pade(n) for n in (0, 1, 2))]


@cache
def _inverses(order: int) -> Theorem:
    """The bounds `exp_pade` multiplied by exp(-t)."""
    bound = bounds.exp_pade(order)
    claim = bound.conclusion
    assert isinstance(claim, Relation)
    positive = law("exp is positive", T)
    inverse = applied(exp_of_multiple(-1), {A: T})
    assert positive is not None and inverse is not None
    facts = [bound, positive, inverse]
    polynomial, cofactor = _sides(order)
    small, large = polynomial * exp(-T), cofactor
    goal = large <= small if order == 1 else small <= large
    found = find_scalar_proof(goal, facts)
    assert found is not None
    return found


def _sides(order: int) -> tuple[Term, Term]:
    match order:
        case 0:
            return 6 + 2 * T, 6 - 4 * T + T**2
        case 1:
            return 2 + T, 2 - T
    return 12 + 6 * T + T**2, 12 - 6 * T + T**2


def _falling_bounds() -> list[Theorem]:
    return [_inverses(order) for order in (0, 1, 2)]


@cache
def bernoulli_bound() -> Theorem:
    """0 < t |- 1/(1 - exp(-t)) <= 1/2 + 1/t + t/12."""
    below_one = _below_one()
    facts = [discharged(_inverses(2), below_one[1]), *below_one]
    goal = ONE / (ONE - exp(-T)) <= ONE / 2 + ONE / T + T / 12
    known = defined_by_arithmetic(facts, goal.left, goal.right)
    assert known is not None
    found = find_scalar_proof(goal, known, degree=3)
    assert found is not None
    return found


def _below_one() -> list[Theorem]:
    """0 < t |- 0 < t, 0 <= t, exp(-t) < 1."""
    from verifier.decide.deduce import assumed

    (after,) = assumed(ZERO < T)
    falling = find_scalar_proof(-T < ZERO, [after], degree=1)
    zero = law("exp of zero")
    assert falling is not None and zero is not None
    below = law("exp is strictly monotone", -T, ZERO, facts=[falling])
    assert below is not None
    one = find_scalar_proof(exp(-T) < ONE, [below, zero], degree=1)
    weak = find_scalar_proof(ZERO <= T, [after], degree=1)
    assert one is not None and weak is not None
    return [after, weak, one]


def _at(board: Board, bound: Theorem, value: Term, *signs: Theorem) -> Iterator[Theorem]:
    """A bound about t at a value, if the signs give its hypotheses."""
    made = applied(bound, {T: value}, *signs, facts=board.facts)
    if made is not None:
        yield made
