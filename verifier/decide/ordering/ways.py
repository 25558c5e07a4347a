"""Ways to compare two terms by their form.  Each shows a goal a < b or a <= b from comparisons of
parts, or finds nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from verifier.decide.deduce import law, replaced_in
from verifier.decide.focus import focused
from verifier.decide.forms import Addend, Factor, addends, factored, factors, product_term, scaled
from verifier.decide.ordering.bridges import bridges, log_expanded
from verifier.decide.ordering.images import (
    IMAGES,
    conditions_of_image,
    image_at,
    imaged,
    inverted,
    laws_of,
    preimages,
)
from verifier.decide.ordering.products import Positive, matched, product_sign
from verifier.decide.scalar import find_scalar_proof
from verifier.kernel.theorem import Theorem
from verifier.language.binding import free_variables
from verifier.language.build import log
from verifier.language.terms import (
    ONE,
    ZERO,
    Constant,
    Number,
    Op,
    Proposition,
    Relation,
    Term,
    size,
    subnodes,
)

if TYPE_CHECKING:
    from verifier.decide.ordering.board import Board

MAX_PAIRS = 24
MAX_SEARCHES = 4  # subgoals of one board that are given to the whole portfolio in vain
MAX_FACTORS = 8
MAX_SEARCHED = 60  # parts of a subgoal that is given to the whole portfolio
SHARE = 0.15  # of the time that is left, for one such subgoal
FUNCTIONS = frozenset(
    {"exp", "log", "sin", "cos", "tan", "atan", "asin", "acos", "sinh", "cosh", "tanh", "sqrt"}
)


def by_image(board: Board, goal: Relation) -> Theorem | None:
    """f(u) < f(v) by u < v."""
    for name, first, second, equations in preimages(goal.left, goal.right):
        order = board.less(first, second, goal.op == "<")
        if order is None:
            continue
        conditions = conditions_of_image(name, goal.op, first, second)
        given = [board.less(c.left, c.right, c.op == "<") for c in conditions]
        facts = [order, *(t for t in given if t is not None), *board.facts]
        image = imaged(name, goal.op, first, second, order, facts)
        if image is not None:
            return board.concluded([image, *equations], goal)
    return None


def by_inverse(board: Board, goal: Relation) -> Theorem | None:
    """u < v by f(u) < f(v), where one of these is spoken of and the other is or is a constant."""
    for name in IMAGES:
        values: list[tuple[Term, list[Theorem]]] = []
        for end in (goal.left, goal.right):
            image = Op(name, (end,))
            known = (image, []) if image in board.atoms else image_at(name, end, board.facts)
            known = known or _expanded_log(board, image)
            values += [] if known is None else [known]
        if len(values) != 2 or not any(_is_spoken_of(board, value) for value, _ in values):
            continue
        (first, equations), (second, others) = values
        shown = board.less(first, second, goal.op == "<")
        if shown is not None:
            found = inverted(name, goal, [shown, *equations, *others], board.facts)
            if found is not None:
                return found
    return None


def _is_spoken_of(board: Board, term: Term) -> bool:
    """Whether a term or functions in it occur in facts or goal."""
    return any(isinstance(n, Op) and n.name in IMAGES and n in board.atoms for n in subnodes(term))


def _expanded_log(board: Board, image: Op) -> tuple[Term, list[Theorem]] | None:
    """The logarithm of a product of which one factor's logarithm is spoken of."""
    parts = factors(image.args[0])[1]
    if image.name != "log" or len(parts) < 2:
        return None
    if not any(log(base) in board.atoms for base, _ in parts):
        return None
    equation = log_expanded(board, image.args[0])
    if equation is None:
        return None
    claim = equation.conclusion
    assert isinstance(claim, Relation)
    return claim.right, [equation]


def by_exponents(board: Board, goal: Relation) -> Theorem | None:
    """x**y <= x**z by y <= z and 1 <= x, or z <= y and x <= 1; x**z <= y**z by x <= y."""
    (base, low), (other, high) = _power(goal.left), _power(goal.right)
    if all(isinstance(exponent, Number) for exponent in (low, high)):
        return None
    if ONE in (goal.left, goal.right) or board.same(base, other):
        return _by_exponents_of(board, goal, other if goal.left == ONE else base, low, high)
    if not board.same(low, high) or goal.op == "<":
        return None
    given = [board.less(ZERO, base, True), board.less(base, other), board.less(ZERO, low)]
    facts = [*(t for t in given if t is not None), *board.facts]
    made = law("power is monotone", base, other, low, facts=facts)
    return None if made is None else board.concluded([made], goal)


def _power(term: Term) -> tuple[Term, Term]:
    match term:
        case Op("pow", (base, exponent)):
            return base, exponent
    return (term, ZERO) if term == ONE else (term, ONE)


def _by_exponents_of(
    board: Board, goal: Relation, base: Term, low: Term, high: Term
) -> Theorem | None:
    if goal.op == "<":
        return None
    positive = board.less(ZERO, base, True)
    if positive is None:
        return None
    zero = law("power to zero", base, ZERO, facts=[positive, *board.facts])
    above = board.less(ONE, base)
    if above is not None:
        order = board.less(low, high)
        facts = [above, *([] if order is None else [order]), *board.facts]
        made = law("power in exponent", base, low, high, facts=facts)
    else:
        below, order = board.less(base, ONE), board.less(high, low)
        facts = [positive, *(t for t in (below, order) if t is not None), *board.facts]
        made = law("power in exponent below one", base, high, low, facts=facts)
    if made is None:
        return None
    return board.concluded([made, positive, *([] if zero is None else [zero])], goal)


def by_merging(board: Board, goal: Relation) -> Theorem | None:
    """A comparison of products of exponentials by their exponents, of sums of logarithms by the
    products of their arguments."""
    return _by_exponentials(board, goal) or _by_logarithms(board, goal)


def _by_exponentials(board: Board, goal: Relation) -> Theorem | None:
    ends = [_exponent(goal.left), _exponent(goal.right)]
    simple = [isinstance(end, Op) and end.name == "exp" for end in (goal.left, goal.right)]
    if ends[0] is None or ends[1] is None or all(simple):
        return None
    if not any(isinstance(n, Op) and n.name == "exp" for n in subnodes(goal)):
        return None
    order = board.less(ends[0], ends[1], goal.op == "<")
    if order is None:
        return None
    image = imaged("exp", goal.op, ends[0], ends[1], order, board.facts)
    return None if image is None else _expanded(board, goal, image)


def _exponent(term: Term) -> Term | None:
    """The sum of the exponents of a product of exponentials."""
    coefficient, parts = factors(term)
    if coefficient != 1:
        return None
    total: Term | None = None
    for base, power in parts:
        if isinstance(base, Op) and base.name == "exp":
            part = base.args[0]
        elif base == Constant("E"):
            part = ONE
        else:
            return None
        part = part if power == 1 else Number(Fraction(power)) * part
        total = part if total is None else total + part
    return ZERO if total is None else total


def _by_logarithms(board: Board, goal: Relation) -> Theorem | None:
    listed = addends(goal.right - goal.left)
    if len(listed) < 2 or not all(isinstance(t, Op) and t.name == "log" for _, t in listed):
        return None
    scale = lcm(*(c.denominator for c, _ in listed))
    below = [(t.args[0], int(-c * scale)) for c, t in listed if isinstance(t, Op) and c < 0]
    above = [(t.args[0], int(c * scale)) for c, t in listed if isinstance(t, Op) and c > 0]
    ends = product_term(below), product_term(above)
    if {goal.left, goal.right} == {log(ends[0]), log(ends[1])}:
        return None
    order = board.less(*ends, goal.op == "<")
    positive = board.less(ZERO, ends[0], True)
    if order is None or positive is None:
        return None
    image = imaged("log", goal.op, *ends, order, [positive, *board.facts])
    return None if image is None else _expanded(board, goal, image)


def by_absolute(board: Board, goal: Relation) -> Theorem | None:
    """A comparison with absolute values of products by those of the factors."""
    equations: list[Theorem] = []
    changed: Proposition = goal
    for atom in [n for n in subnodes(goal) if isinstance(n, Op) and n.name == "abs"]:
        match atom.args[0]:
            case Op("mul" | "div" as name, (a, b)):
                rule = "abs of product" if name == "mul" else "abs of quotient"
                equation = law(rule, a, b, facts=board.facts)
                if equation is None:
                    return None
                claim = equation.conclusion
                assert isinstance(claim, Relation)
                equations.append(equation)
                changed = replaced_in(changed, atom, claim.right)
    if not equations or not isinstance(changed, Relation):
        return None
    for atom in dict.fromkeys(n for n in subnodes(changed) if isinstance(n, Op)):
        board.facts += laws_of(atom, board.facts) if atom not in board.atoms else []
    shown = board.less(changed.left, changed.right, changed.op == "<")
    return None if shown is None else board.concluded([shown, *equations], goal)


def _expanded(board: Board, goal: Relation, image: Theorem) -> Theorem | None:
    """The goal from a comparison of functions of sums or products."""
    return board.concluded([image, *bridges(board, goal, image.conclusion)], goal)


def by_factors(board: Board, goal: Relation) -> Theorem | None:
    """A comparison of two products, or the sign of one."""
    if ZERO in (goal.left, goal.right):
        other = goal.right if goal.left == ZERO else goal.left
        return sign_of_product(board, goal, factors(other)[1])
    return _compared_products(board, goal)


def sign_of_product(board: Board, goal: Relation, parts: Sequence[Factor]) -> Theorem | None:
    """The goal from the signs of the factors of what it compares."""
    if len(parts) == 1 and parts[0][1] == 1:
        return None
    listed = _positive_parts(board, parts)
    shown = None if listed is None else product_sign([part for part, _ in listed])
    if listed is None or shown is None:
        return None
    return board.concluded([shown, *(theorem for _, theorem in listed)], goal)


def _positive_parts(board: Board, parts: Sequence[Factor]) -> list[tuple[Positive, Theorem]] | None:
    """Each base as a term that is positive or nonnegative, its negative if need be, with the
    theorem about the base itself; None if the sign of one is not found."""
    found = []
    for base, exponent in parts:
        sign = board.sign(base)
        if sign is None:
            even = Positive.even(board, base, exponent)
            if even is None:
                return None
            found.append((even, even.theorem))
            continue
        claim = sign.conclusion
        assert isinstance(claim, Relation)
        if claim.left == ZERO:
            found.append((Positive(base, exponent, sign), sign))
            continue
        turned = find_scalar_proof(Relation(claim.op, ZERO, -base), [sign], degree=1)
        if turned is None:
            return None
        found.append((Positive(-base, exponent, turned), sign))
    return found


def _compared_products(board: Board, goal: Relation) -> Theorem | None:
    """A comparison of two products by their factors."""
    (c, first), (d, second) = factors(goal.left), factors(goal.right)
    if not 0 < len(first) + len(second) <= MAX_FACTORS:
        return None
    if len(first) + len(second) == 1 and (first or second)[0][1] == 1:
        return None
    left, right = _positive_parts(board, first), _positive_parts(board, second)
    if left is None or right is None:
        return None
    c, d = c * _turned(first, left), d * _turned(second, right)
    if c * d <= 0:
        return None
    ends = ((c, [p for p, _ in left]), (d, [p for p, _ in right]))
    if c < 0:
        ends = ((-d, ends[1][1]), (-c, ends[0][1]))
    shown = matched(board, *ends, goal.op == "<")
    if shown is None:
        return None
    return board.concluded([*shown, *(t for _, t in (*left, *right))], goal)


def _turned(parts: Sequence[Factor], listed: Sequence[tuple[Positive, Theorem]]) -> int:
    """The sign that turning bases into positive ones takes out of their product."""
    sign = 1
    for (base, _), (positive, _) in zip(parts, listed, strict=True):
        if positive.base != base and positive.exponent % 2:
            sign = -sign
    return sign


def by_addends(board: Board, goal: Relation) -> Theorem | None:
    """A comparison of sums: addends of the one side with those of the other."""
    listed = addends(goal.right - goal.left)
    gains = [(c, t) for c, t in listed if c > 0]
    losses = [(-c, t) for c, t in listed if c < 0]
    if len(listed) < 2 or len(gains) * len(losses) > MAX_PAIRS:
        return None
    found = [_against(board, goal, loss, gain) for loss in losses for gain in gains]
    found += [board.sign(part) for _, part in listed if part != ONE]
    known = [theorem for theorem in found if theorem is not None]
    return board.concluded(known, goal) if known else None


def _against(board: Board, goal: Relation, loss: Addend, gain: Addend) -> Theorem | None:
    """What is lost compared with what is gained."""
    small, large = scaled(*loss), scaled(*gain)
    if {small, large} == {goal.left, goal.right}:
        return None
    return board.less(small, large, True) or board.less(small, large)


def by_factoring(board: Board, goal: Relation) -> Theorem | None:
    """A comparison by the factors of the difference's numerator and denominator."""
    found = factored(goal.right - goal.left)
    if found is None:
        return None
    coefficient, listed = found
    if len(listed) < 2 and not any(e != 1 for _, e in listed):
        return None
    if product_term(listed, coefficient) in (goal.left, goal.right):
        return None
    return sign_of_product(board, goal, listed)


def by_apart(board: Board, goal: Relation) -> Theorem | None:
    """a < b from a <= b and a != b, which a product that is not zero may give."""
    if goal.op != "<" or ZERO not in (goal.left, goal.right) or not board.speaks_of_products():
        return None
    apart = board.concluded([], Relation("!=", goal.left, goal.right))
    order = None if apart is None else board.less(goal.left, goal.right)
    if apart is None or order is None:
        return None
    return find_scalar_proof(goal, [apart, order], degree=2)


def by_search(board: Board, goal: Relation) -> Theorem | None:
    """A comparison in one variable, or without functions, by the whole portfolio; not what the
    board was made for."""
    spoken = free_variables(goal)
    functions = any(isinstance(n, Op) and n.name in FUNCTIONS for n in subnodes(goal))
    if not spoken or (functions and len(spoken) > 1) or size(goal) > MAX_SEARCHED:
        return None
    if board.searches >= MAX_SEARCHES or board.search.depth < 2 or not _is_new(board, goal):
        return None
    search, started = board.search.within(SHARE * board.search.remaining()), time.monotonic()
    found = focused(search)(board.facts, goal)
    board.until += time.monotonic() - started
    board.searches += found is None
    return found


def _is_new(board: Board, goal: Relation) -> bool:
    turned = Relation({"<": ">", "<=": ">="}[goal.op], goal.right, goal.left)
    return goal not in board.asked and turned not in board.asked


WAYS: tuple[Callable[[Board, Relation], Theorem | None], ...] = (
    by_image,
    by_inverse,
    by_exponents,
    by_merging,
    by_absolute,
    by_factors,
    by_addends,
    by_factoring,
    by_apart,
    by_search,
)
