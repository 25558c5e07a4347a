"""False variants of the lemmas of the card and of those on the clock, each with a witness."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from sharp import SHARP, Value
from variants import Variant

from verifier.language.build import (
    both,
    eq,
    exp,
    family,
    forall,
    function,
    implies,
    indices,
    log,
    max_over,
    natural,
    norm2,
    partial,
    probability,
    prod,
    random_family,
    rational,
    real,
    reals,
    sequence,
    sqrt,
    times,
)
from verifier.language.instance import (
    Instance,
    InstanceValue,
    Process,
    Run,
    polynomial_function,
    process_of,
    recursion_of,
)
from verifier.language.law import Law, product_law
from verifier.language.statement import Hypothesis, Over, Statement
from verifier.language.terms import (
    NATURAL,
    REAL,
    Proposition,
    Relation,
    Symbol,
    Term,
    TermLike,
    Variable,
)

k, m, t = natural("k"), natural("m"), natural("t")
a, b, s, y = real("a"), real("b"), real("s"), real("y")
alpha, beta, delta, gamma = real("alpha"), real("beta"), real("delta"), real("gamma")
eta, eps, L, sigma = real("eta"), real("eps"), real("L"), real("sigma")
w, v, signs, f = family("w"), family("v"), family("s"), function("f", smooth=1)
W, V, X = sequence("w"), sequence("v"), random_family("w")


@dataclass(frozen=True)
class Supplied:
    """A false variant with an instance on which it fails."""

    variant: Variant
    witness: Instance


def product(symbol: Symbol, *omit: TermLike) -> Term:
    """The product of the members of a family, without those left out."""
    return prod(k, lambda i: symbol[i], omit=omit)


def changed(
    stated: Statement,
    conclusion: Proposition | None = None,
    without: str = "",
    other: Mapping[str, Proposition] | None = None,
) -> Statement:
    """A statement with another conclusion, one hypothesis less, or some of them changed.

    The names are those of the lemma; one that it does not have is an error of the test.
    """
    names = [h.name for h in stated.hypotheses]
    assert {*(other or {}), without} <= {*names, ""}, f"{names} has other names"
    hypotheses = tuple(
        Hypothesis(h.name, (other or {}).get(h.name, h.proposition))
        for h in stated.hypotheses
        if h.name != without
    )
    concluded = stated.conclusion if conclusion is None else conclusion
    return replace(stated, hypotheses=hypotheses, conclusion=concluded)


HORIZON = 20  # times looked at


def instance(stated: Statement, **values: Value) -> Instance:
    """Values by name: families and starts of runs as lists, polynomials by rising powers, laws as
    lists of the one value that each member has."""
    found: dict[Variable | Symbol, InstanceValue] = {}
    for declaration in stated.variables:
        item = declaration.symbol if isinstance(declaration, Over) else declaration
        found[item] = _value(stated, item, values.pop(item.name, None))
    assert not values, f"not declared: {', '.join(values)}"
    return Instance(found, HORIZON)


def _value(stated: Statement, item: Variable | Symbol, value: Value | None) -> InstanceValue:
    if value is None:
        assert isinstance(item, Symbol) and item.random, f"{item.name} has no value"
        processes = dict(p for p in map(process_of, stated.assumptions) if p is not None)
        return processes.get(item, Process())
    if isinstance(value, Law):
        return value
    if not isinstance(value, list):
        return Fraction(value)
    assert isinstance(item, Symbol)
    if any(isinstance(row, list) for row in value):  # a sequence that follows no recursion
        return Run(tuple(tuple(map(Fraction, row)) for row in value))  # type: ignore[arg-type]
    row = tuple(map(Fraction, value))  # type: ignore[arg-type]
    if item.sorts == (REAL,):
        return polynomial_function(row)
    if item.random:
        return Law(((Fraction(1), row),))
    runs = [r for r in map(recursion_of, stated.assumptions) if r is not None and r.symbol == item]
    if runs or item.sorts == (NATURAL, NATURAL):
        return Run((row,), runs[0] if runs else None)
    return row


def lemma_5(stated: Statement) -> Iterator[tuple[str, Statement, Instance]]:
    largest = max_over(k, lambda j: abs(product(X, j)))
    rate = a ** ((k - 1) / 2)
    fair = product_law([[(Fraction(1, 2), Fraction(0)), (Fraction(1, 2), Fraction(1, 2))]] * 2)
    nothing = Law(((Fraction(1), (Fraction(0),)),))
    dropped = changed(stated, without="the factors are independent")
    half, zero = Fraction(1, 2), Fraction(0)
    copies = Law(((Fraction(1, 100), (half,) * 3), (Fraction(99, 100), (zero,) * 3)))
    yield "independence dropped", dropped, instance(dropped, k=3, a="3/400", w=copies)
    one_law = changed(stated, without="the factors have one law")
    apart = Law(((Fraction(1), (zero, Fraction(2))),))
    yield "one law dropped", one_law, instance(one_law, k=2, a="1/2", w=apart)
    without_k = changed(stated, probability(largest >= rate) <= rate)
    yield "the union bound without its k", without_k, instance(without_k, k=2, a="1/4", w=fair)
    more = a ** (k / 2)
    k_for_less = changed(stated, probability(largest >= k * more) <= more)
    yield "k for k - 1", k_for_less, instance(k_for_less, k=1, a="1/4", w=nothing)


def lemma_6(stated: Statement) -> Iterator[tuple[str, Statement, Instance]]:
    largest = max_over(k, lambda i: abs(v[i]))
    gradient = norm2(k, lambda j: partial(f(product(v)), v[j]))

    def conclusion(bound: Term, reach: Term) -> Proposition:
        slope = forall(reals(), lambda p: implies(abs(p) <= reach, abs(f.prime(p)) <= L))
        return both(abs(product(v)) <= beta * largest, implies(slope, gradient <= bound))

    printed = changed(stated, conclusion(L * sqrt(k * beta), beta * largest))
    start: dict[str, Value] = {"alpha": 2, "beta": 2, "delta": 1, "w": [2, 2], "v": [2, 2]}
    yield "as printed", printed, instance(printed, k=2, L=1, f=[0, 1], **start)
    reach = changed(stated, conclusion(L * sqrt(k) * beta, beta))
    yield "slopes up to beta only", reach, instance(reach, k=2, L=2, f=["0", "0", "1/2"], **start)
    no_root = changed(stated, conclusion(L * beta, beta * largest))
    yield "sqrt(k) dropped", no_root, instance(no_root, k=2, L=1, f=[0, 1], **start)
    distance = norm2(k, lambda i: v[i] - w[i])
    wider = changed(stated, other={"v is in the ball": distance <= delta * log(beta / alpha)})
    yield (
        "radius without sqrt(k - 1)",
        wider,
        instance(
            wider, k=3, alpha=1, beta="6/5", delta=1, L=0, w=[1, 1, 1], v=["11/10"] * 3, f=[0]
        ),
    )
    near_zero = changed(stated, without="w is away from zero")
    yield (
        "w may be near zero",
        near_zero,
        instance(
            near_zero, k=2, alpha="1/2", beta=1, delta=4, L=0, w=["0", "1/2"], v=[2, 2], f=[0]
        ),
    )


def lemma_6_shift(stated: Statement) -> Iterator[tuple[str, Statement, Instance]]:
    shifted = prod(k, lambda i: abs(w[i]) + s)

    def others(bound: Term) -> Proposition:
        return forall(indices(k), lambda j: abs(product(v, j)) <= bound)

    unshifted = changed(stated, abs(product(v)) <= 2 * prod(k, lambda i: abs(w[i])))
    yield "not shifted", unshifted, instance(unshifted, k=1, s=1, w=[0], v=["1/2"])
    fourth = changed(stated, others(shifted / (4 * s)))
    yield "an eighth for Q_j", fourth, instance(fourth, k=1, s=1, w=[0], v=[0])
    square = changed(stated, others(2 * shifted / s**2))
    yield "2M/s**2", square, instance(square, k=1, s=3, w=[0], v=[0])
    fewer = changed(stated, abs(product(v)) <= 2 * prod(k, lambda i: abs(w[i]) + s, omit=[k]))
    yield "k - 1 factors", fewer, instance(fewer, k=1, s=1, w=[3], v=[3])
    far = changed(stated, without="v is near w")
    yield "v far from w", far, instance(far, k=1, s=1, w=[0], v=[100])


def lemma_7(stated: Statement) -> Iterator[tuple[str, Statement, Instance]]:
    root = product(w) ** (1 / k)
    left, right = prod(k, lambda i: w[i] - alpha), (root - alpha) ** k
    flipped = changed(stated, left >= right)
    yield "flipped", flipped, instance(flipped, k=2, alpha="1/2", w=[1, 4])
    strict = changed(stated, left < right)
    yield "strict", strict, instance(strict, k=1, alpha=1, w=[2])
    added = changed(stated, prod(k, lambda i: w[i] + alpha) <= (root + alpha) ** k)
    yield "alpha added", added, instance(added, k=2, alpha="1/2", w=[1, 4])
    other_root = changed(stated, left <= (product(w) ** (1 / (k + 1)) - alpha) ** k)
    yield "root of order k + 1", other_root, instance(other_root, k=1, alpha=1, w=[4])
    below = changed(stated, without="the factors exceed alpha")
    yield "factors below alpha", below, instance(below, k=3, alpha=1, w=[0, 0, 5])


def lemma_11(stated: Statement) -> Iterator[tuple[str, Statement, Instance]]:
    one: dict[str, Value] = {"k": 1, "w": [1], "f": [0, 1]}
    start = changed(stated, without="v(1) is w(1) with the signs s")
    yield (
        "any start of v",
        start,
        instance(start, sigma=1, eta=0, s=[1], v=[2], **one),
    )
    any_sigma = changed(stated, without="sigma is their product")
    yield "any sigma", any_sigma, instance(any_sigma, sigma=2, eta=0, s=[1], v=[1], **one)
    any_sign = changed(stated, without="the s_i are signs")
    yield "any s_i", any_sign, instance(any_sign, sigma=2, eta=0, s=[2], v=[2], **one)
    same = changed(
        stated, forall(times(1), lambda t: forall(indices(k), lambda j: eq(V[j, t], W[j, t])))
    )
    yield "no signs", same, instance(same, sigma=-1, eta=0, s=[-1], v=[-1], **one)

    def update(t: Variable, j: Variable) -> Proposition:
        loss = f(sigma * prod(k, lambda i: V[i, t]))
        return eq(V[j, t + 1], V[j, t] - partial(loss, V[j, t]))

    printed = changed(
        stated,
        other={
            "descent from v(1)": forall(
                times(1), lambda t: forall(indices(k), lambda j: update(t, j))
            )
        },
    )
    yield "step size 1 for v", printed, instance(printed, sigma=1, eta=2, s=[1], v=[1], **one)


def lemma_12(stated: Statement) -> Iterator[tuple[str, Statement, Instance]]:
    for name, conclusion, values in (
        ("b/a halved", log(a + b) <= log(a) + b / (2 * a), (1, 1)),
        ("flipped", log(a + b) >= log(a) + b / a, (1, 1)),
        ("strict", log(a + b) < log(a) + b / a, (1, 0)),
        ("b/(a + b)", log(a + b) <= log(a) + b / (a + b), (1, 1)),
        ("one per cent less", log(a + b) <= log(a) + rational("99/100") * b / a, (1000, 1)),
    ):
        variant = changed(stated, conclusion)
        yield name, variant, instance(variant, a=values[0], b=values[1])


def lemma_13(stated: Statement) -> Iterator[tuple[str, Statement, Instance]]:
    def loss(t: TermLike) -> Term:
        return (prod(k, lambda i: W[i, t]) - y) ** 2 / 2

    rate = k * delta**2 * gamma ** (2 * (k - 2)) * eta
    ones: dict[str, Value] = {"k": 2, "m": 1, "delta": 1, "gamma": 1, "w": [1, 1], "y": 2}
    printed = changed(stated, forall(times(1), lambda t: loss(t) <= exp(-rate * t) * loss(1)))
    yield (
        "the printed step",
        printed,
        instance(printed, eta="1/16", eps=1, **ones),
    )
    for name, factor in (("eps halved", rational("1/2")), ("eps less by 1/10", rational("9/10"))):
        less = changed(
            stated,
            forall(
                times(1),
                lambda t, factor=factor: implies(  # type: ignore[misc]
                    t >= log(y**2 / (2 * eps)) / rate, loss(t) <= factor * eps
                ),
            ),
        )
        near_zero: dict[str, Value] = {"w": ["1/100", "1/100"], "delta": "1/100", "gamma": "1/100"}
        values = {**ones, **near_zero, "eta": "1/1000000", "eps": 2}
        yield name, less, instance(less, **values)
    still = changed(stated, without="gradient descent")
    yield "no descent", still, instance(still, eta="1/16", eps="1/4", **ones)
    large = changed(stated, without="the step size is small")
    yield "large steps", large, instance(large, eta=5, eps="1/2", **ones)
    small = changed(stated, without="w_m is at least delta")
    yield (
        "w_m below delta",
        small,
        instance(small, k=2, m=1, delta=2, gamma=2, w=[0, 2], y=1, eta=1, eps=1),
    )
    faster_rate = k * delta**2 * gamma ** (2 * (k - 1)) * eta
    faster = changed(
        stated,
        forall(
            times(1),
            lambda t: implies(t >= log(y**2 / (2 * eps)) / faster_rate, loss(t) <= eps),
        ),
    )
    yield (
        "gamma**(2(k - 1))",
        faster,
        instance(
            faster,
            k=2,
            m=1,
            delta=10,
            gamma=10,
            w=[10, 10],
            y=101,
            eta="1/500",
            eps="1/10",
        ),
    )


def clock(stated: Statement) -> Iterator[tuple[str, Statement, Instance]]:
    """Of a clock that stands still, as the bound just allows."""
    names = [d.name for d in stated.variables if not isinstance(d, Over)]
    values: dict[str, Value] = {
        "x": [0] if "n" in names else 0, "n": 1, "theta": [0], "delta": 0, "g": [1], "Psi": [0],
        "a": -1, "b": 0, "rho": 0, "sigma": 0, "tau": 0, "mu": 1, "M": 1, "eps": 1,
    }  # fmt: skip
    still = {name: values[name] for name in names}
    dropped: dict[str, dict[str, Value]] = {
        "Psi is the clock": {"mu": 0},
        "g has small slopes": {"rho": -1},
    }
    if "tau" in names:
        dropped["g has a small third derivative"] = {"tau": -1}
    elif "sigma" in names:
        dropped["g has small curvature"] = {"sigma": -1}
    else:
        dropped = {"unperturbed steps": {"eps": 0}, "g Psi' is bounded": {"delta": 1, "M": -1}}
    for name, less in dropped.items():
        without = changed(stated, without=name)
        yield f"without '{name}'", without, instance(without, **{**still, **less})
    bound = stated.conclusion
    assert isinstance(bound, Relation)
    half = changed(stated, Relation("<=", bound.left, rational("1/2") * bound.right))
    yield "constant halved", half, instance(half, **still)
    strict = changed(stated, Relation("<", bound.left, bound.right))
    yield "relation strict", strict, instance(strict, **still)
    flipped = changed(stated, Relation(">=", bound.left, bound.right))
    yield "relation flipped", flipped, instance(flipped, **{**still, "Psi": [0, 1]})


CARD = {
    "shamir2019/lemma-5": lemma_5,
    "shamir2019/lemma-6": lemma_6,
    "shamir2019/lemma-6-shift": lemma_6_shift,
    "shamir2019/lemma-7": lemma_7,
    "shamir2019/lemma-11": lemma_11,
    "shamir2019/lemma-12": lemma_12,
    "shamir2019/lemma-13": lemma_13,
    "escape/clock": clock,
    "escape/clock-count": clock,
    "escape/clock-step": clock,
}


def sharp(id_: str, stated: Statement) -> tuple[Instance, ...]:
    """Instances at which some variants of a lemma fail; values of other names are left out."""
    names = {(d.symbol if isinstance(d, Over) else d).name for d in stated.variables}
    return tuple(
        instance(stated, **{name: value for name, value in values.items() if name in names})
        for values in SHARP.get(id_, ())
    )


def supplied(id_: str, stated: Statement) -> tuple[Supplied, ...]:
    """The false variants supplied for a lemma; none for those that are not on the card."""
    made = CARD[id_](stated) if id_ in CARD else iter(())
    return tuple(Supplied(Variant(f"* {name}", changed), at) for name, changed, at in made)
