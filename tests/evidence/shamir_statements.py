"""The lemmas of Shamir (2019) as statements, on which evaluation and evidence are tested."""

from __future__ import annotations

from collections.abc import Callable

from verifier.language.build import (
    both,
    either,
    eq,
    exp,
    expectation,
    family,
    forall,
    function,
    implies,
    independent,
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
    same_law,
    sequence,
    sqrt,
    sum_,
    times,
)
from verifier.language.statement import Statement, over, statement
from verifier.language.terms import Symbol, Term, Variable

k, m = natural("k"), natural("m")
a, b, s, y = real("a"), real("b"), real("s"), real("y")
alpha, beta, delta, gamma = real("alpha"), real("beta"), real("delta"), real("gamma")
eta, eps, L = real("eta"), real("eps"), real("L")
w, v, sign = family("w"), family("v"), family("sign")


def product(symbol: Symbol) -> Term:
    return prod(k, lambda i: symbol[i])


def others(symbol: Symbol, j: Variable) -> Term:
    return prod(k, lambda i: symbol[i], omit=[j])


def lemma_5() -> Statement:
    x = random_family("w")
    largest = max_over(k, lambda j: abs(prod(k, lambda i: x[i], omit=[j])))
    bound = a ** ((k - 1) / 2)
    return statement(
        [k, a, over(x, k)],
        {
            "k >= 1": k >= 1,
            "a > 0": a > 0,
            "independent": independent(x, k),
            "same law": same_law(x, k),
            "E abs(w_1) <= a": expectation(abs(x[1])) <= a,
        },
        probability(largest >= k * bound) <= bound,
    )


def lemma_6(as_printed: bool = False) -> Statement:
    f = function("f", smooth=1)
    largest = max_over(k, lambda i: abs(v[i]))
    factor = sqrt(k * beta) if as_printed else sqrt(k) * beta
    lipschitz = forall(reals(), lambda p: implies(abs(p) <= beta * largest, abs(f.prime(p)) <= L))
    gradient = norm2(k, lambda j: partial(f(product(v)), v[j]))
    return statement(
        [k, alpha, beta, delta, L, over(w, k), over(v, k), f],
        {
            "k >= 2": k >= 2,
            "alpha > 0": alpha > 0,
            "beta > 0": beta > 0,
            "delta > 0": delta > 0,
            "max abs(Q_j) <= alpha": max_over(k, lambda j: abs(others(w, j))) <= alpha,
            "abs(w_i) >= delta": forall(indices(k), lambda i: abs(w[i]) >= delta),
            "v close to w": norm2(k, lambda i: v[i] - w[i])
            <= delta / sqrt(k - 1) * log(beta / alpha),
        },
        both(abs(product(v)) <= beta * largest, implies(lipschitz, gradient <= L * factor)),
    )


def lemma_6_shift() -> Statement:
    shifted = prod(k, lambda i: abs(w[i]) + s)
    return statement(
        [k, s, over(w, k), over(v, k)],
        {
            "s > 0": s > 0,
            "v close to w": sum_(k, lambda i: abs(v[i] - w[i])) <= s / 2,
        },
        both(
            abs(product(v)) <= 2 * shifted,
            forall(indices(k), lambda j: abs(others(v, j)) <= 2 * shifted / s),
        ),
    )


def lemma_7() -> Statement:
    return statement(
        [k, alpha, over(w, k)],
        {
            "k >= 1": k >= 1,
            "alpha > 0": alpha > 0,
            "w_i > alpha": forall(indices(k), lambda i: w[i] > alpha),
        },
        prod(k, lambda i: w[i] - alpha) <= (product(w) ** (1 / k) - alpha) ** k,
    )


def descent(
    symbol: Symbol, loss: Callable[[Term], Term], step: Term | int = eta
) -> tuple[str, object]:
    def objective(t: Variable) -> Term:
        return loss(prod(k, lambda i: symbol[i, t]))

    return f"gradient descent on {symbol.name}", forall(
        times(1),
        lambda t: forall(
            indices(k),
            lambda j: eq(
                symbol[j, t + 1], symbol[j, t] - step * partial(objective(t), symbol[j, t])
            ),
        ),
    )


def lemma_11(printed: bool = False) -> Statement:
    f = function("f", smooth=1)
    x, z = sequence("w"), sequence("v")
    total = product(sign)
    name_w, descent_w = descent(x, f)
    name_v, descent_v = descent(z, lambda p: f(total * p), 1 if printed else eta)
    return statement(
        [k, eta, over(sign, k), f, over(x, k), over(z, k)],
        {
            "signs": forall(indices(k), lambda i: either(eq(sign[i], 1), eq(sign[i], -1))),
            "start": forall(indices(k), lambda i: eq(z[i, 1], sign[i] * x[i, 1])),
            name_w: descent_w,
            name_v: descent_v,
        },
        forall(
            times(1),
            lambda t: both(
                forall(indices(k), lambda i: eq(z[i, t], sign[i] * x[i, t])),
                eq(
                    f(total * prod(k, lambda i: z[i, t])),
                    f(prod(k, lambda i: x[i, t])),
                ),
            ),
        ),
    )


def lemma_12() -> Statement:
    return statement([a, b], {"a > 0": a > 0, "b >= 0": b >= 0}, log(a + b) <= log(a) + b / a)


def lemma_13(printed_step: bool = False) -> Statement:
    x = sequence("w")
    P = lambda t: prod(k, lambda i: x[i, t])  # noqa: E731
    F = lambda t: (P(t) - y) ** 2 / 2  # noqa: E731
    name, run = descent(x, lambda p: (p - y) ** 2 / 2)
    rate = k * delta**2 * gamma ** (2 * (k - 2)) * eta
    conclusion = (
        forall(times(1), lambda t: F(t) <= exp(-rate * t) * F(1))
        if printed_step
        else forall(times(1), lambda t: implies(t >= log(y**2 / (2 * eps)) / rate, F(t) <= eps))
    )
    return statement(
        [k, m, y, gamma, delta, eta, eps, over(x, k)],
        {
            "k >= 2": k >= 2,
            "m >= 1": m >= 1,
            "m <= k": m <= k,
            "delta > 0": delta > 0,
            "gamma >= delta": gamma >= delta,
            "y > 0": y > 0,
            "m is an argmin": forall(indices(k), lambda i: x[m, 1] <= x[i, 1]),
            "w_m(1) >= delta": x[m, 1] >= delta,
            "w_j(1) >= gamma": forall(indices(k, omit=[m]), lambda j: x[j, 1] >= gamma),
            "P(1) >= 0": P(1) >= 0,
            "P(1) < y": P(1) < y,
            "eta > 0": eta > 0,
            "step size": eta <= delta**2 / (2 * k * y**2),
            "eps > 0": eps > 0,
            name: run,
        },
        conclusion,
    )


def lemma_12_false() -> Statement:
    """A slightly false variant: 1/10 less on the right."""
    return statement(
        [a, b],
        {"a > 0": a > 0, "b >= 0": b >= 0},
        log(a + b) <= log(a) + rational("9/10") * b / a,
    )
