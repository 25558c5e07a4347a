"""The lemmas of the card restated in plain Python from the issue's table, and compared.

Each function draws one instance and says of every hypothesis, in order, and of the conclusion
whether it is true, without the language of statements: a statement that was bent would disagree.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from itertools import product as combinations
from math import prod
from typing import Any, TypeAlias

import pytest
from found import BY_ID
from mpmath import mp, mpf
from variants import variants

from verifier.language.evaluate import Truth, truth
from verifier.language.instance import Instance, InstanceValue, Run, polynomial_function
from verifier.language.law import Law
from verifier.language.statement import Over, Statement

Q = Fraction
Number: TypeAlias = Any  # a Fraction or an mpf
Claim: TypeAlias = Callable[[], bool]
DRAWS = 400
DIGITS = 60
VALUES = tuple(map(Q, ("1", "2", "1/2", "3", "3/2", "-1", "1/3", "0", "-2", "5/4", "1/10", "-1/2")))
POSITIVE = tuple(value for value in VALUES if value > 0)
MEANING = {Truth.TRUE: True, Truth.TRUE_SO_FAR: True, Truth.FALSE: False}


class Undefined(Exception):
    """What is compared does not exist."""


class Close(Exception):
    """Two roundings are too close to be told apart."""


@dataclass(frozen=True)
class Drawn:
    """Values by name, what the hypotheses say of them, what the conclusion does."""

    values: dict[str, InstanceValue]
    hypotheses: Sequence[Claim]
    conclusion: Claim
    horizon: int = 3


# Plain arithmetic


def real(value: Number) -> Number:
    """A number with many digits."""
    return mpf(value.numerator) / value.denominator if isinstance(value, Fraction) else value


def at_most(a: Number, b: Number) -> bool:
    """a <= b; exact for rationals."""
    if isinstance(a, Fraction | int) and isinstance(b, Fraction | int):
        return a <= b
    a, b = real(Q(a) if isinstance(a, int) else a), real(Q(b) if isinstance(b, int) else b)
    if abs(a - b) <= mpf(10) ** (20 - DIGITS) * (1 + abs(a)):
        raise Close
    return bool(a < b)


def over(a: Number, b: Number) -> Number:
    """a / b."""
    if b == 0:
        raise Undefined
    return real(a) / real(b) if not isinstance(b, Fraction | int) else a / b


def root(a: Number) -> Number:
    """The square root."""
    if a < 0:
        raise Undefined
    return mp.sqrt(real(a))


def ln(a: Number) -> Number:
    """The natural logarithm."""
    if a <= 0:
        raise Undefined
    return mp.log(real(a))


def to_the(a: Number, b: Fraction) -> Number:
    """a**b: for an integer b, for a > 0, and for a = 0 < b."""
    if (a < 0 and b.denominator != 1) or (a == 0 and b <= 0):
        raise Undefined
    if b.denominator == 1:
        return a ** int(b)
    return mpf(0) if a == 0 else real(a) ** real(b)


def times(values: Iterable[Fraction]) -> Fraction:
    """The product."""
    return prod(values, start=Q(1))


def plus(values: Iterable[Fraction]) -> Fraction:
    """The sum."""
    return sum(values, start=Q(0))


def others(x: Sequence[Fraction], j: int) -> Fraction:
    """The product of all members but the one at place j, counted from 0."""
    return times([*x[:j], *x[j + 1 :]])


def norm(x: Sequence[Fraction]) -> Number:
    """The Euclidean norm."""
    return root(plus(value**2 for value in x))


# Drawing


def some(r: random.Random, k: int, pool: Sequence[Fraction] = VALUES) -> list[Fraction]:
    """k of the values."""
    return [r.choice(pool) for _ in range(k)]


def polynomial(r: random.Random) -> tuple[list[Fraction], Callable[[Fraction], Fraction]]:
    """Coefficients by rising powers, and the derivative."""
    c = [r.choice(VALUES) for _ in range(r.choice((2, 2, 3, 4)))]
    return c, lambda p: plus(n * c[n] * p ** (n - 1) for n in range(1, len(c)))


def value_of(c: Sequence[Fraction], p: Fraction) -> Fraction:
    """The value of a polynomial."""
    return plus((a * p**n for n, a in enumerate(c)))


def lemma_5(r: random.Random) -> Drawn:
    """w_1..w_k i.i.d. with E abs(w_1) <= a, a > 0, k >= 1:
    Pr(max_j abs(Q_j) >= k a^((k-1)/2)) <= a^((k-1)/2)."""
    k, a = r.randint(1, 4), r.choice((*POSITIVE, Q(1, 100), Q(0), Q(-1)))
    masses = r.choice(((Q(1),), (Q(1, 2), Q(1, 2)), (Q(1, 10), Q(9, 10))))
    laws = [[(p, v) for p, v in zip(masses, some(r, len(masses)), strict=True)] for _ in range(k)]
    if r.random() < 0.6:
        laws = [laws[0]] * k
    if r.random() < 0.7:
        rows = [
            (times((p for p, _ in row)), tuple(v for _, v in row)) for row in combinations(*laws)
        ]
    else:
        rows = [(p, tuple(law[place][1] for law in laws)) for place, p in enumerate(masses)]

    def chance(event: Callable[[tuple[Fraction, ...]], bool]) -> Fraction:
        return plus((p for p, row in rows if event(row)))

    support = [{row[i] for _, row in rows} for i in range(k)]

    def marginal(i: int, v: Fraction) -> Fraction:
        return chance(lambda row: row[i] == v)

    def independent() -> bool:
        return all(
            chance(lambda row, v=v: row == v)  # type: ignore[misc]
            == times(marginal(i, v[i]) for i in range(k))
            for v in combinations(*support)
        )

    def conclusion() -> bool:
        rate = to_the(a, Q(k - 1, 2))
        event = chance(
            lambda row: at_most(k * rate, max(abs(others(list(row), j)) for j in range(k)))
        )
        return at_most(event, rate)

    return Drawn(
        {"k": Q(k), "a": a, "w": Law(tuple(rows))},
        [
            lambda: k >= 1,
            lambda: a > 0,
            independent,
            lambda: all(
                marginal(i, v) == marginal(0, v) for i in range(k) for v in support[0] | support[i]
            ),
            lambda: plus(p * abs(row[0]) for p, row in rows) <= a,
        ],
        conclusion,
    )


def lemma_6(r: random.Random, printed: bool = False) -> Drawn:
    """k >= 2; alpha, beta, delta > 0; max_j abs(Q_j(w)) <= alpha; abs(w_i) >= delta for all i;
    norm2(v - w) <= delta/sqrt(k-1) * log(beta/alpha): abs(P(v)) <= beta * max_i abs(v_i), and for
    every L with abs(f'(p)) <= L on abs(p) <= beta * max_i abs(v_i):
    norm2(grad F(v)) <= L * sqrt(k) * beta.  As printed: sqrt(k beta)."""
    k = r.randint(1, 5)
    w = some(r, k)
    v = [x + r.choice((Q(0), Q(0), Q(1, 10), Q(-1, 3))) for x in w]
    alpha, beta, delta = (r.choice((*POSITIVE, Q(7), r.choice(VALUES))) for _ in range(3))
    if r.random() < 0.5 and 0 not in w:  # as the hypotheses want it, or nearly
        alpha, delta = max(abs(others(w, j)) for j in range(k)), min(map(abs, w))
        beta = alpha * r.choice((Q(1), Q(2), Q(9)))
    L = r.choice((*VALUES, Q(10)))
    # The size of the derivative on an interval around 0 is largest at its end.
    degree, c = r.choice((1, 2, 3)), r.choice(VALUES)
    reach = beta * max(map(abs, v))

    def slope(p: Fraction) -> Fraction:
        return c * degree * p ** (degree - 1)

    def conclusion() -> bool:
        if not at_most(abs(times(v)), reach):
            return False
        if reach >= 0 and not at_most(abs(slope(reach)), L):
            return True
        gradient = [slope(times(v)) * others(v, j) for j in range(k)]
        return at_most(norm(gradient), L * (root(k * beta) if printed else root(Q(k)) * real(beta)))

    return Drawn(
        {"k": Q(k), "alpha": alpha, "beta": beta, "delta": delta, "L": L, "w": tuple(w),
         "v": tuple(v), "f": polynomial_function([*[0] * degree, c])},
        [
            lambda: k >= 2,
            lambda: alpha > 0,
            lambda: beta > 0,
            lambda: delta > 0,
            lambda: max(abs(others(w, j)) for j in range(k)) <= alpha,
            lambda: all(abs(x) >= delta for x in w),
            lambda: at_most(
                norm([a - b for a, b in zip(v, w, strict=True)]),
                over(real(delta), root(Q(k - 1))) * ln(over(beta, alpha)),
            ),
        ],
        conclusion,
    )  # fmt: skip


def lemma_6_shift(r: random.Random) -> Drawn:
    """s > 0, M = prod (abs(w_i) + s), sum_i abs(v_i - w_i) <= s/2:
    abs(P(v)) <= 2M and abs(Q_j(v)) <= 2M/s for all j."""
    k, s = r.randint(1, 5), r.choice(VALUES)
    w = some(r, k)
    v = [x + r.choice((Q(0), Q(1, 8), Q(-1, 10), Q(4))) for x in w]
    largest = times(abs(x) + s for x in w)

    def conclusion() -> bool:
        if not abs(times(v)) <= 2 * largest:
            return False
        bound = over(2 * largest, s)
        return all(abs(others(v, j)) <= bound for j in range(k))

    return Drawn(
        {"k": Q(k), "s": s, "w": tuple(w), "v": tuple(v)},
        [
            lambda: s > 0,
            lambda: plus(abs(a - b) for a, b in zip(v, w, strict=True)) <= s / 2,
        ],
        conclusion,
    )


def lemma_7(r: random.Random) -> Drawn:
    """alpha > 0, w_i > alpha for all i, k >= 1:
    prod (w_i - alpha) <= ((prod w_i)^(1/k) - alpha)^k."""
    k, alpha = r.randint(1, 5), r.choice((*VALUES, Q(1, 10), Q(1, 3)))
    w = some(r, k, r.choice((VALUES, POSITIVE)))

    def conclusion() -> bool:
        mean = to_the(times(w), Q(1, k))
        shifted = mean - alpha if isinstance(mean, Fraction) else mean - real(alpha)
        return at_most(times(x - alpha for x in w), shifted**k)

    return Drawn(
        {"k": Q(k), "alpha": alpha, "w": tuple(w)},
        [lambda: k >= 1, lambda: alpha > 0, lambda: all(x > alpha for x in w)],
        conclusion,
    )


def lemma_11(r: random.Random) -> Drawn:
    """Signs s_i in {-1, +1}, s = prod s_i; f differentiable, f_s(p) = f(s p); GD on f(prod w) from
    w(1) and on f_s(prod v) from v_i(1) = s_i w_i(1), any eta: for all t, v_i(t) = s_i w_i(t) and
    the losses agree."""
    k, eta = r.randint(1, 3), r.choice(VALUES)
    c, slope = polynomial(r)
    signs = some(r, k, r.choice(((Q(1), Q(-1)), (Q(1), Q(-1)), VALUES)))
    sigma = r.choice((times(signs), times(signs), times(signs), Q(2)))
    w, v = [some(r, k)], []
    v.append([s * x for s, x in zip(signs, w[0], strict=True)])
    if r.random() < 0.2:
        v[0][0] += 1
    for _ in range(2):
        w.append([w[-1][j] - eta * slope(times(w[-1])) * others(w[-1], j) for j in range(k)])
        inner = [sigma * slope(sigma * times(v[-1])) * others(v[-1], j) for j in range(k)]
        v.append([v[-1][j] - eta * inner[j] for j in range(k)])
    bent_w, bent_v = r.random() < 0.2, r.random() < 0.2
    w[1][0] += bent_w
    v[2][k - 1] += bent_v

    def descends(x: list[list[Fraction]], factor: Fraction) -> bool:
        return all(
            x[t + 1][j] == x[t][j] - eta * factor * slope(factor * times(x[t])) * others(x[t], j)
            for t in range(2)
            for j in range(k)
        )

    def flipped(t: int) -> bool:
        return all(v[t][j] == signs[j] * w[t][j] for j in range(k))

    return Drawn(
        {"k": Q(k), "sigma": sigma, "eta": eta, "s": tuple(signs), "f": polynomial_function(c),
         "w": Run(tuple(map(tuple, w))), "v": Run(tuple(map(tuple, v)))},
        [
            lambda: all(s in (1, -1) for s in signs),
            lambda: sigma == times(signs),
            lambda: descends(w, Q(1)),
            lambda: descends(v, sigma),
            lambda: flipped(0),
        ],
        lambda: all(
            flipped(t) and value_of(c, sigma * times(v[t])) == value_of(c, times(w[t]))
            for t in range(2)
        ),
        horizon=2,
    )  # fmt: skip


def lemma_12(r: random.Random) -> Drawn:
    """a > 0, b >= 0: log(a + b) <= log a + b/a."""
    a, b = r.choice(VALUES), r.choice((*VALUES, Q(7)))

    def conclusion() -> bool:
        if b == 0 and a > 0:
            return True
        return at_most(ln(a + b), ln(a) + over(real(b), a))

    return Drawn({"a": a, "b": b}, [lambda: a > 0, lambda: b >= 0], conclusion)


def lemma_13(r: random.Random) -> Drawn:
    """gamma >= delta > 0, y > 0, k >= 2, F = (P - y)^2/2, 0 <= P(1) < y, w_{j*}(1) >= delta for an
    argmin j*, w_j(1) >= gamma for j != j*, 0 < eta <= delta^2/(2 k y^2), 0 < eps: F(w(t)) <= eps
    for all t >= 1 with t >= log(y^2/(2 eps))/(k delta^2 gamma^(2(k-2)) eta)."""
    k, m = r.randint(1, 4), r.choice((1, 1, 2, 0, 5))
    delta, gamma = r.choice(POSITIVE), r.choice(POSITIVE)
    if r.random() < 0.1:
        delta = r.choice((Q(0), Q(-1)))
    w = [some(r, k, r.choice((POSITIVE, POSITIVE, VALUES)))]
    if r.random() < 0.5 and min(w[0]) > 0:  # as the hypotheses want it
        m = w[0].index(min(w[0])) + 1
        delta = r.choice((Q(1, 2), Q(1))) * w[0][m - 1]
        gamma = min([x for i, x in enumerate(w[0], 1) if i != m], default=delta)
    y = r.choice((*VALUES, 2 * times(w[0]), times(w[0]) + 1))
    small = delta**2 / (2 * k * y**2) if y else Q(1)
    eta = r.choice((small, small, small / 2, Q(1, 2), Q(-1)))
    eps = r.choice((*VALUES, Q(1, 100), y**2 / 2))
    for _ in range(3):
        gap = times(w[-1]) - y
        w.append([w[-1][j] - eta * gap * others(w[-1], j) for j in range(k)])
    w[2][k - 1] += r.random() < 0.2

    def member(i: int) -> Fraction:
        return w[0][i - 1] if 1 <= i <= k else Q(0)

    def descends() -> bool:
        return all(
            w[t + 1][j] == w[t][j] - eta * (times(w[t]) - y) * others(w[t], j)
            for t in range(3)
            for j in range(k)
        )

    def conclusion() -> bool:
        for t in range(1, 4):
            rate = k * real(delta) ** 2 * to_the(gamma, Q(2 * (k - 2))) * real(eta)
            from_then_on = over(ln(over(y**2, 2 * eps)), rate)
            if at_most(from_then_on, Q(t)) and not (times(w[t - 1]) - y) ** 2 / 2 <= eps:
                return False
        return True

    return Drawn(
        {"k": Q(k), "m": Q(m), "y": y, "delta": delta, "gamma": gamma, "eta": eta, "eps": eps,
         "w": Run(tuple(map(tuple, w)))},
        [
            lambda: k >= 2,
            lambda: m >= 1,
            lambda: m <= k,
            lambda: delta > 0,
            lambda: gamma >= delta,
            lambda: y > 0,
            lambda: all(member(m) <= x for x in w[0]),
            lambda: member(m) >= delta,
            lambda: all(x >= gamma for i, x in enumerate(w[0], 1) if i != m),
            lambda: times(w[0]) >= 0,
            lambda: times(w[0]) < y,
            lambda: eta > 0,
            lambda: eta <= over(delta**2, 2 * k * y**2),
            lambda: eps > 0,
            descends,
        ],
        conclusion,
    )  # fmt: skip


RESTATED: dict[str, Callable[[random.Random], Drawn]] = {
    "shamir2019/lemma-5": lemma_5,
    "shamir2019/lemma-6": lemma_6,
    "shamir2019/lemma-6-as-printed": partial(lemma_6, printed=True),
    "shamir2019/lemma-6-shift": lemma_6_shift,
    "shamir2019/lemma-7": lemma_7,
    "shamir2019/lemma-11": lemma_11,
    "shamir2019/lemma-12": lemma_12,
    "shamir2019/lemma-13": lemma_13,
}
# What is true of all that is drawn, or wherever it is defined.
NEVER_FALSE = {
    ("shamir2019/lemma-5", "there is a factor"),
    ("shamir2019/lemma-7", "there is a factor"),
    ("shamir2019/lemma-12", "then"),
}


def as_instance(stated: Statement, drawn: Drawn) -> Instance:
    """The values, which are those of what the statement declares and of nothing else."""
    items = [d.symbol if isinstance(d, Over) else d for d in stated.variables]
    assert {item.name for item in items} == drawn.values.keys()
    assert all(
        getattr(declaration.upper, "name", None) == "k"
        for declaration in stated.variables
        if isinstance(declaration, Over)
    )
    return Instance({item: drawn.values[item.name] for item in items}, drawn.horizon)


def meaning(claim: Claim) -> bool | None:
    """Whether a plain claim is true; None if something in it does not exist."""
    try:
        return claim()
    except Undefined:
        return None


@dataclass
class Comparison:
    """How a statement compares with its restatement: the first place where they differ, how often
    each part was true or false, and how often all hypotheses were true."""

    differs: str = ""
    seen: Counter[tuple[str, bool]] = field(default_factory=Counter)
    all_hold: int = 0


def compared(id_: str, stated: Statement, draws: int) -> Comparison:
    """A statement compared with what is said of a lemma here, until they differ."""
    parts = [*((h.name, h.proposition) for h in stated.hypotheses), ("then", stated.conclusion)]
    source, found = random.Random(id_), Comparison()
    for _ in range(draws):
        drawn = RESTATED[id_](source)
        instance = as_instance(stated, drawn)
        claims = [*drawn.hypotheses, drawn.conclusion]
        assert len(claims) == len(parts)
        held = set()
        for (name, proposition), claim in zip(parts, claims, strict=True):
            try:
                mine = meaning(claim)
            except Close:
                continue
            theirs = MEANING.get(truth(proposition, instance, max_precision=400))
            if mine is not theirs:
                found.differs = f"'{name}' is {mine}, not {theirs}, at {instance.to_json()}"
                return found
            if mine is not None:
                found.seen[name, mine] += 1
            held.add(mine if name != "then" else True)
        found.all_hold += held == {True}
    return found


@pytest.mark.parametrize("id_", RESTATED)
def test_the_statement_is_that_of_the_card(id_: str) -> None:
    stated = BY_ID[id_].lemma.statement
    with mp.workdps(DIGITS):
        found = compared(id_, stated, DRAWS)
    assert not found.differs
    print(f"\n{id_}: {found.seen.total()} comparisons; all hypotheses hold {found.all_hold} times")
    for name in [*(h.name for h in stated.hypotheses), "then"]:
        assert found.seen[name, True], f"'{name}' was never true"
        if (id_, name) not in NEVER_FALSE:
            assert found.seen[name, False], f"'{name}' was never false"
    assert found.all_hold >= DRAWS // 20, "the hypotheses hardly held together"


@pytest.mark.parametrize("id_", RESTATED)
def test_a_statement_that_was_bent_is_noticed(id_: str) -> None:
    stated = BY_ID[id_].lemma.statement
    bent = [
        v for v in variants(stated, 30) if len(v.statement.hypotheses) == len(stated.hypotheses)
    ]
    with mp.workdps(DIGITS):
        missed = [v.name for v in bent if not compared(id_, v.statement, DRAWS).differs]
    print(f"\n{id_}: {len(bent) - len(missed)} of {len(bent)} noticed, not {missed}")
    assert 4 * len(missed) <= len(bent), missed
