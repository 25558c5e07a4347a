"""Statements about integers: bounds tightened to whole ones, finite ranges one by one, relaxation
to the reals (in parts, where it fails between two integers), and induction."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

import numpy as np

from verifier.decide.deduce import (
    assumed,
    by_cases,
    by_rewriting,
    discharged,
    law,
    occurs,
    parts_of,
    rewritten,
)
from verifier.decide.numeric import compile_terms, inputs_of, plausible
from verifier.decide.numeric.affine import affine
from verifier.decide.scalar import find_scalar_proof
from verifier.decide.search import Search
from verifier.kernel.rules import logic, numbers
from verifier.kernel.theorem import Theorem, infer
from verifier.language.binding import free_variables, fresh, open_body, substitute, transform
from verifier.language.terms import (
    NATURAL,
    ONE,
    REAL,
    ZERO,
    Exists,
    LanguageError,
    Number,
    Op,
    Or,
    Proposition,
    Relation,
    Term,
    Variable,
    as_term,
    is_natural,
    subnodes,
)

MAX_CASES = 64
MAX_SPLITS = 4
SAMPLES = 400
P = TypeVar("P", bound=Proposition)
Sequent = Callable[[Sequence[Theorem], Proposition], "Theorem | None"]


def prove_by_integers(
    facts: Sequence[Theorem], goal: Proposition, search: Search
) -> Theorem | None:
    """A relation with natural variables, or with real ones that are said to be integers."""
    if not isinstance(goal, Relation):
        return None
    known = [part for fact in facts for part in parts_of(fact)]
    try:
        for fact in known:
            if _is_integrality(fact.conclusion):
                return _with_naturals(fact, known, goal, search)
        named = free_variables(goal, *(fact.conclusion for fact in known))
        naturals = sorted((v for v in named if v.sort == NATURAL), key=lambda v: v.name)
        return _proved(known, goal, naturals, search) if naturals else None
    except LanguageError:
        return None


# Integers as naturals


def _is_integrality(claim: Proposition) -> bool:
    """Whether it says of a real variable that it is n or -n for some natural n."""
    match claim:
        case Exists(domain, Or((Relation("==", Variable() as x, n), Relation("==", y, m)))):
            return domain.sort == NATURAL and x == y and m == -n and x.sort == REAL
    return False


def _with_naturals(
    fact: Theorem, known: Sequence[Theorem], goal: Relation, search: Search
) -> Theorem | None:
    """The goal once for the integer n and once for -n, n being natural."""
    claim = fact.conclusion
    assert isinstance(claim, Exists)
    number = fresh(claim.hint, NATURAL, goal, *(f.conclusion for f in known))
    either = open_body(claim.body, NATURAL, number)
    assert isinstance(either, Or)
    others = [f for f in known if f is not fact]
    (whole,) = assumed(either)
    branches = []
    for case in either.args:
        (equation,) = assumed(case)
        shown = _rewritten_goal(equation, others, goal, search)
        if shown is None:
            return None
        branches.append(shown)
    joined = infer(logic.cases, whole, *branches, conclusion=goal)
    return infer(logic.exists_elim, fact, joined, variable=number)


def _rewritten_goal(
    equation: Theorem, others: Sequence[Theorem], goal: Relation, search: Search
) -> Theorem | None:
    """The goal with the right side of x == n put for x, also in the facts."""
    relation = equation.conclusion
    assert isinstance(relation, Relation)
    facts = [rewritten(f, equation) if occurs(relation.left, f.conclusion) else f for f in others]
    return by_rewriting(goal, equation, lambda changed: search.prove(facts, changed))


# Natural variables


def _proved(
    known: Sequence[Theorem], goal: Relation, naturals: Sequence[Variable], search: Search
) -> Theorem | None:
    facts = tightened(known, naturals)
    for variable in naturals:
        low, high = bounds_of(facts, variable)
        if low is not None and high is not None and high - low < MAX_CASES:
            return _by_values(facts, goal, variable, low, high, search)
    for variable in naturals:
        shown = _at_zero_base(facts, goal, variable, naturals, search)
        shown = shown or _by_induction(facts, goal, variable, search.within(search.remaining() / 4))
        if shown is not None:
            return shown
    shown = relaxed(facts, goal, naturals, search.prove)
    for variable in naturals:
        shown = shown or _in_parts(facts, goal, variable, naturals, search)
    return shown


def tightened(known: Sequence[Theorem], naturals: Iterable[Variable]) -> list[Theorem]:
    """The facts, with bounds of natural variables turned into whole ones: n >= 2 from n > 1."""
    facts = list(known)
    for fact in known:
        facts += _stepped(fact)
    for variable in naturals:
        facts.append(infer(numbers.natural_bound, term=variable))
        for fact in known:
            facts += _whole_bounds(fact, variable)
    return facts


def _stepped(fact: Theorem) -> list[Theorem]:
    """m + 1 <= n from m < n."""
    claim = fact.conclusion
    if not isinstance(claim, Relation) or claim.op not in ("<", ">"):
        return []
    ends = (claim.left, claim.right) if claim.op == "<" else (claim.right, claim.left)
    if not all(is_natural(end) for end in ends):
        return []
    turned = infer(numbers.follows, fact, goal=Relation("<", *ends))
    return [infer(numbers.natural_step, turned, left=ends[0], right=ends[1])]


def _whole_bounds(fact: Theorem, variable: Variable) -> list[Theorem]:
    """The next whole bound of a variable that a linear relation in it alone gives."""
    claim = fact.conclusion
    if not isinstance(claim, Relation) or claim.op in ("==", "!="):
        return []
    form = affine(claim.left - claim.right)
    if form is None or set(form) - {None} != {variable}:
        return []
    slope, offset = form[variable], form.get(None, Fraction(0))
    if isinstance(slope, float) or isinstance(offset, float) or not slope:
        return []
    bound = -offset / slope
    is_lower = (claim.op in (">", ">=")) == (slope > 0)
    strict = claim.op in ("<", ">")
    if is_lower:
        least = math.floor(bound) + 1 if strict else math.ceil(bound)
        return _lower(fact, variable, least) if least > 0 else []
    most = math.ceil(bound) - 1 if strict else math.floor(bound)
    return _upper(fact, variable, most) if most >= 0 else []


def _lower(fact: Theorem, variable: Variable, least: int) -> list[Theorem]:
    """least <= n, from least - 1 < n."""
    before = as_term(least - 1)
    shown = find_scalar_proof(before < variable, [fact], degree=1)
    if shown is None:
        return []
    step = infer(numbers.natural_step, shown, left=before, right=variable)
    return [infer(numbers.follows, step, goal=as_term(least) <= variable)]


def _upper(fact: Theorem, variable: Variable, most: int) -> list[Theorem]:
    """n <= most, from n < most + 1."""
    after = as_term(most + 1)
    shown = find_scalar_proof(variable < after, [fact], degree=1)
    if shown is None:
        return []
    step = infer(numbers.natural_step, shown, left=variable, right=after)
    return [_given(find_scalar_proof(variable <= as_term(most), [step], degree=1))]


def _given(theorem: Theorem | None) -> Theorem:
    assert theorem is not None
    return theorem


def bounds_of(facts: Sequence[Theorem], variable: Variable) -> tuple[int | None, int | None]:
    """The whole bounds of a variable that are among the facts."""
    low: int | None = None
    high: int | None = None
    for fact in facts:
        match fact.conclusion:
            case Relation("<=", Number(value), n) if n == variable and value.denominator == 1:
                low = int(value) if low is None else max(low, int(value))
            case Relation("<=", n, Number(value)) if n == variable and value.denominator == 1:
                high = int(value) if high is None else min(high, int(value))
    return low, high


def _by_values(
    facts: Sequence[Theorem],
    goal: Relation,
    variable: Variable,
    low: int,
    high: int,
    search: Search,
) -> Theorem | None:
    """The goal for each value from `low` to `high`, one after the other."""
    if high < low:
        order = find_scalar_proof(as_term(low) <= as_term(high), facts, degree=1)
        return None if order is None else find_scalar_proof(goal, [order])
    here = as_term(low)
    if low == high:
        equal = find_scalar_proof(Relation("==", variable, here), facts, degree=2)
        return None if equal is None else _at_value(equal, facts, goal, search)

    def now(case: Theorem) -> Theorem | None:
        equal = find_scalar_proof(Relation("==", variable, here), [*facts, case], degree=2)
        return None if equal is None else _at_value(equal, facts, goal, search)

    def later(case: Theorem) -> Theorem | None:
        turned = infer(numbers.follows, case, goal=here < variable)
        step = infer(numbers.natural_step, turned, left=here, right=variable)
        least = infer(numbers.follows, step, goal=as_term(low + 1) <= variable)
        return _by_values([*facts, least], goal, variable, low + 1, high, search)

    return by_cases(goal, variable <= here, now, later, facts)


def _at_value(
    equal: Theorem, facts: Sequence[Theorem], goal: Relation, search: Search
) -> Theorem | None:
    """The goal with a value put for a natural variable, also in the facts."""
    relation = equal.conclusion
    assert isinstance(relation, Relation)
    moved = [rewritten(f, equal) if occurs(relation.left, f.conclusion) else f for f in facts]
    known = [f for f in moved if free_variables(f.conclusion)]
    found = by_rewriting(goal, equal, lambda changed: search.prove(known, changed))
    return found


# Relaxation


def relaxed(
    facts: Sequence[Theorem], goal: Relation, naturals: Sequence[Variable], prove: Sequent
) -> Theorem | None:
    """The goal from its like for reals."""
    claims = [fact.conclusion for fact in facts]
    put: dict[Variable, Term] = {}
    for variable in naturals:
        put[variable] = fresh(variable.name + "r", REAL, goal, *claims, *put.values())
    premises, like = [_with_reals(claim, put) for claim in claims], _with_reals(goal, put)
    shown = prove(assumed(*premises), like) if plausible(premises, like) else None
    if shown is None:
        return None
    variables = tuple(v for v in put.values() if isinstance(v, Variable))
    back = infer(logic.instantiate, shown, variables=variables, values=tuple(put))
    return discharged(back, *facts)


def _with_reals(claim: P, put: Mapping[Variable, Term]) -> P:
    return transform(claim, lambda node, _: put.get(node) if isinstance(node, Variable) else None)


def _in_parts(
    facts: Sequence[Theorem],
    goal: Relation,
    variable: Variable,
    naturals: Sequence[Variable],
    search: Search,
    splits: int = MAX_SPLITS,
) -> Theorem | None:
    """The goal below and above an integer gap in which its like for reals fails."""
    gap = _gap(facts, goal, variable) if splits else None
    if gap is None:
        return None
    here = as_term(gap)

    def part(case: Theorem) -> Theorem | None:
        known = [*facts, case]
        return relaxed(known, goal, naturals, search.prove) or _in_parts(
            known, goal, variable, naturals, search, splits - 1
        )

    def above(case: Theorem) -> Theorem | None:
        turned = infer(numbers.follows, case, goal=here < variable)
        step = infer(numbers.natural_step, turned, left=here, right=variable)
        least = infer(numbers.follows, step, goal=as_term(gap + 1) <= variable)
        return part(least)

    return by_cases(goal, variable <= here, part, above, facts)


def _gap(facts: Sequence[Theorem], goal: Relation, variable: Variable) -> int | None:
    """An integer n such that the goal fails somewhere between n and n + 1, if other variables do
    not matter and the facts allow both."""
    if set(inputs_of(goal)) != {variable}:
        return None
    low, high = bounds_of(facts, variable)
    first = low or 0
    last = min(first + 40, high) if high is not None else first + 40
    points = np.linspace(first, last, SAMPLES)[None, :]
    values = compile_terms((goal.left, goal.right), (variable,))(points)
    difference = values[1] - values[0] if goal.op in ("<", "<=") else values[0] - values[1]
    failing = points[0][difference < 0]
    return math.floor(failing[0]) if failing.size and failing[0] < last else None


# Induction


def _by_induction(
    facts: Sequence[Theorem], goal: Relation, variable: Variable, search: Search
) -> Theorem | None:
    """The goal by induction over a variable in an exponent, from facts about the others."""
    powers = _powers_of(goal, variable)
    if not powers:
        return None
    start = bounds_of(facts, variable)[0] or 0
    fixed = [fact for fact in facts if variable not in free_variables(fact.conclusion)]
    base_goal = substitute(goal, {variable: as_term(start)})
    base = search.prove(fixed, base_goal)
    if base is None:
        return None
    lower, hypothesis = assumed(as_term(start) <= variable, goal)
    known = [*fixed, lower, infer(numbers.natural_bound, term=variable), hypothesis]
    for base_term, exponent in powers:
        equation = _one_more(base_term, exponent, variable, known, search)
        if equation is None:
            return None
        known += equation
    step = _step(known, substitute(goal, {variable: variable + ONE}), variable, search)
    if step is None:
        return None
    every = infer(
        numbers.induction, base, step, claim=goal, variable=variable, start=start, hint="n"
    )
    bound = find_scalar_proof(as_term(start) <= variable, facts, degree=1)
    if bound is None:
        return None
    return infer(logic.specialise, every, bound, value=variable)


def _at_zero_base(
    facts: Sequence[Theorem],
    goal: Relation,
    variable: Variable,
    naturals: Sequence[Variable],
    search: Search,
) -> Theorem | None:
    """The goal with a power of what is nonnegative, once where that is zero; None if it is known
    to be positive or may be negative."""
    for base, exponent in _powers_of(goal, variable):
        if (
            isinstance(base, Number)
            or _shown(ZERO < base, facts)
            or not _shown(ZERO <= base, facts)
        ):
            continue

        def positive(case: Theorem) -> Theorem | None:
            return _proved([*facts, case], goal, naturals, search)

        def zero(case: Theorem, base: Term = base, exponent: Term = exponent) -> Theorem | None:
            equal = find_scalar_proof(Relation("==", base, ZERO), [*facts, case], degree=2)
            sign = _shown(ZERO < exponent, facts)
            if equal is None or sign is None:
                return None
            power = law("power of zero", base, exponent, facts=[equal, sign, *facts])
            known = [*facts, equal]
            if power is None:
                return None
            return by_rewriting(goal, power, lambda changed: search.prove(known, changed))

        return by_cases(goal, ZERO < base, positive, zero, facts)
    return None


def _shown(goal: Relation, facts: Sequence[Theorem]) -> Theorem | None:
    return attempt_none(lambda: find_scalar_proof(goal, facts, degree=2))


def _step(
    known: Sequence[Theorem], goal: Relation, variable: Variable, search: Search
) -> Theorem | None:
    """The step of an induction, the powers taken for unknowns."""
    shown = attempt_none(lambda: find_scalar_proof(goal, known, degree=2))
    return shown or search.prove(known, goal)


def attempt_none(make: Callable[[], Theorem | None]) -> Theorem | None:
    """What `make` returns; None where a rule does not apply."""
    try:
        return make()
    except LanguageError:
        return None


def _powers_of(goal: Relation, variable: Variable) -> list[tuple[Term, Term]]:
    """Base and exponent of the powers with the variable in their exponents."""
    found = []
    for node in subnodes(goal):
        match node:
            case Op("pow", (base, exponent)) if variable in free_variables(exponent):
                if variable in free_variables(base):
                    return []
                found.append((base, exponent))
    return list(dict.fromkeys(found))


def _one_more(
    base: Term, exponent: Term, variable: Variable, known: Sequence[Theorem], search: Search
) -> list[Theorem] | None:
    """a**e(n + 1) == a**e(n)*a**c, and 0 < a**e(n), where e is linear and 0 < a."""
    form = affine(exponent)
    if form is None or not isinstance(form.get(variable), Fraction):
        return None
    rise = form[variable]
    positive = attempt_none(lambda: find_scalar_proof(ZERO < base, known, degree=2))
    positive = positive or search.prove(known, ZERO < base)
    if positive is None or isinstance(rise, float) or rise.denominator != 1:
        return None
    facts = [*known, positive]
    equation = law("power of sum", base, exponent, Number(rise), facts=facts)
    sign = law("power is positive", base, exponent, facts=facts)
    return None if equation is None or sign is None else [positive, equation, sign]
