"""Sums, products, maxima and minima over 1..k: what the rules conclude is true at concrete k, and
slightly false variants are rejected."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product as combinations
from typing import Any

import pytest
from tiny import UndefinedError, World, value

from verifier.kernel.certificates.canonical import CertificateError
from verifier.kernel.rules import big, cited, logic, numbers
from verifier.kernel.theorem import Rule, Theorem, infer
from verifier.language.build import (
    Body,
    both,
    eq,
    exists,
    exp,
    family,
    forall,
    indices,
    log,
    max_over,
    min_over,
    natural,
    ne,
    prod,
    real,
    sequence,
    sum_,
)
from verifier.language.evaluate import Kind, check_instance
from verifier.language.instance import Instance
from verifier.language.statement import over, statement
from verifier.language.terms import (
    ONE,
    ZERO,
    Big,
    Bound,
    LanguageError,
    Op,
    Proposition,
    Relation,
    Term,
    as_term,
)

k, j, l, n = (natural(name) for name in ("k", "j", "l", "n"))  # noqa: E741
x, c = real("x"), real("c")
u, w, m = family("u"), family("w"), sequence("m")

SIGNS: dict[str, Sequence[int]] = {
    "positive": (1, 2, 3, 5),
    "nonnegative": (0, 1, 2, 4),
    "any": (-3, -1, 0, 1, 2),
    "nonzero": (-2, -1, 1, 3),
}


def worlds() -> Iterator[World]:
    """Small depths, indices inside and outside of them, members of all signs."""
    source = random.Random(7)
    for depth, first, second, sign in combinations(range(4), range(5), range(4), SIGNS):

        def numbers_of(values: Sequence[int] = SIGNS[sign]) -> dict[Any, Fraction]:
            drawn = {i: Fraction(source.choice(values), source.choice((1, 2))) for i in range(9)}
            return {**drawn, **{(i, t): drawn[i] * t - i for i in range(9) for t in range(9)}}

        tables = {"u": numbers_of(), "w": numbers_of(), "m": numbers_of()}
        yield World(
            {
                "k": depth,
                "j": first,
                "l": second,
                "n": second,
                "x": source.choice(SIGNS[sign]),
                "c": source.choice(SIGNS[sign]),
            },
            {
                "u": tables["u"].__getitem__,
                "w": tables["w"].__getitem__,
                "m": lambda i, t, table=tables["m"]: table[i, t],
            },
        )


WORLDS = list(worlds())


def truth(proposition: Proposition, world: World) -> bool:
    """The truth at a world, what is undefined being false."""
    try:
        return bool(value(proposition, world))
    except UndefinedError:
        return False


def given(*propositions: Proposition) -> list[Theorem]:
    return [infer(logic.assume, proposition=p) for p in propositions]


def holds(theorem: Theorem) -> Proposition:
    """The conclusion, which must be true wherever the hypotheses are, and these somewhere."""
    met = [w for w in WORLDS if all(truth(h, w) for h in theorem.hypotheses)]
    assert len(met) > 4
    for world in met:
        assert truth(theorem.conclusion, world), (theorem.conclusion, world.variables)
    return theorem.conclusion


@dataclass
class Wrong:
    """A use of a rule that must be rejected: with its premises assumed, `claim` would be false."""

    rule: Rule
    premises: Sequence[Proposition]
    arguments: dict[str, Any]
    message: str
    claim: Proposition | None = None
    shown: Sequence[Theorem] = ()


def reject(case: Wrong) -> None:
    with pytest.raises(LanguageError, match=case.message):
        infer(case.rule, *given(*case.premises), *case.shown, **case.arguments)
    if case.claim is not None:
        witnesses = [
            world
            for world in WORLDS
            if all(truth(p, world) for p in case.premises) and not truth(case.claim, world)
        ]
        assert witnesses, "the claim is not even false"


P = prod(k, lambda i: w[i])
S = sum_(k, lambda i: w[i])
MAX, MIN = max_over(k, lambda i: w[i]), min_over(k, lambda i: w[i])
EVERY, BUT_J = indices(k), indices(k, omit=[j])
IN_RANGE = [j >= 1, j <= k]
POSITIVE = forall(EVERY, lambda i: ZERO < w[i])
NONNEGATIVE = forall(EVERY, lambda i: ZERO <= w[i])
FORMS: dict[str, Callable[..., Big]] = {"sum": sum_, "prod": prod}


def joined(operation: str, a: Term, b: Term) -> Term:
    return a + b if operation == "sum" else a * b


@pytest.mark.parametrize("operation", FORMS)
def test_one_index_is_split_off(operation: str) -> None:
    whole = FORMS[operation](k, lambda i: w[i])
    rest = FORMS[operation](k, lambda i: w[i], omit=[j])
    split = infer(big.split_off, *given(*IN_RANGE), big=whole, index=j)
    assert holds(split) == eq(whole, joined(operation, w[j], rest))
    again = infer(big.split_off, *given(l >= 1, l <= k, ne(l, j)), big=rest, index=l)
    last = FORMS[operation](k, lambda i: w[i], omit=[j, l])
    assert holds(again) == eq(rest, joined(operation, w[l], last))


def test_splitting_off_captures_no_inner_index() -> None:
    nested = sum_(k, lambda i: prod(l, lambda n: u[n] - w[i]))
    split = infer(big.split_off, *given(*IN_RANGE), big=nested, index=j)
    at_j = prod(l, lambda n: u[n] - w[j])
    rest = sum_(k, lambda i: prod(l, lambda n: u[n] - w[i]), omit=[j])
    assert holds(split) == eq(nested, at_j + rest)


@pytest.mark.parametrize("operation", FORMS)
def test_the_last_index_is_unfolded_and_an_empty_range_is_neutral(operation: str) -> None:
    form = FORMS[operation]
    unfolded = infer(big.unfold, big=form(n + 1, lambda i: w[i]))
    expected = joined(operation, form(n, lambda i: w[i]), w[n + 1])
    assert holds(unfolded) == eq(form(n + 1, lambda i: w[i]), expected)
    nothing = infer(big.empty, big=form(0, lambda i: w[i]))
    assert holds(nothing) == eq(form(0, lambda i: w[i]), 0 if operation == "sum" else 1)


@pytest.mark.parametrize("form", [sum_, prod])
def test_equal_terms_have_equal_sums_and_products(form: Callable[..., Big]) -> None:
    same = forall(BUT_J, lambda i: eq(u[i], w[i]))
    a, b = form(k, lambda i: u[i], omit=[j]), form(k, lambda i: w[i], omit=[j])
    # The only worlds of the hypothesis that random members meet are those of small ranges.
    assert holds(infer(big.termwise_equal, *given(same), left=a, right=b)) == eq(a, b)


def test_equal_terms_have_equal_maxima_over_a_range_that_is_not_empty() -> None:
    some = infer(big.range_nonempty, *given(ONE <= k), domain=EVERY, index=ONE)
    each = infer(
        logic.generalise,
        infer(logic.reflexivity, term=w[j] + u[j]),
        variable=j,
        domain=EVERY,
        hint="i",
    )
    a = max_over(k, lambda i: w[i] + u[i])
    assert holds(infer(big.termwise_equal, each, some, left=a, right=a)) == eq(a, a)


def test_sums_and_products_are_compared_term_by_term() -> None:
    below = forall(EVERY, lambda i: u[i] <= w[i])
    a = sum_(k, lambda i: u[i])
    assert holds(infer(big.termwise_compare, *given(below), left=a, right=S)) == (a <= S)
    between = forall(EVERY, lambda i: both(ZERO <= u[i], u[i] <= w[i]))
    a = prod(k, lambda i: u[i])
    assert holds(infer(big.termwise_compare, *given(between), left=a, right=P)) == (a <= P)


def test_signs() -> None:
    assert holds(infer(big.big_sign, *given(POSITIVE), big=P)) == (ZERO < P)
    assert holds(infer(big.big_sign, *given(NONNEGATIVE), big=P)) == (ZERO <= P)
    assert holds(infer(big.big_sign, *given(NONNEGATIVE), big=S)) == (ZERO <= S)


def test_sums_are_linear() -> None:
    linear = infer(
        big.sum_linear,
        upper=k,
        omit=(j,),
        factors=(c, -x),
        bodies=(u[Bound(0)], w[Bound(0)] ** 2),
    )
    left = sum_(k, lambda i: c * u[i] + (-x) * w[i] ** 2, omit=[j])
    right = c * sum_(k, lambda i: u[i], omit=[j]) + (-x) * sum_(k, lambda i: w[i] ** 2, omit=[j])
    assert holds(linear) == eq(left, right)


def test_products_are_multiplied_factor_by_factor() -> None:
    multiplied = infer(
        big.product_of_products, upper=k, omit=(j,), left=u[Bound(0)], right=w[Bound(0)]
    )
    right = prod(k, lambda i: u[i], omit=[j]) * prod(k, lambda i: w[i], omit=[j])
    assert holds(multiplied) == eq(prod(k, lambda i: u[i] * w[i], omit=[j]), right)


def test_constant_terms_are_counted() -> None:
    distinct = [*IN_RANGE, l >= 1, l <= k, ne(l, j)]
    for omit, count, premises in (
        ([], k, []),
        ([j], k - ONE, IN_RANGE),
        ([j, l], k - ONE - ONE, distinct),
    ):
        total = sum_(k, lambda i: c, omit=omit)
        assert holds(infer(big.constant, *given(*premises), big=total)) == eq(total, count * c)
        power = prod(k, lambda i: c, omit=omit)
        made = infer(big.constant, *given(*premises, c > 0), big=power)
        assert holds(made) == eq(power, c**count)
    ones = prod(k, lambda i: 1, omit=[j, j])
    assert holds(infer(big.constant, big=ones)) == eq(ones, 1)


def test_functions_of_products_and_sums() -> None:
    assert holds(infer(big.big_of_image, function="abs", product=P)) == eq(
        abs(P), prod(k, lambda i: abs(w[i]))
    )
    logs = infer(big.big_of_image, *given(POSITIVE), function="log", product=P)
    assert logs.conclusion == eq(log(P), sum_(k, lambda i: log(w[i])))
    exps = infer(big.big_of_image, function="exp", product=S)
    assert exps.conclusion == eq(exp(S), prod(k, lambda i: exp(w[i])))
    for theorem in (logs, exps):
        # In balls an equality stays undecided, a false one is seen to be false.
        for depth, last in combinations(range(4), (Fraction(1), Fraction(3, 2), Fraction(1, 7))):
            members = (Fraction(2), Fraction(3), last)[:depth]
            instance = Instance({k: Fraction(depth), w: members})
            for wrong in (0, 1):
                right = theorem.conclusion.right + wrong  # type: ignore[attr-defined]
                claim = Relation("==", theorem.conclusion.left, right)  # type: ignore[attr-defined]
                stated = statement([k, over(w, k)], {}, claim)
                kind = check_instance(stated, instance, max_precision=120).kind
                assert (kind is Kind.VIOLATED) == bool(wrong)


@pytest.mark.parametrize(("extreme", "op"), [(MAX, "<="), (MIN, ">=")])
def test_maxima_and_minima(extreme: Big, op: str) -> None:
    member = infer(big.extreme_bounds, *given(*IN_RANGE), big=extreme, index=j)
    assert holds(member) == Relation(op, w[j], extreme)
    some = infer(big.range_nonempty, *given(*IN_RANGE), domain=EVERY, index=j)
    assert holds(some) == big.nonempty(EVERY)
    attained = infer(big.extreme_attained, some, big=extreme)
    assert holds(attained) == exists(EVERY, lambda i: eq(extreme, w[i]))
    bounded = forall(EVERY, lambda i: Relation(op, w[i], c))
    least = infer(big.extreme_least, *given(bounded), some, big=extreme, bound=c)
    assert holds(least) == Relation(op, extreme, c)


def test_sums_are_exchanged() -> None:
    outer = sum_(k, lambda i: sum_(n, lambda t: m[i, t] * w[t] - u[i], omit=[j]))
    swapped = sum_(n, lambda t: sum_(k, lambda i: m[i, t] * w[t] - u[i]), omit=[j])
    assert holds(infer(big.exchange_sums, outer=outer)) == eq(outer, swapped)
    deeper = sum_(k, lambda i: sum_(n, lambda t: prod(l, lambda q: m[i, q] - w[t])))
    swapped = sum_(n, lambda t: sum_(k, lambda i: prod(l, lambda q: m[i, q] - w[t])))
    assert holds(infer(big.exchange_sums, outer=deeper)) == eq(deeper, swapped)


def test_am_gm_and_cauchy_schwarz() -> None:
    mean = infer(cited.am_gm, *given(POSITIVE, ONE <= k), product=P)
    assert mean.conclusion == (P ** (1 / k) <= S / k)
    assert mean.cited == {"am-gm"}
    # P**(1/k) is not rational: both sides are raised to the power k, which keeps the order.
    for world in WORLDS:
        if truth(POSITIVE, world) and world.variables["k"] >= 1:
            assert value(P, world) <= value(S / k, world) ** world.variables["k"]
    squares = infer(
        cited.cauchy_schwarz, upper=k, omit=(j,), left=u[Bound(0)] + c, right=w[Bound(0)]
    )

    def total(body: Body) -> Term:
        return sum_(k, body, omit=[j])

    cross = total(lambda i: (u[i] + c) * w[i]) ** 2
    bound = total(lambda i: (u[i] + c) ** 2) * total(lambda i: w[i] ** 2)
    assert holds(squares) == (cross <= bound)
    assert squares.cited == {"cauchy-schwarz"}


Q_J = prod(k, lambda i: w[i], omit=[j])
INVERSE = max_over(k, lambda i: 1 / w[i])
OUTSIDE, EMPTY, UNDEFINED = "outside of the range", "may be empty", "may be undefined"
NOT_ALL = "does not say it for all indices of the range"

WRONG = {
    "split off beyond the range": Wrong(
        big.split_off, [j >= 1], {"big": P, "index": j}, OUTSIDE, eq(P, w[j] * Q_J)
    ),
    "split off beyond the range by one": Wrong(
        big.split_off,
        [j >= 1, j <= k + 1],
        {"big": P, "index": j},
        OUTSIDE,
        eq(P, w[j] * Q_J),
    ),
    "split off the index 0": Wrong(
        big.split_off, [j <= k], {"big": P, "index": j}, OUTSIDE, eq(P, w[j] * Q_J)
    ),
    "split off what is left out": Wrong(
        big.split_off, IN_RANGE, {"big": Q_J, "index": j}, OUTSIDE, eq(Q_J, w[j] * Q_J)
    ),
    "split off what may be left out": Wrong(
        big.split_off,
        [l >= 1, l <= k],
        {"big": Q_J, "index": l},
        OUTSIDE,
        eq(Q_J, w[l] * prod(k, lambda i: w[i], omit=[j, l])),
    ),
    "split off a maximum": Wrong(
        big.split_off,
        IN_RANGE,
        {"big": MAX, "index": j},
        "not a sum or prod",
        eq(MAX, w[j] + max_over(k, lambda i: w[i], omit=[j])),
    ),
    "split off where a factor is undefined": Wrong(
        big.split_off,
        [*IN_RANGE, ne(w[j], 0)],
        {"big": prod(k, lambda i: 1 / w[i]), "index": j},
        UNDEFINED,
        eq(prod(k, lambda i: 1 / w[i]), 1 / w[j] * prod(k, lambda i: 1 / w[i], omit=[j])),
    ),
    "unfold a range that is not n + 1": Wrong(
        big.unfold, [], {"big": S}, "not of the form n", eq(S, S + w[k])
    ),
    "unfold two at once": Wrong(
        big.unfold,
        [],
        {"big": sum_(n + 2, lambda i: w[i])},
        "not of the form n",
        eq(sum_(n + 2, lambda i: w[i]), sum_(n, lambda i: w[i]) + w[n + 2]),
    ),
    "unfold what is left out": Wrong(
        big.unfold,
        [],
        {"big": sum_(n + 1, lambda i: w[i], omit=[n + 1])},
        "leave nothing out",
        eq(
            sum_(n + 1, lambda i: w[i], omit=[n + 1]),
            sum_(n, lambda i: w[i], omit=[n + 1]) + w[n + 1],
        ),
    ),
    "a range of one is empty": Wrong(
        big.empty,
        [],
        {"big": prod(1, lambda i: w[i])},
        "not 1..0",
        eq(prod(1, lambda i: w[i]), 1),
    ),
    "any range is empty": Wrong(big.empty, [], {"big": S}, "not 1..0", eq(S, 0)),
    "equal but for one index": Wrong(
        big.termwise_equal,
        [forall(BUT_J, lambda i: eq(u[i], w[i]))],
        {"left": sum_(k, lambda i: u[i]), "right": S},
        NOT_ALL,
        eq(sum_(k, lambda i: u[i]), S),
    ),
    "equal up to k - 1": Wrong(
        big.termwise_equal,
        [forall(indices(n), lambda i: eq(u[i], w[i]))],
        {"left": prod(n + 1, lambda i: u[i]), "right": prod(n + 1, lambda i: w[i])},
        NOT_ALL,
        eq(prod(n + 1, lambda i: u[i]), prod(n + 1, lambda i: w[i])),
    ),
    "equal over different ranges": Wrong(
        big.termwise_equal,
        [forall(EVERY, lambda i: eq(w[i], w[i]))],
        {"left": P, "right": Q_J},
        "differ in operation or range",
        eq(P, Q_J),
    ),
    "a sum for a product": Wrong(
        big.termwise_equal,
        [forall(EVERY, lambda i: eq(w[i], w[i]))],
        {"left": P, "right": S},
        "differ in operation or range",
        eq(P, S),
    ),
    "equal maxima of nothing": Wrong(
        big.termwise_equal,
        [forall(EVERY, lambda i: eq(w[i], w[i])), k >= 0],
        {"left": MAX, "right": MAX},
        EMPTY,
        eq(MAX, MAX),
    ),
    "a product with a factor that may be negative": Wrong(
        big.termwise_compare,
        [forall(EVERY, lambda i: u[i] <= w[i])],
        {"left": prod(k, lambda i: u[i]), "right": P},
        NOT_ALL,
        prod(k, lambda i: u[i]) <= P,
    ),
    "a product whose larger factors are nonnegative": Wrong(
        big.termwise_compare,
        [forall(EVERY, lambda i: both(ZERO <= w[i], u[i] <= w[i]))],
        {"left": prod(k, lambda i: u[i]), "right": P},
        NOT_ALL,
        prod(k, lambda i: u[i]) <= P,
    ),
    "sums compared the wrong way": Wrong(
        big.termwise_compare,
        [forall(EVERY, lambda i: w[i] <= u[i])],
        {"left": sum_(k, lambda i: u[i]), "right": S},
        NOT_ALL,
        sum_(k, lambda i: u[i]) <= S,
    ),
    "maxima compared over what may be nothing": Wrong(
        big.termwise_compare,
        [forall(EVERY, lambda i: u[i] <= w[i])],
        {"left": max_over(k, lambda i: u[i]), "right": MAX},
        "not a sum or prod",
        max_over(k, lambda i: u[i]) <= MAX,
    ),
    "a sum of nothing is positive": Wrong(
        big.big_sign, [POSITIVE], {"big": S}, "not 0 <= a", ZERO < S
    ),
    "all but one factor positive": Wrong(
        big.big_sign,
        [forall(BUT_J, lambda i: ZERO < w[i])],
        {"big": P},
        NOT_ALL,
        ZERO < P,
    ),
    "another family positive": Wrong(
        big.big_sign, [forall(EVERY, lambda i: ZERO < u[i])], {"big": P}, NOT_ALL, ZERO < P
    ),
    "factors that are not zero": Wrong(
        big.big_sign,
        [forall(EVERY, lambda i: Relation("!=", ZERO, w[i]))],
        {"big": P},
        "not 0 <= a",
        ZERO < P,
    ),
    "an undefined factor taken out of a sum": Wrong(
        big.sum_linear,
        [],
        {"upper": k, "omit": (), "factors": (1 / x,), "bodies": (w[Bound(0)],)},
        UNDEFINED,
        eq(sum_(k, lambda i: 1 / x * w[i]), 1 / x * S),
    ),
    "sums of undefined terms": Wrong(
        big.sum_linear,
        [],
        {"upper": k, "omit": (), "factors": (ZERO,), "bodies": (1 / w[Bound(0)],)},
        UNDEFINED,
        eq(sum_(k, lambda i: 0 * (1 / w[i])), 0 * sum_(k, lambda i: 1 / w[i])),
    ),
    "a factor that is the index": Wrong(
        big.sum_linear,
        [],
        {"upper": k, "omit": (), "factors": (Bound(0),), "bodies": (w[Bound(0)],)},
        "has an open index",
    ),
    "one factor for two bodies": Wrong(
        big.sum_linear,
        [],
        {"upper": k, "omit": (), "factors": (c,), "bodies": (w[Bound(0)], u[Bound(0)])},
        "one factor for each body",
    ),
    "a product with undefined factors": Wrong(
        big.product_of_products,
        [],
        {"upper": k, "omit": (), "left": 1 / w[Bound(0)], "right": w[Bound(0)]},
        UNDEFINED,
        eq(prod(k, lambda i: 1 / w[i] * w[i]), prod(k, lambda i: 1 / w[i]) * P),
    ),
    "a body of an outer index": Wrong(
        big.product_of_products,
        [],
        {"upper": k, "omit": (), "left": u[Bound(1)], "right": w[Bound(0)]},
        "outside of its binder",
    ),
    "terms that vary counted as constant": Wrong(
        big.constant, [], {"big": S}, "depends on the index", eq(S, k * w[1])
    ),
    "an index left out that may not be there": Wrong(
        big.constant,
        [j >= 1],
        {"big": sum_(k, lambda i: c, omit=[j])},
        "distinct indices",
        eq(sum_(k, lambda i: c, omit=[j]), (k - 1) * c),
    ),
    "one index left out twice": Wrong(
        big.constant,
        [*IN_RANGE, c > 0],
        {"big": prod(k, lambda i: c, omit=[j, j])},
        "distinct indices",
        eq(prod(k, lambda i: c, omit=[j, j]), c ** (k - 1 - 1)),
    ),
    "two indices left out that may be one": Wrong(
        big.constant,
        [*IN_RANGE, l >= 1, l <= k, c > 0],
        {"big": prod(k, lambda i: c, omit=[j, l])},
        "distinct indices",
        eq(prod(k, lambda i: c, omit=[j, l]), c ** (k - 1 - 1)),
    ),
    "a power of what may be zero": Wrong(
        big.constant,
        [c >= 0],
        {"big": prod(k, lambda i: c)},
        "must be positive",
        eq(prod(k, lambda i: c), c**k),
    ),
    "no undefined terms, counted": Wrong(
        big.constant,
        [forall(EVERY, lambda i: ne(x, 0))],
        {"big": sum_(k, lambda i: 1 / x)},
        UNDEFINED,
        eq(sum_(k, lambda i: 1 / x), k * (1 / x)),
    ),
    "the log of factors that may be zero": Wrong(
        big.big_of_image, [NONNEGATIVE], {"function": "log", "product": P}, NOT_ALL
    ),
    "the log of a product that is positive": Wrong(
        big.big_of_image, [ZERO < P], {"function": "log", "product": P}, NOT_ALL
    ),
    "the absolute value of a sum": Wrong(
        big.big_of_image,
        [],
        {"function": "abs", "product": S},
        "not a prod",
        eq(abs(S), sum_(k, lambda i: abs(w[i]))),
    ),
    "the exponential of a product": Wrong(
        big.big_of_image, [], {"function": "exp", "product": P}, "not a sum"
    ),
    "another function of a product": Wrong(
        big.big_of_image, [], {"function": "sqrt", "product": P}, "does not pass through"
    ),
    "a member beyond the maximum": Wrong(
        big.extreme_bounds, [j >= 1], {"big": MAX, "index": j}, OUTSIDE, w[j] <= MAX
    ),
    "a member of no maximum": Wrong(
        big.extreme_bounds, [], {"big": MAX, "index": ONE}, OUTSIDE, w[1] <= MAX
    ),
    "the member left out of a maximum": Wrong(
        big.extreme_bounds,
        IN_RANGE,
        {"big": max_over(k, lambda i: w[i], omit=[j]), "index": j},
        OUTSIDE,
        w[j] <= max_over(k, lambda i: w[i], omit=[j]),
    ),
    "a maximum with undefined members": Wrong(
        big.extreme_bounds,
        [*IN_RANGE, ne(w[j], 0)],
        {"big": INVERSE, "index": j},
        UNDEFINED,
        1 / w[j] <= INVERSE,
    ),
    "a maximum of nothing attained": Wrong(
        big.extreme_attained, [k >= 0], {"big": MAX}, EMPTY, exists(EVERY, lambda i: eq(MAX, w[i]))
    ),
    "a maximum of one attained among none": Wrong(
        big.extreme_attained,
        [k >= 1],
        {"big": max_over(k, lambda i: w[i], omit=[1])},
        EMPTY,
        exists(indices(k, omit=[1]), lambda i: eq(max_over(k, lambda i: w[i], omit=[1]), w[i])),
    ),
    "a bound on a maximum of nothing": Wrong(
        big.extreme_least,
        [forall(EVERY, lambda i: w[i] <= c)],
        {"big": MAX, "bound": c},
        EMPTY,
        MAX <= c,
    ),
    "a bound on all members but one": Wrong(
        big.extreme_least,
        [forall(BUT_J, lambda i: w[i] <= c), big.nonempty(EVERY)],
        {"big": MAX, "bound": c},
        NOT_ALL,
        MAX <= c,
    ),
    "a maximum above what its members are above": Wrong(
        big.extreme_least,
        [forall(EVERY, lambda i: w[i] >= c), big.nonempty(EVERY)],
        {"big": MAX, "bound": c},
        NOT_ALL,
        MAX <= c,
    ),
    "a bound that varies with the index": Wrong(
        big.extreme_least,
        [forall(EVERY, lambda i: w[i] <= u[i]), big.nonempty(EVERY)],
        {"big": MAX, "bound": u[Bound(0)]},
        "has an open index",
    ),
    "a range that may be empty": Wrong(
        big.range_nonempty,
        [k >= 0],
        {"domain": EVERY, "index": ONE},
        OUTSIDE,
        big.nonempty(EVERY),
    ),
    "a range with the index left out": Wrong(
        big.range_nonempty,
        IN_RANGE,
        {"domain": BUT_J, "index": j},
        OUTSIDE,
        big.nonempty(BUT_J),
    ),
    "inner sums up to the outer index": Wrong(
        big.exchange_sums,
        [],
        {"outer": sum_(k, lambda i: sum_(i, lambda t: m[i, t]))},
        "inner range varies",
    ),
    "inner sums without the outer index": Wrong(
        big.exchange_sums,
        [],
        {"outer": sum_(k, lambda i: sum_(k, lambda t: m[i, t], omit=[i]))},
        "inner range varies",
    ),
    "a sum of products": Wrong(
        big.exchange_sums,
        [],
        {"outer": sum_(k, lambda i: prod(n, lambda t: m[i, t]))},
        "not a sum",
        eq(
            sum_(k, lambda i: prod(n, lambda t: m[i, t])),
            prod(n, lambda t: sum_(k, lambda i: m[i, t])),
        ),
    ),
    "AM-GM with numbers that may be negative": Wrong(
        cited.am_gm,
        [forall(EVERY, lambda i: ne(w[i], 0)), ONE <= k],
        {"product": P},
        "not 0 < a",
        P <= (S / k) ** k,
    ),
    "AM-GM with numbers that may be zero": Wrong(
        cited.am_gm, [NONNEGATIVE, ONE <= k], {"product": P}, "not 0 < a"
    ),
    "AM-GM for no numbers": Wrong(
        cited.am_gm, [POSITIVE], {"product": P}, "at least one number", P <= (S / k) ** k
    ),
    "AM-GM for all numbers but one, over k": Wrong(
        cited.am_gm,
        [forall(BUT_J, lambda i: ZERO < w[i]), ONE <= k],
        {"product": Q_J},
        "leave nothing out",
        Q_J <= (sum_(k, lambda i: w[i], omit=[j]) / k) ** k,
    ),
    "AM-GM for a sum": Wrong(cited.am_gm, [POSITIVE, ONE <= k], {"product": S}, "not a product"),
    "Cauchy-Schwarz with undefined terms": Wrong(
        cited.cauchy_schwarz,
        [],
        {"upper": k, "omit": (), "left": 1 / w[Bound(0)], "right": w[Bound(0)]},
        UNDEFINED,
        sum_(k, lambda i: 1 / w[i] * w[i]) ** 2
        <= sum_(k, lambda i: (1 / w[i]) ** 2) * sum_(k, lambda i: w[i] ** 2),
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_slightly_false_is_rejected(name: str) -> None:
    reject(WRONG[name])


@pytest.mark.parametrize("count", [k - 1, k + 1])
def test_k_terms_are_neither_fewer_nor_more(count: Term) -> None:
    total = sum_(k, lambda i: c)
    counted = infer(big.constant, big=total)
    reject(
        Wrong(
            numbers.follows,
            [],
            {"goal": eq(total, count * c)},
            "does not follow at a glance",
            eq(total, count * c),
            [counted],
        )
    )


def test_what_is_put_in_must_be_a_natural_and_closed() -> None:
    bodies = Big("sum", k, (), w[Bound(1)])
    with pytest.raises(LanguageError):
        infer(big.split_off, *given(*IN_RANGE), big=bodies, index=j)
    for index in (x, as_term(Fraction(1, 2)), k - 1, Bound(0)):
        with pytest.raises(LanguageError):
            infer(big.split_off, *given(1 <= index, index <= k), big=P, index=index)
        with pytest.raises(LanguageError):
            infer(big.extreme_bounds, *given(1 <= index, index <= k), big=MAX, index=index)
    with pytest.raises(LanguageError):
        infer(big.extreme_attained, *given(big.nonempty(EVERY)), big=Op("neg", (MAX,)))


def test_too_few_premises_are_no_crash() -> None:
    for rule in (big.termwise_equal, big.termwise_compare):
        with pytest.raises(CertificateError, match="does not apply"):
            infer(rule, left=P, right=P)
    with pytest.raises(CertificateError, match="does not apply"):
        infer(big.big_sign, big=P)
    with pytest.raises(CertificateError, match="does not apply"):
        infer(cited.am_gm, product=P)
